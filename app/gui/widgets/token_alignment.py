"""Two names token beside token: which letters differ, and how alike each pair is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.match import NameAlignment, Span, SpanKind, TokenPair
from app.gui.widgets import theme

_GAP = 24.0  # between two token columns
_LINE = 24.0  # one line of a name
_NOTE = 20.0  # the line between the names
_BAND = _LINE * 2 + _NOTE + 12.0  # one row of columns with its space below
_LEGEND = 22.0
_ROLES = {
    SpanKind.CHANGED: "char_changed",
    SpanKind.INSERTED: "char_inserted",
    SpanKind.MISSING: "char_missing",
}
_ALIKE, _NEAR = 0.92, 0.75  # the thresholds of STRONG and POSSIBLE


@dataclass(frozen=True, slots=True)
class _Column:
    """One pair of tokens, cut out of the two texts, with spans counted within each token."""

    query: str
    listed: str
    query_spans: tuple[Span, ...]
    list_spans: tuple[Span, ...]
    similarity: float | None  # None: nothing was measured
    note: str

    @property
    def figure(self) -> str:
        """The similarity of a pair, empty for a token that stands alone."""
        if self.similarity is None or not (self.query and self.listed):
            return ""
        return f"{self.similarity:.2f}"


class TokenAlignment(QWidget):
    """Paints a NameAlignment as columns that wrap, the subject above, the list entry below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[_Column, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_alignment(self, alignment: NameAlignment) -> None:
        """Show the pairs of `alignment`; whole names stand opposite if there are no pairs."""
        self._columns = _columns(alignment)
        self.setAccessibleName(self.tr("Subject’s name beside the list’s name"))
        self.setAccessibleDescription("; ".join(self._words(item) for item in self._columns))
        self._fit()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = 1 + max((row for row, _ in self._places(width)), default=0)
        return round(_LEGEND + rows * _BAND)

    def sizeHint(self) -> QSize:
        return QSize(400, self.heightForWidth(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, round(_LEGEND + _BAND))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_legend(painter)
        for column, (row, left) in zip(self._columns, self._places(self.width()), strict=True):
            self._paint_column(painter, column, QPointF(left, _LEGEND + row * _BAND))

    def _fit(self) -> None:
        self.setFixedHeight(self.heightForWidth(self.width()))

    def _words(self, column: _Column) -> str:
        if not (column.query and column.listed):
            side = self.tr("only on the subject") if column.query else self.tr("only on the list")
            return f"{column.query or column.listed} {side}"
        return f"{column.query} – {column.listed} {column.figure} {column.note}".strip()

    def _note(self, column: _Column) -> str:
        if column.note or (column.query and column.listed):
            return column.note
        return self.tr("subject only") if column.query else self.tr("list only")

    def _places(self, width: int) -> list[tuple[int, float]]:
        """Row and left edge of each column, wrapped to `width` pixels."""
        metrics, small = QFontMetricsF(_name_font()), QFontMetricsF(theme.font("small"))
        places, row, left = [], 0, 0.0
        for column in self._columns:
            need = max(
                metrics.horizontalAdvance(column.query),
                metrics.horizontalAdvance(column.listed),
                small.horizontalAdvance(f"{column.figure} {self._note(column)}") + 12,
            )
            if left and left + need > width:
                row, left = row + 1, 0.0
            places.append((row, left))
            left += need + _GAP
        return places

    def _paint_column(self, painter: QPainter, column: _Column, at: QPointF) -> None:
        look = theme.current_theme()
        _paint_token(painter, column.query, column.query_spans, at)
        lower = QPointF(at.x(), at.y() + _LINE + _NOTE)
        _paint_token(painter, column.listed, column.list_spans, lower)
        middle = at.y() + _LINE
        painter.fillRect(QRectF(at.x(), middle + 2, 1.5, _NOTE - 5), look.color("border_strong"))
        place = QRectF(at.x() + 8, middle, self.width(), _NOTE - 2)
        if column.figure:
            painter.setFont(theme.font("small", "semibold"))
            painter.setPen(look.color(_similarity_role(column.similarity or 0.0)))
            painter.drawText(place, _LEFT, column.figure)
            advance = QFontMetricsF(painter.font()).horizontalAdvance(column.figure + " ")
            place.setLeft(place.left() + advance)
        painter.setFont(theme.font("small"))
        painter.setPen(look.color("text_3"))
        painter.drawText(place, _LEFT, self._note(column))

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
        title = self.tr("Subject above, list entry below")
        title = metrics.elidedText(title, Qt.TextElideMode.ElideRight, right)
        painter.drawText(QRectF(0, 0, right, 16), _LEFT, title)


def _name_font() -> QFont:
    return theme.font("name")


def _similarity_role(similarity: float) -> str:
    if similarity >= _ALIKE:
        return "agree"
    return "near" if similarity >= _NEAR else "conflict"


def _paint_token(painter: QPainter, text: str, spans: Sequence[Span], at: QPointF) -> None:
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


def _columns(alignment: NameAlignment) -> tuple[_Column, ...]:
    if alignment.pairs:
        return tuple(_column(alignment, pair, pair.similarity) for pair in alignment.pairs)
    whole = TokenPair(0, len(alignment.query_text), 0, len(alignment.list_text), 0.0)
    return (_column(alignment, whole, None),)


def _column(alignment: NameAlignment, pair: TokenPair, similarity: float | None) -> _Column:
    return _Column(
        query=alignment.query_text[pair.query_start : pair.query_end],
        listed=alignment.list_text[pair.list_start : pair.list_end],
        query_spans=_within(alignment.query_spans, pair.query_start, pair.query_end),
        list_spans=_within(alignment.list_spans, pair.list_start, pair.list_end),
        similarity=similarity,
        note=pair.note,
    )


def _within(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """The parts of `spans` inside [start, end), counted from `start`."""
    cut = (
        Span(max(span.start, start) - start, min(span.end, end) - start, span.kind)
        for span in spans
    )
    return tuple(span for span in cut if span.end > span.start)


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
