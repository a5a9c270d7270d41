"""The page of one case: head, tabs, notes, documents, approval, drafts and someone else's change."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from app.domain.case import CaseState, Priority
from app.domain.review import ResolutionVerdict
from app.gui.cases.case_pane import ATTACHMENTS, MATCHES, OVERVIEW, REPORT, TIMELINE
from app.gui.cases.timeline_rows import Kind
from app.gui.widgets.state_steps import StepState
from app.services import case_changes, review

CONTROL = Qt.KeyboardModifier.ControlModifier


def press(qtbot, page, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget() or page, key, modifiers)


def confirm(qtbot, page, reason="Seen on paper", choice=""):
    """Fill the question that is open and confirm it by key."""
    dialog = page.deeds.dialog
    if choice:
        dialog.choose(choice)
    dialog.reason.setPlainText(reason)
    assert dialog.confirm_button.isEnabled()
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return, CONTROL)


def wait_for(qtbot, page, condition):
    qtbot.waitUntil(lambda: page.case.case is not None and condition(page.case), timeout=5000)


def test_the_head_says_who_and_how_it_stands(open_case, ids):
    page = open_case(5)
    head = page.case.head
    states = [step.state for step in head.steps.steps]
    assert states == [
        StepState.DONE, StepState.DONE, StepState.AHEAD, StepState.CURRENT, StepState.AHEAD,
    ]  # fmt: skip
    assert head.steps.steps[3].note == "waiting for Ruth Kesselring"
    assert "Pending approval: now" in head.steps.accessibleDescription()
    assert "UTC" in head.steps.steps[0].hint
    facts = [head._flow.itemAt(n).widget().accessibleName() for n in range(head._flow.count())]
    assert "Approver: Ruth Kesselring" in facts
    assert "Maker: Ines Arantes" in facts
    assert head._id.accessibleName() == ids[5]
    assert page.subtitle() == f"/ {page.case.case.name}"
    assert head.position.text() == "1 of 1"
    page.grab()


def test_previous_and_next_stay_in_the_column_and_esc_goes_back(qtbot, open_case, ids):
    page = open_case(2)
    rows, place = page.list.place_of(ids[2])
    assert rows.shown == 2
    key = Qt.Key.Key_Down if place == 0 else Qt.Key.Key_Up
    press(qtbot, page, key, CONTROL)
    other = rows.row_at(1 - place).case_id
    wait_for(qtbot, page, lambda pane: pane.case.case_id == other)
    assert page.case.head.position.text() == f"{2 - place} of 2"
    press(qtbot, page, Qt.Key.Key_Escape)
    assert not page.is_case_open
    assert page.list.board.current_case() is not None


def test_a_note_is_stored_by_keyboard_and_its_draft_is_kept(qtbot, open_case, ids):
    page = open_case(2)
    press(qtbot, page, Qt.Key.Key_N)
    note = page.case.note
    assert note.text.hasFocus()
    qtbot.keyClicks(note.text, "m and s are letters here")
    assert note.text.toPlainText() == "m and s are letters here"
    press(qtbot, page, Qt.Key.Key_Escape)
    page.back()
    page.open_case(ids[3])
    wait_for(qtbot, page, lambda pane: pane.case.case_id == ids[3])
    assert note.text.toPlainText() == ""
    page.open_case(ids[2])
    wait_for(qtbot, page, lambda pane: pane.case.case_id == ids[2])
    assert note.text.toPlainText() == "m and s are letters here"
    note.kind.setCurrentIndex(note.kind.findData("CALL"))
    before = len(page.case.view_model.now.file.activities)
    qtbot.keyClick(note.text, Qt.Key.Key_Return, CONTROL)
    wait_for(qtbot, page, lambda pane: len(pane.view_model.now.file.activities) > before)
    assert page.case.view_model.now.file.activities[-1].type == "CALL"
    qtbot.waitUntil(lambda: note.text.toPlainText() == "", timeout=5000)


def test_the_timeline_narrows_by_kind_and_tells_utc(qtbot, open_case):
    page = open_case(5)
    page.case.tabs.setCurrentIndex(TIMELINE)
    timeline = page.case.timeline
    items = timeline.view.items()
    assert items[0].is_heading
    assert items[0].day.startswith("Today, ")
    assert all(item.is_heading or item.hint.endswith("UTC") for item in items)
    timeline.chips[Kind.DECISIONS].click()
    (line,) = [item for item in timeline.view.items() if not item.is_heading]
    assert line.strong == "Disposition"
    assert line.rest.startswith("True positive")
    assert line.text == "Same passport"
    assert not timeline.chips[Kind.DOCUMENTS].isVisible(), "there are none"
    timeline.view.setFocus()
    timeline.view.setCurrentIndex(timeline.view.model().index(1, 0))
    press(qtbot, page, Qt.Key.Key_Return)
    assert page.case.tabs.currentIndex() == TIMELINE, "no document came with it"
    timeline.view.grab()


def test_documents_come_by_drop_paste_and_picture(qtbot, open_case, tmp_path):
    page = open_case(3)
    path = tmp_path / "letter.txt"
    path.write_text("Dear customer,\nthank you.\n")
    page.case.attach_files((path,))
    wait_for(qtbot, page, lambda pane: len(pane.view_model.now.file.attachments) == 1)
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    pasted = QMimeData()
    pasted.setImageData(image)
    note = page.case.note.text
    assert note.canInsertFromMimeData(pasted)
    note.insertFromMimeData(pasted)
    wait_for(qtbot, page, lambda pane: len(pane.view_model.now.file.attachments) == 2)
    files = QMimeData()
    second = tmp_path / "second.txt"
    second.write_text("Another one")
    files.setUrls([QUrl.fromLocalFile(str(second))])
    note.insertFromMimeData(files)
    wait_for(qtbot, page, lambda pane: len(pane.view_model.now.file.attachments) == 3)
    plain = QMimeData()
    plain.setText("typed")
    note.insertFromMimeData(plain)
    assert note.toPlainText() == "typed"
    page.case.tabs.setCurrentIndex(ATTACHMENTS)
    pane = page.case.attachments
    names = [row.name for row in pane.model.rows]
    assert names[0] == "second.txt"
    assert names[1].startswith("picture-")
    assert names[1].endswith(".png")
    pane.table.selectRow(1)
    qtbot.waitUntil(lambda: pane.view.shown() == "image", timeout=5000)
    pane.table.selectRow(2)
    qtbot.waitUntil(lambda: pane.view.shown() == "text", timeout=5000)
    pane.copy_button.click()
    assert QGuiApplication.clipboard().text() == pane.current().sha256
    page.case.tabs.setCurrentIndex(TIMELINE)
    document = next(item for item in page.case.timeline.view.items() if item.file)
    page.case.timeline.view.opened.emit(document.key)
    assert page.case.tabs.currentIndex() == ATTACHMENTS


def test_an_altered_document_is_said_loudly(qtbot, open_case, tmp_path, workspace, ids):
    page = open_case(3)
    path = tmp_path / "letter.txt"
    path.write_text("Dear customer,\nthank you.\n")
    page.case.attach_files((path,))
    wait_for(qtbot, page, lambda pane: len(pane.view_model.now.file.attachments) == 1)
    kept = page.case.view_model.now.file.attachments[0]
    found = next(p for p in workspace.data_dir.rglob(f"*{kept.sha256[4:]}*") if p.is_file())
    found.chmod(0o600)
    found.write_bytes(b"something else, of another length")
    page.case.view_model.refresh()
    pane = page.case.attachments
    qtbot.waitUntil(lambda: not pane.alarm.isHidden(), timeout=5000)
    assert "letter.txt" in pane.alarm.accessibleDescription()
    page.case.tabs.setCurrentIndex(ATTACHMENTS)
    state = pane.model.columns[pane.model.column_of("state")]
    assert state.text(pane.model.rows[0]) == "Altered"


def test_opening_outside_needs_a_yes(qtbot, open_case, tmp_path, monkeypatch):
    page = open_case(3)
    opened = []
    monkeypatch.setattr("app.gui.cases.attachments_pane.QDesktopServices.openUrl", opened.append)
    path = tmp_path / "letter.txt"
    path.write_text("Dear customer")
    page.case.attach_files((path,))
    wait_for(qtbot, page, lambda pane: len(pane.view_model.now.file.attachments) == 1)
    pane = page.case.attachments
    pane.ask_open()
    pane.warning.reject()
    qtbot.wait(20)
    assert not opened
    pane.ask_open()
    agree = next(
        button
        for button in pane.warning.buttons()
        if pane.warning.buttonRole(button).name == "AcceptRole"
    )
    agree.click()
    qtbot.waitUntil(lambda: bool(opened), timeout=5000)
    assert opened[0].fileName().startswith("letter")


def test_matches_show_resolution_and_evidence(qtbot, open_case, workspace):
    page = open_case(2)
    page.case.tabs.setCurrentIndex(MATCHES)
    pane = page.case.matches
    line = pane.current()
    assert line.review.verdict is None
    assert pane.alignment.isVisible()
    with qtbot.waitSignal(page.review_requested, timeout=1000) as asked:
        qtbot.keyClick(pane.table, Qt.Key.Key_Return)
    assert asked.args == [line.review.group_id]
    open_ones = [one.review.match_id for one in pane.model.rows]
    review.resolve(
        workspace, open_ones, ResolutionVerdict.FALSE_POSITIVE, "other_birth", "Other year"
    )
    wait_for(qtbot, page, lambda shown: shown.matches.current().review.verdict is not None)
    assert "False positive" in pane._said.text()
    assert "Other year" in pane._said.text()
    qtbot.waitUntil(lambda: page.case.view_model.now.proposal is not None, timeout=5000)
    page.case.tabs.setCurrentIndex(OVERVIEW)
    assert page.case.overview.proposal.isVisible()
    page.case.overview.decide.click()
    assert page.deeds.dialog.chosen() == "", "the proposal is never chosen by itself"
    confirm(qtbot, page, "All of them are other people", "FALSE_POSITIVE")
    wait_for(qtbot, page, lambda shown: shown.case.state is CaseState.CLOSED)


def test_the_overview_explains_links_and_leads_on(qtbot, open_case, ids, workspace):
    page = open_case(2)
    overview = page.case.overview
    assert overview.waterfall.accessibleDescription()
    screening = page.case.view_model.now.file.screenings[0].screening_id
    with qtbot.waitSignal(page.screening_requested, timeout=1000) as asked:
        overview.screening_asked.emit(screening)
    assert asked.args == [screening]
    overview._link_button.click()
    dialog = page.link_dialog
    qtbot.waitUntil(lambda: dialog.model.is_loaded, timeout=5000)
    dialog.search.setText(ids[4])
    dialog._find()
    qtbot.waitUntil(lambda: dialog.model.is_loaded and dialog.model.shown == 1, timeout=5000)
    dialog.table.selectRow(0)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    page.deeds.dialog.confirm_button.click()
    wait_for(qtbot, page, lambda pane: len(pane.view_model.now.file.links) == 1)
    overview.unlink_asked.emit(ids[4])
    wait_for(qtbot, page, lambda pane: not pane.view_model.now.file.links)
    overview.notes.setPlainText("Read the letter of 3 March first.")
    assert overview.keep.isEnabled()
    overview.keep.click()
    wait_for(qtbot, page, lambda pane: pane.case.notes.startswith("Read the letter"))
    overview.case_asked.emit(ids[4])
    wait_for(qtbot, page, lambda pane: pane.case.case_id == ids[4])


def test_someone_elses_change_is_told_and_no_text_is_lost(qtbot, open_case, workspace, ids):
    page = open_case(3)
    page.case.note.text.setPlainText("half a sentence")
    page.case.overview.notes.setPlainText("a summary being written")
    with desk_of(workspace, "ruth@bank.example"):
        case_changes.set_priority(workspace, ids[3], Priority.LOW)
    qtbot.waitUntil(page.case.banner.isVisible, timeout=5000)
    assert "Priority: " in page.case.banner.accessibleDescription()
    assert page.case.note.text.toPlainText() == "half a sentence"
    assert page.case.overview.notes.toPlainText() == "a summary being written"
    page.case._understood.click()
    assert page.case.banner.isHidden()


def test_a_stale_change_is_refused_and_shown(qtbot, open_case, workspace, ids):
    page = open_case(3)
    page.case_deeds.ask_priority(page.case.case)
    with desk_of(workspace, "ruth@bank.example"):
        case_changes.set_tags(workspace, ids[3], ("mine",))
    confirm(qtbot, page, "", "LOW")
    qtbot.waitUntil(
        lambda: (
            page.case.banner.isVisible() and "was not made" in page.case.banner.accessibleName()
        ),
        timeout=5000,
    )
    wait_for(qtbot, page, lambda pane: pane.case.tags == ("mine",))


def desk_of(workspace, login):
    from app.domain.user import session_of

    with workspace.database.read() as uow:
        user = uow.users.get(login)
    return workspace.acting(session_of(user))


def test_the_report_is_made_when_it_is_seen(qtbot, open_case):
    page = open_case(6)
    page.case.tabs.setCurrentIndex(REPORT)
    report = page.case.report
    qtbot.waitUntil(lambda: report.report is not None, timeout=15_000)
    assert report.view.shown() == "pdf"
    assert not page.case.side.thumbnail.isHidden()
    assert "page" in page.case.side.pages.text()
    page.case.side.preview.click()
    qtbot.waitUntil(lambda: report.preview.made is not None, timeout=15_000)
    report.preview.close()


def test_a_case_that_cannot_be_read_is_said(qtbot, open_page):
    page = open_page()
    page.open_case("cas_none")
    qtbot.waitUntil(page.case.banner.isVisible, timeout=5000)
    assert "could not be read" in page.case.banner.accessibleName()


def test_due_words_change_with_the_clock(open_case, workspace):
    page = open_case(2)
    case = page.case.case
    workspace.clock = lambda: case.due_at + timedelta(hours=50)
    page.case._show(page.case.view_model.now)
    assert page.case.head._due.text() == "Overdue 2 d"
