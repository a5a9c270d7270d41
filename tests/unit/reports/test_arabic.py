"""Right-to-left text for a printer that knows neither shaping nor direction."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.arabic import joined, runs, visual

MEEM, HAH, DAL, ALEF, LAM, WAW = "\u0645", "\u062d", "\u062f", "\u0627", "\u0644", "\u0648"


def test_letters_take_the_form_that_their_neighbours_call_for() -> None:
    name = MEEM + HAH + MEEM + DAL  # Muhammad
    assert joined(name) == "\ufee3\ufea4\ufee4\ufeaa"  # initial, medial, medial, final
    assert joined(DAL + MEEM) == "\ufea9\ufee1"  # nothing joins on to a dal


def test_lam_and_alef_are_one_character() -> None:
    assert joined(LAM + ALEF) == "\ufefb"
    assert joined(MEEM + LAM + ALEF) == "\ufee3\ufefc"


def test_a_non_joiner_parts_letters_and_is_not_printed() -> None:
    assert joined(MEEM + "\u200c" + MEEM) == "\ufee1\ufee1"


def test_a_tatweel_joins_on_both_sides() -> None:
    assert joined(MEEM + "\u0640" + MEEM) == "\ufee3\u0640\ufee2"


def test_marks_do_not_part_letters_and_stay_behind_theirs() -> None:
    fatha = "\u064e"
    assert joined(MEEM + fatha + DAL) == "\ufee3" + fatha + "\ufeaa"
    assert visual(MEEM + fatha + DAL) == "\ufeaa\ufee3" + fatha


def test_a_run_is_turned_but_its_numbers_are_not() -> None:
    assert visual("אב 123 (ג)") == "(ג) 123 בא"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("Orhan", [(False, "Orhan")]),
        ("אב גד", [(True, "אב גד")]),
        ("Orhan אב (x) ", [(False, "Orhan "), (True, "אב"), (False, " (x) ")]),
        ("אב, 12", [(True, "אב"), (False, ", 12")]),
        ("אב 12 גד.", [(True, "אב 12 גד"), (False, ".")]),
    ],
)
def test_parts_of_either_direction(text: str, parts: list[tuple[bool, str]]) -> None:
    assert runs(text) == parts


@given(st.text(alphabet="ab אבגםمحمدلاو12 (),.-\u064e\u200c", max_size=30))
def test_the_parts_are_the_text_and_turning_loses_no_letter(text: str) -> None:
    assert "".join(part for _, part in runs(text)) == text
    for turned, part in runs(text):
        if turned:
            plain = unicodedata.normalize("NFKC", visual(part))
            letters = sorted(char for char in part if char.isalpha())
            assert sorted(char for char in plain if char.isalpha()) == letters
