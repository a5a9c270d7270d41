"""Prepare the matching index in the background, so that the next screening is quick."""

from __future__ import annotations

from app.matching.profiles import DEFAULT_PROFILE, PROFILES
from app.services.jobs import NO_JOB, Job
from app.services.workspace import Workspace

__all__ = ["DEFAULT_PROFILE", "PROFILES", "prepare_index"]


def prepare_index(workspace: Workspace, job: Job = NO_JOB, profile: str = DEFAULT_PROFILE) -> None:
    """Build or reopen the index of the active list versions.

    Screening goes on with the previous index until this one is ready.
    """
    workspace.index.current(job, profile)
