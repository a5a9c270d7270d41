"""What changed between two versions, against changes made by hand and a real pair of lists."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from app.domain.entry_changes import ChangeKind
from app.domain.errors import NotFound, UsageError
from app.services import list_diff, list_versions, lists
from app.services.jobs import JobCancelled


def names(changes) -> list[str]:
    return [change.entry.primary_name for change in changes]


@pytest.fixture
def two(workspace, un_file, person):
    """Two versions: one person more, one less, one with another name and date of birth."""
    first = un_file(person(1, "Oscar Ashworth"), person(2, "Nadia Quell"), person(3, "Aldo Brevik"))
    old = lists.import_list(workspace, "un_sc", [first]).version
    second = un_file(
        person(1, "Oscar Heath Ashworth", born="1961-03-13"), person(3, "Aldo Brevik"),
        person(4, "Zora Imrith"), name="second.xml", date="2026-11-19",
    )  # fmt: skip
    return old, lists.import_list(workspace, "un_sc", [second]).version


def test_the_changes_are_named(workspace, two) -> None:
    old, new = two
    found = list_diff.diff(workspace, old.version_id, new.version_id)
    assert [found.count(kind) for kind in ChangeKind] == [1, 1, 1]
    assert (found.core, found.unchanged, found.is_empty) == (1, 598, False)
    assert found.fields == (("dates_of_birth", 1), ("names", 1))
    pages = {kind: list_diff.page(workspace, found, kind) for kind in ChangeKind}
    assert names(pages[ChangeKind.ADDED]) == ["Zora Imrith"]
    assert names(pages[ChangeKind.REMOVED]) == ["Nadia Quell"]
    (changed,) = pages[ChangeKind.CHANGED]
    assert changed.entry.entry_id == "1"
    assert [(item.field, item.gone, item.new) for item in changed.fields] == [
        ("names", ("Oscar Ashworth",), ("Oscar Heath Ashworth",)),
        ("dates_of_birth", ("1960-03-13",), ("1961-03-13",)),
    ]


def test_the_changes_of_one_field(workspace, two) -> None:
    found = list_diff.diff(workspace, *(version.version_id for version in two))
    assert names(list_diff.changed_in(workspace, found, "names")) == ["Oscar Heath Ashworth"]
    assert list_diff.changed_in(workspace, found, "names", 0) == []
    assert list_diff.changed_in(workspace, found, "remarks") == []
    with pytest.raises(UsageError, match="colour") as caught:
        list_diff.changed_in(workspace, found, "colour")
    assert "dates_of_birth, names" in caught.value.todo


def test_backwards_is_the_reverse(workspace, two) -> None:
    old, new = two
    found = list_diff.diff(workspace, new.version_id, old.version_id)
    assert names(list_diff.page(workspace, found, ChangeKind.ADDED)) == ["Nadia Quell"]
    assert names(list_diff.page(workspace, found, ChangeKind.REMOVED)) == ["Zora Imrith"]
    (changed,) = list_diff.page(workspace, found, ChangeKind.CHANGED)
    assert changed.fields[0].new == ("Oscar Ashworth",)


def test_a_version_beside_itself_and_beside_nothing(workspace, two) -> None:
    old, new = two
    assert list_diff.diff(workspace, new.version_id, new.version_id).is_empty
    whole = list_diff.diff(workspace, None, old.version_id)
    assert (whole.count(ChangeKind.ADDED), whole.unchanged) == (600, 0)
    first = list_diff.page(workspace, whole, ChangeKind.ADDED, 0, 250)
    rest = list_diff.page(workspace, whole, ChangeKind.ADDED, 250, 1000)
    assert len(first) == 250
    assert names((*first, *rest)) == sorted(names((*first, *rest)))
    assert len({change.entry.entry_id for change in (*first, *rest)}) == 600


def test_an_entry_that_went_and_came_back_is_unchanged(workspace, two, un_file, person) -> None:
    old, _ = two
    third = un_file(
        person(1, "Oscar Ashworth"), person(2, "Nadia Quell"), person(3, "Aldo Brevik"),
        name="third.xml", date="2026-11-20",
    )  # fmt: skip
    back = lists.import_list(workspace, "un_sc", [third]).version
    assert list_diff.diff(workspace, old.version_id, back.version_id).is_empty


def test_a_held_version_can_be_compared(workspace, two, un_file) -> None:
    _, new = two
    held = lists.import_list(workspace, "un_sc", [un_file(size=510, name="half.xml")]).version
    pair = list_diff.versions_to_compare(workspace, "un_sc")
    assert pair == (new.version_id, held.version_id)
    found = list_diff.diff(workspace, *pair)
    assert found.count(ChangeKind.REMOVED) == 90
    list_versions.reject(workspace, held.version_id, "Half of it.")
    assert list_diff.versions_to_compare(workspace, "un_sc")[1] == new.version_id


def test_what_is_compared_without_numbers(workspace, two, un_file) -> None:
    old, new = two
    assert list_diff.versions_to_compare(workspace, "un_sc") == (old.version_id, new.version_id)
    assert list_diff.versions_to_compare(workspace, "un_sc", old.version_id) == (
        old.version_id, new.version_id
    )  # fmt: skip
    assert list_diff.versions_to_compare(workspace, "un_sc", None, old.version_id) == (
        new.version_id, old.version_id
    )  # fmt: skip
    with pytest.raises(UsageError, match="no version yet"):
        list_diff.versions_to_compare(workspace, "eu_fsf")
    with pytest.raises(UsageError, match="atlantis"):
        list_diff.versions_to_compare(workspace, "atlantis")


def test_the_first_version_is_all_new(workspace, un_file) -> None:
    only = lists.import_list(workspace, "un_sc", [un_file()]).version
    assert list_diff.versions_to_compare(workspace, "un_sc") == (None, only.version_id)


def test_a_real_list_is_not_compared_with_a_demonstration_list(workspace, un_file) -> None:
    from app.services.demo import load_demo_lists

    load_demo_lists(workspace)
    (demo,) = list_versions.versions_of(workspace, "un_sc")
    assert list_diff.versions_to_compare(workspace, "un_sc") == (None, demo.version_id)
    held = lists.import_list(workspace, "un_sc", [un_file(size=20)]).version
    assert list_diff.versions_to_compare(workspace, "un_sc") == (None, held.version_id)
    good = lists.import_list(workspace, "un_sc", [un_file(name="good.xml")]).version
    assert list_diff.versions_to_compare(workspace, "un_sc") == (None, good.version_id)


def test_versions_of_two_sources_are_not_compared(workspace, un_file) -> None:
    from app.services.demo import load_demo_lists

    load_demo_lists(workspace)
    ids = [version.version_id for version in list_versions.versions_of(workspace, "un_sc")]
    other = [version.version_id for version in list_versions.versions_of(workspace, "us_ofac_sdn")]
    with pytest.raises(UsageError, match="is of un_sc"):
        list_diff.diff(workspace, ids[0], other[0])
    with pytest.raises(NotFound):
        list_diff.diff(workspace, None, 999)


def test_comparing_can_be_cancelled(workspace, two) -> None:
    class Cancelled:
        def progress(self, done: int, total: int, text: str) -> None:
            pass

        def check(self) -> None:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        list_diff.diff(workspace, *(version.version_id for version in two), Cancelled())


def test_many_changes_take_no_longer_than_reading_them(workspace, un_file) -> None:
    """Every entry is another: joining both sides must not compare each with each."""
    first = un_file(size=4000)
    old = lists.import_list(workspace, "un_sc", [first]).version
    second = un_file(size=4000, name="second.xml", date="2026-11-19")
    second.write_text(second.read_text().replace("Quorlath", "Velamor"))
    new = lists.import_list(workspace, "un_sc", [second]).version
    with workspace.database.read() as uow:
        started = time.perf_counter()
        assert len(list(uow.lists.iter_entries([old.version_id, new.version_id]))) == 8000
        reading = time.perf_counter() - started
        started = time.perf_counter()
        keys = uow.lists.changed_keys("un_sc", old.seq, new.seq)
        comparing = time.perf_counter() - started
    assert [len(keys[kind][0]) for kind in ChangeKind] == [0, 0, 3999]
    assert comparing < 10 * reading


# The real lists, compared with the XML of both by another way.

OF_FIELD = {
    "names": ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME", "NAME_ORIGINAL_SCRIPT",
              "INDIVIDUAL_ALIAS", "ENTITY_ALIAS"),
    "remarks": ("COMMENTS1",),
    "updated_on": ("LAST_DAY_UPDATED",),
    "dates_of_birth": ("INDIVIDUAL_DATE_OF_BIRTH",),
    "places_of_birth": ("INDIVIDUAL_PLACE_OF_BIRTH",),
    "identifiers": ("INDIVIDUAL_DOCUMENT",),
    "positions": ("DESIGNATION",),
    "nationalities": ("NATIONALITY",),
    "addresses": ("INDIVIDUAL_ADDRESS", "ENTITY_ADDRESS"),
}  # fmt: skip
SAYS_NOTHING = "HAS_INTERPOL_LINK=NO"  # the newer layout tells of every entry that it has none


def records_of(path: Path) -> dict[str, Counter[str]]:
    """Every filled leaf of every record, path and text, by the record's number."""
    found = {}
    for record in etree.parse(path).xpath("//INDIVIDUALS/INDIVIDUAL | //ENTITIES/ENTITY"):
        leaves: Counter[str] = Counter()
        for leaf in record.iter():
            text = " ".join((leaf.text or "").split())
            if len(leaf) == 0 and text:
                path_to = [
                    each.tag for each in leaf.iterancestors() if record in each.iterancestors()
                ]
                leaves["/".join([*reversed(path_to), leaf.tag]) + f"={text}"] += 1
        found[record.findtext("DATAID")] = leaves
    return found


def part(leaves: Counter[str], tags: tuple[str, ...]) -> Counter[str]:
    return Counter(
        {leaf: count for leaf, count in leaves.items() if leaf.split("=")[0].split("/")[0] in tags}
    )


@pytest.mark.samples
def test_two_months_of_the_un_list(workspace, samples: Path) -> None:
    files = [
        samples / "un_sc/older/consolidated_watchman_2026-02.xml",
        samples / "un_sc/consolidated.xml",
    ]
    old, new = (lists.import_list(workspace, "un_sc", [file]).version for file in files)
    found = list_diff.diff(workspace, old.version_id, new.version_id)
    ours = {
        kind: {c.entry.entry_id: c for c in list_diff.iter_changes(workspace, found, kind)}
        for kind in ChangeKind
    }
    before, after = map(records_of, files)
    both = before.keys() & after.keys()
    assert ours[ChangeKind.ADDED].keys() == after.keys() - both
    assert ours[ChangeKind.REMOVED].keys() == before.keys() - both
    assert ours[ChangeKind.CHANGED].keys() == {
        key
        for key in both
        if set(after[key] - before[key]) - {SAYS_NOTHING} or before[key] - after[key]
    }
    assert found.unchanged == len(both) - len(ours[ChangeKind.CHANGED])
    with workspace.database.read() as uow:
        entries = [entry for _, entry in uow.lists.iter_entries([old.version_id])]
    known_names = {entry.entry_id: {name.text for name in entry.names} for entry in entries}
    for field, tags in OF_FIELD.items():
        told = {
            key for key, change in ours[ChangeKind.CHANGED].items()
            if any(item.field == field for item in change.fields)
        }  # fmt: skip
        changed = {key for key in both if part(before[key], tags) != part(after[key], tags)}
        assert told <= changed, field
        for key in changed - told:  # a name in its script that the entry had elsewhere already
            assert field == "names"
            fresh = part(after[key], tags) - part(before[key], tags)
            assert {leaf.partition("=")[2] for leaf in fresh} <= known_names[key]
    assert (found.count(ChangeKind.ADDED), found.count(ChangeKind.REMOVED)) == (3, 1)
