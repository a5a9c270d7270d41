"""A match: one subject beside one list entry, with every reason for its score."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.list_entry import EntryType, NameKind
from app.domain.match_exception import FieldChange
from app.domain.pep_status import PepStatus


class Check(StrEnum):
    SANCTIONS = "SANCTIONS"
    PEP = "PEP"
    ADVERSE_MEDIA = "ADVERSE_MEDIA"


class Strength(StrEnum):
    """By the name score alone: EXACT identical, STRONG >= 0.92, POSSIBLE >= 0.75."""

    EXACT = "EXACT"
    STRONG = "STRONG"
    POSSIBLE = "POSSIBLE"


class Level(StrEnum):
    """By name and corroboration together; discarded ones stay in the record."""

    DISCARDED = "discarded"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Verdict(StrEnum):
    AGREE = "agree"
    NEAR = "near"
    CONFLICT = "conflict"
    MISSING = "missing"


class Feature(StrEnum):
    """What is compared beside the name."""

    DATE_OF_BIRTH = "date_of_birth"
    COUNTRY = "country"
    GENDER = "gender"
    PLACE_OF_BIRTH = "place_of_birth"
    IDENTIFIER = "identifier"
    TYPE = "type"


SCOPE_OF_FEATURE = {
    Feature.DATE_OF_BIRTH: "DOB",
    Feature.COUNTRY: "COUNTRY",
    Feature.GENDER: "GENDER",
    Feature.IDENTIFIER: "ID",
    Feature.PLACE_OF_BIRTH: "PLACE",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One field of both sides. `effect` is in points of the 0-100 match score.

    `is_strong` says whether a conflict here counts towards discarding (an exact date of birth,
    an identifier, gender, country).
    """

    feature: Feature
    query_value: str
    list_value: str
    verdict: Verdict
    effect: float
    note: str = ""
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Components:
    """The four parts of the composite, each 0-1; score = .60 .15 .15 .10 of them.

    `contradiction` and `cap` belong to the aligned profile; None in classic.
    """

    primary: float
    token: float
    ngram: float
    phonetic: float
    contradiction: float | None = None
    cap: float | None = None


class TokenReason(StrEnum):
    """Why two words of the names were paired."""

    NONE = ""
    EQUAL = "equal"
    JOINED = "joined"
    ALIAS_CLASS = "alias_class"
    LEARNED_CLASS = "learned_class"
    NICKNAME = "nickname"
    SOUND = "sound"
    CONSONANTS = "consonants"
    INITIAL = "initial"
    LETTERS = "letters"
    OTHER_NAME = "other_name"
    ONLY_ON_SUBJECT = "only_on_subject"
    ONLY_ON_LIST = "only_on_list"


class SpanKind(StrEnum):
    CHANGED = "changed"  # letters that differ
    INSERTED = "inserted"  # letters only on the list
    MISSING = "missing"  # letters only on the subject


@dataclass(frozen=True, slots=True)
class Span:
    """A run of characters [start, end) in the aligned text of its side."""

    start: int
    end: int
    kind: SpanKind


@dataclass(frozen=True, slots=True)
class TokenPair:
    """Two aligned tokens, or one token left over (the other side's range is empty).

    Ranges are [start, end) in `NameAlignment.query_text` and `.list_text`. `weight` is what the
    pair counts for in the aligned profile.
    """

    query_start: int
    query_end: int
    list_start: int
    list_end: int
    similarity: float
    note: str = ""
    reason: TokenReason = TokenReason.NONE
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the way from a name as written to the text that was compared, and its outcome."""

    name: str
    text: str


Place = tuple[int, int]  # characters [start, end) of an original; (0, 0) if it cannot be told


@dataclass(frozen=True, slots=True)
class NameAlignment:
    """How the two names lie beside each other, in the normalised texts that were compared.

    The originals are the names as they were written: `query_words` and `list_words` are the places
    there of each word of the texts, `query_original_spans` and `list_original_spans` the marked
    letters. A path holds the steps from an original to its text that changed something. Records
    of older versions have none of these.
    """

    query_text: str
    list_text: str
    pairs: tuple[TokenPair, ...] = ()
    query_spans: tuple[Span, ...] = ()
    list_spans: tuple[Span, ...] = ()
    query_original: str = ""
    list_original: str = ""
    query_original_spans: tuple[Span, ...] = ()
    list_original_spans: tuple[Span, ...] = ()
    query_words: tuple[Place, ...] = ()
    list_words: tuple[Place, ...] = ()
    query_path: tuple[Step, ...] = ()
    list_path: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """One subject against one list entry: the best of the entry's names.

    `name_score` 0-1 is the composite, `score` 0-100 is name and corroboration together,
    `score_scope` the fields that agree, in the order NAME, DOB, COUNTRY, GENDER, ID, PLACE.
    `screened_name` is the subject's name (or form) that matched. `exception_id` is the match
    exception that excluded it, `lapsed_exception_id` one that lapsed, and `lapsed_because` of what.
    """

    source: str
    check: Check
    list_entry_id: str
    entry_checksum: str
    entry_type: EntryType
    matched_name: str
    matched_kind: NameKind
    is_weak: bool
    primary_name: str
    screened_name: str
    name_score: float
    strength: Strength
    components: Components
    score: float
    score_scope: tuple[str, ...]
    level: Level
    evidence: tuple[Evidence, ...]
    alignment: NameAlignment
    reason: str = ""  # why a match was discarded, else empty
    match_id: str = ""
    is_demo: bool = False
    pep: PepStatus | None = None  # on the day of the screening, of a PEP list
    exception_id: str = ""
    lapsed_exception_id: str = ""
    lapsed_because: tuple[FieldChange, ...] = ()

    def evidence_for(self, feature: Feature) -> Evidence | None:
        """The evidence of one field, if it was compared."""
        return next((item for item in self.evidence if item.feature is feature), None)


class ChangeKind(StrEnum):
    """What the value of a field would be, beside the list entry's; NAME for another name score."""

    AGREE = "agree"
    CONFLICT = "conflict"
    MISSING = "missing"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Change:
    """What would have to be different for a match to be at another level, or no match.

    `feature` is None for the name. `text` is a sentence, `score_after` 0-100. `level_after` is
    None if it would be no match at all, and `level_before` if only the strength changes.
    """

    feature: Feature | None
    kind: ChangeKind
    text: str
    level_before: Level
    level_after: Level | None
    score_after: float
