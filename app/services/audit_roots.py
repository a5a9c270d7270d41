"""Signed roots of the audit trail: every day that is over is signed, and today when asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from app.domain.audit import AuditEvent, AuditRoot, fingerprint
from app.domain.events import Event, EventType
from app.services.recording import record_change
from app.services.signing_key import SigningKey, load_key, make_key, verifier
from app.services.workspace import Workspace
from app.storage.anchor import ROOTS_FILE, append_root_copy, read_root_copy
from app.storage.unit_of_work import UnitOfWork

KEY_OBJECT = "signing_key"
_CLOCK_SLACK = timedelta(hours=1)  # clocks may be set between signing and telling of it


@dataclass(frozen=True, slots=True)
class CheckedRoot:
    """A root with what checking it alone says; `problem` is empty if it is in order."""

    root: AuditRoot
    problem: str = ""


def latest(workspace: Workspace) -> AuditRoot | None:
    """The signed root that covers the most, None before the first."""
    with workspace.database.read() as uow:
        return uow.audit_roots.latest()


def sign_due(workspace: Workspace, *, today: bool = False) -> tuple[AuditRoot, ...]:
    """Sign the last event of every day (UTC) that is over and has no signed root yet.

    Safe to call at any time, also where nothing is due or nothing can be written. The first
    signature makes the key and tells the trail of it. A copy of the roots beside the database
    gets what it lacks.

    Args:
        today: sign the newest event of today as well.
    Raises NotAllowed for a role that reads only; IntegrityFault for a key that is broken;
    EnvironmentFault for a folder that cannot be written.
    """
    workspace.check_may_write()
    if workspace.database.is_read_only:
        return ()
    now = workspace.clock()
    with workspace.database.read() as uow:
        is_due, stored = bool(_due(uow, now, today=today)), uow.audit_roots.all()
    if not is_due:
        _fill_copy(workspace, stored)
        return ()
    key = _key(workspace)
    with workspace.database.write() as uow:
        made, events = [], []
        if _due(uow, now, today=today):  # another process may have signed meanwhile
            # The trail is told of a key together with the first root: never one without the other.
            events = _tell(workspace, uow, key)
            made = [_signed(key, event, now) for event in _due(uow, now, today=today)]
            uow.audit_roots.add_all(made)
        stored = uow.audit_roots.all()
        uow.commit()
    _fill_copy(workspace, stored)
    workspace.bus.publish(events)
    return tuple(made)


def roots(workspace: Workspace) -> tuple[CheckedRoot, ...]:
    """All signed roots, the newest first, each checked against its event and its key."""
    with workspace.database.read() as uow:
        checked = [
            replace(found, problem=found.problem or _against(uow, found.root))
            for found in check_signatures(uow, uow.audit_roots.all())
        ]
    return tuple(reversed(checked))


def key_fingerprint(workspace: Workspace) -> str:
    """The fingerprint of the key that signs now, to be noted outside; "" before the first."""
    key = load_key(workspace.data_dir)
    return fingerprint(key.public_key) if key else ""


def check_signatures(uow: UnitOfWork, found: Iterable[AuditRoot]) -> list[CheckedRoot]:
    """Each root with what is wrong with its signature or its key: the trail tells of every key."""
    is_signed, known = verifier(), _known_keys(uow)
    checked = []
    for root in found:
        problem = ""
        if not is_signed(root.public_key, root.signature, root.message):
            problem = f"The signature for {root.day} is not of what it stands under."
        elif root.public_key not in known:
            problem = f"The root of {root.day} is signed with a key that the trail does not know."
        checked.append(CheckedRoot(root, problem))
    return checked


def copies(workspace: Workspace, other: Path | None = None) -> tuple[list[AuditRoot], list[int]]:
    """The roots of the copy beside the database and of another one kept elsewhere, and the
    numbers of lines that are none."""
    own, broken = read_root_copy(workspace.data_dir / ROOTS_FILE)
    if other is None:
        return own, broken
    kept, also_broken = read_root_copy(other)
    return own + kept, broken + also_broken


def unrooted_key(uow: UnitOfWork, found: Iterable[AuditRoot]) -> AuditEvent | None:
    """The event of a key that the trail tells of and that signed none of these roots by then; its
    roots were removed, for a key is told of when it first signs. Signing anew hides nothing."""
    first: dict[str, datetime] = {}
    for root in found:
        first[root.public_key] = min(root.signed_at, first.get(root.public_key, root.signed_at))
    for key in uow.audit.objects(KEY_OBJECT):
        told = uow.audit.of_object(KEY_OBJECT, key)[0]
        if key not in first or first[key] > told.at + _CLOCK_SLACK:
            return told
    return None


def _due(uow: UnitOfWork, now: datetime, *, today: bool) -> list[AuditEvent]:
    """The last events of the days that are to be signed."""
    last = uow.audit_roots.latest()
    events = uow.audit.last_of_days(last.seq if last else 0)
    return [event for event in events if today or event.at.date() < now.date()]


def _fill_copy(workspace: Workspace, stored: list[AuditRoot]) -> None:
    copied = {root.seq for root in read_root_copy(workspace.data_dir / ROOTS_FILE)[0]}
    append_root_copy(workspace.data_dir, (root for root in stored if root.seq not in copied))


def _known_keys(uow: UnitOfWork) -> set[str]:
    return set(uow.audit.objects(KEY_OBJECT))


def _against(uow: UnitOfWork, root: AuditRoot) -> str:
    event = uow.audit.get(root.seq)
    if event is None:
        return f"Event {root.seq}, which was signed, is gone."
    return "" if event.hash == root.hash else f"Event {root.seq} is not the one that was signed."


def _signed(key: SigningKey, event: AuditEvent, now: datetime) -> AuditRoot:
    root = AuditRoot(event.seq, event.at.date(), event.hash, now, key.public_key, "")
    return replace(root, signature=key.sign(root.message))


def _key(workspace: Workspace) -> SigningKey:
    """The key, made now if there is none."""
    key = load_key(workspace.data_dir)
    if key is None:
        try:
            key = make_key(workspace.data_dir)
        except FileExistsError:
            key = load_key(workspace.data_dir)
            assert key
    return key


def _tell(workspace: Workspace, uow: UnitOfWork, key: SigningKey) -> list[Event]:
    """Tell the trail of a key that it does not know."""
    if key.public_key in _known_keys(uow):
        return []
    told = {"fingerprint": fingerprint(key.public_key), "algorithm": "Ed25519"}
    kind = EventType.SETTINGS_CHANGED
    return [record_change(workspace, uow, kind, KEY_OBJECT, key.public_key, after=told)]
