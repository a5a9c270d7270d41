"""Own lists in the window: a table is read, its columns mapped, tried and imported."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.domain.column_mapping import ColumnUse, DayOrder, Role
from app.domain.identifiers import IdentifierType
from app.domain.list_entry import EntryType
from app.domain.match import Check
from app.gui import jobs
from app.gui.lists import own_list_wording as wording
from app.gui.lists.own_list_preview_pane import ENTRIES, KEPT, NOTES
from app.services import lists, own_lists, user_sources

TABLE = """Ref;Full name;Also known as;Date of birth;Passport no;Branch
ST-1;Vormal Quendrik;V. Quendrik|Vormal Q;12/03/1961;K0193;North
ST-2;Zhoqir Morvane;;03/04/1970;;South
ST-3;Halquist Trading LLC;;;;South
ST-4;;;12/12/1980;;
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "staff_watch.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.fixture
def asked(qtbot, open_lists, table):
    """The dialog over the page, the table tried."""
    page = open_lists()
    page.tools.own_list_action.trigger()
    dialog = page.tools.own_list
    assert not dialog.import_button.isEnabled()
    with qtbot.waitSignal(dialog.view_model.tried, timeout=10_000):
        dialog.head.set_file(table)
    return dialog


@pytest.fixture
def whole(qtbot, asked, table):
    """The same with a table whose rows are all good."""
    table.write_text(TABLE.replace("ST-4;;", "ST-4;Ilvo Talwan;"), encoding="utf-8")
    with qtbot.waitSignal(asked.view_model.tried, timeout=10_000):
        asked.head._open()
    return asked


def choose(combo, key: str) -> None:
    """Choose as a person does."""
    combo.setCurrentIndex(combo.findData(key))
    combo.activated.emit(combo.currentIndex())


def words(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def test_the_columns_are_guessed_and_tried(asked) -> None:
    assert asked.head.name.text() == "Staff watch"
    assert asked.head.code.text() == "staff_watch"
    assert asked.mapping.columns["Full name"].currentText() == "Name"
    assert asked.mapping.columns["Passport no"].currentText() == "Identifier: Passport"
    assert asked.mapping.columns["Branch"].currentText() == "Kept as a detail"
    assert asked.preview.heading.text() == "3 entries with 5 names"
    assert asked.preview.tabs.tabText(KEPT) == "Rows kept aside 1"
    names = [entry.primary_name for entry in asked.view_model.entries.rows]
    assert names == ["Vormal Quendrik", "Zhoqir Morvane", "Halquist Trading LLC"]
    assert "Passport K0193" in words(asked.preview.entry)
    asked.preview.show_tab(NOTES)
    assert "no usable name" in words(asked.preview.notes)
    assert asked.import_button.isEnabled()


def test_another_choice_is_tried_at_once(qtbot, asked) -> None:
    with qtbot.waitSignal(asked.view_model.tried, timeout=10_000):
        choose(asked.mapping.columns["Branch"], Role.PROGRAMME.value)
    assert asked.view_model.entries.rows[0].programmes == ("North",)
    with qtbot.waitSignal(asked.view_model.tried, timeout=10_000):
        choose(asked.mapping.day_order, DayOrder.MONTH_FIRST.value)
    assert asked.view_model.entries.rows[1].dates_of_birth[0].start.month == 3
    with qtbot.waitSignal(asked.view_model.tried, timeout=10_000):
        choose(asked.mapping.type, EntryType.VESSEL.value)
    assert {entry.type for entry in asked.view_model.entries.rows} == {EntryType.VESSEL}
    with qtbot.waitSignal(asked.view_model.tried, timeout=10_000):
        choose(asked.mapping.separator, "")
    assert asked.preview.heading.text() == "3 entries with 4 names"


def test_what_is_not_there_is_said(qtbot, whole, table) -> None:
    whole.preview.show_tab(KEPT)
    assert whole.preview.nothing.accessibleName() == "No row is kept aside"
    table.write_text("name;ref\n;1\n;2\n", encoding="utf-8")
    with qtbot.waitSignal(whole.view_model.tried, timeout=10_000):
        whole.head._open()
    assert not whole.import_button.isEnabled()
    whole.preview.show_tab(ENTRIES)
    assert whole.preview.nothing.accessibleName() == "No entry"
    assert "No row gives an entry" in words(whole.preview.notes)


def test_a_file_taken_away_leaves_nothing_shown(asked) -> None:
    asked.head.file.set_path(None)
    assert asked.mapping.columns == {}
    assert asked.preview.nothing.accessibleName() == "No file yet"
    assert not asked.head.header_box.isVisible()
    assert not asked.mapping.type.isEnabled()
    assert not asked.templates.isEnabled()


def test_the_wheel_does_not_turn_a_choice(asked) -> None:
    combo = asked.mapping.columns["Branch"]
    spot, is_inverted = QPointF(5, 5), False
    turn = QWheelEvent(
        spot, combo.mapToGlobal(spot), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, is_inverted,
    )  # fmt: skip
    QApplication.sendEvent(combo, turn)
    assert combo.currentText() == "Kept as a detail"


def test_a_name_of_ones_own_stays_with_another_file(qtbot, asked, tmp_path: Path) -> None:
    asked.head.name.selectAll()
    QTest.keyClicks(asked.head.name, "Our people")
    assert asked.head.code.text() == "our_people"
    QTest.keyClicks(asked.head.code, "_2")
    other = tmp_path / "other.csv"
    other.write_text(TABLE, encoding="utf-8")
    with qtbot.waitSignal(asked.view_model.tried, timeout=10_000):
        asked.head.set_file(other)
    assert (asked.head.name.text(), asked.head.code.text()) == ("Our people", "our_people_2")


def test_a_template_brings_a_separator_of_its_own(qtbot, workspace, asked) -> None:
    mapping = replace(asked.view_model.mapping, separator="#")
    own_lists.save_template(workspace, "Hashes", mapping)
    with qtbot.waitSignal(asked.view_model.templates_changed, timeout=10_000):
        asked.view_model.read_templates()
    asked.templates.name.setEditText("Hashes")
    with qtbot.waitSignal(asked.view_model.tried, timeout=10_000):
        asked.templates.use_button.click()
    assert asked.mapping.separator.currentText() == "#"


def test_a_long_table_tells_how_far_it_was_tried(qtbot, asked, table) -> None:
    rows = "".join(f"ST-{n};Vormal Quendrik{n};;;;\n" for n in range(5, 3005))
    table.write_text(TABLE + rows, encoding="utf-8")
    told = []
    asked.view_model.tried_so_far.connect(lambda _done: told.append(asked.preview.heading.text()))
    with qtbot.waitSignal(asked.view_model.tried, timeout=60_000):
        asked.head._open()
    assert told
    assert told[0].endswith("entries so far")
    assert asked.preview.heading.text().startswith("3,003 entries")


def test_a_mapping_that_cannot_be_used_says_why(qtbot, asked) -> None:
    with qtbot.waitSignal(asked.view_model.refused, timeout=10_000):
        choose(asked.mapping.columns["Full name"], wording.NO_USE)
    assert asked.preview.heading.text() == "No column holds the name."
    assert not asked.import_button.isEnabled()
    assert asked.view_model.entries.rows == ()


def test_a_file_that_is_no_table_says_so(qtbot, asked, tmp_path: Path) -> None:
    asked.head.set_file(tmp_path / "none.csv")
    assert asked.head.file.message.text() == "There is no such file."
    assert not asked.import_button.isEnabled()
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    with qtbot.waitSignal(asked.view_model.refused, timeout=10_000):
        asked.head.set_file(empty)
    assert not asked.import_button.isEnabled()


def test_the_list_is_imported_and_shown(qtbot, workspace, whole) -> None:
    page = whole.parent()
    whole.head.date.setText("2026-11-02")
    with qtbot.waitSignal(page.tools.imported, timeout=20_000):
        QTest.keyClick(whole, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not whole.isVisible()
    (own,) = user_sources.list_sources(workspace)
    assert (own.source, own.name, own.check) == ("staff_watch", "Staff watch", Check.SANCTIONS)
    status = next(s for s in lists.status(workspace) if s.source.source == "staff_watch")
    assert status.active.entries == 4
    assert str(status.active.published_on) == "2026-11-02"
    assert "is active" in page.banners.result.accessibleName()
    qtbot.waitUntil(lambda: page.view_model.source == "staff_watch", timeout=10_000)


def test_the_next_file_takes_the_mapping_of_the_list(qtbot, workspace, whole, table) -> None:
    mapping = whole.view_model.mapping
    changed = own_lists.ColumnMapping(
        (*mapping.uses, ColumnUse("Branch", Role.CITY)), separator="|"
    )
    source = own_lists.own_source("Staff", "staff")
    own_lists.add_own(workspace, source, [table], changed)
    page = whole.parent()
    whole.reject()
    page.tools.ask_own_list(table)
    dialog = page.tools.own_list
    qtbot.waitUntil(lambda: dialog.view_model.run is not None, timeout=10_000)
    with qtbot.waitSignal(dialog.view_model.tried, timeout=10_000):
        choose(dialog.head.list, "staff")
    assert dialog.mapping.columns["Branch"].currentText() == "City"
    assert not dialog.head.code.isEnabled()
    with table.open("a", encoding="utf-8") as rows:
        rows.write("ST-5;Rusko Halvane;;;;East\n")
    with qtbot.waitSignal(page.tools.imported, timeout=20_000):
        dialog.import_button.click()
    status = next(s for s in lists.status(workspace) if s.source.source == "staff")
    assert [version.entries for version in status.versions] == [5, 4]
    choose(dialog.head.list, "")
    assert dialog.head.code.isEnabled()
    assert dialog.head.name.text() == "Staff watch"


def test_a_code_that_is_taken_or_a_bad_date_holds_the_import(asked) -> None:
    asked.head.code.setText("un_sc")
    asked.head.code.textEdited.emit("un_sc")
    assert "taken by another list" in asked.head.code_box.message.text()
    assert not asked.import_button.isEnabled()
    asked.head.code.setText("")
    assert not asked.import_button.isEnabled()
    asked.head.code.setText("staff")
    assert asked.import_button.isEnabled()
    for text in ("yesterday", "2999-01-01"):
        asked.head.date.setText(text)
        assert asked.head.date_box.message.text()
        assert not asked.import_button.isEnabled()


def test_a_code_that_cannot_be_used_is_refused_in_words(qtbot, workspace, asked) -> None:
    asked.head.code.setText("Staff!")
    with qtbot.waitSignal(asked.view_model.failed, timeout=10_000):
        asked.import_button.click()
    assert "cannot be the code" in asked.banner.accessibleName()
    assert asked.isVisible()
    assert asked.import_button.isEnabled()
    assert user_sources.list_sources(workspace) == ()


def test_escape_cancels_the_import_and_then_closes(qtbot, workspace, asked) -> None:
    gate = threading.Event()
    jobs.start(lambda _job: gate.wait(10), lane=jobs.WRITE)
    asked.import_button.click()
    assert asked.view_model.handle is not None
    with qtbot.waitSignal(asked.view_model.cancelled, timeout=10_000):
        QTest.keyClick(asked, Qt.Key.Key_Escape)
        gate.set()
    assert asked.isVisible()
    assert asked.banner.accessibleName() == "The import was cancelled"
    assert user_sources.list_sources(workspace) == ()
    QTest.keyClick(asked, Qt.Key.Key_Escape)
    assert not asked.isVisible()


def test_a_table_that_is_no_known_list_is_offered_as_an_own_one(
    qtbot, open_lists, table, drop
) -> None:
    page = open_lists()
    with qtbot.waitSignal(page.importer.not_a_list, timeout=10_000):
        drop(page, table)
    assert page.banners.own_button.isVisible()
    page.banners.own_button.click()
    assert page.tools.own_list.head.file.path() == table
    page.tools.own_list.reject()
    other = table.with_name("other.csv")
    other.write_text("a;b\n", encoding="utf-8")
    with qtbot.waitSignal(page.importer.not_a_list, timeout=10_000):
        page.import_files([table, other])
    assert page.banners.own_button.isHidden()


def test_enter_in_a_field_does_not_import(asked) -> None:
    asked.head.name.setFocus()
    QTest.keyClick(asked.head.name, Qt.Key.Key_Return)
    assert asked.view_model.handle is None
    assert asked.isVisible()


def test_a_kind_of_list_changes_the_guess(qtbot, asked, tmp_path: Path) -> None:
    path = tmp_path / "offices.csv"
    path.write_text("name,position,start date\nVormal Quendrik,Mayor,2019-03-07\n", "utf-8")
    with qtbot.waitSignal(asked.view_model.tried, timeout=10_000):
        asked.head.set_file(path)
    assert asked.mapping.columns["start date"].currentText() == "Listed on"
    with qtbot.waitSignal(asked.view_model.tried, timeout=10_000):
        choose(asked.head.kind, Check.PEP.value)
    assert asked.mapping.columns["start date"].currentText() == "Position from"


def test_a_sheet_and_a_row_of_headings_can_be_chosen(qtbot, asked, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        people, firms = book.add_worksheet("People"), book.add_worksheet("Firms")
        rows = (["Name", "Country"], ["Name2", "Land"], ["Vormal Quendrik", "CY"])
        for number, row in enumerate(rows):
            people.write_row(number, 0, row)
        for number, text in enumerate(("Name", "Halquist Trading LLC")):
            firms.write(number, 0, text)
    with qtbot.waitSignal(asked.view_model.tried, timeout=10_000):
        asked.head.set_file(path)
    assert asked.head.sheet_box.isVisible()
    with qtbot.waitSignal(asked.view_model.looked, timeout=10_000):
        asked.head.header_row.setText("2")
        asked.head.header_row.editingFinished.emit()
    assert list(asked.mapping.columns) == ["Name2", "Land"]
    with qtbot.waitSignal(asked.view_model.tried, timeout=10_000):
        choose(asked.head.sheet, "Firms")
    assert [e.primary_name for e in asked.view_model.entries.rows] == ["Halquist Trading LLC"]


def test_templates_are_saved_used_replaced_and_removed(qtbot, workspace, asked) -> None:
    pane, model = asked.templates, asked.view_model
    pane.name.setEditText("Staff lists")
    with qtbot.waitSignal(model.templates_changed, timeout=10_000):
        pane.save_button.click()
    assert list(own_lists.templates(workspace)) == ["Staff lists"]
    with qtbot.waitSignal(model.tried, timeout=10_000):
        choose(asked.mapping.columns["Branch"], Role.CITY.value)
    with qtbot.waitSignal(model.tried, timeout=10_000):
        pane.use_button.click()
    assert asked.mapping.columns["Branch"].currentText() == "Kept as a detail"
    choose(asked.mapping.columns["Branch"], Role.CITY.value)
    pane.save_button.click()
    QTest.keyClicks(pane.dialog.reason, "The branch is a town")
    with qtbot.waitSignal(model.templates_changed, timeout=10_000):
        pane.dialog.confirm_button.click()
    saved = own_lists.templates(workspace)["Staff lists"]
    assert saved.columns(Role.CITY) == ("Branch",)
    pane.remove_button.click()
    QTest.keyClicks(pane.dialog.reason, "Not used any more")
    with qtbot.waitSignal(model.templates_changed, timeout=10_000):
        pane.dialog.confirm_button.click()
    assert own_lists.templates(workspace) == {}


def test_every_role_has_words_and_a_key() -> None:
    for key, text in wording.choices():
        assert text
        assert wording.key_of(wording.use_of("Column", key)) == key
    for role in Role:
        assert wording.role_word(role)
    assert wording.key_of(ColumnUse("x", Role.IDENTIFIER)) == "IDENTIFIER:OTHER"
    assert wording.use_of("x", "IDENTIFIER:LEI") == ColumnUse(
        "x", Role.IDENTIFIER, IdentifierType.LEI
    )
    assert wording.separator_word("#") == "#"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Staff watch list", "staff_watch_list"),
        ("  Liste du Sénégal (2026) ", "liste_du_senegal_2026"),
        ("2026 watch", "list_2026_watch"),
        ("قائمة", ""),
        ("x" * 60, "x" * 31),
    ],
)
def test_a_name_suggests_a_code(name: str, code: str) -> None:
    assert wording.suggested_code(name) == code
