"""List versions and their state, and what the checks before activation found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from app.domain.list_entry import EntryType
from app.domain.match import Check


class VersionState(StrEnum):
    """Where a version of a list stands; one version per source is ACTIVE.

    QUARANTINED waits for a person; REJECTED is what a person decided not to use.
    """

    STAGING = "STAGING"
    READY = "READY"
    ACTIVE = "ACTIVE"
    SUPERSEDED = "SUPERSEDED"
    QUARANTINED = "QUARANTINED"
    REJECTED = "REJECTED"


@dataclass(frozen=True, slots=True)
class KeptAside:
    """A row that could not be read: kept, counted and shown. `row` counts from 1 in `file`."""

    file: str
    row: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class ListCheck:
    """One check of a staged version: `ok`, what was measured, and what was expected.

    A failed check keeps the version in quarantine.
    """

    name: str
    ok: bool
    measured: str
    expected: str


@dataclass(frozen=True, slots=True)
class ListVersion:
    """One imported version of one source. `published_on` is the file's own date or None;
    `sha256` covers the files in the order of their names; times are UTC."""

    version_id: int
    source: str
    seq: int
    version: str
    state: VersionState
    is_demo: bool
    published_on: date | None
    sha256: str
    files: tuple[str, ...]
    entries: int
    names: int
    rows_kept_aside: int
    problems: tuple[str, ...]
    checks: tuple[ListCheck, ...]
    imported_at: datetime
    activated_at: datetime | None = None
    deactivated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class VersionDecision:
    """What a person decided about a version: the state it got, why, who and when (UTC)."""

    state: VersionState
    reason: str
    actor: str
    at: datetime


class UpdateOutcome(StrEnum):
    """How looking for a newer list ended."""

    UPDATED = "updated"
    UNCHANGED = "unchanged"
    HELD = "held"  # fetched, but its checks keep it in quarantine
    REFUSED = "refused"  # fetched, but it is not the list, or not whole
    FAILED = "failed"  # not fetched
    AVAILABLE = "available"  # a dry run found something to fetch


@dataclass(frozen=True, slots=True)
class UpdateNote:
    """The last time that a newer list was looked for: when (UTC), with which outcome, in words."""

    at: datetime
    outcome: UpdateOutcome
    text: str


@dataclass(frozen=True, slots=True)
class ListSource:
    """A source of the catalogue. `stale_after_days` by its cadence; `prefix` opens profile ids;
    `min_entries` and `fill_rates` (field name -> least share 0-1) guard activation;
    `is_required` says whether a screening names the source as missing when it is not loaded;
    `is_own` marks a source that the user added to those of the program.

    `entry_types` are the kinds of parties that a whole list holds, `max_entries` what it cannot
    pass (0: anything). It is fetched from `urls`, all the files of a set, else from `url`; with
    `link`, `url` is a web page and the file the link there whose address has that form (a regular
    expression). Without `is_fetchable` there is nothing to fetch at `url`."""

    source: str
    name: str
    short_name: str
    authority: str
    check: Check
    url: str
    formats: tuple[str, ...]
    cadence: str
    stale_after_days: int
    licence: str
    list_code: str
    prefix: str
    min_entries: int = 1
    fill_rates: tuple[tuple[str, float], ...] = ()
    is_importable: bool = True
    is_required: bool = True
    is_own: bool = False
    entry_types: tuple[EntryType, ...] = ()
    max_entries: int = 0
    urls: tuple[str, ...] = ()
    link: str = ""
    is_fetchable: bool = True

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where the files of the list are fetched from; () if it cannot be fetched."""
        if not (self.is_importable and self.is_fetchable):
            return ()
        return self.urls or ((self.url,) if self.url else ())


def age_days(version: ListVersion, today: date) -> int:
    """Days since the list was published, or imported where the file gives no date; never < 0."""
    return max(0, (today - (version.published_on or version.imported_at.date())).days)


class SourceState(StrEnum):
    """How a source stands today, as `lists status` shows it."""

    ACTIVE = "active"
    DEMO = "demo"
    QUARANTINED = "quarantined"
    MISSING = "missing"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """One source today: its active version (or None), age, problems, and all its versions,
    newest first. QUARANTINED: the newest version waits for a decision, the active one goes on.

    `decisions` are those of people, by version id. `last_check` tells when a newer list was last
    looked for on the network, `last_update` when one was last found there.
    """

    source: ListSource
    state: SourceState
    active: ListVersion | None
    age_days: int | None
    problems: tuple[str, ...]
    versions: tuple[ListVersion, ...] = ()
    decisions: Mapping[int, VersionDecision] = field(default_factory=dict)
    last_check: UpdateNote | None = None
    last_update: UpdateNote | None = None

    @property
    def held(self) -> ListVersion | None:
        """The newest version, if it waits for a decision."""
        newest = self.versions[0] if self.versions else None
        waits = newest is not None and newest.state is VersionState.QUARANTINED
        return newest if waits else None


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. `kept_aside` holds the first rows only, `rows_kept_aside` counts all;
    `unchanged` says that exactly these files are active already; `seconds` is wall time."""

    source: str
    version: ListVersion
    activated: bool
    unchanged: bool
    seconds: float
    problems: tuple[str, ...]
    kept_aside: tuple[KeptAside, ...] = ()
    demo_deactivated: tuple[str, ...] = ()
