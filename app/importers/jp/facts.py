"""Birth, nationality, documents and addresses of Japanese records, and their days of notice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from app.domain.countries import country_code
from app.domain.dates import PartialDate
from app.domain.errors import BadInput
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.political import ForeignReference
from app.domain.subject import Address, Gender
from app.importers.demonyms import demonym_code
from app.importers.jp.countries import country_of, country_within
from app.importers.jp.japanese import is_japanese, items, lettered_items, says_something

_NOTICE = re.compile(r"(\d{4})\.?\s*(\d{1,2})(?:\.\s*(\d{1,2}))?")
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Z]{0,8}[ .-]?\d[\dA-Z]*(?:[-/. ]+\d[\dA-Z]*)*(?:\(\d\))?|[A-Z\d]{8,})"
)
_CODE = re.compile(r"(?=(?:[A-Z]*\d){2})[A-Z\d]{6,}")
_LONG_MARK = re.compile(r"(?<=[A-Za-z0-9])ー(?=[A-Za-z0-9])")  # written for a hyphen
_TAX = re.compile(r"fiscal|納税", re.IGNORECASE)
_GENDER = re.compile(r"性別\s*[::・]?\s*(男|女)")
_IMO = re.compile(r"IMO\s*(?:番号|number|No\.?)?\s*[::]?\s*(\d{7})(?!\d)", re.IGNORECASE)
_SWIFT = re.compile(r"SWIFT(?:/BIC)?\s*[::]?\s*([A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b")
_PAPER = re.compile(
    r"(パスポート|旅券|IDカード|身分証)番号\s*:\s*([A-Z]{0,3}[ -]?\d[\dA-Z-]{4,})(?![\dA-Z])"
)
_BORN = re.compile(r"生年月日\s*[::]\s*(?P<date>[^\n、,]+)")
_UN_NUMBER = re.compile(r"[A-Z]{2}[ie]\.\d{2,3}")
_LEAST_DIGITS = 3
_LONGEST_ADDRESS = 1000
_GENDERS = {"男": Gender.MALE, "女": Gender.FEMALE}


def notice_days(cell: str) -> tuple[tuple[PartialDate, ...], tuple[str, ...]]:
    """The days of a 告示日付 cell (the first notice, then its amendments) and what is no day.

    Knows ``2008.6.25改訂``, also without its first dot.
    """
    days: list[PartialDate] = []
    bad: list[str] = []
    for line in cell.split("\n"):
        day = _notice_day(line)
        if day is None:
            bad.append(line)
        else:
            days.append(day)
    return tuple(days), tuple(bad)


def _notice_day(line: str) -> PartialDate | None:
    found = _NOTICE.search(line)
    if found is None:
        return None
    year, month, day = found.groups()
    try:
        return PartialDate(int(year), int(month), int(day) if day else None)
    except BadInput:
        return None


def nationalities(cell: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The countries of a cell, and its items that are no country alone."""
    codes: list[str] = []
    rest: list[str] = []
    for item in items(cell):
        code = country_of(item)
        parts = [item] if code else re.split(r"[、,]", item)
        found = [country_of(part) for part in parts]
        if all(found):
            codes += found
        if not all(found) or "(" in item:
            rest.append(item)
    return tuple(dict.fromkeys(codes)), tuple(dict.fromkeys(rest))


def positions(cell: str) -> Iterator[str]:
    """Offices, each in its languages; the lines of one language are one text."""
    for item in lettered_items(cell):
        for _, lines in groupby(item.split("\n"), is_japanese):
            text = " ".join(lines).strip(" 、,;")
            if says_something(text):
                yield text


def places(cell: str) -> Iterator[str]:
    """Places of birth, each on one line."""
    return (" ".join(item.split()) for item in items(cell))


def addresses(cell: str) -> Iterator[Address]:
    """Addresses; the country is told from where it stands: first in Japanese, last in English.

    A line without a country goes on with the next one.
    """
    for item in lettered_items(cell):
        begun = ""
        for line in re.split(r"\s*;\s*|\n", item):
            text = f"{begun} {line}".strip(" ,.、;")
            found = _address(text) if says_something(text) else None
            goes_on = bool(found) and not (found and found.country) and len(text) < _LONGEST_ADDRESS
            begun = text if goes_on else ""
            if found and not goes_on:
                yield found
        if begun:
            yield _address(begun)


def _address(text: str) -> Address:
    bare = re.sub(r"\s*\([^()]*\)$", "", text).strip(" ,.、")
    whole = country_of(text) or country_code(bare)
    if whole:
        return Address(country=whole, text="" if bare == text else text)
    if is_japanese(bare):
        return Address(country=country_within(bare), text=text)
    head, _, last = bare.rpartition(",")
    if last.strip().isdigit():  # a postal code behind the country
        code = _country_at_end(head.rpartition(",")[2])
        return Address(country=code, text=text)
    code = _country_at_end(last)
    if not code or not head:
        return Address(country=code, text=text)
    remark = text[len(bare) :].strip(" ,.")
    return Address(country=code, text=", ".join(filter(None, (head.strip(), remark))))


def _country_at_end(text: str) -> str:
    """The code of a country's name; two or three letters may be a state, as CA."""
    return country_code(text.strip()) if len(text.strip()) > 3 else ""


def documents(cell: str, kind: IdentifierType) -> Iterator[Identifier | str]:
    """The papers of a cell: ``パキスタン旅券 AT0712501(2008年3月12日に発行)``.

    What holds no number goes with the paper before it, or is handed over as text.
    """
    latest: Identifier | None = None
    for item in items(cell):
        text = _LONG_MARK.sub("-", " ".join(item.split()))
        number = _number(text)
        if number:
            if latest is not None:
                yield latest
            own = IdentifierType.TIN if _TAX.search(text) else kind
            latest = Identifier(own, number, _issuer(text), "" if number == text else text)
        elif latest is not None:
            latest = replace(latest, note="; ".join(filter(None, (latest.note, text))))
        else:
            yield text
    if latest is not None:
        yield latest


def _number(text: str) -> str:
    """The number in the first clause that has one: clauses with a year tell of issue and expiry."""
    bare = re.sub(r"\([^()]{2,}\)?", " ", text)
    for clause in re.split(r"[、,::]", bare):
        plain = re.sub(r"\d{4}年.*", "", clause).strip()
        if _CODE.fullmatch(plain):
            return plain
        for found in _NUMBER.finditer(plain):
            if sum(map(str.isdigit, found.group())) >= _LEAST_DIGITS:
                return found.group().strip(" ./-")
    return ""


def _issuer(text: str) -> str:
    """The country named at the beginning of a document, or in a bracket."""
    brackets = re.findall(r"\(([^()]*)\)", text)
    latin = re.match(r"[A-Za-z]{3}[A-Za-z ]+", text)
    found = (
        country_within(text),
        *(country_of(inner) or country_within(inner) for inner in brackets),
        demonym_code(latin.group()) if latin else "",
    )
    return next(filter(None, found), "")


def numbers_in(text: str) -> Iterator[Identifier]:
    """IMO numbers, bank codes and papers (``パスポート番号:514146``) in free text."""
    for value in _IMO.findall(text):
        yield Identifier(IdentifierType.IMO, value)
    for value in _SWIFT.findall(text):
        yield Identifier(IdentifierType.SWIFT, value)
    for label, value in _PAPER.findall(text):
        is_card = "カード" in label or "身分" in label
        yield Identifier(IdentifierType.NATIONAL_ID if is_card else IdentifierType.PASSPORT, value)


def gender(text: str) -> Gender | None:
    """From ``性別:男性`` in free text."""
    found = _GENDER.search(text)
    return _GENDERS[found[1]] if found else None


def birth_in(text: str) -> str:
    """The date of birth in free text, as it stands there."""
    found = _BORN.search(text)
    return found["date"].strip() if found else ""


def references(cell: str) -> Iterator[ForeignReference]:
    """The numbers of the United Nations' list."""
    for number in _UN_NUMBER.findall(cell):
        yield ForeignReference("un_sc", number)
