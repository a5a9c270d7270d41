"""The checks before a version may become active."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.domain.dates import ListedDate, PartialDate
from app.domain.list_entry import EntryType, ListEntry, ListName
from app.domain.lists import KeptAside, ListVersion, VersionState
from app.importers.checks import Active, Measures, Tally, check_version
from app.importers.reading import BAD_DATE, ORPHAN, ListReading

READING = ListReading("us_ofac_sdn", "OFAC XML", date(2026, 3, 7), None, iter(()))
VERSION = ListVersion(
    version_id=1,
    source="us_ofac_sdn",
    seq=1,
    version="2026-03-06",
    state=VersionState.ACTIVE,
    is_demo=False,
    published_on=date(2026, 3, 6),
    sha256="",
    files=(),
    entries=100,
    names=100,
    rows_kept_aside=0,
    problems=(),
    checks=(),
    imported_at=datetime(2026, 3, 6, tzinfo=UTC),
)


def tally_of(people: int, entities: int, **aside: int) -> Tally:
    tally = Tally()
    person = ListEntry(
        "us_ofac_sdn", "1", EntryType.INDIVIDUAL, (ListName("A B"), ListName("C D")),
        programmes=("X",), dates_of_birth=(ListedDate(PartialDate(1970)),),
    )  # fmt: skip
    entity = ListEntry("us_ofac_sdn", "2", EntryType.ENTITY, (ListName("E"),), programmes=("X",))
    for row in [person] * people + [entity] * entities:
        tally.add(row)
    reasons = {"orphans": ORPHAN, "dates": BAD_DATE, "bad": "3 columns instead of 12"}
    for kind, count in aside.items():
        for number in range(count):
            tally.add(KeptAside("x.csv", number, reasons[kind], ""))
    return tally


def failed(checks) -> dict[str, str]:
    return {check.name: check.measured for check in checks if not check.ok}


@pytest.fixture
def sdn(source):
    return replace(source("us_ofac_sdn"), min_entries=50)


@pytest.fixture
def bare(sdn):
    """The list without the share of fields that must be filled."""
    return replace(sdn, fill_rates=())


def test_a_tally_counts(sdn) -> None:
    tally = tally_of(6, 4, orphans=3, dates=2, bad=1)
    assert (tally.entries, tally.names, tally.kept_aside, tally.unreadable) == (10, 16, 6, 1)
    assert (tally.fill_rate("dates_of_birth"), tally.fill_rate("programmes")) == (1.0, 1.0)
    assert tally.fill_rate("addresses") == 0.0
    assert len(tally.problems()) == 3
    assert Tally().fill_rate("programmes") == 0.0
    assert Tally().problems() == ()


def test_a_good_version_passes(sdn) -> None:
    good = replace(sdn, fill_rates=(("dates_of_birth", 0.5), ("programmes", 0.99)))
    checks = check_version(good, tally_of(60, 40), Active(VERSION), READING)
    assert failed(checks) == {}
    assert [check.name for check in checks] == [
        "whole file",
        "rows kept aside",
        "rows without an entry",
        "entries",
        "entry types",
        "dates of birth filled",
        "programmes filled",
        "size against the active version",
        "names against the active version",
        "growth against the active version",
        "date against the active version",
    ]


def test_an_excerpt_is_stopped_unless_it_is_a_demonstration(sdn) -> None:
    tally = tally_of(2, 1)
    assert "entries" in failed(check_version(sdn, tally, None, READING))
    assert failed(check_version(sdn, tally, None, READING, minimums=False)) == {}


def test_a_shrunken_list_is_stopped(sdn) -> None:
    found = failed(check_version(sdn, tally_of(30, 22), Active(VERSION), READING))
    assert found["size against the active version"] == "OFAC SDN shrank 48%: 100 -> 52"
    assert "size against the active version" not in failed(
        check_version(sdn, tally_of(50, 40), Active(VERSION), READING)
    )
    demo = replace(VERSION, is_demo=True, entries=100_000)
    assert "size against the active version" not in failed(
        check_version(sdn, tally_of(50, 40), Active(demo), READING)
    )


def test_a_list_that_lost_its_names_is_stopped(bare) -> None:
    before = replace(VERSION, names=178)
    assert failed(check_version(bare, tally_of(60, 40), Active(before), READING)) == {
        "names against the active version": "OFAC SDN shrank 10%: 178 -> 160"
    }
    before = replace(VERSION, names=177)
    assert failed(check_version(bare, tally_of(60, 40), Active(before), READING)) == {}


@pytest.mark.parametrize(
    ("people", "entities", "before", "words"),
    [
        (60, 40, 100, "OFAC SDN unchanged: 100"),
        (60, 40, 80, "OFAC SDN grew 25%: 80 -> 100"),
        (600, 401, 1_000, "OFAC SDN grew by less than 1%: 1,000 -> 1,001"),
        (600, 399, 1_000, "OFAC SDN shrank by less than 1%: 1,000 -> 999"),
        (60, 40, 0, "OFAC SDN grew 100%: 0 -> 100"),
    ],
)
def test_the_change_of_size_is_said(sdn, people, entities, before, words: str) -> None:
    version = replace(VERSION, entries=before)
    checks = check_version(sdn, tally_of(people, entities), Active(version), READING)
    (size,) = (check for check in checks if check.name == "size against the active version")
    assert (size.ok, size.measured) == (True, words)


def test_a_set_without_aliases_or_addresses_is_stopped(bare) -> None:
    for missing in ((), ("no alt file: x",), ("no alt file: x", "no add file: y")):
        reading = replace(READING, missing_files=missing)
        found = failed(check_version(bare, tally_of(60, 40), None, reading))
        assert found == ({"files of the set": "; ".join(missing)} if missing else {})
        assert failed(check_version(bare, tally_of(2, 1), None, reading, minimums=False)) == {}


def test_the_day_that_the_user_gives_counts(bare) -> None:
    undated = replace(READING, published_on=None)
    for reading in (READING, undated):
        older = check_version(
            bare, tally_of(60, 40), Active(VERSION), reading, published_on=date(2026, 3, 5)
        )
        assert failed(older) == {"date against the active version": "published 2026-03-05"}
        newer = check_version(
            bare, tally_of(60, 40), Active(VERSION), reading, published_on=date(2026, 3, 6)
        )
        assert failed(newer) == {}


def test_half_a_file_is_stopped(sdn) -> None:
    assert "entry types" in failed(check_version(sdn, tally_of(0, 60), None, READING))
    assert "dates of birth filled" in failed(check_version(sdn, tally_of(0, 60), None, READING))


def test_a_count_that_is_not_the_declared_one_is_stopped(sdn) -> None:
    reading = replace(READING, declared_entries=101)
    assert "count declared by the file" in failed(
        check_version(sdn, tally_of(60, 40), None, reading)
    )
    assert "count declared by the file" not in failed(
        check_version(sdn, tally_of(60, 40, bad=1), None, reading)
    )


def test_unreadable_rows_are_borne_up_to_five_per_cent(sdn) -> None:
    assert "rows kept aside" not in failed(
        check_version(sdn, tally_of(60, 40, bad=5), None, READING)
    )
    assert "rows kept aside" in failed(check_version(sdn, tally_of(60, 40, bad=6), None, READING))
    assert "rows kept aside" not in failed(
        check_version(sdn, tally_of(60, 40, dates=50), None, READING)
    )


def test_orphans_warn_until_they_are_a_fifth(sdn) -> None:
    assert "rows without an entry" not in failed(
        check_version(sdn, tally_of(60, 40, orphans=20), None, READING)
    )
    assert "rows without an entry" in failed(
        check_version(sdn, tally_of(60, 40, orphans=60), None, READING)
    )


def test_an_older_or_incomplete_file_is_stopped(sdn) -> None:
    older = replace(READING, published_on=date(2026, 3, 5))
    assert "date against the active version" in failed(
        check_version(sdn, tally_of(60, 40), Active(VERSION), older)
    )
    undated = replace(READING, published_on=None)
    assert "date against the active version" not in failed(
        check_version(sdn, tally_of(60, 40), Active(VERSION), undated)
    )
    cut = replace(READING, is_complete=False)
    assert "whole file" in failed(check_version(sdn, tally_of(60, 40), None, cut))


def test_every_fill_rate_of_the_catalogue_is_measured(source) -> None:
    for name in ("us_ofac_sdn", "us_ofac_cons", "un_sc", "pep_global"):
        for field, least in source(name).fill_rates:
            assert 0 < least <= 1
            entry = ListEntry(
                name, "1", EntryType.INDIVIDUAL, (ListName("A"),), programmes=("X",),
                reference="R", listed_on=PartialDate(2020), addresses=(1,),  # type: ignore[arg-type]
                dates_of_birth=(1,), nationalities=("NG",),  # type: ignore[arg-type]
            )  # fmt: skip
            tally = Tally()
            tally.add(entry)
            assert tally.fill_rate(field) == 1.0


def test_a_list_has_the_kinds_of_parties_that_the_catalogue_names(bare) -> None:
    vessels = replace(bare, entry_types=(EntryType.INDIVIDUAL, EntryType.VESSEL))
    found = check_version(vessels, tally_of(60, 40), None, READING)
    assert failed(found) == {"entry types": "60 individuals, 0 vessels"}
    nothing = replace(bare, entry_types=())
    assert failed(check_version(nothing, tally_of(0, 60), None, READING)) == {}


def test_a_list_can_be_too_large(bare) -> None:
    most = replace(bare, max_entries=99)
    assert failed(check_version(most, tally_of(60, 40), None, READING)) == {
        "largest size": "100 entries"
    }
    assert (
        failed(check_version(replace(bare, max_entries=100), tally_of(60, 40), None, READING)) == {}
    )
    found = failed(check_version(bare, tally_of(200, 101), Active(VERSION), READING))
    assert found == {"growth against the active version": "3.0 times as many entries"}
    assert failed(check_version(bare, tally_of(200, 100), Active(VERSION), READING)) == {}
    few = Active(replace(VERSION, entries=99))
    assert failed(check_version(bare, tally_of(400, 100), few, READING)) == {}


def test_a_list_of_tomorrow_is_stopped(bare) -> None:
    def on(today: date) -> dict[str, str]:
        return failed(check_version(bare, tally_of(60, 40), None, READING, today=today))

    assert on(date(2026, 3, 7)) == on(date(2026, 3, 6)) == {}
    assert on(date(2026, 3, 5)) == {"date": "published 2026-03-07"}


@pytest.mark.parametrize(
    ("before", "people", "entities", "lost"),
    [
        ({"INDIVIDUAL": 60, "ENTITY": 40}, 60, 40, ""),
        ({"INDIVIDUAL": 80, "ENTITY": 40}, 60, 40, ""),
        ({"INDIVIDUAL": 81, "ENTITY": 40}, 60, 40, "individuals 81 -> 60"),
        ({"INDIVIDUAL": 19, "ENTITY": 81}, 1, 99, ""),
        ({"INDIVIDUAL": 96, "VESSEL": 4}, 100, 0, ""),
        ({"INDIVIDUAL": 95, "VESSEL": 5, "ENTITY": 0}, 100, 0, "vessels 5 -> 0"),
        ({"ENTITY": 40, "INDIVIDUAL": 60}, 100, 0, "entities 40 -> 0"),
    ],
)
def test_a_part_that_vanished_is_named(bare, before, people, entities, lost) -> None:
    measures = Measures({EntryType(kind): count for kind, count in before.items()}, {})
    free = replace(bare, entry_types=())
    checks = check_version(free, tally_of(people, entities), Active(VERSION, measures), READING)
    found = failed(checks)
    assert found == ({"kinds of parties against the active version": lost} if lost else {})


@pytest.mark.parametrize(
    ("field", "before", "fallen"),
    [
        ("dates_of_birth", 1.0, ""),
        ("programmes", 1.0, ""),
        ("addresses", 0.09, ""),
        ("addresses", 0.1, "addresses 10% -> 0%"),
        ("nationalities", 0.8, "nationalities 80% -> 0%"),
    ],
)
def test_a_field_that_emptied_is_named(bare, field, before, fallen) -> None:
    active = Active(VERSION, Measures({}, {field: before}))
    found = failed(check_version(bare, tally_of(60, 40), active, READING))
    assert found == ({"fields filled against the active version": fallen} if fallen else {})


def test_a_field_may_fall_a_little(bare) -> None:
    tally = tally_of(60, 40)
    for _ in range(15):  # 60 of 75 individuals have a date of birth
        tally.add(ListEntry("us_ofac_sdn", "3", EntryType.INDIVIDUAL, (ListName("A B"),)))
    for before, is_well in ((1.0, True), (1.07, False)):
        active = Active(VERSION, Measures({}, {"dates_of_birth": before}))
        assert (failed(check_version(bare, tally, active, READING)) == {}) is is_well


@pytest.mark.parametrize(("shared", "entries", "is_well"), [(50, 100, True), (49, 100, False),
                                                             (0, 19, True), (9, 20, False)])  # fmt: skip
def test_another_list_of_the_same_form_is_stopped(bare, shared, entries, is_well) -> None:
    active = Active(replace(VERSION, entries=entries), shared=shared)
    found = failed(check_version(bare, tally_of(60, 40), active, READING))
    known = "entries known from the active version"
    assert found == (
        {} if is_well else {known: f"{shared / entries:.0%} of its entries are in this one"}
    )


def test_measures_are_what_was_counted() -> None:
    measures = tally_of(6, 4).measures()
    assert measures.kinds == {EntryType.INDIVIDUAL: 6, EntryType.ENTITY: 4}
    assert (measures.fill_rates["dates_of_birth"], measures.fill_rates["addresses"]) == (1.0, 0.0)
