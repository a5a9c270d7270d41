"""OpenSanctions entities with their links as entries of a sanctions list; deltas onto them."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest

from app.domain.dates import PartialDate
from app.domain.errors import ListRefused
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import EntryType, ListEntry, NameKind, checksum
from app.domain.lists import KeptAside
from app.domain.political import ForeignReference, Relation, RelationKind
from app.domain.subject import Address
from app.importers.reading import BAD_DATE
from app.importers.registry import detect, read_list


@pytest.fixture(scope="module")
def folder(data: Path) -> Path:
    return data / "ftm_sanctions"


@pytest.fixture(scope="module")
def found(read, folder: Path):
    return read("os_sanctions", folder / "entities.ftm.json")


@pytest.fixture
def write(tmp_path: Path):
    def to(name: str, *rows: object) -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return path

    return to


def party(key: str, schema: str = "Person", **rest: object) -> dict[str, object]:
    properties = {"name": [f"Party {key}"], **rest.pop("properties", {})}
    return {"id": key, "schema": schema, "properties": properties, **rest}


def test_targets_of_every_schema_go_in(found) -> None:
    assert {key: entry.type for key, entry in found.entries.items()} == {
        "inv-p1": EntryType.INDIVIDUAL,
        "inv-c1": EntryType.ENTITY,
        "inv-o1": EntryType.ENTITY,
        "inv-v1": EntryType.VESSEL,
        "inv-a1": EntryType.AIRCRAFT,
        "inv-w1": EntryType.ENTITY,
    }
    assert str(found.reading.published_on) == "2026-03-04"
    assert found.reading.problems == (
        "4 of 10 parties are no targets of their own (they are only linked): left out.",
    )
    assert [row.reason for row in found.aside] == [BAD_DATE]


def test_the_sanctions_of_a_person(found) -> None:
    entry = found.entries["inv-p1"]
    assert entry.programmes == ("Invented regime", "XX-OTHER")
    assert entry.measures == ("Asset freeze", "Travel ban")
    assert entry.listed_on == PartialDate(2018, 6)  # the earlier of two
    assert entry.ended_on is None  # one goes on
    assert entry.reference == ""
    (first, second) = (text for label, text in entry.details if label == "Sanction")
    assert "reason: For testing ¦ and more" in first
    assert first.endswith("dataset: us_ofac_sdn | id: inv-s1")
    assert "authority: Ministry of Tests" in second


def test_a_sanction_that_ended_and_its_own_number(read, found, folder: Path) -> None:
    vessel = found.entries["inv-v1"]
    assert (vessel.listed_on, vessel.ended_on) == (PartialDate(2021, 1, 1), PartialDate(2023, 5, 6))
    assert vessel.same_as == (ForeignReference("gb_hmt", "12345"),)


def test_what_other_lists_call_the_party(found) -> None:
    assert set(found.entries["inv-p1"].same_as) == {
        ForeignReference("us_ofac_sdn", "990001"),
        ForeignReference("un_sc", "990002"),
        ForeignReference("un_sc", "ZZi.001"),
        ForeignReference("eu_fsf", "EU.9900.17"),
        ForeignReference("gb_hmt", "99003"),
        ForeignReference("gb_fcdo", "INV0099"),
        ForeignReference("ch_seco", "99004"),
        ForeignReference("wikidata", "Q990000001"),
    }


def test_papers_and_wallets_are_identifiers(found) -> None:
    assert set(found.entries["inv-p1"].identifiers) == {
        Identifier(IdentifierType.PASSPORT, "X0099001"),  # told twice, kept once
        Identifier(IdentifierType.TIN, "T-5", "NG", "Tax number; issued by Tax Office"),
        Identifier(IdentifierType.DRIVERS_LICENSE, "D-5", "", "Driving licence"),
        Identifier(IdentifierType.NATIONAL_ID, "N-5", "", "Identification"),
        Identifier(IdentifierType.CRYPTO_ADDRESS, "zzInventedWallet8", "", "XZC"),
    }
    assert Identifier(IdentifierType.BUSINESS_REG, "R-5", "", "Registration") in (
        found.entries["inv-c1"].identifiers
    )
    (wallet,) = found.entries["inv-w1"].identifiers
    assert (wallet.type, wallet.value) == (IdentifierType.CRYPTO_ADDRESS, "zzInventedWallet9")


def test_addresses_are_taken_from_their_records(found) -> None:
    assert found.entries["inv-p1"].addresses == (
        Address(text="Elsewhere 5"),  # the other text is the first record in another form
        Address("12 Quay Road", "Port Mfano", "", "4711", "NG",
                "at time of listing; 12 Quay Rd, Port Mfano"),
        Address(text="Nowhere district; suhh"),
    )  # fmt: skip


def test_ties_are_named_from_both_ends(found) -> None:
    relations = {key: set(entry.relations) for key, entry in found.entries.items()}
    owner, tie = RelationKind.OWNERSHIP, RelationKind.OTHER
    assert relations["inv-p1"] == {
        Relation(owner, "owner of (51%, since 2015-01-01)", "Halcyon Meridian Trading", "inv-c1"),
        Relation(RelationKind.DIRECTORSHIP, "Managing Director of", "Halcyon Meridian Trading",
                 "inv-c1"),
        Relation(tie, "linked to", "inv-unseen"),
    }  # fmt: skip
    assert relations["inv-c1"] == {
        Relation(owner, "owner (51%, since 2015-01-01)", "Tamsin Quorlath", "inv-p1"),
        Relation(owner, "Owned or Controlled By (2012 to 2014)", "Meridian Holdings"),
        Relation(owner, "owner of", "MV Zumbert", "inv-v1"),
        Relation(RelationKind.DIRECTORSHIP, "Managing Director", "Tamsin Quorlath", "inv-p1"),
        Relation(tie, "Providing support to", "Quorlath Brotherhood", "inv-o1"),
        Relation(tie, "payer of", "Quorlath Brotherhood", "inv-o1"),
    }
    assert relations["inv-o1"] == {
        Relation(tie, "Providing support to this party", "Halcyon Meridian Trading", "inv-c1"),
        Relation(tie, "payer", "Halcyon Meridian Trading", "inv-c1"),
    }


def test_vessels_and_aircraft_have_their_numbers(found) -> None:
    vessel = found.entries["inv-v1"]
    assert {(item.type, item.value) for item in vessel.identifiers} == {
        (IdentifierType.IMO, "9900018"),
        (IdentifierType.MMSI, "990001234"),
        (IdentifierType.OTHER, "ZZQ1"),
    }
    assert vessel.countries == ("PA",)
    assert ("type", "tanker") in vessel.details
    assert vessel.names[1].kind is NameKind.FORMER
    assert found.entries["inv-c1"].names[1].is_weak  # an abbreviation
    assert ("Schema", "Airplane") in found.entries["inv-a1"].details


def test_which_lists_a_file_can_be(folder: Path, data: Path, write) -> None:
    assert detect([folder / "entities.ftm.json"])[:2] == ("os_sanctions", "pep_global")
    assert detect([folder / "entities.delta.json"])[0] == "os_sanctions"
    copy = write("copy.json", party("x", properties={"topics": ["sanction"]}, datasets=["eu_fsf"]))
    assert detect([copy]) == ("eu_fsf", "os_sanctions")
    peps = write("p.json", "noise", party("x", properties={"topics": ["role.pep"]},
                                          datasets=["wd_peps"]))  # fmt: skip
    with pytest.raises(ListRefused):
        detect([peps])  # the first line tells the format
    peps = write("p.json", party("x", properties={"topics": ["role.pep"]}, datasets=["wd_peps"]),
                 "noise")  # fmt: skip
    assert detect([peps])[0] == "pep_wikidata"
    both = write("b.json", party("x", properties={"topics": ["role.pep", "sanction"]}))
    assert detect([both])[:2] == ("os_sanctions", "pep_global")


def test_a_file_without_marks_is_taken_whole(read, write) -> None:
    path = write("plain.json", party("a"), party("b", "Company"), party("c", "Payment"))
    assert read("os_sanctions", path).entries.keys() == {"a", "b"}


def test_topics_alone_decide_where_no_targets_are_named(read, write) -> None:
    path = write(
        "topics.json",
        party("a", properties={"topics": ["debarment"]}),
        party("b", properties={"topics": ["gov.national"]}),
        party("c", properties={"topics": ["export.control.linked"]}, target=False),
        party("d"),
        party("e", properties={"topics": ["sanction"]}, target=False),
    )
    assert read("os_sanctions", path).entries.keys() == {"a", "c", "e"}


def test_lists_without_anyone_are_refused(read, write) -> None:
    nobody = write("n.json", party("a", target=False), party("b", target=True,
                   properties={"topics": ["role.pep"]}), party("c", properties={"topics": ["sanction.x"]}, schema="Payment"))  # fmt: skip
    with pytest.raises(ListRefused, match="no listed party among its 2"):
        read("os_sanctions", nobody)
    no_pep = write("n2.json", party("a"), party("p", "Position"), party("b",
                   properties={"topics": ["poi"]}))  # fmt: skip
    with pytest.raises(ListRefused, match="no politically exposed person among its 2"):
        read("pep_global", no_pep)


def applied(source, delta: Path, base: list[ListEntry]) -> tuple[dict[str, ListEntry], list]:
    reading = read_list(source("os_sanctions"), [delta])
    with pytest.raises(ListRefused, match="is a delta"):
        next(reading.rows)
    assert reading.onto is not None
    rows = list(reading.onto(iter(base)))
    return (
        {row.entry_id: row for row in rows if isinstance(row, ListEntry)},
        [row for row in rows if isinstance(row, KeptAside)],
    )


def test_a_delta_makes_what_the_later_file_has(read, source, found, folder: Path) -> None:
    later = read("os_sanctions", folder / "later.ftm.json").entries
    entries, aside = applied(source, folder / "entities.delta.json", list(found.entries.values()))
    assert entries.keys() == later.keys() == {"inv-p1", "inv-c1", "inv-v1", "inv-w1", "inv-n1"}
    for key, entry in entries.items():
        for field in fields(ListEntry):
            made, read_whole = getattr(entry, field.name), getattr(later[key], field.name)
            assert set_of(made) == set_of(read_whole), (key, field.name)
    owners = {relation.name for relation in entries["inv-c1"].relations}
    assert "Meridian Renamed" in owners
    assert checksum(entries["inv-w1"]) == checksum(found.entries["inv-w1"])  # untouched
    assert [row.reason for row in aside] == [BAD_DATE]


def set_of(value: object) -> object:
    return set(value) if isinstance(value, tuple) else value


def test_a_delta_of_another_list_is_refused(source, read, found, folder: Path, write) -> None:
    delta = folder / "entities.delta.json"
    reading = read_list(source("os_sanctions"), [delta])
    with pytest.raises(ListRefused, match="changes nothing"):
        list(reading.onto(iter(())))
    base = list(read("os_sanctions", folder / "later.ftm.json").entries.values())
    again = [{"op": "ADD", "entity": party(key, target=True)} for key in ("inv-p1", "inv-c1")]
    with pytest.raises(ListRefused, match="2 of 2 entries"):
        list(read_list(source("os_sanctions"), [write("d.json", *again)]).onto(iter(base)))
    gone = write("gone.json", {"op": "DEL", "entity": {"id": "never"}})
    with pytest.raises(ListRefused, match="changes nothing"):
        list(read_list(source("os_sanctions"), [gone]).onto(iter(base)))


def test_a_party_that_is_gone_keeps_its_name_in_ties(source, found, write) -> None:
    path = write("gone.json", {"op": "DEL", "entity": {"id": "inv-v1"}},
                 {"op": "DEL", "entity": {"id": "inv-c2"}})  # fmt: skip
    entries, _ = applied(source, path, list(found.entries.values()))
    ties = {relation.name: relation.entry_id for relation in entries["inv-c1"].relations}
    assert ties["MV Zumbert"] == ""
    assert ties["Meridian Holdings"] == ""
    assert ties["Tamsin Quorlath"] == "inv-p1"


def test_a_tie_to_who_is_no_entry_keeps_the_name(source, found, write) -> None:
    changed = {
        "id": "inv-own2", "schema": "Ownership",
        "properties": {"owner": ["inv-c2"], "asset": ["inv-c1"], "role": ["holding"]},
    }  # fmt: skip
    path = write("tie.json", {"op": "MOD", "entity": changed})
    entries, _ = applied(source, path, list(found.entries.values()))
    assert Relation(RelationKind.OWNERSHIP, "holding", "Meridian Holdings") in (
        entries["inv-c1"].relations
    )


def test_a_delta_of_a_list_without_topics(read, source, data: Path, write) -> None:
    base = read("pep_nigeria", data / "ftm" / "no_topics.ftm.json").entries
    path = write(
        "delta.json",
        {"op": "MOD", "entity": party("q3", target=True)},
        {"op": "ADD", "entity": party("n1", target=True, properties={"position": ["Mayor"]})},
        {"op": "ADD", "entity": party("n2", target=True)},
        {"op": "ADD", "entity": party("n3", target=True)},
        {"op": "ADD", "entity": {"id": "f9", "schema": "Family",
                                 "properties": {"person": ["n1"], "relative": ["n2"]}}},
    )  # fmt: skip
    reading = read_list(source("pep_nigeria"), [path])
    rows = reading.onto(iter(base.values()))
    topics = {row.entry_id: row.topics for row in rows if isinstance(row, ListEntry)}
    assert topics == {
        **{key: entry.topics for key, entry in base.items()},
        "n1": ("role.pep",),
        "n2": ("role.rca",),
        "n3": (),
    }


def test_odd_operations_are_kept_aside(source, found, write) -> None:
    path = write(
        "odd.json",
        {"op": "MOD", "entity": party("inv-a1", "Airplane", target=False)},
        {"op": "TURN", "entity": {"id": "x"}},
        {"op": "ADD", "entity": "x"},
        "noise",
    )
    entries, aside = applied(source, path, list(found.entries.values()))
    assert "inv-a1" not in entries  # no target any more
    assert len(aside) == 3
    with pytest.raises(ListRefused, match="no operation"):
        read_list(source("os_sanctions"), [write("none.json", {"op": "TURN", "entity": 1})])


def test_a_cut_delta_is_refused(source, folder: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.json"
    cut.write_bytes((folder / "entities.delta.json").read_bytes()[:-20])
    with pytest.raises(ListRefused, match="truncated"):
        read_list(source("os_sanctions"), [cut])
