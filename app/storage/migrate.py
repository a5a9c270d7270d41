"""Bring a workspace file to the newest revision of its tables, or refuse it."""

from __future__ import annotations

from functools import partial
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert
from sqlcipher3 import dbapi2

from app.domain.errors import AppError, SchemaTooNew
from app.storage.connection import APPLICATION_ID, Access, connect, engine_for
from app.storage.faults import damaged, not_a_database, translated, translated_files
from app.storage.migrations import HEAD
from app.storage.rows import meta

_SCRIPTS = Path(__file__).parent / "migrations"
_HEADER_BYTES = 100  # sqlite.org/fileformat.html, 1.3
_MAGIC = b"SQLite format 3\x00"


def check_header(path: Path) -> None:
    """Refuse a file that cannot be a whole workspace, by its size and first 100 bytes.

    Raises NotADatabase: empty, too short, of another format, of another program, cut short.
    """
    with translated_files(path), path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
        size = file.seek(0, 2)
    if not header:
        raise not_a_database(path, "it is empty")
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        raise not_a_database(path, "it holds something else, or is encrypted")
    if int.from_bytes(header[68:72]) != APPLICATION_ID:
        raise not_a_database(path, "it is a database of another program")
    page_size = int.from_bytes(header[16:18])
    pages = int.from_bytes(header[28:32])
    log = path.with_name(path.name + "-wal")
    if size < pages * (65536 if page_size == 1 else page_size) and not log.exists():
        raise not_a_database(path, "it is cut short")


def create(path: Path, busy_timeout_ms: int) -> None:
    """Make a new workspace file whole under its name, or none at all."""
    part = path.with_name(path.name + ".part")
    for leftover in (part, *part.parent.glob(part.name + "-*")):
        leftover.unlink(missing_ok=True)
    with translated(path), translated_files(path):
        connection = connect(part, Access.CREATE, busy_timeout_ms)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
        connection.close()
        _upgrade(part, busy_timeout_ms)
        part.chmod(0o600)
        part.replace(path)


def migrate(path: Path, busy_timeout_ms: int) -> Path | None:
    """Upgrade an existing workspace file if its tables are of an older revision.

    A copy is made first. All steps are one transaction: killed at any moment, the file holds
    the old tables or the new ones.

    Returns:
        the copy of the file as it was before, or None if there was nothing to do.
    Raises:
        SchemaTooNew, NotADatabase, DatabaseLocked, DiskFull, ReadOnlyFolder; AppError that names
        the copy if a step failed.
    """
    if is_current(path, Access.WRITE, busy_timeout_ms):
        return None
    copy = path.with_name(f"{path.stem}-before-{HEAD}{path.suffix}")
    with translated(path), translated_files(path):
        back_up(path, copy, busy_timeout_ms)
        try:
            with translated(path):
                _upgrade(path, busy_timeout_ms)
        except AppError as fault:
            fault.safe = f"The workspace is as it was; a copy of it is {copy}."
            raise
        except Exception as error:
            raise AppError(
                f"The workspace {path} could not be upgraded to revision {HEAD}.",
                safe=f"It is as it was; a copy of it is {copy}.",
                todo="Go on with the earlier version of Screendesk and report the fault.",
                details=f"{type(error).__name__}: {error}",
            ) from error
    return copy


def is_current(path: Path, access: Access, busy_timeout_ms: int) -> bool:
    """Whether the tables of the file are of the newest revision (False: of an older one).

    Raises SchemaTooNew if they are newer, NotADatabase if there is no revision.
    """
    with translated(path):
        connection = connect(path, access, busy_timeout_ms)
        try:
            revision = _scalar(connection, "SELECT version_num FROM alembic_version")
            needed = _scalar(connection, "SELECT value FROM meta WHERE key = 'written_by'")
        finally:
            connection.close()
    if revision is None:
        raise not_a_database(path, "its tables are missing")
    if revision > HEAD:  # revisions are numbers of four digits
        raise SchemaTooNew(
            f"The workspace {path} was written by a newer version of Screendesk"
            f" (tables of revision {revision}; this version knows {HEAD}).",
            safe="It was left as it is.",
            todo=f"Install Screendesk {needed or 'of a newer version'} or later.",
        )
    return bool(revision == HEAD)


def back_up(path: Path, target: Path, busy_timeout_ms: int) -> None:
    """Copy a workspace through SQLite's backup interface; `target` appears when it is whole."""
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    source = connect(path, Access.WRITE, busy_timeout_ms)
    try:
        copy = dbapi2.connect(str(part))
        try:
            source.backup(copy)
            problem = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
        finally:
            copy.close()
    finally:
        source.close()
    if problem != "ok":
        part.unlink()
        raise damaged(path, problem)
    part.replace(target)


def _upgrade(path: Path, busy_timeout_ms: int) -> None:
    # Imported here: it takes 0.3 s and almost no start needs it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    engine = engine_for(partial(connect, path, Access.WRITE, busy_timeout_ms), "BEGIN IMMEDIATE")
    try:
        with engine.connect() as connection, connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, HEAD)
            _note_version(connection)
    finally:
        engine.dispose()


def _note_version(connection: Connection) -> None:
    number = installed_version("screendesk")
    statement = insert(meta).values(key="written_by", value=number)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["key"], set_={"value": number})
    )


def _scalar(connection: Any, query: str) -> Any:
    """The first value of the answer, None if there is none or the table is missing."""
    try:
        row = connection.execute(query).fetchone()
    except dbapi2.OperationalError as error:
        if "no such table" in str(error):
            return None
        raise
    return row[0] if row else None
