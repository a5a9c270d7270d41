"""The card of a board: an edge in the colour of its urgency, who it is about, state and due."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.gui.widgets.avatar import paint_avatar
from app.gui.widgets.chip import paint_chip
from app.gui.widgets.icons import pixmap
from app.gui.widgets.theme import current_theme, font, radius, size, tokens

CARD_ROLE = Qt.ItemDataRole.UserRole + 7  # gives the Card of a row, None while it is on its way
HEIGHT = 132
GAP = 9
_PAD = 11
_ICON = 13
_FADED = 0.45
_KEPT = 300  # painted cards
_ID_END = 4  # letters of an id that tell it apart
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows, in words. `role` is a level's colour role with a ``_solid`` for the
    edge; `person` is who has it, "" for nobody; `spoken` is the whole for a screen reader."""

    key: str
    role: str
    icon: str
    word: str
    title: str
    about_icon: str
    about: str
    chip: str
    chip_role: str
    note: str
    due_icon: str
    due: str
    due_role: str
    person: str
    spoken: str
    shown_id: str = ""
    tags: tuple[str, ...] = ()
    mark: str = ""  # a word that must not be missed, such as that lists are invented ones


def paint_card(
    painter: QPainter,
    rect: QRect,
    card: Card,
    *,
    is_current: bool = False,
    has_focus: bool = False,
    is_mirrored: bool = False,
) -> None:
    """Paint `card` to fill `rect`, mirrored for languages that run right to left."""
    theme = current_theme()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
    path = QPainterPath()
    path.addRoundedRect(box, radius("control"), radius("control"))
    painter.fillPath(path, theme.color("selection" if is_current else "surface"))
    edge = int(tokens()["line"]["banner_edge"])
    painter.save()
    painter.setClipPath(path)
    left = rect.right() - edge + 1 if is_mirrored else rect.left()
    painter.fillRect(
        QRect(left, rect.top(), edge, rect.height()), theme.color(f"{card.role}_solid")
    )
    painter.restore()
    ring = theme.color("focus_ring" if has_focus else "accent" if is_current else "border")
    painter.setPen(QPen(ring, 2 if has_focus else 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    _Content(painter, rect.adjusted(_PAD, 0, -_PAD, 0), is_mirrored=is_mirrored).paint(card)
    painter.restore()


class _Content:
    """The five lines of one card."""

    def __init__(self, painter: QPainter, box: QRect, *, is_mirrored: bool) -> None:
        self._painter = painter
        self._box = box
        self._direction = (
            Qt.LayoutDirection.RightToLeft if is_mirrored else Qt.LayoutDirection.LeftToRight
        )

    def paint(self, card: Card) -> None:
        self._icon(card.icon, card.role, 0, 7)
        width = self._text(card.word, card.role, 18, 2, 22, weight="medium")
        mono_width = self._box.width() - width - 18 - 10
        self._end_text(card.shown_id, 2, 22, mono_width)
        self._text(card.title, "text", 0, 29, 24, weight="semibold")
        self._icon(card.about_icon, "text_3", 0, 51)
        self._text(card.about, "text_2", 18, 48, 18, size_name="small")
        left = self._chip(card.chip, card.chip_role, 0, 74)
        if card.mark:
            left = self._chip(card.mark, "info", left + 6, 74)
        self._text(card.note, "text_2", left + 8, 74, 20, size_name="small")
        self._icon(card.due_icon, card.due_role, 0, 105)
        side = size("avatar")
        width = self._text(card.due, card.due_role, 18, 101, 20, size_name="small", end=side + 8)
        tags = " ".join(f"#{tag}" for tag in card.tags)
        self._text(tags, "text_3", width + 28, 101, 20, size_name="small", end=side + 8)
        spot = self._place(self._box.width() - side, 100, side, side)
        paint_avatar(self._painter, spot, card.person)

    def _place(self, left: int, top: int, width: int, height: int) -> QRect:
        box = self._box
        rect = QRect(box.left() + left, box.top() + top, width, height)
        return QStyle.visualRect(self._direction, box, rect)

    def _icon(self, name: str, role: str, left: int, top: int) -> None:
        spot = self._place(left, top, _ICON, _ICON)
        self._painter.drawPixmap(spot, pixmap(name, role, _ICON))

    def _text(
        self,
        text: str,
        role: str,
        left: int,
        top: int,
        height: int,
        *,
        weight: str = "regular",
        size_name: str = "body",
        end: int = 0,
    ) -> int:
        look = font("small" if size_name == "small" or weight == "medium" else size_name, weight)
        metrics = QFontMetrics(look)
        room = max(0, self._box.width() - left - end)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        self._painter.setFont(look)
        self._painter.setPen(current_theme().color(role))
        self._painter.drawText(self._place(left, top, room, height), self._flags(), shown)
        return metrics.horizontalAdvance(shown)

    def _end_text(self, text: str, top: int, height: int, room: int) -> None:
        look = font("mono")
        is_narrow = QFontMetrics(look).horizontalAdvance(text) > room
        shown = f"…{text[-_ID_END:]}" if is_narrow else text
        self._painter.setFont(look)
        self._painter.setPen(current_theme().color("text_3"))
        place = self._place(self._box.width() - room, top, room, height)
        self._painter.drawText(place, self._flags(is_end=True), shown)

    def _chip(self, text: str, role: str, left: int, top: int) -> int:
        wide = QFontMetrics(font("small", "semibold")).horizontalAdvance(text) + 14
        spot = self._place(left, top, wide, size("chip"))
        paint_chip(self._painter, QPoint(spot.left(), spot.top()), text, role, "")
        return left + wide

    def _flags(self, *, is_end: bool = False) -> int:
        is_right = is_end is not (self._direction is Qt.LayoutDirection.RightToLeft)
        side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute)


def card_pixmap(card: Card, width: int, ratio: float, *, is_mirrored: bool = False) -> QPixmap:
    """The card as it hangs on the mouse: `width` in logical pixels, `ratio` of the screen."""
    made = QPixmap(QSize(round(width * ratio), round(HEIGHT * ratio)))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    inner = QRect(1, 1, width - 2, HEIGHT - 2)
    paint_card(painter, inner, card, has_focus=True, is_mirrored=is_mirrored)
    painter.end()
    return made


@lru_cache(maxsize=_KEPT)
def _picture(card: Card, width: int, ratio: float, look: tuple[bool, bool, bool, str]) -> QImage:
    """A card painted once: scrolling would otherwise set its dozen texts anew with every step.

    `look`: whether it is the current one, has the keyboard, is mirrored, and the theme in force.
    """
    is_current, has_focus, is_mirrored, _mode = look
    size = QSize(round(width * ratio), round(HEIGHT * ratio))
    made = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    paint_card(
        painter,
        QRect(0, 0, width, HEIGHT),
        card,
        is_current=is_current,
        has_focus=has_focus,
        is_mirrored=is_mirrored,
    )
    painter.end()
    return made


class CardDelegate(QStyledItemDelegate):
    """Paints the card of each row. `is_faded` greys them out (the reason stands beside them);
    the one whose key is `moving` leaves an empty place behind."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_faded = False
        self.moving = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(0, HEIGHT + GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card = index.data(CARD_ROLE)
        rect = option.rect.adjusted(0, 0, 0, -GAP)
        painter.save()
        if self.is_faded:
            painter.setOpacity(_FADED)
        if not isinstance(card, Card) or card.key == self.moving:
            self._paint_place(painter, rect)
        else:
            is_current = bool(option.state & QStyle.StateFlag.State_Selected)
            has_focus = is_current and bool(option.state & QStyle.StateFlag.State_HasFocus)
            is_mirrored = option.direction is Qt.LayoutDirection.RightToLeft
            look = (is_current, has_focus, is_mirrored, current_theme().mode)
            ratio = painter.device().devicePixelRatioF()
            painter.drawImage(rect.topLeft(), _picture(card, rect.width(), ratio, look))
        painter.restore()

    def _paint_place(self, painter: QPainter, rect: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(current_theme().color("border_strong"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, radius("control"), radius("control"))
