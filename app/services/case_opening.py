"""How cases come to be: by the policy, from matches under review, and by hand."""

from __future__ import annotations

from app.domain.events import Event
from app.domain.screening import ScreeningRecord
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork


def open_by_policy(workspace: Workspace, uow: UnitOfWork, record: ScreeningRecord) -> list[Event]:
    """Open a case for a screening whose outcome asks for one, or let it join the subject's open
    case, in the transaction of the screening."""
    del workspace, uow, record
    return []
