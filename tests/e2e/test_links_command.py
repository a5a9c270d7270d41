"""`lists links`, `link`, `unlink`, `restore-link`, `link-all`: one party on many lists, by command."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.domain.dates import ListedDate, parse_partial_date
from app.domain.list_entry import EntryType, ListEntry, ListName
from app.domain.lists import VersionState
from app.storage.staging import ListStaging

BORN = (ListedDate(parse_partial_date("1960-03-13")),)


def entry(source: str, entry_id: str, name: str = "Orsolo Ventris", born=BORN) -> ListEntry:
    return ListEntry(source, entry_id, EntryType.INDIVIDUAL, (ListName(name),), dates_of_birth=born)


def load(data_dir: Path, source: str, entries: list[ListEntry]) -> None:
    with closing(open_workspace(data_dir)) as workspace:
        with workspace.database.import_lock():
            staging = ListStaging(
                workspace.database, source, "1", is_demo=False, published_on=date(2026, 11, 1),
                sha256="0" * 64, files=("list.xml",), at=workspace.clock(),
            )  # fmt: skip
            staging.add(entries)
            version = staging.finish(VersionState.READY, (), ())
        with workspace.database.write() as uow:
            uow.lists.activate(version.version_id, workspace.clock())
            uow.commit()


@pytest.fixture
def listed(screendesk, data_dir):
    """One person on two lists, another on a third."""
    load(data_dir, "un_sc", [entry("un_sc", "1")])
    load(data_dir, "us_ofac_sdn", [entry("us_ofac_sdn", "7")])
    load(data_dir, "eu_fsf", [entry("eu_fsf", "EU.1", "Quorlath Zumbert", ())])
    return screendesk


def test_links_are_computed_shown_undone_and_restored(listed) -> None:
    ran = listed("lists", "links", "un_sc", "1")
    assert "linked to no other" in ran.out
    assert "run `lists link-all`" in ran.out
    ran = listed("lists", "link-all")
    assert "1 links made" in ran.out
    assert "Nothing to do" in listed("lists", "link-all").out
    shown = listed("lists", "links", "un_sc", "1").out
    assert "Orsolo Ventris" in shown
    assert "The same name (Orsolo Ventris) and date of birth (1960-03-13)." in shown
    link_id = re.search(r"lnk_\w+", shown).group()
    undone = listed("lists", "unlink", link_id, "--reason", "Two brothers", "--json").json
    assert (undone["state"], undone["reason"]) == ("UNDONE", "Two brothers")
    shown = listed("lists", "links", "un_sc", "1").out
    assert "linked to no other" in shown
    assert "UNDONE" in shown
    assert "us_ofac_sdn: Orsolo Ventris" in shown
    assert "Two brothers" in shown
    assert "ACTIVE" in listed("lists", "restore-link", link_id, "--reason", "One man").out
    value = listed("lists", "links", "us_ofac_sdn", "7", "--json").json
    assert [item["source"] for item in value["party"]["entries"]] == ["un_sc", "us_ofac_sdn"]
    assert value["links"][0]["link_id"] == link_id
    assert value["is_current"]
    assert listed("audit", "verify").code == 0


def test_a_link_is_made_by_hand(listed) -> None:
    ran = listed("lists", "link", "un_sc:1", "eu_fsf:EU.1", "--reason", "Same passport")
    assert ran.code == 0
    assert "BY_HAND" in ran.out
    assert "Same passport" in ran.out
    assert listed("lists", "link", "un_sc:1", "eu_fsf:EU.1", "--reason", "again").code == 3
    assert listed("lists", "link", "un_sc", "eu_fsf:EU.1", "--reason", "why").code == 2
    assert listed("lists", "link", "un_sc:1", "eu_fsf:EU.9", "--reason", "why").code == 3
    assert listed("lists", "unlink", "lnk_none", "--reason", "why").code == 3
    assert listed("lists", "links", "nowhere", "1").code == 2


def test_links_that_stand_apart_say_why(listed, data_dir) -> None:
    load(data_dir, "un_sc", [entry("un_sc", "1"), entry("un_sc", "2")])
    value = listed("lists", "link-all", "--json").json
    assert (value["active"], value["apart"]) == (1, 1)
    assert listed("lists", "link-all", "--json").json == {"entries": 0}
    assert "apart: It would join two entries" in listed("lists", "links", "un_sc", "2").out


def test_a_screening_shows_one_party_once(listed) -> None:
    listed("lists", "link", "un_sc:1", "eu_fsf:EU.1", "--reason", "Same passport")
    listed("lists", "link-all")
    shown = listed("screen", "Orsolo Ventris").out
    assert "Matches: 2 open" in shown
    assert shown.count("one party on eu_fsf, un_sc, us_ofac_sdn") == 1
    assert "also listed: eu_fsf EU.1 Quorlath Zumbert" in shown
    assert "Same passport" in shown
    value = listed("screen", "Orsolo Ventris", "--json").json
    assert len(value["matches"]) == 2
    assert len(value["parties"]) == 1


def test_an_import_links_what_it_brings_unless_it_is_told_not_to(
    screendesk, data_dir, tmp_path
) -> None:
    load(data_dir, "us_ofac_sdn", [entry("us_ofac_sdn", "7")])
    people = "".join(
        f"<INDIVIDUAL><DATAID>{number}</DATAID><FIRST_NAME>{name}</FIRST_NAME>"
        f"<UN_LIST_TYPE>Invented</UN_LIST_TYPE><REFERENCE_NUMBER>ZZi.{number:03}"
        "</REFERENCE_NUMBER><LISTED_ON>2020-01-01</LISTED_ON><NATIONALITY><VALUE>Cyprus</VALUE>"
        "</NATIONALITY><INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE>"
        "<DATE>1960-03-13</DATE></INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL>"
        for number, name in enumerate(
            ["Orsolo Ventris", *(f"Quorlath Zumbert {chr(97 + n % 26) * 3}{n}" for n in range(600))]
        )
    )
    file = tmp_path / "un.xml"
    file.write_text(
        '<CONSOLIDATED_LIST dateGenerated="2026-11-18T23:00:06.464Z"><INDIVIDUALS>'
        f"{people}</INDIVIDUALS><ENTITIES></ENTITIES></CONSOLIDATED_LIST>"
    )
    ran = screendesk("lists", "import", "un_sc", file, "--no-link", "--json")
    version = ran.json["version"]
    value = screendesk("lists", "links", "us_ofac_sdn", "7", "--json").json
    assert (value["links"], value["is_current"]) == ([], False)
    held = screendesk("lists", "versions", "un_sc", "--json").json["versions"]
    assert [item["version"] for item in held] == [version]
    if not ran.json["activated"]:
        number = str(held[0]["version_id"])
        screendesk("lists", "activate", number, "--reason", "Invented")
    else:
        file.write_text(file.read_text().replace("2026-11-18", "2026-11-19"))
        assert screendesk("lists", "import", "un_sc", file).code == 0
    value = screendesk("lists", "links", "us_ofac_sdn", "7", "--json").json
    assert [link["state"] for link in value["links"]] == ["ACTIVE"]
    assert value["is_current"]
