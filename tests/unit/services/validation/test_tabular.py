"""CSV files as people have them: encodings, delimiters, and what is said about bad ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import BadInput
from app.services.validation import tabular
from app.services.validation.tabular import read_table


def _file(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "cases.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_usual_encodings_and_delimiters_are_read(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    text = delimiter.join(("Full Name", "is-match")) + "\r\n"
    text += delimiter.join(("Renée Zorn", "true")) + "\r\n"
    table = read_table(_file(tmp_path, text.encode(encoding)), ("full_name", "is_match"))
    assert table.columns == ("full_name", "is_match")
    assert [dict(row.values) for row in table.rows] == [
        {"full_name": "Renée Zorn", "is_match": "true"}
    ]
    assert table.rows[0].get("nothing") == ""


def test_rows_know_the_line_that_they_start_in(tmp_path: Path) -> None:
    text = 'a,b\n1,"two\nlines"\n\n , \n3,4\n'
    table = read_table(_file(tmp_path, text.encode()), ("a",))
    assert [(row.line, row.get("a")) for row in table.rows] == [(2, "1"), (5, ""), (6, "3")]


def test_a_short_row_lacks_its_last_columns(tmp_path: Path) -> None:
    table = read_table(_file(tmp_path, b"a,b\n1\n"), ("a",))
    assert table.rows[0].get("b") == ""


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is empty"),
        (b"  \n \n", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "is no text file"),
        (b"\xff\xfea", "is no text file"),
        (b"name,label\nx,true\n", "has no column a and no column b"),
        (b'a,b\n"' + b"x" * 200_000 + b'",y\n', "is no readable CSV"),
    ],
)
def test_what_cannot_be_used_is_said(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_table(_file(tmp_path, content), ("a", "b"))
    assert told in caught.value.message
    assert "Nothing was measured" in caught.value.safe
    assert caught.value.todo


def test_missing_files_folders_and_giants_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(BadInput, match="no file"):
        read_table(tmp_path / "none.csv", ("a",))
    with pytest.raises(BadInput, match="not a file"):
        read_table(tmp_path, ("a",))
    path = _file(tmp_path, b"a\n1\n")
    monkeypatch.setattr(tabular, "_LARGEST", 2)
    with pytest.raises(BadInput, match="larger than"):
        read_table(path, ("a",))


def test_a_name_that_the_system_refuses_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        read_table(tmp_path / ("x" * 5_000), ("a",))
