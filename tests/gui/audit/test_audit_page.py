"""The audit page: filters, differences, an object's history, verifying, roots and export."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog
from pytestqt.qtbot import QtBot
from sqlcipher3 import dbapi2

from app.domain.audit import AuditEvent, AuditQuery
from app.domain.audit_difference import ChangeKind
from app.domain.events import EventType
from app.domain.user import Role, Session
from app.gui.audit.columns import change_word, told_of
from app.gui.audit.page import AuditPage
from app.gui.audit.view_model import Period
from app.services import audit_roots
from app.services.recording import record_change
from app.services.workspace import Workspace

LENGTH = 450  # events, as in conftest

MakePage = Callable[[Workspace], AuditPage]


@pytest.fixture
def make_page(qtbot: QtBot) -> MakePage:
    def make(workspace: Workspace) -> AuditPage:
        page = AuditPage(workspace)
        qtbot.addWidget(page)
        page.resize(1250, 800)
        page.show()
        qtbot.waitUntil(lambda: page.view_model.model.is_loaded, timeout=5000)
        return page

    return make


@pytest.fixture
def page(make_page: MakePage, trail: Workspace) -> AuditPage:
    return make_page(trail)


def shown(qtbot: QtBot, page: AuditPage) -> int:
    qtbot.waitUntil(lambda: page.view_model.model.is_loaded, timeout=5000)
    return page.view_model.model.shown


def pick(box: QComboBox, data: object) -> None:
    at = box.findData(data)
    assert at >= 0
    box.setCurrentIndex(at)
    box.activated.emit(at)


def event_at(page: AuditPage, row: int = 0) -> AuditEvent:
    found = page.view_model.model.row_at(row)
    assert found is not None
    return found


def test_the_newest_event_comes_first_and_is_read(qtbot: QtBot, page: AuditPage) -> None:
    assert (page.title(), page.subtitle()) == ("Audit trail", f"{LENGTH} events")
    page.focus_first()
    assert page.table.currentIndex().row() == 0
    event = event_at(page)
    assert event.seq == LENGTH
    pane = page.event_pane
    assert pane.event_shown == event
    assert pane.heading.text() == f"Case assigned, event {LENGTH}"
    assert pane.reason.text() == f"“Because of {LENGTH - 1}”"
    assert pane.fact("hash") == event.hash
    assert pane.fact("prev_hash") == event.prev_hash
    assert pane.fact("object") == f"case {event.object_id}"
    assert pane.fact("utc") == "2026-11-21 09:30:00.000000 UTC"
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert pane.event_shown == event_at(page, 1)
    assert pane.fact("hash") == event.prev_hash


def test_the_difference_is_worded_and_coloured_field_by_field(page: AuditPage) -> None:
    page.focus_first()
    model = page.event_pane.model
    told = {
        row.field: (row.kind, model.data(model.index(number, 0)))
        for number, row in enumerate(model.rows)
    }
    assert told == {
        "state": (ChangeKind.CHANGED, "Changed"),
        "tags": (ChangeKind.SAME, "Same"),
        "due_at": (ChangeKind.REMOVED, "Removed"),
        "assigned_to": (ChangeKind.ADDED, "Added"),
    }
    chips = {row.field: model.columns[0].chip(row) for row in model.rows if model.columns[0].chip}
    assert chips["tags"] is None
    roles = {chip.role for chip in chips.values() if chip}
    assert roles == {"low", "critical", "medium"}
    tones = [model.columns[3].tone(row) for row in model.rows if model.columns[3].tone]
    assert tones == ["low", "text_2", "low", "low"]
    assert len({change_word(kind) for kind in ChangeKind}) == 4


def test_each_filter_narrows_and_one_click_clears(qtbot: QtBot, page: AuditPage) -> None:
    pane = page.filter_pane
    qtbot.waitUntil(lambda: pane.actor.count() == 4, timeout=5000)
    for box, data, wanted in (
        (pane.actor, "rex", 150),
        (pane.action, "case.assigned", 75),
        (pane.kind, "case", 75),
    ):
        pick(box, data)
        assert shown(qtbot, page) == wanted
    assert "75 of 450" in pane.count.text()
    assert pane.clear.isVisible()
    pane.clear.click()
    assert shown(qtbot, page) == LENGTH
    assert pane.actor.currentData() == ""
    for period, wanted in ((Period.TODAY, 4), (Period.WEEK, 64), (Period.MONTH, 294)):
        pick(pane.period, period)
        assert abs(shown(qtbot, page) - wanted) <= 10  # by the local day
    pick(pane.period, Period.ALL)
    assert shown(qtbot, page) == LENGTH


def test_text_is_found_as_it_is_typed(qtbot: QtBot, page: AuditPage) -> None:
    page.focus_search()
    qtbot.keyClicks(page.filter_pane.search, "because of 44")
    qtbot.waitUntil(lambda: page.view_model.query.text == "because of 44")
    qtbot.waitUntil(lambda: page.view_model.model.shown == 11, timeout=5000)
    qtbot.keyClick(page.filter_pane.search, Qt.Key.Key_Return)
    assert page.table.currentIndex().row() == 0
    page.view_model.set_text("nothing like that")
    qtbot.waitUntil(lambda: page._stack.currentWidget() is page.nothing, timeout=5000)
    page.focus_first()
    page.clear_action.trigger()
    assert shown(qtbot, page) == LENGTH


def test_the_whole_history_of_an_object(qtbot: QtBot, page: AuditPage) -> None:
    page.focus_first()
    wanted = event_at(page).object_id
    page.history_action.trigger()
    qtbot.waitUntil(lambda: page.view_model.model.shown == LENGTH // 10, timeout=5000)
    assert {event_at(page, row).object_id for row in range(LENGTH // 10)} == {wanted}
    (chip,) = page.filter_pane.chips.buttons
    assert wanted in chip.chip.text
    chip.click()
    qtbot.waitUntil(lambda: page.view_model.model.shown == LENGTH, timeout=5000)
    pick(page.filter_pane.kind, "case")
    assert page.view_model.query == AuditQuery(object_type="case")


def test_verifying_says_that_it_is_whole(qtbot: QtBot, page: AuditPage) -> None:
    audit_roots.sign_due(page._workspace, today=True)
    with qtbot.waitSignal(page.verified, timeout=10_000) as caught:
        page.verify_action.trigger()
    assert caught.args[0].ok
    assert page.banner.isVisible()
    assert "whole" in page.banner._heading.text()
    assert "signed roots that agree: 46" in page.banner._text.text()
    assert "verified" in page.subtitle()


def test_verifying_names_the_first_bad_event(qtbot: QtBot, page: AuditPage) -> None:
    connection = dbapi2.connect(str(page._workspace.database.path), isolation_level=None)
    connection.execute("DROP TRIGGER audit_events_no_update")
    connection.execute("UPDATE audit_events SET actor = 'somebody' WHERE seq = 321")
    connection.close()
    with qtbot.waitSignal(page.verified, timeout=10_000):
        page.verify()
    assert "broken at event 321" in page.banner._heading.text()
    assert "verified" not in page.subtitle()


def test_roots_are_shown_with_the_state_of_their_signature(qtbot: QtBot, page: AuditPage) -> None:
    page.roots_action.trigger()
    dialog = page.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.note.text() == "Nothing was signed yet.", timeout=5000)
    dialog.sign_button.click()
    qtbot.waitUntil(lambda: len(dialog.model.rows) == 46, timeout=10_000)
    assert dialog.note.text() == "All signatures hold."
    connection = dbapi2.connect(str(page._workspace.database.path), isolation_level=None)
    connection.execute("DROP TRIGGER audit_roots_no_update")
    connection.execute("UPDATE audit_roots SET signature = replace(signature, 'a', 'b')")
    connection.close()
    page.view_model.read_roots()
    qtbot.waitUntil(lambda: "do not hold: 46" in dialog.note.text(), timeout=5000)
    first = dialog.model.index(0, 0)
    assert dialog.model.data(first) == "Broken"
    assert dialog.model.columns[0].chip(dialog.model.rows[0]).role == "critical"
    dialog.reject()
    assert page.dialog is None
    page.view_model.read_roots()  # nobody looks any more


def test_who_only_reads_does_not_sign(qtbot: QtBot, page: AuditPage) -> None:
    page._workspace.session = Session("odd", "Odd Halvorsen", Role.AUDITOR)
    page.open_roots()
    assert page.dialog is not None
    assert not page.dialog.sign_button.isEnabled()
    page.dialog.reject()


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_what_is_shown_is_exported(
    qtbot: QtBot, page: AuditPage, tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pick(page.filter_pane.action, "case.assigned")
    path = tmp_path / f"trail.{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    page.export_action.trigger()
    qtbot.waitUntil(path.exists, timeout=10_000)
    text = path.read_text(encoding="utf-8-sig")
    rows = (
        [json.loads(line) for line in text.splitlines()]
        if ending == "jsonl"
        else list(csv.DictReader(text.splitlines()))
    )
    assert len(rows) == LENGTH // 2
    assert {row["action"] for row in rows} == {"case.assigned"}
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    page.ask_export()


def test_an_export_that_fails_is_told(qtbot: QtBot, page: AuditPage, tmp_path: Path) -> None:
    page.export_to(tmp_path / "trail.doc")
    qtbot.waitUntil(page.banner.isVisible, timeout=5000)


def test_new_events_appear_by_themselves(qtbot: QtBot, page: AuditPage) -> None:
    workspace = page._workspace
    with workspace.database.write() as uow:
        event = record_change(workspace, uow, EventType.SETTINGS_CHANGED, "settings", "x", after={})
        uow.commit()
    workspace.bus.publish([event])
    qtbot.waitUntil(lambda: page.view_model.model.shown == LENGTH + 1, timeout=5000)
    page.hide()
    page.mark_stale()
    page.show()
    assert shown(qtbot, page) == LENGTH + 1
    page.close_listening()


def test_an_empty_trail_says_what_will_come(make_page: MakePage, empty: Workspace) -> None:
    page = make_page(empty)
    assert page._stack.currentWidget() is page.empty
    page.history_action.trigger()
    page.focus_first()
    assert page.subtitle() == "0 events"


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ('{"what": "logged in"}', ("logged in", "")),
        ('{"state": "CLOSED", "reason": "done"}', ("CLOSED", "done")),
        ("", ("", "")),
        ("{broken", ("", "")),
        ("[1]", ("", "")),
    ],
)
def test_an_event_in_short(after: str, told: tuple[str, str], trail: Workspace) -> None:
    from dataclasses import replace

    from app.services import audit_trail

    event = audit_trail.get(trail, 1)
    assert event
    assert told_of(replace(event, after=after)) == told
