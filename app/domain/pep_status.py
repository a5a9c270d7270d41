"""What a list entry says of a person's political exposure today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.list_entry import ListEntry
from app.domain.office_classes import highest
from app.domain.political import Office, OfficeClass, RelationKind

FORMER_AFTER_YEARS = 5
_PEP, _RCA = "role.pep", "role.rca"
_CLOSE = (RelationKind.FAMILY, RelationKind.ASSOCIATE)


class Standing(StrEnum):
    CURRENT = "CURRENT"  # in an office, as far as the list knows
    FORMER = "FORMER"  # every office that the list knows has ended
    UNDATED = "UNDATED"  # an office, but the list says neither when nor whether it ended
    RELATED = "RELATED"  # a relative or close associate, no holder of an office


class Scope(StrEnum):
    DOMESTIC = "DOMESTIC"
    FOREIGN = "FOREIGN"
    INTERNATIONAL = "INTERNATIONAL"  # of an international organisation
    UNKNOWN = "UNKNOWN"  # the list names no country, or the desk's own is not set


@dataclass(frozen=True, slots=True)
class PepStatus:
    """The political exposure of one entry on one day.

    `years_since` counts whole years since the last office ended (FORMER only, else None);
    `is_lapsed` says that this is at least as long as the desk counts former holders as exposed.
    `office` is the title of the highest office in question (for RELATED: "" ), `countries` where
    it is held, ISO 3166-1 alpha-2; `related_to` says how and to whom (``daughter of A. Mfano``).
    """

    standing: Standing
    scope: Scope
    office_class: OfficeClass
    office: str = ""
    countries: tuple[str, ...] = ()
    years_since: int | None = None
    is_lapsed: bool = False
    related_to: tuple[str, ...] = ()

    def text(self) -> str:
        """The status in a few plain words."""
        words = [_STANDING[self.standing]]
        if self.years_since is not None:
            years = "less than a year" if not self.years_since else f"{self.years_since} years"
            words[0] += f", left {years if self.years_since != 1 else '1 year'} ago"
        if self.scope is not Scope.UNKNOWN:
            words.append(_SCOPE[self.scope])
        if self.office:
            words.append(self.office)
        if self.office_class is not OfficeClass.OTHER:
            words.append(f"class {self.office_class.value.lower().replace('_', ' ')}")
        return "; ".join((*words, *self.related_to[:3]))


_STANDING = {
    Standing.CURRENT: "current PEP",
    Standing.FORMER: "former PEP",
    Standing.UNDATED: "PEP, time in office not known",
    Standing.RELATED: "relative or close associate of a PEP",
}
_SCOPE = {
    Scope.DOMESTIC: "domestic",
    Scope.FOREIGN: "foreign",
    Scope.INTERNATIONAL: "international organisation",
}


def pep_status(
    entry: ListEntry,
    today: date,
    former_after_years: int = FORMER_AFTER_YEARS,
    home_country: str = "",
) -> PepStatus | None:
    """The political exposure that an entry tells, or None where it tells none.

    Args:
        entry: of any list; offices, relations and the topics ``role.pep``, ``role.rca`` count.
        today: the day of the question.
        former_after_years: how many years after the last office a person still counts as
            exposed (`is_lapsed` is False so long).
        home_country: the desk's own, alpha-2; "" if not set.
    """
    if not entry.offices and _PEP not in entry.topics:
        return _related(entry, home_country) if _RCA in entry.topics else None
    held = [office for office in entry.offices if not _has_ended(office, today)]
    dated = [office for office in held if office.start or office.end or office.is_current]
    if dated or (entry.offices and not held):
        offices, standing = (dated, Standing.CURRENT) if dated else (
            list(entry.offices), Standing.FORMER)  # fmt: skip
    else:
        offices, standing = held, Standing.UNDATED
    top = _top(offices)
    countries = _countries(entry, offices, top)
    years = _years_since(offices, today) if standing is Standing.FORMER else None
    return PepStatus(
        standing,
        _scope(top, countries, home_country),
        top.category if top else OfficeClass.OTHER,
        top.title if top else next(iter(entry.positions), ""),
        countries,
        years,
        is_lapsed=years is not None and years >= former_after_years,
        related_to=_relatives(entry),
    )


def _related(entry: ListEntry, home_country: str) -> PepStatus:
    countries = entry.nationalities or entry.countries
    scope = _scope(None, countries, home_country)
    related_to = _relatives(entry)
    return PepStatus(
        Standing.RELATED, scope, OfficeClass.OTHER, countries=countries, related_to=related_to
    )


def _relatives(entry: ListEntry) -> tuple[str, ...]:
    close = (relation for relation in entry.relations if relation.kind in _CLOSE)
    return tuple(
        f"{relation.label}{'' if relation.label.endswith(' of') else ':'} {relation.name}"
        for relation in close
    )


def _has_ended(office: Office, today: date) -> bool:
    """Whether the list says that the office is over; its own word goes before its dates."""
    if office.is_current is not None:
        return not office.is_current
    return office.end is not None and office.end.last_day() < today


def _years_since(offices: Iterable[Office], today: date) -> int | None:
    ends = [office.end.last_day() for office in offices if office.end is not None]
    if not ends:
        return None
    last = min(max(ends), today)  # the list may call a term over before its planned end
    return today.year - last.year - ((today.month, today.day) < (last.month, last.day))


def _top(offices: list[Office]) -> Office | None:
    if not offices:
        return None
    first = highest(office.category for office in offices)
    return next(office for office in offices if office.category is first)


def _countries(entry: ListEntry, offices: list[Office], top: Office | None) -> tuple[str, ...]:
    """Where the offices in question are held, the highest first; else where the person belongs."""
    places = ([top.country] if top else []) + [office.country for office in offices]
    return tuple(dict.fromkeys(filter(None, places))) or entry.countries or entry.nationalities


def _scope(top: Office | None, countries: tuple[str, ...], home_country: str) -> Scope:
    """An office at home makes a person a domestic PEP even beside one abroad."""
    if top is not None and top.category is OfficeClass.INTERNATIONAL:
        return Scope.INTERNATIONAL
    if not home_country or not countries:
        return Scope.UNKNOWN
    return Scope.DOMESTIC if home_country in countries else Scope.FOREIGN
