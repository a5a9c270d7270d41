"""Many cases at once: assigned or closed with one reason, each with its own record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.domain.case import Case, CaseState, Disposition
from app.domain.case_texts import reason_text
from app.domain.errors import AppError, BadInput
from app.domain.ids import new_id
from app.services import case_steps
from app.services.case_moves import disposition_of
from app.services.case_recording import CaseWork, case_work
from app.services.jobs import NO_JOB, Job
from app.services.workspace import Workspace

CHUNK = 25  # cases a transaction: others wait for well under a second


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """What became of each case: `done` now is what was asked for, `waiting` needs a second person
    first, `refused` was left as it is: (case id, why)."""

    batch_id: str
    done: tuple[str, ...]
    waiting: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


def bulk_assign(
    workspace: Workspace,
    case_ids: Iterable[str],
    login: str,
    *,
    reason: str = "",
    job: Job = NO_JOB,
) -> BulkOutcome:
    """Give many cases to one person; in chunks, so that what is done stays done if it is stopped.

    Raises NotAllowed; JobCancelled between two chunks.
    """
    return _each(
        workspace,
        case_ids,
        lambda work, case: case_steps.assign(work, case, login, reason),
        job,
        waits_in=None,
    )


def bulk_close(
    workspace: Workspace,
    case_ids: Iterable[str],
    disposition: Disposition | str,
    reason: str,
    *,
    job: Job = NO_JOB,
) -> BulkOutcome:
    """Propose one disposition, with one reason, for many cases; each closes or waits for a second
    person as the policy says.

    Raises InvalidDisposition, BadInput (no reason; ESCALATED closes nothing), NotAllowed;
    JobCancelled between two chunks.
    """
    made = disposition_of(disposition)
    if made is Disposition.ESCALATED:
        raise BadInput("Escalating closes no case.", safe="Nothing was changed.")
    why = reason_text(reason)
    return _each(
        workspace,
        case_ids,
        lambda work, case: case_steps.propose(work, case, made, why),
        job,
        waits_in=CaseState.PENDING_APPROVAL,
    )


def _each(
    workspace: Workspace,
    case_ids: Iterable[str],
    step: Callable[[CaseWork, Case], Case],
    job: Job,
    *,
    waits_in: CaseState | None,
) -> BulkOutcome:
    wanted = list(dict.fromkeys(case_ids))
    batch_id = new_id("bat", workspace.clock())
    done: list[str] = []
    waiting: list[str] = []
    refused: list[tuple[str, str]] = []
    for start in range(0, len(wanted), CHUNK):
        job.check()
        job.progress(start, len(wanted), "Working on cases")
        with case_work(workspace) as work:
            work.batch_id = batch_id
            for case_id in wanted[start : start + CHUNK]:
                try:
                    case = step(work, work.case(case_id))
                except AppError as error:
                    refused.append((case_id, error.message))
                    continue
                (waiting if case.state is waits_in else done).append(case_id)
    job.progress(len(wanted), len(wanted), "Working on cases")
    return BulkOutcome(batch_id, tuple(done), tuple(waiting), tuple(refused))
