"""Mnemonics are underlined while Alt is held and at no other time; menus always show theirs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QStyle, QWidget
from pytestqt.qtbot import QtBot

from app.gui.widgets.buttons import Button
from app.gui.widgets.window_style import WindowStyle, show_mnemonics

UNDERLINE = QStyle.StyleHint.SH_UnderlineShortcut


@pytest.fixture
def styled(qapp: QApplication) -> Iterator[None]:
    """The window's own style, and plain Fusion again afterwards."""
    qapp.setStyle(WindowStyle())
    yield
    WindowStyle.is_alt_down = False
    qapp.setStyle("Fusion")


def pixels(widget: QWidget) -> QImage:
    """What a widget looks like."""
    return widget.grab().toImage()


@pytest.mark.usefixtures("styled")
def test_underlines_come_and_go_with_alt(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field = QLineEdit(window)
    label, button = QLabel("&Name", window), Button("&More", parent=window)
    label.setBuddy(field)
    window.show()
    for widget in (label, button):
        before = pixels(widget)
        show_mnemonics(window, is_alt_down=True)
        assert pixels(widget) != before
        show_mnemonics(window, is_alt_down=False)
        assert pixels(widget) == before


@pytest.mark.usefixtures("styled")
def test_menus_always_show_their_mnemonics(qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    style = QApplication.style()
    assert style.styleHint(UNDERLINE, None, menu)
    assert not style.styleHint(UNDERLINE, None, QLabel(menu))
