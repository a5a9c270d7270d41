"""What an update changed, and what a person decides about it: with a reason, by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel

from app.domain.entry_changes import ChangeKind
from app.domain.lists import UpdateNote, UpdateOutcome, VersionState
from app.gui.lists.updating import summary
from app.gui.lists.version_area_pane import CHANGES, TIMELINE
from app.services import list_update, lists
from app.services.list_update import SourceUpdate


def version_states(workspace) -> list[str]:
    status = next(item for item in lists.status(workspace) if item.source.source == "un_sc")
    return [version.state.value for version in status.versions]


def words(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


@pytest.fixture
def changed(qtbot, workspace, open_lists, un_file):
    """A page with two versions of a list: three people came, one remark of the others changed."""
    lists.import_list(workspace, "un_sc", [un_file(30, "2026-11-12")])
    path = un_file(33, "2026-11-19")
    text = path.read_text(encoding="utf-8").replace("VORMAL6900004<", "VORMALOV<", 1)
    path.write_text(text, encoding="utf-8")
    lists.import_list(workspace, "un_sc", [path])
    page = open_lists()
    page._select("un_sc")
    return page


@pytest.fixture
def held(qtbot, workspace, open_lists, un_file):
    """A page with a version in quarantine, chosen."""
    lists.import_list(workspace, "un_sc", [un_file(60, "2026-11-12")])
    lists.import_list(workspace, "un_sc", [un_file(20, "2026-11-19")])
    page = open_lists()
    page._select("un_sc")
    assert page.view_model.version.state is VersionState.QUARANTINED
    return page


def test_the_changes_of_a_version_are_shown_field_by_field(qtbot, changed) -> None:
    pane = changed.area.changes
    QAbstractItemModelTester(
        pane.view_model.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    with qtbot.waitSignal(pane.view_model.model.loaded, timeout=10_000):
        changed.changes_action.trigger()
    assert changed.area.tabs.currentIndex() == CHANGES
    assert pane.heading.text() == "2026-11-12 to 2026-11-19"
    assert pane.chips[ChangeKind.ADDED].text() == "Added 3"
    assert pane.chips[ChangeKind.CHANGED].text() == "Changed 1"
    with qtbot.waitSignal(pane.view_model.model.loaded, timeout=10_000):
        pane.chips[ChangeKind.CHANGED].click()
    assert pane.view_model.model.rowCount() == 1
    told = words(pane.change)
    assert "− VORMAL6900004 QUENDRIK" in told
    assert "+ VORMALOV QUENDRIK" in told


def test_versions_that_are_equal_say_so(qtbot, workspace, open_lists, un_file) -> None:
    path = un_file(30, "2026-11-12")
    lists.import_list(workspace, "un_sc", [path])
    later = un_file(30, "2026-11-13")
    lists.import_list(workspace, "un_sc", [later])
    page = open_lists()
    page._select("un_sc")
    pane = page.area.changes
    assert pane.nothing.accessibleName() == "" or pane.nothing.isHidden()
    page.show_changes()
    qtbot.waitUntil(lambda: pane.nothing.accessibleName() == "Nothing changed", timeout=10_000)


def test_a_held_version_is_activated_with_a_reason(qtbot, workspace, held) -> None:
    assert held.versions.reject_button.isVisible()
    held.versions.activate_button.click()
    dialog = held.decisions.dialog
    assert "Its checks failed" in words(dialog)
    assert not dialog.confirm_button.isEnabled()
    QTest.keyClicks(dialog.reason, "The publisher confirmed 40 delistings")
    with qtbot.waitSignal(held.decisions.decided, timeout=10_000):
        QTest.keyClick(dialog.reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: version_states(workspace) == ["ACTIVE", "SUPERSEDED"], timeout=5000)
    qtbot.waitUntil(lambda: not held.versions.activate_button.isVisible(), timeout=5000)


def test_a_held_version_is_rejected_and_stays_to_be_seen(qtbot, workspace, held) -> None:
    held.reject_action.trigger()
    QTest.keyClicks(held.decisions.dialog.reason, "Cut off")
    with qtbot.waitSignal(held.decisions.decided, timeout=10_000):
        held.decisions.dialog.confirm_button.click()
    assert version_states(workspace) == ["REJECTED", "ACTIVE"]
    qtbot.waitUntil(lambda: not held.versions.reject_button.isVisible(), timeout=5000)


def test_a_reason_too_long_is_not_taken(qtbot, workspace, held) -> None:
    held.ask_reject()
    dialog = held.decisions.dialog
    dialog.reason.setPlainText("x" * 1002)
    assert not dialog.confirm_button.isEnabled()
    assert dialog.note.text() == "2 letters too many"
    with qtbot.assertNotEmitted(dialog.confirmed):
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert version_states(workspace) == ["QUARANTINED", "ACTIVE"]


def test_a_decision_that_comes_too_late_is_told(qtbot, workspace, held) -> None:
    from app.services import list_versions

    version = held.view_model.version
    held.ask_reject()
    list_versions.reject(workspace, version.version_id, "Somebody else was quicker")
    QTest.keyClicks(held.decisions.dialog.reason, "Cut off")
    with qtbot.waitSignal(held.decisions.failed, timeout=10_000):
        held.decisions.dialog.confirm_button.click()
    assert "cannot be rejected" in held.banners.result.accessibleName()


def test_the_timeline_has_a_dot_for_each_version(qtbot, held) -> None:
    held.area.show_tab(TIMELINE)
    from app.gui.widgets.drawing_view import DrawingView

    (view,) = held.area.timeline.findChildren(DrawingView)
    assert "61 entries" in view.drawing.description
    assert "21 entries" in view.drawing.description
    view.grab()
    held._select("eu_fsf")
    qtbot.waitUntil(lambda: "nothing to plot" in words(held.area.timeline), timeout=5000)


def test_entries_of_the_chosen_version_are_browsed_by_enter(qtbot, held) -> None:
    with qtbot.waitSignal(held.browser.view_model.counted, timeout=10_000):
        held.versions.table.opened.emit(0)
    assert held.browser.count.text() == "21 of 21 in this version"


def test_update_without_any_loaded_list_says_what_to_do(qtbot, open_lists) -> None:
    page = open_lists()
    with qtbot.waitSignal(page.updater.failed, timeout=10_000):
        page.update_action.trigger()
    assert "No list that can be fetched is loaded yet" in page.banners.result.accessibleName()
    assert page.update_action.isEnabled()


def test_the_outcome_of_an_update_is_told_list_by_list(
    qtbot, workspace, open_lists, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_lists()
    note = UpdateNote(workspace.clock(), UpdateOutcome.FAILED, "The server did not answer.")
    fine = UpdateNote(workspace.clock(), UpdateOutcome.UPDATED, "Version 2026-11-19 is active.")
    updates = (SourceUpdate("un_sc", fine), SourceUpdate("eu_fsf", note, "Try again later."))
    monkeypatch.setattr(list_update, "update", lambda *a, **k: updates)
    with qtbot.waitSignal(page.updater.ended, timeout=10_000):
        page.update_chosen() if page.view_model.source else page.updater.start(["un_sc"])
    assert page.banners.result.accessibleName() == "1 list updated, 1 not updated"
    told = page.banners.result.accessibleDescription()
    assert told.index("EU FSF") < told.index("UN SC")
    assert "Try again later." in told
    qtbot.waitUntil(page.update_action.isEnabled, timeout=5000)
    role, heading, _ = summary((), {})
    assert (role, heading) == ("info", "No list is newer than yours")
