"""The commands about lists: import, status, versions and decisions, diff, update, watch."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app import cli_lists_output, cli_output
from app.domain.errors import BadInput

if TYPE_CHECKING:
    from app.domain.lists import ListVersion
    from app.services.workspace import Workspace

lists_app = typer.Typer(help="Import lists and see how they stand.", no_args_is_help=True)

DataDir = Annotated[
    str | None,
    typer.Option("--data-dir", help="The workspace's folder (or SCREENDESK_DATA_DIR)."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]
Source = Annotated[str, typer.Argument(help="A source id, e.g. us_ofac_sdn.")]
VersionId = Annotated[int, typer.Argument(help="The number that `lists versions` shows.")]
Reason = Annotated[str, typer.Option(help="Why: kept in the audit trail.")]
ExitCode = Annotated[
    bool, typer.Option("--exit-code", help="Exit 10 if a source needs something of a person.")
]
Link = Annotated[
    bool,
    typer.Option("--link/--no-link", help="Link the entries with those of other lists, too."),
]
ATTENTION_EXIT = 10  # as for a screening that needs a review
_EXITS = {"failed": 4, "refused": 3, "held": ATTENTION_EXIT}


@lists_app.command("import")
def import_(
    context: typer.Context,
    source: Source,
    files: Annotated[
        list[Path], typer.Argument(help="The official file, or all of a set.", readable=False)
    ],
    published_on: Annotated[
        str, typer.Option(help="The list's date, where the file does not tell it: 2026-11-20")
    ] = "",
    served_on: Annotated[str, typer.Option(hidden=True)] = "",
    progress_lines: Annotated[bool, typer.Option("--progress-lines", hidden=True)] = False,
    with_links: Link = True,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Import a list. Example: screendesk lists import un_sc consolidated.xml"""
    from app.services import list_shapes, lists

    published = day(published_on) if published_on else None
    served = day(served_on) if served_on else None
    job = cli_output.LinesJob() if progress_lines else cli_output.ConsoleJob()
    with _workspace(context, data_dir) as workspace:
        report = lists.import_list(
            workspace, source, files, published_on=published, served_on=served, job=job
        )
        _link(workspace, wanted=with_links)
    if as_json:
        cli_output.print_json(list_shapes.import_result(report))
    else:
        cli_lists_output.show_import(report)


@lists_app.command("status")
def status(
    context: typer.Context,
    with_checks: Annotated[
        bool, typer.Option("--checks", help="Show every check of every source.")
    ] = False,
    exit_code: ExitCode = False,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Show every source: state, version, age, counts. Example: screendesk lists status --json"""
    from app.services import list_shapes, list_status

    with _workspace(context, data_dir) as workspace:
        statuses = list_status.status(workspace)
    if as_json:
        cli_output.print_json(list_shapes.lists_status(statuses))
    else:
        cli_lists_output.show_status(statuses, with_checks=with_checks)
    if exit_code and not list_status.all_sound(statuses):
        raise typer.Exit(ATTENTION_EXIT)


@lists_app.command("versions")
def versions(
    context: typer.Context, source: Source, as_json: Json = False, data_dir: DataDir = None
) -> None:
    """Show the versions of a source and who decided what. Example: screendesk lists versions
    un_sc"""
    from app.services import list_shapes, list_status
    from app.services.catalogue import source_named

    with _workspace(context, data_dir) as workspace:
        source_named(workspace.catalogue, source)
        statuses = list_status.status(workspace)
    found = next(status for status in statuses if status.source.source == source)
    if as_json:
        values = [
            list_shapes.version_value(version, found.decisions.get(version.version_id))
            for version in found.versions
        ]
        cli_output.print_json({"source": source, "versions": values})
    else:
        cli_lists_output.show_versions(found)


@lists_app.command("activate")
def activate(
    context: typer.Context,
    version_id: VersionId,
    reason: Reason,
    with_links: Link = True,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Make a version the active one, out of quarantine or back to an older one. Example:
    screendesk lists activate 12 --reason "Checked with the publisher: 400 delistings" """
    from app.services import list_versions

    with _workspace(context, data_dir) as workspace:
        chosen = list_versions.choose(workspace, version_id, reason)
        _link(workspace, wanted=with_links)
    _show_decision(chosen, as_json=as_json)


@lists_app.command("reject")
def reject(
    context: typer.Context,
    version_id: VersionId,
    reason: Reason,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Decide not to use a version that is held; it is kept and shown. Example:
    screendesk lists reject 12 --reason "The download was cut off" """
    from app.services import list_versions

    with _workspace(context, data_dir) as workspace:
        rejected = list_versions.reject(workspace, version_id, reason)
    _show_decision(rejected, as_json=as_json)


@lists_app.command("diff")
def diff(
    context: typer.Context,
    source: Source,
    old: Annotated[int | None, typer.Argument(help="A version's number.")] = None,
    new: Annotated[int | None, typer.Argument(help="Another version's number.")] = None,
    limit: Annotated[int, typer.Option(min=0, help="Entries shown of each kind.")] = 50,
    field: Annotated[
        str, typer.Option(help="Show only entries that changed in it, e.g. updated_on.")
    ] = "",
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Show what changed between two versions: entries added, removed and changed field by field.
    Without numbers the version that is held, else the active one, beside the one before it.
    Example: screendesk lists diff un_sc --field names"""
    from app.domain.entry_changes import ChangeKind
    from app.services import list_diff, list_shapes

    with _workspace(context, data_dir) as workspace:
        pair = list_diff.versions_to_compare(workspace, source, old, new)
        found = list_diff.diff(workspace, *pair, cli_output.ConsoleJob())
        if field:
            changes = list_diff.changed_in(workspace, found, field, limit)
        else:
            changes = [
                change
                for kind in ChangeKind
                for change in list_diff.page(workspace, found, kind, 0, limit)
            ]
    if as_json:
        cli_output.print_json(list_shapes.diff_value(found, changes))
    else:
        cli_lists_output.show_diff(found, changes, None if field else limit)


@lists_app.command("update")
def update(
    context: typer.Context,
    sources: Annotated[
        list[str] | None, typer.Argument(help="Source ids; without any all that are loaded.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Every source that can be fetched.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say whether there is something newer.")
    ] = False,
    with_links: Link = True,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Fetch newer lists from their publishers and import them through all checks; the only
    command that uses the network. Example: screendesk lists update un_sc"""
    from app.services import list_shapes, list_update

    with _workspace(context, data_dir) as workspace:
        chosen = list(sources or ())
        if everything:
            chosen = [source.source for source in list_update.updatable(workspace)]
        job = cli_output.ConsoleJob()
        found = list_update.update(workspace, chosen, dry_run=dry_run, job=job)
        _link(workspace, wanted=with_links and not dry_run)
    if as_json:
        cli_output.print_json({"updates": [list_shapes.update_value(item) for item in found]})
    else:
        cli_lists_output.show_updates(found)
    outcomes = {item.outcome.value for item in found}
    raise typer.Exit(next((code for word, code in _EXITS.items() if word in outcomes), 0))


@lists_app.command("watch")
def watch(
    context: typer.Context,
    once: Annotated[
        bool, typer.Option("--once", help="Import what is there now, then end.")
    ] = False,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Import the files of the watched folder (`lists settings --watch-folder`), until Ctrl+C or
    once. Example: screendesk lists watch --once"""
    from app.services import list_shapes, list_watch

    with _workspace(context, data_dir) as workspace:
        while True:
            job = cli_output.ConsoleJob()
            found = (list_watch.scan_settled if once else list_watch.scan)(workspace, job)
            _link(workspace, wanted=True)
            if not once:
                found = tuple(item for item in found if item.outcome.value != "waiting")
            if as_json and (once or found):
                value = [list_shapes.watched_value(item) for item in found]
                cli_output.print_json({"files": value})
            elif not as_json:
                cli_lists_output.show_watched(found)
            if once:
                break
            time.sleep(list_watch.SETTLED_SECONDS)
    outcomes = {item.outcome.value for item in found}
    raise typer.Exit(next((code for word, code in _EXITS.items() if word in outcomes), 0))


@lists_app.command("settings")
def settings(
    context: typer.Context,
    keep: Annotated[
        int | None, typer.Option(help="Versions kept of each source, 1 to 1,000.")
    ] = None,
    watch_folder: Annotated[
        str | None, typer.Option(help="The watched folder; an empty text for none.")
    ] = None,
    proxy: Annotated[
        str | None, typer.Option(help="http://HOST:PORT; an empty text for none.")
    ] = None,
    ca_file: Annotated[
        str | None, typer.Option(help="PEM file of further certificate authorities.")
    ] = None,
    max_megabytes: Annotated[int | None, typer.Option(help="The largest file to fetch.")] = None,
    attempts: Annotated[int | None, typer.Option(help="How often a transfer is tried.")] = None,
    reason: Annotated[str, typer.Option(help="Why, for the record.")] = "",
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Show or change how lists are kept and come in. Example: screendesk lists settings --keep 20
    --reason "asked by the auditor" """
    from app.services import list_settings

    with _workspace(context, data_dir) as workspace:
        before = list_settings.read(workspace)
        network = before.network
        wanted = replace(
            before,
            kept_versions=before.kept_versions if keep is None else keep,
            watch_folder=before.watch_folder if watch_folder is None else watch_folder,
            network=replace(
                network,
                proxy=network.proxy if proxy is None else proxy,
                ca_file=network.ca_file if ca_file is None else ca_file,
                attempts=network.attempts if attempts is None else attempts,
                max_megabytes=network.max_megabytes if max_megabytes is None else max_megabytes,
            ),
        )
        found = list_settings.save(workspace, wanted, reason=reason)
    if as_json:
        cli_output.print_json(list_settings.settings_value(found))
    else:
        cli_lists_output.show_list_settings(found)


@lists_app.command("aliases")
def aliases(
    context: typer.Context,
    token: Annotated[
        str, typer.Argument(help="One word of a name, in any script; without it the best pairs.")
    ] = "",
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Show which names count as equal, and which entries taught it. Example:
    screendesk lists aliases Mohammed"""
    from app.services import learned_aliases

    with _workspace(context, data_dir) as workspace:
        if token:
            report = learned_aliases.aliases_of(workspace, token, cli_output.ConsoleJob())
            value = learned_aliases.report_value(report)
        else:
            top = learned_aliases.top_aliases(workspace, job=cli_output.ConsoleJob())
            value = learned_aliases.top_value(top)
    if as_json:
        cli_output.print_json(value)
    elif token:
        cli_output.show_aliases(report)
    else:
        cli_output.show_top_aliases(top)


def _show_decision(version: ListVersion, *, as_json: bool) -> None:
    from app.services import list_shapes

    if as_json:
        cli_output.print_json(list_shapes.version_value(version))
    else:
        cli_lists_output.show_decision(version)


def _link(workspace: Workspace, *, wanted: bool) -> None:
    """Bring the links up to date with what was just activated; what is new alone is looked at."""
    if wanted:
        from app.services.linking import relink

        relink(workspace, cli_output.ConsoleJob())


def _workspace(context: typer.Context, data_dir: str | None) -> AbstractContextManager[Workspace]:
    opened: AbstractContextManager[Workspace] = context.find_root().obj(data_dir)
    return opened


def day(text: str) -> date:
    """A day that a command was given. Raises BadInput."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(
            f"“{text[:40]}” is not a day.", safe="Nothing was changed.", todo="Write 2026-11-20."
        ) from error
