"""What is done to cases: a question where one is needed, then the service on the writing lane."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.case import MOVES, Case, CaseState, Disposition, Move, why_not
from app.domain.user import Permission, User
from app.gui import jobs
from app.gui.cases.decision_dialog import Choice, Decided, DecisionDialog
from app.gui.cases.wording import disposition_word
from app.gui.widgets.people_field import PeopleField
from app.services import case_moves
from app.services.jobs import Job
from app.services.workspace import Workspace


class Deeds(QObject):
    """Runs changes of cases one after the other. `done(result, words)` when one is stored,
    `failed(error)` when nothing was changed; `dialog` is the question that is open."""

    done = Signal(object, str)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, page: QWidget) -> None:
        super().__init__(page)
        self.workspace = workspace
        self.page = page
        self.people: tuple[User, ...] = ()
        self.dialog: DecisionDialog | None = None

    def run(self, work: Callable[[Job], Any], words: str, *, label: str = "") -> jobs.JobHandle:
        """Do `work` on the writing worker; `words` say it is done."""
        handle = jobs.start(work, lane=jobs.WRITE, label=label)
        handle.finished.connect(lambda result: self.done.emit(result, words))
        handle.failed.connect(self.failed)
        return handle

    def ask(self, dialog: DecisionDialog, confirmed: Callable[[Decided], object]) -> None:
        """Open a question over the page."""
        self.dialog = dialog
        dialog.decided.connect(confirmed)
        dialog.finished.connect(self._forget)
        dialog.open()

    def _forget(self) -> None:
        self.dialog = None

    def approvers(self) -> tuple[User, ...]:
        """The people who may approve what I ask for."""
        me = self.workspace.acting_session().login
        return tuple(
            user for user in self.people if user.may(Permission.APPROVE) and user.login != me
        )

    # moving -------------------------------------------------------------------------------

    def move(self, case: Case, target: CaseState) -> None:
        """Move a case, after the question that this move needs; the table of moves decides."""
        if why_not(case.state, target):
            return
        kind = MOVES[case.state, target]
        if kind is Move.ASSIGN:
            self._move(case, target, Decided(""), self.tr("Taken into review"))
        elif kind is Move.DISPOSE:
            self.ask_disposition(case)
        else:
            self._ask_move(case, target, kind)

    def _move(self, case: Case, target: CaseState, decided: Decided, words: str) -> None:
        workspace = self.workspace

        def work(_job: Job) -> Case:
            return case_moves.move(
                workspace,
                case.case_id,
                target,
                decided.reason,
                disposition=decided.choice,
                login=decided.person if target is CaseState.ESCALATED else "",
                approver=decided.person if target is CaseState.PENDING_APPROVAL else "",
                version=case.version,
            )

        self.run(work, f"{words}: {case.name}")

    def _ask_move(self, case: Case, target: CaseState, kind: Move) -> None:
        heading, text, verb, words = self._move_words(case, kind)
        dialog = DecisionDialog(
            heading, text, verb, needs_reason=kind is not Move.APPROVE, parent=self.page
        )
        if kind is Move.ESCALATE and self.people:
            nobody = self.tr("Nobody in particular")
            others = [u for u in self.people if u.login != self.workspace.acting_session().login]
            field = PeopleField(self.tr("Escalate to"), others, nobody=nobody)
            field.choose("")
            dialog.add_person(self.tr("Escalate &to"), field)
        self.ask(dialog, lambda decided: self._move(case, target, decided, words))

    def _move_words(self, case: Case, kind: Move) -> tuple[str, str, str, str]:
        """Heading, what happens then, the verb, and what is said when it is done."""
        name = case.name
        words = {
            Move.ESCALATE: (
                self.tr("Escalate {name}?"),
                self.tr("The case moves to Escalated; someone with more say looks at it."),
                self.tr("Escalate"),
                self.tr("Escalated"),
            ),
            Move.RETURN: (
                self.tr("Return {name} to review?"),
                self.tr("The case goes back to the desk."),
                self.tr("Return"),
                self.tr("Returned to review"),
            ),
            Move.REFUSE: (
                self.tr("Refuse the disposition of {name}?"),
                self.tr("The case goes back to review; its maker reads the reason."),
                self.tr("Refuse"),
                self.tr("Back in review"),
            ),
            Move.APPROVE: (
                self.tr("Approve and close {name}?"),
                self.tr("You approve as second person what {maker} found: {found}.").format(
                    maker=self.tr("its maker"),
                    found=disposition_word(case.disposition) if case.disposition else "–",
                ),
                self.tr("Approve"),
                self.tr("Approved and closed"),
            ),
            Move.REOPEN: (
                self.tr("Reopen {name}?"),
                self.tr("The case goes back to review and needs a new disposition."),
                self.tr("Reopen"),
                self.tr("Reopened"),
            ),
        }
        heading, text, verb, done = words[kind]
        return heading.format(name=name), text, verb, done

    def ask_disposition(self, case: Case, proposed: Disposition | None = None) -> None:
        """Ask for the verdict on a case; `proposed` is outlined, never chosen beforehand."""
        dialog = DecisionDialog(
            self.tr("Decide {name}").format(name=case.name),
            self.tr("All its matches are false positives.") if proposed else "",
            self.tr("Decide"),
            choices=self.disposition_choices(),
            parent=self.page,
        )
        approvers = self.approvers()
        if self.workspace.case_policy.four_eyes and approvers:
            field = PeopleField(self.tr("Approver"), approvers, nobody=self.tr("Any reviewer"))
            field.choose("")
            dialog.add_person(self.tr("&Approver, where one is needed"), field)
        target, words = CaseState.PENDING_APPROVAL, self.tr("Decided")
        self.ask(dialog, lambda decided: self._move(case, target, decided, words))

    def disposition_choices(self) -> tuple[Choice, ...]:
        """The verdicts that close a case, and what follows from each."""
        policy = self.workspace.case_policy
        closing = (
            Disposition.FALSE_POSITIVE,
            Disposition.NO_ACTION_REQUIRED,
            Disposition.TRUE_POSITIVE,
        )

        def follows(item: Disposition) -> str:
            return waits if policy.needs_second(item) else closes

        waits = self.tr("Waits for a second person, who approves or refuses.")
        closes = self.tr("Closes the case at once; the policy asks for no second person.")
        return tuple(
            Choice(
                item.value, disposition_word(item), waits if policy.needs_second(item) else closes
            )
            for item in closing
        )
