"""What the forms of the measurements share: profile, numbers, files, and remembering them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.lists import SourceStatus
from app.gui.screening.wording import profile_tip, profile_word
from app.gui.validation.requests import Request, translate
from app.gui.widgets.field_box import FieldBox
from app.gui.widgets.file_field import FileField
from app.gui.widgets.labels import label
from app.gui.widgets.theme import space
from app.services.matching_index import PROFILES

SETTINGS = "validation"
Number = TypeVar("Number", int, float)


class MeasurementForm(QWidget):
    """One form; subclasses add fields to `column`, read them, and remember them."""

    submitted = Signal()  # Enter in a field

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(space("m"))

    def add_head(self, heading: str, text: str) -> None:
        """Say what is measured."""
        words = label(text, "secondary")
        words.setWordWrap(True)
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(label(heading, "strong"))
        head.addWidget(words)
        self.column.addLayout(head)

    def add_note(self, text: str) -> None:
        """Say in small type what else is good to know."""
        words = label(text, "caption")
        words.setWordWrap(True)
        self.column.addWidget(words)

    def show_lists(self, active: Sequence[SourceStatus]) -> None:
        """Offer the active lists; a form without lists has no use for them."""

    def request(self) -> Request | None:
        """What the form asks for; None after saying at the fields what is wrong."""
        raise NotImplementedError

    def remember(self) -> None:
        """Keep the choices for the next start of the window."""
        raise NotImplementedError

    def take_files(self, files: tuple[Path, ...]) -> None:
        """Put dropped files into the fields that they fit."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        raise NotImplementedError

    def add_line(self, box: FieldBox) -> FieldBox:
        """Add a field of one line; Enter in it begins the measurement."""
        self._enter(box.control)
        self.column.addWidget(box)
        return box

    def add_pair(self, *boxes: FieldBox) -> None:
        """Add fields side by side."""
        row = QHBoxLayout()
        row.setSpacing(space("s"))
        for box in boxes:
            row.addWidget(box, 1, Qt.AlignmentFlag.AlignTop)
            self._enter(box.control)
        self.column.addLayout(row)

    def add_file(self, field: FileField) -> FileField:
        """Add the field of a file."""
        field.line.returnPressed.connect(self.submitted)
        self.column.addWidget(field)
        return field

    def _enter(self, control: QWidget) -> None:
        if isinstance(control, QLineEdit):
            control.returnPressed.connect(self.submitted)


def csv_field(title: str, placeholder: str) -> FileField:
    """The field of a CSV file."""
    filters = translate("Validation", "CSV files (*.csv *.tsv *.txt);;All files (*)")
    return FileField(title, placeholder, filters)


def required_file(field: FileField, *, is_optional: bool = False) -> Path | None:
    """The file of a field if it is there; else says below the field what is wrong."""
    path = field.path()
    if path is None:
        if not is_optional:
            field.show_message(translate("Validation", "Name the file, or drop it here."))
        return None
    if not path.is_file():
        field.show_message(translate("Validation", "There is no such file."))
        return None
    return path


def profile_combo(*, with_all: bool = False) -> QComboBox:
    """The profiles by name, the default first; all of them at once where that is wanted."""
    made = QComboBox()
    made.setMinimumWidth(60)
    if with_all:
        made.addItem(translate("Validation", "All"), "")
    for profile in PROFILES:
        made.addItem(profile_word(profile), profile)
        made.setItemData(made.count() - 1, profile_tip(profile), Qt.ItemDataRole.ToolTipRole)
    return made


def number_line(text: str) -> QLineEdit:
    """A field for a number as text."""
    made = QLineEdit(text)
    made.setMaxLength(80)
    made.setMinimumWidth(60)
    return made


def read_number(
    box: FieldBox, read: Callable[[str], Number], least: Number, most: Number, words: str
) -> Number | None:
    """The number of a field between `least` and `most`; else says `words` below it."""
    line = box.control
    assert isinstance(line, QLineEdit)
    try:
        number = read(line.text().strip().replace(",", "").replace(" ", ""))
    except ValueError:
        number = None
    if number is None or not least <= number <= most:
        box.show_message(words)
        return None
    box.show_message("")
    return number


def keep(name: str, value: object) -> None:
    """Remember a choice of the page."""
    QSettings().setValue(f"{SETTINGS}/{name}", value)


def kept(name: str, otherwise: str = "") -> str:
    """A remembered choice as text."""
    return str(QSettings().value(f"{SETTINGS}/{name}", otherwise))


def kept_names(name: str) -> tuple[str, ...]:
    """A remembered list of names."""
    return tuple(part for part in kept(name).split("|") if part)


def kept_path(name: str) -> Path | None:
    """A remembered file."""
    text = kept(name)
    return Path(text) if text else None


def choose(combo: QComboBox, value: str) -> None:
    """Choose the item with this value, the first if there is none."""
    combo.setCurrentIndex(max(0, combo.findData(value)))
