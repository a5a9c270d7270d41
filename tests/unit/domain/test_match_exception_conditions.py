"""Conditions of match exceptions: what they may ask for, and when they hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.domain.dates import ListedDate, PartialDate
from app.domain.errors import BadInput
from app.domain.exception_checks import require_sound
from app.domain.exception_conditions import checked, describe, hold, word
from app.domain.exception_fingerprint import fingerprint
from app.domain.exception_paths import OPERATORS, PATHS, Scope, ValueKind
from app.domain.list_entry import EntryType, ListEntry, ListName
from app.domain.match import Evidence, Feature, Verdict
from app.domain.match_exception import (
    Condition,
    ExceptionKind,
    ExceptionStatus,
    ExpirationType,
    FieldChange,
    MatchException,
    Operator,
)
from app.domain.subject import Subject, SubjectType

SUBJECT = Subject(
    SubjectType.INDIVIDUAL, "Orsolo Ventris", external_id="c1", nationality="CY",
    date_of_birth=PartialDate(1960, 3),
)  # fmt: skip
ENTRY = ListEntry(
    "un_sc", "1", EntryType.INDIVIDUAL, (ListName("Orsolo Ventris"),),
    dates_of_birth=(ListedDate(PartialDate(1961)),), programmes=("Samples", "Others"),
    listed_on=PartialDate(2020, 1, 1), nationalities=("MT",), countries=("CY",),
)  # fmt: skip
NARROW = Condition("/subject/name", Operator.EQUALS, "Orsolo Ventris")
EQ, NE, IN, HAS = Operator.EQUALS, Operator.NOT_EQUALS, Operator.IN, Operator.CONTAINS
YES, NO = True, False
LT, GT, GIVEN = Operator.LESS, Operator.GREATER, Operator.EXISTS


@pytest.fixture
def scope(make_match) -> Scope:
    evidence = (
        Evidence(Feature.DATE_OF_BIRTH, "1960-03", "1961", Verdict.CONFLICT, -20),
        Evidence(Feature.COUNTRY, "CY", "CY", Verdict.AGREE, 5),
    )
    match = replace(make_match(), evidence=evidence, score=61.5, is_weak=True)
    return Scope(SUBJECT, match, lambda: ENTRY, "ONBOARDING")


@pytest.mark.parametrize(
    ("path", "operator", "value", "holds"),
    [
        ("/subject/name", EQ, "orsolo  VENTRIS", True),
        ("/subject/name", EQ, "Orsolo", False),
        ("/subject/name", NE, "Orsolo", True),
        ("/subject/name", HAS, "VENT", True),
        ("/subject/name", HAS, "Vents", False),
        ("/subject/nationality", IN, ["NG", "cy"], True),
        ("/subject/nationality", IN, ["NG"], False),
        ("/subject/country", EQ, "CY", False),
        ("/subject/country", NE, "CY", False),  # what is not known proves nothing
        ("/subject/country", GIVEN, False, True),
        ("/subject/country", GIVEN, True, False),
        ("/subject/name", GIVEN, True, True),
        ("/subject/type", EQ, "individual", True),
        ("/subject/countries", HAS, "CY", True),
        ("/subject/countries", NE, "NG", True),
        ("/subject/countries", NE, "CY", False),
        ("/subject/date_of_birth", EQ, "1960-03", True),
        ("/subject/date_of_birth", NE, "1960-03-01", True),
        ("/subject/date_of_birth", LT, "1960-04", True),
        ("/subject/date_of_birth", LT, "1960", False),  # perhaps, so not surely
        ("/subject/date_of_birth", GT, "1960-02-28", True),
        ("/subject/date_of_birth", GT, "1960-03-02", False),
        ("/match/score", LT, 62, True),
        ("/match/score", GT, 62, False),
        ("/match/score", EQ, 61.5, True),
        ("/match/score", NE, 61.5, False),
        ("/match/is_weak", EQ, True, True),
        ("/match/is_weak", EQ, False, False),
        ("/match/contradicts", HAS, "date_of_birth", True),
        ("/match/contradicts", HAS, "country", False),
        ("/match/contradicts", IN, ["country", "date_of_birth"], True),
        ("/match/agrees", HAS, "country", True),
        ("/match/strength", IN, ["possible"], False),
        ("/entry/programmes", HAS, "others", True),
        ("/entry/programmes", HAS, "other", False),
        ("/entry/programmes", IN, ["More", "Samples"], True),
        ("/entry/names", HAS, "Orsolo Ventris", True),
        ("/entry/countries", HAS, "MT", True),
        ("/entry/listed_on", LT, "2021", True),
        ("/entry/positions", HAS, "Cook", False),
        ("/screening/purpose", EQ, "onboarding", True),
    ],
)  # fmt: skip
def test_when_a_condition_holds(scope, path, operator, value, holds) -> None:
    condition = checked((NARROW, Condition(path, operator, value)))[1]
    assert hold((condition,), scope) is holds


def test_all_must_hold_and_none_hold_for_nothing(scope) -> None:
    assert hold((NARROW, Condition("/match/is_weak", EQ, YES)), scope)
    assert not hold((NARROW, Condition("/match/is_weak", EQ, NO)), scope)
    assert not hold((), scope)
    assert not hold((Condition("/of/a/newer/version", EQ, "x"),), scope)


def test_every_path_can_be_read(scope) -> None:
    for path in PATHS.values():
        path.read(scope)
        assert OPERATORS[path.kind]
        assert path.kind is not ValueKind.CHOICE or path.choices


@pytest.mark.parametrize(
    ("conditions", "told"),
    [
        ((), "needs a condition"),
        ((NARROW,) * 21, "too many"),
        ((Condition("/subject/eyes", EQ, "blue"),), "no value"),
        ((Condition("/match/score", HAS, "1"),), "cannot be compared"),
        ((Condition("/match/score", LT, "1"),), "with a number"),
        ((Condition("/match/score", LT, YES),), "with a number"),
        ((Condition("/match/is_weak", EQ, "yes"),), "yes or no"),
        ((Condition("/subject/country", GIVEN, 1),), "yes or no"),
        ((Condition("/subject/name", IN, "Orsolo"),), "list of values"),
        ((Condition("/subject/name", IN, []),), "list of values"),
        ((Condition("/subject/name", EQ, " "),), "needs a text"),
        ((Condition("/subject/name", EQ, None),), "needs a text"),
        ((Condition("/subject/name", EQ, "x" * 1001),), "needs a text"),
        ((Condition("/subject/name", HAS, "or"),), "contained in too much"),
        ((Condition("/subject/date_of_birth", LT, "soon"),), "not a date"),
        ((Condition("/match/check", EQ, "TAX"),), "no value of"),
        ((Condition("/match/source", EQ, "un_sc"),), "whole lists"),
        ((Condition("/subject/name", NE, "Orsolo"),), "whole lists"),
        (
            (Condition("/subject/name", GIVEN, YES), Condition("/match/score", GT, 0)),
            "whole lists",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(conditions, told) -> None:
    with pytest.raises(BadInput, match=told):
        checked(conditions)


def test_values_are_kept_as_they_are_compared() -> None:
    clean = checked((
        Condition("/subject/name", EQ, " Orsolo  Ventris "), Condition("/match/check", IN, ("pep",)),
    ))  # fmt: skip
    assert clean == (NARROW, Condition("/match/check", IN, ["PEP"]))


def test_conditions_in_words() -> None:
    assert describe(NARROW) == "Subject: name is Orsolo Ventris"
    assert describe(Condition("/match/is_weak", EQ, YES)) == "Match: weak alias is yes"
    assert describe(Condition("/match/is_weak", EQ, NO)) == "Match: weak alias is no"
    assert describe(Condition("/match/check", IN, ["PEP", "SANCTIONS"])) == (
        "Match: check is one of PEP, SANCTIONS"
    )
    assert describe(Condition("/subject/country", GIVEN, YES)) == "Subject: country is given"
    assert describe(Condition("/subject/country", GIVEN, NO)) == "Subject: country is not given"
    assert describe(Condition("/new", LT, 3)) == "/new is less than 3"
    assert word(GT) == "is more than"


def exception(**fields) -> MatchException:
    made = MatchException(
        "exc_01ABC", ExceptionKind.PROFILE, ExceptionStatus.ACTIVE, 1, "Another person",
        datetime(2026, 11, 1, tzinfo=UTC), "ada", external_id="c1", subject_id="subj_1",
        subject_name="Orsolo", source="un_sc", list_entry_id="1", listed_name="Orsolo",
        checksum="0" * 32, core_checksum="1" * 32, fingerprint=fingerprint(SUBJECT, ENTRY),
    )  # fmt: skip
    return replace(made, **fields)


def rule(**fields) -> MatchException:
    return replace(
        exception(), kind=ExceptionKind.CONDITIONAL, external_id="", source="", list_entry_id="",
        conditions=(NARROW,), **fields,
    )  # fmt: skip


def test_what_comes_from_elsewhere_is_checked_in_every_part() -> None:
    require_sound(exception())
    require_sound(rule())
    kept = fingerprint(SUBJECT, ENTRY)
    ends = {"expires_on": date(2027, 1, 1), "expiration_type": ExpirationType.DATE}
    require_sound(exception(**ends))
    lapsed = {"status": ExceptionStatus.LAPSED}
    change = FieldChange("list", "names", "a", "b")
    require_sound(exception(**lapsed, difference=(change,)))
    for wrong in (
        exception(exception_id="../etc"),
        exception(version=0),
        exception(created_at=datetime(2026, 11, 1)),  # noqa: DTZ001
        exception(reason=" "),
        exception(listed_name="x" * 1001),
        exception(listed_name="a\0b"),
        exception(difference=(change,) * 101),
        exception(expires_on=date(2027, 1, 1)),
        exception(**lapsed),
        exception(source=""),
        exception(external_id="", subject_id=""),
        exception(conditions=(NARROW,)),
        exception(checksum="x"),
        exception(fields=("eyes",)),
        exception(fingerprint={"list": kept["list"]}),
        exception(fingerprint=kept | {"list": []}),
        exception(fingerprint=kept | {"list": {"eyes": ["blue"]}}),
        exception(fingerprint=kept | {"list": {"names": "text"}}),
        exception(fingerprint=kept | {"list": {"names": [1]}}),
        exception(fingerprint=kept | {"list": {"names": ["x" * 200_001]}}),
        replace(rule(), conditions=()),
        replace(rule(), external_id="c1"),
    ):
        with pytest.raises(BadInput):
            require_sound(wrong)
