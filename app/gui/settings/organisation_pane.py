"""Whose reports these are: the organisation's name, a line below it, and its logo."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QByteArray, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from app.gui.jobs import WRITE, Questions
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import label
from app.gui.widgets.panel import Panel
from app.gui.widgets.theme import space
from app.services import report_organisation
from app.services.report_organisation import MOST_LETTERS, read_logo
from app.services.report_parts import Organisation
from app.services.workspace import Workspace

_FIELD_WIDTH = 360
_LOGO = (180, 40)


class OrganisationPane(Panel):
    """Two texts and a logo, saved one by one; `saved` and `failed(error)` say how it went."""

    saved = Signal()
    failed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Reports"), parent=parent)
        self._workspace = workspace
        self._questions = Questions()
        self.shown = Organisation()
        text = label(
            self.tr("Name, line and logo stand at the head of every report that is made from now."),
            "secondary",
        )
        text.setWordWrap(True)
        self.name = self._field(self.tr("Name of the organisation"))
        self.line = self._field(self.tr("Line below the name"))
        self.logo = QLabel()
        self.logo.setAccessibleName(self.tr("Logo"))
        self.choose_button = Button(self.tr("Choose a logo…"), "file", small=True)
        self.choose_button.clicked.connect(self.ask_logo)
        self.remove_button = Button(self.tr("Remove the logo"), "x", "quiet", small=True)
        self.remove_button.clicked.connect(self.remove_logo)
        row = QHBoxLayout()
        row.setSpacing(space("s"))
        for part in (self.logo, self.choose_button, self.remove_button):
            row.addWidget(part)
        row.addStretch(1)
        grid = QGridLayout()
        grid.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        grid.setHorizontalSpacing(space("m"))
        grid.setVerticalSpacing(space("s"))
        grid.setColumnStretch(1, 1)
        grid.addWidget(text, 0, 0, 1, 2)
        for number, (words, field) in enumerate(
            ((self.tr("Or&ganisation"), self.name), (self.tr("&Line below it"), self.line)), 1
        ):
            caption = label(words, "label")
            caption.setBuddy(field)
            grid.addWidget(caption, number, 0)
            grid.addWidget(field, number, 1)
        grid.addWidget(label(self.tr("Logo"), "label"), 3, 0)
        grid.addLayout(row, 3, 1)
        self.body.addLayout(grid)
        self._show(Organisation())
        for field in (self.name, self.line):
            field.setEnabled(False)  # until it is known what is stored

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setMaxLength(MOST_LETTERS)
        field.setMaximumWidth(_FIELD_WIDTH)
        field.editingFinished.connect(self._choose)
        return field

    def refresh(self) -> None:
        """Show what is stored."""
        workspace = self._workspace
        self._questions.ask(
            "read", lambda _job: report_organisation.read(workspace), self._show_stored, self.failed
        )

    def _show_stored(self, organisation: Organisation) -> None:
        self._show(organisation)
        for field in (self.name, self.line):
            field.setEnabled(True)

    def ask_logo(self) -> None:
        """Ask for a picture and take it as the logo."""
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose a logo"), "", self.tr("Pictures (*.png *.jpg *.jpeg)")
        )
        if name:
            self.take_logo(Path(name))

    def take_logo(self, path: Path) -> None:
        """Take this file as the logo, if its content is a PNG or JPEG picture."""
        self._questions.ask("logo", lambda _job: read_logo(path), self._take, self.failed)

    def _take(self, logo: bytes) -> None:
        self._save(replace(self.shown, logo=logo))

    def remove_logo(self) -> None:
        """Go on without a logo."""
        self._save(replace(self.shown, logo=b""))

    def _choose(self) -> None:
        wanted = replace(
            self.shown,
            name=" ".join(self.name.text().split()),
            line=" ".join(self.line.text().split()),
        )
        if wanted != self.shown:
            self._save(wanted)

    def _save(self, wanted: Organisation) -> None:
        workspace = self._workspace
        self._questions.ask(
            "save", lambda _job: report_organisation.save(workspace, wanted),
            self._show_saved, self._show_failure, lane=WRITE,
        )  # fmt: skip

    def _show_saved(self, organisation: Organisation) -> None:
        self._show(organisation)
        self.saved.emit()

    def _show_failure(self, error: BaseException) -> None:
        for field in (self.name, self.line):
            field.clearFocus()  # what was written there is not what is stored
        self._show(self.shown)
        self.failed.emit(error)

    def _show(self, organisation: Organisation) -> None:
        self.shown = organisation
        for field, words in ((self.name, organisation.name), (self.line, organisation.line)):
            if not field.hasFocus():  # what is being written is left alone
                with QSignalBlocker(field):
                    field.setText(words)
        image = QImage.fromData(QByteArray(organisation.logo))
        self.logo.setVisible(not image.isNull())
        self.remove_button.setVisible(not image.isNull())
        if not image.isNull():
            keep = Qt.AspectRatioMode.KeepAspectRatio
            smooth = Qt.TransformationMode.SmoothTransformation
            self.logo.setPixmap(QPixmap.fromImage(image.scaled(*_LOGO, keep, smooth)))
