"""Explain one match: its list entry as it was, what would change it, and both profiles' view."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.list_entry import EntryType, ListEntry
from app.domain.match import Change, Components, Match, NameAlignment
from app.domain.subject import Subject, SubjectType
from app.matching import classic
from app.matching.alignment import align
from app.matching.effects import effects_of
from app.matching.matcher import Thresholds
from app.matching.normalise import normalise
from app.matching.profiles import PROFILES, best_pair
from app.matching.second_names import list_names
from app.matching.what_if import what_would_change
from app.services import screening
from app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ProfileView:
    """How one profile (`name` with its version) sees the two names; `score` is 0-1."""

    name: str
    score: float
    components: Components
    alignment: NameAlignment


@dataclass(frozen=True, slots=True)
class Explanation:
    """`entry` is the list entry as it matched; `profiles` is empty unless asked for."""

    entry: ListEntry
    changes: tuple[Change, ...]
    profiles: tuple[ProfileView, ...] = ()


def explain(
    workspace: Workspace, match: Match, subject: Subject, *, with_profiles: bool = False
) -> Explanation:
    """What would change a match, by the thresholds and points of now.

    Args:
        subject: as it was screened.
        with_profiles: score the two names that matched with every profile, too.
    Raises:
        NotFound: the list entry is not stored.
    """
    entry = screening.list_entry(workspace, match)
    policy = workspace.policy
    thresholds = Thresholds(policy.possible, policy.strong)
    changes = what_would_change(subject, entry, match, thresholds, effects_of(policy))
    profiles = compare_profiles(workspace, match, subject) if with_profiles else ()
    return Explanation(entry, changes, profiles)


def compare_profiles(
    workspace: Workspace, match: Match, subject: Subject
) -> tuple[ProfileView, ...]:
    """The same two names, as screened and as matched, by every profile; empty if nothing of a
    name can be compared."""
    tables = workspace.tables
    is_person = match.entry_type is EntryType.INDIVIDUAL
    own_is_person = subject.type is SubjectType.INDIVIDUAL
    forms = normalise(match.screened_name, tables, is_person=own_is_person).forms
    views = []
    for profile, name in PROFILES.items():
        listed = list_names(
            match.matched_name, tables, is_person=is_person, both_orders=profile == classic.NAME
        )
        list_forms = tuple(form for name in listed for form in name.forms)
        if not forms or not list_forms:
            return ()
        in_use = workspace.index.tables_of(profile)  # with learned spellings or without
        pair = best_pair(forms, list_forms, profile, in_use, is_person=is_person)
        laid = align(
            pair.query_form, pair.list_form, profile=profile, tables=in_use,
            is_person=is_person, query_is_person=own_is_person,
            query_original=match.screened_name, list_original=match.matched_name,
        )  # fmt: skip
        views.append(ProfileView(name, pair.score, pair.components, laid))
    return tuple(views)
