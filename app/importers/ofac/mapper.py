"""OFAC parties as list entries: the same entry, whichever format it came in.

The formats order dates, identifiers, programmes and details differently, and the order says
nothing: they are sorted, so that the checksum does not depend on the format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from app.domain.countries import country_code
from app.domain.dates import ListedDate, PartialDate
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import EntryType, ListEntry, ListName, NameKind, profile_id
from app.domain.subject import Gender
from app.importers.dates import listed_date, partial_date
from app.importers.numbers import number_alone
from app.importers.ofac.labels import CRYPTO, DETAILS, PLAIN_LABELS, TYPE_OF_LABEL
from app.importers.ofac.party import Alias, Fact, Party
from app.importers.ofac.remarks import parse_remarks
from app.importers.reading import BAD_DATE, Row, kept_aside, unique

OFAC_SDN = "us_ofac_sdn"
SDN_LIST = "SDN List"  # as the newer formats call it
ENTRY_TYPES = {
    "individual": EntryType.INDIVIDUAL,
    "entity": EntryType.ENTITY,
    "vessel": EntryType.VESSEL,
    "aircraft": EntryType.AIRCRAFT,
}
_NAME_KINDS = {"aka": NameKind.STRONG_ALIAS, "nka": NameKind.STRONG_ALIAS, "fka": NameKind.FORMER}
_GENDERS = {"male": Gender.MALE, "female": Gender.FEMALE}
_IMO = re.compile(r"IMO:?\s*(\d{7})")
_COUNTRY_LABELS = ("Vessel Flag", "Nationality of Registration")
_QUOTED = re.compile(r"'[^']+'")
_TITLES = re.compile(r";\s+")


def map_party(party: Party, source: str, prefix: str, path: Path) -> Iterator[Row]:
    """The list entry of a party, and what of it had to be kept aside.

    Args:
        party: as read from either format.
        source: the source id of the entry.
        prefix: opens the profile id.
        path: the main file, for rows that are kept aside.
    """
    kind = ENTRY_TYPES.get(party.type)
    if not party.uid.isdigit() or kind is None or not any(map(str.isalnum, party.name)):
        problem = "no usable name" if party.uid.isdigit() and kind else "no number or unknown type"
        yield kept_aside(path, party.row, problem, f"{party.uid} {party.type} {party.name}")
        return
    entry, unknown_dates = to_entry(party, kind, source, prefix)
    for text in unknown_dates:
        yield kept_aside(path, party.row, BAD_DATE, f"{party.uid} {party.name}: DOB {text}")
    yield entry


def to_entry(
    party: Party, kind: EntryType, source: str, prefix: str
) -> tuple[ListEntry, tuple[str, ...]]:
    """The list entry of a party whose number and name can be used, and the dates of birth that
    were not understood."""
    facts = [*party.facts, *parse_remarks(party.remarks)]
    born, unknown_dates = _birth_dates(facts)
    nationalities = _values(facts, "nationality", "citizen")
    entry = ListEntry(
        source=source,
        entry_id=party.uid,
        type=kind,
        names=_names(party, facts),
        profile_id=profile_id(prefix, party.uid),
        dates_of_birth=born,
        places_of_birth=tuple(sorted(_values(facts, "POB"))),
        gender=next((_GENDERS.get(text.lower()) for text in _values(facts, "Gender")), None),
        nationalities=_codes(nationalities),
        countries=_codes(_values(facts, *_COUNTRY_LABELS)),
        identifiers=tuple(sorted(unique(_identifiers(facts)), key=_identifier_order)),
        addresses=unique(party.addresses),
        programmes=tuple(sorted(unique(party.programmes))),
        positions=tuple(part for part in _TITLES.split(party.title) if part),
        remarks=party.remarks,
        listed_on=_listed_on(party, source),
        measures=unique(party.measures),
        relations=unique(party.relations),
        details=tuple(sorted(unique(_details(facts, unknown_dates)))),
    )
    return entry, tuple(unknown_dates)


def _listed_on(party: Party, source: str) -> PartialDate | None:
    """Since when the party is on this list; the other list that it may stand on counts for
    nothing, unless it is the only one that is told."""
    own = [item for item in party.lists if (item.name == SDN_LIST) == (source == OFAC_SDN)]
    dates = (partial_date(item.since) for item in own or party.lists)
    return min((date for date in dates if date), default=None)


def _names(party: Party, facts: list[Fact]) -> tuple[ListName, ...]:
    """The primary name, then strong aliases, then weak ones (the CSV has those in the remarks)."""
    quoted = [
        Alias(fact.label.replace(".", ""), fact.value, is_weak=True)
        for fact in facts
        if fact.label in ("a.k.a.", "f.k.a.", "n.k.a.")
    ]
    aliases = sorted((*party.aliases, *quoted), key=lambda a: (bool(a.script), a.is_weak))
    usable = (alias for alias in aliases if any(map(str.isalnum, alias.text)))
    return unique((ListName(party.name), *map(_alias_name, usable)))


def _alias_name(alias: Alias) -> ListName:
    kind = _NAME_KINDS.get(alias.kind, NameKind.STRONG_ALIAS)
    note = "now known as" if alias.kind == "nka" else ""
    text = alias.text.strip("'") if _QUOTED.fullmatch(alias.text) else alias.text
    if alias.script:
        return ListName(text, NameKind.ORIGINAL_SCRIPT, weak=alias.is_weak, note=alias.script)
    if alias.is_weak and kind is NameKind.STRONG_ALIAS:
        return ListName(text, NameKind.WEAK_ALIAS, note=note)
    return ListName(text, kind, weak=alias.is_weak, note=note)


def _birth_dates(facts: list[Fact]) -> tuple[tuple[ListedDate, ...], list[str]]:
    found: list[ListedDate] = []
    unknown: list[str] = []
    for text in _values(facts, "DOB"):
        parsed = listed_date(text)
        if parsed is None:
            unknown.append(text)
        else:
            found.append(parsed)
    return tuple(sorted(unique(found), key=_date_order)), unknown


def _date_order(date: ListedDate) -> tuple[str, str]:
    return str(date.start), str(date)


def _identifiers(facts: list[Fact]) -> Iterator[Identifier]:
    for fact in facts:
        if fact.label.startswith(f"{CRYPTO} - "):
            currency = fact.label.removeprefix(f"{CRYPTO} - ")
            yield Identifier(IdentifierType.CRYPTO_ADDRESS, fact.value, note=currency)
        elif _is_identifier(fact.label):
            yield _identifier(fact)


def _identifier_order(identifier: Identifier) -> tuple[str, str, str, str]:
    return identifier.type, identifier.value, identifier.country, identifier.note


def _is_identifier(label: str) -> bool:
    if label in TYPE_OF_LABEL:
        return True
    return label not in DETAILS and label.endswith(("Number", "No.", "No", "#", "Code", "ID"))


def _identifier(fact: Fact) -> Identifier:
    kind, value = TYPE_OF_LABEL.get(fact.label, IdentifierType.OTHER), fact.value
    label = fact.label if fact.label not in PLAIN_LABELS or fact.label not in TYPE_OF_LABEL else ""
    imo = _IMO.fullmatch(value)
    if imo:
        kind, value = IdentifierType.IMO, imo[1]
        label = "" if fact.label == "Vessel Registration Identification" else fact.label
    alone = number_alone(value)
    code = country_code(fact.country) if fact.country else ""
    notes = (
        label,
        alone.words,
        "" if code else fact.country,
        f"issued {fact.issued}" if fact.issued else "",
        f"expires {fact.expires}" if fact.expires else "",
    )
    country = code or ("" if fact.country else alone.country)
    return Identifier(kind, alone.value, country, "; ".join(note for note in notes if note))


_ELSEWHERE = frozenset(
    {"DOB", "POB", "Gender", "a.k.a.", "f.k.a.", "n.k.a.", "nationality", "citizen"}
)


def _details(facts: list[Fact], unknown_dates: list[str]) -> Iterator[tuple[str, str]]:
    for fact in facts:
        label = fact.label
        if label in ("nationality", "citizen") and not country_code(fact.value):
            yield label.capitalize(), fact.value
        elif label == "DOB" and fact.value in unknown_dates:
            yield "Date of birth", fact.value
        elif not (label in _ELSEWHERE or label.startswith(CRYPTO) or _is_identifier(label)):
            yield label, _with_place_and_dates(fact)


def _with_place_and_dates(fact: Fact) -> str:
    """A statement that is no identifier, with what was said of its place and dates."""
    said = [
        f"{word} {day}" for word, day in (("issued", fact.issued), ("expires", fact.expires)) if day
    ]
    place = f" ({fact.country})" if fact.country else ""
    return " ".join((fact.value + place, *said))


def _values(facts: list[Fact], *labels: str) -> tuple[str, ...]:
    return unique(fact.value for label in labels for fact in facts if fact.label == label)


def _codes(texts: tuple[str, ...]) -> tuple[str, ...]:
    return unique(code for text in texts if (code := country_code(text)))
