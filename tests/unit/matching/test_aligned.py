"""The aligned profile: words paired one to one, what costs and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.match import TokenReason
from app.matching import aligned
from app.matching.aligned import Aligned
from app.matching.profiles import best_pair
from app.matching.tables import NameTables
from app.matching.tokens import change, consonants_agree, token_of

NAMES = st.lists(
    st.sampled_from(
        [
            "ivan",
            "petrovich",
            "sergeevich",
            "ivanov",
            "iwanow",
            "al",
            "bin",
            "j",
            "jc",
            "jean",
            "claude",
            "karim",
            "mhmd",
            "muhammad",
            "abd",
            "rahman",
            "abdrahman",
            "2",
            "12",
            "holding",
            "gmbh",
            "ltd",
            "nordwind",
            "nordwnid",
            "sasha",
        ]
    ),
    min_size=1,
    max_size=5,
).map(" ".join)


def person(query: str, listed: str, tables: NameTables) -> Aligned:
    return aligned.score(query, listed, tables, is_person=True)


def party(query: str, listed: str, tables: NameTables) -> Aligned:
    return aligned.score(query, listed, tables, is_person=False)


@settings(max_examples=300, deadline=None)
@given(NAMES, NAMES, st.booleans())
def test_a_score_is_symmetric_and_one_only_for_identical_names(
    tables: NameTables, one: str, other: str, is_person: bool
) -> None:
    here = aligned.score(one, other, tables, is_person=is_person)
    there = aligned.score(other, one, tables, is_person=is_person)
    assert here.score == pytest.approx(there.score, abs=1e-12)
    assert 0.0 <= here.score <= 1.0
    assert (here.score == 1.0) == (one == other)
    if one != other:
        assert aligned.total(here.components) == here.score


def test_another_order_is_strong_but_not_exact(tables: NameTables) -> None:
    found = person("kim jong un", "jong un kim", tables)
    assert found.score == aligned.REORDERED
    assert [pair.reason for pair in found.pairs] == [TokenReason.EQUAL] * 3


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("nordwind", "nordwind", TokenReason.EQUAL),
        ("aleksandr", "oleksandr", TokenReason.ALIAS_CLASS),
        ("kanfer", "canpher", TokenReason.SOUND),
        ("j", "jean", TokenReason.INITIAL),
        ("zbyrwn", "zubairaun", TokenReason.CONSONANTS),
        ("nordwind", "nordwimd", TokenReason.LETTERS),
        ("2", "3", TokenReason.NONE),
        ("12", "112", TokenReason.NONE),
        ("a", "b", TokenReason.NONE),
        ("holm", "voss", TokenReason.NONE),
        ("petrovich", "petrov", TokenReason.NONE),
        ("abcd", "abef", TokenReason.NONE),
    ],
)
def test_two_words_are_alike_for_a_reason(
    tables: NameTables, one: str, other: str, reason: TokenReason
) -> None:
    words = [token_of(word, tables, is_person=True) for word in (one, other)]
    alike, why = aligned.similarity(words[0], words[1])
    assert why is reason
    assert (alike > 0.0) == (reason is not TokenReason.NONE)
    assert aligned.similarity(words[1], words[0])[0] == alike


def test_neighbours_join(tables: NameTables) -> None:
    found = person("abd sorour", "abdsorour", tables)
    assert found.pairs[0].reason is TokenReason.JOINED
    assert found.pairs[0].similarity == aligned.JOINED
    assert found.score > 0.9
    assert person("jean claude voss", "jc voss", tables).pairs[0].reason is TokenReason.INITIAL


def test_an_omitted_patronymic_costs_less_than_a_contradicted_one(tables: NameTables) -> None:
    omitted = person("ivan sidorkin", "ivan petrovich sidorkin", tables).score
    contradicted = person("ivan sergeevich sidorkin", "ivan petrovich sidorkin", tables).score
    assert omitted > 0.85
    assert contradicted < 0.70


def test_without_a_full_word_in_common_it_is_no_match(tables: NameTables) -> None:
    found = party("bank ltd", "bank plc", tables)
    assert found.components.cap is None  # neither side has a full word: nothing to ask for
    initials = person("j voss", "jean v", tables)
    assert initials.components.cap == aligned.NO_FULL_PAIR
    assert initials.score <= aligned.NO_FULL_PAIR


def test_another_of_a_series_is_possible_but_never_strong(tables: NameTables) -> None:
    same = party("nordwind 2 gmbh", "nordwind 2", tables).score
    sister = party("nordwind 2 gmbh", "nordwind 3 gmbh", tables)
    assert 0.75 < sister.score < same
    words = " ".join(f"northern{letter}" for letter in "abcdefghijkl")
    long = party(f"{words} 2", f"{words} 3", tables)
    assert long.score == long.components.cap == aligned.ANOTHER_OF_SERIES
    assert party(f"{words} 2", words, tables).components.cap is None
    assert person(f"{words} 2", f"{words} 3", tables).components.cap is None


def test_strangers_score_nothing_to_speak_of(tables: NameTables) -> None:
    found = person("holm", "voss kent", tables)
    assert found.pairs == ()
    assert found.components.primary == 0.0
    assert found.score < 0.1


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("mhmd", "muhammad", True),
        ("hsyn", "husein", True),
        ("mhmd", "mahmuda", True),
        ("mhmd", "muhamadk", False),
        ("berg", "borg", False),
        ("berg", "erbag", False),
        ("marina", "mariana", False),
        ("bl", "bella", False),
        ("smd", "asamd", True),
    ],
)
def test_words_of_consonants_only(one: str, other: str, agree: bool) -> None:
    assert consonants_agree(one, other) is agree
    assert consonants_agree(other, one) is agree


@pytest.mark.parametrize(
    ("one", "other", "distance", "cost"),
    [
        ("marwood", "garwood", 1, 1.5),
        ("anders", "andurs", 1, 0.6),
        ("anders", "andtrs", 1, 1.0),
        ("andreas", "andraes", 1, 0.6),
        ("matis", "mattis", 1, 0.6),
        ("matis", "maktis", 1, 1.0),
        ("matkis", "matis", 1, 1.0),
    ],
)
def test_changes_that_spellings_show_cost_less(
    one: str, other: str, distance: int, cost: float
) -> None:
    assert change(one, other, distance) == pytest.approx(cost)


def test_the_best_pair_of_forms_counts_in_both_profiles(tables: NameTables) -> None:
    forms = ("o tarragh oisin", "otarragh oisin")
    for profile in ("aligned", "classic"):
        found = best_pair(forms, ("oisin otarragh",), profile, tables, is_person=True)
        assert found.query_form == "otarragh oisin"
        assert found.list_form == "oisin otarragh"


def test_words_that_contradict_each_other_tell_sister_companies_apart(tables: NameTables) -> None:
    sister = party("zamaria north rail", "zamaria south rail", tables).score
    other = party("zamaria blue rail", "zamaria tall rail", tables).score
    assert sister < other


def test_a_word_of_organisations_is_none_in_a_persons_name(tables: NameTables) -> None:
    words = [token_of(word, tables, is_person=True) for word in ("petroleum", "neft")]
    assert aligned.similarity(*words) == (0.0, TokenReason.NONE)
    words = [token_of(word, tables, is_person=False) for word in ("petroleum", "neft")]
    assert aligned.similarity(*words) == (aligned.ALIAS, TokenReason.ALIAS_CLASS)


@pytest.mark.parametrize(("one", "other"), [("karim", "karima"), ("mario", "maria")])
def test_a_name_of_the_other_gender_is_another_name(
    tables: NameTables, one: str, other: str
) -> None:
    words = [token_of(word, tables, is_person=True) for word in (one, other)]
    assert aligned.similarity(*words)[0] <= 0.67


def test_two_known_names_a_letter_apart_are_other_names_unless_letters_swapped(
    tables: NameTables,
) -> None:
    words = [token_of(word, tables, is_person=True) for word in ("rashid", "rashad", "rahsid")]
    assert aligned.similarity(words[0], words[1]) == (aligned.OTHER_NAME, TokenReason.OTHER_NAME)
    assert aligned.similarity(words[0], words[2])[0] == pytest.approx(0.9)
    doubted = person("rashid mansour", "rashad mansour", tables)
    assert doubted.components.contradiction


def test_the_ending_of_patronymics_does_not_make_them_alike(tables: NameTables) -> None:
    one = person("rustam orlovich quellen", "rustam pavlovich quellen", tables)
    assert [pair.reason for pair in one.pairs] == [TokenReason.EQUAL, TokenReason.EQUAL]
    slip = person("rustam orlanovich quellen", "rustam orlonovich quellen", tables)
    assert slip.score > 0.9


def test_acronyms_have_no_sound(tables: NameTables) -> None:
    assert party("pffz", "pfuz", tables).score < 0.75
    assert party("oxu ltd", "oxo ltd", tables).score < 0.75
    assert person("oxu ferel", "oxo ferel", tables).pairs[0].reason is TokenReason.SOUND
