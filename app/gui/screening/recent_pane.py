"""What was screened last: eight lines, one click or Enter opens the stored record."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.screening import ScreeningSummary
from app.gui.screening.wording import local_time, outcome_word
from app.gui.widgets import theme
from app.gui.widgets.icons import pixmap
from app.gui.widgets.labels import isolate, label, plain_tip

_SUMMARY = Qt.ItemDataRole.UserRole
_TIME = Qt.ItemDataRole.UserRole + 1
_ROW = 26


class _RecentDelegate(QStyledItemDelegate):
    """Outcome icon, name, time."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        del option, index
        return QSize(120, _ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        look = theme.current_theme()
        rect = QRect(option.rect)
        summary: ScreeningSummary = index.data(_SUMMARY)
        painter.save()
        is_focused = option.state & QStyle.StateFlag.State_HasFocus
        if option.state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus):
            painter.fillRect(rect, look.color("selection" if is_focused else "hover"))
        value = summary.outcome.value
        mark = pixmap(look.semantic_icon(value), look.semantic_role(value), 15)
        painter.drawPixmap(rect.left() + 2, rect.center().y() - 7, mark)
        painter.setFont(theme.font("small"))
        painter.setPen(look.color("text_3"))
        time = str(index.data(_TIME))
        time_width = painter.fontMetrics().horizontalAdvance(time)
        painter.drawText(rect.adjusted(0, 0, -2, 0), int(_RIGHT), time)
        painter.setFont(theme.font("body"))
        painter.setPen(look.color("text"))
        room = rect.adjusted(24, 0, -time_width - 10, 0)
        name = painter.fontMetrics().elidedText(
            isolate(summary.name), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, int(_LEFT), name)
        painter.restore()


class RecentPane(QWidget):
    """The list of recent screenings."""

    opened = Signal(str)  # screening id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = QListWidget()
        self.list.setItemDelegate(_RecentDelegate(self.list))
        self.list.setAccessibleName(self.tr("Recent screenings"))
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setProperty("surface", "surface")
        self._empty = label(self.tr("Nothing screened yet"), "secondary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(self.tr("Recent"), "label"))
        column.addWidget(self._empty)
        column.addWidget(self.list)
        self.list.itemClicked.connect(self._open)
        self.list.itemActivated.connect(self._open)
        self.show_recent(())

    def show_recent(self, summaries: Sequence[ScreeningSummary]) -> None:
        """Show these, newest first."""
        self.list.clear()
        for summary in summaries:
            at = summary.created_at
            item = QListWidgetItem(summary.name)
            item.setData(_SUMMARY, summary)
            item.setData(_TIME, local_time(at))
            words = f"{isolate(summary.name)}: {outcome_word(summary.outcome)}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
            item.setToolTip(plain_tip(f"{words}\n{local_time(at, with_date=True)}"))
            self.list.addItem(item)
        self._empty.setVisible(not summaries)
        self.list.setVisible(bool(summaries))
        self.list.setFixedHeight(_ROW * len(summaries) + 2)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.list.viewport().update()

    def _open(self, item: QListWidgetItem) -> None:
        summary: ScreeningSummary = item.data(_SUMMARY)
        self.opened.emit(summary.screening_id)


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
