"""Two names token beside token: which letters differ, how alike each pair is, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.match import NameAlignment, Span, SpanKind
from app.gui.widgets import theme
from app.gui.widgets.labels import show_tip
from app.gui.widgets.token_columns import TokenColumn, columns

_GAP = 24.0  # between two token columns
_LINE = 24.0  # one line of a name
_NOTE = 16.0  # one line of words between the names
_SPACE = 4.0  # around those words
_LEGEND = 22.0
_BELOW = 12.0  # a row of columns
_INDENT = 8.0  # of the words beside their stroke
_ROLES = {
    SpanKind.CHANGED: "char_changed",
    SpanKind.INSERTED: "char_inserted",
    SpanKind.MISSING: "char_missing",
}
_ALIKE, _NEAR = 0.92, 0.75  # the thresholds of STRONG and POSSIBLE
_Row = list[tuple[TokenColumn, float]]  # columns with their left edges


class TokenAlignment(QWidget):
    """Paints a NameAlignment as columns that wrap, the subject above, the list entry below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[TokenColumn, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_alignment(self, alignment: NameAlignment, shown: Callable[[str], str] = str) -> None:
        """Show the pairs of `alignment`; whole names stand opposite if there are no pairs.

        Args:
            alignment: the two names, drawn as they were written where that is known.
            shown: makes a word as written readable, such as one in capitals.
        """
        self._columns = columns(alignment, shown)
        self.setAccessibleName(self.tr("Subject’s name beside the list’s name"))
        self.setAccessibleDescription("; ".join(item.words() for item in self._columns))
        self._fit()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(_LEGEND + sum(map(_height, self._rows(width))))

    def sizeHint(self) -> QSize:
        return QSize(400, self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(240))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            found = self._column_at(QPointF(event.pos()))
            show_tip(self, event, "" if found is None else found.words())
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_legend(painter)
        for row, top in self._tops():
            for column, left in row:
                self._paint_column(painter, column, QPointF(left, top), row)

    def _fit(self) -> None:
        self.setFixedHeight(self.heightForWidth(self.width()))

    def _rows(self, width: int) -> list[_Row]:
        """The columns with their left edges, wrapped to `width` pixels."""
        rows: list[_Row] = []
        left = 0.0
        for column in self._columns:
            need = _need(column)
            if not rows or left + need > width:
                rows.append([])
                left = 0.0
            rows[-1].append((column, left))
            left += need + _GAP
        return rows

    def _tops(self) -> Iterator[tuple[_Row, float]]:
        """The rows with their upper edges."""
        top = _LEGEND
        for row in self._rows(self.width()):
            yield row, top
            top += _height(row)

    def _column_at(self, point: QPointF) -> TokenColumn | None:
        for row, top in self._tops():
            for column, left in row:
                if QRectF(left, top, _need(column), _height(row)).contains(point):
                    return column
        return None

    def _paint_column(self, painter: QPainter, column: TokenColumn, at: QPointF, row: _Row) -> None:
        look = theme.current_theme()
        above, between = _reading(row, "query_read"), _between(row)
        _paint_name(painter, column.query, column.query_spans, at)
        lower = QPointF(at.x(), at.y() + _LINE + between)
        _paint_name(painter, column.listed, column.list_spans, lower)
        painter.setFont(theme.font("small"))
        painter.setPen(look.color("text_3"))
        reading = QRectF(at.x(), at.y() + _LINE - 2, self.width(), _NOTE)
        painter.drawText(reading, _LEFT, column.query_read)
        painter.drawText(reading.translated(0, _LINE + between), _LEFT, column.list_read)
        middle, height = at.y() + _LINE + above, between - above - 5
        painter.fillRect(QRectF(at.x(), middle + 2, 1.5, height), look.color("border_strong"))
        place = QRectF(at.x() + _INDENT, middle, self.width() - at.x() - _INDENT, _NOTE)
        below = place.translated(0, _NOTE)
        if column.figure:
            painter.setFont(theme.font("small", "semibold"))
            painter.setPen(look.color(_similarity_role(column.similarity or 0.0)))
            painter.drawText(place, _LEFT, column.figure)
            place.setLeft(place.left() + _figure_width(column))
        painter.setFont(theme.font("small"))
        metrics = QFontMetricsF(painter.font())
        painter.setPen(look.color("text_2"))
        note = metrics.elidedText(column.note, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, _LEFT, note)
        painter.setPen(look.color("text_3"))
        painter.drawText(below, _LEFT, column.weight_words)

    def _paint_legend(self, painter: QPainter) -> None:
        look = theme.current_theme()
        painter.setFont(theme.font("small"))
        metrics = QFontMetricsF(painter.font())
        right = float(self.width())
        words = (
            (self.tr("dropped"), SpanKind.MISSING),
            (self.tr("added"), SpanKind.INSERTED),
            (self.tr("changed"), SpanKind.CHANGED),
        )
        for word, kind in words:
            width = metrics.horizontalAdvance(word) + 10
            place = QRectF(right - width, 0, width, 16)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color(_ROLES[kind]))
            painter.drawRoundedRect(place, 2, 2)
            painter.setPen(look.color("text"))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, word)
            right -= width + 6
        painter.setPen(look.color("text_3"))
        title = self.tr("Subject over list entry")
        title = metrics.elidedText(title, Qt.TextElideMode.ElideRight, right)
        painter.drawText(QRectF(0, 0, right, 16), _LEFT, title)


def _reading(row: _Row, side: str) -> float:
    """The height of the line that says how the words of a side were read."""
    return _NOTE if any(getattr(column, side) for column, _ in row) else 0.0


def _between(row: _Row) -> float:
    """The height between the two names: how the upper one was read, reason, weight."""
    lines = 2 if any(column.weight_words for column, _ in row) else 1
    return _reading(row, "query_read") + lines * _NOTE + _SPACE


def _height(row: _Row) -> float:
    """One row of columns with its space below."""
    return _LINE * 2 + _between(row) + _reading(row, "list_read") + _BELOW


def _name_font() -> QFont:
    return theme.font("name")


def _figure_width(column: TokenColumn) -> float:
    metrics = QFontMetricsF(theme.font("small", "semibold"))
    return metrics.horizontalAdvance(column.figure + " ")


def _need(column: TokenColumn) -> float:
    """The width of a column in pixels."""
    metrics, small = QFontMetricsF(_name_font()), QFontMetricsF(theme.font("small"))
    return max(
        metrics.horizontalAdvance(column.query),
        metrics.horizontalAdvance(column.listed),
        _INDENT + _figure_width(column) + small.horizontalAdvance(column.note) + 2,
        _INDENT + small.horizontalAdvance(column.weight_words),
        small.horizontalAdvance(column.query_read),
        small.horizontalAdvance(column.list_read),
    )


def _similarity_role(similarity: float) -> str:
    if similarity >= _ALIKE:
        return "agree"
    return "near" if similarity >= _NEAR else "conflict"


def _paint_name(painter: QPainter, text: str, spans: Sequence[Span], at: QPointF) -> None:
    """Paint a name or word at its upper left corner, with the letters of `spans` marked."""
    look = theme.current_theme()
    layout = QTextLayout(text or "–", _name_font())
    # a right-to-left token starts at the left edge of its column too
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute))
    ranges = []
    for span in spans:
        made = QTextLayout.FormatRange()
        made.start = _utf16_length(text[: span.start])
        made.length = _utf16_length(text[span.start : span.end])
        style = QTextCharFormat()
        style.setBackground(look.color(_ROLES[span.kind]))
        made.format = style
        ranges.append(made)
    layout.setFormats(ranges)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(10_000)
    layout.endLayout()
    painter.setPen(look.color("text" if text else "text_3"))
    layout.draw(painter, at)


def _utf16_length(text: str) -> int:
    """Qt counts UTF-16 units, our spans count characters."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


# Absolute: the parts themselves are placed from left to right in every layout.
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
