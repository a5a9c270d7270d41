"""Filter chips and the layout that wraps them."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.gui.widgets.filter_chips import FilterChip, FilterChips
from app.gui.widgets.flow_layout import FlowLayout

CHIPS = (FilterChip("check", "Sanctions"), FilterChip("due", "Due today"), FilterChip("q", "سمير"))


def shown(qtbot, *chips: FilterChip) -> FilterChips:
    made = FilterChips()
    qtbot.addWidget(made)
    made.resize(300, 80)
    made.show_chips(chips)
    return made


def test_one_click_takes_a_filter_away(qtbot) -> None:
    chips = shown(qtbot, *CHIPS)
    chips.show()
    removed: list[str] = []
    chips.removed.connect(removed.append)
    QTest.mouseClick(chips.buttons[1], Qt.MouseButton.LeftButton)
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Space):
        QTest.keyClick(chips.buttons[0], key)
    assert removed == ["due", "check", "check", "check", "check"]
    assert chips.buttons[0].accessibleName() == "Remove filter: Sanctions"
    assert chips.grab().toImage().pixelColor(4, 4).isValid()


def test_the_keyboard_stays_in_the_row(qtbot) -> None:
    chips = shown(qtbot, *CHIPS)
    with qtbot.waitActive(chips):
        chips.show()
        chips.activateWindow()
    chips.buttons[2].setFocus()
    assert chips.buttons[2].hasFocus()
    chips.show_chips(CHIPS[:2])
    assert [button.chip.key for button in chips.buttons] == ["check", "due"]
    assert chips.buttons[1].hasFocus()
    kept = list(chips.buttons)
    chips.show_chips(CHIPS[:2])
    assert chips.buttons == kept  # nothing changed: no flicker
    chips.show_chips(())
    assert chips.isHidden()


def test_what_does_not_fit_goes_into_the_next_line(qtbot) -> None:
    owner = QWidget()
    qtbot.addWidget(owner)
    flow = FlowLayout(gap=6, parent=owner)
    parts = [QWidget() for _ in range(3)]
    for part in parts:
        part.setFixedSize(100, 20)
        flow.addWidget(part)
    flow.setGeometry(QRect(0, 0, 210, 100))
    assert [part.pos().toTuple() for part in parts] == [(0, 0), (106, 0), (0, 26)]
    assert flow.heightForWidth(210) == 46
    assert flow.heightForWidth(400) == 20
    assert flow.hasHeightForWidth()
    assert flow.sizeHint().toTuple() == (100, 20)
    owner.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    flow.setGeometry(QRect(0, 0, 210, 100))
    assert parts[0].pos().toTuple() == (110, 0)
    parts[0].hide()
    assert flow.heightForWidth(210) == 20
    assert flow.takeAt(9) is None
    assert flow.itemAt(9) is None
