"""The table widget: columns chosen, moved and remembered, several sorts, copy, export, keys."""

from __future__ import annotations

import csv
import json

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu

from app.gui.shell import appearance
from app.gui.widgets.table import DataTable
from app.gui.widgets.table_header import next_sort
from app.gui.widgets.table_layout import load_layout
from app.gui.widgets.table_menu import columns_menu
from app.gui.widgets.table_model import RowsModel


@pytest.fixture
def make_table(qtbot, columns, lines):
    def make(count=10, view="ledger"):
        model = RowsModel(columns, lambda row: row.number)
        model.set_rows(lines(count))
        table = DataTable(view, model, "Ledger")
        qtbot.addWidget(table)
        table.resize(700, 300)
        table.show()
        return table

    return make


def click_header(qtbot, table, column, modifier=Qt.KeyboardModifier.NoModifier):
    header = table.horizontalHeader()
    spot = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, modifier, spot)


def test_shift_click_sorts_by_several_columns(qtbot, make_table):
    table = make_table()
    click_header(qtbot, table, 1)
    assert table.model().sort_keys == (("name", True),)
    click_header(qtbot, table, 0, Qt.KeyboardModifier.ShiftModifier)
    click_header(qtbot, table, 0, Qt.KeyboardModifier.ShiftModifier)
    assert table.model().sort_keys == (("name", True), ("number", False))
    assert [row.number for row in table.model().rows][:4] == [7, 0, 8, 1]
    click_header(qtbot, table, 1)
    assert table.model().sort_keys == (("name", True),)


@pytest.mark.parametrize(
    ("keys", "field", "is_added", "expected"),
    [
        ((), "a", False, (("a", True),)),
        ((("a", True),), "a", False, (("a", False),)),
        ((("a", False),), "a", False, (("a", True),)),
        ((("a", True), ("b", True)), "a", False, (("a", True),)),
        ((("a", True),), "b", True, (("a", True), ("b", True))),
        ((("a", True), ("b", True)), "b", True, (("a", True), ("b", False))),
        ((("a", True), ("b", False)), "b", True, (("a", True),)),
    ],
)
def test_the_next_sort_of_a_click(keys, field, is_added, expected):
    assert next_sort(keys, field, is_added=is_added) == expected


def test_order_widths_hidden_columns_and_sort_are_remembered_per_view(qtbot, make_table):
    table = make_table()
    table.setColumnWidth(1, 222)
    table.show_column(2, is_shown=False)
    table.show_column(3, is_shown=True)
    table.horizontalHeader().moveSection(1, 0)
    table.sort_by((("name", False), ("number", True)))
    qtbot.waitUntil(lambda: load_layout("ledger") is not None, timeout=2000)
    again = make_table()
    assert again.columnWidth(1) == 222
    assert again.shown_columns() == [1, 0, 3, 4]
    assert again.model().sort_keys == (("name", False), ("number", True))
    other = make_table(view="another")
    assert other.shown_columns() == [0, 1, 2, 4]
    again.reset_layout()
    assert again.shown_columns() == [0, 1, 2, 4]
    assert again.model().sort_keys == ()


@pytest.mark.parametrize("spoilt", ["", "{", "[]", '{"order": 3}', '{"order": [], "widths": []}'])
def test_a_spoilt_layout_is_forgotten(qtbot, make_table, spoilt):
    QSettings().setValue("tables/ledger", spoilt)
    assert load_layout("ledger") is None
    assert make_table().shown_columns() == [0, 1, 2, 4]


def test_a_layout_of_other_columns_does_no_harm(qtbot, make_table):
    kept = {
        "order": ["gone", "name"],
        "widths": {"gone": 9, "name": 99_999},
        "hidden": ["gone"],
        "sort": [["gone", True]],
    }
    QSettings().setValue("tables/ledger", json.dumps(kept))
    table = make_table()
    assert table.ordered_columns()[0] == 1
    assert table.columnWidth(1) == 2000
    assert table.model().sort_keys == ()


def test_the_column_chooser_shows_and_hides_but_never_all(qtbot, make_table):
    table = make_table()
    menu = columns_menu(table, table)
    ticks = {action.text(): action for action in menu.actions() if action.isCheckable()}
    assert {name for name, action in ticks.items() if action.isChecked()} == {
        "Number",
        "Name",
        "Kind",
        "Spark",
    }
    ticks["Hidden"].setChecked(True)
    ticks["Kind"].setChecked(False)
    assert table.shown_columns() == [0, 1, 3, 4]
    for number in (0, 1, 3):
        table.show_column(number, is_shown=False)
    last = [action for action in columns_menu(table, table).actions() if action.isChecked()]
    assert [(action.text(), action.isEnabled()) for action in last] == [("Spark", False)]
    table.show_column(4, is_shown=False)
    assert table.shown_columns() == [4]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_menus_open_by_mouse_and_by_key(qtbot, make_table):
    table = make_table()
    table.setCurrentIndex(table.model().index(1, 1))
    table._header.customContextMenuRequested.emit(QPoint(5, 5))
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu), timeout=2000)
    QApplication.activePopupWidget().close()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), table.mapToGlobal(QPoint(5, 5))
    )
    QApplication.sendEvent(table.viewport(), event)
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu), timeout=2000)
    menu = QApplication.activePopupWidget()
    titles = [action.text() for action in menu.actions() if action.text()]
    assert titles == ["Copy rows", "Export…", "Columns…", "Column “Name”", "Columns"]
    column = next(action.menu() for action in menu.actions() if "Name" in action.text())
    for action in column.actions():
        if action.text() == "Sort descending":
            action.trigger()
    assert table.model().sort_keys == (("name", False),)
    menu.close()
    table.columns_action.trigger()
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu), timeout=2000)
    QApplication.activePopupWidget().close()


def test_keys_move_the_current_column(qtbot, make_table):
    table = make_table()
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 0))
    table.column_actions()[1].trigger()
    assert table.shown_columns() == [1, 0, 2, 4]
    table.column_actions()[0].trigger()
    table.column_actions()[0].trigger()
    assert table.shown_columns() == [0, 1, 2, 4]


def test_copy_takes_the_selected_rows_as_they_are_seen(qtbot, make_table):
    table = make_table()
    table.horizontalHeader().moveSection(1, 0)
    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    table.copy_action.trigger()
    assert QApplication.clipboard().text() == (
        "Name\tNumber\tKind\tSpark\nName 1\t1\tb\t1, 2\nName 2\t2\ta\t1, 2"
    )
    table.clearSelection()
    assert not table.copy_action.isEnabled()


def test_export_writes_what_is_shown(qtbot, make_table, tmp_path, monkeypatch):
    table = make_table(30)
    table.show_column(2, is_shown=False)
    table.show_column(4, is_shown=False)
    table.sort_by((("number", False),))
    path = tmp_path / "out.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(path), ""))
    with qtbot.waitSignal(table.exporting, timeout=2000) as started:
        table.export_action.trigger()
    handle, name = started.args
    with qtbot.waitSignal(handle.finished, timeout=5000) as ended:
        pass
    assert (ended.args, name) == ([30], "out.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[:2] == [["Number", "Name"], ["29", "Name 1"]]
    assert len(rows) == 31


def test_export_that_cannot_be_written_fails_without_leftovers(qtbot, make_table, tmp_path):
    table = make_table()
    handle = table.export_to(tmp_path / "missing" / "out.csv")
    with qtbot.waitSignal(handle.failed, timeout=5000):
        pass
    assert list(tmp_path.iterdir()) == []


def test_enter_and_double_click_open_the_row(qtbot, make_table):
    table = make_table()
    table.selectRow(3)
    with qtbot.waitSignal(table.opened, timeout=1000) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [3]
    spot = table.visualRect(table.model().index(2, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    with qtbot.waitSignal(table.opened, timeout=1000) as opened:
        qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert opened.args == [2]


def test_the_same_row_stays_selected_after_sorting(qtbot, make_table):
    table = make_table()
    table.selectRow(3)
    table.sort_by((("number", False),))
    assert table.model().row_at(table.currentIndex().row()).number == 3


def test_tab_enters_on_the_first_row_and_leaves(qtbot, make_table):
    table = make_table()
    table.activateWindow()
    qtbot.waitUntil(table.isActiveWindow, timeout=2000)
    table.clearFocus()
    table.setFocus(Qt.FocusReason.TabFocusReason)
    assert table.currentIndex().row() == 0
    assert not table.tabKeyNavigation()
    assert table.accessibleName() == "Ledger"


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(
    "direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft]
)
def test_a_selected_row_is_painted_with_its_edge(qtbot, make_table, mode, direction):
    from app.gui.widgets.theme import current_theme

    appearance.apply(mode)
    table = make_table()
    table.setLayoutDirection(direction)
    table.sort_by((("name", True), ("number", False)))
    table.selectRow(1)
    qtbot.wait(30)
    image = table.viewport().grab().toImage()
    y = table.rowViewportPosition(1) + 10
    is_mirrored = direction is Qt.LayoutDirection.RightToLeft
    edge_x = image.width() - 2 if is_mirrored else 1
    assert image.pixelColor(edge_x, y).name() == current_theme().color("accent").name()
    inner_x = image.width() // 2 if is_mirrored else image.width() - 3
    assert image.pixelColor(inner_x, table.rowViewportPosition(1) + 2).name() == (
        current_theme().color("selection").name()
    )
    appearance.apply("light")
