"""The command that writes reports as PDF: of a screening, or of a list version."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app import cli_output
from app.domain.errors import UsageError

if TYPE_CHECKING:
    from app.services.workspace import Workspace

DataDir = Annotated[
    str | None,
    typer.Option("--data-dir", help="The workspace's folder (or SCREENDESK_DATA_DIR)."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]
Out = Annotated[
    Path | None,
    typer.Option("--out", help="FILE.pdf, or a folder; the folder you are in by default."),
]
Zone = Annotated[
    str, typer.Option("--time-zone", help="Such as Europe/Athens; the machine's if not given.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file of that name.")]


def report(
    context: typer.Context,
    screening_id: Annotated[str, typer.Argument(help="Such as scr_01KB…")] = "",
    source: Annotated[
        str, typer.Option("--list", help="A source id: the statement on its version in use.")
    ] = "",
    version: Annotated[int, typer.Option(help="With --list: another version, by its id.")] = 0,
    on: Annotated[
        str, typer.Option(help="With --list: the version in use on a day, as 2026-11-20.")
    ] = "",
    out: Out = None,
    time_zone: Zone = "",
    force: Force = False,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Write the report on a screening, or the statement on a list version, as PDF. Example:
    screendesk report scr_01KB… --out scr.pdf --time-zone Europe/Athens"""
    from app.services import reports
    from app.services.report_words import zone_named

    if bool(screening_id) == bool(source):
        raise UsageError(
            "Say what to report on.", todo="Name one screening, or a list with --list SOURCE."
        )
    zone, day = zone_named(time_zone), _day(on)
    with _workspace(context, data_dir) as workspace:
        if source:
            made = reports.statement_of_list(workspace, source, version, on=day, zone=zone)
        else:
            made = reports.report_of_screening(workspace, screening_id, zone=zone)
        finish(made, out, force=force, as_json=as_json)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(
            f"“{text[:20]}” is no day.", todo="Write it as --on 2026-11-20."
        ) from error


def finish(made: Any, out: Path | None, *, force: bool, as_json: bool) -> None:
    """Write a finished report and say where it is; for the commands of other modules, too."""
    import hashlib

    from app.services import reports

    path = reports.write_report(made, out or Path(), over=force)
    if as_json:
        digest = hashlib.sha256(made.content).hexdigest()
        cli_output.print_json({"file": str(path), "bytes": len(made.content), "sha256": digest})
    else:
        sys.stdout.write(f"{cli_output.visible(str(path))}\n")


def _workspace(context: typer.Context, data_dir: str | None) -> AbstractContextManager[Workspace]:
    """The workspace, opened by the function that the command line hands down."""
    opened: AbstractContextManager[Workspace] = context.obj(data_dir)
    return opened
