"""The report on labelled pairs: figures, curves, groups, worst errors."""

from __future__ import annotations

from collections.abc import Sequence

from app.reports.charts import Mark, Series, line_chart, paired_bars
from app.reports.document import (
    Chart,
    Charts,
    Figure,
    Figures,
    Report,
    Section,
    Table,
    Text,
)
from app.services.validation.figures import Confusion
from app.services.validation.report_parts import basis, footer, left_out, limits, percent, subtitle
from app.services.validation.results import PairGroup, PairScore, PairsResult

_MARKS = (Mark(0.75, "0.75"), Mark(0.92, "0.92"))


def pairs_report(result: PairsResult) -> Report:
    """The whole report."""
    facts = result.provenance
    at = result.chosen
    strangers = result.pairs - result.matches
    return Report(
        title="Matching quality on labelled pairs of names",
        subtitle=subtitle(facts),
        summary=(
            f"{result.pairs:,} labelled pairs were scored: {result.matches:,} name the same party, "
            f"{strangers:,} do not. At {at.threshold:g}, {at.true_positives:,} of the "
            f"{result.matches:,} matches are found (recall {percent(at.recall)}) and "
            f"{at.false_positives:,} of the {strangers:,} others are called a match "
            f"(precision {percent(at.precision)})."
        ),
        sections=(
            _result(result),
            _curves(result),
            _groups(result),
            _errors(result),
            basis(facts),
            *left_out(result.unusable),
            _limits(),
        ),
        footer=footer(facts),
    )


def _result(result: PairsResult) -> Section:
    auc = "–" if result.roc_auc is None else f"{result.roc_auc:.3f}"
    figures = Figures(
        (
            Figure("F1 at 0.75", f"{result.possible.f1:.3f}", "POSSIBLE and better"),
            Figure("F1 at 0.92", f"{result.strong.f1:.3f}", "STRONG and better"),
            Figure("Precision at 0.92", percent(result.strong.precision), "called and right"),
            Figure("ROC-AUC", auc, "0.5 is chance, 1 is perfect"),
        )
    )
    points = {c.threshold: c for c in (result.possible, result.strong, result.chosen)}
    table = Table(
        (
            "Threshold",
            "Precision",
            "Recall",
            "F1",
            "Found",
            "Missed",
            "Falsely called",
            "Rightly not called",
        ),
        tuple(_at(points[threshold]) for threshold in sorted(points)),
        frozenset(range(8)),
    )
    return Section("The result", (figures, table))


def _at(point: Confusion) -> tuple[str, ...]:
    return (
        f"{point.threshold:g}",
        percent(point.precision),
        percent(point.recall),
        f"{point.f1:.3f}",
        f"{point.true_positives:,}",
        f"{point.false_negatives:,}",
        f"{point.false_positives:,}",
        f"{point.true_negatives:,}",
    )


def _curves(result: PairsResult) -> Section:
    judged = (*result.curve, result.possible, result.strong, result.chosen)
    points = {point.threshold: point for point in judged}
    curve = [points[threshold] for threshold in sorted(points)]
    best = max(curve, key=lambda point: point.f1)
    series = [
        Series("Precision", tuple((p.threshold, p.precision) for p in curve)),
        Series("Recall", tuple((p.threshold, p.recall) for p in curve)),
        Series("F1", tuple((p.threshold, p.f1) for p in curve)),
    ]
    bars = [(b.start, b.end, b.matches, b.strangers) for b in result.histogram]
    charts = [
        Chart(
            "Precision, recall and F1 against the threshold",
            line_chart(
                series,
                "threshold",
                "share",
                "Precision, recall and F1 for every threshold from 0 to 1.",
                marks=_MARKS,
            ),
            f"F1 is highest at {best.threshold:g} ({best.f1:.3f}).",
        ),
        Chart(
            "Scores of matches and of others",
            paired_bars(
                bars,
                ("same party", "different"),
                "score",
                "How many pairs of either kind score in each part of 0 to 1.",
                marks=_MARKS,
            ),
            "The less the two kinds overlap, the fewer errors any threshold makes.",
        ),
    ]
    if result.roc:
        charts.append(_roc_chart(result))
    return Section("Against the threshold", (Charts(tuple(charts)),))


def _roc_chart(result: PairsResult) -> Chart:
    return Chart(
        "ROC curve",
        line_chart(
            [Series("recall", result.roc)],
            "share of others called a match",
            "recall",
            "Recall against the share of false calls, over all thresholds.",
            diagonal=True,
            points=[(_roc_point(result.possible), "0.75"), (_roc_point(result.strong), "0.92")],
        ),
        "Up and to the left is better; the dashed line is pure chance.",
    )


def _roc_point(point: Confusion) -> tuple[float, float]:
    others = point.false_positives + point.true_negatives
    return (point.false_positives / others if others else 0.0, point.recall)


def _groups(result: PairsResult) -> Section:
    tables = [
        _group_table(name, groups)
        for name, groups in (
            ("Group", result.by_group),
            ("Quality", result.by_quality),
            ("Category", result.by_category),
        )
        if groups
    ]
    none = Text("The file names no groups, qualities or categories.")
    return Section("By group, quality and category", tuple(tables) or (none,))


def _group_table(name: str, groups: Sequence[PairGroup]) -> Table:
    rows = tuple(
        (
            group.name,
            f"{group.pairs:,}",
            f"{group.matches:,}",
            f"{group.possible.f1:.3f}",
            percent(group.possible.precision),
            percent(group.possible.recall),
            percent(group.strong.precision),
            percent(group.strong.recall),
        )
        for group in groups
    )
    return Table(
        (
            name,
            "Pairs",
            "Same party",
            "F1 at 0.75",
            "Precision at 0.75",
            "Recall at 0.75",
            "Precision at 0.92",
            "Recall at 0.92",
        ),
        rows,
        frozenset(range(1, 8)),
        (2.2, 0.8, 1, 1, 1.1, 1, 1.1, 1),
    )


def _errors(result: PairsResult) -> Section:
    threshold = f"{result.chosen.threshold:g}"
    return Section(
        f"The worst errors at {threshold}",
        (
            Text(f"Different parties that are called a match: {result.chosen.false_positives:,}."),
            _error_table(result.false_positives, result.chosen.false_positives),
            Text(f"The same party that is missed: {result.chosen.false_negatives:,}."),
            _error_table(result.false_negatives, result.chosen.false_negatives),
        ),
    )


def _error_table(pairs: Sequence[PairScore], total: int) -> Table:
    rows = tuple(
        (
            str(pair.line),
            pair.name1,
            pair.name2,
            f"{pair.score:.3f}",
            " ".join(f"{name} {value:.2f}" for name, value in pair.components),
        )
        for pair in pairs
    )
    more = total - len(pairs)
    return Table(
        ("Line", "Name", "Listed name", "Score", "Parts of the score"),
        rows,
        frozenset({0, 3}),
        (0.6, 2.6, 2.6, 0.7, 3.0),
        note=f"And {more:,} more." if more else "",
    )


def _limits() -> Section:
    return limits(
        "The figures are those of this file: other names, other scripts and another share of "
        "matches give other figures. Precision depends on how many of the pairs are matches; in "
        "daily screening they are far fewer than in a labelled file.",
        "The labels are taken as right. Some pairs cannot be told by the name alone; dates of "
        "birth, countries and identifiers, which a screening also weighs, are not used here.",
        "A rate over no pairs is given as 100 %: no error was made where nothing was called.",
    )
