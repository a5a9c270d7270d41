"""The CSV set of July 2021 beside the XML of August 2021: the same entry for the same number.

What remains different is named by its cause and counted (`pytest -s` prints the table).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields
from pathlib import Path

import pytest

from app.domain.list_entry import ListEntry
from app.importers.ofac.remarks import parse_remarks, statements

pytestmark = pytest.mark.samples

TEXT = "CSV: all facts stand in Remarks"
ZEROS = "XML copy lost leading zeros"
ROUNDED = "XML copy rounded numbers of more than 15 digits"
PLACES = "CSV: city and state are one field"
CHANGED = "changed by OFAC between the two days"
# 6836 lost a full stop, 12743 was renamed, 12746 lost an address.
AMENDED = {"6836", "12743", "12746"}


def letters(text: str) -> str:
    return re.sub(r"\W", "", text)


def without_zeros(text: str) -> str:
    return re.sub(r"(?<![^\W_])0+(?=\w)", "", text)


def cause(name: str, one: ListEntry, other: ListEntry) -> str:
    """Why a field differs, or "" if nothing known explains it."""
    left, right = getattr(one, name), getattr(other, name)
    if name == "remarks":
        titles = {title.rstrip(".") for title in one.positions}
        left, right = (
            {part.rstrip(".") for part in statements(text) if not parse_remarks(part)} - titles
            for text in (left, right)
        )
        return TEXT if left == right else ""
    if name == "identifiers":
        for why, digits in ((ZEROS, 100), (ROUNDED, 14)):
            values = [
                sorted((i.type, without_zeros(i.value)[:digits], i.country, i.note) for i in side)
                for side in (left, right)
            ]
            if values[0] == values[1]:
                return why
    if name == "addresses":
        lines = [[address.line() for address in side] for side in (left, right)]
        if list(map(letters, lines[0])) == list(map(letters, lines[1])):
            return PLACES
        bare = [[letters(without_zeros(line)) for line in side] for side in lines]
        return ZEROS if bare[0] == bare[1] else ""
    return ""


def test_the_same_number_gives_the_same_entry(read, samples: Path) -> None:
    folder = samples / "us_ofac_sdn"
    names = ("sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv")
    tables = read(
        "us_ofac_sdn", *(folder / "same-day-set-2021-07" / name for name in names)
    ).entries
    xml = read("us_ofac_sdn", folder / "reconstructed" / "SDN_2021-08-19_subset.XML").entries
    both = tables.keys() & xml.keys()
    identical, causes = 0, Counter[tuple[str, str]]()
    for number in both:
        differ = [
            f.name
            for f in fields(ListEntry)
            if getattr(tables[number], f.name) != getattr(xml[number], f.name)
        ]
        identical += not set(differ) - {"remarks"}
        for name in differ:
            known = cause(name, tables[number], xml[number])
            if not known:
                assert number in AMENDED, (number, name)
                known = CHANGED
            causes[name, known] += 1
    print(f"\n{len(both):,} numbers in both, {identical:,} identical in all fields but remarks")
    for (name, why), count in sorted(causes.items()):
        print(f"{name:14} {count:6,}  {why}")
    assert len(both) == 2_781
    assert identical >= 2_608
