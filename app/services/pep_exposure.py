"""The political exposure of matched persons, and the desk's settings for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Final

from app.domain.countries import is_country_code
from app.domain.errors import UsageError
from app.domain.match import Check, Level, Match
from app.domain.pep_status import FORMER_AFTER_YEARS, pep_status
from app.domain.user import Permission
from app.services.settings_trail import record_change
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

HOME_KEY: Final = "pep_home_country"
YEARS_KEY: Final = "pep_former_after_years"
OBJECT: Final = "pep"  # the id under which the trail names these settings
MAX_YEARS = 100
_SAFE: Final = "The settings were left as they are."


@dataclass(frozen=True, slots=True)
class PepSettings:
    """`home_country` is the desk's own, alpha-2, "" if not set: offices there are domestic.
    A former holder counts as exposed for `former_after_years` years."""

    home_country: str = ""
    former_after_years: int = FORMER_AFTER_YEARS


def stored(uow: UnitOfWork) -> PepSettings:
    """The settings as this transaction sees them."""
    country = uow.settings.get(HOME_KEY, default="")
    years = uow.settings.get(YEARS_KEY, default=FORMER_AFTER_YEARS)
    return PepSettings(
        country if is_country_code(str(country)) else "",
        years if isinstance(years, int) and 0 <= years <= MAX_YEARS else FORMER_AFTER_YEARS,
    )


def read(workspace: Workspace) -> PepSettings:
    """The settings in force; what was never set has its default."""
    with workspace.database.read() as uow:
        return stored(uow)


def save(workspace: Workspace, settings: PepSettings, *, reason: str = "") -> PepSettings:
    """Put settings in force from the next screening on, and record who changed what and when.

    Settings, event (`settings.changed`) and audit row are one transaction; what is equal to the
    settings in force changes and records nothing.

    Raises:
        UsageError: no country of that code, or a number of years that cannot be meant.
    """
    workspace.require(Permission.CHANGE_POLICY)
    if settings.home_country and not is_country_code(settings.home_country):
        raise UsageError(
            f"“{settings.home_country[:20]}” is no country code.",
            safe=_SAFE,
            todo="Write two letters of ISO 3166-1, NG for Nigeria.",
        )
    if not 0 <= settings.former_after_years <= MAX_YEARS:
        raise UsageError(
            f"{settings.former_after_years} years cannot be meant.",
            safe=_SAFE,
            todo=f"Write 0 to {MAX_YEARS}.",
        )
    with workspace.database.write() as uow:
        before = stored(uow)
        if before == settings:
            return before
        uow.settings.set(HOME_KEY, settings.home_country)
        uow.settings.set(YEARS_KEY, settings.former_after_years)
        old, new = asdict(before), asdict(settings)
        event = record_change(workspace, uow, OBJECT, old, new, reason)
        uow.commit()
    workspace.bus.publish([event])
    return settings


def with_exposure(workspace: Workspace, matches: Sequence[Match], today: date) -> tuple[Match, ...]:
    """The matches, those of PEP lists that were not discarded with their status on `today`."""
    if not any(map(_is_asked, matches)):
        return tuple(matches)
    with workspace.database.read() as uow:
        settings = stored(uow)
        return tuple(
            _exposed(uow, match, today, settings) if _is_asked(match) else match
            for match in matches
        )


def _is_asked(match: Match) -> bool:
    return match.check is Check.PEP and match.level is not Level.DISCARDED


def _exposed(uow: UnitOfWork, match: Match, today: date, settings: PepSettings) -> Match:
    entry = uow.lists.entry(match.source, match.list_entry_id, match.entry_checksum)
    status = pep_status(entry, today, settings.former_after_years, settings.home_country)
    return replace(match, pep=status)
