"""The compiled score of the aligned profile is that of its definition, part by part."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest

from app.domain.list_entry import EntryType, ListEntry
from app.matching import aligned, aligned_rules, classic
from app.matching.aligned_search import AlignedFinder
from app.matching.index import NameIndex, build_index
from app.matching.tables import NameTables

# Words that are alike for every reason, joined and spelled by their neighbours, or opposed.
_TEXT = (
    "jean claude jeanclaude jc jcr c rivet muhammad mohamed mohamad mhmd abd al rahman abdalrahman "
    "abdulrahman abdul rashid rashad ivan ivanovich petrovich petrovna bill william 3 4 24 100 "
    "north south northern southern bank ltd trading star stars a b ab aba van der vander stone"
)
WORDS = _TEXT.split()
PAIRS_OF = 160


def drawn(rng: random.Random) -> str:
    words = rng.choices(WORDS, k=rng.choice((1, 1, 2, 2, 3, 3, 4, 5)))
    return " ".join(words)


@pytest.fixture(scope="module")
def listed(tables: NameTables, make_entry: Callable[..., ListEntry]) -> NameIndex:
    rng = random.Random(11)
    entries = [
        (at, make_entry(str(at), drawn(rng), type=(EntryType.INDIVIDUAL, EntryType.ENTITY)[at % 2]))
        for at in range(PAIRS_OF)
    ]
    return build_index(entries, tables, "aligned")


def expected(
    index: NameIndex, query: str, form: int, tables: NameTables
) -> tuple[float, list[float]]:
    assert index.aligned is not None
    is_person = bool(index.aligned.arrays.is_person[form])
    found = aligned.score(query, index.form_text(form), tables, is_person=is_person)
    parts = found.components
    return found.score, [
        parts.primary, parts.token, parts.ngram, parts.phonetic, parts.contradiction or 0.0,
        np.nan if parts.cap is None else parts.cap,
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_every_score_and_part_is_that_of_the_definition(
    listed: NameIndex, tables: NameTables, aligned_finder: AlignedFinder, seed: int
) -> None:
    rng = random.Random(seed)
    pairs = set()
    for query in [*(drawn(rng) for _ in range(12)), listed.form_text(seed)]:
        found = listed.find([query], 0.0, aligned_finder=aligned_finder)
        assert len(found.names) == listed.names
        for row, form in enumerate(found.forms.tolist()):
            score, parts = expected(listed, query, form, tables)
            assert found.scores[row] == pytest.approx(score, abs=1e-9), listed.form_text(form)
            assert found.parts[row].tolist() == pytest.approx(parts, abs=1e-9, nan_ok=True)
            pairs.add(round(score, 3))
    assert len(pairs) > 200


@pytest.mark.parametrize("seed", range(8))
def test_at_every_floor_the_same_forms_are_left(
    listed: NameIndex, aligned_finder: AlignedFinder, seed: int
) -> None:
    rng = random.Random(100 + seed)
    query = [drawn(rng)]
    every = listed.find(query, 0.0, aligned_finder=aligned_finder)
    for floor in (0.92, 0.75, 0.60, 0.40, 0.30):
        found = listed.find(query, floor, aligned_finder=aligned_finder)
        reached = [
            name
            for name, score in zip(every.names.tolist(), every.scores.tolist(), strict=True)
            if classic.reaches(score, floor)
        ]
        assert found.names.tolist() == reached


def test_the_rules_are_the_constants_of_the_profile() -> None:
    persons = aligned_rules.rules_of(is_person=True)
    others = aligned_rules.rules_of(is_person=False)
    assert (persons.extra, persons.extra_single) == (aligned.EXTRA_PERSON, aligned.EXTRA_SINGLE)
    assert (others.extra, others.extra_single) == (aligned.EXTRA_OTHER, aligned.EXTRA_OTHER)
    for rules in (persons, others):
        named = {
            name: value
            for name, value in rules._asdict().items()
            if hasattr(aligned, name.upper()) and name != "extra_single"
        }
        assert named == {name: getattr(aligned, name.upper()) for name in named}
        assert len(named) >= 11
