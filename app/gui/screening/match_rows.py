"""The matches of a record as table rows: the words, figures and letters that a row shows."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.list_entry import EntryType
from app.domain.match import SCOPE_OF_FEATURE, Feature, Level, Match, Verdict
from app.domain.screening import ScreeningRecord
from app.gui.screening.exclusion import discarded_word
from app.gui.screening.wording import (
    check_word,
    feature_word,
    kind_word,
    level_word,
    shown_name,
    strength_word,
    translate,
    verdict_word,
)
from app.gui.widgets.labels import isolate

_ORDER = (
    Feature.DATE_OF_BIRTH,
    Feature.COUNTRY,
    Feature.GENDER,
    Feature.IDENTIFIER,
    Feature.PLACE_OF_BIRTH,
)
_RANK = (Verdict.AGREE, Verdict.CONFLICT, Verdict.NEAR, Verdict.MISSING)


@dataclass(frozen=True, slots=True)
class ScopeMark:
    """One letter of “Agrees on”: what it stands for and how that field compares."""

    letter: str
    word: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class MatchRow:
    """One match as the table shows it; `place` is its rank in the record, from 0. `same_party`
    names the lists whose matches are the same party."""

    place: int
    match: Match
    source_name: str
    same_party: tuple[str, ...] = ()

    @property
    def party_line(self) -> str:
        """``same party as UN SC, EU FSF``, "" for a match that stands alone."""
        words = translate("Screening", "same party as {lists}")
        return words.format(lists=", ".join(self.same_party)) if self.same_party else ""

    @property
    def is_discarded(self) -> bool:
        return self.match.level is Level.DISCARDED

    @property
    def strength(self) -> str:
        """The strength in words; of a discarded match, that it was discarded or excluded."""
        if self.is_discarded:
            return discarded_word(self.match)
        return strength_word(self.match.strength)

    @property
    def name(self) -> str:
        return isolate(shown_name(self.match.matched_name, is_person=self.is_person))

    @property
    def is_person(self) -> bool:
        """Whether the list entry is a person."""
        return self.match.entry_type is EntryType.INDIVIDUAL

    @property
    def source_line(self) -> str:
        """``OFAC SDN, Sanctions``, and whose alias it is where it is one."""
        match = self.match
        line = f"{self.source_name}, {check_word(match.check)}"
        if self.same_party:
            line += f" · {self.party_line}"
        if match.matched_name != match.primary_name:
            kind = kind_word(match.matched_kind)
            primary = isolate(shown_name(match.primary_name, is_person=self.is_person))
            words = translate("Screening", "{kind} of {name}")
            line += " · " + words.format(kind=kind, name=primary)
        elif match.is_weak:
            line += " · " + translate("Screening", "weak name")
        return line

    @property
    def second_line(self) -> str:
        """Under the name: where it is listed, ``UN SC = EU FSF`` where another match is the same
        party (there is room for no more); of a discarded match why it was discarded."""
        source = " = ".join((self.source_name, *self.same_party))
        if self.is_discarded:
            return f"{source} · {self.match.reason}"
        if self.same_party:
            return f"{source}, {check_word(self.match.check)}"
        return self.source_line

    @property
    def level(self) -> str:
        """The level in words, a dash for a discarded match."""
        return "–" if self.is_discarded else level_word(self.match.level)

    def scope(self) -> tuple[ScopeMark, ...]:
        """The six letters N D C G ID P with their verdicts."""
        match = self.match
        marks = [
            ScopeMark(
                translate("Screening", "N", "name"),
                translate("Screening", "Name"),
                Verdict.AGREE if "NAME" in match.score_scope else Verdict.NEAR,
            )
        ]
        letters = {
            Feature.DATE_OF_BIRTH: translate("Screening", "D", "date of birth"),
            Feature.COUNTRY: translate("Screening", "C", "country"),
            Feature.GENDER: translate("Screening", "G", "gender"),
            Feature.IDENTIFIER: translate("Screening", "ID", "identifier"),
            Feature.PLACE_OF_BIRTH: translate("Screening", "P", "place of birth"),
        }
        for feature in _ORDER:
            word = feature_word(feature, is_entity=not self.is_person)
            marks.append(ScopeMark(letters[feature], word, _verdict(match, feature)))
        return tuple(marks)

    def scope_words(self) -> str:
        """``Agrees: Name, Gender. Differs: Nationality.``, for tooltips and screen readers."""
        parts = []
        for verdict in _RANK[:3]:
            words = [mark.word for mark in self.scope() if mark.verdict is verdict]
            if words:
                parts.append(f"{verdict_word(verdict)}: {', '.join(words)}.")
        return " ".join(parts)


def _verdict(match: Match, feature: Feature) -> Verdict:
    found = [item.verdict for item in match.evidence if item.feature is feature]
    if not found:
        agrees = SCOPE_OF_FEATURE[feature] in match.score_scope
        return Verdict.AGREE if agrees else Verdict.MISSING
    return min(found, key=_RANK.index)


def match_rows(record: ScreeningRecord) -> tuple[MatchRow, ...]:
    """All matches of a record, best first as stored, the discarded ones after the open ones."""
    names = {used.source: used.name for used in record.lists}
    rows = (
        MatchRow(place, match, names.get(match.source, match.source), _beside(record, match, names))
        for place, match in enumerate(record.matches)
    )
    return tuple(sorted(rows, key=lambda row: row.is_discarded))


def _beside(record: ScreeningRecord, match: Match, names: dict[str, str]) -> tuple[str, ...]:
    """The lists of the other matches that are the same party."""
    party = record.party_of(match)
    if party is None:
        return ()
    others = (other for other in record.matches if other is not match)
    found = (o.source for o in others if party.holds(o.source, o.list_entry_id))
    return tuple(dict.fromkeys(names.get(source, source) for source in found))


def count_words(record: ScreeningRecord) -> str:
    """``6 shown, 1 discarded``: the number with its whole."""
    shown = len(record.open_matches())
    discarded = len(record.matches) - shown
    if not record.matches:
        return translate("Screening", "none")
    words = translate("Screening", "{count} open").format(count=f"{shown:,}")
    if discarded:
        words += translate("Screening", ", {count} discarded").format(count=f"{discarded:,}")
    return words
