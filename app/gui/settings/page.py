"""The settings page: appearance, matching, countries, users; every change is saved at once."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.gui.settings.appearance_pane import AppearancePane
from app.gui.settings.countries_pane import CountriesPane
from app.gui.settings.exposure_pane import ExposurePane
from app.gui.settings.matching_pane import MatchingPane
from app.gui.settings.organisation_pane import OrganisationPane
from app.gui.settings.users_pane import UsersPane
from app.gui.settings.view_model import SettingsViewModel
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import make_action
from app.gui.widgets.theme import space
from app.services.workspace import Workspace

WIDTH = 760


class SettingsPage(QWidget):
    """Appearance, matching, country risk, users. `theme_chosen`, `spellings_requested`,
    `countries_requested` and `users_requested` are for the window, which says by `chosen_theme`
    what is chosen: light, dark or system."""

    header_changed = Signal()
    theme_chosen = Signal(str)
    spellings_requested = Signal()
    countries_requested = Signal()
    users_requested = Signal()

    def __init__(
        self,
        workspace: Workspace,
        chosen_theme: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.view_model = SettingsViewModel(workspace, self)
        self.appearance = AppearancePane(chosen_theme)
        self.matching = MatchingPane()
        self.exposure = ExposurePane()
        self.countries = CountriesPane()
        self.users = UsersPane()
        self.organisation = OrganisationPane(workspace)
        self.banner = Banner("critical")
        self.banner.hide()
        self._saved_at = ""
        self.spellings_action = make_action(
            self, self.tr("Look at the learned spellings"), self.spellings_requested.emit,
            icon="spellings",
        )  # fmt: skip
        self.learned_action = make_action(
            self, self.tr("Use learned spellings or not"), self._switch_learned, icon="swap"
        )
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("surface", "none")
        column = QVBoxLayout()
        column.setSpacing(space("m"))
        for part in (
            self.banner,
            self.appearance,
            self.matching,
            self.exposure,
            self.countries,
            self.users,
            self.organisation,
        ):
            column.addWidget(part)
        column.addStretch(1)
        narrow = QWidget()
        narrow.setMaximumWidth(WIDTH)
        narrow.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout(inside)
        row.setContentsMargins(space("l"), space("m"), space("l"), space("l"))
        row.addWidget(narrow, 1)
        row.addStretch(0)
        row.setAlignment(narrow, Qt.AlignmentFlag(0))
        self.scroll_area = QScrollArea()
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll_area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.scroll_area)

    def _connect(self) -> None:
        model = self.view_model
        model.changed.connect(self._show_standing)
        model.learned_changed.connect(lambda: self.matching.show_learned(model.learned))
        model.saved.connect(self._show_saved)
        model.failed.connect(self._show_failure)
        self.appearance.theme_chosen.connect(self.theme_chosen)
        self.matching.default_chosen.connect(model.use_default)
        self.matching.list_chosen.connect(model.use_for_list)
        self.matching.learned_switched.connect(lambda on: model.use_learned(is_used=on))
        self.matching.spellings_asked.connect(self.spellings_requested)
        self.exposure.chosen.connect(model.use_exposure)
        self.countries.asked.connect(self.countries_requested)
        self.users.asked.connect(self.users_requested)
        self.organisation.saved.connect(self._show_saved)
        self.organisation.failed.connect(self._show_failure)

    # what the window asks -----------------------------------------------------------------

    def title(self) -> str:
        return self.tr("Settings")

    def subtitle(self) -> str:
        if self._saved_at:
            return self.tr("saved and recorded at {time}").format(time=self._saved_at)
        return self.tr("every change is saved and recorded at once")

    def header_actions(self) -> list[QAction]:
        return []

    def page_actions(self) -> list[QAction]:
        return [self.learned_action, self.spellings_action]

    def focus_first(self) -> None:
        self.matching.default.setFocus(Qt.FocusReason.OtherFocusReason)

    # what happens -------------------------------------------------------------------------

    def _switch_learned(self) -> None:
        is_used = self.view_model.settings.learned_aliases
        self.view_model.use_learned(is_used=not is_used)

    def _show_standing(self) -> None:
        if self.view_model.standing is not None:
            self.matching.show_standing(self.view_model.standing)
            standing = self.view_model.standing
            self.exposure.show_settings(standing.exposure)
            self.users.show_people(standing.users, four_eyes=standing.four_eyes)

    def _show_saved(self) -> None:
        self._show_standing()
        self._saved_at = time.strftime("%H:%M:%S")
        self.banner.hide()
        self.header_changed.emit()

    def _show_failure(self, error: BaseException) -> None:
        self.banner.show_failure(error)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.appearance.show_choice()
        self.view_model.refresh()
        self.organisation.refresh()
        if self.view_model.learned is None:
            self.view_model.refresh_learned()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.appearance.show_choice()

    def close_listening(self) -> None:
        """Stop listening to the workspace; the page is about to go."""
        self.view_model.close_listening()
