"""The lists that a measurement searches: active ones of the workspace, or files read for it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import BadInput, EnvironmentFault, UsageError
from app.domain.list_entry import EntryType, ListEntry
from app.domain.lists import KeptAside, ListSource, ListVersion
from app.domain.match import Check
from app.domain.subject import SubjectType
from app.importers import registry
from app.importers.reading import ListReading
from app.matching import aligned, classic, kernels
from app.matching.effects import effects_of
from app.matching.index import FoundNames, build_index
from app.matching.layered import AnyIndex
from app.matching.learned import learn, with_learned
from app.matching.matcher import Matcher
from app.matching.normalise import normalise
from app.matching.tables import NameTables
from app.services import matching_settings
from app.services.catalogue import source_named
from app.services.jobs import Job
from app.services.startup import warm_up_matcher
from app.services.validation.provenance import ListTested, digest_of
from app.services.workspace import Workspace

_SAFE = "Nothing was measured and nothing was changed."
_CHUNK = 500
_MOST_WORKERS = 4
_PATIENCE = 10.0  # seconds of searching from which compiling the kernels is worth its while
_SECONDS = {classic.NAME: 1e-4, aligned.NAME: 5e-3}  # a search of few names without them
_SECONDS_A_NAME = 2.5e-9

Entries = Callable[[], Iterator[tuple[int, ListEntry]]]


@dataclass(frozen=True, slots=True)
class SearchedLists:
    """Lists with the matcher that searches them. `entries` streams (storage key, entry)."""

    lists: tuple[ListTested, ...]
    checks: Mapping[str, Check]
    matcher: Matcher
    tables: NameTables
    entries: Entries

    @property
    def index(self) -> AnyIndex:
        """The index that the matcher searches; it may hold further lists."""
        return self.matcher.index

    def best_of_each(
        self, names: Sequence[str], floor: float, types: Sequence[EntryType]
    ) -> list[dict[int, float]]:
        """The best name score of each entry (by its row in the index) that reaches the floor.

        One answer for each name, in their order, searched on all cores that a batch can use; an
        empty one where nothing of the name is left to compare.
        """
        index = self.index
        is_person = types == (EntryType.INDIVIDUAL,)
        forms = [normalise(name, self.tables, is_person=is_person).forms for name in names]
        asked = [own for own in forms if own]
        allowed = index.allowed_groups(self.checks, types)
        workers = min(len(asked), os.cpu_count() or 1, _MOST_WORKERS)
        if kernels.is_warm() and workers > 1:  # else threads would only wait for each other
            found = iter(index.find_many(asked, floor, allowed, workers))
        else:
            found = (index.find(own, floor, allowed) for own in asked)
        return [self._by_entry(next(found)) if own else {} for own in forms]

    def _by_entry(self, found: FoundNames) -> dict[int, float]:
        best: dict[int, float] = {}
        rows = self.index.arrays["name_entries"][found.names].tolist()
        for row, score in zip(rows, found.scores.tolist(), strict=True):
            best.setdefault(row, score)
        return best


def types_of(kind: SubjectType) -> tuple[EntryType, ...]:
    """The types of list entries that a subject of this kind is compared with."""
    if kind is SubjectType.INDIVIDUAL:
        return (EntryType.INDIVIDUAL,)
    return tuple(item for item in EntryType if item is not EntryType.INDIVIDUAL)


def open_lists(workspace: Workspace, names: Sequence[str], profile: str, job: Job) -> SearchedLists:
    """The lists of these names, ready to be searched.

    Args:
        names: source ids, or paths of the files of one list; none: all active lists.
    Raises:
        UsageError: neither a source nor a file, or sources and files mixed.
        BadInput: a file cannot be read as a list.
        EnvironmentFault: a source has no active version.
    """
    known = {source.source for source in workspace.catalogue}
    files = [name for name in names if name not in known]
    if not files:
        return _active(workspace, tuple(dict.fromkeys(names)), profile, job)
    unknown = [name for name in files if not Path(name).exists()]
    if unknown and Path(unknown[0]).suffix:
        raise BadInput(f"There is no file {unknown[0]}.", safe=_SAFE, todo="Check the path.")
    if unknown:
        raise UsageError(
            f"“{unknown[0][:60]}” is neither a list source nor a file.",
            todo=f"Name a file, or one of: {', '.join(sorted(known))}.",
        )
    if len(files) < len(names):
        raise UsageError(
            "Active lists and files cannot be measured together.",
            todo="Name sources only, or the files of one list only.",
        )
    return _from_files(workspace, [Path(name) for name in files], profile, job)


def prepare_searches(workspace: Workspace, searched: SearchedLists, count: int, job: Job) -> None:
    """Compile the kernels first where `count` searches would take long without them."""
    index = searched.index
    needed = count * (_SECONDS[index.profile] + _SECONDS_A_NAME * index.names)
    if needed > _PATIENCE and not kernels.is_warm():
        warm_up_matcher(workspace, job)


def _active(
    workspace: Workspace, sources: tuple[str, ...], profile: str, job: Job
) -> SearchedLists:
    ready = workspace.index.current(job, profile)
    versions = {version.source: version for version in ready.versions}
    missing = [source for source in sources if source not in versions]
    if missing or not versions:
        raise EnvironmentFault(
            f"No version of {missing[0]} is active." if missing else "No list is active.",
            safe=_SAFE,
            todo="Import it with `screendesk lists import`, or name a list file.",
        )
    chosen = [versions[source] for source in sources or versions]
    catalogue = {source.source: source for source in workspace.catalogue}

    def entries() -> Iterator[tuple[int, ListEntry]]:
        with workspace.database.read() as uow:
            yield from uow.lists.iter_entries([version.version_id for version in chosen])

    return SearchedLists(
        lists=tuple(_tested(version, catalogue) for version in chosen),
        checks={version.source: catalogue[version.source].check for version in chosen},
        matcher=ready.matcher,
        tables=ready.tables,
        entries=entries,
    )


def _tested(version: ListVersion, catalogue: Mapping[str, ListSource]) -> ListTested:
    return ListTested(
        source=version.source,
        name=catalogue[version.source].short_name,
        version=version.version,
        published_on=version.published_on,
        sha256=version.sha256,
        entries=version.entries,
        names=version.names,
        is_demo=version.is_demo,
        note="; ".join(version.problems),
    )


def _from_files(
    workspace: Workspace, files: Sequence[Path], profile: str, job: Job
) -> SearchedLists:
    """A list read into memory only: nothing of it is stored."""
    source = source_named(workspace.catalogue, registry.detect(files)[0])
    reading = registry.read_list(source, files)
    entries, kept = _read(reading, source, job)
    tables = workspace.tables
    if profile == aligned.NAME and matching_settings.read(workspace).learned_aliases:
        tables = with_learned(tables, learn(enumerate(entries), tables, job.progress))
    job.check()
    index = build_index(enumerate(entries), tables, profile, job.progress)
    job.check()
    notes = (f"{len(kept):,} rows kept aside",) if kept else ()
    tested = ListTested(
        source=source.source,
        name=", ".join(file.name for file in files),
        version="",
        published_on=reading.published_on,
        sha256=_digest(files),
        entries=len(entries),
        names=index.names,
        note="; ".join(("read for this measurement only", *notes, *reading.problems)),
    )
    return SearchedLists(
        lists=(tested,),
        checks={source.source: source.check},
        matcher=Matcher(
            index,
            profile,
            tables,
            lambda keys: {key: entries[key] for key in keys},
            effects=effects_of(workspace.policy),
        ),
        tables=tables,
        entries=lambda: iter(enumerate(entries)),
    )


def _read(
    reading: ListReading, source: ListSource, job: Job
) -> tuple[list[ListEntry], list[KeptAside]]:
    entries: list[ListEntry] = []
    kept: list[KeptAside] = []
    for done, row in enumerate(reading.rows):
        if done % _CHUNK == 0:
            job.check()
            job.progress(done, reading.declared_entries or 0, f"Reading {source.short_name}")
        if isinstance(row, KeptAside):
            kept.append(row)
        else:
            entries.append(row)
    return entries, kept


def _digest(files: Sequence[Path]) -> str:
    """One fingerprint of a set of files: that of a single file, as `sha256sum` gives it, else
    over the fingerprints in the order of the names."""
    digests = [digest_of(file) for file in sorted(files, key=lambda path: path.name.lower())]
    if len(digests) == 1:
        return digests[0]
    return hashlib.sha256(bytes.fromhex("".join(digests))).hexdigest()
