"""The screening record: append-only and complete, so that any decision can be re-derived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.decision import Decision, Outcome
from app.domain.links import Party, PartyMember
from app.domain.match import Check, Level, Match, Strength
from app.domain.risk import RiskAssessment, RiskBand
from app.domain.subject import Subject, SubjectType
from app.domain.transaction import Transaction


class Purpose(StrEnum):
    ONBOARDING = "ONBOARDING"
    PROFILE_CHANGE = "PROFILE_CHANGE"
    TRANSACTION = "TRANSACTION"
    PERIODIC = "PERIODIC"
    BATCH = "BATCH"
    ON_DEMAND = "ON_DEMAND"


class ScreeningStatus(StrEnum):
    PENDING = "PENDING"
    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"


class CheckState(StrEnum):
    COMPLETED = "COMPLETED"
    NOT_RUN = "NOT_RUN"


@dataclass(frozen=True, slots=True)
class ListUsed:
    """A list version that a screening looked at. `published_on` is the file's own date or null;
    `age_days` counts from it, else from the import; `is_stale` by the catalogue's cadence.
    `profile` is the one that compared its names, with version (records of older versions: "")."""

    source: str
    name: str
    check: Check
    version_id: int
    version: str
    published_on: date | None
    sha256: str
    entries: int
    age_days: int
    is_stale: bool = False
    is_demo: bool = False
    profile: str = ""


@dataclass(frozen=True, slots=True)
class CheckRun:
    """One requested check: whether it ran, over which sources, and which catalogued ones lack.

    `stale` are sources whose list is older than it should be, `held` those of which a newer
    version waits for a person's decision.
    """

    check: Check
    state: CheckState
    sources: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    note: str = ""
    held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """The nearest entry below the line: what a no-hit result rests on."""

    source: str
    list_entry_id: str
    name: str
    name_score: float


@dataclass(frozen=True, slots=True)
class PartyMatches:
    """The matches that are one listed party, best first, and its entries that did not match.

    `party` is None for an entry that is linked to no other.
    """

    party: Party | None
    matches: tuple[Match, ...]
    others: tuple[PartyMember, ...] = ()


@dataclass(frozen=True, slots=True)
class ScreeningRecord:
    """Everything about one screening. `matches` are ordered best first, discarded ones included.

    `other_types` are entries of the same name that are listed as another kind of party (a
    company screened as an individual). `profile` names the profile of all lists, or all that ran
    (" + " between them); `lists` tell which ran where. `learned_aliases` is the version of the
    learned spellings that counted as equal, "" for none. `parties` are those of the matches, with
    the links that made them then; they are shown, and change no match. Times are UTC;
    `duration_ms` is the wall time of matching and deciding.
    """

    screening_id: str
    subject_id: str
    subject: Subject
    purpose: Purpose
    status: ScreeningStatus
    checks: tuple[CheckRun, ...]
    lists: tuple[ListUsed, ...]
    profile: str
    policy_version: str
    floor: float
    matches: tuple[Match, ...]
    nearest: tuple[Candidate, ...]
    risk: RiskAssessment
    decision: Decision
    warnings: tuple[str, ...]
    actor: str
    created_at: datetime
    completed_at: datetime
    duration_ms: float
    error: str = ""
    transaction: Transaction | None = None
    other_types: tuple[Candidate, ...] = ()
    learned_aliases: str = ""
    parties: tuple[Party, ...] = ()

    @property
    def is_demo(self) -> bool:
        """Whether any list of this screening was a demonstration list."""
        return any(used.is_demo for used in self.lists)

    def open_matches(self) -> tuple[Match, ...]:
        """The matches that were not discarded."""
        return tuple(match for match in self.matches if match.level is not Level.DISCARDED)

    def by_party(self) -> tuple[PartyMatches, ...]:
        """All matches, discarded ones included, those of one party together: in the order of
        the best of each."""
        groups: dict[str, list[Match]] = {}
        party_of: dict[str, Party] = {}
        for number, match in enumerate(self.matches):
            party = self.party_of(match)
            key = party.party_id if party else str(number)
            groups.setdefault(key, []).append(match)
            if party:
                party_of[key] = party
        return tuple(
            _party_matches(party_of.get(key), tuple(matches)) for key, matches in groups.items()
        )

    def party_of(self, match: Match) -> Party | None:
        """The party of a match; None if its entry was linked to no other."""
        key = match.source, match.list_entry_id
        return next((party for party in self.parties if party.holds(*key)), None)

    def match_summary(self) -> dict[str, int]:
        """The seeds' counts, over the matches that are not discarded."""
        matches = self.open_matches()
        return {
            "total_matches": len(matches),
            "sanctions_matches": sum(m.check is Check.SANCTIONS for m in matches),
            "pep_matches": sum(m.check is Check.PEP for m in matches),
            "exact_matches": sum(m.strength is Strength.EXACT for m in matches),
            "strong_matches": sum(m.strength is Strength.STRONG for m in matches),
        }


def _party_matches(party: Party | None, matches: tuple[Match, ...]) -> PartyMatches:
    matched = {(match.source, match.list_entry_id) for match in matches}
    members = party.members if party else ()
    others = tuple(item for item in members if (item.source, item.entry_id) not in matched)
    return PartyMatches(party, matches, others)


@dataclass(frozen=True, slots=True)
class ScreeningSummary:
    """One line of the history. `matches` counts the open ones; `best_match` names the first."""

    screening_id: str
    created_at: datetime
    subject_id: str
    external_id: str
    name: str
    type: SubjectType
    purpose: Purpose
    outcome: Outcome
    band: RiskBand
    score: int
    matches: int
    discarded: int
    best_match: str
    best_source: str
    best_strength: str
    actor: str
    is_demo: bool
