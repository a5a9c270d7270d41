"""Links and keys as they are stored: found by either end, kept whatever becomes of them."""

from __future__ import annotations

from array import array
from dataclasses import replace

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from app.domain.errors import NotFound
from app.domain.links import EntryRef, Link, LinkBasis, LinkState
from app.storage.link_keys import FRESH, LEAVING, SETTLED, Waiting
from app.storage.links import _columns
from app.storage.rows import entry_links

UN, OFAC, UK = EntryRef("un_sc", "1"), EntryRef("us_ofac_sdn", "7"), EntryRef("gb_fcdo", "9")


def packed(*keys: int) -> bytes:
    return array("q", keys).tobytes()


@pytest.fixture
def link(now):
    def make(one: EntryRef, other: EntryRef, number: int = 1, **fields) -> Link:
        left, right = sorted((one, other))
        made = Link(f"lnk_{number}", left, right, LinkBasis.REFERENCE, "why", 0.9,
                    LinkState.ACTIVE, now)  # fmt: skip
        return replace(made, **fields)

    return make


def test_links_are_found_by_either_end_and_by_both(database, link) -> None:
    first, second = link(UN, OFAC, 1), link(UN, UK, 2, state=LinkState.UNDONE, reason="no")
    with database.write() as work:
        work.links.save([])
        work.links.save([first, second])
        work.commit()
    with database.read() as work:
        assert work.links.get("lnk_2") == second
        assert work.links.of_entries([UN]) == [first, second]
        assert work.links.of_entries([OFAC, OFAC]) == [first]
        assert work.links.of_entries([]) == []
        assert work.links.between(OFAC, UN) == first
        assert work.links.between(OFAC, UK) is None
        assert list(work.links.iter_all()) == [first, second]
        assert work.links.standing() == [first]
        assert work.links.counts() == {
            (LinkBasis.REFERENCE, LinkState.ACTIVE): 1,
            (LinkBasis.REFERENCE, LinkState.UNDONE): 1,
        }
        with pytest.raises(NotFound, match="lnk_3"):
            work.links.get("lnk_3")


def test_a_saved_link_is_changed_under_its_id(database, link, now) -> None:
    made = link(UN, OFAC)
    undone = replace(made, state=LinkState.UNDONE, changed_at=now, changed_by="analyst")
    with database.write() as work:
        work.links.save([made])
        work.links.save([undone, link(UN, UK, 2)])
        work.commit()
    with database.read() as work:
        assert work.links.get("lnk_1") == undone


@pytest.mark.parametrize(
    "wrong",
    [{"link_id": "lnk_2"}, {"left_source": "z", "link_id": "lnk_2"}, {"state": "LOST"}],
    ids=["a second link of a pair", "the right one first", "an unknown state"],
)
def test_the_table_refuses_what_cannot_be(database, link, wrong) -> None:
    with database.write() as work:
        work.links.save([link(UN, OFAC)])
        values = _columns(link(UN, OFAC if "state" not in wrong else UK, 3)) | wrong
        with pytest.raises(IntegrityError):
            work.connection.execute(insert(entry_links).values(**values))


def test_only_entries_of_active_versions_are_members(database, stage, make_entry) -> None:
    stage([make_entry(1), make_entry(2)], activate=True)
    stage([make_entry(1, "changed"), make_entry(3)], activate=True)
    stage([make_entry(4)])
    refs = [EntryRef("us_ofac_sdn", str(number)) for number in range(1, 5)]
    with database.read() as work:
        members = work.links.members(refs)
        entries = work.links.entries(refs)
    assert sorted(ref.entry_id for ref in members) == ["1", "3"]
    assert entries[refs[0]].remarks == "changed"
    assert members[refs[0]].primary_name == "VENTRIS, Number 1"
    assert members[refs[0]].ref == refs[0]


def test_keys_follow_the_active_version(database, stage, make_entry) -> None:
    stage([make_entry(1), make_entry(2)], activate=True)
    with database.write() as work:
        one, two = work.link_keys.without_keys()
        work.link_keys.add([])
        work.link_keys.add([(one, (5, -(2**63))), (two, ())])
        assert work.link_keys.without_keys() == []
        assert work.link_keys.waiting() == [
            Waiting(one, FRESH, packed(5, -(2**63))), Waiting(two, FRESH, b""),
        ]  # fmt: skip
        work.link_keys.mark([one, two], SETTLED)
        assert work.link_keys.waiting() == []
        assert work.link_keys.count() == 2
        assert [row.entry_key for row in work.link_keys.carriers([5, 6])] == [one]
        assert work.link_keys.refs([two]) == [EntryRef("us_ofac_sdn", "2")]
        work.commit()
    stage([make_entry(2), make_entry(3)], activate=True)
    with database.write() as work:
        assert work.link_keys.gone() == [one]
        (fresh,) = work.link_keys.without_keys()
        work.link_keys.mark([one], LEAVING)
        assert list(work.link_keys.carriers([5])) == []
        assert work.link_keys.gone() == []
        work.link_keys.add([(fresh, (5,))])
        assert [row.ref for row in work.link_keys.carriers([5])] == [EntryRef("us_ofac_sdn", "3")]
        work.link_keys.drop([row for row in work.link_keys.waiting() if row.state == LEAVING])
        assert [row.entry_key for row in work.link_keys.carriers([5])] == [fresh]
        work.link_keys.add([(two, (5,))])
        assert [row.entry_key for row in work.link_keys.all_carriers(2)] == [two, fresh]
        assert list(work.link_keys.all_carriers(1)) == []
        assert work.link_keys.count() == 2
        work.link_keys.drop([Waiting(two, SETTLED, b"")])
        work.link_keys.clear()
        assert work.link_keys.count() == 0
        work.commit()


def test_an_entry_that_comes_back_gets_its_keys_again(database, stage, make_entry) -> None:
    stage([make_entry(1), make_entry(2)], activate=True)
    with database.write() as work:
        one, _ = work.link_keys.without_keys()
        work.link_keys.add([(one, (5,))])
        work.link_keys.mark([one], LEAVING)
        assert one in work.link_keys.without_keys()
        work.link_keys.add([(one, (6,))])
        assert work.link_keys.waiting()[0].keys == (6,)
