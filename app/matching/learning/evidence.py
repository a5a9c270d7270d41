"""What the names of all entries show of a pair of tokens, and when that makes it a spelling."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

from app.matching.learning.naming import Difference

ONE_PARTY = 0.10  # distance up to which one party's names are enough
RARE_TOKENS = 0.15  # ... if hardly another entry has the rarer token, and both are long enough
TWO_PARTIES = 0.20  # ... two independent parties; beyond it takes three
LONG_ENOUGH = 5  # letters
RATE = 0.7  # share of the rarer token's entries that must show the pair, times the distance
TOGETHER = 3  # how many times more often shown as spellings than met in one and the same name

_NOBODY = -1

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

    What an entry shows can be taken back when it is gone.
    """

    def __init__(self) -> None:
        self._evidence: dict[Pair, Evidence] = {}
        self._numbers: dict[str, int] = {}
        self._entries_with: Counter[str] = Counter()
        self._tokens = array("i")  # of all names of several tokens, one after the other
        self._ends = array("q")  # where each name ends
        self._owners = array("q")  # the storage key of each name's entry, or _NOBODY
        self._pairs_of: dict[int, set[Pair]] = {}

    @property
    def names(self) -> int:
        """How many names are held, those of removed entries among them."""
        return len(self._owners)

    def add(self, key: int, names: Set[tuple[str, ...]], found: Iterable[Difference]) -> None:
        self._entries_with.update({token for name in names for token in name})
        numbers = self._numbers
        for name in names:
            self._tokens.extend(numbers.setdefault(token, len(numbers)) for token in set(name))
            self._ends.append(len(self._tokens))
            self._owners.append(key)
        for item in found:
            evidence = self._evidence.get((item.first, item.second))
            if evidence is None:
                evidence = self._evidence[item.first, item.second] = Evidence(item.distance)
            before = evidence.shared.get(key)
            self._pairs_of.setdefault(key, set()).add((item.first, item.second))
            shared = frozenset(item.shared)
            evidence.shared[key] = shared if before is None else before | shared

    def remove(self, keys: Set[int]) -> None:
        """Take back what these entries showed; unknown keys are no matter."""
        tokens_of: dict[int, set[int]] = {}
        start = 0
        for at, (end, owner) in enumerate(zip(self._ends, self._owners, strict=True)):
            if owner in keys:
                tokens_of.setdefault(owner, set()).update(self._tokens[start:end])
                self._owners[at] = _NOBODY
            start = end
        words = {number: word for word, number in self._numbers.items()} if tokens_of else {}
        for tokens in tokens_of.values():
            self._entries_with.subtract(words[number] for number in tokens)
        for key in keys:
            for pair in self._pairs_of.pop(key, ()):
                shared = self._evidence[pair].shared
                del shared[key]
                if not shared:
                    del self._evidence[pair]

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
        for pair, evidence in self._evidence.items():
            here, there = (classes.get(token, ()) for token in pair)
            if here and there:
                known += not set(here).isdisjoint(there)
                continue
            rarer = min(self._entries_with[token] for token in pair)
            if _is_spelling(pair, evidence, rarer, together[pair]):
                kept[pair] = evidence
        gone = _of_other_classes(kept, classes)
        return {
            pair: sorted(evidence.shared) for pair, evidence in kept.items() if pair not in gone
        }, known

    def _met_together(self) -> Counter[Pair]:
        """In how many entries both tokens of a pair stand in one and the same name."""
        partners: dict[int, dict[int, Pair]] = {}
        for pair in self._evidence:
            here, there = (self._numbers[token] for token in pair)
            partners.setdefault(here, {})[there] = pair
        met: dict[Pair, set[int]] = {}
        start = 0
        for end, owner in zip(self._ends, self._owners, strict=True):
            name = self._tokens[start:end]
            start = end
            if owner == _NOBODY:
                continue
            for number in name:
                others = partners.get(number)
                if others:
                    for other in name:
                        if other in others:
                            met.setdefault(others[other], set()).add(owner)
        return Counter({pair: len(owners) for pair, owners in met.items()})


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
