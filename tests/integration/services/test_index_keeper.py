"""The index kept up to date: changes laid over it, learned spellings switched, and files reused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.domain.match import TokenReason
from app.domain.subject import Subject, SubjectType
from app.matching.index import build_index
from app.matching.layered import LayeredIndex
from app.matching.learned import Learner
from app.services import (
    index_keeper,
    learned_aliases,
    learned_keeper,
    lists,
    matching_settings,
    screening,
)
from app.services.matching_settings import MatchingSettings
from app.services.screening import ScreeningRequest
from app.storage import index_store

ON, OFF = MatchingSettings(learned_aliases=True), MatchingSettings(learned_aliases=False)


def with_alias(row: str, name: str) -> str:
    alias = f"<QUALITY>Good</QUALITY><ALIAS_NAME>{name}</ALIAS_NAME>"
    return row.replace("<REF", f"<INDIVIDUAL_ALIAS>{alias}</INDIVIDUAL_ALIAS><REF")


@pytest.fixture
def listed(workspace, un_file, person):
    """A list on which two parties write `Zhoqeer` in two ways, and its index."""
    rows = [
        person(1, "Oscar Ashworth"),
        with_alias(person(2, "Zhoqeer Talwan"), "Zhoqir Talwan"),
        with_alias(person(3, "Zhoqir Morvane"), "Zhoqeer Morvane"),
    ]
    workspace.rows = rows
    lists.import_list(workspace, "un_sc", [un_file(*rows)])
    matching_settings.save(workspace, ON)
    matching_settings.save(workspace, OFF)
    workspace.index.current()
    return workspace


@pytest.fixture
def next_version(listed, un_file):
    """Imports the list again with other rows in front."""

    def run(*rows, day=19, size=600):
        file = un_file(*rows, date=f"2026-11-{day}", name=f"un{day}.xml", size=size)
        return lists.import_list(listed, "un_sc", [file])

    return run


def screened(workspace, name, profile=""):
    request = ScreeningRequest(Subject(SubjectType.INDIVIDUAL, name), profile=profile)
    return screening.screen(workspace, request)


def rebuilt(workspace, profile="aligned"):
    with workspace.database.read() as uow:
        active = [version.version_id for version in uow.lists.active_versions()]
        return build_index(uow.lists.iter_entries(active), workspace.tables, profile)


@pytest.mark.parametrize("profile", ["aligned", "classic"])
def test_few_changes_are_laid_over_the_index(listed, next_version, person, profile) -> None:
    listed.index.current(profile=profile)
    next_version(*listed.rows[1:], person(4, "Ilvo Quastel"))
    ready = listed.index.current(profile=profile)
    assert isinstance(ready.names, LayeredIndex)
    anew = rebuilt(listed, profile)
    for name, array in ready.names.arrays.items():
        np.testing.assert_array_equal(array, anew.arrays[name], name)
    assert screened(listed, "Oscar Ashworth", profile).matches == ()
    assert len(screened(listed, "Ilvo Quastel", profile).matches) == 1
    assert listed.index.is_current(profile)


def test_changes_add_up_until_the_index_is_built_anew(listed, next_version, person) -> None:
    base = listed.index.current().names
    next_version(*listed.rows, *(person(10 + at, f"Ilvo Quastel{at}") for at in range(10)))
    first = listed.index.current().names
    assert isinstance(first, LayeredIndex)
    assert first.base is base
    names = [person(10 + at, f"Orm Velant{at}") for at in range(12)]
    next_version(*listed.rows, *names, day=20)
    second = listed.index.current().names
    assert isinstance(second, LayeredIndex)
    assert second.base is base
    next_version(
        *listed.rows, *names, *(person(50 + at, f"Ilvo Tam{at}") for at in range(20)), day=21
    )
    third = listed.index.current().names
    assert not isinstance(third, LayeredIndex)
    assert len(screened(listed, "Ilvo Tam3").matches) >= 1


def test_after_a_start_the_saved_index_is_brought_up_to_date(
    listed, next_version, person, monkeypatch
) -> None:
    next_version(*listed.rows, person(4, "Ilvo Quastel"))
    listed.index.drop()
    built = []
    real = index_keeper.build_index

    def counting(entries, *options):
        index = real(entries, *options)
        built.append(index.entries)
        return index

    monkeypatch.setattr(index_keeper, "build_index", counting)
    assert len(screened(listed, "Ilvo Quastel").matches) == 1
    assert max(built) < 10, "only the new entries were indexed"


def test_a_damaged_index_is_no_base(listed, next_version, person) -> None:
    for file in (listed.data_dir / "index").glob("*/0.npy"):
        file.write_bytes(b"")
    next_version(*listed.rows, person(4, "Ilvo Quastel"))
    listed.index.drop()
    assert len(screened(listed, "Ilvo Quastel").matches) == 1
    assert not isinstance(listed.index.current().names, LayeredIndex)


def test_an_index_of_another_format_is_no_base(listed, next_version, person) -> None:
    (key,) = index_store.stored_keys(listed.data_dir, "aligned")
    index_store.save_index(listed.data_dir, key, {"meta": np.zeros(1)})
    next_version(*listed.rows, person(4, "Ilvo Quastel"))
    listed.index.drop()
    assert not isinstance(listed.index.current().names, LayeredIndex)


def test_learned_spellings_are_switched_for_the_next_screening(listed) -> None:
    before = listed.index.current()
    off = screened(listed, "Zhoqir Ashworth")
    matching_settings.save(listed, ON)
    assert not listed.index.is_current()
    on = screened(listed, "Zhoqeer Morvane Talwan")
    ready = listed.index.current()
    assert ready.names is before.names, "the index of the names is not built again"
    assert (off.learned_aliases, on.learned_aliases) == ("", ready.learned_version)
    assert on.learned_aliases == learned_aliases.top_aliases(listed).learned_version
    assert screening.record(listed, on.screening_id).learned_aliases == on.learned_aliases
    classic = screened(listed, "Zhoqeer Talwan", "classic")
    assert classic.learned_aliases == ""
    matching_settings.save(listed, OFF)
    assert screened(listed, "Zhoqir Ashworth").learned_aliases == ""
    assert listed.index.tables_of("aligned") is listed.tables


def test_a_learned_spelling_finds_and_says_so(listed, next_version, person) -> None:
    name = "Zhoqeer Quastelman"
    next_version(*listed.rows, person(4, "Zhoqir Quastelman"))
    plain = screened(listed, name).matches[0]
    matching_settings.save(listed, ON)
    (match, *_) = screened(listed, name).matches
    assert match.name_score >= plain.name_score
    reasons = {pair.reason for pair in match.alignment.pairs}
    assert TokenReason.LEARNED_CLASS in reasons
    assert any("learned from 2 entries" in pair.note for pair in match.alignment.pairs)


def test_what_was_learned_is_kept_with_the_index(listed, monkeypatch) -> None:
    matching_settings.save(listed, ON)
    version = listed.index.current().learned_version
    assert version.startswith("learned-1-")
    listed.index.drop()
    monkeypatch.setattr(learned_keeper, "Learner", None)
    assert listed.index.current().learned_version == version
    assert listed.index.learned().version == version


def test_learning_goes_on_from_what_changed(listed, next_version, person, monkeypatch) -> None:
    matching_settings.save(listed, ON)
    first = listed.index.current().learned_version
    looked_at = []
    real = Learner.add

    def counting(self, key, entry):
        looked_at.append(key)
        real(self, key, entry)

    monkeypatch.setattr(Learner, "add", counting)
    next_version(*listed.rows[:2], with_alias(person(4, "Orvelak Talwan"), "Orvelaak Talwan"))
    second = listed.index.current().learned_version
    assert len(looked_at) < 5
    assert second != first
    listed.index.drop()  # as after a start: what was shown is stored, too
    next_version(*listed.rows, day=20)
    assert listed.index.current().learned_version == first
    assert len(looked_at) < 10
    next_version(
        *listed.rows[:2], with_alias(person(4, "Orvelak Talwan"), "Orvelaak Talwan"), day=21
    )
    listed.index.drop()
    for file in (listed.data_dir / "index").glob("*/0.npy"):
        file.write_bytes(b"")
    assert listed.index.learned().version == second, "learned from all it is the same"
    assert len(looked_at) > 600


def test_many_changes_are_learned_from_all(listed, next_version, monkeypatch) -> None:
    monkeypatch.setattr(learned_keeper, "MOST_NAMES", 10**9)
    learned = listed.index.learned()
    next_version(*listed.rows, size=900)
    again = listed.index.learned()
    assert [pair.support for pair in again.pairs] == [pair.support for pair in learned.pairs]
    monkeypatch.setattr(learned_keeper, "MOST_NAMES", 0)
    next_version(*listed.rows, size=902, day=20)
    assert listed.index.learned().pairs


def test_learned_arrays_of_another_format_are_learned_anew(listed) -> None:
    version = listed.index.learned().version
    (key,) = index_store.stored_keys(listed.data_dir, "learned")
    index_store.save_index(listed.data_dir, key, {"learned_words": np.zeros(1)})
    listed.index.drop()
    assert listed.index.learned().version == version


def test_profiles_are_compared_with_the_tables_in_use(listed) -> None:
    from app.services.explaining import compare_profiles

    matching_settings.save(listed, ON)
    record = screened(listed, "Zhoqeer Morvane")
    match = replace(
        record.matches[0], screened_name="Zhoqeer Ashworth", matched_name="Zhoqir Ashworth"
    )
    view = next(v for v in compare_profiles(listed, match, record.subject) if v.name == "aligned-1")
    assert view.alignment.pairs[0].reason is TokenReason.LEARNED_CLASS
