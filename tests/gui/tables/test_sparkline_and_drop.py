"""Sparklines keep their proportions; a drop zone takes files and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, QRectF, Qt, QUrl
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QImage,
    QPainter,
)
from PySide6.QtWidgets import QApplication, QWidget

from app.gui.widgets.drop_zone import DropZone
from app.gui.widgets.sparkline import paint_sparkline, sparkline_points

ROOM = QRectF(0, 0, 80, 16)


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=40))
def test_points_go_left_to_right_inside_the_room(values):
    points = sparkline_points(values, ROOM)
    assert len(points) == max(2, len(values))
    xs = [point.x() for point in points]
    assert xs == sorted(xs)
    assert (xs[0], round(xs[-1], 6)) == (0, 80)
    assert all(-1e-6 <= point.y() <= 16 + 1e-6 for point in points)
    if len(set(values)) > 1:
        highest = min(range(len(values)), key=lambda i: points[i].y())
        assert values[highest] == max(values)


def test_nothing_is_drawn_for_nothing(qapp):
    image = QImage(100, 32, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    empty = image.copy()
    painter = QPainter(image)
    paint_sparkline(painter, QRect(0, 0, 100, 32), (), "accent")
    painter.end()
    assert image == empty
    painter = QPainter(image)
    paint_sparkline(painter, QRect(0, 0, 100, 32), (1, 5), "accent")
    painter.end()
    assert image != empty


@pytest.fixture
def zone(qtbot):
    target = QWidget()
    qtbot.addWidget(target)
    target.resize(300, 200)
    target.show()
    return DropZone(target, "Drop here")


def drag(zone, data):
    actions = Qt.DropAction.CopyAction
    event = QDragEnterEvent(
        QPoint(5, 5), actions, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    QApplication.sendEvent(zone.parent(), event)
    return event


def drop(zone, data):
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(zone.parent(), event)


def file_data(*paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_files_are_taken_with_a_frame_meanwhile(qtbot, zone, tmp_path):
    first, second = tmp_path / "a.xml", tmp_path / "b.csv"
    for file in (first, second):
        file.write_text("x", encoding="utf-8")
    data = file_data(first, tmp_path, second)
    assert drag(zone, data).isAccepted()
    assert zone.overlay.isVisible()
    assert zone.overlay.size() == zone.parent().size()
    zone.overlay.grab()
    move = QDragMoveEvent(
        QPoint(6, 6),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(zone.parent(), move)
    assert move.isAccepted()
    with qtbot.waitSignal(zone.files_dropped, timeout=1000) as dropped:
        drop(zone, data)
    assert dropped.args == [(first, second)]
    assert not zone.overlay.isVisible()


def test_leaving_takes_the_frame_away(zone, tmp_path):
    file = tmp_path / "a.xml"
    file.write_text("x", encoding="utf-8")
    drag(zone, file_data(file))
    QApplication.sendEvent(zone.parent(), QDragLeaveEvent())
    assert not zone.overlay.isVisible()
    zone.parent().resize(400, 250)
    assert zone.overlay.size() == zone.parent().size()


def test_folders_addresses_and_text_are_refused(qtbot, zone, tmp_path):
    text, web = QMimeData(), QMimeData()
    text.setText("hello")
    web.setUrls([QUrl("https://example.org/list.xml")])
    for data in (text, web, file_data(tmp_path)):
        assert not drag(zone, data).isAccepted()
        with qtbot.assertNotEmitted(zone.files_dropped):
            drop(zone, data)


def test_nothing_is_taken_while_it_is_switched_off(qtbot, zone, tmp_path):
    file = tmp_path / "a.xml"
    file.write_text("x", encoding="utf-8")
    zone.is_enabled = False
    assert not drag(zone, file_data(file)).isAccepted()
    with qtbot.assertNotEmitted(zone.files_dropped):
        drop(zone, file_data(file))
