"""What leaves a table: no formula runs, nothing is half written, every row is there."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from app.domain.errors import BadInput
from app.gui.widgets import table_export
from app.gui.widgets.table_export import as_tsv, is_formula_like, neutralised, write_table
from app.services.jobs import NO_JOB, JobCancelled

NASTY = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "－1")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheet_cells(path):
    """(type, text) of every cell, row by row, as the file has them."""
    with zipfile.ZipFile(path) as book:
        root = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    return [
        [(cell.get("t"), "".join(cell.itertext()), cell.find(f"{MAIN}f")) for cell in row]
        for row in root.iter(f"{MAIN}row")
    ]


@given(st.text())
def test_no_text_is_left_that_a_spreadsheet_runs(text):
    made = str(neutralised(text))
    assert not is_formula_like(made)
    assert (
        made.removeprefix("'") == text.encode("utf-8", "backslashreplace").decode() or made == text
    )


@pytest.mark.parametrize("value", [0, -5, 2.5])
def test_numbers_stay_numbers(value):
    assert neutralised(value) == value


def test_times_are_iso_and_nothing_is_empty():
    assert neutralised(date(2026, 11, 21)) == "2026-11-21"
    assert neutralised(datetime(2026, 11, 21, 9, tzinfo=UTC)) == "2026-11-21T09:00:00+00:00"
    assert neutralised(None) == ""


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_tsv_keeps_its_columns_whatever_is_in_the_cells(rows):
    lines = as_tsv(["A", "B"], rows).split("\n")
    assert len(lines) == len(rows) + 1
    assert all(line.count("\t") == 1 for line in lines)


def test_csv_is_complete_marked_and_harmless(tmp_path):
    path = tmp_path / "out.csv"
    rows = [[text, number] for number, text in enumerate((*NASTY, "سمير", 'a,"b"'))]
    assert write_table(path, ["Text", "=No"], iter(rows), len(rows), NO_JOB) == len(rows)
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert read[0] == ["Text", "'=No"]
    assert [line[0] for line in read[1:]] == [f"'{text}" for text in NASTY] + ["سمير", 'a,"b"']
    assert [line[1] for line in read[1:]] == [str(number) for number in range(len(rows))]


def test_xlsx_holds_text_as_text_unchanged(tmp_path):
    path = tmp_path / "out.xlsx"
    rows = [[text, -5, None, date(2026, 1, 2)] for text in ("=1+1", "@x", "plain", "http://a.b")]
    assert write_table(path, ["Text", "No", "Nothing", "Day"], rows, 4, NO_JOB) == 4
    cells = sheet_cells(path)
    assert [row[0][1] for row in cells] == ["Text", "=1+1", "@x", "plain", "http://a.b"]
    assert all(formula is None for row in cells for _, _, formula in row)
    assert {row[0][0] for row in cells} <= {"inlineStr", "s"}
    assert [row[1][1] for row in cells[1:]] == ["-5"] * 4
    with zipfile.ZipFile(path) as book:
        assert b"quotePrefix" in book.read("xl/styles.xml")


def test_xlsx_cuts_what_a_cell_cannot_hold(tmp_path):
    path = tmp_path / "out.xlsx"
    write_table(path, ["Text"], [["x" * 40_000], ["\ud800"]], 2, NO_JOB)
    cells = sheet_cells(path)
    assert len(cells[1][0][1]) == table_export.XLSX_MAX_TEXT
    assert cells[1][0][1].endswith("…")
    assert re.search("ud800", cells[2][0][1])


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(table_export, "XLSX_MAX_ROWS", 10)
    with pytest.raises(BadInput, match="at most 9 rows"):
        write_table(tmp_path / "out.xlsx", ["A"], [["x"]] * 10, 10, NO_JOB)
    assert list(tmp_path.iterdir()) == []
    assert write_table(tmp_path / "out.xlsx", ["A"], [["x"]] * 9, 9, NO_JOB) == 9


class Stopping:
    def __init__(self):
        self.reported = []

    def progress(self, done, total, text):
        self.reported.append((done, total))

    def check(self):
        if len(self.reported) == 2:
            raise JobCancelled


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_cancelled_export_leaves_the_older_file_alone(tmp_path, suffix):
    path, job = tmp_path / f"out.{suffix}", Stopping()
    path.write_bytes(b"older")
    with pytest.raises(JobCancelled):
        write_table(path, ["A"], ([n] for n in range(5000)), 5000, job)
    assert path.read_bytes() == b"older"
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    assert job.reported == [(0, 5000), (500, 5000)]
