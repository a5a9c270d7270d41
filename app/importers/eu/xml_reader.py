"""The EU's consolidated list as XML 1.1: each sanctionEntity as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from lxml import etree

from app.importers.eu.entity import Part, RawEntity, paragraphs
from app.importers.safe_xml import children, line_of, local_name, own_text, read_root, records

ROOT = "export"
RECORD = "sanctionEntity"
_REGULATIONS = ("regulation", "regulationSummary")


def read_published_on(path: Path) -> date | None:
    """The day of the root's `generationDate`, or None."""
    try:
        return date.fromisoformat(read_root(path).attributes.get("generationDate", "")[:10])
    except ValueError:
        return None


def read_entities(path: Path) -> Iterator[RawEntity]:
    """Each party. Raises ListRefused, with the line, where the file is malformed."""
    for element in records(path, RECORD):
        yield _entity(element)


def _entity(element: etree._Element) -> RawEntity:
    entity = RawEntity(line_of(element), _attributes(element))
    kinds = {
        "nameAlias": entity.names,
        "birthdate": entity.births,
        "address": entity.addresses,
        "citizenship": entity.citizenships,
        "identification": entity.documents,
    }
    for child in element:
        name = local_name(child)
        if name in kinds:
            kinds[name].append(_part(child))
        elif name == "remark":
            entity.remarks.append(paragraphs(child.text or ""))
        elif name == "regulation":
            urls = children(child, "publicationUrl")
            link = {"publicationUrl": own_text(urls[0])} if urls else {}
            entity.regulations.append(_attributes(child) | link)
        elif name == "subjectType":
            entity.attributes = {**entity.attributes, **_attributes(child)}
    return entity


def _part(element: etree._Element) -> Part:
    remarks, contacts, regulations = [], [], []
    for child in element:
        name = local_name(child)
        if name == "remark":
            remarks.append(paragraphs(child.text or ""))
        elif name == "contactInfo":
            contacts.append((child.get("key", ""), child.get("value", "") or own_text(child)))
        elif name in _REGULATIONS:
            regulations.append((child.get("numberTitle", ""), child.get("publicationDate", "")))
    return Part(
        _attributes(element),
        tuple(filter(None, remarks)),
        tuple(contacts),
        tuple(regulations),
    )


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(name): str(value) for name, value in element.items()}
