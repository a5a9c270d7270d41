"""Precision, recall, ROC and histogram, against counts made by hand and by another way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.validation.figures import (
    confusion,
    histogram,
    roc_auc,
    roc_curve,
    sweep,
)

CASES = [(1.0, True), (0.9, True), (0.8, False), (0.75, True), (0.7, True), (0.2, False)]


def test_a_threshold_splits_the_cases() -> None:
    at = confusion(CASES, 0.75)
    assert (at.true_positives, at.false_positives) == (3, 1)
    assert (at.false_negatives, at.true_negatives) == (1, 1)
    assert (at.precision, at.recall, at.f1) == (0.75, 0.75, 0.75)
    assert at.to_value()["f1"] == 0.75


def test_a_score_that_reaches_the_threshold_but_for_rounding_has_reached_it() -> None:
    assert confusion([(0.75 - 1e-12, True)], 0.75).true_positives == 1
    assert confusion([(0.7499, True)], 0.75).true_positives == 0


def test_a_rate_of_nothing_is_one() -> None:
    nothing_called = confusion([(0.1, False)], 0.75)
    assert (nothing_called.precision, nothing_called.recall, nothing_called.f1) == (1, 1, 1)
    only_false = confusion([(0.9, False)], 0.75)
    assert (only_false.precision, only_false.f1) == (0.0, 0.0)


@given(st.lists(st.tuples(st.integers(0, 12).map(lambda n: n / 12), st.booleans()), max_size=40))
def test_auc_is_the_chance_that_a_match_scores_higher(cases: list[tuple[float, bool]]) -> None:
    matches = [score for score, is_match in cases if is_match]
    others = [score for score, is_match in cases if not is_match]
    if not matches or not others:
        assert roc_auc(cases) is None
        assert roc_curve(cases) == ()
        return
    wins = sum((a > b) + 0.5 * (a == b) for a in matches for b in others)
    auc = roc_auc(cases)
    assert auc == pytest.approx(wins / (len(matches) * len(others)))
    curve = roc_curve(cases)
    assert (curve[0], curve[-1]) == ((0.0, 0.0), (1.0, 1.0))
    assert list(curve) == sorted(curve)


def test_the_sweep_goes_from_everything_to_identical_names_only() -> None:
    points = sweep(CASES, 4)
    assert [point.threshold for point in points] == [0, 0.25, 0.5, 0.75, 1]
    assert points[0].recall == 1
    assert points[-1].true_positives == 1


def test_the_histogram_counts_every_case_once() -> None:
    bins = histogram(CASES, 4)
    assert [(b.matches, b.strangers) for b in bins] == [(0, 1), (0, 0), (1, 0), (3, 1)]
    assert (bins[0].start, bins[-1].end) == (0, 1)
