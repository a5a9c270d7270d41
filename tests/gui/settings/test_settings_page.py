"""The settings page: every change is saved and recorded at once, and shown where it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from app.domain.errors import EnvironmentFault
from app.gui.settings.page import SettingsPage
from app.gui.shell import appearance
from app.services import lists, matching_settings
from app.services.matching_settings import MatchingSettings
from app.services.workspace import Workspace

WAIT_MS = 30_000


@pytest.fixture
def open_page(qtbot: QtBot) -> Iterator[Callable[[Workspace], SettingsPage]]:
    """Opens the page over a workspace and waits until it shows the settings."""
    pages: list[SettingsPage] = []

    def make(workspace: Workspace) -> SettingsPage:
        page = SettingsPage(workspace, appearance.chosen)
        qtbot.addWidget(page)
        page.resize(1000, 800)
        with qtbot.waitSignal(page.view_model.changed, timeout=WAIT_MS):
            page.show()
        pages.append(page)
        return page

    yield make
    for page in pages:
        page.close_listening()


@pytest.fixture
def page(open_page: Callable[[Workspace], SettingsPage], workspace: Workspace) -> SettingsPage:
    """The page over the small list."""
    return open_page(workspace)


def choose(combo: QComboBox, profile: str) -> None:
    """As a user does: by the keyboard, until the profile is chosen."""
    combo.setCurrentIndex(combo.findData(profile))
    combo.activated.emit(combo.currentIndex())


def test_the_page_shows_what_is_in_force(
    page: SettingsPage, qtbot: QtBot, workspace: Workspace
) -> None:
    assert page.title() == "Settings"
    assert page.matching.default.currentData() == "aligned"
    assert "word by word" in page.matching.default_tip.text()
    assert not page.matching.learned.isChecked()
    combo = page.matching.lists["un_sc"]
    assert next(iter(page.matching.lists)) == "un_sc", "loaded lists stand first"
    assert combo.itemText(0) == "As default (Aligned)"
    assert combo.accessibleName() == "Profile of UN SC"
    assert "eu_fsf" not in page.matching.lists, "this version cannot read it"
    qtbot.waitUntil(lambda: "teach" in page.matching.figures.text(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "2 pairs" in page.matching.figures.text(), timeout=WAIT_MS)
    assert matching_settings.read(workspace) == MatchingSettings(learned_aliases=False)


def test_a_change_is_saved_and_recorded_at_once(
    page: SettingsPage, workspace: Workspace, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.view_model.saved, timeout=WAIT_MS):
        choose(page.matching.lists["un_sc"], "classic")
    assert matching_settings.read(workspace).profile_of == {"un_sc": "classic"}
    assert "saved and recorded at" in page.subtitle()
    with qtbot.waitSignal(page.view_model.saved, timeout=WAIT_MS):
        choose(page.matching.default, "classic")
    assert page.matching.lists["un_sc"].itemText(0) == "As default (Classic)"
    assert "in order" in page.matching.default_tip.text()
    with qtbot.waitSignal(page.view_model.saved, timeout=WAIT_MS):
        choose(page.matching.lists["un_sc"], "")
    with qtbot.waitSignal(page.view_model.saved, timeout=WAIT_MS):
        page.matching.learned.click()
    expected = MatchingSettings("classic", {}, learned_aliases=True)
    assert matching_settings.read(workspace) == expected
    choose(page.matching.default, "classic")  # what is in force changes nothing
    with qtbot.waitSignal(page.view_model.saved, timeout=WAIT_MS):
        page.learned_action.trigger()
    assert not page.matching.learned.isChecked()


def test_changes_in_a_row_build_on_each_other(
    page: SettingsPage, workspace: Workspace, qtbot: QtBot
) -> None:
    saved: list[int] = []
    page.view_model.saved.connect(lambda: saved.append(1))
    choose(page.matching.default, "classic")
    choose(page.matching.lists["un_sc"], "aligned")
    page.matching.learned.click()
    qtbot.waitUntil(lambda: len(saved) == 3, timeout=WAIT_MS)
    expected = MatchingSettings("classic", {"un_sc": "aligned"}, learned_aliases=True)
    assert matching_settings.read(workspace) == expected


def test_a_change_that_fails_goes_back_and_says_why(
    page: SettingsPage, workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise EnvironmentFault("The disk is full.", safe="All is as before.", todo="Make room.")

    monkeypatch.setattr(matching_settings, "save", fail)
    with qtbot.waitSignal(page.view_model.failed, timeout=WAIT_MS):
        choose(page.matching.default, "classic")
    assert page.matching.default.currentData() == "aligned"
    assert not page.banner.isHidden()
    assert page.banner.accessibleName() == "The disk is full."
    assert "Make room." in page.banner.accessibleDescription()
    monkeypatch.undo()
    with qtbot.waitSignal(page.view_model.saved, timeout=WAIT_MS):
        choose(page.matching.default, "classic")
    assert page.banner.isHidden()


def test_a_change_made_elsewhere_is_shown(
    page: SettingsPage, workspace: Workspace, qtbot: QtBot
) -> None:
    matching_settings.save(workspace, MatchingSettings("classic", learned_aliases=False))
    qtbot.waitUntil(lambda: page.matching.default.currentData() == "classic", timeout=WAIT_MS)


def test_lists_that_come_are_offered(
    open_page: Callable[[Workspace], SettingsPage],
    empty_workspace: Workspace,
    list_file: Path,
    qtbot: QtBot,
) -> None:
    own = MatchingSettings(profile_of={"eu_fsf": "classic"})
    matching_settings.save(empty_workspace, own)
    page = open_page(empty_workspace)
    qtbot.waitUntil(lambda: "0 pairs" in page.matching.figures.text(), timeout=WAIT_MS)
    assert list(page.matching.lists) == ["eu_fsf"], "a list that is not loaded, with a setting"
    lists.import_list(empty_workspace, "un_sc", [list_file])
    qtbot.waitUntil(lambda: list(page.matching.lists) == ["un_sc", "eu_fsf"], timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "2 pairs" in page.matching.figures.text(), timeout=WAIT_MS)


def test_the_theme_is_chosen_here_and_follows_other_places(
    page: SettingsPage, qtbot: QtBot
) -> None:
    assert page.appearance.buttons["system"].isChecked()
    with qtbot.waitSignal(page.theme_chosen) as chosen:
        page.appearance.buttons["dark"].click()
    assert chosen.args == ["dark"]
    appearance.choose("light")
    assert page.appearance.buttons["light"].isChecked()


def test_the_page_is_reached_by_keys(page: SettingsPage, qtbot: QtBot) -> None:
    page.activateWindow()
    page.focus_first()
    assert page.focusWidget() is page.matching.default
    combos = list(page.matching.lists.values())
    for widget in (*combos, page.matching.learned, page.matching.spellings):
        assert page.focusNextChild()
        assert page.focusWidget() is widget, "from top to bottom"
    page.focus_first()
    with qtbot.waitSignal(page.view_model.saved, timeout=WAIT_MS):
        qtbot.keyClick(page.matching.default, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.spellings_requested):
        page.spellings_action.trigger()
    with qtbot.waitSignal(page.spellings_requested):
        page.matching.spellings.click()
    assert page.header_actions() == []
    assert page.page_actions() == [page.learned_action, page.spellings_action]
