"""The rows that waterfall, component bar and field comparison draw: plain values, no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.match import Verdict


@dataclass(frozen=True, slots=True)
class WaterfallRow:
    """One part of the sum: `role` is the colour of its bar, `text` its value in words."""

    label: str
    value: float
    text: str
    role: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Component:
    """One part: `weight` and `value` are 0-1; `text` is the arithmetic in words."""

    label: str
    weight: float
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One compared field: the words of both sides, the verdict and its effect in points."""

    label: str
    verdict: Verdict
    verdict_word: str
    subject: str
    listed: str
    effect: float
    effect_text: str
    note: str = ""
