"""SECO targets as list entries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from app.domain.dates import ListedDate, PartialDate
from app.domain.list_entry import EntryType, ListEntry, profile_id
from app.domain.subject import Gender
from app.importers.ch import facts
from app.importers.ch.names import identity_names, list_names, titles
from app.importers.ch.reader import (
    DE_LISTED,
    KINDS,
    Register,
    SanctionsSet,
    effective_day,
    identities_of,
    in_force,
    modifications,
    subject_of,
)
from app.importers.dates import partial_date
from app.importers.reading import BAD_DATE, Row, first_by, kept_aside, unique
from app.importers.safe_xml import children, line_of, local_name, own_text, text_of

_GENDERS = {"male": Gender.MALE, "female": Gender.FEMALE}
_OBJECTS = {"vessel": EntryType.VESSEL, "aircraft": EntryType.AIRCRAFT}
_OF_TARGET = frozenset((*KINDS, "sanctions-set-id", "foreign-identifier", "modification"))
_OF_SUBJECT = frozenset(("identity", "justification", "other-information", "relation"))
_OF_IDENTITY = frozenset(
    (
        "name",
        "day-month-year",
        "place-of-birth",
        "nationality",
        "address",
        "identification-document",
    )
)


def map_target(
    target: etree._Element, register: Register, source: str, prefix: str, path: Path
) -> Iterator[Row]:
    """The list entry of a target, and what of it had to be kept aside.

    Args:
        target: the complete element.
        register: programmes, places and names of the file.
        source: the source id of the entry.
        prefix: opens the profile id.
        path: the file, for rows that are kept aside.
    """
    ssid, row, subject = target.get("ssid", ""), line_of(target), subject_of(target)
    identities = identities_of(subject) if subject is not None else []
    names = list_names(identities)
    if subject is None or not ssid or not names:
        reason = "no usable name" if ssid else "no ssid"
        yield kept_aside(path, row, reason, f"{ssid} {names[0].text if names else ''}".strip())
        return
    is_person = local_name(subject) == "individual"
    born, unknown = _birth_dates(identities) if is_person else ((), [])
    for text in unknown:
        yield kept_aside(path, row, BAD_DATE, f"{ssid} {names[0].text}: {text}")
    other = tuple(filter(None, map(own_text, children(subject, "other-information"))))
    kind = _type(subject)
    numbers = facts.numbers_in(other, is_vessel=kind is EntryType.VESSEL)
    papers = [facts.document(item) for item in _all(identities, "identification-document")]
    sets = tuple(filter(None, map(register.sets.get, _set_ids(target))))
    addresses = [facts.address(item, register) for item in _all(identities, "address")]
    places = [
        facts.place_line(facts.where(item, register)) for item in _all(identities, "place-of-birth")
    ]
    history = in_force(target, register.published_on)
    reference = text_of(target, "foreign-identifier")
    yield ListEntry(
        source=source,
        entry_id=ssid,
        type=kind,
        names=names,
        reference=reference,
        profile_id=profile_id(prefix, ssid),
        dates_of_birth=born,
        places_of_birth=unique(filter(None, places)),
        gender=_GENDERS.get(subject.get("sex", "").lower()),
        nationalities=unique(filter(None, map(facts.code_of, _countries(identities)))),
        identifiers=unique((*(item for item, _ in papers if item), *numbers)),
        addresses=unique(item for item in addresses if item),
        programmes=unique(item.programme for item in sets if item.programme),
        listed_on=_listing(history),
        updated_on=partial_date(effective_day(history[0])) if history else None,
        remarks="\n\n".join(filter(None, map(own_text, children(subject, "justification")))),
        ended_on=_end(target, len(history)),
        details=tuple(_details(target, subject, identities, sets, register, unknown)),
        measures=unique(item.measure for item in sets if item.measure),
        relations=unique(facts.relation(item, register) for item in children(subject, "relation")),
        same_as=unique(facts.foreign_references(reference, other)),
    )


def _type(subject: etree._Element) -> EntryType:
    kind = local_name(subject)
    if kind == "individual":
        return EntryType.INDIVIDUAL
    return _OBJECTS.get(subject.get("object-type", "").lower(), EntryType.ENTITY)


def _set_ids(target: etree._Element) -> tuple[str, ...]:
    given = target.get("sanctions-set-id", "")
    return unique(filter(None, (given, *map(own_text, children(target, "sanctions-set-id")))))


def _all(identities: list[etree._Element], name: str) -> list[etree._Element]:
    return [item for identity in identities for item in children(identity, name)]


def _countries(identities: list[etree._Element]) -> list[etree._Element]:
    return _all(_all(identities, "nationality"), "country")


def _birth_dates(identities: list[etree._Element]) -> tuple[tuple[ListedDate, ...], list[str]]:
    found: list[ListedDate] = []
    unknown: list[str] = []
    for identity in identities:
        is_main = identity.get("main") == "true" or len(identities) == 1
        names = identity_names(identity)
        name = "" if is_main or not names else names[0].text
        for item in children(identity, "day-month-year"):
            date, text = facts.birth_date(item, name)
            if date is not None:
                found.append(date)
            elif text:
                unknown.append(text)
    return first_by(lambda date: (date.start, date.precision), found), unknown


def _other_dates(subject: etree._Element, identities: list[etree._Element]) -> Iterator[str]:
    """The dates of what is no person: of incorporation, or of building."""
    if local_name(subject) != "individual":
        for item in _all(identities, "day-month-year"):
            date, text = facts.birth_date(item, "")
            yield date.text if date else text


def _listing(history: list[etree._Element]) -> PartialDate | None:
    """The day of the latest listing: a target may have been off the list before."""
    days = [effective_day(item) for item in history if item.get("modification-type") == "listed"]
    return partial_date(days[0]) if days else None


def _end(target: etree._Element, in_force_count: int) -> PartialDate | None:
    """The day of a de-listing that is decided and not in force yet."""
    history = modifications(target)
    ahead = history[: len(history) - in_force_count]
    days = [effective_day(item) for item in ahead if item.get("modification-type") == DE_LISTED]
    return partial_date(days[-1]) if days else None


def _details(
    target: etree._Element,
    subject: etree._Element,
    identities: list[etree._Element],
    sets: tuple[SanctionsSet, ...],
    register: Register,
    unknown: list[str],
) -> Iterator[tuple[str, str]]:
    kind = subject.get("object-type", "")
    texts = (
        *(("Ordinance", item.ordinance) for item in sets),
        *(("Origin", item.origin) for item in sets),
        *(("Sanctions set", ssid) for ssid in _set_ids(target) if ssid not in register.sets),
        ("Object type", "" if kind.lower() in _OBJECTS else kind),
        *(("Title", text) for identity in identities for text in titles(identity)),
        *(("Date of birth", text) for text in unknown),
        *(("Founded or built", text) for text in _other_dates(subject, identities)),
        *(
            ("Nationality", own_text(country))
            for country in _countries(identities)
            if not facts.code_of(country)
        ),
        *(
            ("Document", facts.document(item)[1])
            for item in _all(identities, "identification-document")
        ),
        *(("Other information", own_text(item)) for item in children(subject, "other-information")),
    )
    yield from unique((label, text) for label, text in texts if text)
    for item in modifications(target):
        yield "History", f"{effective_day(item)} {item.get('modification-type', '')}".strip()
    yield from facts.others(target, _OF_TARGET)
    yield from facts.others(subject, _OF_SUBJECT)
    for identity in identities:
        yield from facts.others(identity, _OF_IDENTITY)
