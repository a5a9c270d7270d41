"""Measure recall and false positives: altered names of listed parties, and names on no list."""

from __future__ import annotations

import shlex
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from app.domain.countries import country_code
from app.domain.dates import PartialDate, parse_partial_date
from app.domain.errors import BadInput
from app.domain.match import Level, Match
from app.domain.policy import Policy
from app.domain.subject import Gender, Subject, SubjectType
from app.matching.profiles import DEFAULT_PROFILE
from app.services.jobs import NO_JOB, Job
from app.services.searching import find_matches
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
_BATCH = 256  # names searched at once: cancelling waits for so many
_CHUNK = 50
_FIELDS = ("date_of_birth", "gender", "nationality")
_GENDERS = {"m": Gender.MALE, "male": Gender.MALE, "f": Gender.FEMALE, "female": Gender.FEMALE,
            "other": Gender.OTHER, "x": Gender.OTHER}  # fmt: skip

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class ScreeningFiles:
    """CSV files with a full_name column. Row n of `truth` is the listed name that row n of
    `queries` means; `negatives` are names on no list."""

    queries: Path
    truth: Path
    negatives: Path | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query that could be searched: its truth's entries, its best name score among them."""

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
    with_fields: bool | None = None,
    profile: str = DEFAULT_PROFILE,
    job: Job = NO_JOB,
) -> ScreeningResult:
    """How many queries find the entry of their truth name, and how many negatives match.

    A query finds its truth if an entry that carries the truth name is among the matches; queries
    whose truth is on no entry are counted apart. By name alone the thresholds are 0.75 and 0.92;
    with the fields a name is searched as a screening would, by the policy in force.

    Args:
        lists: source ids of active lists, or paths of one list's files, read for this only.
        kind: what the names are of; only list entries of that type are compared.
        with_fields: also use date_of_birth, nationality and gender of the files; None: if the
            queries or the negatives have one of these columns.
    Raises:
        BadInput: a file or list cannot be used. UsageError: unknown profile or source.
        EnvironmentFault: a source has no active version. JobCancelled: the user stopped it.
    """
    require_profile(profile)
    tables = _read(files)
    use_fields = tables.have_fields if with_fields is None else with_fields
    searched = open_lists(workspace, lists, profile, job)
    negatives = len(tables.negatives.rows) if tables.negatives else 0
    prepare_searches(workspace, searched, len(tables.queries.rows) * 2 + negatives, job)
    started = time.perf_counter()
    run = _Run(searched, kind, workspace, job)
    asked = run.ask_queries(tables)
    strangers = run.ask_negatives(tables.negatives)
    with_truth = [item for item in asked if item.entries]
    fields = run.with_fields(with_truth, tables.negatives) if use_fields else None
    return ScreeningResult(
        provenance=provenance(
            workspace,
            profile,
            _command(lists, files, kind, profile, with_fields=use_fields),
            lists=searched.lists,
            files=run.files(tables, len(asked)),
            tables=searched.tables,
        ),
        names=run.names,
        queries=len(asked),
        queries_without_truth=len(asked) - len(with_truth),
        recall=_recall(with_truth),
        changed=_recall([item for item in with_truth if item.changed]),
        negatives=negatives - run.unusable_in(tables.negatives),
        negatives_with_match=len(strangers),
        negatives_strong=sum(item.score >= STRONG - SLACK for item in strangers),
        seconds=round(time.perf_counter() - started, 3),
        missed=_missed(with_truth, 0.0, POSSIBLE),
        weak=_missed(with_truth, POSSIBLE, STRONG),
        strangers=_highest_first(strangers),
        unusable=tuple(run.unusable),
        fields=fields,
    )


@dataclass(frozen=True, slots=True)
class _Tables:
    queries: Table
    truth: Table
    negatives: Table | None

    @property
    def have_fields(self) -> bool:
        """Whether a file whose names are searched says more than names."""
        searched = (self.queries, *([self.negatives] if self.negatives else []))
        return any(field in table.columns for table in searched for field in _FIELDS)


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
        pairs: list[tuple[TableRow, str]] = []
        for row, truth in zip(tables.queries.rows, tables.truth.rows, strict=True):
            if row.get("full_name") and truth.get("full_name"):
                pairs.append((row, truth.get("full_name")))
            else:
                self.unusable.append(UnusableRow(tables.queries.name, row.line, "no name"))
        asked: list[_Asked] = []
        for batch in self._batches(pairs, "Searching the queries"):
            exact = self._best([truth for _, truth in batch], 1.0)
            found = self._best([row.get("full_name") for row, _ in batch], POSSIBLE)
            for (row, meant), own, near in zip(batch, exact, found, strict=True):
                entries = frozenset(entry for entry, score in own.items() if score == 1.0)
                far_off = bool(entries) and not entries & near.keys()
                scores = self._best([row.get("full_name")], 0.4)[0] if far_off else near
                score = max((scores.get(entry, 0.0) for entry in entries), default=0.0)
                asked.append(_Asked(row, meant, entries, score))
        return asked

    def ask_negatives(self, table: Table | None) -> list[StrangerMatch]:
        """The negatives that raise a match by name alone, each with its best one."""
        if table is None:
            return []
        self.unusable += [
            UnusableRow(table.name, row.line, "no name")
            for row in table.rows
            if not row.get("full_name")
        ]
        by_name = replace(self._workspace.policy, possible=POSSIBLE, strong=STRONG)
        found: list[StrangerMatch] = []
        for row in self._near(table, POSSIBLE, "Searching the negatives"):
            matches = self._find(by_name, Subject(self._kind, row.get("full_name")))
            found.append(_stranger(row, max(matches, key=lambda match: match.name_score)))
        return found

    def with_fields(self, asked: Sequence[_Asked], negatives: Table | None) -> FieldFigures:
        """The figures with the fields of the files: what is not discarded."""
        policy = self._workspace.policy
        kept: list[StrangerMatch] = []
        if negatives:
            for row in self._near(negatives, policy.possible, "Using the negatives' fields"):
                open_matches = list(filter(_is_open, self._find(policy, self._subject(row))))
                if open_matches:
                    kept.append(_stranger(row, open_matches[0]))
        scores: list[float] = []
        keys = self._searched.index.arrays["entry_keys"]
        names = {int(keys[row]): row for item in asked for row in item.entries}
        ids = self._ids(names)
        for done, item in enumerate(asked):
            self._tick(done, len(asked), "Using the queries' fields")
            wanted = {ids[row] for row in item.entries}
            own = [m for m in self._find(policy, self._subject(item.row)) if _is_open(m)]
            mine = [m.name_score for m in own if (m.source, m.list_entry_id) in wanted]
            scores.append(max(mine, default=0.0))
        return FieldFigures(
            recall=_share(scores, POSSIBLE),
            negatives_with_match=len(kept),
            strangers=_highest_first(kept),
            recall_strong=_share(scores, STRONG),
            negatives_high=sum(item.level == Level.HIGH for item in kept),
        )

    def _near(self, table: Table, floor: float, text: str) -> Iterator[TableRow]:
        """The rows whose name is like a listed one."""
        rows = [row for row in table.rows if row.get("full_name")]
        for batch in self._batches(rows, text):
            names = [row.get("full_name") for row in batch]
            for row, scores in zip(batch, self._best(names, floor), strict=True):
                if scores:
                    yield row

    def _best(self, names: Sequence[str], floor: float) -> list[dict[int, float]]:
        return self._searched.best_of_each(names, floor, self._types)

    def _batches(self, items: Sequence[_Item], text: str) -> Iterator[Sequence[_Item]]:
        for at in range(0, len(items), _BATCH):
            self._job.check()
            self._job.progress(at, len(items), text)
            yield items[at : at + _BATCH]

    def _ids(self, rows_by_key: dict[int, int]) -> dict[int, tuple[str, str]]:
        return {
            rows_by_key[key]: (entry.source, entry.entry_id)
            for key, entry in self._searched.entries()
            if key in rows_by_key
        }

    def _find(self, policy: Policy, subject: Subject) -> tuple[Match, ...]:
        searched = self._searched
        return find_matches(policy, searched.matcher, subject, searched.checks).matches

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
    scores = [item.score for item in asked]
    return Recall(len(asked), _share(scores, POSSIBLE), _share(scores, STRONG))


def _share(scores: Sequence[float], threshold: float) -> float:
    """How many reach a threshold; a rate of nothing is 1."""
    found = sum(score >= threshold - SLACK for score in scores)
    return found / len(scores) if scores else 1.0


def _highest_first(strangers: Sequence[StrangerMatch]) -> tuple[StrangerMatch, ...]:
    return tuple(sorted(strangers, key=lambda item: -item.score))


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
    return shlex.join([*words, "--with-fields" if with_fields else "--by-name-alone"])
