"""The report on speed: build, size, time a query, agreement with brute force."""

from __future__ import annotations

from app.reports.charts import log_bars
from app.reports.document import Chart, Figure, Figures, Report, Section, Table, Text
from app.services.validation.bench_results import BenchResult, BenchRow
from app.services.validation.report_parts import basis, footer, limits, subtitle

_COLOURS = {"aligned": "series-1", "classic": "series-3"}
_BASELINE = "series-5"


def bench_report(result: BenchResult) -> Report:
    """The whole report."""
    facts = result.provenance
    largest = max(result.results, key=lambda row: row.names)
    differences = sum(row.brute_force_differences for row in result.results)
    checked = sum(row.brute_force_queries for row in result.results)
    agreement = (
        f"{checked:,} queries compared with brute force at {len(result.floors)} floors show "
        f"{differences:,} {'difference' if differences == 1 else 'differences'}."
        if checked
        else "No query was compared with brute force."
    )
    return Report(
        title="Speed and size of the matcher",
        subtitle=subtitle(facts),
        summary=(
            f"A name is searched among {largest.names:,} in {_ms(largest.median_ms)} ms (median, "
            f"profile {largest.profile}, one core), {largest.times_faster:,.0f} times faster than "
            f"a full scan of the same names in the same run. {agreement}"
        ),
        sections=(
            _result(result),
            _charts(result),
            _tables(result),
            basis(facts, result.machine),
            limits(
                "The names are invented, after the manner of eight groups of languages, with the "
                "common names of the product's tables in their spellings, and one person in "
                "fifteen in other letters than Latin ones; words repeat about as on a real list. "
                "The times are those of this machine and of what else it did: compare the ratio "
                "to the full scan, which ran on the same names in the same rounds.",
                "The full scan is rapidfuzz's process.cdist with Jaro-Winkler alone on one core, "
                "divided by the number of queries; it computes one of the four parts of a score.",
                "Warm: every word of the query was met before. Cold: the cache of words was "
                "emptied before every query; a cold batch begins with an empty one. Memory is that "
                "of the whole process at its peak while the index was built, and before, with the "
                "invented names. The index was reopened from files just written, which the "
                "system still held in memory, and all searches ran on the reopened one.",
            ),
        ),
        footer=footer(facts),
    )


def _result(result: BenchResult) -> Section:
    figures = tuple(
        Figure(
            f"{row.profile}, {row.names:,} names",
            f"{_ms(row.median_ms)} ms",
            f"{row.times_faster:,.0f} times a full scan",
        )
        for row in result.results
    )
    return Section("The result", (Figures(figures),))


def _charts(result: BenchResult) -> Section:
    bars: list[tuple[str, float, str]] = []
    for scan in result.baseline:
        for row in result.results:
            if row.names != scan.names:
                continue
            name = f"{row.profile}, {row.names:,}"
            bars.append((name, row.median_ms, _COLOURS.get(row.profile, "series-4")))
            if row.cold_median_ms is not None:
                bars.append((f"{name}, cold", row.cold_median_ms, "series-2"))
        bars.append((f"full scan, {scan.names:,}", scan.median_ms, _BASELINE))
    chart = Chart(
        "Time a query, median",
        log_bars(bars, "milliseconds, each line ten times the one before",
                 "Median milliseconds a query by profile and number of names."),
        "The axis is logarithmic.",
    )  # fmt: skip
    return Section("Time a query", (chart,))


def _tables(result: BenchResult) -> Section:
    text = f"{result.queries:,} queries for each number of names, at a floor of 0.75."
    return Section(
        "In figures",
        (
            Text(f"One query at a time. {text}"),
            _speeds(result),
            Text("All queries as one batch."),
            _batch_times(result),
            Text("The index: build, size, reopening."),
            _sizes(result),
            Text("Agreement with brute force over all names."),
            _agreements(result),
            Text("The full scan that the times are compared with."),
            _scans(result),
        ),
    )


def _speeds(result: BenchResult) -> Table:
    return Table(
        (
            "Profile",
            "Names",
            "Median ms",
            "p95 ms",
            "Cold ms",
            "Cold p95",
            "Times a full scan",
            "Cold",
        ),
        tuple(map(_speed, result.results)),
        frozenset(range(1, 8)),
        (1, 1.1, 1, 0.9, 0.9, 0.9, 1.2, 0.8),
    )


def _batch_times(result: BenchResult) -> Table:
    return Table(
        ("Profile", "Names", "Queries/s, 1 core", "2 cores", "Ratio", "Cold, 1 core", "Ratio"),
        tuple(map(_batches, result.results)),
        frozenset(range(1, 7)),
        note="Ratio: queries a second on two cores over those on one.",
    )


def _sizes(result: BenchResult) -> Table:
    return Table(
        (
            "Profile",
            "Names",
            "Built in s",
            "Index, MB",
            "Peak, MB",
            "Before, MB",
            "Reopened in s",
        ),
        tuple(map(_size, result.results)),
        frozenset(range(1, 7)),
    )


def _agreements(result: BenchResult) -> Table:
    floors = ", ".join(f"{floor:g}" for floor in result.floors)
    return Table(
        ("Profile", "Names", "Queries compared", "Differences", "At the floors"),
        tuple(map(_agreement, result.results)),
        frozenset(range(1, 4)),
        note=f"Names and scores were compared at the floors {floors}.",
    )


def _scans(result: BenchResult) -> Table:
    return Table(
        ("Full scan", "Names", "Median ms"),
        tuple((row.name, f"{row.names:,}", _ms(row.median_ms)) for row in result.baseline),
        frozenset({1, 2}),
    )


def _speed(row: BenchRow) -> tuple[str, ...]:
    return (
        row.profile,
        f"{row.names:,}",
        _ms(row.median_ms),
        _ms(row.p95_ms),
        _ms(row.cold_median_ms),
        _ms(row.cold_p95_ms),
        f"{row.times_faster:,.1f}",
        _one_decimal(row.times_faster_cold),
    )


def _batches(row: BenchRow) -> tuple[str, ...]:
    cold, ratio = row.cold_queries_per_second, row.cold_batch_ratio
    return (
        row.profile,
        f"{row.names:,}",
        f"{row.queries_per_second:,.0f}",
        f"{row.queries_per_second_two_cores:,.0f}",
        f"{row.batch_ratio:.2f}",
        "–" if cold is None else f"{cold:,.0f}",
        "–" if ratio is None else f"{ratio:.2f}",
    )


def _size(row: BenchRow) -> tuple[str, ...]:
    return (
        row.profile,
        f"{row.names:,}",
        f"{row.build_seconds:.2f}",
        f"{row.index_bytes / 1e6:,.1f}",
        _megabytes(row.peak_rss_bytes),
        _megabytes(row.rss_before_build_bytes),
        f"{row.reopen_seconds:.3f}",
    )


def _agreement(row: BenchRow) -> tuple[str, ...]:
    return (
        row.profile,
        f"{row.names:,}",
        f"{row.brute_force_queries:,}",
        f"{row.brute_force_differences:,}",
        ", ".join(f"{floor:g}" for floor in row.differing_floors) or "none",
    )


def _megabytes(count: int | None) -> str:
    return "–" if count is None else f"{count / 1e6:,.0f}"


def _one_decimal(value: float | None) -> str:
    return "–" if value is None else f"{value:,.1f}"


def _ms(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if value < 10 else f"{value:.1f}"
