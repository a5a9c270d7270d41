"""The tables of measurements without files of names: the self check of lists, and speed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.gui.validation.pair import Pair
from app.gui.validation.requests import Request
from app.gui.validation.tables import TableSpec, count_column, number_column, text_column
from app.gui.validation.wording import milliseconds, score_text, share_text, translate
from app.gui.widgets.table_columns import NOTHING, Chip, Column

if TYPE_CHECKING:
    from app.services.validation.bench_results import BaselineRow, BenchResult, BenchRow
    from app.services.validation.results import MutationRate, NotSelf, SelfList, SelfResult


def self_tables(_request: Request, result: SelfResult) -> tuple[TableSpec, ...]:
    """Altered names by list and script, names that do not find themselves, and the lists."""
    tables = []
    if result.rates:
        tables.append(
            TableSpec(
                "validation_mutations",
                translate("Validation", "Altered names"),
                _mutation_columns(),
                result.rates,
            )
        )
    missing = translate("Validation", "Not found {count}")
    tables.append(
        TableSpec(
            "validation_not_found",
            missing.format(count=f"{len(result.not_found):,}"),
            _not_found_columns(),
            result.not_found,
            (
                translate("Validation", "Every listed name finds itself"),
                translate("Validation", "Each finds its own entry, and at EXACT."),
            ),
            lambda row: _not_found_pair(row, result.provenance.profile),
        )
    )
    tables.append(
        TableSpec(
            "validation_lists", translate("Validation", "Lists"), _list_columns(), result.lists
        )
    )
    return tuple(tables)


def _mutation_columns() -> tuple[Column[MutationRate], ...]:
    tr = translate
    return (
        text_column("source", tr("Validation", "List"), 130, is_id=True),
        text_column("script", tr("Validation", "Script"), 90),
        text_column("mutation", tr("Validation", "Mutation"), 150),
        count_column("tried", tr("Validation", "Tried"), 76),
        number_column(
            "possible",
            tr("Validation", "Found at 0.75"),
            lambda row: _share(row.possible, row.tried),
            share_text,
            104,
        ),
        number_column(
            "strong",
            tr("Validation", "Found at 0.92"),
            lambda row: _share(row.strong, row.tried),
            share_text,
            104,
        ),
    )


def _not_found_columns() -> tuple[Column[NotSelf], ...]:
    return (
        Column(
            "reason",
            translate("Validation", "Why"),
            lambda row: row.reason,
            width=250,
            chip=lambda _row: Chip("x-circle", "critical"),
        ),
        number_column(
            "score", translate("Validation", "Best score"), lambda row: row.score, score_text, 80
        ),
        text_column("name", translate("Validation", "Listed name"), 280),
        text_column("source", translate("Validation", "List"), 120, is_id=True),
        text_column("list_entry_id", translate("Validation", "Entry"), 120, is_id=True),
    )


def _not_found_pair(row: NotSelf, profile: str) -> Pair:
    return Pair(
        name=row.name,
        listed=row.name,
        is_person=True,
        score=row.score,
        profile=profile,
        verdict=translate("Validation", "Not itself"),
        role="critical",
        icon="x-circle",
        origin=f"{row.source} {row.list_entry_id}",
        note=row.reason,
    )


def _list_columns() -> tuple[Column[SelfList], ...]:
    return (
        text_column("source", translate("Validation", "List"), 150, is_id=True),
        count_column("names", translate("Validation", "Names"), 90),
        count_column("exact", translate("Validation", "Find themselves"), 120),
        number_column(
            "not",
            translate("Validation", "Do not"),
            lambda row: row.names - row.exact,
            lambda count: f"{count:,}",
            90,
        ),
        number_column(
            "share",
            translate("Validation", "Share"),
            lambda row: _share(row.exact, row.names),
            share_text,
            90,
        ),
    )


def speed_tables(_request: Request, result: BenchResult) -> tuple[TableSpec, ...]:
    """Time a query, size and build time, and the full scan beside them."""
    return (
        TableSpec("validation_times", translate("Validation", "Time a query"),
                  _time_columns(), result.results),
        TableSpec("validation_sizes", translate("Validation", "Size and building"),
                  _size_columns(), result.results),
        TableSpec("validation_scan", translate("Validation", "Full scan"),
                  _scan_columns(), result.baseline),
    )  # fmt: skip


def _time_columns() -> tuple[Column[BenchRow], ...]:
    tr = translate
    times = (
        ("median_ms", tr("Validation", "Median ms")),
        ("p95_ms", tr("Validation", "p95 ms")),
        ("cold_median_ms", tr("Validation", "Cold ms")),
        ("cold_p95_ms", tr("Validation", "Cold p95")),
    )
    return (
        *_profile_columns(),
        *(_number(field, title, milliseconds, 84) for field, title in times),
        _number("queries_per_second", tr("Validation", "Queries/s, 1 core"), _whole, 118),
        _number("queries_per_second_two_cores", tr("Validation", "2 cores"), _whole, 84),
        _number("batch_ratio", tr("Validation", "Two to one"), lambda v: f"{v:.2f}", 84),
        _number("times_faster", tr("Validation", "Times a full scan"), _one_decimal, 112),
        _number("times_faster_cold", tr("Validation", "Cold"), _one_decimal, 64),
    )


def _size_columns() -> tuple[Column[BenchRow], ...]:
    tr = translate
    return (
        *_profile_columns(),
        _number("build_seconds", tr("Validation", "Built in s"), lambda v: f"{v:.2f}", 84),
        number_column("index_bytes", tr("Validation", "Index MB"),
                      lambda row: row.index_bytes / 1e6, _one_decimal, 84),
        number_column("peak_rss_bytes", tr("Validation", "Peak memory MB"),
                      lambda row: _megabytes(row.peak_rss_bytes), _whole, 112),
        _number("reopen_seconds", tr("Validation", "Reopened in s"), lambda v: f"{v:.3f}", 100),
        count_column("brute_force_queries", tr("Validation", "Compared with brute force"), 160),
        Column(
            "brute_force_differences",
            tr("Validation", "Differences"),
            lambda row: f"{row.brute_force_differences:,}",
            width=96,
            value=lambda row: row.brute_force_differences,
            tone=lambda row: "critical" if row.brute_force_differences else "text",
            is_number=True,
        ),
    )  # fmt: skip


def _profile_columns() -> tuple[Column[BenchRow], ...]:
    return (
        text_column("profile", translate("Validation", "Profile"), 90, is_strong=True),
        count_column("names", translate("Validation", "Names"), 90),
    )


def _scan_columns() -> tuple[Column[BaselineRow], ...]:
    return (
        text_column("name", translate("Validation", "Full scan"), 260),
        count_column("names", translate("Validation", "Names"), 100),
        _number("median_ms", translate("Validation", "Median ms"), milliseconds, 100),
    )


def _number(field: str, title: str, text: Any, width: int) -> Column[Any]:
    return number_column(field, title, lambda row: getattr(row, field), text, width)


def _whole(value: float | None) -> str:
    return NOTHING if value is None else f"{value:,.0f}"


def _one_decimal(value: float | None) -> str:
    return NOTHING if value is None else f"{value:,.1f}"


def _megabytes(count: int | None) -> float | None:
    return None if count is None else count / 1e6


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
