"""Measure recall and false positives: altered names of listed parties, and names on no list."""

from __future__ import annotations

import shlex
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.countries import country_code
from app.domain.dates import PartialDate, parse_partial_date
from app.domain.errors import BadInput
from app.domain.match import Level, Match
from app.domain.subject import Gender, Subject, SubjectType
from app.matching.profiles import DEFAULT_PROFILE
from app.services.jobs import NO_JOB, Job
from app.services.validation.lists_tested import (
    SearchedLists,
    open_lists,
    prepare_searches,
    types_of,
)
from app.services.validation.provenance import InputFile, provenance
from app.services.validation.results import (
    FieldFigures,
    MissedQuery,
    Recall,
    ScreeningResult,
    StrangerMatch,
    UnusableRow,
)
from app.services.validation.scoring import require_profile
from app.services.validation.tabular import Table, TableRow, read_table
from app.services.workspace import Workspace

POSSIBLE = 0.75
STRONG = 0.92
SLACK = 1e-9
_CHUNK = 50
_GENDERS = {"m": Gender.MALE, "male": Gender.MALE, "f": Gender.FEMALE, "female": Gender.FEMALE,
            "other": Gender.OTHER, "x": Gender.OTHER}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ScreeningFiles:
    """CSV files with a full_name column. Row n of `truth` is the listed name that row n of
    `queries` means; `negatives` are names on no list."""

    queries: Path
    truth: Path
    negatives: Path | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query that could be searched: its truth's entries, its best score among them."""

    row: TableRow
    truth: str
    entries: frozenset[int]
    score: float

    @property
    def changed(self) -> bool:
        return self.row.get("full_name") != self.truth


def measure_screening(
    workspace: Workspace,
    lists: Sequence[str],
    files: ScreeningFiles,
    *,
    kind: SubjectType = SubjectType.INDIVIDUAL,
    with_fields: bool = False,
    profile: str = DEFAULT_PROFILE,
    job: Job = NO_JOB,
) -> ScreeningResult:
    """How many queries find the entry of their truth name, and how many negatives match.

    A query finds its truth if an entry that carries the truth name is among the matches; queries
    whose truth is on no entry are counted apart.

    Args:
        lists: source ids of active lists, or paths of one list's files, read for this only.
        kind: what the names are of; only list entries of that type are compared.
        with_fields: also use date_of_birth, nationality and gender of the files.
    Raises:
        BadInput: a file or list cannot be used. UsageError: unknown profile or source.
        EnvironmentFault: a source has no active version. JobCancelled: the user stopped it.
    """
    require_profile(profile)
    tables = _read(files)
    searched = open_lists(workspace, lists, profile, job)
    negatives = len(tables.negatives.rows) if tables.negatives else 0
    prepare_searches(workspace, searched, len(tables.queries.rows) * 2 + negatives, job)
    started = time.perf_counter()
    run = _Run(searched, kind, workspace, job)
    asked = run.ask_queries(tables)
    strangers = run.ask_negatives(tables.negatives)
    with_truth = [item for item in asked if item.entries]
    fields = run.with_fields(with_truth, strangers) if with_fields else None
    return ScreeningResult(
        provenance=provenance(
            workspace,
            profile,
            _command(lists, files, kind, profile, with_fields=with_fields),
            lists=searched.lists,
            files=run.files(tables, len(asked)),
        ),
        names=run.names,
        queries=len(asked),
        queries_without_truth=len(asked) - len(with_truth),
        recall=_recall(with_truth),
        changed=_recall([item for item in with_truth if item.changed]),
        negatives=negatives - run.unusable_in(tables.negatives),
        negatives_with_match=len(strangers),
        negatives_strong=sum(item.score >= STRONG - SLACK for _, item in strangers),
        seconds=round(time.perf_counter() - started, 3),
        missed=_missed(with_truth, 0.0, POSSIBLE),
        weak=_missed(with_truth, POSSIBLE, STRONG),
        strangers=tuple(sorted((item for _, item in strangers), key=lambda item: -item.score)),
        unusable=tuple(run.unusable),
        fields=fields,
    )


@dataclass(frozen=True, slots=True)
class _Tables:
    queries: Table
    truth: Table
    negatives: Table | None


def _read(files: ScreeningFiles) -> _Tables:
    queries = read_table(files.queries, ("full_name",))
    truth = read_table(files.truth, ("full_name",))
    if len(queries.rows) != len(truth.rows):
        raise BadInput(
            f"{queries.name} has {len(queries.rows):,} rows, {truth.name} {len(truth.rows):,}.",
            safe="Nothing was measured and nothing was changed.",
            todo="Row n of the truth must be the listed name that row n of the queries means.",
        )
    negatives = read_table(files.negatives, ("full_name",)) if files.negatives else None
    for table in (queries, negatives):
        if table and not table.rows:
            raise BadInput(
                f"{table.name} has no rows below its header.",
                safe="Nothing was measured and nothing was changed.",
                todo="Put one name on each line.",
            )
    return _Tables(queries, truth, negatives)


class _Run:
    """One measurement: searches names and keeps the rows that could not be used."""

    def __init__(
        self, searched: SearchedLists, kind: SubjectType, workspace: Workspace, job: Job
    ) -> None:
        self.unusable: list[UnusableRow] = []
        self._searched = searched
        self._kind = kind
        self._types = types_of(kind)
        self._workspace = workspace
        self._job = job
        index = searched.index
        allowed = index.allowed_groups(searched.checks, self._types)
        groups = index.arrays["entry_groups"][index.arrays["name_entries"]]
        self.names = int(allowed[groups].sum())

    def unusable_in(self, table: Table | None) -> int:
        return sum(row.file == table.name for row in self.unusable) if table else 0

    def files(self, tables: _Tables, asked: int) -> tuple[InputFile, ...]:
        """The facts of the files that were read."""
        queries, truth, negatives = tables.queries, tables.truth, tables.negatives
        left_out = len(queries.rows) - asked
        found = [
            InputFile("queries", queries.name, queries.sha256, asked, left_out),
            InputFile("truth", truth.name, truth.sha256, asked, left_out),
        ]
        if negatives:
            bad = self.unusable_in(negatives)
            rows = len(negatives.rows) - bad
            found.append(InputFile("negatives", negatives.name, negatives.sha256, rows, bad))
        return tuple(found)

    def ask_queries(self, tables: _Tables) -> list[_Asked]:
        asked: list[_Asked] = []
        pairs = zip(tables.queries.rows, tables.truth.rows, strict=True)
        for done, (row, truth) in enumerate(pairs):
            self._tick(done, len(tables.queries.rows), "Searching the queries")
            name, meant = row.get("full_name"), truth.get("full_name")
            if not name or not meant:
                self.unusable.append(UnusableRow(tables.queries.name, row.line, "no name"))
                continue
            exact = self._searched.best_scores(meant, 1.0, self._types)
            entries = frozenset(at for at, score in exact.items() if score == 1.0)
            found = self._searched.best_scores(name, POSSIBLE, self._types) if entries else {}
            if entries and not entries & found.keys():
                found = self._searched.best_scores(name, 0.4, self._types)
            score = max((found.get(at, 0.0) for at in entries), default=0.0)
            asked.append(_Asked(row, meant, entries, score))
        return asked

    def ask_negatives(self, table: Table | None) -> list[tuple[TableRow, StrangerMatch]]:
        """The negatives that raise a match by name alone, each with its best one."""
        found: list[tuple[TableRow, StrangerMatch]] = []
        rows = table.rows if table else ()
        for done, row in enumerate(rows):
            self._tick(done, len(rows), "Searching the negatives")
            name = row.get("full_name")
            if table and not name:
                self.unusable.append(UnusableRow(table.name, row.line, "no name"))
            elif self._searched.best_scores(name, POSSIBLE, self._types):
                matches = self._find(Subject(self._kind, name))
                found.append((row, _stranger(row, max(matches, key=lambda m: m.name_score))))
        return found

    def with_fields(
        self, asked: Sequence[_Asked], strangers: Sequence[tuple[TableRow, StrangerMatch]]
    ) -> FieldFigures:
        """The figures with the fields of the files: what is not discarded."""
        kept: list[StrangerMatch] = []
        for row, _ in strangers:
            open_matches = [m for m in self._find(self._subject(row)) if _is_open(m)]
            if open_matches:
                kept.append(_stranger(row, open_matches[0]))
        found = 0
        keys = self._searched.index.arrays["entry_keys"]
        names = {int(keys[row]): row for item in asked for row in item.entries}
        ids = self._ids(names)
        for done, item in enumerate(asked):
            self._tick(done, len(asked), "Using the queries' fields")
            wanted = {ids[row] for row in item.entries}
            matches = self._find(self._subject(item.row))
            found += any(_is_open(m) and (m.source, m.list_entry_id) in wanted for m in matches)
        return FieldFigures(found / len(asked) if asked else 1.0, len(kept), tuple(kept))

    def _ids(self, rows_by_key: dict[int, int]) -> dict[int, tuple[str, str]]:
        return {
            rows_by_key[key]: (entry.source, entry.entry_id)
            for key, entry in self._searched.entries()
            if key in rows_by_key
        }

    def _find(self, subject: Subject) -> tuple[Match, ...]:
        return self._searched.matcher.find(
            subject, floor=POSSIBLE, sources=self._searched.checks
        ).matches

    def _subject(self, row: TableRow) -> Subject:
        """The subject with what the row says; what is not understood is noted and left out."""
        born, nationality = row.get("date_of_birth"), row.get("nationality")
        gender = _GENDERS.get(row.get("gender").casefold())
        country = country_code(nationality)
        is_person = self._kind is SubjectType.INDIVIDUAL
        return Subject(
            type=self._kind,
            name=row.get("full_name"),
            date_of_birth=_date(born) if is_person else None,
            gender=gender if is_person else None,
            nationality=country if is_person else "",
            country="" if is_person else country or country_code(row.get("country")),
        )

    def _tick(self, done: int, total: int, text: str) -> None:
        if done % _CHUNK == 0:
            self._job.check()
            self._job.progress(done, total, text)


def _date(text: str) -> PartialDate | None:
    try:
        return parse_partial_date(text[:10])
    except BadInput:
        return None


def _is_open(match: Match) -> bool:
    return match.level is not Level.DISCARDED


def _stranger(row: TableRow, match: Match) -> StrangerMatch:
    return StrangerMatch(
        line=row.line,
        name=row.get("full_name"),
        matched_name=match.matched_name,
        source=match.source,
        list_entry_id=match.list_entry_id,
        score=match.name_score,
        level=match.level.value,
        reason=match.reason,
    )


def _recall(asked: Sequence[_Asked]) -> Recall:
    """Shares found; a rate of nothing is 1."""

    def share(threshold: float) -> float:
        found = sum(item.score >= threshold - SLACK for item in asked)
        return found / len(asked) if asked else 1.0

    return Recall(len(asked), share(POSSIBLE), share(STRONG))


def _missed(asked: Sequence[_Asked], above: float, below: float) -> tuple[MissedQuery, ...]:
    """The queries that score from `above` up to `below`, lowest first."""
    found = [
        MissedQuery(item.row.line, item.row.get("full_name"), item.truth, item.score)
        for item in asked
        if above - SLACK <= item.score < below - SLACK
    ]
    return tuple(sorted(found, key=lambda item: item.score))


def _command(
    lists: Sequence[str],
    files: ScreeningFiles,
    kind: SubjectType,
    profile: str,
    *,
    with_fields: bool,
) -> str:
    words = ["screendesk", "validate", "screening"]
    for name in lists:
        words += ["--list", Path(name).name]
    words += ["--queries", files.queries.name, "--truth", files.truth.name]
    if files.negatives:
        words += ["--negatives", files.negatives.name]
    words += ["--type", kind.value.lower(), "--profile", profile]
    return shlex.join([*words, "--with-fields"] if with_fields else words)
