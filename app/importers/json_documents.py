"""JSON lists that are one document, read whole, with a bound on their size."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import orjson

from app.importers.formats import FileKind, Sample
from app.importers.reading import refused

MAX_DOCUMENT = 512 << 20
_FIRST_KEY = re.compile(r'\{\s*"((?:[^"\\]|\\.)*)"\s*:')


def first_key(sample: Sample) -> str:
    """The first key of a JSON object, "" for an array or another kind of file."""
    if sample.kind is not FileKind.JSON:
        return ""
    found = _FIRST_KEY.match(sample.text)
    return found[1] if found else ""


def read_document(path: Path) -> Any:
    """The JSON of a file. Raises ListRefused where it is none, is cut off or far too large."""
    try:
        size = path.stat().st_size
        if size > MAX_DOCUMENT:
            raise refused(
                f"{path.name} is {size >> 20:,} MB of one JSON document: too large to read.",
                f"Split it: one document may have {MAX_DOCUMENT >> 20} MB.",
            )
        return orjson.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        where = f"line {error.lineno:,}, column {error.colno:,}"
        raise refused(
            f"{path.name} is damaged or truncated at {where}: {error.msg}.",
            "Download the file again from its publisher.",
        ) from error
    except OSError as error:
        raise refused(f"{path.name} cannot be read: {error.strerror}.") from error


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a JSON array; anything else there is left out."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def part(value: Any, *names: str) -> dict[str, Any]:
    """The object at the end of a path of keys, {} where there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def text(value: Any) -> str:
    """A JSON value as one line of text, "" for null and for what is no plain value."""
    if isinstance(value, str):
        return " ".join(value.split())
    return "" if value is None or isinstance(value, dict | list | bool) else str(value)
