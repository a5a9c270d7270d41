"""Priority, due date, snooze, tags, notes and links of a case, and many cases at once."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from app.domain.case import (
    ActivityType,
    CaseAlreadyClosed,
    CaseState,
    InvalidDisposition,
    Priority,
    Relation,
    StaleCase,
)
from app.domain.errors import BadInput, NotFound
from app.domain.risk import RiskBand
from app.domain.user import NotAllowed
from app.services import case_bulk, case_changes, cases
from app.services.jobs import JobCancelled

INES = "ines@example.com"


def test_a_higher_priority_brings_the_due_date_forward(desk) -> None:
    case = desk.case(band=RiskBand.LOW)
    desk.later(hours=1)
    raised = case_changes.set_priority(desk.workspace, case.case_id, "CRITICAL", "Press reports")
    assert (raised.priority, raised.due_at) == (Priority.CRITICAL, desk.now + timedelta(hours=8))
    lowered = case_changes.set_priority(desk.workspace, case.case_id, Priority.LOW)
    assert (lowered.priority, lowered.due_at) == (Priority.LOW, raised.due_at)
    assert case_changes.set_priority(desk.workspace, case.case_id, "LOW") == lowered
    told = cases.get(desk.workspace, case.case_id).activities[-2]
    assert (told.type, told.content) == (ActivityType.CHANGED, "Press reports")
    assert told.data["changes"]["priority"] == ["LOW", "CRITICAL"]
    assert set(told.data["changes"]) == {"priority", "due_at"}


def test_a_due_date_by_hand_is_not_pushed_back(desk) -> None:
    case = desk.case(band=RiskBand.LOW)
    soon = desk.now + timedelta(hours=2)
    assert case_changes.set_due(desk.workspace, case.case_id, soon).due_at == soon
    raised = case_changes.set_priority(desk.workspace, case.case_id, "CRITICAL")
    assert raised.due_at == soon
    assert case_changes.set_due(desk.workspace, case.case_id, soon) == raised
    with pytest.raises(BadInput, match="no time zone"):
        case_changes.set_due(desk.workspace, case.case_id, datetime(2026, 12, 1))  # noqa: DTZ001
    ages = datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-5)))
    for change in (case_changes.set_due, case_changes.snooze):
        with pytest.raises(BadInput, match="year 9999 is out of reach"):
            change(desk.workspace, case.case_id, ages)
    assert cases.get(desk.workspace, case.case_id).case == raised


def test_a_snoozed_case_is_hidden_until_its_time(desk) -> None:
    workspace, case = desk.workspace, desk.case()
    until = desk.now + timedelta(days=2)
    snoozed = case_changes.snooze(workspace, case.case_id, until, "Waiting for the bank")
    assert (snoozed.snoozed_until, snoozed.due_at) == (until, case.due_at)
    assert cases.count(workspace, cases.CaseQuery()) == (0, 1)
    assert cases.count(workspace, cases.CaseQuery(snoozed="only")) == (1, 1)
    assert cases.counts(workspace).open == 0
    desk.later(days=2)
    assert cases.count(workspace, cases.CaseQuery()) == (1, 1)
    with pytest.raises(BadInput, match="has passed"):
        case_changes.snooze(workspace, case.case_id, until)
    assert case_changes.snooze(workspace, case.case_id, None).snoozed_until is None
    same = desk.read(case.case_id)
    assert case_changes.snooze(workspace, case.case_id, None) == same


def test_tags_can_be_set_searched_and_filtered_in_every_state(desk) -> None:
    workspace, case = desk.workspace, desk.case(CaseState.CLOSED)
    tagged = case_changes.set_tags(workspace, case.case_id, ["VIP", "Área 5", "vip"])
    assert tagged.tags == ("VIP", "Área 5")
    assert case_changes.set_tags(workspace, case.case_id, ["VIP", "Área 5"]) == tagged
    assert cases.tags(workspace) == ("VIP", "Área 5")
    for query in (
        cases.CaseQuery(tags=("VIP",)),
        cases.CaseQuery(text="area 5"),
        cases.CaseQuery(tags=("none", "Área 5")),
    ):
        assert cases.page(workspace, query, 0, 5) == (tagged,)
    assert cases.page(workspace, cases.CaseQuery(tags=("VI",)), 0, 5) == ()
    assert case_changes.set_tags(workspace, case.case_id, []).tags == ()
    assert cases.page(workspace, cases.CaseQuery(text="area"), 0, 5) == ()


def test_the_notes_at_its_head_are_replaced(desk) -> None:
    case = desk.case()
    changed = case_changes.set_notes(desk.workspace, case.case_id, " Now known ")
    assert changed.notes == "Now known"
    assert case_changes.set_notes(desk.workspace, case.case_id, "Now known") == changed
    told = cases.get(desk.workspace, case.case_id).activities[-1]
    assert told.data["changes"] == {"notes": ["", "Now known"]}


def test_a_closed_case_keeps_priority_date_and_view(desk) -> None:
    case = desk.case(CaseState.CLOSED)
    for deed, value in (
        (case_changes.set_priority, "LOW"),
        (case_changes.set_due, desk.now),
        (case_changes.snooze, desk.now + timedelta(days=1)),
    ):
        with pytest.raises(CaseAlreadyClosed):
            deed(desk.workspace, case.case_id, value)
    assert desk.read(case.case_id) == case


def test_changes_of_an_older_version_are_refused(desk) -> None:
    case = desk.case()
    case_changes.set_tags(desk.workspace, case.case_id, ["new"], version=case.version)
    for deed, value in (
        (case_changes.set_priority, "LOW"),
        (case_changes.set_due, desk.now),
        (case_changes.snooze, None),
        (case_changes.set_tags, ["old"]),
        (case_changes.set_notes, "old"),
    ):
        with pytest.raises(StaleCase):
            deed(desk.workspace, case.case_id, value, version=case.version)


def test_linked_cases_are_seen_from_both(desk) -> None:
    workspace, one, other = desk.workspace, desk.case(), desk.case(CaseState.CLOSED)
    (link,) = case_changes.link(workspace, one.case_id, other.case_id, "SAME_PARTY", "One ship")
    assert (link.case_id, link.state, link.relation) == (
        other.case_id,
        CaseState.CLOSED,
        Relation.SAME_PARTY,
    )
    (back,) = cases.get(workspace, other.case_id).links
    assert (back.case_id, back.name) == (one.case_id, one.name)
    # Tied again, the tie is replaced; the timeline of both tells each time.
    (link,) = case_changes.link(workspace, other.case_id, one.case_id, Relation.DUPLICATE)
    assert link.relation is Relation.DUPLICATE
    assert len(cases.get(workspace, one.case_id).links) == 1
    assert case_changes.unlink(workspace, one.case_id, other.case_id, "Two ships") == ()
    assert cases.get(workspace, other.case_id).links == ()
    told = [
        item.data["relation"]
        for item in cases.get(workspace, other.case_id).activities
        if item.type is ActivityType.LINK
    ]
    assert told == ["SAME_PARTY", "DUPLICATE", ""]
    before = desk.events()
    assert case_changes.unlink(workspace, one.case_id, other.case_id) == ()
    for case_id, other_id, relation, error in (
        (one.case_id, one.case_id, "RELATED", BadInput),
        (one.case_id, other.case_id, "FRIENDS", BadInput),
        (one.case_id, "cas_none", "RELATED", NotFound),
    ):
        with pytest.raises(error):
            case_changes.link(workspace, case_id, other_id, relation)
    assert desk.events() == before


def test_many_cases_are_assigned_with_one_event_each(desk) -> None:
    workspace = desk.workspace
    wanted = [desk.case().case_id for _ in range(3)]
    closed = desk.case(CaseState.CLOSED).case_id
    before = len(desk.events())
    done = case_bulk.bulk_assign(
        workspace, [*wanted, wanted[0], closed, "cas_none"], INES, reason="My desk"
    )
    assert done.done == tuple(wanted)
    assert [case_id for case_id, _ in done.refused] == [closed, "cas_none"]
    assert "is closed and cannot be assigned" in done.refused[0][1]
    assert done.waiting == ()
    assert [desk.read(case_id).assigned_to for case_id in wanted] == [INES] * 3
    assert desk.events()[before:] == [("case.assigned", case_id) for case_id in wanted]
    told = cases.get(workspace, wanted[0]).activities[-1]
    assert told.data["batch_id"] == done.batch_id
    assert done.batch_id in cases.trail(workspace, wanted[0])[-1].after


def test_many_cases_are_closed_in_chunks_and_what_cannot_be_is_told(desk, monkeypatch) -> None:
    monkeypatch.setattr(case_bulk, "CHUNK", 2)
    workspace = desk.workspace
    ready = [desk.case(CaseState.IN_REVIEW).case_id for _ in range(4)]
    untouched = desk.case().case_id
    steps: list[tuple[int, int]] = []

    class Watching:
        def progress(self, done: int, total: int, text: str) -> None:
            steps.append((done, total))

        def check(self) -> None:
            return

    wanted = [ready[0], untouched, *ready[1:]]
    done = case_bulk.bulk_close(
        workspace, wanted, "FALSE_POSITIVE", "Same batch of namesakes", job=Watching()
    )
    assert (done.done, done.waiting) == (tuple(ready), ())
    assert done.refused[0][0] == untouched
    assert "Assign the case first" in done.refused[0][1]
    assert {desk.read(case_id).state for case_id in ready} == {CaseState.CLOSED}
    assert desk.read(untouched).state is CaseState.OPEN
    assert steps == [(0, 5), (2, 5), (4, 5), (5, 5)]


def test_a_bulk_that_is_stopped_keeps_its_finished_chunks(desk, monkeypatch) -> None:
    monkeypatch.setattr(case_bulk, "CHUNK", 1)
    ready = [desk.case(CaseState.IN_REVIEW).case_id for _ in range(3)]

    class Stopping:
        def __init__(self) -> None:
            self.checks = 0

        def progress(self, done: int, total: int, text: str) -> None:
            return

        def check(self) -> None:
            self.checks += 1
            if self.checks == 2:
                raise JobCancelled

    with pytest.raises(JobCancelled):
        case_bulk.bulk_close(desk.workspace, ready, "FALSE_POSITIVE", "Namesakes", job=Stopping())
    states = [desk.read(case_id).state.value for case_id in ready]
    assert states == ["CLOSED", "IN_REVIEW", "IN_REVIEW"]


def test_true_positives_in_bulk_wait_each_for_the_second_person(office) -> None:
    ready = [office.case(CaseState.IN_REVIEW).case_id for _ in range(2)]
    done = case_bulk.bulk_close(office.workspace, ready, "TRUE_POSITIVE", "Same party")
    assert (done.done, done.waiting) == ((), tuple(ready))
    assert {office.read(case_id).state for case_id in ready} == {CaseState.PENDING_APPROVAL}
    # What waits is assigned all the same.
    again = case_bulk.bulk_assign(office.workspace, ready, "marc@example.com")
    assert (again.done, again.waiting) == (tuple(ready), ())


def test_a_bulk_without_ground_does_nothing(office) -> None:
    case_id = office.case(CaseState.IN_REVIEW).case_id
    before = office.events()
    with pytest.raises(InvalidDisposition):
        case_bulk.bulk_close(office.workspace, [case_id], "MAYBE", "x")
    with pytest.raises(BadInput, match="closes no case"):
        case_bulk.bulk_close(office.workspace, [case_id], "ESCALATED", "x")
    with pytest.raises(BadInput, match="reason is empty"):
        case_bulk.bulk_close(office.workspace, [case_id], "FALSE_POSITIVE", " ")
    with office.as_user("otto@example.com"), pytest.raises(NotAllowed):
        case_bulk.bulk_close(office.workspace, [case_id], "FALSE_POSITIVE", "x")
    assert office.events() == before
