"""The menus of a table: which columns are shown, and everything the mouse does with a header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from app.gui.widgets.table import DataTable


def _tr(text: str) -> str:
    return QCoreApplication.translate("DataTable", text)


def columns_menu(table: DataTable) -> QMenu:
    """A menu with a tick per column, in the order they are seen; the last one cannot go."""
    menu = QMenu(_tr("Columns"), table)
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


def context_menu(table: DataTable) -> QMenu:
    """The menu of the cells: copy, export, and the header's work for the current column."""
    menu = QMenu(table)
    menu.addActions(table.own_actions())
    number = table.current_column()
    if number is not None:
        menu.addSeparator()
        menu.addMenu(_column_menu(table, number, menu))
    menu.addMenu(columns_menu(table))
    return menu


def _column_menu(table: DataTable, number: int, parent: QMenu) -> QMenu:
    column = table.columns()[number]
    menu = QMenu(_tr("Column “{title}”").format(title=column.title), parent)
    if column.is_sortable:
        field = column.field
        menu.addAction(_tr("Sort ascending"), lambda: table.sort_by(((field, True),)))
        menu.addAction(_tr("Sort descending"), lambda: table.sort_by(((field, False),)))
        menu.addAction(_tr("Add to the sort"), lambda: table.sort_column(number, is_added=True))
        menu.addSeparator()
    menu.addActions(table.column_actions())
    menu.addAction(_tr("Fit width"), lambda: table.resizeColumnToContents(number))
    hide = menu.addAction(_tr("Hide"), lambda: table.show_column(number, is_shown=False))
    hide.setEnabled(len(table.shown_columns()) > 1)
    return menu
