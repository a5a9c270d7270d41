"""The window: pages, keys, palette, menus, memory, and reach by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, QSettings, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.gui.shell import geometry
from app.gui.shell.main_window import MainWindow
from app.gui.shell.palette_dialog import PaletteDialog
from app.gui.shell.shortcuts_dialog import ShortcutsDialog
from app.gui.widgets.buttons import ActionButton, key_text
from app.gui.widgets.theme import current_theme


def shown(window: MainWindow) -> str:
    return window.current_page().title()


def dialog_of(window: MainWindow, kind: type) -> object:
    return next(child for child in window.findChildren(kind) if child.isVisible())


def test_first_page_is_made_when_shown_and_the_others_later(window: MainWindow) -> None:
    assert window.stack.count() == 1
    assert shown(window) == "Screening"
    window.go_to("lists")
    assert window.stack.count() == 2
    assert window.page("lists") is window.current_page()


def test_pages_by_key(window: MainWindow, qtbot: QtBot) -> None:
    for number, title in ((2, "History"), (3, "Lists"), (1, "Screening")):
        qtbot.keyClick(window, str(number), Qt.KeyboardModifier.ControlModifier)
        assert shown(window) == title
        assert window.current_page().field.hasFocus()


def test_pages_by_arrow_in_the_navigation(window: MainWindow, qtbot: QtBot) -> None:
    rail = window.navigation.list
    rail.setFocus()
    qtbot.keyClick(rail, Qt.Key.Key_Down)
    assert shown(window) == "History"
    qtbot.keyClick(rail, Qt.Key.Key_Up)
    assert shown(window) == "Screening"


def test_header_shows_title_subtitle_and_actions(window: MainWindow, qtbot: QtBot) -> None:
    page = window.current_page()
    buttons = window.top_bar.findChildren(ActionButton)
    assert [button.action for button in buttons] == [page.new]
    assert buttons[0].toolTip() == "New screening (Ctrl+N)"
    qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert page.ran == ["new"]
    page.name = "renamed"
    page.header_changed.emit()
    assert "Renamed" in [label.text() for label in window.top_bar.findChildren(QLabel)]


def test_button_follows_its_action(window: MainWindow) -> None:
    page = window.current_page()
    button = window.top_bar.findChildren(ActionButton)[0]
    page.new.setEnabled(False)
    assert not button.isEnabled()
    page.new.setVisible(False)
    assert button.isHidden()
    page.new.setVisible(True)
    assert button.isVisible()


def test_action_of_a_hidden_page_has_no_key(window: MainWindow, qtbot: QtBot) -> None:
    first = window.current_page()
    window.go_to("lists")
    second = window.current_page()
    qtbot.keyClick(window, "N", Qt.KeyboardModifier.ControlModifier)
    assert (first.ran, second.ran) == ([], ["new"])


def test_palette_lists_every_action_and_runs_the_same_object(
    window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, "K", Qt.KeyboardModifier.ControlModifier)
    palette = dialog_of(window, PaletteDialog)
    assert palette.commands() == window.all_actions()
    assert set(palette.commands()) >= {*window.current_page().page_actions(), *window.own_actions}
    qtbot.keyClicks(palette.field, "scr new")
    assert palette.commands() == [window.current_page().new]
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.current_page().ran == ["new"]


def test_palette_moves_by_arrows_and_closes_by_escape(window: MainWindow, qtbot: QtBot) -> None:
    window.open_palette()
    palette = dialog_of(window, PaletteDialog)
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == len(palette.commands()) - 1
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == 0
    qtbot.keyClicks(palette.field, "no such words")
    assert palette.commands() == []
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_K], ids=["sheet", "palette"])
def test_keys_go_on_working_after_a_dialog_was_closed(
    window: MainWindow, qtbot: QtBot, key: Qt.Key
) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    none = Qt.KeyboardModifier.NoModifier
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    field = window.current_page().field
    qtbot.keyClick(field, key, none if key == Qt.Key.Key_F1 else control)
    qtbot.waitUntil(lambda: not window.isActiveWindow())
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    qtbot.waitUntil(window.isActiveWindow)
    assert QApplication.focusWidget() is field
    qtbot.keyClick(field, Qt.Key.Key_2, control)
    assert shown(window) == "History"


def test_menus_hold_the_same_actions(window: MainWindow) -> None:
    in_menus = {action for menu in window.menus.bar_menus for action in menu.actions()}
    missing = [action.text() for action in window.all_actions() if action not in in_menus]
    assert not missing


def test_alt_alone_shows_the_menu_bar(window: MainWindow, qtbot: QtBot) -> None:
    assert not window.menuBar().isVisible()
    QTest.keyClick(window, Qt.Key.Key_Alt)
    assert window.menuBar().isVisible()
    QTest.keyClick(window, Qt.Key.Key_Alt)
    assert not window.menuBar().isVisible()


def test_no_key_is_given_twice(window: MainWindow) -> None:
    keys = [key for action in window.all_actions() for key in action.shortcuts()]
    assert len({key.toString() for key in keys}) == len(keys)


@pytest.mark.parametrize("key", ["F1", "?"])
def test_shortcut_sheet_names_every_key(window: MainWindow, qtbot: QtBot, key: str) -> None:
    window.navigation.list.setFocus()
    if key == "F1":
        qtbot.keyClick(window, Qt.Key.Key_F1)
    else:
        qtbot.keyClick(window.navigation.list, Qt.Key.Key_Question, Qt.KeyboardModifier.NoModifier)
    sheet = dialog_of(window, ShortcutsDialog)
    named = {row[0] for row in sheet.rows}
    for action in window.all_actions():
        assert all(key_text(one) in named for one in action.shortcuts())
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_question_mark_is_only_a_letter_in_a_field(window: MainWindow, qtbot: QtBot) -> None:
    field: QLineEdit = window.current_page().field
    qtbot.keyClicks(field, "why?")
    assert field.text() == "why?"
    assert not window.findChildren(ShortcutsDialog)


def test_theme_switches_by_key(window: MainWindow, qtbot: QtBot) -> None:
    before = current_theme().mode
    try:
        window.theme_action.trigger()
        assert current_theme().mode != before
        assert window.top_bar.theme_button.property("icon_name") == "sun"
    finally:
        window.use_theme("light")


def test_theme_is_chosen_in_the_view_menu(window: MainWindow) -> None:
    view = window.menus.bar_menus[3]
    menu = next(action.menu() for action in view.actions() if action.menu())
    choices = {action.text(): action for action in menu.actions()}
    try:
        choices["Dark"].trigger()
        assert current_theme().mode == "dark"
        menu.aboutToShow.emit()
        assert [name for name, action in choices.items() if action.isChecked()] == ["Dark"]
    finally:
        choices["Light"].trigger()
    assert current_theme().mode == "light"


def test_every_button_has_a_name_and_a_tooltip(window: MainWindow) -> None:
    for button in window.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.accessibleName() or button.text(), button
            assert button.toolTip(), button.accessibleName()


def test_every_control_is_reached_by_tab(window: MainWindow, qtbot: QtBot) -> None:
    seen = set()
    for _ in range(40):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        seen.add(QApplication.focusWidget())
    wanted = [window.navigation.list, window.current_page().field]
    wanted += [button for button in window.findChildren(QAbstractButton) if button.isVisible()]
    assert not [
        widget
        for widget in wanted
        if widget not in seen and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def test_page_rail_and_place_are_remembered(
    make_window: Callable[[], MainWindow], qtbot: QtBot
) -> None:
    first = make_window()
    first.resize(720, 610)
    first.go_to("lists")
    first.rail_action.trigger()
    assert first.navigation.width() == 52
    first.close()
    second = make_window()
    assert shown(second) == "Lists"
    assert second.navigation.is_collapsed
    assert second.size().toTuple() == (720, 610)


def test_window_of_a_lost_screen_is_pulled_back(window: MainWindow) -> None:
    window.setGeometry(QRect(9000, 9000, 900, 600))
    geometry.pull_back(window)
    area = QGuiApplication.primaryScreen().availableGeometry()
    assert area.contains(window.geometry().topLeft())


def test_broken_settings_are_no_obstacle(make_window: Callable[[], MainWindow]) -> None:
    QSettings().setValue("window/geometry", "nonsense")
    QSettings().setValue("window/page", "gone")
    QSettings().setValue("window/navigation_collapsed", "perhaps")
    assert shown(make_window()) == "Screening"


def test_warning_of_a_list_is_told_not_only_coloured(window: MainWindow) -> None:
    window.navigation.set_count("lists", "1", is_warning=True, spoken="1 list needs attention")
    index = window.navigation.list.model().index(2, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Lists, 1 list needs attention"


def test_keys_are_called_as_people_do() -> None:
    assert key_text(QKeySequence("Ctrl+Return")) == "Ctrl+Enter"


def test_switching_pages_never_holds_up_the_window(
    window: MainWindow, qtbot: QtBot, gui_gaps
) -> None:
    for key in ("history", "lists"):
        window.go_to(key)
    gui_gaps.start()
    for key in ("history", "screening", "lists") * 5:
        window.go_to(key)
        qtbot.wait(10)
    assert gui_gaps.p99_busy_ms < 100
