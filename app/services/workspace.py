"""The workspace: what every use case needs, wired once by bootstrap."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.domain.case_policy import CasePolicy
from app.domain.events import Event, EventType
from app.domain.ids import new_id
from app.domain.lists import ListSource
from app.domain.policy import Policy
from app.domain.user import PROGRAM, Permission, Session
from app.matching.tables import NameTables
from app.services.catalogue import own_sources, with_own
from app.services.events import EventBus
from app.services.index_keeper import IndexKeeper
from app.services.stored_case_policy import stored_case_policy
from app.storage.database import Database
from app.storage.unit_of_work import UnitOfWork

_ACTING: ContextVar[Session | None] = ContextVar("acting", default=None)


def utc_now() -> datetime:
    """The current time in UTC."""
    return datetime.now(UTC)


@dataclass
class Workspace:
    """One open workspace. `session` is who acts; without log-in the account of the machine.

    `catalogue` holds the sources of the program and, after them, the user's own. `case_policy` is
    how cases are worked.
    """

    database: Database
    catalogue: tuple[ListSource, ...]
    policy: Policy
    tables: NameTables
    index: IndexKeeper
    session: Session
    case_policy: CasePolicy
    clock: Callable[[], datetime] = utc_now
    bus: EventBus = field(default_factory=EventBus)
    _seen_version: int = -1

    def __post_init__(self) -> None:
        self.database.guard = self.check_may_write
        self.database.admit = self._check_user
        self.bus.subscribe(self._take_change)

    @property
    def actor(self) -> str:
        """Who acts, as it stands in every record."""
        return self.acting_session().actor

    def acting_session(self) -> Session:
        """The session that acts now: that of `acting` on this thread, else the window's."""
        return _ACTING.get() or self.session

    @contextmanager
    def acting(self, session: Session) -> Iterator[None]:
        """Let another session act on this thread, such as a second person who approves."""
        token = _ACTING.set(session)
        try:
            yield
        finally:
            _ACTING.reset(token)

    def require(self, permission: Permission) -> None:
        """Raise NotAllowed unless whoever acts may do this."""
        self.acting_session().require(permission)

    @contextmanager
    def in_background(self) -> Iterator[None]:
        """Let the program itself act on this thread, for what nobody asked for just now; in a
        one-person workspace it remains that person."""
        if self.session.is_one_person:
            yield
            return
        with self.acting(PROGRAM):
            yield

    def check_may_write(self) -> None:
        """Raise NotAllowed if whoever acts may only read; the database asks before each write."""
        self.acting_session().require_writer()

    def _check_user(self, uow: UnitOfWork) -> None:
        """Refuse whom another process has disabled, or given a lesser role, since their log-in."""
        session = self.acting_session()
        if session.role is not None:
            session.require_still(uow.users.get(session.login))

    @property
    def data_dir(self) -> Path:
        return self.database.data_dir

    def changed_elsewhere(self) -> bool:
        """Whether another process committed since the last call (`PRAGMA data_version`); its own
        sources are in the catalogue, and its case policy is in force, then."""
        version = self.database.data_version()
        changed = self._seen_version not in {-1, version}
        self._seen_version = version
        if changed:
            with self.database.read() as uow:
                self.take_own_sources(uow)
                self.case_policy = stored_case_policy(uow)
        return changed

    def _take_change(self, event: Event) -> None:
        if event.type is EventType.SETTINGS_CHANGED:
            with self.database.read() as uow:
                self.case_policy = stored_case_policy(uow)

    def take_own_sources(self, uow: UnitOfWork) -> None:
        """Let the catalogue hold the user's own sources as this transaction sees them."""
        self.catalogue = with_own(self.catalogue, own_sources(uow))

    def event(
        self, kind: EventType, object_type: str, object_id: str, data: Mapping[str, Any]
    ) -> Event:
        """A new event of now; the caller stores it in the transaction of its fact."""
        now = self.clock()
        return Event(new_id("evt", now), kind, now, object_type, object_id, data)

    def close(self) -> None:
        """Close the database; the workspace cannot be used afterwards."""
        self.index.drop()
        self.database.close()
