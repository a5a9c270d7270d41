"""The pages of the window and the ways between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction

from app.domain.screening import ScreeningRecord
from app.gui import jobs
from app.gui.cases.counting import CaseCounter
from app.gui.lists.relinking import Relinker
from app.gui.lists.watching import Watcher
from app.gui.review.open_count import OpenCount
from app.gui.shell import page_factories
from app.gui.shell.pages import Page, PageSpec
from app.gui.widgets.buttons import make_action
from app.gui.widgets.drop_zone import DropZone
from app.gui.widgets.error_dialog import show_error
from app.services.workspace import Workspace

if TYPE_CHECKING:
    from app.gui.audit.page import AuditPage
    from app.gui.cases.page import CasesPage
    from app.gui.dashboard.page import DashboardPage
    from app.gui.history.page import HistoryPage
    from app.gui.lists.page import ListsPage
    from app.gui.review.page import ReviewPage
    from app.gui.screening.page import ScreeningPage
    from app.gui.settings.page import SettingsPage
    from app.gui.shell.main_window import MainWindow
    from app.gui.spellings.page import SpellingsPage
    from app.gui.validation.page import ValidationPage


def page_specs(workspace: Workspace) -> tuple[PageSpec, ...]:
    """All pages in their order; the code of a page is loaded when it is first shown."""

    def spec(
        factory: Callable[[Workspace], Page],
        label: str,
        shortcut: str,
        group: str = "",
        icon: str = "",
    ) -> PageSpec:
        key = factory.__name__  # also the name of its icon, mostly
        return PageSpec(key, label, icon or key, partial(factory, workspace), shortcut, group)

    tr = QCoreApplication.translate
    work, data = tr("MainWindow", "Work"), tr("MainWindow", "Data")
    system = tr("MainWindow", "System")
    # The keys stay with their pages, whatever comes between.
    return (
        spec(page_factories.dashboard, tr("MainWindow", "Dashboard"), "Ctrl+0"),
        spec(page_factories.screening, tr("MainWindow", "Screening"), "Ctrl+1", work),
        spec(page_factories.review, tr("MainWindow", "Review"), "Ctrl+2"),
        spec(page_factories.cases, tr("MainWindow", "Cases"), "Ctrl+3"),
        spec(page_factories.history, tr("MainWindow", "History"), "Ctrl+4"),
        spec(page_factories.exceptions, tr("MainWindow", "Exceptions"), "Ctrl+5"),
        spec(page_factories.lists, tr("MainWindow", "Lists"), "Ctrl+6", data),
        spec(page_factories.spellings, tr("MainWindow", "Spellings"), "Ctrl+7"),
        spec(page_factories.validation, tr("MainWindow", "Validation"), "Ctrl+8"),
        spec(page_factories.audit, tr("MainWindow", "Audit trail"), "Ctrl+9", system, "shield"),
        spec(page_factories.settings, tr("MainWindow", "Settings"), "Ctrl+,"),
    )


def connect_pages(window: MainWindow, workspace: Workspace) -> None:
    """Lead from one page to another: to the lists for importing, to a record from the history."""

    def show_record(record: ScreeningRecord) -> None:
        window.go_to("screening")
        cast("ScreeningPage", window.current_page()).show_record(record)

    def open_record(screening_id: str) -> None:
        from app.services import screening

        handle = jobs.start(lambda _job: screening.record(workspace, screening_id))
        handle.finished.connect(show_record)
        handle.failed.connect(lambda error: show_error(error, window))

    drop_text = QCoreApplication.translate("MainWindow", "Drop list files to import them")
    zone = DropZone(window, drop_text)

    countries_action = _offer_countries(window, workspace)
    users_action = _offer_users(window, workspace)
    _watch_lists(window, workspace)
    _count_cases(window, workspace)
    _count_open(window, workspace)

    def connect(key: str, page: Page) -> None:
        if key == "screening":
            screening = cast("ScreeningPage", page)
            screening.import_requested.connect(lambda: import_lists(window))
            screening.exclusion_requested.connect(partial(exclude_pair, window, workspace))
        elif key == "review":
            review = cast("ReviewPage", page)
            review.screening_asked.connect(lambda: window.go_to("screening"))
            review.open_requested.connect(open_record)
            review.case_requested.connect(partial(open_case, window))
        elif key == "history":
            cast("HistoryPage", page).open_requested.connect(open_record)
        elif key == "cases":
            _lead_from_cases(window, cast("CasesPage", page), open_record)
        elif key == "lists":
            _follow(cast("ListsPage", page).import_action, window.import_action, zone)
        elif key == "settings":
            settings = cast("SettingsPage", page)
            settings.theme_chosen.connect(window.use_theme)
            settings.spellings_requested.connect(lambda: window.go_to("spellings"))
            settings.countries_requested.connect(countries_action.trigger)
            settings.users_requested.connect(users_action.trigger)
        elif key == "audit":
            cast("AuditPage", page).verified.connect(window.status.show_verified)

    window.page_made.connect(connect)
    window.import_requested.connect(lambda: import_lists(window))
    zone.files_dropped.connect(lambda files: import_lists(window, files))


def _offer_countries(window: MainWindow, workspace: Workspace) -> QAction:
    """Offer the country risks on every page."""

    def open_countries() -> None:
        from app.gui.settings.countries_dialog import CountriesDialog

        dialog = CountriesDialog(workspace, window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    text = QCoreApplication.translate("MainWindow", "Country risk…")
    action = make_action(window, text, open_countries, icon="list")
    window.add_action(action)
    return action


def open_case(window: MainWindow, case_id: str) -> None:
    """Go to the cases and show this one."""
    window.go_to("cases")
    cast("CasesPage", window.current_page()).open_case(case_id)


def _lead_from_cases(
    window: MainWindow, page: CasesPage, open_record: Callable[[str], None]
) -> None:
    """From a case to its screening; the key for files is the case's while one is open."""
    page.screening_requested.connect(open_record)
    page.review_requested.connect(lambda group_id: _review(window, group_id))
    page.header_changed.connect(
        lambda: window.import_action.setVisible(
            window.current_page() is not page or not page.is_case_open
        )
    )


def _count_cases(window: MainWindow, workspace: Workspace) -> None:
    """Show in the navigation how many cases are open."""
    counter = CaseCounter(workspace, window)

    def show(open_cases: int, overdue: int) -> None:
        tr = QCoreApplication.translate
        count = f"{open_cases:,}" if open_cases else ""
        spoken = tr("MainWindow", "{open} open, {overdue} overdue").format(
            open=open_cases, overdue=overdue
        )
        window.navigation.set_count(
            "cases", count, is_warning=overdue > 0, spoken=spoken if count else ""
        )

    counter.counted.connect(show)
    counter.ask()


def _offer_users(window: MainWindow, workspace: Workspace) -> QAction:
    """Offer users and four eyes on every page."""

    def open_users() -> None:
        from app.gui.users.users_dialog import UsersDialog

        dialog = UsersDialog(workspace, window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    text = QCoreApplication.translate("MainWindow", "Users and four eyes…")
    action = make_action(window, text, open_users, icon="users")
    window.add_action(action)
    return action


def _count_open(window: MainWindow, workspace: Workspace) -> None:
    """Show beside the review page how many matches wait for a verdict."""

    def show(count: int) -> None:
        spoken = QCoreApplication.translate("MainWindow", "%n match(es) to review", "", count)
        window.navigation.set_count("review", f"{count:,}" if count else "", spoken=spoken)

    open_count = OpenCount(workspace, window)
    open_count.counted.connect(show)
    open_count.ask()


def _watch_lists(window: MainWindow, workspace: Workspace) -> None:
    """Import what lies in the watched folder, and link the entries of new lists."""

    def lists_page() -> ListsPage:
        return cast("ListsPage", window.page("lists"))

    def tell_failure(error: BaseException) -> None:
        lists_page().banners.show_error(error)

    watcher, relinker = Watcher(workspace, window), Relinker(workspace, window)
    watcher.found.connect(lambda found: lists_page().show_watched(found))
    watcher.failed.connect(tell_failure)
    relinker.failed.connect(tell_failure)
    watcher.read_settings()
    relinker.ask()


def exclude_pair(window: MainWindow, workspace: Workspace, match_id: str) -> None:
    """Ask for the exception that clears the pair of a match."""
    from app.gui.exceptions.create_dialog import CreateDialog

    CreateDialog(workspace, match_id, parent=window).open()


def _review(window: MainWindow, group_id: str) -> None:
    """Go to the matches of one party in the review queue."""
    window.go_to("review")
    cast("ReviewPage", window.current_page()).show_group(group_id)


def import_lists(window: MainWindow, files: Sequence[Path] = ()) -> None:
    """Go to the lists and import these files there, or ask which ones."""
    window.go_to("lists")
    page = cast("ListsPage", window.current_page())
    if files:
        page.import_files(files)
    else:
        page.ask_files()


def _follow(leader: QAction, follower: QAction, zone: DropZone) -> None:
    """While an import runs neither key nor drop starts another one, on any page."""

    def mirror() -> None:
        follower.setEnabled(leader.isEnabled())
        zone.is_enabled = leader.isEnabled()

    leader.changed.connect(mirror)


def refresh_pages(window: MainWindow) -> None:
    """Have every page that was made ask again: another process wrote to the workspace."""
    for watcher in window.findChildren(Watcher):
        watcher.read_settings()
    for key, page in window.made_pages().items():
        if key == "screening":
            cast("ScreeningPage", page).view_model.refresh()
        elif key == "history":
            cast("HistoryPage", page).mark_stale()
        elif key == "cases":
            cast("CasesPage", page).mark_stale()
        elif key == "lists":
            cast("ListsPage", page).mark_stale()
        elif key == "audit":
            cast("AuditPage", page).mark_stale()
        elif key == "dashboard":
            cast("DashboardPage", page).view_model.refresh()
        else:
            cast("SettingsPage | SpellingsPage | ValidationPage", page).view_model.refresh()
