"""A screening shows one party once, with each list's data apart; nothing else of it changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.links import EntryRef, LinkBasis
from app.domain.match import Check
from app.domain.subject import Subject, SubjectType
from app.services import audit, linking, screening
from app.services.result_shape import screening_result
from app.services.screening import ScreeningRequest

UN, OFAC, UK = EntryRef("un_sc", "1"), EntryRef("us_ofac_sdn", "7"), EntryRef("gb_fcdo", "ZZZ1")
BORN = "1960-03-13"
REQUEST = ScreeningRequest(Subject(SubjectType.INDIVIDUAL, "Orsolo Ventris"), (Check.SANCTIONS,))


@pytest.fixture
def listed(workspace, entry, load):
    """One party on three lists, under another name on the third; a namesake beside it."""
    namesake = entry(EntryRef("un_sc", "2"), born="1985-07-01")
    load(workspace, "un_sc", [entry(UN, reference="ZZi.001", born=BORN), namesake])
    load(workspace, "us_ofac_sdn", [entry(OFAC, born=BORN)])
    load(workspace, "gb_fcdo", [entry(UK, "Quorlath Zumbert", un="ZZi.001", born=BORN)])
    return workspace


def plain(record) -> list:
    """What a screening found, without the ids that differ from one to the next."""
    return [replace(match, match_id="") for match in record.matches]


def test_links_change_no_match_no_score_and_no_decision(listed) -> None:
    before = screening.screen(listed, REQUEST)
    linking.relink(listed)
    after = screening.screen(listed, REQUEST)
    assert before.parties == ()
    assert len(after.parties) == 1
    assert plain(before) == plain(after)
    assert (before.risk, before.decision) == (after.risk, after.decision)
    shown = [match for group in after.by_party() for match in group.matches]
    assert sorted(m.match_id for m in shown) == sorted(m.match_id for m in after.matches)


def test_the_record_holds_the_party_with_the_links_of_that_moment(listed) -> None:
    linking.relink(listed)
    record = screening.screen(listed, REQUEST)
    group, alone = record.by_party()
    assert {(m.source, m.list_entry_id) for m in group.matches} == {("un_sc", "1"),
                                                                    ("us_ofac_sdn", "7")}  # fmt: skip
    assert [member.ref for member in group.others] == [UK]
    assert group.party.why("gb_fcdo", "ZZZ1").basis is LinkBasis.REFERENCE
    assert (alone.party, alone.matches[0].list_entry_id) == (None, "2")
    for link in linking.links_of(listed, "un_sc", "1"):
        linking.undo(listed, link.link_id, reason="Another man")
    stored = screening.record(listed, record.screening_id)
    assert stored == record
    assert stored.parties[0].holds("gb_fcdo", "ZZZ1")
    assert screening.screen(listed, REQUEST).parties == ()
    assert audit.verify(listed).ok


def test_the_result_names_party_entries_and_reasons(listed) -> None:
    linking.relink(listed)
    record = screening.screen(listed, REQUEST)
    value = screening_result(record)
    (party,) = value["parties"]
    ids = {match["list_entry_id"]: match["match_id"] for match in value["matches"]}
    of_party = {match["list_entry_id"]: match["party"] for match in value["matches"]}
    assert of_party == {"1": party["party"], "7": party["party"], "2": None}
    entries = {item["list_entry_id"]: item for item in party["entries"]}
    assert [entries[key]["match_id"] for key in ("1", "7", "ZZZ1")] == [ids["1"], ids["7"], None]
    assert entries["ZZZ1"]["primary_name"] == "Quorlath Zumbert"
    assert entries["ZZZ1"]["because"] == "Both are UN reference ZZI.1."
    assert {link["basis"] for link in party["links"]} == {"REFERENCE", "NAME_AND_BIRTH"}
    assert value["match_summary"]["total_matches"] == 3


def test_a_screening_without_matches_has_no_parties(listed) -> None:
    linking.relink(listed)
    nobody = replace(REQUEST, subject=Subject(SubjectType.INDIVIDUAL, "Halvard Quist"))
    record = screening.screen(listed, nobody)
    assert (record.matches, record.parties, record.by_party()) == ((), (), ())


def test_a_link_as_json_says_who_changed_it(listed) -> None:
    linking.relink(listed)
    link = linking.links_of(listed, "gb_fcdo", "ZZZ1")[0]
    value = linking.link_value(linking.undo(listed, link.link_id, reason="Another man"))
    assert (value["state"], value["reason"]) == ("UNDONE", "Another man")
    assert value["changed_by"] == listed.actor
    assert value["changed_at"].startswith("2026-11-20")
    assert value["entries"][0] == {"source": "gb_fcdo", "list_entry_id": "ZZZ1"}
