"""Links are joined to parties from the surest to the weakest, and never what is known to differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.links import (
    EntryRef,
    Known,
    Link,
    LinkBasis,
    LinkState,
    Party,
    PartyLink,
    PartyMember,
    group,
    join,
    joining,
    pair,
    party_id,
    why_apart,
)
from app.domain.list_entry import EntryType

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
UN, OFAC, UK, EU = (
    EntryRef("un_sc", "1"),
    EntryRef("us_ofac_sdn", "7"),
    EntryRef("gb_fcdo", "ZZZ0001"),
    EntryRef("eu_fsf", "EU.1"),
)
OTHER_UN, OTHER_OFAC = EntryRef("un_sc", "2"), EntryRef("us_ofac_sdn", "8")


def link(one: EntryRef, other: EntryRef, basis=LinkBasis.NAME_AND_BIRTH, score=1.0, **fields):
    left, right = sorted((one, other))
    state = fields.pop("state", LinkState.ACTIVE)
    return Link(f"{left}={right}", left, right, basis, "because", score, state, AT, **fields)


def counted(links, known=None) -> set[frozenset[EntryRef]]:
    notes = join(links, known or Known())
    return {pair(item.left, item.right) for item in links if notes.get(item.link_id) == ""}


def test_a_link_knows_its_other_end() -> None:
    assert link(UN, OFAC).other(UN) == OFAC
    assert link(UN, OFAC).other(OFAC) == UN
    assert str(UN) == "un_sc 1"


def test_links_of_different_lists_make_one_party() -> None:
    links = [link(UN, OFAC), link(OFAC, UK), link(UN, UK)]
    assert len(counted(links)) == 3
    assert group([OFAC, UK], links) == [frozenset((UN, OFAC, UK))]
    assert group([EU], links) == []


def test_the_weaker_of_two_links_to_entries_of_one_list_stands_apart() -> None:
    sure, weak = link(UK, UN, LinkBasis.REFERENCE), link(UK, OTHER_UN, score=0.95)
    notes = join([weak, sure], Known())
    assert notes[sure.link_id] == ""
    assert "two entries of one list: un_sc 1 and un_sc 2" in notes[weak.link_id]


def test_a_chain_is_cut_at_its_weakest_link() -> None:
    links = [
        link(UN, UK, LinkBasis.REFERENCE),
        link(UK, EU, score=0.93),
        link(EU, OTHER_UN, LinkBasis.IDENTIFIER),
    ]
    assert counted(links) == {pair(UN, UK), pair(EU, OTHER_UN)}


def test_a_better_score_wins_within_a_basis() -> None:
    links = [link(UK, OFAC, score=0.94), link(UK, OTHER_OFAC, score=0.99)]
    assert counted(links) == {pair(UK, OTHER_OFAC)}


def test_two_un_numbers_are_never_joined_even_without_the_un_list() -> None:
    numbers = {UK: frozenset({"QDI.1"}), EU: frozenset({"QDI.2"}), OFAC: frozenset({"QDI.2"})}
    links = [link(UK, EU), link(EU, OFAC)]
    notes = join(links, Known(un_numbers=numbers))
    assert "two UN reference numbers" in notes[links[0].link_id]
    assert notes[links[1].link_id] == ""
    both = {**numbers, UK: frozenset({"QDI.1", "QDI.2"})}
    assert len(counted(links, Known(un_numbers=both))) == 2


def test_what_a_person_told_apart_is_not_joined_by_a_detour() -> None:
    undone = link(UN, UK, LinkBasis.REFERENCE, state=LinkState.UNDONE)
    links = [undone, link(UN, EU, LinkBasis.REFERENCE), link(EU, UK, score=0.95)]
    known = Known(told_apart={pair(UN, UK)})
    notes = join(links, known)
    assert undone.link_id not in notes
    assert "which a person told apart" in notes[links[2].link_id]
    assert counted(links, known) == {pair(UN, EU)}


def test_a_list_may_call_two_of_its_entries_one() -> None:
    links = [link(UK, OFAC, LinkBasis.REFERENCE), link(UK, OTHER_OFAC, LinkBasis.REFERENCE)]
    assert len(counted(links)) == 1
    assert len(counted(links, Known(said_same={pair(OFAC, OTHER_OFAC)}))) == 2


def test_the_lists_of_a_merged_source_are_lists_of_their_own() -> None:
    sdn, other_sdn, export, other_export = (
        EntryRef("us_csl", entry_id) for entry_id in ("7", "8", "EL-a1", "EL-b2")
    )
    links = [link(OFAC, sdn, LinkBasis.REFERENCE), link(OFAC, export, score=0.99)]
    assert len(counted(links)) == 2
    for second in (other_sdn, other_export):
        notes = join([*links, link(OFAC, second, score=0.95)], Known())
        assert sum("two entries of one list" in note for note in notes.values()) == 1


def test_a_party_needs_one_link_fewer_than_entries() -> None:
    links = [
        link(UN, UK, LinkBasis.REFERENCE),
        link(UN, EU, LinkBasis.NAME_AND_BIRTH),
        link(UK, EU, LinkBasis.IDENTIFIER),
        link(OFAC, EU, score=0.95),
        link(OFAC, UN, score=0.99),
    ]
    assert [{item.left, item.right} for item in joining(links)] == [{UN, UK}, {UK, EU}, {OFAC, UN}]
    assert joining([]) == []


def test_ended_links_join_nothing() -> None:
    ended = link(UN, OFAC, state=LinkState.ENDED)
    assert join([ended], Known()) == {}
    assert group([UN], [ended]) == []


def test_the_un_entry_leads_the_party() -> None:
    assert party_id([UK, EU]) == party_id([EU, UK, OFAC])  # eu_fsf sorts first
    assert party_id([UK, EU, UN]) == party_id([UN, OFAC])
    assert party_id([UN]) != party_id([OTHER_UN])
    assert party_id([UN]).startswith("pty_")


def test_a_party_tells_the_surest_reason_of_a_member() -> None:
    members = tuple(
        PartyMember(ref.source, ref.entry_id, "0" * 32, EntryType.INDIVIDUAL, "Orsolo Ventris")
        for ref in (EU, UK, UN)
    )
    links = (
        PartyLink("lnk_1", EU, UK, LinkBasis.NAME_AND_BIRTH, "name", 1.0),
        PartyLink("lnk_2", UK, UN, LinkBasis.REFERENCE, "reference", 0.9),
    )
    party = Party("pty_1", members, links)
    assert party.why("gb_fcdo", UK.entry_id).link_id == "lnk_2"
    assert party.why("eu_fsf", EU.entry_id).link_id == "lnk_1"
    assert party.holds("un_sc", "1")
    assert not party.holds("un_sc", "2")
    assert members[2].ref == UN


REFS = [EntryRef(source, str(number)) for source in "abcd" for number in range(3)]
PAIRS = [
    (one, other) for one in REFS for other in REFS if one < other and one.source != other.source
]


@given(st.lists(st.sampled_from(PAIRS), unique=True, max_size=25), st.randoms())
def test_no_party_ever_holds_two_entries_of_one_list(pairs, chance) -> None:
    links = [
        link(one, other, chance.choice(list(LinkBasis)), chance.random()) for one, other in pairs
    ]
    apart = {pair(*chance.choice(PAIRS)) for _ in range(3)}
    notes = join(links, Known(told_apart=apart))
    states = [
        replace(item, state=LinkState.APART if notes[item.link_id] else LinkState.ACTIVE)
        for item in links
    ]
    parties = group(REFS, states)
    for party in parties:
        assert len({ref.source for ref in party}) == len(party)
        assert not any(told <= party for told in apart)
    # What stands apart could not have been joined to what there is.
    whole = {ref: party for party in parties for ref in party}
    for item in states:
        if item.state is LinkState.APART:
            left = whole.get(item.left, frozenset((item.left,)))
            right = whole.get(item.right, frozenset((item.right,)))
            assert left != right
            assert why_apart(left, right, Known(told_apart=apart))


@pytest.mark.parametrize("basis", list(LinkBasis))
def test_the_order_of_links_does_not_matter(basis) -> None:
    links = [link(UK, UN, basis), link(UK, OTHER_UN), link(UK, OFAC), link(OFAC, OTHER_UN)]
    assert counted(links) == counted(list(reversed(links)))
