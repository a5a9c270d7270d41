"""What can be measured, as the form asks for it; no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from app.domain.subject import SubjectType

translate = QCoreApplication.translate


class Kind(StrEnum):
    """The four measurements."""

    PAIRS = "pairs"
    SCREENING = "screening"
    SELF = "self"
    SPEED = "speed"


@dataclass(frozen=True, slots=True)
class PairsRequest:
    """Labelled pairs of names in a file."""

    file: Path
    profile: str
    threshold: float

    kind = Kind.PAIRS


@dataclass(frozen=True, slots=True)
class ScreeningRequest:
    """Altered names of listed parties, and names on no list."""

    lists: tuple[str, ...]
    queries: Path
    truth: Path
    negatives: Path | None
    subject_type: SubjectType
    with_fields: bool
    profile: str

    kind = Kind.SCREENING


@dataclass(frozen=True, slots=True)
class SelfRequest:
    """Lists that must find themselves; `sample` names of each are altered."""

    lists: tuple[str, ...]
    sample: int
    profile: str

    kind = Kind.SELF


@dataclass(frozen=True, slots=True)
class SpeedRequest:
    """Invented names of these numbers; no profile stands for all."""

    sizes: tuple[int, ...]
    queries: int
    profiles: tuple[str, ...]

    kind = Kind.SPEED


Request = PairsRequest | ScreeningRequest | SelfRequest | SpeedRequest


def kind_word(kind: Kind) -> str:
    """What people call a measurement."""
    return {
        Kind.PAIRS: translate("Validation", "Labelled pairs"),
        Kind.SCREENING: translate("Validation", "Screening"),
        Kind.SELF: translate("Validation", "Self check"),
        Kind.SPEED: translate("Validation", "Speed"),
    }[kind]
