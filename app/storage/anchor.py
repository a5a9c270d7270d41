"""The head of the audit trail and its signed roots, noted once more outside the database.

Whoever cuts the newest events off the file, loses its write-ahead log or puts an older copy in
its place leaves a trail that is whole in itself; beside this note it is too short.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import msgspec

from app.domain.audit import AuditRoot

_FILE = "audit-head.json"
ROOTS_FILE = "audit-roots.jsonl"


def read_anchor(data_dir: Path) -> tuple[int, str] | None:
    """(sequence number, hash) of the newest event when it was noted, None without a note."""
    try:
        return msgspec.json.decode((data_dir / _FILE).read_bytes(), type=tuple[int, str])
    except (OSError, msgspec.DecodeError):
        return None


def write_anchor(data_dir: Path, seq: int, digest: str) -> None:
    """Note the newest event, after its commit.

    A note that cannot be written stays behind the trail, which is no fault: the events it
    would have covered are committed.
    """
    part = data_dir / f"{_FILE}.{os.getpid()}.part"
    with suppress(OSError):
        part.write_bytes(msgspec.json.encode((seq, digest)))
        part.replace(data_dir / _FILE)


def read_root_copy(path: Path) -> tuple[list[AuditRoot], list[int]]:
    """The roots that a copy holds, and the numbers of its lines that are none; ([], []) without
    a file. A last line that was cut off by a crash is left out."""
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return [], []
    *lines, _cut = text.split(b"\n")
    roots, broken = [], []
    for number, line in enumerate(lines, 1):
        try:
            roots.append(msgspec.json.decode(line, type=AuditRoot))
        except (msgspec.MsgspecError, UnicodeDecodeError):
            if line.strip():
                broken.append(number)
    return roots, broken


def append_root_copy(data_dir: Path, roots: Iterable[AuditRoot]) -> None:
    """Add roots to the copy beside the database, which is only ever added to."""
    path = data_dir / ROOTS_FILE
    lines = b"".join(msgspec.json.encode(root) + b"\n" for root in roots)
    if not lines:
        return
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        end = file.seek(0, os.SEEK_END)
        if end:
            file.seek(end - 1)
            if file.read(1) != b"\n":  # a crash cut the last line
                lines = b"\n" + lines
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())
