"""Compare the index with brute force: names and scores at every floor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.list_entry import EntryType
from app.matching import classic
from app.matching.index import Bools, FoundNames, NameIndex
from app.matching.profiles import best_pair
from app.matching.second_names import list_names
from app.matching.tables import NameTables
from app.services.validation.invented import SOURCE, InventedName

_CHUNK = 5_000  # names scored between two looks at whether to stop


@dataclass(frozen=True, slots=True)
class BenchQuery:
    """A normalised name to search."""

    forms: tuple[str, ...]
    is_person: bool


def groups_of(index: NameIndex) -> Mapping[bool, Bools]:
    """The groups of persons (True) and of organisations in an index of invented names."""
    kinds = {True: EntryType.INDIVIDUAL, False: EntryType.ENTITY}
    return {key: index.allowed_groups((SOURCE,), (kind,)) for key, kind in kinds.items()}


def differences(
    index: NameIndex,
    names: Sequence[InventedName],
    queries: Sequence[BenchQuery],
    tables: NameTables,
    floors: Sequence[float],
    tick: Callable[[int], None],
) -> dict[float, int]:
    """How many queries give other names or scores than brute force, at each floor.

    Args:
        names: what the index holds; the row of an entry is its place among them.
        tick: called with the number of queries compared so far, again and again.
    """
    forms: dict[bool, list[tuple[int, tuple[str, ...]]]] = {True: [], False: []}
    both_orders = index.profile == classic.NAME
    for row, name in enumerate(names if queries else ()):
        listed = list_names(name.text, tables, is_person=name.is_person, both_orders=both_orders)
        own = tuple(dict.fromkeys(form for item in listed for form in item.forms))
        forms[name.is_person].append((row, own))
    allowed = groups_of(index)
    wrong = dict.fromkeys(floors, 0)
    for done, query in enumerate(queries):
        scores: dict[int, float] = {}
        for number, (row, own) in enumerate(forms[query.is_person]):
            if number % _CHUNK == 0:
                tick(done)
            pair = best_pair(query.forms, own, index.profile, tables, is_person=query.is_person)
            if classic.reaches(pair.score, min(floors)):
                scores[row] = pair.score
        for floor in floors:
            expected = {row: s for row, s in scores.items() if classic.reaches(s, floor)}
            found = index.find(query.forms, floor, allowed[query.is_person])
            wrong[floor] += not is_same(index, found, expected)
    return wrong


def is_same(index: NameIndex, found: FoundNames, expected: Mapping[int, float]) -> bool:
    """Whether the same entries were found with the same scores."""
    rows = index.arrays["name_entries"][found.names].tolist()
    got = dict(zip(rows, found.scores.tolist(), strict=True))
    return got.keys() == expected.keys() and all(
        abs(got[row] - expected[row]) < classic.SLACK for row in got
    )
