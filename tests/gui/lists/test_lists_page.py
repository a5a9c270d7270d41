"""The lists page: how every source stands, loudly where it matters, and its versions below."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QTabBar, QTableView

from app.gui.lists.report_pane import CHECKS, KEPT, SOURCE
from app.services import lists
from app.services.demo import load_demo_lists


def cell(page, source, field):
    model = page.view_model.sources
    return model.index(model.find_row(source), model.column_of(field)).data()


def refresh(qtbot, page):
    with qtbot.waitSignal(page.view_model.sources_changed, timeout=5000):
        page.refresh_action.trigger()


def test_every_source_of_the_catalogue_is_there_with_its_health(qtbot, workspace, open_lists):
    workspace.catalogue = tuple(
        replace(source, is_importable=source.source != "eu_fsf") for source in workspace.catalogue
    )
    page = open_lists()
    model = page.view_model
    for table in (model.sources, model.versions, model.checks, model.kept):
        QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Fatal)
    shown = {row.source.source for row in model.sources.rows}
    assert shown == {source.source for source in workspace.catalogue}
    assert cell(page, "us_ofac_sdn", "state") == "Missing"
    assert cell(page, "eu_fsf", "state") == "Not importable yet"
    assert page.subtitle() == "no list is loaded"
    assert "OFAC SDN" in page.banners.problem.accessibleName()
    assert "EU FSF" not in page.banners.problem.accessibleName()
    assert "cannot read them yet: EU FSF" in page.banners.problem.accessibleDescription()
    assert page.versions._stack.currentWidget() is page.versions.empty


def test_demonstration_lists_are_named_as_such(qtbot, workspace, open_lists):
    load_demo_lists(workspace)
    page = open_lists()
    assert cell(page, "un_sc", "state") == "Demo"
    assert "demonstration" in page.banners.problem.accessibleName()
    assert page.banners.problem.role == "info"
    page._select("un_sc")
    assert page.view_model.version.is_demo
    assert page.view_model.checks.rows


def test_versions_checks_and_counts_of_a_source(qtbot, workspace, open_lists, un_file):
    lists.import_list(workspace, "un_sc", [un_file(30, "2026-11-12")])
    lists.import_list(workspace, "un_sc", [un_file(33, "2026-11-19")])
    page = open_lists()
    page._select("un_sc")
    assert cell(page, "un_sc", "version") == "2026-11-19"
    assert cell(page, "un_sc", "published_on") == "2026-11-19"
    assert cell(page, "un_sc", "entries") == "34"
    assert cell(page, "un_sc", "change") == "+3"
    assert cell(page, "un_sc", "series") == "31, 34"
    assert "34 entries" in page.subtitle()
    model = page.view_model
    states = [model.versions.index(row, 1).data() for row in range(2)]
    assert states == ["Active", "Superseded"]
    assert model.version.version == "2026-11-19"
    assert all(check.ok for check in model.checks.rows)
    page.versions.table.selectRow(1)
    assert model.version.version == "2026-11-12"
    sha = model.versions.index(1, model.versions.column_of("sha256"))
    assert len(sha.data()) == 12
    assert sha.data(Qt.ItemDataRole.ToolTipRole).startswith(sha.data())
    refresh(qtbot, page)
    assert model.version.version == "2026-11-12", "a refresh keeps the chosen version"


def test_rows_kept_aside_are_shown_and_exported(qtbot, workspace, open_lists, ofac_files, tmp_path):
    lists.import_list(workspace, "us_ofac_sdn", ofac_files(40, orphan_aliases=5))
    page = open_lists()
    page._select("us_ofac_sdn")
    qtbot.waitUntil(lambda: len(page.view_model.kept.rows) == 5, timeout=5000)
    page.report.tabs.setCurrentIndex(KEPT)
    assert page.report._stack.currentWidget() is page.report._kept_widget
    assert page.report.tabs.tabText(KEPT) == "Kept aside 5"
    assert page.report.kept_note.text().startswith("5 rows")
    first = page.view_model.kept.rows[0]
    assert (first.file, first.row) == ("alt.csv", 1)
    path = tmp_path / "kept.csv"
    with qtbot.waitSignal(page.report.kept.export_to(path).finished, timeout=5000) as ended:
        pass
    assert ended.args == [5]
    assert "NOBODY" in path.read_text(encoding="utf-8-sig")


def test_empty_details_say_why(qtbot, workspace, open_lists, un_file):
    lists.import_list(workspace, "un_sc", [un_file()])
    page = open_lists()
    page._select("us_ofac_sdn")
    for tab, words in ((CHECKS, "No check report"), (KEPT, "No rows kept aside")):
        page.report.show_tab(tab)
        assert page.report._stack.currentWidget().accessibleName() == words
    page._select("un_sc")
    page.report.show_tab(KEPT)
    assert "could be read" in page.report.nothing.accessibleDescription()


def test_the_official_address_can_be_copied_and_is_no_link(qtbot, workspace, open_lists):
    page = open_lists()
    page._select("un_sc")
    page.report.show_tab(SOURCE)
    address = next(
        label
        for label in page.report._source_page.widget().findChildren(QLabel)
        if label.text().startswith("https://")
    )
    assert address.textFormat() is Qt.TextFormat.PlainText
    assert address.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard
    assert not address.openExternalLinks()


@pytest.mark.parametrize(("days", "tone"), [(3, "text"), (10, "high"), (40, "critical")])
def test_old_lists_are_loud(qtbot, workspace, open_lists, un_file, days, tone):
    version = lists.import_list(workspace, "un_sc", [un_file(day="2026-11-01")]).version
    start = version.imported_at.replace(year=2026, month=11, day=1)
    workspace.clock = lambda: start + timedelta(days=days)
    page = open_lists()
    model = page.view_model.sources
    row = model.row_at(model.find_row("un_sc"))
    assert cell(page, "un_sc", "age_days") == f"{days} d"
    assert model.columns[model.column_of("age_days")].tone(row) == tone
    said = page.banners.problem.accessibleName()
    assert ("Stale: UN SC" in said) is (days > 7)
    assert cell(page, "un_sc", "state") == ("Stale" if days > 7 else "Active")


def test_what_another_part_of_the_program_imports_appears(qtbot, workspace, open_lists, un_file):
    page = open_lists()
    with qtbot.waitSignal(page.view_model.sources_changed, timeout=5000):
        lists.import_list(workspace, "un_sc", [un_file()])
    qtbot.waitUntil(lambda: cell(page, "un_sc", "state") == "Active", timeout=5000)


def test_every_control_has_a_name_and_is_reached_by_tab(qtbot, workspace, open_lists):
    load_demo_lists(workspace)
    page = open_lists()
    kinds = (QAbstractButton, QLineEdit, QComboBox, QTableView, QTabBar)
    for kind in kinds:
        for widget in page.findChildren(kind):
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                name = widget.accessibleName() or getattr(widget, "text", str)()
                assert name, f"{widget} has no name"
    shortcuts = {action.shortcut().toString() for action in page.page_actions()}
    assert {"Ctrl+O", "F5"} <= shortcuts
