"""Gauge, waterfall, component bar, token alignment and field comparison."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from app.domain.match import NameAlignment, Span, SpanKind, TokenPair, Verdict
from app.gui.shell import appearance
from app.gui.widgets import theme
from app.gui.widgets.component_bar import ComponentBar
from app.gui.widgets.field_comparison import FieldComparison
from app.gui.widgets.gauge import RiskGauge
from app.gui.widgets.rows import Component, FieldRow, WaterfallRow
from app.gui.widgets.token_alignment import TokenAlignment
from app.gui.widgets.waterfall import Waterfall

BANDS = ("Low", "Medium", "High", "Critical")


def image(widget: QWidget, qtbot: QtBot, width: int = 420) -> QImage:
    """What the widget paints at a width."""
    qtbot.addWidget(widget)
    widget.resize(width, widget.height())
    widget.show()
    return widget.grab().toImage()


def colours(picture: QImage) -> set[str]:
    """Every colour of a picture."""
    return {
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
    }


def role(name: str) -> str:
    return theme.current_theme().color(name).name()


@pytest.fixture(params=["light", "dark"])
def mode(request: pytest.FixtureRequest) -> str:
    appearance.apply(request.param)
    yield request.param
    appearance.apply("light")


@pytest.mark.parametrize("score", [0, 250, 932, 1000])
def test_gauge_says_and_paints_the_band(qtbot: QtBot, mode: str, score: int) -> None:
    gauge = RiskGauge()
    gauge.set_score(score, 3, BANDS)
    assert gauge.accessibleName() == f"Risk score {score} of 1000, Critical"
    seen = colours(image(gauge, qtbot))
    assert role("critical_solid") in seen
    assert role("low_solid") not in seen  # faded: it does not apply


def test_waterfall_reads_its_rows_and_grows_with_them(qtbot: QtBot, mode: str) -> None:
    rows = [
        WaterfallRow("Sanctions", 712, "+712", "critical_solid", "why"),
        WaterfallRow("Country", 0, "0", "series_5"),
        WaterfallRow("Branch", -20, "−20", "low_solid"),
    ]
    waterfall = Waterfall()
    waterfall.set_rows(rows, WaterfallRow("Risk score", 692, "692", "high_solid"), 1000)
    assert waterfall.accessibleDescription() == (
        "Sanctions +712; Country 0; Branch −20; Risk score 692"
    )
    seen = colours(image(waterfall, qtbot))
    assert {role("critical_solid"), role("low_solid"), role("high_solid")} <= seen
    assert waterfall.height() >= 4 * theme.size("waterfall_row")


def test_waterfall_tells_why_under_the_mouse(qtbot: QtBot) -> None:
    waterfall = Waterfall()
    rows = [WaterfallRow("Sanctions", 712, "+712", "critical_solid", "because of the name")]
    waterfall.set_rows(rows, WaterfallRow("Sum", 712, "712", "high_solid"), 1000)
    image(waterfall, qtbot)
    at = QPoint(20, 5)
    event = QHelpEvent(QHelpEvent.Type.ToolTip, at, waterfall.mapToGlobal(at))
    QApplication.sendEvent(waterfall, event)
    assert QToolTip.text() == "because of the name"
    below = QPoint(20, 35)
    event = QHelpEvent(QHelpEvent.Type.ToolTip, below, waterfall.mapToGlobal(below))
    QApplication.sendEvent(waterfall, event)
    QToolTip.hideText()


def test_component_bar_reads_its_arithmetic(qtbot: QtBot, mode: str) -> None:
    bar = ComponentBar()
    bar.set_components(
        (Component("Primary", 0.6, 0.9, "0.9 × 60 = 54.0"), Component("Token", 0.4, 0.0, "0"))
    )
    assert bar.accessibleDescription() == "Primary 0.9 × 60 = 54.0; Token 0"
    seen = colours(image(bar, qtbot))
    assert {role("accent"), role("missing_bg")} <= seen  # filled, and what is lacking


def test_component_legends_go_two_by_two_where_it_is_narrow(qtbot: QtBot) -> None:
    bar = ComponentBar()
    parts = [Component("Primary", 0.25, 0.9, "0.933 × 60 = 56.0") for _ in range(4)]
    bar.set_components(parts)
    wide = image(bar, qtbot, width=600).height()
    assert image(bar, qtbot, width=300).height() > wide


def test_alignment_marks_letters_and_says_how_alike(
    qtbot: QtBot, made: SimpleNamespace, mode: str
) -> None:
    widget = TokenAlignment()
    widget.set_alignment(made.alignment)
    words = widget.accessibleDescription()
    assert "alexander – aleksandr 95 % same alias class" in words
    assert "brevnikovsky – brevnikovskiy 94 % 1 letter of 13" in words
    seen = colours(image(widget, qtbot))
    assert {role("char_changed"), role("char_inserted"), role("char_missing")} <= seen


def test_alignment_wraps_where_it_does_not_fit(qtbot: QtBot, made: SimpleNamespace) -> None:
    widget = TokenAlignment()
    widget.set_alignment(made.alignment)
    assert widget.heightForWidth(240) > widget.heightForWidth(600)
    image(widget, qtbot, width=200)
    assert widget.height() == widget.heightForWidth(widget.width())


def test_alignment_names_tokens_that_stand_alone(qtbot: QtBot) -> None:
    widget = TokenAlignment()
    widget.set_alignment(
        NameAlignment("ada bo", "ada cy", (TokenPair(0, 3, 0, 3, 1.0), TokenPair(4, 6, 4, 4, 0.0),
                                           TokenPair(6, 6, 4, 6, 0.0)))
    )  # fmt: skip
    words = widget.accessibleDescription()
    assert "bo only on the subject" in words
    assert "cy only on the list" in words
    image(widget, qtbot)


def test_alignment_without_pairs_shows_both_names(qtbot: QtBot) -> None:
    widget = TokenAlignment()
    widget.set_alignment(NameAlignment("魏青朔", "ويه"))
    assert "魏青朔 – \u2068ويه\u2069" in widget.accessibleDescription()
    image(widget, qtbot)


def test_spans_of_letters_outside_the_basic_plane_mark_the_right_letter(qtbot: QtBot) -> None:
    widget = TokenAlignment()
    text = "𐤀𐤁xx"  # two letters of two UTF-16 units each
    spans = (Span(2, 4, SpanKind.INSERTED),)
    widget.set_alignment(NameAlignment(text, text, (TokenPair(0, 4, 0, 4, 0.5),), list_spans=spans))
    picture = image(widget, qtbot)
    marked = [
        x
        for x in range(200)
        for y in range(60, picture.height())
        if picture.pixelColor(x, y) == QColor(role("char_inserted"))
    ]
    assert marked
    assert min(marked) > 8  # not from the first letter on


ROWS = (
    FieldRow("Date of birth", Verdict.AGREE, "Agrees", "1968", "1968", 3.0, "+3.0", "same year"),
    FieldRow("Nationality", Verdict.CONFLICT, "Differs", "Cyprus", "Russia", -7.0, "−7.0"),
    FieldRow("Place", Verdict.NEAR, "Close", "A", "B", 0.0, "0"),
    FieldRow("Gender", Verdict.MISSING, "Not compared", "not given", "Male", 0.0, "0"),
)


def test_comparison_is_a_sound_model_that_speaks(qtbot: QtBot) -> None:
    table = FieldComparison()
    qtbot.addWidget(table)
    tester = QAbstractItemModelTester(
        table.fields, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    table.set_rows(ROWS)
    table.set_rows(ROWS[:2])
    model = table.fields
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(1, 0).data(spoken) == "Nationality: Differs"
    assert model.index(1, 2).data(spoken) == "List entry: Russia"
    assert model.index(0, 3).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert "same year" in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert tester is not None


def test_comparison_paints_every_verdict_and_is_as_tall_as_its_rows(
    qtbot: QtBot, mode: str
) -> None:
    table = FieldComparison()
    table.set_rows(ROWS)
    seen = colours(image(table, qtbot))
    assert {role("agree"), role("conflict")} <= seen
    rows = sum(table.rowHeight(row) for row in range(4))
    assert table.height() == rows + theme.size("table_header") + 1
    assert table.viewport().height() >= rows


def test_comparison_wraps_long_values_at_any_width(qtbot: QtBot) -> None:
    table = FieldComparison()
    long = "bc1q" + "0123456789" * 6
    table.set_rows((FieldRow("Identifier", Verdict.MISSING, "", "not given", long, 0.0, "0"),))
    image(table, qtbot, width=320)
    assert table.rowHeight(0) > 2 * theme.size("row")
