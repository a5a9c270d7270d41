"""Evidence beside the name: each field, its points, and the level that follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.domain.dates import DatePrecision, ListedDate, parse_partial_date
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import EntryType, ListEntry
from app.domain.match import Check, Evidence, Feature, Level, Strength, Verdict
from app.domain.subject import Address, Gender, Subject, SubjectType
from app.matching.birth_dates import compare_birth_dates
from app.matching.corroborate import assess, gather, score_scope
from app.matching.effects import Effects
from app.matching.features import explanation

EFFECTS = Effects()
PERSON = Subject(SubjectType.INDIVIDUAL, "Marta Quist")
COMPANY = Subject(SubjectType.ENTITY, "Quist Lines Ltd")


def exact(text: str) -> ListedDate:
    return ListedDate(parse_partial_date(text))


def circa(text: str) -> ListedDate:
    return ListedDate(parse_partial_date(text), DatePrecision.CIRCA)


def between(start: str, end: str | None) -> ListedDate:
    last = parse_partial_date(end) if end else None
    return ListedDate(parse_partial_date(start), DatePrecision.RANGE, last)


@pytest.mark.parametrize(
    ("born", "listed", "verdict", "effect"),
    [
        ("1970-03-09", exact("1970-03-09"), Verdict.AGREE, EFFECTS.birth_day),
        ("1970-03", exact("1970-03-09"), Verdict.AGREE, EFFECTS.birth_month),
        ("1970-03", exact("1970-03"), Verdict.AGREE, EFFECTS.birth_month),
        ("1970-03-09", exact("1970"), Verdict.AGREE, EFFECTS.birth_year),
        ("1970", exact("1970"), Verdict.AGREE, EFFECTS.birth_year),
        ("1970-03", exact("1970-04"), Verdict.NEAR, EFFECTS.birth_same_year),
        ("1970-03-09", exact("1970-09-03"), Verdict.NEAR, EFFECTS.birth_swapped),
        ("1970-03-09", exact("1970-11-21"), Verdict.NEAR, EFFECTS.birth_same_year),
        ("1970-03-09", exact("1971-03-09"), Verdict.NEAR, EFFECTS.birth_year_off),
        ("1970-03-09", exact("1971-08-21"), Verdict.CONFLICT, EFFECTS.birth_conflict),
        ("1970-03-09", exact("1971-01-01"), Verdict.NEAR, EFFECTS.birth_year_off),
        ("1970-01-01", exact("1971-08-21"), Verdict.NEAR, EFFECTS.birth_year_off),
        ("1970-03-09", exact("1971-08"), Verdict.NEAR, EFFECTS.birth_year_off),
        ("1970", exact("1971-08-21"), Verdict.NEAR, EFFECTS.birth_year_off),
        ("1970-03-09", exact("1962-03-09"), Verdict.CONFLICT, EFFECTS.birth_conflict),
        ("1970-03-09", exact("1962-03"), Verdict.CONFLICT, EFFECTS.birth_conflict),
        ("1970-03-09", exact("1962"), Verdict.CONFLICT, EFFECTS.birth_conflict),
        ("1970", exact("1962-03-09"), Verdict.CONFLICT, EFFECTS.birth_conflict),
        ("1970-03-09", circa("1972"), Verdict.AGREE, EFFECTS.birth_in_range),
        ("1970-03-09", circa("1973"), Verdict.CONFLICT, EFFECTS.birth_conflict),
        ("1970-03-09", between("1968", "1970"), Verdict.AGREE, EFFECTS.birth_in_range),
        ("1970", between("1970-12", "1975"), Verdict.AGREE, EFFECTS.birth_in_range),
        ("1970-03-09", between("1971", "1975"), Verdict.CONFLICT, EFFECTS.birth_conflict),
        ("1970-03-09", between("1970", None), Verdict.AGREE, EFFECTS.birth_in_range),
    ],
)
def test_one_date_of_birth(born: str, listed: ListedDate, verdict: Verdict, effect: float) -> None:
    found = compare_birth_dates(parse_partial_date(born), [listed], EFFECTS)
    assert (found.verdict, found.effect) == (verdict, effect)
    assert found.note


@pytest.mark.parametrize(
    ("born", "listed", "is_strong"),
    [
        ("1970-03-09", exact("1968-05-01"), True),  # both known to the day
        ("1970-03-09", exact("1971-08-21"), True),
        ("1970-03-09", exact("1968-05"), False),
        ("1970", exact("1968-05-01"), False),
        ("1970-03-09", exact("1967"), True),  # three years from what the list says
        ("1970", exact("1973"), True),
        ("1970", circa("1966"), False),
        ("1970", circa("1965"), True),
        ("1970", between("1972", "1975"), False),
        ("1970", between("1973", "1975"), True),
        ("1970", between("1960", "1968"), False),
        ("1970", between("1960", "1967"), True),
    ],
)
def test_which_dates_of_birth_contradict_for_good(
    born: str, listed: ListedDate, is_strong: bool
) -> None:
    found = compare_birth_dates(parse_partial_date(born), [listed], EFFECTS)
    assert (found.verdict, found.is_strong) == (Verdict.CONFLICT, is_strong)


def test_the_best_of_several_dates_counts() -> None:
    born = parse_partial_date("1970-03-09")
    found = compare_birth_dates(born, [exact("1950"), exact("1970-03-09")], EFFECTS)
    assert found.verdict is Verdict.AGREE


def test_a_conflict_is_strong_only_if_every_date_is_far_or_known_to_the_day() -> None:
    born, day = parse_partial_date("1970-03-09"), exact("1950-01-02")
    assert compare_birth_dates(born, [day, exact("1951-03-04")], EFFECTS).is_strong
    assert compare_birth_dates(born, [day, exact("1951")], EFFECTS).is_strong
    for vague in (exact("1968"), exact("1968-03"), circa("1967"), between("1967", "1968")):
        assert not compare_birth_dates(born, [day, vague], EFFECTS).is_strong


def id_of(country: str) -> Identifier:
    return Identifier(IdentifierType.PASSPORT, "A1234567", country)


def evidence(
    feature: Feature, subject: Subject, entry: ListEntry, name_score: float = 0.9
) -> Evidence:
    found = gather(subject, entry, name_score, EFFECTS)
    return next(item for item in found if item.feature is feature)


@pytest.mark.parametrize(
    ("subject", "fields", "verdict", "effect", "is_strong"),
    [
        ({"nationality": "NG"}, {"nationalities": ("GH", "NG")}, "agree", 1.0, False),
        ({"nationality": "NG"}, {"nationalities": ("GH",)}, "conflict", -5.0, True),
        ({"nationality": "NG"}, {"addresses": (Address(country="NG"),)}, "agree", 0.5, False),
        ({"nationality": "NG"}, {"addresses": (Address(country="GH"),)}, "missing", 0.0, False),
        ({"addresses": (Address(country="GH"),)}, {"nationalities": ("NG",)}, "missing", 0, False),
        ({"nationality": "NG"}, {"identifiers": (id_of("NG"),)}, "agree", 1.0, False),
        ({"nationality": "NG"}, {"identifiers": (id_of("GH"),)}, "conflict", -5.0, True),
        ({"nationality": "NG"}, {"identifiers": (id_of(""),)}, "missing", 0.0, False),
        (
            {"nationality": "NG"},
            {"identifiers": (id_of("GH"),), "nationalities": ("NG",)},
            "agree",
            1.0,
            False,
        ),
        ({"nationality": "NG"}, {}, "missing", 0.0, False),
        ({}, {"nationalities": ("NG",)}, "missing", 0.0, False),
        ({}, {}, "missing", 0.0, False),
    ],
)
def test_countries_of_persons(
    subject: dict[str, Any], fields: dict[str, Any], verdict: str, effect: float, is_strong: bool,
    make_entry: Callable[..., ListEntry],
) -> None:  # fmt: skip
    found = evidence(Feature.COUNTRY, replace(PERSON, **subject), make_entry("a", "X", **fields))
    assert (found.verdict, found.effect, found.is_strong) == (verdict, effect, is_strong)
    assert found.note


def test_countries_of_organisations(make_entry: Callable[..., ListEntry]) -> None:
    company = replace(COMPANY, country="PA")
    listed = make_entry("a", "X", type=EntryType.ENTITY, countries=("LR",))
    assert evidence(Feature.COUNTRY, company, listed).verdict is Verdict.CONFLICT
    listed = replace(listed, countries=("PA",))
    assert evidence(Feature.COUNTRY, company, listed).verdict is Verdict.AGREE


@pytest.mark.parametrize(
    ("own", "listed", "verdict", "effect"),
    [
        (Gender.FEMALE, Gender.FEMALE, Verdict.AGREE, EFFECTS.gender_agree),
        (Gender.FEMALE, Gender.MALE, Verdict.CONFLICT, EFFECTS.gender_conflict),
        (Gender.OTHER, Gender.MALE, Verdict.NEAR, 0.0),
        (None, Gender.MALE, Verdict.MISSING, 0.0),
        (Gender.MALE, None, Verdict.MISSING, 0.0),
    ],
)
def test_gender(
    own: Gender | None, listed: Gender | None, verdict: Verdict, effect: float,
    make_entry: Callable[..., ListEntry],
) -> None:  # fmt: skip
    entry = make_entry("a", "X", gender=listed)
    found = evidence(Feature.GENDER, replace(PERSON, gender=own), entry)
    assert (found.verdict, found.effect) == (verdict, effect)
    assert found.is_strong == (verdict is Verdict.CONFLICT)


@pytest.mark.parametrize(
    ("own", "listed", "verdict"),
    [
        ("Harbour Town, Velia", ("VELIA province",), Verdict.AGREE),
        ("Owerri", ("Kano city", "Lagos"), Verdict.CONFLICT),
        ("Village", ("Kano",), Verdict.MISSING),  # a word for places is no place
        ("", ("Kano",), Verdict.MISSING),
    ],
)
def test_places_of_birth(
    own: str, listed: tuple[str, ...], verdict: Verdict, make_entry: Callable[..., ListEntry]
) -> None:
    entry = make_entry("a", "X", places_of_birth=listed)
    found = evidence(Feature.PLACE_OF_BIRTH, replace(PERSON, place_of_birth=own), entry)
    assert found.verdict is verdict
    assert not found.is_strong


def document(kind: str, value: str, country: str = "") -> Identifier:
    return Identifier(IdentifierType(kind), value, country)


@pytest.mark.parametrize(
    ("own", "listed", "verdict", "is_strong"),
    [
        (document("PASSPORT", "a-12 345"), document("PASSPORT", "A12345"), "agree", False),
        (document("PASSPORT", "A12345"), document("OTHER", "A 12345"), "near", False),
        (document("PASSPORT", "A12345", "NG"), document("PASSPORT", "A12345"), "agree", False),
        (document("PASSPORT", "A12345", "NG"), document("PASSPORT", "A12345", "GH"), "near", False),
        (document("TIN", "A12345", "NG"), document("TIN", "A12345", "GH"), "near", False),
        (document("LEI", "A12345", "NG"), document("LEI", "A12345", "GH"), "agree", False),
        (document("SWIFT", "A12345", "NG"), document("SWIFT", "A12345", "GH"), "agree", False),
        (document("PASSPORT", "1", "NG"), document("NATIONAL_ID", "1", "NG"), "missing", False),
        (document("PASSPORT", "A1", "NG"), document("PASSPORT", "B2", "NG"), "conflict", False),
        (document("PASSPORT", "A1", "NG"), document("PASSPORT", "B2", "GH"), "missing", False),
        (document("TIN", "111", "NG"), document("TIN", "222", "NG"), "conflict", True),
        (document("TIN", "111"), document("TIN", "222"), "missing", False),
        (document("LEI", "AAA"), document("LEI", "BBB"), "conflict", True),
        (document("LEI", "AAA"), document("TIN", "BBB"), "missing", False),
        (document("PASSPORT", "--"), document("PASSPORT", "--"), "missing", False),
    ],
)
def test_identifiers(
    own: Identifier, listed: Identifier, verdict: str, is_strong: bool,
    make_entry: Callable[..., ListEntry],
) -> None:  # fmt: skip
    entry = make_entry("a", "X", identifiers=(listed,))
    found = evidence(Feature.IDENTIFIER, replace(PERSON, identifiers=(own,)), entry)
    assert (found.verdict, found.is_strong) == (verdict, is_strong)


def test_a_registration_number_is_an_identifier(make_entry: Callable[..., ListEntry]) -> None:
    entry = make_entry(
        "a", "X", type=EntryType.ENTITY, identifiers=(document("BUSINESS_REG", "RC 1234", "NG"),)
    )
    company = replace(COMPANY, registration_number="rc-1234", country="NG")
    found = evidence(Feature.IDENTIFIER, company, entry)
    assert found.verdict is Verdict.AGREE
    assert found.note == "The same registration number"


def test_an_equal_identifier_lifts_a_distant_name(make_entry: Callable[..., ListEntry]) -> None:
    entry = make_entry("a", "X", identifiers=(document("PASSPORT", "A12345"),))
    subject = replace(PERSON, identifiers=(document("PASSPORT", "A12345"),))
    found = evidence(Feature.IDENTIFIER, subject, entry, name_score=0.2)
    assert found.effect == pytest.approx(EFFECTS.identifier_least - 20.0)
    assert evidence(Feature.IDENTIFIER, subject, entry).effect == EFFECTS.identifier_agree


@pytest.mark.parametrize(
    ("subject", "kind", "verdict"),
    [
        (PERSON, EntryType.INDIVIDUAL, Verdict.AGREE),
        (PERSON, EntryType.ENTITY, Verdict.CONFLICT),
        (COMPANY, EntryType.ENTITY, Verdict.AGREE),
        (COMPANY, EntryType.VESSEL, Verdict.NEAR),
        (COMPANY, EntryType.INDIVIDUAL, Verdict.CONFLICT),
    ],
)
def test_entry_types(
    subject: Subject, kind: EntryType, verdict: Verdict, make_entry: Callable[..., ListEntry]
) -> None:
    found = evidence(Feature.TYPE, subject, make_entry("a", "X", type=kind))
    assert found.verdict is verdict
    assert found.effect <= 0.0


def item(feature: Feature, verdict: Verdict, effect: float, strong: bool = False) -> Evidence:
    return Evidence(feature, "a", "b", verdict, effect, "", is_strong=strong)


BIRTH = item(Feature.DATE_OF_BIRTH, Verdict.CONFLICT, -12.0, strong=True)
GENDER = item(Feature.GENDER, Verdict.CONFLICT, -10.0, strong=True)
SAME_ID = item(Feature.IDENTIFIER, Verdict.AGREE, 15.0)


@pytest.mark.parametrize(
    ("score", "found", "expected", "level"),
    [
        (0.95, (), 95.0, Level.HIGH),
        (0.95, (SAME_ID,), 100.0, Level.HIGH),
        (0.80, (), 80.0, Level.MEDIUM),
        (0.80, (GENDER,), 70.0, Level.LOW),
        (0.80, (GENDER, BIRTH), 58.0, Level.DISCARDED),
        (0.80, (GENDER, BIRTH, SAME_ID), 73.0, Level.LOW),
        (0.10, (GENDER, replace(BIRTH, is_strong=False)), 0.0, Level.LOW),
    ],
)
def test_score_and_level(
    score: float, found: tuple[Evidence, ...], expected: float, level: Level
) -> None:
    result = assess(score, Strength.POSSIBLE, Check.SANCTIONS, found, EFFECTS)
    assert result.score == pytest.approx(expected)
    assert result.level is level
    assert bool(result.reason) == (level is Level.DISCARDED)


def test_an_exact_sanctions_match_is_never_discarded_by_evidence() -> None:
    found = (GENDER, BIRTH)
    sanctions = assess(1.0, Strength.EXACT, Check.SANCTIONS, found, EFFECTS)
    assert sanctions.level is Level.LOW
    pep = assess(1.0, Strength.EXACT, Check.PEP, found, EFFECTS)
    assert pep.level is Level.DISCARDED
    assert pep.reason == "Contradicted by gender and date of birth."


def test_the_scope_names_what_agrees_in_a_fixed_order() -> None:
    found = (
        SAME_ID,
        item(Feature.DATE_OF_BIRTH, Verdict.AGREE, 3.0),
        item(Feature.COUNTRY, Verdict.NEAR, 0.0),
        item(Feature.TYPE, Verdict.AGREE, 0.0),
    )
    assert score_scope(found) == ("NAME", "DOB", "ID")


def test_missing_evidence_never_changes_a_score(make_entry: Callable[..., ListEntry]) -> None:
    found = gather(PERSON, make_entry("a", "X"), 0.9, EFFECTS)
    assert len(found) == 6
    assert sum(one.effect for one in found) == 0.0
    assert all(one.note for one in found)


def test_every_field_is_explained_to_the_user() -> None:
    for feature in Feature:
        assert explanation(feature).endswith(".")
        assert "\n" not in explanation(feature)
