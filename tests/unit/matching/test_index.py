"""The index returns what brute force returns: same names, same scores, at any floor."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.domain.list_entry import EntryType, ListEntry, ListName, NameKind
from app.matching import brute_force, index
from app.matching.brute_force import ScoredPair
from app.matching.index import Finder, IndexFormatError, NameIndex, build_index
from app.matching.normalise import normalise
from app.matching.second_names import list_names
from app.matching.tables import NameTables, load_tables

FLOORS = (0.92, 0.75, 0.60, 0.40)
Entries = list[tuple[int, ListEntry]]
_known: dict[Any, Any] = {}


def forms_of(entries: Entries, tables: NameTables) -> list[tuple[str, ...]]:
    """The forms of every usable listed name, in the order of the index."""
    every = [
        tuple(
            dict.fromkeys(
                form
                for name in list_names(
                    listed.text, tables, is_person=entry.type is EntryType.INDIVIDUAL
                )
                for form in name.forms
            )
        )
        for _, entry in entries
        for listed in entry.names
    ]
    return [forms for forms in every if forms]


def by_brute_force(
    forms: Sequence[Sequence[str]], query: tuple[str, ...], floor: float
) -> dict[int, ScoredPair]:
    """What each way to search is held to; remembered while the names are the same object."""
    if _known.get("forms") is not forms:
        _known.clear()
        _known["forms"] = forms
    if (query, floor) not in _known:
        _known[query, floor] = dict(brute_force.find(query, forms, floor))
    return _known[query, floor]


def assert_same(
    names: NameIndex, forms: Sequence[Sequence[str]], query: Sequence[str], floor: float,
    finder: Finder,
) -> int:  # fmt: skip
    found = names.find(query, floor, finder=finder)
    expected = by_brute_force(forms, tuple(query), floor)
    got = dict(zip(found.names.tolist(), found.scores.tolist(), strict=True))
    assert got.keys() == expected.keys()
    for row, name in enumerate(found.names.tolist()):
        best = expected[name]
        assert abs(found.scores[row] - best.score) < 1e-9
        parts = (best.components.primary, best.components.token)
        parts += (best.components.ngram, best.components.phonetic)
        chosen = brute_force.best_pair(
            [query[found.query_forms[row]]], [names.form_text(int(found.forms[row]))]
        )
        assert abs(chosen.score - best.score) < 1e-9
        if abs(sum(found.parts[row]) - sum(parts)) > 1e-9:  # another pair with the same score
            parts = tuple(found.parts[row])
        assert np.allclose(found.parts[row], parts, atol=1e-9)
    assert (np.diff(found.scores) <= 0).all()
    return len(got)


@pytest.mark.parametrize("floor", FLOORS)
def test_invented_names_agree_with_brute_force(
    finder: Finder, tables: NameTables, floor: float,
    invented: Callable[[int, int], list[str]], entries_of: Callable[[Sequence[str]], Entries],
) -> None:  # fmt: skip
    entries = entries_of(invented(250, 1))
    names, forms = build_index(entries, tables), forms_of(entries, tables)
    found = 0
    for text in invented(14, 2):
        query = normalise(text, tables, is_person=True).forms
        found += assert_same(names, forms, query, floor, finder)
    assert found > 0


def test_long_queries_agree_with_brute_force(
    finder: Finder, tables: NameTables, invented: Callable[[int, int], list[str]],
    entries_of: Callable[[Sequence[str]], Entries],
) -> None:  # fmt: skip
    long_names = [" ".join(invented(9, seed)) for seed in range(12)]
    entries = entries_of([*long_names, *invented(20, 5)])
    names, forms = build_index(entries, tables), forms_of(entries, tables)
    for text in (
        *long_names[:3],
        long_names[4][3:],
        "x" * 70,
        "a",
        "ab",
        " ".join("abcdefgh" * 40),
    ):
        query = normalise(text, tables, is_person=True).forms
        for floor in (0.75, 0.3):
            assert_same(names, forms, query, floor, finder)


def test_more_words_than_a_byte_counts(
    finder: Finder, tables: NameTables, entries_of: Callable[[Sequence[str]], Entries]
) -> None:
    words = [
        first + second for first in "bcdfgjklmnpqrstvwxyz" for second in ("a", "ar", "am", "al")
    ]
    words += [
        first + second + "b" for first in "bcdfgjklmnpqrstvwxyz" for second in ("ar", "am", "al")
    ]
    words += [first + "as" + last for first in "bcdfgjklmnpqrstvwxyz" for last in "lmrbdvtn"]
    many = " ".join(words)
    entries = entries_of([many, "ba da"])
    names = build_index(entries, tables)
    assert_same(names, forms_of(entries, tables), (many,), 0.75, finder)
    assert names.find((many,), 0.9, finder=finder).scores.tolist() == [1.0]


@pytest.fixture(scope="session")
def listed_names(samples: Path) -> Entries:
    """Real names of the OFAC list, every third entry."""
    kinds = {"individual": EntryType.INDIVIDUAL, "vessel": EntryType.VESSEL}
    path = samples / "us_ofac_sdn" / "current" / "sdn.csv"
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) > 2][::3]
    return [
        (key, ListEntry("us_ofac_sdn", row[0], kinds.get(row[2].strip(), EntryType.ENTITY),
                        (ListName(row[1]),)))
        for key, row in enumerate(rows)
    ]  # fmt: skip


@pytest.fixture(scope="session")
def real_index(
    listed_names: Entries, tables: NameTables
) -> tuple[NameIndex, list[tuple[str, ...]]]:
    """Their index, and their forms."""
    return build_index(listed_names, tables), forms_of(listed_names, tables)


def check_real_names(
    real_index: tuple[NameIndex, list[tuple[str, ...]]], queries: int, finder: Finder
) -> None:
    rng = random.Random(queries)
    names, forms = real_index
    for number in range(queries):
        query = list(rng.choice(forms)[:2])
        if number % 2:
            at = rng.randrange(len(query[0]))
            query = [" ".join((query[0][:at] + rng.choice("aeir ") + query[0][at + 1 :]).split())]
        assert_same(names, forms, query or ["a"], FLOORS[number % 4], finder)


@pytest.mark.samples
@pytest.mark.parametrize("finder", ["numpy", "compiled"], indirect=True)
def test_real_names_agree_with_brute_force(
    finder: Finder, real_index: tuple[NameIndex, list[tuple[str, ...]]]
) -> None:
    check_real_names(real_index, 20, finder)


@pytest.mark.samples
@pytest.mark.drill
@pytest.mark.parametrize("finder", ["numpy", "compiled"], indirect=True)
def test_500_real_queries_agree_with_brute_force(
    finder: Finder, real_index: tuple[NameIndex, list[tuple[str, ...]]]
) -> None:
    check_real_names(real_index, 500, finder)


def test_one_row_a_listed_name_with_all_its_forms(
    tables: NameTables, make_entry: Callable[..., ListEntry]
) -> None:
    entries = [
        (7, make_entry("a", "EASTERN WIND BRIGADE (EWB)", "…", type=EntryType.ENTITY)),
        (8, make_entry("b", ListName("Seán O'Brien", NameKind.WEAK_ALIAS), source="other")),
    ]
    names = build_index(entries, tables)
    assert (names.names, names.entries) == (2, 2)
    assert names.sources == ("demo", "other")
    assert names.unusable == ((7, 1),)
    for query in ("ewb", "eastern wind brigade", "eastern wind brigade ewb"):
        assert names.find((query,), 1.0).names.tolist() == [0]
    assert names.arrays["name_weak"].tolist() == [False, True]
    assert names.nbytes == sum(array.nbytes for array in names.to_arrays().values())


def test_a_name_that_no_record_can_hold_is_counted(
    tables: NameTables, make_entry: Callable[..., ListEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "LONGEST", 20)
    names = build_index([(1, make_entry("a", "x" * 21, "short"))], tables)
    assert names.unusable == ((1, 0),)
    assert names.names == 1


def test_only_allowed_groups_are_found(
    finder: Finder, tables: NameTables, make_entry: Callable[..., ListEntry]
) -> None:
    entries = [
        (1, make_entry("a", "Marta Quist")),
        (2, make_entry("b", "Marta Quist", source="pep")),
        (3, make_entry("c", "MARTA QUIST", type=EntryType.VESSEL)),
    ]
    names = build_index(entries, tables)
    for sources, types, expected in (
        (("demo", "pep"), (EntryType.INDIVIDUAL,), [0, 1]),
        (("demo",), tuple(EntryType), [0, 2]),
        (("nowhere",), tuple(EntryType), []),
    ):
        allowed = names.allowed_groups(sources, types)
        for floor in (0.9, 0.5):
            found = names.find(("marta quist",), floor, allowed, finder)
            assert sorted(found.names.tolist()) == expected


def test_an_index_survives_a_file_and_reopens_read_only(
    finder: Finder, tables: NameTables, tmp_path: Path,
    invented: Callable[[int, int], list[str]], entries_of: Callable[[Sequence[str]], Entries],
) -> None:  # fmt: skip
    built = build_index(entries_of(invented(60, 3)), tables)
    opened = {}
    for name, array in built.to_arrays().items():
        np.save(tmp_path / name, array)
        opened[name] = np.load(tmp_path / f"{name}.npy", mmap_mode="r" if array.size else None)
    again = NameIndex.from_arrays(opened, tables)
    for text in ("mohammed zawahiri", "jean luc silva"):
        here, there = built.find((text,), 0.5), again.find((text,), 0.5, finder=finder)
        assert here.names.tolist() == there.names.tolist()
        assert np.allclose(here.scores, there.scores, atol=1e-12)
    with pytest.raises(ValueError, match="read-only"):
        again.arrays["records"][0, 0] = 1


def test_an_index_of_other_tables_is_refused(
    tables: NameTables, entries_of: Callable[[Sequence[str]], Entries]
) -> None:
    arrays = build_index(entries_of(["Ann Lee"]), tables).to_arrays()
    empty = load_tables(
        {
            "titles": {"version": "0", "anywhere": {}, "leading": {}},
            "legal_forms": {"form": {}},
            "numbers": {"number": {}},
            "second_names": {"not_names": [], "not_name_ends": [], "alias_marks": []},
        }
    )
    with pytest.raises(IndexFormatError):
        NameIndex.from_arrays(arrays, empty)


def test_an_empty_index_finds_nothing(finder: Finder, tables: NameTables) -> None:
    names = build_index([], tables)
    assert names.names == names.entries == 0
    for floor in (0.9, 0.5):
        assert len(names.find(("ann",), floor, finder=finder).names) == 0


def test_building_reports_its_progress(
    tables: NameTables, entries_of: Callable[[Sequence[str]], Entries]
) -> None:
    told: list[tuple[int, int, str]] = []
    build_index(entries_of(["Ann Lee"] * 2001), tables, progress=lambda *step: told.append(step))
    assert [done for done, _, _ in told] == [1000, 2000, 0]
