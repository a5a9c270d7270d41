"""What the driver and the disk report, in the user's words; every message has its parts."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from app.domain.errors import (
    AppError,
    DatabaseLocked,
    DiskFull,
    EnvironmentFault,
    IntegrityFault,
    NotADatabase,
    ReadOnlyFolder,
)
from app.domain.list_entry import ListEntry
from app.domain.lists import ListVersion
from app.storage import database as database_module
from app.storage import migrate
from app.storage.database import Database, open_database
from app.storage.faults import translated, translated_files
from app.storage.staging import CHUNK, ListStaging

PATH = Path("data") / "workspace.db"


@pytest.fixture
def new_workspaces() -> None:
    """Every new workspace is made by all the steps of the storage."""


@pytest.mark.parametrize(
    ("code", "kind", "exit_code"),
    [
        (5, DatabaseLocked, 4),
        (6, DatabaseLocked, 4),
        (8, ReadOnlyFolder, 4),
        (10, EnvironmentFault, 4),
        (522, EnvironmentFault, 4),  # IOERR_SHORT_READ
        (11, IntegrityFault, 5),
        (13, DiskFull, 4),
        (14, EnvironmentFault, 4),
        (19, IntegrityFault, 5),
        (1811, IntegrityFault, 5),  # CONSTRAINT_TRIGGER
        (26, NotADatabase, 4),
        (1, AppError, 1),
        (0, AppError, 1),
    ],
)
def test_result_codes(code: int, kind: type[AppError], exit_code: int) -> None:
    error = dbapi2.OperationalError("what the driver says")
    error.sqlite_errorcode = code
    with pytest.raises(AppError) as caught, translated(PATH):
        raise error
    assert caught.type is kind
    assert caught.value.exit_code == exit_code
    assert caught.value.safe
    assert caught.value.__cause__ is error


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EACCES, ReadOnlyFolder),
        (errno.EROFS, ReadOnlyFolder),
        (errno.EIO, EnvironmentFault),
    ],
)
def test_faults_of_the_disk(number: int, kind: type[AppError]) -> None:
    with pytest.raises(AppError) as caught, translated_files(PATH.parent):
        raise OSError(number, os.strerror(number))
    assert caught.type is kind
    assert str(PATH.parent) in caught.value.message
    assert caught.value.safe
    assert caught.value.todo


def test_other_errors_pass() -> None:
    with pytest.raises(KeyError), translated(PATH), translated_files(PATH):
        raise KeyError


def test_nothing_to_open_and_nowhere_to_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(ReadOnlyFolder):
        open_database(tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_file_alone_that_cannot_be_written_opens_to_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_database(tmp_path).close()
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path).is_dir())
    database = open_database(tmp_path)
    assert database.is_read_only
    assert database.data_version() > 0
    database.close()


def test_reading_beside_a_writer_from_a_folder_that_cannot_be_written(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.write() as work:
        work.settings.set("a", 1)
        work.commit()
    monkeypatch.setattr(database_module, "_is_writable", lambda path: False)
    reader = open_database(database.data_dir)
    with database.write() as work:
        work.settings.set("a", 2)
        work.commit()
    with reader.read() as work:
        assert work.settings.get("a") == 2
    reader.close()


def test_damaged_workspace_is_not_copied_over_a_good_copy(
    database: Database, stage: Callable[..., ListVersion], make_entry: Callable[..., ListEntry]
) -> None:
    stage([make_entry(number, "x" * 500) for number in range(300)])
    database.close()
    copy = database.path.with_name("copy.db")
    migrate.back_up(database.path, copy, 300)
    good = copy.read_bytes()
    content = bytearray(database.path.read_bytes())
    for position in range(len(content) // 2, len(content) // 2 + 4096 * 40, 97):
        content[position] ^= 0xFF
    database.path.write_bytes(content)
    with pytest.raises(IntegrityFault):
        migrate.back_up(database.path, copy, 300)
    assert copy.read_bytes() == good
    assert not list(database.data_dir.glob("*.part"))


def test_start_undoes_leftovers_for_a_while_only(
    database: Database, make_entry: Callable[..., ListEntry], now: datetime
) -> None:
    with database.import_lock():
        staging = ListStaging(
            database,
            "us_ofac_sdn",
            "v",
            is_demo=False,
            published_on=None,
            sha256="",
            files=(),
            at=now,
        )
        staging.add([make_entry(number) for number in range(3 * CHUNK)])
    database.sweep(-1)  # one chunk
    with database.read() as work:
        assert work.lists.version(staging.version_id).seq == 1
    database.sweep(10)
    with database.read() as work, pytest.raises(AppError, match="no list version"):
        work.lists.version(staging.version_id)


def test_full_disk_while_a_list_is_staged(
    database: Database,
    stage: Callable[..., ListVersion],
    make_entry: Callable[..., ListEntry],
    now: datetime,
) -> None:
    old = stage([make_entry(number) for number in range(10)], activate=True)
    with database.import_lock():
        staging = ListStaging(
            database,
            "us_ofac_sdn",
            "v",
            is_demo=False,
            published_on=None,
            sha256="",
            files=(),
            at=now,
        )
        with database.write() as work:
            pages = work.connection.exec_driver_sql("PRAGMA page_count").scalar()
            work.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(DiskFull):
            staging.add([make_entry(number, "new") for number in range(2 * CHUNK)])
        staging.discard()
    with database.read() as work:
        assert work.lists.active_versions() == [old]
        assert len(list(work.lists.iter_entries([old.version_id]))) == 10
