"""Which fonts are used: packaged ones first, then the machine's; what cannot be read is passed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from app.reports import fonts
from app.reports.pdf_fonts import EmbeddedFont, draw_line
from app.reports.shaping import levels, pieces


def test_missing_packages_and_broken_font_files_are_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "DejaVuSans.ttf").write_bytes(b"no font")
    (tmp_path / "DejaVuSans.txt").write_bytes(b"no font")
    monkeypatch.setattr(fonts, "_PACKAGES", (("Report", "fontpkg_nowhere"),))
    monkeypatch.setattr(fonts.sys, "platform", "freebsd14")
    monkeypatch.setattr(fonts, "_FOLDERS", {"linux": (str(tmp_path), str(tmp_path / "none"))})
    found = fonts._files.__wrapped__()
    assert [path.name for _, path in found] == ["DejaVuSans.ttf"]
    assert fonts._loaded(*found[0], fonts.REGULAR) is None
    assert fonts._loaded("none", tmp_path / "nowhere.ttf", fonts.REGULAR) is None


def test_a_package_without_the_wanted_file_gives_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_PACKAGES", (("Outer", "fontpkg_inter"),))
    assert list(fonts._packaged()) == []


def test_a_letter_is_set_in_the_first_font_that_has_it() -> None:
    assert fonts.font_for("Renáta").name == fonts.BODY
    assert fonts.font_for("Renáta", first=fonts.CODE).name == fonts.CODE
    assert fonts.font_for("م").name == "NotoSansArabic"
    assert fonts.font_for("\U000fffff") is None


def test_semibold_is_the_fonts_own_weight_or_drawn() -> None:
    regular, bold = (fonts.font_for("x", weight=weight) for weight in (fonts.REGULAR, fonts.BOLD))
    glyph = regular.face and pieces("m", levels("m"))[0].glyphs[0].index
    assert bold.shaper.get_glyph_h_advance(glyph) > regular.shaper.get_glyph_h_advance(glyph)
    assert not bold.is_bold_drawn


def test_letters_of_two_fonts_in_one_word_are_set_apart_and_digits_stay() -> None:
    found = pieces("abم1", (0, 0, 1, 1))
    assert [(piece.text, piece.font.name) for piece in found] == [
        ("ab", fonts.BODY),
        ("م1", "NotoSansArabic"),
    ]


def test_a_letter_without_any_font_has_the_body_font() -> None:
    assert [piece.font.name for piece in pieces("\U000fffff", (0,))] == [fonts.BODY]


def test_fonts_of_a_document_have_names_of_their_own() -> None:
    font = fonts.font_for("x")
    one, two = EmbeddedFont(font, 1), EmbeddedFont(font, 27)
    assert one.resource != two.resource
    (piece,) = pieces("xx", (0, 0))
    assert {one.code(glyph) for glyph in piece.glyphs} == {1}


def test_marks_are_drawn_after_the_letters_of_the_line() -> None:
    canvas = Canvas(io.BytesIO())
    (piece,) = pieces("بيت", levels("بيت"))
    assert any(glyph.dy for glyph in piece.glyphs), "a font that sets its dots apart"
    before = len(canvas._code)
    draw_line(canvas, 10, 20, [piece], 12, 0.03)
    told = canvas._code[before]
    row, _, marks = told.partition("] TJ")
    letters = sum(1 for glyph in piece.glyphs if not glyph.dy)
    assert row.count("<") == letters
    assert marks.count("> Tj") == len(piece.glyphs) - letters
    assert told.startswith("BT 1 0 0 1 10 20 Tm")
