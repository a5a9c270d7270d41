"""What conditions would have excluded of the stored matches: looked at before they are used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from app.domain.exception_conditions import checked, hold
from app.domain.exception_paths import Scope
from app.domain.match import Level, Match
from app.domain.match_exception import Condition
from app.domain.screening import ScreeningRecord
from app.services.jobs import NO_JOB, Job
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

SCREENINGS: Final = 1000  # the newest with matches that are looked at
EXAMPLES: Final = 20
ENOUGH: Final = 20  # stored matches from which “all of them” means something


@dataclass(frozen=True, slots=True)
class WouldExclude:
    """One stored match that the conditions fit."""

    screening_id: str
    match_id: str
    subject_name: str
    listed_name: str
    source: str
    score: float


@dataclass(frozen=True, slots=True)
class Preview:
    """Of the `matches` of the newest `screenings` that were not discarded, `excluded` fit;
    `examples` are the newest of them."""

    screenings: int
    matches: int
    excluded: int
    examples: tuple[WouldExclude, ...]

    @property
    def is_everything(self) -> bool:
        """Whether no stored match would be left, of enough to tell."""
        return self.matches >= ENOUGH and self.excluded == self.matches


def preview(
    workspace: Workspace,
    conditions: Sequence[Condition],
    *,
    limit: int = SCREENINGS,
    job: Job = NO_JOB,
) -> Preview:
    """How many of the stored matches these conditions would have excluded. Nothing is stored.

    Args:
        limit: how many of the newest screenings with matches are looked at.
    Raises:
        BadInput: conditions that cannot be meant.
    """
    clean = checked(conditions)
    with workspace.database.read() as uow:
        ids = uow.match_exceptions.screenings_with_matches(limit)
    matches, examples, excluded = 0, list[WouldExclude](), 0
    for done, screening_id in enumerate(ids):
        job.check()
        job.progress(done, len(ids), "Looking at stored matches")
        with workspace.database.read() as uow:
            record = uow.screenings.get(screening_id)
            for match in record.matches:
                if match.level is Level.DISCARDED:
                    continue
                matches += 1
                if hold(clean, _scope(uow, record, match)):
                    excluded += 1
                    if len(examples) < EXAMPLES:
                        examples.append(_example(record, match))
    return Preview(len(ids), matches, excluded, tuple(examples))


def _scope(uow: UnitOfWork, record: ScreeningRecord, match: Match) -> Scope:
    read = partial(uow.lists.entry, match.source, match.list_entry_id, match.entry_checksum)
    return Scope(record.subject, match, read, record.purpose.value)


def _example(record: ScreeningRecord, match: Match) -> WouldExclude:
    return WouldExclude(
        record.screening_id,
        match.match_id,
        record.subject.name,
        match.primary_name,
        match.source,
        match.score,
    )
