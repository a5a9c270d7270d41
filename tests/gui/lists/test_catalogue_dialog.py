"""The catalogue in the window: read, sources of one's own edited with reasons, settings saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QFileDialog

from app.domain.lists import VersionState
from app.domain.match import Check
from app.domain.network import NetworkSettings
from app.gui.lists.catalogue_dialog import SETTINGS, SOURCES
from app.gui.lists.catalogue_form_pane import rates_of, rates_text
from app.services import list_settings, lists, own_lists, user_sources
from app.services.list_settings import ListSettings


@pytest.fixture
def page(open_lists):
    return open_lists()


@pytest.fixture
def dialog(qtbot, page):
    """The catalogue over the page."""
    page.tools.catalogue_action.trigger()
    made = page.tools.catalogue
    with qtbot.waitSignal(made.view_model.settings_read, timeout=10_000):
        pass
    return made


def write(dialog, key: str, text: str) -> None:
    """Write a field as a person does."""
    line = dialog.form.lines[key]
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClicks(line, text)


def confirm(qtbot, dialog, signal, reason: str = "The board asked for it") -> None:
    QTest.keyClicks(dialog.dialog.reason, reason)
    with qtbot.waitSignal(signal, timeout=10_000):
        dialog.dialog.confirm_button.click()


def add(qtbot, dialog, name: str = "Staff watch list") -> None:
    dialog.add_button.click()
    write(dialog, "name", name)
    dialog.save_button.click()
    confirm(qtbot, dialog, dialog.view_model.changed)


def test_a_source_of_the_program_can_only_be_read(dialog, workspace) -> None:
    QAbstractItemModelTester(
        dialog.view_model.sources, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    assert dialog.tabs.currentIndex() == SOURCES
    assert dialog.view_model.sources.rowCount() == len(workspace.catalogue)
    row = dialog.view_model.sources.find_row("un_sc")
    dialog.table.selectRow(row)
    lines = dialog.form.lines
    assert lines["name"].text() == "United Nations Security Council Consolidated List"
    assert lines["url"].text().startswith("https://")
    assert lines["licence"].text()
    assert all(line.isReadOnly() for line in lines.values())
    assert not dialog.form.check.isEnabled()
    assert not dialog.save_button.isEnabled()
    assert not dialog.remove_button.isEnabled()


def test_a_source_of_ones_own_is_added(qtbot, dialog, workspace, page) -> None:
    dialog.add_button.click()
    QTest.keyClicks(dialog.form.lines["name"], "Staff watch list")
    assert dialog.form.lines["source"].text() == "staff_watch_list"
    assert dialog.form.lines["prefix"].text() == "STAFFW"
    write(dialog, "min_entries", "20")
    write(dialog, "fill_rates", "dates_of_birth 50 %")
    dialog.form.check.setCurrentIndex(dialog.form.check.findData(Check.PEP.value))
    dialog.form.required.click()
    dialog.save_button.click()
    confirm(qtbot, dialog, dialog.view_model.changed)
    (own,) = user_sources.list_sources(workspace)
    assert (own.source, own.check, own.min_entries) == ("staff_watch_list", Check.PEP, 20)
    assert own.fill_rates == (("dates_of_birth", 0.5),)
    assert not own.is_required
    row = dialog.view_model.sources.find_row("staff_watch_list")
    assert dialog.table.currentIndex().row() == row
    assert dialog.form.lines["source"].isReadOnly()
    qtbot.waitUntil(
        lambda: page.view_model.sources.find_row("staff_watch_list") is not None, timeout=10_000
    )


def test_a_source_of_ones_own_is_changed(qtbot, dialog, workspace) -> None:
    add(qtbot, dialog)
    assert not dialog.save_button.isEnabled()
    write(dialog, "authority", "Compliance office")
    assert dialog.save_button.isEnabled()
    dialog.save_button.click()
    confirm(qtbot, dialog, dialog.view_model.changed)
    (own,) = user_sources.list_sources(workspace)
    assert own.authority == "Compliance office"
    assert not dialog.save_button.isEnabled()


def test_a_removed_source_is_gone_with_its_list(qtbot, dialog, workspace, tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("name\nVormal Quendrik\n", encoding="utf-8")
    add(qtbot, dialog, "Staff")
    own_lists.import_own(workspace, "staff", [path], own_lists.guess_mapping(path).mapping)
    dialog.remove_button.click()
    confirm(qtbot, dialog, dialog.view_model.changed)
    assert user_sources.list_sources(workspace) == ()
    with workspace.database.read() as uow:
        (version,) = (v for v in uow.lists.versions() if v.source == "staff")
    assert version.state is not VersionState.ACTIVE
    assert dialog.view_model.sources.find_row("staff") is None
    assert all(item.source.source != "staff" for item in lists.status(workspace))


def test_what_cannot_be_added_is_told_and_kept_to_correct(qtbot, dialog, workspace) -> None:
    dialog.add_button.click()
    write(dialog, "name", "Staff")
    write(dialog, "source", "un_sc")
    dialog.save_button.click()
    confirm(qtbot, dialog, dialog.view_model.failed)
    assert "is taken by" in dialog.banner.accessibleName()
    assert dialog.form.lines["name"].text() == "Staff"
    assert user_sources.list_sources(workspace) == ()


def test_a_number_or_rate_that_is_none_cannot_be_saved(dialog) -> None:
    dialog.add_button.click()
    write(dialog, "name", "Staff")
    assert dialog.save_button.isEnabled()
    write(dialog, "stale_after_days", "soon")
    assert dialog.form.boxes["stale_after_days"].message.text()
    assert not dialog.save_button.isEnabled()
    write(dialog, "stale_after_days", "30")
    write(dialog, "fill_rates", "most of them")
    assert dialog.form.boxes["fill_rates"].message.text()
    assert not dialog.save_button.isEnabled()


@pytest.mark.parametrize(
    ("text", "rates"),
    [
        ("", ()),
        ("dates_of_birth 50 %", (("dates_of_birth", 0.5),)),
        ("programmes 99%; reference 12,5 %", (("programmes", 0.99), ("reference", 0.125))),
        ("programmes", None),
        ("99 %", None),
    ],
)
def test_fill_rates_as_text(text: str, rates: object) -> None:
    assert rates_of(text) == rates
    if rates:
        assert rates_of(rates_text(rates)) == rates


def test_settings_are_shown_and_saved(qtbot, page, workspace, tmp_path: Path, monkeypatch) -> None:
    network = NetworkSettings(proxy="http://ines:secret@proxy.example.org:3128")
    list_settings.save(workspace, ListSettings(network=network))
    page.tools.settings_action.trigger()
    dialog = page.tools.catalogue
    pane = dialog.settings
    with qtbot.waitSignal(dialog.view_model.settings_read, timeout=10_000):
        pass
    assert dialog.tabs.currentIndex() == SETTINGS
    assert "secret" not in pane.lines["proxy"].text()
    assert not pane.save_button.isEnabled()
    folder = tmp_path / "watched"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))
    pane.folder_button.click()
    pane.lines["kept_versions"].setText("4")
    pane.lines["connect_seconds"].setText("2.5")
    pane._check()
    with qtbot.waitSignal(dialog.view_model.settings_saved, timeout=10_000):
        pane.save_button.click()
    saved = list_settings.read(workspace)
    assert (saved.kept_versions, saved.watch_folder) == (4, str(folder))
    assert saved.network.connect_seconds == 2.5
    assert saved.network.proxy == network.proxy  # its password is kept though it was not shown
    assert pane.said.text() == "Saved and recorded."


def test_settings_that_cannot_be_obeyed_are_refused(qtbot, dialog, workspace, monkeypatch) -> None:
    dialog.tabs.setCurrentIndex(SETTINGS)
    pane = dialog.settings
    pane.lines["attempts"].setText("many")
    pane._check()
    assert pane.boxes["attempts"].message.text()
    assert not pane.save_button.isEnabled()
    pane.lines["attempts"].setText("3")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: ("/nowhere/ca.pem", ""))
    pane.file_button.click()
    assert pane.lines["ca_file"].text() == "/nowhere/ca.pem"
    QTest.keyClicks(pane.lines["watch_folder"], "/nowhere/at/all")
    with qtbot.waitSignal(dialog.view_model.failed, timeout=10_000):
        pane.save_button.click()
    assert "There is no folder" in dialog.banner.accessibleName()
    assert list_settings.read(workspace) == ListSettings()
    dialog.tabs.setCurrentIndex(SOURCES)
    assert dialog.banner.isHidden()
