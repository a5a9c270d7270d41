"""The toast counts down, offers to undo once, and stays at the lower edge."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.gui.widgets.undo_toast import UndoToast


def made_toast(qtbot) -> tuple[QWidget, UndoToast]:
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(600, 400)
    toast = UndoToast(over, lift=20)
    over.show()
    return over, toast


def test_it_lies_over_the_lower_edge(qtbot) -> None:
    over, toast = made_toast(qtbot)
    toast.show_done("Marked false positive")
    assert toast.isVisible()
    assert toast.geometry().bottom() == 400 - 20 - 1
    assert abs(toast.geometry().center().x() - 300) <= 1
    over.resize(500, 300)
    assert toast.geometry().bottom() == 300 - 20 - 1
    assert toast.accessibleName() == "Marked false positive"


def test_it_goes_by_itself_after_ten_seconds(qtbot) -> None:
    _, toast = made_toast(qtbot)
    toast.show_done("Done")
    assert toast.seconds.text() == "10 s"
    for left in range(9, 0, -1):
        toast._count_down()
        assert toast.seconds.text() == f"{left} s"
    toast._count_down()
    assert toast.isHidden()


def test_undo_is_asked_once(qtbot) -> None:
    _, toast = made_toast(qtbot)
    asked: list[int] = []
    toast.undo_asked.connect(lambda: asked.append(1))
    toast.show_done("Done")
    QTest.mouseClick(toast.undo_button, Qt.MouseButton.LeftButton)
    assert asked == [1]
    assert toast.isHidden()
    toast.show_done("Nothing to undo", can_undo=False)
    assert toast.undo_button.isHidden()
    toast.dismiss()
    assert toast.isHidden()
