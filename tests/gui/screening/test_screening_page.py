"""The screening page on the real services and the demonstration lists."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from app.domain.decision import Outcome
from app.domain.errors import DatabaseLocked, InvalidSubject
from app.domain.match import Check
from app.domain.risk import RiskBand
from app.domain.screening import ScreeningRecord
from app.gui import jobs
from app.gui.screening import page as pages
from app.gui.screening import view_model as view_models
from app.gui.screening.form_reading import FormState
from app.gui.screening.page import ScreeningPage
from app.services import history, lists, screening
from app.services.jobs import Job
from app.services.workspace import Workspace

WAIT_MS = 20_000


@pytest.fixture
def page(workspace: Workspace, qtbot: QtBot) -> ScreeningPage:
    made = ScreeningPage(workspace)
    qtbot.addWidget(made)
    made.resize(1240, 800)
    made.show()
    qtbot.waitUntil(lambda: made.view_model.standing.has_lists, timeout=WAIT_MS)
    return made


def typed(page: ScreeningPage, name: str, qtbot: QtBot) -> ScreeningRecord:
    """The record that the page shows after `name` was typed and screened."""
    page.clear()
    page.form.subject.name.setText(name)
    with qtbot.waitSignal(page.view_model.record_ready, timeout=WAIT_MS) as ready:
        page.screen_action.trigger()
    return ready.args[0]


def test_the_page_starts_on_demo_lists_and_offers_names(page: ScreeningPage) -> None:
    assert page.middle.currentWidget() is page.empty
    assert page.demo_banner.isVisible()
    assert page.empty.demo.isVisible()
    assert not page.detail.isVisible()
    assert not page.copy_action.isEnabled()
    assert page.subtitle() == ""
    assert page.form.checks._counts[Check.SANCTIONS].text() == "2 demo lists"
    assert page.form.checks._counts[Check.PEP].text() == "1 demo list"


@pytest.mark.parametrize(
    ("number", "name", "outcome", "band"),
    [
        (0, "Test Clean User", Outcome.APPROVE, RiskBand.LOW),
        (1, "Test PEP Person", Outcome.REVIEW_REQUIRED, RiskBand.HIGH),
        (2, "Test Sanctioned Entity", Outcome.BLOCK, RiskBand.CRITICAL),
    ],
)
def test_the_demo_names_give_what_they_promise(
    page: ScreeningPage, qtbot: QtBot, number: int, name: str, outcome: Outcome, band: RiskBand
) -> None:
    with qtbot.waitSignal(page.view_model.record_ready, timeout=WAIT_MS) as ready:
        page.empty.try_buttons[number].click()
    record = ready.args[0]
    assert (record.subject.name, record.decision.outcome, record.risk.band) == (
        name, outcome, band,
    )  # fmt: skip
    assert page.middle.currentWidget() is page.result
    assert page.result.demo.isVisible()
    assert page.subtitle().startswith(name)
    shown = [page.report_action, page.new_action]
    assert page.header_actions() == [*shown, *([page.exclude_action] if record.matches else [])]
    assert page.detail.isVisible() == bool(record.matches)


def test_the_whole_list_entry_follows_the_match(page: ScreeningPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.view_model.entry_ready, timeout=WAIT_MS) as ready:
        page.empty.try_buttons[2].click()
    match, entry = ready.args
    assert entry.entry_id == match.list_entry_id
    qtbot.keyClick(page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier
                   | Qt.KeyboardModifier.ShiftModifier)  # fmt: skip
    page.copy_action.trigger()
    assert "sanctions-exact" in QGuiApplication.clipboard().text()


def test_the_record_is_stored_and_opens_from_recent(page: ScreeningPage, qtbot: QtBot) -> None:
    record = typed(page, "Wei Qingshuo", qtbot)
    stored = screening.record(page._workspace, record.screening_id)
    assert stored == record
    qtbot.waitUntil(lambda: page.form.recent.list.count() == 1, timeout=WAIT_MS)
    page.clear()
    assert page.middle.currentWidget() is page.empty
    assert page.form.subject.name.text() == ""
    assert page.form.subject.name.hasFocus()
    page.form.recent.list.itemActivated.emit(page.form.recent.list.item(0))
    qtbot.waitUntil(lambda: page.middle.currentWidget() is page.result, timeout=WAIT_MS)
    assert page.form.subject.name.text() == "Wei Qingshuo"


@pytest.mark.parametrize(
    "name", ["ألكسندر بريفنيكوفسكي", "魏青朔", "Бревниковский", "O’Neil-Ødegård"]
)
def test_any_script_is_screened_and_isolated(page: ScreeningPage, qtbot: QtBot, name: str) -> None:
    assert typed(page, name, qtbot).subject.name == name
    assert name in page.subtitle()


def test_media_without_articles_is_reported_as_not_run(page: ScreeningPage, qtbot: QtBot) -> None:
    page.form.subject.name.setText("Test Clean User")
    page.form.checks.boxes[Check.ADVERSE_MEDIA].setChecked(True)
    with qtbot.waitSignal(page.view_model.record_ready, timeout=WAIT_MS) as ready:
        page.screen_action.trigger()
    assert ready.args[0].decision.outcome is Outcome.REVIEW_REQUIRED
    assert any("Adverse media" in b.accessibleName() for b in page.result._notices)


def slow_screening(
    release: threading.Event, made: Callable[..., ScreeningRecord]
) -> Callable[..., ScreeningRecord]:
    """A stand-in whose first call waits until `release` is set."""
    calls = []

    def screen(workspace: Workspace, request: object, job: object) -> ScreeningRecord:
        calls.append(request)
        name = request.subject.name  # type: ignore[attr-defined]
        if len(calls) == 1:
            release.wait(10)
        return made(screening_id=f"scr_{name}")

    return screen


def test_the_newest_screening_wins(
    page: ScreeningPage, qtbot: QtBot, made: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()
    monkeypatch.setattr(view_models.screening, "screen", slow_screening(release, made.record))
    shown = []
    page.view_model.record_ready.connect(lambda record: shown.append(record.screening_id))
    page.form.subject.name.setText("First")
    page.screen_action.trigger()
    assert page.form.progress.isVisible()  # something is said while it lasts
    page.form.subject.name.setText("Second")
    page.screen_action.trigger()
    qtbot.waitUntil(lambda: shown == ["scr_Second"], timeout=WAIT_MS)
    assert not page.form.progress.isVisible()
    release.set()
    qtbot.waitUntil(lambda: not jobs.lanes().running(), timeout=WAIT_MS)
    assert shown == ["scr_Second"]


def test_clearing_drops_what_is_under_way(
    page: ScreeningPage, qtbot: QtBot, made: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()
    monkeypatch.setattr(view_models.screening, "screen", slow_screening(release, made.record))
    page.form.subject.name.setText("First")
    page.screen_action.trigger()
    page.clear()
    release.set()
    qtbot.waitUntil(lambda: not jobs.lanes().running(), timeout=WAIT_MS)
    assert page.middle.currentWidget() is page.empty


def test_the_window_goes_on_while_it_screens(
    page: ScreeningPage, qtbot: QtBot, gui_gaps: object
) -> None:
    typed(page, "Warm Up", qtbot)
    gui_gaps.start()  # type: ignore[attr-defined]
    for name in ("Test PEP Person", "Test Sanctioned Entity", "Wei Qingshuo"):
        typed(page, name, qtbot)
        qtbot.wait(50)
    assert gui_gaps.worst_busy_ms < 250  # type: ignore[attr-defined]  # two noisy cores


@pytest.mark.parametrize("error", [
    InvalidSubject("The name is strange.", safe="Nothing was stored."),
    DatabaseLocked("Another program is writing.", safe="Nothing was lost.", todo="Try again."),
])  # fmt: skip
def test_errors_stand_beside_what_they_are_about(
    page: ScreeningPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse(*_args: object) -> None:
        raise error

    monkeypatch.setattr(view_models.screening, "screen", refuse)
    page.form.subject.name.setText("Wei Qingshuo")
    page.screen_action.trigger()
    place = page.form.refusal if isinstance(error, InvalidSubject) else page.failure
    qtbot.waitUntil(place.isVisible, timeout=WAIT_MS)
    assert error.message in place.accessibleName()  # type: ignore[attr-defined]
    assert not page.form.progress.isVisible()
    assert page.form.subject.name.text() == "Wei Qingshuo"
    page.clear()
    assert not page.failure.isVisible()


def test_a_missing_list_entry_leaves_the_evidence(
    page: ScreeningPage, qtbot: QtBot, made: SimpleNamespace
) -> None:
    with qtbot.waitSignal(page.view_model.entry_failed, timeout=WAIT_MS):
        page.show_record(made.record(made.match()))
    assert page.detail.fields.fields.rowCount() == 5


def test_next_and_previous_walk_the_matches(
    page: ScreeningPage, qtbot: QtBot, made: SimpleNamespace
) -> None:
    page.show_record(made.record(*made.many(3)))
    page.next_action.trigger()
    page.detail.next.click()
    assert page.result.matches.position() == (2, 3)
    page.next_action.trigger()
    assert page.result.matches.position() == (2, 3)
    page.previous_action.trigger()
    assert page.detail._position.text() == "2 of 3"
    page.table_action.trigger()
    assert page.result.matches.table.hasFocus()


def test_removing_the_demo_lists_changes_the_page(page: ScreeningPage, qtbot: QtBot) -> None:
    page.demo_banner.remove_button.click()
    qtbot.waitUntil(lambda: not page.view_model.standing.has_lists, timeout=WAIT_MS)
    assert not page.demo_banner.isVisible()
    assert not page.empty.demo.isVisible()
    assert page.empty.import_button.isVisible()
    assert "not run" in page.form.checks.messages[Check.SANCTIONS].text()
    assert all(status.active is None for status in lists.status(page._workspace))
    record = typed(page, "Wei Qingshuo", qtbot)
    assert record.decision.outcome is Outcome.REVIEW_REQUIRED
    assert len(page.result._notices) >= 2


def test_importing_is_asked_of_the_window(page: ScreeningPage, qtbot: QtBot) -> None:
    for button in (page.demo_banner.import_button, page.empty.import_button):
        with qtbot.waitSignal(page.import_requested):
            button.click()


def test_all_actions_are_offered_with_their_keys(page: ScreeningPage) -> None:
    keys = {action.text(): action.shortcut().toString() for action in page.page_actions()}
    assert keys["Screen"] == "Ctrl+Return"
    assert keys["New"] == "Ctrl+N"
    assert keys["Copy explanation"] == "Ctrl+Shift+C"
    given = [key for key in keys.values() if key]
    assert len(given) == len(set(given))
    page.form.subject.name.setText("Wei Qingshuo")
    assert "Ctrl+Enter" in page.screen_action.toolTip()


def test_the_panes_keep_their_sizes(
    page: ScreeningPage, workspace: Workspace, qtbot: QtBot, made: SimpleNamespace
) -> None:
    page.show_record(made.record(made.match()))
    qtbot.waitUntil(lambda: page.split.sizes()[2] > 0, timeout=WAIT_MS)
    page.split.moveSplitter(300, 1)
    again = ScreeningPage(workspace)
    qtbot.addWidget(again)
    again.resize(1240, 800)
    again.show_record(made.record(made.match()))
    again.show()
    assert again.split.sizes() == page.split.sizes()


def test_history_shows_what_was_screened(page: ScreeningPage, qtbot: QtBot) -> None:
    typed(page, "Wei Qingshuo", qtbot)
    typed(page, "Test PEP Person", qtbot)
    names = [s.name for s in history.page(page._workspace, history.HistoryQuery(), 0, 8)]
    assert names == ["Test PEP Person", "Wei Qingshuo"]


def test_a_bug_opens_the_error_dialog(
    page: ScreeningPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall(*_args: object) -> None:
        raise KeyError("bug")

    shown = []
    monkeypatch.setattr(view_models.screening, "screen", fall)
    monkeypatch.setattr(pages, "show_error", lambda error, _parent: shown.append(error))
    page.form.subject.name.setText("Wei Qingshuo")
    page.screen_action.trigger()
    qtbot.waitUntil(lambda: bool(shown), timeout=WAIT_MS)
    assert isinstance(shown[0], KeyError)
    assert not page.failure.isVisible()


def test_a_long_wait_tells_how_far_it_is(
    page: ScreeningPage, qtbot: QtBot, made: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def screen(_workspace: Workspace, _request: object, job: Job) -> ScreeningRecord:
        job.progress(1200, 16393, "Preparing the names")
        return made.record()

    said = []
    page.view_model.progressed.connect(said.append)
    monkeypatch.setattr(view_models.screening, "screen", screen)
    page.form.subject.name.setText("Wei Qingshuo")
    with qtbot.waitSignal(page.view_model.record_ready, timeout=WAIT_MS):
        page.screen_action.trigger()
    assert said == ["Preparing the names, 1,200 / 16,393"]


def test_a_form_with_errors_is_not_screened(page: ScreeningPage, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(page.view_model.busy_changed):
        assert not page.view_model.screen(FormState(name="X"))
    assert page.view_model.short_name("un_sc") == "UN SC"
    assert page.view_model.short_name("unknown") == "unknown"


def test_old_lists_are_said_at_their_check(page: ScreeningPage) -> None:
    standing = page.view_model.standing
    run = replace(standing.run(Check.SANCTIONS), stale=("un_sc",), missing=("us_ofac_cons",))
    page.form.show_standing(replace(standing, runs=(run,)))
    said = page.form.checks.messages[Check.SANCTIONS].text()
    assert said.startswith("Not loaded: ")
    assert "UN SC is" in said
