"""One country on one list as a form: severity, date, source and note."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app.gui.settings.countries_view_model import CountryText
from app.gui.settings.country_columns import state_word
from app.gui.widgets.country_field import CountryField
from app.gui.widgets.field_box import FieldBox
from app.gui.widgets.labels import label
from app.gui.widgets.theme import space
from app.services.country_risk import CountryEntry, RiskList


class CountryForm(QWidget):
    """Shows an entry; `changed` when the user wrote anything."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entry: CountryEntry | None = None  # None for one that is to be added
        self.note_line = label("", "secondary")
        self.note_line.setWordWrap(True)
        self.list = QComboBox()
        self.country = CountryField()
        self.severity, self.as_of = QLineEdit(), QLineEdit()
        self.source, self.note = QLineEdit(), QLineEdit()
        self.as_of.setPlaceholderText(self.tr("today"))
        self.source.setPlaceholderText(self.tr("your own decision"))
        self.severity_box = FieldBox(self.tr("Se&verity, 0 to 1"), self.severity)
        self.as_of_box = FieldBox(self.tr("As &of"), self.as_of)
        grid = QGridLayout()
        grid.setHorizontalSpacing(space("m"))
        grid.setVerticalSpacing(space("s"))
        grid.addWidget(FieldBox(self.tr("&List"), self.list), 0, 0, 1, 2)
        grid.addWidget(FieldBox(self.tr("&Country"), self.country), 1, 0, 1, 2)
        grid.addWidget(self.severity_box, 2, 0)
        grid.addWidget(self.as_of_box, 2, 1)
        grid.addWidget(FieldBox(self.tr("So&urce"), self.source), 3, 0, 1, 2)
        grid.addWidget(FieldBox(self.tr("&Note"), self.note), 4, 0, 1, 2)
        self.shipped = label("", "small")
        self.shipped.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, space("s"), 0)
        column.setSpacing(space("s"))
        column.addWidget(self.note_line)
        column.addLayout(grid)
        column.addWidget(self.shipped)
        column.addStretch(1)
        for line in (self.country, self.severity, self.as_of, self.source, self.note):
            line.textChanged.connect(lambda _text: self._check())

    def set_lists(self, lists: tuple[RiskList, ...]) -> None:
        """The lists that a country can be on."""
        chosen = self.list.currentData()
        self.list.clear()
        for item in lists:
            self.list.addItem(item.name, item.list_id)
        self.list.setCurrentIndex(max(0, self.list.findData(chosen)))

    def show_entry(self, entry: CountryEntry) -> None:
        """Show a country on a list."""
        self.entry = None  # what is filled in now is no change of the user
        risk = entry.risk
        self.list.setCurrentIndex(self.list.findData(risk.list_id))
        self.country.setText(entry.name)
        self.severity.setText(f"{risk.severity:g}")
        self.as_of.setText(risk.as_of.isoformat())
        self.source.setText(risk.source)
        self.source.setCursorPosition(0)
        self.note.setText(risk.note)
        self.entry = entry
        self.note_line.setText(state_word(entry))
        self._show_shipped(entry)
        self._allow(is_new=False)

    def _show_shipped(self, entry: CountryEntry) -> None:
        before = entry.shipped
        if before is None or before == entry.risk:
            self.shipped.setText("")
            return
        words = self.tr("As shipped: severity {severity}, as of {day}, {source}")
        self.shipped.setText(
            words.format(severity=f"{before.severity:g}", day=before.as_of, source=before.source)
        )

    def start_new(self, list_id: str) -> None:
        """Begin the entry of a country that is not on the list."""
        self.entry = None
        self.list.setCurrentIndex(max(0, self.list.findData(list_id)))
        for line in (self.country, self.as_of, self.source, self.note):
            line.clear()
        self.severity.setText("0.5")
        self.note_line.setText(self.tr("A country that you put on a list."))
        self.shipped.setText("")
        self._allow(is_new=True)
        self.country.setFocus()

    def _allow(self, *, is_new: bool) -> None:
        self.list.setEnabled(is_new)
        self.country.setReadOnly(not is_new)
        self._check()

    def _check(self) -> None:
        self.severity_box.show_message(
            "" if self._severity() is not None else self.tr("A number from 0 to 1.")
        )
        self.as_of_box.show_message(
            self.tr("A date such as 2026-06-19.") if self._day() is False else ""
        )
        self.changed.emit()

    def _severity(self) -> float | None:
        try:
            number = float(self.severity.text().replace(",", "."))
        except ValueError:
            return None
        return number if 0 <= number <= 1 else None

    def _day(self) -> date | bool | None:
        text = self.as_of.text().strip()
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            return False

    def text(self) -> CountryText | None:
        """The entry as it is written; None while something is missing or cannot be read."""
        severity, day = self._severity(), self._day()
        country = self.entry.risk.code if self.entry else self.country.code()
        if severity is None or isinstance(day, bool) or not country:
            return None
        return CountryText(
            str(self.list.currentData()), country, severity, day, self.source.text().strip(),
            self.note.text().strip(),
        )  # fmt: skip

    def is_changed(self) -> bool:
        """Whether anything would be another if it were saved."""
        text = self.text()
        if text is None or self.entry is None or self.entry.is_removed:
            return text is not None
        risk = self.entry.risk
        before = (risk.severity, risk.as_of, risk.source, risk.note)
        return (text.severity, text.as_of, text.source, text.note) != before
