"""The ways to the cases and from them, in the window of the program."""

from __future__ import annotations

from app.gui.shell.main_window import MainWindow
from app.gui.shell.navigation import COUNT_ROLE
from app.gui.shell.standard_pages import connect_pages, open_case, page_specs, refresh_pages


def test_a_case_is_opened_from_elsewhere_and_leads_to_its_screening(qtbot, workspace, ids):
    window = MainWindow(page_specs(workspace), workspace.actor, "Sample")
    qtbot.addWidget(window)
    connect_pages(window, workspace)
    window.resize(1280, 800)
    window.show()
    open_case(window, ids[2])
    page = window.current_page()
    qtbot.waitUntil(lambda: page.case.case is not None, timeout=5000)
    assert page.case.case.case_id == ids[2]
    assert not window.import_action.isVisible(), "the key for files is the case's"
    assert page.commands.attach.isVisible()
    item = window.navigation._model.item(window.navigation._keys.index("cases"))
    qtbot.waitUntil(lambda: item.data(COUNT_ROLE) == "6", timeout=5000)
    page.back()
    assert window.import_action.isVisible()
    refresh_pages(window)
    page.screening_requested.emit(page.view_model.columns["OPEN"].row_at(0).screening_id)
    qtbot.waitUntil(lambda: window.current_page().title() == "Screening", timeout=5000)
    page.review_requested.emit("any")
    assert window.current_page().title() == "Review"
    page.close_listening()
