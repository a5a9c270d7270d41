"""What the validations find, as records; `to_value` gives the JSON that scripts rely on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.services.validation.figures import Confusion, Point, ScoreBin
from app.services.validation.provenance import Provenance


@dataclass(frozen=True, slots=True)
class UnusableRow:
    """A row of an input file that was left out. `line` counts from 1 in the file."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class PairScore:
    """One labelled pair with its score (0-1) and its named parts (each 0-1)."""

    line: int
    name1: str
    name2: str
    is_person: bool
    is_match: bool
    score: float
    components: tuple[tuple[str, float], ...]
    group: str = ""
    quality: str = ""
    category: str = ""

    def to_value(self) -> dict[str, Any]:
        """The pair as plain values."""
        return {
            "line": self.line,
            "name1": self.name1,
            "name2": self.name2,
            "type": "individual" if self.is_person else "entity",
            "is_match": self.is_match,
            "score": self.score,
            "components": dict(self.components),
            "group": self.group,
            "quality": self.quality,
            "category": self.category,
        }


@dataclass(frozen=True, slots=True)
class PairGroup:
    """The pairs of one group, quality or category, at both thresholds of strength."""

    name: str
    pairs: int
    matches: int
    possible: Confusion
    strong: Confusion

    def to_value(self) -> dict[str, Any]:
        """Counts and rates; a rate of nothing is 1."""
        return {
            "pairs": self.pairs,
            "matches": self.matches,
            "f1_at_075": self.possible.f1,
            "precision_at_075": self.possible.precision,
            "recall_at_075": self.possible.recall,
            "f1_at_092": self.strong.f1,
            "precision_at_092": self.strong.precision,
            "recall_at_092": self.strong.recall,
        }


@dataclass(frozen=True, slots=True)
class PairsResult:
    """How well the scores of labelled pairs separate matches from strangers.

    `possible`, `strong` and `chosen` are the figures at 0.75, 0.92 and at the threshold asked
    for. `false_positives` come highest score first, `false_negatives` lowest first, both judged
    at that threshold. `roc_auc` is None where the file holds one class only.
    """

    provenance: Provenance
    pairs: int
    matches: int
    possible: Confusion
    strong: Confusion
    chosen: Confusion
    roc_auc: float | None
    by_group: tuple[PairGroup, ...]
    by_quality: tuple[PairGroup, ...]
    by_category: tuple[PairGroup, ...]
    curve: tuple[Confusion, ...]
    roc: tuple[Point, ...]
    histogram: tuple[ScoreBin, ...]
    false_positives: tuple[PairScore, ...]
    false_negatives: tuple[PairScore, ...]
    unusable: tuple[UnusableRow, ...]

    def to_value(self) -> dict[str, Any]:
        """The shape of `validate pairs --json`."""
        return {
            "pairs": self.pairs,
            "matches": self.matches,
            "profile": self.provenance.profile,
            "roc_auc": self.roc_auc,
            "f1_at_075": self.possible.f1,
            "precision_at_075": self.possible.precision,
            "recall_at_075": self.possible.recall,
            "f1_at_092": self.strong.f1,
            "precision_at_092": self.strong.precision,
            "recall_at_092": self.strong.recall,
            "at_threshold": self.chosen.to_value(),
            "by_group": _by_name(self.by_group),
            "by_quality": _by_name(self.by_quality),
            "by_category": _by_name(self.by_category),
            "curve": [point.to_value() for point in self.curve],
            "roc": [list(point) for point in self.roc],
            "histogram": [
                {"from": b.start, "to": b.end, "matches": b.matches, "strangers": b.strangers}
                for b in self.histogram
            ],
            "false_positives": [pair.to_value() for pair in self.false_positives],
            "false_negatives": [pair.to_value() for pair in self.false_negatives],
            "unusable": unusable_value(self.unusable),
            "provenance": self.provenance.to_value(),
        }


@dataclass(frozen=True, slots=True)
class MissedQuery:
    """A query that did not find its entry at 0.75: its best score for it, and where it stands."""

    line: int
    query: str
    truth: str
    score: float


@dataclass(frozen=True, slots=True)
class StrangerMatch:
    """A name that is on no list and raised a match: the best one. `level` with its fields."""

    line: int
    name: str
    matched_name: str
    source: str
    list_entry_id: str
    score: float
    level: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Recall:
    """Shares (0-1) of `queries` queries that found their entry, by name alone."""

    queries: int
    at_075: float
    at_092: float


@dataclass(frozen=True, slots=True)
class FieldFigures:
    """With dates of birth, nationality and gender: what is not discarded.

    `recall` is the share of the queries with a truth whose entry is among the matches of a level
    other than discarded, `recall_strong` of those whose name reaches 0.92 too;
    `negatives_with_match` counts negatives with such a match, `negatives_high` those whose best
    one has the level high.
    """

    recall: float
    negatives_with_match: int
    strangers: tuple[StrangerMatch, ...]
    recall_strong: float = 1.0
    negatives_high: int = 0


@dataclass(frozen=True, slots=True)
class ScreeningResult:
    """How many altered names find their listed party, and how many strangers raise a match.

    `names` are the listed names compared; `recall` over the queries whose truth is on the list,
    `changed` over those of them whose name differs from the truth.
    """

    provenance: Provenance
    names: int
    queries: int
    queries_without_truth: int
    recall: Recall
    changed: Recall
    negatives: int
    negatives_with_match: int
    negatives_strong: int
    seconds: float
    missed: tuple[MissedQuery, ...]
    weak: tuple[MissedQuery, ...]
    strangers: tuple[StrangerMatch, ...]
    unusable: tuple[UnusableRow, ...]
    fields: FieldFigures | None = None

    def to_value(self) -> dict[str, Any]:
        """The shape of `validate screening --json`."""
        value: dict[str, Any] = {
            "profile": self.provenance.profile,
            "names": self.names,
            "queries": self.queries,
            "queries_without_truth": self.queries_without_truth,
            "recall_at_075": self.recall.at_075,
            "recall_at_092": self.recall.at_092,
            "changed_queries": self.changed.queries,
            "changed_recall_at_075": self.changed.at_075,
            "changed_recall_at_092": self.changed.at_092,
            "negatives": self.negatives,
            "negatives_with_match": self.negatives_with_match,
            "negatives_with_strong_match": self.negatives_strong,
        }
        if self.fields is not None:
            value["recall_fields"] = self.fields.recall
            value["recall_fields_at_092"] = self.fields.recall_strong
            value["negatives_with_match_fields"] = self.fields.negatives_with_match
            value["negatives_high_fields"] = self.fields.negatives_high
            value["strangers_fields"] = [plain(row) for row in self.fields.strangers]
        return value | {
            "seconds": self.seconds,
            "missed": [plain(row) for row in self.missed],
            "below_strong": [plain(row) for row in self.weak],
            "strangers": [plain(row) for row in self.strangers],
            "unusable": unusable_value(self.unusable),
            "provenance": self.provenance.to_value(),
        }


@dataclass(frozen=True, slots=True)
class NotSelf:
    """A listed name that does not find its own entry at EXACT, and why. `score` is its best."""

    source: str
    list_entry_id: str
    name: str
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class MutationRate:
    """How many names of one list and script still find their entry after one mutation."""

    source: str
    script: str
    mutation: str
    tried: int
    possible: int
    strong: int


@dataclass(frozen=True, slots=True)
class SelfList:
    """One list: its names, and how many of them find their own entry at EXACT."""

    source: str
    names: int
    exact: int


@dataclass(frozen=True, slots=True)
class SelfResult:
    """Whether every listed name finds itself, and how often a mutated one does.

    `sample` names of each list were mutated. `search_seconds` were spent on the listed names as
    they are, `seconds` on those and the mutated ones.
    """

    provenance: Provenance
    lists: tuple[SelfList, ...]
    not_found: tuple[NotSelf, ...]
    rates: tuple[MutationRate, ...]
    sample: int
    seed: int
    seconds: float
    search_seconds: float = 0.0

    @property
    def seconds_per_thousand(self) -> float:
        """Seconds that a thousand listed names took."""
        return 1000 * self.search_seconds / max(1, sum(item.names for item in self.lists))

    def to_value(self) -> dict[str, Any]:
        """The shape of `validate self --json`."""
        names = sum(item.names for item in self.lists)
        exact = sum(item.exact for item in self.lists)
        return {
            "profile": self.provenance.profile,
            "names": names,
            "found_exact": exact,
            "lists": [plain(item) for item in self.lists],
            "not_found": [plain(item) for item in self.not_found],
            "mutations": [plain(item) | _shares(item) for item in self.rates],
            "sample": self.sample,
            "seed": self.seed,
            "seconds": self.seconds,
            "search_seconds": self.search_seconds,
            "seconds_per_1000_names": self.seconds_per_thousand,
            "provenance": self.provenance.to_value(),
        }


def plain(record: Any) -> dict[str, Any]:
    """A record with slots as a dict, field by field."""
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def unusable_value(rows: tuple[UnusableRow, ...]) -> list[dict[str, Any]]:
    """The rows that were left out, with file, line and reason."""
    return [plain(row) for row in rows]


def _by_name(groups: tuple[PairGroup, ...]) -> Mapping[str, Any]:
    return {group.name: group.to_value() for group in groups}


def _shares(rate: MutationRate) -> dict[str, float]:
    tried = max(1, rate.tried)
    return {"possible_rate": rate.possible / tried, "strong_rate": rate.strong / tried}
