"""Hand-written rankings: of a few similar names, which comes first and which stay below POSSIBLE.

`python tests/quality/test_rankings.py` prints what goes wrong, `--write` makes the figures the
baseline: only after a review, with the reason in the commit.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.matching.profiles import PROFILES
from app.matching.tables import NameTables
from app.services.validation.scoring import score_pair

HERE = Path(__file__).parent
RANKINGS = HERE / "rankings.json"
BASELINE = HERE / "baseline.json"
ROUNDING = 1e-4  # the baseline is written with four decimals


@dataclass(frozen=True)
class RankedCase:
    """One query with the score of each listed name; `below` are other parties for certain."""

    query: str
    first: str
    below: tuple[str, ...]
    scores: dict[str, float]

    @property
    def is_first(self) -> bool:
        """The right name scores above all others, and it is a match."""
        others = [score for name, score in self.scores.items() if name != self.first]
        best = self.scores[self.first]
        return best >= 0.75 - 1e-9 and best > max(others) + 1e-9

    @property
    def too_high(self) -> tuple[str, ...]:
        return tuple(name for name in self.below if self.scores[name] >= 0.75 - 1e-9)


def ranked_cases(profile: str, tables: NameTables) -> list[RankedCase]:
    found: list[RankedCase] = []
    for case in json.loads(RANKINGS.read_text(encoding="utf-8")):
        is_person = case["type"] == "INDIVIDUAL"
        scores: dict[str, float] = {}
        for name in case["listed"]:
            pair = score_pair(case["query"], name, profile, tables, is_person=is_person)
            scores[name] = pair.score if pair else 0.0
        below = tuple(case["below_possible"])
        found.append(RankedCase(case["query"], case["first"], below, scores))
    return found


def figures(cases: list[RankedCase]) -> dict[str, float]:
    """Shares of the cases whose right name is first, and of the names that stay below."""
    strangers = sum(len(case.below) for case in cases)
    return {
        "first": sum(case.is_first for case in cases) / len(cases),
        "below": 1 - sum(len(case.too_high) for case in cases) / strangers,
    }


def test_the_rankings_are_well_formed() -> None:
    cases = json.loads(RANKINGS.read_text(encoding="utf-8"))
    assert len(cases) >= 60
    assert len({case["query"] for case in cases}) == len(cases)
    for case in cases:
        listed = case["listed"]
        assert 6 <= len(set(listed)) == len(listed) <= 12
        assert {case["first"], *case["below_possible"]} <= set(listed)
        assert case["first"] not in case["below_possible"]


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_keeps_its_rankings(profile: str, tables: NameTables) -> None:
    baseline = json.loads(BASELINE.read_text(encoding="utf-8"))["rankings"].get(profile, {})
    reached = figures(ranked_cases(profile, tables))
    fallen = {
        name: (reached[name], least)
        for name, least in baseline.items()
        if reached[name] < least - ROUNDING
    }
    assert fallen == {}


def test_a_tie_or_a_weak_score_is_not_first() -> None:
    def case(first: float, other: float) -> RankedCase:
        scores = {"Ada Holm": first, "Ida Holt": other}
        return RankedCase("Ada Holm", "Ada Holm", ("Ida Holt",), scores)

    assert case(0.9, 0.74).is_first
    assert not case(0.9, 0.9).is_first
    assert not case(0.7, 0.2).is_first
    assert figures([case(0.9, 0.8), case(0.9, 0.2)]) == {"first": 1.0, "below": 0.5}


def main() -> None:
    """Print the figures of the profiles and what goes wrong; write them as baseline if asked."""
    from app import bundled
    from app.matching.tables import load_tables

    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--write", action="store_true", help="make these figures the baseline")
    parser.add_argument("--profile", choices=PROFILES, action="append", help="only this profile")
    given = parser.parse_args()
    tables = load_tables(bundled.read_name_tables())
    baseline = json.loads(BASELINE.read_text(encoding="utf-8"))
    for profile in given.profile or PROFILES:
        cases = ranked_cases(profile, tables)
        reached = {name: round(value, 4) for name, value in figures(cases).items()}
        before = baseline["rankings"].get(profile)
        print(f"\n== {profile}: {len(cases)} cases, {reached}, baseline {before}")
        for case in cases:
            if not case.is_first or case.too_high:
                best = max(case.scores, key=lambda name: case.scores[name])
                print(
                    f"{case.query}: {case.first} {case.scores[case.first]:.3f}; above it or 0.75:"
                )
                for name in dict.fromkeys((best, *case.too_high)):
                    if name != case.first:
                        print(f"    {case.scores[name]:.3f} {name}")
        baseline["rankings"][profile] = reached
    if given.write:
        text = json.dumps(baseline, ensure_ascii=False, indent=1)
        BASELINE.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
