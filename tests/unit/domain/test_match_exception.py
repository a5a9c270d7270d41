"""Match exceptions: status of a day, reasons, days, fingerprints, former ids, outcomes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.domain.dates import ListedDate, PartialDate
from app.domain.errors import BadInput
from app.domain.exception_fingerprint import (
    CUSTOMER_FIELDS,
    PROFILE_FIELDS,
    check_fields,
    differences,
    fingerprint,
    kept_values,
)
from app.domain.exception_follow import former_ids
from app.domain.exception_outcome import Hits, MatchOutcome, hits, match_outcome, outcome
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import EntryType, ListEntry, ListName, NameKind
from app.domain.match import Level
from app.domain.match_exception import (
    DEFAULT_FIELDS,
    SUBJECT_FIELDS,
    ExceptionKind,
    ExceptionStatus,
    FieldChange,
    MatchException,
    as_of,
    check_dates,
    clean_reason,
)
from app.domain.political import ForeignReference
from app.domain.subject import Address, Gender, Subject, SubjectType

DAY = date(2026, 11, 20)
SUBJECT = Subject(
    SubjectType.INDIVIDUAL, "Orsolo Ventris", date_of_birth=PartialDate(1960, 3), gender=Gender.MALE,
    nationality="CY", addresses=(Address(city="Sampleton", country="CY"),),
    identifiers=(Identifier(IdentifierType.PASSPORT, "K99", "CY"),),
)  # fmt: skip
ENTRY = ListEntry(
    "un_sc", "1", EntryType.INDIVIDUAL,
    (ListName("Orsolo Ventris"), ListName("Ventro", NameKind.WEAK_ALIAS)),
    dates_of_birth=(ListedDate(PartialDate(1961)),), programmes=("Samples",),
)  # fmt: skip


def exception(**fields) -> MatchException:
    made = MatchException(
        "exc_1", ExceptionKind.PROFILE, ExceptionStatus.ACTIVE, 1, "Another person",
        datetime(2026, 11, 1, tzinfo=UTC), "ada", fingerprint=fingerprint(SUBJECT, ENTRY),
    )  # fmt: skip
    return replace(made, **fields)


def test_an_active_one_is_over_after_its_last_day() -> None:
    ends = exception(expires_on=DAY)
    assert as_of(ends, DAY) is ends
    over = as_of(ends, date(2026, 11, 21))
    assert over.status is ExceptionStatus.EXPIRED
    told = FieldChange("exception", "expires_on", "2026-11-20", "this day has passed")
    assert over.difference == (told,)
    revoked = replace(ends, status=ExceptionStatus.REVOKED)
    assert as_of(revoked, date(2027, 1, 1)) is revoked
    assert as_of(exception(), date(2090, 1, 1)).status is ExceptionStatus.ACTIVE


def test_a_reason_is_needed_and_kept_on_one_line() -> None:
    assert clean_reason(" Another\n  person ") == "Another person"
    for wrong, told in ((" \n", "needs a reason"), ("x" * 1001, "longer than 1,000")):
        with pytest.raises(BadInput, match=told):
            clean_reason(wrong)


def test_days_lie_ahead_and_the_review_before_the_end() -> None:
    check_dates(None, None, DAY)
    check_dates(DAY, DAY, DAY)
    check_dates(None, DAY, DAY)
    for expires_on, review_on in (
        (date(2026, 11, 19), None), (None, date(2026, 11, 19)), (DAY, date(2026, 11, 21)),
    ):  # fmt: skip
        with pytest.raises(BadInput):
            check_dates(expires_on, review_on, DAY)


def test_the_texts_of_a_fingerprint_never_change() -> None:
    """Stored fingerprints are compared with what later versions of the program make."""
    assert fingerprint(SUBJECT, ENTRY) == {
        "list": {
            "names": ["Orsolo Ventris", "Ventro (weak alias)"],
            "dates_of_birth": ["1961"],
            "programmes": ["Samples"],
        },
        "subject": {
            "type": ["INDIVIDUAL"],
            "name": ["Orsolo Ventris"],
            "date_of_birth": ["1960-03"],
            "gender": ["MALE"],
            "nationality": ["CY"],
            "identifiers": ["PASSPORT K99 CY"],
            "addresses": ["Sampleton, CY"],
        },
    }
    assert kept_values(exception(), "list", "programmes") == ("Samples",)
    assert kept_values(exception(fingerprint={}), "list", "programmes") == ()


def test_only_chosen_fields_bring_a_match_back() -> None:
    cleared = exception(fields=("names", "programmes"), subject_fields=("name",))
    other = replace(ENTRY, remarks="New", dates_of_birth=())
    assert differences(cleared, replace(SUBJECT, nationality="NG"), other) == ()
    renamed = replace(ENTRY, names=(ENTRY.names[0],), programmes=("Samples", "Others"))
    assert differences(cleared, replace(SUBJECT, name="Orsolo Vents"), renamed) == (
        FieldChange("list", "names", "Orsolo Ventris; Ventro (weak alias)", "Orsolo Ventris"),
        FieldChange("list", "programmes", "Samples", "Samples; Others"),
        FieldChange("subject", "name", "Orsolo Ventris", "Orsolo Vents"),
    )
    assert differences(cleared, None, None) == ()


def test_order_case_and_spacing_tell_nothing_new() -> None:
    written_anew = replace(
        ENTRY, names=(ListName("VENTRO", NameKind.WEAK_ALIAS), ListName("ORSOLO  VENTRIS"))
    )
    assert differences(exception(), SUBJECT, written_anew) == ()


def test_of_many_values_the_changed_ones_are_told_first() -> None:
    names = tuple(ListName(f"Name {letter}") for letter in "ABCDEFG")
    before = exception(
        fingerprint=fingerprint(SUBJECT, replace(ENTRY, names=names)), fields=("names",)
    )
    after = replace(ENTRY, names=(*names[:6], ListName("Name X")))
    (change,) = differences(before, None, after)
    assert change.before == "Name G; Name A; Name B; Name C; and 3 more that stayed"
    assert change.after == "Name X; Name A; Name B; Name C; and 3 more that stayed"
    (change,) = differences(before, None, replace(ENTRY, names=(ListName("Name A"),)))
    assert change.after == "Name A"
    fewer = replace(ENTRY, names=tuple(ListName(f"Other {letter}") for letter in "ABCDEFG"))
    (change,) = differences(before, None, fewer)
    assert change.before == "; ".join(name.text for name in names)


def test_fields_are_known_ones() -> None:
    check_fields(DEFAULT_FIELDS, SUBJECT_FIELDS)
    check_fields(PROFILE_FIELDS, CUSTOMER_FIELDS)
    check_fields(("names",), ())
    for wrong in (((), ("name",)), (("eyes",), ()), (("names",), ("names",))):
        with pytest.raises(BadInput):
            check_fields(*wrong)
    for name in PROFILE_FIELDS:
        assert hasattr(ENTRY, name)
    for name in CUSTOMER_FIELDS:
        assert hasattr(SUBJECT, name)


def test_the_former_ids_of_an_entry() -> None:
    merged = replace(
        ENTRY, details=(("Referents", "1 7 8"), ("Other", "9")),
        same_as=(ForeignReference("un_sc", "5"), ForeignReference("eu_fsf", "6")),
    )  # fmt: skip
    assert former_ids(merged) == {"5", "7", "8"}
    assert former_ids(ENTRY) == frozenset()


def test_the_outcome_of_matches(make_match) -> None:
    open_one = make_match()
    excluded = replace(open_one, level=Level.DISCARDED, exception_id="exc_1")
    discarded = replace(open_one, level=Level.DISCARDED)
    assert [match_outcome(item) for item in (open_one, excluded, discarded)] == [
        MatchOutcome.ALERTED, MatchOutcome.EXCLUDED, MatchOutcome.DISCARDED,
    ]  # fmt: skip
    assert hits((open_one, excluded, discarded)) == Hits(3, 2, 1)
    assert outcome((discarded, excluded, open_one)) is MatchOutcome.ALERTED
    assert outcome((discarded, excluded)) is MatchOutcome.EXCLUDED
    assert outcome((discarded,)) is MatchOutcome.NO_ALERT
    assert outcome(()) is MatchOutcome.NO_ALERT
