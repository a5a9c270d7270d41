"""The table models: rows in memory sort stably; pages come asynchronously and stay bounded."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.gui.widgets.table_columns import PLACEHOLDER
from app.gui.widgets.table_model import RowsModel
from app.gui.widgets.table_pages import KEPT_PAGES, PAGE_ROWS, WAITING_PAGES, SqlPageModel
from app.services.jobs import NO_JOB

TESTER = QAbstractItemModelTester.FailureReportingMode.Fatal


def by_number(row):
    return row.number


def names(model, column=1):
    return [model.index(row, column).data() for row in range(model.rowCount())]


def wait_loaded(qtbot, model):
    qtbot.waitUntil(lambda: model.is_loaded, timeout=3000)


def test_rows_in_memory_sort_by_several_fields_stably(qtbot, columns, lines):
    model = RowsModel(columns, by_number)
    QAbstractItemModelTester(model, TESTER)
    model.set_rows(lines(30))
    model.set_sort_keys((("name", False), ("number", True)))
    rows = [(row.name, row.number) for row in model.rows]
    assert rows == sorted(rows, key=lambda r: (-int(r[0][-1]), r[1]))
    model.set_sort_keys((("kind", True),))
    assert [row.number for row in model.rows] == [*range(0, 30, 2), *range(1, 30, 2)]
    model.set_sort_keys(())
    assert [row.number for row in model.rows] == list(range(30))


def test_a_cell_speaks_its_column_and_has_its_tooltip(qtbot, columns, lines):
    model = RowsModel(columns, by_number)
    model.set_rows(lines(3))
    assert model.index(2, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "Name: Name 2"
    assert model.index(2, 1).data(Qt.ItemDataRole.ToolTipRole) == "tip Name 2"
    assert model.index(2, 2).data(Qt.ItemDataRole.ToolTipRole) == "a"
    assert model.index(0, 0).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert model.index(0, 0).data(Qt.ItemDataRole.DecorationRole) is None
    assert model.data(QModelIndex()) is None
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Number"
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_empty_values_sort_before_others_and_words_without_case(qtbot, columns, lines):
    from app.gui.widgets.table_columns import Column

    values = {0: None, 1: "b", 2: "A"}
    column = Column("v", "V", lambda row: "", value=lambda row: values[row.number])
    model = RowsModel((column,), by_number)
    model.set_rows(lines(3))
    model.set_sort_keys((("v", True),))
    assert [row.number for row in model.rows] == [0, 2, 1]


def test_qt_sort_takes_sortable_columns_only(qtbot, columns, lines):
    model = RowsModel(columns, by_number)
    model.set_rows(lines(3))
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert model.sort_keys == (("number", False),)
    model.sort(4)
    assert model.sort_keys == (("number", False),)


def test_pages_show_placeholders_until_they_come(qtbot, columns, make_store):
    store = make_store(1000)
    model = SqlPageModel(columns, by_number)
    QAbstractItemModelTester(model, TESTER)
    model.set_fetch(store.fetch())
    assert model.rowCount() == 0
    wait_loaded(qtbot, model)
    assert (model.shown, model.all, model.rowCount()) == (1000, 1001, 1000)
    assert model.index(5, 0).data() == "5"
    store.gate.clear()
    assert model.index(900, 0).data() == PLACEHOLDER
    assert model.row_at(900) is None
    with qtbot.waitSignal(model.dataChanged, timeout=3000) as changed:
        store.gate.set()
    assert (changed.args[0].row(), changed.args[1].row()) == (800, 999)
    assert model.index(900, 0).data() == "900"


def test_the_newest_question_wins(qtbot, columns, make_store):
    first, second = make_store(10), make_store(20)
    model = SqlPageModel(columns, by_number)
    first.gate.clear()
    model.set_fetch(first.fetch())
    model.set_fetch(second.fetch())
    wait_loaded(qtbot, model)
    assert model.rowCount() == 20
    first.gate.set()
    qtbot.wait(50)
    assert model.rowCount() == 20


def test_sorting_is_asked_of_the_store(qtbot, columns, make_store):
    store = make_store(500)
    model = SqlPageModel(columns, by_number)
    model.set_fetch(store.fetch())
    wait_loaded(qtbot, model)
    keys = (("kind", False), ("number", False))
    model.set_sort_keys(keys)
    assert not model.is_loaded
    wait_loaded(qtbot, model)
    assert model.index(0, 0).data() == "499"
    assert store.asked[-1] == (keys, 0, PAGE_ROWS)


def test_scrolling_far_keeps_few_pages_and_skips_what_was_passed(qtbot, columns, make_store):
    store = make_store(200 * PAGE_ROWS)
    model = SqlPageModel(columns, by_number)
    model.set_fetch(store.fetch())
    wait_loaded(qtbot, model)
    store.gate.clear()
    for page in range(1, 100):
        model.row_at(page * PAGE_ROWS)
    store.asked.clear()
    store.gate.set()
    qtbot.waitUntil(lambda: model.row_at(99 * PAGE_ROWS) is not None, timeout=3000)
    qtbot.waitUntil(lambda: not model._waiting, timeout=3000)
    assert len(store.asked) <= WAITING_PAGES + 1
    for page in range(100, 100 + KEPT_PAGES + 5):
        model.row_at(page * PAGE_ROWS)
        qtbot.waitUntil(lambda p=page: p in model._pages, timeout=3000)
    assert len(model._pages) <= KEPT_PAGES


def test_refresh_stays_where_it_was_read(qtbot, columns, make_store):
    store = make_store(5 * PAGE_ROWS)
    model = SqlPageModel(columns, by_number)
    model.set_fetch(store.fetch())
    wait_loaded(qtbot, model)
    model.row_at(3 * PAGE_ROWS)
    qtbot.waitUntil(lambda: model.row_at(3 * PAGE_ROWS) is not None, timeout=3000)
    model.refresh()
    wait_loaded(qtbot, model)
    assert model.row_at(3 * PAGE_ROWS).number == 3 * PAGE_ROWS
    assert model.find_row(3 * PAGE_ROWS + 1) == 3 * PAGE_ROWS + 1
    assert model.find_row(-1) is None


def test_shrinking_while_reading_far_down_shows_what_is_left(qtbot, columns, make_store, lines):
    store = make_store(5 * PAGE_ROWS)
    model = SqlPageModel(columns, by_number)
    model.set_fetch(store.fetch())
    wait_loaded(qtbot, model)
    model.row_at(4 * PAGE_ROWS)
    qtbot.waitUntil(lambda: model.row_at(4 * PAGE_ROWS) is not None, timeout=3000)
    store.rows = lines(3)
    model.refresh()
    wait_loaded(qtbot, model)
    assert model.rowCount() == 3
    qtbot.waitUntil(lambda: model.index(2, 0).data() == "2", timeout=3000)


def test_a_failure_is_told_and_the_rows_stay(qtbot, columns, make_store):
    store = make_store(2 * PAGE_ROWS)
    model = SqlPageModel(columns, by_number)
    model.set_fetch(store.fetch())
    wait_loaded(qtbot, model)
    store.error = ValueError("no")
    with qtbot.waitSignal(model.failed, timeout=3000):
        model.row_at(PAGE_ROWS)
    assert model.rowCount() == 2 * PAGE_ROWS
    with qtbot.waitSignal(model.failed, timeout=3000):
        model.refresh()
    assert model.index(0, 0).data() == "0"


@pytest.mark.parametrize("count", [0, 1, 4500])
def test_export_reads_every_row_once_in_order(qtbot, columns, make_store, count):
    model = SqlPageModel(columns, by_number)
    model.set_fetch(make_store(count).fetch())
    wait_loaded(qtbot, model)
    assert [row.number for row in model.export_rows()(NO_JOB)] == list(range(count))
