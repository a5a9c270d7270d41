"""The reading pane of the trail: one event with what it changed, its hashes, and its object."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.audit import AuditEvent
from app.domain.audit_difference import Difference, differences
from app.gui.audit.columns import action_words, difference_columns, told_of, utc_text
from app.gui.screening.wording import local_time
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import ElidedLabel, horizontal_rule, isolate, label
from app.gui.widgets.table import DataTable
from app.gui.widgets.table_model import RowsModel
from app.gui.widgets.theme import space


class EventPane(QFrame):
    """Shows an AuditEvent; `history_asked(object_type, object_id)` by the button."""

    history_asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("One event"))
        self.setMinimumWidth(360)
        self.event_shown: AuditEvent | None = None
        self.heading = label("", "name")
        self.hint = label(self.tr("Select an event to read what it changed."), "secondary")
        self.hint.setWordWrap(True)
        self.reason = label("")
        self.reason.setWordWrap(True)
        self.reason.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._facts: dict[str, QLabel] = {}
        self.model: RowsModel[Difference] = RowsModel(difference_columns(), lambda row: row.field)
        self.table = DataTable("audit_changes", self.model, self.tr("What the event changed"))
        self.history_button = Button(self.tr("Whole history of this object"), "history")
        self.history_button.clicked.connect(self._ask_history)
        self._body = self._build_body()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.hint)
        self.hint.setContentsMargins(space("l"), space("l"), space("l"), space("l"))
        column.addWidget(self._body, 1)
        column.addStretch(0)
        self.show_event(None)

    def _build_body(self) -> QWidget:
        body = QWidget()
        head = QVBoxLayout()
        head.setContentsMargins(space("l"), space("l"), space("l"), space("m"))
        head.setSpacing(space("m"))
        head.addWidget(self.heading)
        head.addLayout(self._build_facts())
        head.addWidget(self.reason)
        foot = QHBoxLayout()
        foot.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        foot.addWidget(self.history_button)
        foot.addStretch(1)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(horizontal_rule())
        column.addWidget(self.table, 1)
        column.addWidget(horizontal_rule())
        column.addLayout(foot)
        return body

    def _build_facts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(space("m"))
        grid.setVerticalSpacing(space("xs"))
        grid.setColumnStretch(1, 1)
        for row, (key, words, kind) in enumerate(
            (
                ("actor", self.tr("Who"), "body"),
                ("at", self.tr("When"), "body"),
                ("utc", self.tr("In UTC"), "body"),
                ("object", self.tr("Object"), "mono"),
                ("hash", self.tr("Hash"), "mono"),
                ("prev_hash", self.tr("Hash before"), "mono"),
            )
        ):
            value = ElidedLabel("", kind, mode=Qt.TextElideMode.ElideMiddle)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._facts[key] = value
            grid.addWidget(label(words, "caption"), row, 0)
            grid.addWidget(value, row, 1)
        return grid

    def show_event(self, event: AuditEvent | None) -> None:
        """Show this event, or what to do to see one."""
        self.event_shown = event
        self.hint.setVisible(event is None)
        self._body.setVisible(event is not None)
        if event is None:
            self.model.set_rows(())
            return
        title = self.tr("{action}, event {number}")
        self.heading.setText(
            title.format(action=action_words(event.action), number=f"{event.seq:,}")
        )
        reason = told_of(event)[1]
        self.reason.setText(isolate(f"“{reason}”") if reason else "")
        self.reason.setVisible(bool(reason))
        values = {
            "actor": isolate(event.actor),
            "at": f"{local_time(event.at, with_date=True)}:{event.at:%S}",
            "utc": utc_text(event.at),
            "object": f"{event.object_type} {event.object_id}",
            "hash": event.hash,
            "prev_hash": event.prev_hash,
        }
        for key, text in values.items():
            self._facts[key].setText(text)
            self._facts[key].setToolTip(text)
        found = differences(event.before, event.after)
        self.model.set_rows([item for item in found if item.field != "reason"])

    def fact(self, key: str) -> str:
        """What is shown as `actor`, `at`, `utc`, `object`, `hash` or `prev_hash`."""
        return self._facts[key].text()

    def _ask_history(self) -> None:
        if self.event_shown is not None:
            self.history_asked.emit(self.event_shown.object_type, self.event_shown.object_id)
