"""What the page of one case knows: the case with all that belongs to it, kept up to date."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.domain.approval import Approval
from app.domain.case import Case, CaseState, Disposition
from app.domain.events import Event
from app.domain.user import Permission, same_person
from app.gui import jobs
from app.gui.cases.wording import (
    disposition_word,
    person_word,
    priority_word,
    short_outcome,
    state_word,
    translate,
)
from app.gui.screening.wording import local_time
from app.services import approvals, case_moves, cases
from app.services.cases import CaseFile
from app.services.jobs import Job
from app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Shown:
    """A case as it is shown: `obstacles` say why whoever looks cannot move it to a state, `held`
    why they cannot decide each approval that waits ("" if they can), `own` are those that they
    asked for, `proposal` is what the resolutions of all its matches suggest."""

    file: CaseFile
    proposal: Disposition | None
    obstacles: dict[CaseState, str]
    held: dict[str, str]
    own: frozenset[str]


def why_not_decide(workspace: Workspace, approval: Approval) -> str:
    """Why whoever looks cannot decide what waits, as one sentence; empty if they can."""
    if is_own(workspace, approval):
        return translate("Cases", "You asked for it, so you cannot give it.")
    if not workspace.acting_session().may(Permission.APPROVE):
        return translate("Cases", "Only a reviewer decides this.")
    return approvals.obstacle(approval, workspace.actor)


def is_own(workspace: Workspace, approval: Approval) -> bool:
    """Whether whoever looks asked for it."""
    return same_person(approval.made_by, workspace.actor)


class CaseViewModel(QObject):
    """Reads one case; `shown` again whenever something about it has changed."""

    shown = Signal(object)  # Shown
    changed_meanwhile = Signal(object)  # what differs from what was shown, in words
    failed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._questions = jobs.Questions()
        self.case_id = ""
        self.now: Shown | None = None
        self._expected = 0  # the version that our own change leads to

    @property
    def case(self) -> Case | None:
        """The case as it is shown."""
        return self.now.file.case if self.now else None

    def open(self, case_id: str) -> None:
        """Show another case."""
        if case_id != self.case_id:
            self.now = None
        self.case_id = case_id
        self.refresh()

    def close(self) -> None:
        """Show none."""
        self.case_id, self.now = "", None
        self._questions.give_up("case")

    def refresh(self) -> None:
        """Read the case again."""
        workspace, case_id = self._workspace, self.case_id
        if not case_id:
            return

        def work(_job: Job) -> Shown:
            file = cases.get(workspace, case_id)
            return Shown(
                file,
                case_moves.proposal(workspace, case_id),
                case_moves.obstacles(workspace, case_id),
                {item.approval_id: why_not_decide(workspace, item) for item in file.pending},
                frozenset(i.approval_id for i in file.pending if is_own(workspace, i)),
            )

        self._questions.ask("case", work, self._take, self.failed)

    def expect(self, case: object) -> None:
        """Our own change led to this case: it is no news that it is at that version."""
        if isinstance(case, Case) and case.case_id == self.case_id:
            self._expected = case.version

    def take_event(self, event: Event) -> None:
        """Read the case again if the event is about it."""
        about = {event.object_id, str(event.data.get("case_id", ""))}
        after = event.data.get("after")
        if isinstance(after, dict):
            about.add(str(after.get("case_id", "")))
        if self.case_id and (self.case_id in about or event.object_type == "match"):
            self.refresh()

    def _take(self, found: Shown) -> None:
        before = self.now
        self.now = found
        self.shown.emit(found)
        after = found.file.case
        mine = person_word(self._workspace.actor)
        last = found.file.activities[-1].actor if found.file.activities else ""
        is_ours = after.version == self._expected or person_word(last) == mine
        if before is not None and before.file.case.case_id == after.case_id and not is_ours:
            differs = differences(before.file.case, after)
            if differs:
                self.changed_meanwhile.emit(differs)


def differences(before: Case, after: Case) -> tuple[str, ...]:
    """What of a case is another thing now, each as ``State: In review, now Escalated``."""

    def day(case: Case, field: str) -> str:
        at = getattr(case, field)
        return local_time(at, with_date=True) if at else "–"

    def found(case: Case) -> dict[str, str]:
        return {
            translate("Cases", "State"): state_word(case.state),
            translate("Cases", "Priority"): priority_word(case.priority),
            translate("Cases", "Assigned to"): person_word(case.assigned_to) or "–",
            translate("Cases", "Due"): day(case, "due_at"),
            translate("Cases", "Snoozed until"): day(case, "snoozed_until"),
            translate("Cases", "Tags"): ", ".join(case.tags) or "–",
            translate("Cases", "Decision"): short_outcome(case.decision),
            translate("Cases", "Disposition"): (
                disposition_word(case.disposition) if case.disposition else "–"
            ),
            translate("Cases", "Open matches"): str(case.open_matches),
        }

    words = translate("Cases", "{what}: {before}, now {after}")
    old, new = found(before), found(after)
    return tuple(
        words.format(what=what, before=old[what], after=new[what])
        for what in old
        if old[what] != new[what]
    )
