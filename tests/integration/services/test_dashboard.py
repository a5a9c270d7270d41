"""The dashboard counts what is stored, by local days, lists, thresholds, people and ages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from app.domain.case import CaseState
from app.domain.match import Strength
from app.services import dashboard
from app.services.dashboard import Period
from app.services.jobs import Job, JobCancelled
from app.services.workspace import Workspace
from app.storage.rows_casework import cases, match_reviews, review_actions

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def hours_ago(hours: float) -> datetime:
    return NOW - timedelta(hours=hours)


def review(number: int, came: float, **more: Any) -> dict[str, Any]:
    """A row of the queue: match `number` came `came` hours ago."""
    row = dict.fromkeys(
        ("reason_code", "comment", "resolved_by", "resolution_id", "assigned_to", "locked_by"), ""
    )
    row |= dict.fromkeys(("case_id", "came_back", "superseded_by", "verdict", "conflicts"), "")
    row |= dict.fromkeys(("resolved_at", "announce_at", "snoozed_until", "locked_until"))
    row |= {
        "match_id": f"mat_{number}",
        "screening_id": f"scr_{number}",
        "group_id": f"subj_{number}|p",
        "subject_id": f"subj_{number}",
        "external_id": "",
        "subject_type": "INDIVIDUAL",
        "subject_name": f"Orsolo Ventris {number}",
        "name_key": f"orsolo ventris {number}",
        "born": "",
        "country": "",
        "party_key": "p",
        "source": "un_sc",
        "list_entry_id": f"QDi.{number}",
        "entry_checksum": "0",
        "check": "SANCTIONS",
        "strength": "POSSIBLE",
        "level": "medium",
        "score": 80.0,
        "name_score": 0.8,
        "primary_name": "Orsolo Ventris",
        "matched_name": "Orsolo Ventris",
        "outcome": "REVIEW_REQUIRED",
        "risk_score": 400,
        "is_demo": 0,
        "created_at": hours_ago(came),
        "due_at": hours_ago(came - 72),
        "search_text": "",
        "state": "OPEN",
    }
    return row | more


def decided(number: int, came: float, took: float, verdict: str, **more: Any) -> dict[str, Any]:
    facts = {
        "state": "RESOLVED",
        "verdict": verdict,
        "resolved_at": hours_ago(came - took),
        "resolved_by": "ines",
        "reason_code": "other_birth",
    }
    return review(number, came, **(facts | more))


def action(number: int, actor: str, seconds_ago: float, **more: Any) -> dict[str, Any]:
    row = {
        "action_id": f"res_{number}",
        "batch_id": f"b_{number}",
        "match_id": f"mat_{number}",
        "screening_id": f"scr_{number}",
        "kind": "RESOLVE",
        "verdict": "FALSE_POSITIVE",
        "undoes": "",
        "actor": actor,
        "at": NOW - timedelta(seconds=seconds_ago),
    }
    rest = dict.fromkeys(("reason_code", "comment", "before", "after"), "")
    return row | rest | more


def case(number: int, opened: float, **more: Any) -> dict[str, Any]:
    row = dict.fromkeys(
        ("screening_id", "subject_id", "external_id", "born", "country", "sources", "notes"), ""
    )
    row |= dict.fromkeys(("assigned_to", "escalated_to", "tags", "disposition"), "")
    row |= {
        "case_id": f"cas_{number}",
        "version": 1,
        "state": "OPEN",
        "priority": "HIGH",
        "name": f"Norvik Polar {number}",
        "name_key": "",
        "type": "ENTITY",
        "original_decision": "BLOCK",
        "decision": "BLOCK",
        "band": "CRITICAL",
        "score": 900,
        "matches": 1,
        "open_matches": 1,
        "opened_by": "policy: BLOCK",
        "created_at": hours_ago(opened),
        "updated_at": hours_ago(opened),
        "due_at": hours_ago(opened - 24),
        "snoozed_until": None,
        "disposition_id": "",
        "closed_at": None,
        "is_demo": 0,
        "search_text": "",
    }
    return row | more


def store(workspace: Workspace, table: Any, rows: list[dict[str, Any]]) -> None:
    with workspace.database.write() as uow:
        uow.connection.execute(insert(table), rows)
        uow.commit()


def test_empty_workspace_has_figures_of_nothing(workspace: Workspace) -> None:
    found = dashboard.figures(workspace, Period.WEEKS)
    assert len(found.days) == 28
    assert found.days[-1].day == NOW.astimezone().date()
    assert found.days[0].total == 0
    assert (found.matches.open, found.matches.decided, found.matches.false_rate) == (0, 0, None)
    assert found.matches.thresholds == ()
    assert found.cases.median_hours is None
    assert found.cases.in_time_share is None
    assert found.people == ()
    assert found.matches.open_by_day == (0,) * 28


def test_open_matches_by_age_and_their_course(workspace: Workspace) -> None:
    store(
        workspace,
        match_reviews,
        [
            review(1, 2),
            review(2, 30),
            review(3, 100),
            review(4, 200, state="UNSURE"),
            decided(5, 50, 1, "FALSE_POSITIVE"),
        ],
    )
    found = dashboard.figures(workspace, Period.WEEKS).matches
    assert (found.open, found.unsure, found.by_age) == (4, 1, (1, 1, 1, 1))
    assert found.open_by_day[-1] == 4
    assert found.open_by_day[0] == 0
    assert found.open_by_day[-2] == 3  # without the one of today
    assert max(found.open_by_day) == 4


def test_newer_match_of_a_pair_takes_the_place_of_the_older(workspace: Workspace) -> None:
    pair = {"subject_id": "subj_9", "list_entry_id": "QDi.9"}
    older = review(1, 80, state="SUPERSEDED", superseded_by="mat_2", **pair)
    store(workspace, match_reviews, [older, review(2, 3, **pair)])
    found = dashboard.figures(workspace, Period.WEEKS).matches
    assert found.open == 1
    assert found.open_by_day[-3:] == (1, 1, 1)


def test_verdicts_by_list_threshold_and_time(workspace: Workspace) -> None:
    store(
        workspace,
        match_reviews,
        [
            decided(1, 60, 0.5, "FALSE_POSITIVE", name_score=0.76),
            decided(2, 60, 2, "FALSE_POSITIVE", name_score=0.84, source="eu_fsf"),
            decided(3, 60, 30, "TRUE_POSITIVE", name_score=0.97, strength="EXACT"),
            decided(4, 24 * 90, 1, "TRUE_POSITIVE"),
        ],
    )
    found = dashboard.figures(workspace, Period.WEEKS).matches
    assert (found.false_positives, found.true_positives) == (2, 1)
    assert found.false_rate == pytest.approx(2 / 3)
    assert found.waits_histogram == (1, 1, 0, 1, 0)
    assert [(w.strength, w.decided) for w in found.waits] == [
        (Strength.EXACT, 1),
        (Strength.POSSIBLE, 2),
    ]
    assert found.waits[1].median_hours == pytest.approx(1.25)
    lists = {item.source: item for item in found.by_list}
    assert (lists["un_sc"].matches, lists["un_sc"].false_rate) == (2, 0.5)
    assert lists["eu_fsf"].false_rate == 1.0
    at = {point.threshold: point for point in found.thresholds}
    assert (at[0.70].kept, at[0.80].kept, at[0.90].kept) == (3, 2, 1)
    assert (at[0.90].true_share, at[0.90].false_rate) == (1.0, 0.0)
    assert (at[0.98].true_share, at[0.98].false_rate) == (0.0, None)
    assert found.reasons == (("Other date of birth", 3),)
    year = dashboard.figures(workspace, Period.YEAR).matches
    assert (year.decided, len(dashboard.figures(workspace, Period.TODAY).days)) == (4, 1)


def test_people_and_their_time_for_one_decision(workspace: Workspace) -> None:
    store(
        workspace,
        review_actions,
        [
            action(1, "ines", 400),
            action(2, "ines", 370),
            action(3, "ines", 330),
            action(4, "ines", 330, batch_id="b_3"),  # one act on two matches
            action(5, "omar", 3000),
            action(6, "omar", 100),  # after a pause: no time for a decision
            action(7, "omar", 90),
            action(8, "omar", 80, kind="UNDO", undoes="res_7"),
        ],
    )
    people = {item.actor: item for item in dashboard.figures(workspace, Period.TODAY).people}
    assert (people["ines"].decided, people["omar"].decided) == (4, 2)
    assert people["ines"].median_seconds == pytest.approx(35, abs=0.1)
    assert people["omar"].median_seconds is None


def test_cases_by_state_age_and_due_date(workspace: Workspace) -> None:
    store(workspace, cases, [case(1, 5), case(2, 100), case(3, 30, due_at=None)])
    found = dashboard.figures(workspace, Period.WEEKS).cases
    assert found.states[CaseState.OPEN] == 3
    assert found.by_age == (1, 1, 1, 0)
    assert found.overdue == ("Norvik Polar 2",)
    assert found.overdue_by_day[-1] == 1
    assert found.overdue_by_day[0] == 0


def test_screenings_of_the_demonstration_lists_are_counted_today(workspace: Workspace) -> None:
    from app.domain.subject import Subject, SubjectType
    from app.services import screening
    from app.services.demo import load_demo_lists

    load_demo_lists(workspace)
    asked = screening.ScreeningRequest(Subject(SubjectType.INDIVIDUAL, "Orsolo Ventris"))
    screening.screen(workspace, asked)
    found = dashboard.figures(workspace, Period.TODAY)
    assert found.days[-1].total == 1
    assert found.days[-1].day == date(2026, 11, 20)
    assert any(status.active for status in found.lists)


def test_counting_can_be_cancelled(workspace: Workspace) -> None:
    class Stopped:
        def progress(self, done: int, total: int, text: str) -> None:
            del done, total, text

        def check(self) -> None:
            raise JobCancelled

    job: Job = Stopped()
    with pytest.raises(JobCancelled):
        dashboard.figures(workspace, Period.TODAY, job)
