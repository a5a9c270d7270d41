"""Rows of a table that belong together, wherever in the file they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

Item = TypeVar("Item")
Numbered = tuple[int, Item]


def groups(
    read: Callable[[], Iterator[Numbered[Item]]], key: Callable[[Item], str]
) -> Iterator[list[Numbered[Item]]]:
    """The rows of each key together, in the order of the file, at the last row of the key.

    The file is read twice, so that only the rows of unfinished groups are held.

    Args:
        read: reads the file anew: each row with its number.
        key: what the rows of a group share; a row whose key is "" is a group of its own.
    """
    last: dict[str, int] = {}
    for count, (_, item) in enumerate(read()):
        last[key(item)] = count
    waiting: dict[str, list[Numbered[Item]]] = {}
    for count, (row, item) in enumerate(read()):
        name = key(item)
        if not name:
            yield [(row, item)]
            continue
        waiting.setdefault(name, []).append((row, item))
        if last[name] == count:
            yield waiting.pop(name)
