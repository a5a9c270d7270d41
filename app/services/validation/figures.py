"""Figures of a scorer on labelled cases: precision, recall, F1, ROC and the score histogram.

A case is (score, is_match). A rate of nothing is 1: where no pair was called a match, no call was
wrong; where no pair is a match, none was missed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

SLACK = 1e-9  # a score that reaches a threshold but for rounding has reached it
STEPS = 50  # of the sweep over the thresholds
BINS = 20  # of the histogram

Case = tuple[float, bool]
Point = tuple[float, float]


def confusion(cases: Sequence[Case], threshold: float) -> Confusion:
    """What is right and wrong if everything from the threshold (0-1) on is called a match."""
    called = [is_match for score, is_match in cases if score >= threshold - SLACK]
    matches = sum(is_match for _, is_match in cases)
    right = sum(called)
    return Confusion(
        threshold=threshold,
        true_positives=right,
        false_positives=len(called) - right,
        false_negatives=matches - right,
        true_negatives=len(cases) - matches - (len(called) - right),
    )


def sweep(cases: Sequence[Case], steps: int = STEPS) -> tuple[Confusion, ...]:
    """The confusion at `steps` + 1 thresholds from 0 to 1."""
    return tuple(confusion(cases, step / steps) for step in range(steps + 1))


def roc_curve(cases: Sequence[Case]) -> tuple[Point, ...]:
    """(false positive rate, recall) from (0, 0) to (1, 1), one point a distinct score.

    Empty where one of the two classes has no case.
    """
    matches = sum(is_match for _, is_match in cases)
    strangers = len(cases) - matches
    if not matches or not strangers:
        return ()
    at_score: dict[float, list[int]] = defaultdict(lambda: [0, 0])
    for score, is_match in cases:
        at_score[score][is_match] += 1
    points = [(0.0, 0.0)]
    wrong = right = 0
    for score in sorted(at_score, reverse=True):
        wrong += at_score[score][0]
        right += at_score[score][1]
        points.append((wrong / strangers, right / matches))
    return tuple(points)


def roc_auc(cases: Sequence[Case]) -> float | None:
    """The chance that a match scores above a stranger (a tie counts half); None without both."""
    points = roc_curve(cases)
    if not points:
        return None
    return sum((right[0] - left[0]) * (left[1] + right[1]) / 2 for left, right in pairwise(points))


def histogram(cases: Sequence[Case], bins: int = BINS) -> tuple[ScoreBin, ...]:
    """How many matches and strangers score in each of `bins` equal parts of 0 to 1."""
    counts = [[0, 0] for _ in range(bins)]
    for score, is_match in cases:
        counts[min(int((score + SLACK) * bins), bins - 1)][is_match] += 1
    return tuple(
        ScoreBin(at / bins, (at + 1) / bins, matches, strangers)
        for at, (strangers, matches) in enumerate(counts)
    )


@dataclass(frozen=True, slots=True)
class Confusion:
    """Counts at one threshold, and the rates that follow (each 0-1)."""

    threshold: float
    true_positives: int
    false_positives: int
    false_negatives: int
    true_negatives: int

    @property
    def precision(self) -> float:
        """Share of the called matches that are matches."""
        called = self.true_positives + self.false_positives
        return self.true_positives / called if called else 1.0

    @property
    def recall(self) -> float:
        """Share of the matches that were called."""
        matches = self.true_positives + self.false_negatives
        return self.true_positives / matches if matches else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        errors = self.false_positives + self.false_negatives
        whole = 2 * self.true_positives + errors
        return 2 * self.true_positives / whole if whole else 1.0

    def to_value(self) -> dict[str, Any]:
        """Counts and rates as plain values."""
        return {
            "threshold": self.threshold,
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "true_positives": self.true_positives,
            "false_positives": self.false_positives,
            "false_negatives": self.false_negatives,
            "true_negatives": self.true_negatives,
        }


@dataclass(frozen=True, slots=True)
class ScoreBin:
    """How many cases of each class score from `start` up to `end` (the last bin includes 1)."""

    start: float
    end: float
    matches: int
    strangers: int
