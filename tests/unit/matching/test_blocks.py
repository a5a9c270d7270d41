"""A batch comes back in the order of its queries, by however many threads."""

from __future__ import annotations

import threading

import pytest

from app.matching.blocks import shared_out


@pytest.mark.parametrize("workers", [1, 2, 3])
@pytest.mark.parametrize("count", [0, 1, 8, 9, 50])
def test_every_answer_stands_where_its_query_stood(workers: int, count: int) -> None:
    assert shared_out(lambda query: query * query, range(count), workers) == [
        query * query for query in range(count)
    ]


def test_one_worker_needs_no_thread() -> None:
    found = shared_out(lambda _: threading.current_thread(), range(3), 1)
    assert set(found) == {threading.current_thread()}


def test_two_workers_search_at_the_same_time() -> None:
    both = threading.Barrier(2, timeout=30)

    def find(query: int) -> int:
        if query in {0, 10}:  # of different blocks: neither goes on without the other
            both.wait()
        return query

    assert shared_out(find, range(20), 2) == list(range(20))
