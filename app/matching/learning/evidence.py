"""What the names of all entries show of a pair of tokens, and when that makes it a spelling."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from app.matching.learning.naming import Difference

ONE_PARTY = 0.10  # distance up to which one party's names are enough
RARE_TOKENS = 0.15  # ... if hardly another entry has the rarer token, and both are long enough
TWO_PARTIES = 0.20  # ... two independent parties; beyond it takes three
LONG_ENOUGH = 5  # letters
RATE = 0.7  # share of the rarer token's entries that must show the pair, times the distance
TOGETHER = 3  # how many times more often shown as spellings than met in one and the same name

NOBODY = -1

Pair = tuple[str, str]  # two tokens, the first by spelling first


@dataclass(slots=True)
class Evidence:
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


class Shown:
    """What was shown so far: the pairs, and all names as numbers, to be counted at the end.

    What an entry shows can be taken back when it is gone. `numbers` are the tokens by number,
    `entries_with` how many entries have each; `tokens` are those of all names, one after the
    other, `ends` where each name ends, `owners` the storage key of its entry, or NOBODY.
    """

    def __init__(self) -> None:
        self.evidence: dict[Pair, Evidence] = {}
        self.numbers: dict[str, int] = {}
        self.entries_with: Counter[str] = Counter()
        self.tokens = array("i")
        self.ends = array("q")
        self.owners = array("q")
        self.pairs_of: dict[int, set[Pair]] = {}

    @property
    def names(self) -> int:
        """How many names are held, those of removed entries among them."""
        return len(self.owners)

    def add(self, key: int, names: Set[tuple[str, ...]], found: Iterable[Difference]) -> None:
        self.entries_with.update({token for name in names for token in name})
        numbers = self.numbers
        for name in names:
            self.tokens.extend(numbers.setdefault(token, len(numbers)) for token in set(name))
            self.ends.append(len(self.tokens))
            self.owners.append(key)
        for item in found:
            evidence = self.evidence.get((item.first, item.second))
            if evidence is None:
                evidence = self.evidence[item.first, item.second] = Evidence(item.distance)
            before = evidence.shared.get(key)
            self.pairs_of.setdefault(key, set()).add((item.first, item.second))
            shared = frozenset(item.shared)
            evidence.shared[key] = shared if before is None else before | shared

    def remove(self, keys: Set[int]) -> None:
        """Take back what these entries showed; unknown keys are no matter."""
        tokens_of: dict[int, set[int]] = {}
        start = 0
        for at, (end, owner) in enumerate(zip(self.ends, self.owners, strict=True)):
            if owner in keys:
                tokens_of.setdefault(owner, set()).update(self.tokens[start:end])
                self.owners[at] = NOBODY
            start = end
        words = {number: word for word, number in self.numbers.items()} if tokens_of else {}
        for tokens in tokens_of.values():
            self.entries_with.subtract(words[number] for number in tokens)
        for key in keys:
            for pair in self.pairs_of.pop(key, ()):
                shared = self.evidence[pair].shared
                del shared[key]
                if not shared:
                    del self.evidence[pair]

    def judged(self, classes: Mapping[str, tuple[int, ...]]) -> tuple[dict[Pair, list[int]], int]:
        """The pairs that are spellings of one name.

        Args:
            classes: the curated classes of a token. They are right about the pairs of which they
                know both tokens; a token that they do not know belongs to one class at most.
        Returns: pair -> rising storage keys of the entries that show it; and the number of pairs
            left out because a curated class holds both tokens.
        """
        together = self._met_together()
        known = 0
        kept: dict[Pair, Evidence] = {}
        for pair, evidence in self.evidence.items():
            here, there = (classes.get(token, ()) for token in pair)
            if here and there:
                known += not set(here).isdisjoint(there)
                continue
            rarer = min(self.entries_with[token] for token in pair)
            if _is_spelling(pair, evidence, rarer, together[pair]):
                kept[pair] = evidence
        gone = _of_other_classes(kept, classes)
        return {
            pair: sorted(evidence.shared) for pair, evidence in kept.items() if pair not in gone
        }, known

    def _met_together(self) -> Counter[Pair]:
        """In how many entries both tokens of a pair stand in one and the same name."""
        partners: dict[int, dict[int, Pair]] = {}
        for pair in self.evidence:
            here, there = (self.numbers[token] for token in pair)
            partners.setdefault(here, {})[there] = pair
        met: dict[Pair, set[int]] = {}
        start = 0
        for end, owner in zip(self.ends, self.owners, strict=True):
            name = self.tokens[start:end]
            start = end
            if owner == NOBODY:
                continue
            for number in name:
                others = partners.get(number)
                if others:
                    for other in name:
                        if other in others:
                            met.setdefault(others[other], set()).add(owner)
        return Counter({pair: len(owners) for pair, owners in met.items()})


def to_arrays(shown: Shown) -> dict[str, npt.NDArray[Any]]:
    """What was shown as arrays to be stored, without what was taken back; every name begins with
    ``shown_``."""
    words = list(shown.numbers)
    ends = np.frombuffer(shown.ends, dtype=np.int64)
    owners = np.frombuffer(shown.owners, dtype=np.int64)
    sizes = np.diff(ends, prepend=0)
    is_held = owners != NOBODY
    pairs = list(shown.evidence)
    facts = [
        (at, key, sorted(shown.numbers[word] for word in shared))
        for at, evidence in enumerate(shown.evidence.values())
        for key, shared in evidence.shared.items()
    ]
    return {
        "shown_words": np.frombuffer(" ".join(words).encode("ascii"), dtype=np.uint8),
        "shown_counts": np.array([shown.entries_with[word] for word in words], dtype=np.int32),
        "shown_tokens": np.frombuffer(shown.tokens, dtype=np.int32)[np.repeat(is_held, sizes)],
        "shown_ends": np.cumsum(sizes[is_held]),
        "shown_owners": owners[is_held],
        "shown_pairs": _table([[shown.numbers[word] for word in pair] for pair in pairs]),
        "shown_distances": np.array([shown.evidence[pair].distance for pair in pairs]),
        "shown_facts": _table([[at, key] for at, key, _ in facts]),
        "shown_sizes": np.array([len(shared) for _, _, shared in facts], dtype=np.int32),
        "shown_shared": np.array([n for _, _, shared in facts for n in shared], dtype=np.int32),
    }


def from_arrays(arrays: Mapping[str, npt.NDArray[Any]]) -> Shown:
    """What `to_arrays` made; other arrays among them are ignored.

    Raises:
        KeyError: an array is missing.
        ValueError, IndexError: the arrays do not fit together.
    """
    shown = Shown()
    words = bytes(arrays["shown_words"]).decode("ascii").split()
    shown.numbers = {word: number for number, word in enumerate(words)}
    counts = arrays["shown_counts"].tolist()
    shown.entries_with = Counter(dict(zip(words, counts, strict=True)))
    for column, name in (
        (shown.tokens, "shown_tokens"), (shown.ends, "shown_ends"), (shown.owners, "shown_owners"),
    ):  # fmt: skip
        column.frombytes(np.ascontiguousarray(arrays[name]).tobytes())
    pairs = [(words[first], words[second]) for first, second in arrays["shown_pairs"].tolist()]
    distances = arrays["shown_distances"].tolist()
    shown.evidence = {
        pair: Evidence(distance) for pair, distance in zip(pairs, distances, strict=True)
    }
    shared = arrays["shown_shared"].tolist()
    start = 0
    for (at, key), size in zip(
        arrays["shown_facts"].tolist(), arrays["shown_sizes"].tolist(), strict=True
    ):
        own = frozenset(words[number] for number in shared[start : start + size])
        start += size
        shown.evidence[pairs[at]].shared[key] = own
        shown.pairs_of.setdefault(key, set()).add(pairs[at])
    return shown


def _table(rows: list[list[int]]) -> npt.NDArray[np.int64]:
    return np.array(rows, dtype=np.int64).reshape(-1, 2)


def _is_spelling(pair: Pair, evidence: Evidence, rarer: int, together: int) -> bool:
    """Whether a pair is two spellings of one name.

    Args:
        pair: the two tokens. Beyond the closest, one that only adds an ending to the other is
            another word (`Siberia`, `Siberian`).
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
    shorter, longer = sorted(pair, key=len)
    if longer.startswith(shorter):
        return False
    is_rare = rarer <= 2 * support and len(shorter) >= LONG_ENOUGH
    if evidence.distance <= RARE_TOKENS and is_rare:
        return True
    enough = 2 if evidence.distance <= TWO_PARTIES else 3
    return evidence.independent(enough) == enough


def _of_other_classes(
    pairs: Mapping[Pair, Evidence], classes: Mapping[str, tuple[int, ...]]
) -> set[Pair]:
    """The pairs of an unknown token with curated names of other classes than its best supported
    one: a spelling that two names share would make the two equal."""
    by_unknown: dict[str, list[tuple[int, float, str, Pair]]] = {}
    for pair, evidence in pairs.items():
        for unknown, name in (pair, pair[::-1]):
            if name in classes and unknown not in classes:
                rank = (-len(evidence.shared), evidence.distance, name, pair)
                by_unknown.setdefault(unknown, []).append(rank)
    return {
        pair
        for ranks in by_unknown.values()
        for _, _, name, pair in ranks
        if set(classes[name]).isdisjoint(classes[min(ranks)[2]])
    }
