"""The matching indexes of the active list versions, one a profile: reopened, built, exchanged
when lists change."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from app.domain.errors import EnvironmentFault
from app.domain.list_entry import ListEntry
from app.domain.lists import ListVersion
from app.matching.effects import Effects
from app.matching.index import INDEX_FORMAT, NameIndex, build_index
from app.matching.matcher import Matcher
from app.matching.profiles import DEFAULT_PROFILE, PROFILES
from app.matching.tables import NameTables
from app.services.jobs import NO_JOB, Job
from app.storage import index_store
from app.storage.database import Database

__all__ = ["PROFILES", "IndexKeeper", "ReadyIndex", "index_key"]


@dataclass(frozen=True, slots=True)
class ReadyIndex:
    """A matcher and the list versions it was built from."""

    key: str
    versions: tuple[ListVersion, ...]
    matcher: Matcher


def index_key(versions: Sequence[ListVersion], tables: NameTables, profile: str) -> str:
    """The name of an index: changes with list versions, profile, name tables and format."""
    parts = [f"{v.source}:{v.version_id}:{v.sha256}" for v in versions]
    text = "|".join([*sorted(parts), PROFILES[profile], tables.version, INDEX_FORMAT])
    return f"{profile}-{hashlib.sha256(text.encode()).hexdigest()[:24]}"


class IndexKeeper:
    """Keeps one index a profile in memory, made when it is first asked for; the previous one
    serves until its successor is ready."""

    def __init__(self, database: Database, tables: NameTables, effects: Effects) -> None:
        self._database = database
        self._tables = tables
        self._effects = effects
        self._ready: dict[str, ReadyIndex] = {}
        self._building = {profile: threading.Lock() for profile in PROFILES}

    def current(self, job: Job = NO_JOB, profile: str = DEFAULT_PROFILE) -> ReadyIndex:
        """The index to screen with.

        If lists have changed, it is built now, unless another thread is building already: then
        the previous one answers (its records name the versions it holds); without a previous
        one the caller waits.

        Args:
            profile: a name of `profiles.PROFILES`.
        """
        versions, key = self._wanted(profile)
        ready = self._ready.get(profile)
        if ready is not None and ready.key == key:
            return ready
        if not self._building[profile].acquire(blocking=ready is None):
            assert ready is not None
            return ready
        try:
            ready = self._ready.get(profile)
            if ready is None or ready.key != key:
                ready = self._ready[profile] = self._open(versions, key, profile, job)
            return ready
        finally:
            self._building[profile].release()

    def is_current(self, profile: str = DEFAULT_PROFILE) -> bool:
        """Whether the index in memory is the one of the active list versions."""
        ready = self._ready.get(profile)
        return ready is not None and ready.key == self._wanted(profile)[1]

    def drop(self) -> None:
        """Forget the indexes in memory (their files stay)."""
        self._ready.clear()

    def _wanted(self, profile: str) -> tuple[tuple[ListVersion, ...], str]:
        with self._database.read() as uow:
            versions = tuple(uow.lists.active_versions())
        return versions, index_key(versions, self._tables, profile)

    def _open(
        self, versions: tuple[ListVersion, ...], key: str, profile: str, job: Job
    ) -> ReadyIndex:
        index = self._stored(key)
        if index is None:
            index = self._build(versions, profile, job)
            self._save(key, index)
        matcher = Matcher(index, profile, self._tables, self._load_entries, effects=self._effects)
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

    def _build(self, versions: tuple[ListVersion, ...], profile: str, job: Job) -> NameIndex:
        total = sum(version.entries for version in versions)

        def entries() -> Iterator[tuple[int, ListEntry]]:
            with self._database.read() as uow:
                pairs = uow.lists.iter_entries([version.version_id for version in versions])
                for done, pair in enumerate(pairs):
                    if done % 500 == 0:
                        job.check()
                        job.progress(done, total, "Building the matching index")
                    yield pair

        return build_index(entries(), self._tables, profile)

    def _load_entries(self, keys: Sequence[int]) -> Mapping[int, ListEntry]:
        with self._database.read() as uow:
            return uow.lists.load_entries(keys)
