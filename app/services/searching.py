"""Which index searches which list for one screening, and the one result of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from app.domain.errors import UsageError
from app.domain.lists import ListVersion
from app.domain.match import Check
from app.domain.policy import Policy
from app.domain.subject import Subject
from app.matching.matcher import Matcher, MatchResult, Thresholds, merge
from app.matching.profiles import PROFILES
from app.services import matching_settings
from app.services.index_keeper import ReadyIndex
from app.services.jobs import Job
from app.services.matching_settings import MatchingSettings
from app.services.workspace import Workspace

BY_SETTINGS: Final = ""  # the profile of a request that asks for none: each list has its own
_AND: Final = " + "


@dataclass(frozen=True, slots=True)
class Search:
    """The indexes that a screening searches, by profile, and the profile of every list.

    `versions` are the list versions as the index of their profile holds them, by source.
    """

    indexes: Mapping[str, ReadyIndex]
    profile_of: Mapping[str, str]
    versions: tuple[ListVersion, ...]

    def profile_name(self, source: str) -> str:
        """The profile that searches a list, with version."""
        return PROFILES[self.profile_of[source]]

    def profiles_used(self, sources: Iterable[str]) -> str:
        """The profiles that search these lists, with version, as the record names them; without
        a list those that would."""
        return _AND.join(PROFILES[profile] for profile in self._asked(sources))

    def learned_version(self, sources: Iterable[str]) -> str:
        """The version of the learned spellings that count as equal on these lists, "" for none."""
        versions = (self.indexes[profile].learned_version for profile in self._asked(sources))
        return next((version for version in versions if version), "")

    def _asked(self, sources: Iterable[str]) -> list[str]:
        asked = {self.profile_of[source] for source in sources}
        return [profile for profile in self.indexes if profile in asked or not asked]

    def find(self, policy: Policy, subject: Subject, sources: Mapping[str, Check]) -> MatchResult:
        """The matches and nearest candidates of a subject on these sources.

        Raises InvalidSubject: nothing of the name is left to compare.
        """
        results: list[MatchResult] = []
        for profile, ready in self.indexes.items():
            own = {s: check for s, check in sources.items() if self.profile_of[s] == profile}
            if own or not results:  # a name is refused even where there is no list to search
                results.append(find_matches(policy, ready.matcher, subject, own, with_nearest=True))
        return merge(results)


def find_matches(
    policy: Policy,
    matcher: Matcher,
    subject: Subject,
    sources: Mapping[str, Check],
    *,
    with_nearest: bool = False,
) -> MatchResult:
    """Search as a screening does, by the thresholds of a policy; measurements use it, too."""
    return matcher.find(
        subject,
        floor=policy.possible,
        thresholds=Thresholds(policy.possible, policy.strong),
        sources=sources,
        with_nearest=with_nearest,
    )


def require_known(profile: str) -> None:
    """Raises UsageError unless the profile is known, or none is asked for."""
    if profile != BY_SETTINGS and profile not in PROFILES:
        raise UsageError(
            f"There is no matching profile “{profile[:40]}”.",
            safe="Nothing was stored.",
            todo=f"Use one of: {', '.join(PROFILES)}.",
        )


def open_search(workspace: Workspace, profile: str, job: Job) -> Search:
    """The indexes to screen with now.

    Args:
        profile: a name of `profiles.PROFILES` for all lists; BY_SETTINGS for the profile that the
            settings give each list.
    """
    with workspace.database.read() as uow:
        workspace.take_own_sources(uow)  # one that another process added is searched, too
        settings = matching_settings.stored(uow)
        active = [version.source for version in uow.lists.active_versions()]
    needed = profiles_needed(settings, active) if profile == BY_SETTINGS else (profile,)
    indexes = {name: workspace.index.current(job, name) for name in needed}
    # An index may still be the previous one: what it holds is what the record must name.
    held = {
        version.source: (name, version)
        for name, ready in indexes.items()
        for version in ready.versions
        if (profile or settings.profile_for(version.source)) == name
    }
    return Search(
        indexes,
        {source: name for source, (name, _) in held.items()},
        tuple(held[source][1] for source in sorted(held)),
    )


def profiles_needed(settings: MatchingSettings, sources: Iterable[str]) -> tuple[str, ...]:
    """The profiles that the settings give these lists; without any list the default one."""
    wanted = {settings.profile_for(source) for source in sources} or {settings.default_profile}
    return tuple(profile for profile in PROFILES if profile in wanted)
