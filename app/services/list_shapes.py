"""Lists as plain JSON values: how they stand, what an import did, what an update changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from app.domain.entry_changes import ChangeKind, EntryChange
from app.domain.lists import (
    ImportReport,
    ListCheck,
    ListVersion,
    SourceStatus,
    UpdateNote,
    VersionDecision,
)
from app.services.list_diff import ListDiff
from app.services.list_status import is_sound, is_stale, standing_checks
from app.services.list_update import SourceUpdate
from app.services.list_watch import WatchedFiles
from app.services.result_shape import utc


def lists_status(statuses: Sequence[SourceStatus]) -> dict[str, Any]:
    """`lists status`: every source with its state, age, active version and each check by name."""
    states = [status.state.value for status in statuses]
    return {
        "ok": all(map(is_sound, statuses)),
        "states": {state: states.count(state) for state in sorted(set(states))},
        "sources": [_status_value(status) for status in statuses],
    }


def _status_value(status: SourceStatus) -> dict[str, Any]:
    active, held, source = status.active, status.held, status.source
    of_version = active.checks if active else ()
    return {
        "source": source.source,
        "name": source.name,
        "check": source.check.value,
        "state": status.state.value,
        "ok": is_sound(status),
        "is_required": source.is_required,
        "is_importable": source.is_importable,
        "is_stale": is_stale(status),
        "age_days": status.age_days,
        "age_since": _age_since(active),
        "stale_after_days": source.stale_after_days,
        "cadence": source.cadence,
        **_version_facts(active),
        "problems": list(status.problems),
        "checks": [check_value(check) for check in (*standing_checks(status), *of_version)],
        "held": version_value(held) if held else None,
        "versions": len(status.versions),
        "last_check": _note_value(status.last_check),
        "last_update": _note_value(status.last_update),
    }


def _age_since(active: ListVersion | None) -> str | None:
    """What the age counts from; a list that tells no date may be older than its import."""
    if active is None:
        return None
    return "published" if active.published_on else "imported"


def _version_facts(version: ListVersion | None) -> dict[str, Any]:
    published = version.published_on if version else None
    return {
        "version_id": version.version_id if version else None,
        "version": version.version if version else None,
        "published_on": published.isoformat() if published else None,
        "imported_at": utc(version.imported_at) if version else None,
        "sha256": version.sha256 if version else None,
        "files": list(version.files) if version else [],
        "entries": version.entries if version else 0,
        "names": version.names if version else 0,
        "rows_kept_aside": version.rows_kept_aside if version else 0,
    }


def version_value(version: ListVersion, decision: VersionDecision | None = None) -> dict[str, Any]:
    """One version with its checks, and what a person decided about it."""
    activated, deactivated = version.activated_at, version.deactivated_at
    return {
        **_version_facts(version),
        "seq": version.seq,
        "state": version.state.value.lower(),
        "is_demo": version.is_demo,
        "activated_at": utc(activated) if activated else None,
        "deactivated_at": utc(deactivated) if deactivated else None,
        "problems": list(version.problems),
        "checks": [check_value(check) for check in version.checks],
        "decision": _decision_value(decision),
    }


def _decision_value(decision: VersionDecision | None) -> dict[str, Any] | None:
    if decision is None:
        return None
    return {
        "state": decision.state.value.lower(),
        "reason": decision.reason,
        "actor": decision.actor,
        "at": utc(decision.at),
    }


def check_value(check: ListCheck) -> dict[str, Any]:
    """One check: what was measured, what was expected, and whether it is well."""
    return {
        "name": check.name,
        "ok": check.ok,
        "measured": check.measured,
        "expected": check.expected,
    }


def _note_value(note: UpdateNote | None) -> dict[str, Any] | None:
    if note is None:
        return None
    return {"at": utc(note.at), "outcome": note.outcome.value, "text": note.text}


def import_result(report: ImportReport) -> dict[str, Any]:
    """`lists import`: what went in, what was kept aside, and whether it is active now."""
    version = report.version
    return {
        "source": report.source,
        "version_id": version.version_id,
        "version": version.version,
        "state": version.state.value.lower(),
        "published_on": version.published_on.isoformat() if version.published_on else None,
        "sha256": version.sha256,
        "files": list(version.files),
        "entries": version.entries,
        "names": version.names,
        "rows_kept_aside": version.rows_kept_aside,
        "kept_aside": [
            {"file": row.file, "row": row.row, "reason": row.reason, "text": row.text}
            for row in report.kept_aside
        ],
        "seconds": report.seconds,
        "activated": report.activated,
        "unchanged": report.unchanged,
        "problems": list(report.problems),
        "checks": [check_value(check) for check in version.checks],
        "demo_deactivated": list(report.demo_deactivated),
    }


def diff_value(found: ListDiff, changes: Iterable[EntryChange]) -> dict[str, Any]:
    """`lists diff`: the counts of all changes, and these changes in full."""
    return {
        "source": found.source,
        "old": version_value(found.old) if found.old else None,
        "new": version_value(found.new),
        "added": found.count(ChangeKind.ADDED),
        "removed": found.count(ChangeKind.REMOVED),
        "changed": found.count(ChangeKind.CHANGED),
        "changed_in_core": found.core,
        "unchanged": found.unchanged,
        "fields": dict(found.fields),
        "changes": [_change_value(change) for change in changes],
    }


def _change_value(change: EntryChange) -> dict[str, Any]:
    entry = change.entry
    return {
        "kind": change.kind.value,
        "entry_id": entry.entry_id,
        "reference": entry.reference or None,
        "type": entry.type.value,
        "name": entry.primary_name,
        "is_core": change.is_core,
        "fields": [
            {
                "field": item.field,
                "before": list(item.before),
                "after": list(item.after),
                "gone": list(item.gone),
                "new": list(item.new),
            }
            for item in change.fields
        ],
    }


def update_value(update: SourceUpdate) -> dict[str, Any]:
    """One source of `lists update`."""
    return {
        "source": update.source,
        "outcome": update.outcome.value,
        "text": update.note.text,
        "todo": update.todo or None,
        "at": utc(update.note.at),
        "megabytes": round(update.megabytes, 3),
        "import": import_result(update.report) if update.report else None,
    }


def watched_value(watched: WatchedFiles) -> dict[str, Any]:
    """One file, or set of files, of `lists watch`."""
    return {
        "files": list(watched.files),
        "source": watched.source or None,
        "outcome": watched.outcome.value,
        "text": watched.text,
        "import": import_result(watched.report) if watched.report else None,
    }
