"""What the commands of case work read and print."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from app import cli_output
from app.domain.errors import UsageError

if TYPE_CHECKING:
    from app.domain.case import Case
    from app.services.cases import CaseFile


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
