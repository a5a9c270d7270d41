"""The dialog before an import: which files, as which source, and what will happen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.domain.lists import ListSource
from app.gui.lists.importing import ImportRequest
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import isolate, label
from app.gui.widgets.theme import space

WIDTH = 520
_FILES_SHOWN = 8


class ImportDialog(QDialog):
    """Asks what cannot be known from the files; `confirmed(ImportRequest)` on Import.

    Args:
        files: what will be read.
        sources: those that can be imported, in the order of the catalogue.
        fitting: the ids that the content of the files allows; the first is offered.
        preset: an id that was chosen before, offered if it fits.
    """

    confirmed = Signal(object)

    def __init__(
        self,
        files: Sequence[Path],
        sources: Sequence[ListSource],
        fitting: Sequence[str],
        preset: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Import a list"))
        self._files = tuple(files)
        self._sources = tuple(sources)
        self._fitting = tuple(fitting)
        self.source = QComboBox()
        self.source.setAccessibleName(self.tr("Source"))
        for source in self._sources:
            self.source.addItem(f"{source.short_name} · {source.source}", source.source)
        wanted = preset if preset in fitting or not fitting else fitting[0]
        self.source.setCurrentIndex(max(0, self.source.findData(wanted)))
        self.date = QLineEdit()
        self.date.setPlaceholderText(self.tr("YYYY-MM-DD"))
        self.date.setAccessibleName(self.tr("Publication date"))
        self.date.setMaximumWidth(140)
        self.date.textChanged.connect(self._check_date)
        self.date_note = label(kind="caption")
        self.warning = label(kind="secondary")
        self.warning.setWordWrap(True)
        self.source.currentIndexChanged.connect(self._show_fit)
        self._lay_out()
        self._show_fit()
        self._check_date()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(space("xl"), space("xl"), space("xl"), space("l"))
        column.setSpacing(space("s"))
        column.addWidget(label(self.tr("Import a list"), "heading"))
        column.addWidget(self._caption(self.tr("&Files"), files := self._file_list()))
        column.addWidget(files)
        column.addWidget(self._caption(self.tr("&Source"), self.source))
        column.addWidget(self.source)
        column.addWidget(self.warning)
        column.addWidget(self._caption(self.tr("&Published on (optional)"), self.date))
        dated = QHBoxLayout()
        dated.addWidget(self.date)
        dated.addWidget(self.date_note, 1)
        column.addLayout(dated)
        column.addSpacing(space("s"))
        column.addWidget(self._explanation())
        column.addSpacing(space("m"))
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        self.cancel_button = Button(self.tr("Cancel"), key="Esc")
        self.cancel_button.clicked.connect(self.reject)
        self.import_button = Button(self.tr("Import"), "upload", "primary", key="Enter")
        self.import_button.setDefault(True)
        self.import_button.clicked.connect(self._confirm)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.import_button)
        column.addLayout(buttons)
        self.setFixedWidth(WIDTH)
        self.import_button.setFocus()

    def _caption(self, text: str, buddy: QWidget) -> QLabel:
        made = label(text, "label")
        made.setBuddy(buddy)
        return made

    def _file_list(self) -> QWidget:
        lines = []
        for file in self._files:
            size = file.stat().st_size if file.exists() else 0
            lines.append(f"{isolate(file.name)}   {size / 1_000_000:,.1f} MB")
        shown = lines[:_FILES_SHOWN]
        if len(lines) > len(shown):
            more = self.tr("and {count} more").format(count=len(lines) - len(shown))
            shown.append(more)
        made = label("\n".join(shown))
        made.setAccessibleName(self.tr("Files"))
        made.setAccessibleDescription(", ".join(lines))
        return made

    def _explanation(self) -> QLabel:
        made = label(
            self.tr(
                "The files are read and checked beside the active version. If every check "
                "passes, the new version becomes active; otherwise it is kept in quarantine or "
                "refused, and screening goes on with the active one. You can cancel at any time."
            ),
            "secondary",
        )
        made.setWordWrap(True)
        return made

    def _show_fit(self) -> None:
        chosen = self.source.currentData()
        if self._fitting and chosen not in self._fitting:
            names = ", ".join(
                source.short_name for source in self._sources if source.source in self._fitting
            )
            words = self.tr("The content looks like: {names}. It may be refused as this source.")
            self.warning.setText(words.format(names=names))
        elif len(self._fitting) > 1:
            self.warning.setText(self.tr("The content fits several sources: choose the right one."))
        else:
            self.warning.setText("")
        self.warning.setVisible(bool(self.warning.text()))

    def published_on(self) -> date | None:
        """The date as typed. Raises ValueError if it is none, or lies in the future."""
        text = self.date.text().strip()
        if not text:
            return None
        day = date.fromisoformat(text)
        if day > datetime.now().astimezone().date():
            raise ValueError(text)
        return day

    def _check_date(self) -> None:
        try:
            self.published_on()
        except ValueError:
            words, state = self.tr("A date such as 2026-11-19, not in the future."), "error"
        else:
            words, state = self.tr("Only needed where the file has no date of its own."), ""
        self.date_note.setText(words)
        self.import_button.setEnabled(not state)
        if self.date.property("state") != state:
            self.date.setProperty("state", state)
            self.date.style().polish(self.date)

    def _confirm(self) -> None:
        request = ImportRequest(self.source.currentData(), self._files, self.published_on())
        self.accept()
        self.confirmed.emit(request)
