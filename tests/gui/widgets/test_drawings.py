"""A report's drawing in the window, and figures that wrap."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from app.gui.shell import appearance
from app.gui.widgets.drawing_view import DrawingView, colour, readable_width
from app.gui.widgets.empty import EmptyState
from app.gui.widgets.figure_row import FigureRow, ShownFigure
from app.reports.charts import Mark, Series, heat_map, line_chart
from app.reports.drawing import Anchor, Box, Dot, Drawing, Label, Line

DRAWING = Drawing(
    100,
    50,
    (
        Box(0, 0, 50, 50, "series-1", hint="left half"),
        Box(50, 0, 50, 50, "heat"),
        Dot(75, 25, 3, "series-2", "a point"),
        Dot(95, 45, 2, "series-2"),
        Line(((0, 0), (100, 50)), "ink", dashes=(2.0, 2.0)),
        Label(50, 25, "middle", anchor=Anchor.MIDDLE, turned=True),
    ),
    "Two halves and a point.",
)


@pytest.fixture
def view(qtbot: QtBot) -> DrawingView:
    made = DrawingView(DRAWING)
    qtbot.addWidget(made)
    made.resize(200, 100)
    made.show()
    return made


def test_a_drawing_keeps_its_proportions_between_its_limits(view: DrawingView) -> None:
    assert view.hasHeightForWidth()
    assert view.heightForWidth(150) == 75
    assert view.heightForWidth(10) == 50, "never smaller than its points"
    assert view.heightForWidth(5000) == 100, "never larger than twice its points"
    assert view.sizeHint().width() == readable_width(DRAWING) == 160
    assert view.minimumSizeHint().width() == 100
    assert view.accessibleName() == "Two halves and a point."


def test_its_colours_are_those_of_the_theme(view: DrawingView) -> None:
    for mode in ("light", "dark"):
        appearance.apply(mode)
        picture = view.grab().toImage()
        assert picture.pixelColor(20, 80) == colour("series-1")
        assert picture.pixelColor(120, 90) == colour("heat")
    appearance.apply("light")
    assert colour("ink") != colour("ink-soft")


def test_shapes_tell_what_they_stand_for(view: DrawingView, qtbot: QtBot) -> None:
    assert view.hint_at(QPointF(20, 80)) == "left half"
    assert view.hint_at(QPointF(152, 52)) == "a point"
    assert view.hint_at(QPointF(190, 90)) == "", "a dot without a hint"
    assert view.hint_at(QPointF(120, 10)) == ""
    for spot, words in ((QPoint(20, 80), "left half"), (QPoint(120, 10), "")):
        event = QHelpEvent(QEvent.Type.ToolTip, spot, view.mapToGlobal(spot))
        QApplication.sendEvent(view, event)
        if words:
            assert QToolTip.text() == words
        else:
            qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_the_charts_of_reports_can_be_painted(qtbot: QtBot) -> None:
    lines = line_chart(
        [Series("Precision", ((0, 0), (1, 1))), Series("Recall", ((0, 1), (1, 0)), dashed=True)],
        "threshold", "share", "Lines.", marks=(Mark(0.75, "0.75"),), diagonal=True,
        points=[((0.5, 0.5), "here")],
    )  # fmt: skip
    heat = heat_map(("typo", "drop letter"), (("Latin", (0.9, None)),), "Shares.")
    for drawing in (lines, heat):
        view = DrawingView(drawing)
        qtbot.addWidget(view)
        view.resize(view.sizeHint())
        picture = view.grab().toImage()
        spots = ((x, y) for x in range(0, 380, 2) for y in range(0, picture.height(), 5))
        colours = {picture.pixelColor(x, y).name() for x, y in spots}
        assert len(colours) > 2, "something is painted"


def test_figures_wrap_into_even_rows(qtbot: QtBot) -> None:
    row = FigureRow()
    qtbot.addWidget(row)
    row.set_figures([])
    row.set_figures([ShownFigure(f"Recall {n}", f"{n} %", "of ten") for n in range(7)])
    row.resize(700, 200)
    row.show()

    def columns() -> int:
        return len({cell.x() for cell in row._cells})

    qtbot.waitUntil(lambda: columns() == 4)
    row.resize(1200, 200)
    qtbot.waitUntil(lambda: columns() == 7)
    row.resize(200, 900)
    qtbot.waitUntil(lambda: columns() == 1)
    assert row._cells[0].accessibleName() == "Recall 0: 0 %"
    assert row.minimumSizeHint().width() < 200
    row.set_figures([ShownFigure("One", "1")])
    assert [figure.label for figure in row.figures] == ["One"]


def test_the_words_of_an_empty_state_have_the_lines_they_need(qtbot: QtBot) -> None:
    short = EmptyState("lists", "Nothing", "One line.")
    long = EmptyState("lists", "Nothing", "Many words that need a line or two. " * 6, width=200)
    for made in (short, long):
        qtbot.addWidget(made)
    assert long._text.width() == 200
    assert long._text.height() >= long._text.heightForWidth(200) > short._text.height()
    long.set_words("Nothing", "One line.")
    assert long._text.height() < 40
