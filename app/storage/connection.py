"""How a workspace file is opened: the driver, the pragmas, and engines that read or write."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

APPLICATION_ID = 0x5344534B  # "SDSK" in the file header


class Access(StrEnum):
    """How a file may be used."""

    CREATE = "rwc"
    WRITE = "rw"
    READ = "ro"
    # A file in a folder that cannot be written, without a write-ahead log: SQLite may neither
    # make its shared-memory file there nor needs it, as nothing can change.
    FROZEN = "immutable"


def connect(path: Path, access: Access, busy_timeout_ms: int) -> Any:
    """A driver connection in autocommit mode with the pragmas of every connection.

    Transactions are begun explicitly. Usable by any thread, one at a time. Raises dbapi2.Error.
    """
    query = "immutable=1" if access is Access.FROZEN else f"mode={access.value}"
    connection = dbapi2.connect(
        f"{path.absolute().as_uri()}?{query}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=busy_timeout_ms / 1000,
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA foreign_keys = ON")
        # Else REPLACE would slip past the triggers that refuse to delete.
        connection.execute("PRAGMA recursive_triggers = ON")
        connection.execute(f"PRAGMA busy_timeout = {busy_timeout_ms:d}")
        if access in (Access.READ, Access.FROZEN):
            connection.execute("PRAGMA query_only = ON")
        else:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
    except UnicodeDecodeError as error:  # the driver cannot read SQLite's words on damaged tables
        connection.close()
        fault = dbapi2.DatabaseError("malformed database schema")
        fault.sqlite_errorcode = dbapi2.SQLITE_CORRUPT
        raise fault from error
    except dbapi2.Error:
        connection.close()
        raise
    return connection


def engine_for(open_connection: Callable[[], Any], begin: str) -> Engine:
    """An engine over connections made by `open_connection`, each transaction opened by `begin`.

    Connections are pooled (a new one costs 0.2 ms, a pooled one 0.04) and made as threads need.
    """
    engine = create_engine(
        "sqlite+pysqlite://",
        module=dbapi2,
        creator=open_connection,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=-1,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
