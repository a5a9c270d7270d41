"""Banner, chip, panel, labels and buttons: words, names for screen readers, both themes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import UsageError
from app.gui.shell import appearance
from app.gui.widgets.banner import ROLES, Banner
from app.gui.widgets.buttons import ActionButton, Button, make_action, tip_text
from app.gui.widgets.chip import Chip
from app.gui.widgets.content_pane import ContentPane
from app.gui.widgets.labels import ElidedLabel, is_right_to_left, isolate, label
from app.gui.widgets.panel import Panel
from app.gui.widgets.theme import Theme


def test_banner_is_read_out_whole(qtbot: QtBot) -> None:
    banner = Banner("critical", "Block", "Strong sanctions match", detail="Rule sanctions")
    qtbot.addWidget(banner)
    assert banner.accessibleName() == "Block"
    assert banner.accessibleDescription() == "Strong sanctions match Rule sanctions"
    banner.set_banner("low", "Approve")
    assert (banner.accessibleName(), banner.accessibleDescription()) == ("Approve", "")
    assert banner.icon_name == "check-circle"


def test_banner_tells_a_failure_under_its_own_words_or_a_heading(qtbot: QtBot) -> None:
    banner = Banner("info", "All is well")
    qtbot.addWidget(banner)
    error = UsageError("That is no date.", todo="Write it as 1968-03-14.", details="<field born>")
    banner.show_failure(error)
    assert (banner.role, banner.accessibleName()) == ("critical", "That is no date.")
    assert banner.accessibleDescription().endswith("Write it as 1968-03-14.")
    assert "&lt;field born&gt;" in banner.toolTip()
    assert banner.isVisible()
    banner.show_failure(error, "Nothing was saved", icon="x-circle")
    assert (banner.accessibleName(), banner.icon_name) == ("Nothing was saved", "x-circle")
    assert banner.accessibleDescription().startswith("That is no date.")


def test_content_is_replaced_below_what_stays(qtbot: QtBot) -> None:
    pane = ContentPane()
    qtbot.addWidget(pane)
    heading, first = QLabel("Heading"), QLabel("First")
    pane.column.addWidget(heading)
    pane.show_content(first)
    with qtbot.waitSignal(first.destroyed):
        pane.show_message("Nothing to see")
    said = [words.text() for words in pane.findChildren(QLabel)]
    assert said == ["Heading", "Nothing to see"]
    pane.show_content(None)
    qtbot.waitUntil(lambda: pane.findChildren(QLabel) == [heading])


def test_banner_refuses_a_role_without_colours(qtbot: QtBot) -> None:
    with pytest.raises(ValueError, match="no such banner role"):
        Banner("purple", "x")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("is_flat", [True, False])
def test_banner_is_painted_in_its_tint_in_both_themes(
    qtbot: QtBot, role: str, is_flat: bool
) -> None:
    banner = Banner(role, "Heading", "Text", is_flat=is_flat)
    qtbot.addWidget(banner)
    banner.resize(600, 60)
    try:
        for mode in ("light", "dark"):
            appearance.apply(mode)
            ground = banner.grab().toImage().pixelColor(590, 20)
            assert ground == Theme(mode).color(f"{role}_bg")
    finally:
        appearance.apply("light")


def test_chip_says_its_word_and_takes_the_meaning_of_its_value(qtbot: QtBot) -> None:
    chip = Chip.of("STRONG", "Strong")
    qtbot.addWidget(chip)
    assert (chip.accessibleName(), chip.role, chip.icon) == ("Strong", "high", "chevrons-up")
    width = chip.sizeHint().width()
    chip.set_chip("Strong, twice as long", "high", "chevrons-up")
    assert chip.sizeHint().width() > width


@pytest.mark.parametrize("text", ["ألكسندر", "ישראל כהן", "Ali علي"])
def test_right_to_left_names_are_isolated_once_shown(qtbot: QtBot, text: str) -> None:
    shown = label(text)
    qtbot.addWidget(shown)
    assert shown.text() == f"\u2068{text}\u2069"


@given(st.text(alphabet=st.characters(max_codepoint=0x58F)))
def test_other_names_stay_as_they_are(text: str) -> None:
    assert isolate(text) == text
    assert not is_right_to_left(text)


def test_names_are_never_read_as_markup(qtbot: QtBot) -> None:
    shown = label("<b>Bobby</b>")
    qtbot.addWidget(shown)
    assert shown.textFormat() is Qt.TextFormat.PlainText
    tipped = ElidedLabel("<b>Bobby</b>")
    qtbot.addWidget(tipped)
    assert "&lt;b&gt;" in tipped.toolTip()


def test_elided_label_gives_way_and_keeps_the_whole_in_its_tooltip(qtbot: QtBot) -> None:
    shown = ElidedLabel("a rather long name of a rather long company")
    qtbot.addWidget(shown)
    assert shown.minimumSizeHint().width() < 30
    assert "a rather long company" in shown.toolTip()


def test_panel_heading_note_and_trailing(qtbot: QtBot) -> None:
    panel = Panel("Matches")
    qtbot.addWidget(panel)
    panel.set_note("6 shown, 1 excluded")
    panel.add_trailing(Button("All"))
    texts = [part.text() for part in panel.findChildren(QLabel)]
    assert texts == ["Matches", "6 shown, 1 excluded"]
    assert panel.accessibleName() == "Matches"


def test_button_makes_room_for_icon_and_key(qtbot: QtBot) -> None:
    plain, full = Button("Screen"), Button("Screen", "screening", key="Ctrl+Enter")
    for button in (plain, full):
        qtbot.addWidget(button)
    assert full.sizeHint().width() > plain.sizeHint().width() + 60


def test_action_button_is_its_action(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    ran: list[int] = []
    action = make_action(
        owner, "&Import…", lambda: ran.append(1), icon="upload", shortcut="Ctrl+Return"
    )
    button = ActionButton(action, parent=owner)
    assert (button.key, button.icon_name, button.accessibleName()) == (
        "Ctrl+Enter",
        "upload",
        "Import…",
    )
    assert button.toolTip() == "Import (Ctrl+Enter)"
    button.click()
    assert ran == [1]
    action.setEnabled(False)
    button.click()
    assert ran == [1]


def test_action_outlives_its_button(qtbot: QtBot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    action = QAction("x", owner)
    button = ActionButton(action, parent=owner)
    button.deleteLater()
    del button
    qtbot.wait(10)
    action.setText("y")


def test_tooltip_tells_the_key() -> None:
    assert tip_text("&Screen…", QKeySequence("Ctrl+Return")) == "Screen (Ctrl+Enter)"
    assert tip_text("Clear", QKeySequence()) == "Clear"


def test_a_narrow_banner_shows_all_of_its_text(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    banner = Banner("critical", "Block", "Exact sanctions match with a rather long name. " * 3)
    column = QVBoxLayout(holder)
    column.addWidget(banner)
    column.addStretch(1)
    holder.resize(280, 700)
    holder.show()
    needed = banner._text.heightForWidth(banner._text.width())
    assert banner._text.height() >= needed
