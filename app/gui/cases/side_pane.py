"""The right side of a case: who approves, what can be done with its keys, the report in small."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.approval import Approval, ApprovalOf
from app.gui.cases.actions_pane import CaseActions
from app.gui.cases.approvals_dialog import what_words
from app.gui.cases.case_report_pane import THUMBNAIL, first_page
from app.gui.cases.case_view_model import Shown
from app.gui.cases.wording import person_word
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import ActionButton, Button
from app.gui.widgets.labels import ElidedLabel, horizontal_rule, label, vertical_rule
from app.gui.widgets.scrolling import scroll_pane
from app.gui.widgets.theme import space
from app.services.reports import MadeReport

_WIDTH = 264


class SidePane(QWidget):
    """Shows a Shown. Its signals ask what its buttons say."""

    approve_asked = Signal(object)  # Approval
    refuse_asked = Signal(object)
    withdraw_asked = Signal(object)
    sign_asked = Signal(object)  # a second person signs here
    report_asked = Signal()

    def __init__(self, actions: CaseActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(_WIDTH)
        self.setProperty("surface", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._waiting: Approval | None = None
        inside = QWidget()
        inside.setProperty("surface", "surface")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._build_approval()
        self._build_actions(actions)
        self._build_report()
        self._column.addStretch(1)
        self._trail = ElidedLabel("", "caption")
        foot = QHBoxLayout()
        foot.setContentsMargins(space("l"), space("s"), space("l"), space("s"))
        foot.addWidget(self._trail)
        self._column.addLayout(foot)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(vertical_rule())
        whole.addWidget(scroll_pane(self.tr("Approval, actions and report"), inside))

    def _section(self, heading: str) -> QVBoxLayout:
        if self._column.count():
            self._column.addWidget(horizontal_rule())
        section = QVBoxLayout()
        section.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        section.setSpacing(space("s"))
        section.addWidget(label(heading, "strong"))
        self._column.addLayout(section)
        return section

    def _build_approval(self) -> None:
        section = self._section(self.tr("Approval"))
        self.state = Banner("info", icon="lock")
        self.approve = Button(self.tr("Approve…"), "check", "primary", key="A")
        self.refuse = Button(self.tr("Refuse, back to In review…"), "undo", "field")
        self.sign = Button(self.tr("Second person signs here…"), "users", "field")
        self.withdraw = Button(self.tr("Withdraw the request…"), "undo", "field")
        for button, asked in (
            (self.approve, self.approve_asked),
            (self.refuse, self.refuse_asked),
            (self.sign, self.sign_asked),
            (self.withdraw, self.withdraw_asked),
        ):
            button.clicked.connect(lambda _on=False, signal=asked: signal.emit(self._waiting))
        for widget in (self.state, self.approve, self.refuse, self.sign, self.withdraw):
            section.addWidget(widget)

    def _build_actions(self, actions: CaseActions) -> None:
        section = self._section(self.tr("Actions"))
        for action in actions.on_case:
            section.addWidget(ActionButton(action, "field"))

    def _build_report(self) -> None:
        section = self._section(self.tr("Report"))
        self.thumbnail = QLabel()
        self.thumbnail.setFixedSize(THUMBNAIL)
        self.thumbnail.setProperty("panel", "true")
        self.thumbnail.hide()
        self.thumbnail.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pages = label("", "caption")
        self.preview = Button(self.tr("Preview"), "eye", small=True)
        self.preview.clicked.connect(self.report_asked)
        grid = QGridLayout()
        grid.setHorizontalSpacing(space("m"))
        grid.addWidget(self.thumbnail, 0, 0, 3, 1)
        grid.addWidget(self.preview, 0, 1)
        grid.addWidget(self.pages, 1, 1)
        grid.setRowStretch(2, 1)
        section.addLayout(grid)

    def show_case(self, shown: Shown, names: dict[str, str], four_eyes: bool) -> None:
        """Show what waits and who decides it."""
        pending = shown.file.pending
        self._waiting = pending[0] if pending else None
        waiting = self._waiting
        held = shown.held.get(waiting.approval_id, "") if waiting else ""
        can_decide = waiting is not None and not held
        for button in (self.approve, self.refuse):
            button.setVisible(waiting is not None)
            button.setEnabled(can_decide)
        self.sign.setVisible(waiting is not None and not can_decide)
        self.withdraw.setVisible(waiting is not None and waiting.approval_id in shown.own)
        if waiting is None:
            words = (
                self.tr("Nothing waits for a second person.")
                if four_eyes
                else self.tr("Four eyes are off: the policy approves, and the record says so.")
            )
            self.state.set_banner("info", "", words, icon="info-circle")
            return
        who = person_word(waiting.named, names) or self.tr("Any reviewer")
        heading = self.tr("{who} decides: {what}.").format(who=who, what=what_words(waiting))
        is_refusing_state = waiting.of is ApprovalOf.DISPOSITION
        self.refuse.setText(
            self.tr("Refuse, back to In review…") if is_refusing_state else self.tr("Refuse…")
        )
        self.state.set_banner("info", "", f"{heading} {held}".strip(), icon="lock")

    def show_report(self, made: MadeReport) -> None:
        """Show the first page of the report in small."""
        image, pages = first_page(made.content)
        self.thumbnail.setPixmap(QPixmap.fromImage(image))
        self.thumbnail.setAccessibleName(self.tr("First page of the report"))
        self.thumbnail.show()
        one = self.tr("1 page")
        self.pages.setText(one if pages == 1 else self.tr("{n} pages").format(n=pages))

    def forget_report(self) -> None:
        """The report that was shown is of an older state."""
        self.thumbnail.hide()
        self.pages.setText(self.tr("not made yet"))

    def show_trail(self, text: str) -> None:
        """Say how the audit trail stands."""
        self._trail.setText(text)
