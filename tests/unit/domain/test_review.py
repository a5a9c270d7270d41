"""A match under review: when it is open, who works on it, why a verdict was given."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.decision import Outcome
from app.domain.errors import BadInput
from app.domain.match import Check, Feature, Level, Strength
from app.domain.review import (
    MatchReview,
    ResolutionVerdict,
    ReviewState,
    from_plain,
    group_id,
    plain,
    require_reason,
)
from app.domain.review_queue import DayFigures
from app.domain.subject import SubjectType

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
REVIEW = MatchReview(
    match_id="mat_1", screening_id="scr_1", group_id=group_id("subj_1", "party_1"),
    subject_id="subj_1", external_id="C-1", subject_type=SubjectType.INDIVIDUAL,
    subject_name="Orsolo Ventris", born="1960", country="CY", party_key="party_1", source="un_sc",
    list_entry_id="7", entry_checksum="c" * 32, check=Check.SANCTIONS, strength=Strength.STRONG,
    level=Level.HIGH, score=93.0, name_score=0.93, primary_name="VENTRIS, Orsolo",
    matched_name="VENTRIS, Orsolo", conflicts=(Feature.GENDER,), outcome=Outcome.REVIEW_REQUIRED,
    risk_score=500, is_demo=False, created_at=AT, due_at=AT,
)  # fmt: skip


def test_open_is_what_still_asks() -> None:
    asking = {state for state in ReviewState if replace(REVIEW, state=state).is_open}
    assert asking == {ReviewState.OPEN, ReviewState.UNSURE}


@pytest.mark.parametrize(
    ("locked_by", "minutes", "holder"),
    [("", None, ""), ("ines", 5, "ines"), ("ines", -5, ""), ("me", 5, "")],
)
def test_a_lock_ends_by_itself_and_is_not_in_its_owners_way(locked_by, minutes, holder) -> None:
    until = None if minutes is None else AT + timedelta(minutes=minutes)
    locked = replace(REVIEW, locked_by=locked_by, locked_until=until)
    assert locked.lock_of_other("me", AT) == holder


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("state", ReviewState.UNSURE),
        ("verdict", ResolutionVerdict.TRUE_POSITIVE),
        ("verdict", None),
        ("resolved_at", AT),
        ("snoozed_until", None),
        ("comment", "Born later."),
    ],
)
def test_what_an_action_keeps_comes_back_as_it_was(column, value) -> None:
    kept = plain(value)
    assert kept is None or type(kept) is str
    assert from_plain(column, kept) == value


def test_a_verdict_needs_a_reason_that_fits_it() -> None:
    offered = {"other_birth": "Other date of birth"}
    verdict = ResolutionVerdict.FALSE_POSITIVE
    require_reason(verdict, "other_birth", "", offered)
    require_reason(verdict, "", "Born in another century.", offered)
    with pytest.raises(BadInput, match="needs a reason"):
        require_reason(verdict, "", "", offered)
    with pytest.raises(BadInput, match="“same_identifier” is no reason for FALSE_POSITIVE"):
        require_reason(verdict, "same_identifier", "A comment does not help.", offered)


def test_unsure_is_no_work_that_is_done() -> None:
    counts = dict.fromkeys(ResolutionVerdict, 2)
    assert DayFigures(counts, escalated=3, median_seconds=None, left=1).done == 7
