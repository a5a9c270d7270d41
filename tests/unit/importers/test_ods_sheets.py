"""OpenDocument spreadsheets: repeated cells, typed values, indented files, damage."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest

from app.domain.errors import ListRefused
from app.importers import workbooks

NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
FIRST = """
  <table:table table:name="Notes">
   <table:table-row><table:table-cell><text:p>nothing here</text:p></table:table-cell></table:table-row>
  </table:table>
  <table:table table:name="People">
   <table:table-row>
    <table:table-cell office:value-type="string">
     <text:p>Ilsa <text:span>Mare</text:span><text:s text:c="2"/>x<text:tab/>y<text:line-break/>z</text:p>
     <text:p>second line</text:p>
    </table:table-cell>
    <table:table-cell table:number-columns-repeated="2" office:value-type="string"><text:p>twice</text:p></table:table-cell>
    <table:covered-table-cell/>
    <table:table-cell office:value-type="float" office:value="12"><text:p>12.00</text:p></table:table-cell>
    <table:table-cell office:value-type="float" office:value="twelve"><text:p>12</text:p></table:table-cell>
    <table:table-cell office:value-type="date" office:date-value="1971-02-03"><text:p>3/2/71</text:p></table:table-cell>
    <table:table-cell office:value-type="date" office:date-value="1971-02-03T04:05:06"/>
    <table:table-cell office:value-type="date" office:date-value="soon"><text:p>soon</text:p></table:table-cell>
    <table:table-cell office:value-type="boolean" office:boolean-value="true"/>
    <table:table-cell table:number-columns-repeated="16376"/>
   </table:table-row>
   <table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>
   <table:table-row table:number-rows-repeated="2"><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row>
   <table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
  </table:table>
"""


def write(path: Path, tables: str) -> Path:
    text = f"<office:document-content {NAMESPACES}><office:body>{tables}</office:body></office:document-content>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", text)
    return path


def test_sheets_and_their_rows(tmp_path: Path) -> None:
    path = write(tmp_path / "people.ods", FIRST)
    assert workbooks.is_workbook(path)
    assert workbooks.sheet_names(path) == ["Notes", "People"]
    rows = list(workbooks.rows(path, "People"))
    assert [number for number, _ in rows] == [1, 5, 6]
    assert rows[0][1] == (
        "Ilsa Mare  x\ty\nz\nsecond line",
        "twice",
        "twice",
        "",
        12,
        "12",
        date(1971, 2, 3),
        datetime.fromisoformat("1971-02-03T04:05:06"),
        "soon",
        True,
    )
    assert rows[1][1] == rows[2][1] == ("b",)
    assert list(workbooks.rows(path, "Elsewhere")) == []


def test_a_damaged_sheet_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "cut.ods", FIRST[: FIRST.rindex("</table:table>")])
    with pytest.raises(ListRefused, match=r"cut\.ods is a damaged workbook"):
        list(workbooks.rows(path, "People"))
    with pytest.raises(ListRefused, match="damaged"):
        workbooks.sheet_names(path)
