"""The analyst's day: take the next party, see its history, count what was done."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.dates import PartialDate
from app.domain.list_entry import EntryType, ListEntry, ListName, checksum
from app.domain.match import Strength
from app.domain.review import ResolutionVerdict, ReviewKind, ReviewState
from app.domain.subject import Gender
from app.services import match_exceptions, review
from app.services.review import ReviewQuery

FALSE, TRUE, UNSURE = (
    ResolutionVerdict.FALSE_POSITIVE,
    ResolutionVerdict.TRUE_POSITIVE,
    ResolutionVerdict.UNSURE,
)
MARC = "marc@example.com"


def ids(record) -> list[str]:
    return [match.match_id for match in record.open_matches()]


def take(desk, query=None, after=""):
    group = review.take_next(desk.workspace, query or ReviewQuery(), after)
    return group.subject_name if group else None


def test_next_goes_down_the_queue_and_begins_anew_at_its_end(office, make_match) -> None:
    workspace = office.workspace
    for number, strength in enumerate((Strength.POSSIBLE, Strength.EXACT, Strength.STRONG)):
        office.screened(f"Person {number}", matches=(make_match(number, strength=strength),))
    first = review.take_next(workspace, ReviewQuery())
    assert first.subject_name == "Person 1"  # EXACT is due first
    second = review.take_next(workspace, ReviewQuery(), first.group_id)
    assert second.subject_name == "Person 2"
    shown = review.groups(workspace, ReviewQuery(), 0, 9)
    assert [group.locked_by for group in shown].count("ines@example.com") == 1
    with office.as_user(MARC):
        assert take(office) == "Person 1"  # what Ines let go when she took the next
        assert take(office, ReviewQuery(text="cust_3"), "no such group") is None
        assert take(office, ReviewQuery(text="cust_1")) == "Person 0"
        assert take(office, None, "subj_of|a group that went") == "Person 1"
    review.release(workspace, first.group_id)  # his now, not hers
    review.release(workspace, second.group_id)
    shown = review.groups(workspace, ReviewQuery(), 0, 9)
    assert [group.locked_by for group in shown] == [MARC, "", ""]


def test_next_passes_over_what_others_were_given(office) -> None:
    (match_id,) = ids(office.screened("Orsolo One"))
    office.screened("Orsolo Two")
    review.assign(office.workspace, [match_id], MARC)
    assert take(office) == "Orsolo Two"
    assert take(office, ReviewQuery(assigned=MARC)) == "Orsolo One"  # asked for
    with office.as_user(MARC):
        office.later(minutes=30)
        assert take(office, ReviewQuery(assigned="me")) == "Orsolo One"


def test_next_looks_behind_the_first_page(desk) -> None:
    for number in range(52):
        desk.screened(f"Person {number:02}", matches=1)
        desk.later(seconds=1)
    last = review.groups(desk.workspace, ReviewQuery(), 50, 1)[0]
    assert take(desk, None, last.group_id) == "Person 51"
    end = review.groups(desk.workspace, ReviewQuery(), 51, 1)[0]
    assert take(desk, None, end.group_id) == "Person 00"


def test_nothing_to_take(desk) -> None:
    assert take(desk) is None


def test_the_figures_of_the_day(office) -> None:
    workspace = office.workspace
    matches = [ids(office.screened())[0] for _ in range(9)]
    office.later(days=-1)
    review.resolve(workspace, [matches[8]], FALSE, "other_birth")  # of yesterday
    office.later(days=1)
    assert review.today(workspace).median_seconds is None
    review.resolve(workspace, [matches[0]], FALSE, "other_birth")
    office.later(seconds=20)
    review.resolve(workspace, [matches[1], matches[2]], FALSE, "other_birth")
    office.later(seconds=40)
    undone = review.resolve(workspace, [matches[3]], TRUE, "same_identifier")
    review.undo(workspace, undone.batch_id)
    review.resolve(workspace, [matches[3]], UNSURE, "need_document")
    office.later(hours=1)  # lunch
    review.resolve(workspace, [matches[3]], FALSE, comment="It came.")
    office.later(seconds=60)
    review.escalate(workspace, [matches[4]], "Ask a senior.")
    review.note(workspace, [matches[5]], "Notes count for nothing.")
    with office.as_user(MARC):
        review.resolve(workspace, [matches[6]], TRUE, "same_identifier")
        office.later(seconds=8)
        review.resolve(workspace, [matches[7]], TRUE, "same_identifier")
        his = review.today(workspace)
    mine, all_of_us = review.today(workspace), review.today(workspace, whose="")
    assert mine.counts == {FALSE: 4, TRUE: 0, UNSURE: 0}
    assert (mine.escalated, mine.done, mine.left) == (1, 5, 1)
    assert mine.median_seconds == 40.0
    assert (his.counts[TRUE], his.escalated, his.median_seconds) == (2, 0, 8.0)
    assert (all_of_us.counts[FALSE], all_of_us.counts[TRUE], all_of_us.done) == (4, 2, 7)


def test_the_history_of_a_pair_over_its_screenings(shared_desk, make_match) -> None:
    desk, workspace = shared_desk, shared_desk.workspace
    who = {"name": "Iskar Dovelle", "external_id": "iskar"}
    pair = make_match(333)
    (old,) = ids(desk.screened(matches=(pair,), **who))
    desk.later(minutes=1)
    review.note(workspace, [old], "Asked the branch.")
    desk.later(minutes=1)
    review.resolve(workspace, [old], FALSE, "other_birth", "Forty years younger.",
                   checklist={"alike": "no", "kind": "yes"})  # fmt: skip
    desk.later(days=1)
    changed = replace(make_match(333), entry_checksum="d" * 32)
    born = {"date_of_birth": PartialDate(1961, 2, 3), "gender": Gender.MALE}
    new, _ = ids(desk.screened(matches=(changed, make_match(334)), **who, **born))
    detail = review.detail(workspace, new)
    assert [(event.kind, event.match_id) for event in detail.history] == [
        (None, new), (ReviewKind.RESOLVE, old), (ReviewKind.NOTE, old), (None, old),
    ]  # fmt: skip
    decided = detail.decided
    assert (decided.verdict, decided.reason) == (FALSE, "Other date of birth")
    assert dict(decided.checklist) == {"kind": "yes", "alike": "no"}
    assert decided.entry_changed
    assert [(c.side, c.field, c.before, c.after) for c in detail.changed_since] == [
        ("subject", "date_of_birth", "", "1961-02-03"), ("subject", "gender", "", "MALE"),
    ]  # fmt: skip
    assert detail.entry is None  # this list was never imported
    assert detail.others == ()
    assert (detail.party, detail.links) == (None, ())


def test_unsure_and_undone_verdicts_are_no_earlier_decision(shared_desk, make_match) -> None:
    desk, workspace = shared_desk, shared_desk.workspace
    who = {"name": "Bravik Olund", "external_id": "bravik"}
    (old,) = ids(desk.screened(matches=(make_match(444),), **who))
    done = review.resolve(workspace, [old], FALSE, "other_birth")
    review.undo(workspace, done.batch_id)
    review.resolve(workspace, [old], UNSURE, "need_document", "Ask them.")
    (new,) = ids(desk.screened(matches=(make_match(444),), **who))
    detail = review.detail(workspace, new)
    assert (detail.decided, detail.changed_since) == (None, ())
    # The entry is the same: what was noted is still true.
    assert (detail.review.state, detail.review.comment) == (ReviewState.UNSURE, "Ask them.")


def test_what_a_new_screening_takes_over(shared_desk, make_match) -> None:
    desk, workspace = shared_desk, shared_desk.workspace
    who = {"name": "Tolvar Brenn", "external_id": "tolvar"}
    (first,) = ids(desk.screened(matches=(make_match(555),), **who))
    review.snooze(workspace, [first], desk.now + timedelta(days=9))
    review.assign(workspace, [first], "me")
    (second,) = ids(desk.screened(matches=(make_match(555),), **who))
    assert review.detail(workspace, second).review.snoozed_until == desk.now + timedelta(days=9)
    changed = replace(make_match(555), entry_checksum="d" * 32)
    (third,) = ids(desk.screened(matches=(changed,), **who))
    item = review.detail(workspace, third).review
    assert (item.snoozed_until, item.assigned_to) == (None, "ines@example.com")
    back = replace(make_match(555), entry_checksum="d" * 32, lapsed_exception_id="exc_9")
    review.snooze(workspace, [third], desk.now + timedelta(days=9))
    with workspace.database.write() as uow:
        uow.match_exceptions.add(
            match_exceptions.MatchException(
                "exc_9", match_exceptions.ExceptionKind.PROFILE,
                match_exceptions.ExceptionStatus.LAPSED, 1, "Cleared", desk.now, "ines",
            )
        )  # fmt: skip
        uow.commit()
    (fourth,) = ids(desk.screened(matches=(back,), **who))
    item = review.detail(workspace, fourth).review
    assert (item.snoozed_until, item.came_back) == (None, "exc_9")
    assert review.count(workspace, ReviewQuery(text="tolvar", came_back=True)).matches == 1


@pytest.mark.parametrize("is_closed", [False, True])
def test_an_escalated_match_asks_again_once_its_case_is_closed(
    shared_desk, make_match, is_closed
) -> None:
    from app.services import case_moves

    desk, workspace = shared_desk, shared_desk.workspace
    who = {"name": f"Marn {is_closed}", "external_id": f"marn {is_closed}"}
    (first,) = ids(desk.screened(matches=(make_match(666),), **who))
    (case_id,) = review.escalate(workspace, [first], "Ask.").cases
    if is_closed:
        case_moves.assign(workspace, case_id, "ines@example.com")
        case_moves.dispose(workspace, case_id, "NO_ACTION_REQUIRED", "Left the bank")
    (second,) = ids(desk.screened(matches=(make_match(666),), **who))
    item = review.detail(workspace, second).review
    assert (item.escalated_at is None, item.case_id == case_id) == (is_closed, not is_closed)


def test_the_history_tells_of_exceptions(shared_desk, make_match) -> None:
    desk, workspace = shared_desk, shared_desk.workspace
    entry = ListEntry("un_sc", "777", EntryType.INDIVIDUAL, (ListName("VENTRIS, Orsolo 777"),))
    match = replace(make_match(777), entry_checksum=checksum(entry))
    (match_id,) = ids(desk.screened("Sorrel Vance", external_id="sorrel", matches=(match,)))
    with workspace.database.write() as uow:
        subject_id = uow.reviews.get(match_id).subject_id
        for number, owner in enumerate((subject_id, "subj_other")):
            known = match_exceptions.MatchException(
                f"exc_{number}", match_exceptions.ExceptionKind.PROFILE,
                match_exceptions.ExceptionStatus.ACTIVE, 1, "Cleared", desk.now, "ines",
                subject_id=owner, source="un_sc", list_entry_id="777",
            )  # fmt: skip
            uow.match_exceptions.add(known)
            uow.match_exceptions.note(
                match_exceptions.ExceptionEvent(
                    f"exc_{number}", desk.now, "ines", "CREATED", {"reason": "Namesake."}
                )
            )
        uow.commit()
    newest, _ = review.detail(workspace, match_id).history
    assert (newest.exception_id, newest.what, newest.comment) == ("exc_0", "CREATED", "Namesake.")
