"""Packed files are unpacked with bounds; what is no list archive is refused and leaves nothing."""

from __future__ import annotations

import gzip
import random
import zipfile
from pathlib import Path

import pytest

from app.domain.errors import ListRefused
from app.importers import archives
from app.importers.archives import unpacked
from app.importers.workbooks import rows, sample_sheets, sheet_names


def zipped(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(ListRefused) as caught, unpacked([path]):
        pass
    return caught.value.text()


def test_plain_files_are_passed_on(tmp_path: Path) -> None:
    path = tmp_path / "list.xml"
    path.write_bytes(b"<a/>")
    gone = tmp_path / "gone"
    with unpacked([path, gone]) as files:
        assert files == (path, gone)


def test_gzip_and_zip_are_unpacked_and_removed(tmp_path: Path) -> None:
    packed = tmp_path / "consolidated.csv.gz"
    packed.write_bytes(gzip.compress(b"one"))
    both = zipped(tmp_path / "set.zip", **{"deep__sdn.csv": b"two", "alt.csv": b"three"})
    with unpacked([packed, both]) as files:
        assert [(file.name, file.read_bytes()) for file in files] == [
            ("consolidated.csv", b"one"),
            ("sdn.csv", b"two"),
            ("alt.csv", b"three"),
        ]
    assert not any(file.exists() for file in files)


def test_a_member_cannot_choose_where_it_is_written(tmp_path: Path) -> None:
    evil = zipped(tmp_path / "evil.zip", **{"..__..__escape.csv": b"x", "c:\\..\\two.csv": b"y"})
    with unpacked([evil]) as files:
        assert [file.name for file in files] == ["escape.csv", "two.csv"]
        assert len({file.parent for file in files}) == 1
    assert list(tmp_path.iterdir()) == [evil]


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xml.gz"
    with gzip.open(bomb, "wb") as out:
        for _ in range(80):
            out.write(bytes(1 << 20))
    assert "no list packs that well" in refusal(bomb)


def test_a_bomb_is_stopped_where_it_begins(tmp_path: Path) -> None:
    # As a whole it packs badly enough to pass; its first part alone tells what it is.
    bomb = tmp_path / "bomb.xml.gz"
    with bomb.open("wb") as out:
        out.write(gzip.compress(bytes(80 << 20)))
        out.write(gzip.compress(random.Random(7).randbytes(1 << 20)))
    assert "no list packs that well" in refusal(bomb)


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = tmp_path / "list.gz"
    packed.write_bytes(gzip.compress(b"text"))
    usage = archives.shutil.disk_usage(tmp_path)
    monkeypatch.setattr(archives.shutil, "disk_usage", lambda _: usage._replace(free=2))
    assert "no room" in refusal(packed)


def test_damaged_and_encrypted_archives(tmp_path: Path) -> None:
    cut = tmp_path / "cut.gz"
    cut.write_bytes(gzip.compress(bytes(5000))[:-9])
    assert "damaged archive" in refusal(cut)
    whole = zipped(tmp_path / "whole.zip", **{"a.csv": b"text" * 50}).read_bytes()
    locked = tmp_path / "locked.zip"
    locked.write_bytes(whole.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01")
                       .replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"))  # fmt: skip
    assert "encrypted" in refusal(locked)
    empty = zipped(tmp_path / "many.zip", **{f"{number}.csv": b"x" for number in range(60)})
    assert "60 files" in refusal(empty)
    half = tmp_path / "half.zip"
    half.write_bytes(whole[:20])
    assert "damaged" in refusal(half)


def workbook(path: Path) -> Path:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("People")
        sheet.write_row(1, 0, ["Name", "Year", "Share"])
        sheet.write_row(3, 0, ["Ada  Example", 1950, 0.5])
        book.add_worksheet("Empty")
    return path


def test_rows_of_a_workbook(tmp_path: Path) -> None:
    path = workbook(tmp_path / "people.xlsx")
    assert sheet_names(path) == ["People", "Empty"]
    assert list(rows(path, "People")) == [
        (2, ("Name", "Year", "Share")),
        (4, ("Ada  Example", 1950, 0.5)),
    ]
    first, second = sample_sheets(path)
    assert first.rows == (("Name", "Year", "Share"), ("Ada Example", "1950", "0.5"))
    assert second.rows == ()
    with unpacked([path]) as files:
        assert files == (path,)


def test_a_workbook_that_would_fill_the_memory_is_refused(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(300 << 20))
    with pytest.raises(ListRefused, match="no list is that large"):
        sheet_names(bomb)


def test_damaged_workbooks_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "odd.xlsx"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(ListRefused, match="damaged"):
        sheet_names(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", b"<nothing")
    with pytest.raises(ListRefused, match="damaged workbook"):
        sheet_names(path)
