"""The menus behind the menu button, and the menu bar that Alt shows: the same actions in both."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMainWindow, QMenu

from app.gui.shell import appearance

Actions = Sequence[QAction | None]


class Menus(QObject):
    """File, Go, View and Help of a window, and the menu of the page that is shown.

    `theme_chosen` tells which of `appearance.CHOICES` was picked.
    """

    theme_chosen = Signal(str)

    def __init__(
        self,
        window: QMainWindow,
        *,
        file: Actions,
        go: Actions,
        view: Actions,
        about: Actions,
    ) -> None:
        """Make the menus of `window` from its actions; None stands for a line between two."""
        super().__init__(window)
        self._window = window
        self._page = QMenu(self.tr("&Page"), window)
        self.bar_menus = [
            self._menu(self.tr("&File"), file),
            self._page,
            self._menu(self.tr("&Go"), go),
            self._view_menu(view),
            self._menu(self.tr("&Help"), about),
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

    def _menu(self, title: str, actions: Actions) -> QMenu:
        menu = QMenu(title, self._window)
        for action in actions:
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(action)
        return menu

    def _view_menu(self, actions: Actions) -> QMenu:
        menu = self._menu(self.tr("&View"), actions)
        theme = menu.addMenu(self.tr("Theme"))
        group = QActionGroup(theme)
        names = (self.tr("Light"), self.tr("Dark"), self.tr("As the system"))
        for choice, name in zip(appearance.CHOICES, names, strict=True):
            action = theme.addAction(name)
            action.setCheckable(True)
            action.setData(choice)
            group.addAction(action)
        theme.aboutToShow.connect(lambda: self._check_choice(group))
        group.triggered.connect(lambda action: self.theme_chosen.emit(str(action.data())))
        return menu

    def _check_choice(self, group: QActionGroup) -> None:
        for action in group.actions():
            action.setChecked(action.data() == appearance.chosen())
