"""Which table an own list is read from, and as which list it is imported."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.domain.lists import ListSource
from app.domain.match import Check
from app.gui.lists.own_list_view_model import OwnListRequest, OwnListViewModel
from app.gui.lists.own_list_wording import suggested_code, suggested_name
from app.gui.screening.wording import check_word
from app.gui.widgets.field_box import FieldBox
from app.gui.widgets.file_field import FileField
from app.gui.widgets.theme import space
from app.services import own_lists, user_sources

_MOST_HEADER_ROWS = 1000


class HeadPane(QWidget):
    """File, sheet and row of the headings; list, its name, code and kind, and the list's date.

    `changed` when anything of it is another.
    """

    changed = Signal()

    def __init__(self, view_model: OwnListViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self._is_named = False  # by the user, so that another file does not name it
        self._is_coded = False
        self.file = FileField(
            self.tr("&File"),
            self.tr("CSV, TSV, XLSX, ODS or JSON"),
            self.tr("Tables (*.csv *.tsv *.txt *.xlsx *.ods *.json *.zip *.gz);;All files (*)"),
        )
        self.sheet = QComboBox()
        self.header_row = QLineEdit()
        self.header_row.setValidator(QIntValidator(1, _MOST_HEADER_ROWS, self))
        self.list = QComboBox()
        self.list.addItem(self.tr("A new list"), "")
        for source in view_model.own_sources():
            self.list.addItem(f"{source.short_name} · {source.source}", source.source)
        self.name, self.code, self.date = QLineEdit(), QLineEdit(), QLineEdit()
        self.name.setMaxLength(user_sources.MAX_NAME)
        self.date.setPlaceholderText(self.tr("YYYY-MM-DD"))
        self.kind = QComboBox()
        for check in user_sources.CHECKS:
            self.kind.addItem(check_word(check), check.value)
        self._lay_out()
        self._connect()
        self._show_table()

    def _lay_out(self) -> None:
        self.sheet_box = FieldBox(self.tr("&Sheet"), self.sheet)
        self.header_box = FieldBox(self.tr("Row of &headings"), self.header_row)
        self.name_box = FieldBox(self.tr("&Name of the list"), self.name)
        self.code_box = FieldBox(self.tr("C&ode"), self.code)
        self.date_box = FieldBox(self.tr("&Published on (optional)"), self.date)
        first = QHBoxLayout()
        first.setSpacing(space("m"))
        first.addWidget(self.file, 1, Qt.AlignmentFlag.AlignTop)
        for box, width in ((self.sheet_box, 160), (self.header_box, 110)):
            box.setFixedWidth(width)
            first.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        second = QGridLayout()
        second.setHorizontalSpacing(space("m"))
        parts = (
            (FieldBox(self.tr("&Import as"), self.list), 4),
            (self.name_box, 6),
            (self.code_box, 4),
            (FieldBox(self.tr("&Kind of list"), self.kind), 3),
            (self.date_box, 3),
        )
        for place, (part, share) in enumerate(parts):
            second.addWidget(part, 0, place)
            second.setColumnStretch(place, share)
            part.control.setMinimumWidth(60)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space("s"))
        column.addLayout(first)
        column.addLayout(second)

    def _connect(self) -> None:
        self.file.changed.connect(self._open)
        self.sheet.activated.connect(lambda _at: self._open_part(0))
        self.header_row.editingFinished.connect(self._choose_header_row)
        self.list.activated.connect(self._choose_list)
        self.name.textEdited.connect(self._name_by_hand)
        self.code.textEdited.connect(self._code_by_hand)
        self.kind.activated.connect(
            lambda at: self._view_model.choose_check(Check(self.kind.itemData(at)))
        )
        for line in (self.name, self.code, self.date):
            line.textChanged.connect(self._check)
        self._view_model.looked.connect(self._show_table)

    # the table ----------------------------------------------------------------------------

    def set_file(self, path: Path) -> None:
        """Read this file."""
        self.file.set_path(path)

    def _open(self) -> None:
        path = self.file.path()
        is_there = path is not None and path.is_file()
        if path is not None and not is_there:
            self.file.show_message(self.tr("There is no such file."))
        if is_there and path is not None and not self._is_named and not self.source():
            self.name.setText(suggested_name(path.name.split(".")[0]))
            self._suggest_code()
        self._view_model.open(path if is_there else None)
        self.changed.emit()

    def _open_part(self, header_row: int) -> None:
        sheet = str(self.sheet.currentData() or "")
        self._view_model.open(self._view_model.path, sheet, header_row)

    def _choose_header_row(self) -> None:
        sample, text = self._view_model.sample, self.header_row.text()
        if sample is not None and text and int(text) != sample.header_row:
            self._open_part(int(text))

    def _show_table(self) -> None:
        sample = self._view_model.sample
        if sample is None and self._view_model.path is not None:
            return  # it is being read
        with QSignalBlocker(self.sheet):
            self.sheet.clear()
            for sheet in sample.sheets if sample else ():
                self.sheet.addItem(sheet, sheet)
            self.sheet.setCurrentIndex(self.sheet.findData(sample.sheet) if sample else -1)
        self.header_row.setText(str(sample.header_row) if sample else "")
        self.sheet_box.setVisible(self.sheet.count() > 1)
        self.header_box.setVisible(bool(sample and sample.header_row))
        self.kind.setCurrentIndex(self.kind.findData(self._view_model.check.value))
        self.changed.emit()

    # the list -----------------------------------------------------------------------------

    def source(self) -> str:
        """The id of the chosen list that is there, "" for a new one."""
        return str(self.list.currentData() or "")

    def _choose_list(self) -> None:
        chosen = self.source()
        own = next((s for s in self._view_model.own_sources() if s.source == chosen), None)
        for line in (self.name, self.code, self.kind):
            line.setEnabled(own is None)
        if own is not None:
            self.name.setText(own.name)
            self.code.setText(own.source)
            self.kind.setCurrentIndex(self.kind.findData(own.check.value))
        else:
            self._is_named = self._is_coded = False
            path = self.file.path()
            self.name.setText(suggested_name(path.name.split(".")[0]) if path else "")
            self._suggest_code()
        self._view_model.choose_source(chosen)
        self._check()

    def _name_by_hand(self) -> None:
        self._is_named = True
        self._suggest_code()

    def _code_by_hand(self) -> None:
        self._is_coded = bool(self.code.text())

    def _suggest_code(self) -> None:
        if not self._is_coded:
            self.code.setText(suggested_code(self.name.text()))

    def _check(self) -> None:
        code = self.code.text().strip()
        is_taken = not self.source() and self._view_model.is_taken(code)
        self.code_box.show_message(
            self.tr("“{code}” is taken by another list.").format(code=code) if is_taken else ""
        )
        self.date_box.show_message(
            "" if self._day() is not False else self.tr("A date such as 2026-11-19, not to come.")
        )
        self.changed.emit()

    def _day(self) -> date | bool | None:
        """The list's own date, None where nothing is typed, False where that is no such date."""
        text = self.date.text().strip()
        if not text:
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return False
        return day if day <= datetime.now().astimezone().date() else False

    def request(self) -> OwnListRequest | None:
        """What is to be imported; None while something is missing or wrong."""
        day = self._day()
        if isinstance(day, bool):
            return None
        chosen = self.source()
        if chosen:
            return OwnListRequest(self._own_named(chosen), is_new=False, published_on=day)
        name, code = self.name.text().strip(), self.code.text().strip()
        if not name or not code or self._view_model.is_taken(code):
            return None
        source = own_lists.own_source(name, code, Check(self.kind.currentData()))
        return OwnListRequest(source, is_new=True, published_on=day)

    def _own_named(self, code: str) -> ListSource:
        return next(s for s in self._view_model.own_sources() if s.source == code)
