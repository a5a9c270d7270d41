"""Country risk in the window: read by list, changed with a reason, reset, imported from a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from app.gui import jobs
from app.gui.lists.watching import Watcher
from app.gui.settings.countries_dialog import CountriesDialog
from app.gui.settings.country_columns import country_columns, state_word
from app.gui.settings.page import SettingsPage
from app.gui.shell import appearance
from app.gui.shell.application import make_window
from app.gui.shell.standard_pages import refresh_pages
from app.services import country_risk, list_settings
from app.services.list_settings import ListSettings

CALL = "fatf_call_for_action"


@pytest.fixture
def dialog(qtbot, empty_workspace):
    made = CountriesDialog(empty_workspace)
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.view_model.read, timeout=10_000):
        made.show()
    return made


def write(line: QLineEdit, text: str) -> None:
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClicks(line, text)


def choose_list(dialog: CountriesDialog, list_id: str) -> None:
    dialog.list.setCurrentIndex(dialog.list.findData(list_id))
    dialog.list.activated.emit(dialog.list.currentIndex())


def choose(dialog: CountriesDialog, list_id: str, code: str) -> None:
    row = dialog.view_model.entries.find_row((list_id, code))
    assert row is not None
    dialog.table.selectRow(row)


def confirm(qtbot, dialog, signal, reason: str = "Decided by the risk committee") -> None:
    assert not dialog.dialog.confirm_button.isEnabled()
    QTest.keyClicks(dialog.dialog.reason, reason)
    with qtbot.waitSignal(signal, timeout=10_000):
        dialog.dialog.confirm_button.click()


def entry(workspace, code: str, list_id: str = CALL):
    found = country_risk.countries(workspace, list_id)
    return next((item for item in found if item.risk.code == code), None)


def test_every_country_has_its_date_and_source(dialog, empty_workspace) -> None:
    model = dialog.view_model.entries
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert model.rowCount() == len(country_risk.countries(empty_workspace))
    choose_list(dialog, CALL)
    assert {row.risk.list_id for row in model.rows} == {CALL}
    assert "https://www.fatf-gafi.org" in dialog.about.text()
    choose(dialog, CALL, "KP")
    assert dialog.form.as_of.text() == "2026-06-19"
    assert dialog.form.source.text().startswith("https://")
    assert dialog.form.country.isReadOnly()
    assert not dialog.save_button.isEnabled()
    assert not dialog.reset_button.isEnabled()
    for column in country_columns():
        assert column.text(entry(empty_workspace, "KP"))


def test_an_entry_is_changed_with_a_reason_and_reset(qtbot, dialog, empty_workspace) -> None:
    choose(dialog, CALL, "MM")
    write(dialog.form.severity, "0.75")
    write(dialog.form.note, "Our own branch there")
    dialog.save_button.click()
    confirm(qtbot, dialog, dialog.view_model.read)
    changed = entry(empty_workspace, "MM")
    assert (changed.risk.severity, changed.risk.note) == (0.75, "Our own branch there")
    assert state_word(changed) == "Changed"
    assert dialog.form.entry == changed
    assert "As shipped: severity 0" in dialog.form.shipped.text()
    dialog.reset_button.click()
    confirm(qtbot, dialog, dialog.view_model.read)
    assert state_word(entry(empty_workspace, "MM")) == "As shipped"
    assert dialog.said.text() == "1 changes undone."


def test_a_country_is_added_taken_out_and_all_is_reset(qtbot, dialog, empty_workspace) -> None:
    choose_list(dialog, CALL)
    dialog.add_button.click()
    assert not dialog.save_button.isEnabled()
    write(dialog.form.country, "Cyprus")
    dialog.save_button.click()
    confirm(qtbot, dialog, dialog.view_model.read)
    added = entry(empty_workspace, "CY")
    assert state_word(added) == "Added"
    assert added.risk.source.startswith("Decided by")
    choose(dialog, CALL, "IR")
    dialog.remove_button.click()
    confirm(qtbot, dialog, dialog.view_model.read)
    assert state_word(entry(empty_workspace, "IR")) == "Taken out"
    assert not dialog.remove_button.isEnabled()
    assert dialog.reset_button.isEnabled()
    dialog.reset_list_button.click()
    confirm(qtbot, dialog, dialog.view_model.read)
    assert entry(empty_workspace, "CY") is None
    assert state_word(entry(empty_workspace, "IR")) == "As shipped"


def test_what_cannot_be_read_cannot_be_saved(dialog) -> None:
    choose(dialog, CALL, "KP")
    for text in ("much", "1.5", "-1"):
        write(dialog.form.severity, text)
        assert dialog.form.severity_box.message.text()
        assert not dialog.save_button.isEnabled()
    write(dialog.form.severity, "0,8")
    assert dialog.save_button.isEnabled()
    write(dialog.form.as_of, "last week")
    assert dialog.form.as_of_box.message.text()
    assert not dialog.save_button.isEnabled()


def test_a_day_to_come_is_refused_in_words(qtbot, dialog, empty_workspace) -> None:
    choose(dialog, CALL, "KP")
    write(dialog.form.as_of, "2999-01-01")
    dialog.save_button.click()
    confirm(qtbot, dialog, dialog.view_model.failed)
    assert dialog.banner.isVisible()
    assert state_word(entry(empty_workspace, "KP")) == "As shipped"


def test_a_file_of_countries_is_imported(
    qtbot, dialog, empty_workspace, tmp_path: Path, monkeypatch
) -> None:
    path = tmp_path / "countries.csv"
    path.write_text(f"list,country,severity\n{CALL},Cyprus,0.4\n{CALL},KP,0.9\n", "utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    dialog.import_button.click()
    confirm(qtbot, dialog, dialog.view_model.read)
    assert entry(empty_workspace, "CY").risk.severity == 0.4
    assert dialog.said.text() == "1 added, 1 changed, 0 as before."
    path.write_text("list,country\nnowhere,Cyprus\n", "utf-8")
    dialog.import_file(path)
    confirm(qtbot, dialog, dialog.view_model.failed)
    assert "Line 2" in dialog.banner.accessibleName()


def test_the_settings_page_leads_there(qtbot, empty_workspace) -> None:
    page = SettingsPage(empty_workspace, appearance.chosen)
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.countries_requested, timeout=1000):
        page.countries.button.click()
    page.close_listening()


def test_every_page_offers_the_countries(qtbot, empty_workspace) -> None:
    window, feed = make_window(empty_workspace)
    qtbot.addWidget(window)
    window.show()
    window.go_to("history")
    (action,) = (item for item in window.all_actions() if item.text() == "Country risk…")
    action.trigger()
    (dialog,) = window.findChildren(CountriesDialog)
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(CountriesDialog), timeout=5000)
    window.go_to("settings")
    window.current_page().countries.button.click()
    (dialog,) = window.findChildren(CountriesDialog)
    dialog.reject()
    feed.close()
    jobs.shutdown()


def test_the_window_imports_what_lies_in_the_watched_folder(
    qtbot, empty_workspace, list_file, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr("app.services.list_watch._is_settled", lambda *_: True)
    folder = tmp_path / "watched"
    folder.mkdir()
    list_file.rename(folder / list_file.name)
    list_settings.save(empty_workspace, ListSettings(watch_folder=str(folder)))
    window, feed = make_window(empty_workspace)
    qtbot.addWidget(window)
    (watcher,) = window.findChildren(Watcher)
    with qtbot.waitSignal(watcher.found, timeout=30_000):
        window.show()
    banner = window.page("lists").banners.result
    assert banner.accessibleName() == "1 list imported from the watched folder"
    qtbot.waitUntil(lambda: not watcher._scan, timeout=10_000)
    (folder / "done" / list_file.name).unlink()
    for place in (folder / "done", folder):
        place.rmdir()
    watcher.look()
    qtbot.waitUntil(lambda: "is gone" in banner.accessibleName(), timeout=10_000)
    list_settings.save(empty_workspace, ListSettings())
    refresh_pages(window)
    qtbot.waitUntil(lambda: not watcher.is_watching, timeout=10_000)
    feed.close()
    jobs.shutdown()
