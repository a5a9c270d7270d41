"""What SQLite and the disk report, as the errors a user can understand: the only such place."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path

from sqlalchemy.exc import DBAPIError
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
from app.storage.codec import broken_text


class _Code(IntEnum):
    """Primary result codes of SQLite (sqlite.org/rescode.html); the driver names but two."""

    BUSY = 5
    LOCKED = 6
    READONLY = 8
    IOERR = 10
    CORRUPT = 11
    FULL = 13
    CANTOPEN = 14
    CONSTRAINT = 19
    NOTADB = 26


_LEAST_FREE_BYTES = 65_536
_DISK_ERRNOS = {errno.ENOSPC, errno.EDQUOT}
_DENIED_ERRNOS = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn errors of the store that leave this block into AppErrors about the file `path`.

    Errors of anything else (the caller's own files, its bugs) pass unchanged.
    """
    try:
        yield
    except DBAPIError as error:
        raise _fault(error.orig or error, path) from error
    except dbapi2.Error as error:
        raise _fault(error, path) from error
    except UnicodeEncodeError as error:
        raise broken_text() from error


@contextmanager
def translated_files(path: Path) -> Iterator[None]:
    """Turn a full disk and refused access below `path` into their AppErrors."""
    try:
        yield
    except OSError as error:
        if error.errno in _DISK_ERRNOS:
            raise disk_full(path) from error
        if error.errno in _DENIED_ERRNOS:
            raise read_only(path) from error
        raise EnvironmentFault(
            f"The data folder {path} cannot be used: {error.strerror or error}.",
            safe="Nothing was changed.",
            todo="Check the disk, or choose another folder with --data-dir.",
        ) from error


def disk_full(path: Path) -> DiskFull:
    """The error of a disk that has no room left for `path`."""
    return DiskFull(
        f"The disk that holds {path} is full.",
        safe="The last step was undone; everything stored before it is safe.",
        todo="Free some space and try again.",
    )


def read_only(path: Path) -> ReadOnlyFolder:
    """The error of a folder or file `path` that may only be read."""
    return ReadOnlyFolder(
        f"{path} cannot be written.",
        safe="Nothing was changed; what is stored can still be read.",
        todo="Ask for write access, or choose another folder with --data-dir.",
    )


def locked(path: Path) -> DatabaseLocked:
    """The error of a workspace that another program is writing to."""
    return DatabaseLocked(
        f"Another program is writing to {path}.",
        safe="Nothing was changed.",
        todo="Wait until it has finished, or close it, and try again.",
    )


def not_a_database(path: Path, why: str) -> NotADatabase:
    """The error of a file in the workspace's place that is none; `why` is a clause."""
    return NotADatabase(
        f"{path} is not a Screendesk workspace: {why}.",
        safe="The file was left as it is.",
        todo="Move it away or restore a backup in its place; a new workspace is made if no file"
        " is there.",
    )


def damaged(path: Path, details: str) -> IntegrityFault:
    """The error of a workspace file whose pages are damaged."""
    return IntegrityFault(
        f"The workspace {path} is damaged.",
        safe="The file was left as it is.",
        todo="Keep a copy of it, then restore the newest good backup.",
        details=details,
    )


def _is_disk_full(path: Path) -> bool:
    """Whether no page fits on the disk any more: SQLite reports that in several ways."""
    try:
        return shutil.disk_usage(path.parent).free < _LEAST_FREE_BYTES
    except OSError:
        return False


def _fault(error: BaseException, path: Path) -> AppError:
    fault: AppError
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case _Code.BUSY | _Code.LOCKED:
            fault = locked(path)
        case _Code.FULL:
            fault = disk_full(path)
        case _Code.READONLY:
            fault = read_only(path)
        case _Code.NOTADB:
            fault = not_a_database(path, "it holds something else, or is encrypted")
        case _Code.CORRUPT:
            fault = damaged(path, str(error))
        case _Code.IOERR | _Code.CANTOPEN if _is_disk_full(path):
            fault = disk_full(path)
        case _Code.CANTOPEN | _Code.IOERR:
            fault = EnvironmentFault(
                f"The workspace {path} cannot be read or written: {error}.",
                safe="The last step was undone; everything stored before it is safe.",
                todo="Check the disk and the rights on the folder, then try again.",
            )
        case _Code.CONSTRAINT:
            fault = IntegrityFault(
                f"The workspace refused a change that would break its rules: {error}.",
                safe="The change was undone.",
            )
        case _:
            fault = AppError(
                "The workspace could not answer.",
                safe="The last step was undone.",
                details=str(error),
            )
    return fault
