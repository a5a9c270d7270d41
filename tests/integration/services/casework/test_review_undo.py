"""Taking back: what was there is restored by acts of its own, or refused with a clear reason."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.case import CaseState
from app.domain.review import ResolutionVerdict, ReviewConflict, ReviewKind, ReviewState
from app.services import audit, case_moves, match_exceptions, review
from app.services.review import ReviewQuery

FALSE, TRUE, UNSURE = (
    ResolutionVerdict.FALSE_POSITIVE,
    ResolutionVerdict.TRUE_POSITIVE,
    ResolutionVerdict.UNSURE,
)


def ids(record) -> list[str]:
    return [match.match_id for match in record.open_matches()]


def read(desk, match_id):
    with desk.workspace.database.read() as uow:
        return uow.reviews.get(match_id)


def test_everything_can_be_taken_back_and_nothing_is_erased(shared_desk) -> None:
    desk, workspace = shared_desk, shared_desk.workspace
    (match_id,) = ids(desk.screened())
    until = desk.now + timedelta(days=1)
    done, before = [], []
    for act in (
        lambda: review.assign(workspace, [match_id], "marc"),
        lambda: review.note(workspace, [match_id], "Asked the branch."),
        lambda: review.snooze(workspace, [match_id], until, "Tomorrow"),
        lambda: review.resolve(workspace, [match_id], UNSURE, "need_customer", "Call them."),
        lambda: review.resolve(workspace, [match_id], FALSE, "other_birth", "Called."),
    ):
        before.append(read(desk, match_id))
        done.append(act().batch_id)
        desk.later(seconds=1)
    with workspace.database.read() as uow:
        count = len(uow.reviews.actions_of([match_id]))
    for batch_id, was in zip(reversed(done), reversed(before), strict=True):
        outcome = review.undo(workspace, batch_id)
        (action,) = outcome.actions
        assert (action.kind, action.undoes != "") == (ReviewKind.UNDO, True)
        assert read(desk, match_id) == was
        with pytest.raises(ReviewConflict, match="taken back already"):
            review.undo(workspace, batch_id)
    with workspace.database.read() as uow:
        actions = uow.reviews.actions_of([match_id])
    assert len(actions) == 2 * count == 10
    assert [event.is_undone for event in review.detail(workspace, match_id).history
            if event.kind and event.kind is not ReviewKind.UNDO] == [True] * 5  # fmt: skip
    assert audit.verify(workspace).ok


def test_an_undoing_cannot_be_undone(shared_desk) -> None:
    (match_id,) = ids(shared_desk.screened())
    done = review.note(shared_desk.workspace, [match_id], "x")
    undone = review.undo(shared_desk.workspace, done.batch_id)
    with pytest.raises(ReviewConflict, match="no act of a person"):
        review.undo(shared_desk.workspace, undone.batch_id)


def test_a_hundred_steps_newest_first(desk) -> None:
    workspace = desk.workspace
    matches = ids(desk.screened(matches=3))
    for number in range(105):
        review.note(workspace, matches[: 1 + number % 3], f"Note {number}")
        desk.later(seconds=1)
    for number in range(104, 4, -1):
        (step,) = review.undo_steps(workspace, 1)
        assert (step.kind, step.matches) == (ReviewKind.NOTE, 1 + number % 3)
        review.undo(workspace, step.batch_id)
    assert len(review.undo_steps(workspace)) == 5
    assert review.undo_steps(workspace)[0].subject_name == "Orsolo Ventris 1"


def test_two_matches_of_different_pasts_go_back_each_to_its_own(shared_desk) -> None:
    desk, workspace = shared_desk, shared_desk.workspace
    first, second = ids(desk.screened(matches=2))
    review.resolve(workspace, [first], UNSURE, "need_document", "Ask.")
    was = [read(desk, first), read(desk, second)]
    seen = {first: ReviewState.UNSURE, second: ReviewState.OPEN}
    done = review.resolve(workspace, [first, second], FALSE, comment="Both.", expected=seen)
    review.undo(workspace, done.batch_id)
    assert [read(desk, first), read(desk, second)] == was


def test_what_was_changed_meanwhile_is_not_taken_back(shared_desk) -> None:
    desk, workspace = shared_desk, shared_desk.workspace
    first, second = ids(desk.screened(matches=2))
    done = review.resolve(workspace, [first, second], UNSURE, "need_document")
    review.resolve(workspace, [second], FALSE, comment="Found it.")
    before = read(desk, first)
    with pytest.raises(ReviewConflict, match="was changed since"):
        review.undo(workspace, done.batch_id)
    assert read(desk, first) == before  # neither of them was


def test_what_a_newer_screening_found_again_is_not_taken_back(shared_desk, make_match) -> None:
    desk, workspace = shared_desk, shared_desk.workspace
    names = {"name": "Kelva Marunde", "external_id": "kelva"}
    (old,) = ids(desk.screened(matches=(make_match(501),), **names))
    done = review.resolve(workspace, [old], FALSE, "other_birth")
    noted = review.note(workspace, [old], "The file is in the archive.")
    desk.later(hours=1)
    (new,) = ids(desk.screened(matches=(make_match(501),), **names))
    assert read(desk, new).state is ReviewState.OPEN  # a verdict silences nothing
    with pytest.raises(ReviewConflict, match="newer screening found Kelva Marunde"):
        review.undo(workspace, done.batch_id)
    review.undo(workspace, noted.batch_id)


def test_taking_back_leaves_the_match_in_its_case(shared_desk) -> None:
    desk, workspace = shared_desk, shared_desk.workspace
    (match_id,) = ids(desk.screened())
    done = review.resolve(workspace, [match_id], TRUE, "same_identifier")
    (case_id,) = done.cases
    assert desk.read(case_id).open_matches == 0
    review.undo(workspace, done.batch_id)
    item = read(desk, match_id)
    assert (item.state, item.case_id) == (ReviewState.OPEN, case_id)
    assert desk.read(case_id).open_matches == 1
    escalated = review.escalate(workspace, [match_id], "A senior shall look.")
    assert escalated.cases == (case_id,)
    review.undo(workspace, escalated.batch_id)
    assert read(desk, match_id).escalated_at is None


def test_a_decided_case_keeps_what_it_rests_on(shared_desk, shared_office) -> None:
    for desk, state in ((shared_desk, "CLOSED"), (shared_office, "PENDING_APPROVAL")):
        workspace = desk.workspace
        (match_id,) = ids(desk.screened())
        done = review.resolve(workspace, [match_id], TRUE, "same_identifier")
        noted = review.note(workspace, [match_id], "A note can always go.")
        (case_id,) = done.cases
        case_moves.assign(workspace, case_id, "ines@example.com")
        case_moves.dispose(workspace, case_id, "TRUE_POSITIVE", "Same passport")
        assert desk.read(case_id).state is CaseState(state)
        with pytest.raises(ReviewConflict, match=f"rests on this and is {state}"):
            review.undo(workspace, done.batch_id)
        with pytest.raises(ReviewConflict, match=f"rests on this and is {state}"):
            review.resolve(workspace, [match_id], FALSE, "other_birth",
                           expected={match_id: ReviewState.RESOLVED})  # fmt: skip
        review.undo(workspace, noted.batch_id)


def test_an_exception_is_revoked_before_the_verdict_it_rests_on(shared_desk) -> None:
    desk, workspace = shared_desk, shared_desk.workspace
    (match_id,) = ids(desk.screened())
    item = read(desk, match_id)
    done = review.resolve(workspace, [match_id], FALSE, "other_birth")
    with workspace.database.read() as uow:
        record = uow.screenings.get(item.screening_id)
    with workspace.database.write() as uow:
        known = match_exceptions.MatchException(
            "exc_1", match_exceptions.ExceptionKind.PROFILE,
            match_exceptions.ExceptionStatus.ACTIVE, 1, "Cleared", desk.now, "ines",
            subject_id=record.subject_id, source=item.source, list_entry_id=item.list_entry_id,
        )  # fmt: skip
        uow.match_exceptions.add(known)
        uow.commit()
    with pytest.raises(ReviewConflict, match="exception exc_1 clears this pair"):
        review.undo(workspace, done.batch_id)
    with pytest.raises(ReviewConflict, match="exception exc_1 clears this pair"):
        review.resolve(workspace, [match_id], TRUE, "same_identifier",
                       expected={match_id: ReviewState.RESOLVED})  # fmt: skip
    with workspace.database.write() as uow:
        revoked = replace(known, version=2, status=match_exceptions.ExceptionStatus.REVOKED)
        uow.match_exceptions.save(revoked, 1)
        uow.commit()
    review.undo(workspace, done.batch_id)


def resolved_events(desk) -> list[dict]:
    with desk.workspace.database.read() as uow:
        events = uow.events.after(0, 10_000)
    return [event.data for event in events if event.type.value == "screening.match_resolved"]


def test_outside_is_told_once_the_window_has_passed(desk) -> None:
    workspace = desk.workspace
    kept, taken = ids(desk.screened(matches=2, external_id="C-1"))
    review.resolve(workspace, [kept], FALSE, "other_birth", "Born later.")
    undone = review.resolve(workspace, [taken], FALSE, "other_birth")
    assert review.announce_resolved(workspace) == 0
    desk.later(seconds=5)
    review.undo(workspace, undone.batch_id)
    desk.later(seconds=5)
    heard = []
    workspace.bus.subscribe(heard.append)
    assert review.announce_resolved(workspace) == 1
    assert review.announce_resolved(workspace) == 0
    (told,) = resolved_events(desk)
    assert [event.type.value for event in heard] == ["screening.match_resolved"]
    assert told["match"]["match_id"] == kept
    assert told["external_id"] == "C-1"
    assert told["resolution"] | {"resolution_id": ""} == {
        "resolution_id": "", "verdict": "FALSE_POSITIVE", "reason_code": "other_birth",
        "comment": "Born later.", "resolved_by": "ines@example.com (one-person workspace)",
        "resolved_at": "2026-11-21T09:30:00+00:00",
    }  # fmt: skip
    json.dumps(told)


def test_what_was_told_and_is_taken_back_is_told_again(desk) -> None:
    workspace = desk.workspace
    (match_id,) = ids(desk.screened())
    first = review.resolve(workspace, [match_id], FALSE, "other_birth")
    desk.later(seconds=11)
    review.announce_resolved(workspace)
    second = review.resolve(
        workspace, [match_id], TRUE, "same_identifier", expected={match_id: ReviewState.RESOLVED}
    )
    desk.later(seconds=11)
    review.announce_resolved(workspace)
    assert [told["resolution"]["verdict"] for told in resolved_events(desk)] == [
        "FALSE_POSITIVE", "TRUE_POSITIVE",
    ]  # fmt: skip
    review.undo(workspace, second.batch_id)  # the first verdict stands again: it is told anew
    assert resolved_events(desk)[-1]["resolution"]["verdict"] is None
    desk.later(seconds=11)
    assert review.announce_resolved(workspace) == 1
    assert resolved_events(desk)[-1]["resolution"]["verdict"] == "FALSE_POSITIVE"
    review.undo(workspace, first.batch_id)
    last = resolved_events(desk)[-1]["resolution"]
    assert (last["verdict"], last["undone_by"]) == (None, workspace.actor)
    desk.later(hours=1)
    assert review.announce_resolved(workspace) == 0
    assert review.count(workspace, ReviewQuery()).matches == 1


def test_a_second_verdict_within_the_window_is_the_one_that_is_told(desk) -> None:
    workspace = desk.workspace
    (match_id,) = ids(desk.screened())
    review.resolve(workspace, [match_id], FALSE, "other_birth")
    seen = {match_id: ReviewState.RESOLVED}
    second = review.resolve(workspace, [match_id], TRUE, "same_identifier", expected=seen)
    desk.later(seconds=5)
    review.undo(workspace, second.batch_id)
    desk.later(seconds=6)
    assert review.announce_resolved(workspace) == 1
    assert [told["resolution"]["verdict"] for told in resolved_events(desk)] == ["FALSE_POSITIVE"]


def test_an_auditor_may_start_what_tells_the_world(office) -> None:
    (match_id,) = ids(office.screened())
    review.resolve(office.workspace, [match_id], FALSE, "other_birth")
    office.later(seconds=11)
    with office.as_user("otto@example.com"):
        assert review.announce_resolved(office.workspace) == 1
