"""Match exceptions through the real store and matcher: made, used, lapsed, renewed, revoked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.dates import PartialDate
from app.domain.errors import BadInput, NotFound
from app.domain.exception_query import ExceptionQuery
from app.domain.match import Check, Level
from app.domain.match_exception import ExceptionStatus
from app.domain.subject import Subject, SubjectType
from app.services import audit, lists, match_exceptions, screening
from app.services.screening import ScreeningRequest

SUBJECT = Subject(
    SubjectType.INDIVIDUAL, "Oscar Ashworth", external_id="cust_001",
    date_of_birth=PartialDate(1971, 2, 3), nationality="CY",
)  # fmt: skip
REASON = "Another date of birth"


@pytest.fixture
def listed(workspace, un_file, person):
    lists.import_list(workspace, "un_sc", [un_file(person(1, "Oscar Ashworth", born="1971"))])
    return workspace


def screened(workspace, **fields):
    request = ScreeningRequest(replace(SUBJECT, **fields), (Check.SANCTIONS,))
    return screening.screen(workspace, request)


def made(workspace, **options):
    (match,) = screened(workspace).matches
    return match_exceptions.create_from_match(workspace, match.match_id, reason=REASON, **options)


def test_a_cleared_pair_is_discarded_and_says_why(listed) -> None:
    exception = made(listed)
    record = screened(listed)
    (match,) = record.matches
    assert (match.level, match.exception_id) == (Level.DISCARDED, exception.exception_id)
    assert match.reason == f"Excluded by {exception.exception_id}: {REASON}"
    assert screening.record(listed, record.screening_id) == record
    stored = match_exceptions.get(listed, exception.exception_id)
    assert (stored.used, stored.last_used_at) == (1, listed.clock())
    assert stored.version == 1, "a use is no change"
    assert match_exceptions.count(listed, ExceptionQuery()) == (1, 1)
    assert match_exceptions.page(listed, ExceptionQuery(), 0, 10) == (stored,)
    assert audit.verify(listed).ok


def test_another_customer_with_the_same_name_is_not_cleared(listed) -> None:
    made(listed)
    (match,) = screened(listed, external_id="cust_002").matches
    assert match.exception_id == ""
    assert match.level is not Level.DISCARDED


def test_a_changed_subject_comes_back_and_says_what_changed(listed) -> None:
    exception = made(listed)
    (match,) = screened(listed, nationality="NG").matches
    assert match.level is not Level.DISCARDED
    assert match.lapsed_exception_id == exception.exception_id
    (change,) = match.lapsed_because
    assert (change.side, change.field) == ("subject", "nationality")
    assert (change.before, change.after) == ("CY", "NG")
    stored = match_exceptions.get(listed, exception.exception_id)
    assert (stored.status, stored.difference) == (ExceptionStatus.LAPSED, (change,))
    assert [event.action for event in match_exceptions.history(listed, exception.exception_id)] == [
        "CREATED", "LAPSED",
    ]  # fmt: skip
    (again,) = screened(listed).matches
    assert again.lapsed_exception_id == exception.exception_id, "lapsed is lapsed"


def test_what_cannot_be_made_changes_nothing(listed) -> None:
    (match,) = screened(listed).matches
    for wrong in (
        {"reason": " "},
        {"reason": "x" * 1001},
        {"reason": "a", "fields": ("eyes",)},
        {"reason": "a", "fields": ()},
        {"reason": "a", "expires_on": date(2026, 11, 19)},
        {"reason": "a", "expires_on": date(2026, 12, 1), "review_on": date(2026, 12, 2)},
    ):
        with pytest.raises(BadInput):
            match_exceptions.create_from_match(listed, match.match_id, **wrong)
    with pytest.raises(NotFound):
        match_exceptions.create_from_match(listed, "mat_1", reason="a")
    assert match_exceptions.count(listed, ExceptionQuery()) == (0, 0)
    made(listed)
    with pytest.raises(BadInput, match="excludes this pair already"):
        match_exceptions.create_from_match(listed, match.match_id, reason="twice")
