"""Guessing which column means what, by its heading and by what is in it.

Headings are known in English, French, German, Spanish and Portuguese. A guess is an offer: a
person looks at it, and at what comes of it, before anything is imported.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from app.domain.column_mapping import SINGLE, ColumnMapping, ColumnUse, DayOrder, Role
from app.domain.countries import country_code
from app.domain.identifiers import IdentifierType as Type
from app.domain.match import Check
from app.importers.table.dates import dates_of
from app.importers.table.source import Table

LOOKED_AT = 500  # rows
_ENOUGH = 0.5  # of the filled cells must be what the heading promises
_SEPARATORS = (";", "|", " / ", ",")
_NUMERIC_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}")
_DATES = (
    Role.DATE_OF_BIRTH, Role.LISTED_ON, Role.ENDED_ON, Role.POSITION_START, Role.POSITION_END,
)  # fmt: skip
_MANY = (Role.ALIASES, Role.WEAK_ALIASES, Role.FORMER_NAMES, Role.ORIGINAL_SCRIPT, Role.PROGRAMME)

# Headings, folded: small letters without accents, one blank between words.
_HEADINGS: Mapping[Role, str] = {
    Role.NAME: "name|person|person name|item label|label|full name|fullname|primary name"
    "|entity name|party name|customer name|name of individual or entity|listed name|main name"
    "|subject|title of entity|caption|nom complet|nom et prenom|raison sociale|denomination|name 1"
    "|vollstandiger name|nombre completo|nome completo",
    Role.FIRST_NAME: "first name|first|name first|firstname|given name|given names|givenname"
    "|forename|forenames|prenom|prenoms|vorname|nombre|nombres|primer nombre|nome",
    Role.MIDDLE_NAME: "middle name|middle names|middlename|second name|other names|father s name"
    "|patronymic|deuxieme prenom|segundo nombre",
    Role.LAST_NAME: "last name|last|name last|lastname|surname|family name|familyname|nom"
    "|nom de famille|nachname|familienname|apellido|apellidos|sobrenome",
    Role.ALIASES: "alias|aliases|aka|a k a|also known as|alternative names|alternate names"
    "|alt names|other name|alternative name|names|strong aliases|good quality aliases|alias names"
    "|autres noms|autre nom|andere namen|otros nombres|outros nomes",
    Role.WEAK_ALIASES: "weak aliases|weak alias|low quality aliases|low quality alias|nicknames"
    "|nickname|surnom|spitzname|apodo",
    Role.FORMER_NAMES: "former name|former names|fka|f k a|previous name|previous names|formerly"
    "|maiden name|birth name|nom de jeune fille|geburtsname|fruherer name",
    Role.ORIGINAL_SCRIPT: "original script|name original script|native name|local name"
    "|original name|non latin name|name in original script|native script",
    Role.TYPE: "type|entity type|party type|record type|subject type|category|kind|schema"
    "|individual or entity|person or entity|customer type|typ|tipo|nature",
    Role.DATE_OF_BIRTH: "date of birth|dob|birth date|birthdate|birthday|born|d o b|year of birth"
    "|dates of birth|date de naissance|geburtsdatum|fecha de nacimiento|data de nascimento",
    Role.PLACE_OF_BIRTH: "place of birth|pob|birth place|birthplace|town of birth|city of birth"
    "|country of birth|lieu de naissance|geburtsort|lugar de nacimiento|local de nascimento",
    Role.NATIONALITY: "nationality|nationalities|citizenship|citizenships|citizen|nationalite"
    "|staatsangehorigkeit|nationalitat|nacionalidad|nacionalidade",
    Role.COUNTRY: "country|countries|country code|country of residence|country of incorporation"
    "|jurisdiction|domicile|residence|pays|land|pais",
    Role.GENDER: "gender|sex|sexe|geschlecht|sexo|genero",
    Role.STREET: "street|address line 1|address 1|address1|street address|rue|strasse|calle|rua",
    Role.CITY: "city|town|ville|stadt|ort|ciudad|cidade|address city",
    Role.REGION: "state|province|region|state province|county|bundesland|provincia|estado",
    Role.POSTAL_CODE: "postal code|postcode|zip|zip code|zipcode|code postal|plz|codigo postal",
    Role.ADDRESS_COUNTRY: "address country|country of address",
    Role.ADDRESS: "address|addresses|full address|adresse|anschrift|direccion|endereco",
    Role.PROGRAMME: "programme|programmes|program|programs|regime|sanctions|sanctions programme"
    "|sanctions program|regime name|list|list name|committee|committees|programa|watchlist",
    Role.MEASURE: "measure|measures|restriction|restrictions|sanctions imposed|mesure|massnahme",
    Role.REFERENCE: "id|reference|ref|reference number|unique id|entry id|record id|list id|uid"
    "|entity id|person id|number|no|nr|identifier|key|numero|referencia|customer id|external id"
    "|profile id",
    Role.LISTED_ON: "listed on|listing date|date listed|date of listing|date designated|added"
    "|designation date|date added|start date|effective date|entry date|date d inscription",
    Role.ENDED_ON: "ended on|end date|expiry date|date removed|delisted on|valid until|removed on",
    Role.POSITION: "position|positions|role|function|office|job title|designation|occupation"
    "|title|fonction|funktion|cargo|poste|profession",
    Role.POSITION_START: "position start|in office since|term start|office start|mandate start",
    Role.POSITION_END: "position end|in office until|term end|office end|mandate end",
    Role.REMARKS: "remarks|remark|comment|comments|notes|note|other information|reason|narrative"
    "|additional information|statement of reasons|remarques|commentaire|bemerkung|bemerkungen"
    "|observaciones|observacoes|description|reason for listing",
}  # fmt: skip
_IDENTIFIERS: Mapping[Type, str] = {
    Type.PASSPORT: "passport|passport number|passport no|passports|passport nr|passeport"
    "|numero de passeport|reisepass|pasaporte|passaporte",
    Type.NATIONAL_ID: "national id|national id number|national identification number|id number"
    "|identity card|id card|national identity number|personalausweis|cedula|dni|carte d identite"
    "|ssn|national id no",
    Type.DRIVERS_LICENSE: "driving licence|driver s license|drivers license|driving license",
    Type.BVN: "bvn|bank verification number",
    Type.NIN: "nin",
    Type.TIN: "tin|tax id|tax number|tax identification number|vat|vat number|tax id no|inn"
    "|steuernummer|nif|rfc|cnpj|numero fiscal",
    Type.BUSINESS_REG: "registration number|company number|business registration number|rc number"
    "|registration no|company registration number|reg no|ogrn|siren|handelsregisternummer"
    "|commercial register number|cac number|business registration",
    Type.LEI: "lei|legal entity identifier",
    Type.IMO: "imo|imo number|imo no|ship imo number",
    Type.MMSI: "mmsi",
    Type.SWIFT: "swift|bic|swift bic|swift code",
    Type.CRYPTO_ADDRESS: "wallet|crypto address|wallet address|digital currency address",
}  # fmt: skip


_OF_OFFICES = {
    "start": Role.POSITION_START, "start date": Role.POSITION_START, "from": Role.POSITION_START,
    "end": Role.POSITION_END, "end date": Role.POSITION_END, "until": Role.POSITION_END,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Guess:
    """A guessed mapping, and what in it a person should look at, in words."""

    mapping: ColumnMapping
    doubts: tuple[str, ...]


def guess_mapping(table: Table, check: Check = Check.SANCTIONS) -> Guess:
    """The likeliest mapping of a table; `check` says what its list is about: on a PEP list a start
    is that of an office. Raises ListRefused where its rows cannot be read."""
    columns = _contents(table)
    doubts: list[str] = []
    uses: dict[str, ColumnUse] = {}
    taken: set[Role] = set()
    for heading in table.headings:
        use = _by_heading(heading, check)
        if use is None or use.role in taken or not _fits(use.role, columns[heading]):
            continue
        uses[heading] = use
        taken |= {use.role} & SINGLE
    if not taken & {Role.NAME, Role.LAST_NAME, Role.FIRST_NAME}:
        _guess_name(table, columns, uses, doubts)
    _drop_false_key(columns, uses)
    dates = [text for use in uses.values() if use.role in _DATES for text in columns[use.column]]
    listed = [text for use in uses.values() if use.role in _MANY for text in columns[use.column]]
    mapping = ColumnMapping(
        uses=tuple(uses[heading] for heading in table.headings if heading in uses),
        separator=_separator(listed),
        day_order=_day_order(dates, doubts),
        sheet=table.sheet,
        header_row=table.header_row,
    )
    if not mapping.columns(Role.TYPE):
        doubts.append("No column tells people from organisations: their names decide.")
    if not mapping.columns(Role.REFERENCE):
        doubts.append("No column is a key: name, date of birth and type make one.")
    return Guess(mapping, tuple(doubts))


def folded(heading: str) -> str:
    """A heading in small letters without accents and marks: ``Date_of-Birth`` -> date of birth."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    plain = unicodedata.normalize("NFKD", spaced.casefold())
    letters = "".join(char if char.isalnum() else " " for char in plain
                      if not unicodedata.combining(char))  # fmt: skip
    return " ".join(letters.split())


def _table_of_headings() -> dict[str, ColumnUse]:
    found: dict[str, ColumnUse] = {}
    for role, words in _HEADINGS.items():
        found |= {word: ColumnUse("", role) for word in words.split("|")}
    for kind, words in _IDENTIFIERS.items():
        found |= {word: ColumnUse("", Role.IDENTIFIER, kind) for word in words.split("|")}
    return found


_BY_HEADING = _table_of_headings()


def _by_heading(heading: str, check: Check) -> ColumnUse | None:
    """What a heading promises: as a whole, without its number (``alias 2``), or the last step of a
    JSON path (``person.birthDate``)."""
    words = folded(heading)
    for text in (words, re.sub(r" \d+$", "", words), folded(heading.rpartition(".")[2])):
        if check is Check.PEP and text in _OF_OFFICES:
            return ColumnUse(heading, _OF_OFFICES[text])
        if text in _BY_HEADING:
            use = _BY_HEADING[text]
            return ColumnUse(heading, use.role, use.identifier)
    return None


def _contents(table: Table) -> dict[str, list[str]]:
    """The filled cells of each column in the first rows."""
    found: dict[str, list[str]] = {heading: [] for heading in table.headings}
    for _, row in islice(table.rows(), LOOKED_AT):
        for heading, cell in row.items():
            found.setdefault(heading, []).extend(cell)
    return found


def _fits(role: Role, texts: Sequence[str]) -> bool:
    """Whether what a column holds can be what its heading promises (an empty one can)."""
    if not texts:
        return True
    if role in _DATES:
        right = sum(not dates_of(text, DayOrder.DAY_FIRST)[1] for text in texts)
    elif role is Role.NAME:
        right = sum(any(map(str.isalpha, text)) for text in texts)
    else:
        return True
    return right >= _ENOUGH * len(texts)


def _drop_false_key(columns: Mapping[str, Sequence[str]], uses: dict[str, ColumnUse]) -> None:
    """A column is no key if one value of it stands beside many names."""
    roles = {use.role: use.column for use in uses.values()}
    name = roles.get(Role.NAME) or roles.get(Role.LAST_NAME)
    key = roles.get(Role.REFERENCE)
    if name and key and len(set(columns[key])) < _ENOUGH * len(set(columns[name])):
        del uses[key]


def _guess_name(
    table: Table,
    columns: Mapping[str, Sequence[str]],
    uses: dict[str, ColumnUse],
    doubts: list[str],
) -> None:
    """Take the column for the name that looks most like it: words that differ from row to row."""

    def likeness(heading: str) -> float:
        texts = columns[heading]
        words = sum(
            1 < len(text.split()) <= 8 and not any(map(str.isdigit, text)) for text in texts
        )
        countries = sum(bool(country_code(text)) for text in texts)
        return (words - countries) * len(set(texts)) / max(1, len(texts)) ** 2

    free = [heading for heading in table.headings if heading not in uses]
    best = max(free, key=likeness, default="")
    if best and likeness(best) > 0:
        uses[best] = ColumnUse(best, Role.NAME)
        doubts.append(f"No heading says which column is the name: “{best}” looks like it.")
    else:
        doubts.append("No column looks like a name.")


def _separator(texts: Sequence[str]) -> str:
    """What stands between several values: the mark that most cells with one have, ``;`` if none;
    a comma counts only where it cannot part a family name from a given one."""
    counts = {mark: sum(mark in text for text in texts) for mark in _SEPARATORS[:3]}
    best = max(counts, key=lambda mark: counts[mark])
    if counts[best]:
        return best.strip()
    several = sum(text.count(",") > 1 for text in texts)
    return "," if several > len(texts) / 4 and several else ";"


def _day_order(texts: Sequence[str], doubts: list[str]) -> DayOrder:
    found = [match for text in texts for match in _NUMERIC_DATE.findall(text)]
    day_first = sum(int(first) > 12 for first, _ in found)
    month_first = sum(int(second) > 12 for _, second in found)
    if found and day_first == month_first:
        doubts.append("Dates such as 03/04/1961 can be read in two ways: the day is taken first.")
    elif day_first and month_first:
        doubts.append("Some dates have the day first and some the month: check them.")
    return DayOrder.MONTH_FIRST if month_first > day_first else DayOrder.DAY_FIRST
