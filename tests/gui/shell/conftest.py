"""A window with small pages of its own, and list states to show in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.domain.lists import ListSource, ListVersion, SourceState, SourceStatus, VersionState
from app.domain.match import Check
from app.gui.shell.main_window import MainWindow
from app.gui.shell.pages import PageSpec
from app.gui.widgets.buttons import make_action


class SmallPage(QWidget):
    """A page with one field, one header action and one further action."""

    header_changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.ran: list[str] = []
        self.field = QLineEdit()
        QVBoxLayout(self).addWidget(self.field)
        self.new = make_action(
            self, f"&New {name}", lambda: self.ran.append("new"), icon="plus", shortcut="Ctrl+N"
        )
        self.clear = make_action(self, f"Clear {name}", lambda: self.ran.append("clear"))

    def title(self) -> str:
        return self.name.capitalize()

    def subtitle(self) -> str:
        return f"about {self.name}"

    def header_actions(self) -> list[QAction]:
        return [self.new]

    def page_actions(self) -> list[QAction]:
        return [self.new, self.clear]

    def focus_first(self) -> None:
        self.field.setFocus()


@pytest.fixture
def make_window(qtbot: QtBot) -> Callable[[], MainWindow]:
    """Makes and shows a window with the pages screening, history and lists."""

    def make() -> MainWindow:
        specs = [
            PageSpec(key, key.capitalize(), key, lambda name=key: SmallPage(name))
            for key in ("screening", "history", "lists")
        ]
        window = MainWindow(specs, "Ines Arantes", "Sample workspace")
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        return window

    return make


@pytest.fixture
def window(make_window: Callable[[], MainWindow]) -> MainWindow:
    """One such window."""
    return make_window()


@pytest.fixture
def status_of() -> Callable[..., SourceStatus]:
    """Makes the state of one invented source."""

    def make(
        name: str, state: SourceState, days: int | None = 0, *, is_demo: bool = False
    ) -> SourceStatus:
        source = ListSource(
            name.lower(), name, name, "", Check.SANCTIONS, "", (), "daily", 7, "", "", ""
        )
        version = None
        if state is not SourceState.MISSING:
            version = ListVersion(
                version_id=1,
                source=source.source,
                seq=1,
                version="2026-11-12",
                state=VersionState.ACTIVE,
                is_demo=is_demo,
                published_on=None,
                sha256="",
                files=(),
                entries=1200,
                names=3000,
                rows_kept_aside=0,
                problems=(),
                checks=(),
                imported_at=datetime(2026, 11, 12, tzinfo=UTC),
            )
        return SourceStatus(source, state, version, days if version else None, ())

    return make
