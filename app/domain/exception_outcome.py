"""What became of the matches of a screening in the words of the answer: alerted or excluded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.match import Level, Match


class MatchOutcome(StrEnum):
    """The screening outcome of one match, or of a whole party."""

    ALERTED = "Alerted"
    EXCLUDED = "Excluded"  # by a match exception
    DISCARDED = "Discarded"  # by what contradicts it
    NO_ALERT = "No Alert"


@dataclass(frozen=True, slots=True)
class Hits:
    """How many matches a party has, how many were discarded or excluded, how many remain."""

    total: int
    discarded: int
    remaining: int


def match_outcome(match: Match) -> MatchOutcome:
    """The outcome of one match."""
    if match.level is not Level.DISCARDED:
        return MatchOutcome.ALERTED
    return MatchOutcome.EXCLUDED if match.exception_id else MatchOutcome.DISCARDED


def hits(matches: Sequence[Match]) -> Hits:
    """The counts over all matches of a party."""
    discarded = sum(match.level is Level.DISCARDED for match in matches)
    return Hits(len(matches), discarded, len(matches) - discarded)


def outcome(matches: Sequence[Match]) -> MatchOutcome:
    """The outcome of a party: alerted if a match remains, else excluded if an exception
    excluded one, else no alert."""
    found = {match_outcome(match) for match in matches}
    for wanted in (MatchOutcome.ALERTED, MatchOutcome.EXCLUDED):
        if wanted in found:
            return wanted
    return MatchOutcome.NO_ALERT
