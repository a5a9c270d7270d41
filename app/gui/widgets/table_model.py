"""The models behind every table: columns over rows, either all in memory or asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.gui.widgets.table_columns import PLACEHOLDER, Column, Sort, T
from app.services.jobs import Job

Index = QModelIndex | QPersistentModelIndex


class TableModel(QAbstractTableModel, Generic[T]):
    """Rows of type T under columns; subclasses say where the rows are.

    `key` gives what makes a row the same row after the rows were asked for again.
    """

    def __init__(
        self,
        columns: Sequence[Column[T]],
        key: Callable[[T], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.key = key
        self.sort_keys: Sort = ()

    def row_at(self, row: int) -> T | None:
        """The record of a row, None while it is being fetched."""
        raise NotImplementedError

    def find_row(self, key: object) -> int | None:
        """The row with this key, among the rows that are at hand."""
        raise NotImplementedError

    def export_rows(self) -> Callable[[Job], Iterator[T]]:
        """What reads all shown rows in their order; the answer may be called on a worker."""
        raise NotImplementedError

    def set_sort_keys(self, keys: Sort) -> None:
        """Sort by these fields, the most important first."""
        raise NotImplementedError

    def column_of(self, field: str) -> int | None:
        """The number of the column with this field."""
        return next((i for i, column in enumerate(self.columns) if column.field == field), None)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_alignment(column))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_alignment(column))
        if role not in _TEXT_ROLES:
            return None
        row = self.row_at(index.row())
        text = PLACEHOLDER if row is None else column.text(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return text if row is None or column.tooltip is None else column.tooltip(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}: {text}"
        return text

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Qt's way to sort by one column."""
        if 0 <= column < len(self.columns) and self.columns[column].is_sortable:
            is_ascending = order is Qt.SortOrder.AscendingOrder
            self.set_sort_keys(((self.columns[column].field, is_ascending),))


_TEXT_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)


def _alignment(column: Column[Any]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class RowsModel(TableModel[T]):
    """A short table whose rows are all at hand (a few thousand at most)."""

    def __init__(
        self,
        columns: Sequence[Column[T]],
        key: Callable[[T], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, key, parent)
        self._given: tuple[T, ...] = ()
        self.rows: tuple[T, ...] = ()

    def set_rows(self, rows: Sequence[T]) -> None:
        """Show these rows, in the order given unless the user sorts."""
        self.beginResetModel()
        self._given = tuple(rows)
        self.rows = self._sorted()
        self.endResetModel()

    def set_sort_keys(self, keys: Sort) -> None:
        self.beginResetModel()
        self.sort_keys = keys
        self.rows = self._sorted()
        self.endResetModel()

    def _sorted(self) -> tuple[T, ...]:
        rows = list(self._given)
        for field, is_ascending in reversed(self.sort_keys):
            number = self.column_of(field)
            if number is not None:
                column = self.columns[number]
                rows.sort(key=lambda row, c=column: _rank(c, row), reverse=not is_ascending)  # type: ignore[misc]
        return tuple(rows)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def row_at(self, row: int) -> T | None:
        return self.rows[row] if 0 <= row < len(self.rows) else None

    def find_row(self, key: object) -> int | None:
        return next((i for i, row in enumerate(self.rows) if self.key(row) == key), None)

    def export_rows(self) -> Callable[[Job], Iterator[T]]:
        rows = self.rows
        return lambda _job: iter(rows)


def _rank(column: Column[T], row: T) -> tuple[bool, Any]:
    value = column.cell_value(row)
    return value is not None, value.casefold() if isinstance(value, str) else value
