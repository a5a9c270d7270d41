"""Buttons: with an icon, a role, and the key that does the same in a small frame."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import (
    QAction,
    QColor,
    QFontMetrics,
    QIcon,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QToolButton,
    QWidget,
)

from app.gui.widgets.icons import set_icon, tinted
from app.gui.widgets.theme import current_theme, font, radius, size
from app.gui.widgets.window_style import text_flags

ICON = 16
SMALL_ICON = 14
PADDING = 11
GAP = 7


def key_text(sequence: QKeySequence) -> str:
    """A shortcut as people call it: ``Ctrl+Enter`` for what Qt calls Ctrl+Return."""
    text = sequence.toString(QKeySequence.SequenceFormat.NativeText)
    return text.replace("Return", "Enter").replace("PgUp", "Page up").replace("PgDown", "Page down")


def tip_text(text: str, sequence: QKeySequence) -> str:
    """The tooltip of an action: what it does and its key."""
    plain = text.replace("&", "").rstrip("…")
    key = key_text(sequence)
    return f"{plain} ({key})" if key else plain


def key_width(key: str) -> int:
    """The width of a key frame in logical pixels."""
    return max(size("key"), QFontMetrics(font("small")).horizontalAdvance(key) + 10)


def paint_key(painter: QPainter, rect: QRect, key: str, colour: QColor, edge: QColor) -> None:
    """Paint `key` in its frame, filling `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(
        QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius("chip"), radius("chip")
    )
    painter.setFont(font("small"))
    painter.setPen(colour)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, key)
    painter.restore()


class KeyHint(QWidget):
    """A key in a small frame, beside text that tells what it does."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.setAccessibleName(key)
        self.setFixedSize(key_width(key), size("key"))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = current_theme()
        painter = QPainter(self)
        paint_key(
            painter, self.rect(), self.key, theme.color("text_2"), theme.color("border_strong")
        )


class Button(QPushButton):
    """A push button that paints icon, text and key itself; the style sheet paints its frame.

    Roles: plain, primary (filled), danger (loss), quiet (no frame), field (looks like an input:
    text at the start, key at the end). `tone` is the colour role of icon and text.
    """

    def __init__(
        self,
        text: str = "",
        icon: str = "",
        role: str = "plain",
        *,
        key: str = "",
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.icon_name = icon
        self.key = key
        self.role = role
        self.is_field = role == "field"
        self.tone = {"primary": "on_accent", "danger": "critical"}.get(role, "text")
        self.setProperty("role", role)
        self.setProperty("small", small)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(size("control_small" if small else "control"))
        self.setFont(font("small" if small else "body", "medium"))
        self._icon_size = SMALL_ICON if small else ICON

    def _text_width(self) -> int:
        flags = int(Qt.TextFlag.TextShowMnemonic)
        return self.fontMetrics().size(flags, self.text()).width() if self.text() else 0

    def _content_width(self) -> int:
        widths = [
            self._icon_size if self.icon_name else 0,
            self._text_width(),
            key_width(self.key) if self.key else 0,
        ]
        shown = [width for width in widths if width]
        return sum(shown) + GAP * (len(shown) - 1)

    def sizeHint(self) -> QSize:
        padding = PADDING - 2 if self.property("small") else PADDING
        return QSize(self._content_width() + 2 * padding, self.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = current_theme()
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        option.icon = QIcon()
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        enabled = self.isEnabled()
        if self.hasFocus() and self.role == "primary":
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("surface"), 1))
            gap = QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5)
            painter.drawRoundedRect(gap, radius("chip"), radius("chip"))
        self._paint_content(painter, theme.color(self.tone if enabled else "text_3"))

    def _paint_content(self, painter: QPainter, colour: QColor) -> None:
        theme = current_theme()
        is_coloured = self.tone != "text" or not self.isEnabled()
        quiet = colour if is_coloured else theme.color("text_2")
        left = PADDING - 1 if self.is_field else (self.width() - self._content_width()) // 2
        if self.icon_name:
            side = self._icon_size
            painter.drawPixmap(self._place(left, side, side), tinted(self.icon_name, quiet, side))
            left += side + GAP
        if self.text():
            painter.setFont(self.font())
            painter.setPen(quiet if self.is_field else colour)
            width = self._text_width()
            flags = int(Qt.AlignmentFlag.AlignCenter) | text_flags(self)
            painter.drawText(self._place(left, width + 2, self.height()), flags, self.text())
            left += width + GAP
        if self.key:
            width = key_width(self.key)
            left = self.width() - width - PADDING + 2 if self.is_field else left
            edge = colour if self.role == "primary" else theme.color("border_strong")
            paint_key(painter, self._place(left, width, size("key")), self.key, quiet, edge)

    def _place(self, left: int, width: int, height: int) -> QRect:
        """A part of the content, centred in height, mirrored where the layout is."""
        rect = QRect(left, (self.height() - height) // 2, width, height)
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)


class ActionButton(Button):
    """A button that mirrors an action: text, icon, key, tooltip, enabled, checked, visible."""

    def __init__(
        self,
        action: QAction,
        role: str = "plain",
        *,
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(role=role, small=small, parent=parent)
        self.action = action
        self._is_offered = True
        self.clicked.connect(action.trigger)
        action.changed.connect(self._mirror)
        self._mirror()

    @Slot()
    def _mirror(self) -> None:
        action = self.action
        self.setText(action.text().removesuffix("…"))
        self.icon_name = str(action.property("icon_name") or "")
        self.key = key_text(action.shortcut())
        self.setToolTip(action.toolTip())
        self.setAccessibleName(action.text().replace("&", ""))
        self.setAccessibleDescription(self.key)
        self.setEnabled(action.isEnabled())
        self.setCheckable(action.isCheckable())
        self.setChecked(action.isChecked())
        if self._is_offered != action.isVisible():
            self._is_offered = action.isVisible()
            self.setVisible(self._is_offered)
        self.updateGeometry()
        self.update()


def tool_button(
    icon: str, text: str, parent: QWidget | None = None, *, key: str = ""
) -> QToolButton:
    """A square button with an icon only; `text` is its accessible name and tooltip."""
    made = QToolButton(parent)
    set_icon(made, icon)
    made.setAccessibleName(text)
    made.setToolTip(f"{text} ({key})" if key else text)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setFixedSize(size("control_small") + 2, size("control_small") + 2)
    return made


def make_action(
    parent: QWidget,
    text: str,
    slot: Callable[[], object],
    *,
    icon: str = "",
    shortcut: str = "",
    tip: str = "",
) -> QAction:
    """An action with icon, key and a tooltip that tells the key.

    Args:
        parent: who owns it; the page adds it to itself or the window does, for the shortcut.
        text: with mnemonic; an ellipsis says that more is asked.
        slot: called without arguments.
        shortcut: as in ``Ctrl+Return``.
        tip: what it does if `text` does not say enough.
    """
    made = QAction(text, parent)
    if icon:
        set_icon(made, icon)
    if shortcut:
        made.setShortcut(QKeySequence(shortcut))
    made.setToolTip(tip_text(tip or text, made.shortcut()))
    made.triggered.connect(lambda _checked: slot())
    return made
