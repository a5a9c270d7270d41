"""The matcher: one subject in, its matches out, each scored, explained and ranked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan, log

import numpy as np

from app.domain.errors import InvalidSubject
from app.domain.list_entry import EntryType, ListEntry, checksum
from app.domain.match import Check, Components, Feature, Level, Match, Verdict
from app.domain.screening import Candidate
from app.domain.subject import Subject, SubjectType
from app.matching import classic, identifier_index
from app.matching.alignment import align
from app.matching.corroborate import assess, gather, score_scope
from app.matching.effects import Effects
from app.matching.features import subject_identifiers
from app.matching.index import TYPES
from app.matching.layered import AnyIndex, forms_in, forms_with
from app.matching.normalise import normalise
from app.matching.profiles import best_pair
from app.matching.second_names import list_names
from app.matching.tables import NameTables

NEAREST_FLOOR = 0.60
NEAREST_COUNT = 5
OTHER_TYPES_COUNT = 3

LoadEntries = Callable[[Sequence[int]], Mapping[int, ListEntry]]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The name scores (0-1) from which a match is POSSIBLE and STRONG."""

    possible: float = classic.POSSIBLE
    strong: float = classic.STRONG


@dataclass(frozen=True, slots=True)
class MatchResult:
    """`matches` best first, one a list entry; `nearest` the best candidates below the line;
    `names_compared` how many listed names the search covered; `other_types` the best entries of
    types that were not compared whose name is STRONG or better: perhaps the wrong type was
    entered. `information` says of each match how much it tells: equal matches are ordered by it."""

    matches: tuple[Match, ...]
    nearest: tuple[Candidate, ...]
    names_compared: int
    other_types: tuple[Candidate, ...] = ()
    information: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class _NamedEntry:
    """The best name of one entry for a subject. `position` counts in the entry's names."""

    entry: int
    position: int
    is_weak: bool
    score: float
    components: Components
    query_form: str
    list_form: str


class Matcher:
    """Finds the list entries that a subject's name or identifiers point to."""

    def __init__(
        self,
        index: AnyIndex,
        profile: str,
        tables: NameTables,
        load_entries: LoadEntries,
        *,
        effects: Effects | None = None,
    ) -> None:
        """Bind an index to its entries.

        Args:
            profile: name of the scoring profile; the index must be built for it.
            load_entries: the entries behind storage keys; called once a search.
            effects: points and levels of the corroboration.
        Raises:
            ValueError: the index was built for another profile or other name tables.
        """
        if (index.profile, index.tables_version) != (profile, tables.version):
            raise ValueError(f"the index was not built for {profile} and these name tables")
        self._index = index
        self._profile = profile
        self._tables = tables
        self._load_entries = load_entries
        self._effects = effects or Effects()
        arrays = index.arrays
        groups = arrays["entry_groups"][arrays["name_entries"]]
        self._names_of_group = np.bincount(
            groups, minlength=max(1, len(index.sources)) * len(TYPES)
        )

    @property
    def index(self) -> AnyIndex:
        """The index that is searched."""
        return self._index

    def find(
        self,
        subject: Subject,
        *,
        floor: float = classic.POSSIBLE,
        sources: Mapping[str, Check],
        thresholds: Thresholds | None = None,
        weak_alias_may_match: frozenset[str] | None = None,
        compare_types: bool = False,
        with_nearest: bool = False,
    ) -> MatchResult:
        """The matches of a subject.

        Args:
            floor: least name score (0-1) that is looked at; names from `floor` to the POSSIBLE
                threshold are only candidates.
            sources: the list sources to search, and the check each serves.
            thresholds: of strength; the defaults are those of the composite's definition.
            weak_alias_may_match: sources whose weak aliases may raise a match; None for all.
            compare_types: compare a person with organisations too, and the other way round;
                without it such names are only `other_types`. Identifiers are always looked up
                in entries of all types.
            with_nearest: also give the nearest candidates down to 0.60.
        Raises:
            InvalidSubject: nothing of the name is left to compare.
        """
        thresholds = thresholds or Thresholds()
        is_person = subject.type is SubjectType.INDIVIDUAL
        forms = normalise(subject.name, self._tables, is_person=is_person).forms
        if not forms:
            raise InvalidSubject(
                "Nothing of the name is left to compare.",
                safe="Nothing was stored.",
                todo="Enter the full name, in any script.",
            )
        allowed = self._index.allowed_groups(sources, _types_for(subject, compare_types))
        line = max(floor, thresholds.possible)
        least = min(floor, NEAREST_FLOOR) if with_nearest else floor
        found = self._by_name(forms, least, allowed, weak_alias_may_match)
        all_types = self._index.allowed_groups(sources, TYPES)
        by_identifier = self._by_identifier(subject, all_types)
        above = {row for row, best in found.items() if classic.reaches(best.score, line)}
        below = sorted(
            found.keys() - above - by_identifier, key=lambda row: (-found[row].score, row)
        )
        nearest = below[:NEAREST_COUNT]
        others = self._of_other_types(
            subject, thresholds.strong, all_types & ~allowed, weak_alias_may_match
        )
        others = {row: best for row, best in others.items() if row not in by_identifier}
        best_others = sorted(others, key=lambda row: (-others[row].score, row))[:OTHER_TYPES_COUNT]
        wanted = (*sorted(above | by_identifier), *nearest, *best_others)
        entries = self._entries(wanted)
        matches: list[tuple[Match, float]] = []
        for row in sorted(above | by_identifier):
            entry = entries[row]
            best = found.get(row) or self._score_entry(row, entry, forms)
            match = self._match(subject, entry, best, sources[entry.source], thresholds)
            if row in above or _has_equal_identifier(match):
                matches.append((match, self._information(best, match)))
        matches.sort(key=_rank)
        return MatchResult(
            tuple(match for match, _ in matches),
            tuple(_candidate(entries[row], found[row]) for row in nearest),
            int(self._names_of_group[allowed].sum()),
            tuple(_candidate(entries[row], others[row]) for row in best_others),
            tuple(information for _, information in matches),
        )

    def _of_other_types(
        self,
        subject: Subject,
        floor: float,
        groups: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
        weak_alias_may_match: frozenset[str] | None,
    ) -> dict[int, _NamedEntry]:
        """The entries of types that were not compared, by the name as it is read for those."""
        if not groups.any():
            return {}
        is_person = subject.type is not SubjectType.INDIVIDUAL
        forms = normalise(subject.name, self._tables, is_person=is_person).forms
        return self._by_name(forms, floor, groups, weak_alias_may_match)

    def _by_name(
        self,
        forms: Sequence[str],
        floor: float,
        allowed: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
        weak_alias_may_match: frozenset[str] | None,
    ) -> dict[int, _NamedEntry]:
        """The best name of every entry that reaches the floor; strong names before weak ones."""
        index, arrays = self._index, self._index.arrays
        names = index.find(forms, floor, allowed)
        found: dict[int, _NamedEntry] = {}
        columns = (names.names, names.scores, names.parts, names.query_forms, names.forms)
        for name, score, parts, asked, form in zip(*(c.tolist() for c in columns), strict=True):
            entry = int(arrays["name_entries"][name])
            is_weak = bool(arrays["name_weak"][name])
            if is_weak and weak_alias_may_match is not None:
                source = index.sources[arrays["entry_groups"][entry] // len(TYPES)]
                if source not in weak_alias_may_match:
                    continue
            known = found.get(entry)
            if known and (known.score > score or not known.is_weak or is_weak):
                continue
            found[entry] = _NamedEntry(
                entry, int(arrays["name_positions"][name]), is_weak, score,
                _components(parts), forms[asked], index.form_text(form),
            )  # fmt: skip
        return found

    def _by_identifier(
        self, subject: Subject, allowed: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    ) -> set[int]:
        arrays = self._index.arrays
        rows = identifier_index.find(
            arrays["identifier_keys"], arrays["identifier_entries"], subject_identifiers(subject)
        )
        return {row for row in rows if allowed[arrays["entry_groups"][row]]}

    def _entries(self, rows: Sequence[int]) -> dict[int, ListEntry]:
        if not rows:
            return {}
        keys = [int(self._index.arrays["entry_keys"][row]) for row in rows]
        loaded = self._load_entries(keys)
        return {row: loaded[key] for row, key in zip(rows, keys, strict=True)}

    def _score_entry(self, row: int, entry: ListEntry, forms: Sequence[str]) -> _NamedEntry:
        """The best name of an entry that its name alone did not find."""
        is_person = entry.type is EntryType.INDIVIDUAL
        best: _NamedEntry | None = None
        for position, listed in enumerate(entry.names):
            for name in list_names(
                listed.text, self._tables, is_person=is_person,
                both_orders=self._profile == classic.NAME,
            ):  # fmt: skip
                pair = best_pair(
                    forms, name.forms, self._profile, self._tables, is_person=is_person
                )
                if best is None or pair.score > best.score:
                    best = _NamedEntry(
                        row, position, listed.is_weak, pair.score,
                        pair.components, pair.query_form, pair.list_form,
                    )  # fmt: skip
        return best or _NamedEntry(
            row, 0, entry.names[0].is_weak, 0.0, Components(0.0, 0.0, 0.0, 0.0), forms[0], ""
        )

    def _match(
        self,
        subject: Subject,
        entry: ListEntry,
        best: _NamedEntry,
        check: Check,
        thresholds: Thresholds,
    ) -> Match:
        listed = entry.names[best.position]
        strength = classic.strength(best.score, thresholds.strong)
        evidence = gather(subject, entry, best.score, self._effects)
        assessment = assess(best.score, strength, check, evidence, self._effects)
        return Match(
            source=entry.source,
            check=check,
            list_entry_id=entry.entry_id,
            entry_checksum=checksum(entry),
            entry_type=entry.type,
            matched_name=listed.text,
            matched_kind=listed.kind,
            is_weak=listed.is_weak,
            primary_name=entry.primary_name,
            screened_name=subject.name,
            name_score=best.score,
            strength=strength,
            components=best.components,
            score=assessment.score,
            score_scope=score_scope(evidence),
            level=assessment.level,
            evidence=evidence,
            alignment=align(
                best.query_form, best.list_form, profile=self._index.profile, tables=self._tables,
                is_person=entry.type is EntryType.INDIVIDUAL,
                query_is_person=subject.type is SubjectType.INDIVIDUAL,
                query_original=subject.name, list_original=listed.text,
            ),
            reason=assessment.reason,
        )  # fmt: skip

    def _information(self, best: _NamedEntry, match: Match) -> float:
        """How much a match tells: rarity of the listed tokens, completeness of the evidence."""
        total = max(1, forms_in(self._index))
        rarity = 0.0
        for token in sorted(set(best.list_form.split())):  # sums depend on their order
            count = forms_with(self._index, token)
            rarity += log(total / count) if count else 0.0
        known = sum(item.verdict is not Verdict.MISSING for item in match.evidence)
        return rarity + known


def merge(results: Sequence[MatchResult]) -> MatchResult:
    """One result of searches that covered different sources, ordered as one search orders it."""
    if len(results) == 1:
        return results[0]
    ranked = sorted(
        (
            item
            for result in results
            for item in zip(result.matches, result.information, strict=True)
        ),
        key=_rank,
    )

    def best(found: Iterable[Candidate], most: int) -> tuple[Candidate, ...]:
        return tuple(sorted(found, key=lambda one: (-one.name_score, one.source))[:most])

    return MatchResult(
        tuple(match for match, _ in ranked),
        best((one for result in results for one in result.nearest), NEAREST_COUNT),
        sum(result.names_compared for result in results),
        best((one for result in results for one in result.other_types), OTHER_TYPES_COUNT),
        tuple(information for _, information in ranked),
    )


def _components(parts: Sequence[float]) -> Components:
    """The parts of a score as the index gives them; without a cap it is NaN there."""
    primary, token, ngram, phonetic, *more = parts
    if not more:
        return Components(primary, token, ngram, phonetic)
    contradiction, cap = more
    return Components(primary, token, ngram, phonetic, contradiction, None if isnan(cap) else cap)


def _types_for(subject: Subject, compare_types: bool) -> Iterable[EntryType]:
    if compare_types:
        return TYPES
    if subject.type is SubjectType.INDIVIDUAL:
        return (EntryType.INDIVIDUAL,)
    return tuple(kind for kind in TYPES if kind is not EntryType.INDIVIDUAL)


def _has_equal_identifier(match: Match) -> bool:
    evidence = match.evidence_for(Feature.IDENTIFIER)
    return evidence is not None and evidence.verdict is Verdict.AGREE


def _rank(item: tuple[Match, float]) -> tuple[bool, float, float, int, float, bool, str, str]:
    """Discarded last; then by score and name score, sanctions before PEP, by information, strong
    names before weak."""
    match, information = item
    return (
        match.level is Level.DISCARDED,
        -match.score,
        -match.name_score,
        tuple(Check).index(match.check),
        -information,
        match.is_weak,
        match.source,
        match.list_entry_id,
    )


def _candidate(entry: ListEntry, best: _NamedEntry) -> Candidate:
    return Candidate(entry.source, entry.entry_id, entry.names[best.position].text, best.score)
