"""A batch of queries shared out among threads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

_Query = TypeVar("_Query")
_Found = TypeVar("_Found")

_BLOCK: Final = 8  # queries that a thread takes at a time


def shared_out(
    find: Callable[[_Query], _Found], queries: Sequence[_Query], workers: int
) -> list[_Found]:
    """What `find` gives for each query, in their order, by so many threads.

    A thread takes a block of queries, because to hand over a single one takes as long as a part
    of its search.
    """
    if workers == 1:
        return [find(query) for query in queries]
    blocks = [queries[at : at + _BLOCK] for at in range(0, len(queries), _BLOCK)]
    with ThreadPoolExecutor(max_workers=workers) as threads:
        found = threads.map(lambda block: [find(query) for query in block], blocks)
        return [one for part in found for one in part]
