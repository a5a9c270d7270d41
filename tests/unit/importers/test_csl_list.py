"""The U.S. Consolidated Screening List: one party one entry, alike from CSV, TSV and JSON."""

from __future__ import annotations

import csv
import gzip
import json
import re
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.dates import parse_partial_date
from app.domain.errors import ListRefused
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import EntryType, ListEntry, NameKind
from app.domain.political import ForeignReference
from app.domain.subject import Address, Gender
from app.importers.archives import unpacked
from app.importers.checks import Tally, check_version
from app.importers.csl.mapper import list_code
from app.importers.reading import BAD_DATE
from app.importers.registry import detect

SDN = "Specially Designated Nationals (SDN) - Treasury Department"
SSI = "Sectoral Sanctions Identifications List (SSI) - Treasury Department"


@pytest.fixture(scope="module")
def table(read, data: Path):
    return read("us_csl", data / "csl_csv" / "consolidated.csv")


@pytest.fixture(scope="module")
def listed(read, data: Path):
    return read("us_csl", data / "csl_json" / "consolidated.json")


def named(found, name: str) -> ListEntry:
    (entry,) = (entry for entry in found.entries.values() if entry.primary_name == name)
    return entry


def test_a_row_of_ofac_has_its_number(table) -> None:
    entry = table.entries["7101"]
    assert (entry.type, entry.gender) == (EntryType.INDIVIDUAL, Gender.MALE)
    assert entry.same_as == (ForeignReference("us_ofac_sdn", "7101"),)
    assert entry.programmes == (SDN, "DEMO", "SDGT")
    assert entry.positions == ("Director", "Colonel")
    assert [str(born) for born in entry.dates_of_birth] == ["1961-02-03", "c. 1962", "1963 to 1964"]
    assert entry.nationalities == ("BY",)
    assert set(entry.identifiers) == {
        Identifier(
            IdentifierType.PASSPORT, "K7654321", "BY", "issued 2009-08-31; expires 2014-08-30"
        ),
        Identifier(IdentifierType.TIN, "771234", "RU"),
        Identifier(IdentifierType.CRYPTO_ADDRESS, "1Testovich000000", note="XBT"),
    }
    assert entry.addresses == (
        Address("12 Sample St.", "Minsk", "", "220004", "BY"), Address(country="RU"),
    )  # fmt: skip
    assert ("Linked To", "HALCYON DEMO BANK") in entry.details
    assert ("Nationality", "XX") in entry.details
    assert ("Secondary sanctions risk", "Demo Regulations, 31 CFR 1.2 and/or 1.3") in entry.details


def test_a_party_on_two_lists_is_one_entry(table) -> None:
    entry = table.entries["7102"]
    assert entry.programmes == (SSI, SDN, "RUSSIA-EO14024", "UKRAINE-EO13662")
    assert entry.same_as == (
        ForeignReference("us_ofac_cons", "7102"), ForeignReference("us_ofac_sdn", "7102"),
    )  # fmt: skip
    assert [name.text for name in entry.names] == [
        "HALCYON DEMO BANK", "HDB", "HALCYON BANK OF DEMO",
    ]  # fmt: skip
    assert entry.remarks == "first remark; second remark"
    assert len(entry.addresses) == len(entry.identifiers) == 1


def test_a_list_without_numbers_has_keys_that_last(table, listed) -> None:
    institute = named(table, "Quorlath Research Institute")
    assert re.fullmatch(r"EL-[0-9a-f]{12}", institute.entry_id)
    assert institute.entry_id == named(listed, "Quorlath Research Institute").entry_id
    assert institute.same_as == ()
    assert [name.text for name in institute.names] == [
        "Quorlath Research Institute", "QRI", "Quorlath NII",
    ]  # fmt: skip
    assert institute.addresses == (
        Address("Techni Park East, 4th Floor", "Xi’an", "", "710000", "CN"),
    )
    assert institute.listed_on == parse_partial_date("2022-04-07")
    assert institute.measures == ("For all items subject to the EAR.",)
    assert ("License policy", "Policy of denial.") in institute.details
    assert ("Type", "not told by the list; entity by its name") in institute.details


def test_rows_of_one_order_are_one_entry(table) -> None:
    both = [e for e in table.entries.values() if e.primary_name == "ZEBEDEE SAMPLETON"]
    first, second = sorted(both, key=lambda entry: str(entry.listed_on))
    assert [address.region for address in first.addresses] == ["TX", "NM"]
    assert (str(first.listed_on), str(first.ended_on)) == ("2002-03-04", "2056-06-29")
    assert (str(second.listed_on), second.ended_on) == ("2019-01-01", None)
    assert first.type is second.type is EntryType.INDIVIDUAL


def test_an_order_without_an_end_goes_on(read, data: Path, tmp_path: Path) -> None:
    text = (data / "csl_csv" / "consolidated.csv").read_text(encoding="utf-8")
    path = tmp_path / "open.csv"
    path.write_text(text.replace("2056-06-29", ""), encoding="utf-8")
    found = read("us_csl", path)
    assert {str(e.ended_on) for e in found.entries.values() if e.listed_on} == {"None"}


def test_a_ship_and_a_list_of_organisations(table) -> None:
    ship = table.entries["7103"]
    assert (ship.type, ship.countries) == (EntryType.VESSEL, ("PA",))
    assert Identifier(IdentifierType.IMO, "9900066") in ship.identifiers
    assert ("Vessel Call Sign", "5BTST") in ship.details
    unverified = named(table, "Optica Samplina")
    assert unverified.type is EntryType.ENTITY
    assert unverified.addresses == (Address(text="1 Nowhere Road, Sampleton"),)


def test_what_cannot_be_used_is_kept_aside(table, listed) -> None:
    for found in (table, listed):
        reasons = Counter(row.reason for row in found.aside)
        assert reasons == {"no usable name": 1, BAD_DATE: 3}
        (nameless,) = (row for row in found.aside if row.reason != BAD_DATE)
        assert "dd01" in nameless.text
    bad = named(table, "Alaric Orbeck")
    assert (bad.listed_on, bad.ended_on) == (None, None)
    told = {("Start date", "0017-05-26"), ("End date", "never"), ("Date of birth", "not known")}
    assert told <= set(bad.details)


def test_csv_and_json_give_the_same(table, listed) -> None:
    assert table.entries.keys() == listed.entries.keys()
    for key, entry in table.entries.items():
        other = listed.entries[key]
        if key == "7103":  # what only the JSON says is kept
            assert set(other.details) - set(entry.details) == {("year_built", "1999")}
            other = replace(other, details=entry.details)
        if entry.primary_name == "Optica Samplina":  # an address without a country has no parts
            assert other.addresses == (Address("1 Nowhere Road, Sampleton"),)
            other = replace(other, addresses=entry.addresses)
        assert entry == other


def test_tsv_and_packed_files(read, data: Path, tmp_path: Path, table) -> None:
    source = data / "csl_csv" / "consolidated.csv"
    path = tmp_path / "consolidated.tsv"
    with source.open(encoding="utf-8", newline="") as handle:
        path.write_text("\n".join("\t".join(row) for row in csv.reader(handle)), encoding="utf-8")
    assert read("us_csl", path).entries == table.entries
    packed = tmp_path / "consolidated.csv.gz"
    packed.write_bytes(gzip.compress(source.read_bytes()))
    with unpacked([packed]) as plain:
        assert detect(plain) == ("us_csl",)


@pytest.mark.parametrize("part", [0.3, 0.6, 0.995])
def test_a_cut_json_is_refused(read, data: Path, tmp_path: Path, part: float) -> None:
    text = (data / "csl_json" / "consolidated.json").read_text(encoding="utf-8")
    path = tmp_path / "cut.json"
    path.write_text(text[: int(len(text) * part)], encoding="utf-8")
    with pytest.raises(ListRefused, match="ends too early"):
        read("us_csl", path)


def test_a_cut_table_is_refused(read, data: Path, tmp_path: Path) -> None:
    text = (data / "csl_csv" / "consolidated.csv").read_text(encoding="utf-8")
    path = tmp_path / "cut.csv"
    path.write_text(text[: text.index("12 Sample St.")], encoding="utf-8")
    with pytest.raises(ListRefused, match="damaged at line"):
        read("us_csl", path)


def test_items_of_another_kind_are_kept_aside(read, data: Path, tmp_path: Path) -> None:
    value = json.loads((data / "csl_json" / "consolidated.json").read_text(encoding="utf-8"))
    row = value["results"][0] | {
        "addresses": ["1 High St., Brno, CZ", None, {}],
        "ids": [
            "CZ, 2020-01-01, P77, Passport; Gender; CZ, 2021-01-01, 2011-01-01, 7, Chapter",
            {"type": None},
        ],
        "country": "CZ",
    }
    path = tmp_path / "odd.json"
    path.write_text(json.dumps({"results": ["nothing", row]}), encoding="utf-8")
    found = read("us_csl", path)
    assert [row.reason for row in found.aside] == ["no JSON object"]
    entry = found.entries["7101"]
    assert entry.addresses == (Address("1 High St.", "Brno", "", "", "CZ"),)
    assert entry.identifiers == (
        Identifier(IdentifierType.PASSPORT, "P77", "CZ", "expires 2020-01-01"),
    )
    assert ("Statement", "Gender") in entry.details
    chapter = ("Chapter", "7 (Czechia) issued 2011-01-01 expires 2021-01-01")
    assert chapter in entry.details
    assert "CZ" in entry.nationalities


def test_broken_characters_are_mended(read, data: Path, tmp_path: Path) -> None:
    text = (data / "csl_json" / "consolidated.json").read_text(encoding="utf-8")
    path = tmp_path / "broken.json"
    path.write_text(text.replace("SEA TESTOVICH", "SEA\\ud800 TEST\\u0000OVICH"), encoding="utf-8")
    assert read("us_csl", path).entries["7103"].primary_name == "SEA\ufffd TESTOVICH"


def test_the_short_names_of_the_lists() -> None:
    assert list_code("Military End User (MEU) List - Bureau") == "MEU"
    assert list_code("Non-SDN Menu-Based Sanctions List (NS-MBS List) - Treasury") == "NS-MBS"
    assert list_code("A list of its own") == "A list of its own"


@pytest.mark.samples
def test_the_real_list(read, source, samples: Path) -> None:
    path = samples / "us_csl" / "consolidated.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    numbers = {row["entity_number"] for row in rows if row["entity_number"]}
    others = {
        (row["source"], " ".join(row["name"].split()).casefold(), row["start_date"])
        for row in rows
        if not row["entity_number"]
    }
    with unpacked([path]) as plain:
        started = time.perf_counter()
        found = read("us_csl", *plain)
        print(f"\n{len(found.entries):,} entries, {found.names:,} names, "
              f"{time.perf_counter() - started:.1f} s")  # fmt: skip
    assert len(rows) == 14_160
    assert len(found.entries) == len(numbers) + len(others) == 13_989
    assert numbers == {key for key in found.entries if key.isdigit()}
    told = {" ".join(row["name"].split()) for row in rows if row["name"].isascii()}
    primary = {entry.primary_name for entry in found.entries.values()}
    assert {name for name in told if "\x92" not in name} <= primary
    assert [row.reason for row in found.aside] == [BAD_DATE] * 3
    tally = Tally()
    for row in (*found.entries.values(), *found.aside):
        tally.add(row)
    assert all(check.ok for check in check_version(source("us_csl"), tally, None, found.reading))


@pytest.mark.samples
def test_most_kinds_are_told_by_the_name(samples: Path) -> None:
    from app.importers.kinds import guessed_type

    right: Counter[str] = Counter()
    counted: Counter[str] = Counter()
    with gzip.open(
        samples / "us_csl" / "consolidated.csv.gz", "rt", encoding="utf-8", newline=""
    ) as handle:
        for row in csv.DictReader(handle):
            if row["type"] in {"Individual", "Entity"}:
                last, _, first = row["name"].partition(", ")
                name = f"{first} {last}".strip() if row["type"] == "Individual" else row["name"]
                counted[row["type"]] += 1
                right[row["type"]] += guessed_type(name) == row["type"].upper()
    print(f"\nright: {dict(right)} of {dict(counted)}")
    assert right["Individual"] / counted["Individual"] > 0.99
    assert right["Entity"] / counted["Entity"] > 0.92


def test_an_alias_of_one_word_is_weak_for_a_person_only(
    read, table, data: Path, tmp_path: Path
) -> None:
    entry = next(e for e in table.entries.values() if e.primary_name == "Alaric Orbeck")
    assert [name.kind for name in entry.names] == [NameKind.PRIMARY, NameKind.WEAK_ALIAS]
    others = [e for e in table.entries.values() if e.type is not EntryType.INDIVIDUAL]
    kinds = {name.kind for e in others for name in e.names}
    assert kinds == {NameKind.PRIMARY, NameKind.STRONG_ALIAS}
    text = (data / "csl_csv" / "consolidated.csv").read_text(encoding="utf-8")
    path = tmp_path / "joined.csv"
    names = "Al Orbeck; f.k.a. Alaric Orbel; and; and Orby (The) Orbeck; J. Orbeck)."
    path.write_text(text.replace(",Orbeck,", f",{names},"), encoding="utf-8")
    again = next(e for e in read("us_csl", path).entries.values() if "Alaric" in e.primary_name)
    assert {name.text: name.kind for name in again.names} == {
        "Alaric Orbeck": NameKind.PRIMARY,
        "Al Orbeck": NameKind.STRONG_ALIAS,
        "Alaric Orbel": NameKind.FORMER,
        "Orby (The) Orbeck": NameKind.STRONG_ALIAS,
        "J. Orbeck": NameKind.STRONG_ALIAS,
    }
