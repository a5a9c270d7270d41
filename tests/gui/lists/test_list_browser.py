"""The list browser, by keyboard: search as you type, narrow, read, and come back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel

from app.domain.list_entry import EntryType
from app.services import lists


@pytest.fixture
def browser(qtbot, workspace, open_lists, un_file):
    """The browser of a page with one list of 30 people and an organisation."""
    lists.import_list(workspace, "un_sc", [un_file(30)])
    page = open_lists()
    with qtbot.waitSignal(page.browser.view_model.counted, timeout=5000):
        page.browse_action.trigger()
    assert page.browser.search.hasFocus() or not page.isActiveWindow()
    return page.browser


def type_text(qtbot, browser, text: str) -> None:
    with qtbot.waitSignal(browser.view_model.counted, timeout=5000):
        QTest.keyClicks(browser.search, text)


def names(browser) -> list[str]:
    model = browser.view_model.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def read(browser) -> str:
    return "\n".join(label.text() for label in browser.entry_pane.findChildren(QLabel))


def test_found_as_one_types_and_read_in_full(qtbot, browser) -> None:
    QAbstractItemModelTester(
        browser.view_model.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    assert browser.count.text() == "31 of 31"
    type_text(qtbot, browser, "quen vormal690000")
    assert browser.count.text() == "10 of 31"
    type_text(qtbot, browser, "7")
    assert [name.strip("\u2068\u2069") for name in names(browser)] == ["VORMAL6900007 QUENDRIK"]
    QTest.keyClick(browser.search, Qt.Key.Key_Down)
    assert "QDi.6900007" in read(browser)
    assert "Al-Qaida" in read(browser)


def test_nothing_found_says_how_to_search(qtbot, browser) -> None:
    type_text(qtbot, browser, "nobody")
    assert browser._stack.currentWidget() is browser.nothing
    assert browser.count.text() == "0 of 31"
    with qtbot.waitSignal(browser.view_model.counted, timeout=5000):
        QTest.keyClick(browser, Qt.Key.Key_Escape)
    assert browser.search.text() == ""
    assert browser.count.text() == "31 of 31"
    assert not browser.clear.isVisible()


def test_narrowed_by_list_and_type(qtbot, browser) -> None:
    model = browser.view_model
    with qtbot.waitSignal(model.counted, timeout=5000):
        browser.type.setCurrentIndex(browser.type.findData(EntryType.ENTITY))
        browser.type.activated.emit(browser.type.currentIndex())
    assert browser.count.text() == "1 of 31"
    assert browser.clear.isVisible()
    with qtbot.waitSignal(model.counted, timeout=5000):
        browser.source.setCurrentIndex(browser.source.findData("eu_fsf"))
        browser.source.activated.emit(browser.source.currentIndex())
    assert browser.count.text() == "0 of 0"


def test_a_version_that_is_not_active_can_be_read(qtbot, workspace, browser, un_file) -> None:
    held = lists.import_list(workspace, "un_sc", [un_file(3, day="2026-11-20")]).version
    assert held.state.value == "QUARANTINED"
    with qtbot.waitSignal(browser.view_model.counted, timeout=5000):
        browser.open("un_sc", held.version_id)
    assert browser.count.text() == "4 of 4 in this version"


def test_escape_without_filters_goes_back_to_the_sources(qtbot, browser) -> None:
    page = browser.parentWidget().parentWidget()
    assert page.views.currentWidget() is browser
    QTest.keyClick(browser, Qt.Key.Key_Escape)
    assert page.views.currentWidget() is page.overview
    with qtbot.waitSignal(browser.view_model.counted, timeout=5000):
        page.table.opened.emit(0)
    assert page.views.currentWidget() is browser
    assert browser.source.currentData() == page.view_model.source


def test_a_search_that_fails_says_so(qtbot, browser) -> None:
    with qtbot.waitSignal(browser.view_model.failed, timeout=5000):
        browser.open("un_sc", 999)
    assert "could not be searched" in browser.banner.accessibleName()
    assert browser.banner.isVisible()
