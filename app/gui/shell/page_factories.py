"""How each page of the window is made; its code is loaded when it is first shown."""

from __future__ import annotations

from app.gui.shell import appearance
from app.gui.shell.pages import Page
from app.services.workspace import Workspace


def dashboard(workspace: Workspace) -> Page:
    """The dashboard page."""
    from app.gui.dashboard.page import DashboardPage

    return DashboardPage(workspace)


def screening(workspace: Workspace) -> Page:
    """The screening page."""
    from app.gui.screening.page import ScreeningPage

    return ScreeningPage(workspace)


def cases(workspace: Workspace) -> Page:
    """The cases page."""
    from app.gui.cases.page import CasesPage

    return CasesPage(workspace)


def review(workspace: Workspace) -> Page:
    """The review page."""
    from app.gui.review.page import ReviewPage

    return ReviewPage(workspace)


def history(workspace: Workspace) -> Page:
    """The history page."""
    from app.gui.history.page import HistoryPage

    return HistoryPage(workspace)


def exceptions(workspace: Workspace) -> Page:
    """The exceptions page."""
    from app.gui.exceptions.page import ExceptionsPage

    return ExceptionsPage(workspace)


def lists(workspace: Workspace) -> Page:
    """The lists page."""
    from app.gui.lists.page import ListsPage

    return ListsPage(workspace)


def validation(workspace: Workspace) -> Page:
    """The validation page."""
    from app.gui.validation.page import ValidationPage

    return ValidationPage(workspace)


def spellings(workspace: Workspace) -> Page:
    """The spellings page."""
    from app.gui.spellings.page import SpellingsPage

    return SpellingsPage(workspace)


def audit(workspace: Workspace) -> Page:
    """The audit trail page."""
    from app.gui.audit.page import AuditPage

    return AuditPage(workspace)


def settings(workspace: Workspace) -> Page:
    """The settings page."""
    from app.gui.settings.page import SettingsPage

    return SettingsPage(workspace, appearance.chosen)
