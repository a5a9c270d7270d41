"""Rows whose fingerprint the trail tells, beside the rows as they are stored."""

from __future__ import annotations

from typing import Any, NamedTuple

from app.domain.audit import AuditEvent
from app.services.jobs import Job
from app.storage.unit_of_work import UnitOfWork


class _Sealed(NamedTuple):
    """A kind of row, and which events tell of it."""

    objects: tuple[str, ...]  # the kinds of objects of those events
    id_field: str  # where they tell its id; "" if it is that of the object
    is_changing: bool = False  # the newest event counts
    is_numbered: bool = False  # older events tell no id: rows before the first told are passed over
    is_partial: bool = False  # not all events tell a fingerprint: rows without are passed over


_KINDS = {
    "disposition": _Sealed(("case",), "disposition_id"),
    "override": _Sealed(("case",), "override_id"),
    "attachment": _Sealed(("case",), "attachment_id"),
    "exception": _Sealed(("match_exception",), "", is_changing=True),
    "history": _Sealed(("match_exception",), "history_id", is_numbered=True),
    "password": _Sealed(("user", "session"), "", is_changing=True, is_partial=True),
    "setting": _Sealed(("settings",), "setting_id", is_changing=True, is_partial=True),
}


class ToldRows:
    """What the events say of such rows, collected event by event."""

    def __init__(self) -> None:
        # The fingerprint and the event of each row; no fingerprint if only older events tell of it.
        self._told: dict[str, dict[str, tuple[str, int]]] = {kind: {} for kind in _KINDS}

    def note(self, event: AuditEvent, after: dict[str, Any]) -> None:
        """Keep what one event tells; `after` is its decoded text."""
        for kind, sealed in _KINDS.items():
            if event.object_type not in sealed.objects:
                continue
            row_id = after.get(sealed.id_field, "") if sealed.id_field else event.object_id
            if not row_id:
                continue
            digest = after.get(f"{kind}_sha256", "")
            if sealed.is_partial and not digest:
                continue
            known = self._told[kind].get(str(row_id))
            if known is None or (digest and (sealed.is_changing or not known[0])):
                self._told[kind][str(row_id)] = (digest, event.seq)

    def problem(self, uow: UnitOfWork, job: Job) -> tuple[int, str] | None:
        """The first row that is changed, slipped in or gone: its event, and what is wrong."""
        for kind, told in self._told.items():
            sealed = _KINDS[kind]
            first = min(map(int, told), default=None) if sealed.is_numbered else None
            for row_id, digest in uow.row_digests.all(kind):
                job.check()
                if sealed.is_numbered and (first is None or int(row_id) < first):
                    continue
                if row_id not in told:
                    if sealed.is_partial:
                        continue
                    return 1, f"no event tells of {kind} {row_id}"
                stated, seq = told.pop(row_id)
                if stated and stated != digest:
                    return seq, f"{kind} {row_id} is not what was stored"
            for row_id, (_, seq) in told.items():
                return seq, f"{kind} {row_id} is gone"
        return None
