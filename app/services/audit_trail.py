"""The audit trail as it is read: paged, filtered, by object."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.audit import AuditEvent, AuditQuery
from app.services.workspace import Workspace

__all__ = ["AuditQuery", "Known", "count", "get", "known", "of_object", "page"]


@dataclass(frozen=True, slots=True)
class Known:
    """What can be filtered by: the values that the trail holds, sorted."""

    actors: tuple[str, ...]
    actions: tuple[str, ...]
    object_types: tuple[str, ...]


def page(
    workspace: Workspace, query: AuditQuery, offset: int, limit: int
) -> tuple[AuditEvent, ...]:
    """The events of one page, newest first unless the query says otherwise."""
    with workspace.database.read() as uow:
        return tuple(uow.audit.page(query, offset, limit))


def count(workspace: Workspace, query: AuditQuery) -> tuple[int, int]:
    """How many events the query finds, and how many there are."""
    with workspace.database.read() as uow:
        return uow.audit.count(query)


def get(workspace: Workspace, seq: int) -> AuditEvent | None:
    """One event by its number."""
    with workspace.database.read() as uow:
        return uow.audit.get(seq)


def of_object(
    workspace: Workspace, object_type: str, object_id: str, limit: int = 1_000
) -> tuple[AuditEvent, ...]:
    """What happened to one object, oldest first."""
    query = AuditQuery(object_type=object_type, object_id=object_id, newest_first=False)
    return page(workspace, query, 0, limit)


def known(workspace: Workspace) -> Known:
    """The actors, actions and kinds of objects that the trail holds."""
    with workspace.database.read() as uow:
        return Known(
            tuple(uow.audit.known("actor")),
            tuple(uow.audit.known("action")),
            tuple(uow.audit.known("object_type")),
        )
