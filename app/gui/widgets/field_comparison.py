"""Subject and list entry side by side, field by field, each with its verdict and effect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetrics, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.domain.match import Verdict
from app.gui.widgets import theme
from app.gui.widgets.icons import pixmap
from app.gui.widgets.labels import isolate, plain_tip
from app.gui.widgets.rows import FieldRow

Index = QModelIndex | QPersistentModelIndex
FIELD, SUBJECT, LISTED, EFFECT = range(4)
_PAD = 16  # the first column lines up with the heading above
_GAP = 6
_EFFECT_WIDTH = 60
_FIELD_SHARE = 0.32  # of the width, at most, for labels on one line


class FieldComparisonModel(QAbstractTableModel):
    """Rows of FieldRow under Field, Subject, List entry, Effect."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[FieldRow, ...] = ()
        self._titles = (
            self.tr("Field"),
            self.tr("Subject"),
            self.tr("List entry"),
            self.tr("Effect"),
        )

    def set_rows(self, rows: Sequence[FieldRow]) -> None:
        """Show `rows` in the order given."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(self._titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._titles):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_alignment(section))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        text = (row.label, row.subject, row.listed, row.effect_text)[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            title = self._titles[index.column()]
            return (
                f"{row.label}: {row.verdict_word}"
                if index.column() == FIELD
                else f"{title}: {text}"
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            words = (f"{row.label}: {row.verdict_word}", text, row.note)
            return plain_tip("\n".join(part for part in words if part))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_alignment(index.column()))
        return None


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column == EFFECT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class _FieldDelegate(QStyledItemDelegate):
    """Draws verdict icon and text; cells wrap, so that nothing of the evidence is cut."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = _row(index)
        look = theme.current_theme()
        rect = QRect(option.rect)
        painter.save()
        painter.setPen(look.color("grid"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if index.column() == FIELD:
            mark = pixmap(look.semantic_icon(row.verdict.value), _role(row.verdict), 15)
            painter.drawPixmap(rect.left() + _PAD, rect.center().y() - 7, mark)
        painter.setFont(theme.font("body", "medium" if index.column() == EFFECT else "regular"))
        painter.setPen(look.color(_text_role(row, index.column())))
        room = _text_rect(rect, index.column())
        painter.drawText(room, _flags(painter.fontMetrics(), room, index), _text(index))
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = option.widget
        width = view.columnWidth(index.column()) if isinstance(view, QTableView) else 120
        room = _text_rect(QRect(0, 0, width, 1000), index.column())
        metrics = QFontMetrics(theme.font("body"))
        need = metrics.boundingRect(room, _flags(metrics, room, index), _text(index))
        return QSize(width, max(theme.size("row"), need.height() + 14))


def _row(index: Index) -> FieldRow:
    model = index.model()
    assert isinstance(model, FieldComparisonModel)
    return model.rows[index.row()]


def _text(index: Index) -> str:
    return isolate(str(index.data()))


def _text_rect(rect: QRect, column: int) -> QRect:
    left = _PAD + 15 + _GAP if column == FIELD else _GAP
    return rect.adjusted(left, 4, -_PAD if column == EFFECT else -_GAP, -4)


def _flags(metrics: QFontMetrics, room: QRect, index: Index) -> int:
    """Wrap between words, and inside a word only where one alone is too wide (long numbers)."""
    widest = max((metrics.horizontalAdvance(w) for w in _text(index).split()), default=0)
    is_too_wide = widest > room.width()
    wrap = Qt.TextFlag.TextWrapAnywhere if is_too_wide else Qt.TextFlag.TextWordWrap
    return int(_alignment(index.column()) | wrap)


def _role(verdict: Verdict) -> str:
    return verdict.value


def _text_role(row: FieldRow, column: int) -> str:
    if column == FIELD:
        return "text_2"
    if column == EFFECT:
        if row.effect == 0:
            return "text_3"
        return "agree" if row.effect > 0 else "conflict"
    return "text_3" if row.verdict is Verdict.MISSING else "text"


class FieldComparison(QTableView):
    """The comparison as a table that is as tall as its rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = FieldComparisonModel(self)
        self.setModel(self.fields)
        self.setItemDelegate(_FieldDelegate(self))
        self.setAccessibleName(self.tr("Subject and list entry, field by field"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setFixedHeight(theme.size("table_header"))
        header.setHighlightSections(False)
        header.setStyleSheet(
            f"QHeaderView::section {{ padding: 0 {_GAP}px; }}"
            f"QHeaderView::section:first {{ padding-left: {_PAD}px; }}"
            f"QHeaderView::section:last {{ padding-right: {_PAD}px; }}"
        )

    def set_rows(self, rows: Sequence[FieldRow]) -> None:
        """Show the comparison of one match."""
        self.fields.set_rows(rows)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _field_width(self, width: int) -> int:
        """Room for the longest label, or only for its longest word where that takes too much."""
        metrics = QFontMetrics(theme.font("body"))
        labels = [row.label for row in self.fields.rows]
        room = _PAD + 15 + 2 * _GAP + 2
        whole = max(map(metrics.horizontalAdvance, labels), default=0) + room
        if whole <= width * _FIELD_SHARE:
            return whole
        words = [word for text in labels for word in text.split()]
        return max(map(metrics.horizontalAdvance, words), default=0) + room

    def _fit(self) -> None:
        width = self.viewport().width()
        field = self._field_width(width)
        side = (width - field - _EFFECT_WIDTH) // 2
        for column, part in enumerate((field, side, side, width - field - 2 * side)):
            self.setColumnWidth(column, part)
        self.resizeRowsToContents()
        height = sum(self.rowHeight(row) for row in range(self.fields.rowCount()))
        self.setFixedHeight(height + theme.size("table_header") + 1)
