"""The only reader of `resources/` and `lists/`.

In a checkout both folders stand beside `app/`; in a wheel and in a frozen build they travel
inside the package as `_bundled/`. Nothing else in the program knows where they are.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parent


@cache
def _root() -> Path:
    packed = _PACKAGE / "_bundled"
    return packed if packed.is_dir() else _PACKAGE.parent


def path(relative: str) -> Path:
    """The file or folder below `resources/` or `lists/`, e.g. ``resources/risk/policy.toml``.

    Raises ValueError for a path that leaves those folders, FileNotFoundError if it is missing.
    """
    root = _root()
    target = (root / relative).resolve()
    if not any(target.is_relative_to(root / top) for top in ("resources", "lists")):
        raise ValueError(f"not a bundled path: {relative}")
    if not target.exists():
        raise FileNotFoundError(f"bundled file missing: {relative}")
    return target


def read_text(relative: str) -> str:
    """The UTF-8 text of a bundled file."""
    return path(relative).read_text(encoding="utf-8")


def read_toml(relative: str) -> dict[str, Any]:
    """A bundled TOML file as nested dicts."""
    return tomllib.loads(read_text(relative))


def read_name_tables() -> dict[str, dict[str, Any]]:
    """All files of `resources/names`, keyed by their path below it without the ending."""
    folder = path("resources/names")
    files = sorted(folder.rglob("*.toml"))
    return {
        file.relative_to(folder).with_suffix("").as_posix(): tomllib.loads(
            file.read_text(encoding="utf-8")
        )
        for file in files
    }
