"""The settings of matching: which profile compares which list, and whether learned spellings do."""

from __future__ import annotations

from typing import Final

from app.domain.errors import UsageError
from app.domain.user import Permission
from app.matching.profiles import PROFILES
from app.services.catalogue import source_named
from app.services.settings_trail import record_change
from app.services.stored_settings import (
    DEFAULT_KEY,
    LEARNED_KEY,
    LISTS_KEY,
    MatchingSettings,
    settings_value,
    stored,
)
from app.services.workspace import Workspace

__all__ = ["MatchingSettings", "read", "require_profile", "save", "settings_value", "stored"]

OBJECT: Final = "matching"  # the id under which the trail names these settings
_SAFE: Final = "The settings were left as they are."


def read(workspace: Workspace) -> MatchingSettings:
    """The settings in force; what was never set has its default."""
    with workspace.database.read() as uow:
        return stored(uow)


def save(workspace: Workspace, settings: MatchingSettings, *, reason: str = "") -> MatchingSettings:
    """Put settings in force from the next screening on, and record who changed what and when.

    Settings, event (`settings.changed`) and audit row are one transaction; what is equal to the
    settings in force changes and records nothing.

    Args:
        reason: why, for the record.
    Raises:
        UsageError: a profile or a list that there is not; nothing was changed.
    """
    workspace.require(Permission.CHANGE_POLICY)
    _require_known(workspace, settings)
    with workspace.database.write() as uow:
        before = stored(uow)
        if settings_value(before) == settings_value(settings):
            return before
        uow.settings.set(DEFAULT_KEY, settings.default_profile)
        uow.settings.set(LISTS_KEY, dict(settings.profile_of))
        uow.settings.set(LEARNED_KEY, settings.learned_aliases)
        old, new = settings_value(before), settings_value(settings)
        event = record_change(workspace, uow, OBJECT, old, new, reason)
        uow.commit()
    workspace.bus.publish([event])
    return settings


def require_profile(profile: str) -> None:
    """Raises UsageError with the known profiles if there is none of this name."""
    if profile not in PROFILES:
        raise UsageError(
            f"There is no matching profile “{profile[:40]}”.",
            safe=_SAFE,
            todo=f"Use one of: {', '.join(PROFILES)}.",
        )


def _require_known(workspace: Workspace, settings: MatchingSettings) -> None:
    require_profile(settings.default_profile)
    for source, profile in settings.profile_of.items():
        try:
            source_named(workspace.catalogue, source)
        except UsageError as error:
            raise UsageError(error.message, safe=_SAFE, todo=error.todo) from error
        require_profile(profile)
