"""Which names count as equal: the curated classes, and what the loaded lists themselves taught."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from app.domain.errors import UsageError
from app.domain.list_entry import ListEntry, checksum
from app.matching.learned import LearnedAliases, LearnedPair, shown_by
from app.matching.tables import fold_words
from app.services import matching_settings
from app.services.jobs import NO_JOB, Job
from app.services.workspace import Workspace

TOP = 30


@dataclass(frozen=True, slots=True)
class NameClass:
    """One class of the name tables: its label (`Arabic: muhammad`) and its spellings, sorted."""

    label: str
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Witness:
    """A list entry that shows two spellings: its key on its list, the two names as listed, and
    the checksum that it has now."""

    source: str
    entry_id: str
    names: tuple[str, str]
    checksum: str = ""


@dataclass(frozen=True, slots=True)
class LearnedSpelling:
    """Another spelling of a word. `support` is the number of entries that show it; `witnesses`
    are those of them that are kept as evidence."""

    spelling: str
    support: int
    witnesses: tuple[Witness, ...]


@dataclass(frozen=True, slots=True)
class AliasReport:
    """Everything that makes one word equal to others.

    `token` is the word as it is compared. `is_used` says whether screening uses learned
    spellings; `tables_version` and `learned_version` name what was asked.
    """

    token: str
    classes: tuple[NameClass, ...]
    nicknames: tuple[NameClass, ...]
    learned: tuple[LearnedSpelling, ...]
    is_used: bool
    tables_version: str
    learned_version: str

    @property
    def is_known(self) -> bool:
        """Whether anything is known of the word at all."""
        return bool(self.classes or self.nicknames or self.learned)


@dataclass(frozen=True, slots=True)
class AliasPair:
    """Two learned spellings of one name and the number of entries that show them."""

    first: str
    second: str
    support: int


@dataclass(frozen=True, slots=True)
class TopAliases:
    """Learned pairs, the best supported first, cut to a limit.

    `found` pairs fit the filter, `learned` there are in all; `known` are shown by the lists, too,
    but stand in the curated classes already.
    """

    pairs: tuple[AliasPair, ...]
    found: int
    learned: int
    known: int
    is_used: bool
    learned_version: str


def aliases_of(workspace: Workspace, token: str, job: Job = NO_JOB) -> AliasReport:
    """What is known of one word of a name.

    Args:
        token: the word in any script and letter case; several are taken as one, as `Abd al
            Rahman` is `Abdalrahman`. A word of which nothing is known gets an empty report.
    Raises:
        UsageError: no letter or digit is left of it.
    """
    word = "".join(fold_words(token))
    if not word:
        raise UsageError(f"“{token[:40]}” holds no letter.", todo="Give one word of a name.")
    learned = learned_spellings(workspace, job)
    tables = workspace.tables
    return AliasReport(
        token=word,
        classes=_classes(word, tables.classes, tables.class_labels),
        nicknames=_classes(word, tables.nicknames, tables.class_labels),
        learned=tuple(_spellings(workspace, word, learned.of(word))),
        is_used=is_used(workspace),
        tables_version=tables.version,
        learned_version=learned.version,
    )


def witness_entry(workspace: Workspace, witness: Witness) -> ListEntry:
    """The list entry of a witness, as it was when it was named. Raises NotFound."""
    with workspace.database.read() as uow:
        return uow.lists.entry(witness.source, witness.entry_id, witness.checksum)


def top_aliases(
    workspace: Workspace, limit: int = TOP, text: str = "", job: Job = NO_JOB
) -> TopAliases:
    """The learned pairs of the active lists, the best supported first.

    Args:
        limit: the most pairs to give, at least 0.
        text: only pairs of which one spelling contains this, in any script; empty for all.
    """
    learned = learned_spellings(workspace, job)
    part = "".join(fold_words(text))
    found = [pair for pair in learned.pairs if part in pair.first or part in pair.second]
    found.sort(key=lambda pair: (-pair.support, pair.first, pair.second))
    return TopAliases(
        pairs=tuple(AliasPair(pair.first, pair.second, pair.support) for pair in found[:limit]),
        found=len(found),
        learned=len(learned.pairs),
        known=learned.known,
        is_used=is_used(workspace),
        learned_version=learned.version,
    )


def learned_spellings(workspace: Workspace, job: Job = NO_JOB) -> LearnedAliases:
    """What the names of the active list versions teach, as screening uses it where it is on;
    seconds for large lists that nobody has learned from yet."""
    return workspace.index.learned(job)


def is_used(workspace: Workspace) -> bool:
    """Whether screening uses learned spellings."""
    return matching_settings.read(workspace).learned_aliases


def report_value(report: AliasReport) -> dict[str, Any]:
    """The report as plain JSON values."""
    return asdict(report) | {"is_known": report.is_known}


def top_value(top: TopAliases) -> dict[str, Any]:
    """The list of pairs as plain JSON values."""
    return asdict(top)


def _classes(
    word: str, classes: Mapping[str, tuple[int, ...]], labels: tuple[str, ...]
) -> tuple[NameClass, ...]:
    spellings: dict[int, list[str]] = {number: [] for number in classes.get(word, ())}
    for other, numbers in classes.items():
        for number in spellings.keys() & set(numbers):
            spellings[number].append(other)
    return tuple(NameClass(labels[at], tuple(sorted(spellings[at]))) for at in sorted(spellings))


def _spellings(
    workspace: Workspace, word: str, pairs: tuple[LearnedPair, ...]
) -> Iterator[LearnedSpelling]:
    keys = [key for pair in pairs for key in pair.entries]
    with workspace.database.read() as uow:
        entries = uow.lists.load_entries(sorted(set(keys)))
    for pair in pairs:
        other = pair.second if word == pair.first else pair.first
        shown = ((entries.get(key), pair) for key in pair.entries)
        witnesses = (_witness(workspace, entry, pair) for entry, pair in shown if entry)
        yield LearnedSpelling(other, pair.support, tuple(w for w in witnesses if w))


def _witness(workspace: Workspace, entry: ListEntry, pair: LearnedPair) -> Witness | None:
    names = shown_by(entry, pair.first, pair.second, workspace.tables)
    if names is None:
        return None
    return Witness(entry.source, entry.entry_id, names, checksum(entry))
