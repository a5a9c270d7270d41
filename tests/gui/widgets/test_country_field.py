"""The list of countries under the field opens, takes a choice by Enter, and goes with the focus."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.gui.widgets.country_field import CountryField


@pytest.fixture
def field(qtbot: QtBot) -> Iterator[CountryField]:
    """A field with another one below it, in a window that is open."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    made = CountryField()
    column.addWidget(made)
    column.addWidget(QLineEdit())
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    made.setFocus()
    yield made
    window.close()


def popup_of(field: CountryField) -> QAbstractItemView:
    """The open list under the field."""
    popup = field.completer().popup()
    assert popup is not None
    assert popup.isVisible()
    return popup


def test_leaving_the_field_closes_the_list(field: CountryField, qtbot: QtBot) -> None:
    QTest.keyClicks(field, "Cyprus")
    popup = popup_of(field)
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert not popup.isVisible()
    assert field.code() == "CY"


def test_enter_in_the_list_takes_a_country_and_sends_nothing(
    field: CountryField, qtbot: QtBot
) -> None:
    sent: list[bool] = []
    field.returnPressed.connect(lambda: sent.append(True))
    QTest.keyClicks(field, "korea")
    popup = popup_of(field)
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert not popup.isVisible()
    qtbot.waitUntil(lambda: field.text() == "North Korea")
    assert sent == []
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert sent == [True]
