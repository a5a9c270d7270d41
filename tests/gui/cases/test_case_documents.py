"""What else can be done with the documents of a case, and what is said where it fails."""

from __future__ import annotations

from app.gui.cases.case_pane import ATTACHMENTS, REPORT
from app.services import case_activities, reports


def attached(qtbot, page, count):
    qtbot.waitUntil(
        lambda: (
            page.case.view_model.now is not None
            and len(page.case.view_model.now.file.attachments) == count
        ),
        timeout=5000,
    )


def test_a_link_is_shown_and_never_fetched(qtbot, open_case, workspace, ids, monkeypatch):
    page = open_case(3)
    opened = []
    monkeypatch.setattr("app.gui.cases.attachments_pane.QDesktopServices.openUrl", opened.append)
    case_activities.attach_link(
        workspace, ids[3], "Register", "EXTRACT", "https://register.example/42"
    )
    attached(qtbot, page, 1)
    page.case.tabs.setCurrentIndex(ATTACHMENTS)
    pane = page.case.attachments
    assert pane.view._words.accessibleDescription() == "https://register.example/42"
    assert not pane.save_button.isEnabled()
    assert not opened
    pane.ask_open()
    pane.warning.buttons()[-1].click()
    qtbot.waitUntil(lambda: pane.warning is None, timeout=2000)
    if not opened:
        pane._open(pane.current())
    assert opened[0].toString() == "https://register.example/42"


def test_a_copy_is_saved_where_it_is_asked_for(qtbot, open_case, tmp_path, monkeypatch):
    page = open_case(3)
    source, folder = tmp_path / "letter.txt", tmp_path / "copies"
    source.write_text("Dear customer")
    folder.mkdir()
    page.case.attach_files((source,))
    attached(qtbot, page, 1)
    monkeypatch.setattr(
        "app.gui.cases.attachments_pane.QFileDialog.getExistingDirectory",
        lambda *_args: str(folder),
    )
    page.case.attachments.ask_save()
    qtbot.waitUntil(lambda: any(folder.iterdir()), timeout=5000)
    qtbot.waitUntil(lambda: next(folder.iterdir()).read_text() == "Dear customer", timeout=5000)


def test_a_missing_document_is_said_where_it_is_looked_at(qtbot, open_case, tmp_path, workspace):
    page = open_case(3)
    source = tmp_path / "letter.txt"
    source.write_text("Dear customer")
    page.case.attach_files((source,))
    attached(qtbot, page, 1)
    kept = page.case.view_model.now.file.attachments[0]
    found = next(p for p in workspace.data_dir.rglob(f"*{kept.sha256[4:]}*") if p.is_file())
    found.unlink()
    pane = page.case.attachments
    pane._shown_id = ""
    pane._show_row(0)
    qtbot.waitUntil(lambda: pane.view._words.accessibleName() == "It cannot be shown", timeout=5000)
    assert not pane.alarm.isHidden()
    page.case.view_model.refresh()
    state = pane.model.columns[pane.model.column_of("state")]
    qtbot.waitUntil(lambda: state.text(pane.model.rows[0]) == "Missing", timeout=5000)


def test_files_are_asked_for_by_key(qtbot, open_case, tmp_path, monkeypatch):
    page = open_case(3)
    source = tmp_path / "letter.txt"
    source.write_text("Dear customer")
    monkeypatch.setattr(
        "app.gui.cases.note_pane.QFileDialog.getOpenFileNames", lambda *_args: ([str(source)], "")
    )
    page.commands.attach.trigger()
    attached(qtbot, page, 1)


def test_a_report_that_cannot_be_made_says_why(qtbot, open_case, monkeypatch):
    page = open_case(3)

    def broken(*_args):
        raise ValueError("secret name")

    monkeypatch.setattr(reports, "case_report_of", broken)
    page.case.tabs.setCurrentIndex(REPORT)
    view = page.case.report.view
    qtbot.waitUntil(
        lambda: view._words.accessibleName() == "The report could not be made", timeout=5000
    )
    assert "secret" not in view._words.accessibleDescription()
