"""One source of the catalogue as a form: read only for those of the program."""

from __future__ import annotations

import re
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.lists import ListSource
from app.domain.match import Check
from app.gui.lists.own_list_wording import suggested_code
from app.gui.screening.wording import check_word
from app.gui.widgets.field_box import FieldBox
from app.gui.widgets.labels import label
from app.gui.widgets.theme import space
from app.services import own_lists, user_sources

_RATE = re.compile(r"\s*([a-z_]+)\s+([0-9]+(?:[.,][0-9]+)?)\s*%\s*")


def rates_text(rates: tuple[tuple[str, float], ...]) -> str:
    """``dates_of_birth 50 %, programmes 99 %``."""
    return ", ".join(f"{name} {100 * share:g} %" for name, share in rates)


def rates_of(text: str) -> tuple[tuple[str, float], ...] | None:
    """The fill rates that such a text names; None if it is none."""
    found = []
    for part in filter(str.strip, re.split(r"[,;\n](?=\s*[a-z_]|\s*$)", text)):
        read = _RATE.fullmatch(part)
        if read is None:
            return None
        found.append((read.group(1), float(read.group(2).replace(",", ".")) / 100))
    return tuple(found)


class SourceForm(QWidget):
    """Shows a source; `changed` when the user wrote anything."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source: ListSource | None = None  # None for one that is to be added
        self.note = label("", "secondary")
        self.note.setWordWrap(True)
        self.lines = {
            key: QLineEdit()
            for key in (
                "name", "short_name", "source", "list_code", "prefix", "authority", "url",
                "formats", "cadence", "licence", "stale_after_days", "min_entries", "fill_rates",
            )
        }  # fmt: skip
        self.check = QComboBox()
        for check in user_sources.CHECKS:
            self.check.addItem(check_word(check), check.value)
        self.required = QCheckBox(self.tr("A screening says so when this list is &missing"))
        self.boxes: dict[str, FieldBox] = {}
        self._lay_out()
        for line in self.lines.values():
            line.textEdited.connect(lambda _text: self._on_edit())
        self.lines["name"].textEdited.connect(self._suggest)
        self.check.activated.connect(lambda _at: self._on_edit())
        self.required.clicked.connect(lambda _on: self._on_edit())

    def _lay_out(self) -> None:
        titles = {
            "name": self.tr("&Name"), "short_name": self.tr("S&hort name"),
            "source": self.tr("C&ode"), "list_code": self.tr("List code"),
            "prefix": self.tr("Profile ids begin with"), "authority": self.tr("&Authority"),
            "url": self.tr("A&ddress"), "formats": self.tr("&Formats"),
            "cadence": self.tr("Appears"), "licence": self.tr("&Licence"),
            "stale_after_days": self.tr("Stale after (days)"),
            "min_entries": self.tr("Least number of entries"),
            "fill_rates": self.tr("Least share of entries with a field"),
        }  # fmt: skip
        self.boxes = {key: FieldBox(titles[key], line) for key, line in self.lines.items()}
        kind = FieldBox(self.tr("&Kind of list"), self.check)
        rows: list[list[QWidget]] = [
            [self.boxes["name"]],
            [self.boxes["short_name"], kind],
            [self.boxes["source"], self.boxes["list_code"], self.boxes["prefix"]],
            [self.boxes["authority"]],
            [self.boxes["url"]],
            [self.boxes["formats"]],
            [self.boxes["cadence"], self.boxes["stale_after_days"]],
            [self.boxes["licence"], self.boxes["min_entries"]],
            [self.boxes["fill_rates"]],
            [self.required],
        ]
        grid = QGridLayout()
        grid.setHorizontalSpacing(space("m"))
        grid.setVerticalSpacing(space("s"))
        for number, row in enumerate(rows):
            for place, part in enumerate(row):
                grid.addWidget(part, number, place * (6 // len(row)), 1, 6 // len(row))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, space("s"), 0)
        column.addWidget(self.note)
        column.addLayout(grid)
        column.addStretch(1)

    # showing ------------------------------------------------------------------------------

    def show_source(self, source: ListSource) -> None:
        """Show a source; only one of the user's own can be written to."""
        self._source = source
        self._fill(source)
        self.note.setText(
            self.tr("This source is yours: what you change is recorded with your reason.")
            if source.is_own
            else self.tr("This source is the program's: it can be read, not changed.")
        )
        self._allow(is_own=source.is_own)

    def start_new(self) -> None:
        """Begin a source of the user's own."""
        self._source = None
        self._fill(own_lists.own_source("", ""))
        self.note.setText(self.tr("A new source of yours. Its list is imported as an own list."))
        self._allow(is_own=True)
        self.lines["name"].setFocus()

    def _fill(self, source: ListSource) -> None:
        values = {
            "formats": ", ".join(source.formats),
            "stale_after_days": str(source.stale_after_days),
            "min_entries": str(source.min_entries),
            "fill_rates": rates_text(source.fill_rates),
        }
        for key, line in self.lines.items():
            line.setText(values[key] if key in values else str(getattr(source, key)))
            line.setCursorPosition(0)
            self.boxes[key].show_message("")
        self.check.setCurrentIndex(self.check.findData(source.check.value))
        self.required.setChecked(source.is_required)

    def _allow(self, *, is_own: bool) -> None:
        for line in self.lines.values():
            line.setReadOnly(not is_own)
        self.lines["source"].setReadOnly(self._source is not None)  # what was screened names it
        self.check.setEnabled(is_own)
        self.required.setEnabled(is_own)

    def _suggest(self) -> None:
        """Offer codes for a new name, as long as they are not written by hand."""
        if self._source is not None:
            return
        name = self.lines["name"].text()
        offered = own_lists.own_source(name, suggested_code(name))
        for key in ("short_name", "source", "list_code", "prefix"):
            if not self.lines[key].isModified():
                self.lines[key].setText(str(getattr(offered, key)))

    def _on_edit(self) -> None:
        for key in ("stale_after_days", "min_entries"):
            is_bad = not self.lines[key].text().strip().isdecimal()
            self.boxes[key].show_message(self.tr("A whole number.") if is_bad else "")
        is_bad = rates_of(self.lines["fill_rates"].text()) is None
        words = self.tr("Such as: dates_of_birth 50 %, programmes 99 %")
        self.boxes["fill_rates"].show_message(words if is_bad else "")
        self.changed.emit()

    # reading ------------------------------------------------------------------------------

    @property
    def is_new(self) -> bool:
        """Whether the form describes a source that is not in the catalogue yet."""
        return self._source is None

    def source(self) -> ListSource | None:
        """The source as it is written; None while something in it cannot be read."""
        text = {key: line.text().strip() for key, line in self.lines.items()}
        rates = rates_of(text["fill_rates"])
        numbers = text["stale_after_days"], text["min_entries"]
        if rates is None or not all(number.isdecimal() for number in numbers):
            return None
        base = self._source or own_lists.own_source(text["name"], text["source"])
        plain = ("name", "short_name", "list_code", "prefix", "authority", "url", "cadence",
                 "licence")  # fmt: skip
        return replace(
            base,
            **{key: text[key] for key in plain},  # type: ignore[arg-type]
            check=Check(self.check.currentData()),
            formats=tuple(part.strip() for part in text["formats"].split(",") if part.strip()),
            stale_after_days=int(numbers[0]),
            min_entries=int(numbers[1]),
            fill_rates=rates,
            is_required=self.required.isChecked(),
        )
