"""The spellings that the active list versions teach: reopened, learned, learned on from changes."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from contextlib import suppress

from app.domain.errors import EnvironmentFault
from app.domain.lists import ListVersion
from app.matching.learned import ALGORITHM, LearnedAliases, Learner, from_arrays, to_arrays
from app.matching.tables import NameTables
from app.services.jobs import Job
from app.services.list_entries import entries_of_keys, entries_of_versions
from app.storage import index_store
from app.storage.database import Database

MOST_NAMES = 500_000  # up to which what names showed stays in memory, to learn on from there
MOST_CHANGED = 0.2  # of the entries; beyond it all are looked at again


class LearnedKeeper:
    """Keeps what was learned in memory and beside the indexes, by the versions that taught it."""

    def __init__(self, database: Database, tables: NameTables) -> None:
        self._database = database
        self._tables = tables
        self._lock = threading.Lock()
        self._found: tuple[str, LearnedAliases] | None = None
        self._learner: Learner | None = None
        self._keys: set[int] = set()  # of the entries that the learner has looked at

    def current(self, versions: Sequence[ListVersion], job: Job) -> LearnedAliases:
        """What these versions teach; learned now if it is not known yet."""
        parts = sorted(f"{version.source}:{version.version_id}" for version in versions)
        text = "|".join([*parts, self._tables.version, ALGORITHM])
        key = f"learned-{hashlib.sha256(text.encode()).hexdigest()[:24]}"
        with self._lock:
            if self._found is None or self._found[0] != key:
                found = self._stored(key)
                if found is None:
                    found = self._learn(versions, job)
                    self._save(key, found)
                self._found = key, found
            return self._found[1]

    def drop(self) -> None:
        """Forget what is in memory (the files stay)."""
        with self._lock:
            self._found, self._learner, self._keys = None, None, set()

    def _stored(self, key: str) -> LearnedAliases | None:
        arrays = index_store.load_index(self._database.data_dir, key)
        if arrays is None:
            return None
        try:
            return from_arrays(arrays)
        except (ValueError, KeyError):  # of another format: learn it anew
            return None

    def _save(self, key: str, learned: LearnedAliases) -> None:
        if not self._database.is_read_only:
            with suppress(EnvironmentFault):
                index_store.save_index(self._database.data_dir, key, to_arrays(learned))

    def _learn(self, versions: Sequence[ListVersion], job: Job) -> LearnedAliases:
        learner, self._learner = self._learner, None  # half done it would be of no use
        if learner is not None:
            with self._database.read() as uow:
                wanted = set(uow.lists.entry_keys([version.version_id for version in versions]))
            gone, fresh = self._keys - wanted, wanted - self._keys
            if len(gone) + len(fresh) > MOST_CHANGED * len(wanted):
                learner = None
        if learner is None:
            learner, self._keys = Learner(self._tables), set()
            for key, entry in entries_of_versions(
                self._database, versions, job, "Learning spellings from the lists"
            ):
                learner.add(key, entry)
                self._keys.add(key)
        else:
            learner.remove(gone)
            for key, entry in entries_of_keys(self._database, sorted(fresh), job):
                learner.add(key, entry)
            self._keys = wanted
        if learner.names <= MOST_NAMES:
            self._learner = learner
        return learner.learned()
