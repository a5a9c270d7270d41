"""What the commands of case work do alike, read and print."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import typer

from app import cli_output
from app.domain.errors import UsageError

if TYPE_CHECKING:
    from app.domain.case import Case
    from app.services.cases import CaseFile
    from app.services.workspace import Workspace


def known(kinds: Any, names: Iterable[str], what: str) -> tuple[Any, ...]:
    """Members of an enumeration by name, also several with commas between. Raises UsageError."""
    wanted = [part.strip().upper() for name in names for part in name.split(",")]
    try:
        return tuple(kinds(name) for name in wanted)
    except ValueError as error:
        raise UsageError(f"Unknown {what}: {error}.", todo=f"Use {', '.join(kinds)}.") from error


def show_line(case: Case) -> None:
    """A case on one line."""
    due = f"due {case.due_at:%Y-%m-%d %H:%M}" if case.due_at and not case.closed_at else ""
    verdict = case.disposition.value if case.disposition else case.decision.value
    who = case.assigned_to or "nobody"
    parts = [case.case_id, case.state.value, case.priority.value, verdict, case.name, who, due]
    cli_output.line("  ".join(part for part in parts if part))


def show_file(file: CaseFile) -> None:
    """A case with its timeline, documents and what it waits for."""
    case = file.case
    show_line(case)
    cli_output.line(
        f"  risk {case.score} ({case.band.value}), {case.open_matches} of {case.matches} matches "
        f"open, opened by {case.opened_by}"
    )
    if case.notes:
        cli_output.line(f"  {case.notes}")
    for item in file.activities:
        move = f"{item.data['from']} -> {item.data['to']}" if "to" in item.data else ""
        told = "  ".join(part for part in (item.type.value, move, item.content) if part)
        cli_output.line(f"  {item.at:%Y-%m-%d %H:%M} UTC  {item.actor}  {told}")
    for attachment in file.attachments:
        problem = file.damaged.get(attachment.attachment_id, "")
        where = attachment.url or f"{attachment.size:,} bytes  {attachment.sha256[:12]}"
        cli_output.line(f"  {attachment.type}  {attachment.name}  {where}  {problem.upper()}")
    for approval in file.pending:
        named = approval.named or "a reviewer"
        cli_output.line(f"  {approval.summary} waits for {named} ({approval.approval_id})")


def do(
    context: typer.Context,
    data_dir: str | None,
    deed: Callable[[Workspace], Case],
    *,
    as_json: bool,
) -> None:
    """Do one thing to a case and print the case as it is then."""
    from app.services.case_shape import case_value

    with workspace_of(context, data_dir) as workspace:
        case = deed(workspace)
    if as_json:
        cli_output.print_json(case_value(case))
    else:
        show_line(case)


def decide(
    context: typer.Context,
    data_dir: str | None,
    wanted: str,
    reason: str,
    deed: Callable[[Workspace, str, str], Any],
    *,
    as_json: bool,
) -> None:
    """Decide the approval that is named, or the only one that the named case waits for."""
    from app.services import approvals
    from app.services.case_shape import approval_value

    with workspace_of(context, data_dir) as workspace:
        waiting = approvals.pending(workspace, for_me=False)
        found = [item.approval_id for item in waiting if item.case_id == wanted]
        if len(found) > 1:
            raise UsageError(
                f"Case {wanted} waits for {len(found)} approvals.",
                todo=f"Name one: {', '.join(found)}.",
            )
        made = deed(workspace, found[0] if found else wanted, reason)
    if as_json:
        cli_output.print_json(approval_value(made))
    else:
        cli_output.line(f"{made.approval_id}: {made.summary} {made.state.value}.")


def workspace_of(context: typer.Context, data_dir: str | None) -> AbstractContextManager[Workspace]:
    """The workspace, opened by the function that the command line hands down."""
    opened: AbstractContextManager[Workspace] = context.obj(data_dir)
    return opened
