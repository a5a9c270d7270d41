"""Upgrading a workspace: a copy first, then all steps or none, whatever happens meanwhile."""

from __future__ import annotations

import random
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from app.domain.decision import Outcome
from app.domain.errors import AppError, DiskFull, ReadOnlyFolder
from app.domain.lists import VersionState
from app.storage import database as database_module
from app.storage import migrate
from app.storage.connection import connect
from app.storage.database import Database, open_database
from app.storage.migrations import HEAD

Start = Callable[..., "subprocess.Popen[str]"]

SAVED = Path(__file__).parents[2] / "data" / "databases"
NEXT = f"{int(HEAD) + 1:04}"
TABLES = 60

STEP = """
import time
from alembic import op
revision = "{next}"
down_revision = "{head}"

def upgrade():
    print("upgrading", flush=True)
    for number in range({tables}):
        op.execute(f"CREATE TABLE added_{{number}} (value TEXT) STRICT")
        op.execute(f"INSERT INTO added_{{number}} SELECT payload FROM list_entries")
        time.sleep({pause})
    {last}
"""

UPGRADE = """
import sys
from pathlib import Path
from app.storage import migrate
from app.storage.database import open_database
migrate.HEAD = sys.argv[3]
migrate._SCRIPTS = Path(sys.argv[2])
open_database(Path(sys.argv[1])).close()
print("upgraded", flush=True)
"""


def next_revision(folder: Path, *, pause: float = 0.0, last: str = "") -> Path:
    """The scripts with one more revision after the newest."""
    scripts = folder / "scripts"
    shutil.copytree(migrate._SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    step = STEP.format(next=NEXT, head=HEAD, tables=TABLES, pause=pause, last=last)
    (scripts / "versions" / f"r{NEXT}_next.py").write_text(step)
    return scripts


@pytest.fixture
def old_workspace(tmp_path: Path) -> Path:
    """A data folder with the saved workspace of the newest revision."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(SAVED / f"workspace-{HEAD}.db", folder / "workspace.db")
    return folder


def added_tables(path: Path) -> tuple[str, int]:
    """(revision, how many tables the next revision has added)."""
    connection = dbapi2.connect(str(path))
    revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    count = connection.execute(
        "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'added%'"
    ).fetchone()[0]
    connection.close()
    return revision, count


def check_contents(database: Database) -> None:
    with database.read() as work:
        new, old = work.lists.versions("un_sc")
        assert (old.state, new.state) == (VersionState.SUPERSEDED, VersionState.ACTIVE)
        ids = {
            version.seq: {
                entry.entry_id for _, entry in work.lists.iter_entries([version.version_id])
            }
            for version in (old, new)
        }
        assert ids == {
            1: {f"QDi.{number}" for number in range(5)},
            2: {f"QDi.{number}" for number in range(1, 7)},
        }
        record = work.screenings.get("scr_1")
        (match,) = record.matches
        assert record.decision.outcome is Outcome.BLOCK
        entry = work.lists.entry(match.source, match.list_entry_id, match.entry_checksum)
        assert entry.primary_name == match.primary_name
        assert [summary.screening_id for summary in work.screenings.page(text="ventris")] == [
            "scr_1"
        ]
        assert work.subjects.get(record.subject_id) == record.subject
        assert work.events.last_seq() == 2
        assert work.settings.get("theme") == "dark"
        assert work.audit.verify().ok
        assert len(work.audit.rows()) == 3


@pytest.mark.parametrize("path", sorted(SAVED.glob("*.db")), ids=lambda path: path.stem)
def test_every_saved_workspace_opens_with_all_it_holds(tmp_path: Path, path: Path) -> None:
    shutil.copy(path, tmp_path / "workspace.db")
    database = open_database(tmp_path)
    check_contents(database)
    database.close()


def test_upgrade_keeps_a_copy_and_everything_else(
    old_workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "_SCRIPTS", next_revision(tmp_path))
    monkeypatch.setattr(migrate, "HEAD", NEXT)
    database = open_database(old_workspace)
    assert database.backup == old_workspace / f"workspace-before-{NEXT}.db"
    check_contents(database)
    database.close()
    assert added_tables(old_workspace / "workspace.db") == (NEXT, TABLES)
    assert added_tables(database.backup) == (HEAD, 0)
    assert open_database(old_workspace).backup is None
    assert not list(old_workspace.glob("*.part"))


def test_failed_upgrade_leaves_the_old_workspace_and_names_the_copy(
    old_workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "_SCRIPTS", next_revision(tmp_path, last="raise KeyError('bug')"))
        patch.setattr(migrate, "HEAD", NEXT)
        with pytest.raises(AppError, match="could not be upgraded") as caught:
            open_database(old_workspace)
        assert f"workspace-before-{NEXT}.db" in caught.value.safe
    assert added_tables(old_workspace / "workspace.db") == (HEAD, 0)
    database = open_database(old_workspace)
    check_contents(database)
    database.close()


def test_full_disk_during_an_upgrade_leaves_the_old_workspace(
    old_workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connect_to_full_disk(*arguments: Any) -> Any:
        connection = connect(*arguments)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 5}")
        return connection

    monkeypatch.setattr(migrate, "_SCRIPTS", next_revision(tmp_path))
    monkeypatch.setattr(migrate, "HEAD", NEXT)
    monkeypatch.setattr(migrate, "connect", connect_to_full_disk)
    with pytest.raises(DiskFull) as caught:
        open_database(old_workspace)
    assert f"workspace-before-{NEXT}.db" in caught.value.safe
    assert added_tables(old_workspace / "workspace.db") == (HEAD, 0)


def test_old_workspace_that_cannot_be_written_is_not_opened(
    old_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "HEAD", NEXT)
    monkeypatch.setattr(database_module, "_is_writable", lambda path: False)
    with pytest.raises(ReadOnlyFolder):
        open_database(old_workspace)


def kill_upgrades(folder: Path, scripts: Path, start: Start, times: int) -> list[str]:
    """Kill so many upgrades of the same workspace; returns the revision found after each."""
    chance = random.Random(times)
    path = folder / "workspace.db"
    found = []
    for _ in range(times):
        process = start(UPGRADE, folder, scripts, NEXT)
        assert process.stdout is not None
        assert process.stdout.readline() == "upgrading\n"
        time.sleep(chance.uniform(0, 0.5))
        process.kill()
        process.wait()
        revision, count = added_tables(path)
        assert (revision, count) in ((HEAD, 0), (NEXT, TABLES))
        found.append(revision)
        if revision == NEXT:
            for leftover in folder.iterdir():
                leftover.unlink()
            shutil.copy(SAVED / f"workspace-{HEAD}.db", path)
    return found


def test_killed_upgrade_leaves_old_or_new(
    old_workspace: Path, tmp_path: Path, start: Start
) -> None:
    scripts = next_revision(tmp_path, pause=0.005)
    kill_upgrades(old_workspace, scripts, start, 2)
    process = start(UPGRADE, old_workspace, scripts, NEXT)
    assert process.communicate()[0].split() == ["upgrading", "upgraded"]
    assert added_tables(old_workspace / "workspace.db") == (NEXT, TABLES)


@pytest.mark.drill
def test_many_killed_upgrades_leave_old_or_new(
    old_workspace: Path, tmp_path: Path, start: Start
) -> None:
    found = kill_upgrades(old_workspace, next_revision(tmp_path, pause=0.005), start, 30)
    print(f"30 kills: {found.count(HEAD)} left the old tables, {found.count(NEXT)} the new")
