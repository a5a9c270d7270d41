"""Risk: factors that add up to a score of 0-1000, each point explained."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RiskBand(StrEnum):
    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"
    CRITICAL = "CRITICAL"


class FactorCategory(StrEnum):
    SCREENING = "SCREENING"
    COUNTRY = "COUNTRY"
    CUSTOMER_TYPE = "CUSTOMER_TYPE"
    PRODUCT = "PRODUCT"
    CHANNEL = "CHANNEL"
    TRANSACTION = "TRANSACTION"
    BEHAVIOR = "BEHAVIOR"
    VELOCITY = "VELOCITY"
    INDUSTRY = "INDUSTRY"
    ML_PREDICTION = "ML_PREDICTION"


@dataclass(frozen=True, slots=True)
class Factor:
    """One contribution to the risk score; weight x value = contribution, always."""

    code: str
    category: FactorCategory
    weight: float
    value: float
    contribution: float
    explanation: str


@dataclass(frozen=True, slots=True)
class RiskAssessment:
    """`score` is the capped sum of the factors, 0-1000; `bands` are the upper ends of LOW,
    MEDIUM and HIGH that were in force."""

    score: int
    band: RiskBand
    factors: tuple[Factor, ...]
    bands: tuple[int, int, int] = (250, 500, 750)
