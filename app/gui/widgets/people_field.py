"""A field for a person: whoever works here by name, oneself first, or nobody in particular."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from app.domain.user import Session, User


class PeopleField(QComboBox):
    """Chooses one of `people`; typing goes to a name.

    Args:
        nobody: what the choice of nobody says, such as ``Any reviewer``; "" leaves it out.
        me: whoever acts, who stands first; None leaves them out.
    """

    def __init__(
        self,
        title: str,
        people: Sequence[User],
        *,
        nobody: str = "",
        me: Session | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        if me is not None:
            self.addItem(self.tr("{name} (me)").format(name=me.name or me.login), me.login)
        for user in people:
            if me is None or user.login != me.login:
                self.addItem(user.name or user.login, user.login)
                tip = f"{user.login}"
                self.setItemData(self.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        if nobody:
            self.addItem(nobody, "")

    def login(self) -> str:
        """The login of the chosen person, "" for nobody."""
        return str(self.currentData() or "")

    def choose(self, login: str) -> None:
        """Choose a person by login, if they are there."""
        place = self.findData(login)
        if place >= 0:
            self.setCurrentIndex(place)
