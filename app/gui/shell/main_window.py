"""The application window: it hosts the pages and wires navigation, header, menus and status."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSettings, Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.lists import SourceState, SourceStatus
from app.gui import jobs
from app.gui.shell import appearance, geometry
from app.gui.shell.menus import Menus
from app.gui.shell.navigation import Navigation
from app.gui.shell.pages import Page, PageSpec
from app.gui.shell.palette_dialog import PaletteDialog
from app.gui.shell.shortcuts_dialog import ShortcutsDialog
from app.gui.shell.status_bar import StatusBar
from app.gui.shell.top_bar import TopBar
from app.gui.widgets.buttons import make_action
from app.gui.widgets.theme import current_theme
from app.gui.widgets.window_style import show_mnemonics

COLLAPSED = "window/navigation_collapsed"
PAGE = "window/page"
FIRST_PAGE = "screening"  # of a new user; later the one that was left
TROUBLED = (SourceState.STALE, SourceState.QUARANTINED)


class MainWindow(QMainWindow):
    """One window over one workspace. `page_made(key, page)` when a page was first shown."""

    page_made = Signal(str, object)
    import_requested = Signal()
    about_requested = Signal()

    def __init__(self, specs: Sequence[PageSpec], person: str, workspace_name: str) -> None:
        super().__init__()
        self.setWindowTitle("Screendesk")
        self._specs = {spec.key: spec for spec in specs}
        self._pages: dict[str, Page] = {}
        self._current = ""
        self._is_alt_alone = False
        self.navigation = Navigation(specs, person)
        self.top_bar = TopBar()
        self.stack = QStackedWidget()
        self.status = StatusBar(workspace_name)
        self._lay_out()
        self.page_switches = [
            self._action(
                spec.label, lambda key=spec.key: self.go_to(key), spec.icon, spec.key_for(n)
            )
            for n, spec in enumerate(specs, 1)
        ]
        self._make_actions()
        self.menus = Menus(
            self,
            file=[self.palette_action, self.import_action, None, self.quit_action],
            go=self.page_switches,
            view=[self.rail_action, self.theme_action],
            about=[self.shortcuts_action, self.about_action],
        )
        self._connect()
        geometry.restore_window(self)
        is_collapsed = QSettings().value(COLLAPSED, defaultValue=False, type=bool)
        self.navigation.set_collapsed(is_collapsed=bool(is_collapsed))
        self.top_bar.show_theme()

    def current_page(self) -> Page:
        """The page that is shown."""
        return self._pages[self._current]

    def page(self, key: str) -> Page:
        """A page by its key, made now if it was never shown."""
        if key not in self._pages:
            page = self._specs[key].factory()
            assert isinstance(page, QWidget)
            self._pages[key] = page
            self.stack.addWidget(page)
            for action in page.page_actions():
                page.addAction(action)
            for number, splitter in enumerate(page.findChildren(QSplitter)):
                geometry.remember_splitter(splitter, f"{key}/{number}")
            page.header_changed.connect(self._show_header)
            self.page_made.emit(key, page)
        return self._pages[key]

    def made_pages(self) -> dict[str, Page]:
        """The pages that were shown so far, by key."""
        return dict(self._pages)

    def forget_pages(self) -> None:
        """Drop all pages with what stands in them; each is made anew when it is next shown."""
        for page in self._pages.values():
            assert isinstance(page, QWidget)
            self.stack.removeWidget(page)
            getattr(page, "close_listening", int)()
            page.deleteLater()
        self._pages.clear()

    @Slot(str)
    def go_to(self, key: str) -> None:
        """Show a page and put the keyboard where its work starts."""
        page = self.page(key)
        assert isinstance(page, QWidget)
        self._current = key
        self.navigation.select(key)
        self.stack.setCurrentWidget(page)
        self._show_header()
        # The Lists page has an action of its own for this, with the same key.
        self.import_action.setVisible("lists" in self._specs and key != "lists")
        self.menus.show_page_actions(self._specs[key].label, page.page_actions())
        page.focus_first()

    def go_to_first(self) -> None:
        """Show the page that was shown last."""
        stored = self._current or str(QSettings().value(PAGE, ""))
        first = FIRST_PAGE if FIRST_PAGE in self._specs else next(iter(self._specs))
        self.go_to(stored if stored in self._specs else first)

    def show_lists(self, statuses: Sequence[SourceStatus]) -> None:
        """Show how the lists stand: in the status line, and as a warning in the navigation."""
        self.status.show_lists(statuses)
        troubled = [status for status in statuses if status.state in TROUBLED]
        count = str(len(troubled)) if troubled else ""
        spoken = self.tr("%n list(s) need attention", "", len(troubled)) if troubled else ""
        if "lists" in self._specs:
            self.navigation.set_count("lists", count, is_warning=bool(troubled), spoken=spoken)

    def all_actions(self) -> list[QAction]:
        """Every action that can be run now: those of the page first, then the window's."""
        actions = [*self.current_page().page_actions(), *self.page_switches, *self.own_actions]
        return list(dict.fromkeys(action for action in actions if action.isVisible()))

    def add_action(self, action: QAction) -> None:
        """Offer an action of its own on every page: in the file menu and the palette."""
        self.own_actions.insert(len(self.own_actions) - 1, action)
        self.menus.bar_menus[0].insertAction(self.quit_action, action)
        self.addAction(action)

    @Slot()
    def open_palette(self) -> None:
        """Open the command palette over the window."""
        PaletteDialog(self.all_actions(), self).open_over(self)

    @Slot()
    def open_shortcuts(self) -> None:
        """Open the sheet of all keys."""
        groups = (
            (self._specs[self._current].label, self.current_page().page_actions()),
            (self.tr("Everywhere"), [*self.page_switches, *self.own_actions]),
        )
        ShortcutsDialog(groups, self).open()

    @Slot()
    def switch_theme(self) -> None:
        """Change between light and dark."""
        self.use_theme("light" if current_theme().mode == "dark" else "dark")

    @Slot(str)
    def use_theme(self, choice: str) -> None:
        """Switch to "light", "dark" or "system" and remember it."""
        appearance.choose(choice)
        self.top_bar.show_theme()

    @Slot()
    def toggle_navigation(self) -> None:
        """Collapse the rail to icons, or open it."""
        is_collapsed = not self.navigation.is_collapsed
        self.navigation.set_collapsed(is_collapsed=is_collapsed)
        QSettings().setValue(COLLAPSED, is_collapsed)

    def _lay_out(self) -> None:
        frame = QWidget()
        columns = QHBoxLayout(frame)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        columns.addWidget(self.navigation)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addWidget(self.stack, 1)
        columns.addLayout(column, 1)
        self.setCentralWidget(frame)
        self.setStatusBar(self.status)

    def _action(self, text: str, slot: object, icon: str = "", shortcut: str = "") -> QAction:
        assert callable(slot)
        action = make_action(self, text, slot, icon=icon, shortcut=shortcut)
        self.addAction(action)
        return action

    def _make_actions(self) -> None:
        act = self._action
        self.palette_action = act(
            self.tr("Search or run a command"), self.open_palette, "search", "Ctrl+K"
        )
        self.import_action = act(
            self.tr("Import list files…"), self.import_requested.emit, "upload", "Ctrl+O"
        )
        self.rail_action = act(
            self.tr("Collapse or open the navigation"), self.toggle_navigation, "sidebar", "Ctrl+B"
        )
        self.theme_action = act(
            self.tr("Switch light and dark"), self.switch_theme, "moon", "Ctrl+Shift+L"
        )
        self.shortcuts_action = act(
            self.tr("Keyboard shortcuts"), self.open_shortcuts, "keyboard", "F1"
        )
        self.shortcuts_action.setShortcuts([QKeySequence("F1"), QKeySequence("?")])
        self.about_action = act(
            self.tr("About Screendesk"), self.about_requested.emit, "info-circle"
        )
        self.quit_action = act(self.tr("Quit"), self.close, "x", "Ctrl+Q")
        self.own_actions = [
            self.palette_action,
            self.import_action,
            self.rail_action,
            self.theme_action,
            self.shortcuts_action,
            self.about_action,
            self.quit_action,
        ]

    def _connect(self) -> None:
        self.navigation.page_chosen.connect(self.go_to)
        self.navigation.menu_button.clicked.connect(self._open_menu)
        self.menus.theme_chosen.connect(self.use_theme)
        self.top_bar.palette_button.clicked.connect(self.open_palette)
        self.top_bar.theme_button.clicked.connect(self.switch_theme)
        self.top_bar.help_button.clicked.connect(self.open_shortcuts)
        jobs.lanes().changed.connect(self._show_job)

    @Slot()
    def _open_menu(self) -> None:
        button = self.navigation.menu_button
        self.menus.popup(button.mapToGlobal(button.rect().bottomLeft()))

    @Slot()
    def _show_header(self) -> None:
        page = self.current_page()
        self.top_bar.show_page(page.title(), page.subtitle(), page.header_actions())

    @Slot()
    def _show_job(self) -> None:
        labelled = [handle for handle in jobs.lanes().running() if handle.label]
        self.status.show_job(labelled[0] if labelled else None)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._current:
            self.go_to_first()

    def event(self, event: QEvent) -> bool:
        answer = super().event(event)
        is_ours = QGuiApplication.applicationState() is Qt.ApplicationState.ApplicationActive
        if event.type() == QEvent.Type.WindowUnblocked and is_ours:
            # Where no window manager does it, the keys would go nowhere after a dialog.
            self.activateWindow()
        return answer

    def closeEvent(self, event: QCloseEvent) -> None:
        geometry.save_window(self)
        QSettings().setValue(PAGE, self._current)
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._is_alt_alone = event.key() == Qt.Key.Key_Alt
        if self._is_alt_alone:
            show_mnemonics(self, is_alt_down=True)
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Alt:
            show_mnemonics(self, is_alt_down=False)
            if self._is_alt_alone:
                self.menus.toggle_bar()
        self._is_alt_alone = False
        super().keyReleaseEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            show_mnemonics(self, is_alt_down=False)  # the release of Alt goes to another window
