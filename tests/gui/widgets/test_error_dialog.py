"""The error dialog: what happened, what is safe, what to do."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.domain.errors import DatabaseLocked, ListRefused
from app.gui.widgets.error_dialog import ErrorDialog, error_parts, new_error_id


def test_known_error_says_its_three_things(qtbot: QtBot) -> None:
    error = ListRefused("The file ends early.", safe="Version 3 stays.", todo="Download it again.")
    dialog = ErrorDialog(error)
    qtbot.addWidget(dialog)
    words = [part.text() for part in dialog.findChildren(QLabel)]
    for expected in ("The file ends early.", "Version 3 stays.", "Download it again."):
        assert expected in words
    assert dialog.details_button.isHidden()
    assert dialog.accessibleName() == "The file ends early."


def test_error_without_words_of_its_own_still_says_what_it_is(qtbot: QtBot) -> None:
    dialog = ErrorDialog(DatabaseLocked())
    qtbot.addWidget(dialog)
    assert dialog.what == "Another program is writing to this workspace."


def test_unexpected_error_shows_neither_traceback_nor_data(qtbot: QtBot) -> None:
    try:
        raise RuntimeError("Alexander Brevnikovsky, born 1968")
    except RuntimeError as error:
        dialog = ErrorDialog(error, "E-1A2B3C")
        parts = error_parts(error)
    qtbot.addWidget(dialog)
    assert "Brevnikovsky" not in dialog.text()
    assert "Traceback" not in dialog.text()
    assert "RuntimeError" in parts[3]
    assert "test_error_dialog.py" in parts[3]
    assert "/" not in parts[3]


def test_details_are_folded_and_copied(qtbot: QtBot) -> None:
    dialog = ErrorDialog(ValueError(), "E-1A2B3C")
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    assert not dialog.details.isVisible()
    qtbot.mouseClick(dialog.details_button, Qt.MouseButton.LeftButton)
    assert dialog.details.isVisible()
    assert "E-1A2B3C" in dialog.details.toPlainText()
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == dialog.text()
    qtbot.mouseClick(dialog.details_button, Qt.MouseButton.LeftButton)
    assert not dialog.details.isVisible()


def test_enter_and_escape_close_it(qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        dialog = ErrorDialog(ListRefused())
        qtbot.addWidget(dialog)
        dialog.open()
        qtbot.keyClick(dialog, key)
        assert not dialog.isVisible()


def test_ids_differ() -> None:
    assert len({new_error_id() for _ in range(100)}) > 95
