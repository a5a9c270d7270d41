"""Filter, saved views, table, bulk changes, new cases and approvals that wait."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication

from app.domain.case import CaseState, Disposition, Priority
from app.domain.case_query import CaseQuery
from app.domain.decision import Outcome
from app.domain.events import Event, EventType
from app.gui.cases.bulk_dialog import BulkDialog
from app.gui.cases.filters import as_json, built_in_views, chips_of, from_json, without
from app.gui.cases.view_model import CasesViewModel
from app.services import approvals, case_moves, cases
from app.services.case_bulk import BulkOutcome

CONTROL = Qt.KeyboardModifier.ControlModifier
S = CaseState


def wait_for(qtbot, page, fitting):
    qtbot.waitUntil(
        lambda: page.view_model.is_loaded and page.view_model.fitting == fitting, timeout=5000
    )


def press(qtbot, page, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget() or page, key, modifiers)


def menu_texts(menu):
    return {action.text().replace("&", ""): action for action in menu.actions()}


def test_the_first_view_is_ones_own_open_work(workspace):
    QSettings().clear()
    model = CasesViewModel(workspace)
    assert (model.view_name, model.query.assigned) == ("My open work", "me_or_nobody")
    assert not model.is_view_changed


def test_filters_are_chips_that_one_click_clears(qtbot, open_page, ids):
    page = open_page()
    pane, model = page.list.filter_pane, page.view_model
    menu = pane.build_filters()
    filters = {text: action.menu() for text, action in menu_texts(menu).items()}
    menu_texts(filters["State"])["In review"].trigger()
    wait_for(qtbot, page, 2)
    assert model.columns[S.OPEN].shown == 0
    menu_texts(pane.build_filters().actions()[6].menu())["#payment held"].trigger()
    wait_for(qtbot, page, 1)
    assert [button.chip.text for button in pane.chips.buttons] == [
        "In review", "#payment held", "With snoozed ones",
    ][:2]  # fmt: skip
    menu_texts(pane.build_filters().actions()[0].menu())["Assigned to Ines Arantes"].trigger()
    assert model.query.assigned == "ines@bank.example"
    pane.chips.buttons[0].click()
    assert model.query.assigned == ""
    menu_texts(pane.build_filters().actions()[2].menu())["In review"].trigger()
    assert model.query.states == ()
    pane.chips.buttons[0].click()
    wait_for(qtbot, page, 7)
    menu.deleteLater()


def test_the_search_finds_by_key_and_esc_stays(qtbot, open_page, ids, workspace):
    page = open_page()
    press(qtbot, page, Qt.Key.Key_Slash)
    search = page.list.filter_pane.search
    assert search.hasFocus()
    name = cases.get(workspace, ids[4]).case.name.split()[0]
    qtbot.keyClicks(search, name)
    assert search.text() == name, "letters are no shortcuts in a field"
    qtbot.waitUntil(lambda: 0 < page.view_model.fitting < 7, timeout=5000)
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert page.list.board.current_case() is not None
    page.view_model.set_text("nobody has this name")
    wait_for(qtbot, page, 0)
    assert page.list._stack.currentWidget() is page.list.nothing
    page.list.focus_cases()
    page.view_model.clear()
    wait_for(qtbot, page, 7)
    assert search.text() == ""


def test_views_are_chosen_and_remembered_without_names(qtbot, open_page, workspace):
    page = open_page()
    chooser = page.list.filter_pane.views
    menu = chooser.make_menu()
    menu_texts(menu)["Waiting for approval"].trigger()
    wait_for(qtbot, page, 1)
    assert page.view_model.view_name == "Waiting for approval"
    page.view_model.set_text("someone")
    page.view_model.set_query(page.view_model.query)
    again = CasesViewModel(workspace)
    assert again.view_name == "Waiting for approval"
    assert (again.query.states, again.query.text) == ((S.PENDING_APPROVAL,), "")
    chooser.save("Mine alone")
    assert page.view_model.views.get("Mine alone").filters == {"states": ["PENDING_APPROVAL"]}
    page.view_model.choose_view(type(built_in_views()[0])("Odd", {"states": ["NO"]}))
    assert page.view_model.query == CaseQuery()
    menu.deleteLater()


def test_every_view_of_the_program_can_be_asked(workspace):
    for view in built_in_views():
        query = from_json(view.filters)
        assert as_json(query) == view.filters
        assert cases.count(workspace, query)[1] == 7


def test_chips_and_json_of_every_filter():
    query = CaseQuery(
        text="a name",
        states=(S.OPEN,),
        priorities=(Priority.HIGH,),
        assigned="x@bank.example",
        due="week",
        sources=("un_sc",),
        tags=("vip",),
        snoozed="only",
        decision=(Outcome.BLOCK,),
    )
    chips = chips_of(query, {"x@bank.example": "Xenia"}, {"un_sc": "UN SC"})
    assert [chip.text for chip in chips] == [
        "Assigned to Xenia", "Due this week", "Open", "High", "Block", "UN SC", "#vip", "Snoozed",
    ]  # fmt: skip
    for chip in chips:
        query = without(query, chip.key)
    assert query == CaseQuery(text="a name")
    for broken in ({"due": "never"}, {"states": "OPEN"}, {"snoozed": "x"}):
        with pytest.raises((ValueError, TypeError)):
            from_json(broken)


def test_the_table_sorts_exports_and_opens(qtbot, open_page, tmp_path, ids):
    page = open_page(is_board=False)
    table = page.list.table.table
    model = page.view_model.table
    assert all(model.index(0, column).data() for column in range(model.columnCount()))
    table.sort_by((("priority", False), ("name", True)))
    qtbot.waitUntil(lambda: model.is_loaded, timeout=5000)
    ranks = [list(Priority).index(model.row_at(row).priority) for row in range(7)]
    assert ranks == sorted(ranks, reverse=True)
    path = tmp_path / "cases.csv"
    with qtbot.waitSignal(table.export_to(path).finished, timeout=5000):
        pass
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == 8
    page.list.focus_cases()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.case.case is not None, timeout=5000)
    press(qtbot, page, Qt.Key.Key_Escape)
    press(qtbot, page, Qt.Key.Key_B)
    assert page.view_model.is_board


def test_many_are_assigned_with_a_result_for_each(qtbot, open_page, ids):
    page = open_page(is_board=False)
    table = page.list.table.table
    table.setFocus()
    table.selectAll()
    assert page.list.table.chosen.text() == "7 cases chosen"
    press(qtbot, page, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    dialog = page.deeds.dialog
    assert dialog.typed is None, "fewer than 50 need no number"
    dialog.person.choose("ruth@bank.example")
    dialog.confirm_button.click()
    qtbot.waitUntil(lambda: page.bulk.result is not None, timeout=10_000)
    result = page.bulk.result
    assert result.heading() == "6 cases done, 1 left as they were"
    assert "is closed" in result.lines.toPlainText()
    result.accept()
    qtbot.waitUntil(lambda: page.view_model.columns is not None, timeout=100)


def test_many_are_closed_with_one_reason(qtbot, open_page, ids, workspace):
    page = open_page(is_board=False)
    page.view_model.set_query(CaseQuery(states=(S.IN_REVIEW,)))
    wait_for(qtbot, page, 2)
    table = page.list.table.table
    table.setFocus()
    table.selectAll()
    page.commands.bulk_close.trigger()
    dialog = page.deeds.dialog
    assert not dialog.confirm_button.isEnabled()
    dialog.choose("NO_ACTION_REQUIRED")
    dialog.reason.setPlainText("The product was closed")
    dialog.confirm_button.click()
    qtbot.waitUntil(lambda: page.bulk.result is not None, timeout=10_000)
    page.bulk.result.accept()
    wait_for(qtbot, page, 0)
    assert cases.get(workspace, ids[2]).case.disposition is Disposition.NO_ACTION_REQUIRED


def test_above_fifty_the_number_is_typed(qtbot, open_page):
    page = open_page()
    page.bulk.ask_close([page.list.board.current_case()], CaseQuery(), 51)
    dialog = page.deeds.dialog
    dialog.choose("FALSE_POSITIVE")
    dialog.reason.setPlainText("Other people")
    assert not dialog.confirm_button.isEnabled()
    assert dialog.note.text() == "The number is not typed yet."
    dialog.typed.setText("51")
    assert dialog.confirm_button.isEnabled()
    dialog.reject()


def test_the_result_names_each_case(qtbot):
    outcome = BulkOutcome("bat_1", ("cas_1",), ("cas_2",), (("cas_3", "It is closed."),))
    dialog = BulkDialog(outcome, {"cas_3": "Halima"})
    qtbot.addWidget(dialog)
    assert dialog.heading() == "1 case done, 1 wait for a second person, 1 left as they were"
    assert dialog.lines.toPlainText().splitlines() == [
        "Halima (cas_3): It is closed.",
        "cas_2: waits for a second person",
        "cas_1: done",
    ]


def test_a_case_is_opened_by_hand_for_a_screening(qtbot, open_page, workspace, ids):
    page = open_page()
    held = cases.get(workspace, ids[6])
    page.ask_new()
    dialog = page.new_dialog
    qtbot.keyClicks(dialog.search, held.case.external_id)
    qtbot.waitUntil(lambda: dialog.model.is_loaded and dialog.model.shown == 1, timeout=5000)
    dialog.table.selectRow(0)
    qtbot.keyClicks(dialog.reason, "The branch asked again")
    dialog.priority.setCurrentIndex(2)
    dialog.open_button.click()
    qtbot.waitUntil(
        lambda: page.case.case is not None and page.case.case.case_id not in ids, timeout=5000
    )
    assert page.case.case.priority is Priority.HIGH
    assert page.case.view_model.now.file.earlier[0].case_id == ids[6]


def test_no_second_case_is_opened_for_a_subject(qtbot, open_page, workspace, ids):
    page = open_page()
    screening_id = cases.get(workspace, ids[3]).screenings[0].screening_id
    page.ask_new(screening_id)
    dialog = page.new_dialog
    qtbot.waitUntil(lambda: dialog.model.is_loaded and dialog.model.shown == 1, timeout=5000)
    dialog.reason.setPlainText("Once more")
    dialog.open_button.click()
    qtbot.waitUntil(lambda: bool(dialog.message.text()), timeout=5000)
    assert "No second case" in dialog.message.text()
    dialog.reject()


def test_the_reviewer_decides_from_the_list_of_what_waits(qtbot, open_page, act_as, workspace, ids):
    act_as("ruth@bank.example")
    page = open_page()
    press(qtbot, page, Qt.Key.Key_A)
    dialog = page.approvals
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1, timeout=5000)
    row = dialog.current()
    assert (row.approval.summary, row.obstacle) == ("TRUE_POSITIVE", "")
    texts = [dialog.model.index(0, n).data() for n in range(dialog.model.columnCount())]
    assert texts[1:3] == ["True positive", "Ines Arantes"]
    qtbot.keyClick(dialog, Qt.Key.Key_R)
    page.deeds.dialog.reject()
    qtbot.keyClick(dialog, Qt.Key.Key_A)
    page.deeds.dialog.confirm_button.click()
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 0, timeout=5000)
    assert dialog._stack.currentWidget() is dialog.empty
    assert cases.get(workspace, ids[5]).case.state is S.CLOSED
    dialog.reject()


def test_the_maker_sees_what_waits_and_cannot_decide(qtbot, open_page, ids):
    page = open_page()
    page.show_approvals()
    dialog = page.approvals
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 1, timeout=5000)
    assert "You asked for it" in dialog.why.text()
    assert not dialog.approve.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_A)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.case.case is not None, timeout=5000)
    assert page.case.case.case_id == ids[5]


def test_who_only_reads_is_told_so(qtbot, open_page, act_as):
    act_as("otto@bank.example")
    page = open_page()
    page.bar.begin(page.view_model.columns[S.IN_REVIEW].row_at(0))
    hint = page.list.board.columns[S.ESCALATED].hint
    qtbot.waitUntil(lambda: hint.hint.is_refused, timeout=5000)
    page.bar.put_back()
    page.deeds.move(page.view_model.columns[S.OPEN].row_at(0), S.IN_REVIEW)
    qtbot.waitUntil(lambda: _error_dialog() is not None, timeout=5000)
    assert "may not work on cases" in _error_dialog().what
    _error_dialog().reject()


def _error_dialog():
    found = [w for w in QApplication.topLevelWidgets() if type(w).__name__ == "ErrorDialog"]
    return next((window for window in found if window.isVisible()), None)


def test_changes_elsewhere_appear_by_their_events(qtbot, open_page, workspace, ids):
    page = open_page()
    case_moves.assign(workspace, ids[0], "ines@bank.example")
    qtbot.waitUntil(lambda: page.view_model.columns[S.OPEN].shown == 1, timeout=5000)
    page.hide()
    now = workspace.clock()
    workspace.bus.publish([Event("evt_1", EventType.CASE_UPDATED, now, "case", ids[0], {})])
    qtbot.waitUntil(lambda: page._is_stale, timeout=2000)
    workspace.bus.publish([Event("evt_2", EventType.LIST_STAGED, now, "list", "x", {})])
    page.show()
    assert not page._is_stale


def test_an_empty_workspace_says_what_opens_a_case(qtbot, data_dir):
    from app.bootstrap import open_workspace
    from app.gui import jobs
    from app.gui.cases.page import CasesPage

    workspace = open_workspace(data_dir)
    page = CasesPage(workspace)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.view_model.is_loaded, timeout=5000)
    qtbot.waitUntil(lambda: page.list._stack.currentWidget() is page.list.empty, timeout=5000)
    page.focus_first()
    assert page.subtitle() == "0 open, 0 due today"
    assert page.current_case() is None
    assert not page.commands.move.isEnabled()
    page.close_listening()
    jobs.shutdown()
    workspace.close()


def test_a_store_that_fails_is_said_in_words(qtbot, open_page, monkeypatch):
    page = open_page()

    def broken(*_args):
        raise ValueError("secret name")

    monkeypatch.setattr(cases, "count", broken)
    page.refresh()
    qtbot.waitUntil(page.list.banner.isVisible, timeout=5000)
    assert "secret" not in page.list.banner.accessibleDescription()
    monkeypatch.undo()
    page.commands.refresh.trigger()
    qtbot.waitUntil(page.list.banner.isHidden, timeout=5000)


def test_every_action_can_be_reached_and_says_its_key(open_page):
    page = open_page()
    for action in page.commands.every():
        assert action.text()
        if not action.shortcut().isEmpty():
            assert action.toolTip().endswith(")")
    assert page.title() == "Cases"
    assert page.header_actions() == [page.commands.approvals]


def test_the_counts_for_the_navigation(qtbot, workspace, ids):
    from app.gui.cases.counting import CaseCounter

    counter = CaseCounter(workspace)
    with qtbot.waitSignal(counter.counted, timeout=5000) as told:
        counter.ask()
    assert told.args == [6, 0]
    with qtbot.waitSignal(counter.counted, timeout=5000) as told:
        case_moves.dispose(workspace, ids[2], "FALSE_POSITIVE", "Other birth")
    assert told.args == [5, 0]
    counter._bridge.close()
    assert approvals is not None
