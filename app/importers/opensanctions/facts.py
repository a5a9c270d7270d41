"""What the entities linked to a party tell of it: sanctions, papers, offices, ties, addresses.

Every linked entity becomes one row of the entry's details, `schema` and ``name: value | name:
value | id: key``, which holds all that the file says of it. The fields of the entry that come from
links are read from these rows alone, so that a change of one link can be applied to a stored entry.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from app.domain.countries import country_code
from app.domain.dates import PartialDate
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.office_classes import office_class
from app.domain.political import ForeignReference, Office, Relation
from app.domain.subject import Address
from app.importers.dates import partial_date
from app.importers.numbers import number_alone
from app.importers.opensanctions.entities import Properties, Record
from app.importers.opensanctions.schemas import FACTS, SOURCE_OF, TIES, Tie
from app.importers.pep_person import country_in
from app.importers.reading import unique

LinkRow = tuple[str, str]
Find = Callable[[str], Record | None]
_BETWEEN = " | "
NAME_OF_OTHER = "name"
_POST = ("name", "country", "organization", "topics", "subnationalArea", "description")
_PARTS = ("street", "city", "region", "state", "postalCode")  # of an address
_WORD = re.compile(r"\w+")
_ENDED = {"ended": False, "current": True}


@dataclass(frozen=True, slots=True)
class Told:
    """The fields of an entry that its links tell."""

    reference: str = ""
    programmes: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    listed_on: PartialDate | None = None
    ended_on: PartialDate | None = None
    identifiers: tuple[Identifier, ...] = ()
    offices: tuple[Office, ...] = ()
    relations: tuple[Relation, ...] = ()
    same_as: tuple[ForeignReference, ...] = ()


def is_link(schema: str) -> bool:
    """Whether entities of this schema tell something of a party."""
    return schema in FACTS or schema in TIES


def link_row(link: Record, party: str, find: Find) -> LinkRow:
    """The row of a linked entity beside the party of this id; `find` knows other entities."""
    told: list[tuple[str, str]] = []
    holders = FACTS.get(link.schema, ())
    for name, values in link.properties.items():
        if name not in holders:  # whoever else holds the same office has a row of their own
            told += [(name, value) for value in values if value != party]
    if link.schema in TIES:
        tie = TIES[link.schema]
        for other in link.values(tie.one, tie.other):
            if other != party:
                found = find(other)
                told.append((NAME_OF_OTHER, found.caption if found and found.caption else other))
    for post in link.properties.get("post", ()):
        position = find(post)
        if position is not None:
            title = (("post name", position.caption),) if not position.first("name") else ()
            told += title
            told += [
                (f"post {name}", value)
                for name in _POST
                for value in position.properties.get(name, ())
            ]
    told += [("dataset", name) for name in link.datasets]
    told.append(("id", link.id))
    text = _BETWEEN.join(f"{name}: {value.replace('|', '¦')}" for name, value in told)
    return link.schema, text


def read_row(row: LinkRow) -> Properties:
    """The properties that `link_row` wrote."""
    found: dict[str, list[str]] = {}
    for part in row[1].split(_BETWEEN):
        name, _, value = part.partition(": ")
        found.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in found.items()}


def row_id(row: LinkRow) -> str:
    """The id of the linked entity of a row."""
    return row[1].rpartition(f"{_BETWEEN}id: ")[2].removeprefix("id: ")


def told_by(rows: Iterable[LinkRow], source: str, is_listed: Callable[[str], bool]) -> Told:
    """The fields that these rows tell.

    Args:
        source: the source id of the entry; its own numbers are its reference.
        is_listed: whether the list has an entry of this id.
    """
    read = [(row[0], read_row(row)) for row in rows]
    sanctions = [said for schema, said in read if schema == "Sanction"]
    references = unique(pair for said in sanctions for pair in _references(said))
    starts = [day for said in sanctions if (day := _first_day(said, "listingDate", "startDate"))]
    ends = [_last_day(said, "endDate") for said in sanctions]
    known_ends = [day for day in ends if day is not None]
    return Told(
        reference=next((key for register, key in references if register == source), ""),
        programmes=unique(name for said in sanctions for name in _programmes(said)),
        measures=unique(name for said in sanctions for name in said.get("provisions", ())),
        listed_on=min(starts, key=PartialDate.first_day, default=None),
        ended_on=(
            max(known_ends, key=PartialDate.first_day)
            if ends and len(known_ends) == len(ends)
            else None
        ),
        identifiers=unique(item for schema, said in read for item in _papers(schema, said)),
        offices=unique(
            office
            for schema, said in read
            if schema == "Occupancy" and (office := _office(said)) is not None
        ),
        relations=unique(
            relation
            for schema, said in read
            if schema in TIES
            for relation in _relations(TIES[schema], said, is_listed)
        ),
        same_as=tuple(
            ForeignReference(register, key) for register, key in references if register != source
        ),
    )


def _programmes(said: Properties) -> tuple[str, ...]:
    return said.get("program") or said.get("programId", ())


def _references(said: Properties) -> Iterator[tuple[str, str]]:
    for key in said.get("unscId", ()):
        yield "un_sc", key
    sources = {SOURCE_OF[name] for name in said.get("dataset", ()) if name in SOURCE_OF}
    if len(sources) == 1:
        (register,) = sources
        for key in said.get("authorityId", ()):
            yield ("gb_hmt" if register == "gb_fcdo" and key.isdigit() else register), key


def _first_day(said: Properties, *names: str) -> PartialDate | None:
    for name in names:
        days = [day for text in said.get(name, ()) if (day := partial_date(text[:10]))]
        if days:
            return min(days, key=PartialDate.first_day)
    return None


def _last_day(said: Properties, name: str) -> PartialDate | None:
    days = [day for text in said.get(name, ()) if (day := partial_date(text[:10]))]
    return max(days, key=PartialDate.first_day, default=None)


def _papers(schema: str, said: Properties) -> Iterator[Identifier]:
    if schema == "CryptoWallet":
        note = "; ".join(said.get("currency", ()) or said.get("currencySymbol", ()))
        for key in said.get("publicKey", ()):
            yield Identifier(IdentifierType.CRYPTO_ADDRESS, key, note=note)
    if schema not in {"Passport", "Identification"}:
        return
    country = next(filter(None, map(country_code, said.get("country", ()))), "")
    kind = said.get("type", ())
    is_passport = schema == "Passport" or any("passport" in text.lower() for text in kind)
    words = (*kind, *(f"issued by {text}" for text in said.get("authority", ())))
    for number in map(number_alone, said.get("number", ())):
        yield Identifier(
            IdentifierType.PASSPORT if is_passport else _paper_type(kind),
            number.value,
            country or number.country,
            "; ".join(filter(None, unique((*words, number.words)))) or schema,
        )


def _paper_type(kind: tuple[str, ...]) -> IdentifierType:
    text = " ".join(kind).lower()
    if "tax" in text or "fiscal" in text:
        return IdentifierType.TIN
    if "driv" in text:
        return IdentifierType.DRIVERS_LICENSE
    return IdentifierType.BUSINESS_REG if "regist" in text else IdentifierType.NATIONAL_ID


def _office(said: Properties) -> Office | None:
    titles = said.get("post name", ())
    title = titles[0] if titles else ""
    start, end = _first_day(said, "startDate", "periodStart"), _last_day(said, "endDate")
    if not title and start is None and end is None:
        return None
    return Office(
        title,
        office_class(title, said.get("post topics", ())),
        next(filter(None, map(country_code, said.get("post country", ()))), country_in(title)),
        start,
        end,
        next(iter(said.get("post organization", ()) or said.get("post subnationalArea", ())), ""),
        next((_ENDED[text] for text in said.get("status", ()) if text in _ENDED), None),
    )


def _relations(tie: Tie, said: Properties, is_listed: Callable[[str], bool]) -> Iterator[Relation]:
    """The parties at the other end of a tie, with the file's own word where it has one."""
    own = next((said[name][0] for name in tie.said if said.get(name)), "")
    is_one = tie.other in said
    others = said.get(tie.other if is_one else tie.one, ())
    label = _label_of_other(tie, own) if is_one else _label_of_party(tie, own)
    label += _terms(said)
    for other, name in zip(others, said.get(NAME_OF_OTHER, ()), strict=False):
        yield Relation(tie.kind, label, name, other if is_listed(other) else "")


def _label_of_other(tie: Tie, own: str) -> str:
    """What the other end is to the party: ``daughter``, ``owner``."""
    if own and not tie.says_other:
        return f"{own} this party"
    return own or tie.word


def _label_of_party(tie: Tie, own: str) -> str:
    """What the party is to the other end: ``daughter of``, ``owner of``."""
    if not own or (tie.says_other and own.lower().endswith(" by")):
        return tie.word_of
    is_whole = not tie.says_other or own.lower().endswith((" of", " to", " for", " with"))
    return own if is_whole else f"{own} of"


def _terms(said: Properties) -> str:
    """Share and time of a tie in brackets, before the name; "" if the file tells none."""
    share = next(iter(said.get("percentage", ())), "")
    start, end = (next(iter(said.get(name, ())), "") for name in ("startDate", "endDate"))
    words = [f"{share.rstrip('% ')}%"] if share else []
    words += [f"{start or '…'} to {end}" if end else f"since {start}"] if start or end else []
    return f" ({', '.join(words)})" if words else ""


def address_of(record: Record) -> Address:
    """An Address entity: its parts, and in `text` what has no field of its own."""
    countries = record.properties.get("country", ())
    code = next(filter(None, map(country_code, countries)), "")
    street = ", ".join(unique((record.first("street"), record.first("street2")))).strip(", ")
    city, whole = record.first("city"), record.properties.get("full", ())
    has_parts = bool(street or city or record.first("region"))
    rest = [*record.values("postOfficeBox", "remarks", "summary")] if has_parts else []
    told = (street, city, record.first("region"), record.first("postalCode"), *rest)
    known = set(_WORD.findall(" ".join(told).casefold())) if has_parts else set()
    more = [text for name in _PARTS for text in record.properties.get(name, ())]
    for text in unique((*whole, *more)):
        words = set(_WORD.findall(text.casefold()))
        if words - known:
            rest.append(text)
            known |= words
    rest += [] if code else countries
    return Address(
        street=street,
        city=city,
        region=record.first("region") or record.first("state"),
        postal_code=record.first("postalCode"),
        country=code,
        text="; ".join(unique(rest)) or ("" if has_parts else record.caption),
    )


def plain_letters(*parts: str) -> str:
    """The letters and digits of an address, sorted: files order its parts in several ways."""
    letters = "".join(char for char in "".join(parts).casefold() if char.isalnum())
    return "".join(sorted(letters))
