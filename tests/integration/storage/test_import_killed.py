"""An import killed at any moment: the old version is active and whole, the next import succeeds."""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.domain.list_entry import EntryType, ListEntry, ListName
from app.domain.lists import VersionState
from app.storage.database import Database, open_database
from app.storage.rows import list_versions
from app.storage.staging import ListStaging

Start = Callable[..., "subprocess.Popen[str]"]

SOURCE = "us_ofac_sdn"
COUNT = 2000
NOW = datetime(2026, 1, 2, tzinfo=UTC)

# Imports endlessly, a new version after the other, each with its number in every entry.
IMPORT = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from app.domain.list_entry import EntryType, ListEntry, ListName
from app.domain.lists import VersionState
from app.storage.database import open_database
from app.storage.staging import ListStaging

now = datetime(2026, 1, 2, tzinfo=UTC)
database = open_database(Path(sys.argv[1]))
number = int(sys.argv[2])
print("begun", flush=True)
while True:
    number += 1
    with database.import_lock():
        staging = ListStaging(
            database, "us_ofac_sdn", str(number), is_demo=False, published_on=None,
            sha256="", files=(), at=now)
        for start in range(0, 2000, 100):
            staging.add([
                ListEntry("us_ofac_sdn", str(key + number), EntryType.ENTITY,
                          (ListName(f"Ventris Shipping {key + number}"),), remarks=str(number))
                for key in range(start, start + 100)])
        version = staging.finish(VersionState.READY, (), ())
    with database.write() as work:
        work.lists.activate(version.version_id, now)
        work.audit.append(now, "test", "list.activated", "list", str(number))
        work.commit()
"""


def expected_entries(number: int) -> dict[str, ListEntry]:
    return {
        str(key + number): ListEntry(
            SOURCE,
            str(key + number),
            EntryType.ENTITY,
            (ListName(f"Ventris Shipping {key + number}"),),
            remarks=str(number),
        )
        for key in range(COUNT)
    }


def check_whole(database: Database) -> int:
    """Every finished version holds exactly its entries; returns the number of the active one."""
    with database.read() as work:
        staging = select(func.count()).where(list_versions.c.state == VersionState.STAGING.value)
        assert work.connection.scalar(staging) == 0
        for version in work.lists.versions():
            entries = [entry for _, entry in work.lists.iter_entries([version.version_id])]
            assert len(entries) == version.entries == COUNT
            by_id = {entry.entry_id: entry for entry in entries}
            assert by_id == expected_entries(int(version.version))
        (active,) = work.lists.active_versions()
        assert work.audit.verify().ok
    return int(active.version)


def kill_imports(folder: Path, start: Start, times: int) -> int:
    """Kill so many imports; returns how many of them left an unfinished version behind."""
    chance = random.Random(times)
    database = open_database(folder)
    with database.import_lock():
        staging = ListStaging(
            database,
            SOURCE,
            "1",
            is_demo=False,
            published_on=None,
            sha256="",
            files=(),
            at=NOW,
        )
        staging.add(list(expected_entries(1).values()))
        version = staging.finish(VersionState.READY, (), ())
    with database.write() as work:
        work.lists.activate(version.version_id, NOW)
        work.commit()
    active, unfinished = 1, 0
    for _ in range(times):
        process = start(IMPORT, folder, active)
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        time.sleep(chance.uniform(0, 0.6))
        process.kill()
        process.wait()
        with database.read() as work:  # before anything was undone: readers see whole versions
            (before,) = work.lists.active_versions()
            entries = dict(work.lists.iter_entries([before.version_id]))
            assert len(entries) == COUNT
            unfinished += len(
                work.connection.execute(
                    select(list_versions).where(list_versions.c.state == VersionState.STAGING.value)
                ).all()
            )
        reopened = open_database(folder)
        now_active = check_whole(reopened)
        reopened.close()
        assert now_active >= active
        active = now_active
    database.close()
    return unfinished


def test_killed_imports_leave_whole_versions(tmp_path: Path, start: Start) -> None:
    assert kill_imports(tmp_path, start, 4) >= 1


@pytest.mark.drill
def test_many_killed_imports_leave_whole_versions(tmp_path: Path, start: Start) -> None:
    unfinished = kill_imports(tmp_path, start, 50)
    print(f"50 kills, {unfinished} of them in the middle of staging")
    assert unfinished >= 20
