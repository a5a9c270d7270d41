"""An empty workspace, and invented entries, subjects and screenings to put into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.domain.decision import Decision, Outcome
from app.domain.list_entry import EntryType, ListEntry, ListName, NameKind
from app.domain.lists import ListVersion, VersionState
from app.domain.match import Check, Components, Level, Match, NameAlignment, Strength
from app.domain.risk import RiskAssessment, RiskBand
from app.domain.screening import CheckRun, CheckState, Purpose, ScreeningRecord, ScreeningStatus
from app.domain.subject import Subject, SubjectType
from app.storage.database import Database, open_database
from app.storage.staging import ListStaging

NOW = datetime(2026, 3, 4, 5, 6, 7, 89, tzinfo=UTC)


@pytest.fixture(autouse=True)
def new_workspaces(quick_workspaces: None) -> None:
    """New workspaces are copies of one, but where a test is about making them."""


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path / "data", busy_timeout_ms=300)
    yield opened
    opened.close()


@pytest.fixture
def make_entry() -> Callable[..., ListEntry]:
    def make(entry_id: object, content: object = "", source: str = "us_ofac_sdn") -> ListEntry:
        names = (
            ListName(f"VENTRIS, Number {entry_id}"),
            ListName(f"Ventris {content}", NameKind.STRONG_ALIAS),
        )
        return ListEntry(source, str(entry_id), EntryType.INDIVIDUAL, names, remarks=str(content))

    return make


@pytest.fixture
def stage(database: Database) -> Callable[..., ListVersion]:
    """Import entries as one version: READY, or another state, or activated."""

    def run(
        entries: Sequence[ListEntry],
        source: str = "us_ofac_sdn",
        *,
        state: VersionState = VersionState.READY,
        activate: bool = False,
        is_demo: bool = False,
        sha256: str = "0" * 64,
    ) -> ListVersion:
        with database.import_lock():
            staging = ListStaging(
                database,
                source,
                "v",
                is_demo=is_demo,
                published_on=None,
                sha256=sha256,
                files=("a.csv", "b.csv"),
                at=NOW,
            )
            staging.add(entries)
            version = staging.finish(state, (), ())
        if activate:
            with database.write() as work:
                work.lists.activate(version.version_id, NOW)
                version = work.lists.version(version.version_id)
                work.commit()
        return version

    return run


@pytest.fixture
def make_match() -> Callable[..., Match]:
    def make(**changes: Any) -> Match:
        fields: dict[str, Any] = {
            "source": "us_ofac_sdn",
            "check": Check.SANCTIONS,
            "list_entry_id": "17",
            "entry_checksum": "c" * 32,
            "entry_type": EntryType.INDIVIDUAL,
            "matched_name": "Orsolo Ventris",
            "matched_kind": NameKind.STRONG_ALIAS,
            "is_weak": False,
            "primary_name": "VENTRIS, Orsolo",
            "screened_name": "Orsolo Ventriss",
            "name_score": 0.97,
            "strength": Strength.STRONG,
            "components": Components(0.98, 0.97, 0.9, 1.0),
            "score": 97.0,
            "score_scope": ("NAME",),
            "level": Level.HIGH,
            "evidence": (),
            "alignment": NameAlignment("orsolo ventriss", "orsolo ventris"),
            "match_id": "mat_1",
        }
        return Match(**{**fields, **changes})

    return make


@pytest.fixture
def make_record() -> Callable[..., ScreeningRecord]:
    def make(
        screening_id: str = "scr_1",
        name: str = "Orsolo Ventriss",
        *,
        matches: tuple[Match, ...] = (),
        external_id: str = "",
        outcome: Outcome = Outcome.APPROVE,
        band: RiskBand = RiskBand.LOW,
        score: int = 0,
        created_at: datetime = NOW,
    ) -> ScreeningRecord:
        return ScreeningRecord(
            screening_id=screening_id,
            subject_id="subj_1",
            subject=Subject(SubjectType.INDIVIDUAL, name, external_id=external_id),
            purpose=Purpose.ON_DEMAND,
            status=ScreeningStatus.COMPLETED,
            checks=(CheckRun(Check.SANCTIONS, CheckState.COMPLETED, ("us_ofac_sdn",)),),
            lists=(),
            profile="classic",
            policy_version="1",
            floor=0.75,
            matches=matches,
            nearest=(),
            risk=RiskAssessment(score, band, ()),
            decision=Decision(outcome, ("band",), "By the band.", "Proceed."),
            warnings=(),
            actor="analyst",
            created_at=created_at,
            completed_at=created_at,
            duration_ms=3.5,
        )

    return make
