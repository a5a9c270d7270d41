"""Which lists are searched: active ones by tick, or a list file for this measurement only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.lists import SourceStatus
from app.gui.widgets.field_box import FieldMessage
from app.gui.widgets.file_field import FileField
from app.gui.widgets.labels import label


class ListsField(QWidget):
    """Ticks for the active lists and a field for a file, which goes before them."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: dict[str, QCheckBox] = {}
        self._unticked: set[str] = set()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self.nothing = label(self.tr("No list is active."), "secondary")
        self.file = FileField(
            self.tr("Or a list file"),
            self.tr("read for this only, not stored"),
            self.tr("List files (*.csv *.xml *.json *.jsonl);;All files (*)"),
        )
        self.message = FieldMessage()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(label(self.tr("Lists"), "label"))
        column.addWidget(self.nothing)
        column.addLayout(self._rows)
        column.addWidget(self.message)
        column.addSpacing(4)
        column.addWidget(self.file)
        self.file.changed.connect(self._tell)

    def show_lists(self, active: Sequence[SourceStatus]) -> None:
        """Offer these lists; what was unticked stays so."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.boxes = {}
        for status in active:
            self._rows.addWidget(self._row(status))
        self.nothing.setVisible(not active)
        self._tell()

    def _row(self, status: SourceStatus) -> QWidget:
        source = status.source.source
        box = QCheckBox(status.source.short_name)
        box.setChecked(source not in self._unticked)
        box.toggled.connect(lambda is_on, s=source: self._toggle(s, is_on=is_on))
        self.boxes[source] = box
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(box)
        row.addStretch(1)
        count = status.active.names if status.active else 0
        row.addWidget(label(self.tr("{count} names").format(count=f"{count:,}"), "caption"))
        return made

    def _toggle(self, source: str, *, is_on: bool) -> None:
        if is_on:
            self._unticked.discard(source)
        else:
            self._unticked.add(source)
        self._tell()

    def _tell(self) -> None:
        has_file = self.file.path() is not None
        for box in self.boxes.values():
            box.setEnabled(not has_file)
        self.message.show_message("")
        self.changed.emit()

    def chosen(self) -> tuple[str, ...]:
        """The file's path, or the ids of the ticked lists; says what is wrong if there is none."""
        path = self.file.path()
        if path is not None:
            if not path.is_file():
                self.file.show_message(self.tr("There is no such file."))
                return ()
            return (str(path),)
        found = tuple(source for source, box in self.boxes.items() if box.isChecked())
        if not found:
            self.message.show_message(self.tr("Choose a list, or name a list file."))
        return found

    def unticked(self) -> list[str]:
        """The sources that are not wanted, for the settings."""
        return sorted(self._unticked)

    def restore(self, unticked: Iterable[str], file: Path | None) -> None:
        """Take back what was chosen the last time."""
        self._unticked = set(unticked)
        for source, box in self.boxes.items():
            box.setChecked(source not in self._unticked)
        self.file.set_path(file)
