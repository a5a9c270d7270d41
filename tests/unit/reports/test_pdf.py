"""The PDF: pages, the same bytes every time, names in every script or said to be romanised."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from reportlab.platypus import KeepTogether, Paragraph, Spacer

from app.reports import fonts
from app.reports.document import Chart, Report, Section, Table, Text
from app.reports.drawing import Drawing, Label
from app.reports.pdf import _Writer, pdf_of
from app.reports.pdf_text import PdfText


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
    body = fonts._fonts()[:1]
    monkeypatch.setattr(fonts, "_fonts", lambda: body)
    table = Table(("Name",), (("Wang 王小明 (b)",), ("Renáta",)))
    chart = Chart("c", Drawing(100, 20, (Label(5, 12, "王"),), "d"))
    content = pdf_of(Report("t", "s", "u", (Section("x", (table, chart)),), "f"))
    text = " ".join(_text(content, tmp_path).split())
    assert "U+738B U+5C0F U+660E" in text
    assert "[Han" in text
    assert "Han: no font of this machine can print it" in text
    assert "Renáta" in text


def test_scripts_that_need_shaping_are_romanised_even_with_a_font() -> None:
    writer = PdfText()
    assert "Devanagari U+0930" in writer.markup("राम")
    assert writer.romanised == {"Devanagari"}
    assert "Devanagari" in writer.note()


def test_nothing_romanised_needs_no_note() -> None:
    writer = PdfText()
    assert writer.markup("Renáta & Волчанов <x>") == "Renáta &amp; Волчанов &lt;x&gt;"
    assert writer.note() == ""


def test_words_that_can_be_printed_stay_beside_those_that_cannot() -> None:
    writer = PdfText()
    written = writer.markup("Ram Sharma राम शर्मा Delhi")
    assert written.startswith("Ram Sharma ")
    assert written.rstrip().endswith("Delhi")
    assert written.count("[Devanagari") == 1


def test_arabic_is_joined_turned_and_set_in_a_font_that_has_it() -> None:
    if fonts.font_for("\ufee3") is None:
        pytest.skip("no font with Arabic on this machine")
    written = PdfText().markup("Orhan محمد")
    assert re.search(r'Orhan <font name="Machine\d+">\ufeaa\ufee4\ufea4\ufee3</font>', written)


def test_letters_of_two_fonts_in_one_word_are_set_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    latin = frozenset(map(ord, "abc -"))
    other = frozenset(map(ord, "абв -"))
    monkeypatch.setattr(fonts, "_fonts", lambda: (("Report", latin), ("Machine0", other)))
    assert PdfText().markup("abcабв-c") == 'abc<font name="Machine0">абв-</font>c'


def test_a_machine_without_any_font_still_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts.body_font.cache_clear()
    fonts.code_font.cache_clear()
    monkeypatch.setattr(fonts, "_fonts", lambda: ())
    from reportlab.pdfbase import pdfmetrics

    monkeypatch.setattr(pdfmetrics, "getRegisteredFontNames", list)
    try:
        content = pdf_of(Report("t", "s", "u", (Section("x", (Text("plain"),)),), "f"))
    finally:
        fonts.body_font.cache_clear()
        fonts.code_font.cache_clear()
    assert content.startswith(b"%PDF-")


def test_missing_packages_and_broken_font_files_are_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "DejaVuSans.ttf").write_bytes(b"no font")
    monkeypatch.setattr(fonts, "_PACKAGES", (("Report", "fontpkg_nowhere", "X"),))
    monkeypatch.setattr(fonts.sys, "platform", "freebsd14")
    monkeypatch.setattr(fonts, "_FOLDERS", {"linux": (str(tmp_path), str(tmp_path / "none"))})
    assert [path.name for _, path in fonts._of_machine()] == ["DejaVuSans.ttf"]
    assert fonts._fonts.__wrapped__() == ()


def test_a_package_without_the_wanted_file_gives_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_PACKAGES", (("Report", "fontpkg_inter", "Outer["),))
    assert list(fonts._packaged()) == []


def test_the_note_on_scripts_never_stands_alone(report: Report) -> None:
    last = list(_Writer().story(report))[-1]
    assert isinstance(last, KeepTogether)
    block, *_, note = last._content
    assert not isinstance(block, Spacer)  # the end of the report itself
    assert isinstance(note, Paragraph)
    assert note.text.startswith("Devanagari")


def test_a_table_begins_on_the_page_of_its_words() -> None:
    table = Table(("Name",), (("Orhan",),))
    report = Report("t", "s", "u", (Section("x", (Text("words"), table, Text("end"))),), "f")
    kinds = [type(part).__name__ for part in _Writer().story(report)]
    assert kinds[4:7] == ["CondPageBreak", "KeepTogether", "Spacer"]
    assert kinds.count("CondPageBreak") == 2
