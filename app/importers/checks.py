"""The checks of a staged version before it may become active."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from app.domain.list_entry import EntryType
from app.domain.lists import KeptAside, ListCheck, ListSource, ListVersion
from app.importers.reading import BAD_DATE, ORPHAN, ListReading, Row

SHRINK_LIMIT = 0.10
UNREADABLE_LIMIT = 0.05
ORPHAN_LIMIT = 0.20  # files of different days had 7 %, the files of another list have nearly all
FIELDS_OF_ALL = ("programmes", "reference", "listed_on", "identifiers", "addresses", "positions")
FIELDS_OF_INDIVIDUALS = ("dates_of_birth", "places_of_birth", "nationalities", "gender")
# These lists name both people and organisations: one kind alone means half a file.
BOTH_TYPES = frozenset({"us_ofac_sdn", "us_ofac_cons", "un_sc"})


class Tally:
    """Counts over the rows of one reading: `add` each row."""

    def __init__(self) -> None:
        self.entries = 0
        self.names = 0
        self.kept_aside = 0
        self.by_type: Counter[EntryType] = Counter()
        self.reasons: Counter[str] = Counter()
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
    previous: ListVersion | None,
    reading: ListReading,
    *,
    minimums: bool = True,
    published_on: date | None = None,
) -> tuple[ListCheck, ...]:
    """Every check of a version, the failed ones too; it may become active if all are `ok`.

    Args:
        source: the catalogue entry with its limits.
        tally: of all rows of the reading.
        previous: the active version of the source, or None.
        reading: what the file said of itself.
        minimums: False for demonstration lists, which are small on purpose.
        published_on: the day that the user gave; it goes before the file's own.
    """
    checks = [_complete(reading), _unreadable(tally), _orphans(tally)]
    if reading.declared_entries is not None:
        checks.append(_declared(tally, reading.declared_entries))
    if minimums:
        checks += _size(source, tally)
        if reading.missing_files is not None:
            checks.append(_files_of_set(reading.missing_files))
    if previous is not None and not previous.is_demo:
        published = published_on or reading.published_on
        checks += _against(source, tally, previous, published)
    return tuple(checks)


def _size(source: ListSource, tally: Tally) -> Iterator[ListCheck]:
    yield ListCheck(
        "entries",
        tally.entries >= source.min_entries,
        f"{tally.entries:,} entries",
        f"at least {source.min_entries:,}",
    )
    if source.source in BOTH_TYPES:
        people = tally.by_type[EntryType.INDIVIDUAL]
        yield ListCheck(
            "entry types",
            bool(people and tally.by_type[EntryType.ENTITY]),
            f"{people:,} individuals, {tally.by_type[EntryType.ENTITY]:,} entities",
            "individuals and entities",
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
    if published_on and previous.published_on:
        yield ListCheck(
            "date against the active version",
            published_on >= previous.published_on,
            f"published {published_on}",
            f"not before {previous.published_on}",
        )


def _change(before: int, now: int) -> str:
    if before == now:
        return f"unchanged: {now:,}"
    verb = "shrank" if now < before else "grew"
    share = abs(now - before) / before if before else 1.0
    rounded = f"{share:.0%}" if share >= 0.01 else "by less than 1%"
    return f"{verb} {rounded}: {before:,} -> {now:,}"
