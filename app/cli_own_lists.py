"""The commands about lists of the user's own: add or renew one from any table, templates."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app import cli_lists_output, cli_output
from app.cli_lists import DataDir, Json, Reason, day
from app.domain.errors import UsageError

if TYPE_CHECKING:
    from app.domain.column_mapping import ColumnMapping
    from app.domain.lists import ImportReport
    from app.domain.match import Check
    from app.services.own_lists import DryRun
    from app.services.workspace import Workspace

own_app = typer.Typer()

_SAFE = "Nothing was imported."
_SHORT = {"dob": "DATE_OF_BIRTH", "program": "PROGRAMME", "alias": "ALIASES", "id": "REFERENCE"}


@own_app.command("add-own")
def add_own(
    context: typer.Context,
    code: Annotated[str, typer.Option(help="The id of your list, e.g. staff_watchlist.")],
    files: Annotated[
        list[Path], typer.Option("--file", help="CSV, TSV, XLSX, ODS or JSON.", readable=False)
    ],
    name: Annotated[str, typer.Option(help="What it is called; for a new list.")] = "",
    check: Annotated[str, typer.Option(help="sanctions or pep; for a new list.")] = "sanctions",
    template: Annotated[str, typer.Option(help="A saved mapping of the columns.")] = "",
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", help="ROLE=Column: name=Full name, dob=Born, passport=Pass no."),
    ] = None,
    accept_guess: Annotated[
        bool, typer.Option("--accept-guess", help="Import with the guessed mapping.")
    ] = False,
    separator: Annotated[
        str | None, typer.Option(help="Between several values of a cell; empty for none.")
    ] = None,
    day_order: Annotated[str, typer.Option(help="Dates in numbers: day or month first.")] = "",
    kind: Annotated[str, typer.Option("--type", help="individual, entity, vessel, aircraft")] = "",
    sheet: Annotated[str, typer.Option(help="Of a workbook; else the first with rows.")] = "",
    header_row: Annotated[int, typer.Option(help="Row of the headings; 0 to find it.")] = 0,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what comes of it.")] = False,
    save_template: Annotated[str, typer.Option(help="Save the mapping under this name.")] = "",
    published_on: Annotated[str, typer.Option(help="The list's own date: 2026-11-20")] = "",
    reason: Reason = "",
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Add a list of your own, or renew it. Without a mapping the guessed one is shown. Example:
    screendesk lists add-own --code staff --name "Staff watch list" --file staff.csv
    --map name=Name --map dob=Born"""
    from app.services import own_lists, user_sources

    about = _check(check)
    with _workspace(context, data_dir) as workspace:
        for source in user_sources.list_sources(workspace):
            about = source.check if source.source == code else about
        known = own_lists.mapping_of_source(workspace, code)
        is_guess = not (template or columns or known)
        if template:
            mapping = own_lists.template_named(workspace, template)
        elif columns or known is None:
            guessed = own_lists.guess_mapping(files[0], sheet, header_row, about)
            mapping = _named(guessed.mapping, columns) if columns else guessed.mapping
        else:
            mapping = known
        mapping = _with_options(mapping, separator, day_order, kind, sheet, header_row)
        if dry_run or (is_guess and not accept_guess):
            found = own_lists.preview(files, mapping, check=about, job=cli_output.ConsoleJob())
            doubts = guessed.doubts if is_guess else ()
            _show_preview(mapping, found, doubts, as_json=as_json)
            return
        report = _import(
            workspace, code, name, about, files, mapping, published_on=published_on, reason=reason
        )
        if save_template:
            own_lists.save_template(workspace, save_template, mapping, reason=reason)
    if as_json:
        from app.services import list_shapes

        cli_output.print_json(list_shapes.import_result(report))
    else:
        cli_lists_output.show_import(report)


@own_app.command("templates")
def templates(
    context: typer.Context,
    remove: Annotated[str, typer.Option(help="Forget the template of this name.")] = "",
    reason: Reason = "",
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Show the saved mappings of columns. Example: screendesk lists templates --json"""
    from app.domain.column_mapping import mapping_value
    from app.services import own_lists

    with _workspace(context, data_dir) as workspace:
        if remove:
            own_lists.remove_template(workspace, remove, reason=reason)
        found = own_lists.templates(workspace)
    if as_json:
        cli_output.print_json({name: mapping_value(mapping) for name, mapping in found.items()})
        return
    for name, mapping in found.items():
        cli_output.line(name)
        _show_mapping(mapping)
    if not found:
        cli_output.line("No template was saved yet.")


@own_app.command("remove-own")
def remove_own(
    context: typer.Context,
    code: Annotated[str, typer.Argument(help="The id of your list.")],
    reason: Reason = "",
    data_dir: DataDir = None,
) -> None:
    """Take a list of your own out of use and out of the catalogue. Example:
    screendesk lists remove-own staff --reason "replaced by another list" """
    from app.services import user_sources

    with _workspace(context, data_dir) as workspace:
        gone = user_sources.remove_source(workspace, code, reason=reason)
    cli_output.line(f"{gone.name} ({gone.source}) is no longer screened against.")


def _import(
    workspace: Workspace,
    code: str,
    name: str,
    about: Check,
    files: list[Path],
    mapping: ColumnMapping,
    *,
    published_on: str,
    reason: str,
) -> ImportReport:
    from app.services import own_lists, user_sources

    published = day(published_on) if published_on else None
    job = cli_output.ConsoleJob()
    if any(source.source == code for source in user_sources.list_sources(workspace)):
        return own_lists.import_own(
            workspace, code, files, mapping, published_on=published, job=job
        )
    if not name.strip():
        raise UsageError(
            f"There is no list of your own “{code[:40]}” yet.", safe=_SAFE, todo="Add --name."
        )
    source = own_lists.own_source(name, code, about)
    return own_lists.add_own(
        workspace, source, files, mapping, published_on=published, reason=reason, job=job
    )


def _check(text: str) -> Check:
    from app.domain.match import Check

    try:
        return Check(text.strip().upper())
    except ValueError as error:
        raise UsageError(
            f"“{text[:40]}” is not known to --check.", safe=_SAFE, todo="Use sanctions or pep."
        ) from error


def _named(guessed: ColumnMapping, columns: list[str]) -> ColumnMapping:
    """The named columns; separator and order of dates stay as they were guessed."""
    from app.domain.column_mapping import ColumnUse, Role
    from app.domain.identifiers import IdentifierType

    uses = []
    for text in columns:
        role, equals, column = (part.strip() for part in text.partition("="))
        word = role.upper().replace("-", "_").replace(" ", "_")
        word = _SHORT.get(role.lower(), word)
        if not equals or not column:
            raise UsageError(f"“{text[:60]}” is not understood by --map.", safe=_SAFE, todo=_HOW)
        if word in Role.__members__ and word != Role.IDENTIFIER.value:
            uses.append(ColumnUse(column, Role[word]))
        elif word in IdentifierType.__members__:
            uses.append(ColumnUse(column, Role.IDENTIFIER, IdentifierType[word]))
        else:
            roles = (item.lower() for item in (*Role.__members__, *IdentifierType.__members__))
            known = ", ".join(item for item in roles if item != "identifier")
            raise UsageError(
                f"“{role[:40]}” is not known to --map.", safe=_SAFE, todo=f"Use one of: {known}."
            )
    return replace(guessed, uses=tuple(uses))


_HOW = "Write ROLE=Column, e.g. name=Full name or passport=Pass no."


def _with_options(
    mapping: ColumnMapping,
    separator: str | None,
    day_order: str,
    kind: str,
    sheet: str,
    header_row: int,
) -> ColumnMapping:
    from app.domain.column_mapping import DayOrder
    from app.domain.list_entry import EntryType

    changed: dict[str, Any] = {}
    if separator is not None:
        changed["separator"] = separator.replace("\\t", "\t").replace("\\n", "")
    if day_order:
        orders = {"day": DayOrder.DAY_FIRST, "month": DayOrder.MONTH_FIRST}
        if day_order not in orders:
            raise UsageError("--day-order is day or month.", safe=_SAFE)
        changed["day_order"] = orders[day_order]
    if kind:
        if kind.upper() not in EntryType.__members__:
            raise UsageError(
                f"“{kind[:40]}” is not known to --type.",
                safe=_SAFE,
                todo="Use one of: individual, entity, vessel, aircraft.",
            )
        changed["fixed_type"] = EntryType[kind.upper()]
    if sheet:
        changed["sheet"] = sheet
    if header_row:
        changed["header_row"] = header_row
    return replace(mapping, **changed)


def _show_preview(
    mapping: ColumnMapping, found: DryRun, doubts: tuple[str, ...], *, as_json: bool
) -> None:
    if as_json:
        cli_output.print_json(_preview_value(mapping, found, doubts))
        return
    _show_mapping(mapping)
    for doubt in doubts:
        cli_output.line(f"  look: {doubt}")
    cli_output.line(f"{found.counted:,} entries, {found.names:,} names would be imported:")
    for entry in found.entries:
        born = ", ".join(map(str, entry.dates_of_birth))
        countries = ", ".join(entry.all_countries())
        facts = "; ".join(filter(None, (entry.type.value.lower(), born, countries)))
        cli_output.line(f"  {entry.entry_id}  {' = '.join(n.text for n in entry.names)}  ({facts})")
    for problem in found.problems():
        cli_output.line(f"  note {problem}")
    cli_output.line("Nothing was imported. Add --accept-guess, or name the columns by --map.")


def _preview_value(
    mapping: ColumnMapping, found: DryRun, doubts: tuple[str, ...]
) -> dict[str, Any]:
    from app.domain.column_mapping import mapping_value

    return {
        "mapping": mapping_value(mapping),
        "doubts": list(doubts),
        "entries": found.counted,
        "names": found.names,
        "problems": list(found.problems()),
        "kept_aside": [
            {"file": row.file, "row": row.row, "reason": row.reason, "text": row.text}
            for row in found.kept_aside
        ],
        "first_entries": [
            {
                "entry_id": entry.entry_id,
                "type": entry.type.value,
                "names": [name.text for name in entry.names],
                "dates_of_birth": [str(born) for born in entry.dates_of_birth],
                "countries": list(entry.all_countries()),
            }
            for entry in found.entries
        ],
    }


def _show_mapping(mapping: ColumnMapping) -> None:
    for use in mapping.uses:
        what = use.identifier.value if use.identifier else use.role.value
        cli_output.line(f"  {what.lower().replace('_', ' '):<18} {use.column}")


def _workspace(context: typer.Context, data_dir: str | None) -> AbstractContextManager[Workspace]:
    opened: AbstractContextManager[Workspace] = context.find_root().obj(data_dir)
    return opened
