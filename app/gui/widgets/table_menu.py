"""The menus of a table: which columns are shown, and everything the mouse does with a header."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.gui.widgets.table_columns import Column, Sort


class ColumnHost(Protocol):
    """What the menus ask of a table; columns by their logical number."""

    def columns(self) -> tuple[Column[Any], ...]: ...
    def ordered_columns(self) -> list[int]: ...
    def shown_columns(self) -> list[int]: ...
    def current_column(self) -> int | None: ...
    def show_column(self, number: int, *, is_shown: bool) -> None: ...
    def sort_by(self, keys: Sort) -> None: ...
    def sort_column(self, number: int, *, is_added: bool) -> None: ...
    def fit_width(self, number: int) -> None: ...
    def fit_widths(self) -> None: ...
    def reset_layout(self) -> None: ...
    def own_actions(self) -> list[QAction]: ...
    def column_actions(self) -> list[QAction]: ...


def _tr(text: str) -> str:
    return QCoreApplication.translate("DataTable", text)


def columns_menu(table: ColumnHost, parent: QWidget) -> QMenu:
    """A menu with a tick per column, in the order they are seen; the last one cannot go."""
    menu = QMenu(_tr("Columns"), parent)
    shown = table.shown_columns()
    for number in table.ordered_columns():
        column = table.columns()[number]
        action = QAction(column.title, menu, checkable=True)
        action.setChecked(number in shown)
        action.setEnabled(number not in shown or len(shown) > 1)
        action.toggled.connect(lambda is_on, n=number: table.show_column(n, is_shown=is_on))
        menu.addAction(action)
    menu.addSeparator()
    menu.addAction(_tr("Fit all widths"), table.fit_widths)
    menu.addAction(_tr("Reset columns and sorting"), table.reset_layout)
    return menu


def context_menu(table: ColumnHost, parent: QWidget) -> QMenu:
    """The menu of the cells: copy, export, and the header's work for the current column."""
    menu = QMenu(parent)
    menu.addActions(table.own_actions())
    number = table.current_column()
    if number is not None:
        menu.addSeparator()
        menu.addMenu(_column_menu(table, number, menu))
    menu.addMenu(columns_menu(table, menu))
    return menu


def _column_menu(table: ColumnHost, number: int, parent: QMenu) -> QMenu:
    column = table.columns()[number]
    menu = QMenu(_tr("Column “{title}”").format(title=column.title), parent)
    if column.is_sortable:
        field = column.field
        menu.addAction(_tr("Sort ascending"), lambda: table.sort_by(((field, True),)))
        menu.addAction(_tr("Sort descending"), lambda: table.sort_by(((field, False),)))
        menu.addAction(_tr("Add to the sort"), lambda: table.sort_column(number, is_added=True))
        menu.addSeparator()
    menu.addActions(table.column_actions())
    menu.addAction(_tr("Fit width"), lambda: table.fit_width(number))
    hide = menu.addAction(_tr("Hide"), lambda: table.show_column(number, is_shown=False))
    hide.setEnabled(len(table.shown_columns()) > 1)
    return menu
