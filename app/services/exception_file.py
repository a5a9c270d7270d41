"""Match exceptions out to a file and in again: JSON for another workspace, CSV for people."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from app.domain.errors import AppError, BadInput
from app.domain.exception_checks import require_sound
from app.domain.exception_conditions import describe
from app.domain.exception_query import ExceptionQuery
from app.domain.match_exception import ExceptionStatus, MatchException, as_of, clean_reason
from app.domain.subject import Subject, SubjectType
from app.domain.user import Permission
from app.services import exception_trail
from app.services.exception_trail import today
from app.services.jobs import NO_JOB, Job
from app.services.result_shape import utc
from app.services.workspace import Workspace
from app.storage import codec
from app.storage.unit_of_work import UnitOfWork

FORMAT: Final = "screendesk-match-exceptions"
FORMAT_VERSION: Final = 1
LARGEST: Final = 256_000_000  # bytes of a file
MOST: Final = 100_000  # exceptions of a file
_PAGE: Final = 500
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SAFE: Final = "Nothing was imported."
_COLUMNS: Final = (
    "exception_id", "status", "kind", "subject_name", "external_id", "source", "list_entry_id",
    "listed_name", "reason", "created_by", "created_at", "expires_on", "review_on", "used",
    "last_used_at", "fields", "subject_fields", "conditions", "difference", "version",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: how many exceptions are new, how many were known by their id and left
    as they are, and which could not be taken, each with the reason."""

    added: int
    known: int
    refused: tuple[tuple[str, str], ...]


def export(
    workspace: Workspace,
    path: Path,
    query: ExceptionQuery = ExceptionQuery(),  # noqa: B008  # frozen
    job: Job = NO_JOB,
) -> int:
    """Write the exceptions that fit a query to a JSON file that `import_file` reads, or, if its
    name ends in ``.csv``, to a table; returns how many. The file is readable to its owner alone:
    it names customers.

    Raises BadInput if the file cannot be written.
    """
    exceptions = list(_all(workspace, query, job))
    is_table = path.suffix.lower() == ".csv"
    part = path.with_name(f".{path.name}.part")
    try:
        part.touch(0o600)
        with part.open("w", encoding="utf-8-sig" if is_table else "utf-8", newline="") as to:
            if is_table:
                writer = csv.writer(to)
                writer.writerow(_COLUMNS)
                writer.writerows(map(_cells, exceptions))
            else:
                json.dump(_document(workspace, exceptions), to, ensure_ascii=False, indent=1)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise BadInput(
            f"{path.name[:80]} cannot be written: {error.strerror or error}.",
            safe="Nothing was exported.",
            todo="Choose another folder or name.",
        ) from error
    return len(exceptions)


def import_file(workspace: Workspace, path: Path, reason: str, job: Job = NO_JOB) -> Imported:
    """Take in the exceptions of a file that `export` wrote. All that can be taken is taken in one
    transaction; those whose id is known stay as they are, so doing it twice changes nothing.

    What comes in counts as made by whoever imports it: the author that the file states stands in
    the history.

    Args:
        reason: why, for the history of every one.
    Raises:
        NotAllowed; BadInput: no reason, or no such file. Nothing was imported.
    """
    workspace.require(Permission.RESOLVE)
    told = clean_reason(reason)
    document = _read(path)
    added, known, refused, events = 0, 0, list[tuple[str, str]](), []
    with workspace.database.write() as uow:
        for number, item in enumerate(document["exceptions"]):
            if not number % _PAGE:
                job.check()
                job.progress(number, len(document["exceptions"]), "Importing exceptions")
            try:
                stated = _sound(item)
                if uow.match_exceptions.find(stated.exception_id) is not None:
                    known += 1
                    continue
                exception = _own(workspace, uow, stated)
            except AppError as error:
                refused.append((_name(item, number), error.message))
                continue
            more = {
                "why": told,
                "file": path.name[:200],
                "stated_author": stated.created_by,
                "exported_by": str(document.get("exported_by", ""))[:200],
            }
            events.append(exception_trail.made(workspace, uow, exception, "IMPORTED", more))
            added += 1
        uow.commit()
    workspace.bus.publish(events)
    return Imported(added, known, tuple(refused))


def _all(workspace: Workspace, query: ExceptionQuery, job: Job) -> Iterator[MatchException]:
    day = today(workspace)
    with workspace.database.read() as uow:
        total, _ = uow.match_exceptions.count(query, day)
        for offset in range(0, total, _PAGE):
            job.check()
            job.progress(offset, total, "Exporting exceptions")
            for exception in uow.match_exceptions.page(query, day, offset, _PAGE):
                yield as_of(exception, day)


def _document(workspace: Workspace, exceptions: list[MatchException]) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "exported_at": utc(workspace.clock()),
        "exported_by": workspace.actor,
        "exceptions": [json.loads(codec.encode(exception)) for exception in exceptions],
    }


def _cells(exception: MatchException) -> list[str | int]:
    values: dict[str, Any] = {
        "fields": ", ".join(exception.fields),
        "subject_fields": ", ".join(exception.subject_fields),
        "conditions": "; ".join(map(describe, exception.conditions)),
        "difference": "; ".join(
            f"{change.side} {change.field}: {change.before} -> {change.after}"
            for change in exception.difference
        ),
    }
    cells = [values.get(name, getattr(exception, name)) for name in _COLUMNS]
    return [cell if isinstance(cell, int) else _harmless(cell) for cell in cells]


def _harmless(value: Any) -> str:
    """A cell as text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(exception_trail.plain(value))
    return f"'{text}" if text.startswith(_FORMULA) else text


def _read(path: Path) -> dict[str, Any]:
    """The document of a file. Raises BadInput unless it is one of ours."""
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(f"{path.name[:80]} is too large.", safe=_SAFE)
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BadInput(
            f"{path.name[:80]} cannot be read: {error.strerror or error}.",
            safe=_SAFE,
            todo="Check the path and the rights on the file.",
        ) from error
    except (ValueError, RecursionError) as error:
        raise _no_export(path) from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _no_export(path)
    exceptions = document.get("exceptions")
    if document.get("format_version") != FORMAT_VERSION or not isinstance(exceptions, list):
        raise BadInput(
            f"{path.name[:80]} was written by another version of Screendesk.",
            safe=_SAFE,
            todo="Export it again with this version.",
        )
    if len(exceptions) > MOST:
        raise BadInput(f"{path.name[:80]} holds more than {MOST:,} exceptions.", safe=_SAFE)
    return document


def _no_export(path: Path) -> BadInput:
    return BadInput(
        f"{path.name[:80]} is no export of match exceptions.",
        safe=_SAFE,
        todo="Choose a JSON file that the Exceptions page or `exceptions export` wrote.",
    )


def _sound(item: Any) -> MatchException:
    """One exception of a file, checked. Raises AppError."""
    try:
        exception = codec.decode(json.dumps(item, ensure_ascii=False), MatchException)
    except AppError as error:
        raise BadInput("This is no match exception.", details=error.details) from error
    require_sound(exception)
    return exception


def _own(workspace: Workspace, uow: UnitOfWork, stated: MatchException) -> MatchException:
    """The exception as this workspace keeps it: for its own record of the customer, unused, made
    by whoever imports it now. Raises BadInput if the pair has an active one."""
    subject_id = stated.subject_id
    if stated.external_id:
        wanted = Subject(SubjectType.INDIVIDUAL, "", external_id=stated.external_id)
        subject_id = uow.subjects.find(wanted) or stated.subject_id
    exception = replace(
        stated,
        subject_id=subject_id,
        created_at=workspace.clock(),
        created_by=workspace.actor,
        changed_at=None,
        changed_by="",
        used=0,
        last_used_at=None,
    )
    if stated.source and stated.status is ExceptionStatus.ACTIVE:
        exception_trail.refuse_found_true(uow, exception)
        exception_trail.refuse_second(workspace, uow, exception)
    return exception


def _name(item: Any, number: int) -> str:
    named = item.get("exception_id") if isinstance(item, dict) else None
    return named[:60] if isinstance(named, str) and named else f"number {number + 1}"
