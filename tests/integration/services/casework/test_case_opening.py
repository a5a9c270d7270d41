"""How cases come to be, and how later screenings and resolutions join them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.case import ActivityType, CaseConflict, CaseState, Disposition, Priority
from app.domain.dates import PartialDate
from app.domain.decision import Outcome
from app.domain.errors import BadInput, NotFound
from app.domain.review import ResolutionVerdict
from app.domain.risk import RiskBand
from app.services import audit, case_changes, case_moves, case_opening, cases, review

QUERY = cases.CaseQuery(snoozed="all")


def open_cases(desk):
    return cases.page(desk.workspace, QUERY, 0, 100)


def test_a_blocked_screening_opens_a_case_of_its_risk(desk, make_match) -> None:
    matches = (make_match(1), make_match(2, "us_ofac_sdn"))
    record = desk.screened("Dario Quintel", outcome=Outcome.BLOCK, band=RiskBand.CRITICAL,
                           matches=matches)  # fmt: skip
    (case,) = open_cases(desk)
    assert (case.state, case.priority, case.opened_by) == (
        CaseState.OPEN,
        Priority.CRITICAL,
        "policy: BLOCK",
    )
    assert case.due_at == desk.now + timedelta(hours=8)
    assert (case.name, case.external_id, case.screening_id, case.subject_id) == (
        "Dario Quintel",
        record.subject.external_id,
        record.screening_id,
        record.subject_id,
    )
    assert (case.matches, case.open_matches, case.sources) == (2, 2, ("un_sc", "us_ofac_sdn"))
    file = cases.get(desk.workspace, case.case_id)
    assert file.screenings == (record,)
    assert {item.match_id for item in file.reviews} == {item.match_id for item in matches}
    assert file.subject == record.subject
    assert desk.events()[-1] == ("case.created", case.case_id)
    assert audit.verify(desk.workspace).ok


def test_only_the_outcomes_of_the_policy_open_one(desk) -> None:
    for outcome in (Outcome.APPROVE, Outcome.APPROVE_WITH_MONITORING, Outcome.REVIEW_REQUIRED):
        desk.screened(outcome=outcome)
    assert open_cases(desk) == ()


def test_the_policy_that_is_stored_counts(desk) -> None:
    with desk.workspace.database.write() as uow:
        uow.settings.set("case_policy", {"opening": {"outcomes": ["REVIEW_REQUIRED"]}})
        uow.commit()
    desk.screened(outcome=Outcome.BLOCK)
    desk.screened(outcome=Outcome.REVIEW_REQUIRED)
    assert [case.opened_by for case in open_cases(desk)] == ["policy: REVIEW_REQUIRED"]


def test_a_later_screening_joins_the_open_case_and_may_raise_it(desk, make_match) -> None:
    first = desk.case(CaseState.IN_REVIEW, name="Dario Quintel", external_id="d1",
                      band=RiskBand.LOW, score=100)  # fmt: skip
    case_changes.snooze(desk.workspace, first.case_id, desk.now + timedelta(days=3))
    desk.later(hours=2)
    record = desk.screened(
        "Dario Quintel", external_id="d1", outcome=Outcome.BLOCK, band=RiskBand.CRITICAL,
        score=900, matches=(make_match(77, "eu_fsf"),),
    )  # fmt: skip
    (case,) = open_cases(desk)
    assert case.case_id == first.case_id
    assert (case.state, case.priority, case.score, case.band) == (
        CaseState.IN_REVIEW,
        Priority.CRITICAL,
        900,
        RiskBand.CRITICAL,
    )
    assert case.due_at == desk.now + timedelta(hours=8)
    assert case.snoozed_until is None  # what is new is seen
    assert (case.matches, case.sources) == (2, ("eu_fsf", "un_sc"))
    assert case.original_decision is Outcome.REVIEW_REQUIRED
    file = cases.get(desk.workspace, case.case_id)
    assert file.screenings[-1] == record
    told = file.activities[-1]
    assert (told.type, told.data["screening_id"]) == (
        ActivityType.SCREENING,
        record.screening_id,
    )


def test_a_customer_who_is_named_anew_is_shown_so(desk) -> None:
    first = desk.case(name="Dario Quintel", external_id="d1")
    born = PartialDate(1970, 5, 1)
    desk.screened("Dario Quintel-Roth", external_id="d1", date_of_birth=born, nationality="CY")
    now = desk.read(first.case_id)
    assert (now.name, now.born, now.country) == ("Dario Quintel-Roth", "1970-05-01", "CY")
    for words in ("quintel-roth", "d1"):
        assert cases.page(desk.workspace, cases.CaseQuery(text=words), 0, 5) == (now,)


def test_a_milder_screening_joins_and_lowers_nothing(desk) -> None:
    first = desk.case(name="Dario Quintel", external_id="d1", band=RiskBand.HIGH, score=700)
    desk.screened("Dario Quintel", external_id="d1", outcome=Outcome.APPROVE,
                  band=RiskBand.LOW, score=10, matches=0)  # fmt: skip
    (case,) = open_cases(desk)
    assert (case.priority, case.score, case.due_at) == (
        Priority.HIGH,
        first.score,
        first.due_at,
    )
    assert len(cases.get(desk.workspace, case.case_id).screenings) == 2


def test_a_subject_whose_case_is_closed_gets_a_new_one(desk) -> None:
    closed = desk.case(CaseState.CLOSED, name="Dario Quintel", external_id="d1")
    desk.screened("Dario Quintel", external_id="d1", outcome=Outcome.BLOCK)
    (newest,) = [case for case in open_cases(desk) if case.case_id != closed.case_id]
    file = cases.get(desk.workspace, newest.case_id)
    assert [item.case_id for item in file.earlier] == [closed.case_id]
    assert desk.read(closed.case_id).state is CaseState.CLOSED


def test_by_hand_with_priority_notes_and_the_right_subject(desk) -> None:
    record = desk.screened()
    with pytest.raises(BadInput, match="not of subject"):
        cases.create(desk.workspace, record.screening_id, subject_id="subj_other")
    with pytest.raises(BadInput, match="no priority"):
        cases.create(desk.workspace, record.screening_id, priority="URGENT")
    with pytest.raises(NotFound):
        cases.create(desk.workspace, "scr_none")
    assert open_cases(desk) == ()
    made = cases.create(
        desk.workspace, record.screening_id, subject_id=record.subject_id, priority="LOW",
        notes=" Look ", reason="Gut feeling",
    )  # fmt: skip
    assert (made.priority, made.notes, made.opened_by) == (
        Priority.LOW,
        "Look",
        "ines@example.com (one-person workspace)",
    )
    assert made.due_at == desk.now + timedelta(days=7)
    (row,) = cases.trail(desk.workspace, made.case_id)
    assert "Gut feeling" in row.after
    with pytest.raises(CaseConflict, match=made.case_id):
        cases.create(desk.workspace, record.screening_id)
    assert len(open_cases(desk)) == 1


def test_a_case_of_the_policy_that_nobody_began_takes_what_is_said_by_hand(desk) -> None:
    record = desk.screened(outcome=Outcome.BLOCK, band=RiskBand.MEDIUM)
    (held,) = open_cases(desk)
    made = cases.create(desk.workspace, record.screening_id, priority="CRITICAL", notes="Now")
    assert (made.case_id, made.state, made.priority, made.notes) == (
        held.case_id,
        CaseState.OPEN,
        Priority.CRITICAL,
        "Now",
    )
    assert made.due_at == desk.now + timedelta(hours=8)
    case_moves.assign(desk.workspace, made.case_id, "ines@example.com")
    with pytest.raises(CaseConflict):
        cases.create(desk.workspace, record.screening_id)


def test_escalated_matches_open_one_case_and_later_ones_join_it(desk) -> None:
    record = desk.screened("Dario Quintel", external_id="d1", matches=2)
    first, second = (item.match_id for item in record.matches)
    outcome = review.escalate(desk.workspace, [first], "Looks real")
    (case_id,) = outcome.cases
    case = desk.read(case_id)
    assert (case.state, case.matches, case.open_matches) == (CaseState.OPEN, 1, 1)
    assert case.opened_by == "ines@example.com (one-person workspace)"
    assert review.escalate(desk.workspace, [second], "This too").cases == (case_id,)
    assert desk.read(case_id).matches == 2
    later = desk.screened("Dario Quintel", external_id="d1", outcome=Outcome.BLOCK)
    assert desk.read(case_id).matches == 3
    file = cases.get(desk.workspace, case_id)
    assert [item.screening_id for item in file.screenings] == [
        record.screening_id,
        later.screening_id,
    ]


def test_matches_of_several_screenings_make_one_case_with_all_of_them(desk) -> None:
    first = desk.screened("Dario Quintel", external_id="d1")
    desk.later(hours=1)
    second = desk.screened("Dario Quintel", external_id="d1")
    found = [record.matches[0].match_id for record in (first, second)]
    (case_id,) = review.escalate(desk.workspace, found, "Both").cases
    file = cases.get(desk.workspace, case_id)
    assert [item.screening_id for item in file.screenings] == [
        first.screening_id,
        second.screening_id,
    ]
    assert (file.case.matches, {item.match_id for item in file.reviews}) == (2, set(found))


def test_what_a_closed_case_holds_stays_there(desk) -> None:
    closed = desk.case(CaseState.CLOSED, matches=2)
    again = cases.create(desk.workspace, closed.screening_id)
    assert (again.matches, again.open_matches, again.sources) == (0, 0, ())
    assert len(cases.get(desk.workspace, closed.case_id).reviews) == 2
    moved = cases.get(desk.workspace, closed.case_id).reviews[0].match_id
    (case_id,) = review.escalate(desk.workspace, [moved], "Look again").cases
    assert case_id == again.case_id
    assert desk.read(case_id).matches == 1


def test_resolutions_count_down_and_all_false_positives_propose_a_close(desk) -> None:
    workspace = desk.workspace
    record = desk.screened(outcome=Outcome.BLOCK, matches=2)
    (case,) = open_cases(desk)
    first, second = (item.match_id for item in record.matches)
    assert case_moves.proposal(workspace, case.case_id) is None
    verdict = ResolutionVerdict.FALSE_POSITIVE
    review.resolve(workspace, [first], verdict, "other_birth", "Born 1990")
    assert desk.read(case.case_id).open_matches == 1
    assert case_moves.proposal(workspace, case.case_id) is None
    done = review.resolve(workspace, [second], verdict, "other_birth", "Born 1990")
    assert desk.read(case.case_id).open_matches == 0
    assert case_moves.proposal(workspace, case.case_id) is Disposition.FALSE_POSITIVE
    assert desk.read(case.case_id).state is CaseState.OPEN  # it never closes by itself
    told = cases.get(workspace, case.case_id).activities[-1]
    assert told.type is ActivityType.RESOLUTION
    assert told.data["resolved"][0]["verdict"] == "FALSE_POSITIVE"
    review.undo(workspace, done.batch_id)
    assert desk.read(case.case_id).open_matches == 1
    assert case_moves.proposal(workspace, case.case_id) is None


def test_nothing_is_proposed_for_what_waits_or_is_closed(office) -> None:
    workspace = office.workspace
    record = office.screened()
    review.resolve(
        workspace, [record.matches[0].match_id], ResolutionVerdict.FALSE_POSITIVE, "other_birth", ""
    )
    case = cases.create(workspace, record.screening_id)
    assert case_moves.proposal(workspace, case.case_id) is Disposition.FALSE_POSITIVE
    case_moves.assign(workspace, case.case_id, "ines@example.com")
    case_moves.dispose(workspace, case.case_id, "TRUE_POSITIVE", "Against the proposal")
    assert case_moves.proposal(workspace, case.case_id) is None


def test_matches_of_several_customers_make_no_one_case(desk) -> None:
    one, other = desk.screened(), desk.screened()
    with desk.workspace.database.write() as uow:
        reviews = uow.reviews.of_screening(one.screening_id)
        reviews += uow.reviews.of_screening(other.screening_id)
        with pytest.raises(BadInput, match="several customers"):
            case_opening.open_for_matches(
                desk.workspace, uow, reviews, opened_by="ines", reason="Mixed"
            )
    assert open_cases(desk) == ()


def test_resolutions_of_matches_without_a_case_tell_nobody(desk) -> None:
    record = desk.screened()
    before = desk.events()
    with desk.workspace.database.write() as uow:
        reviews = uow.reviews.of_screening(record.screening_id)
        stale = [replace(item, case_id="cas_old") for item in reviews]
        assert case_opening.resolution_changed(desk.workspace, uow, stale) == []
    assert desk.events() == before
