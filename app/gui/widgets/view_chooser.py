"""The field that says which saved view is shown, and its menu: choose, save, rename, share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QStyle, QWidget

from app.domain.errors import AppError
from app.gui.widgets.buttons import Button
from app.gui.widgets.error_dialog import show_error
from app.gui.widgets.icons import pixmap, set_icon
from app.gui.widgets.labels import isolate
from app.gui.widgets.saved_views import SavedView, SavedViews

_FILES = "JSON (*.json)"
_MARK = 14


class ViewChooser(Button):
    """Shows the name of the view in force; `chosen(SavedView)` when another one is wanted.

    Args:
        views: the views of the page.
        filters: gives the filters that are in force now, for saving them.
    """

    chosen = Signal(object)

    def __init__(
        self,
        views: SavedViews,
        filters: Callable[[], dict[str, Any]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(role="field", parent=parent)
        self._views = views
        self._filters = filters
        self.current = ""
        self.menu_shown: QMenu | None = None
        self.clicked.connect(self.open_menu)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        spot = QRect(self.width() - _MARK - 9, (self.height() - _MARK) // 2, _MARK, _MARK)
        spot = QStyle.visualRect(self.layoutDirection(), self.rect(), spot)
        painter.drawPixmap(spot, pixmap("chevron-down", "text_2", _MARK))

    def show_current(self, name: str, *, is_changed: bool = False) -> None:
        """Say which view is in force, and whether its filters were changed since."""
        self.current = name
        shown = isolate(name) or self.tr("Own filters")
        text = self.tr("{name}, changed").format(name=shown) if is_changed and name else shown
        self.setText(text.replace("&", "&&"))
        self.setAccessibleName(self.tr("View: {name}").format(name=text))
        self.setToolTip(self.tr("Choose, save or share a view"))

    def make_menu(self) -> QMenu:
        """All views, and what can be done with them."""
        menu = QMenu(self)
        group = QActionGroup(menu)
        was_own = False
        for view in self._views.all():
            if not view.key and not was_own:
                was_own = True
                menu.addSeparator()
            action = menu.addAction(isolate(view.name).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(view.name == self.current)
            group.addAction(action)
            action.triggered.connect(lambda _on, view=view: self.chosen.emit(view))
        menu.addSeparator()
        self._add(menu, self.tr("Save this view…"), "plus", self.ask_save)
        own = self._views.get(self.current)
        is_own = own is not None and not own.key
        rename = self._add(menu, self.tr("Rename…"), "note", self.ask_rename)
        delete = self._add(menu, self.tr("Delete view"), "trash", self.delete)
        for action in (rename, delete):
            action.setEnabled(is_own)
        menu.addSeparator()
        share = self._add(menu, self.tr("Export own views…"), "download", self.ask_export)
        share.setEnabled(bool(self._views.own()))
        self._add(menu, self.tr("Import views…"), "upload", self.ask_import)
        return menu

    def open_menu(self) -> None:
        """Open the menu under the field."""
        menu = self.menu_shown = self.make_menu()
        menu.setMinimumWidth(self.width())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def _add(self, menu: QMenu, text: str, icon: str, slot: Callable[[], object]) -> QAction:
        action = menu.addAction(text)
        set_icon(action, icon)
        action.triggered.connect(lambda _on: slot())
        return action

    # saving -------------------------------------------------------------------------------

    def ask_save(self) -> None:
        """Ask for a name and keep the filters in force under it."""
        own = self._views.get(self.current)
        self._ask_name(
            self.tr("Save this view"), self.current if own and not own.key else "", self.save
        )

    def save(self, name: str) -> None:
        """Keep the filters in force under this name and show that view."""
        self._try(lambda: self._views.save(name, self._filters()))

    def ask_rename(self) -> None:
        """Ask for another name of the own view in force."""
        self._ask_name(self.tr("Rename the view"), self.current, self.rename)

    def rename(self, name: str) -> None:
        """Give the own view in force this name."""
        self._try(lambda: self._views.rename(self.current, name))

    def delete(self) -> None:
        """Forget the own view in force; its filters stay until another view is chosen."""
        self._views.delete(self.current)
        self.show_current("")

    def _try(self, work: Callable[[], SavedView]) -> None:
        try:
            view = work()
        except AppError as error:
            show_error(error, self)
            return
        self.show_current(view.name)
        self._views.remember(view.name, view.filters)

    def _ask_name(self, title: str, name: str, use: Callable[[str], None]) -> None:
        dialog = QInputDialog(self.window())
        dialog.setWindowTitle(title)
        dialog.setLabelText(self.tr("Name of the view"))
        dialog.setTextValue(name)
        dialog.textValueSelected.connect(use)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # sharing ------------------------------------------------------------------------------

    def ask_export(self) -> None:
        """Ask where to, then write the own views."""
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export own views"), "views.json", _FILES
        )
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Write the own views to a file."""
        try:
            self._views.export(path)
        except AppError as error:
            show_error(error, self)

    def ask_import(self) -> None:
        """Ask for a file of views and take them."""
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Import views"), "", _FILES)
        if name:
            self.import_from(Path(name))

    def import_from(self, path: Path) -> None:
        """Take the views of a file."""
        try:
            self._views.take(path)
        except AppError as error:
            show_error(error, self)
