"""The UN Security Council's consolidated.xml: individuals and entities as raw elements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from lxml import etree

from app.importers.safe_xml import children, own_text, read_root, records

ROOT = "CONSOLIDATED_LIST"
INDIVIDUAL = "INDIVIDUAL"
ENTITY = "ENTITY"


def read_published_on(path: Path) -> date | None:
    """The day of the root's `dateGenerated`, or None."""
    try:
        return date.fromisoformat(read_root(path).attributes.get("dateGenerated", "")[:10])
    except ValueError:
        return None


def read_elements(path: Path) -> Iterator[etree._Element]:
    """Each INDIVIDUAL and ENTITY. Raises ListRefused, with the line, where it is malformed."""
    yield from records(path, INDIVIDUAL, ENTITY)


def values(element: etree._Element, name: str) -> tuple[str, ...]:
    """The VALUE texts below the first child of that name (DESIGNATION/VALUE), none empty."""
    found = children(element, name)
    items = children(found[0], "VALUE") if found else []
    return tuple(text for item in items if (text := own_text(item)))
