"""The PDF: pages, the same bytes every time, names in every script or said to be romanised."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.colors import black
from reportlab.platypus import KeepTogether, Spacer

from app.reports import fonts
from app.reports.document import (
    Beside,
    Card,
    Cards,
    Cell,
    Chart,
    Facts,
    Head,
    Heading,
    Legend,
    Look,
    Mark,
    Notice,
    Report,
    Section,
    Table,
    Text,
    Tone,
    Verdict,
)
from app.reports.drawing import Drawing, Label
from app.reports.pdf import pdf_of
from app.reports.pdf_blocks import Writer
from app.reports.pdf_panels import parts_of_row
from app.reports.pdf_words import Style, Words


def _text(content: bytes, tmp_path: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext (poppler-utils)")
    path = tmp_path / "report.pdf"
    path.write_bytes(content)
    ran = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return ran.stdout.decode()


def test_a_report_is_a_pdf_with_numbered_pages(report: Report, tmp_path: Path) -> None:
    content = pdf_of(report)
    assert content.startswith(b"%PDF-")
    pages = len(re.findall(rb"/Type /Page\b(?!s)", content))
    text = _text(content, tmp_path)
    assert f"Page 1 of {pages}" in text
    assert f"Page {pages} of {pages}" in text
    assert text.count("the footer") == pages
    assert "2. Tables and charts" in text


def test_the_same_report_gives_the_same_bytes(report: Report) -> None:
    assert pdf_of(report) == pdf_of(report)


def test_texts_never_act_as_markup(report: Report, tmp_path: Path) -> None:
    text = _text(pdf_of(report), tmp_path)
    assert "<script>" in text  # as letters
    assert "file:///etc/passwd" in text
    assert "\u202e" not in text


def test_a_long_table_repeats_its_head_on_every_page(tmp_path: Path) -> None:
    rows = tuple((f"Quorlath {n}", str(n)) for n in range(150))
    table = Table(("Name of the party", "No."), rows, frozenset({1}))
    text = _text(pdf_of(Report("t", "s", "u", (Section("long", (table,)),), "f")), tmp_path)
    assert text.count("Name of the party") >= 3
    assert "Quorlath 149" in text


def test_a_script_without_a_font_is_romanised_with_its_codes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(fonts, "_files", lambda: tuple(fonts._packaged())[:1])
    table = Table(("Name",), (("Wang 王小明 (b)",), ("Renáta",)))
    chart = Chart("c", Drawing(100, 20, (Label(5, 12, "王"),), "d"))
    content = pdf_of(Report("t", "s", "u", (Section("x", (table, chart)),), "f"))
    text = " ".join(_text(content, tmp_path).split())
    assert "U+738B U+5C0F U+660E" in text
    assert "[Han" in text
    assert "Han: no font of this machine can print it" in text
    assert "Renáta" in text


def test_a_long_name_wraps_and_goes_on_over_pages(tmp_path: Path) -> None:
    name = "Quorlath" * 1250
    table = Table(("Name", "No."), ((name, "1"), ("short", "2")), frozenset({1}), (1, 3))
    text = _text(pdf_of(Report("t", "s", "u", (Section("x", (table,)),), "f")), tmp_path)
    assert "".join(text.split()).count("Quorlath") > 1150  # the rest is cut by the pages' feet
    letters = [char for char in text if char in "Quorlath"]
    assert len(letters) >= len(name)
    assert "short" in text


def test_a_high_row_is_made_of_several_and_loses_nothing() -> None:
    writer = Writer()
    style = Style(10, 10, black)
    cells = [Words("a " * 100, style, writer.setter), Words("b", style, writer.setter)]
    rows = parts_of_row(cells, (60, 60), 50)
    assert len(rows) > 2
    told = "".join(
        piece.text for row in rows for cell in row if isinstance(cell, Words)
        for line in cell._lines for piece in line
    )  # fmt: skip
    assert (told.count("a"), told.count("b")) == (100, 1)
    assert all(cell.wrap(60, 99)[1] <= 50 for row in rows for cell in row)


def test_a_long_cell_with_a_mark_goes_on_over_pages(tmp_path: Path) -> None:
    cell = Cell("Vennimar " * 1200, Look.LOUD, Mark.WARNING)
    table = Table(("Name", "No."), ((cell, "1"), (Cell(mark=Mark.AGREE), "2")))
    text = _text(pdf_of(Report("t", "", "", (Section("x", (table,)),), "f")), tmp_path)
    assert text.count("Vennimar") == 1200
    assert "Page 2 of" in text


def test_panels_marks_and_head_are_printed(tmp_path: Path) -> None:
    mark = Image.new("RGB", (40, 20), "#2F55D0")
    file = io.BytesIO()
    mark.save(file, "PNG")
    facts = Facts((("Born", "14 March 1968"),))
    report = Report(
        "Case report: Quorlath Vennimar",
        "",
        "",
        (
            Section(
                "Matches",
                (
                    Heading("One match", "un_sc QD.1"),
                    Table(
                        ("List", "Birth", "Look"),
                        tuple(
                            ("UN", Cell(mark=one), Cell(one.value, Look.MONO, one)) for one in Mark
                        ),
                    ),
                    Legend(((Mark.AGREE, "agrees"), (None, "nothing"))),
                    Beside(Chart("c", Drawing(100, 20, (), "d")), ("beside it",)),
                    Cards((Card(Mark.SEAL, "Evidence", "note", ("sha256 c41d",)),) * 2),
                ),
            ),
            Section("Nothing but a heading", (Heading("Alone"),)),
        ),
        "foot",
        head=Head("Meridiana Trust", "Compliance", file.getvalue(), ("Confidential", "Sample")),
        reference="cas_01",
        front=(
            Verdict(Tone.CRITICAL, Mark.BAN, "Block", "932", "of 1000", "Rule x", (facts,) * 2),
            Verdict(Tone.LOW, Mark.CHECK, "No match", "", "", ""),
            Notice(Tone.HIGH, "PEP was not checked", "No list is loaded."),
        ),
    )
    text = _text(pdf_of(report), tmp_path)
    for told in ("Meridiana Trust", "Confidential", "cas_01", "932", "14 March 1968", "Alone",
                 "PEP was not checked", "sha256 c41d", "beside it", "look closer"):  # fmt: skip
        assert told in text, told
    assert b"/Image" in pdf_of(report)


def test_the_note_on_scripts_never_stands_alone(report: Report) -> None:
    writer = Writer()
    writer.text.romanised.add("Devanagari")
    last = writer.story(report)[-1]
    assert isinstance(last, KeepTogether)
    block, *_, note = last._content
    assert not isinstance(block, Spacer)  # the end of the report itself
    assert isinstance(note, Words)
    assert note.text.startswith("Devanagari")


def test_nothing_makes_an_empty_last_page() -> None:
    for count in range(40, 60):  # one of them fills the page to its last point
        rows = tuple((f"row {n}",) for n in range(count))
        report = Report("t", "", "", (Section("x", (Table(("Name",), rows),)),), "f")
        assert not isinstance(Writer().story(report)[-1], Spacer)


def test_a_long_table_begins_on_the_page_of_its_heading() -> None:
    table = Table(("Name",), (("Orhan",),) * 20)
    report = Report("t", "s", "u", (Section("x", (table, Text("end"))),), "f")
    kinds = [type(part).__name__ for part in Writer().story(report)]
    assert kinds[5:8] == ["CondPageBreak", "Words", "Table"]
    assert kinds.count("CondPageBreak") == 1


def test_a_short_table_stays_whole_with_its_headings() -> None:
    table = Table(("Name",), (("Orhan",),) * 3)
    report = Report("t", "s", "u", (Section("x", (Heading("y"), table)),), "f")
    parts = [part for part in Writer().story(report) if isinstance(part, KeepTogether)]
    assert [type(part).__name__ for part in parts[0]._content] == [
        "Words",
        "Table",
        "Spacer",
        "Table",
    ]
