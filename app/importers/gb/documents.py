"""Numbers of the British lists: passports, identity papers, company registers, ships."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import lei

from app.domain.identifiers import Identifier, IdentifierType
from app.importers.demonyms import demonym_code
from app.importers.gb.designation import Document
from app.importers.numbers import number_alone

_TAX = re.compile(r"\b(?:INN|TIN|VAT|UNP|tax\w*|fiscal|ИНН|УНН|УНП)\b", re.IGNORECASE)
_OFAC = re.compile(r"\bOFAC\b")
_SWIFT = re.compile(r"\b(?:SWIFT|BIC)\b")
_DRIVER = re.compile(r"\bdriv(?:er|ing)", re.IGNORECASE)
_PASSPORT = re.compile(r"\bpassport\b", re.IGNORECASE)
# A label that sticks to the number before it: ``1107847197237INN: 7807352250``.
_STUCK = re.compile(
    r"(?<=\d)(?=(?:OGRN|INN|KPP|TIN|OKPO)\b)|(?<=\d{4})(?=[A-Z][A-Za-z]{2,}(?:[ /:.]|$))"
)
_DASH = re.compile(r"(?<=\s)[-–—:]+(?=\w)")
# Five signs or more, two digits at least, no date; or the eight or eleven signs of a bank's code.
_NUMBER = re.compile(
    r"(?<![\w/-])(?!\d\d[/.]\d\d[/.]\d{4})"
    r"(?:(?=[\w/.-]*\d[\w/.-]*\d)[A-ZА-Я\d]+(?:[/.-][A-ZА-Я\d]+)*"
    r"|[A-Z]{6}[A-Z\d]{2}(?:[A-Z\d]{3})?)(?![\w-])"
)
_BANK_CODE = re.compile(r"[A-Z]{6}[A-Z\d]{2}(?:[A-Z\d]{3})?")
_REMARK = re.compile(r"\s*\(([^()]*)\)")
_LEAST_SIGNS, _SIGNS_OF_LEI = 5, 20
# Two numbers apart by a full stop; three of a passport's length by blanks alone.
_SEVERAL = re.compile(r"\d{5,}(?:\.\s+\d{5,})+|\d{7,}(?:\s+\d{7,}){2,}")
_EDGES = " .,;:-–—'·/"
_SHIP_NUMBER = re.compile(r"(?<!\d)\d{7}(?!\d)")
_WORDS_OF_COUNTRY = 6
# "as of 2006" is no American Samoa, "VAT number" no Vatican.
_LONGEST_CODE, _SHORT_NAMES = 3, ("UK", "US", "USA", "UAE", "DRC")


def passport(item: Document) -> Identifier | None:
    """A passport, None without a number."""
    number = _plain(item.number)
    if not number:
        return None
    return _with_words(IdentifierType.PASSPORT, number, item.details)


def national_id(item: Document) -> Identifier | None:
    """Another document of a person, None without a number; its details tell what it is."""
    number = _plain(item.number)
    if not number:
        return None
    label, details = _label_before(number)
    words = f"{label} {item.details}"
    kind = IdentifierType.NATIONAL_ID
    if _TAX.search(words):
        kind = IdentifierType.TIN
    elif _DRIVER.search(words):
        kind = IdentifierType.DRIVERS_LICENSE
    elif _PASSPORT.search(words):
        kind = IdentifierType.PASSPORT
    return _with_words(kind, details, item.details, label)


def numbers_in_details(item: Document) -> Iterator[Identifier]:
    """The numbers of a document that the list wrote among its details (``TIN 2225028954``)."""
    if not _plain(item.number) and any(_numbers(item.details)):
        yield from business_numbers(item.details)


def business_numbers(text: str) -> Iterator[Identifier]:
    """The numbers in one text, each with the words before it: ``OGRN 1112 INN: 2231`` holds two.

    A text in which no number is recognised is given whole.
    """
    spaced = _DASH.sub("- ", _STUCK.sub(" ", text))
    found = list(_numbers(spaced))
    if not found:
        value = _plain(text)
        if any(map(str.isalnum, value)):
            yield _with_words(IdentifierType.BUSINESS_REG, value)
        return
    start = 0
    for place, part in enumerate(found):
        label = spaced[start : part.start()].strip(_EDGES)
        remark = _REMARK.match(spaced, part.end())
        start = remark.end() if remark else part.end()
        country, note = country_of(remark[1]) if remark else ("", "")
        rest = spaced[start:].strip(_EDGES) if place == len(found) - 1 else ""
        country = country or country_of(label)[0]
        words = "; ".join(filter(None, (label, note, rest)))
        yield Identifier(_register(part[0], label or f"{note} {rest}"), part[0], country, words)


def _numbers(text: str) -> Iterator[re.Match[str]]:
    start = 0
    for part in _NUMBER.finditer(text):
        if any(map(str.isdigit, part[0])):
            is_number = len(part[0]) >= _LEAST_SIGNS
        else:
            is_number = bool(_SWIFT.search(text, start, part.start()))
        if is_number:
            start = part.end()
            yield part


def ship_numbers(text: str) -> Iterator[Identifier]:
    """IMO numbers: seven digits each; a text without is kept as it is."""
    found = _SHIP_NUMBER.findall(text)
    for number in found:
        yield Identifier(IdentifierType.IMO, number)
    if not found:
        yield Identifier(IdentifierType.OTHER, text, note="IMO number")


def country_of(details: str) -> tuple[str, str]:
    """The country that details open with, and what they say beyond it.

    ``Russia`` is a country and nothing else; ``Iraq. Issued on 2 September 2013`` keeps its words.
    """
    if demonym_code(details.strip(" .")) and len(details.strip(" .")) > _LONGEST_CODE:
        return demonym_code(details.strip(" .")), ""
    bare = details.strip(" .()")
    words = re.split(r"[\s,.;()]+", bare)
    for count in (len(words), *range(min(_WORDS_OF_COUNTRY, len(words)), 0, -1)):
        opening = " ".join(words[:count]) if count < len(words) else bare
        is_word = len(opening) > _LONGEST_CODE or opening in _SHORT_NAMES
        code = demonym_code(opening) if is_word else ""
        if code:
            return code, "" if count == len(words) else details
    return "", details


def each(item: Document) -> Iterator[Document]:
    """The documents of one cell that holds several numbers (``622000111. 622000222``)."""
    number = _plain(item.number)
    numbers = _SEVERAL.fullmatch(number)
    if not numbers:
        yield item
        return
    for part in re.split(r"[.\s]+", number):
        yield Document(part, item.details)


def _with_words(
    kind: IdentifierType, number: str, details: str = "", label: str = ""
) -> Identifier:
    """A number with the words of its field as its note; its details tell the country first."""
    alone = number_alone(number)
    country, note = country_of(details)
    words = "; ".join(filter(None, (label, alone.words, note)))
    return Identifier(kind, alone.value, country or alone.country, words)


def _plain(number: str) -> str:
    """A number without the apostrophe by which a workbook was told that it is text."""
    return number.lstrip("'`’ ").rstrip(" .;,")


def _label_before(number: str) -> tuple[str, str]:
    """``INN - 771808684004`` -> its label and the number; a plain number has no label."""
    parts = re.fullmatch(r"([A-Za-z][A-Za-z .]*?)\s*[-–:.]*\s+[-–:]*\s*(\d[\d\-/ ]{4,})", number)
    return (parts[1], parts[2].strip()) if parts else ("", number)


def _register(number: str, label: str) -> IdentifierType:
    if len(number) == _SIGNS_OF_LEI and lei.is_valid(number):
        return IdentifierType.LEI
    if _OFAC.search(label):  # another list's number, no register's
        return IdentifierType.OTHER
    if _SWIFT.search(label) and _BANK_CODE.fullmatch(number):
        return IdentifierType.SWIFT
    return IdentifierType.TIN if _TAX.search(label) else IdentifierType.BUSINESS_REG
