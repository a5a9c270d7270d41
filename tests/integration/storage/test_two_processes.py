"""Two processes on one workspace: they wait for each other, or are told; nothing is lost."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.errors import DatabaseLocked
from app.storage.database import open_database

Start = Callable[..., "subprocess.Popen[str]"]

OPEN = """
import sys
from pathlib import Path
from app.storage.database import open_database
database = open_database(Path(sys.argv[1]))
"""
HOLD = (
    OPEN
    + """
with database.{lock}() as work:
    print("holding", flush=True)
    sys.stdin.readline()
"""
)
COUNT = (
    OPEN
    + """
for _ in range(30):
    with database.write() as work:
        work.settings.set("count", work.settings.get("count", 0) + 1)
        work.commit()
print("counted")
"""
)


def told_to_go_on(process: subprocess.Popen[str]) -> None:
    process.communicate("go on\n")
    assert process.returncode == 0


def test_writer_of_another_process_is_waited_for_then_named(tmp_path: Path, start: Start) -> None:
    database = open_database(tmp_path, busy_timeout_ms=200)
    other = start(HOLD.format(lock="write"), tmp_path)
    assert other.stdout is not None
    assert other.stdout.readline() == "holding\n"
    started = time.monotonic()
    with pytest.raises(DatabaseLocked) as caught, database.write():
        pass
    assert time.monotonic() - started >= 0.15
    assert caught.value.exit_code == 4
    reopened = open_database(tmp_path, busy_timeout_ms=200)  # a start does not need to write
    reopened.close()
    told_to_go_on(other)
    with database.write() as work:
        work.settings.set("a", 1)
        work.commit()
    database.close()


def test_import_of_another_process_is_named(tmp_path: Path, start: Start) -> None:
    database = open_database(tmp_path)
    other = start(HOLD.format(lock="import_lock"), tmp_path)
    assert other.stdout is not None
    assert other.stdout.readline() == "holding\n"
    with pytest.raises(DatabaseLocked), database.import_lock():
        pass
    other.kill()  # the lock goes with the process
    other.wait()
    with database.import_lock():
        pass
    database.close()


def test_processes_that_start_at_once_share_one_workspace(tmp_path: Path, start: Start) -> None:
    processes = [start(COUNT, tmp_path / "data") for _ in range(4)]
    for process in processes:
        assert process.communicate()[0] == "counted\n"
    database = open_database(tmp_path / "data")
    with database.read() as work:
        assert work.settings.get("count") == 120
    database.close()


def test_log_of_a_killed_process_is_taken_over(tmp_path: Path, start: Start) -> None:
    other = start(
        COUNT.replace('print("counted")', 'print("counted", flush=True); input()'), tmp_path
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "counted\n"
    other.kill()
    other.wait()
    assert (tmp_path / "workspace.db-wal").exists()
    database = open_database(tmp_path)
    with database.read() as work:
        assert work.settings.get("count") == 30
    database.close()


def test_lost_log_of_a_killed_process_shows_in_the_audit_trail(
    tmp_path: Path, start: Start
) -> None:
    append = (
        "from datetime import UTC, datetime\n"
        "with database.write() as work:\n"
        "    work.audit.append(datetime.now(UTC), 'a', 'b', 'c', 'd')\n"
        "    work.commit()\n"
        "print('appended', flush=True); input()\n"
    )
    other = start(OPEN + append, tmp_path)
    assert other.stdout is not None
    assert other.stdout.readline() == "appended\n"
    other.kill()
    other.wait()
    (tmp_path / "workspace.db-wal").unlink()
    (tmp_path / "workspace.db-shm").unlink()
    database = open_database(tmp_path)
    with database.read() as work:
        report = work.audit.verify()
    assert (report.ok, report.first_bad) == (False, 1)
    database.close()
