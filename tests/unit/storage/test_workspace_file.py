"""Opening the workspace file: made, refused, read-only, damaged, full."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from app.domain.errors import (
    DiskFull,
    IntegrityFault,
    NotADatabase,
    ReadOnlyFolder,
    SchemaTooNew,
)
from app.domain.list_entry import ListEntry
from app.storage import database as database_module
from app.storage import migrate
from app.storage.connection import APPLICATION_ID
from app.storage.database import Database, open_database
from app.storage.unit_of_work import UnitOfWork


@pytest.fixture
def new_workspaces() -> None:
    """Every new workspace is made by all the steps of the storage."""


def new_workspace(folder: Path) -> Path:
    """A closed workspace with one setting; returns its file."""
    database = open_database(folder)
    with database.write() as work:
        work.settings.set("colour", "teal")
        work.commit()
    database.close()
    return database.path


def test_all_new_workspaces_are_the_same(tmp_path: Path, new_workspace_file: Path) -> None:
    path = tmp_path / "workspace.db"
    migrate.create(path, 5000)
    assert path.read_bytes() == new_workspace_file.read_bytes()
    assert path.stat().st_mode == new_workspace_file.stat().st_mode


def pragma(database: Database, name: str) -> object:
    with database.write() as work:
        return work.connection.exec_driver_sql(f"PRAGMA {name}").scalar()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("busy_timeout", 300),
        ("trusted_schema", 0),
        ("application_id", APPLICATION_ID),
    ],
)
def test_pragmas_are_in_force(database: Database, name: str, value: object) -> None:
    assert pragma(database, name) == value


def test_a_fixed_sqlite_is_at_work() -> None:
    assert dbapi2.sqlite_version_info >= (3, 51, 3)


def test_new_workspace_leaves_nothing_half_made(tmp_path: Path) -> None:
    new_workspace(tmp_path / "a" / "b")
    names = {path.name for path in (tmp_path / "a" / "b").iterdir()}
    assert names == {"workspace.db", "setup.lock", "import.lock"}


def test_making_takes_up_where_a_killed_one_stopped(tmp_path: Path) -> None:
    (tmp_path / "workspace.db.part").write_bytes(b"half a file")
    (tmp_path / "workspace.db.part-wal").write_bytes(b"half a log")
    path = new_workspace(tmp_path)
    assert path.exists()
    assert not list(tmp_path.glob("*.part*"))


def test_reopening_finds_what_was_stored(tmp_path: Path) -> None:
    new_workspace(tmp_path)
    database = open_database(tmp_path)
    with database.read() as work:
        assert work.settings.get("colour") == "teal"
    assert database.is_checked
    assert database.backup is None
    database.close()


def foreign_database(path: Path) -> None:
    connection = dbapi2.connect(str(path))
    connection.execute("CREATE TABLE person (name TEXT)")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda path: path.write_bytes(b""), "empty"),
        (lambda path: path.write_text("a text, saved as .db\n" * 500), "something else"),
        (lambda path: path.write_bytes(b"SQLite format 3\x00"), "something else"),
        (lambda path: path.write_bytes(os.urandom(100_000)), "something else"),
        (foreign_database, "another program"),
    ],
    ids=["empty", "text", "header only", "noise", "foreign"],
)
def test_other_files_are_refused_and_left(
    tmp_path: Path, make: Callable[[Path], object], why: str
) -> None:
    path = tmp_path / "workspace.db"
    make(path)
    before = path.read_bytes()
    with pytest.raises(NotADatabase) as caught:
        open_database(tmp_path)
    assert why in caught.value.message
    assert caught.value.safe
    assert path.read_bytes() == before


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_truncated_file_is_refused_and_left(tmp_path: Path, share: float) -> None:
    path = new_workspace(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(NotADatabase, match="cut short"):
        open_database(tmp_path)
    assert path.stat().st_size == int(len(whole) * share)


@pytest.mark.parametrize("first_page", [40, 90])  # of the tables' own description, of entries
def test_damaged_page_is_found(
    first_page: int,
    database: Database,
    stage: Callable[..., object],
    make_entry: Callable[..., ListEntry],
) -> None:
    stage([make_entry(number, "x" * 500) for number in range(300)])
    database.close()
    content = bytearray(database.path.read_bytes())
    for position in range(4096 * first_page, 4096 * (first_page + 40), 97):
        content[position] ^= 0xFF
    database.path.write_bytes(content)
    with pytest.raises(IntegrityFault, match="damaged"):
        open_database(database.data_dir)
    assert database.path.read_bytes() == content


def test_stale_log_beside_the_file_is_found(
    database: Database, stage: Callable[..., object], make_entry: Callable[..., ListEntry]
) -> None:
    stage([make_entry(number, "x" * 500) for number in range(300)])
    log = database.path.with_name("workspace.db-wal")
    shutil.copy(log, log.with_name("stale"))
    stage([make_entry(number, "y" * 900) for number in range(900)])
    database.close()
    log.with_name("stale").rename(log)
    with pytest.raises(IntegrityFault, match="damaged"):
        open_database(database.data_dir)


def test_log_without_its_file_is_not_given_to_a_new_one(tmp_path: Path) -> None:
    (tmp_path / "workspace.db-wal").write_bytes(b"the newest records")
    with pytest.raises(NotADatabase, match=r"its log workspace\.db-wal is there"):
        open_database(tmp_path)
    assert not (tmp_path / "workspace.db").exists()


def test_newer_tables_are_refused_by_name_of_the_version(tmp_path: Path) -> None:
    path = new_workspace(tmp_path)
    connection = dbapi2.connect(str(path))
    connection.execute("UPDATE alembic_version SET version_num = '0999'")
    connection.execute("UPDATE meta SET value = '7.3.1' WHERE key = 'written_by'")
    connection.commit()
    connection.close()
    with pytest.raises(SchemaTooNew) as caught:
        open_database(tmp_path)
    assert "0999" in caught.value.message
    assert "7.3.1" in caught.value.todo


def test_tables_without_revision_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "workspace.db"
    connection = dbapi2.connect(str(path))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("CREATE TABLE person (name TEXT)")
    connection.close()
    with pytest.raises(NotADatabase, match="tables are missing"):
        open_database(tmp_path)


def test_workspace_that_cannot_be_written_opens_to_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_workspace(tmp_path)
    monkeypatch.setattr(database_module, "_is_writable", lambda path: False)
    database = open_database(tmp_path)
    assert database.is_read_only
    with database.read() as work:
        assert work.settings.get("colour") == "teal"
    with pytest.raises(ReadOnlyFolder), database.write():
        pass
    with pytest.raises(ReadOnlyFolder), database.import_lock():
        pass
    database.close()


READ_AS_NOBODY = """
import os, sys
from pathlib import Path
from app.domain.errors import ReadOnlyFolder
from app.storage.database import open_database
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
database = open_database(Path(sys.argv[1]))
assert database.is_read_only
with database.read() as work:
    print(work.settings.get("colour"))
database.close()
try:
    open_database(Path(sys.argv[1]) / "new")
except ReadOnlyFolder:
    print("refused")
"""


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0, reason="only root can become another user"
)
def test_rights_of_the_folder_are_respected() -> None:
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to others
        folder = Path(name)
        folder.chmod(0o755)
        new_workspace(folder)
        (folder / "workspace.db").chmod(0o644)  # opened to others by its owner
        done = subprocess.run(
            [sys.executable, "-c", READ_AS_NOBODY, name],
            capture_output=True,
            text=True,
            check=False,
            cwd=Path(__file__).parents[3],
        )
    assert done.stdout.split() == ["teal", "refused"], done.stderr


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
def test_a_new_workspace_is_private(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    open_database(folder).close()
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "workspace.db").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_in_its_place_is_no_workspace(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "workspace.db")
    with pytest.raises(NotADatabase, match="regular file"):
        open_database(tmp_path)


def test_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Exception, match=r"file/data") as caught:
        open_database(tmp_path / "file" / "data")
    assert caught.type.__name__ in ("EnvironmentFault", "ReadOnlyFolder")


def fill(work: UnitOfWork) -> None:
    for number in range(1000):
        work.settings.set(f"big{number}", "x" * 5000)


def test_full_disk_undoes_the_step_and_keeps_the_rest(database: Database) -> None:
    with database.write() as work:
        work.settings.set("kept", 1)
        work.commit()
    with database.write() as work:
        pages = work.connection.exec_driver_sql("PRAGMA page_count").scalar()
        work.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull) as caught, database.write() as work:  # the same connection
        fill(work)
    assert "Free some space" in caught.value.todo
    with database.write() as work:
        assert work.settings.get("big0") is None
        work.connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        work.settings.set("kept", 2)
        work.commit()
    with database.read() as work:
        assert work.settings.get("kept") == 2
