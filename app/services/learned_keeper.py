"""The spellings that the active list versions teach: reopened, learned, learned on from changes."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from contextlib import suppress

import numpy as np

from app.domain.errors import EnvironmentFault
from app.domain.lists import ListVersion
from app.matching.learned import ALGORITHM, LearnedAliases, Learner, from_arrays, to_arrays
from app.matching.tables import NameTables
from app.services.jobs import Job
from app.services.list_entries import entries_of_keys, entries_of_versions
from app.storage import index_store
from app.storage.database import Database

KIND = "learned"  # of the files, as the profile is of those of an index
MOST_NAMES = 500_000  # up to which what names showed stays in memory, to learn on from there
MOST_CHANGED = 0.2  # of the entries; beyond it all are looked at again
_KEYS = "looked_at"
_TEXT = "Learning spellings from the lists"


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
        key = f"{KIND}-{hashlib.sha256(text.encode()).hexdigest()[:24]}"
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
        """Keep it, and what it takes to learn on; where that cannot be, learning is repeated."""
        if self._database.is_read_only:
            return
        arrays = to_arrays(learned)
        if self._learner is not None:
            keys = np.array(sorted(self._keys), dtype=np.int64)
            arrays |= {**self._learner.to_arrays(), _KEYS: keys}
        with suppress(EnvironmentFault):
            index_store.save_index(self._database.data_dir, key, arrays)

    def _learn(self, versions: Sequence[ListVersion], job: Job) -> LearnedAliases:
        learner, keys = self._earlier()
        self._learner = None  # half done it would be of no use
        with self._database.read() as uow:
            wanted = set(uow.lists.entry_keys([version.version_id for version in versions]))
        gone, fresh = keys - wanted, wanted - keys
        if learner is None or len(gone) + len(fresh) > MOST_CHANGED * len(wanted):
            learner = Learner(self._tables)
            entries = entries_of_versions(self._database, versions, job, _TEXT)
        else:
            learner.remove(gone)
            job.progress(0, len(fresh), _TEXT)
            entries = entries_of_keys(self._database, sorted(fresh), job)
        for key, entry in entries:
            learner.add(key, entry)
        if learner.names <= MOST_NAMES:
            self._learner, self._keys = learner, wanted
        return learner.learned()

    def _earlier(self) -> tuple[Learner | None, set[int]]:
        """The learner in memory, else the one saved last, with the keys it has looked at."""
        if self._learner is not None:
            return self._learner, self._keys
        for key in index_store.stored_keys(self._database.data_dir, KIND):
            arrays = index_store.load_index(self._database.data_dir, key)
            if arrays is not None and _KEYS in arrays:
                learner = Learner.from_arrays(arrays, self._tables)
                if learner is not None:
                    return learner, set(arrays[_KEYS].tolist())
        return None, set()
