"""Score two names by a profile's reference scorer: what the index must agree with."""

from __future__ import annotations

from dataclasses import fields

from app.domain.errors import UsageError
from app.domain.match import Components
from app.matching import classic
from app.matching.brute_force import ScoredPair
from app.matching.normalise import normalise
from app.matching.profiles import PROFILES, best_pair
from app.matching.second_names import list_names
from app.matching.tables import NameTables


def require_profile(profile: str) -> None:
    """Raises UsageError for a profile that does not exist."""
    if profile not in PROFILES:
        raise UsageError(
            f"There is no matching profile “{profile[:40]}”.",
            todo=f"Use one of: {', '.join(PROFILES)}.",
        )


def score_pair(
    query: str, listed: str, profile: str, tables: NameTables, *, is_person: bool
) -> ScoredPair | None:
    """The best score of a name against a listed name with all that it stands for.

    None if nothing of one of them is left to compare.
    """
    query_forms = normalise(query, tables, is_person=is_person).forms
    names = list_names(listed, tables, is_person=is_person, both_orders=profile == classic.NAME)
    forms = tuple(dict.fromkeys(form for name in names for form in name.forms))
    if not query_forms or not forms:
        return None
    return best_pair(query_forms, forms, profile, tables, is_person=is_person)


def named_parts(components: Components) -> tuple[tuple[str, float], ...]:
    """The parts of a score by name, without those that its profile does not have."""
    values = ((field.name, getattr(components, field.name)) for field in fields(components))
    return tuple((name, value) for name, value in values if isinstance(value, float))
