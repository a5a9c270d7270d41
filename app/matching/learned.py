"""Equivalent spellings learned from the loaded lists: one party's own names, aligned.

Official lists give one party in many spellings. Two names of one entry that agree but for one
token show that its two spellings may be one name. `learn` counts the entries that show a pair and
keeps it only if its sound, the number of independent parties and the frequency of both tokens say
that it is a spelling, and no second name of that party.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from app.domain.list_entry import EntryType, ListEntry
from app.matching.learning import evidence
from app.matching.learning.evidence import Shown
from app.matching.learning.naming import differences, names_of
from app.matching.tables import NameTables

ALGORITHM = "learned-1"
LABEL = "Learned"  # opens the label of a learned class, as a language opens those of others
MOST_ENTRIES = 20  # kept of a pair as its evidence

_STEP = 500  # entries between two reports of progress

Progress = Callable[[int, int, str], None]


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
    learner = Learner(tables)
    for done, (key, entry) in enumerate(entries):
        if progress and done % _STEP == 0:
            progress(done, 0, "Learning spellings from the lists")
        learner.add(key, entry)
    return learner.learned()


class Learner:
    """What entries teach, kept so that entries that come and go need no learning anew."""

    def __init__(self, tables: NameTables) -> None:
        self._tables = tables
        self._skipped = tables.particles | tables.legal_words
        self._shown = Shown()

    @property
    def names(self) -> int:
        """How many names it holds; memory grows with them, and with those of removed entries."""
        return self._shown.names

    def add(self, key: int, entry: ListEntry) -> None:
        """Look at an entry, once a storage key."""
        names = names_of(entry, self._tables)
        if names:
            words = {words for name in names for words in (name.joined, name.split)}
            is_person = entry.type is EntryType.INDIVIDUAL
            found = differences(names, self._skipped, is_person=is_person)
            self._shown.add(key, words, found)

    def to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """What it holds as arrays to be stored; see `from_arrays`."""
        told = f"{ALGORITHM} {self._tables.version}".encode()
        return {
            **evidence.to_arrays(self._shown), "shown_by": np.frombuffer(told, dtype=np.uint8),
        }  # fmt: skip

    @classmethod
    def from_arrays(
        cls, arrays: Mapping[str, npt.NDArray[Any]], tables: NameTables
    ) -> Learner | None:
        """What `to_arrays` made; None if other tables or another algorithm made it, or if the
        arrays do not fit together."""
        learner = cls(tables)
        try:
            if bytes(arrays["shown_by"]).decode() != f"{ALGORITHM} {tables.version}":
                return None
            learner._shown = evidence.from_arrays(arrays)
        except (KeyError, ValueError, IndexError):
            return None
        return learner

    def remove(self, keys: Iterable[int]) -> None:
        """Forget entries by their storage keys."""
        self._shown.remove(frozenset(keys))

    def learned(self) -> LearnedAliases:
        """The spellings that the entries it holds show."""
        spellings, known = self._shown.judged(self._tables.classes)
        return _learned(
            (
                LearnedPair(*pair, len(keys), tuple(keys[:MOST_ENTRIES]))
                for pair, keys in spellings.items()
            ),
            known,
        )


def shown_by(
    entry: ListEntry, first: str, second: str, tables: NameTables
) -> tuple[str, str] | None:
    """Two names of an entry, as listed, that show the pair; None if it shows it no longer.

    Args:
        first, second: the pair's tokens; the name with `first` comes first.
    """
    is_person = entry.type is EntryType.INDIVIDUAL
    skipped = tables.particles | tables.legal_words
    for found in differences(names_of(entry, tables), skipped, is_person=is_person):
        if (found.first, found.second) == (first, second):
            return found.names
    return None


def with_learned(tables: NameTables, learned: LearnedAliases) -> NameTables:
    """The tables with a class of its own for every learned pair: pairs make no chains.

    The version names both, so that nothing of other tables is taken for theirs.
    """
    classes = dict(tables.classes)
    labels = list(tables.class_labels)
    support: dict[int, int] = {}
    for number, pair in enumerate(learned.pairs, start=len(labels)):
        for token in (pair.first, pair.second):
            classes[token] = (*classes.get(token, ()), number)
        labels.append(f"{LABEL}: {pair.first} = {pair.second} ({entries_text(pair.support)})")
        support[number] = pair.support
    return replace(
        tables,
        version=f"{tables.version}+{learned.version}",
        classes=classes,
        class_labels=tuple(labels),
        learned=support,
    )


def entries_text(count: int) -> str:
    """A number of list entries in words for people."""
    return f"{count:,} {'entry' if count == 1 else 'entries'}"


def _learned(pairs: Iterable[LearnedPair], known: int) -> LearnedAliases:
    """Sorted, and with the version of its content."""
    rising = tuple(sorted(pairs, key=lambda pair: (pair.first, pair.second)))
    content = [(pair.first, pair.second, pair.support, pair.entries) for pair in rising]
    digest = hashlib.blake2b(json.dumps([content, known]).encode(), digest_size=6).hexdigest()
    return LearnedAliases(f"{ALGORITHM}-{digest}", rising, known)


NOTHING_LEARNED = _learned((), 0)


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
