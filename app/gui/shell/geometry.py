"""Where the window stood: remembered, and pulled back when its screen is gone."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRect, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter, QWidget

DEFAULT_SIZE = (1440, 900)
MINIMUM_SIZE = (640, 480)
TITLE_BAR = 36  # what the desktop's own frame takes of a screen's height; not known before show
VISIBLE_AT_LEAST = 80


def restore_window(window: QWidget) -> None:
    """Put the window where it stood last, or in the middle of the screen at its default size."""
    window.setMinimumSize(*MINIMUM_SIZE)
    stored = QSettings().value("window/geometry")
    if not (isinstance(stored, QByteArray) and window.restoreGeometry(stored)):
        area = QGuiApplication.primaryScreen().availableGeometry()
        room = (area.width(), area.height() - TITLE_BAR)
        window.resize(min(DEFAULT_SIZE[0], room[0]), min(DEFAULT_SIZE[1], room[1]))
    pull_back(window)


def pull_back(window: QWidget) -> None:
    """Move and shrink the window so that its title can be reached on a screen that is there."""
    frame = window.geometry()
    for screen in QGuiApplication.screens():
        shown = screen.availableGeometry().intersected(frame)
        if shown.width() >= VISIBLE_AT_LEAST and shown.height() >= VISIBLE_AT_LEAST:
            return
    area = QGuiApplication.primaryScreen().availableGeometry()
    size = frame.size().boundedTo(area.size())
    fitted = QRect(area.topLeft(), size)
    fitted.moveCenter(area.center())
    window.setGeometry(fitted)


def save_window(window: QWidget) -> None:
    """Remember where the window stands."""
    QSettings().setValue("window/geometry", window.saveGeometry())


def remember_splitter(splitter: QSplitter, name: str) -> None:
    """Restore the sizes of a splitter and remember them from now on, under `name`."""
    key = f"splitter/{name}"
    stored = QSettings().value(key)
    if isinstance(stored, QByteArray):
        splitter.restoreState(stored)
    splitter.splitterMoved.connect(lambda: QSettings().setValue(key, splitter.saveState()))
