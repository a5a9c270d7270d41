"""The matching indexes of the active list versions, one a profile: reopened, built, brought up to
date with what changed, exchanged when lists or settings change."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from app.domain.errors import EnvironmentFault
from app.domain.list_entry import ListEntry
from app.domain.lists import ListVersion
from app.matching import aligned
from app.matching.effects import Effects
from app.matching.index import INDEX_FORMAT, NameIndex, build_index
from app.matching.layered import AnyIndex, LayeredIndex, layered, with_tables
from app.matching.learned import LearnedAliases, with_learned
from app.matching.matcher import Matcher
from app.matching.profiles import DEFAULT_PROFILE, PROFILES
from app.matching.tables import NameTables
from app.services.jobs import NO_JOB, Job
from app.services.learned_keeper import LearnedKeeper
from app.services.list_entries import entries_of_keys, entries_of_versions
from app.services.stored_settings import stored
from app.storage import index_store
from app.storage.database import Database

__all__ = ["PROFILES", "IndexKeeper", "ReadyIndex", "index_key"]

MOST_CHANGED = 0.05  # of its entries; beyond it an index is built anew


@dataclass(frozen=True, slots=True)
class ReadyIndex:
    """A matcher and the list versions it was built from.

    `names` is the index of the names without learned spellings; `learned` are those that the
    matcher uses, None if it uses none; `tables` are the matcher's.
    """

    key: str
    versions: tuple[ListVersion, ...]
    matcher: Matcher
    names_key: str
    names: AnyIndex
    tables: NameTables
    learned: LearnedAliases | None = None

    @property
    def learned_version(self) -> str:
        """The version of the learned spellings in use, empty for none."""
        return self.learned.version if self.learned else ""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the index of a profile should hold now."""

    versions: tuple[ListVersion, ...]
    names_key: str
    is_learned: bool

    @property
    def key(self) -> str:
        return f"{self.names_key}+learned" if self.is_learned else self.names_key


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
        self._learned = LearnedKeeper(database, tables)
        self._ready: dict[str, ReadyIndex] = {}
        self._building = {profile: threading.Lock() for profile in PROFILES}

    def current(self, job: Job = NO_JOB, profile: str = DEFAULT_PROFILE) -> ReadyIndex:
        """The index to screen with.

        If lists or settings have changed, it is made now, unless another thread is making it
        already: then the previous one answers (its records name the versions it holds); without
        a previous one the caller waits.

        Args:
            profile: a name of `profiles.PROFILES`.
        """
        wanted = self._wanted(profile)
        ready = self._ready.get(profile)
        if ready is not None and ready.key == wanted.key:
            return ready
        if not self._building[profile].acquire(blocking=ready is None):
            assert ready is not None
            return ready
        try:
            ready = self._ready.get(profile)
            if ready is None or ready.key != wanted.key:
                ready = self._ready[profile] = self._open(wanted, profile, job)
            return ready
        finally:
            self._building[profile].release()

    def is_current(self, profile: str = DEFAULT_PROFILE) -> bool:
        """Whether the index in memory is that of the active list versions and the settings."""
        ready = self._ready.get(profile)
        return ready is not None and ready.key == self._wanted(profile).key

    def learned(self, job: Job = NO_JOB) -> LearnedAliases:
        """What the active list versions teach, whether it is used or not."""
        with self._database.read() as uow:
            versions = tuple(uow.lists.active_versions())
        return self._learned.current(versions, job)

    def tables_of(self, profile: str) -> NameTables:
        """The name tables that screenings with a profile use at this moment."""
        ready = self._ready.get(profile)
        return ready.tables if ready else self._tables

    def drop(self) -> None:
        """Forget the indexes in memory (their files stay)."""
        self._ready.clear()
        self._learned.drop()

    def _wanted(self, profile: str) -> _Wanted:
        with self._database.read() as uow:
            versions = tuple(uow.lists.active_versions())
            is_on = stored(uow).learned_aliases
        key = index_key(versions, self._tables, profile)
        return _Wanted(versions, key, is_on and profile == aligned.NAME)

    def _open(self, wanted: _Wanted, profile: str, job: Job) -> ReadyIndex:
        ready = self._ready.get(profile)
        if ready is not None and ready.names_key == wanted.names_key:  # a setting has changed
            names = ready.names
        else:
            names = self._names(wanted, profile, ready, job)
        learned = self._learned.current(wanted.versions, job) if wanted.is_learned else None
        tables = with_learned(self._tables, learned) if learned else self._tables
        matcher = Matcher(
            with_tables(names, tables) if learned else names,
            profile,
            tables,
            self._load_entries,
            effects=self._effects,
        )
        return ReadyIndex(
            wanted.key, wanted.versions, matcher, wanted.names_key, names, tables, learned
        )

    def _names(self, wanted: _Wanted, profile: str, ready: ReadyIndex | None, job: Job) -> AnyIndex:
        """The index reopened, else an earlier one with what changed, else built anew."""
        stored = self._stored(wanted.names_key)
        if stored is not None:
            return stored
        base = _base_of(ready.names) if ready else self._newest(profile)
        if base is not None:
            changed = self._with_changes(base, wanted.versions, profile, job)
            if changed is not None:
                return changed
        text = "Building the matching index"
        entries = entries_of_versions(self._database, wanted.versions, job, text)
        index = build_index(entries, self._tables, profile)
        self._save(wanted.names_key, index)
        return index

    def _with_changes(
        self, base: NameIndex, versions: Sequence[ListVersion], profile: str, job: Job
    ) -> LayeredIndex | None:
        """An index of other versions brought up to date; None if too much has changed."""
        with self._database.read() as uow:
            keys = uow.lists.entry_keys([version.version_id for version in versions])
        wanted, held = np.array(keys, dtype=np.int64), base.arrays["entry_keys"]
        gone, fresh = np.setdiff1d(held, wanted), np.setdiff1d(wanted, held)
        if len(gone) + len(fresh) > MOST_CHANGED * len(held):
            return None
        job.progress(0, len(fresh), "Updating the matching index")
        entries = entries_of_keys(self._database, fresh.tolist(), job)
        return layered(base, build_index(entries, self._tables, profile), gone.tolist())

    def _newest(self, profile: str) -> NameIndex | None:
        """The index that was saved last, of whatever list versions."""
        for key in index_store.stored_keys(self._database.data_dir, profile):
            index = self._stored(key)
            if index is not None:
                return index
        return None

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

    def _load_entries(self, keys: Sequence[int]) -> Mapping[int, ListEntry]:
        with self._database.read() as uow:
            return uow.lists.load_entries(keys)


def _base_of(index: AnyIndex) -> NameIndex:
    return index.base if isinstance(index, LayeredIndex) else index
