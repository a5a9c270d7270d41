"""Prepare the matching indexes in the background, so that the next screening is quick."""

from __future__ import annotations

from app.matching.profiles import DEFAULT_PROFILE, PROFILES
from app.services import searching
from app.services.jobs import NO_JOB, Job
from app.services.searching import BY_SETTINGS
from app.services.workspace import Workspace

__all__ = ["BY_SETTINGS", "DEFAULT_PROFILE", "PROFILES", "prepare_index"]


def prepare_index(workspace: Workspace, job: Job = NO_JOB, profile: str = BY_SETTINGS) -> None:
    """Build or reopen the indexes of the active list versions.

    Screening goes on with the previous ones until these are ready.

    Args:
        profile: only the index of this profile; by default those that the settings ask for.
    """
    searching.open_search(workspace, profile, job)
