"""The matching index of the active list versions: reopened, built, exchanged when lists change."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from app.domain.errors import EnvironmentFault
from app.domain.list_entry import ListEntry
from app.domain.lists import ListVersion
from app.matching import classic
from app.matching.effects import Effects
from app.matching.index import INDEX_FORMAT, NameIndex, build_index
from app.matching.matcher import Matcher
from app.matching.tables import NameTables
from app.services.jobs import NO_JOB, Job
from app.storage import index_store
from app.storage.database import Database

PROFILES = {classic.NAME: f"{classic.NAME}-{classic.VERSION}"}  # name -> name with version


@dataclass(frozen=True, slots=True)
class ReadyIndex:
    """A matcher and the list versions it was built from."""

    key: str
    versions: tuple[ListVersion, ...]
    matcher: Matcher


def index_key(versions: Sequence[ListVersion], tables: NameTables, profile: str) -> str:
    """The name of an index: changes with list versions, profile, name tables and format."""
    parts = [f"{v.source}:{v.version_id}:{v.sha256}" for v in versions]
    text = "|".join([*sorted(parts), profile, tables.version, INDEX_FORMAT])
    return f"{profile}-{hashlib.sha256(text.encode()).hexdigest()[:24]}"


class IndexKeeper:
    """Keeps one index in memory; the previous one serves until its successor is ready."""

    def __init__(self, database: Database, tables: NameTables, effects: Effects) -> None:
        self._database = database
        self._tables = tables
        self._effects = effects
        self._ready: ReadyIndex | None = None
        self._building = threading.Lock()

    def current(self, job: Job = NO_JOB) -> ReadyIndex:
        """The index to screen with.

        If lists have changed, it is built now, unless another thread is building already: then
        the previous one answers (its records name the versions it holds); without a previous
        one the caller waits.
        """
        versions, key = self._wanted()
        ready = self._ready
        if ready is not None and ready.key == key:
            return ready
        if not self._building.acquire(blocking=ready is None):
            assert ready is not None
            return ready
        try:
            if self._ready is None or self._ready.key != key:
                self._ready = self._open(versions, key, job)
            return self._ready
        finally:
            self._building.release()

    def is_current(self) -> bool:
        """Whether the index in memory is the one of the active list versions."""
        return self._ready is not None and self._ready.key == self._wanted()[1]

    def drop(self) -> None:
        """Forget the index in memory (its files stay)."""
        self._ready = None

    def _wanted(self) -> tuple[tuple[ListVersion, ...], str]:
        with self._database.read() as uow:
            versions = tuple(uow.lists.active_versions())
        return versions, index_key(versions, self._tables, classic.NAME)

    def _open(self, versions: tuple[ListVersion, ...], key: str, job: Job) -> ReadyIndex:
        index = self._stored(key)
        if index is None:
            index = self._build(versions, job)
            self._save(key, index)
        matcher = Matcher(
            index, classic.NAME, self._tables, self._load_entries, effects=self._effects
        )
        return ReadyIndex(key, versions, matcher)

    def _stored(self, key: str) -> NameIndex | None:
        arrays = index_store.load_index(self._database.data_dir, key)
        if arrays is None:
            return None
        try:
            return NameIndex.from_arrays(arrays, self._tables)
        except (ValueError, KeyError):  # of another format: build it anew
            return None

    def _save(self, key: str, index: NameIndex) -> None:
        """Keep the index for the next start; where it cannot be kept, screening goes on."""
        if not self._database.is_read_only:
            with suppress(EnvironmentFault):
                index_store.save_index(self._database.data_dir, key, index.to_arrays())

    def _build(self, versions: tuple[ListVersion, ...], job: Job) -> NameIndex:
        total = sum(version.entries for version in versions)

        def entries() -> Iterator[tuple[int, ListEntry]]:
            with self._database.read() as uow:
                pairs = uow.lists.iter_entries([version.version_id for version in versions])
                for done, pair in enumerate(pairs):
                    if done % 500 == 0:
                        job.check()
                        job.progress(done, total, "Building the matching index")
                    yield pair

        return build_index(entries(), self._tables, classic.NAME)

    def _load_entries(self, keys: Sequence[int]) -> Mapping[int, ListEntry]:
        with self._database.read() as uow:
            return uow.lists.load_entries(keys)
