"""What a person found to be true is silenced by no match exception, whichever way it is made."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import BadInput
from app.domain.match import Check, Level, Match
from app.domain.match_exception import Condition, Operator
from app.domain.review import ResolutionVerdict
from app.domain.subject import Subject, SubjectType
from app.services import lists, match_exceptions, review, screening
from app.services.screening import ScreeningRequest
from app.services.workspace import Workspace

NUMBER = "cust_001"
IS_TRUE = "was found to be"


@pytest.fixture
def listed(
    workspace: Workspace, un_file: Callable[..., Path], person: Callable[..., str]
) -> Workspace:
    lists.import_list(workspace, "un_sc", [un_file(person(1, "Oscar Ashworth", born="1971"))])
    return workspace


def screened(workspace: Workspace, number: str = NUMBER) -> Match:
    subject = Subject(SubjectType.INDIVIDUAL, "Oscar Ashworth", external_id=number)
    (match,) = screening.screen(workspace, ScreeningRequest(subject, (Check.SANCTIONS,))).matches
    return match


def resolved(workspace: Workspace, match: Match, verdict: ResolutionVerdict) -> None:
    review.resolve(workspace, [match.match_id], verdict, comment="Seen in a document")


def made(workspace: Workspace, match: Match, **options: Any) -> str:
    exception = match_exceptions.create_from_match(
        workspace, match.match_id, reason="Another person", **options
    )
    return exception.exception_id


def test_no_exception_is_made_of_a_true_match_that_is_left_as_it_is(listed) -> None:
    match = screened(listed)
    resolved(listed, match, ResolutionVerdict.TRUE_POSITIVE)
    with pytest.raises(BadInput, match=IS_TRUE):
        made(listed, match, resolve=False)
    assert screened(listed).level is not Level.DISCARDED


def test_nor_of_an_earlier_match_of_the_pair_until_the_verdict_is_changed(listed) -> None:
    earlier = screened(listed)
    resolved(listed, earlier, ResolutionVerdict.FALSE_POSITIVE)
    later = screened(listed)
    resolved(listed, later, ResolutionVerdict.TRUE_POSITIVE)
    with pytest.raises(BadInput, match=IS_TRUE):
        made(listed, earlier)
    resolved(listed, screened(listed), ResolutionVerdict.FALSE_POSITIVE)
    made(listed, earlier)
    assert screened(listed).level is Level.DISCARDED


def test_an_ended_exception_is_not_renewed_once_the_pair_was_found_true(listed) -> None:
    start = listed.clock()
    key = made(listed, screened(listed), expires_on=start.date())
    listed.clock = lambda: start + timedelta(days=2)
    match_exceptions.note_ended(listed)
    back = screened(listed)
    resolved(listed, back, ResolutionVerdict.TRUE_POSITIVE)
    shown = match_exceptions.present(listed, key)
    with pytest.raises(BadInput, match=IS_TRUE):
        match_exceptions.renew(
            listed, key, reason="Again", version=shown.exception.version, seen=shown.difference
        )
    assert screened(listed).lapsed_exception_id == key


def test_none_comes_in_from_a_file(listed, tmp_path) -> None:
    made(listed, screened(listed, "cust_002"))
    path = tmp_path / "exceptions.json"
    match_exceptions.export(listed, path)
    document = json.loads(path.read_text())
    document["exceptions"][0] |= {"exception_id": "exc_elsewhere", "external_id": NUMBER}
    path.write_text(json.dumps(document))
    resolved(listed, screened(listed), ResolutionVerdict.TRUE_POSITIVE)
    outcome = match_exceptions.import_file(listed, path, "From the other desk")
    assert (outcome.added, [IS_TRUE in why for _, why in outcome.refused]) == (0, [True])
    assert screened(listed).level is not Level.DISCARDED


def test_conditions_leave_it_open_and_exclude_other_customers(listed) -> None:
    resolved(listed, screened(listed), ResolutionVerdict.TRUE_POSITIVE)
    name = Condition("/subject/name", Operator.CONTAINS, "ashworth")
    match_exceptions.create_conditional(listed, [name], reason="A common name here")
    assert screened(listed).level is not Level.DISCARDED
    assert screened(listed, "cust_002").level is Level.DISCARDED
