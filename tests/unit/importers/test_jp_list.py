"""The Japanese workbook: sheets with columns of their own, two scripts in a cell, struck rows.

Set SCREENDESK_UPDATE_GOLDEN=1 to write the records anew, then read the difference.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
import xlsxwriter

from app.domain.dates import PartialDate
from app.domain.errors import ListRefused
from app.domain.identifiers import IdentifierType
from app.domain.list_entry import EntryType, NameKind
from app.domain.political import ForeignReference
from app.domain.subject import Gender
from app.importers.reading import BAD_DATE
from app.importers.registry import detect


def write(path: Path, sheets: Mapping[str, list[list[Any]]]) -> Path:
    """A workbook of these sheets; a text of five digits becomes a day number of workbooks."""
    book = xlsxwriter.Workbook(str(path))
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                is_serial = isinstance(cell, str) and len(cell) == 5 and cell.isdigit()
                if cell != "":
                    sheet.write(row, column, int(cell) if is_serial else cell)
    book.close()
    return path


@pytest.fixture(scope="module")
def sheets(data: Path) -> dict[str, list[list[Any]]]:
    return json.loads((data / "jp_mof" / "sheets.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def workbook(sheets, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("jp") / "shisantouketsu20260305.xlsx", sheets)


@pytest.fixture(scope="module")
def found(read, workbook: Path):
    return read("jp_mof", workbook)


def shown(entry) -> list[tuple[str, str]]:
    return [(name.text, name.kind.value + ("*" if name.weak else "")) for name in entry.names]


def without_blanks(value: Any) -> Any:
    if isinstance(value, dict):
        pairs = ((key, without_blanks(item)) for key, item in value.items())
        return {key: item for key, item in pairs if item not in (None, "", [], False)}
    return [without_blanks(item) for item in value] if isinstance(value, list | tuple) else value


def test_records_are_as_they_were(found, data: Path) -> None:
    rows = [*found.entries.values(), *found.aside]
    records = [json.loads(json.dumps(without_blanks(asdict(row)))) for row in rows]
    golden = data / "jp_mof" / "golden.json"
    if os.environ.get("SCREENDESK_UPDATE_GOLDEN"):
        text = json.dumps(records, ensure_ascii=False, indent=1)
        golden.write_text(text + "\n", encoding="utf-8")
    assert records == json.loads(golden.read_text(encoding="utf-8"))


def test_keys_are_sheet_and_notice_number(found) -> None:
    assert list(found.entries) == ["1-2", "1-3", "1-5", "2-1", "2-2", "4-1", "4-2", "付録-1"]
    assert found.entries["1-2"].reference == "1-2(*186)"


def test_lifted_sheets_and_struck_rows_are_left_out_and_counted(found) -> None:
    assert found.reading.problems == (
        "Lifted regimes in the file, left out: 1.",
        "Struck rows in the file, left out: 2.",
    )
    assert str(found.reading.published_on) == "2026-03-05"


@pytest.mark.parametrize("name", ["list.xlsx", "shisantouketsu20261399.xlsx"])
def test_a_file_of_another_name_has_no_date(
    read, workbook: Path, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(workbook.read_bytes())
    assert read("jp_mof", path).reading.published_on is None


def test_people_and_others(found) -> None:
    kinds = {key: entry.type for key, entry in found.entries.items()}
    assert [key for key, kind in kinds.items() if kind is EntryType.INDIVIDUAL] == [
        "1-2", "1-5", "4-1", "4-2",
    ]  # fmt: skip


def test_names_of_both_scripts(found) -> None:
    assert shown(found.entries["1-2"]) == [
        ("PIOTR SAMPLE", "PRIMARY"),
        ("PIOTR SAMPLI", "STRONG_ALIAS"),
        ("Пётр Сампл", "ORIGINAL_SCRIPT"),
        ("ピョートル・サンプル", "ORIGINAL_SCRIPT"),
        ("ピョートル・サンプリ", "ORIGINAL_SCRIPT"),
        ("ピーター・サンプル", "ORIGINAL_SCRIPT"),
        ("ペトル・サンプル", "ORIGINAL_SCRIPT"),
        ("SAMPLE, Peter", "STRONG_ALIAS"),
        ("Petr Sample", "STRONG_ALIAS"),
        ("ザ・ミラー", "ORIGINAL_SCRIPT*"),
        ("The Miller", "WEAK_ALIAS"),
        ("シーザー", "ORIGINAL_SCRIPT*"),
        ("Caesar", "WEAK_ALIAS"),
    ]
    notes = {name.text: name.note for name in found.entries["1-2"].names}
    assert notes["Petr Sample"] == "Sample passport number A0000001"
    assert notes["The Miller"] == "1984年生まれ"


def test_former_names_by_their_marks(found) -> None:
    bank = found.entries["2-1"].names
    former = [name.text for name in bank if name.kind is NameKind.FORMER or "former" in name.note]
    assert former == ["ロウソク・バンク", "Candle Bank"]
    assert found.entries["1-3"].names[-1].kind is NameKind.FORMER


def test_legal_forms_stay_with_their_names(found) -> None:
    assert [text for text, _ in shown(found.entries["2-2"])][2:] == [
        "株式会社 NII",
        "灯台、公共株式会社",
        "AO NII",
        "Lighthouse",
    ]


def test_a_japanese_name_alone_is_the_primary_one(found) -> None:
    assert shown(found.entries["1-5"]) == [("アンナ・見本", "PRIMARY")]
    assert ("Other names", "旅券番号:215215") in found.entries["1-5"].details


def test_dates_of_birth_and_of_notice(found) -> None:
    dates = {
        key: [str(item) for item in entry.dates_of_birth] for key, entry in found.entries.items()
    }
    assert dates["1-2"] == ["1955 to 1958", "1945", "1946"]
    assert dates["4-1"] == ["1941-08-20"]
    assert dates["4-2"] == ["1937-04-28"]
    entry = found.entries["1-2"]
    assert (entry.listed_on, entry.updated_on) == (
        PartialDate(2001, 9, 22),
        PartialDate(2012, 3, 27),
    )
    assert found.entries["2-2"].updated_on is None


def test_the_other_cells_of_a_person(found) -> None:
    entry = found.entries["1-2"]
    assert entry.positions == ("粉屋", "元橋番", "Former Bridge Keeper")
    assert (entry.nationalities, entry.gender) == (("SY", "EG"), Gender.MALE)
    assert entry.places_of_birth == ("ストレルサウ、シリア", "Zenda")
    assert [(item.type, item.value, item.country) for item in entry.identifiers] == [
        (IdentifierType.PASSPORT, "AT0000001", "PK"),
        (IdentifierType.PASSPORT, "A000002", "GB"),
        (IdentifierType.TIN, "ABCDEF74T11Z352Z", "IT"),
    ]
    assert [(item.country, item.text) for item in entry.addresses] == [
        ("SY", "シリア・アラブ共和国ダマスカス"),
        ("KE", "4 Bridge Street, Strelsau, (リスト掲載時点)"),
        ("RU", "Branch Office 1: Lamp Row, Moscow, Russia, 101000"),
    ]
    assert entry.same_as == (ForeignReference("un_sc", "QDi.990"),)
    assert {("Nationality", "ルリタニア"), ("新しい欄", "残す")} <= set(entry.details)


def test_regimes_in_english_where_known(found) -> None:
    assert found.entries["2-1"].programmes == ("North Korea (北朝鮮(団体))",)
    assert found.entries["4-1"].programmes == ("フロリン(個人)",)
    assert ("Regime", "フロリン前大統領") in found.entries["4-1"].details


def test_numbers_in_the_remarks(found) -> None:
    assert found.entries["1-3"].identifiers[0].type is IdentifierType.SWIFT
    assert found.entries["2-1"].identifiers[0].value == "9000003"
    assert found.entries["1-3"].remarks.endswith("続きの文。")


def test_bad_rows_are_kept_aside(found) -> None:
    assert [(row.row, row.reason) for row in found.aside] == [
        (7, "no usable name"),
        (8, BAD_DATE),
        (8, BAD_DATE),
        (9, "number already used by an entry above"),
        (10, "no notice number"),
    ]


def test_a_row_kept_aside_names_its_sheet(found) -> None:
    assert {row.file for row in found.aside} == {"shisantouketsu20260305.xlsx, sheet 1"}


def test_a_workbook_without_its_headings_is_another_list(tmp_path: Path, sheets, read) -> None:
    path = write(tmp_path / "list.xlsx", {"1": [["告示日付", "番号", "名前"]]})
    with pytest.raises(ListRefused, match="columns of any list"):
        detect([path])
    empty = write(tmp_path / "empty.xlsx", {"1": [["告示日付", "告示番号", "日本語表記"]]})
    with pytest.raises(ListRefused, match="no entry"):
        read("jp_mof", empty)


def test_an_endless_cell_is_kept_aside(tmp_path: Path, sheets, read) -> None:
    header = ["告示日付", "告示番号", "日本語表記", "別名"]
    rows = [header, ["2012.1.1", 1, "例", "例" * 20_001], ["2012.1.1", 2, "見本", ""]]
    found = read("jp_mof", write(tmp_path / "long.xlsx", {"1.例": rows}))
    assert list(found.entries) == ["1-2"]
    assert [row.reason for row in found.aside] == ["a cell of more than 20,000 characters"]


def test_a_cut_workbook_is_refused(tmp_path: Path, workbook: Path, read) -> None:
    path = tmp_path / "cut.xlsx"
    path.write_bytes(workbook.read_bytes()[:-300])
    with pytest.raises(ListRefused, match="damaged"):
        read("jp_mof", path)


@pytest.mark.samples
def test_the_real_workbook(read, samples: Path) -> None:
    """Rows with a name counted in the raw sheets; the Latin names are found in their cells."""
    from python_calamine import CalamineWorkbook

    (path,) = (samples / "jp_mof").glob("*.xlsx")
    found = read("jp_mof", path)
    book = CalamineWorkbook.from_path(str(path))
    named: list[str] = []
    for name in book.sheet_names:
        header: list[str] = []
        for cells in book.get_sheet_by_name(name).to_python():
            texts = ["".join(str(cell).split()) for cell in cells]
            if "告示日付" in texts:
                header = texts
            elif header and (cells[header.index("日本語表記")] or cells[header.index("英語表記")]):
                named.append(str(cells[header.index("英語表記")]))
    assert len(named) == len(found.entries) == 2_862
    assert [row.reason for row in found.aside if row.reason != BAD_DATE] == ["no usable name"]
    assert len(found.aside) < 15
    texts = {name.text for entry in found.entries.values() for name in entry.names}
    plain = [
        " ".join(name.split()) for name in named if name and not set(name) & set("()（）:：\u3000")
    ]
    assert len(plain) > 1_500
    assert all(normalize("NFKC", name).strip(" ,、") in texts for name in plain)
    kinds = [entry.type for entry in found.entries.values()]
    assert (kinds.count(EntryType.INDIVIDUAL), kinds.count(EntryType.ENTITY)) == (2_014, 848)
