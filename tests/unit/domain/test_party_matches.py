"""Matches of one party are shown together, and not one of them is lost by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.domain.decision import Decision, Outcome
from app.domain.links import EntryRef, LinkBasis, Party, PartyLink, PartyMember
from app.domain.list_entry import EntryType
from app.domain.match import Level
from app.domain.risk import RiskAssessment, RiskBand
from app.domain.screening import Purpose, ScreeningRecord, ScreeningStatus
from app.domain.subject import Subject, SubjectType

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture
def record(make_match):
    """Four matches, the first and the third of one party that a further list has too."""
    matches = tuple(
        replace(make_match(entry_id=str(number)), source=source, match_id=f"mat_{number}")
        for number, source in enumerate(("us_ofac_sdn", "us_ofac_sdn", "un_sc", "gb_fcdo"))
    )
    matches = (*matches[:2], replace(matches[2], level=Level.DISCARDED), matches[3])
    refs = [EntryRef("eu_fsf", "9"), EntryRef("un_sc", "2"), EntryRef("us_ofac_sdn", "0")]
    members = tuple(
        PartyMember(ref.source, ref.entry_id, "0" * 32, EntryType.INDIVIDUAL, "Orsolo Ventris")
        for ref in refs
    )
    links = tuple(
        PartyLink(f"lnk_{n}", refs[n], refs[2], LinkBasis.REFERENCE, "why", 1.0) for n in (0, 1)
    )
    return ScreeningRecord(
        screening_id="scr_1", subject_id="subj_1",
        subject=Subject(SubjectType.INDIVIDUAL, "Orsolo Ventris"), purpose=Purpose.ON_DEMAND,
        status=ScreeningStatus.COMPLETED, checks=(), lists=(), profile="aligned-1",
        policy_version="1", floor=0.75, matches=matches, nearest=(),
        risk=RiskAssessment(0, RiskBand.LOW, ()),
        decision=Decision(Outcome.BLOCK, (), "", ""), warnings=(), actor="analyst",
        created_at=AT, completed_at=AT, duration_ms=1.0,
        parties=(Party("pty_1", members, links),),
    )  # fmt: skip


def test_matches_of_one_party_are_one_group_in_the_place_of_its_best(record) -> None:
    groups = record.by_party()
    assert [[match.match_id for match in group.matches] for group in groups] == [
        ["mat_0", "mat_2"], ["mat_1"], ["mat_3"],
    ]  # fmt: skip
    assert [group.party.party_id if group.party else None for group in groups] == [
        "pty_1", None, None,
    ]  # fmt: skip
    assert [member.source for member in groups[0].others] == ["eu_fsf"]
    assert groups[1].others == ()


def test_no_match_vanishes_by_grouping(record) -> None:
    shown = [match for group in record.by_party() for match in group.matches]
    assert sorted(match.match_id for match in shown) == [m.match_id for m in record.matches]
    without = replace(record, parties=())
    assert [group.matches for group in without.by_party()] == [(m,) for m in record.matches]
    assert record.match_summary() == without.match_summary()
    assert record.open_matches() == without.open_matches()


def test_a_match_knows_its_party(record) -> None:
    assert record.party_of(record.matches[2]) == record.parties[0]
    assert record.party_of(record.matches[1]) is None
