"""The commands about the audit trail: verify, sign, roots, show, export."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app import cli_output
from app.cli_lists import DataDir, Json, day
from app.domain.audit import AuditQuery
from app.domain.errors import AppError

if TYPE_CHECKING:
    from app.domain.audit import AuditEvent, AuditRoot
    from app.services.workspace import Workspace

audit_app = typer.Typer(help="The audit trail.", no_args_is_help=True)

Since = Annotated[str, typer.Option(help="From this day on (UTC), 2026-11-01.")]
Until = Annotated[str, typer.Option(help="Up to and with this day (UTC).")]
Actor = Annotated[str, typer.Option(help="Exactly this actor.")]
Action = Annotated[str, typer.Option(help="Exactly this action, e.g. case.closed.")]
Object = Annotated[str, typer.Option("--object", help="TYPE or TYPE:ID, e.g. case:cas_01KB.")]
Text = Annotated[str, typer.Option(help="Found in any text of an event.")]


@audit_app.command("verify")
def verify(
    context: typer.Context,
    roots: Annotated[
        Path | None,
        typer.Option(help="A copy of audit-roots.jsonl kept elsewhere.", readable=False),
    ] = None,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Check the audit trail: its chain, what was signed of it, and the records it vouches for.
    Example: screendesk audit verify --roots /mnt/safe/audit-roots.jsonl"""
    from app.services import audit

    with _workspace(context, data_dir) as workspace:
        report = audit.verify(workspace, cli_output.ConsoleJob(), roots_file=roots)
    _end_progress()
    cli_output.show_audit(report, as_json)
    if not report.ok:
        raise typer.Exit(5)


@audit_app.command("sign")
def sign(context: typer.Context, as_json: Json = False, data_dir: DataDir = None) -> None:
    """Sign the trail up to now; days that are over are signed by themselves. Example: screendesk
    audit sign"""
    from app.services import audit_roots

    with _workspace(context, data_dir) as workspace:
        made = audit_roots.sign_due(workspace, today=True)
        fingerprint = audit_roots.key_fingerprint(workspace)
    if as_json:
        told = [_root_value(root) for root in made]
        cli_output.print_json({"signed": told, "fingerprint": fingerprint})
        return
    for root in made:
        cli_output.line(f"{root.day}: signed up to event {root.seq:,}, {root.hash}")
    if not made:
        cli_output.line("Nothing was added since the last signature.")
    cli_output.line(f"Key {fingerprint}")


@audit_app.command("roots")
def roots(context: typer.Context, as_json: Json = False, data_dir: DataDir = None) -> None:
    """Show what was signed, the newest first. Example: screendesk audit roots"""
    from app.services import audit_roots

    with _workspace(context, data_dir) as workspace:
        found = audit_roots.roots(workspace)
    if as_json:
        told = [_root_value(item.root) | {"problem": item.problem or None} for item in found]
        cli_output.print_json({"roots": told})
        return
    for item in found:
        state = item.problem or "signed"
        root = item.root
        cli_output.line(f"{root.day}  event {root.seq:>9,}  {root.hash[:16]}  {state}")
        cli_output.line(f"            key {root.fingerprint}")
    if not found:
        cli_output.line("Nothing was signed yet: screendesk audit sign")


@audit_app.command("show")
def show(
    context: typer.Context,
    since: Since = "",
    until: Until = "",
    actor: Actor = "",
    action: Action = "",
    of: Object = "",
    text: Text = "",
    limit: Annotated[int, typer.Option(help="At most so many, the newest first.", min=1)] = 50,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Show events, the newest first. Example: screendesk audit show --object user"""
    from app.services import audit_trail
    from app.services.audit_export import event_value

    query = _query(since, until, actor, action, of, text)
    with _workspace(context, data_dir) as workspace:
        events = audit_trail.page(workspace, query, 0, limit)
        found, total = audit_trail.count(workspace, query)
    if as_json:
        told = [event_value(event) for event in events]
        cli_output.print_json({"events": told, "found": found, "total": total})
        return
    for event in events:
        cli_output.line(_told(event))
    cli_output.line(f"{len(events):,} shown of {found:,} found, {total:,} in all")


@audit_app.command("export")
def export(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="FILE.csv or FILE.jsonl", readable=False)],
    since: Since = "",
    until: Until = "",
    actor: Actor = "",
    action: Action = "",
    of: Object = "",
    text: Text = "",
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Write events to a file, the oldest first. Example: screendesk audit export --out
    november.csv --since 2026-11-01 --until 2026-11-30"""
    from app.services import audit_export

    query = _query(since, until, actor, action, of, text)
    with _workspace(context, data_dir) as workspace:
        count = audit_export.export(workspace, query, out, cli_output.ConsoleJob())
    _end_progress()
    if as_json:
        cli_output.print_json({"events": count, "file": str(out)})
    else:
        cli_output.line(f"{count:,} events are in {out}")


def sign_finished_days(workspace: Workspace) -> None:
    """Sign the days that are over; what hinders it is told and hinders nothing else."""
    from app.services import audit_roots

    try:
        with workspace.in_background():
            audit_roots.sign_due(workspace)
    except AppError as error:
        sys.stderr.write(f"The audit trail could not be signed: {error.text()}\n")


def _query(since: str, until: str, actor: str, action: str, of: str, text: str) -> AuditQuery:
    kind, _, object_id = of.partition(":")
    return AuditQuery(
        text=text,
        actor=actor,
        action=action,
        object_type=kind,
        object_id=object_id,
        since=_midnight(since),
        until=_midnight(until, days_later=1),
    )


def _midnight(text: str, days_later: int = 0) -> datetime | None:
    if not text:
        return None
    found = day(text)
    assert found
    return datetime(found.year, found.month, found.day, tzinfo=UTC) + timedelta(days=days_later)


def _workspace(context: typer.Context, data_dir: str | None) -> AbstractContextManager[Workspace]:
    """The workspace, opened by the function that the command line hands down."""
    opened: AbstractContextManager[Workspace] = context.obj(data_dir)
    return opened


def _end_progress() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")


def _told(event: AuditEvent) -> str:
    what = f"{event.object_type} {event.object_id}".strip()
    return f"{event.seq:>8}  {event.at:%Y-%m-%d %H:%M:%S}  {event.actor}  {event.action}  {what}"


def _root_value(root: AuditRoot) -> dict[str, object]:
    return {
        "day": root.day.isoformat(),
        "seq": root.seq,
        "hash": root.hash,
        "signed_at": root.signed_at.isoformat(),
        "public_key": root.public_key,
        "signature": root.signature,
        "fingerprint": root.fingerprint,
    }
