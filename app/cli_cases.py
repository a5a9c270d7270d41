"""The commands of case work: list, show, create, and every move of a case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app import cli_cases_output, cli_output, cli_reports
from app.cli_lists import DataDir, Json

if TYPE_CHECKING:
    from app.domain.case import Case
    from app.services.workspace import Workspace

cases_app = typer.Typer(help="Cases: from a match to a decision.", no_args_is_help=True)

CaseId = Annotated[str, typer.Argument(help="Such as cas_01KB…")]
Reason = Annotated[str, typer.Option(help="Why, for the record.")]


@cases_app.command("list")
def list_cases(
    context: typer.Context,
    status: Annotated[
        list[str] | None, typer.Option(help="OPEN, IN_REVIEW, ESCALATED ... (repeatable)")
    ] = None,
    priority: Annotated[
        list[str] | None, typer.Option(help="LOW, MEDIUM, HIGH, CRITICAL (repeatable)")
    ] = None,
    text: Annotated[str, typer.Option(help="Words in name, customer number, ids, tags.")] = "",
    assigned: Annotated[str, typer.Option(help="A login, me, nobody or me_or_nobody.")] = "",
    due: Annotated[str, typer.Option(help="today, week or overdue")] = "",
    tag: Annotated[list[str] | None, typer.Option(help="Any of these tags (repeatable).")] = None,
    snoozed: Annotated[str, typer.Option(help="hide, only or all")] = "hide",
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many.")] = 100,
    offset: Annotated[int, typer.Option(min=0, help="After so many.")] = 0,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """List cases, those due first. Example: screendesk cases list --status ESCALATED
    --priority HIGH"""
    from app.domain.case import CaseState, Priority
    from app.services import cases
    from app.services.case_shape import case_value

    query = cases.CaseQuery(
        text=text,
        states=cli_cases_output.known(CaseState, status or [], "status"),
        priorities=cli_cases_output.known(Priority, priority or [], "priority"),
        assigned=assigned,
        due=due,
        tags=tuple(tag or ()),
        snoozed=snoozed,
    )
    with cli_cases_output.workspace_of(context, data_dir) as workspace:
        found = cases.page(workspace, query, offset, limit)
        fitting, total = cases.count(workspace, query)
    if as_json:
        values = [case_value(case) for case in found]
        cli_output.print_json({"cases": values, "fitting": fitting, "total": total})
        return
    for case in found:
        cli_cases_output.show_line(case)
    cli_output.line(f"{len(found):,} of {fitting:,} cases that fit; {total:,} in all.")


@cases_app.command("show")
def show(
    context: typer.Context, case_id: CaseId, as_json: Json = False, data_dir: DataDir = None
) -> None:
    """Show a case with its timeline, documents and approvals. Example:
    screendesk cases show cas_01KB…"""
    from app.services import cases
    from app.services.case_shape import case_file_value

    with cli_cases_output.workspace_of(context, data_dir) as workspace:
        file = cases.get(workspace, case_id)
    if as_json:
        cli_output.print_json(case_file_value(file))
    else:
        cli_cases_output.show_file(file)


@cases_app.command("create")
def create(
    context: typer.Context,
    screening_id: Annotated[str, typer.Argument(help="Such as scr_01KB…")],
    subject_id: Annotated[str, typer.Option(help="Must agree with the screening.")] = "",
    priority: Annotated[str, typer.Option(help="LOW, MEDIUM, HIGH or CRITICAL")] = "",
    notes: Annotated[str, typer.Option(help="What stands at its head.")] = "",
    reason: Reason = "",
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Open a case for a screening. Example: screendesk cases create scr_01KB… --priority HIGH
    --notes "Needs a senior analyst" """

    def made(workspace: Workspace) -> Case:
        from app.services import cases

        return cases.create(
            workspace,
            screening_id,
            subject_id=subject_id,
            priority=priority or None,
            notes=notes,
            reason=reason,
        )

    cli_cases_output.do(context, data_dir, made, as_json=as_json)


@cases_app.command("assign")
def assign(
    context: typer.Context,
    case_id: CaseId,
    login: Annotated[str, typer.Argument(help="To whom; leave it out to give it back.")] = "",
    reason: Reason = "",
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Give a case to someone; an open one goes to review. Example:
    screendesk cases assign cas_01KB… analyst@example.com"""
    from app.services import case_moves

    cli_cases_output.do(
        context,
        data_dir,
        lambda workspace: case_moves.assign(workspace, case_id, login, reason=reason),
        as_json=as_json,
    )


@cases_app.command("escalate")
def escalate(
    context: typer.Context,
    case_id: CaseId,
    reason: Reason,
    to: Annotated[str, typer.Option(help="To whom.")] = "",
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Escalate a case. Example: screendesk cases escalate cas_01KB… --to mlro@example.com
    --reason "Potential sanctions match" """
    from app.services import case_moves

    cli_cases_output.do(
        context,
        data_dir,
        lambda workspace: case_moves.escalate(workspace, case_id, reason, to),
        as_json=as_json,
    )


@cases_app.command("return")
def give_back(
    context: typer.Context,
    case_id: CaseId,
    reason: Reason,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Return an escalated case to the desk. Example: screendesk cases return cas_01KB…
    --reason "Ask the customer first" """
    from app.services import case_moves

    cli_cases_output.do(
        context,
        data_dir,
        lambda workspace: case_moves.return_to_review(workspace, case_id, reason),
        as_json=as_json,
    )


@cases_app.command("dispose")
def dispose(
    context: typer.Context,
    case_id: CaseId,
    disposition: Annotated[
        str,
        typer.Argument(help="TRUE_POSITIVE, FALSE_POSITIVE, ESCALATED or NO_ACTION_REQUIRED"),
    ],
    reason: Reason,
    approver: Annotated[str, typer.Option(help="Who shall decide, with four eyes.")] = "",
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Give the verdict on a case; it closes, or waits for a second person. Example:
    screendesk cases dispose cas_01KB… FALSE_POSITIVE --reason "Other date of birth" """
    from app.services import case_moves

    cli_cases_output.do(
        context,
        data_dir,
        lambda workspace: case_moves.dispose(workspace, case_id, disposition, reason, approver),
        as_json=as_json,
    )


@cases_app.command("approve")
def approve(
    context: typer.Context,
    wanted: Annotated[str, typer.Argument(help="A case, or one of its approvals (apr_…).")],
    reason: Reason = "",
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Approve, as second person, what a case waits for. Example: screendesk cases approve
    cas_01KB… --reason "Seen the passport" """
    from app.services import approvals

    cli_cases_output.decide(context, data_dir, wanted, reason, approvals.approve, as_json=as_json)


@cases_app.command("refuse")
def refuse(
    context: typer.Context,
    wanted: Annotated[str, typer.Argument(help="A case, or one of its approvals (apr_…).")],
    reason: Reason,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Refuse, as second person, what a case waits for. Example: screendesk cases refuse
    cas_01KB… --reason "No document yet" """
    from app.services import approvals

    cli_cases_output.decide(context, data_dir, wanted, reason, approvals.refuse, as_json=as_json)


@cases_app.command("override")
def override(
    context: typer.Context,
    case_id: CaseId,
    original: Annotated[str, typer.Argument(help="The decision in force, such as BLOCK.")],
    new: Annotated[str, typer.Argument(help="Such as APPROVE_WITH_MONITORING.")],
    reason: Reason,
    approved_by: Annotated[str, typer.Option(help="Who approves, or approved, it.")] = "",
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Put a person's decision in the place of the machine's. Example: screendesk cases override
    cas_01KB… BLOCK APPROVE_WITH_MONITORING --reason "Cleared by the MLRO" """
    from app.services import case_moves
    from app.services.case_shape import override_value

    with cli_cases_output.workspace_of(context, data_dir) as workspace:
        made = case_moves.override(workspace, case_id, original, new, reason, approved_by)
    value = override_value(made)
    if as_json:
        cli_output.print_json(value)
    else:
        cli_output.line(f"{case_id}: {original} -> {new}, {value['status']}.")


@cases_app.command("reopen")
def reopen(
    context: typer.Context,
    case_id: CaseId,
    reason: Reason,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Reopen a closed case. Example: screendesk cases reopen cas_01KB… --reason "New evidence" """
    from app.services import case_moves

    cli_cases_output.do(
        context,
        data_dir,
        lambda workspace: case_moves.reopen(workspace, case_id, reason),
        as_json=as_json,
    )


@cases_app.command("note")
def note(
    context: typer.Context,
    case_id: CaseId,
    content: Annotated[str, typer.Argument(help="What to write.")],
    kind: Annotated[
        str, typer.Option("--type", help="NOTE, CALL, EMAIL, DOCUMENT or MEETING")
    ] = "NOTE",
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Add a line to a case's timeline. Example: screendesk cases note cas_01KB… "Asked for a
    passport copy" --type CALL"""
    from app.services import case_activities
    from app.services.case_shape import activity_value

    with cli_cases_output.workspace_of(context, data_dir) as workspace:
        made = case_activities.add_activity(workspace, case_id, kind, content)
    if as_json:
        cli_output.print_json(activity_value(made))
    else:
        cli_output.line(f"{made.activity_id}: {made.type.value} added to {case_id}.")


@cases_app.command("attach")
def attach(
    context: typer.Context,
    case_id: CaseId,
    source: Annotated[str, typer.Argument(help="A file, or an http(s) address to keep.")],
    name: Annotated[str, typer.Option(help="Its name; the file's own if not given.")] = "",
    kind: Annotated[str, typer.Option("--type", help="What it is, such as PASSPORT.")] = "DOCUMENT",
    note_: Annotated[str, typer.Option("--note", help="A line about it.")] = "",
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Keep a document with a case, or a link to one (never fetched). Example:
    screendesk cases attach cas_01KB… passport.pdf --type PASSPORT"""
    from app.services import case_activities
    from app.services.case_shape import attachment_value

    with cli_cases_output.workspace_of(context, data_dir) as workspace:
        if "://" in source:
            shown = name or source.split("?")[0].rstrip("/").rpartition("/")[2]
            made = case_activities.attach_link(workspace, case_id, shown, kind, source, note=note_)
        else:
            made = case_activities.attach_file(
                workspace, case_id, Path(source), name, type=kind, note=note_
            )
    if as_json:
        cli_output.print_json(attachment_value(made))
    else:
        cli_output.line(f"{made.attachment_id}: {made.name} {made.sha256[:12] or made.url}")


@cases_app.command("report")
def report(
    context: typer.Context,
    case_id: CaseId,
    out: cli_reports.Out = None,
    time_zone: cli_reports.Zone = "",
    force: cli_reports.Force = False,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Write the report on a case as PDF. Example: screendesk cases report cas_01KB… --out
    case.pdf --time-zone Europe/Athens"""
    from app.services import reports
    from app.services.report_words import zone_named

    zone = zone_named(time_zone)
    with cli_cases_output.workspace_of(context, data_dir) as workspace:
        made = reports.case_report_of(workspace, case_id, zone=zone)
        cli_reports.finish(made, out, force=force, as_json=as_json)
