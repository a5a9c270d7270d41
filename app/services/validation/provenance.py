"""What a measurement rests on: versions, thresholds, lists, files, and the command to repeat it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from app import __version__
from app.matching.profiles import PROFILES
from app.matching.tables import NameTables
from app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ListTested:
    """A list version, or a file read for this measurement only (then `version` is empty).

    `sha256` covers the files in the order of their names.
    """

    source: str
    name: str
    version: str
    published_on: date | None
    sha256: str
    entries: int
    names: int
    is_demo: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that was measured with: its fingerprint, usable rows and rows left out."""

    role: str
    name: str
    sha256: str
    rows: int
    unusable: int


@dataclass(frozen=True, slots=True)
class Provenance:
    """What was measured with. `profile_version` is its name with version; `possible` and `strong`
    are the thresholds of the policy."""

    product_version: str
    profile: str
    profile_version: str
    tables_version: str
    policy_version: str
    possible: float
    strong: float
    measured_at: datetime
    command: str
    lists: tuple[ListTested, ...] = ()
    files: tuple[InputFile, ...] = ()

    def to_value(self) -> dict[str, Any]:
        """All of it as plain values; times in ISO 8601, UTC."""
        return {
            "product_version": self.product_version,
            "profile": self.profile,
            "profile_version": self.profile_version,
            "name_tables_version": self.tables_version,
            "policy_version": self.policy_version,
            "thresholds": {"possible": self.possible, "strong": self.strong},
            "measured_at": self.measured_at.isoformat(),
            "command": self.command,
            "lists": [
                {
                    "source": item.source,
                    "name": item.name,
                    "version": item.version,
                    "published_on": item.published_on.isoformat() if item.published_on else None,
                    "sha256": item.sha256,
                    "entries": item.entries,
                    "names": item.names,
                    "is_demo": item.is_demo,
                    "note": item.note,
                }
                for item in self.lists
            ],
            "files": [
                {
                    "role": item.role,
                    "name": item.name,
                    "sha256": item.sha256,
                    "rows": item.rows,
                    "unusable": item.unusable,
                }
                for item in self.files
            ],
        }


def provenance(
    workspace: Workspace,
    profile: str,
    command: str,
    *,
    lists: Sequence[ListTested] = (),
    files: Sequence[InputFile] = (),
    tables: NameTables | None = None,
) -> Provenance:
    """The facts of this workspace and this moment.

    Args:
        profile: one of PROFILES.
        tables: the name tables in use, learned spellings included; the workspace's by default.
    """
    return Provenance(
        product_version=__version__,
        profile=profile,
        profile_version=PROFILES[profile],
        tables_version=(tables or workspace.tables).version,
        policy_version=workspace.policy.version,
        possible=workspace.policy.possible,
        strong=workspace.policy.strong,
        measured_at=workspace.clock(),
        command=command,
        lists=tuple(lists),
        files=tuple(files),
    )


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
