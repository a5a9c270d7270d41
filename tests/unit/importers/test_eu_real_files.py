"""The EU's real files: entries and names counted a second time, without the importers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from lxml import etree

from app.importers.checks import Tally, check_version
from app.importers.eu.mapper import LOST_LETTERS
from app.importers.reading import BAD_DATE
from app.importers.registry import detect

pytestmark = pytest.mark.samples

SPACE = "{http://eu.europa.ec/fpi/fsd/export}"
FOLDER = "eu_fsf"
WHOLE = f"{FOLDER}/reconstructed/xmlFullSanctionsList_1_1.xml"
SHORT = f"{FOLDER}/EUSanctionsShort.csv"


def checked(source, found) -> list[str]:
    """The names of the checks before activation that fail."""
    tally = Tally()
    for row in (*found.entries.values(), *found.aside):
        tally.add(row)
    checks = check_version(source("eu_fsf"), tally, None, found.reading)
    return [check.name for check in checks if not check.ok]


def test_the_whole_list(read, source, samples: Path) -> None:
    names: dict[str, set[str]] = defaultdict(set)
    births: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    for _, element in etree.iterparse(samples / WHOLE, tag=f"{SPACE}sanctionEntity"):
        key = element.get("euReferenceNumber")
        for alias in element.iter(f"{SPACE}nameAlias"):
            names[key].add(" ".join(alias.get("wholeName").split()))
        births[key] = len(
            {
                (birth.get("birthdate") or birth.get("year"), birth.get("monthOfYear"))
                for birth in element.iter(f"{SPACE}birthdate")
                if birth.get("calendarType") == "GREGORIAN" and birth.get("year")
            }
        )
        documents[key] = len(
            {
                (item.get("identificationTypeCode"), item.get("number"))
                for item in element.iter(f"{SPACE}identification")
            }
        )
        element.clear()
    found = read("eu_fsf", samples / WHOLE)
    assert len(found.entries) == len(names) == 5_860
    assert str(found.reading.published_on) == "2026-05-01"
    for key, expected in names.items():
        texts = {name.text for name in found.entries[key].names}
        if not any(";" in text for text in expected):
            assert expected <= texts
            assert len(texts) <= len(expected) + 1  # parts of a name spelt in another way
    plain = sum(len(texts) for texts in names.values())
    assert 0 <= found.names - plain < 10
    assert [row.reason for row in found.aside] == [BAD_DATE] * 4
    few = [key for key, entry in found.entries.items() if len(entry.dates_of_birth) < births[key]]
    assert len(few) < 12  # the same day with and without its month
    lost = [key for key, entry in found.entries.items() if len(entry.identifiers) < documents[key]]
    assert len(lost) < 12  # a lone dash is no number
    assert checked(source, found) == []


def test_the_short_list(read, source, samples: Path) -> None:
    lines = (samples / SHORT).read_text(encoding="cp1252").splitlines()
    names: dict[str, set[str]] = defaultdict(set)
    for line in lines[1:]:
        cells = [cell.strip() for cell in line.strip('"\t').replace("\t", ",").split(";")]
        names[re.findall(r"EU\.\d+\.\d+", line)[-1]] |= {cells[17]} - {""}
    found = read("eu_fsf", samples / SHORT)
    assert str(found.reading.published_on) == "2018-07-04"
    assert set(found.entries) == set(names)
    lost = sum(row.reason == LOST_LETTERS for row in found.aside)
    assert found.names + lost == sum(len(texts) for texts in names.values())
    assert {"entries", "rows kept aside"} <= set(checked(source, found))


@pytest.mark.parametrize("name", ["excerpts/*.xml", "EUSanctionsShort.csv", "reconstructed/*.xml"])
def test_every_file_is_known(samples: Path, name: str) -> None:
    (path,) = (samples / FOLDER).glob(name)
    assert detect([path]) == ("eu_fsf",)
