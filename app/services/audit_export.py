"""The audit trail as a file: CSV for spreadsheets, JSON lines for programs that check it again."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, Final

from app.domain.audit import AuditEvent, AuditQuery
from app.domain.errors import UsageError
from app.services.jobs import NO_JOB, Job
from app.services.workspace import Workspace

ENDINGS: Final = (".csv", ".jsonl")
PAGE = 1_000
_COLUMNS: Final = (
    "seq", "at", "actor", "action", "object_type", "object_id", "before", "after", "prev_hash",
    "hash",
)  # fmt: skip
# What a spreadsheet would take for a formula; wide forms are read as plain ones by some.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def export(workspace: Workspace, query: AuditQuery, path: Path, job: Job = NO_JOB) -> int:
    """Write the events of a query, oldest first, to a .csv or .jsonl file.

    JSON lines hold every field as it was hashed. In CSV a cell that a spreadsheet would take for
    a formula begins with an apostrophe. The file appears when it is complete, or not at all.

    Returns: how many events were written.
    Raises UsageError for another ending; JobCancelled; OSError if it cannot be written.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise UsageError(
            f"“{path.name[:60]}” says no format of an export.",
            safe="Nothing was written.",
            todo=f"Let the name end with {' or '.join(ENDINGS)}.",
        )
    oldest_first = replace(query, newest_first=False)
    write = _write_csv if ending == ".csv" else _write_jsonl
    partial = path.with_name(f".{path.name}.part")
    try:
        with partial.open("w", encoding="utf-8-sig" if ending == ".csv" else "utf-8",
                          newline="") as file:  # fmt: skip
            count = write(file, _events(workspace, oldest_first, job))
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return count


def event_value(event: AuditEvent) -> dict[str, object]:
    """An event as plain JSON, each field as it was hashed."""
    return asdict(event) | {"at": event.at.isoformat()}


def _events(workspace: Workspace, query: AuditQuery, job: Job) -> Iterator[AuditEvent]:
    """The events page by page; what is added meanwhile comes too."""
    after = done = 0
    with workspace.database.read() as uow:
        total = uow.audit.count(query)[0]
        while events := uow.audit.following(query, after, PAGE):
            job.check()
            job.progress(done, total, "Exporting the audit trail")
            yield from events
            after, done = events[-1].seq, done + len(events)


def _write_csv(file: IO[str], events: Iterator[AuditEvent]) -> int:
    count = 0
    writer = csv.writer(file)
    writer.writerow(_COLUMNS)
    for event in events:
        value = event_value(event)
        writer.writerow([_cell(value[name]) for name in _COLUMNS])
        count += 1
    return count


def _write_jsonl(file: IO[str], events: Iterator[AuditEvent]) -> int:
    count = 0
    for event in events:
        file.write(json.dumps(event_value(event), ensure_ascii=False) + "\n")
        count += 1
    return count


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
