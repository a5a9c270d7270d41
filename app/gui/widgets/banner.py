"""The banner: one loud fact above a page, with an edge, an icon, words and what to do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.gui.widgets.error_dialog import error_parts
from app.gui.widgets.icons import pixmap
from app.gui.widgets.labels import isolate, label, plain_tip, set_tone
from app.gui.widgets.theme import current_theme, font, radius, space, tokens

ROLES = ("low", "medium", "high", "critical", "info", "missing")


class Banner(QFrame):
    """Edge, icon, heading, text, an optional detail line in small type, and buttons.

    Args:
        role: which colours, one of ROLES.
        heading: what is the case, in a few words.
        text: why, or what that means.
        icon: icon name; empty for the one of the role.
        detail: a third line, such as the rule that decided.
        is_flat: the full-width form without edge and corners, heading and text on one line.
        is_large: the heading in the size of the page's one loud word (an outcome).
    """

    def __init__(
        self,
        role: str = "info",
        heading: str = "",
        text: str = "",
        *,
        icon: str = "",
        detail: str = "",
        is_flat: bool = False,
        is_large: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._is_flat = is_flat
        self._icon = QLabel()
        self._heading = label(kind="strong")
        self._heading.setFont(
            font("name" if is_large else "body" if is_flat else "heading", "semibold")
        )
        self._text = label()
        self._text.setWordWrap(True)
        self._detail = label(kind="small")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(space("m"))
        words = QHBoxLayout() if is_flat else QVBoxLayout()
        words.setSpacing(space("s") if is_flat else 2)
        words.addWidget(self._heading)
        words.addWidget(self._text, 1 if is_flat else 0)
        words.addWidget(self._detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(space("l") + 2, space("m"), space("m") + 2, space("m"))
        row.setSpacing(space("m"))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addLayout(self._buttons)
        # Not Fixed: that would hold it at the height of its hint, and cut text that wraps more.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.set_banner(role, heading, text, icon=icon, detail=detail)

    def set_banner(
        self, role: str, heading: str, text: str = "", *, icon: str = "", detail: str = ""
    ) -> None:
        """Say something else; the buttons stay."""
        if role not in ROLES:
            raise ValueError(f"no such banner role: {role}")
        self.role, self.icon_name = role, icon or _ICONS[role]
        for part, words in ((self._heading, heading), (self._text, text), (self._detail, detail)):
            part.setText(isolate(words))
            part.setVisible(bool(words))
        self.setAccessibleName(heading)
        self.setAccessibleDescription(" ".join(part for part in (text, detail) if part))
        self._apply_colours()

    def show_failure(self, error: BaseException, heading: str = "", *, icon: str = "") -> None:
        """Say what went wrong, what is safe and what to do; the details are in the tooltip."""
        what, safe, todo, details = error_parts(error)
        rest = (what, safe, todo) if heading else (safe, todo)
        self.set_banner("critical", heading or what, " ".join(filter(None, rest)), icon=icon)
        self.setToolTip(plain_tip(details))
        self.show()

    def add_button(self, button: QAbstractButton) -> None:
        """Add a button at the end; the banner owns it."""
        self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def _apply_colours(self) -> None:
        side = int(tokens()["icon"]["banner"])
        self._icon.setPixmap(pixmap(self.icon_name, self.role, 20 if self._is_flat else side))
        set_tone(self._heading, "text" if self._is_flat else self.role)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._apply_colours()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = current_theme()
        painter = QPainter(self)
        ground = theme.color(f"{self.role}_bg")
        if self._is_flat:
            painter.fillRect(self.rect(), ground)
            painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("border"))
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()), radius("panel"), radius("panel"))
        painter.setClipPath(path)
        painter.fillRect(self.rect(), ground)
        solid = theme.color(self.role if self.role in ("info", "missing") else f"{self.role}_solid")
        edge = int(tokens()["line"]["banner_edge"])
        is_mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = self.width() - edge if is_mirrored else 0
        painter.fillRect(left, 0, edge, self.height(), solid)


_ICONS = {
    "low": "check-circle",
    "medium": "info-circle",
    "high": "triangle-alert",
    "critical": "octagon-alert",
    "info": "info-circle",
    "missing": "dashed-circle",
}
