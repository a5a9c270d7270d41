"""Check that every listed name finds itself, and how often a mutated one still does."""

from __future__ import annotations

import shlex
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

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
_CHUNK = 200


def measure_self(
    workspace: Workspace,
    lists: Sequence[str] = (),
    *,
    sample: int = SAMPLE,
    profile: str = DEFAULT_PROFILE,
    job: Job = NO_JOB,
) -> SelfResult:
    """Search every listed name, and the standard mutations of a sample, and look for its entry.

    Args:
        lists: source ids of active lists, or paths of one list's files; all active lists if empty.
        sample: how many names of each list are mutated; the same names every time.
    Raises:
        BadInput: a list cannot be used. UsageError: unknown profile or source, negative sample.
        EnvironmentFault: no list is active. JobCancelled: the user stopped it.
    """
    require_profile(profile)
    if sample < 0:
        raise UsageError("The sample cannot be negative.", todo="Use 0 to leave mutations out.")
    searched = open_lists(workspace, lists, profile, job)
    total = sum(item.names for item in searched.lists)
    planned = total + min(total, sample * len(searched.lists)) * len(MUTATIONS)
    prepare_searches(workspace, searched, planned, job)
    started = time.perf_counter()
    run = _Run(searched, profile, job)
    run.find_all(total)
    for item in searched.lists:
        run.mutate(item.source, sample)
    words = ["screendesk", "validate", "self"]
    for name in lists:
        words += ["--list", Path(name).name]
    return SelfResult(
        provenance=provenance(
            workspace,
            profile,
            shlex.join([*words, "--sample", str(sample), "--profile", profile]),
            lists=searched.lists,
        ),
        lists=tuple(
            SelfList(item.source, run.names[item.source], run.exact[item.source])
            for item in searched.lists
        ),
        not_found=tuple(run.not_found[:SHOWN]),
        rates=run.rates(),
        sample=sample,
        seed=SEED,
        seconds=round(time.perf_counter() - started, 3),
    )


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
    names: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    exact: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    not_found: list[NotSelf] = field(default_factory=list)
    _by_source: dict[str, list[_Listed]] = field(default_factory=lambda: defaultdict(list))
    _counts: dict[tuple[str, str, str], _Count] = field(default_factory=lambda: defaultdict(_Count))

    def find_all(self, total: int) -> None:
        """Search every listed name as it is written; its own entry must be EXACT."""
        unusable = set(self.searched.index.unusable)
        for done, (key, listed) in enumerate(self._listed()):
            self._tick(done, total, "Searching every listed name")
            source = listed.entry.source
            self.names[source] += 1
            if (key, listed.position) in unusable:
                self._report(listed, "nothing of the name is left to compare", 0.0)
                continue
            self._by_source[source].append(listed)
            if self._score(listed, listed.name.text, 1.0) == 1.0:
                self.exact[source] += 1
            else:
                best = self._score(listed, listed.name.text, 0.4)
                self._report(listed, "scores below EXACT against its own entry", best)

    def mutate(self, source: str, sample: int) -> None:
        """Search the mutants of a sample of one list's names."""
        names = self._by_source[source]
        chosen = Random(f"{SEED}:{source}").sample(names, min(sample, len(names)))  # noqa: S311
        for done, listed in enumerate(chosen):
            self._tick(done, len(chosen), f"Searching altered names of {source}")
            script = script_of(listed.name.text) or "none"
            plain = self._plain(listed)
            for kind, mutant in self._mutants(listed, plain):
                count = self._counts[(source, script, kind)]
                count.add(self._score(listed, mutant, POSSIBLE))
            self._transliterate(listed, script)

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

    def _listed(self) -> Iterator[tuple[int, _Listed]]:
        rows = {int(key): row for row, key in enumerate(self.searched.index.arrays["entry_keys"])}
        for key, entry in self.searched.entries():
            for position in range(len(entry.names)):
                yield key, _Listed(entry, rows[key], position)

    def _score(self, listed: _Listed, text: str, floor: float) -> float:
        """The best score of a name against the entry that it belongs to; 0 below the floor."""
        return self.searched.best_scores(text, floor, listed.types).get(listed.row, 0.0)

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
        if done % _CHUNK == 0:
            self.job.check()
            self.job.progress(done, total, text)
