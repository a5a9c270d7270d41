"""The reference scorer: every name, every pair of forms, nothing left out. Slow and simple.

The index must return the same names with the same scores to 1e-9; the tests compare them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.domain.match import Components
from app.matching import classic


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """The best pair of forms of a subject's and a listed name; `score` and parts are 0-1."""

    query_form: str
    list_form: str
    score: float
    components: Components


def best_pair(query_forms: Iterable[str], list_forms: Sequence[str]) -> ScoredPair:
    """The pair of forms with the highest score, the earliest of equals. Neither may be empty."""
    pairs: list[ScoredPair] = []
    for query_form in query_forms:
        for list_form in list_forms:
            parts = classic.components(query_form, list_form)
            pairs.append(ScoredPair(query_form, list_form, classic.total(parts), parts))
    return max(pairs, key=lambda pair: pair.score)


def find(
    query_forms: Sequence[str], names: Iterable[Sequence[str]], floor: float
) -> Iterator[tuple[int, ScoredPair]]:
    """(position, best pair) of every name that reaches the floor, in the order of the names."""
    for position, list_forms in enumerate(names):
        best = best_pair(query_forms, list_forms)
        if classic.reaches(best.score, floor):
            yield position, best
