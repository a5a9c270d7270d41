"""The settings of matching: which profile compares which list, and whether learned spellings do."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from app.domain.errors import UsageError
from app.domain.events import EventType
from app.matching.profiles import DEFAULT_PROFILE, PROFILES
from app.services.catalogue import source_named

if TYPE_CHECKING:  # the workspace's index reads these settings, too
    from app.services.workspace import Workspace
    from app.storage.unit_of_work import UnitOfWork

DEFAULT_KEY: Final = "matching_profile"
LISTS_KEY: Final = "matching_profile_of_lists"
LEARNED_KEY: Final = "learned_aliases"
OBJECT: Final = "matching"  # the id under which the trail names these settings
_SAFE = "The settings were left as they are."


@dataclass(frozen=True, slots=True)
class MatchingSettings:
    """How names are compared unless a screening says otherwise.

    `default_profile` is a name of `profiles.PROFILES`; `profile_of` gives the profile of single
    lists by their source id, all others have the default. `learned_aliases` says whether
    spellings learned from the loaded lists count as equal.
    """

    default_profile: str = DEFAULT_PROFILE
    profile_of: Mapping[str, str] = field(default_factory=dict)
    learned_aliases: bool = True

    def profile_for(self, source: str) -> str:
        """The profile that compares the names of a list."""
        return self.profile_of.get(source, self.default_profile)


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
    _require_known(workspace, settings)
    with workspace.database.write() as uow:
        before = stored(uow)
        if settings_value(before) == settings_value(settings):
            return before
        uow.settings.set(DEFAULT_KEY, settings.default_profile)
        uow.settings.set(LISTS_KEY, dict(settings.profile_of))
        uow.settings.set(LEARNED_KEY, settings.learned_aliases)
        old, new = settings_value(before), settings_value(settings)
        facts = {"before": old, "after": new, "reason": reason, "actor": workspace.actor}
        kind = EventType.SETTINGS_CHANGED
        event = uow.events.add(workspace.event(kind, "settings", OBJECT, facts))
        uow.audit.append(
            event.at, workspace.actor, kind.value, "settings", OBJECT,
            _text(old), _text(new | {"reason": reason}),
        )  # fmt: skip
        uow.commit()
    workspace.bus.publish([event])
    return settings


def stored(uow: UnitOfWork) -> MatchingSettings:
    """The settings as this transaction sees them; a profile that is gone is read as not set."""
    default = uow.settings.get(DEFAULT_KEY)
    of_lists = uow.settings.get(LISTS_KEY, default={})
    learned = uow.settings.get(LEARNED_KEY, default=MatchingSettings().learned_aliases)
    return MatchingSettings(
        default_profile=default if default in PROFILES else DEFAULT_PROFILE,
        profile_of={source: name for source, name in of_lists.items() if name in PROFILES},
        learned_aliases=learned is True,
    )


def settings_value(settings: MatchingSettings) -> dict[str, Any]:
    """The settings as plain JSON values, lists in the order of their ids."""
    return {
        "default_profile": settings.default_profile,
        "profile_of": dict(sorted(settings.profile_of.items())),
        "learned_aliases": settings.learned_aliases,
    }


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


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
