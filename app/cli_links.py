"""The commands about one party on many lists, and about country risk."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app import cli_output
from app.cli_lists import DataDir, Json, Reason, day, lists_app
from app.domain.errors import UsageError
from app.domain.links import EntryRef

if TYPE_CHECKING:
    from app.domain.links import Link, Party
    from app.services.country_risk import CountryEntry, RiskList
    from app.services.workspace import Workspace

countries_app = typer.Typer(
    help="Which countries count as risky, by which list.", no_args_is_help=True
)

LinkId = Annotated[str, typer.Argument(help="The id that `lists links` shows.")]
Entry = Annotated[str, typer.Argument(help="SOURCE:ENTRY_ID, e.g. un_sc:6908000")]
ListId = Annotated[str, typer.Argument(help="A list that `countries show` names.")]
Country = Annotated[str, typer.Argument(help="Code or name.")]


@lists_app.command("links")
def links(
    context: typer.Context,
    source: Annotated[str, typer.Argument(help="A source id, e.g. us_ofac_sdn.")],
    entry_id: Annotated[str, typer.Argument(help="The entry's id on that list.")],
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Show what else is the same party as an entry, and why. Example: screendesk lists links
    un_sc 6908000"""
    from app.services import linking

    with _workspace(context, data_dir) as workspace:
        found = linking.links_of(workspace, source, entry_id)
        party = linking.party_of(workspace, source, entry_id)
        names = linking.members_of(workspace, found)
        is_current = linking.is_current(workspace)
    if as_json:
        cli_output.print_json(
            {
                "source": source,
                "list_entry_id": entry_id,
                "party": linking.party_value(party) if party else None,
                "links": [linking.link_value(link) for link in found],
                "is_current": is_current,
            }
        )
        return
    _show_party(party)
    for link in found:
        _show_link(link)
        other = link.other(EntryRef(source, entry_id))
        if other in names:
            cli_output.line(f"    {other.source}: {names[other].primary_name}")
    if not is_current:
        cli_output.line("The links are older than the active lists: run `lists link-all`.")


@lists_app.command("unlink")
def unlink(
    context: typer.Context,
    link_id: LinkId,
    reason: Reason,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Say that two linked entries are two parties; it never comes back by itself. Example:
    screendesk lists unlink lnk_01KB7R2M9T --reason "Two brothers" """
    from app.services import linking

    with _workspace(context, data_dir) as workspace:
        changed = linking.undo(workspace, link_id, reason=reason)
    _show_changed(changed, as_json=as_json)


@lists_app.command("restore-link")
def restore_link(
    context: typer.Context,
    link_id: LinkId,
    reason: Reason,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Let a link that was undone count again. Example: screendesk lists restore-link
    lnk_01KB7R2M9T --reason "The passports are the same" """
    from app.services import linking

    with _workspace(context, data_dir) as workspace:
        changed = linking.restore(workspace, link_id, reason=reason)
    _show_changed(changed, as_json=as_json)


@lists_app.command("link")
def link(
    context: typer.Context,
    one: Entry,
    other: Entry,
    reason: Reason,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Say that two entries of two lists are one party. Example: screendesk lists link
    un_sc:6908000 us_ofac_sdn:2676 --reason "Same passport, seen by us" """
    from app.services import linking

    with _workspace(context, data_dir) as workspace:
        made = linking.link_by_hand(workspace, _entry(one), _entry(other), reason=reason)
    _show_changed(made, as_json=as_json)


@lists_app.command("link-all")
def link_all(context: typer.Context, as_json: Json = False, data_dir: DataDir = None) -> None:
    """Bring the links between all active lists up to date. Example: screendesk lists link-all"""
    from dataclasses import asdict

    from app.services import linking

    with _workspace(context, data_dir) as workspace:
        report = linking.relink(workspace, cli_output.ConsoleJob())
    if as_json:
        cli_output.print_json(asdict(report) if report else {"entries": 0})
    elif report is None:
        cli_output.line("Nothing to do: the links are those of the active lists.")
    else:
        cli_output.line(
            f"{report.entries:,} entries looked at, {report.pairs:,} pairs compared: "
            f"{report.made:,} links made, {report.ended:,} ended, {report.seconds:.1f} s"
        )
        cli_output.line(f"{report.active:,} links count, {report.apart:,} stand apart.")


@countries_app.command("show")
def show(
    context: typer.Context,
    list_id: Annotated[str, typer.Argument(help="Only this list.")] = "",
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Show the lists of risky countries, with date and source. Example: screendesk countries show
    fatf_increased_monitoring"""
    from app.services import country_risk

    with _workspace(context, data_dir) as workspace:
        entries = country_risk.countries(workspace, list_id)
        lists = country_risk.risk_lists(workspace)
        version = workspace.policy.version
    if as_json:
        cli_output.print_json(
            {
                "policy_version": version,
                "lists": [country_risk.list_value(item) for item in lists],
                "countries": [country_risk.entry_value(entry) for entry in entries],
            }
        )
        return
    for item in lists:
        if list_id in ("", item.list_id):
            _show_list(item, [e for e in entries if e.risk.list_id == item.list_id])
    cli_output.line(f"Policy {version}")


@countries_app.command("set")
def set_(
    context: typer.Context,
    list_id: ListId,
    country: Country,
    reason: Reason,
    severity: Annotated[
        float | None, typer.Option(help="0 to 1: the place in the policy's range.")
    ] = None,
    as_of: Annotated[str, typer.Option(help="The day of the source: 2026-06-19")] = "",
    source: Annotated[str, typer.Option(help="Where that is said.")] = "",
    note: Annotated[str | None, typer.Option(help="What else is known.")] = None,
    remove: Annotated[
        bool, typer.Option("--remove", help="Take the country off the list.")
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Put a country on a list, change it there, or take it off. Example: screendesk countries set
    fatf_increased_monitoring NG --severity 0.5 --reason "Plenary of October" """
    from app.services import country_risk

    with _workspace(context, data_dir) as workspace:
        if remove:
            country_risk.remove_country(workspace, list_id, country, reason=reason)
        else:
            country_risk.set_country(
                workspace, list_id, country, reason=reason, severity=severity,
                as_of=day(as_of) if as_of else None, source=source, note=note,
            )  # fmt: skip
        version = workspace.policy.version
    cli_output.line(f"Changed from the next screening on: policy {version}.")


@countries_app.command("reset")
def reset(
    context: typer.Context,
    reason: Reason,
    list_id: Annotated[str, typer.Argument(help="Only this list.")] = "",
    country: Annotated[str, typer.Argument(help="Only this country of it.")] = "",
    data_dir: DataDir = None,
) -> None:
    """Let countries be as they were shipped. Example: screendesk countries reset
    fatf_increased_monitoring NG --reason "Entered by mistake" """
    from app.services import country_risk

    with _workspace(context, data_dir) as workspace:
        gone = country_risk.reset(workspace, list_id, country, reason=reason)
        version = workspace.policy.version
    cli_output.line(f"{gone} own changes went: policy {version}.")


@countries_app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV: list, country, ...", readable=False)],
    reason: Reason,
    replace: Annotated[
        bool, typer.Option("--replace", help="What the file does not name leaves its lists.")
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Take over countries from a CSV file: list, country, severity, as_of, source, note. Example:
    screendesk countries import october.csv --replace --reason "Plenary of October" """
    from app.services import country_risk

    with _workspace(context, data_dir) as workspace:
        done = country_risk.import_csv(workspace, file, reason=reason, replace_lists=replace)
        version = workspace.policy.version
    cli_output.line(
        f"{done.added} added, {done.changed} changed, {done.removed} taken out, "
        f"{done.unchanged} as they were: policy {version}."
    )


def _show_party(party: Party | None) -> None:
    if party is None:
        cli_output.line("This entry is linked to no other.")
        return
    cli_output.line(f"Party {party.party_id}")
    for member in party.members:
        cli_output.line(f"  {member.source:<14} {member.entry_id:<16} {member.primary_name}")


def _show_link(found: Link) -> None:
    cli_output.line(f"{found.link_id}  {found.state.value}  {found.left} = {found.right}")
    cli_output.line(f"    {found.evidence} ({found.basis.value}, names {found.score:.3f})")
    if found.note:
        cli_output.line(f"    apart: {found.note}")
    if found.changed_by:
        cli_output.line(f"    {found.changed_by}, {found.changed_at:%Y-%m-%d}: {found.reason}")


def _show_changed(changed: Link, *, as_json: bool) -> None:
    from app.services.linking import link_value

    if as_json:
        cli_output.print_json(link_value(changed))
    else:
        _show_link(changed)


def _show_list(item: RiskList, entries: list[CountryEntry]) -> None:
    from app.services.country_risk import entry_value

    cli_output.line(
        f"{item.list_id}: {item.name}, {item.countries} countries as of {item.as_of}"
        f" ({item.source})"
    )
    for entry in entries:
        state = entry_value(entry)["state"]
        told = "" if state == "shipped" else f"  [{state}]"
        note = f"  {entry.risk.note}" if entry.risk.note else ""
        own = f"  {entry.risk.as_of}, {entry.risk.source}" if entry.risk.is_own else ""
        cli_output.line(
            f"  {entry.risk.code}  {entry.risk.severity:g}  {entry.name}{note}{own}{told}"
        )


def _entry(text: str) -> EntryRef:
    source, _, entry_id = text.partition(":")
    if not source or not entry_id:
        raise UsageError(f"“{text[:40]}” names no entry.", todo="Write SOURCE:ENTRY_ID.")
    return EntryRef(source, entry_id)


def _workspace(context: typer.Context, data_dir: str | None) -> AbstractContextManager[Workspace]:
    opened: AbstractContextManager[Workspace] = context.find_root().obj(data_dir)
    return opened
