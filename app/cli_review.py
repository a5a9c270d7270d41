"""The commands of the review queue: list, show, next, resolve, escalate and undo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from app import cli_output
from app.cli_cases_output import known
from app.domain.errors import NotFound, UsageError

if TYPE_CHECKING:
    from app.domain.review_queue import MatchDetail, PairEvent, ReviewGroup, ReviewOutcome
    from app.services.review_checklist import ChecklistStep
    from app.services.workspace import Workspace

review_app = typer.Typer(help="Matches that wait for a person's verdict.", no_args_is_help=True)

DataDir = Annotated[
    str | None,
    typer.Option("--data-dir", help="The workspace's folder (or SCREENDESK_DATA_DIR)."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]
MatchIds = Annotated[list[str], typer.Argument(help="Such as mat_01KB… (one or more)")]
Text = Annotated[
    str, typer.Option(help="Words in the subject's name or number or the listed name.")
]
Sources = Annotated[list[str] | None, typer.Option("--source", help="A list (repeatable).")]
Assigned = Annotated[str, typer.Option(help="A login, me or nobody.")]
Due = Annotated[str, typer.Option(help="today or overdue")]


@review_app.command("list")
def list_groups(
    context: typer.Context,
    text: Text = "",
    state: Annotated[
        list[str] | None, typer.Option(help="OPEN, UNSURE, RESOLVED (repeatable)")
    ] = None,
    check: Annotated[
        list[str] | None, typer.Option(help="SANCTIONS, PEP, ADVERSE_MEDIA (repeatable)")
    ] = None,
    source: Sources = None,
    strength: Annotated[
        list[str] | None, typer.Option(help="EXACT, STRONG, POSSIBLE (repeatable)")
    ] = None,
    assigned: Assigned = "",
    due: Due = "",
    snoozed: Annotated[str, typer.Option(help="hide, only or all")] = "hide",
    escalated: Annotated[str, typer.Option(help="hide, only or all")] = "hide",
    came_back: Annotated[bool, typer.Option(help="Only those whose exception lapsed.")] = False,
    sort: Annotated[
        list[str] | None, typer.Option(help="due_at, subject_name, best_score:desc (repeatable)")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many.")] = 100,
    offset: Annotated[int, typer.Option(min=0, help="After so many.")] = 0,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """List what waits, by subject and listed party, what is due first. Example: screendesk review
    list --strength EXACT --sort best_score:desc"""
    from app.domain.match import Check, Strength
    from app.domain.review import OPEN_STATES, ReviewState
    from app.services import review
    from app.services.review_shape import group_value

    query = review.ReviewQuery(
        text=text,
        states=known(ReviewState, state or [], "state") or OPEN_STATES,
        checks=known(Check, check or [], "check"),
        sources=tuple(source or ()),
        strengths=known(Strength, strength or [], "strength"),
        assigned=assigned,
        due=_one_of(due, ("", "today", "overdue"), "--due"),
        snoozed=_one_of(snoozed, _SHOWN, "--snoozed"),
        escalated=_one_of(escalated, _SHOWN, "--escalated"),
        came_back=came_back,
        sort=tuple(map(_sorting, sort or ["due_at"])),
    )
    with _workspace(context, data_dir) as workspace:
        found = review.groups(workspace, query, offset, limit)
        counts = review.count(workspace, query)
    if as_json:
        values = [group_value(group) for group in found]
        told = {"matches": counts.matches, "fitting": counts.groups, "total": counts.all_groups}
        cli_output.print_json({"groups": values, **told, "total_matches": counts.all_matches})
        return
    for group in found:
        _show_group(group)
    cli_output.line(
        f"{len(found):,} of {counts.groups:,} parties, {counts.matches:,} of "
        f"{counts.all_matches:,} open matches."
    )


@review_app.command("show")
def show(
    context: typer.Context,
    match_id: Annotated[str, typer.Argument(help="Such as mat_01KB…")],
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Show a match with its evidence, its history and the checklist. Example: screendesk review
    show mat_01KB…"""
    from app.services import review
    from app.services.review_checklist import checklist
    from app.services.review_shape import detail_value

    with _workspace(context, data_dir) as workspace:
        detail = review.detail(workspace, match_id)
        reasons = workspace.case_policy.reasons
    steps = checklist(detail.record.subject, detail.match)
    if as_json:
        offered = [
            {"code": reason.code, "text": reason.text, "verdicts": list(reason.verdicts)}
            for reason in reasons
        ]
        cli_output.print_json(detail_value(detail, steps) | {"reasons": offered})
        return
    _show_detail(detail, steps)
    for reason in reasons:
        cli_output.line(f"  --reason {reason.code:20} {reason.text} ({', '.join(reason.verdicts)})")


@review_app.command("next")
def next_(
    context: typer.Context,
    text: Text = "",
    source: Sources = None,
    assigned: Assigned = "",
    due: Due = "",
    after: Annotated[str, typer.Option(help="The group id that this one follows.")] = "",
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Take the next party that nobody works on, and lock it. Example: screendesk review next"""
    from app.services import review
    from app.services.review_shape import group_value, review_value

    query = review.ReviewQuery(
        text=text,
        sources=tuple(source or ()),
        assigned=assigned,
        due=_one_of(due, ("", "today", "overdue"), "--due"),
    )
    with _workspace(context, data_dir) as workspace:
        group = review.take_next(workspace, query, after)
        found = review.matches(workspace, group.group_id, query) if group else ()
    if as_json:
        value = group_value(group) if group else None
        cli_output.print_json({"group": value, "matches": [review_value(one) for one in found]})
        return
    if group is None:
        cli_output.line("Nothing waits that fits.")
        return
    _show_group(group)
    for one in found:
        cli_output.line(f"  {one.match_id}  {one.strength.value:8} {one.score:5.1f}  {one.source}")


@review_app.command("resolve")
def resolve(
    context: typer.Context,
    match_ids: MatchIds,
    verdict: Annotated[str, typer.Option(help="TRUE_POSITIVE, FALSE_POSITIVE or UNSURE")],
    reason: Annotated[str, typer.Option(help="A reason that `review show` offers.")] = "",
    comment: Annotated[str, typer.Option(help="Why, in words.")] = "",
    answers: Annotated[
        list[str] | None,
        typer.Option("--answer", help="STEP=yes|no|unknown of the checklist (repeatable)"),
    ] = None,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Give matches a verdict. Example: screendesk review resolve mat_01KB… --verdict
    FALSE_POSITIVE --reason other_birth"""
    from app.domain.review import ResolutionVerdict
    from app.services import review

    (wanted,) = known(ResolutionVerdict, [verdict], "verdict")
    given = _answers(answers or [])
    with _workspace(context, data_dir) as workspace:
        outcome = review.resolve(workspace, match_ids, wanted, reason, comment, checklist=given)
    _show_outcome(outcome, as_json=as_json)


@review_app.command("escalate")
def escalate(
    context: typer.Context,
    match_ids: MatchIds,
    reason: Annotated[str, typer.Option(help="Why, for the record.")],
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Take matches into a case, undecided. Example: screendesk review escalate mat_01KB…
    --reason "Ask the branch" """
    from app.services import review

    with _workspace(context, data_dir) as workspace:
        outcome = review.escalate(workspace, match_ids, reason)
    _show_outcome(outcome, as_json=as_json)


@review_app.command("undo")
def undo(
    context: typer.Context,
    batch_id: Annotated[str, typer.Argument(help="Such as rvb_01KB…; your last if not given")] = "",
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Take back what was done last, or one act by its id. Example: screendesk review undo"""
    from app.services import review

    with _workspace(context, data_dir) as workspace:
        if not batch_id:
            steps = review.undo_steps(workspace, 1)
            if not steps:
                raise NotFound("There is nothing of yours to take back.")
            batch_id = steps[0].batch_id
        outcome = review.undo(workspace, batch_id)
    _show_outcome(outcome, as_json=as_json)


_SHOWN = ("hide", "only", "all")


def _one_of(value: str, choices: tuple[str, ...], option: str) -> str:
    if value not in choices:
        told = ", ".join(choice for choice in choices if choice)
        raise UsageError(f"“{value[:40]}” is no value of {option}.", todo=f"Use {told}.")
    return value


def _sorting(text: str) -> tuple[str, bool]:
    name, _, direction = text.partition(":")
    return name, _one_of(direction, ("", "asc", "desc"), "--sort") != "desc"


def _answers(texts: list[str]) -> Mapping[str, str]:
    pairs = [text.partition("=") for text in texts]
    return {step: answer for step, _, answer in pairs}


def _show_group(group: ReviewGroup) -> None:
    taken = f"  {group.locked_by} works on it" if group.locked_by else ""
    cli_output.line(f"{group.group_id}{taken}")
    cli_output.line(
        f"  {group.best_strength.value:8} {group.best_score:5.1f}  {group.subject_name} beside "
        f"{group.party_name} ({', '.join(group.sources)}), {group.open_matches} open, due "
        f"{group.due_at:%Y-%m-%d %H:%M} UTC"
    )


def _show_detail(detail: MatchDetail, steps: tuple[ChecklistStep, ...]) -> None:
    item = detail.review
    cli_output.line(f"{item.state.value}   {item.subject_name} beside {item.primary_name}")
    cli_output.line(f"{item.check.value} {item.source} {item.list_entry_id}, {item.score:.1f}")
    for evidence in detail.match.evidence:
        cli_output.line(
            f"  {evidence.verdict.value:<8} {evidence.feature.value.replace('_', ' ')}: "
            f"{evidence.query_value or 'not given'} / {evidence.list_value or 'not on the list'}"
        )
    for change in detail.changed_since:
        cli_output.line(
            f"  since the last verdict {change.side} {change.field.replace('_', ' ')}: "
            f"{change.before or 'nothing'} -> {change.after or 'nothing'}"
        )
    for other in detail.others:
        cli_output.line(f"  also {other.match_id}  {other.source}  {other.state.value}")
    cli_output.line("History")
    for event in detail.history:
        _show_event(event)
    cli_output.line("Checklist")
    for step in steps:
        cli_output.line(f"  {step.step:6} {step.question}")
        cli_output.line(f"         suggested: {step.suggestion.value}. {step.because}")


def _show_event(event: PairEvent) -> None:
    what = event.kind.value if event.kind else event.what or "SCREENED"
    parts = (event.verdict.value if event.verdict else "", event.reason, event.comment)
    words = ", ".join(part for part in (*parts, event.actor) if part)
    undone = ", taken back" if event.is_undone else ""
    cli_output.line(f"  {event.at:%Y-%m-%d %H:%M} {what}{': ' if words else ''}{words}{undone}")


def _show_outcome(outcome: ReviewOutcome, *, as_json: bool) -> None:
    from app.services.review_shape import outcome_value

    if as_json:
        cli_output.print_json(outcome_value(outcome))
        return
    cli_output.line(f"{len(outcome.actions)} done: {outcome.batch_id}")
    for case_id in outcome.cases:
        cli_output.line(f"In case {case_id}")


@contextmanager
def _workspace(context: typer.Context, data_dir: str | None) -> Iterator[Workspace]:
    """The workspace; what an earlier command resolved is told outside first, if it is time."""
    from app.services.review import announce_resolved

    with context.find_root().obj(data_dir) as workspace:
        announce_resolved(workspace)
        yield workspace
