"""Second names in brackets, behind a slash and behind a.k.a."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.matching.normalise import normalise
from app.matching.second_names import list_names, second_name_texts
from app.matching.tables import NameTables


@pytest.mark.parametrize(
    ("text", "further"),
    [
        ("EASTERN WIND BRIGADE (EWB)", ("EASTERN WIND BRIGADE", "EWB")),
        ("ABC CO. / ABC TRADING", ("ABC CO.", "ABC TRADING")),
        ("ABC CO. a.k.a. ABC TRADING", ("ABC CO.", "ABC TRADING")),
        ("ABC CO. (formerly known as: NORTH LINES)", ("ABC CO.", "NORTH LINES")),
        ("GREEN GAS (UK) LTD", ("GREEN GAS UK LTD",)),  # a part of the name
        ("GREEN GAS (formerly BLUE GAS) LTD", ("GREEN GAS LTD", "BLUE GAS")),
        ("GREEN GAS BOARD (GGB) LTD", ("GREEN GAS BOARD LTD", "GGB")),
        ("KARELIAN BEAR (KB)", ("KARELIAN BEAR", "KB")),  # a legal form elsewhere
        ("NORTH LINES (KB)", ("NORTH LINES",)),
        ("GREEN GAS [AG]", ("GREEN GAS",)),
        ("Blue Line; Red Line", ("Blue Line", "Red Line")),
        ("Direktorat för linjer [Syrien]", ("Direktorat för linjer",)),
        ("Дирекция на линиите [Сирия]", ("Дирекция на линиите",)),
        ("Northern Line Army/Front/Party", ("Northern Line Army",)),
        ("北方公司(自称)", ("北方公司",)),
        ("NORTH LINES (GMBH)", ("NORTH LINES",)),
        ("NORTH LINES (S.L.) LIMITED", ("NORTH LINES S.L. LIMITED",)),
        ("NORTH LINES (Velia Branch)", ("NORTH LINES",)),
        ("NORTH LINES (original script: СЕВЕР)", ("NORTH LINES", "СЕВЕР")),
        ("SOME A/S", ()),
        ("Alias Smith Trading", ("Smith Trading",)),
        ("BRIGADE 313 (313)", ("BRIGADE 313",)),
        ("中国 (远洋)", ("中国", "远洋")),
    ],
)
def test_further_names_of_organisations(
    tables: NameTables, text: str, further: tuple[str, ...]
) -> None:
    assert second_name_texts(text, tables, is_person=False) == (text, *further)


@pytest.mark.parametrize(
    ("text", "further"),
    [
        ("Omar (El Viento) Castro", ("Omar Castro", "El Viento")),
        ("Omar Castro (Omi)", ("Omar Castro",)),  # one word is no name of a person
        ("CASTRO, Omar", ("CASTRO  Omar",)),  # both orders
        ("CASTRO, Omar (deceased)", ("CASTRO, Omar", "CASTRO  Omar")),
        ("Omar Castro / Omar Kastro", ("Omar Castro", "Omar Kastro")),
        ("Omar Castro (nom de guerre)", ("Omar Castro",)),
        ("EL OMI (COMBAT NAME)", ("EL OMI",)),
    ],
)
def test_further_names_of_persons(tables: NameTables, text: str, further: tuple[str, ...]) -> None:
    assert second_name_texts(text, tables, is_person=True) == (text, *further)


def test_equal_forms_are_given_once(tables: NameTables) -> None:
    names = list_names("ABC / A.B.C. / abc", tables, is_person=False)
    forms = [name.forms for name in names]
    assert len(forms) == len(set(forms))
    assert list_names("(…)", tables, is_person=False) == ()


@settings(max_examples=300, deadline=None)
@given(text=st.text(st.sampled_from("abc AKA.()/;[]（）-' "), max_size=30), person=st.booleans())
def test_the_whole_name_is_always_there(tables: NameTables, text: str, person: bool) -> None:
    whole = normalise(text, tables, is_person=person)
    names = list_names(text, tables, is_person=person)
    if whole.forms:
        assert names[0] == whole
    assert len(names) <= len(text) + 1


def test_family_name_first_is_found_as_typed(tables: NameTables) -> None:
    forms = [
        form for name in list_names("PAK, Chol Su", tables, is_person=True) for form in name.forms
    ]
    assert forms == ["chol su pak", "pak chol su"]


@pytest.mark.parametrize(
    ("text", "person", "forms"),
    [
        ("Omar Castro", True, ["omar castro", "castro omar"]),
        ("Dr. Omar Castro", True, ["omar castro", "castro omar"]),
        ("Lom-ali Castro", True, ["lomali castro", "lom ali castro", "castro lomali"]),
        ("CASTRO, Omar", True, ["omar castro", "castro omar"]),
        ("Omar Omar", True, ["omar omar"]),
        ("Omar", True, ["omar"]),
        ("Omar Luis Castro", True, ["omar luis castro"]),
        ("Castro Lines", False, ["castro lines"]),
    ],
)
def test_a_person_of_two_words_is_listed_in_both_orders(
    tables: NameTables, text: str, person: bool, forms: list[str]
) -> None:
    names = list_names(text, tables, is_person=person)
    assert [form for name in names for form in name.forms] == forms
