"""Which script a text is written in."""

from __future__ import annotations

import pytest

from app.domain.scripts import letter_script, script_of


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Renáta Moravčík", "Latin"),
        ("Волчанов", "Cyrillic"),
        ("محمد", "Arabic"),
        ("王小明", "Han"),
        ("たなか", "Kana"),
        ("ﾀﾅｶ", "Kana"),
        ("김민준", "Hangul"),
        ("Ａｂｃ", "Latin"),
        ("Abc Волчанов", "Cyrillic"),
        ("12-34", ""),
        ("", ""),
    ],
)
def test_most_letters_decide(text: str, script: str) -> None:
    assert script_of(text) == script


def test_marks_and_digits_have_no_script() -> None:
    assert [letter_script(char) for char in "7 -\u0301"] == ["", "", "", ""]
