"""The SECO whole list: programmes and places first, then the targets, each with its history.

A modification embeds the identities that it added or removed: only direct children are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from lxml import etree

from app.importers.ch.names import Named, identity_names
from app.importers.safe_xml import children, own_text, read_root, records

ROOT = "swiss-sanctions-list"
TARGET = "target"
KINDS = ("individual", "entity", "object")
DE_LISTED = "de-listed"
_LANGUAGES = ("eng", "fre", "ger", "ita", "")


@dataclass(frozen=True, slots=True)
class Place:
    """A place of birth or of an address; `country` is the list's word, `code` its ISO code."""

    location: str = ""
    area: str = ""
    country: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class SanctionsSet:
    """What a target is put under: the measure, and the programme that it belongs to."""

    measure: str
    programme: str
    ordinance: str
    origin: str


@dataclass(slots=True)
class Register:
    """What targets refer to, by ssid, and how many targets are listed no more.

    `listed` are the ssids of those that are listed on `published_on`, the day of the list.
    """

    published_on: date | None = None
    sets: dict[str, SanctionsSet] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    de_listed: int = 0


def read_published_on(path: Path) -> date | None:
    """The day of the list, or None."""
    try:
        return date.fromisoformat(read_root(path).attributes.get("date", "")[:10])
    except ValueError:
        return None


def read_register(path: Path, published_on: date | None) -> Register:
    """A first pass over the file. Raises ListRefused, with the line, where it is malformed."""
    found = Register(published_on)
    for element in records(path, "sanctions-program", "place", TARGET):
        match etree.QName(element).localname, is_history(element):
            case "place", True:
                found.places.setdefault(element.get("ssid", ""), place_of(element))
            case "place", _:
                found.places[element.get("ssid", "")] = place_of(element)
            case "sanctions-program", False:
                _add_programme(found.sets, element)
            case "target", False:
                _add_target(found, element)
    return found


def read_targets(path: Path, published_on: date | None) -> Iterator[etree._Element]:
    """The targets that are listed today, in the order of the file."""
    for element in records(path, TARGET):
        if not is_history(element) and not is_de_listed(element, published_on):
            yield element


def is_history(element: etree._Element) -> bool:
    """Whether an element stands within another: modifications embed whole targets."""
    parent = element.getparent()
    return parent is not None and parent.getparent() is not None


def subject_of(target: etree._Element) -> etree._Element | None:
    """The individual, entity or object of a target."""
    return next((found for kind in KINDS for found in children(target, kind)), None)


def modifications(target: etree._Element) -> list[etree._Element]:
    """The modifications of a target, the latest first; of the same day, in the file's order."""
    return sorted(children(target, "modification"), key=effective_day, reverse=True)


def effective_day(modification: etree._Element) -> str:
    """The day from which a modification holds (``2016-03-01``), or "" where it has no day."""
    names = ("effective-date", "publication-date", "enactment-date")
    return next((day for name in names if (day := modification.get(name, ""))), "")


def in_force(target: etree._Element, published_on: date | None) -> list[etree._Element]:
    """The modifications that hold on the day of the list, the latest first; all without a day."""
    today = published_on.isoformat() if published_on else "9999"
    return [item for item in modifications(target) if effective_day(item) <= today]


def is_de_listed(target: etree._Element, published_on: date | None) -> bool:
    """Whether the latest modification in force took the target off the list."""
    history = in_force(target, published_on)
    return bool(history) and history[0].get("modification-type", "") == DE_LISTED


def texts_by_language(element: etree._Element, name: str) -> str:
    """The text of the children of that name in English, else in the first language there is."""
    found = {child.get("lang", ""): own_text(child) for child in children(element, name)}
    ranked = [found[language] for language in _LANGUAGES if found.get(language)]
    return (ranked or [*found.values(), ""])[0]


def identities_of(subject: etree._Element) -> list[etree._Element]:
    """The identities of an individual, entity or object, the main one first."""
    return sorted(children(subject, "identity"), key=lambda item: item.get("main") != "true")


def _main_names(target: etree._Element) -> tuple[Named, ...]:
    subject = subject_of(target)
    identities = identities_of(subject) if subject is not None else []
    return identity_names(identities[0]) if identities else ()


def _add_target(found: Register, element: etree._Element) -> None:
    ssid, names = element.get("ssid", ""), _main_names(element)
    if names:
        found.names.setdefault(ssid, names[0].text)
    if is_de_listed(element, found.published_on):
        found.de_listed += 1
    else:
        found.listed.add(ssid)


def _add_programme(sets: dict[str, SanctionsSet], element: etree._Element) -> None:
    key, name = (
        texts_by_language(element, "program-key"),
        texts_by_language(element, "program-name"),
    )
    origin = texts_by_language(element, "origin")
    by_language: dict[str, dict[str, str]] = {}
    for item in children(element, "sanctions-set"):
        measures = by_language.setdefault(item.get("ssid", ""), {})
        measures[item.get("lang", "")] = own_text(item)
    for ssid, measures in by_language.items():
        measure = next((measures[lang] for lang in _LANGUAGES if measures.get(lang)), "")
        sets[ssid] = SanctionsSet(measure, key or name, name, origin)


def place_of(element: etree._Element) -> Place:
    """The place in a `place`, or in an address that names its place itself."""
    country = next(iter(children(element, "country")), None)
    return Place(
        _with_variants(element, "location"),
        _with_variants(element, "area"),
        own_text(country) if country is not None else "",
        country.get("iso-code", "") if country is not None else "",
    )


def _with_variants(element: etree._Element, name: str) -> str:
    """``Strelsau (Strelzau, Стрельсау)``: a place with its other spellings."""
    text = next(map(own_text, children(element, name)), "")
    inner = [item for found in children(element, name) for item in found]
    variants = [*inner, *children(element, f"{name}-variant")]
    others = dict.fromkeys(other for item in variants if (other := own_text(item)) != text)
    shown = ", ".join(filter(None, others))
    return f"{text} ({shown})" if text and shown else text or shown
