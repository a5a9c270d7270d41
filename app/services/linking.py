"""One party, many lists: the links of an entry, its party, and what a person decides about them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace

from app.domain.errors import BadInput, DatabaseLocked, NotFound, ReadOnlyFolder, UsageError
from app.domain.events import Event, EventType
from app.domain.ids import new_id
from app.domain.links import (
    EntryRef,
    Known,
    Link,
    LinkBasis,
    LinkState,
    Party,
    PartyMember,
    group,
    why_apart,
)
from app.domain.user import Permission
from app.services.catalogue import source_named
from app.services.jobs import NO_JOB, Job
from app.services.linking_parties import STANDING, known, parties, rejoin
from app.services.linking_run import STATE_KEY, LinkReport, compute, wanted_state
from app.services.linking_shape import link_value, party_value
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

__all__ = [
    "LinkReport",
    "is_current",
    "link_by_hand",
    "link_value",
    "links_of",
    "members_of",
    "parties_of",
    "party_of",
    "party_value",
    "relink",
    "restore",
    "undo",
]

_SAFE = "Nothing was changed."
_ORDER = (LinkState.ACTIVE, LinkState.APART, LinkState.UNDONE, LinkState.ENDED)


def relink(workspace: Workspace, job: Job = NO_JOB) -> LinkReport | None:
    """Bring the links up to date with the active list versions; only what changed is looked at.

    Meant for the background, after a version was activated; screenings go on meanwhile. None if
    there was nothing to do, if another process is at it, or if the workspace can only be read.

    Raises JobCancelled; what was done until then stays and is gone on from.
    """
    if is_current(workspace):
        return None
    with ExitStack() as held:
        try:
            held.enter_context(workspace.database.link_lock())
        except (DatabaseLocked, ReadOnlyFolder):
            return None
        return compute(workspace, job)


def is_current(workspace: Workspace) -> bool:
    """Whether the links are those of the active list versions."""
    with workspace.database.read() as uow:
        return bool(uow.settings.get(STATE_KEY, default={}) == wanted_state(uow))


def links_of(workspace: Workspace, source: str, entry_id: str) -> tuple[Link, ...]:
    """Every link of an entry, of every state: those that count first, then the undone.

    Raises UsageError for an unknown source.
    """
    source_named(workspace.catalogue, source)
    ref = EntryRef(source, entry_id)
    with workspace.database.read() as uow:
        links = uow.links.of_entries([ref])
    return tuple(sorted(links, key=lambda link: (_ORDER.index(link.state), link.other(ref))))


def party_of(workspace: Workspace, source: str, entry_id: str) -> Party | None:
    """The party of an entry as the active versions have it now; None if it is alone."""
    found = parties_of(workspace, [EntryRef(source, entry_id)])
    return found[0] if found else None


def members_of(workspace: Workspace, links: Iterable[Link]) -> dict[EntryRef, PartyMember]:
    """The entries that these links tie, as the active versions have them now; one that has left
    its list is not among them."""
    refs = {ref for link in links for ref in (link.left, link.right)}
    with workspace.database.read() as uow:
        return uow.links.members(refs)


def parties_of(workspace: Workspace, refs: Sequence[EntryRef]) -> tuple[Party, ...]:
    """The parties of these entries, in their order, each once; who is alone is in none."""
    with workspace.database.read() as uow:
        return parties(uow, refs)


def undo(workspace: Workspace, link_id: str, *, reason: str) -> Link:
    """Take a link apart for good: these are two parties, by whatever way they were joined.

    The link never comes back by itself, nor does another chain of links join the two.

    Raises:
        UsageError: no reason was given.
        NotFound: there is no such link.
        BadInput: it is undone already, or it has ended.
    """
    workspace.require(Permission.MANAGE_LISTS)
    why = _reason(reason)
    with workspace.database.write() as uow:
        link = uow.links.get(link_id)
        if link.state not in STANDING:
            raise BadInput(f"The link {link_id} is {link.state.value.lower()} already.", safe=_SAFE)
        around = _around(link, uow.links.around((link.left, link.right)))
        changed = _decided(workspace, link, LinkState.UNDONE, why)
        uow.links.save([changed])
        rejoin(uow, around)
        event = _record(workspace, uow, EventType.LINK_UNDONE, link, changed)
        uow.commit()
    workspace.bus.publish([event])
    return changed


def restore(workspace: Workspace, link_id: str, *, reason: str) -> Link:
    """Let a link that was undone count again.

    Raises:
        UsageError: no reason was given.
        NotFound: there is no such link.
        BadInput: it is not undone, or an entry of it is in no active version any more.
    """
    workspace.require(Permission.MANAGE_LISTS)
    why = _reason(reason)
    with workspace.database.write() as uow:
        link = uow.links.get(link_id)
        if link.state is not LinkState.UNDONE:
            raise BadInput(f"The link {link_id} is not undone.", safe=_SAFE)
        _require_listed(uow, (link.left, link.right))
        uow.links.save([_decided(workspace, link, LinkState.APART, why)])
        rejoin(uow, (link.left, link.right))
        changed = uow.links.get(link_id)
        event = _record(workspace, uow, EventType.LINK_RESTORED, link, changed)
        uow.commit()
    workspace.bus.publish([event])
    return changed


def link_by_hand(workspace: Workspace, one: EntryRef, other: EntryRef, *, reason: str) -> Link:
    """Say that two entries of two lists are one party.

    Raises:
        UsageError: no reason, an unknown source, or both entries are of one list.
        NotFound: an entry is in no active version.
        BadInput: they are linked already, or the link would join what is known to differ.
    """
    workspace.require(Permission.MANAGE_LISTS)
    why = _reason(reason)
    for ref in (one, other):
        source_named(workspace.catalogue, ref.source)
    if one.source == other.source:
        raise UsageError(
            f"{one} and {other} are two entries of one list, which tells them apart.",
            safe=_SAFE,
            todo="Link each to an entry of another list.",
        )
    left, right = sorted((one, other))
    with workspace.database.write() as uow:
        _require_listed(uow, (left, right))
        before = uow.links.between(left, right)
        _require_new(before)
        links = uow.links.around((left, right))
        _require_joinable(left, right, links, known(uow, links, (left, right)))
        now = workspace.clock()
        link = Link(
            before.link_id if before else new_id("lnk", now),
            left, right, LinkBasis.BY_HAND, f"Linked by {workspace.actor}: {why}", 1.0,
            LinkState.ACTIVE, before.created_at if before else now,
            made_by=workspace.actor, changed_at=now, changed_by=workspace.actor, reason=why,
        )  # fmt: skip
        uow.links.save([link])
        rejoin(uow, (left, right))
        event = _record(workspace, uow, EventType.LINK_MADE, before, link)
        uow.commit()
    workspace.bus.publish([event])
    return link


def _reason(reason: str) -> str:
    text = " ".join(reason.split())
    if not text:
        raise UsageError("A reason is missing.", safe=_SAFE, todo="Say why; it is recorded.")
    return text


def _require_listed(uow: UnitOfWork, refs: Sequence[EntryRef]) -> None:
    found = uow.links.members(refs)
    for ref in refs:
        if ref not in found:
            raise NotFound(f"No active list version holds {ref}.", safe=_SAFE)


def _require_new(before: Link | None) -> None:
    if before is None or before.state in (LinkState.ENDED, LinkState.APART):
        return
    if before.state is LinkState.UNDONE:
        raise BadInput(
            f"The link {before.link_id} of these entries was undone: {before.reason}",
            safe=_SAFE,
            todo="Restore it, with a reason.",
        )
    raise BadInput(f"They are linked already ({before.link_id}).", safe=_SAFE)


def _require_joinable(left: EntryRef, right: EntryRef, links: Sequence[Link], held: Known) -> None:
    """Raises BadInput if the parties of both entries cannot be one."""
    sides = [next(iter(group([ref], links)), frozenset((ref,))) for ref in (left, right)]
    problem = "" if sides[0] == sides[1] else why_apart(sides[0], sides[1], held)
    if problem:
        raise BadInput(
            problem, safe=_SAFE, todo="Undo the link that is wrong first; `lists links` shows them."
        )


def _around(link: Link, links: Sequence[Link]) -> set[EntryRef]:
    """All entries of the neighbourhood of a link, before it is taken out of it."""
    found = {link.left, link.right}
    for near in links:
        if near.state in STANDING:
            found.update((near.left, near.right))
    return found


def _decided(workspace: Workspace, link: Link, state: LinkState, reason: str) -> Link:
    return replace(
        link,
        state=state,
        note="",
        changed_at=workspace.clock(),
        changed_by=workspace.actor,
        reason=reason,
    )


def _record(
    workspace: Workspace, uow: UnitOfWork, kind: EventType, before: Link | None, after: Link
) -> Event:
    """One event and one audit row of the same fact, in the caller's transaction."""
    facts = link_value(after)
    event = uow.events.add(workspace.event(kind, "link", after.link_id, facts))
    uow.audit.append(
        event.at,
        workspace.actor,
        kind.value,
        "link",
        after.link_id,
        json.dumps(link_value(before), ensure_ascii=False) if before else "",
        json.dumps(facts, ensure_ascii=False),
    )
    return event
