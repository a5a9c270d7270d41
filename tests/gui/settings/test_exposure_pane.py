"""The desk's own country and the years of a former office."""

from __future__ import annotations

import pytest

from app.gui.settings.exposure_pane import ExposurePane
from app.gui.settings.page import SettingsPage
from app.gui.shell import appearance
from app.services import pep_exposure
from app.services.pep_exposure import PepSettings


@pytest.fixture
def page(qtbot, empty_workspace):
    made = SettingsPage(empty_workspace, appearance.chosen)
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.view_model.changed, timeout=10_000):
        made.show()
    yield made
    made.close_listening()


def test_country_and_years_are_saved_at_once(qtbot, empty_workspace, page) -> None:
    pane = page.exposure
    with qtbot.waitSignal(page.view_model.saved, timeout=10_000):
        pane.home.setText("Cyprus")
        pane.home.editingFinished.emit()
    with qtbot.waitSignal(page.view_model.saved, timeout=10_000):
        pane.years.setValue(7)
    assert pep_exposure.read(empty_workspace) == PepSettings("CY", 7)


def test_half_a_country_and_what_is_shown_already_change_nothing(qtbot) -> None:
    pane = ExposurePane()
    qtbot.addWidget(pane)
    pane.show_settings(PepSettings("CY", 7))
    assert pane.home.text() == "Cyprus"
    with qtbot.assertNotEmitted(pane.chosen):
        pane.home.editingFinished.emit()
        pane.home.setText("Cyp")
        pane.home.editingFinished.emit()
    with qtbot.waitSignal(pane.chosen) as sent:
        pane.home.setText("")
        pane.home.editingFinished.emit()
    assert sent.args == [PepSettings("", 7)]
