"""What a column says to a card on its way: what it would do, or why it takes none."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.case import MOVES, CaseState, why_not
from app.gui.cases.wording import drop_words
from app.gui.widgets.icons import pixmap
from app.gui.widgets.theme import current_theme, font, radius

_LEAST_HEIGHT = 44
_PAD = 12
_ICON = 14


@dataclass(frozen=True, slots=True)
class Hint:
    """What a column answers: `text` is what it does or why it refuses. `is_home` is the column
    that the card comes from, `is_aimed` the one it is held over."""

    text: str
    is_refused: bool = False
    is_home: bool = False
    is_aimed: bool = False

    def aimed(self, *, is_aimed: bool) -> Hint:
        """The same, aimed at or not."""
        return replace(self, is_aimed=is_aimed)


def hint_for(state: CaseState, target: CaseState) -> Hint:
    """What the column of `target` answers to a case in `state`, by the one table of moves."""
    if state is target:
        return Hint("", is_home=True)
    reason = why_not(state, target)
    return Hint(reason, is_refused=True) if reason else Hint(drop_words(MOVES[state, target]))


class DropHint(QWidget):
    """A dashed field with the words of a Hint, at full contrast also where it refuses."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hint: Hint | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_hint(self, hint: Hint) -> None:
        """Show this hint."""
        self.hint = hint
        self.setAccessibleName(hint.text)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        text = self.hint.text if self.hint else ""
        room = max(40, width - 2 * _PAD - (_ICON + 8))
        box = QFontMetrics(font("small")).boundingRect(
            0, 0, room, 1000, int(Qt.TextFlag.TextWordWrap), text
        )
        return max(_LEAST_HEIGHT, box.height() + _PAD + 8)

    def sizeHint(self) -> QSize:
        return QSize(180, self.heightForWidth(max(self.width(), 120)))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        hint = self.hint
        if hint is None:
            return
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = "accent" if hint.is_aimed and not hint.is_refused else "field_edge"
        painter.setPen(QPen(theme.color(edge), 1, Qt.PenStyle.DashLine))
        is_target = hint.is_aimed and not hint.is_refused
        painter.setBrush(theme.color("accent_soft") if is_target else Qt.BrushStyle.NoBrush)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, radius("control"), radius("control"))
        painter.setFont(font("small"))
        painter.setPen(theme.color("accent" if is_target else "text"))
        words = self.rect().adjusted(_PAD, 4, -_PAD, -4)
        flags = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter)
        if not hint.is_refused:
            painter.drawText(words, flags | int(Qt.AlignmentFlag.AlignHCenter), hint.text)
            return
        is_mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        left = words.right() - _ICON if is_mirrored else words.left()
        top = words.top() + (words.height() - _ICON) // 2
        painter.drawPixmap(left, top, pixmap("lock", "text_2", _ICON))
        inner = (
            words.adjusted(0, 0, -_ICON - 8, 0)
            if is_mirrored
            else words.adjusted(_ICON + 8, 0, 0, 0)
        )
        side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, flags | int(side | Qt.AlignmentFlag.AlignAbsolute), hint.text)
