"""Many cases at once: assigned or closed with one reason, after count, sample and confirmation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.domain.case import Case
from app.domain.case_query import CaseQuery
from app.gui import jobs
from app.gui.cases.bulk_dialog import BulkDialog
from app.gui.cases.decision_dialog import Decided, DecisionDialog
from app.gui.cases.deeds_dialog import Deeds
from app.gui.cases.wording import count_words
from app.gui.widgets.people_field import PeopleField
from app.services import case_bulk, cases
from app.services.case_bulk import BulkOutcome
from app.services.jobs import Job

_SAMPLE = 5
Work = Callable[[Sequence[str], Decided, Job], BulkOutcome]


class BulkDeeds(QObject):
    """Asks, then does it on the writing worker with progress in the status bar."""

    def __init__(self, deeds: Deeds, page: QWidget) -> None:
        super().__init__(page)
        self._deeds = deeds
        self._page = page
        self.result: BulkDialog | None = None

    def ask_assign(self, chosen: Sequence[Case], every: CaseQuery | None, count: int) -> None:
        """Ask to whom these cases go.

        Args:
            chosen: the cases at hand, for the sample.
            every: the question whose every answer is meant; None means `chosen` alone.
            count: how many that are.
        """
        workspace = self._deeds.workspace
        dialog = DecisionDialog(
            self.tr("Assign {cases}").format(cases=count_words(count)),
            "",
            self.tr("Assign"),
            needs_reason=False,
            parent=self._page,
        )
        me = workspace.acting_session()
        field = PeopleField(
            self.tr("Assign to"), self._deeds.people, nobody=self.tr("Nobody"), me=me
        )
        dialog.add_person(self.tr("Assign &to"), field)

        def work(ids: Sequence[str], decided: Decided, job: Job) -> BulkOutcome:
            return case_bulk.bulk_assign(
                workspace, ids, decided.person, reason=decided.reason, job=job
            )

        self._ask(dialog, chosen, every, count, work, self.tr("Assigning cases"))

    def ask_close(self, chosen: Sequence[Case], every: CaseQuery | None, count: int) -> None:
        """Ask with which verdict and reason these cases shall close; as `ask_assign`."""
        workspace = self._deeds.workspace
        dialog = DecisionDialog(
            self.tr("Decide {cases}").format(cases=count_words(count)),
            self.tr("Each is decided by itself and has its own record; all share one reason."),
            self.tr("Decide all"),
            choices=self._deeds.disposition_choices(),
            parent=self._page,
        )

        def work(ids: Sequence[str], decided: Decided, job: Job) -> BulkOutcome:
            return case_bulk.bulk_close(workspace, ids, decided.choice, decided.reason, job=job)

        self._ask(dialog, chosen, every, count, work, self.tr("Deciding cases"))

    def _ask(
        self,
        dialog: DecisionDialog,
        chosen: Sequence[Case],
        every: CaseQuery | None,
        count: int,
        work: Work,
        label: str,
    ) -> None:
        dialog.add_sample(count, [case.name for case in chosen[:_SAMPLE]])
        workspace = self._deeds.workspace
        names = {case.case_id: case.name for case in chosen}

        def confirmed(decided: Decided) -> None:
            def run(job: Job) -> BulkOutcome:
                ids = cases.ids(workspace, every) if every is not None else tuple(names)
                return work(ids, decided, job)

            handle = jobs.start(run, lane=jobs.WRITE, label=label)
            handle.finished.connect(lambda outcome: self._show(outcome, names))
            handle.failed.connect(self._deeds.failed)

        self._deeds.ask(dialog, confirmed)

    def _show(self, outcome: BulkOutcome, names: dict[str, str]) -> None:
        self.result = BulkDialog(outcome, names, self._page)
        self.result.finished.connect(self._forget)
        self.result.open()

    def _forget(self) -> None:
        self.result = None
