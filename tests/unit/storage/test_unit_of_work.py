"""Units of work: stored together or not at all, one writer at a time, any number of readers."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from app.domain.errors import AppError, BadInput, DatabaseLocked, ReadOnlyFolder
from app.storage.database import Database, open_database
from app.storage.unit_of_work import UnitOfWork


def stored(database: Database, key: str) -> object:
    with database.read() as work:
        return work.settings.get(key)


def test_what_is_not_committed_is_undone(database: Database) -> None:
    with database.write() as work:
        work.settings.set("a", 1)
    assert stored(database, "a") is None


def test_what_is_committed_stays(database: Database) -> None:
    with database.write() as work:
        work.settings.set("a", 1)
        work.commit()
        work.settings.set("a", 2)
    assert stored(database, "a") == 1


def test_error_undoes_everything_and_passes(database: Database) -> None:
    def fail(work: UnitOfWork) -> None:
        work.settings.set("a", 1)
        raise KeyError

    with pytest.raises(KeyError), database.write() as work:
        fail(work)
    assert stored(database, "a") is None
    with database.write() as work:  # the lock was released
        work.commit()


def test_errors_of_files_of_the_caller_stay_its_own(database: Database) -> None:
    with pytest.raises(FileNotFoundError), database.write():
        Path("no such file of the caller").read_bytes()


def test_reader_cannot_write(database: Database) -> None:
    with pytest.raises(ReadOnlyFolder), database.read() as work:
        work.settings.set("a", 1)


def test_reader_keeps_its_view_while_others_write(database: Database) -> None:
    with database.read() as reader:
        assert reader.settings.get("a") is None
        with database.write() as work:
            work.settings.set("a", 1)
            work.commit()
        assert reader.settings.get("a") is None
    assert stored(database, "a") == 1


def test_lone_surrogate_is_bad_input(database: Database) -> None:
    with pytest.raises(BadInput, match="surrogate"), database.write() as work:
        work.settings.set("a\ud800", 1)
    with pytest.raises(BadInput, match="surrogate"), database.write() as work:
        work.settings.set("a", "\udfff")


def test_unknown_fault_is_reported_as_our_error(database: Database) -> None:
    with pytest.raises(AppError) as caught, database.read() as work:
        work.connection.exec_driver_sql("SELECT * FROM no_such_table")
    assert "no_such_table" in caught.value.details


def test_threads_write_one_after_the_other(database: Database) -> None:
    with database.write() as work:
        work.settings.set("count", 0)
        work.commit()

    def count_up() -> None:
        for _ in range(25):
            with database.write() as work:
                work.settings.set("count", work.settings.get("count") + 1)
                work.commit()

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stored(database, "count") == 100


def test_second_writer_waits_then_is_told(database: Database) -> None:
    caught: list[BaseException] = []

    def write(work_done: threading.Event) -> None:
        started = time.monotonic()
        try:
            with database.write():
                pass
        except DatabaseLocked as error:
            caught.append(error)
        assert time.monotonic() - started >= 0.25
        work_done.set()

    done = threading.Event()
    with database.write():
        thread = threading.Thread(target=write, args=(done,))
        thread.start()
        assert done.wait(5)
    thread.join()
    assert len(caught) == 1


def test_second_opening_of_the_same_file_waits_too(database: Database) -> None:
    other = open_database(database.data_dir, busy_timeout_ms=100)
    with database.write() as work:
        work.settings.set("a", 1)
        with pytest.raises(DatabaseLocked) as caught, other.write():
            pass
        assert "Another program" in caught.value.message
        assert stored(other, "a") is None  # reading goes on
        work.commit()
    assert stored(other, "a") == 1
    other.close()


def test_one_import_at_a_time(database: Database) -> None:
    other = open_database(database.data_dir)
    with database.import_lock():
        assert database.is_importing
        with pytest.raises(DatabaseLocked), other.import_lock():
            pass
        with pytest.raises(DatabaseLocked), database.import_lock():
            pass
        assert database.is_importing
    assert not database.is_importing
    with other.import_lock():
        pass
    other.close()


def test_data_version_shows_commits_of_others(database: Database) -> None:
    before = database.data_version()
    assert database.data_version() == before
    other = open_database(database.data_dir)
    with other.write() as work:
        work.settings.set("a", 1)
        work.commit()
    other.close()
    after = database.data_version()
    assert after != before
    with database.write() as work:
        work.settings.set("a", 2)
        work.commit()
    assert database.data_version() != after


def test_read_and_write_answer_with_all_repositories(database: Database) -> None:
    with database.read() as work:
        assert isinstance(work, UnitOfWork)
        assert work.lists.versions() == []
        assert work.events.last_seq() == 0
        assert work.audit.rows() == []
        assert work.screenings.count() == (0, 0)


def test_settings_hold_json(database: Database) -> None:
    with database.write() as work:
        work.settings.set("a", {"x": [1, None, "ü"], "y": 0.5})
        work.settings.set("none", None)
        work.commit()
    assert stored(database, "a") == {"x": [1, None, "ü"], "y": 0.5}
    with database.read() as work:
        assert work.settings.get("none", "default") is None
        assert work.settings.get("missing", "default") == "default"
