"""State steps: where something is on its way, when each step was reached, and what comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

from app.gui.widgets.icons import pixmap
from app.gui.widgets.labels import show_tip
from app.gui.widgets.theme import current_theme, font

_MARK = 20
_HEIGHT = 44
_GAP = 8
_LEAST_LINE = 16


class StepState(Enum):
    """How a step stands."""

    DONE = "done"
    CURRENT = "current"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, a note below it (when, by whom), and the note in full as `hint`."""

    name: str
    state: StepState
    note: str = ""
    hint: str = ""


class StateSteps(QWidget):
    """Paints the steps in a row; the accessible text reads them all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.steps: tuple[Step, ...] = ()
        self._places: list[QRect] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Show these steps instead of those before."""
        self.steps = tuple(steps)
        words = {
            StepState.DONE: self.tr("done"),
            StepState.CURRENT: self.tr("now"),
            StepState.AHEAD: self.tr("not yet"),
        }
        current = next((step.name for step in steps if step.state is StepState.CURRENT), "")
        self.setAccessibleName(self.tr("State: {state}").format(state=current))
        self.setAccessibleDescription(
            "; ".join(
                " ".join(part for part in (f"{step.name}: {words[step.state]}", step.note) if part)
                for step in steps
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(sum(self._widths()) + _LEAST_LINE * max(0, len(self.steps) - 1), _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(len(self.steps) * 60, _HEIGHT)

    def _widths(self) -> list[int]:
        strong, small = QFontMetrics(font("body", "semibold")), QFontMetrics(font("small"))
        return [
            _MARK
            + _GAP
            + max(strong.horizontalAdvance(s.name), min(small.horizontalAdvance(s.note), 130))
            + _GAP
            for s in self.steps
        ]

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            hits = (
                step for step, place in zip(self.steps, self._places, strict=False)
                if place.contains(event.pos())
            )  # fmt: skip
            step = next(hits, None)
            show_tip(self, event, (step.hint or step.note) if step else "")
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if not self.steps:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        widths = self._widths()
        lines = max(1, len(widths) - 1)
        line = (self.width() - sum(widths)) / lines
        if line < _LEAST_LINE:  # too narrow: all steps share the room
            room = self.width() - _LEAST_LINE * lines
            widths = [int(width * room / sum(widths)) for width in widths]
            line = _LEAST_LINE
        left = 0.0
        self._places = []
        for number, (step, width) in enumerate(zip(self.steps, widths, strict=True)):
            if number:
                is_past = step.state is not StepState.AHEAD
                self._paint_line(painter, left, line, is_past=is_past)
                left += line
            self._paint_step(painter, QRect(int(left), 0, width, _HEIGHT), step)
            left += width

    def _visual(self, rect: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), rect)

    def _paint_line(self, painter: QPainter, left: float, width: float, *, is_past: bool) -> None:
        rect = QRect(int(left), _MARK // 2, max(4, int(width) - _GAP), 2)
        theme = current_theme()
        colour = theme.color("accent" if is_past else "border_strong")
        painter.fillRect(self._visual(rect), colour)

    def _paint_step(self, painter: QPainter, place: QRect, step: Step) -> None:
        theme = current_theme()
        self._places.append(self._visual(place))
        mark = self._visual(QRect(place.left(), 1, _MARK - 2, _MARK - 2))
        is_ahead = step.state is StepState.AHEAD
        is_current = step.state is StepState.CURRENT
        ground = "surface" if is_ahead else "accent" if is_current else "accent_soft"
        painter.setBrush(theme.color(ground))
        painter.setPen(QPen(theme.color("border_strong" if is_ahead else "accent"), 1.25))
        painter.drawEllipse(QRectF(mark))
        if step.state is StepState.DONE:
            painter.drawPixmap(mark.center().x() - 5, mark.center().y() - 5,
                               pixmap("check", "accent", 12))  # fmt: skip
        elif is_current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("on_accent"))
            painter.drawEllipse(QRectF(mark).center(), 3.5, 3.5)
        room = place.width() - _MARK - _GAP
        self._paint_words(painter, place.left() + _MARK + _GAP - 2, room, step, is_ahead=is_ahead)

    def _paint_words(
        self, painter: QPainter, left: int, room: int, step: Step, *, is_ahead: bool
    ) -> None:
        weight = "semibold" if step.state is StepState.CURRENT else "medium"
        parts = (
            (step.name, font("body", weight), "text_2" if is_ahead else "text", 0, _MARK),
            (step.note, font("small"), "text_2", _MARK + 2, 18),
        )
        for text, look, role, top, height in parts:
            painter.setFont(look)
            painter.setPen(current_theme().color(role))
            shown = QFontMetrics(look).elidedText(text, Qt.TextElideMode.ElideRight, room)
            box = self._visual(QRect(left, top, room, height))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
            if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
                flags |= Qt.AlignmentFlag.AlignRight
            painter.drawText(box, int(flags), shown)
