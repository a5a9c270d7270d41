"""How a row of the review queue is drawn: a party with its count, or a match with its standing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.review import MatchReview
from app.domain.subject import SubjectType
from app.gui.review.queue_model import QueueModel
from app.gui.review.queue_rows import QueueItem, born_words
from app.gui.review.wording import matches_word, standing
from app.gui.screening.wording import strength_word
from app.gui.widgets import theme
from app.gui.widgets.chip import chip_width, paint_chip
from app.gui.widgets.icons import pixmap
from app.gui.widgets.labels import isolate

Index = QModelIndex | QPersistentModelIndex
MATCH_ROW = 40
_PAD = 12
_CHEVRON = 14
_KIND = 16
_NAME_LEFT = 56
_MATCH_LEFT = 34
_SCORE_LEFT = 118
_LIST_LEFT = 156
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_V = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
_LEADING = int(Qt.AlignmentFlag.AlignLeft | _V)
_TRAILING = int(Qt.AlignmentFlag.AlignRight | _V)


class QueueDelegate(QStyledItemDelegate):
    """Draws the rows of a QueueModel. `short_name` gives what people call a list."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        short_name: Callable[[str], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._short_name = short_name
        self.hovered_row = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del index
        return QSize(option.rect.width(), theme.size("group_row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        item = model.item(index.row()) if isinstance(model, QueueModel) else None
        if item is None:
            return
        painter.save()
        painter.setClipRect(option.rect)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self._paint_ground(painter, option, index, item)
        place = _Place(option.rect, option.direction is Qt.LayoutDirection.RightToLeft)
        if item.group is None:
            painter.setPen(theme.current_theme().color("text_3"))
            painter.drawText(place.span(_NAME_LEFT, _PAD), place.leading, "…")
        elif item.match is None:
            _paint_party(painter, place, item)
        else:
            self._paint_match(painter, place, item.match)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, item: QueueItem
    ) -> None:
        look, rect, state = theme.current_theme(), option.rect, option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.color("selection"))
            edge = QRect(rect)
            edge.setWidth(int(theme.tokens()["line"]["selected_edge"]))
            if option.direction is Qt.LayoutDirection.RightToLeft:
                edge.moveRight(rect.right())
            is_active = state & QStyle.StateFlag.State_Active
            painter.fillRect(edge, look.color("accent" if is_active else "field_edge"))
        elif index.row() == self.hovered_row:
            painter.fillRect(rect, look.color("hover"))
        elif item.match is None and item.is_open:
            painter.fillRect(rect, look.color("sunken"))
        painter.setPen(look.color("grid"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def _paint_match(self, painter: QPainter, place: _Place, match: MatchReview) -> None:
        look = theme.current_theme()
        value = match.strength.value
        words = strength_word(match.strength)
        top = place.rect.top() + (place.rect.height() - theme.size("chip")) // 2
        role, icon = look.semantic_role(value), look.semantic_icon(value)
        chip = place.at(_MATCH_LEFT, _SCORE_LEFT - _MATCH_LEFT)
        if place.is_mirrored:
            chip.setLeft(chip.right() - chip_width(words, icon) + 1)
        paint_chip(painter, QPoint(chip.left(), top), words, role, icon)
        painter.setFont(theme.font("body", "semibold", is_tabular=True))
        painter.setPen(look.color("text"))
        painter.drawText(
            place.at(_SCORE_LEFT, _LIST_LEFT - _SCORE_LEFT - 10),
            place.trailing,
            f"{match.score:.0f}",
        )
        told, tone, mark = standing(match, self._clock())
        painter.setFont(theme.font("small"))
        room = place.rect.width() - _LIST_LEFT - 70
        told = _cut(told, max(40, room), "small", "regular")
        wide = painter.fontMetrics().horizontalAdvance(told) + 2
        end = place.from_end(_PAD, wide)
        painter.setPen(look.color(tone))
        painter.drawText(end, place.trailing, told)
        spot = place.from_end(_PAD + wide + 4, 13)
        painter.drawPixmap(spot.left(), spot.center().y() - 6, pixmap(mark, tone, 13))
        used = _PAD + wide + 22
        if match.came_back:
            spot = place.from_end(used, 13)
            painter.drawPixmap(spot.left(), spot.center().y() - 6, pixmap("refresh", "high", 13))
            used += 18
        painter.setFont(theme.font("body"))
        painter.setPen(look.color("text_3" if not match.is_open else "text"))
        name = place.span(_LIST_LEFT, used)
        short = self._short_name(match.source)
        painter.drawText(name, place.leading, _cut(short, name.width(), "body", "regular"))


class _Place:
    """The parts of a row, counted from where reading starts."""

    def __init__(self, rect: QRect, is_mirrored: bool) -> None:
        self.rect = QRect(rect)
        self.is_mirrored = is_mirrored
        self.leading = _TRAILING if is_mirrored else _LEADING
        self.trailing = _LEADING if is_mirrored else _TRAILING

    def at(self, left: int, width: int) -> QRect:
        """A part that begins `left` pixels from the leading edge."""
        spot = QRect(self.rect.left() + left, self.rect.top(), width, self.rect.height())
        return self._mirrored(spot)

    def from_end(self, right: int, width: int) -> QRect:
        """A part that ends `right` pixels before the trailing edge."""
        return self.at(self.rect.width() - right - width, width)

    def span(self, left: int, right: int) -> QRect:
        """All between two distances from the edges."""
        return self.at(left, max(0, self.rect.width() - left - right))

    def _mirrored(self, spot: QRect) -> QRect:
        direction = Qt.LayoutDirection.RightToLeft
        return QStyle.visualRect(direction, self.rect, spot) if self.is_mirrored else spot


def _paint_party(painter: QPainter, place: _Place, item: QueueItem) -> None:
    group = item.group
    assert group is not None
    look = theme.current_theme()
    middle = place.rect.center().y()
    chevron = "chevron-down" if item.is_open else "chevron-right"
    if place.is_mirrored and not item.is_open:
        chevron = "chevron-left"
    spot = place.at(_PAD, _CHEVRON)
    painter.drawPixmap(spot.left(), middle - 6, pixmap(chevron, "text_2", _CHEVRON))
    kind = "building" if group.subject_type is SubjectType.ENTITY else "user"
    spot = place.at(_NAME_LEFT - _KIND - 7, _KIND)
    painter.drawPixmap(spot.left(), middle - 7, pixmap(kind, "text_2", _KIND))
    used = _paint_count(painter, place, item)
    for mark, tone in _marks(item):
        spot = place.from_end(used, 14)
        painter.drawPixmap(spot.left(), middle - 6, pixmap(mark, tone, 14))
        used += 19
    room = place.span(_NAME_LEFT, used + 4)
    upper, lower = QRect(room), QRect(room)
    upper.setBottom(middle)
    upper.setTop(place.rect.top() + 6)
    lower.setTop(middle + 1)
    lower.setBottom(place.rect.bottom() - 6)
    painter.setFont(theme.font("body", "medium"))
    painter.setPen(look.color("text" if item.asking else "text_3"))
    name = _cut(isolate(group.subject_name), room.width(), "body", "medium")
    painter.drawText(upper, place.leading, name)
    painter.setFont(theme.font("small"))
    painter.setPen(look.color("text_3"))
    second = ", ".join((born_words(group), isolate(group.party_name)))
    if item.is_open:
        second = born_words(group)
    painter.drawText(lower, place.leading, _cut(second, room.width(), "small", "regular"))


def _paint_count(painter: QPainter, place: _Place, item: QueueItem) -> int:
    """Paint how many matches wait, or that none does; gives the width taken from the end."""
    look = theme.current_theme()
    if not item.asking:
        spot = place.from_end(_PAD, 16)
        painter.drawPixmap(spot.left(), spot.center().y() - 7, pixmap("check-circle", "low", 16))
        return _PAD + 24
    words = matches_word(item.asking) if item.is_open else f"{item.asking:,}"
    painter.setFont(theme.font("small", "medium"))
    wide = max(20, painter.fontMetrics().horizontalAdvance(words) + 14)
    spot = place.from_end(_PAD, wide)
    high = theme.size("chip")
    pill = QRect(spot.left(), spot.center().y() - high // 2 + 1, wide, high)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color("missing_bg"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawRoundedRect(pill, theme.radius("chip"), theme.radius("chip"))
    painter.setPen(look.color("text_2"))
    painter.drawText(pill, _CENTRE, words)
    return _PAD + wide + 8


def _marks(item: QueueItem) -> list[tuple[str, str]]:
    """The small signs before the count; each has its words in the tooltip."""
    group = item.group
    assert group is not None
    found = []
    if group.locked_by:
        found.append(("lock", "high"))
    if group.came_back:
        found.append(("refresh", "high"))
    if group.case_id:
        found.append(("folder", "text_3"))
    return found


@lru_cache(maxsize=4096)
def _cut(text: str, room: int, name: str, weight: str) -> str:
    """`text` as it fits into `room` pixels; the rows on the screen are drawn with every step."""
    metrics = QFontMetrics(theme.font(name, weight))
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
