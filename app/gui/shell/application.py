"""The application: fonts, look, translation, what happens to an unexpected error, and the run."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QSettings, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app import bundled
from app.domain.lists import SourceStatus
from app.gui import jobs
from app.gui.shell import appearance
from app.gui.shell.about_dialog import AboutDialog
from app.gui.shell.fonts import load_fonts
from app.gui.shell.main_window import MainWindow
from app.gui.shell.session_keeper import SessionKeeper
from app.gui.shell.standard_pages import connect_pages, page_specs, refresh_pages
from app.gui.shell.status_feed import StatusFeed
from app.gui.users.log_in_dialog import LogInDialog
from app.gui.widgets.error_dialog import ErrorDialog, error_parts, new_error_id, show_error
from app.gui.widgets.icons import logo
from app.gui.widgets.window_style import WindowStyle
from app.services import users
from app.services.startup import prepare_workspace, warm_up_matcher
from app.services.workspace import Workspace

LOG = logging.getLogger(__name__)
_TRANSLATIONS = QLibraryInfo.LibraryPath.TranslationsPath


def make_application() -> QApplication:
    """The one QApplication, made or found, with fonts, translation and the remembered theme."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        app = QApplication(sys.argv[:1])
    app.setOrganizationName("Screendesk")
    app.setApplicationName("Screendesk")
    app.setDesktopFileName("screendesk")
    app.setStyle(WindowStyle())
    load_fonts()
    load_translation(app, QLocale())
    appearance.follow_system()
    choice = appearance.chosen()
    appearance.apply(appearance.system_mode() if choice == "system" else choice)
    app.setWindowIcon(QIcon(logo(64)))
    return app


def load_translation(app: QApplication, locale: QLocale) -> bool:
    """Install the texts of `locale` from resources/i18n and Qt's own, else the English ones.

    English has a file too: it holds the plural forms. Returns whether `locale` was there. The
    layout direction follows the texts, not the system, so that English is never mirrored.
    """
    folder = str(bundled.path("resources/i18n"))
    translator = QTranslator(app)
    is_there = translator.load(locale, "screendesk", "_", folder)
    if not is_there:
        locale = QLocale(QLocale.Language.English)
        translator.load(locale, "screendesk", "_", folder)
    app.installTranslator(translator)
    of_qt = QTranslator(app)
    if of_qt.load(locale, "qtbase", "_", QLibraryInfo.path(_TRANSLATIONS)):
        app.installTranslator(of_qt)
    app.setLayoutDirection(locale.textDirection())
    return is_there


def install_error_hook(window: MainWindow) -> None:
    """Show whatever escapes a slot in the error dialog, with an id that is in the log as well.

    While a dialog is open further errors go to the log only: a fault in painting would
    otherwise open a dialog with every repaint.
    """
    shown: list[ErrorDialog] = []

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        error_id = new_error_id()
        LOG.error("%s: unexpected error\n%s", error_id, error_parts(error)[3])
        if not shown:
            dialog = show_error(error, window, error_id)
            dialog.finished.connect(shown.clear)
            shown.append(dialog)

    sys.excepthook = hook


def make_window(workspace: Workspace) -> tuple[MainWindow, StatusFeed]:
    """The window over a workspace, wired, not yet shown; the first page is made when it is."""
    window = MainWindow(page_specs(workspace), workspace.actor, workspace.data_dir.name)
    connect_pages(window, workspace)
    feed = StatusFeed(workspace, window)
    known: list[SourceStatus] = []

    def show_lists(statuses: tuple[SourceStatus, ...]) -> None:
        known[:] = statuses
        window.show_lists(statuses)

    feed.lists_read.connect(show_lists)
    feed.audit_read.connect(window.status.show_verified)
    feed.failed.connect(lambda error: show_error(error, window))
    keeper = SessionKeeper(workspace, window)
    feed.bridge.changed_elsewhere.connect(lambda: refresh_pages(window))
    feed.bridge.changed_elsewhere.connect(keeper.refresh)
    window.status.lists_requested.connect(lambda: window.go_to("lists"))
    window.status.audit.clicked.connect(feed.verify_audit)
    window.about_requested.connect(lambda: AboutDialog(workspace.data_dir, known, window).open())
    return window, feed


def prepare(
    workspace: Workspace, window: MainWindow, ready: Callable[[], object] = lambda: None
) -> None:
    """Do in the background what the first screening needs: demonstration lists, index, kernels.

    `ready` is called when all of it is there.
    """
    tr = QCoreApplication.translate

    def warm_up() -> None:
        text = tr("MainWindow", "Preparing the fast matcher")
        warming = jobs.start(lambda job: warm_up_matcher(workspace, job), jobs.INDEX, label=text)
        warming.finished.connect(lambda _is_compiled: ready())
        warming.failed.connect(lambda error: show_error(error, window))

    label = tr("MainWindow", "Preparing the lists")
    preparing = jobs.start(lambda job: prepare_workspace(workspace, job), jobs.WRITE, label=label)
    preparing.finished.connect(warm_up)
    preparing.failed.connect(lambda error: show_error(error, window))


def log_in(workspace: Workspace) -> bool:
    """Ask who works here before anything is shown; whether somebody does."""
    dialog = LogInDialog(workspace)
    is_in = dialog.exec() == LogInDialog.DialogCode.Accepted
    dialog.deleteLater()
    return is_in


def calm_collector() -> None:
    """Have Python's garbage collection hold the window for less time: what is loaded now stays
    out of it, and full collections are rare (they held it for 90 ms, several in an import)."""
    gc.set_threshold(5_000, 20, 20)
    gc.freeze()


def run(workspace: Workspace) -> int:
    """Open the window over `workspace` and run it until it is closed; gives the exit code."""
    app = make_application()
    if users.needs_log_in(workspace) and not log_in(workspace):
        return 0
    window, feed = make_window(workspace)
    install_error_hook(window)
    window.show()
    window.activateWindow()  # without a window manager nothing else would
    feed.read_lists()
    feed.verify_audit()
    feed.sign_due()
    prepare(workspace, window, ready=calm_collector)
    code = app.exec()
    sys.excepthook = sys.__excepthook__
    feed.close()
    jobs.shutdown()
    return code
