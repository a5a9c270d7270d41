"""The case policy: read from its file, refused where it cannot be right, and its due dates."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app import bundled
from app.domain.case import Case, CaseState, Disposition, Priority
from app.domain.case_policy import CasePolicy, SlaState, parse_case_policy
from app.domain.decision import Outcome
from app.domain.errors import BadInput
from app.domain.match import Strength
from app.domain.review import ResolutionVerdict
from app.domain.risk import RiskBand
from app.domain.subject import SubjectType

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def raw() -> dict[str, Any]:
    return dict(bundled.read_toml("resources/cases/policy.toml"))


@pytest.fixture(scope="module")
def policy(raw) -> CasePolicy:
    return parse_case_policy(raw)


def case(**changes: Any) -> Case:
    values: dict[str, Any] = {
        "case_id": "cas_1",
        "version": 1,
        "state": CaseState.OPEN,
        "priority": Priority.MEDIUM,
        "screening_id": "scr_1",
        "subject_id": "subj_1",
        "external_id": "",
        "name": "Orsolo Ventris",
        "type": SubjectType.INDIVIDUAL,
        "original_decision": Outcome.BLOCK,
        "decision": Outcome.BLOCK,
        "band": RiskBand.HIGH,
        "score": 700,
        "matches": 1,
        "open_matches": 1,
        "notes": "",
        "opened_by": "policy: BLOCK",
        "created_at": NOW,
        "updated_at": NOW,
        "due_at": NOW + timedelta(hours=72),
    }
    return Case(**(values | changes))


def test_the_policy_of_the_program(policy) -> None:
    assert policy.opening == {Outcome.BLOCK}
    assert policy.approval == {Disposition.TRUE_POSITIVE}
    assert policy.priority_of == {band: Priority(band.value) for band in RiskBand}
    assert not policy.four_eyes
    reasons = policy.reasons_for(ResolutionVerdict.UNSURE)
    assert {"need_document", "need_customer"} <= {reason.code for reason in reasons}
    assert "same_identifier" not in {reason.code for reason in reasons}


def test_due_dates_follow_priority_and_strength(policy) -> None:
    assert policy.case_due(Priority.CRITICAL, NOW) == NOW + timedelta(hours=8)
    assert policy.case_due(Priority.LOW, NOW) == NOW + timedelta(days=7)
    assert policy.match_due(Strength.EXACT, NOW) == NOW + timedelta(hours=8)


def test_a_second_person_is_asked_only_with_four_eyes_and_where_the_policy_says(raw) -> None:
    off, on = parse_case_policy(raw), parse_case_policy(raw, four_eyes=True)
    assert not off.needs_second(Disposition.TRUE_POSITIVE)
    assert on.needs_second(Disposition.TRUE_POSITIVE)
    assert not on.needs_second(Disposition.FALSE_POSITIVE)


@pytest.mark.parametrize(
    ("hours_left", "expected"),
    [(73, "ok"), (18.01, "ok"), (18, "amber"), (0.01, "amber"), (0, "red"), (-5, "red")],
)
def test_a_medium_case_turns_amber_in_the_last_quarter_of_its_72_hours(
    policy, hours_left, expected
) -> None:
    due = NOW + timedelta(hours=hours_left)
    assert policy.sla(case(due_at=due), NOW) is SlaState(expected)


def test_a_case_with_much_time_turns_amber_two_days_before(raw) -> None:
    changed = copy.deepcopy(raw)
    changed["due_hours"]["case"]["MEDIUM"] = 30 * 24
    policy = parse_case_policy(changed)
    assert policy.sla(case(due_at=NOW + timedelta(hours=49)), NOW) is SlaState.OK
    assert policy.sla(case(due_at=NOW + timedelta(hours=48)), NOW) is SlaState.AMBER


def test_a_closed_case_and_one_without_a_date_have_no_light(policy) -> None:
    late = NOW - timedelta(days=1)
    assert policy.sla(case(state=CaseState.CLOSED, due_at=late), NOW) is SlaState.NONE
    assert policy.sla(case(due_at=None), NOW) is SlaState.NONE


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("version",), "one"),
        (("opening", "outcomes"), ["MAYBE"]),
        (("approval", "dispositions"), ["FALSE_POSITIVE"]),
        (("priority", "HIGH"), "URGENT"),
        (("due_hours", "case", "HIGH"), 0),
        (("due_hours", "match", "EXACT"), -1),
        (("review", "lock_minutes"), 0),
        (("review", "undo_seconds"), -1),
        (("reason",), [{"code": "x", "text": "y", "verdicts": ["PERHAPS"]}]),
    ],
)
def test_a_policy_that_cannot_be_right_is_refused(raw, path, value) -> None:
    changed = copy.deepcopy(raw)
    place = changed
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    with pytest.raises(BadInput) as caught:
        parse_case_policy(changed)
    assert "left as it is" in caught.value.safe


@pytest.mark.parametrize("missing", ["version", "opening", "priority", "due_hours", "reason"])
def test_a_policy_without_a_part_is_refused(raw, missing) -> None:
    changed = {name: value for name, value in raw.items() if name != missing}
    with pytest.raises(BadInput, match=missing):
        parse_case_policy(changed)
