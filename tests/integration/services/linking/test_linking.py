"""Links over the store: found, kept, ended, undone, restored, made by hand, and joined to parties."""

from __future__ import annotations

import json

import pytest

from app.domain.errors import BadInput, NotFound, UsageError
from app.domain.events import EventType
from app.domain.links import EntryRef, LinkBasis, LinkState
from app.domain.list_entry import EntryType
from app.domain.political import ForeignReference
from app.services import audit, linking
from app.services.jobs import JobCancelled

UN, OFAC = EntryRef("un_sc", "1"), EntryRef("us_ofac_sdn", "7")
UK, EU = EntryRef("gb_fcdo", "ZZZ1"), EntryRef("eu_fsf", "EU.1")
BORN = "1960-03-13"
PASSPORT = "A1234987"


@pytest.fixture
def linked(workspace, entry, load):
    """One party on three lists: UN and UK by number, OFAC and UK by passport."""
    load(workspace, "un_sc", [entry(UN, reference="ZZi.001", born=BORN)])
    load(workspace, "gb_fcdo", [entry(UK, un="ZZi.001", passport=PASSPORT)])
    load(workspace, "us_ofac_sdn", [entry(OFAC, passport=PASSPORT, born=BORN)])
    linking.relink(workspace)
    return workspace


def between(workspace, one: EntryRef, other: EntryRef):
    found = linking.links_of(workspace, one.source, one.entry_id)
    return next((link for link in found if link.other(one) == other), None)


def party(workspace, ref: EntryRef) -> set[EntryRef]:
    found = linking.party_of(workspace, ref.source, ref.entry_id)
    return {member.ref for member in found.members} if found else set()


def test_each_link_says_what_it_rests_on(linked) -> None:
    assert party(linked, UN) == party(linked, OFAC) == {UN, OFAC, UK}
    reference, passport = between(linked, UN, UK), between(linked, UK, OFAC)
    assert (reference.basis, reference.evidence) == (
        LinkBasis.REFERENCE,
        "Both are UN reference ZZI.1.",
    )
    assert passport.basis is LinkBasis.IDENTIFIER
    assert PASSPORT in passport.evidence
    assert "Cyprus" in passport.evidence
    assert between(linked, UN, OFAC).basis is LinkBasis.NAME_AND_BIRTH
    assert {link.created_at for link in (reference, passport)} == {linked.clock()}
    found = linking.party_of(linked, "un_sc", "1")
    assert found.why("us_ofac_sdn", "7").basis is LinkBasis.IDENTIFIER


def test_a_second_run_has_nothing_to_do(linked) -> None:
    assert linking.is_current(linked)
    assert linking.relink(linked) is None


def test_a_version_without_changes_has_nothing_to_look_at(linked, entry, load) -> None:
    with linked.database.read() as uow:
        before = len(uow.audit.rows())
    load(linked, "un_sc", [entry(UN, reference="ZZi.001", born=BORN)])
    assert not linking.is_current(linked)
    report = linking.relink(linked)
    assert (report.entries, report.pairs, report.active) == (0, 0, 3)
    assert linking.is_current(linked)
    with linked.database.read() as uow:
        assert len(uow.audit.rows()) == before


def test_only_what_changed_is_looked_at(linked, entry, load) -> None:
    before = {link.link_id for link in linking.links_of(linked, "un_sc", "1")}
    others = [entry(EntryRef("eu_fsf", f"EU.{n}"), f"Zumbert Qarl{n}") for n in range(2, 30)]
    load(linked, "eu_fsf", [entry(EU, un="ZZi.001"), *others])
    assert not linking.is_current(linked)
    report = linking.relink(linked)
    assert (report.entries, report.pairs, report.made, report.ended) == (29, 3, 2, 0)
    assert party(linked, EU) == {UN, OFAC, UK, EU}
    after = {link.link_id for link in linking.links_of(linked, "un_sc", "1")}
    assert before < after
    load(linked, "eu_fsf", [entry(EU, un="ZZi.001", remarks="changed"), *others])
    report = linking.relink(linked)
    assert (report.entries, report.pairs, report.made, report.ended) == (2, 2, 0, 0)


def test_a_changed_entry_keeps_its_link_with_the_new_evidence(linked, entry, load) -> None:
    before = between(linked, UK, UN)
    load(linked, "gb_fcdo", [entry(UK, born=BORN)])
    report = linking.relink(linked)
    after = between(linked, UK, UN)
    assert (after.link_id, after.created_at) == (before.link_id, before.created_at)
    assert after.basis is LinkBasis.NAME_AND_BIRTH
    assert report.ended == 0
    assert between(linked, UK, OFAC).basis is LinkBasis.NAME_AND_BIRTH


def test_links_end_with_their_evidence_and_come_back_with_it(linked, entry, load) -> None:
    load(linked, "gb_fcdo", [entry(UK, "Quorlath Zumbert")])
    assert linking.relink(linked).ended == 2
    assert between(linked, UK, UN).state is LinkState.ENDED
    assert party(linked, UK) == set()
    assert party(linked, UN) == {UN, OFAC}
    load(linked, "gb_fcdo", [entry(UK, un="ZZi.001")])
    assert linking.relink(linked).made == 1
    assert between(linked, UK, UN).state is LinkState.ACTIVE


def test_links_end_when_an_entry_leaves_its_list(linked, entry, load) -> None:
    load(linked, "gb_fcdo", [entry(EntryRef("gb_fcdo", "ZZZ2"), "Quorlath Zumbert")])
    assert party(linked, UN) == {UN, OFAC}  # even before the links are brought up to date
    linking.relink(linked)
    assert between(linked, UN, UK).state is LinkState.ENDED
    assert party(linked, UN) == {UN, OFAC}


def test_links_end_though_the_entry_is_stored_no_more(linked, entry, load) -> None:
    load(linked, "gb_fcdo", [entry(EntryRef("gb_fcdo", "ZZZ2"), "Quorlath Zumbert")])
    with linked.database.write() as uow:
        for table in ("list_memberships", "list_entries"):
            uow.connection.exec_driver_sql(f"DELETE FROM {table} WHERE entry_id = 'ZZZ1'")
        uow.commit()
    linking.relink(linked)
    assert between(linked, UN, UK).state is LinkState.ENDED
    assert party(linked, UN) == {UN, OFAC}


def test_a_number_that_a_second_entry_gets_links_nobody_any_more(workspace, entry, load) -> None:
    load(workspace, "us_ofac_sdn", [entry(OFAC, passport=PASSPORT)])
    load(workspace, "gb_fcdo", [entry(UK, passport=PASSPORT)])
    linking.relink(workspace)
    assert party(workspace, UK) == {UK, OFAC}
    second = entry(EntryRef("gb_fcdo", "ZZZ2"), "Orsolo Ventris", passport=PASSPORT)
    load(workspace, "gb_fcdo", [entry(UK, passport=PASSPORT), second])
    assert linking.relink(workspace).ended == 1
    assert party(workspace, UK) == set()


def test_an_undone_link_never_comes_back_by_itself(linked, entry, load) -> None:
    link = between(linked, UN, UK)
    undone = linking.undo(linked, link.link_id, reason="  Two \n brothers ")
    assert (undone.state, undone.reason, undone.changed_by) == (
        LinkState.UNDONE, "Two brothers", linked.actor,
    )  # fmt: skip
    # Nor by the detour over OFAC: its weaker link stands apart.
    assert party(linked, UK) == {UK, OFAC}
    assert party(linked, UN) == set()
    apart = between(linked, UN, OFAC)
    assert apart.state is LinkState.APART
    assert "told apart" in apart.note
    load(linked, "gb_fcdo", [entry(UK, un="ZZi.001", passport=PASSPORT, remarks="changed")])
    linking.relink(linked)
    assert between(linked, UN, UK) == undone
    assert party(linked, UN) == set()


def test_a_restored_link_counts_again(linked) -> None:
    link = between(linked, UN, UK)
    linking.undo(linked, link.link_id, reason="Two brothers")
    restored = linking.restore(linked, link.link_id, reason="No: one passport")
    assert (restored.state, restored.reason) == (LinkState.ACTIVE, "No: one passport")
    assert party(linked, UN) == {UN, OFAC, UK}
    assert between(linked, UN, OFAC).state is LinkState.ACTIVE


def test_undoing_and_restoring_is_told_and_recorded(linked) -> None:
    told = []
    linked.bus.subscribe(told.append)
    link = between(linked, UN, UK)
    linking.undo(linked, link.link_id, reason="Two brothers")
    linking.restore(linked, link.link_id, reason="Checked again")
    made = [event.type for event in told]
    assert made == [EventType.LINK_UNDONE, EventType.LINK_RESTORED]
    assert told[0].data["reason"] == "Two brothers"
    with linked.database.read() as uow:
        rows = [row for row in uow.audit.rows() if row.object_id == link.link_id]
    assert [row.action for row in rows] == ["link.undone", "link.restored"]
    assert json.loads(rows[0].before)["state"] == "ACTIVE"
    assert json.loads(rows[0].after)["reason"] == "Two brothers"
    assert audit.verify(linked).ok


def test_what_cannot_be_undone_or_restored_is_refused(linked, entry, load) -> None:
    link = between(linked, UN, UK)
    with pytest.raises(UsageError, match="reason"):
        linking.undo(linked, link.link_id, reason=" \n")
    with pytest.raises(NotFound):
        linking.undo(linked, "lnk_none", reason="why")
    with pytest.raises(BadInput, match="not undone"):
        linking.restore(linked, link.link_id, reason="why")
    linking.undo(linked, link.link_id, reason="why")
    with pytest.raises(BadInput, match="already"):
        linking.undo(linked, link.link_id, reason="why")
    load(linked, "gb_fcdo", [entry(EntryRef("gb_fcdo", "ZZZ2"))])
    with pytest.raises(NotFound, match="gb_fcdo ZZZ1"):
        linking.restore(linked, link.link_id, reason="why")
    with pytest.raises(UsageError, match="no list source"):
        linking.links_of(linked, "un_scc", "1")


def test_a_link_made_by_hand_stays_until_a_person_undoes_it(linked, entry, load) -> None:
    load(linked, "eu_fsf", [entry(EU, "Quorlath Zumbert")])
    linking.relink(linked)
    made = linking.link_by_hand(linked, EU, UN, reason="Seen in the file")
    assert (made.basis, made.made_by, made.state) == (
        LinkBasis.BY_HAND, linked.actor, LinkState.ACTIVE,
    )  # fmt: skip
    assert party(linked, EU) == {UN, OFAC, UK, EU}
    load(linked, "eu_fsf", [entry(EU, "Quorlath Zumbert", remarks="changed")])
    linking.relink(linked)
    assert between(linked, EU, UN) == made
    load(linked, "eu_fsf", [entry(EntryRef("eu_fsf", "EU.2"), "Zumbert Qarl")])
    linking.relink(linked)
    assert party(linked, UN) == {UN, OFAC, UK}
    load(linked, "eu_fsf", [entry(EU, "Quorlath Zumbert")])
    linking.relink(linked)
    assert party(linked, EU) == {UN, OFAC, UK, EU}
    linking.undo(linked, made.link_id, reason="Another man")
    assert party(linked, EU) == set()
    with pytest.raises(BadInput, match="was undone: Another man"):
        linking.link_by_hand(linked, EU, UN, reason="why")


def test_links_by_hand_that_cannot_be_are_refused(linked, entry, load) -> None:
    other_un, other_uk = EntryRef("un_sc", "2"), EntryRef("gb_fcdo", "ZZZ2")
    load(linked, "un_sc", [entry(UN, reference="ZZi.001"), entry(other_un, "Zumbert Qarl")])
    load(
        linked, "gb_fcdo", [entry(UK, un="ZZi.001"), entry(other_uk, "Zumbert Qarl", un="ZZi.009")]
    )
    linking.relink(linked)
    for one, other, error, text in (
        (UN, other_un, UsageError, "two entries of one list"),
        (UN, EntryRef("un_scc", "1"), UsageError, "no list source"),
        (UN, EntryRef("eu_fsf", "EU.9"), NotFound, "eu_fsf EU.9"),
        (UN, UK, BadInput, "linked already"),
        (other_un, UK, BadInput, "two entries of one list: un_sc 1 and un_sc 2"),
    ):
        with pytest.raises(error, match=text):
            linking.link_by_hand(linked, one, other, reason="why")
    with pytest.raises(UsageError, match="reason"):
        linking.link_by_hand(linked, OFAC, other_un, reason="")
    load(linked, "gb_fcdo", [entry(other_uk, "Zumbert Qarl", un="ZZi.009")])
    linking.relink(linked)
    with pytest.raises(BadInput, match="two UN reference numbers"):
        linking.link_by_hand(linked, UN, other_uk, reason="why")


def test_two_entries_of_one_list_are_never_one_party(workspace, entry, load) -> None:
    """The number ties the UK's entry to the UN's; the name and date of birth of a second UN entry
    are the same, which is not enough."""
    second = EntryRef("un_sc", "2")
    load(workspace, "un_sc", [entry(UN, reference="ZZi.001", born=BORN),
                              entry(second, reference="ZZi.002", born=BORN)])  # fmt: skip
    load(workspace, "gb_fcdo", [entry(UK, un="ZZi.001", born=BORN)])
    report = linking.relink(workspace)
    assert (report.active, report.apart) == (1, 1)
    assert party(workspace, UK) == {UN, UK}
    assert "two entries of one list" in between(workspace, UK, second).note


def test_a_list_that_repeats_an_ofac_number_has_one_party(workspace, entry, load) -> None:
    rows = [EntryRef("us_csl", f"row{n}") for n in range(2)]
    same = (ForeignReference("us_ofac_sdn", "7"),)
    load(workspace, "us_ofac_sdn", [entry(OFAC)])
    load(workspace, "us_csl", [entry(row, same_as=same) for row in rows])
    linking.relink(workspace)
    assert party(workspace, OFAC) == {OFAC, *rows}


def test_a_list_may_say_that_two_of_its_entries_are_one(workspace, entry, load) -> None:
    second = EntryRef("gb_fcdo", "ZZZ2")
    also = (ForeignReference("gb_fcdo", "ZZZ1"), ForeignReference("un_sc", "ZZi.001"))
    load(workspace, "un_sc", [entry(UN, reference="ZZi.001")])
    load(workspace, "gb_fcdo", [entry(UK, un="ZZi.001"), entry(second, same_as=also)])
    linking.relink(workspace)
    assert party(workspace, UN) == {UN, UK, second}


def test_demonstration_entries_of_another_type_are_left_alone(workspace, entry, load) -> None:
    firm = {"type": EntryType.ENTITY}
    load(workspace, "un_sc", [entry(UN, "Quorlath Trading", **firm, countries=("CY",))])
    load(workspace, "us_ofac_sdn", [entry(OFAC, "Quorlath Trading", countries=("CY",))])
    assert linking.relink(workspace).made == 0


class Stopping:
    """A job that is cancelled when it has reported so often."""

    def __init__(self, after: int) -> None:
        self.left = after

    def progress(self, done: int, total: int, text: str) -> None:
        pass

    def check(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise JobCancelled


def test_a_run_cut_short_anywhere_is_gone_on_from(linked, workspace, entry, load) -> None:
    load(linked, "eu_fsf", [entry(EU, un="ZZi.001", born=BORN)])
    load(linked, "gb_fcdo", [entry(EntryRef("gb_fcdo", "ZZZ2"), un="ZZi.001")])
    stops = 0
    for after in range(40):
        try:
            if linking.relink(linked, Stopping(after)) is not None:
                break
        except JobCancelled:
            stops += 1
            assert not linking.is_current(linked)
    assert stops > 3
    assert linking.is_current(linked)
    assert party(linked, UN) == {UN, OFAC, EU, EntryRef("gb_fcdo", "ZZZ2")}
    assert linking.members_of(linked, linking.links_of(linked, "un_sc", "1")).keys() == {
        UN, OFAC, EU, EntryRef("gb_fcdo", "ZZZ2"),
    }  # fmt: skip
    assert between(linked, UN, UK).state is LinkState.ENDED


def test_while_another_process_computes_nothing_is_done(linked, entry, load) -> None:
    load(linked, "eu_fsf", [entry(EU, un="ZZi.001")])
    with linked.database.link_lock():
        assert linking.relink(linked) is None
    assert linking.relink(linked).made == 2


def test_other_rules_look_at_everything_again(linked, monkeypatch) -> None:
    from app.services import linking_run

    monkeypatch.setattr(linking_run, "RULES_VERSION", "0")
    ids = {link.link_id for link in linking.links_of(linked, "un_sc", "1")}
    report = linking.relink(linked)
    assert (report.entries, report.made, report.ended) == (3, 0, 0)
    assert {link.link_id for link in linking.links_of(linked, "un_sc", "1")} == ids
    assert party(linked, UN) == {UN, OFAC, UK}


def test_a_key_that_too_many_share_tells_nobody_apart(workspace, monkeypatch, entry, load) -> None:
    from app.services import linking_run

    monkeypatch.setattr(linking_run, "MOST_IN_BLOCK", 2)
    many = [entry(EntryRef("eu_fsf", f"EU.{n}"), un="ZZi.001") for n in range(3)]
    load(workspace, "eu_fsf", many)
    load(workspace, "un_sc", [entry(UN, reference="ZZi.001")])
    assert linking.relink(workspace).pairs == 0
