"""The points that each piece of evidence adds to or takes from the 0-100 score of a match."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.policy import Policy


@dataclass(frozen=True, slots=True)
class Effects:
    """The table of points, and the scores from which a level applies.

    `identifier_least`: an equal identifier lifts a match to this score at least, so that it is
    seen when the name is far off. `discard_conflicts`: so many contradicted strong fields discard
    a match. Agreement adds little, because the name has to carry a match; contradiction takes
    more, but one field alone never hides one.
    """

    version: str = "1"
    birth_day: float = 3.0
    birth_month: float = 2.0
    birth_year: float = 1.5
    birth_in_range: float = 1.0
    birth_swapped: float = 1.0
    birth_same_year: float = 0.0
    birth_year_off: float = -3.0
    birth_conflict: float = -12.0
    country_agree: float = 1.0
    country_address: float = 0.5
    country_conflict: float = -5.0
    gender_agree: float = 0.5
    gender_conflict: float = -10.0
    place_agree: float = 2.0
    place_conflict: float = -1.0
    identifier_agree: float = 15.0
    identifier_least: float = 80.0
    identifier_near: float = 5.0
    identifier_conflict: float = -8.0
    document_differs: float = -1.0
    type_near: float = -2.0
    type_conflict: float = -10.0
    high_from: float = 90.0
    medium_from: float = 80.0
    discard_conflicts: int = 2


def effects_of(policy: Policy) -> Effects:
    """The points with the levels and the conflicts that a policy sets."""
    return Effects(
        high_from=policy.level_high,
        medium_from=policy.level_medium,
        discard_conflicts=policy.discard_conflicts,
    )
