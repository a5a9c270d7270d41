"""OFAC's enhanced XML (SDN_ENHANCED.XML, CONS_ENHANCED.XML, filtered exports of the list service).

It says what the classic XML says, and since when a party is listed, what that means, how parties
are tied to each other and how they are written in their own script.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from lxml import etree

from app.domain.subject import Address
from app.importers.ofac.addresses import make_address
from app.importers.ofac.labels import clean_label
from app.importers.ofac.parts import (
    Span,
    date_text,
    documented,
    note,
    plain_name,
    stated,
    take_titles,
    tie,
)
from app.importers.ofac.party import Alias, Fact, OnList, Party
from app.importers.ofac.xml_reader import text_of
from app.importers.safe_xml import children, line_of, own_text, records

ROOT = "sanctionsData"
LATIN = "Latin"
_STREET = ("ADDRESS1", "ADDRESS2", "ADDRESS3")
_REGION = ("STATE/PROVINCE", "REGION")


def read_header(path: Path) -> tuple[date | None, tuple[str, ...]]:
    """The day of the data, and the programmes that an export was filtered by (none: all)."""
    for element in records(path, "publicationInfo", "entity"):
        day = text_of(element, "dataAsOf")[:10]
        filters = [
            own_text(item)
            for group in children(element, "filters")
            for programmes in children(group, "sanctionsPrograms")
            for item in programmes
        ]
        return (date.fromisoformat(day) if _is_day(day) else None), tuple(filters)
    return None, ()


def read_lists(path: Path) -> Iterator[list[str]]:
    """The lists of OFAC's that each party stands on."""
    for element in records(path, "entity"):
        yield [own_text(item) for item in _items(element, "sanctionsLists")]


def read_parties(path: Path) -> Iterator[Party]:
    """The parties of the file. Raises ListRefused, with the line, where it is malformed."""
    for element in records(path, "entity"):
        yield _party(element)


def _party(entity: etree._Element) -> Party:
    general = (children(entity, "generalInfo") or [entity])[0]
    party = Party(
        uid=entity.get("id", ""),
        row=line_of(entity),
        name="",
        type=text_of(general, "entityType").lower(),
        programmes=[own_text(item) for item in _items(entity, "sanctionsPrograms")],
        title=text_of(general, "title"),
        remarks=text_of(general, "remarks"),
        measures=[own_text(item) for item in _items(entity, "sanctionsTypes")],
        lists=[
            OnList(own_text(item), item.get("datePublished", ""))
            for item in _items(entity, "sanctionsLists")
        ],
    )
    for name in _items(entity, "names"):
        _add_name(party, name)
    for address in _items(entity, "addresses"):
        party.addresses += _addresses(address)
    for feature in _items(entity, "features"):
        party.facts += _feature(feature)
    for document in _items(entity, "identityDocuments"):
        party.facts += _document(document, party.name)
    party.facts += [
        Fact("Legal authority", own_text(item)) for item in _items(entity, "legalAuthorities")
    ]
    party.facts += [Fact("List", note(item.name, item.since)) for item in party.lists]
    for relationship in _items(entity, "relationships"):
        _add_relation(party, relationship)
    take_titles(party)
    return party


def _add_name(party: Party, name: etree._Element) -> None:
    kind = text_of(name, "aliasType").replace(".", "").lower() or "aka"
    is_primary = text_of(name, "isPrimary") == "true"
    is_weak = text_of(name, "isLowQuality") == "true"
    for translation in _items(name, "translations"):
        text = plain_name(text_of(translation, "formattedFullName"))
        script = text_of(translation, "script")
        if is_primary and not party.name and script in {LATIN, ""}:
            party.name = text
        elif text:
            party.aliases.append(Alias(kind, text, is_weak, "" if script == LATIN else script))


def _addresses(address: etree._Element) -> Iterator[Address]:
    """The address, and the same one in other scripts."""
    country = text_of(address, "country")
    translations = _items(address, "translations")
    for translation in translations:
        parts = {
            text_of(part, "type"): text_of(part, "value")
            for part in _items(translation, "addressParts")
        }
        street, region = (
            ", ".join(parts[key] for key in keys if parts.get(key)) for keys in (_STREET, _REGION)
        )
        found = (street, parts.get("CITY", ""), region, parts.get("POSTAL CODE", ""), country)
        if any(found):
            yield make_address(*found)
    if country and not translations:
        yield make_address("", "", "", "", country)


def _feature(feature: etree._Element) -> Iterator[Fact]:
    return stated(
        *(text_of(feature, name) for name in ("type", "value", "comments", "reliability"))
    )


def _document(document: etree._Element, owner: str) -> Iterator[Fact]:
    country = text_of(document, "issuingCountry")
    fact = Fact(
        clean_label(text_of(document, "type")),
        text_of(document, "documentNumber"),
        country,
        *(_day_of(document, name) for name in _DATES),
    )
    holder, place = text_of(document, "name"), text_of(document, "issuingLocation")
    authority = text_of(document, "issuingAuthority")
    return documented(
        fact,
        f"in the name of {holder}" if holder and holder != owner else "",
        f"issued by {authority}" if authority else "",
        f"issued in {place}" if place and place != country else "",
        "not valid" if text_of(document, "isValid") == "false" else "",
        text_of(document, "comments"),
        *(own_text(item) for item in _items(document, "idFeatures")),
    )


_DATES = ("issueDate", "expirationDate")
_BOUNDS = ("fromDateBegin", "fromDateEnd", "toDateBegin", "toDateEnd")


def _day_of(document: etree._Element, name: str) -> str:
    """A date of a document in OFAC's words; what cannot be read as days stays as it is."""
    for element in children(document, name):
        texts = [text_of(element, bound) for bound in _BOUNDS]
        if all(map(_is_day, texts)):
            first, first_end, last, last_end = map(date.fromisoformat, texts)
            about = text_of(element, "isApproximate") == "true"
            return date_text(Span(first, first_end, last, last_end, about))
        return note(*texts)
    return ""


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _add_relation(party: Party, relationship: etree._Element) -> None:
    quality = text_of(relationship, "quality")
    for other in children(relationship, "relatedEntity"):
        tie(
            party,
            text_of(relationship, "type"),
            text_of(relationship, "relatedEntity"),
            other.get("entityId", ""),
            f"quality {quality.lower()}" if quality else "",
            text_of(relationship, "comments"),
        )


def _items(element: etree._Element, name: str) -> list[etree._Element]:
    return [item for group in children(element, name) for item in group]
