"""The scoring profiles by name, and the pair scorer of each: the reference the index is held to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from app.matching import aligned, brute_force, classic
from app.matching.brute_force import ScoredPair
from app.matching.tables import NameTables

PROFILES: Final = {
    aligned.NAME: f"{aligned.NAME}-{aligned.VERSION}",
    classic.NAME: f"{classic.NAME}-{classic.VERSION}",
}  # name -> name with version
DEFAULT_PROFILE: Final = aligned.NAME


def best_pair(
    query_forms: Iterable[str],
    list_forms: Sequence[str],
    profile: str,
    tables: NameTables,
    *,
    is_person: bool,
) -> ScoredPair:
    """The pair of forms with the highest score of a profile, the earliest of equals.

    Args:
        query_forms, list_forms: normalised forms, neither empty.
        is_person: whether the list entry is a person.
    """
    if profile == classic.NAME:
        return brute_force.best_pair(query_forms, list_forms)
    pairs: list[ScoredPair] = []
    for query in query_forms:
        for listed in list_forms:
            found = aligned.score(query, listed, tables, is_person=is_person)
            pairs.append(ScoredPair(query, listed, found.score, found.components))
    return max(pairs, key=lambda pair: pair.score)
