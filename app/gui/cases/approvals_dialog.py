"""What waits for a second person: who asked for what, on which case, and who may decide."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.approval import Approval, ApprovalOf
from app.domain.case import Case, Disposition
from app.domain.decision import Outcome
from app.gui import jobs
from app.gui.cases.case_view_model import why_not_decide
from app.gui.cases.wording import disposition_word, person_word, short_outcome, translate
from app.gui.screening.wording import local_time
from app.gui.widgets.buttons import Button
from app.gui.widgets.empty import EmptyState
from app.gui.widgets.error_dialog import show_error
from app.gui.widgets.labels import isolate, label
from app.gui.widgets.table import DataTable
from app.gui.widgets.table_columns import NOTHING, Column
from app.gui.widgets.table_model import RowsModel
from app.gui.widgets.theme import space
from app.services import approvals, cases
from app.services.jobs import Job
from app.services.workspace import Workspace

_WIDTH, _HEIGHT = 820, 420


@dataclass(frozen=True, slots=True)
class Waiting:
    """One approval that waits, its case, and why whoever looks cannot decide it ("" if so)."""

    approval: Approval
    case: Case | None
    obstacle: str


def what_words(approval: Approval) -> str:
    """``True positive`` or ``Override: Block to Review``: what shall be approved."""
    if approval.of is ApprovalOf.DISPOSITION:
        try:
            return disposition_word(Disposition(approval.summary))
        except ValueError:
            return approval.summary
    if approval.of is ApprovalOf.OVERRIDE:
        return translate("Cases", "Override: {change}").format(
            change=_override_words(approval.summary)
        )
    return translate("Cases", "Case policy: {change}").format(change=approval.summary)


def _override_words(summary: str) -> str:
    before, _, after = summary.partition(" -> ")
    try:
        words = translate("Cases", "{before} to {after}")
        return words.format(
            before=short_outcome(Outcome(before)), after=short_outcome(Outcome(after))
        )
    except ValueError:
        return summary


def read_waiting(workspace: Workspace) -> tuple[Waiting, ...]:
    """All that waits, what whoever acts may decide first, oldest first."""
    found = approvals.pending(workspace, for_me=False)
    known = {c.case_id: c for c in cases.of_ids(workspace, {item.case_id for item in found})}
    rows = [
        Waiting(item, known.get(item.case_id), why_not_decide(workspace, item)) for item in found
    ]
    return tuple(sorted(rows, key=lambda row: bool(row.obstacle)))


class ApprovalsDialog(QDialog):
    """The list. `open_case(case_id)` on Enter; `approve_asked`, `refuse_asked` (Waiting) by the
    buttons or the keys A and R."""

    open_case = Signal(str)
    approve_asked = Signal(object)
    refuse_asked = Signal(object)

    def __init__(
        self, workspace: Workspace, names: dict[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Waiting approvals"))
        self._workspace = workspace
        self._questions = jobs.Questions()
        self.model: RowsModel[Waiting] = RowsModel(
            _columns(names), lambda row: row.approval.approval_id, self
        )
        self.table = DataTable("approvals", self.model, self.tr("Waiting approvals"))
        self.empty = EmptyState(
            "check-circle",
            self.tr("Nothing waits"),
            self.tr("Dispositions and overrides that need a second person appear here."),
        )
        self.why = label("", "secondary")
        self.why.setWordWrap(True)
        self.approve = Button(self.tr("Approve…"), "check", "primary", key="A")
        self.refuse = Button(self.tr("Refuse…"), "undo", key="R")
        self.open_button = Button(self.tr("Open case"), "external", key="Enter")
        self.close_button = Button(self.tr("Close"), key="Esc")
        self.approve.clicked.connect(lambda: self._ask(self.approve_asked))
        self.refuse.clicked.connect(lambda: self._ask(self.refuse_asked))
        self.open_button.clicked.connect(self._open)
        self.close_button.clicked.connect(self.reject)
        self.table.row_changed.connect(lambda _row: self._show_row())
        self.table.opened.connect(lambda _row: self._open())
        self._lay_out()
        self.resize(_WIDTH, _HEIGHT)
        self._show_row()
        self.refresh()

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        buttons = QHBoxLayout()
        buttons.setSpacing(space("s"))
        buttons.addWidget(self.why, 1)
        for button in (self.open_button, self.refuse, self.approve, self.close_button):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(space("l"), space("l"), space("l"), space("l"))
        column.setSpacing(space("m"))
        column.addWidget(label(self.windowTitle(), "heading"))
        column.addWidget(self._stack, 1)
        column.addLayout(buttons)

    def refresh(self) -> None:
        """Ask what waits now."""
        workspace = self._workspace

        def work(_job: Job) -> tuple[Waiting, ...]:
            return read_waiting(workspace)

        self._questions.ask("waiting", work, self._show, lambda error: show_error(error, self))

    def _show(self, rows: tuple[Waiting, ...]) -> None:
        self.model.set_rows(rows)
        self._stack.setCurrentWidget(self.table if rows else self.empty)
        self.table.select_first()
        if rows:
            self.table.setFocus()
        self._show_row()

    def current(self) -> Waiting | None:
        """The approval of the current row."""
        return self.model.row_at(self.table.currentIndex().row())

    def _show_row(self) -> None:
        row = self.current()
        can_decide = row is not None and not row.obstacle
        self.approve.setEnabled(can_decide)
        self.refuse.setEnabled(can_decide)
        self.open_button.setEnabled(row is not None and row.case is not None)
        self.why.setText(row.obstacle if row else "")

    def _ask(self, asked: object) -> None:
        row = self.current()
        if row is not None and not row.obstacle:
            (self.approve_asked if asked is self.approve_asked else self.refuse_asked).emit(row)

    def _open(self) -> None:
        row = self.current()
        if row is not None and row.case is not None:
            self.open_case.emit(row.case.case_id)
            self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_A and not event.modifiers():
            self.approve.click()
        elif event.key() == Qt.Key.Key_R and not event.modifiers():
            self.refuse.click()
        else:
            super().keyPressEvent(event)


def _columns(names: dict[str, str]) -> tuple[Column[Waiting], ...]:
    def person(login: str) -> str:
        return isolate(person_word(login, names))

    return (
        Column(
            "name",
            translate("Cases", "Case"),
            lambda row: isolate(row.case.name) if row.case else NOTHING,
            width=190,
            is_strong=True,
        ),
        Column(
            "what", translate("Cases", "Asked for"), lambda row: what_words(row.approval), width=170
        ),
        Column("by", translate("Cases", "By"), lambda row: person(row.approval.made_by), width=120),
        Column(
            "asked_at",
            translate("Cases", "Since"),
            lambda row: local_time(row.approval.asked_at, with_date=True),
            width=140,
            value=lambda row: row.approval.asked_at,
        ),
        Column(
            "named",
            translate("Cases", "Decides"),
            lambda row: (
                person(row.approval.named)
                if row.approval.named
                else translate("Cases", "any reviewer")
            ),
            width=120,
        ),
    )
