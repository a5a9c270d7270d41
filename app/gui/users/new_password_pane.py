"""A new password, typed twice; the rules are said beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.errors import BadInput
from app.domain.password import MIN_LENGTH, clean_password, same_form
from app.gui.users.credentials_pane import password_field
from app.gui.widgets.field_box import FieldBox
from app.gui.widgets.labels import label
from app.gui.widgets.theme import space


class NewPasswordPane(QWidget):
    """Two fields; `edited` when something was typed.

    Args:
        title: of the first field, with mnemonic.
    """

    edited = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first, self.second = password_field(), password_field()
        self.first_box = FieldBox(title, self.first)
        self.second_box = FieldBox(self.tr("Once &more"), self.second)
        rule = self.tr("At least {count} characters, any script; a sentence is a good one.")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space("s"))
        column.addWidget(self.first_box)
        column.addWidget(label(rule.format(count=MIN_LENGTH), "caption"))
        column.addWidget(self.second_box)
        for field in (self.first, self.second):
            field.textChanged.connect(lambda _text: self._edit())

    @property
    def is_filled(self) -> bool:
        """Whether both fields hold something."""
        return bool(self.first.text() and self.second.text())

    def password(self, *personal: str) -> str:
        """The new password, or "" after saying what is wrong with it.

        Args:
            personal: login and name of whose it is.
        """
        try:
            clean_password(self.first.text(), *personal)
        except BadInput as error:
            self.first_box.show_message(error.message)
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)
            return ""
        if same_form(self.first.text()) != same_form(self.second.text()):
            self.second_box.show_message(self.tr("The two are not the same."))
            self.second.setFocus(Qt.FocusReason.OtherFocusReason)
            return ""
        return self.first.text()

    def clear(self) -> None:
        """Forget what was typed."""
        for field in (self.first, self.second):
            field.clear()

    def _edit(self) -> None:
        for box in (self.first_box, self.second_box):
            box.show_message("")
        self.edited.emit()
