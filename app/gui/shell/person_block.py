"""Who works here, at the foot of the navigation: mark, name, role, and the lock."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.gui.widgets.avatar import paint_avatar
from app.gui.widgets.buttons import tool_button
from app.gui.widgets.labels import ElidedLabel
from app.gui.widgets.theme import size, space


class Avatar(QWidget):
    """The first letters of a name on a round tint."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.setFixedSize(size("avatar") + 2, size("avatar") + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_avatar(painter, self.rect(), self.name)


class PersonBlock(QFrame):
    """The person who works here; `lock_asked` by the button, which only users have."""

    lock_asked = Signal()

    def __init__(self, person: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("user_block")
        self._is_collapsed = False
        self.avatar = Avatar(person)
        self.name = ElidedLabel(person)
        self.role = ElidedLabel("", "caption")
        self.lock_button = tool_button("lock", self.tr("Lock the window"), key="Ctrl+L")
        self.lock_button.clicked.connect(self.lock_asked)
        self._words = QWidget()
        words = QVBoxLayout(self._words)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.role)
        row = QHBoxLayout(self)
        row.setContentsMargins(space("l") - 2, space("s"), space("s"), space("s"))
        row.setSpacing(space("s"))
        row.addWidget(self.avatar)
        row.addWidget(self._words, 1)
        row.addWidget(self.lock_button)
        self.setFixedHeight(size("row_two_lines") + 8)
        self._can_lock = False
        self.show_person(person, self.tr("One-person workspace"))

    def show_person(self, name: str, role: str, *, login: str = "", can_lock: bool = False) -> None:
        """Show who works here.

        Args:
            role: the word under the name.
            login: what records hold, for the tooltip.
            can_lock: whether a password could open the window again.
        """
        self.avatar.name = name
        self.avatar.update()
        self.name.setText(name)
        self.role.setText(role)
        self.setToolTip("\n".join(part for part in (name, login, role) if part))
        self.setAccessibleName(f"{name}, {role}")
        self._can_lock = can_lock
        self.set_collapsed(is_collapsed=self._is_collapsed)

    def set_collapsed(self, *, is_collapsed: bool) -> None:
        """Show the mark only, or the words and the lock as well."""
        self._is_collapsed = is_collapsed
        self._words.setHidden(is_collapsed)
        self.lock_button.setVisible(self._can_lock and not is_collapsed)
