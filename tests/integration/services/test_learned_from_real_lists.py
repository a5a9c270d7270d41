"""What real lists teach: how much, how fast, and how far the curated tables agree."""

from __future__ import annotations

import dataclasses
import random
import time
from pathlib import Path

import pytest

from app import bundled
from app.domain.list_entry import ListEntry
from app.importers import registry
from app.matching.learned import LearnedAliases, from_arrays, learn, to_arrays
from app.matching.tables import NameTables, load_tables
from app.services.catalogue import load_catalogue, source_named

pytestmark = [pytest.mark.drill, pytest.mark.samples]

FILES = {
    "us_ofac_sdn": [f"us_ofac_sdn/current/{name}.csv" for name in ("sdn", "alt", "add")],
    "un_sc": ["un_sc/consolidated.xml"],
}
Listed = list[tuple[int, ListEntry]]


@pytest.fixture(scope="module")
def tables() -> NameTables:
    return load_tables(bundled.read_name_tables())


@pytest.fixture(scope="module")
def listed(samples: Path) -> dict[str, Listed]:
    catalogue = load_catalogue()
    found: dict[str, Listed] = {}
    for source, names in FILES.items():
        files = [samples / name for name in names]
        rows = registry.read_list(source_named(catalogue, source), files).rows
        entries = (row for row in rows if isinstance(row, ListEntry))
        found[source] = list(enumerate(entries, start=100_000 * len(found)))
    return found


def told(name: str, entries: Listed, tables: NameTables) -> LearnedAliases:
    start = time.perf_counter()
    learned = learn(entries, tables)
    seconds = time.perf_counter() - start
    names = sum(len(entry.names) for _, entry in entries)
    print(
        f"{name}: {len(entries):,} entries, {names:,} names: {len(learned.pairs):,} pairs of"
        f" {len(learned.partners()):,} words, {learned.known:,} more in the tables, {seconds:.1f} s"
    )
    return learned


def test_how_much_is_learned(listed: dict[str, Listed], tables: NameTables) -> None:
    for source, entries in listed.items():
        assert len(told(source, entries, tables).pairs) > 200
    both = [pair for entries in listed.values() for pair in entries]
    learned = told("together", both, tables)
    assert len(learned.pairs) > 2_500
    assert from_arrays(to_arrays(learned)) == learned
    random.Random(3).shuffle(both)
    assert learn(both, tables) == learned


def test_what_is_learned_blind_agrees_with_the_tables(
    listed: dict[str, Listed], tables: NameTables
) -> None:
    """Without its veto the learner is judged by the curated classes, where they know both words."""
    both = [pair for entries in listed.values() for pair in entries]
    learned = learn(both, dataclasses.replace(tables, classes={}))
    classes = tables.classes
    judged = [pair for pair in learned.pairs if pair.first in classes and pair.second in classes]
    same = [
        pair for pair in judged if not set(classes[pair.first]).isdisjoint(classes[pair.second])
    ]
    share = len(same) / len(judged)
    print(f"{len(judged):,} pairs of curated words, of one class {len(same):,} ({share:.1%})")
    assert len(judged) > 500
    assert share >= 0.93
