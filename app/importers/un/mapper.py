"""UN individuals and entities as list entries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from app.domain.countries import country_code
from app.domain.dates import DatePrecision, ListedDate, PartialDate
from app.domain.list_entry import EntryType, ListEntry, profile_id
from app.importers.dates import partial_date
from app.importers.reading import BAD_DATE, Row, first_by, kept_aside, unique
from app.importers.safe_xml import children, line_of, local_name, text_of
from app.importers.un import facts
from app.importers.un.names import entry_names, primary_name
from app.importers.un.reader import INDIVIDUAL, values


def map_element(element: etree._Element, source: str, prefix: str, path: Path) -> Iterator[Row]:
    """The list entry of an INDIVIDUAL or ENTITY, and what of it had to be kept aside.

    Args:
        element: the complete element.
        source: the source id of the entry.
        prefix: opens the profile id.
        path: the file, for rows that are kept aside.
    """
    kind = local_name(element)
    entry_id, row = text_of(element, "DATAID"), line_of(element)
    names = entry_names(element, f"{kind}_ALIAS")
    if not entry_id or not any(map(str.isalpha, primary_name(element))):
        reason = "no usable name" if entry_id else "no DATAID"
        yield kept_aside(path, row, reason, f"{entry_id} {primary_name(element)}")
        return
    born, unknown_dates = _birth_dates(element)
    for text in unknown_dates:
        yield kept_aside(path, row, BAD_DATE, f"{entry_id} {names[0].text}: {text}")
    nationalities = values(element, "NATIONALITY")
    documents = [facts.document(item) for item in children(element, "INDIVIDUAL_DOCUMENT")]
    addresses = [facts.address(item) for item in children(element, f"{kind}_ADDRESS")]
    places = [facts.place(item) for item in children(element, "INDIVIDUAL_PLACE_OF_BIRTH")]
    yield ListEntry(
        source=source,
        entry_id=entry_id,
        type=EntryType.INDIVIDUAL if kind == INDIVIDUAL else EntryType.ENTITY,
        names=names,
        reference=text_of(element, "REFERENCE_NUMBER"),
        profile_id=profile_id(prefix, entry_id),
        dates_of_birth=born,
        places_of_birth=unique(filter(None, places)),
        gender=facts.gender(element),
        nationalities=unique(code for text in nationalities if (code := country_code(text))),
        identifiers=unique((*filter(None, documents), *facts.noted_passports(element))),
        addresses=unique(item for item in addresses if item),
        programmes=unique(filter(None, [text_of(element, "UN_LIST_TYPE")])),
        positions=values(element, "DESIGNATION"),
        listed_on=_day(text_of(element, "LISTED_ON")),
        updated_on=max(filter(None, map(_day, values(element, "LAST_DAY_UPDATED"))), default=None),
        remarks=_comments(element),
        details=tuple(_details(element, nationalities, unknown_dates)),
    )


def _birth_dates(element: etree._Element) -> tuple[tuple[ListedDate, ...], list[str]]:
    found: list[ListedDate] = []
    unknown: list[str] = []
    for item in children(element, "INDIVIDUAL_DATE_OF_BIRTH"):
        date, text = facts.birth_date(item)
        if date is not None:
            found.append(date)
        elif text:
            unknown.append(text)
    for alias in children(element, "INDIVIDUAL_ALIAS"):  # false papers have their own dates
        text, name = text_of(alias, "DATE_OF_BIRTH"), text_of(alias, "ALIAS_NAME")
        point = partial_date(text) if text else None
        if point is not None:
            words = f"{text} (as {name})"
            found.append(ListedDate(point, DatePrecision.EXACT, None, words))
        elif text:
            unknown.append(text)
    return first_by(lambda date: (date.start, date.precision, date.end), found), unknown


def _comments(element: etree._Element) -> str:
    """COMMENTS1 with its paragraphs kept, blanks collapsed within them."""
    found = children(element, "COMMENTS1")
    lines = ((found[0].text or "") if found else "").split("\n\n")
    return "\n\n".join(line for part in lines if (line := " ".join(part.split())))


def _details(
    element: etree._Element, nationalities: tuple[str, ...], unknown_dates: list[str]
) -> Iterator[tuple[str, str]]:
    for title in values(element, "TITLE"):
        yield "Title", title
    for text in nationalities:
        if not country_code(text):
            yield "Nationality", text
    for text in unknown_dates:
        yield "Date of birth", text
    for note in facts.lone_document_notes(element):
        yield "Document", note
    for alias in children(element, "INDIVIDUAL_ALIAS"):
        town, country = text_of(alias, "CITY_OF_BIRTH"), text_of(alias, "COUNTRY_OF_BIRTH")
        if town or country:
            place = ", ".join(part for part in (town, country) if part)
            yield "Place of birth of an alias", f"{place} (as {text_of(alias, 'ALIAS_NAME')})"
    if text_of(element, "INTERPOL_LINK"):
        yield "INTERPOL notice", text_of(element, "INTERPOL_LINK")


def _day(text: str) -> PartialDate | None:
    return partial_date(text[:10]) if text else None
