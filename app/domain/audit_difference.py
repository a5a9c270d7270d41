"""What an audit event changed, field by field."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class ChangeKind(StrEnum):
    ADDED = "ADDED"
    REMOVED = "REMOVED"
    CHANGED = "CHANGED"
    SAME = "SAME"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of what was there before and after; a field within another has its path with
    dots. A value that was not there is empty and `kind` says so."""

    field: str
    before: str
    after: str
    kind: ChangeKind

    @property
    def is_different(self) -> bool:
        return self.kind is not ChangeKind.SAME


def differences(
    before: str | Mapping[str, Any], after: str | Mapping[str, Any]
) -> tuple[Difference, ...]:
    """The fields of both, those of `before` first, each with what became of it.

    Args:
        before, after: JSON texts as an audit event holds them, or the mappings; empty for
            nothing. A text that is no JSON object is one field without a name.
    """
    old, new = dict(_fields(_read(before))), dict(_fields(_read(after)))
    found = []
    for field in dict.fromkeys([*old, *new]):
        if field not in new:
            kind = ChangeKind.REMOVED
        elif field not in old:
            kind = ChangeKind.ADDED
        else:
            kind = ChangeKind.SAME if old[field] == new[field] else ChangeKind.CHANGED
        found.append(Difference(field, old.get(field, ""), new.get(field, ""), kind))
    return tuple(found)


def _read(text: str | Mapping[str, Any]) -> Any:
    if not isinstance(text, str):
        return text
    if not text:
        return {}
    try:
        return json.loads(text)
    except ValueError:
        return text


def _fields(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """The values within a value, each with its path."""
    if isinstance(value, Mapping) and (value or not path):
        for name, inner in value.items():
            yield from _fields(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(value, Sequence) and any(isinstance(item, Mapping) for item in value):
        for number, inner in enumerate(value, 1):
            yield from _fields(inner, f"{path}.{number}" if path else str(number))
    elif isinstance(value, str):
        yield path, value
    elif isinstance(value, Sequence) and all(isinstance(item, str) for item in value):
        yield path, ", ".join(value)
    else:
        yield path, json.dumps(value, ensure_ascii=False)
