"""The commands about match exceptions: made, looked at, renewed, revoked, exported, imported."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app import cli_output
from app.cli_lists import DataDir, Json, Reason, day
from app.domain.errors import BadInput, UsageError

if TYPE_CHECKING:
    from app.domain.match_exception import Condition, ExceptionStatus, MatchException
    from app.services.workspace import Workspace

exceptions_app = typer.Typer(
    help="Cleared pairs and rules: what is discarded, why, and what brings it back.",
    no_args_is_help=True,
)

ExceptionId = Annotated[str, typer.Argument(help="The id that `exceptions list` shows.")]
Expires = Annotated[str, typer.Option("--expires-on", help="The last day: 2027-01-31")]
Review = Annotated[str, typer.Option("--review-on", help="When to look again: 2027-01-15")]
MOST_SHOWN = 100


@exceptions_app.command("list")
def list_(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help="Words of customer, listed party, reason, id.")] = "",
    status: Annotated[
        list[str] | None, typer.Option("--status", help="active, lapsed, expired, revoked")
    ] = None,
    due: Annotated[str, typer.Option(help="expiring, review or stale")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1000)] = MOST_SHOWN,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """List exceptions, the newest first. Example: screendesk exceptions list --due stale"""
    from app.domain.exception_query import Due, ExceptionQuery
    from app.services import exception_shape, match_exceptions

    try:
        chosen = Due(due.strip().lower())
    except ValueError as error:
        raise BadInput(
            f"“{due[:40]}” is not known to --due.", todo="Use expiring, review or stale."
        ) from error
    query = ExceptionQuery(text=text, statuses=_statuses(status or []), due=chosen)
    with _workspace(context, data_dir) as workspace:
        match_exceptions.note_ended(workspace)
        found = match_exceptions.page(workspace, query, 0, limit)
        shown, everything = match_exceptions.count(workspace, query)
    if as_json:
        values = [exception_shape.exception_value(item) for item in found]
        cli_output.print_json({"exceptions": values, "fitting": shown, "all": everything})
        return
    for item in found:
        _show_line(item)
    cli_output.line(f"{len(found):,} of {shown:,} that fit, {everything:,} in all")


@exceptions_app.command("show")
def show(
    context: typer.Context,
    exception_id: ExceptionId,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Show an exception, what changed since, and its history. Example: screendesk exceptions
    show exc_01KB7R2M9T"""
    from app.services import exception_shape, match_exceptions
    from app.services.exception_trail import change_value

    with _workspace(context, data_dir) as workspace:
        found = match_exceptions.present(workspace, exception_id)
        history = match_exceptions.history(workspace, exception_id)
    if as_json:
        value = exception_shape.exception_value(found.exception)
        value["changed_since"] = [change_value(change) for change in found.difference]
        value["history"] = [exception_shape.event_value(event) for event in history]
        cli_output.print_json(value)
        return
    _show(found.exception)
    for change in found.difference:
        cli_output.line(f"  now other: {change.side} {change.field}:"
                        f" {change.before or '-'} -> {change.after or '-'}")  # fmt: skip
    for event in history:
        why = event.data.get("why") or event.data.get("reason") or ""
        cli_output.line(f"  {event.at:%Y-%m-%d %H:%M} UTC {event.action} by {event.actor}: {why}")


@exceptions_app.command("create")
def create(
    context: typer.Context,
    match_id: Annotated[str, typer.Argument(help="The match_id of a screening result.")],
    reason: Reason,
    fields: Annotated[
        list[str] | None,
        typer.Option("--field", help="Of the listed party: brings the match back if changed."),
    ] = None,
    subject_fields: Annotated[
        list[str] | None, typer.Option("--subject-field", help="The same, of the customer.")
    ] = None,
    expires_on: Expires = "",
    review_on: Review = "",
    resolve: Annotated[
        bool, typer.Option("--resolve/--keep-open", help="Resolve the match as false positive.")
    ] = True,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Clear the pair of a match. Example: screendesk exceptions create mat_01KB7R2M9T
    --reason "Another date of birth, passport seen" """
    from app.domain.match_exception import DEFAULT_FIELDS, SUBJECT_FIELDS
    from app.services import match_exceptions

    with _workspace(context, data_dir) as workspace:
        made = match_exceptions.create_from_match(
            workspace,
            match_id,
            reason=reason,
            fields=fields or DEFAULT_FIELDS,
            subject_fields=SUBJECT_FIELDS if subject_fields is None else subject_fields,
            expires_on=_day(expires_on),
            review_on=_day(review_on),
            resolve=resolve,
        )
    _tell(made, as_json=as_json)


@exceptions_app.command("conditional")
def conditional(
    context: typer.Context,
    conditions: Annotated[
        list[str], typer.Argument(help="PATH OPERATOR VALUE in one, see `exceptions paths`.")
    ],
    reason: Annotated[str, typer.Option(help="Why: it stands in every record.")] = "",
    expires_on: Expires = "",
    review_on: Review = "",
    dry_run: Annotated[
        bool, typer.Option("--preview", help="Only say what it would have excluded.")
    ] = False,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Exclude what fulfils all conditions. Example: screendesk exceptions conditional
    "/match/contradicts contains date_of_birth" "/match/strength eq POSSIBLE" --preview"""
    from dataclasses import asdict

    from app.services import match_exceptions

    asked = [_condition(text) for text in conditions]
    with _workspace(context, data_dir) as workspace:
        if dry_run:
            seen = match_exceptions.preview(workspace, asked, job=cli_output.ConsoleJob())
            if as_json:
                cli_output.print_json(asdict(seen))
                return
            cli_output.line(
                f"Would have excluded {seen.excluded:,} of {seen.matches:,} open matches of the"
                f" newest {seen.screenings:,} screenings."
            )
            for item in seen.examples:
                cli_output.line(f"  {item.subject_name} / {item.listed_name} ({item.source})")
            return
        made = match_exceptions.create_conditional(
            workspace,
            asked,
            reason=reason,
            expires_on=_day(expires_on),
            review_on=_day(review_on),
        )
    _tell(made, as_json=as_json)


@exceptions_app.command("paths")
def paths(as_json: Json = False) -> None:
    """List the values that conditions may ask for. Example: screendesk exceptions paths"""
    from app.domain.exception_paths import OPERATORS, PATHS

    values = [
        {
            "path": item.path,
            "label": item.label,
            "kind": item.kind.value,
            "operators": [operator.value for operator in OPERATORS[item.kind]],
            "choices": list(item.choices),
        }
        for item in PATHS.values()
    ]
    if as_json:
        cli_output.print_json({"paths": values})
        return
    for value in values:
        choices = f"  [{', '.join(value['choices'])}]" if value["choices"] else ""
        operators = ", ".join(value["operators"])
        cli_output.line(f"{value['path']:<32} {value['label']} ({operators}){choices}")


@exceptions_app.command("renew")
def renew(
    context: typer.Context,
    exception_id: ExceptionId,
    reason: Reason,
    expires_on: Expires = "",
    review_on: Review = "",
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Let an exception hold again with today's values; the difference is shown. Example:
    screendesk exceptions renew exc_01KB7R2M9T --reason "Passport seen again" """
    from app.services import match_exceptions

    with _workspace(context, data_dir) as workspace:
        found = match_exceptions.present(workspace, exception_id)
        made = match_exceptions.renew(
            workspace,
            exception_id,
            reason=reason,
            version=found.exception.version,
            seen=found.difference,
            expires_on=_day(expires_on),
            review_on=_day(review_on),
        )
    if not as_json:
        for change in found.difference:
            cli_output.line(
                f"  taken over: {change.side} {change.field}:"
                f" {change.before or '-'} -> {change.after or '-'}"
            )
    _tell(made, as_json=as_json)


@exceptions_app.command("revoke")
def revoke(
    context: typer.Context,
    exception_id: ExceptionId,
    reason: Reason,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """End an exception for good. Example: screendesk exceptions revoke exc_01KB7R2M9T
    --reason "The register says otherwise" """
    from app.services import match_exceptions

    with _workspace(context, data_dir) as workspace:
        version = match_exceptions.get(workspace, exception_id).version
        made = match_exceptions.revoke(workspace, exception_id, reason=reason, version=version)
    _tell(made, as_json=as_json)


@exceptions_app.command("export")
def export(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="A .json file, or .csv for people.")],
    data_dir: DataDir = None,
) -> None:
    """Write all exceptions to a file. Example: screendesk exceptions export exceptions.json"""
    from app.services import match_exceptions

    with _workspace(context, data_dir) as workspace:
        count = match_exceptions.export(workspace, path, job=cli_output.ConsoleJob())
    cli_output.line(f"{count:,} exceptions written to {path.name}.")


@exceptions_app.command("import")
def import_(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="A file that `exceptions export` wrote.")],
    reason: Reason,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Take in exceptions; known ones stay as they are. Example: screendesk exceptions import
    exceptions.json --reason "Moved from the Lagos desk" """
    from dataclasses import asdict

    from app.services import match_exceptions

    with _workspace(context, data_dir) as workspace:
        found = match_exceptions.import_file(workspace, path, reason, cli_output.ConsoleJob())
    if as_json:
        cli_output.print_json(asdict(found))
        return
    cli_output.line(
        f"{found.added:,} imported, {found.known:,} known already, {len(found.refused):,} refused."
    )
    for name, why in found.refused:
        cli_output.line(f"  {name}: {why}")


def _statuses(words: list[str]) -> tuple[ExceptionStatus, ...]:
    from app.domain.match_exception import ExceptionStatus

    try:
        return tuple(ExceptionStatus(word.strip().upper()) for word in words)
    except ValueError as error:
        known = ", ".join(item.value.lower() for item in ExceptionStatus)
        raise BadInput("A status is not known to --status.", todo=f"Use: {known}.") from error


def _condition(text: str) -> Condition:
    """``/subject/name in a,b``; raises UsageError."""
    from app.domain.match_exception import Condition, Operator

    path, _, rest = text.strip().partition(" ")
    operator, _, words = rest.strip().partition(" ")
    try:
        compared = Operator(operator.lower())
    except ValueError as error:
        raise UsageError(
            f"“{text[:60]}” is no condition.",
            todo='Write PATH OPERATOR VALUE, such as "/subject/nationality in NG,GH".',
        ) from error
    return Condition(path, compared, _value(path, compared.value, words.strip()))


def _value(path: str, operator: str, words: str) -> Any:
    """The value as its path wants it; what does not fit is refused by the service."""
    from app.domain.exception_paths import PATHS, ValueKind

    if operator == "in":
        return [part.strip() for part in words.split(",") if part.strip()]
    if words.lower() in {"true", "yes", "false", "no"}:
        return words.lower() in {"true", "yes"}
    is_number = path in PATHS and PATHS[path].kind is ValueKind.NUMBER
    try:
        return float(words) if is_number else words
    except ValueError:
        return words


def _day(text: str) -> date | None:
    return day(text) if text.strip() else None


def _show_line(exception: MatchException) -> None:
    from app.domain.exception_conditions import describe

    pair = (
        "; ".join(map(describe, exception.conditions))
        or f"{exception.subject_name} / {exception.listed_name}"
        f" ({exception.source} {exception.list_entry_id})"
    )
    cli_output.line(f"{exception.exception_id}  {exception.status.value:<8} {pair}")


def _show(exception: MatchException) -> None:
    _show_line(exception)
    cli_output.line(f"  {exception.reason}")
    cli_output.line(f"  made by {exception.created_by}, used {exception.used:,} times")
    if exception.fields:
        cli_output.line(f"  brought back by: {', '.join(exception.fields)}")
        cli_output.line(f"  or by the customer's: {', '.join(exception.subject_fields) or '-'}")
    for name, told in (("last day", exception.expires_on), ("review on", exception.review_on)):
        if told:
            cli_output.line(f"  {name}: {told}")
    for change in exception.difference:
        cli_output.line(
            f"  changed: {change.side} {change.field}:"
            f" {change.before or '-'} -> {change.after or '-'}"
        )


def _tell(exception: MatchException, *, as_json: bool) -> None:
    from app.services.exception_shape import exception_value

    if as_json:
        cli_output.print_json(exception_value(exception))
    else:
        _show(exception)


def _workspace(context: typer.Context, data_dir: str | None) -> AbstractContextManager[Workspace]:
    opened: AbstractContextManager[Workspace] = context.find_root().obj(data_dir)
    return opened
