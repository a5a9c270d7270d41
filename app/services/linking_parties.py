"""Parties from links: which links count together, and who is in a party as lists stand now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.domain.links import (
    EntryRef,
    FoundLink,
    Known,
    Link,
    LinkState,
    Party,
    PartyLink,
    group,
    join,
    joining,
    pair,
    party_id,
)
from app.domain.list_entry import ListEntry
from app.services.linking_keys import ofac_numbers, own_references, un_numbers
from app.storage.unit_of_work import UnitOfWork

STANDING = (LinkState.ACTIVE, LinkState.APART)
SELF_REPEATING = "us_csl"  # it holds several lists, so one OFAC number may stand in it twice


def rejoin(uow: UnitOfWork, refs: Iterable[EntryRef]) -> set[EntryRef]:
    """Decide anew which links of these entries' parties count; gives all entries of them."""
    links = uow.links.around(refs)
    notes = join(links, known(uow, links))
    changed = []
    for link in links:
        note = notes.get(link.link_id)
        if note is None:
            continue
        state = LinkState.APART if note else LinkState.ACTIVE
        if (link.state, link.note) != (state, note):
            changed.append(replace(link, state=state, note=note))
    uow.links.decide(changed)
    return {ref for link in links if link.link_id in notes for ref in (link.left, link.right)}


def known(uow: UnitOfWork, links: Sequence[Link], refs: Iterable[EntryRef] = ()) -> Known:
    """What keeps the entries of these links, and these further ones, apart, as the active
    versions tell it."""
    standing = {ref for link in links if link.state in STANDING for ref in (link.left, link.right)}
    standing.update(refs)
    entries = uow.links.entries(standing)
    numbers = {ref: un_numbers(entry) for ref, entry in entries.items()}
    return Known(
        un_numbers={ref: found for ref, found in numbers.items() if found},
        said_same=_said_same(entries),
        told_apart={
            pair(link.left, link.right) for link in links if link.state is LinkState.UNDONE
        },
    )


def _said_same(entries: dict[EntryRef, ListEntry]) -> set[frozenset[EntryRef]]:
    """The pairs of entries of one list that the list itself calls one party."""
    same: set[frozenset[EntryRef]] = set()
    by_number: dict[str, list[EntryRef]] = {}
    for ref, entry in entries.items():
        for other in own_references(entry):
            if EntryRef(ref.source, other) in entries:
                same.add(pair(ref, EntryRef(ref.source, other)))
        if ref.source == SELF_REPEATING:
            for number in ofac_numbers(entry):
                by_number.setdefault(number, []).append(ref)
    for refs in by_number.values():
        same.update(pair(one, other) for one in refs for other in refs if one != other)
    return same


def parties(uow: UnitOfWork, refs: Sequence[EntryRef]) -> tuple[Party, ...]:
    """The parties of these entries, in their order, each once; entries that no active version
    holds are left out, and a party of which one entry is left is none."""
    links = uow.links.reached(refs)
    members = uow.links.members(ref for link in links for ref in (link.left, link.right))
    links = [link for link in links if link.left in members and link.right in members]
    found = []
    for party in group(refs, links):
        own = [link for link in links if link.left in party]
        found.append(
            Party(
                party_id(party),
                tuple(members[ref] for ref in sorted(party)),
                tuple(_as_used(link) for link in joining(own)),
            )
        )
    return tuple(found)


def _as_used(link: Link) -> PartyLink:
    return PartyLink(link.link_id, link.left, link.right, link.basis, link.evidence, link.score)


def standing_link(found: FoundLink, before: Link) -> Link:
    """A stored link with what was found of it now; it stands apart until it is joined."""
    state = before.state if before.state in STANDING else LinkState.APART
    return replace(
        before, basis=found.basis, evidence=found.evidence, score=found.score, state=state
    )
