"""What can be done to matches under review, by whom, and what every act leaves behind."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.case import ActivityType, CaseState
from app.domain.errors import BadInput, NotFound, UsageError
from app.domain.review import ResolutionVerdict, ReviewConflict, ReviewKind, ReviewState
from app.domain.user import NotAllowed
from app.services import audit, cases, review
from app.services.review import ReviewQuery

FALSE, TRUE, UNSURE = (
    ResolutionVerdict.FALSE_POSITIVE,
    ResolutionVerdict.TRUE_POSITIVE,
    ResolutionVerdict.UNSURE,
)
MARC = "marc@example.com"


def ids(record) -> list[str]:
    return [match.match_id for match in record.open_matches()]


def read(desk, match_id):
    with desk.workspace.database.read() as uow:
        return uow.reviews.get(match_id)


def told(desk, batch_id) -> tuple[list[dict], list[dict]]:
    """(events, audit rows) of a batch, as what they say after it."""
    with desk.workspace.database.read() as uow:
        events = [e.data for e in uow.events.after(0, 10_000) if e.type.value == "match.reviewed"]
        rows = [row for row in uow.audit.rows(0, 10_000) if row.action == "match.reviewed"]
    return (
        [event for event in events if event["after"]["batch_id"] == batch_id],
        [row for row in rows if batch_id in row.after],
    )


@pytest.mark.parametrize(
    ("verdict", "code", "state"),
    [
        (FALSE, "other_birth", ReviewState.RESOLVED),
        (TRUE, "same_identifier", ReviewState.RESOLVED),
        (UNSURE, "need_document", ReviewState.UNSURE),
    ],
)
def test_a_verdict_on_two_matches_at_once(shared_desk, verdict, code, state) -> None:
    desk = shared_desk
    matches = ids(desk.screened(matches=2))
    outcome = review.resolve(desk.workspace, matches, verdict, code, "  Looked at both. ")
    assert len({action.batch_id for action in outcome.actions}) == 1
    assert bool(outcome.cases) is (verdict is TRUE)
    for match_id, action in zip(matches, outcome.actions, strict=True):
        item = read(desk, match_id)
        assert (item.state, item.verdict, item.reason_code) == (state, verdict, code)
        assert (item.comment, item.resolved_by) == (
            "Looked at both.", "ines@example.com (one-person workspace)"
        )  # fmt: skip
        assert item.resolution_id == action.action_id
        waits = desk.now + timedelta(seconds=10)
        assert item.announce_at == (waits if state is ReviewState.RESOLVED else None)
    events, rows = told(desk, outcome.batch_id)
    assert [event["after"]["match_id"] for event in events] == matches
    assert [row.object_id for row in rows] == matches
    assert {event["reason"] for event in events} == {"Looked at both."}
    assert events[0]["before"]["state"] == "OPEN"
    assert audit.verify(desk.workspace).ok


def test_listeners_hear_after_the_commit(shared_desk) -> None:
    (match_id,) = ids(shared_desk.screened())
    heard = []

    def listen(event) -> None:
        heard.append((event.type.value, read(shared_desk, match_id).state))

    end = shared_desk.workspace.bus.subscribe(listen)
    review.resolve(shared_desk.workspace, [match_id], FALSE, comment="No.")
    end()
    assert heard == [("match.reviewed", ReviewState.RESOLVED)]


def test_a_true_positive_opens_a_case_and_the_next_one_joins_it(shared_desk) -> None:
    desk = shared_desk
    first, second = ids(desk.screened(matches=2))
    (case_id,) = review.resolve(desk.workspace, [first], TRUE, "same_identifier").cases
    assert review.resolve(desk.workspace, [second], TRUE, comment="As well.").cases == (case_id,)
    file = cases.get(desk.workspace, case_id)
    assert file.case.state is CaseState.OPEN
    assert (file.case.matches, file.case.open_matches) == (2, 0)
    assert file.case.opened_by.startswith("ines@example.com")
    assert [item.case_id for item in (read(desk, first), read(desk, second))] == [case_id] * 2
    assert ActivityType.RESOLUTION in {activity.type for activity in file.activities}


def test_true_positives_of_two_customers_open_two_cases(shared_desk) -> None:
    desk = shared_desk
    matches = [*ids(desk.screened()), *ids(desk.screened())]
    outcome = review.resolve(desk.workspace, matches, TRUE, "same_identifier")
    assert len(outcome.cases) == 2
    assert [read(desk, match_id).case_id for match_id in matches] == list(outcome.cases)


def test_the_case_counts_what_is_resolved(shared_desk) -> None:
    desk = shared_desk
    case = desk.case(matches=2)
    first, _ = (item.match_id for item in cases.get(desk.workspace, case.case_id).reviews)
    done = review.resolve(desk.workspace, [first], FALSE, "other_birth")
    assert desk.read(case.case_id).open_matches == 1
    review.undo(desk.workspace, done.batch_id)
    assert desk.read(case.case_id).open_matches == 2


def test_escalation_takes_matches_out_of_the_usual_queue_into_a_case(shared_desk) -> None:
    desk = shared_desk
    (match_id,) = ids(desk.screened("Taruk Velmora"))
    query = ReviewQuery(text="taruk velmora")
    outcome = review.escalate(desk.workspace, [match_id], "Ask the branch.")
    (case_id,) = outcome.cases
    item = read(desk, match_id)
    assert (item.state, item.case_id, item.escalated_at) == (ReviewState.OPEN, case_id, desk.now)
    assert review.count(desk.workspace, query).matches == 0
    escalated = ReviewQuery(text="taruk velmora", escalated="only")
    (group,) = review.groups(desk.workspace, escalated, 0, 9)
    assert group.case_id == case_id
    review.resolve(desk.workspace, [match_id], FALSE, comment="The branch cleared it.")
    assert desk.read(case_id).open_matches == 0


def test_notes_snoozes_and_assignment(shared_desk) -> None:
    desk, workspace = shared_desk, shared_desk.workspace
    (match_id,) = ids(desk.screened("Nemir Solvane"))
    query = ReviewQuery(text="nemir solvane")
    review.note(workspace, [match_id], "Waiting for the passport.")
    review.snooze(workspace, [match_id], desk.now + timedelta(hours=3), "Back on Monday")
    assert review.count(workspace, query).matches == 0
    assert review.count(workspace, ReviewQuery(text="nemir", snoozed="only")).matches == 1
    review.unsnooze(workspace, [match_id])
    review.snooze(workspace, [match_id], desk.now + timedelta(hours=3))
    desk.later(hours=4)
    assert review.count(workspace, query).matches == 1  # it wakes up by itself
    review.assign(workspace, [match_id], "me")
    assert review.count(workspace, ReviewQuery(text="nemir", assigned="me")).matches == 1
    review.assign(workspace, [match_id], " Marc@Example.com ")
    assert read(desk, match_id).assigned_to == MARC
    review.assign(workspace, [match_id], "")
    assert review.count(workspace, ReviewQuery(text="nemir", assigned="nobody")).matches == 1
    kinds = [e.kind for e in review.detail(workspace, match_id).history if e.kind]
    assert kinds.count(ReviewKind.ASSIGN) == 3
    assert kinds.count(ReviewKind.SNOOZE) == 3
    assert kinds.count(ReviewKind.NOTE) == 1


def test_what_cannot_be_done_changes_nothing(shared_desk) -> None:
    desk, workspace = shared_desk, shared_desk.workspace
    (match_id,) = ids(desk.screened())
    before = read(desk, match_id)
    events = len(desk.events())
    for refused, kind, said in (
        (lambda: review.resolve(workspace, [], FALSE, comment="x"), UsageError, "No match"),
        (lambda: review.resolve(workspace, ["mat_x"], FALSE, comment="x"), NotFound, "mat_x"),
        (lambda: review.resolve(workspace, [match_id], FALSE), BadInput, "needs a reason"),
        (lambda: review.resolve(workspace, [match_id], TRUE, "other_birth"), BadInput, "no reason"),
        (lambda: review.resolve(workspace, [match_id], FALSE, comment="y" * 4001), BadInput,
         "4,001 characters"),
        (lambda: review.resolve(workspace, [match_id, "mat_x"], FALSE, comment="x"), NotFound,
         "mat_x"),
        (lambda: review.resolve(workspace, [match_id], FALSE, comment="x",
                                checklist={"kind": "maybe"}), BadInput, "kind: maybe"),
        (lambda: review.note(workspace, [match_id], "  "), BadInput, "note is empty"),
        (lambda: review.escalate(workspace, [match_id], " "), BadInput, "needs a reason"),
        (lambda: review.snooze(workspace, [match_id], desk.now), BadInput, "has passed"),
        (lambda: review.snooze(workspace, [match_id], desk.now.replace(tzinfo=None)), BadInput,
         "no time zone"),
        (lambda: review.snooze(workspace, [match_id], desk.now.replace(year=9999)), BadInput,
         "out of reach"),
        (lambda: review.assign(workspace, [match_id], "two words"), BadInput, "cannot be a login"),
        (lambda: review.undo(workspace, "rvb_nobody"), NotFound, "rvb_nobody"),
    ):  # fmt: skip
        with pytest.raises(kind, match=said):
            refused()
    assert read(desk, match_id) == before
    assert len(desk.events()) == events


def test_only_what_was_seen_is_changed(shared_desk) -> None:
    desk, workspace = shared_desk, shared_desk.workspace
    (match_id,) = ids(desk.screened())
    review.resolve(workspace, [match_id], UNSURE, "need_document")
    with pytest.raises(ReviewConflict, match="marked unsure by ines"):
        review.resolve(workspace, [match_id], FALSE, comment="x",
                       expected={match_id: ReviewState.OPEN})  # fmt: skip
    review.resolve(workspace, [match_id], FALSE, comment="x",
                   expected={match_id: ReviewState.UNSURE})  # fmt: skip
    with pytest.raises(ReviewConflict, match="was resolved by ines"):
        review.resolve(workspace, [match_id], TRUE, comment="No, wait.")
    review.resolve(workspace, [match_id], TRUE, comment="No, wait.",
                   expected={match_id: ReviewState.RESOLVED})  # fmt: skip
    assert read(desk, match_id).verdict is TRUE
    (other,) = ids(desk.screened())
    with pytest.raises(ReviewConflict, match="is open again"):
        review.resolve(workspace, [other], TRUE, comment="x",
                       expected={other: ReviewState.RESOLVED})  # fmt: skip


def test_a_superseded_match_is_left_as_it_is(shared_desk, make_match) -> None:
    desk, workspace = shared_desk, shared_desk.workspace
    (old,) = ids(desk.screened("Zoltan Pirgos", external_id="twice", matches=(make_match(901),)))
    (new,) = ids(desk.screened("Zoltan Pirgos", external_id="twice", matches=(make_match(901),)))
    for expected in (None, {old: ReviewState.SUPERSEDED}):
        with pytest.raises(ReviewConflict, match="found again by a newer screening"):
            review.resolve(workspace, [old], FALSE, comment="x", expected=expected)
    review.resolve(workspace, [new], FALSE, comment="x")


def test_rights_locks_and_assignment_in_an_office(office) -> None:
    workspace = office.workspace
    (match_id,) = ids(office.screened())
    with office.as_user("otto@example.com"):  # reads only
        for act in (
            lambda: review.resolve(workspace, [match_id], FALSE, comment="x"),
            lambda: review.note(workspace, [match_id], "x"),
            lambda: review.escalate(workspace, [match_id], "x"),
            lambda: review.undo(workspace, "rvb_1"),
            lambda: review.take_next(workspace, ReviewQuery()),
            lambda: review.release(workspace, "group"),
        ):
            with pytest.raises(NotAllowed, match="may not resolve matches"):
                act()
        assert review.count(workspace, ReviewQuery()).matches == 1
        assert review.today(workspace).done == 0
    with pytest.raises(BadInput, match="no active user who resolves"):
        review.assign(workspace, [match_id], "otto@example.com")
    with pytest.raises(BadInput, match="no active user who resolves"):
        review.assign(workspace, [match_id], "stranger@example.com")
    group = review.take_next(workspace, ReviewQuery())
    with office.as_user(MARC):
        assert review.take_next(workspace, ReviewQuery()) is None
        with pytest.raises(ReviewConflict, match=r"ines@example\.com is working on"):
            review.resolve(workspace, [match_id], FALSE, comment="x")
        review.release(workspace, group.group_id)  # not his: it stays locked
        (shown,) = review.groups(workspace, ReviewQuery(), 0, 9)
        assert shown.locked_by == "ines@example.com"
        office.later(minutes=21)
        assert review.take_next(workspace, ReviewQuery()).group_id == group.group_id
        done = review.resolve(workspace, [match_id], FALSE, comment="x")
        assert done.actions[0].actor == MARC
    with pytest.raises(ReviewConflict, match=r"marc@example\.com did this"):
        review.undo(workspace, done.batch_id)
