"""The head of the audit trail, noted once more outside the database.

Whoever cuts the newest events off the file, loses its write-ahead log or puts an older copy in
its place leaves a trail that is whole in itself; beside this note it is too short.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import msgspec

_FILE = "audit-head.json"


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
