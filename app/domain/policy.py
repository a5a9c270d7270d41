"""The risk policy as data: weights, ranges, bands and switches, read from one TOML file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.decision import Outcome
from app.domain.errors import BadInput
from app.domain.match import Check, Strength
from app.domain.risk import FactorCategory, RiskBand
from app.domain.subject import SubjectType


@dataclass(frozen=True, slots=True)
class CountryRisk:
    """One country on one risk list. `severity` 0-1 places it in the policy's range for the
    list; `as_of` and `source` say where the entry comes from, `note` what else is known of it;
    `is_own` marks what the user entered or changed."""

    list_id: str
    list_name: str
    code: str
    severity: float
    as_of: date
    source: str
    note: str = ""
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class MatchWeights:
    """Weight of a check and the contribution range (lo, hi) of each strength."""

    weight: float
    ranges: Mapping[Strength, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Weighted:
    """A weight and the contribution range (lo, hi)."""

    weight: float
    range: tuple[float, float]


Steps = tuple[tuple[float, float], ...]
_PURPOSES = ("ONBOARDING", "PROFILE_CHANGE", "TRANSACTION", "PERIODIC", "BATCH", "ON_DEMAND")
VELOCITY_KINDS = ("day_count", "day_sum", "month_count", "month_sum")


@dataclass(frozen=True, slots=True)
class Policy:
    """The policy in force; `version` names its number and content (``1-3f9ac2d1``), and the user's
    own country risks where there are any (``1-3f9ac2d1+5e0b77a4``)."""

    version: str
    possible: float
    strong: float
    name_share: float
    full_points: float
    further_share: float
    further_cap: float
    matches: Mapping[Check, MatchWeights]
    countries: Mapping[str, Weighted]
    customer_type_weight: float
    customer_type_values: Mapping[SubjectType, float]
    transaction_weight: float
    amount_steps: Steps
    currency_units: Mapping[str, float]
    velocity_weight: float
    velocity_steps: Mapping[str, Steps]
    purposes: Mapping[str, Mapping[FactorCategory, float]]
    bands: tuple[int, int, int]
    band_outcomes: Mapping[RiskBand, Outcome]
    level_high: float
    level_medium: float
    discard_conflicts: int
    exact_weak_alias_blocks: bool
    stale_lists: str
    actions: Mapping[Outcome, str]
    country_risks: Mapping[str, tuple[CountryRisk, ...]]


def _pair(values: list[float]) -> tuple[float, float]:
    low, high = values
    if not 0 <= low <= high:
        raise ValueError(f"range {values} runs backwards or below 0")
    return float(low), float(high)


def _switch(table: Mapping[str, Any], name: str) -> bool:
    value = table[name]
    if not isinstance(value, bool):
        raise TypeError(f"{name} is true or false, not {value!r}")
    return value


def _steps(rows: list[list[float]]) -> Steps:
    steps = tuple((float(start), float(points)) for start, points in rows)
    if list(steps) != sorted(steps):
        raise ValueError(f"steps {rows} do not rise")
    return steps


def parse_country_risks(tables: list[Mapping[str, Any]]) -> dict[str, tuple[CountryRisk, ...]]:
    """Country code -> its entries on the risk lists, from the TOML tables of those lists."""
    found: dict[str, list[CountryRisk]] = {}
    for table in tables:
        for code, row in table["country"].items():
            found.setdefault(code, []).append(
                CountryRisk(
                    list_id=table["list"],
                    list_name=table["name"],
                    code=code,
                    severity=float(row.get("severity", 0.5)),
                    as_of=row.get("as_of", table["as_of"]),
                    source=row.get("source", table["source"]),
                    note=row.get("note", ""),
                )
            )
    return {code: tuple(rows) for code, rows in found.items()}


def parse_policy(
    raw: Mapping[str, Any], text: str, country_risks: Mapping[str, tuple[CountryRisk, ...]]
) -> Policy:
    """The policy of a parsed TOML file.

    Args:
        raw: the parsed file.
        text: everything the policy rests on, as text; its hash becomes part of the version.
        country_risks: see `parse_country_risks`.
    Raises:
        BadInput: a value is missing or of the wrong kind; names it.
    """
    try:
        policy = _build(raw, text, country_risks)
        _require_sound(policy)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput(
            f"The risk policy cannot be used: {error}.",
            safe="Nothing was screened with it.",
            todo="Correct policy.toml or restore the shipped one.",
        ) from error
    return policy


def _require_sound(policy: Policy) -> None:
    """Raises ValueError for a policy whose figures contradict each other or mean nothing."""
    if not 0 < policy.possible <= policy.strong <= 1:
        raise ValueError("thresholds must rise within 0 and 1: possible, then strong")
    if not 0 <= policy.level_medium <= policy.level_high <= 100:
        raise ValueError("levels must rise within 0 and 100: medium, then high")
    if policy.discard_conflicts < 1:
        raise ValueError("discard_conflicts is 1 or more")
    if not 0 <= policy.name_share <= 1 or not policy.full_points > 0:
        raise ValueError("name_share lies within 0 and 1, full_points above 0")
    if policy.stale_lists not in {"unchanged", Outcome.REVIEW_REQUIRED.value}:
        raise ValueError(f"stale_lists is no choice: {policy.stale_lists}")
    missing = [purpose for purpose in _PURPOSES if purpose not in policy.purposes]
    if missing:
        raise ValueError(f"no weights for the purposes {', '.join(missing)}")
    weights = [row.weight for row in policy.matches.values()]
    weights += [row.weight for row in policy.countries.values()]
    weights += [policy.customer_type_weight, policy.transaction_weight, policy.velocity_weight]
    shares = [share for row in policy.purposes.values() for share in row.values()]
    if not all(weight > 0 for weight in weights) or not all(share >= 0 for share in shares):
        raise ValueError("weights are above 0, the multipliers of a purpose 0 or more")
    if not all(unit > 0 for unit in policy.currency_units.values()):
        raise ValueError("currency units are above 0")


def _build(
    raw: Mapping[str, Any], text: str, country_risks: Mapping[str, tuple[CountryRisk, ...]]
) -> Policy:
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    match, bands, levels, decision = raw["match"], raw["bands"], raw["levels"], raw["decision"]
    ends = (int(bands["low"]), int(bands["medium"]), int(bands["high"]))
    if not 0 < ends[0] < ends[1] < ends[2] < 1000:
        raise ValueError(f"bands {ends} do not rise within 0-1000")
    return Policy(
        version=f"{raw['version']}-{digest}",
        possible=float(raw["thresholds"]["possible"]),
        strong=float(raw["thresholds"]["strong"]),
        name_share=float(match["name_share"]),
        full_points=float(match["full_points"]),
        further_share=float(match["further_share"]),
        further_cap=float(match["further_cap"]),
        matches={
            check: MatchWeights(
                float(match[check]["weight"]),
                {strength: _pair(match[check][strength]) for strength in Strength},
            )
            for check in Check
        },
        countries={
            name: Weighted(float(row["weight"]), _pair(row["range"]))
            for name, row in raw["country"].items()
        },
        customer_type_weight=float(raw["customer_type"]["weight"]),
        customer_type_values={kind: float(raw["customer_type"][kind]) for kind in SubjectType},
        transaction_weight=float(raw["transaction"]["weight"]),
        amount_steps=_steps(raw["transaction"]["amount"]),
        currency_units={name: float(unit) for name, unit in raw["transaction"]["units"].items()},
        velocity_weight=float(raw["velocity"]["weight"]),
        velocity_steps={kind: _steps(raw["velocity"][kind]) for kind in VELOCITY_KINDS},
        purposes={
            purpose: {FactorCategory(name): float(share) for name, share in row.items()}
            for purpose, row in raw["purpose"].items()
        },
        bands=ends,
        band_outcomes={band: Outcome(bands["outcome"][band]) for band in RiskBand},
        level_high=float(levels["high"]),
        level_medium=float(levels["medium"]),
        discard_conflicts=int(levels["discard_conflicts"]),
        exact_weak_alias_blocks=_switch(decision, "exact_weak_alias_blocks"),
        stale_lists=str(decision["stale_lists"]),
        actions={outcome: str(decision["action"][outcome]) for outcome in Outcome},
        country_risks=country_risks,
    )
