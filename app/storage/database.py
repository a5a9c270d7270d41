"""The workspace file: opened and checked, and read and written through units of work."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import Engine

from app.domain.errors import DatabaseLocked, DiskFull, NotADatabase
from app.storage import faults, migrate
from app.storage.connection import Access, connect, engine_for
from app.storage.sweep import sweep
from app.storage.unit_of_work import UnitOfWork

FILE_NAME = "workspace.db"
# Up to this size the pages are checked at each start (about 0.1 s); larger files later, by
# whoever calls `quick_check` in the background.
QUICK_CHECK_BYTES = 100_000_000
_SWEEP_SECONDS = 0.5  # of a start; the next import does the rest


def open_database(data_dir: Path, *, busy_timeout_ms: int = 5000) -> Database:
    """Open the workspace in a folder; make both where there is none.

    An existing file is checked and, if its tables are old, upgraded after a copy was made. If
    the folder or the file cannot be written, the workspace is opened to be read only.

    Args:
        data_dir: the folder of the workspace.
        busy_timeout_ms: how long to wait for another writer before DatabaseLocked.
    Raises:
        NotADatabase, SchemaTooNew, IntegrityFault (damaged pages), ReadOnlyFolder (nothing to
        open and nowhere to write), DatabaseLocked, DiskFull. The file is left as it is then.
    """
    path = data_dir / FILE_NAME
    if path.exists() and not path.is_file():
        raise faults.not_a_database(path, "it is no regular file")
    is_writable = _is_writable(path)
    if not path.exists() and not is_writable:
        raise faults.read_only(data_dir)
    backup = None
    if is_writable:
        with faults.translated_files(data_dir):
            data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)  # customers are in it
        with _file_lock(data_dir, "setup.lock", busy_timeout_ms):
            if not path.exists():
                _refuse_orphaned_log(path)
                migrate.create(path, busy_timeout_ms)
            migrate.check_header(path)
            backup = migrate.migrate(path, busy_timeout_ms)
        access = Access.WRITE
    else:
        migrate.check_header(path)
        log = path.with_name(path.name + "-wal")
        access = Access.READ if log.exists() else Access.FROZEN
        if not migrate.is_current(path, access, busy_timeout_ms):
            raise faults.read_only(data_dir)
    database = Database(path, access, busy_timeout_ms, backup)
    try:
        if path.stat().st_size <= QUICK_CHECK_BYTES:
            database.quick_check()
        if not database.is_read_only:
            database.sweep(_SWEEP_SECONDS)
    except BaseException:
        database.close()
        raise
    return database


class Database:
    """One open workspace; any thread may read and write.

    `backup` is the copy made before an upgrade, if there was one; `is_checked` tells whether
    `quick_check` has run since the start. `guard` is called before every write and raises for
    those who may only read; `admit` is called within it, with what is stored at that moment.
    """

    def __init__(
        self, path: Path, access: Access, busy_timeout_ms: int, backup: Path | None
    ) -> None:
        self.path = path
        self.data_dir = path.parent
        self.is_read_only = access is not Access.WRITE
        self.is_checked = False
        self.is_importing = False
        self.backup = backup
        self.guard: Callable[[], None] = lambda: None
        self.admit: Callable[[UnitOfWork], None] = lambda _uow: None
        self._busy_timeout_ms = busy_timeout_ms
        self._open = partial(connect, path, access, busy_timeout_ms)
        self._reader = engine_for(self._open_reader, "BEGIN")
        self._writer = engine_for(self._open, "BEGIN IMMEDIATE")
        self._write_lock = threading.Lock()
        self._watch_lock = threading.Lock()
        self._watcher: Any = None

    @contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """A consistent view of the workspace as it is now; nothing can be written through it."""
        with self._unit(self._reader) as work:
            yield work

    @contextmanager
    def write(self, *, of_log_in: bool = False) -> Iterator[UnitOfWork]:
        """The one writing unit of work of this moment; undone unless `commit` was called.

        Args:
            of_log_in: logging in and out and one's own password, which everybody may write.
        Raises ReadOnlyFolder; DatabaseLocked when another writer keeps it for too long; whatever
        `guard` or `admit` raises for those who may not write.
        """
        if not of_log_in:
            self.guard()
        if self.is_read_only:
            raise faults.read_only(self.path)
        if not self._write_lock.acquire(timeout=self._busy_timeout_ms / 1000):
            raise faults.locked(self.path)
        try:
            with self._unit(self._writer) as work:
                if not of_log_in:
                    self.admit(work)
                yield work
        finally:
            self._write_lock.release()

    @contextmanager
    def import_lock(self, wait_ms: int = 0) -> Iterator[None]:
        """Held during an import, across processes; what a killed import left is undone first.

        Args:
            wait_ms: how long to wait for an import of another process or thread.
        Raises ReadOnlyFolder; DatabaseLocked when another import is running.
        """
        if self.is_read_only:
            raise faults.read_only(self.path)
        with _file_lock(self.data_dir, "import.lock", wait_ms):
            self.is_importing = True
            try:
                for _ in sweep(self.read, self.write):
                    pass
                yield
            finally:
                self.is_importing = False

    @contextmanager
    def link_lock(self) -> Iterator[None]:
        """Held while links are computed, across processes.

        Raises ReadOnlyFolder; DatabaseLocked when another process or thread computes them.
        """
        if self.is_read_only:
            raise faults.read_only(self.path)
        with _file_lock(self.data_dir, "links.lock", 0):
            yield

    def sweep(self, seconds: float) -> None:
        """Undo what killed imports left, for about `seconds`, if no import is running."""
        until = monotonic() + seconds
        try:
            with _file_lock(self.data_dir, "import.lock", 0):
                for _ in sweep(self.read, self.write):
                    if monotonic() > until:
                        return
        except (DatabaseLocked, DiskFull):
            return  # another time; what is stored can be read without it

    def data_version(self) -> int:
        """A number that changes when any connection, of this or another process, commits."""
        with self._watch_lock, faults.translated(self.path):
            if self._watcher is None:
                self._watcher = self._open()
            number: int = self._watcher.execute("PRAGMA data_version").fetchone()[0]
            return number

    def quick_check(self) -> None:
        """Check all pages of the file. Raises IntegrityFault if damaged."""
        with self.read() as work:
            problem = work.connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if problem != "ok":
            raise faults.damaged(self.path, str(problem))
        self.is_checked = True

    def close(self) -> None:
        """Close all connections; units of work have ended."""
        with self._watch_lock:
            if self._watcher is not None:
                self._watcher.close()
                self._watcher = None
        self._reader.dispose()
        self._writer.dispose()

    def _open_reader(self) -> Any:
        connection = self._open()
        connection.execute("PRAGMA query_only = ON")
        return connection

    @contextmanager
    def _unit(self, engine: Engine) -> Iterator[UnitOfWork]:
        with faults.translated(self.path), engine.connect() as connection:
            connection.begin()
            yield UnitOfWork(connection, self.data_dir)


@contextmanager
def _file_lock(data_dir: Path, name: str, wait_ms: int) -> Iterator[None]:
    lock = FileLock(data_dir / name, thread_local=False)
    with faults.translated_files(data_dir):
        try:
            lock.acquire(timeout=wait_ms / 1000)
        except Timeout as error:
            raise faults.locked(data_dir) from error
    try:
        yield
    finally:
        lock.release()


def _refuse_orphaned_log(path: Path) -> None:
    # SQLite would take the log of the lost file for that of the new one.
    log = path.with_name(path.name + "-wal")
    if log.exists():
        raise NotADatabase(
            f"{path} is missing, but its log {log.name} is there.",
            safe="Nothing was changed; the log may hold the newest records.",
            todo=f"Put {path.name} back beside it, or move the log away to start anew.",
        )


def _is_writable(path: Path) -> bool:
    """Whether the file may be written, or made: its folder, or the nearest one that exists."""
    if path.exists() and not os.access(path, os.W_OK):
        return False
    folder = path.parent
    while not folder.exists():
        folder = folder.parent
    return os.access(folder, os.W_OK)
