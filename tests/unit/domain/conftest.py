"""Matches and policy for the rules' tests."""

from collections.abc import Callable

import pytest

from app import bundled
from app.domain.list_entry import EntryType, NameKind
from app.domain.match import (
    Check,
    Components,
    Evidence,
    Level,
    Match,
    NameAlignment,
    Strength,
)
from app.domain.policy import Policy, parse_country_risks, parse_policy

MakeMatch = Callable[..., Match]


@pytest.fixture(scope="session")
def policy() -> Policy:
    names = sorted(bundled.path("resources/countries/risk").glob("*.toml"))
    risks = [bundled.read_toml(f"resources/countries/risk/{name.name}") for name in names]
    raw = bundled.read_toml("resources/risk/policy.toml")
    return parse_policy(raw, "text", parse_country_risks(risks))


@pytest.fixture(scope="session")
def make_match() -> MakeMatch:
    def make(
        strength: Strength = Strength.EXACT,
        check: Check = Check.SANCTIONS,
        score: float | None = None,
        evidence: tuple[Evidence, ...] = (),
        level: Level = Level.HIGH,
        is_weak: bool = False,
        entry_id: str = "7",
    ) -> Match:
        usual = {Strength.EXACT: 1.0, Strength.STRONG: 0.92, Strength.POSSIBLE: 0.75}
        name_score = usual[strength] if score is None else score
        return Match(
            source="us_ofac_sdn",
            check=check,
            list_entry_id=entry_id,
            entry_checksum="0" * 32,
            entry_type=EntryType.INDIVIDUAL,
            matched_name="BREVNIKOVSKIY, Aleksandr",
            matched_kind=NameKind.PRIMARY,
            is_weak=is_weak,
            primary_name="BREVNIKOVSKIY, Aleksandr",
            screened_name="Aleksandr Brevnikovskiy",
            name_score=name_score,
            strength=strength,
            components=Components(name_score, 1.0, 1.0, 1.0),
            score=100 * name_score,
            score_scope=("NAME", *("DOB" for _ in evidence)),
            level=level,
            evidence=evidence,
            alignment=NameAlignment("a", "b"),
            match_id=f"mat_{entry_id}",
        )

    return make
