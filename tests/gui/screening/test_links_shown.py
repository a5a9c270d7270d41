"""One party on many lists in the window: shown with why, opened, told apart and restored."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.bootstrap import open_workspace
from app.domain.links import EntryRef, LinkBasis, LinkState
from app.domain.match import Check
from app.domain.screening import Purpose
from app.domain.subject import Subject, SubjectType
from app.gui import jobs
from app.gui.lists.browser_pane import BrowserPane
from app.gui.screening.links_pane import LinkedRow, basis_word
from app.gui.screening.links_view_model import Linked
from app.gui.screening.match_rows import match_rows
from app.gui.screening.page import ScreeningPage
from app.services import linking, own_lists, screening, user_sources

HEAD = "ref,name,date of birth,passport,nationality\n"
FIRST = HEAD + "A1,Orsolo Ventris,1961-03-12,K0193311,CY\nA2,Zhoqir Morvane,1970-04-03,,RU\n"
SECOND = HEAD + "B1,Orsolo Ventriss,1961-03-12,K0193311,CY\n"


def words(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


@pytest.fixture
def linked(data_dir: Path, tmp_path: Path):
    """A workspace on two lists that both name one person."""
    workspace = open_workspace(data_dir)
    for code, text in (("first", FIRST), ("second", SECOND)):
        path = tmp_path / f"{code}.csv"
        path.write_text(text, encoding="utf-8")
        mapping = own_lists.guess_mapping(path).mapping
        source = own_lists.own_source(f"{code.title()} list", code)
        own_lists.add_own(workspace, source, [path], mapping)
    linking.relink(workspace)
    yield workspace
    jobs.shutdown()
    workspace.close()


@pytest.fixture
def record(linked):
    subject = Subject(SubjectType.INDIVIDUAL, "Orsolo Ventris")
    request = screening.ScreeningRequest(subject, (Check.SANCTIONS,), Purpose.ON_DEMAND)
    return screening.screen(linked, request)


@pytest.fixture
def page(qtbot, linked, record):
    """The screening page with the record, its links shown."""
    made = ScreeningPage(linked)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    with qtbot.waitSignal(made.links.linked, timeout=10_000):
        made.show_record(record)
    yield made
    made.view_model._bridge.close()


def the_row(pane) -> LinkedRow:
    (row,) = pane.rows.values()
    return row


def test_the_match_tells_where_else_the_party_is_listed(qtbot, page, record) -> None:
    match = record.matches[0]
    other = record.matches[1]
    pane = page.detail.links
    assert pane.isVisible()
    row = the_row(pane)
    assert row.item.ref == EntryRef(other.source, other.list_entry_id)
    told = words(pane)
    assert f"Also on: {page.links.short_name(other.source)} {other.list_entry_id}" in told
    assert f"{basis_word(row.item.basis)}: {row.item.evidence}" in told
    assert row.item.far == EntryRef(match.source, match.list_entry_id)
    with qtbot.waitSignal(page.links.entry_ready, timeout=10_000):
        row.show_button.click()
    assert "K0193311" in words(row.entry)
    assert row.show_button.text() == "Hide"
    row.show_button.click()
    assert row.entry.isHidden()


def test_matches_of_one_party_are_marked_in_the_table(page, record) -> None:
    rows = match_rows(record)
    assert [row.same_party for row in rows] == [("Second list",), ("First list",)]
    assert rows[0].second_line == "First list = Second list, Sanctions"
    assert "same party as Second list" in rows[0].source_line  # the tooltip
    table = page.result.matches.model
    party = next(c for c in table.columns if c.field == "party")
    assert party.text(rows[0]) == "Second list"


def test_a_match_without_a_party_has_no_links(qtbot, page, linked) -> None:
    subject = Subject(SubjectType.INDIVIDUAL, "Zhoqir Morvane")
    request = screening.ScreeningRequest(subject, (Check.SANCTIONS,), Purpose.ON_DEMAND)
    alone = screening.screen(linked, request)
    with qtbot.waitSignal(page.links.linked, timeout=10_000):
        page.show_record(alone)
    assert page.detail.links.isHidden()
    assert match_rows(alone)[0].same_party == ()


def test_a_link_is_undone_with_a_reason_and_restored(qtbot, page, linked) -> None:
    pane = page.detail.links
    the_row(pane).decide_button.click()
    QTest.keyClicks(pane.dialog.reason, "Two brothers")
    with qtbot.waitSignal(page.links.linked, timeout=10_000):
        pane.dialog.confirm_button.click()
    row = the_row(pane)
    assert row.item.state is LinkState.UNDONE
    assert "Two brothers" in words(row)
    assert "On no other list" in words(pane)
    assert linking.party_of(linked, row.item.ref.source, row.item.ref.entry_id) is None
    assert row.decide_button.text() == "Restore…"
    row.decide_button.click()
    QTest.keyClicks(pane.dialog.reason, "The same man after all")
    with qtbot.waitSignal(page.links.linked, timeout=10_000):
        pane.dialog.confirm_button.click()
    assert the_row(pane).item.is_linked
    assert linking.party_of(linked, row.item.ref.source, row.item.ref.entry_id) is not None


def test_a_decision_that_comes_too_late_is_told(qtbot, page, linked) -> None:
    pane = page.detail.links
    item = the_row(pane).item
    linking.undo(linked, item.link_id, reason="Somebody else was quicker")
    with qtbot.waitSignal(page.links.failed, timeout=10_000):
        page.links.undo(item.link_id, "Two brothers")
    assert pane.banner.isVisible()
    assert "undone already" in pane.banner.accessibleName()


def test_an_entry_that_is_not_there_any_more_says_so(qtbot, page) -> None:
    pane = page.detail.links
    row = the_row(pane)
    gone = Linked(
        row.item.ref, row.item.far, "", LinkBasis.REFERENCE, "", LinkState.ENDED, checksum="0" * 32
    )
    row.item = gone
    with qtbot.waitSignal(page.links.entry_failed, timeout=10_000):
        row.show_button.click()
    assert "There is no entry" in words(row.entry)


def test_the_links_of_a_list_that_was_removed_are_those_of_then(qtbot, page, linked) -> None:
    for source in ("first", "second"):
        user_sources.remove_source(linked, source, reason="Not needed")
    match = page._record.matches[0]
    ref = EntryRef(match.source, match.list_entry_id)
    with qtbot.waitSignal(page.links.linked, timeout=10_000):
        page.links.ask(ref, page._record.party_of(match))
    row = the_row(page.detail.links)
    assert row.item.state is LinkState.ENDED
    assert "when this was screened" in words(row)
    assert not row.decide_button.isVisible()


def test_the_browser_shows_the_links_of_an_entry(qtbot, linked) -> None:
    pane = BrowserPane(linked)
    qtbot.addWidget(pane)
    pane.resize(1200, 700)
    with qtbot.waitSignal(pane.links.linked, timeout=10_000):
        pane.show()
        pane.open("second")
    assert the_row(pane.links_pane).item.ref == EntryRef("first", "A1")
    assert "Also on: First list A1" in words(pane.links_pane)


def test_the_browser_knows_a_list_that_came_later(qtbot, linked, tmp_path: Path) -> None:
    pane = BrowserPane(linked)
    qtbot.addWidget(pane)
    assert pane.source.findData("third") < 0
    path = tmp_path / "third.csv"
    path.write_text(HEAD + "C1,Ilvo Talwan,,,\n", encoding="utf-8")
    mapping = own_lists.guess_mapping(path).mapping
    own_lists.add_own(linked, own_lists.own_source("Third list", "third"), [path], mapping)
    with qtbot.waitSignal(pane.view_model.counted, timeout=10_000):
        pane.show()
        pane.open("third")
    assert pane.source.currentText() == "Third list"
    names = [column.text(pane.view_model.model.row_at(0)) for column in pane.table.columns()]
    assert names[:2] == ["Ilvo Talwan", "Third list"]


@pytest.mark.parametrize("basis", LinkBasis)
def test_every_basis_has_words(basis: LinkBasis) -> None:
    assert basis_word(basis)


def test_a_link_that_stands_apart_tells_why(qtbot) -> None:
    one, other = EntryRef("first", "A1"), EntryRef("second", "B1")
    note = "It would join two UN reference numbers."
    item = Linked(one, other, "lnk_1", LinkBasis.IDENTIFIER, "K1", LinkState.APART, note=note)
    row = LinkedRow(item, "First list A1", "Second list B1")
    qtbot.addWidget(row)
    assert note in words(row)
    assert row.decide_button.isHidden()
