"""OFSI's consolidated list (closed in January 2026): one row a name, its words taken apart.

The rows of a party share a Group ID. Several values of one kind stand in one cell, numbered,
``(1) Kabul (2) Herat``; what has no column stands in Other Information: ``(Gender):Male``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest

from app.importers.gb.designation import (
    Designation,
    Document,
    Field,
    Original,
    Place,
    add_address,
    add_name,
    keep,
    tidy,
)
from app.importers.references import un_reference

GROUP_ID = "Group ID"
_COLUMNS = {
    GROUP_ID: Field.GROUP_ID,
    "Group Type": Field.TYPE,
    "Regime": Field.REGIME,
    "Listed On": Field.LISTED_ON,
    "UK Sanctions List Date Designated": Field.DESIGNATED_ON,
    "Last Updated": Field.LAST_UPDATED,
    "DOB": Field.BORN,
}
_NUMBERED = {"Title": Field.TITLE, "Nationality": Field.NATIONALITY, "Position": Field.POSITION}
# The words of Other Information that open what else could be a column.
_PIECES = {
    "UK Sanctions List Ref": Field.UNIQUE_ID,
    "UN Ref": Field.UN_REFERENCE,
    "UK Statement of Reasons": Field.REASONS,
    "Gender": Field.GENDER,
    "Phone number": Field.PHONE,
    "Website": Field.WEBSITE,
    "Email address": Field.EMAIL,
    "Type of entity": Field.TYPE_OF_ENTITY,
    "Subsidiaries": Field.SUBSIDIARY,
    "Parent company": Field.PARENT,
    "Business Reg No": Field.BUSINESS_NUMBER,
    "IMO number": Field.IMO,
    "Current owners": Field.OWNER,
    "Previous owners": Field.PREVIOUS_OWNER,
    "Flag of ship": Field.FLAG,
    "Previous flags": Field.PREVIOUS_FLAG,
    "Type of ship": Field.TYPE_OF_SHIP,
    "Tonnage of ship": Field.TONNAGE,
    "Length of ship": Field.LENGTH,
    "Year built": Field.YEAR_BUILT,
}
_PIECE = re.compile(rf"\(({'|'.join(_PIECES)})\):", re.IGNORECASE)
_WHOLE = frozenset((Field.REASONS, Field.OTHER_INFORMATION))  # their numbers count arguments
_KEYS = {key.casefold(): label for key, label in _PIECES.items()}
_UNIQUE_ID = re.compile(r"[A-Z]{3}\d{4}\b")
_NUMBER = re.compile(r"\(\s*(\d{1,2})(?:\s*-\s*(\d{1,2}))?\s*\)")
_KNOWN = frozenset((
    *(f"Name {number}" for number in range(1, 7)), *(f"Address {number}" for number in range(1, 7)),
    "Post/Zip Code", "Country", "Alias Type", "Alias Quality", "Name Non-Latin Script",
    "Non-Latin Script Type", "Non-Latin Script Language", "Town of Birth", "Country of Birth",
    "Passport Number", "Passport Details", "National Identification Number",
    "National Identification Details", "NI Number", "Other Information",
))  # fmt: skip


def group_id(cells: Mapping[str, str]) -> str:
    """The key of a row."""
    return tidy(cells.get(GROUP_ID, ""))


def gather(rows: Iterable[tuple[int, Mapping[str, str]]]) -> Designation:
    """The party of the rows that share a Group ID, by the columns of the CSV."""
    entry: Designation | None = None
    known: set[tuple[str, str]] = set()  # the rows of a party repeat most of their cells
    for number, cells in rows:
        entry = entry or Designation(number)
        _add_groups(entry, cells)
        for item in cells.items():
            if item not in known:
                known.add(item)
                _add_cell(entry, *item)
    assert entry is not None  # a group has a row
    return entry


def _add_groups(entry: Designation, cells: Mapping[str, str]) -> None:
    """What a row tells in several cells."""

    def cell(name: str) -> str:
        return cells.get(name, "")

    parts = [cell(f"Name {number}") for number in range(1, 6)]
    add_name(entry, parts, cell("Name 6"), cell("Alias Type"), cell("Alias Quality"))
    script, language = cell("Non-Latin Script Type"), cell("Non-Latin Script Language")
    original = tidy(cell("Name Non-Latin Script"))
    if original:
        keep(entry.originals, Original(original, tidy(script), tidy(language)))
    lines = [cell(f"Address {number}") for number in range(1, 7)]
    add_address(entry, lines, cell("Post/Zip Code"), cell("Country"))
    _add_places(entry, cell("Town of Birth"), cell("Country of Birth"))
    _add_documents(entry, cells)


def _add_cell(entry: Designation, name: str, text: str) -> None:
    if name == "Other Information":
        for label, words in pieces(text):
            entry.add(label, *_items(label, words))
    elif name in _NUMBERED:
        entry.add(_NUMBERED[name], *numbered(text))
    elif name in _COLUMNS:
        entry.add(_COLUMNS[name], text)
    elif name not in _KNOWN and name:
        entry.add(name, *_items(name, text))


def _items(label: str, text: str) -> list[str]:
    return [text] if label in _WHOLE else numbered(text)


def numbered(text: str) -> list[str]:
    """The items of ``(1) Tunis (2) Sfax``, blanks and lone dashes as ""; else the text alone.

    ``(1-2) Libya (3) Morocco`` gives Libya twice, so that items of two cells go together.
    """
    marks = list(_NUMBER.finditer(text))
    if not marks or text[: marks[0].start()].strip() or marks[0][1] != "1":
        return [text]
    items: list[str] = []
    for place, mark in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else len(text)
        item = tidy(text[mark.end() : end]).rstrip(" .;,")
        first, last = int(mark[1]), int(mark[2] or mark[1])
        items += [item] * (max(0, last - first) + 1)
    return items


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """Other Information taken apart: what each part is, and its words."""
    marks = list(_PIECE.finditer(text))
    yield Field.OTHER_INFORMATION, text[: marks[0].start() if marks else len(text)]
    for place, mark in enumerate(marks):
        end = marks[place + 1].start() if place + 1 < len(marks) else len(text)
        label, words = _KEYS[mark[1].casefold()], text[mark.end() : end].strip()
        if label in (Field.UNIQUE_ID, Field.UN_REFERENCE):
            yield from _reference(mark[0], words)
        else:
            yield label, words


def _reference(key: str, words: str) -> Iterator[tuple[str, str]]:
    """A reference and, after it, words that belong to none: they open with the reference."""
    head, rest = words[:12], ""
    found, un = _UNIQUE_ID.match(head), un_reference(head)
    if found:
        yield Field.UNIQUE_ID, found[0]
        rest = words[found.end() :]
    elif un is not None:
        yield Field.UN_REFERENCE, un.reference
        rest = re.split(r"\d{3}", words, maxsplit=1)[1]
    else:
        rest = f"{key} {words}"
    yield Field.OTHER_INFORMATION, rest.lstrip(" .;,\xa0")


def _add_places(entry: Designation, towns: str, countries: str) -> None:
    """Towns and countries of birth, the first with the first; one country is that of all towns."""
    town, country = ([tidy(item) for item in numbered(text)] for text in (towns, countries))
    if len(country) == 1:
        country *= len(town)
    for pair in zip_longest(town, country, fillvalue=""):
        keep(entry.places, Place(*pair))


def _add_documents(entry: Designation, cells: Mapping[str, str]) -> None:
    """Numbers with their details; before 2022 one cell held both."""
    for known, number, details in (
        (entry.passports, "Passport Number", "Passport Details"),
        (entry.national_ids, "National Identification Number", "National Identification Details"),
        (entry.national_ids, "NI Number", ""),
    ):
        numbers, words = numbered(cells.get(number, "")), numbered(cells.get(details, ""))
        if number not in cells and details in cells:
            for item in words:
                keep(known, Document(*_number_and_details(item)))
        elif len(numbers) == len(words) or not any(words):
            for pair in zip_longest(numbers, words, fillvalue=""):
                keep(known, Document(*map(tidy, pair)))
        else:
            for item in numbers:
                keep(known, Document(tidy(item), ""))
            entry.add(details, cells.get(details, ""))


def _number_and_details(text: str) -> tuple[str, str]:
    """``A0123 (Yemen, issued 1998)`` -> the number and the rest; details alone have no number."""
    plain = tidy(text)
    found = re.match(r"[A-Za-z№# .'-]{0,8}\d[\w/-]*(?: \d[\w/-]*)*", plain)
    return (found[0], plain[found.end() :].strip(" .,;:")) if found else ("", plain)
