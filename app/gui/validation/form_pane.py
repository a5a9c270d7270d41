"""The left of the page: which measurement, what it needs, and the button that begins it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.domain.lists import SourceStatus
from app.gui.validation.forms_pane import PairsForm, ScreeningForm, SelfForm, SpeedForm
from app.gui.validation.measurement_pane import MeasurementForm, keep, kept
from app.gui.validation.requests import Kind, Request, kind_word
from app.gui.widgets.buttons import ActionButton, Button
from app.gui.widgets.labels import horizontal_rule, label, vertical_rule
from app.gui.widgets.theme import size, space


class FormPane(QWidget):
    """Holds the four forms; `kind_changed` when another one is shown."""

    kind_changed = Signal()

    def __init__(self, start_action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.kind = Kind.PAIRS
        self.forms: dict[Kind, MeasurementForm] = {
            Kind.PAIRS: PairsForm(),
            Kind.SCREENING: ScreeningForm(),
            Kind.SELF: SelfForm(),
            Kind.SPEED: SpeedForm(),
        }
        self.buttons: dict[Kind, Button] = {}
        self.busy = label("", "small")
        self.busy.setWordWrap(True)
        self.busy.hide()
        self._build(start_action)
        for form in self.forms.values():
            form.submitted.connect(start_action.trigger)
        stored = kept("kind")
        self.show_kind(Kind(stored) if stored in set(Kind) else Kind.PAIRS)

    def _build(self, start_action: QAction) -> None:
        inside = QWidget()
        inside.setProperty("surface", "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(space("l"), 0, space("l"), space("l"))
        for form in self.forms.values():
            column.addWidget(form)
        column.addStretch(1)
        self.fields = QScrollArea()
        self.fields.setWidgetResizable(True)
        self.fields.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.fields.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.fields.setWidget(inside)
        self.start_button = ActionButton(start_action, "primary")
        foot = QVBoxLayout()
        foot.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        foot.setSpacing(space("s"))
        foot.addWidget(self.busy)
        foot.addWidget(self.start_button)
        head = QVBoxLayout()
        head.setContentsMargins(space("l"), space("l"), space("l"), space("m"))
        head.addWidget(self._switch())
        outer = QVBoxLayout()
        outer.setSpacing(0)
        outer.addLayout(head)
        outer.addWidget(self.fields, 1)
        outer.addWidget(horizontal_rule())
        outer.addLayout(foot)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(outer)
        whole.addWidget(vertical_rule())

    def _switch(self) -> QFrame:
        words = {
            Kind.PAIRS: self.tr("P&airs"),
            Kind.SCREENING: self.tr("Sc&reening"),
            Kind.SELF: self.tr("Se&lf check"),
            Kind.SPEED: self.tr("Sp&eed"),
        }
        frame = QFrame()
        frame.setProperty("segments", "true")
        frame.setAccessibleName(self.tr("What is measured"))
        row = QHBoxLayout(frame)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        group = QButtonGroup(self)
        for kind in Kind:
            button = Button(words[kind], role="segment")
            button.setFixedHeight(size("control_small"))
            button.setCheckable(True)
            button.setAccessibleName(kind_word(kind))
            button.setToolTip(kind_word(kind))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _on, k=kind: self.show_kind(k))
            group.addButton(button)
            row.addWidget(button, 1)
            self.buttons[kind] = button
        return frame

    @property
    def form(self) -> MeasurementForm:
        """The form that is shown."""
        return self.forms[self.kind]

    def show_kind(self, kind: Kind) -> None:
        """Show the form of a measurement."""
        self.kind = kind
        self.buttons[kind].setChecked(True)
        for own, form in self.forms.items():
            form.setVisible(own is kind)
        self.fields.verticalScrollBar().setValue(0)
        keep("kind", kind.value)
        self.kind_changed.emit()

    def request(self) -> Request | None:
        """What the form that is shown asks for, remembered; None if something is wrong."""
        made = self.form.request()
        if made is not None:
            self.form.remember()
        return made

    def show_busy(self, kind: Kind | None) -> None:
        """Say which measurement runs."""
        words = self.tr("{what} is being measured.")
        self.busy.setText(words.format(what=kind_word(kind)) if kind else "")
        self.busy.setVisible(kind is not None)

    def show_lists(self, active: Sequence[SourceStatus]) -> None:
        """Offer the active lists."""
        for form in self.forms.values():
            form.show_lists(active)

    def take_files(self, files: tuple[Path, ...]) -> None:
        """Put dropped files into the form that is shown."""
        self.form.take_files(files)

    def focus_first(self) -> None:
        """Put the cursor where the form begins."""
        self.form.focus_first()
