"""The settings of matching as they are stored: what they are, their keys and their defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from app.matching.profiles import DEFAULT_PROFILE, PROFILES
from app.storage.unit_of_work import UnitOfWork

DEFAULT_KEY: Final = "matching_profile"
LISTS_KEY: Final = "matching_profile_of_lists"
LEARNED_KEY: Final = "learned_aliases"


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
