"""Saved mappings: used for the table at hand, saved under a name, removed with a reason."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from app.gui.lists.own_list_view_model import OwnListViewModel
from app.gui.widgets.buttons import Button, tool_button
from app.gui.widgets.labels import label
from app.gui.widgets.reason_dialog import ReasonDialog
from app.gui.widgets.theme import space

_WIDTH = 200


class TemplatesPane(QWidget):
    """A field with the saved names, which takes new ones too, and what can be done with it."""

    def __init__(self, view_model: OwnListViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self.name = QComboBox()
        self.name.setEditable(True)
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.name.setFixedWidth(_WIDTH)
        self.name.setAccessibleName(self.tr("Template"))
        line = self.name.lineEdit()
        if line is not None:
            line.setPlaceholderText(self.tr("Name of a template"))
        self.use_button = Button(self.tr("&Use"), "check", small=True)
        self.save_button = Button(self.tr("Sa&ve"), "download", small=True)
        self.remove_button = tool_button("trash", self.tr("Remove this template…"))
        for button in (self.use_button, self.save_button):
            button.setAutoDefault(False)
        self.dialog: ReasonDialog | None = None
        caption = label(self.tr("&Template"), "label")
        caption.setBuddy(self.name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space("s"))
        for part in (caption, self.name, self.use_button, self.save_button, self.remove_button):
            row.addWidget(part)
        self.name.editTextChanged.connect(self._check)
        self.use_button.clicked.connect(self._use)
        self.save_button.clicked.connect(self._save)
        self.remove_button.clicked.connect(self._ask_remove)
        view_model.templates_changed.connect(self._show_templates)
        self._check()

    def _text(self) -> str:
        return " ".join(self.name.currentText().split())

    def _show_templates(self) -> None:
        typed = self._text()
        self.name.clear()
        self.name.addItems(list(self._view_model.templates))
        self.name.setCurrentIndex(self.name.findText(typed))
        self.name.setEditText(typed)
        self._check()

    def _check(self) -> None:
        is_saved = self._text() in self._view_model.templates
        self.use_button.setEnabled(is_saved)
        self.remove_button.setEnabled(is_saved)
        self.save_button.setEnabled(bool(self._text()))

    def _use(self) -> None:
        self._view_model.use_template(self._text())

    def _save(self) -> None:
        """Save under the name; in place of another mapping only with a reason."""
        name = self._text()
        if name not in self._view_model.templates:
            self._view_model.save_template(name)
            return
        self._ask(
            self.tr("Replace the template {name}?").format(name=name),
            self.tr("The mapping of the table at hand takes its place."),
            self.tr("Replace"),
        ).confirmed.connect(lambda reason: self._view_model.save_template(name, reason))

    def _ask_remove(self) -> None:
        name = self._text()
        self._ask(
            self.tr("Remove the template {name}?").format(name=name),
            self.tr("Lists that were imported with it keep their mapping."),
            self.tr("Remove"),
        ).confirmed.connect(lambda reason: self._view_model.remove_template(name, reason))

    def _ask(self, heading: str, text: str, verb: str) -> ReasonDialog:
        self.dialog = ReasonDialog(heading, text, verb, parent=self)
        self.dialog.open()
        return self.dialog
