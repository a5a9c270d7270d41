"""Real list files: entries and names counted a second time, without the importers."""

from __future__ import annotations

import csv
import json
import re
import time
from collections import defaultdict
from pathlib import Path

import pytest
from lxml import etree

from app.domain.errors import ListRefused
from app.importers.checks import Tally, check_version
from app.importers.reading import BAD_DATE, ORPHAN

pytestmark = pytest.mark.samples

SECONDS = 15
QUOTED = re.compile(r"(?:^|; )[afn]\.k\.a\. '(.+?)'(?=;|\.?$)")
SDN = ("sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv")
CONS = ("cons_prim.csv", "cons_alt.csv", "cons_add.csv", "cons_comments.csv")


def timed(read, slot: str, *files: Path):
    start = time.perf_counter()
    found = read(slot, *files)
    seconds = time.perf_counter() - start
    assert seconds < SECONDS
    print(
        f"{slot} {files[0].parent.name}/{files[0].name}: {len(found.entries):,} entries, "
        f"{found.names:,} names, {len(found.aside):,} kept aside, {seconds:.2f} s"
    )
    return found


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return [row for row in csv.reader(handle) if row != ["\x1a"]]


def squeezed(text: str) -> str:
    return " ".join(text.split())


def unquoted(text: str) -> str:
    return text[1:-1] if text[0] == text[-1] == "'" else text


def counted_names(folder: Path, files: tuple[str, ...]) -> tuple[dict[str, set[str]], int]:
    """Names by entry number from the four files, and the rows that belong to no entry."""
    main, alt, add, comments = (rows(folder / name) for name in files)
    overflow = {row[0]: row[1] for row in comments}
    names = {row[0]: {squeezed(row[1])} for row in main}
    for row in alt:
        if row[0] in names:
            names[row[0]].add(unquoted(squeezed(row[3])))
    for row in main:
        remarks = squeezed(row[11] + overflow.get(row[0], ""))
        names[row[0]] |= {unquoted(text) for text in QUOTED.findall(remarks)}
    return names, sum(row[0] not in names for row in (*alt, *add, *comments))


@pytest.mark.parametrize(
    ("slot", "folder", "files", "entries", "orphans"),
    [
        ("us_ofac_sdn", "us_ofac_sdn/same-day-set-2021-07", SDN, 8_976, 0),
        ("us_ofac_sdn", "us_ofac_sdn/current", SDN, 14_965, 3_944),
        ("us_ofac_cons", "us_ofac_cons", CONS, 442, 0),
    ],
)
def test_ofac_tables(read, source, samples: Path, slot, folder, files, entries, orphans) -> None:
    expected, expected_orphans = counted_names(samples / folder, files)
    assert (len(expected), expected_orphans) == (entries, orphans)
    found = timed(read, slot, *(samples / folder / name for name in files))
    assert [row.reason for row in found.aside] == [ORPHAN] * orphans
    assert {
        key: {name.text for name in entry.names} for key, entry in found.entries.items()
    } == expected
    tally = Tally()
    for row in (*found.entries.values(), *found.aside):
        tally.add(row)
    assert all(check.ok for check in check_version(source(slot), tally, None, found.reading))


def test_ofac_xml(read, samples: Path) -> None:
    path = samples / "us_ofac_sdn" / "reconstructed" / "SDN_2021-08-19_subset.XML"
    tree = etree.parse(path)
    entries = tree.xpath("count(//*[local-name()='sdnEntry'])")
    aliases = tree.xpath("count(//*[local-name()='aka'])")
    found = timed(read, "us_ofac_sdn", path)
    assert len(found.entries) == entries == found.reading.declared_entries == 2_781
    assert found.names == entries + aliases - 1  # one alias is listed twice in its entry
    assert (str(found.reading.published_on), found.aside) == ("2021-08-19", [])


def test_an_excerpt_is_read_and_stopped(read, source, samples: Path) -> None:
    found = timed(
        read, "us_ofac_sdn", samples / "us_ofac_sdn" / "excerpts" / "SDN_2026-09-10_excerpt.XML"
    )
    tally = Tally()
    for row in found.entries.values():
        tally.add(row)
    checks = check_version(source("us_ofac_sdn"), tally, None, found.reading)
    assert "entries" in {check.name for check in checks if not check.ok}


@pytest.mark.parametrize(
    ("name", "people", "entities", "day"),
    [
        ("consolidated.xml", 733, 272, "2026-04-17"),
        ("older/consolidated_*2026-02.xml", 730, 273, "2026-02-27"),
    ],
)
def test_un(read, source, samples: Path, name: str, people: int, entities: int, day: str) -> None:
    (path,) = (samples / "un_sc").glob(name)
    tree = etree.parse(path)
    assert (len(tree.findall(".//INDIVIDUAL")), len(tree.findall(".//ENTITY"))) == (
        people,
        entities,
    )
    found = timed(read, "un_sc", path)
    assert len(found.entries) == people + entities
    assert str(found.reading.published_on) == day
    assert [row.reason for row in found.aside] == [BAD_DATE] * 3
    plain = 0
    for element in (*tree.findall(".//INDIVIDUAL"), *tree.findall(".//ENTITY")):
        parts = (
            element.findtext(f"{part}_NAME") or ""
            for part in ("FIRST", "SECOND", "THIRD", "FOURTH")
        )
        expected = {squeezed(" ".join(parts))}
        for tag in ("NAME_ORIGINAL_SCRIPT", "ALIAS_NAME"):
            expected |= {
                squeezed(item.text) for item in element.iter(tag) if item.text and item.text.strip()
            }
        names = {entry.text for entry in found.entries[element.findtext("DATAID")].names}
        notes = "".join(item.text or "" for item in element.iter("NOTE"))
        texts = "\n".join(expected)
        if not re.search(r"[;()]|\bborn\b|,$", texts) and not re.search("script|;|Arabic", notes):
            plain += 1
            assert names == expected
        else:
            assert len(names) >= len(expected) // 2
    assert plain > 800
    tally = Tally()
    for row in found.entries.values():
        tally.add(row)
    assert all(check.ok for check in check_version(source("un_sc"), tally, None, found.reading))


def test_a_malformed_un_file_names_its_line(read, samples: Path) -> None:
    with pytest.raises(ListRefused, match="malformed at line 53"):
        read("un_sc", samples / "un_sc" / "older" / "malformed_consolidated_2025-08-16.xml")


def test_persons_of_a_wiki(read, source, samples: Path) -> None:
    path = samples / "opensanctions" / "sa_wiki_peps" / "entities.ftm.json"
    expected = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["schema"] == "Person" and record["target"]:
            given = record["properties"].items()
            values = defaultdict(list, {key.removeprefix("Person:"): item for key, item in given})
            texts = [values[name] for name in ("name", "alias", "weakAlias", "previousName")]
            flat = [text for item in texts for text in (item if isinstance(item, list) else [item])]
            expected[record["id"]] = {
                squeezed(text)
                for text in flat
                if re.search(r"[^\W\d_]", text) and not re.match(r"Q\d+$|https?:", text)
            }
    found = timed(read, "pep_global", path)
    assert len(found.entries) == len(expected) == 423
    assert {
        key: {name.text for name in entry.names} for key, entry in found.entries.items()
    } == expected
    assert {row.reason for row in found.aside} == {BAD_DATE}


def test_wrong_slots(read, samples: Path) -> None:
    sdn, cons = (
        samples / "us_ofac_sdn" / "current" / "sdn.csv",
        samples / "us_ofac_cons" / "cons_prim.csv",
    )
    with pytest.raises(ListRefused, match="us_ofac_cons"):
        read("us_ofac_sdn", cons)
    with pytest.raises(ListRefused, match="us_ofac_sdn"):
        read("us_ofac_cons", sdn)
    with pytest.raises(ListRefused, match="a FollowTheMoney file"):
        read("pep_global", samples / "opensanctions" / "eu_fsf" / "entities.ftm.json")
