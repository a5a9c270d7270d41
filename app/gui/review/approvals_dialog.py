"""What waits for the second person, one after the other: approve or refuse, with a reason."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.approval import Approval
from app.gui import jobs
from app.gui.review.base_dialog import BaseDialog
from app.gui.review.wording import person
from app.gui.screening.wording import local_time, translate
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import Button
from app.gui.widgets.field_box import FieldBox
from app.gui.widgets.labels import isolate, label
from app.services import approvals
from app.services.workspace import Workspace


class ApprovalsDialog(BaseDialog):
    """Shows the oldest first. `decided` after each; it closes after the last."""

    decided = Signal()

    def __init__(
        self, workspace: Workspace, waiting: tuple[Approval, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(
            translate("Review", "Approve as second person"),
            translate("Review", "You did not make this decision; it counts once you approve it."),
            translate("Review", "Approve"),
            parent,
        )
        self._workspace = workspace
        self._waiting = list(waiting)
        self.summary = label("", "strong")
        self.asked = label("", "secondary")
        for words in (self.summary, self.asked):
            words.setWordWrap(True)
        self.reason = QLineEdit()
        self.reason.textChanged.connect(lambda _text: self._check())
        self.refuse_button = Button(self.tr("&Refuse"), "x", "danger")
        self.refuse_button.clicked.connect(self.refuse)
        self.failure = Banner("critical")
        self.failure.hide()
        for part in (self.summary, self.asked):
            self.body.addWidget(part)
        self.body.addWidget(FieldBox(self.tr("R&eason (to refuse, one is needed)"), self.reason))
        self.body.addWidget(self.refuse_button)
        self.body.addWidget(self.failure)
        self._show()

    def _show(self) -> None:
        asked = self._waiting[0]
        self.summary.setText(isolate(asked.summary) or asked.of.value)
        words = self.tr("Asked by {who} on {when}; {n} wait.")
        self.asked.setText(
            words.format(
                who=person(asked.made_by),
                when=local_time(asked.asked_at, with_date=True),
                n=len(self._waiting),
            )
        )
        self.reason.clear()
        self._check()

    def _check(self) -> None:
        self.refuse_button.setEnabled(bool(self.reason.text().strip()))

    def confirm(self) -> None:
        """Approve what is shown."""
        workspace, asked, reason = self._workspace, self._waiting[0], self.reason.text().strip()
        self._do(
            jobs.start(
                lambda _job: approvals.approve(workspace, asked.approval_id, reason),
                lane=jobs.WRITE,
            )
        )

    def refuse(self) -> None:
        """Refuse what is shown."""
        workspace, asked, reason = self._workspace, self._waiting[0], self.reason.text().strip()
        self._do(
            jobs.start(
                lambda _job: approvals.refuse(workspace, asked.approval_id, reason),
                lane=jobs.WRITE,
            )
        )

    def _do(self, handle: jobs.JobHandle) -> None:
        self.setEnabled(False)
        handle.finished.connect(lambda _approval: self._next())
        handle.failed.connect(self._tell)

    def _next(self) -> None:
        self.setEnabled(True)
        self._waiting.pop(0)
        self.decided.emit()
        if self._waiting:
            self._show()
        else:
            self.accept()

    def _tell(self, error: BaseException) -> None:
        self.setEnabled(True)
        self.failure.show_failure(error)
