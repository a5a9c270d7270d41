"""The menus behind the menu button, and the menu bar that Alt shows: the same actions in both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from app.gui.shell import appearance

if TYPE_CHECKING:
    from app.gui.shell.main_window import MainWindow


class Menus(QObject):
    """File, Go, View and Help of a window, and the menu of the page that is shown."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._page = QMenu(self.tr("&Page"), window)
        self.bar_menus = [
            self._menu(self.tr("&File"), [window.palette_action, None, window.quit_action]),
            self._page,
            self._menu(self.tr("&Go"), list(window.page_switches)),
            self._view_menu(),
            self._menu(self.tr("&Help"), [window.shortcuts_action, window.about_action]),
        ]
        self._button_menu = QMenu(window)
        for menu in self.bar_menus:
            window.menuBar().addMenu(menu)
            self._button_menu.addMenu(menu)
        window.menuBar().hide()

    def popup(self, corner: QPoint) -> None:
        """Open the menus as one menu with its upper left corner at `corner` on the screen."""
        self._button_menu.popup(corner)

    def toggle_bar(self) -> None:
        """Show or hide the menu bar."""
        bar = self._window.menuBar()
        bar.setVisible(not bar.isVisible())

    def show_page_actions(self, name: str, actions: Sequence[QAction]) -> None:
        """Fill the page menu with the actions of the page that is shown."""
        self._page.setTitle(name)
        self._page.clear()
        self._page.addActions(list(actions))

    def _menu(self, title: str, actions: Sequence[QAction | None]) -> QMenu:
        menu = QMenu(title, self._window)
        for action in actions:
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(action)
        return menu

    def _view_menu(self) -> QMenu:
        menu = self._menu(self.tr("&View"), [self._window.rail_action, self._window.theme_action])
        theme = menu.addMenu(self.tr("Theme"))
        group = QActionGroup(theme)
        names = (self.tr("Light"), self.tr("Dark"), self.tr("As the system"))
        for choice, name in zip(appearance.CHOICES, names, strict=True):
            action = theme.addAction(name)
            action.setCheckable(True)
            action.setData(choice)
            group.addAction(action)
        theme.aboutToShow.connect(lambda: self._check_choice(group))
        group.triggered.connect(lambda action: self._window.use_theme(str(action.data())))
        return menu

    def _check_choice(self, group: QActionGroup) -> None:
        for action in group.actions():
            action.setChecked(action.data() == appearance.chosen())
