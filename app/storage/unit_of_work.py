"""One transaction and the repositories that work in it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from app.storage.approvals import ApprovalRepository
from app.storage.audit import AuditRepository
from app.storage.audit_roots import AuditRootRepository
from app.storage.cases import CaseRepository
from app.storage.events import EventRepository
from app.storage.figures import FigureRepository
from app.storage.link_keys import LinkKeyRepository
from app.storage.links import LinkRepository
from app.storage.lists import ListRepository
from app.storage.match_exceptions import MatchExceptionRepository
from app.storage.reviews import ReviewRepository
from app.storage.row_digests import RowDigestRepository
from app.storage.screenings import ScreeningRepository
from app.storage.settings import SettingsRepository
from app.storage.subjects import SubjectRepository
from app.storage.transactions import TransactionRepository
from app.storage.users import UserRepository


class UnitOfWork:
    """What happens in it is stored together by `commit`, or not at all.

    Made by `Database.read` and `Database.write`; not shared between threads. `connection` is
    for the modules of this package.
    """

    def __init__(self, connection: Connection, data_dir: Path) -> None:
        self.connection = connection
        self.lists = ListRepository(connection)
        self.links = LinkRepository(connection)
        self.link_keys = LinkKeyRepository(connection)
        self.screenings = ScreeningRepository(connection)
        self.subjects = SubjectRepository(connection)
        self.transactions = TransactionRepository(connection)
        self.events = EventRepository(connection)
        self.audit = AuditRepository(connection, data_dir)
        self.audit_roots = AuditRootRepository(connection)
        self.users = UserRepository(connection)
        self.approvals = ApprovalRepository(connection)
        self.reviews = ReviewRepository(connection)
        self.match_exceptions = MatchExceptionRepository(connection)
        self.cases = CaseRepository(connection)
        self.figures = FigureRepository(connection)
        self.row_digests = RowDigestRepository(connection)
        self.settings = SettingsRepository(connection)

    def commit(self) -> None:
        """Store everything done so far; without this call leaving the block undoes it."""
        self.connection.commit()
        self.audit.note_head()
