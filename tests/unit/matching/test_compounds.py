"""Arabic compounds in one spelling: what is read as one, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching.compounds import read_compounds
from app.matching.normalise import normalise
from app.matching.profiles import best_pair
from app.matching.tables import NameTables


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("abd al karim haddad", "abdul karim haddad"),
        ("abdel al karim", "abdul karim"),
        ("abd karim", "abdul karim"),
        ("abd alkarim", "abdul karim"),
        ("abd ar rahman", "abdul rahman"),
        ("abd elias", "abdul elias"),  # which only begins like the article
        ("karim abd", "karim abd"),
        ("abdul karim", "abdul karim"),
        ("abdur rahman", "abdur rahman"),
        ("abd allah", "abdullah"),
        ("abdul ullah", "abdullah"),
        ("abd al lah", "abdullah"),
        ("habib ullah", "habib ullah"),
        ("habib allah", "habib ullah"),
        ("allah dad", "allah dad"),
        ("salah al din", "salah uddin"),
        ("salah eddine", "salah uddin"),
        ("salah ad dine", "salah uddin"),
        ("salah aldyn", "salah uddin"),
        ("din mohammad", "din mohammad"),
        ("al din", "al din"),
        ("karim ar rashid", "karim al rashid"),
        ("karim ar karim", "karim ar karim"),
        ("ad dorado", "ad dorado"),
        ("ed davis", "ed davis"),
        ("van an nguyen", "van an nguyen"),
    ],
)
def test_compounds(written: str, expected: str) -> None:
    assert " ".join(read_compounds(written.split())) == expected


WORDS = "abd abdul abdel al el ar ul allah ullah lah din eddine rahman alaziz elias karim ad dine"


@given(st.lists(st.sampled_from(WORDS.split()), max_size=6))
def test_reading_twice_changes_nothing(tokens: list[str]) -> None:
    read = read_compounds(tokens)
    assert read_compounds(read) == read
    assert bool(read) == bool(tokens)


@pytest.mark.parametrize(
    "spellings",
    [
        "Abd al-Aziz|Abdulaziz|Abdel Aziz|Abdelaziz|abd alaziz|Abdoul Aziz|عبد العزيز|عبدالعزيز",
        "Abd al-Nasir|Abdennasser|Abdul Nasser|Abd en-Naser|عبد الناصر",
        "Abdullah|Abd Allah|Abdallah|Abdoulaye|عبد الله",
        "Nasrallah|Nasr Allah|Nasrullah|نصر الله",
        "Salah al-Din|Salahuddin|Saladin|Salah Eddine|Selahattin|صلاح الدين",
        "Abu Bakr|Abubakar|Abou Bakar|أبو بكر",
        "Ben Youssef|Benyoucef|bin Yusuf|بن يوسف",
        "Zayn al-Abidin|Zainul Abidin|Zine El Abidine|زين العابدين",
    ],
)
def test_all_spellings_are_strong_beside_each_other(spellings: str, tables: NameTables) -> None:
    forms = [
        normalise(f"{text} Vellmarki", tables, is_person=True).forms
        for text in spellings.split("|")
    ]
    weak = [
        (one[0], other[0])
        for one in forms
        for other in forms
        if best_pair(one, other, "aligned", tables, is_person=True).score < 0.92
    ]
    assert not weak
