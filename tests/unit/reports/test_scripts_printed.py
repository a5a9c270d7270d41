"""Names of many scripts on a page: every letter has a glyph, the order is right, bytes are equal."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.colors import black
from reportlab.platypus import SimpleDocTemplate

from app.reports import fonts
from app.reports.pdf_text import PrintableText
from app.reports.pdf_words import Style, Typesetter, Words
from app.reports.shaping import in_order_of_page, levels, pieces

STYLE = Style(12, 18, black)
# Invented people. The scripts of the second part have no packaged font.
PACKAGED = {
    "Latin": "Ñandú Ọ̀ṣunlade Nguyễn-Quorlath",
    "Cyrillic": "Бревниковский Александр",
    "Greek": "Γιώργος Κουορλάθης",
    "Arabic": "ألكسندر بريفنيكوفسكي",
    "Devanagari": "राम क्षत्रिय शर्मा",
    "Thai": "สมชาย ใจดีที่น้ำ",
}
OF_MACHINE = {
    "Hebrew": "בנימין לוי-כהן",
    "Han": "王小明陈大文",
    "Kana": "やまだ タロウ",
    "Hangul": "김철수 박영희",
    "Ethiopic": "አበበ ቢቂላ",
}


def _page(names: list[str], weight: int = fonts.REGULAR) -> bytes:
    setter = Typesetter()
    style = Style(12, 18, black, weight)
    target = io.BytesIO()
    story = [Words(name, style, setter) for name in names]
    SimpleDocTemplate(target, invariant=1).build(story)
    return target.getvalue()


def _read(content: bytes, tmp_path: Path) -> list[str]:
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext (poppler-utils)")
    path = tmp_path / "page.pdf"
    path.write_bytes(content)
    ran = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    plain = ran.stdout.decode().translate({0x202A: "", 0x202B: "", 0x202C: "", 0x200F: ""})
    return [line.strip() for line in plain.replace("\f", "").splitlines() if line.strip()]


def _shaped(text: str, weight: int = fonts.REGULAR) -> list:
    return in_order_of_page(pieces(text, levels(text), weight=weight))


def _require(name: str) -> None:
    if not all(char.isspace() or fonts.font_for(char) for char in name):
        pytest.skip("no font with this script on this machine")


@pytest.mark.parametrize("weight", [fonts.REGULAR, fonts.BOLD])
@pytest.mark.parametrize("script", [*PACKAGED, *OF_MACHINE])
def test_every_letter_of_every_script_has_a_glyph(script: str, weight: int) -> None:
    name = (PACKAGED | OF_MACHINE)[script]
    if script in OF_MACHINE:
        _require(name)
    shaped = _shaped(name, weight)
    assert all(glyph.index != 0 for piece in shaped for glyph in piece.glyphs)
    told = "".join(glyph.text for piece in shaped for glyph in piece.glyphs)
    assert sorted(told) == sorted(name)
    assert sum(piece.width for piece in shaped) > 0


@pytest.mark.parametrize("script", [*PACKAGED, *OF_MACHINE])
def test_what_is_printed_is_read_as_it_was_written(script: str, tmp_path: Path) -> None:
    name = (PACKAGED | OF_MACHINE)[script]
    if script in OF_MACHINE:
        _require(name)
    assert _read(_page([name, name]), tmp_path) == [name, name]


def test_the_same_page_gives_the_same_bytes_whatever_was_printed_before() -> None:
    names = list(PACKAGED.values())
    first = _page(names)
    _page(list(reversed(names)), fonts.BOLD)
    assert _page(names) == first


def test_arabic_letters_join_and_run_to_the_left() -> None:
    (piece,) = _shaped("محمد")
    assert piece.level == 1
    alone = [_shaped(char)[0].glyphs[0].index for char in "محمد"]
    joined = [glyph.index for glyph in piece.glyphs if glyph.text]
    assert joined != list(reversed(alone))
    assert [glyph.text for glyph in piece.glyphs if glyph.text] == ["د", "م", "ح", "م"]


def test_devanagari_vowel_sign_stands_before_its_consonant() -> None:
    (piece,) = _shaped("कि")
    ka = _shaped("क")[0].glyphs[0].index
    assert [glyph.index for glyph in piece.glyphs].index(ka) == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Orhan", "Orhan"),
        ("Screened אבג beside", "Screened גבא beside"),
        ("Screened אבג (12) beside", "Screened גבא (12) beside"),
        ("Screened אב (גד) beside", "Screened (דג) בא beside"),
        ("born 1968, אבג, 1970", "born 1968, גבא, 1970"),
        ("אב 12 גד", "דג 12 בא"),
        ("אב, 1968", "1968 ,בא"),
        ("1968-11-20", "1968-11-20"),
        ("x אבֱ-12 y", "x בֱא-12 y"),
        ("", ""),
    ],
)
def test_mixed_lines_are_in_the_order_in_which_a_page_shows_them(text: str, shown: str) -> None:
    found = ""
    for piece in _shaped(text):
        letters = _clusters(piece.text)
        turned = "".join(reversed(letters)).translate(str.maketrans("()", ")("))
        found += turned if piece.level % 2 else piece.text
    assert found == shown


def _clusters(text: str) -> list[str]:
    found: list[str] = []
    for char in text:
        if found and 0x0591 <= ord(char) <= 0x05C7:
            found[-1] += char
        else:
            found.append(char)
    return found


def test_joiners_keep_their_place_and_never_part_a_letter() -> None:
    persian = "می\u200cخواهم"
    assert levels(persian) == (1,) * len(persian)
    shaped = _shaped(persian)
    assert all(glyph.index for piece in shaped for glyph in piece.glyphs)


@given(st.text(alphabet="ab אבגםمحمدلاو12 (),.-\u064e\u200cक्षि王", max_size=40))
def test_no_character_is_lost_whatever_is_mixed(text: str) -> None:
    assert len(levels(text)) == len(text)
    shaped = _shaped(text)
    assert sorted("".join(piece.text for piece in shaped)) == sorted(text)


@given(
    st.text(alphabet="abc -אבم王क्ष\u064e", max_size=120),
    st.floats(min_value=60, max_value=300),
)
def test_lines_hold_every_word_and_are_as_wide_as_the_page_lets_them(
    text: str, width: float
) -> None:
    lines = Typesetter().lines(text, STYLE, width)
    told = "".join(sorted("".join(p.text for line in lines for p in line).replace(" ", "")))
    assert told == "".join(sorted(text.replace(" ", "")))
    for line in lines:
        assert sum(p.width for p in line) * STYLE.size / 1000 <= width + 0.01


def test_a_mark_is_never_parted_from_its_letter_at_the_end_of_a_line() -> None:
    name = "e\u0301" * 60
    for line in Typesetter().lines(name, STYLE, 60):
        assert line[0].text[0] == "e"


def test_words_split_between_lines_and_align(tmp_path: Path) -> None:
    words = Words("one two three four five six", STYLE, Typesetter())
    assert words.wrap(60, 100)[1] == 3 * STYLE.leading
    first, rest = words.split(60, 2 * STYLE.leading)
    assert (first.wrap(60, 99)[1], rest.wrap(60, 99)[1]) == (2 * 18, 18)
    assert words.split(60, 10) == []
    assert words.split(60, 100) == [words]
    assert words.minWidth() == 12


def test_letters_that_no_font_has_are_written_in_latin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_files", lambda: tuple(fonts._packaged())[:1])
    text = PrintableText()
    written = text.of("Ram राम शर्मा Delhi 王")
    assert written.startswith("Ram ")
    assert " Delhi " in written
    assert written.count("[Devanagari U+0930") == 1
    assert "[Han U+738B]" in written
    assert text.note().startswith("Devanagari, Han: no font")
    assert text.of("राम" * 30).count("…") == 1


def test_controls_are_blanks_and_nothing_is_noted_for_plain_text() -> None:
    text = PrintableText()
    assert text.of("a\u202eb\nc\x00d") == "a b c d"
    assert text.of("Renáta Волчанов <x> &amp;") == "Renáta Волчанов <x> &amp;"
    assert text.of('=HYPERLINK("x")') == '=HYPERLINK("x")'
    assert text.note() == ""


def test_an_emoji_has_no_letters_but_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_files", lambda: tuple(fonts._packaged())[:1])
    assert "[symbols U+1F600]" in PrintableText().of("x \U0001f600")
