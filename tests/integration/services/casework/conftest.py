"""A desk with cases: stored screenings of invented people, cases in any state, and its users."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import open_workspace
from app.domain.case import Case, CaseState
from app.domain.decision import Decision, Outcome
from app.domain.events import EventType
from app.domain.ids import new_id
from app.domain.list_entry import EntryType, NameKind
from app.domain.match import Check, Components, Level, Match, NameAlignment, Strength
from app.domain.risk import RiskAssessment, RiskBand
from app.domain.screening import CheckRun, CheckState, Purpose, ScreeningRecord, ScreeningStatus
from app.domain.subject import Subject, SubjectType
from app.domain.user import Role, Session, User, UserState, session_of
from app.services import case_moves, cases, screening
from app.services.recording import record_change
from app.services.workspace import Workspace
from app.storage.migrations.casework_guards import MOVES

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
INES, RUTH, MARC = "ines@example.com", "ruth@example.com", "marc@example.com"
ROLES = {INES: Role.ANALYST, RUTH: Role.REVIEWER, MARC: Role.REVIEWER, "ada@example.com":
         Role.ADMINISTRATOR, "otto@example.com": Role.AUDITOR}  # fmt: skip


def match(number: int, source: str = "un_sc", **changes: Any) -> Match:
    values: dict[str, Any] = {
        "source": source,
        "check": Check.SANCTIONS,
        "list_entry_id": str(number),
        "entry_checksum": "c" * 32,
        "entry_type": EntryType.INDIVIDUAL,
        "matched_name": f"VENTRIS, Orsolo {number}",
        "matched_kind": NameKind.PRIMARY,
        "is_weak": False,
        "primary_name": f"VENTRIS, Orsolo {number}",
        "screened_name": "Orsolo Ventris",
        "name_score": 1.0,
        "strength": Strength.EXACT,
        "components": Components(1.0, 1.0, 1.0, 1.0),
        "score": 100.0,
        "score_scope": ("NAME",),
        "level": Level.HIGH,
        "evidence": (),
        "alignment": NameAlignment("orsolo ventris", "orsolo ventris"),
    }
    return Match(**(values | {"match_id": new_id("mat", NOW)} | changes))


class Desk:
    """One workspace whose clock stands still unless it is told to go on."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.now = NOW
        self._made = 0
        workspace.clock = lambda: self.now

    def later(self, **delta: float) -> None:
        self.now += timedelta(**delta)

    def screened(
        self,
        name: str = "",
        *,
        outcome: Outcome = Outcome.REVIEW_REQUIRED,
        band: RiskBand = RiskBand.HIGH,
        score: int = 700,
        matches: tuple[Match, ...] | int = 1,
        **subject: Any,
    ) -> ScreeningRecord:
        """A screening, stored as the service stores it."""
        self._made += 1
        if isinstance(matches, int):
            matches = tuple(match(self._made * 10 + n) for n in range(matches))
        known = {"external_id": f"cust_{self._made}"} | subject
        return screening._store(
            self.workspace,
            ScreeningRecord(
                screening_id=new_id("scr", self.now),
                subject_id="",
                subject=Subject(
                    SubjectType.INDIVIDUAL, name or f"Orsolo Ventris {self._made}", **known
                ),
                purpose=Purpose.ON_DEMAND,
                status=ScreeningStatus.COMPLETED,
                checks=(CheckRun(Check.SANCTIONS, CheckState.COMPLETED, ("un_sc",)),),
                lists=(),
                profile="aligned",
                policy_version="1",
                floor=0.75,
                matches=matches,
                nearest=(),
                risk=RiskAssessment(score, band, ()),
                decision=Decision(outcome, ("band",), "By the band.", "Review."),
                warnings=(),
                actor=self.workspace.actor,
                created_at=self.now,
                completed_at=self.now,
                duration_ms=3.5,
            ),
        )

    def case(self, state: CaseState = CaseState.OPEN, **screened: Any) -> Case:
        """A new case, led to a state by its own moves; PENDING_APPROVAL needs four eyes."""
        made = cases.create(self.workspace, self.screened(**screened).screening_id)
        case_id = made.case_id
        if state is not CaseState.OPEN:
            case_moves.assign(self.workspace, case_id, INES)
        if state is CaseState.ESCALATED:
            case_moves.escalate(self.workspace, case_id, "Needs a senior")
        if state is CaseState.PENDING_APPROVAL:
            case_moves.dispose(self.workspace, case_id, "TRUE_POSITIVE", "Same passport")
        if state is CaseState.CLOSED:
            case_moves.dispose(self.workspace, case_id, "FALSE_POSITIVE", "Other birth")
        return self.read(case_id)

    def read(self, case_id: str) -> Case:
        return cases.get(self.workspace, case_id).case

    def events(self) -> list[tuple[str, str]]:
        """(type, object id) of every event so far."""
        with self.workspace.database.read() as uow:
            return [(event.type.value, event.object_id) for event in uow.events.after(0, 10_000)]

    def as_user(self, login: str) -> AbstractContextManager[None]:
        with self.workspace.database.read() as uow:
            user = uow.users.get(login)
        assert user
        return self.workspace.acting(session_of(user))

    def hire(self) -> None:
        """Users of every role, four eyes on; whoever acts is the analyst."""
        with self.workspace.database.write() as uow:
            for login, role in ROLES.items():
                name = login.split("@")[0].title()
                uow.users.add(
                    User(login, name, role, UserState.ACTIVE, NOW, "setup"), "no password"
                )
                told = {"name": name, "role": role.value, "state": "ACTIVE"}
                record_change(
                    self.workspace, uow, EventType.USER_CHANGED, "user", login, after=told
                )
            uow.settings.set("four_eyes", value=True)
            uow.commit()
            self.workspace.session = session_of(uow.users.get(INES))


def _opened(folder: Path) -> Iterator[Desk]:
    workspace = open_workspace(folder)
    workspace.session = Session("ines@example.com", "Ines Arantes")
    yield Desk(workspace)
    workspace.close()


@pytest.fixture(scope="module")
def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A one-person desk that the tests of a module share; each makes cases of its own."""
    yield from _opened(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def shared_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with users and four eyes that the tests of a module share."""
    for desk in _opened(tmp_path_factory.mktemp("office")):
        desk.hire()
        yield desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A one-person desk of this test alone."""
    yield from _opened(tmp_path / "data")


@pytest.fixture
def office(desk: Desk) -> Desk:
    """A desk with users and four eyes, of this test alone."""
    desk.hire()
    return desk


@pytest.fixture(scope="session")
def allowed_moves() -> frozenset[tuple[str, str]]:
    return frozenset(MOVES)


MakeMatch = Callable[..., Match]


@pytest.fixture(scope="session")
def make_match() -> MakeMatch:
    return match
