"""Prepare the matching index in the background, so that the next screening is quick."""

from __future__ import annotations

from app.services.index_keeper import PROFILES
from app.services.jobs import NO_JOB, Job
from app.services.workspace import Workspace

__all__ = ["PROFILES", "prepare_index"]


def prepare_index(workspace: Workspace, job: Job = NO_JOB) -> None:
    """Build or reopen the index of the active list versions.

    Screening goes on with the previous index until this one is ready.
    """
    workspace.index.current(job)
