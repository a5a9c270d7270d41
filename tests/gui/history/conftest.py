"""A workspace with invented past screenings, put into the real store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.domain.dates import PartialDate
from app.domain.decision import Decision, Outcome
from app.domain.list_entry import EntryType, NameKind
from app.domain.match import Check, Components, Level, Match, NameAlignment, Strength
from app.domain.risk import RiskAssessment, RiskBand
from app.domain.screening import (
    CheckRun,
    CheckState,
    ListUsed,
    Purpose,
    ScreeningRecord,
    ScreeningStatus,
)
from app.domain.subject import Subject, SubjectType
from app.services.events import EventBus
from app.storage.database import Database, open_database

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
NAMES = (
    "Halima Oseitutu",
    "魏青朔",
    "Norvik Polarship Ltd",
    "سمير توفيق الزرموقي",
    "Tomasz Grzebielewski",
    "Oleksandr Brevnikovskyi",
    "=SUM(1;2) Trading",
)
OUTCOMES = (
    Outcome.APPROVE,
    Outcome.BLOCK,
    Outcome.REVIEW_REQUIRED,
    Outcome.APPROVE_WITH_MONITORING,
)
BANDS = {
    Outcome.APPROVE: (RiskBand.LOW, 20),
    Outcome.APPROVE_WITH_MONITORING: (RiskBand.MEDIUM, 310),
    Outcome.REVIEW_REQUIRED: (RiskBand.HIGH, 640),
    Outcome.BLOCK: (RiskBand.CRITICAL, 932),
}


def _match(name: str, number: int, level: Level) -> Match:
    return Match(
        source="us_ofac_sdn",
        check=Check.SANCTIONS,
        list_entry_id=f"demo-{number}",
        entry_checksum="0" * 64,
        entry_type=EntryType.INDIVIDUAL,
        matched_name=name,
        matched_kind=NameKind.PRIMARY,
        is_weak=False,
        primary_name=name,
        screened_name=name,
        name_score=0.97,
        strength=Strength.STRONG,
        components=Components(0.97, 0.96, 0.95, 1.0),
        score=93.1,
        score_scope=("NAME",),
        level=level,
        evidence=(),
        alignment=NameAlignment(name, name),
        match_id=f"mat_{number:08d}",
    )


def make_record(number: int, *, is_demo: bool = False) -> ScreeningRecord:
    """The record of number `number`, an hour older with each."""
    outcome = OUTCOMES[number % 4]
    band, score = BANDS[outcome]
    name = NAMES[number % len(NAMES)]
    at = NOW - timedelta(hours=number)
    matches = (
        ()
        if outcome is Outcome.APPROVE
        else (_match(name, number, Level.HIGH), _match(name, number + 1, Level.DISCARDED))
    )
    used = ListUsed(
        "us_ofac_sdn", "OFAC SDN", Check.SANCTIONS, 1, "2026-11-12", None, "ab" * 32, 17842, 9,
        is_stale=True, is_demo=is_demo,
    )  # fmt: skip
    return ScreeningRecord(
        screening_id=f"scr_{number:08d}",
        subject_id=f"sub_{number:08d}",
        subject=Subject(
            SubjectType.INDIVIDUAL,
            f"{name} {number}",
            external_id=f"C-{number}",
            date_of_birth=PartialDate(1968, 3, 14),
            nationality="CY",
        ),
        purpose=Purpose.ONBOARDING,
        status=ScreeningStatus.COMPLETED,
        checks=(
            CheckRun(Check.SANCTIONS, CheckState.COMPLETED, ("us_ofac_sdn",), ("un_sc",)),
            CheckRun(Check.PEP, CheckState.NOT_RUN, note="no PEP list is active"),
        ),
        lists=(used,),
        profile="classic-1",
        policy_version="1",
        floor=0.75,
        matches=matches,
        nearest=(),
        risk=RiskAssessment(score, band, ()),
        decision=Decision(outcome, ("rule-x",), "Strong sanctions match, no conflict.", ""),
        warnings=(),
        actor="ines",
        created_at=at,
        completed_at=at,
        duration_ms=4.2,
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    """An empty real store."""
    database = open_database(tmp_path / "data")
    yield database
    database.close()


@pytest.fixture
def workspace(store: Database) -> SimpleNamespace:
    """What the history services need of a workspace: store, clock, bus and catalogue."""
    return SimpleNamespace(
        database=store,
        clock=lambda: NOW,
        bus=EventBus(),
        catalogue=(SimpleNamespace(source="us_ofac_sdn", short_name="OFAC SDN"),),
    )


@pytest.fixture
def fill(store: Database) -> Callable[[int], None]:
    """Put this many screenings into the store; every tenth on demonstration lists."""

    def put(count: int) -> None:
        template = [make_record(number) for number in range(28)]
        with store.write() as uow:
            for number in range(count):
                record = template[number % 28]
                uow.screenings.add(
                    replace(
                        record,
                        screening_id=f"scr_{number:08d}",
                        subject_id=f"sub_{number:08d}",
                        subject=replace(
                            record.subject,
                            name=f"{NAMES[number % len(NAMES)]} {number}",
                            external_id=f"C-{number}",
                        ),
                        created_at=NOW - timedelta(minutes=17 * number),
                        lists=tuple(
                            replace(used, is_demo=number % 10 == 0) for used in record.lists
                        ),
                    )
                )
            uow.commit()

    return put


@pytest.fixture
def add_one(store: Database) -> Callable[[str], None]:
    """Add one screening that is newer than all others."""

    def put(screening_id: str) -> None:
        record = replace(make_record(0), screening_id=screening_id)
        newest = replace(record, created_at=NOW + timedelta(minutes=1))
        with store.write() as uow:
            uow.screenings.add(newest)
            uow.commit()

    return put
