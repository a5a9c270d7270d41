"""Who shall review a party."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.user import Session, User
from app.gui.review.base_dialog import BaseDialog
from app.gui.screening.wording import translate
from app.gui.widgets.field_box import FieldBox
from app.gui.widgets.people_field import PeopleField


class AssignDialog(BaseDialog):
    """Asks for a person; `chosen(login, name)`, both "" for nobody."""

    chosen = Signal(str, str)

    def __init__(
        self, what: str, people: Sequence[User], me: Session, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            what,
            translate("Review", "Others see who works on it; they can still take it over."),
            translate("Review", "Assign"),
            parent,
            width=400,
        )
        self.person = PeopleField(
            self.tr("Person"), people, nobody=self.tr("Nobody, it is free"), me=me
        )
        self.body.addWidget(FieldBox(self.tr("&Person"), self.person))
        self.person.setFocus()

    def confirm(self) -> None:
        """Hand the person on."""
        login = str(self.person.currentData() or "")
        self.chosen.emit(login, self.person.currentText() if login else "")
        self.accept()
