"""Exceptions beside a list that changed, and those whose last day has passed: noted at once."""

from __future__ import annotations

from app.domain.events import Event
from app.domain.exception_fingerprint import differences
from app.domain.match_exception import expiry
from app.services import exception_trail
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork


def list_changed(workspace: Workspace, uow: UnitOfWork, source: str) -> list[Event]:
    """Let the exceptions lapse whose listed profile changed in a chosen field, in the transaction
    that makes a version of this source the active one; the caller publishes the events.

    Only entries whose content is another one are read. An entry that left the list lets nothing
    lapse: there is nothing to come back.
    """
    events = []
    for exception, checksum in uow.match_exceptions.changed_of(source):
        entry = uow.lists.entry(exception.source, exception.list_entry_id, checksum)
        because = differences(exception, None, entry)
        if because:
            events.append(exception_trail.end(workspace, uow, exception, because))
    return events


def note_ended(workspace: Workspace) -> int:
    """Note the exceptions whose last day has passed since this was last asked; how many."""
    if workspace.database.is_read_only:
        return 0
    day = exception_trail.today(workspace)
    with workspace.database.read() as uow:
        if not uow.match_exceptions.ended_before(day):
            return 0
    with workspace.database.write() as uow:
        events = [
            exception_trail.end(workspace, uow, exception, (expiry(exception),))
            for exception in uow.match_exceptions.ended_before(day)
        ]
        uow.commit()
    workspace.bus.publish(events)
    return len(events)
