"""The index against all names, on invented names and both profiles: `pytest -m drill` for all.

At floor 0 the compiled search scores every form and leaves nothing out. So that its scores are
those of the definition too, some pairs of every query are scored again by the slow scorer.
"""

from __future__ import annotations

import random

import numpy as np
import pytest

from app import bundled
from app.domain.list_entry import EntryType
from app.matching import classic
from app.matching.index import NameIndex, build_index
from app.matching.normalise import normalise
from app.matching.profiles import PROFILES, best_pair
from app.matching.second_names import list_names
from app.matching.tables import NameTables, load_tables
from app.services.validation.invented import SOURCE, InventedName, Inventor, entry_of

FLOORS = (0.92, 0.75, 0.60, 0.40)
SAMPLED = 6  # pairs a query that the slow scorer scores again
SIZES = [
    pytest.param(4_000, 20, id="short"),
    pytest.param(20_000, 1_000, id="20k", marks=pytest.mark.drill),
    pytest.param(200_000, 100, id="200k", marks=pytest.mark.drill),
]


def reference(
    query: tuple[str, ...], listed: InventedName, profile: str, tables: NameTables
) -> float:
    names = list_names(
        listed.text, tables, is_person=listed.is_person, both_orders=profile == classic.NAME
    )
    forms = tuple(dict.fromkeys(form for name in names for form in name.forms))
    return best_pair(query, forms, profile, tables, is_person=listed.is_person).score


def agrees(
    index: NameIndex, names: list[InventedName], query: InventedName, tables: NameTables,
    rng: random.Random,
) -> int:  # fmt: skip
    """Compare one query at all floors; how many names reach the lowest one."""
    forms = normalise(query.text, tables, is_person=query.is_person).forms
    if not forms:
        return 0
    kind = EntryType.INDIVIDUAL if query.is_person else EntryType.ENTITY
    allowed = index.allowed_groups((SOURCE,), (kind,))
    every = index.find(forms, 0.0, allowed)
    scores = np.full(index.entries, -1.0)
    rows = index.arrays["name_entries"][every.names]
    scores[rows] = every.scores
    assert len(every.names) == sum(name.is_person is query.is_person for name in names)
    for row in (*rows[:2].tolist(), *rng.choices(rows.tolist(), k=SAMPLED - 2)):
        score = reference(forms, names[row], index.profile, tables)
        assert scores[row] == pytest.approx(score, abs=1e-9), (forms, names[row])
    count = 0
    for floor in FLOORS:
        found = index.find(forms, floor, allowed)
        got = index.arrays["name_entries"][found.names]
        expected = np.flatnonzero(scores >= floor - classic.SLACK)
        assert np.array_equal(np.sort(got), expected), (floor, forms)
        assert np.abs(scores[got] - found.scores).max(initial=0.0) < 1e-9
        count = len(got)
    return count


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(("size", "queries"), SIZES)
def test_no_name_that_reaches_a_floor_is_missed(profile: str, size: int, queries: int) -> None:
    tables = load_tables(bundled.read_name_tables())
    inventor = Inventor(tables)
    names = inventor.names(size)
    entries = ((number, entry_of(name, number)) for number, name in enumerate(names))
    index = build_index(entries, tables, profile)
    rng = random.Random(7)
    found = [agrees(index, names, query, tables, rng) for query in inventor.queries(names, queries)]
    assert np.count_nonzero(found) > queries / 2
