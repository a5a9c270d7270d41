"""The spellings page: learned pairs, one word with its evidence, and whether screening uses them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import EnvironmentFault
from app.gui.spellings.page import SpellingsPage
from app.services import learned_aliases, lists, matching_settings
from app.services.matching_settings import MatchingSettings
from app.services.workspace import Workspace

WAIT_MS = 30_000


def said(widget: QWidget) -> str:
    QApplication.processEvents()  # what was just added is shown by the layout
    return "\n".join(item.text() for item in widget.findChildren(QLabel) if not item.isHidden())


@pytest.fixture
def open_page(qtbot: QtBot) -> Iterator[Callable[[Workspace], SpellingsPage]]:
    """Opens the page over a workspace and waits until it knows the pairs."""
    pages: list[SpellingsPage] = []

    def make(workspace: Workspace) -> SpellingsPage:
        page = SpellingsPage(workspace)
        qtbot.addWidget(page)
        page.resize(1200, 800)
        assert page.subtitle() == ""
        with qtbot.waitSignal(page.view_model.pairs_changed, timeout=WAIT_MS):
            page.show()
        pages.append(page)
        return page

    yield make
    for page in pages:
        page.close_listening()


@pytest.fixture
def page(open_page: Callable[[Workspace], SpellingsPage], workspace: Workspace) -> SpellingsPage:
    """The page over the small list."""
    return open_page(workspace)


def look_up(page: SpellingsPage, word: str, qtbot: QtBot) -> None:
    page.focus_first()
    page.search.setText(word)
    with qtbot.waitSignal(page.view_model.word_ready, timeout=WAIT_MS):
        qtbot.keyClick(page.search, Qt.Key.Key_Return)


def test_the_learned_pairs_are_shown_the_best_supported_first(page: SpellingsPage) -> None:
    rows = [(row.first, row.second, row.support) for row in page.view_model.pairs.rows]
    assert rows == [("zhoqeer", "zhoqir", 2), ("taalwan", "talwan", 1)]
    assert page.subtitle() == "2 pairs learned from the active lists"
    assert page.stack.currentWidget() is page.table
    assert page.note.text().startswith("2 of 2 pairs")
    assert page.title() == "Spellings"
    assert page.header_actions() == []
    assert page.find_action in page.page_actions()


def test_a_row_leads_to_its_word_and_the_entries_that_show_it(
    page: SpellingsPage, qtbot: QtBot
) -> None:
    page.table.setFocus()
    with qtbot.waitSignal(page.view_model.word_ready, timeout=WAIT_MS):
        page.table.selectRow(0)
    words = said(page.word)
    for wanted in ("zhoqeer", "zhoqir", "2 entries", "Zhoqir Talwan", "UN SC 6900000"):
        assert wanted in words
    assert len(page.word.witnesses) == 2
    page._look_up_row()  # it is shown already: nothing is asked
    assert page.word.report is not None
    with qtbot.waitSignal(page.view_model.entry_ready, timeout=WAIT_MS):
        page.word.witnesses[0].click()
    assert not page.entry_panel.isHidden()
    assert "QDi.6900000" in said(page.entry)
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.entry_panel.isHidden()
    with qtbot.waitSignal(page.view_model.word_ready, timeout=WAIT_MS):
        qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert "1 entry" in said(page.word)


def test_a_word_is_looked_up_among_classes_and_nicknames(page: SpellingsPage, qtbot: QtBot) -> None:
    page.find_action.trigger()
    page._look_up_typed()  # nothing is typed
    look_up(page, "Mohammed", qtbot)
    assert "Curated classes" in said(page.word)
    assert "muhammad" in said(page.word)
    assert page.stack.currentWidget() is page.empty
    assert "No learned pair holds this" in page.empty.accessibleName()
    look_up(page, "William", qtbot)
    assert "Nicknames" in said(page.word)
    assert "bill" in said(page.word)
    look_up(page, "Xyqvo", qtbot)
    assert "Nothing is known of this word" in said(page.word)
    page.search.setText("taal")
    assert [row.first for row in page.view_model.pairs.rows] == ["taalwan"]
    page.search.clear()
    assert len(page.view_model.pairs.rows) == 2


def test_a_word_without_letters_is_refused_kindly(page: SpellingsPage, qtbot: QtBot) -> None:
    page.search.setText("--")
    with qtbot.waitSignal(page.view_model.word_failed, timeout=WAIT_MS):
        qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert "holds no letter. Give one word of a name." in said(page.word)


def test_their_use_is_switched_and_recorded(
    page: SpellingsPage, workspace: Workspace, qtbot: QtBot
) -> None:
    look_up(page, "zhoqir", qtbot)
    assert page.word.report is not None
    assert not page.word.report.is_used
    with qtbot.waitSignal(page.view_model.word_ready, timeout=WAIT_MS):
        page.use.click()
    assert matching_settings.read(workspace).learned_aliases
    assert page.word.report.is_used
    assert page.use_action.isChecked()
    with qtbot.waitSignal(page.view_model.use_changed, timeout=WAIT_MS):
        page.use_action.trigger()
    assert not page.use.isChecked()
    matching_settings.save(workspace, MatchingSettings(learned_aliases=True))
    qtbot.waitUntil(page.use.isChecked, timeout=WAIT_MS)


def test_a_switch_that_fails_goes_back(
    page: SpellingsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise EnvironmentFault("The disk is full.", todo="Make room.")

    monkeypatch.setattr(matching_settings, "save", fail)
    with qtbot.waitSignal(page.view_model.failed, timeout=WAIT_MS):
        page.use.click()
    assert not page.use.isChecked()
    assert not page.banner.isHidden()
    assert "Make room." in page.banner.accessibleDescription()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert page.banner.isHidden()


def test_an_entry_that_cannot_be_read_says_why(
    page: SpellingsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_up(page, "zhoqir", qtbot)

    def fail(*_args: object) -> None:
        raise EnvironmentFault("The disk is away.")

    monkeypatch.setattr(learned_aliases, "witness_entry", fail)
    with qtbot.waitSignal(page.view_model.entry_failed, timeout=WAIT_MS) as failed:
        page.word.witnesses[0].click()
    assert "The disk is away." in said(page.entry)
    page.close_entry()
    page._say_of_entry(failed.args[0], "late")
    page._show_entry(failed.args[0], None)  # type: ignore[arg-type]  # not shown any more
    assert "late" not in said(page.entry)


def test_without_a_list_the_page_says_where_spellings_come_from(
    open_page: Callable[[Workspace], SpellingsPage],
    empty_workspace: Workspace,
    list_file: Path,
    qtbot: QtBot,
) -> None:
    page = open_page(empty_workspace)
    assert page.stack.currentWidget() is page.empty
    assert "Import a list." in page.empty.accessibleDescription()
    assert page.view_model.short_name("gone") == "gone"
    lists.import_list(empty_workspace, "un_sc", [list_file])
    qtbot.waitUntil(lambda: page.stack.currentWidget() is page.table, timeout=WAIT_MS)


def test_reading_large_lists_shows_progress(page: SpellingsPage) -> None:
    page.view_model.top = None
    page._show_pairs()
    page.view_model.reading.emit("Learning", 500, 2000)
    assert page.empty.accessibleDescription() == "Learning 500 / 2,000"
    page.view_model.reading.emit("Learning", 500, 0)
    assert page.empty.accessibleDescription() == "Learning 500"


def test_the_pairs_are_exported(page: SpellingsPage, tmp_path: Path, qtbot: QtBot) -> None:
    handle = page.table.export_to(tmp_path / "pairs.csv")
    qtbot.waitSignal(handle.ended, timeout=WAIT_MS).wait()
    assert "zhoqeer" in (tmp_path / "pairs.csv").read_text(encoding="utf-8-sig")
    page.table.export_to(tmp_path / "none" / "pairs.csv")
    qtbot.waitUntil(lambda: not page.banner.isHidden(), timeout=WAIT_MS)
