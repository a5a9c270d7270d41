"""The arithmetic of the name score as it is shown, and the words between two names."""

from __future__ import annotations

import random
import re
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from app.domain.list_entry import EntryType
from app.domain.match import (
    Components,
    Match,
    NameAlignment,
    Span,
    SpanKind,
    Step,
    TokenPair,
    TokenReason,
)
from app.gui.screening.alignment_pane import AlignmentPane
from app.gui.screening.explanation import explain
from app.gui.screening.name_score_pane import NameScorePane
from app.gui.screening.name_score_rows import (
    composite,
    name_score_rows,
    name_score_total,
    name_score_words,
)
from app.gui.screening.result_rows import components
from app.gui.widgets.token_alignment import TokenAlignment
from app.gui.widgets.token_columns import columns, percent, reason_words
from app.matching import aligned

WRITTEN = NameAlignment(
    query_text="darya velichko",
    list_text="daria velichkova",
    pairs=(
        TokenPair(0, 5, 0, 5, 0.95, "", TokenReason.ALIAS_CLASS, 2.24),
        TokenPair(6, 14, 6, 16, 0.8, "2 letters of 10", TokenReason.LETTERS, 3.0),
    ),
    query_spans=(Span(3, 4, SpanKind.CHANGED),),
    list_spans=(Span(3, 4, SpanKind.CHANGED), Span(14, 16, SpanKind.INSERTED)),
    query_original="Величко Дарья",
    list_original="VELICHKOVA, Daria",
    query_original_spans=(Span(11, 12, SpanKind.CHANGED),),
    list_original_spans=(Span(8, 10, SpanKind.INSERTED), Span(15, 16, SpanKind.CHANGED)),
    query_words=((8, 13), (0, 7)),
    list_words=((12, 17), (0, 10)),
    query_path=(
        Step("small letters", "величко дарья"),
        Step("letters made Latin", "velichko darya"),
    ),
    list_path=(Step("small letters", "velichkova, daria"),),
)


def aligned_match(made: SimpleNamespace, parts: Components, **changes: object) -> Match:
    """A match whose name score is what the aligned profile makes of its parts."""
    match: Match = made.match(components=parts, name_score=aligned.total(parts), **changes)
    return match


@pytest.mark.parametrize("seed", range(40))
def test_the_shown_figures_add_up_to_the_name_score(made: SimpleNamespace, seed: int) -> None:
    draw = random.Random(seed)
    parts = Components(
        draw.random(),
        draw.random(),
        draw.random(),
        draw.random(),
        contradiction=draw.choice([0.0, draw.random() / 2]),
        cap=draw.choice([None, None, 0.7]),
    )
    match = aligned_match(made, parts)
    rows, total = name_score_rows(match), name_score_total(match)
    assert total.text == f"{match.name_score * 100:.2f}"
    products = [float(part.text.rpartition("= ")[2]) for part in components(match)]
    assert sum(products) == pytest.approx(round(composite(parts) * 100, 2), abs=1e-9)
    if rows:
        assert sum(products) == pytest.approx(float(rows[0].text), abs=1e-9)
        shown = sum(float(row.text.replace("−", "-")) for row in rows)
        assert shown == pytest.approx(float(total.text), abs=1e-9)
    else:
        assert composite(parts) == pytest.approx(match.name_score, abs=1e-4)


def test_contradiction_and_cap_are_said_with_figures(made: SimpleNamespace) -> None:
    match = aligned_match(made, Components(0.8, 0.9, 0.9, 0.9, contradiction=0.2, cap=0.65))
    labels = [row.label for row in name_score_rows(match)]
    assert labels == ["Four parts", "Contradiction", "At most 65.0"]
    first, second = name_score_words(match)
    assert "1 − 0.9 × 0.200 = 0.820 counts: 84.00 × 0.820 = 68.88" in first
    assert second.endswith("at most 65.0.")


def test_names_that_are_not_identical_stay_below_one(made: SimpleNamespace) -> None:
    match = aligned_match(made, Components(1.0, 1.0, 1.0, 1.0, contradiction=0.0))
    assert [row.text for row in name_score_rows(match)] == ["+100.00", "−0.50"]
    assert name_score_words(match)[-1] == "Not identical, so the score is at most 99.5."


def test_identical_names_and_the_classic_profile_lose_nothing(made: SimpleNamespace) -> None:
    parts = Components(1.0, 1.0, 1.0, 1.0, contradiction=0.0)
    identical = made.match(components=parts, name_score=1.0)
    assert name_score_rows(identical) == ()
    assert name_score_words(identical) == ("No contradiction: no word is against another.",)
    classic = made.match(components=Components(0.9, 0.5, 0.8, 1.0))
    assert (name_score_rows(classic), name_score_words(classic)) == ((), ())


def test_the_pane_shows_the_losses_only_where_there_are_some(
    qtbot: QtBot, made: SimpleNamespace
) -> None:
    pane = NameScorePane()
    qtbot.addWidget(pane)
    pane.show_match(aligned_match(made, Components(0.8, 0.5, 0.6, 0.5, contradiction=0.1)))
    assert pane.adjustments.isVisibleTo(pane)
    assert "Contradiction −6" in pane.adjustments.accessibleDescription()
    assert "Contradiction 0.100" in pane.words.text()
    pane.show_match(made.match())
    assert not pane.adjustments.isVisibleTo(pane)
    assert not pane.words.isVisibleTo(pane)


@pytest.mark.parametrize(
    ("reason", "note", "words"),
    [
        (TokenReason.NONE, "2 letters of 9, moved", "2 letters of 9, moved"),
        (TokenReason.EQUAL, "", "equal"),
        (TokenReason.LETTERS, "1 letter of 13", "1 letter of 13"),
        (TokenReason.LETTERS, "", "letters"),
        (TokenReason.ALIAS_CLASS, "same name: ada (Own)", "same name: ada (Own)"),
        (TokenReason.ONLY_ON_LIST, "", "list only"),
    ],
)
def test_every_pair_says_why(reason: TokenReason, note: str, words: str) -> None:
    assert reason_words(TokenPair(0, 1, 0, 1, 0.5, note, reason)) == words


def test_every_reason_has_words_of_its_own() -> None:
    words = [reason_words(TokenPair(0, 1, 0, 1, 0.5, "", reason)) for reason in TokenReason]
    assert len(set(words)) == len(TokenReason)
    assert not any("_" in word for word in words)


def test_only_what_is_equal_is_a_hundred_percent() -> None:
    assert [percent(value) for value in (1.0, 0.999, 0.95, 0.0)] == [
        "100 %", "99 %", "95 %", "0 %",
    ]  # fmt: skip


def test_words_are_drawn_as_they_were_written() -> None:
    first, second = columns(WRITTEN, str.title)
    assert (first.query, first.query_read) == ("Дарья", "darya")
    assert first.query_spans == (Span(3, 4, SpanKind.CHANGED),)
    assert (second.listed, second.list_read) == ("Velichkova", "")
    assert second.list_spans == (Span(8, 10, SpanKind.INSERTED),)
    assert first.words() == "Дарья (darya) – Daria 95 % spellings of one name weight 2.24"


def test_what_changes_its_length_when_made_readable_stays_as_written() -> None:
    first, _ = columns(WRITTEN, lambda text: f"{text}!")
    assert first.listed == "Daria"


def test_a_word_without_a_place_is_drawn_as_it_was_compared() -> None:
    lost = NameAlignment(
        "ada bo", "ada", (TokenPair(0, 6, 0, 3, 0.9), TokenPair(4, 6, 0, 0, 0.0)),
        query_original="Бо Ада", query_words=((3, 6), (0, 0)),
        query_spans=(Span(4, 6, SpanKind.MISSING),),
    )  # fmt: skip
    assert [column.query for column in columns(lost)] == ["ada bo", "bo"]
    assert columns(lost)[1].query_spans == (Span(0, 2, SpanKind.MISSING),)


def test_words_with_another_word_between_them_are_not_drawn_as_one_piece() -> None:
    torn = NameAlignment(
        "jean claude roy", "jeanclaude", (TokenPair(0, 11, 0, 10, 0.97),),
        query_original="Jean Roy Claude", query_words=((0, 4), (9, 15), (5, 8)),
    )  # fmt: skip
    assert columns(torn)[0].query == "jean claude"


def test_the_tooltip_says_the_column_under_the_pointer(qtbot: QtBot) -> None:
    widget = TokenAlignment()
    qtbot.addWidget(widget)
    widget.resize(500, 200)
    widget.set_alignment(WRITTEN)
    widget.show()

    def point_at(place: QPoint) -> None:
        event = QHelpEvent(QHelpEvent.Type.ToolTip, place, widget.mapToGlobal(place))
        QApplication.sendEvent(widget, event)

    point_at(QPoint(10, 40))
    assert "spellings of one name" in QToolTip.text()
    point_at(QPoint(495, 40))
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_reading_and_weight_take_a_line_each(qtbot: QtBot, made: SimpleNamespace) -> None:
    old, new = TokenAlignment(), TokenAlignment()
    for widget, alignment in ((old, made.alignment), (new, WRITTEN)):
        qtbot.addWidget(widget)
        widget.set_alignment(alignment)
    assert new.heightForWidth(600) == old.heightForWidth(600) + 2 * 16


def test_the_path_folds_out_and_is_in_the_explanation(qtbot: QtBot, made: SimpleNamespace) -> None:
    pane = AlignmentPane()
    qtbot.addWidget(pane)
    match = made.match(alignment=WRITTEN, entry_type=EntryType.INDIVIDUAL)
    pane.show_match(match)
    assert "Velichkova" in pane.alignment.accessibleDescription()  # not in capitals
    assert not pane.path.isVisibleTo(pane)
    pane.path_button.click()
    assert pane.path.isVisibleTo(pane)
    line = "Subject: Величко Дарья → velichko darya (letters made Latin)"
    assert pane.path.text() == line
    assert line in explain(made.record(match), match)
    pane.path_button.click()
    assert not pane.path.isVisibleTo(pane)
    pane.show_match(made.match())
    assert not pane.path_button.isVisibleTo(pane)


def test_the_copied_arithmetic_can_be_worked_out_again(made: SimpleNamespace) -> None:
    match = aligned_match(made, Components(0.9, 0.8, 0.7, 0.6, contradiction=0.05))
    text = explain(made.record(match), match)
    products = re.findall(r"([\d.]+) × (\d+) = ([\d.]+)", text)[:4]
    assert sum(float(value) * int(weight) for value, weight, _ in products) == pytest.approx(
        composite(match.components) * 100, abs=0.1
    )
    assert f"= {match.name_score * 100:.2f}." in text
