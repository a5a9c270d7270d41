"""The terms of an exception as a form: what brings the match back, until when it holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.errors import BadInput
from app.domain.exception_fingerprint import (
    CUSTOMER_FIELDS,
    LIST,
    PROFILE_FIELDS,
    SUBJECT,
    kept_values,
)
from app.domain.match_exception import MatchException
from app.gui.exceptions.wording import field_word
from app.gui.screening.date_entry import read_date
from app.gui.widgets.field_box import FieldBox
from app.gui.widgets.labels import ElidedLabel, label
from app.gui.widgets.scrolling import scroll_pane
from app.gui.widgets.table_columns import NOTHING
from app.gui.widgets.theme import space

_FIELDS_HEIGHT = 250


class DayBox(FieldBox):
    """A field for one day; `day` is None if it is empty. `changed` when it was edited."""

    changed = Signal()

    def __init__(self, title: str, empty: str, parent: QWidget | None = None) -> None:
        self.line = QLineEdit()
        self.line.setPlaceholderText(empty)
        super().__init__(title, self.line, parent)
        self.day: date | None = None
        self.is_right = True
        self.line.textChanged.connect(self._read)

    def set_day(self, day: date | None) -> None:
        """Show a day."""
        self.line.setText(day.isoformat() if day else "")

    def _read(self, text: str) -> None:
        try:
            found = read_date(text)
            if found is not None and found.day is None:
                raise BadInput(self.tr("Write a whole day, such as 2027-01-31."))
        except BadInput as error:
            self.is_right, self.day = False, None
            self.show_message(error.message)
        else:
            self.is_right = True
            self.day = found.first_day() if found else None
            self.show_message("")
        self.changed.emit()


class DaysPane(QWidget):
    """Last day and review day. `changed` when one was edited."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.expires_on = DayBox(self.tr("&Last day"), self.tr("no end"))
        self.review_on = DayBox(self.tr("Re&view on"), self.tr("no review"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space("m"))
        for box in (self.expires_on, self.review_on):
            row.addWidget(box, 1, Qt.AlignmentFlag.AlignTop)
            box.changed.connect(self.changed)

    @property
    def is_right(self) -> bool:
        """Whether both are days or empty."""
        return self.expires_on.is_right and self.review_on.is_right


class FieldsPane(QWidget):
    """The fields of both sides with their values as check boxes. `changed` when one was ticked."""

    changed = Signal()

    def __init__(self, exception: MatchException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.listed = _Side(
            self.tr("The listed party changes in"), exception, LIST, PROFILE_FIELDS,
            exception.fields,
        )  # fmt: skip
        self.customer = _Side(
            self.tr("The customer changes in"), exception, SUBJECT, CUSTOMER_FIELDS,
            exception.subject_fields,
        )  # fmt: skip
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, space("s"), 0)
        row.setSpacing(space("xl"))
        for side in (self.customer, self.listed):
            row.addWidget(side, 1, Qt.AlignmentFlag.AlignTop)
            side.changed.connect(self.changed)
        area = scroll_pane(self.tr("What brings the match back"), inside)
        area.setFixedHeight(_FIELDS_HEIGHT)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)


class _Side(QWidget):
    """One side: a check box a field, its value when the pair was cleared beside it."""

    changed = Signal()

    def __init__(
        self,
        heading: str,
        exception: MatchException,
        side: str,
        fields: Sequence[str],
        chosen: Sequence[str],
    ) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(space("s"))
        grid.setVerticalSpacing(space("xs"))
        grid.setColumnStretch(1, 1)
        grid.addWidget(label(heading, "label"), 0, 0, 1, 2)
        self.boxes: dict[str, QCheckBox] = {}
        # Those that are chosen first, then those that say something, then the empty ones.
        rank = {
            name: (name not in chosen, not kept_values(exception, side, name)) for name in fields
        }
        for row, name in enumerate(sorted(fields, key=rank.__getitem__), start=1):
            value = "; ".join(kept_values(exception, side, name)) or NOTHING
            box = QCheckBox(field_word(name))
            box.setChecked(name in chosen)
            box.setAccessibleDescription(value)
            box.toggled.connect(self.changed)
            self.boxes[name] = box
            grid.addWidget(box, row, 0)
            grid.addWidget(ElidedLabel(value, "secondary"), row, 1)

    def chosen(self) -> tuple[str, ...]:
        """The ticked fields, in the order of the record."""
        order = PROFILE_FIELDS if "names" in self.boxes else CUSTOMER_FIELDS
        return tuple(name for name in order if self.boxes[name].isChecked())
