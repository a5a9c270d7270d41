"""Reasons by number: offered, outlined, never chosen by themselves."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.gui.widgets.reason_bar import ReasonBar, ReasonChoice

CHOICES = tuple(ReasonChoice(f"r{n}", f"Reason {n}") for n in range(1, 12))


def made_bar(qtbot, *choices: ReasonChoice, offered: str = "") -> ReasonBar:
    bar = ReasonBar()
    qtbot.addWidget(bar)
    bar.show_reasons(choices, offered)
    return bar


def test_the_last_reason_is_only_outlined(qtbot) -> None:
    bar = made_bar(qtbot, *CHOICES[:3], offered="r2")
    assert bar.chosen == ""
    assert [button.property("offered") for button in bar.buttons] == [False, True, False]
    assert not any(button.isChecked() for button in bar.buttons)
    assert bar.buttons[1].accessibleName() == "Reason 2, used last"


def test_a_click_chooses_and_tells(qtbot) -> None:
    bar = made_bar(qtbot, *CHOICES[:3])
    picked: list[str] = []
    bar.picked.connect(picked.append)
    QTest.mouseClick(bar.buttons[2], Qt.MouseButton.LeftButton)
    assert picked == ["r3"]
    assert bar.chosen == "r3"
    assert [button.isChecked() for button in bar.buttons] == [False, False, True]
    bar.show_reasons(CHOICES[:2])
    assert bar.chosen == ""  # not among them any more
    bar.choose("unknown")
    assert bar.chosen == ""


def test_at_most_nine_have_a_number(qtbot) -> None:
    bar = made_bar(qtbot, *CHOICES)
    assert [button.key for button in bar.buttons] == list("123456789")


def test_enter_confirms_and_escape_leaves_the_text(qtbot) -> None:
    bar = made_bar(qtbot, *CHOICES[:1])
    heard: list[str] = []
    bar.confirmed.connect(lambda: heard.append("confirmed"))
    bar.left.connect(lambda: heard.append("left"))
    QTest.keyClicks(bar.text, " another person ")
    QTest.keyClick(bar.text, Qt.Key.Key_Return)
    QTest.keyClick(bar.text, Qt.Key.Key_Escape)
    assert heard == ["confirmed", "left"]
    assert bar.comment() == "another person"
    bar.clear()
    assert bar.comment() == ""
