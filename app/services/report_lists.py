"""A statement on a list version: what it is, where it came from, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.audit import AuditEvent
from app.domain.lists import ListCheck, ListSource, ListVersion, VersionState, age_days
from app.reports.document import (
    Block,
    Cell,
    Code,
    Facts,
    Look,
    Mark,
    Notice,
    Report,
    Section,
    Table,
    Text,
    Tone,
    Verdict,
)
from app.services import report_parts as parts
from app.services.report_parts import Setting
from app.services.report_words import counted, day_words, time_words, who, word, zone_words

_TONE = {
    VersionState.ACTIVE: (Tone.LOW, Mark.CHECK),
    VersionState.QUARANTINED: (Tone.HIGH, Mark.WARNING),
    VersionState.REJECTED: (Tone.CRITICAL, Mark.CONFLICT),
}
_MOST_VERSIONS = 60


@dataclass(frozen=True, slots=True)
class Statement:
    """What a statement is made of. `events` are the audit events of the version, `versions` all
    of its source, newest first; `as_of` is the time of the newest event, and the moment that the
    statement speaks of."""

    source: ListSource
    version: ListVersion
    versions: tuple[ListVersion, ...]
    events: tuple[AuditEvent, ...]
    as_of: datetime


def statement(content: Statement, setting: Setting) -> Report:
    """The statement as a report."""
    version, source = content.version, content.source
    return Report(
        title=f"List version: {source.name}",
        subtitle=(
            f"As of {time_words(content.as_of, setting.zone)}; "
            f"all times in {zone_words(setting.zone)}"
        ),
        summary="",
        sections=tuple(_sections(content, setting)),
        footer=parts.footer(f"list version {source.source} {version.version}", setting),
        head=parts.head(setting, is_demo=version.is_demo),
        reference=f"{source.source}/{version.seq}",
        front=(_verdict(content, setting), *_notices(content)),
    )


def active_at(versions: Sequence[ListVersion], moment: datetime) -> ListVersion | None:
    """The version that was in use at a moment, by what the versions say today.

    A version that was taken into use twice shows its last time only; the audit trail has all.
    """
    for version in versions:
        began, ended = version.activated_at, version.deactivated_at
        if began and began <= moment and (ended is None or ended < began or moment < ended):
            return version
    return None


def _age(content: Statement) -> int:
    return age_days(content.version, parts.utc_day(content.as_of))


def _is_stale(content: Statement) -> bool:
    used = content.version.state is VersionState.ACTIVE and not content.version.is_demo
    return used and _age(content) > content.source.stale_after_days


def _verdict(content: Statement, setting: Setting) -> Verdict:
    version, zone = content.version, setting.zone
    tone, mark = _TONE.get(version.state, (Tone.PLAIN, Mark.MISSING))
    if _is_stale(content):
        tone, mark = Tone.HIGH, Mark.WARNING
    left = (
        ("Authority", content.source.authority),
        ("Version", version.version),
        ("Published", day_words(version.published_on) if version.published_on else "not told"),
        ("Age", counted(_age(content), "day")),
    )
    right = (
        ("Imported", time_words(version.imported_at, zone)),
        ("In use since", time_words(version.activated_at, zone)),
        ("Until", time_words(version.deactivated_at, zone)),
        ("Kept aside", f"{version.rows_kept_aside:,} rows"),
    )
    return Verdict(
        tone,
        mark,
        "In use" if version.state is VersionState.ACTIVE else word(version.state),
        f"{version.entries:,}",
        "entries" if version.entries != 1 else "entry",
        counted(version.names, "name"),
        (Facts(left), Facts(right)),
    )


def _notices(content: Statement) -> Iterator[Notice]:
    if content.version.is_demo:
        yield Notice(Tone.HIGH, "A demonstration list", "Every listed name is invented.")
    if _is_stale(content):
        limit = content.source.stale_after_days
        text = (
            f"{counted(_age(content), 'day')} old; its publisher's cadence allows {limit:,} days."
        )
        yield Notice(Tone.HIGH, "This version is stale", text)


def _sections(content: Statement, setting: Setting) -> Iterator[Section]:
    version, source = content.version, content.source
    rows = (
        ("Source", source.source),
        ("Name", source.name),
        ("Authority", source.authority),
        ("Check", word(source.check)),
        ("Address", source.url or "none"),
        ("Licence", source.licence),
        ("Cadence", f"{source.cadence}; stale after {counted(source.stale_after_days, 'day')}"),
        ("Files", ", ".join(version.files) or "–"),
    )
    yield Section(
        "Source and fingerprint",
        (
            Facts(tuple((label, value) for label, value in rows if value)),
            Text("SHA-256 of the files in the order of their names:"),
            Code(version.sha256),
        ),
    )
    yield Section("Checks before it was taken into use", _checks(version))
    yield Section("What the audit trail says", (_events(content, setting),))
    yield Section("Versions of this source", (_versions(content, setting),))


def _checks(version: ListVersion) -> tuple[Block, ...]:
    rows = tuple(_check(check) for check in version.checks)
    table = Table(("Check", "Result", "Measured", "Expected"), rows, widths=(1.4, 0.9, 2.6, 2.6),
                  note="" if rows else "No checks are stored of this version.")  # fmt: skip
    problems = tuple(Notice(Tone.MEDIUM, "Noted at the import", text) for text in version.problems)
    return (table, *problems)


def _check(check: ListCheck) -> tuple[str | Cell, ...]:
    mark = Mark.CHECK if check.ok else Mark.CONFLICT
    return (
        word(check.name),
        Cell("passed" if check.ok else "failed", mark=mark),
        check.measured,
        check.expected,
    )


def _events(content: Statement, setting: Setting) -> Table:
    rows = tuple(
        (
            f"{event.seq:,}",
            time_words(event.at, setting.zone),
            who(event.actor),
            word(event.action.replace(".", " ")),
            _reason(event),
            Cell(event.hash[:16], Look.MONO),
        )
        for event in content.events
    )
    return Table(("Event", "Time", "Who", "What", "Reason", "Hash"), rows, frozenset({0}),
                 (0.6, 1.9, 1.2, 1.5, 2.2, 1.5),
                 "" if rows else "No event of this version is in the trail.")  # fmt: skip


def _reason(event: AuditEvent) -> str:
    try:
        told: Any = json.loads(event.after) if event.after else {}
    except ValueError:
        return ""
    return str(told.get("reason", "")) if isinstance(told, dict) else ""


def _versions(content: Statement, setting: Setting) -> Table:
    rows = tuple(
        (
            Cell(version.version, Look.MONO),
            word(version.state),
            day_words(version.published_on),
            f"{version.entries:,}",
            time_words(version.activated_at, setting.zone),
            time_words(version.deactivated_at, setting.zone),
            Cell(version.sha256[:16], Look.MONO),
        )
        for version in content.versions[:_MOST_VERSIONS]
    )
    more = len(content.versions) - len(rows)
    return Table(
        ("Version", "State", "Published", "Entries", "In use from", "Until", "SHA-256"),
        rows,
        frozenset({3}),
        (1.1, 1.0, 1.05, 0.75, 1.95, 1.95, 1.4),
        f"{counted(more, 'older version')} not shown." if more > 0 else "",
    )
