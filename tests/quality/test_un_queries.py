"""How many altered names of UN-listed persons find their entry, and how many strangers match.

The whole sets are drills; each prints its figures. The floors are a little below what was
measured when they were written (docs/matching.md), so that a change for the worse shows.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.domain.list_entry import EntryType, ListEntry
from app.matching.index import NameIndex, build_index
from app.matching.normalise import normalise
from app.matching.tables import NameTables

pytestmark = pytest.mark.samples


def _names(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row["full_name"] for row in csv.DictReader(file)]


@dataclass(frozen=True)
class Searcher:
    """The UN persons, and the best score of each entry that a name finds."""

    index: NameIndex
    tables: NameTables

    def scores(self, name: str, floor: float = 0.75) -> dict[int, float]:
        forms = normalise(name, self.tables, is_person=True).forms
        if not forms:
            return {}
        allowed = self.index.allowed_groups(("un_sc",), (EntryType.INDIVIDUAL,))
        found = self.index.find(forms, floor, allowed)
        best: dict[int, float] = {}
        for name_row, score in zip(found.names.tolist(), found.scores.tolist(), strict=True):
            best.setdefault(int(self.index.arrays["name_entries"][name_row]), score)
        return best


@pytest.fixture(scope="session")
def searcher(un_entries: Sequence[ListEntry], tables: NameTables) -> Searcher:
    return Searcher(build_index(enumerate(un_entries), tables), tables)


@dataclass(frozen=True)
class Recall:
    """Shares of the queries that find their entry; `changed` are those really altered."""

    queries: int
    possible: float
    strong: float
    changed: int
    changed_possible: float
    changed_strong: float
    missed: tuple[str, ...]


def measure_recall(searcher: Searcher, treated: Sequence[str], listed: Sequence[str]) -> Recall:
    rows: list[tuple[bool, float, str]] = []
    for query, truth in zip(treated, listed, strict=True):
        entries = {row for row, score in searcher.scores(truth, 1.0).items() if score == 1.0}
        if not entries:
            continue  # the name is not on this version of the list
        found = searcher.scores(query)
        best = max((found.get(row, 0.0) for row in entries), default=0.0)
        rows.append((query != truth, best, f"{query} / {truth}"))

    def share(chosen: Sequence[tuple[bool, float, str]], threshold: float) -> float:
        return sum(score >= threshold - 1e-9 for _, score, _ in chosen) / len(chosen)

    changed = [row for row in rows if row[0]]
    return Recall(
        len(rows), share(rows, 0.75), share(rows, 0.92),
        len(changed), share(changed, 0.75), share(changed, 0.92),
        tuple(text for _, score, text in rows if score < 0.75),
    )  # fmt: skip


@pytest.mark.drill
def test_altered_un_names_find_their_entry(searcher: Searcher, labelled: Path) -> None:
    recall = measure_recall(
        searcher,
        _names(labelled / "un_queries_treated.csv"),
        _names(labelled / "un_queries_untreated.csv"),
    )
    print(recall)
    assert recall.queries >= 670
    assert recall.possible >= 0.99
    assert recall.strong >= 0.92


@pytest.mark.drill
def test_few_strangers_match_the_un_list(searcher: Searcher, labelled: Path) -> None:
    names = _names(labelled / "negatives_global_10k.csv")
    matching = [name for name in names if searcher.scores(name)]
    print(f"{len(matching) / len(names):.2%} of {len(names):,}: {matching[:20]}")
    assert len(matching) / len(names) <= 0.006


def test_some_altered_un_names_find_their_entry(searcher: Searcher, labelled: Path) -> None:
    recall = measure_recall(
        searcher,
        _names(labelled / "un_queries_treated.csv")[::10],
        _names(labelled / "un_queries_untreated.csv")[::10],
    )
    assert recall.possible >= 0.95
    assert recall.strong >= 0.80


def test_every_listed_person_finds_itself(
    searcher: Searcher, un_entries: Sequence[ListEntry]
) -> None:
    persons = [entry for entry in un_entries if entry.type is EntryType.INDIVIDUAL]
    for row, entry in enumerate(persons[:250]):
        assert searcher.scores(entry.primary_name, 1.0).get(row) == 1.0, entry.primary_name


def test_two_words_in_the_other_order_find_their_entry(
    searcher: Searcher, un_entries: Sequence[ListEntry]
) -> None:
    missed, asked = [], 0
    for row, entry in enumerate(un_entries):
        words = entry.primary_name.split()
        if entry.type is EntryType.INDIVIDUAL and len(words) == 2:
            asked += 1
            if row not in searcher.scores(" ".join(reversed(words))):
                missed.append(entry.primary_name)
    assert asked >= 200
    assert missed == []
