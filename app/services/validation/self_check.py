"""Check that every listed name finds itself, and how often a mutated one still does."""

from __future__ import annotations

import shlex
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random
from typing import TypeVar

from app.domain.errors import UsageError
from app.domain.list_entry import EntryType, ListEntry, ListName
from app.domain.scripts import script_of
from app.domain.subject import SubjectType
from app.matching.normalise import given_name_first
from app.matching.profiles import DEFAULT_PROFILE
from app.services.jobs import NO_JOB, Job
from app.services.validation.lists_tested import (
    SearchedLists,
    open_lists,
    prepare_searches,
    types_of,
)
from app.services.validation.mutations import MUTATIONS, PERSONS_ONLY, TRANSLITERATE
from app.services.validation.provenance import provenance
from app.services.validation.results import MutationRate, NotSelf, SelfList, SelfResult
from app.services.validation.scoring import (
    require_profile,
    score_pair,
)
from app.services.workspace import Workspace

SAMPLE = 2_000
SEED = 20_261
POSSIBLE = 0.75
STRONG = 0.92
SLACK = 1e-9
SHOWN = 500  # names that do not find themselves
_BATCH = 256  # names searched at once: cancelling waits for so many

_Item = TypeVar("_Item")


def measure_self(
    workspace: Workspace,
    lists: Sequence[str] = (),
    *,
    sample: int = SAMPLE,
    most: int | None = None,
    profile: str = DEFAULT_PROFILE,
    job: Job = NO_JOB,
) -> SelfResult:
    """Search every listed name, and the standard mutations of a sample, and look for its entry.

    Args:
        lists: source ids of active lists, or paths of one list's files; all active lists if empty.
        sample: how many names of each list are mutated; the same names every time.
        most: search no more names of each list than this, chosen evenly over it; all if None.
    Raises:
        BadInput: a list cannot be used. UsageError: unknown profile or source, a number that
        cannot be.
        EnvironmentFault: no list is active. JobCancelled: the user stopped it.
    """
    require_profile(profile)
    if sample < 0:
        raise UsageError("The sample cannot be negative.", todo="Use 0 to leave mutations out.")
    if most is not None and most < 1:
        raise UsageError("At least one name must be searched.", todo="Use 1 or more.")
    searched = open_lists(workspace, lists, profile, job)
    totals = [item.names if most is None else min(most, item.names) for item in searched.lists]
    planned = sum(totals) + sum(min(total, sample) for total in totals) * len(MUTATIONS)
    prepare_searches(workspace, searched, planned, job)
    run = _Run(searched, profile, job, most)
    started = time.perf_counter()
    run.find_all(sum(totals))
    found_at = time.perf_counter()
    for item in searched.lists:
        run.mutate(item.source, sample)
    ended = time.perf_counter()
    return SelfResult(
        provenance=provenance(
            workspace,
            profile,
            _command(lists, sample, most, profile),
            lists=searched.lists,
            tables=searched.tables,
        ),
        lists=tuple(
            SelfList(item.source, run.names[item.source], run.exact[item.source])
            for item in searched.lists
        ),
        not_found=tuple(run.not_found[:SHOWN]),
        rates=run.rates(),
        sample=sample,
        seed=SEED,
        seconds=round(ended - started, 3),
        search_seconds=round(found_at - started, 3),
    )


def _command(lists: Sequence[str], sample: int, most: int | None, profile: str) -> str:
    words = ["screendesk", "validate", "self"]
    for name in lists:
        words += ["--list", Path(name).name]
    words += [] if most is None else ["--most", str(most)]
    return shlex.join([*words, "--sample", str(sample), "--profile", profile])


@dataclass(frozen=True, slots=True)
class _Listed:
    """One listed name: its entry, the entry's row in the index, its place among the names."""

    entry: ListEntry
    row: int
    position: int

    @property
    def name(self) -> ListName:
        return self.entry.names[self.position]

    @property
    def is_person(self) -> bool:
        return self.entry.type is EntryType.INDIVIDUAL

    @property
    def types(self) -> tuple[EntryType, ...]:
        return types_of(SubjectType.INDIVIDUAL if self.is_person else SubjectType.ENTITY)


@dataclass(slots=True)
class _Count:
    tried: int = 0
    possible: int = 0
    strong: int = 0

    def add(self, score: float) -> None:
        self.tried += 1
        self.possible += score >= POSSIBLE - SLACK
        self.strong += score >= STRONG - SLACK


@dataclass(slots=True)
class _Run:
    """One measurement in progress: what was counted so far."""

    searched: SearchedLists
    profile: str
    job: Job
    most: int | None = None
    names: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    exact: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    not_found: list[NotSelf] = field(default_factory=list)
    _by_source: dict[str, list[_Listed]] = field(default_factory=lambda: defaultdict(list))
    _counts: dict[tuple[str, str, str], _Count] = field(default_factory=lambda: defaultdict(_Count))

    def find_all(self, total: int) -> None:
        """Search every listed name as it is written; its own entry must be EXACT."""
        unusable = set(self.searched.index.unusable)
        done = 0
        for batch in _batches(self._chosen()):
            self._tick(min(done, total), total, "Searching every listed name")
            done += len(batch)
            usable: list[_Listed] = []
            for key, listed in batch:
                self.names[listed.entry.source] += 1
                if (key, listed.position) in unusable:
                    self._report(listed, "nothing of the name is left to compare", 0.0)
                else:
                    usable.append(listed)
                    self._by_source[listed.entry.source].append(listed)
            scores = self._scores([(listed, listed.name.text) for listed in usable], 1.0)
            for listed, score in zip(usable, scores, strict=True):
                self._judge(listed, is_exact=score == 1.0)

    def mutate(self, source: str, sample: int) -> None:
        """Search the mutants of a sample of one list's names."""
        names = self._by_source[source]
        chosen = Random(f"{SEED}:{source}").sample(names, min(sample, len(names)))  # noqa: S311
        done = 0
        for batch in _batches(iter(chosen), _BATCH // len(MUTATIONS)):
            self._tick(done, len(chosen), f"Searching altered names of {source}")
            done += len(batch)
            asked: list[tuple[_Listed, str]] = []
            counts: list[_Count] = []
            for listed in batch:
                script = script_of(listed.name.text) or "none"
                for kind, mutant in self._mutants(listed, self._plain(listed)):
                    asked.append((listed, mutant))
                    counts.append(self._counts[(source, script, kind)])
                self._transliterate(listed, script)
            for count, score in zip(counts, self._scores(asked, POSSIBLE), strict=True):
                count.add(score)

    def rates(self) -> tuple[MutationRate, ...]:
        """The counts by list, script and mutation; scripts with most tries first."""
        tried: dict[str, int] = defaultdict(int)
        for (_, script, _), count in self._counts.items():
            tried[script] += count.tried
        order = [*MUTATIONS, TRANSLITERATE]
        keys = sorted(
            self._counts, key=lambda key: (key[0], -tried[key[1]], key[1], order.index(key[2]))
        )
        return tuple(
            MutationRate(*key, count.tried, count.possible, count.strong)
            for key in keys
            for count in (self._counts[key],)
        )

    def _chosen(self) -> Iterator[tuple[int, _Listed]]:
        """The listed names to search with their entries' keys: all, or evenly spread ones."""
        names = {item.source: item.names for item in self.searched.lists}
        seen: dict[str, int] = defaultdict(int)
        for key, listed in self._listed():
            source = listed.entry.source
            at, seen[source] = seen[source], seen[source] + 1
            most, of = self.most or names[source], max(1, names[source])
            if most >= of or at * most // of < (at + 1) * most // of:
                yield key, listed

    def _listed(self) -> Iterator[tuple[int, _Listed]]:
        rows = {int(key): row for row, key in enumerate(self.searched.index.arrays["entry_keys"])}
        for key, entry in self.searched.entries():
            for position in range(len(entry.names)):
                yield key, _Listed(entry, rows[key], position)

    def _scores(self, asked: Sequence[tuple[_Listed, str]], floor: float) -> list[float]:
        """The best score of each name against the entry that it belongs to; 0 below the floor."""
        scores = [0.0] * len(asked)
        for is_person in (True, False):
            own = [at for at, (listed, _) in enumerate(asked) if listed.is_person is is_person]
            if own:
                names = [asked[at][1] for at in own]
                found = self.searched.best_of_each(names, floor, asked[own[0]][0].types)
                for at, best in zip(own, found, strict=True):
                    scores[at] = best.get(asked[at][0].row, 0.0)
        return scores

    def _judge(self, listed: _Listed, *, is_exact: bool) -> None:
        if is_exact:
            self.exact[listed.entry.source] += 1
            return
        (best,) = self._scores([(listed, listed.name.text)], 0.4)
        self._report(listed, "scores below EXACT against its own entry", best)

    def _plain(self, listed: _Listed) -> str:
        """The name as a person writes it: given name first, single blanks."""
        text = listed.name.text
        return " ".join((given_name_first(text) if listed.is_person else text).split())

    def _mutants(self, listed: _Listed, plain: str) -> Iterator[tuple[str, str]]:
        entry = listed.entry
        for kind, mutate in MUTATIONS.items():
            if kind in PERSONS_ONLY and not listed.is_person:
                continue
            key = f"{SEED}:{entry.source}:{entry.entry_id}:{listed.position}:{kind}"
            mutant = mutate(plain, Random(key))  # noqa: S311 - no secret: the same every time
            if mutant is not None and mutant != plain:
                yield kind, mutant

    def _transliterate(self, listed: _Listed, script: str) -> None:
        """A name in its original script against the entry's names in Latin letters alone."""
        if script in {"Latin", "none"}:
            return
        scores = [
            pair.score
            for other in listed.entry.names
            if script_of(other.text) == "Latin"
            and (
                pair := score_pair(
                    listed.name.text,
                    other.text,
                    self.profile,
                    self.searched.tables,
                    is_person=listed.is_person,
                )
            )
        ]
        if scores:
            self._counts[(listed.entry.source, script, TRANSLITERATE)].add(max(scores))

    def _report(self, listed: _Listed, reason: str, score: float) -> None:
        entry = listed.entry
        self.not_found.append(
            NotSelf(entry.source, entry.entry_id, listed.name.text, reason, score)
        )

    def _tick(self, done: int, total: int, text: str) -> None:
        self.job.check()
        self.job.progress(done, total, text)


def _batches(items: Iterator[_Item], size: int = _BATCH) -> Iterator[list[_Item]]:
    """The items in lists of `size`, the last one shorter."""
    while batch := list(islice(items, size)):
        yield batch
