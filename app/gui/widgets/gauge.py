"""The risk gauge: the score as the one large figure, and where it lies in the four bands."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.gui.widgets import theme

FADED = 0.32  # opacity of the bands that do not apply
_BAND_ROLES = ("low_solid", "medium_solid", "high_solid", "critical_solid")
_BAND_TEXT_ROLES = ("low", "medium", "high", "critical")
_FIGURE_WIDTH = 92
_HEIGHT = 66
_MARKER_ROOM = 20  # an edge so near to the marker gives up its number


class RiskGauge(QWidget):
    """Paints a score on a line of four bands; says the same in words to screen readers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._score = 0
        self._limits: tuple[int, ...] = (250, 500, 750)
        self._maximum = 1000
        self._labels: tuple[str, ...] = ("", "", "", "")
        self._active = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)

    def set_score(
        self,
        score: int,
        active: int,
        labels: tuple[str, str, str, str],
        limits: tuple[int, int, int] = (250, 500, 750),
        maximum: int = 1000,
    ) -> None:
        """Show `score` of `maximum`; `active` is the index 0-3 of its band, `limits` are the
        upper ends of the first three bands and `labels` the words for all four."""
        self._score, self._active, self._labels = score, active, labels
        self._limits, self._maximum = limits, maximum
        self.setAccessibleName(
            self.tr("Risk score {score} of {maximum}, {band}").format(
                score=score, maximum=maximum, band=labels[active]
            )
        )
        self.setToolTip(self.accessibleName())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(300, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_figure(painter)
        self._paint_bands(painter)
        self._paint_marker(painter)

    def _x(self, value: float) -> float:
        left, right = _FIGURE_WIDTH + 12.0, self.width() - 7.0  # half the marker stands out
        return left + (right - left) * min(max(value, 0), self._maximum) / self._maximum

    def _paint_figure(self, painter: QPainter) -> None:
        look = theme.current_theme()
        painter.setPen(look.color("text"))
        painter.setFont(theme.font("display", "display"))
        painter.drawText(QRectF(0, 4, _FIGURE_WIDTH, 36), _LEFT, str(self._score))
        painter.setPen(look.color("text_3"))
        painter.setFont(theme.font("small"))
        painter.drawText(
            QRectF(0, 40, _FIGURE_WIDTH, 18),
            _LEFT,
            self.tr("of {maximum}").format(maximum=self._maximum),
        )

    def _paint_bands(self, painter: QPainter) -> None:
        look = theme.current_theme()
        edges = (0, *self._limits, self._maximum)
        height, top = theme.size("gauge_bar"), 24.0
        for index, role in enumerate(_BAND_ROLES):
            left, right = self._x(edges[index]), self._x(edges[index + 1])
            is_active = index == self._active
            painter.setOpacity(1.0 if is_active else FADED)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color(role))
            mark = theme.radius("mark")
            painter.drawRoundedRect(QRectF(left, top, right - left - 1, height), mark, mark)
            painter.setOpacity(1.0)
            painter.setPen(look.color(_BAND_TEXT_ROLES[index] if is_active else "text_3"))
            painter.setFont(theme.font("small", "semibold" if is_active else "regular"))
            painter.drawText(QRectF(left, top + 12, right - left, 18), _LEFT, self._labels[index])
            if index and abs(left - self._x(self._score)) > _MARKER_ROOM:
                painter.setFont(theme.font("small"))
                painter.setPen(look.color("text_3"))
                painter.drawText(QRectF(left - 24, 4, 48, 18), _CENTRE, str(edges[index]))

    def _paint_marker(self, painter: QPainter) -> None:
        x = self._x(self._score)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current_theme().color("text"))
        painter.drawRect(QRectF(x - 1, 20, 2, theme.size("gauge_bar") + 8))
        painter.drawPolygon(QPolygonF([QPointF(x - 6, 12), QPointF(x + 6, 12), QPointF(x, 21)]))


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
