"""The form on the left: who, which checks, why; it says as one types what is wrong."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.domain.errors import InvalidSubject
from app.gui.screening.checks_pane import ChecksPane, remembered_profile
from app.gui.screening.form_reading import Field, FormReading, FormState
from app.gui.screening.recent_pane import RecentPane
from app.gui.screening.subject_pane import SubjectPane
from app.gui.screening.view_model import Standing
from app.gui.widgets.buttons import ActionButton, Button
from app.gui.widgets.field_box import FieldMessage
from app.gui.widgets.labels import horizontal_rule, label, vertical_rule
from app.gui.widgets.theme import space

SETTLE_MS = 600  # after so long without a key a field counts as typed


class FormPane(QWidget):
    """Holds the form; `read` tells what it means, the actions screen it and clear it."""

    screen_asked = Signal(object)  # FormState
    recent_opened = Signal(str)  # screening id

    def __init__(
        self,
        read: Callable[[FormState], FormReading],
        screen_action: QAction,
        new_action: QAction,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._read = read
        self._screen_action = screen_action
        self._ready_tip = screen_action.toolTip()
        self._settled: set[Field] = set()
        self._is_busy = False
        self.subject = SubjectPane()
        self.checks = ChecksPane()
        self.recent = RecentPane()
        self.refusal = FieldMessage()
        self.progress = label("", "small")
        self.progress.setWordWrap(True)
        self.progress.hide()
        self.setProperty("surface", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._settle_timer = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle_timer.timeout.connect(self._settle)
        self._build(new_action)
        self._connect()
        self.show_state(FormState(profile=remembered_profile()))

    def _build(self, new_action: QAction) -> None:
        inside = QWidget()
        inside.setProperty("surface", "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, space("l"), 0, space("l"))
        column.setSpacing(space("l"))
        for part in (self.subject, horizontal_rule(), self.checks, horizontal_rule(), self.recent):
            is_rule = bool(part.property("rule"))
            column.addWidget(part if is_rule else _padded(part))
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        self.screen_button = ActionButton(self._screen_action, "primary")
        self.clear_button = Button(self.tr("C&lear"))
        self.clear_button.clicked.connect(new_action.trigger)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        buttons.setSpacing(space("s"))
        buttons.addWidget(self.screen_button, 1)
        buttons.addWidget(self.clear_button)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        outer = QVBoxLayout()
        outer.setSpacing(0)
        whole.addLayout(outer)
        whole.addWidget(vertical_rule())
        outer.addWidget(scroll, 1)
        outer.addWidget(horizontal_rule())
        outer.addWidget(_padded(self.refusal))
        outer.addWidget(_padded(self.progress))
        outer.addLayout(buttons)

    def _connect(self) -> None:
        self.subject.changed.connect(self._changed)
        self.checks.changed.connect(self._changed)
        self.subject.submitted.connect(self.submit)
        self.checks.submitted.connect(self.submit)
        self.subject.field_left.connect(self._leave)
        self.recent.opened.connect(self.recent_opened)

    def state(self) -> FormState:
        """The form as it stands."""
        return self.checks.fill(self.subject.fill(FormState()))

    def show_state(self, state: FormState) -> None:
        """Put a state into the form, without any complaint yet."""
        self.subject.show_state(state)
        self.checks.show_state(state)
        self._settled.clear()
        self._settle_timer.stop()
        self._check()

    def show_standing(self, standing: Standing) -> None:
        """Say how the lists stand."""
        self.checks.show_standing(standing)

    def show_busy(self, is_busy: bool) -> None:
        """Say whether a screening is under way."""
        self._is_busy = is_busy
        self.show_progress(self.tr("Screening…") if is_busy else "")
        self._check()

    def show_progress(self, text: str) -> None:
        """Say what is being done; nothing takes the line away."""
        self.progress.setText(text)
        self.progress.setVisible(bool(text))

    def show_refusal(self, error: InvalidSubject) -> None:
        """Say why the subject was refused."""
        self.refusal.show_message(error.text())

    def submit(self) -> None:
        """Screen what the form holds; if that cannot be done, say why at the fields."""
        if self._read(self.state()).subject is None:
            self._settled = set(Field)
            self._check()
            return
        self.screen_asked.emit(self.state())

    def focus_first(self) -> None:
        """Put the cursor into the name."""
        self.subject.name.setFocus()
        self.subject.name.selectAll()

    def _changed(self) -> None:
        self.refusal.show_message("")
        self._settle_timer.start()
        self._check()

    def _leave(self, field: Field) -> None:
        box = self.subject.boxes[field]
        if field in self._settled or box.control.property("text"):
            self._settled.add(field)
            self._check()

    def _settle(self) -> None:
        """Nothing was typed for a moment: what holds text may be judged now."""
        filled = (f for f, box in self.subject.boxes.items() if box.control.property("text"))
        self._settled.update(filled)
        self._check()

    def _check(self) -> None:
        reading = self._read(self.state())
        self.subject.show_problems(reading, self._settled)
        self.checks.show_problems(reading)
        self._screen_action.setEnabled(reading.subject is not None)
        tip = reading.blocker or self._ready_tip
        self._screen_action.setToolTip(self.tr("Screening…") if self._is_busy else tip)


def _padded(part: QWidget) -> QWidget:
    made = QWidget()
    row = QVBoxLayout(made)
    row.setContentsMargins(space("l"), 0, space("l"), 0)
    row.addWidget(part)
    return made
