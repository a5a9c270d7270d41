"""What an EU file says of a party and a list entry has no field for."""

from __future__ import annotations

from collections.abc import Iterator

from app.importers.eu import facts
from app.importers.eu.entity import Attributes, Part, RawEntity
from app.importers.reading import unique
from app.importers.references import un_reference

Detail = tuple[str, str]


def details(entity: RawEntity, strange: list[str], strange_days: list[str]) -> Iterator[Detail]:
    """Label and text of each, with the dates that are not understood.

    Args:
        entity: all that the file says of the party.
        strange: dates of birth as the file writes them.
        strange_days: days of designation and of entry into force.
    """
    yield from (("Title", text) for part in entity.names if (text := part.get("title")))
    whole = (part.get("wholeName") for part in entity.names)
    yield from (("Name", text) for text in whole if text and not any(map(str.isalpha, text)))
    yield from (("Date of birth", text) for text in strange)
    yield from (("Date of designation", text) for text in strange_days)
    yield from (item for part in entity.births for item in _birth(part))
    yield from (item for part in entity.citizenships for item in _citizenship(part))
    yield from (item for part in entity.documents for item in _document(part))
    for part in entity.addresses:
        yield from ((key.capitalize() or "Contact", text) for key, text in part.contacts if text)
    yield from _designation(entity)
    yield from (item for act in entity.regulations for item in _regulation(act))
    acts = unique(act for part in entity.parts() for act in part.regulations)
    own = {act.get("numberTitle", "") for act in entity.regulations}
    others = [f"{title} of {day}" for title, day in acts if title and title not in own]
    if others:
        yield "Regulations of its parts", ", ".join(others)


def _birth(part: Part) -> Iterator[Detail]:
    """Remarks on a birth without a date; those on a date stand beside it."""
    if facts.birth_date(part) == (None, ""):
        yield from (("Birth", " ".join(text.split())) for text in part.remarks)


def _citizenship(part: Part) -> Iterator[Detail]:
    words = ", ".join(filter(None, (part.get("region"), facts.country_words(part))))
    yield from (("Citizenship", text) for text in (words, *part.remarks) if text)


def _document(part: Part) -> Iterator[Detail]:
    """A document whose number is none (``-``)."""
    if not any(True for _ in facts.identifiers(part)):
        words = "; ".join(filter(None, (part.get("number"), facts.document_note(part))))
        if words:
            yield "Document", words


def _designation(entity: RawEntity) -> Iterator[Detail]:
    number = entity.get("unitedNationId")
    if number and un_reference(number) is None:  # cut short: it may be another party's
        yield "UN reference as written", number
    if entity.get("designationDetails"):
        yield "Designation", entity.get("designationDetails")
    if entity.get("euReferenceNumber") and entity.get("logicalId"):
        yield "Number in the EU's database", entity.get("logicalId")


def _regulation(act: Attributes) -> Iterator[Detail]:
    kinds = (act.get(name, "") for name in ("organisationType", "regulationType"))
    published = act.get("publicationDate", "")
    words = (
        act.get("numberTitle", ""),
        ", ".join(filter(None, kinds)),
        f"published {published}" if published else "",
    )
    if any(words):
        yield "Regulation", "; ".join(filter(None, words))
    if act.get("publicationUrl"):
        yield "Regulation link", act["publicationUrl"]
