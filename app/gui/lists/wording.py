"""The words and marks of the lists page: how a source, a version and a number stand."""

from __future__ import annotations

from datetime import UTC, date, datetime

from PySide6.QtCore import QCoreApplication

from app.domain.lists import ListVersion, SourceState, SourceStatus, VersionState
from app.gui.widgets.table_columns import NOTHING, Chip

translate = QCoreApplication.translate


def health_word(status: SourceStatus) -> str:
    """How a source stands, in one or two words; what cannot be loaded yet is said as it is."""
    if status.state is SourceState.MISSING:
        if not status.source.is_importable:
            return translate("Lists", "Not importable yet")
        if not status.source.is_required:
            return translate("Lists", "Not loaded")
    return {
        SourceState.ACTIVE: translate("Lists", "Active"),
        SourceState.DEMO: translate("Lists", "Demo"),
        SourceState.QUARANTINED: translate("Lists", "Quarantined"),
        SourceState.STALE: translate("Lists", "Stale"),
        SourceState.MISSING: translate("Lists", "Missing"),
    }[status.state]


def health_chip(status: SourceStatus) -> Chip:
    """Icon and colour of a source's health."""
    if status.state is SourceState.MISSING:
        if not status.source.is_importable:
            return Chip("minus-circle", "missing")
        if not status.source.is_required:
            return Chip("dashed-circle", "missing")
    return {
        SourceState.ACTIVE: Chip("check-circle", "low"),
        SourceState.DEMO: Chip("tag", "info"),
        SourceState.QUARANTINED: Chip("lock", "critical"),
        SourceState.STALE: Chip("clock", "high"),
        SourceState.MISSING: Chip("triangle-alert", "high"),
    }[status.state]


def version_word(state: VersionState) -> str:
    """Where a version stands."""
    return {
        VersionState.STAGING: translate("Lists", "Staging"),
        VersionState.READY: translate("Lists", "Ready"),
        VersionState.ACTIVE: translate("Lists", "Active"),
        VersionState.SUPERSEDED: translate("Lists", "Superseded"),
        VersionState.QUARANTINED: translate("Lists", "Quarantined"),
        VersionState.REJECTED: translate("Lists", "Rejected"),
    }[state]


def version_chip(state: VersionState) -> Chip:
    """Icon and colour of a version's state."""
    return {
        VersionState.STAGING: Chip("refresh", "info"),
        VersionState.READY: Chip("info-circle", "info"),
        VersionState.ACTIVE: Chip("check-circle", "low"),
        VersionState.SUPERSEDED: Chip("history", "missing"),
        VersionState.QUARANTINED: Chip("lock", "critical"),
        VersionState.REJECTED: Chip("minus-circle", "missing"),
    }[state]


def age_words(status: SourceStatus) -> str:
    """``8 d``, ``≥8 d`` of a list that tells no date (since its import), a dash without a list."""
    if status.age_days is None or status.active is None:
        return NOTHING
    words = translate("Lists", "{days} d").format(days=f"{status.age_days:,}")
    return words if status.active.published_on else f"≥{words}"


def age_tone(status: SourceStatus) -> str:
    """The colour of an age: amber when stale, red at twice that, quiet for demonstration lists."""
    if status.age_days is None or status.state is SourceState.DEMO:
        return "text_3"
    limit = status.source.stale_after_days
    if status.age_days > 2 * limit:
        return "critical"
    return "high" if status.age_days > limit else "text"


def number(value: int | None) -> str:
    """A count with its thousands apart."""
    return NOTHING if value is None else f"{value:,}"


def change_words(value: int | None) -> str:
    """A difference with its sign (a real minus), 0, or a dash where there is none."""
    if value is None:
        return NOTHING
    return "0" if value == 0 else f"{'+' if value > 0 else '−'}{abs(value):,}"


def date_text(day: date | None) -> str:
    """An ISO date, as lists are named by it, or a dash."""
    return NOTHING if day is None else day.isoformat()


def time_text(at: datetime | None) -> str:
    """A UTC time in the user's own time zone, or a dash."""
    return NOTHING if at is None else f"{at.astimezone():%Y-%m-%d %H:%M}"


def utc_text(at: datetime | None) -> str:
    """The same time in UTC, for tooltips."""
    return NOTHING if at is None else f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def capital(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def shown_version(status: SourceStatus) -> ListVersion | None:
    """The version a source rests on, else the one that waits in quarantine."""
    if status.active is None and status.state is SourceState.QUARANTINED:
        return status.versions[0]
    return status.active


def last_change(status: SourceStatus) -> int | None:
    """Entries gained or lost by the newest import: of a held version against the active one,
    else of the active version against the one before it. Demonstration lists do not count."""
    newest = status.versions[0] if status.versions else None
    if newest is None:
        return None
    if newest.state is VersionState.QUARANTINED:
        before = status.active
    else:
        newest = status.active
        before = next(
            (
                version
                for version in status.versions
                if newest is not None and version.seq < newest.seq and version.activated_at
            ),
            None,
        )
    if newest is None or before is None or before.is_demo or newest.is_demo:
        return None
    return newest.entries - before.entries


def entry_series(status: SourceStatus) -> tuple[int, ...]:
    """Entry counts of the versions, oldest first: real ones, or the demonstration lists alone."""
    if status.state is SourceState.MISSING:
        return ()
    shown = [version for version in status.versions if not version.is_demo] or status.versions
    return tuple(version.entries for version in reversed(shown))


def problem_counts(
    statuses: tuple[SourceStatus, ...],
) -> tuple[list[SourceStatus], list[SourceStatus], list[SourceStatus]]:
    """The sources that need attention: quarantined, stale, and required but missing.

    Those that no reader exists for are missing as well: they are not screened either. On
    demonstration lists nothing is missing: they stand for all lists until the first real one.
    """
    by_state = {
        state: [status for status in statuses if status.state is state] for state in SourceState
    }
    missing = [
        status
        for status in by_state[SourceState.MISSING]
        if not by_state[SourceState.DEMO] and status.source.is_required
    ]
    return by_state[SourceState.QUARANTINED], by_state[SourceState.STALE], missing
