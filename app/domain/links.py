"""Links: entries of different lists that are the same party, why, and the parties they make.

A link ties two entries of two lists. Links are joined to parties from the surest to the weakest;
one that would put two entries of one list, two UN reference numbers, or two entries that a person
told apart into one party stands apart, and says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from app.domain.list_entry import EntryType

UN_SOURCE: Final = "un_sc"
# A source that is several lists in one file: its ids name theirs before the dash, if any.
MERGED_SOURCES: Final = frozenset({"us_csl"})


class LinkBasis(StrEnum):
    """What a link rests on, the surest first."""

    BY_HAND = "BY_HAND"
    REFERENCE = "REFERENCE"  # one list names the other's entry, or both name a third's
    IDENTIFIER = "IDENTIFIER"  # the same document or register number
    NAME_AND_BIRTH = "NAME_AND_BIRTH"
    NAME_AND_COUNTRY = "NAME_AND_COUNTRY"  # of an entity; or its name and its programme


class LinkState(StrEnum):
    """Whether a link counts. ENDED: an entry left its list, or the evidence is gone."""

    ACTIVE = "ACTIVE"
    APART = "APART"  # it would join what is known to differ
    UNDONE = "UNDONE"  # a person said that these are two parties
    ENDED = "ENDED"


@dataclass(frozen=True, slots=True, order=True)
class EntryRef:
    """One entry of one list, whatever its version."""

    source: str
    entry_id: str

    def __str__(self) -> str:
        return f"{self.source} {self.entry_id}"


@dataclass(frozen=True, slots=True)
class Link:
    """Two entries of two lists that are the same party; `left` sorts before `right`.

    `evidence` says why in words, `score` 0-1 how well the names agree. `note` tells why a link
    stands apart. `made_by` is empty for the program; `changed_by`, `changed_at` and `reason` belong
    to the last person who undid, restored or made it. Times are UTC.
    """

    link_id: str
    left: EntryRef
    right: EntryRef
    basis: LinkBasis
    evidence: str
    score: float
    state: LinkState
    created_at: datetime
    note: str = ""
    made_by: str = ""
    changed_at: datetime | None = None
    changed_by: str = ""
    reason: str = ""

    def other(self, ref: EntryRef) -> EntryRef:
        """The entry at the other end."""
        return self.right if ref == self.left else self.left


@dataclass(frozen=True, slots=True)
class FoundLink:
    """What the evidence of two entries says: that they are one party."""

    left: EntryRef
    right: EntryRef
    basis: LinkBasis
    evidence: str
    score: float


@dataclass(frozen=True, slots=True)
class PartyMember:
    """An entry of a party as it stands in the active version of its list."""

    source: str
    entry_id: str
    entry_checksum: str
    type: EntryType
    primary_name: str

    @property
    def ref(self) -> EntryRef:
        return EntryRef(self.source, self.entry_id)


@dataclass(frozen=True, slots=True)
class PartyLink:
    """A link as it counted when a party was put together: kept in the screening record."""

    link_id: str
    left: EntryRef
    right: EntryRef
    basis: LinkBasis
    evidence: str
    score: float


@dataclass(frozen=True, slots=True)
class Party:
    """The entries of several lists that are one listed party, and the links that join them (not
    every further one that says the same).

    `party_id` follows from the entry that leads: the UN's, else the first by source and id.
    """

    party_id: str
    members: tuple[PartyMember, ...]
    links: tuple[PartyLink, ...]

    def holds(self, source: str, entry_id: str) -> bool:
        """Whether the entry is one of this party."""
        return any((m.source, m.entry_id) == (source, entry_id) for m in self.members)

    def why(self, source: str, entry_id: str) -> PartyLink:
        """The surest link of a member."""
        ref = EntryRef(source, entry_id)
        own = (link for link in self.links if ref in (link.left, link.right))
        return min(own, key=strength)


@dataclass(frozen=True, slots=True)
class Known:
    """What keeps entries apart: the UN numbers that an entry is or names, the pairs of one list
    that the list itself calls one party, and the pairs that a person told apart."""

    un_numbers: Mapping[EntryRef, frozenset[str]] = field(default_factory=dict)
    said_same: Set[frozenset[EntryRef]] = frozenset()
    told_apart: Set[frozenset[EntryRef]] = frozenset()


def strength(link: Link | FoundLink | PartyLink) -> tuple[int, float, EntryRef, EntryRef]:
    """The order in which links are joined: the surest first."""
    return list(LinkBasis).index(link.basis), -link.score, link.left, link.right


def pair(one: EntryRef, other: EntryRef) -> frozenset[EntryRef]:
    """Two entries, in no order."""
    return frozenset((one, other))


def party_id(refs: Iterable[EntryRef]) -> str:
    """The id of the party of these entries."""
    lead = min(refs, key=lambda ref: (ref.source != UN_SOURCE, ref))
    digest = hashlib.blake2b(f"{lead.source}\0{lead.entry_id}".encode(), digest_size=8)
    return f"pty_{digest.hexdigest()}"


def join(links: Iterable[Link], known: Known) -> dict[str, str]:
    """Which links count, joined from the surest to the weakest.

    Args:
        links: links of a neighbourhood, of any state; only ACTIVE and APART ones are joined.
        known: what keeps entries apart.
    Returns:
        link id -> "" for a link that counts, else why it stands apart.
    """
    parties: dict[EntryRef, frozenset[EntryRef]] = {}
    notes: dict[str, str] = {}
    open_links = (link for link in links if link.state in (LinkState.ACTIVE, LinkState.APART))
    for link in sorted(open_links, key=strength):
        left = parties.get(link.left, frozenset((link.left,)))
        right = parties.get(link.right, frozenset((link.right,)))
        problem = "" if left == right else why_apart(left, right, known)
        notes[link.link_id] = problem
        if not problem:
            whole = left | right
            parties.update(dict.fromkeys(whole, whole))
    return notes


def why_apart(left: Set[EntryRef], right: Set[EntryRef], known: Known) -> str:
    """Why two groups of entries cannot be one party, or ""."""
    for one in sorted(left):
        for other in sorted(right):
            if pair(one, other) in known.told_apart:
                return f"It would join {one} and {other}, which a person told apart."
            if is_one_list(one, other) and pair(one, other) not in known.said_same:
                return f"It would join two entries of one list: {one} and {other}."
    numbers = _numbers(left, known), _numbers(right, known)
    if all(numbers) and not numbers[0] & numbers[1]:
        first, second = (", ".join(sorted(found)) for found in numbers)
        return f"It would join two UN reference numbers: {first} and {second}."
    return ""


def is_one_list(one: EntryRef, other: EntryRef) -> bool:
    """Whether both entries stand in the same list, which tells them apart."""
    return list_of(one) == list_of(other)


def list_of(ref: EntryRef) -> tuple[str, str]:
    """The list of an entry: its source and, in a merged source, what its id names before the
    dash, "" if nothing."""
    name, dash, _ = ref.entry_id.partition("-")
    return ref.source, name if dash and ref.source in MERGED_SOURCES else ""


def _numbers(refs: Set[EntryRef], known: Known) -> set[str]:
    return {number for ref in refs for number in known.un_numbers.get(ref, ())}


def joining(links: Iterable[Link]) -> list[Link]:
    """The links that are enough to join their entries, the surest first: one fewer than entries
    in a party, the surest link of each entry among them."""
    parties: dict[EntryRef, frozenset[EntryRef]] = {}
    found = []
    for link in sorted(links, key=strength):
        left = parties.get(link.left, frozenset((link.left,)))
        if link.right not in left:
            whole = left | parties.get(link.right, frozenset((link.right,)))
            parties.update(dict.fromkeys(whole, whole))
            found.append(link)
    return found


def group(refs: Iterable[EntryRef], links: Sequence[Link]) -> list[frozenset[EntryRef]]:
    """The parties that the ACTIVE ones of these links make of these entries, in their order;
    an entry without a link is in none."""
    around: dict[EntryRef, list[EntryRef]] = {}
    for link in links:
        if link.state is LinkState.ACTIVE:
            around.setdefault(link.left, []).append(link.right)
            around.setdefault(link.right, []).append(link.left)
    parties: list[frozenset[EntryRef]] = []
    seen: set[EntryRef] = set()
    for ref in refs:
        if ref in seen or ref not in around:
            continue
        found, waiting = {ref}, [ref]
        while waiting:
            fresh = [other for other in around[waiting.pop()] if other not in found]
            found.update(fresh)
            waiting.extend(fresh)
        seen |= found
        parties.append(frozenset(found))
    return parties
