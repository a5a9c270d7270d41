"""The table of the window: chosen, moved and remembered columns, several sorts, copy and export."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QItemSelection, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFileDialog,
    QMenu,
    QTableView,
    QWidget,
)

from app.gui import jobs
from app.gui.widgets import theme
from app.gui.widgets.icons import set_icon
from app.gui.widgets.table_columns import Column, Sort
from app.gui.widgets.table_delegate import CellDelegate
from app.gui.widgets.table_export import as_tsv, cell_rows, write_table
from app.gui.widgets.table_header import SortHeader, next_sort
from app.gui.widgets.table_layout import TableLayout, forget_layout, load_layout, save_layout
from app.gui.widgets.table_menu import columns_menu, context_menu
from app.gui.widgets.table_model import Index, TableModel
from app.services.jobs import Job

_SAVE_DELAY_MS = 300


class DataTable(QTableView):
    """A view of a TableModel. `view_name` is what its layout is remembered under.

    `opened(row)` on Enter or double click, `row_changed(row or -1)` when another row is current,
    `exporting(handle, name)` when an export has started; whoever shows progress listens.
    """

    opened = Signal(int)
    row_changed = Signal(int)
    exporting = Signal(object, str)

    def __init__(
        self, view_name: str, model: TableModel[Any], title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.view_name = view_name
        self.title = title
        self._table_model = model
        self._default_sort = model.sort_keys
        self._kept_key: object = None
        self._cells = CellDelegate(self)
        self._header = SortHeader(self)
        self._set_up_view()
        self._make_actions()
        self.setModel(model)
        self._save_timer = QTimer(self, singleShot=True, interval=_SAVE_DELAY_MS)
        self._save_timer.timeout.connect(self.save_layout_now)
        self._apply_layout(load_layout(view_name))
        self._connect()

    # setting up ---------------------------------------------------------------------------

    def _set_up_view(self) -> None:
        self.setAccessibleName(self.title)
        self.setItemDelegate(self._cells)
        self.setHorizontalHeader(self._header)
        self._header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(theme.size("row_compact"))
        self.verticalHeader().setDefaultSectionSize(theme.size("row"))
        self._header.setStretchLastSection(True)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def _make_actions(self) -> None:
        self.copy_action = self._action(self.tr("Copy rows"), "copy", self.copy_selection)
        self.copy_action.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        self.export_action = self._action(self.tr("Export…"), "download", self.ask_export)
        self.export_action.setShortcut("Ctrl+Shift+E")
        self.columns_action = self._action(self.tr("Columns…"), "columns", self.open_columns)
        self.columns_action.setShortcut("Ctrl+Shift+C")
        self._left = self._action(
            self.tr("Move column left"), "chevron-left", lambda: self.move_column(-1)
        )
        self._left.setShortcut("Alt+Shift+Left")
        self._right = self._action(
            self.tr("Move column right"), "chevron-right", lambda: self.move_column(1)
        )
        self._right.setShortcut("Alt+Shift+Right")

    def _action(self, text: str, icon: str, slot: Any) -> QAction:
        action = QAction(text, self)
        set_icon(action, icon)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked=False: slot())
        self.addAction(action)
        return action

    def _connect(self) -> None:
        self._header.sort_asked.connect(lambda c, added: self.sort_column(c, is_added=added))
        self._header.sectionResized.connect(self._save_timer.start)
        self._header.sectionMoved.connect(self._save_timer.start)
        self._header.customContextMenuRequested.connect(self._open_header_menu)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))
        self._table_model.modelAboutToBeReset.connect(self._keep_row)
        self._table_model.modelReset.connect(self._restore_row)

    def own_actions(self) -> list[QAction]:
        """What the table can do, for menus and the palette."""
        return [self.copy_action, self.export_action, self.columns_action]

    def column_actions(self) -> list[QAction]:
        """What moves the current column."""
        return [self._left, self._right]

    # columns ------------------------------------------------------------------------------

    def columns(self) -> tuple[Column[Any], ...]:
        """The columns of the model, by logical number."""
        return self._table_model.columns

    def ordered_columns(self) -> list[int]:
        """All logical columns in the order they are seen."""
        return [self._header.logicalIndex(place) for place in range(self._header.count())]

    def shown_columns(self) -> list[int]:
        """The visible logical columns in the order they are seen."""
        return [n for n in self.ordered_columns() if not self.isColumnHidden(n)]

    def current_column(self) -> int | None:
        """The logical column of the current cell."""
        index = self.currentIndex()
        return index.column() if index.isValid() else None

    def show_column(self, number: int, *, is_shown: bool) -> None:
        """Show or hide a column; the last visible one stays."""
        if is_shown or len(self.shown_columns()) > 1:
            self.setColumnHidden(number, not is_shown)
            self._save_timer.start()

    def move_column(self, by: int) -> None:
        """Move the current column `by` visible places."""
        number = self.current_column()
        shown = self.shown_columns()
        if number in shown and 0 <= shown.index(number) + by < len(shown):
            target = shown[shown.index(number) + by]
            self._header.moveSection(
                self._header.visualIndex(number), self._header.visualIndex(target)
            )
            self._cells.is_cell_ringed = True

    def fit_width(self, number: int) -> None:
        """Give a column the width of what it shows."""
        self.resizeColumnToContents(number)

    def fit_widths(self) -> None:
        """Give every visible column the width of what it shows."""
        self.resizeColumnsToContents()

    def reset_layout(self) -> None:
        """Columns and sorting as the program has them."""
        forget_layout(self.view_name)
        for place, number in enumerate(range(len(self.columns()))):
            self._header.moveSection(self._header.visualIndex(number), place)
        self._apply_layout(None)
        self.sort_by(self._default_sort)

    def _apply_layout(self, layout: TableLayout | None) -> None:
        given = layout or TableLayout()
        places = {field: place for place, field in enumerate(given.order)}
        for number, column in enumerate(self.columns()):
            self.setColumnWidth(number, given.widths.get(column.field, column.width))
            is_known = column.field in places
            is_hidden = column.field in given.hidden if is_known else column.is_hidden
            self.setColumnHidden(number, is_hidden)
        known = [n for f in given.order if (n := self._table_model.column_of(f)) is not None]
        for place, number in enumerate(known):
            self._header.moveSection(self._header.visualIndex(number), place)
        keys = tuple(k for k in given.sort or () if self._table_model.column_of(k[0]) is not None)
        if keys:
            self._table_model.set_sort_keys(keys)

    def save_layout_now(self) -> None:
        """Remember the layout (it is saved by itself shortly after a change)."""
        columns = self.columns()
        hidden = [n for n in self.ordered_columns() if self.isColumnHidden(n)]
        # The last one takes what is left: its width is the window's, not the user's.
        widths = {columns[n].field: self.columnWidth(n) for n in self.shown_columns()[:-1]}
        save_layout(
            self.view_name,
            TableLayout(
                order=tuple(columns[n].field for n in self.ordered_columns()),
                widths=widths,
                hidden=frozenset(columns[n].field for n in hidden),
                sort=self._table_model.sort_keys,
            ),
        )

    # sorting ------------------------------------------------------------------------------

    def sort_column(self, number: int, *, is_added: bool) -> None:
        """Sort by a column as a click does; `is_added` as with Shift."""
        column = self.columns()[number]
        if column.is_sortable:
            self.sort_by(next_sort(self._table_model.sort_keys, column.field, is_added=is_added))

    def sort_by(self, keys: Sort) -> None:
        """Sort by these fields and remember it."""
        self._table_model.set_sort_keys(keys or self._default_sort)
        self._header.viewport().update()
        self._save_timer.start()

    # menus, copying, exporting ------------------------------------------------------------

    def open_columns(self) -> None:
        """Open the column chooser under the header."""
        self._open_header_menu(QPoint(0, self._header.height()))

    def _open_header_menu(self, spot: QPoint) -> None:
        _open_once(columns_menu(self, self), self._header.mapToGlobal(spot))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        _open_once(context_menu(self, self), event.globalPos())

    def selected_rows(self) -> list[int]:
        """The selected row numbers, in the order they are seen."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def selection_as_tsv(self) -> str:
        """The selected rows with a line of titles; rows that are still on the way are left out."""
        columns = [self.columns()[n] for n in self.shown_columns()]
        rows = [row for n in self.selected_rows() if (row := self._table_model.row_at(n))]
        return as_tsv([column.title for column in columns], cell_rows(columns, rows))

    def copy_selection(self) -> None:
        """Put the selected rows on the clipboard."""
        if self.selected_rows():
            QApplication.clipboard().setText(self.selection_as_tsv())

    def ask_export(self) -> None:
        """Ask where to, then export what is shown."""
        name, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Export what is shown"),
            f"{self.view_name}.csv",
            self.tr("CSV file (*.csv);;Excel workbook (*.xlsx)"),
        )
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> jobs.JobHandle:
        """Write all shown rows and visible columns, in their order, on a worker."""
        columns = [self.columns()[n] for n in self.shown_columns()]
        titles = [column.title for column in columns]
        read, total = self._table_model.export_rows(), self._table_model.rowCount()

        def work(job: Job) -> int:
            return write_table(path, titles, cell_rows(columns, read(job)), total, job)

        label = self.tr("Export {name}").format(name=path.name)
        handle = jobs.start(work, lane=jobs.READ, label=label)
        self.exporting.emit(handle, path.name)
        return handle

    # rows and keys ------------------------------------------------------------------------

    def _keep_row(self) -> None:
        row = self._table_model.row_at(self.currentIndex().row())
        self._kept_key = None if row is None else self._table_model.key(row)

    def _restore_row(self) -> None:
        row = None if self._kept_key is None else self._table_model.find_row(self._kept_key)
        if row is not None:
            self.selectRow(row)
        else:
            self.row_changed.emit(-1)

    def selectRow(self, row: int) -> None:
        """Make this row the current and only selected one (Qt's own fails right to left)."""
        column = self.current_column()
        shown = self.shown_columns()
        target = column if column in shown else shown[0]
        self.setCurrentIndex(self._table_model.index(row, target))

    def select_first(self) -> None:
        """Select the first row if none is selected."""
        if not self.currentIndex().isValid() and self._table_model.rowCount():
            self.selectRow(0)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.row_changed.emit(current.row())

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.copy_action.setEnabled(self.selectionModel().hasSelection())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.currentIndex().row())
            return
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._cells.is_cell_ringed = True
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.select_first()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._cells.is_cell_ringed = False
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row != self._cells.hovered_row:
            self._cells.hovered_row = row
            self.viewport().update()


def _open_once(menu: QMenu, spot: QPoint) -> None:
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(spot)
