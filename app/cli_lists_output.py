"""What the commands about lists print as readable text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from app.cli_output import line

if TYPE_CHECKING:
    from app.domain.entry_changes import EntryChange
    from app.domain.lists import ImportReport, ListCheck, ListVersion, SourceStatus
    from app.services.list_diff import ListDiff
    from app.services.list_settings import ListSettings
    from app.services.list_update import SourceUpdate
    from app.services.list_watch import WatchedFiles

_MARKS: Final = {"added": "+", "removed": "-", "changed": "*"}


def show_import(report: ImportReport) -> None:
    """What an import did."""
    version = report.version
    if report.unchanged:
        how = {
            "QUARANTINED": "were imported already and wait for a decision",
            "REJECTED": "were imported already and rejected",
        }.get(version.state.value, "are active already")
        line(f"{report.source}: exactly these files {how} ({version.version}).")
        return
    verb = "active" if report.activated else "HELD in quarantine"
    line(f"{report.source}: version {version.version} is {verb}.")
    line(
        f"{version.entries:,} entries, {version.names:,} names, "
        f"{version.rows_kept_aside:,} rows kept aside, {report.seconds:.1f} s"
    )
    show_checks(version.checks)
    failed = {f"{c.name}: {c.measured}; expected {c.expected}" for c in version.checks if not c.ok}
    for problem in report.problems:
        if problem not in failed:  # said above
            line(f"  note {problem}")
    for row in report.kept_aside[:5]:
        line(f"  kept aside: {row.file} row {row.row}: {row.reason}")
    if report.demo_deactivated:
        line(f"Demonstration lists were deactivated: {', '.join(report.demo_deactivated)}.")
    if not report.activated:
        line("The last good version stays active. To decide about this one:")
        line(f"  screendesk lists diff {report.source}")
        line(f"  screendesk lists activate {version.version_id} --reason ...   (or: lists reject)")


def show_checks(checks: Iterable[ListCheck]) -> None:
    """One line a check."""
    for check in checks:
        mark = "ok  " if check.ok else "FAIL"
        line(f"  {mark} {check.name}: {check.measured} (expected {check.expected})")


def show_status(statuses: Iterable[SourceStatus], *, with_checks: bool = False) -> None:
    """One line a source, its problems and last update, on demand all its checks."""
    from app.services.list_status import standing_checks

    line(f"{'source':<14} {'state':<12} {'version':<20} {'age':>6} {'entries':>9} {'names':>9}")
    for status in statuses:
        active, checked = status.active, status.last_check
        age = f"{status.age_days} d" if status.age_days is not None else "-"
        if active and not active.published_on and not active.is_demo:
            age = f"≥{age}"  # since the import: the list itself tells no date
        line(
            f"{status.source.source:<14} {status.state.value:<12} "
            f"{active.version if active else '-':<20} {age:>6} "
            f"{active.entries if active else 0:>9,} {active.names if active else 0:>9,}"
        )
        for problem in status.problems:
            line(f"{'':14} ! {problem}")
        if checked is not None:
            line(f"{'':14} looked for on {checked.at:%Y-%m-%d %H:%M} UTC: {checked.text}")
        if with_checks:
            show_checks((*standing_checks(status), *(active.checks if active else ())))


def show_versions(status: SourceStatus) -> None:
    """The versions of one source, newest first, with what people decided."""
    if not status.versions:
        line(f"{status.source.source} has no version yet.")
    for version in status.versions:
        published = version.published_on or "no date"
        line(
            f"{version.version_id:>6}  {version.state.value:<12} {version.version:<20} "
            f"published {published}  imported {version.imported_at:%Y-%m-%d %H:%M} UTC  "
            f"{version.entries:,} entries"
        )
        if version.files:
            line(f"{'':8}{', '.join(version.files)}  sha256 {version.sha256[:16]}")
        for problem in version.problems:
            line(f"{'':8}! {problem}")
        decision = status.decisions.get(version.version_id)
        if decision is not None:
            word = decision.state.value.lower()
            line(f"{'':8}{word} by {decision.actor}: {decision.reason}")


def show_decision(version: ListVersion) -> None:
    """What a decision made of a version."""
    line(f"{version.source}: version {version.version} is {version.state.value} now.")


def show_diff(found: ListDiff, changes: Iterable[EntryChange], shown: int | None) -> None:
    """The counts, and the changes one by one; `shown` of each kind are the first of all."""
    from app.domain.entry_changes import ChangeKind

    old = f"{found.old.version} (id {found.old.version_id})" if found.old else "nothing"
    line(f"{found.source}: {old} -> {found.new.version} (id {found.new.version_id})")
    counts = ", ".join(f"{found.count(kind):,} {kind.value}" for kind in ChangeKind)
    line(f"{counts} ({found.core:,} in their core), {found.unchanged:,} unchanged")
    if found.fields:
        fields = (f"{name.replace('_', ' ')} {count:,}" for name, count in found.fields)
        line(f"Changed fields: {', '.join(fields)}")
    for change in changes:
        _show_change(change)
    for kind in ChangeKind if shown is not None else ():
        more = found.count(kind) - (shown or 0)
        if more > 0:
            line(f"... {more:,} more {kind.value} entries (--limit)")


def _show_change(change: EntryChange) -> None:
    entry = change.entry
    reference = f" {entry.reference}" if entry.reference else ""
    line(
        f"{_MARKS[change.kind.value]} {entry.primary_name}  "
        f"[{entry.entry_id}{reference}, {entry.type.value.lower()}]"
    )
    for item in change.fields:
        if not item.gone and not item.new:
            line(f"    {item.label}: another order")
        for text in item.gone:
            line(f"    {item.label} - {text}")
        for text in item.new:
            line(f"    {item.label} + {text}")


def show_updates(updates: Iterable[SourceUpdate]) -> None:
    """What looking for newer lists came to."""
    for update in updates:
        line(f"{update.source:<14} {update.outcome.value:<10} {update.note.text}")
        if update.todo:
            line(f"{'':25} {update.todo}")


def show_watched(found: Iterable[WatchedFiles]) -> None:
    """What became of the files in the watched folder."""
    for watched in found:
        line(f"{watched.outcome.value:<10} {', '.join(watched.files)}: {watched.text}")


def show_list_settings(settings: ListSettings) -> None:
    """How lists are kept and come in."""
    from app.services.list_settings import shown_proxy

    network = settings.network
    line(f"Versions kept of each source: {settings.kept_versions}")
    line(f"Watched folder: {settings.watch_folder or 'none'}")
    line(f"Proxy: {shown_proxy(network.proxy) or 'none'}")
    line(f"Further certificate authorities: {network.ca_file or 'none'}")
    line(f"Largest file: {network.max_megabytes:,} MB, {network.attempts} attempts")
