"""The checks of a staged version before it may become active."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.list_entry import EntryType
from app.domain.lists import KeptAside, ListCheck, ListSource, ListVersion
from app.importers.reading import BAD_DATE, ORPHAN, ListReading, Row

SHRINK_LIMIT = 0.10
UNREADABLE_LIMIT = 0.05
ORPHAN_LIMIT = 0.20  # files of different days had 7 %, the files of another list have nearly all
GROWTH_LIMIT = 3  # times; from GROWTH_FROM entries on
GROWTH_FROM = 100
KIND_LIMIT = 0.25  # of a kind of party with at least KIND_FROM entries
KIND_FROM = 20
VANISHED_FROM = 5
FILL_LIMIT = 0.25  # of a field's share, where at least FILL_FROM had it
FILL_FROM = 0.10
KNOWN_LIMIT = 0.50  # of the entries of the active version, from KIND_FROM entries on
FIELDS_OF_ALL = ("programmes", "reference", "listed_on", "identifiers", "addresses", "positions")
FIELDS_OF_INDIVIDUALS = ("dates_of_birth", "places_of_birth", "nationalities", "gender")
MEASURED_FIELDS = (*FIELDS_OF_ALL, *FIELDS_OF_INDIVIDUALS)
_KINDS = {
    EntryType.INDIVIDUAL: "individuals",
    EntryType.ENTITY: "entities",
    EntryType.VESSEL: "vessels",
    EntryType.AIRCRAFT: "aircraft",
}


@dataclass(frozen=True, slots=True)
class Measures:
    """What a version is compared by with the next one: entries by kind of party, and the share
    0-1 of entries with each field (`Tally.fill_rate`)."""

    kinds: Mapping[EntryType, int]
    fill_rates: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Active:
    """The active version that a new one is compared with.

    `measures` are None where they were not kept; `shared` counts its entries whose id is also in
    the new version, None if that was not counted.
    """

    version: ListVersion
    measures: Measures | None = None
    shared: int | None = None


class Tally:
    """Counts over the rows of one reading: `add` each row."""

    def __init__(self) -> None:
        self.entries = 0
        self.names = 0
        self.kept_aside = 0
        self.by_type: Counter[EntryType] = Counter()
        self.reasons: Counter[str] = Counter()
        self.newest: date | None = None  # the latest day of which an entry tells
        self._filled: Counter[str] = Counter()

    def add(self, row: Row) -> None:
        """Count one row."""
        if isinstance(row, KeptAside):
            self.kept_aside += 1
            self.reasons[row.reason] += 1
            return
        self.entries += 1
        self.names += len(row.names)
        self.by_type[row.type] += 1
        for day in (row.listed_on, row.updated_on):
            if day is not None and (self.newest is None or day.first_day() > self.newest):
                self.newest = day.first_day()
        self._filled.update(name for name in FIELDS_OF_ALL if getattr(row, name))
        if row.type is EntryType.INDIVIDUAL:
            self._filled.update(name for name in FIELDS_OF_INDIVIDUALS if getattr(row, name))

    @property
    def orphans(self) -> int:
        """Rows of side files (aliases, addresses) without an entry in the main file."""
        return self.reasons[ORPHAN]

    @property
    def unreadable(self) -> int:
        """Rows that could not be used at all: no orphans, no dates that were kept as text."""
        return self.kept_aside - self.orphans - self.reasons[BAD_DATE]

    def fill_rate(self, name: str) -> float:
        """Share 0-1 of entries with that field; birth data and nationality of individuals."""
        people = self.by_type[EntryType.INDIVIDUAL]
        of_all = people if name in FIELDS_OF_INDIVIDUALS else self.entries
        return self._filled[name] / of_all if of_all else 0.0

    def measures(self) -> Measures:
        """What the next version of this list is compared with."""
        rates = {name: round(self.fill_rate(name), 4) for name in MEASURED_FIELDS}
        return Measures(dict(self.by_type), rates)

    def problems(self) -> tuple[str, ...]:
        """What the user should know although the list can be used."""
        found = []
        if self.orphans:
            found.append(
                f"{self.orphans:,} rows of aliases, addresses or comments belong to no entry of "
                "the main file: the files may be of different days."
            )
        if self.reasons[BAD_DATE]:
            found.append(f"{self.reasons[BAD_DATE]:,} dates were not understood: kept as text.")
        if self.unreadable:
            found.append(f"{self.unreadable:,} rows could not be used: kept aside.")
        return tuple(found)


def check_version(
    source: ListSource,
    tally: Tally,
    active: Active | None,
    reading: ListReading,
    *,
    minimums: bool = True,
    published_on: date | None = None,
    dated_by: str = "",
    today: date | None = None,
) -> tuple[ListCheck, ...]:
    """Every check of a version, the failed ones too; it may become active if all are `ok`.

    Args:
        source: the catalogue entry with its limits.
        tally: of all rows of the reading.
        active: the active version of the source, or None; a demonstration list does not count.
        reading: what the file said of itself.
        minimums: False for demonstration lists, which are small on purpose.
        published_on: the day that the user gave; it goes before the file's own.
        dated_by: who tells that day, if it is not the file itself.
        today: a list is not published later than that.
    """
    checks = [_complete(reading), _unreadable(tally), _orphans(tally)]
    if reading.declared_entries is not None:
        checks.append(_declared(tally, reading.declared_entries))
    if minimums:
        checks += _size(source, tally)
        if reading.missing_files is not None:
            checks.append(_files_of_set(reading.missing_files))
    published = published_on or reading.published_on
    if published and today:
        checks.append(_not_later(published, dated_by, today))
    if active is not None and not active.version.is_demo:
        checks += _against(source, tally, active.version, published)
        checks += _parts_against(tally, active)
    return tuple(checks)


def _size(source: ListSource, tally: Tally) -> Iterator[ListCheck]:
    yield ListCheck(
        "entries",
        tally.entries >= source.min_entries,
        f"{tally.entries:,} entries",
        f"at least {source.min_entries:,}",
    )
    if source.max_entries:
        yield ListCheck(
            "largest size",
            tally.entries <= source.max_entries,
            f"{tally.entries:,} entries",
            f"at most {source.max_entries:,}",
        )
    if source.entry_types:
        yield ListCheck(
            "entry types",
            all(tally.by_type[kind] for kind in source.entry_types),
            ", ".join(f"{tally.by_type[kind]:,} {_KINDS[kind]}" for kind in source.entry_types),
            " and ".join(_KINDS[kind] for kind in source.entry_types),
        )
    for name, least in source.fill_rates:
        rate = tally.fill_rate(name)
        whose = "individuals" if name in FIELDS_OF_INDIVIDUALS else "entries"
        label = name.replace("_", " ")
        yield ListCheck(
            f"{label} filled", rate >= least, f"{rate:.0%} of {whose}", f"at least {least:.0%}"
        )


def _complete(reading: ListReading) -> ListCheck:
    measured = "end mark found" if reading.is_complete else "end mark missing: may be cut off"
    return ListCheck("whole file", reading.is_complete, measured, "the end of the file")


def _files_of_set(missing: tuple[str, ...]) -> ListCheck:
    measured = "; ".join(missing) or "all there"
    return ListCheck(
        "files of the set", not missing, measured, "the main file, aliases and addresses"
    )


def _unreadable(tally: Tally) -> ListCheck:
    rows = tally.entries + tally.unreadable
    share = tally.unreadable / rows if rows else 0.0
    return ListCheck(
        "rows kept aside",
        share <= UNREADABLE_LIMIT,
        f"{tally.unreadable:,} of {rows:,} rows ({share:.1%})",
        f"at most {UNREADABLE_LIMIT:.0%}",
    )


def _orphans(tally: Tally) -> ListCheck:
    rows = tally.names + tally.orphans
    share = tally.orphans / rows if rows else 0.0
    return ListCheck(
        "rows without an entry",
        share <= ORPHAN_LIMIT,
        f"{tally.orphans:,} alias, address or comment rows ({share:.1%})",
        f"at most {ORPHAN_LIMIT:.0%}",
    )


def _declared(tally: Tally, declared: int) -> ListCheck:
    rows = tally.entries + tally.unreadable
    return ListCheck(
        "count declared by the file", rows == declared, f"{rows:,} entries", f"{declared:,}"
    )


def _against(
    source: ListSource, tally: Tally, previous: ListVersion, published_on: date | None
) -> Iterator[ListCheck]:
    for name, what, before, now in (
        ("size against the active version", "entries", previous.entries, tally.entries),
        ("names against the active version", "names", previous.names, tally.names),
    ):
        yield ListCheck(
            name,
            before - now <= SHRINK_LIMIT * before,
            f"{source.short_name} {_change(before, now)}",
            f"at most {SHRINK_LIMIT:.0%} fewer {what}",
        )
    if previous.entries >= GROWTH_FROM:
        yield ListCheck(
            "growth against the active version",
            tally.entries <= GROWTH_LIMIT * previous.entries,
            f"{tally.entries / previous.entries:.1f} times as many entries",
            f"at most {GROWTH_LIMIT} times as many",
        )
    if published_on and previous.published_on:
        yield ListCheck(
            "date against the active version",
            published_on >= previous.published_on,
            f"published {published_on}",
            f"not before {previous.published_on}",
        )


def _parts_against(tally: Tally, active: Active) -> Iterator[ListCheck]:
    """No kind of party, no field and no entry that was there may be missing at large."""
    if active.shared is not None and active.version.entries >= KIND_FROM:
        share = active.shared / active.version.entries
        yield ListCheck(
            "entries known from the active version",
            share >= KNOWN_LIMIT,
            f"{share:.0%} of its entries are in this one",
            f"at least {KNOWN_LIMIT:.0%}: else it may be another list",
        )
    if active.measures is None:
        return
    lost = [
        f"{_KINDS[kind]} {before:,} -> {tally.by_type[kind]:,}"
        for kind, before in sorted(active.measures.kinds.items())
        if _is_lost(before, tally.by_type[kind])
    ]
    yield ListCheck(
        "kinds of parties against the active version",
        not lost,
        ", ".join(lost) or "all there",
        f"no kind gone, none with {KIND_LIMIT:.0%} fewer",
    )
    fallen = [
        f"{name.replace('_', ' ')} {before:.0%} -> {tally.fill_rate(name):.0%}"
        for name, before in sorted(active.measures.fill_rates.items())
        if before >= FILL_FROM and tally.fill_rate(name) < (1 - FILL_LIMIT) * before
    ]
    yield ListCheck(
        "fields filled against the active version",
        not fallen,
        ", ".join(fallen) or "as before",
        f"no field in {FILL_LIMIT:.0%} fewer entries",
    )


def _is_lost(before: int, now: int) -> bool:
    if now == 0:
        return before >= VANISHED_FROM
    return before >= KIND_FROM and now < (1 - KIND_LIMIT) * before


def _not_later(published_on: date, dated_by: str, today: date) -> ListCheck:
    # A day more: where the publisher is, the next one may have begun.
    is_ok = published_on <= today + timedelta(days=1)
    told = f" ({dated_by})" if dated_by else ""
    return ListCheck("date", is_ok, f"published {published_on}{told}", f"not after {today}")


def _change(before: int, now: int) -> str:
    if before == now:
        return f"unchanged: {now:,}"
    verb = "shrank" if now < before else "grew"
    share = abs(now - before) / before if before else 1.0
    rounded = f"{share:.0%}" if share >= 0.01 else "by less than 1%"
    return f"{verb} {rounded}: {before:,} -> {now:,}"
