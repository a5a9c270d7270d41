"""Rows of a list of the user's own as list entries, by a mapping of its columns."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from app.domain.column_mapping import ColumnMapping, ColumnUse, Role
from app.domain.countries import country_code
from app.domain.dates import ListedDate, PartialDate
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import EntryType, ListEntry, ListName, NameKind, profile_id
from app.domain.lists import ListSource
from app.domain.match import Check
from app.domain.political import Office
from app.domain.subject import Address, Gender
from app.importers.demonyms import nationality_codes
from app.importers.kinds import guessed_type
from app.importers.pep_person import GENDERS, PEP, office, spoken
from app.importers.reading import BAD_DATE, kept_aside, unique
from app.importers.reading import Row as ListRow
from app.importers.scripts import is_latin
from app.importers.table.dates import dates_of
from app.importers.table.source import Row

NO_NAME = "no usable name"
_TYPES = {
    EntryType.INDIVIDUAL: "individual individuals person persons people natural physical human"
    " individu individuo persona particulier personne i p pers ind",
    EntryType.ENTITY: "entity entities organisation organization company corporation corporate"
    " legal firm business institution group body juridical entité entidad entite empresa"
    " unternehmen société societe e c o org co",
    EntryType.VESSEL: "vessel vessels ship ships boat navire buque schiff v s",
    EntryType.AIRCRAFT: "aircraft airplane plane aeroplane helicopter avion avión flugzeug a",
}
_TYPE_WORDS = {word: kind for kind, words in _TYPES.items() for word in words.split()}
_MORE_GENDERS = {
    "man": Gender.MALE, "homme": Gender.MALE, "masculin": Gender.MALE, "masculino": Gender.MALE,
    "männlich": Gender.MALE, "h": Gender.MALE, "mr": Gender.MALE,
    "woman": Gender.FEMALE, "femme": Gender.FEMALE, "féminin": Gender.FEMALE, "mrs": Gender.FEMALE,
    "femenino": Gender.FEMALE, "weiblich": Gender.FEMALE, "w": Gender.FEMALE, "ms": Gender.FEMALE,
    "x": Gender.OTHER, "diverse": Gender.OTHER, "divers": Gender.OTHER,
}  # fmt: skip
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_OF_COUNTRY = re.compile(r"(\S.*?)\s*\(([^()]+)\)")
_OF_OFFICES = (Role.POSITION_START, Role.POSITION_END)
_NAME_KINDS = (
    (Role.ALIASES, NameKind.STRONG_ALIAS),
    (Role.FORMER_NAMES, NameKind.FORMER),
    (Role.WEAK_ALIASES, NameKind.WEAK_ALIAS),
    (Role.ORIGINAL_SCRIPT, NameKind.ORIGINAL_SCRIPT),
)


@dataclass(slots=True)
class Notes:
    """What a reading met beyond rows that were kept aside: values that are no type, country or
    gender, by column, dates that contradict the order of day and month, and rows that joined
    another one."""

    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)
    against_order: int = 0
    joined: int = 0


class Plan:
    """A mapping made ready for many rows."""

    def __init__(self, mapping: ColumnMapping) -> None:
        self.mapping = mapping
        self.uses: dict[Role, tuple[ColumnUse, ...]] = {
            role: tuple(use for use in mapping.uses if use.role is role)
            for role in {use.role for use in mapping.uses}
        }
        self.roles = {use.column: use.role for use in mapping.uses}


def map_row(
    number: int, row: Row, plan: Plan, source: ListSource, path: Path, notes: Notes
) -> Iterator[ListRow]:
    """The entry of a row, and what of it had to be kept aside.

    A value that is not understood is imported as a detail under its heading, as are all columns
    without a role.
    """
    cells = _Cells(row, plan, notes)
    names = _names(cells)
    if not names:
        told = ", ".join(text for cell in row.values() for text in cell)
        yield kept_aside(path, number, NO_NAME, told)
        return
    kind = _kind(cells, plan.mapping, names[0].text)
    born = cells.dates(Role.DATE_OF_BIRTH)
    key = cells.text(Role.REFERENCE)
    entry_id = key or _digest(cells, names[0].text, kind)
    listed, ended = cells.day(Role.LISTED_ON), cells.day(Role.ENDED_ON)
    countries, nationalities = cells.countries(Role.COUNTRY), cells.countries(Role.NATIONALITY)
    offices = _offices(cells, source, (*countries, *nationalities))
    positions = tuple(map(spoken, offices)) or cells.texts(Role.POSITION)
    gender = _gender(cells, kind)
    addresses = unique(_addresses(cells))
    for label, text in cells.bad_dates:
        yield kept_aside(path, number, BAD_DATE, f"{entry_id} {names[0].text}: {label} {text}")
    yield ListEntry(
        source=source.source,
        entry_id=entry_id,
        type=kind,
        names=names,
        reference=key,
        profile_id=profile_id(source.prefix, entry_id),
        dates_of_birth=born,
        places_of_birth=cells.texts(Role.PLACE_OF_BIRTH),
        gender=gender,
        nationalities=nationalities,
        countries=countries,
        identifiers=unique(_identifiers(cells)),
        addresses=addresses,
        programmes=cells.texts(Role.PROGRAMME),
        positions=positions,
        topics=(PEP,) if source.check is Check.PEP else (),
        listed_on=listed,
        remarks="; ".join(cells.whole(Role.REMARKS)),
        details=unique((*cells.details, *_unmapped(row, plan, source))),
        measures=cells.texts(Role.MEASURE),
        ended_on=ended,
        offices=offices,
    )


def key_of(row: Row, plan: Plan) -> str:
    """The id of the entry of a row, "" for a row without any: rows of one id are one party."""
    cells = _Cells(row, plan, Notes())
    reference = cells.text(Role.REFERENCE)
    if reference:
        return reference
    name = next(iter(_primary(cells)), "")
    return _digest(cells, name, _kind(cells, plan.mapping, name)) if name else ""


# A table names the same countries over and over.
_codes = lru_cache(maxsize=4096)(nationality_codes)


class _Cells:
    """The cells of a row by their roles; collects what is not understood."""

    def __init__(self, row: Row, plan: Plan, notes: Notes) -> None:
        self._row = row
        self._mapping = plan.mapping
        self._uses = plan.uses
        self._notes = notes
        self.details: list[tuple[str, str]] = []
        self.bad_dates: list[tuple[str, str]] = []

    def columns(self, role: Role) -> Iterator[tuple[ColumnUse, tuple[str, ...]]]:
        """The columns of a role that have something in them, with their single values."""
        for use in self._uses.get(role, ()):
            if values := unique(self._split(self._row.get(use.column, ()))):
                yield use, values

    def texts(self, role: Role) -> tuple[str, ...]:
        """The single values of a role, each once."""
        if role not in self._uses:
            return ()
        return unique(text for _, values in self.columns(role) for text in values)

    def whole(self, role: Role) -> tuple[str, ...]:
        """The cells of a role, not split."""
        if role not in self._uses:
            return ()
        return unique(
            " ".join(text.split())
            for use in self._uses[role]
            for text in self._row.get(use.column, ())
        )

    def first(self, role: Role) -> tuple[str, ...]:
        """The cells of a role, of a JSON array only its first value; the others are details."""
        found = []
        for use in self._uses.get(role, ()):
            for number, text in enumerate(self._row.get(use.column, ())):
                if number == 0:
                    found.append(" ".join(text.split()))
                else:
                    self.details.append((use.column, text))
        return tuple(found)

    def text(self, role: Role) -> str:
        """The cell of a role that has one column."""
        return " ".join(self.whole(role))

    def dates(self, role: Role) -> tuple[ListedDate, ...]:
        """The dates of a role; what is no date is kept as a detail and told."""
        found: list[ListedDate] = []
        for column, text in self._listed(role):
            dates, is_strange, against = dates_of(text, self._mapping.day_order)
            found += dates
            self._notes.against_order += against
            if is_strange:
                self.bad_dates.append((column, text))
                self.details.append((column, text))
        return unique(found)

    def day(self, role: Role) -> PartialDate | None:
        """The one date of a role, at the precision that the table gives."""
        return next((date.start for date in self.dates(role)), None)

    def countries(self, role: Role) -> tuple[str, ...]:
        """The codes of the countries of a role; words that are no country become details."""
        found: list[str] = []
        for column, text in self._listed(role):
            codes, strange = _codes(text)
            found += codes
            for part in strange:
                self.unknown(column, part)
        return unique(found)

    def unknown(self, column: str, text: str) -> None:
        """Keep a value that is not understood as a detail, and note it."""
        self.details.append((column, text))
        self._notes.unknown[column, text] += 1

    def column_of(self, role: Role) -> str:
        """The heading of a role that has one column, "" if none has it."""
        return next((use.column for use in self._uses.get(role, ())), "")

    def _split(self, cell: Sequence[str]) -> Iterator[str]:
        mark = self._mapping.separator
        for text in cell:
            for line in text.splitlines():
                for part in line.split(mark) if mark else (line,):
                    if plain := " ".join(part.split()):
                        yield plain

    def _listed(self, role: Role) -> Iterator[tuple[str, str]]:
        """The cells of a role whose reader cuts lists itself, for a comma may belong to a value:
        heading and text."""
        mark = self._mapping.separator
        for use in self._uses.get(role, ()):
            for text in self._row.get(use.column, ()):
                plain = "; ".join(text.splitlines())
                yield (
                    use.column,
                    plain.replace(mark, ";") if mark and mark not in ",/-. " else plain,
                )


def _primary(cells: _Cells) -> list[str]:
    """The names of the name's own columns; the first is the primary one."""
    given = " ".join((*cells.first(Role.FIRST_NAME), *cells.first(Role.MIDDLE_NAME)))
    family = " ".join(cells.first(Role.LAST_NAME))
    joined = f"{family}, {given}" if family and given else family or given
    # A JSON array of names: the first is the primary one.
    names = [*cells.whole(Role.NAME), *([joined] if joined else [])]
    return [text for text in names if any(map(str.isalnum, text))]


def _names(cells: _Cells) -> tuple[ListName, ...]:
    """The primary name first; () where no cell names anybody."""
    found = [
        ListName(text, NameKind.PRIMARY if number == 0 else NameKind.STRONG_ALIAS)
        for number, text in enumerate(_primary(cells))
    ]
    if not found:
        return ()
    for role, kind in _NAME_KINDS:
        for text in cells.texts(role):
            if any(map(str.isalnum, text)):
                is_foreign = (
                    kind is NameKind.STRONG_ALIAS and not text.isascii() and not is_latin(text)
                )
                found.append(ListName(text, NameKind.ORIGINAL_SCRIPT if is_foreign else kind))
    by_text: dict[str, ListName] = {}
    for name in found:
        by_text.setdefault(name.text, name)
    return tuple(by_text.values())


def _kind(cells: _Cells, mapping: ColumnMapping, name: str) -> EntryType:
    told = cells.text(Role.TYPE)
    words = re.findall(r"[^\W\d_]+", _CAMEL.sub(" ", told).casefold())
    for word in words:
        # A letter is a type only where it stands alone.
        if word in _TYPE_WORDS and (len(word) > 1 or len(words) == 1):
            return _TYPE_WORDS[word]
    if told:
        cells.unknown(cells.column_of(Role.TYPE), told)
    if mapping.fixed_type is None and (cells.text(Role.DATE_OF_BIRTH) or cells.text(Role.GENDER)):
        return EntryType.INDIVIDUAL
    return mapping.fixed_type or guessed_type(name)


def _gender(cells: _Cells, kind: EntryType) -> Gender | None:
    told = cells.text(Role.GENDER)
    word = told.casefold().strip(".")
    known = GENDERS.get(word) or _MORE_GENDERS.get(word)
    if told and (known is None or kind is not EntryType.INDIVIDUAL):
        cells.unknown(cells.column_of(Role.GENDER), told)
        return None
    return known


def _identifiers(cells: _Cells) -> Iterator[Identifier]:
    for use, values in cells.columns(Role.IDENTIFIER):
        kind = use.identifier or IdentifierType.OTHER
        label = use.column if kind is IdentifierType.OTHER else ""
        for text in values:
            issued = _OF_COUNTRY.fullmatch(text)
            code = country_code(issued[2]) if issued else ""
            yield Identifier(kind, issued[1] if issued and code else text, code, label)


def _addresses(cells: _Cells) -> Iterator[Address]:
    street, city, region, postal = (
        cells.text(role) for role in (Role.STREET, Role.CITY, Role.REGION, Role.POSTAL_CODE)
    )
    country = cells.text(Role.ADDRESS_COUNTRY)
    codes, _ = _codes(country)
    code = codes[0] if codes else ""
    rest = "" if code else country
    wholes = cells.texts(Role.ADDRESS)
    if any((street, city, region, postal)) or (country and not wholes):
        yield Address(street, city, region, postal, code, rest)
        code = rest = ""
    for whole in wholes:
        yield Address(country=code, text=", ".join(filter(None, (whole, rest))))


def _offices(cells: _Cells, source: ListSource, countries: Sequence[str]) -> tuple[Office, ...]:
    """The public functions of a person on a PEP list; on others a position is a text."""
    if source.check is not Check.PEP:
        return ()
    start, end = cells.day(Role.POSITION_START), cells.day(Role.POSITION_END)
    home = countries[0] if countries else ""
    return tuple(
        office(source, title, country=home, start=start, end=end)
        for title in cells.texts(Role.POSITION)
    )


def _unmapped(row: Row, plan: Plan, source: ListSource) -> Iterator[tuple[str, str]]:
    """The columns without a role, and those whose role this list has no use for."""
    kept = {Role.DETAIL} if source.check is Check.PEP else {Role.DETAIL, *_OF_OFFICES}
    for heading, cell in row.items():
        if cell and plan.roles.get(heading, Role.DETAIL) in kept:
            yield heading, "; ".join(" ".join(text.split()) for text in cell)


def _digest(cells: _Cells, name: str, kind: EntryType) -> str:
    """A key that lasts as long as name, date of birth and type do."""
    born = sorted(cells.texts(Role.DATE_OF_BIRTH))
    text = "|".join((name.casefold(), *born, kind.value))
    return f"own-{hashlib.blake2b(text.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"
