"""Equivalent spellings learned from the loaded lists: one party's own names, aligned.

Official lists give one party in many spellings. Two names of one entry that agree but for one
token show that its two spellings may be one name. `learn` counts the entries that show a pair and
keeps it only if its sound, the number of independent parties and the frequency of both tokens say
that it is a spelling, and no second name of that party.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from app.domain.list_entry import EntryType, ListEntry
from app.matching.learning.naming import Difference, differences, names_of
from app.matching.tables import NameTables

ALGORITHM = "learned-1"
MOST_ENTRIES = 20  # kept of a pair as its evidence

ONE_PARTY = 0.10  # distance up to which one party's names are enough
TWO_PARTIES = 0.20  # ... two independent parties; beyond it takes three
RATE = 0.7  # share of the rarer token's entries that must show the pair, times the distance
TOGETHER = 3  # how many times more often shown as spellings than met in one and the same name

_STEP = 500  # entries between two reports of progress

Progress = Callable[[int, int, str], None]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class LearnedPair:
    """Two spellings of one name, first < second.

    `support` is the number of entries that show the pair, `entries` are the storage keys of up to
    MOST_ENTRIES of them, rising.
    """

    first: str
    second: str
    support: int
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LearnedAliases:
    """All learned pairs, by first and second token; not closed transitively.

    `version` changes with the content and the algorithm. `known` is the number of pairs that the
    lists show, too, but that the curated classes already hold; they are not among the pairs.
    """

    version: str
    pairs: tuple[LearnedPair, ...]
    known: int = 0

    def of(self, token: str) -> tuple[LearnedPair, ...]:
        """The pairs that a normalised token is in, the best supported first."""
        found = (pair for pair in self.pairs if token in (pair.first, pair.second))
        return tuple(sorted(found, key=lambda pair: -pair.support))

    def partners(self) -> Mapping[str, tuple[str, ...]]:
        """For each token that was learned its equivalents, by spelling; symmetric."""
        found: dict[str, list[str]] = {}
        for pair in self.pairs:
            found.setdefault(pair.first, []).append(pair.second)
            found.setdefault(pair.second, []).append(pair.first)
        return {token: tuple(sorted(others)) for token, others in found.items()}


def learn(
    entries: Iterable[tuple[int, ListEntry]],
    tables: NameTables,
    progress: Progress | None = None,
) -> LearnedAliases:
    """The spellings that the names of these entries show; the order of the entries is no matter.

    Args:
        entries: storage key and entry of every entry of the loaded lists, read once.
        tables: particles, legal forms and the curated classes, which veto and are not learned.
        progress: called with (entries done, 0, text); the total is not known.
    """
    shown = _Shown()
    skipped = tables.particles | tables.legal_words
    for done, (key, entry) in enumerate(entries):
        if progress and done % _STEP == 0:
            progress(done, 0, "Learning spellings from the lists")
        names = names_of(entry, tables)
        if names:
            words = [name.split for name in names]
            is_person = entry.type is EntryType.INDIVIDUAL
            shown.add(key, words, differences(names, skipped, is_person=is_person))
    return shown.judged(tables)


def _learned(pairs: Iterable[LearnedPair], known: int) -> LearnedAliases:
    """Sorted, and with the version of its content."""
    rising = tuple(sorted(pairs, key=lambda pair: (pair.first, pair.second)))
    content = [(pair.first, pair.second, pair.support, pair.entries) for pair in rising]
    digest = hashlib.blake2b(json.dumps([content, known]).encode(), digest_size=6).hexdigest()
    return LearnedAliases(f"{ALGORITHM}-{digest}", rising, known)


NOTHING_LEARNED = _learned((), 0)


@dataclass(slots=True)
class _Evidence:
    """What the entries say of one pair: how far its tokens are apart, and who shows it with
    which tokens in common."""

    distance: float
    shared: dict[int, frozenset[str]] = field(default_factory=dict)

    def independent(self, enough: int) -> int:
        """How many parties show it that have no token in common, up to `enough`.

        The same party stands on several lists, and a family shares names.
        """
        seen: set[str] = set()
        parties = 0
        for key in sorted(self.shared):
            if seen.isdisjoint(self.shared[key]):
                seen |= self.shared[key]
                parties += 1
                if parties == enough:
                    break
        return parties


class _Shown:
    """What was shown so far: the pairs, and all names as numbers, to be counted at the end."""

    def __init__(self) -> None:
        self._evidence: dict[Pair, _Evidence] = {}
        self._numbers: dict[str, int] = {}
        self._entries_with: Counter[str] = Counter()
        self._tokens = array("i")  # of all names of several tokens, one after the other
        self._ends = array("q")  # where each name ends
        self._owners = array("q")  # the storage key of each name's entry

    def add(self, key: int, names: Iterable[tuple[str, ...]], found: Iterable[Difference]) -> None:
        distinct = set(names)
        self._entries_with.update({token for name in distinct for token in name})
        numbers = self._numbers
        for name in distinct:
            self._tokens.extend(numbers.setdefault(token, len(numbers)) for token in set(name))
            self._ends.append(len(self._tokens))
            self._owners.append(key)
        for item in found:
            evidence = self._evidence.get((item.first, item.second))
            if evidence is None:
                evidence = self._evidence[item.first, item.second] = _Evidence(item.distance)
            before = evidence.shared.get(key)
            shared = frozenset(item.shared)
            evidence.shared[key] = shared if before is None else before | shared

    def judged(self, tables: NameTables) -> LearnedAliases:
        """The pairs that are spellings."""
        together = self._met_together()
        known = 0
        kept = []
        for (first, second), evidence in self._evidence.items():
            here, there = tables.classes.get(first), tables.classes.get(second)
            if here and there:
                known += not set(here).isdisjoint(there)  # equal already, or known to be others
                continue
            rarer = min(self._entries_with[first], self._entries_with[second])
            if _is_spelling(evidence, rarer, together[first, second]):
                keys = sorted(evidence.shared)
                kept.append(LearnedPair(first, second, len(keys), tuple(keys[:MOST_ENTRIES])))
        return _learned(kept, known)

    def _met_together(self) -> Counter[Pair]:
        """In how many entries both tokens of a pair stand in one and the same name."""
        partners: dict[int, dict[int, Pair]] = {}
        for pair in self._evidence:
            here, there = (self._numbers.get(token, -1) for token in pair)
            partners.setdefault(here, {})[there] = pair
        met: dict[Pair, set[int]] = {}
        start = 0
        for end, owner in zip(self._ends, self._owners, strict=True):
            name = self._tokens[start:end]
            start = end
            for number in name:
                others = partners.get(number)
                if others:
                    for other in name:
                        if other in others:
                            met.setdefault(others[other], set()).add(owner)
        return Counter({pair: len(owners) for pair, owners in met.items()})


def _is_spelling(evidence: _Evidence, rarer: int, together: int) -> bool:
    """Whether a pair is two spellings of one name.

    Args:
        evidence: the pair's distance, and the entries that show it.
        rarer: the number of entries with the rarer of the two tokens. Two names that many bear are
            confused by chance now and then; two spellings of one name are met again and again.
        together: the number of entries with a name that holds both: nobody is called by two
            spellings at once.
    """
    support = len(evidence.shared)
    if TOGETHER * together > support or support < RATE * evidence.distance * rarer:
        return False
    if evidence.distance <= ONE_PARTY:
        return True
    enough = 2 if evidence.distance <= TWO_PARTIES else 3
    return evidence.independent(enough) == enough


def to_arrays(learned: LearnedAliases) -> dict[str, npt.NDArray[np.generic]]:
    """The pairs as arrays to be stored beside an index; every name begins with ``learned_``."""
    words = sorted({token for pair in learned.pairs for token in (pair.first, pair.second)})
    places = {word: at for at, word in enumerate(words)}
    tokens = [(places[pair.first], places[pair.second]) for pair in learned.pairs]
    sizes = [len(pair.entries) for pair in learned.pairs]
    keys = [key for pair in learned.pairs for key in pair.entries]
    return {
        "learned_words": np.frombuffer(" ".join(words).encode("ascii"), dtype=np.uint8),
        "learned_tokens": np.array(tokens, dtype=np.int32).reshape(-1, 2),
        "learned_support": np.array([pair.support for pair in learned.pairs], dtype=np.int32),
        "learned_sizes": np.array(sizes, dtype=np.int32),
        "learned_entries": np.array(keys, dtype=np.int64),
        "learned_known": np.array([learned.known], dtype=np.int64),
    }


def from_arrays(arrays: Mapping[str, npt.NDArray[np.generic]]) -> LearnedAliases:
    """What `to_arrays` made; other arrays among them are ignored.

    Raises:
        KeyError: an array is missing.
        ValueError: the arrays do not fit together.
    """
    words = bytes(arrays["learned_words"]).decode("ascii").split()
    tokens, support = arrays["learned_tokens"].tolist(), arrays["learned_support"].tolist()
    sizes, keys = arrays["learned_sizes"].tolist(), arrays["learned_entries"].tolist()
    if sum(sizes) != len(keys) or not all(0 <= at < len(words) for two in tokens for at in two):
        raise ValueError("the arrays of the learned spellings do not fit together")
    pairs = []
    start = 0
    for (first, second), count, size in zip(tokens, support, sizes, strict=True):
        entries = tuple(keys[start : start + size])
        start += size
        pairs.append(LearnedPair(words[first], words[second], count, entries))
    return _learned(pairs, int(arrays["learned_known"].tolist()[0]))
