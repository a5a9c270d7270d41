"""The tables of measurements on names: labelled pairs, and screening of queries and strangers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain.subject import SubjectType
from app.gui.validation.pair import Pair
from app.gui.validation.requests import Request, ScreeningRequest
from app.gui.validation.tables import TableSpec, count_column, number_column, text_column
from app.gui.validation.wording import score_text, share_text, translate
from app.gui.widgets.table_columns import Chip, Column

if TYPE_CHECKING:
    from app.services.validation.figures import Confusion
    from app.services.validation.results import (
        MissedQuery,
        PairGroup,
        PairScore,
        PairsResult,
        ScreeningResult,
        StrangerMatch,
    )


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group of pairs; `by` says what the pairs have in common."""

    by: str
    group: PairGroup


@dataclass(frozen=True, slots=True)
class CompareRow:
    """Two names with what they have in common with each other in every table of names."""

    line: int
    name: str
    listed: str
    score: float
    verdict: str
    role: str
    icon: str
    is_person: bool
    note: str = ""
    place: str = ""


def pairs_tables(_request: Request, result: PairsResult) -> tuple[TableSpec, ...]:
    """Worst errors, groups, thresholds."""
    errors = _error_rows(result)
    title = translate("Validation", "Worst errors {count}").format(count=f"{len(errors):,}")
    none = (
        translate("Validation", "No errors"),
        translate("Validation", "Every pair is judged as its label says, at this threshold."),
    )
    tables = [
        TableSpec(
            "validation_errors",
            title,
            _compare_columns(translate("Validation", "Error"),
                             translate("Validation", "Group")),
            errors,
            none,
            _pair_maker(result.provenance.profile),
        )
    ]  # fmt: skip
    groups = _group_rows(result)
    if groups:
        title = translate("Validation", "Groups {count}").format(count=f"{len(groups):,}")
        tables.append(TableSpec("validation_groups", title, _group_columns(), groups))
    title = translate("Validation", "Thresholds")
    points = {point.threshold: point for point in result.curve}
    for point in (result.possible, result.strong, result.chosen):
        points[point.threshold] = point
    rows = tuple(points[at] for at in sorted(points))
    tables.append(TableSpec("validation_thresholds", title, _threshold_columns(), rows))
    return tuple(tables)


def screening_tables(request: Request, result: ScreeningResult) -> tuple[TableSpec, ...]:
    """Queries that miss their entry, and strangers that match."""
    assert isinstance(request, ScreeningRequest)
    is_person = request.subject_type is SubjectType.INDIVIDUAL
    missed = [_query_row(row, is_person, is_found=False) for row in result.missed]
    missed += [_query_row(row, is_person, is_found=True) for row in result.weak]
    pair_of = _pair_maker(result.provenance.profile)
    title = translate("Validation", "Missed or weak {count}")
    tables = [
        TableSpec(
            "validation_missed",
            title.format(count=f"{len(missed):,}"),
            _compare_columns(translate("Validation", "Found"), ""),
            tuple(missed),
            (
                translate("Validation", "Nothing was missed"),
                translate("Validation", "Every query finds its listed party from 0.92 on."),
            ),
            pair_of,
        )
    ]
    if result.negatives:
        strangers = _stranger_rows(result, is_person)
        title = translate("Validation", "False matches {count}")
        tables.append(
            TableSpec(
                "validation_strangers",
                title.format(count=f"{len(strangers):,}"),
                _compare_columns(translate("Validation", "With the fields"),
                                 translate("Validation", "List and entry")),
                strangers,
                (
                    translate("Validation", "No false matches"),
                    translate("Validation", "No name that is on no list raises a match."),
                ),
                pair_of,
            )
        )  # fmt: skip
    return tuple(tables)


def _error_rows(result: PairsResult) -> tuple[CompareRow, ...]:
    called = translate("Validation", "False match")
    missed = translate("Validation", "Missed")
    rows = [_error_row(pair, called, "high", "triangle-alert") for pair in result.false_positives]
    rows += [_error_row(pair, missed, "critical", "x-circle") for pair in result.false_negatives]
    return tuple(rows)


def _error_row(pair: PairScore, verdict: str, role: str, icon: str) -> CompareRow:
    place = ", ".join(part for part in (pair.group, pair.quality, pair.category) if part)
    return CompareRow(
        pair.line, pair.name1, pair.name2, pair.score, verdict, role, icon, pair.is_person,
        place=place,
    )  # fmt: skip


def _query_row(query: MissedQuery, is_person: bool, *, is_found: bool) -> CompareRow:
    verdict = (
        translate("Validation", "below 0.92") if is_found else translate("Validation", "missed")
    )
    role, icon = ("medium", "info-circle") if is_found else ("critical", "x-circle")
    return CompareRow(
        query.line, query.query, query.truth, query.score, verdict, role, icon, is_person
    )


def _stranger_rows(result: ScreeningResult, is_person: bool) -> tuple[CompareRow, ...]:
    """Every stranger that matches by name; what is left of them with the fields says its level."""
    left = {row.line: row for row in (result.fields.strangers if result.fields else ())}
    rows = []
    for stranger in result.strangers:
        verdict, role, icon = translate("Validation", "not asked"), "missing", "dashed-circle"
        kept: StrangerMatch | None = left.get(stranger.line)
        if kept is not None:
            verdict, role, icon = kept.level or "–", "high", "triangle-alert"
        elif result.fields is not None:
            verdict, role, icon = translate("Validation", "discarded"), "low", "check-circle"
        rows.append(
            CompareRow(
                stranger.line, stranger.name, stranger.matched_name, stranger.score, verdict,
                role, icon, is_person, kept.reason if kept else "",
                f"{stranger.source} {stranger.list_entry_id}",
            )
        )  # fmt: skip
    return tuple(rows)


def _pair_maker(profile: str) -> Any:
    def make(row: CompareRow) -> Pair:
        origin = translate("Validation", "Line {line}").format(line=f"{row.line:,}")
        return Pair(
            name=row.name,
            listed=row.listed,
            is_person=row.is_person,
            score=row.score,
            profile=profile,
            verdict=row.verdict,
            role=row.role,
            icon=row.icon,
            origin=", ".join(part for part in (origin, row.place) if part),
            note=row.note,
        )

    return make


def _compare_columns(verdict: str, place: str) -> tuple[Column[CompareRow], ...]:
    columns: list[Column[CompareRow]] = [
        Column(
            "verdict",
            verdict,
            lambda row: row.verdict,
            width=136,
            chip=lambda row: Chip(row.icon, row.role),
        ),
        number_column(
            "score", translate("Validation", "Score"), lambda row: row.score, score_text, 64
        ),
        count_column("line", translate("Validation", "Line"), 64),
        text_column("name", translate("Validation", "Name"), 190),
        text_column("listed", translate("Validation", "Listed name"), 190),
    ]
    if place:
        columns.append(text_column("place", place, 160))
    return tuple(columns)


def _group_rows(result: PairsResult) -> tuple[GroupRow, ...]:
    kinds = (
        (translate("Validation", "Group"), result.by_group),
        (translate("Validation", "Quality"), result.by_quality),
        (translate("Validation", "Category"), result.by_category),
    )
    return tuple(GroupRow(by, group) for by, groups in kinds for group in groups)


def _group_columns() -> tuple[Column[GroupRow], ...]:
    tr = translate
    shares = (
        ("f1_75", tr("Validation", "F1 at 0.75"), lambda row: row.group.possible.f1),
        ("p_75", tr("Validation", "Precision 0.75"), lambda row: row.group.possible.precision),
        ("r_75", tr("Validation", "Recall 0.75"), lambda row: row.group.possible.recall),
        ("p_92", tr("Validation", "Precision 0.92"), lambda row: row.group.strong.precision),
        ("r_92", tr("Validation", "Recall 0.92"), lambda row: row.group.strong.recall),
    )
    return (
        text_column("by", tr("Validation", "By"), 80),
        Column("name", tr("Validation", "Name"), lambda row: row.group.name, width=210),
        number_column("pairs", tr("Validation", "Pairs"), lambda row: row.group.pairs,
                      lambda n: f"{n:,}", 64),
        number_column("matches", tr("Validation", "Same party"), lambda row: row.group.matches,
                      lambda n: f"{n:,}", 78),
        number_column(shares[0][0], shares[0][1], shares[0][2], lambda v: f"{v:.3f}", 76),
        *(number_column(field, title, value, share_text, 92) for field, title, value in shares[1:]),
    )  # fmt: skip


def _threshold_columns() -> tuple[Column[Confusion], ...]:
    tr = translate
    return (
        number_column("threshold", tr("Validation", "Threshold"), lambda row: row.threshold,
                      lambda v: f"{v:.2f}", 84),
        number_column("precision", tr("Validation", "Precision"), lambda row: row.precision,
                      share_text, 84),
        number_column("recall", tr("Validation", "Recall"), lambda row: row.recall, share_text, 84),
        number_column("f1", "F1", lambda row: row.f1, lambda v: f"{v:.3f}", 70),
        count_column("true_positives", tr("Validation", "Found"), 84),
        count_column("false_negatives", tr("Validation", "Missed"), 84),
        count_column("false_positives", tr("Validation", "Falsely called"), 100),
        count_column("true_negatives", tr("Validation", "Rightly not called"), 120),
    )  # fmt: skip
