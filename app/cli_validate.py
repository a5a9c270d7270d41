"""The commands that measure: validate pairs, screening and self, and bench."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app import cli_output
from app.domain.errors import UsageError
from app.domain.subject import SubjectType

if TYPE_CHECKING:
    from app.services.validation.bench_results import BenchResult
    from app.services.validation.report import AnyResult
    from app.services.validation.results import PairsResult, ScreeningResult, SelfResult
    from app.services.workspace import Workspace

validate_app = typer.Typer(
    help="Measure the matcher on your own labelled cases and lists.", no_args_is_help=True
)

DIFFERENT_EXIT = 5  # the index and brute force disagree
_SHOWN = 10

DataDir = Annotated[
    str | None,
    typer.Option("--data-dir", help="The workspace's folder (or SCREENDESK_DATA_DIR)."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]
Out = Annotated[
    Path | None,
    typer.Option("--report", help="Also write a report: FILE.html or FILE.pdf.", readable=False),
]
Profile = Annotated[
    str, typer.Option(help="aligned or classic; the product's default if not given.")
]
Lists = Annotated[
    list[str] | None,
    typer.Option("--list", help="A source id of an active list, or a list file (repeatable)."),
]


@validate_app.command("pairs")
def pairs(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="CSV: name1, name2, is_match ...", readable=False)],
    profile: Profile = "",
    threshold: Annotated[float, typer.Option(help="Also judge at this score.")] = 0.75,
    report: Out = None,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Score labelled pairs of names: precision, recall, F1, ROC-AUC, worst errors. The file needs
    name1, name2 and is_match; case_group, schema, quality and category are used where they are
    there. Example: screendesk validate pairs my-cases.csv --report quality.pdf"""
    from app.services.validation.pairs import measure_pairs

    _require_report(report)
    chosen = {"profile": profile} if profile else {}
    with _workspace(context, data_dir) as workspace:
        job = cli_output.ConsoleJob()
        result = measure_pairs(workspace, file, threshold=threshold, job=job, **chosen)
    _finish(result, report, as_json=as_json, show=_show_pairs)


@validate_app.command("screening")
def screening(
    context: typer.Context,
    queries: Annotated[
        Path, typer.Option(help="CSV with full_name: names to search.", readable=False)
    ],
    truth: Annotated[
        Path, typer.Option(help="CSV, same rows: the listed names meant.", readable=False)
    ],
    lists: Lists = None,
    negatives: Annotated[
        Path | None, typer.Option(help="CSV with names that are on no list.", readable=False)
    ] = None,
    kind: Annotated[str, typer.Option("--type", help="individual or entity")] = "individual",
    with_fields: Annotated[
        bool | None,
        typer.Option(
            "--with-fields/--by-name-alone",
            help="Also use date_of_birth, nationality and gender; if not said, where they are.",
        ),
    ] = None,
    profile: Profile = "",
    report: Out = None,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Measure recall and false matches on your own names. Example: screendesk validate screening
    --list un_sc --queries altered.csv --truth listed.csv --negatives customers.csv"""
    from app.services.validation.screening import ScreeningFiles, measure_screening

    _require_report(report)
    if not lists:
        raise UsageError("No list was named.", todo="Add --list SOURCE or --list FILE.")
    chosen = {"profile": profile} if profile else {}
    with _workspace(context, data_dir) as workspace:
        result = measure_screening(
            workspace,
            lists,
            ScreeningFiles(queries, truth, negatives),
            kind=_kind(kind),
            with_fields=with_fields,
            job=cli_output.ConsoleJob(),
            **chosen,
        )
    _finish(result, report, as_json=as_json, show=_show_screening)


@validate_app.command("self")
def self_(
    context: typer.Context,
    lists: Lists = None,
    sample: Annotated[int, typer.Option(help="Names of each list that are altered.")] = 2_000,
    most: Annotated[
        int | None, typer.Option(help="Names of each list that are searched; all if not given.")
    ] = None,
    profile: Profile = "",
    report: Out = None,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Check that every listed name finds itself, and how often an altered one does. Example:
    screendesk validate self --list un_sc --report un.html"""
    from app.services.validation.self_check import measure_self

    _require_report(report)
    chosen: dict[str, Any] = {"profile": profile} if profile else {}
    with _workspace(context, data_dir) as workspace:
        result = measure_self(
            workspace,
            lists or (),
            sample=sample,
            most=most,
            job=cli_output.ConsoleJob(),
            **chosen,
        )
    _finish(result, report, as_json=as_json, show=_show_self)


def bench(
    context: typer.Context,
    names: Annotated[
        str, typer.Option(help="Numbers of invented names, with commas between.")
    ] = "20000,200000,1000000",
    queries: Annotated[int, typer.Option(help="Names searched at each number.")] = 1_000,
    profile: Annotated[
        str, typer.Option(help="aligned, classic or aligned,classic; all if not given.")
    ] = "",
    brute_force: Annotated[
        int | None, typer.Option(help="Queries compared with brute force; few if not given.")
    ] = None,
    report: Out = None,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Measure build time, size and speed beside a full scan, and agreement with brute force.
    Example: screendesk bench --names 20000,200000 --queries 500"""
    from app.services.validation.bench import run_bench

    _require_report(report)
    with _workspace(context, data_dir) as workspace:
        result = run_bench(
            workspace,
            sizes=_numbers(names),
            queries=queries,
            profiles=[part.strip() for part in profile.split(",") if part.strip()],
            brute_force=brute_force,
            job=cli_output.ConsoleJob(),
        )
    _finish(result, report, as_json=as_json, show=_show_bench)
    if any(row.brute_force_differences for row in result.results):
        raise typer.Exit(DIFFERENT_EXIT)


def _workspace(context: typer.Context, data_dir: str | None) -> AbstractContextManager[Workspace]:
    """The workspace, opened by the function that the command line hands down."""
    opened: AbstractContextManager[Workspace] = context.obj(data_dir)
    return opened


def _require_report(path: Path | None) -> None:
    """Refuse a report that cannot be written before the work begins."""
    if path is not None:
        from app.services.validation.report import require_ending

        require_ending(path)


def _finish(result: AnyResult, path: Path | None, *, as_json: bool, show: Any) -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
    if path is not None:
        from app.services.validation.report import write_report

        write_report(result, path)
    if as_json:
        cli_output.print_json(result.to_value())
    else:
        show(result)
    if path is not None:
        sys.stderr.write(f"The report is in {cli_output.visible(str(path))}\n")


def _kind(text: str) -> SubjectType:
    try:
        return SubjectType(text.strip().upper())
    except ValueError as error:
        raise UsageError(
            f"“{text[:40]}” is not known to --type.", todo="Use individual or entity."
        ) from error


def _numbers(text: str) -> tuple[int, ...]:
    parts = [part.strip().replace("_", "") for part in text.split(",") if part.strip()]
    if not parts or not all(part.isdecimal() and len(part) < 9 for part in parts):
        raise UsageError(
            f"“{text[:40]}” are no numbers of names.", todo="For example --names 20000,200000."
        )
    return tuple(int(part) for part in parts)


def _show_pairs(result: PairsResult) -> None:
    auc = "–" if result.roc_auc is None else f"{result.roc_auc:.3f}"
    _line(f"{result.pairs:,} pairs, {result.matches:,} of them matches; ROC-AUC {auc}")
    points = {point.threshold: point for point in (result.possible, result.strong, result.chosen)}
    _table(
        ("threshold", "precision", "recall", "F1", "missed", "false"),
        [
            (
                f"{at:g}",
                f"{point.precision:.3f}",
                f"{point.recall:.3f}",
                f"{point.f1:.3f}",
                f"{point.false_negatives:,}",
                f"{point.false_positives:,}",
            )
            for at, point in sorted(points.items())
        ],
    )
    for title, groups in (
        ("group", result.by_group),
        ("quality", result.by_quality),
        ("category", result.by_category),
    ):
        if groups:
            _line()
            _table(
                (title, "pairs", "F1 at 0.75", "precision at 0.92"),
                [
                    (g.name, f"{g.pairs:,}", f"{g.possible.f1:.3f}", f"{g.strong.precision:.3f}")
                    for g in groups
                ],
            )
    for title, pairs_ in (
        ("Called a match, but different", result.false_positives),
        ("The same, but missed", result.false_negatives),
    ):
        if pairs_:
            _line()
            _line(f"{title}, the worst:")
            for pair in pairs_[:_SHOWN]:
                _line(f"  {pair.score:.3f}  {pair.name1} / {pair.name2} (line {pair.line})")
    _show_left_out(result)


def _show_screening(result: ScreeningResult) -> None:
    _line(
        f"{result.queries:,} queries ({result.queries_without_truth:,} without a listed party) "
        f"against {result.names:,} names in {result.seconds:.1f} s"
    )
    rows = [("all", result.recall), ("altered", result.changed)]
    _table(
        ("queries", "count", "recall at 0.75", "recall at 0.92"),
        [(name, f"{r.queries:,}", f"{r.at_075:.4f}", f"{r.at_092:.4f}") for name, r in rows],
    )
    if result.negatives:
        share = result.negatives_with_match / result.negatives
        _line(
            f"Names on no list: {result.negatives_with_match:,} of {result.negatives:,} match "
            f"by name alone ({share:.2%}), {result.negatives_strong:,} of them from 0.92 on"
        )
    if (fields := result.fields) is not None:
        _line(
            f"With their fields, and not discarded: recall {fields.recall:.4f} at 0.75, "
            f"{fields.recall_strong:.4f} at 0.92; {fields.negatives_with_match:,} names on no list "
            f"match ({fields.negatives_with_match / max(1, result.negatives):.2%})"
        )
    for query in result.missed[:_SHOWN]:
        _line(f"  missed {query.score:.3f}  {query.query} / {query.truth}")
    _show_left_out(result)


def _show_self(result: SelfResult) -> None:
    _table(
        ("list", "names", "find themselves", "do not"),
        [
            (i.source, f"{i.names:,}", f"{i.exact:,}", f"{i.names - i.exact:,}")
            for i in result.lists
        ],
    )
    for name in result.not_found[:_SHOWN]:
        _line(f"  {name.score:.3f}  {name.name} ({name.list_entry_id}): {name.reason}")
    if result.rates:
        _line()
        _table(
            ("list", "script", "mutation", "tried", "at 0.75", "at 0.92"),
            [
                (
                    rate.source,
                    rate.script,
                    rate.mutation,
                    f"{rate.tried:,}",
                    f"{rate.possible / rate.tried:.3f}",
                    f"{rate.strong / rate.tried:.3f}",
                )
                for rate in result.rates
            ],
        )
    _line(
        f"{result.seconds:.1f} s, {result.seconds_per_thousand:.3f} s a thousand listed names, "
        f"profile {result.provenance.profile_version}"
    )


def _show_bench(result: BenchResult) -> None:
    _table(
        ("profile", "names", "build s", "MB", "reopen s", "median ms", "p95 ms", "cold ms",
         "queries/s", "2 cores", "x scan", "cold", "differences"),
        [
            (
                row.profile,
                f"{row.names:,}",
                f"{row.build_seconds:.2f}",
                f"{row.index_bytes / 1e6:.1f}",
                f"{row.reopen_seconds:.3f}",
                f"{row.median_ms:.3f}",
                f"{row.p95_ms:.3f}",
                "–" if row.cold_median_ms is None else f"{row.cold_median_ms:.3f}",
                f"{row.queries_per_second:,.0f}",
                f"x {row.batch_ratio:.2f}",
                f"{row.times_faster:.1f}",
                "–" if row.times_faster_cold is None else f"{row.times_faster_cold:.1f}",
                f"{row.brute_force_differences} of {row.brute_force_queries}",
            )
            for row in result.results
        ],
    )  # fmt: skip
    for scan in result.baseline:
        _line(f"full scan ({scan.name}), {scan.names:,} names: {scan.median_ms:.3f} ms")


def _show_left_out(result: PairsResult | ScreeningResult) -> None:
    if result.unusable:
        _line(f"Left out: {len(result.unusable):,} rows")
    for row in result.unusable[:_SHOWN]:
        _line(f"  {row.file} line {row.line}: {row.reason}")


def _line(text: str = "") -> None:
    sys.stdout.buffer.write((cli_output.visible(text) + "\n").encode("utf-8", "replace"))
    sys.stdout.flush()


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Aligned columns: numbers to the right, everything else to the left."""
    shown = [[cli_output.visible(cell)[:60] for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(columns, *shown, strict=True)]
    numeric = [
        bool(shown) and all(row[at][:1].isdigit() or row[at] == "–" for row in shown)
        for at in range(len(columns))
    ]
    for row in (columns, *shown):
        cells = (
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, numeric, strict=True)
        )
        _line("  ".join(cells).rstrip())
