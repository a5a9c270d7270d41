"""World leaders, from a daily document and from the CIA's page data."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.dates import PartialDate
from app.domain.errors import ListRefused
from app.domain.political import OfficeClass, Relation, RelationKind
from app.importers.leaders.cia import spelled_out
from app.importers.pep_slots import PEP_SLOTS
from app.importers.reading import BAD_DATE
from app.importers.registry import detect


def test_heads_of_state_and_government(read, data: Path) -> None:
    path = data / "leaders" / "current.json"
    assert detect([path]) == PEP_SLOTS
    found = read("pep_global", path)
    assert str(found.reading.published_on) == "2026-02-03"
    assert found.reading.problems == ("1 office is vacant: no name.",)
    entry = found.entries["Q990001"]
    government, state = entry.offices
    assert (government.title, government.category, government.country) == (
        "Chief Councillor of Nigeria",
        OfficeClass.HEAD_OF_STATE,
        "NG",
    )
    assert (government.start, government.is_current) == (PartialDate(2020, 1, 2), True)
    assert (state.title, state.start) == ("President of Nigeria", None)
    assert entry.relations == (Relation(RelationKind.MEMBERSHIP, "member of", "Invented Party"),)
    assert {
        ("Party (local name)", "IP"),
        ("Title (local name)", "Oga"),
        ("wikipedia_en", "https://example.invalid"),
        ("data_source", "Invented"),
        ("Start of office", "soon"),
    } <= set(entry.details)
    assert [row.reason for row in found.aside] == [BAD_DATE]


def test_holders_without_item_id_have_a_key_of_their_own(read, data: Path) -> None:
    found = read("pep_global", data / "leaders" / "current.json")
    captain = found.entries["atlantis/First Captain"]
    assert captain.offices[0].category is OfficeClass.HEAD_OF_STATE
    assert ("Country", "AU_AF") in captain.details
    assert "atlantis/Second Captain" in found.entries
    keeper = found.entries["empty/Keeper Quorlath"].offices[0]
    assert (keeper.title, keeper.category) == ("Keeper", OfficeClass.OTHER)


def test_pages_of_the_cia(read, data: Path) -> None:
    path = data / "leaders" / "cia.json"
    assert detect([path]) == PEP_SLOTS
    found = read("pep_global", path)
    by_name = {entry.primary_name: entry for entry in found.entries.values()}
    assert by_name.keys() == {"Tamsin QUORLATH", "Elder ZUMBERT", "Plain MEMBER"}
    president, minister = by_name["Tamsin QUORLATH"].offices
    assert (president.title, president.category) == ("President", OfficeClass.HEAD_OF_STATE)
    assert (minister.title, minister.country, minister.is_current) == (
        "Minister of Defense (Acting)",
        "NG",
        True,
    )
    assert ("Title as listed", "Pres.") in by_name["Tamsin QUORLATH"].details
    deputy = by_name["Elder ZUMBERT"]
    assert deputy.offices[0].category is OfficeClass.MINISTER
    assert {("Acting", "Deputy Prime Minister"), ("note", "since May")} <= set(deputy.details)
    assert by_name["Plain MEMBER"].offices[0].title == "office holder"
    assert found.reading.problems == ("2 offices are vacant: no name.",)


def test_keys_stay_and_pages_make_one_list(read, data: Path) -> None:
    folder = data / "leaders"
    one = read("pep_global", folder / "cia.json")
    both = read("pep_global", folder / "cia.json", folder / "cia-atlantis.json")
    assert one.entries.keys() < both.entries.keys()
    (other,) = both.entries.keys() - one.entries.keys()
    assert ("Country", "New Atlantis") in both.entries[other].details
    assert both.entries[other].offices[0].category is OfficeClass.DIPLOMAT


def test_titles_are_spelled_out() -> None:
    assert spelled_out("Dep. Prime Min.") == "Deputy Prime Minister"
    assert spelled_out("Sec. Gen., Council") == "Secretary General, Council"
    assert spelled_out("Perm. Representative to the UN") == "Permanent Representative to the UN"


def test_pages_without_page_are_refused(read, tmp_path: Path) -> None:
    path = tmp_path / "page.json"
    path.write_text('{"result": {"data": {}}, "leaders": []}')
    with pytest.raises(ListRefused, match="no page"):
        read("pep_global", path)
    path.write_text('{"path": "x", "result": {"data": {"page": {"leaders": []}}}}')
    with pytest.raises(ListRefused, match="no entry"):
        read("pep_global", path)
    path.write_text('{"countries": {}, "snapshot_date": "x", "current_holder": 1}')
    with pytest.raises(ListRefused, match="no entry"):
        read("pep_global", path)
    path.write_text('{"countries": [], "current_holder": 1}')
    with pytest.raises(ListRefused, match="no entry"):
        read("pep_global", path)
