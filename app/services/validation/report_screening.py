"""The report on screening: recall of altered names, strangers that match, with and without the
fields."""

from __future__ import annotations

from collections.abc import Sequence

from app.reports.document import Block, Figure, Figures, Report, Section, Table, Text
from app.services.validation.report_parts import basis, footer, left_out, limits, percent, subtitle
from app.services.validation.results import MissedQuery, ScreeningResult, StrangerMatch

_SHOWN = 60


def screening_report(result: ScreeningResult) -> Report:
    """The whole report."""
    facts = result.provenance
    with_truth = result.recall.queries
    negatives = (
        f" Of {result.negatives:,} names that are on no list, {result.negatives_with_match:,} "
        f"({_rate(result.negatives_with_match, result.negatives)}) raise a match by name alone"
        + _with_fields(result)
        + "."
        if result.negatives
        else ""
    )
    return Report(
        title="Recall and false matches of name screening",
        subtitle=subtitle(facts),
        summary=(
            f"{with_truth:,} queries with a listed party behind them were searched among "
            f"{result.names:,} listed names: {percent(result.recall.at_075)} find it at 0.75, "
            f"{percent(result.recall.at_092)} at 0.92.{negatives}"
        ),
        sections=(
            _result(result),
            _missed(result),
            *_strangers(result),
            basis(facts),
            *left_out(result.unusable),
            _limits(),
        ),
        footer=footer(facts),
    )


def _with_fields(result: ScreeningResult) -> str:
    if result.fields is None:
        return ""
    count = result.fields.negatives_with_match
    return f", {count:,} ({_rate(count, result.negatives)}) when their fields are used too"


def _rate(count: int, of: int) -> str:
    return f"{count / of:.2%}" if of else "–"


def _result(result: ScreeningResult) -> Section:
    recall, changed = result.recall, result.changed
    figures = [
        Figure("Recall at 0.75", percent(recall.at_075), f"of {recall.queries:,} queries"),
        Figure("Recall at 0.92", percent(recall.at_092), f"of {recall.queries:,} queries"),
        Figure(
            "Recall at 0.75, altered",
            percent(changed.at_075),
            f"of {changed.queries:,} names that differ",
        ),
        Figure(
            "Recall at 0.92, altered",
            percent(changed.at_092),
            f"of {changed.queries:,} names that differ",
        ),
    ]
    if result.negatives:
        rate = _rate(result.negatives_with_match, result.negatives)
        figures.append(
            Figure(
                "False matches, by name",
                rate,
                f"{result.negatives_with_match:,} of {result.negatives:,}",
            )
        )
    if result.fields is not None:
        count = result.fields.negatives_with_match
        figures.append(
            Figure(
                "False matches, with fields",
                _rate(count, result.negatives),
                f"{count:,} of {result.negatives:,}, not discarded",
            )
        )
        figures += [
            Figure("Recall at 0.75, fields", percent(result.fields.recall), "not discarded"),
            Figure("Recall at 0.92, fields", percent(result.fields.recall_strong), "not discarded"),
        ]
    text = Text(
        f"{result.queries:,} queries; {result.queries_without_truth:,} of them mean a name that is "
        f"on no entry of the list and are left out of the recall. The searches took "
        f"{result.seconds:.1f} seconds."
    )
    return Section("The result", (Figures(tuple(figures)), text))


def _missed(result: ScreeningResult) -> Section:
    blocks: list[Block] = [
        Text(f"Not found at 0.75: {len(result.missed):,}, the lowest scores first."),
        _query_table(result.missed),
        Text(f"Found at 0.75 but not at 0.92: {len(result.weak):,}, the lowest scores first."),
        _query_table(result.weak),
    ]
    return Section("Queries that miss their entry", tuple(blocks))


def _query_table(queries: Sequence[MissedQuery]) -> Table:
    shown = queries[:_SHOWN]
    return Table(
        ("Line", "Query", "Listed name that was meant", "Score"),
        tuple((str(q.line), q.query, q.truth, f"{q.score:.3f}") for q in shown),
        frozenset({0, 3}),
        (0.5, 3, 3, 0.7),
        note=_more(len(queries) - len(shown)),
    )


def _strangers(result: ScreeningResult) -> tuple[Section, ...]:
    if not result.negatives:
        return ()
    blocks: list[Block] = [
        Text("By name alone, the highest scores first:"),
        _stranger_table(result.strangers),
    ]
    if result.fields is not None:
        blocks.append(Text("With the fields of the files, what is not discarded:"))
        blocks.append(_stranger_table(result.fields.strangers))
    return (Section("Names on no list that match", tuple(blocks)),)


def _stranger_table(strangers: Sequence[StrangerMatch]) -> Table:
    shown = strangers[:_SHOWN]
    return Table(
        ("Line", "Name", "Matched name", "List", "Entry", "Score", "Level"),
        tuple(
            (
                str(item.line),
                item.name,
                item.matched_name,
                item.source,
                item.list_entry_id,
                f"{item.score:.3f}",
                item.level,
            )
            for item in shown
        ),
        frozenset({0, 5}),
        (0.6, 2.4, 2.4, 1.2, 1.1, 0.8, 1.0),
        note=_more(len(strangers) - len(shown)),
    )


def _more(count: int) -> str:
    return f"And {count:,} more." if count > 0 else ""


def _limits() -> Section:
    return limits(
        "The figures are those of these files. Recall depends on how the queries were altered, "
        "and the rate of false matches on how much the names of the customers resemble those of "
        "the list: repeat the measurement with a sample of your own customers.",
        "A query counts as found when any entry that carries the listed name is among its "
        "matches. Names that several entries carry are found with any of them.",
        "That a name is on no list is what the file of negatives says; it was not checked against "
        "the persons themselves.",
    )
