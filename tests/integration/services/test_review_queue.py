"""A screening's matches in the review queue: queued, superseded, grouped, filtered, sorted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.errors import BadInput
from app.domain.match import Check
from app.domain.review import ResolutionVerdict, ReviewKind, ReviewState
from app.domain.subject import Subject, SubjectType
from app.services import lists, review, screening
from app.services.review import ReviewQuery
from app.services.screening import ScreeningRequest
from app.services.workspace import Workspace

Screen = Callable[..., "screening.ScreeningRecord"]


@pytest.fixture
def screen(workspace, un_file, person) -> Screen:
    """Screens invented customers against a list that holds some of their names."""
    people = (
        person(1, "Oscar Ashworth", born="1960-03-13", country="Cyprus"),
        person(2, "Oscar Ashworth", born="1971-08-02", country="Panama"),
        person(3, "Marisela Quintabran"),
    )
    lists.import_list(workspace, "un_sc", [un_file(*people)])

    def run(name: str = "Oscar Ashworth", **fields):
        subject = Subject(SubjectType.INDIVIDUAL, name, **fields)
        return screening.screen(workspace, ScreeningRequest(subject, (Check.SANCTIONS,)))

    return run


def later(workspace: Workspace, **delta: float) -> None:
    at = workspace.clock() + timedelta(**delta)
    workspace.clock = lambda: at


def test_every_match_that_is_not_discarded_waits_in_the_queue(workspace, screen) -> None:
    record = screen()
    groups = review.groups(workspace, ReviewQuery(), 0, 50)
    assert [group.open_matches for group in groups] == [1, 1]
    assert {group.party_name for group in groups} == {"Oscar Ashworth"}
    (first,) = review.matches(workspace, groups[0].group_id, ReviewQuery())
    assert first.match_id in {match.match_id for match in record.open_matches()}
    assert first.due_at == record.created_at + timedelta(hours=8)
    counts = review.count(workspace, ReviewQuery())
    assert (counts.groups, counts.matches, counts.all_groups, counts.all_matches) == (2, 2, 2, 2)
    assert review.count(workspace, ReviewQuery(text="nobody")).matches == 0
    assert review.count(workspace, ReviewQuery(text="nobody")).all_matches == 2


def test_a_second_screening_supersedes_what_is_open(workspace, screen) -> None:
    screen(external_id="C-1")
    (group, _) = review.groups(workspace, ReviewQuery(), 0, 50)
    (before,) = review.matches(workspace, group.group_id, ReviewQuery())
    review.assign(workspace, [before.match_id], "me")
    later(workspace, hours=5)
    screen(external_id="C-1")
    assert review.count(workspace, ReviewQuery()).matches == 2
    (now,) = review.matches(workspace, group.group_id, ReviewQuery())
    assert now.match_id != before.match_id
    assert (now.due_at, now.assigned_to) == (before.due_at, workspace.session.login)
    with workspace.database.read() as uow:
        old = uow.reviews.get(before.match_id)
        (*_, action) = uow.reviews.actions_of([before.match_id])
    assert (old.state, old.superseded_by) == (ReviewState.SUPERSEDED, now.match_id)
    assert action.kind is ReviewKind.SUPERSEDE


def test_resolve_undo_and_history(workspace, screen) -> None:
    screen()
    group = review.take_next(workspace, ReviewQuery())
    (match,) = review.matches(workspace, group.group_id, ReviewQuery())
    done = review.resolve(
        workspace, [match.match_id], ResolutionVerdict.FALSE_POSITIVE, "other_birth", "Born later."
    )
    assert review.count(workspace, ReviewQuery()).matches == 1
    assert review.today(workspace).counts[ResolutionVerdict.FALSE_POSITIVE] == 1
    detail = review.detail(workspace, match.match_id)
    assert detail.review.state is ReviewState.RESOLVED
    assert detail.history[0].reason == "Other date of birth"
    review.undo(workspace, done.batch_id)
    assert review.count(workspace, ReviewQuery()).matches == 2
    assert replace(review.detail(workspace, match.match_id).review) == replace(
        match, locked_by="", locked_until=None
    )
    assert review.today(workspace).done == 0


def test_unknown_column(workspace, screen) -> None:
    with pytest.raises(BadInput, match="sorted by shoe_size"):
        review.groups(workspace, ReviewQuery(sort=(("shoe_size", True),)), 0, 5)
