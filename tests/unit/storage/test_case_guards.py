"""What the database refuses of case work, whoever asks and by whatever statement."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.domain.approval import Approval, ApprovalOf, ApprovalState
from app.domain.case import (
    Case,
    CaseConflict,
    CaseDisposition,
    CaseState,
    Disposition,
    Override,
    Priority,
    StaleCase,
)
from app.domain.decision import Outcome
from app.domain.errors import NotFound
from app.domain.risk import RiskBand
from app.domain.subject import SubjectType
from app.domain.user import Role, User, UserState
from app.storage.database import Database
from app.storage.unit_of_work import UnitOfWork

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
INES, RUTH = "ines@example.com", "ruth@example.com"
CASE = Case(
    case_id="cas_1",
    version=1,
    state=CaseState.OPEN,
    priority=Priority.HIGH,
    screening_id="scr_1",
    subject_id="subj_1",
    external_id="c1",
    name="Orsolo Ventris",
    type=SubjectType.INDIVIDUAL,
    original_decision=Outcome.BLOCK,
    decision=Outcome.BLOCK,
    band=RiskBand.HIGH,
    score=700,
    matches=1,
    open_matches=1,
    notes="",
    opened_by="policy: BLOCK",
    created_at=NOW,
    updated_at=NOW,
    tags=("vip",),
    sources=("un_sc",),
)
ASKED = Approval(
    "apr_1", ApprovalOf.DISPOSITION, "dsp_1", "cas_1", INES, NOW, needs_second=True,
    state=ApprovalState.PENDING,
)  # fmt: skip
DISPOSED = CaseDisposition("dsp_1", "cas_1", Disposition.TRUE_POSITIVE, "Sure", INES, NOW)
OVERRIDDEN = Override(
    "ovr_1", "cas_1", Outcome.BLOCK, Outcome.APPROVE, "Sure", "", INES, NOW, is_laxer=True
)
Run = Callable[..., Any]


@pytest.fixture
def uow(database: Database) -> Iterator[UnitOfWork]:
    """A transaction with users, four eyes on, and one case that is being disposed of."""
    with database.write() as work:
        for login, role in ((INES, Role.ANALYST), (RUTH, Role.REVIEWER), ("ada", Role.ANALYST)):
            work.users.add(User(login, login, role, UserState.ACTIVE, NOW, "setup"), "none")
        work.settings.set("four_eyes", value=True)
        work.cases.add(CASE)
        work.cases.change(CASE, state=CaseState.IN_REVIEW)
        work.cases.parts.add_disposition(DISPOSED)
        work.cases.parts.add_override(OVERRIDDEN)
        yield work


@contextmanager
def refused(words: str) -> Iterator[None]:
    with pytest.raises(DBAPIError, match=words):
        yield


def run(uow: UnitOfWork, statement: str) -> None:
    uow.connection.execute(text(statement))


def pend(uow: UnitOfWork) -> None:
    run(
        uow,
        "UPDATE cases SET state = 'PENDING_APPROVAL', disposition = 'TRUE_POSITIVE',"
        " disposition_id = 'dsp_1'",
    )


def test_a_case_begins_open_with_the_decision_of_its_screening(uow) -> None:
    for wrong in (
        replace(CASE, case_id="cas_2", state=CaseState.CLOSED),
        replace(CASE, case_id="cas_2", decision=Outcome.APPROVE),
    ):
        with refused("begins OPEN"):
            uow.cases.add(wrong)
    with refused("UNIQUE"):
        uow.cases.add(CASE)


def test_a_case_waits_for_a_disposition_of_its_own_that_is_new(uow) -> None:
    for values in (
        "disposition = 'TRUE_POSITIVE', disposition_id = 'dsp_none'",
        "disposition = 'FALSE_POSITIVE', disposition_id = 'dsp_1'",
    ):
        with refused("waits for approval of a new disposition"):
            run(uow, f"UPDATE cases SET state = 'PENDING_APPROVAL', {values}")
    uow.approvals.add(replace(ASKED, state=ApprovalState.REFUSED, decided_by=RUTH, decided_at=NOW))
    with refused("waits for approval of a new disposition"):
        pend(uow)


def test_a_case_closes_by_an_approval_alone(uow) -> None:
    pend(uow)
    uow.approvals.add(ASKED)
    with refused("closes when its disposition is approved"):
        run(uow, "UPDATE cases SET state = 'CLOSED'")
    uow.approvals.decide(
        replace(ASKED, state=ApprovalState.APPROVED, decided_by=RUTH, decided_at=NOW)
    )
    with refused("disposition that waits or counts"):
        run(uow, "UPDATE cases SET disposition = 'FALSE_POSITIVE'")
    run(uow, "UPDATE cases SET state = 'CLOSED'")
    with refused("disposition that waits or counts"):
        run(uow, "UPDATE cases SET disposition_id = ''")
    run(uow, "UPDATE cases SET state = 'IN_REVIEW', disposition = '', disposition_id = ''")
    with refused("waits for approval of a new disposition"):
        pend(uow)  # the old one was used up


@pytest.mark.parametrize(
    ("decided_by", "words"),
    [
        (INES, "maker_is_not_checker"),
        (" INES@Example.com", "second person|known reviewer|maker_is_not_checker"),
        ("ada", "only a known reviewer"),
        ("stranger@example.com", "only a known reviewer"),
        ("policy", "policy_is_no_second_person|known reviewer"),
    ],
)
@pytest.mark.parametrize("state", [ApprovalState.APPROVED, ApprovalState.REFUSED])
@pytest.mark.parametrize("waits_first", [True, False])
def test_only_a_second_known_reviewer_decides(uow, decided_by, words, state, waits_first) -> None:
    if decided_by == INES:  # even a maker who is a reviewer by now
        run(uow, "UPDATE users SET role = 'REVIEWER'")
    decided = replace(ASKED, state=state, decided_by=decided_by, decided_at=NOW)
    if waits_first:
        uow.approvals.add(ASKED)
        with refused(words):
            uow.approvals.decide(decided)
    else:
        with refused(words):
            uow.approvals.add(decided)


def test_a_disabled_reviewer_decides_nothing(uow) -> None:
    run(uow, f"UPDATE users SET state = 'DISABLED' WHERE login = '{RUTH}'")
    with refused("only a known reviewer"):
        uow.approvals.add(
            replace(ASKED, state=ApprovalState.APPROVED, decided_by=RUTH, decided_at=NOW)
        )


def test_the_policy_does_not_stand_in_where_four_eyes_are_on(uow) -> None:
    by_policy = replace(
        ASKED, needs_second=False, state=ApprovalState.APPROVED, decided_by="policy", decided_at=NOW
    )
    with refused("this needs a second person"):
        uow.approvals.add(by_policy)
    with refused("this needs a second person"):
        uow.approvals.add(replace(by_policy, of=ApprovalOf.OVERRIDE, object_id="ovr_1"))
    with refused("this needs a second person"):
        uow.approvals.add(replace(by_policy, of=ApprovalOf.POLICY, object_id="pol_1", case_id=""))
    uow.settings.set("four_eyes", value=False)
    uow.approvals.add(by_policy)


def test_what_is_approved_must_be_there_first(uow) -> None:
    for wrong in (
        replace(ASKED, object_id="dsp_2"),
        replace(ASKED, case_id="cas_2"),
        replace(ASKED, of=ApprovalOf.OVERRIDE, object_id="ovr_2"),
    ):
        with refused("what is approved must be there"):
            uow.approvals.add(wrong)


def test_a_decision_is_final_and_its_ground_is_fixed(uow) -> None:
    uow.approvals.add(ASKED)
    for change in ("made_by = 'x'", "needs_second = 0", "object_id = 'x'", "case_id = 'x'"):
        with refused("decided once"):
            run(uow, f"UPDATE approvals SET {change}")
    decided = replace(ASKED, state=ApprovalState.REFUSED, decided_by=RUTH, decided_at=NOW)
    uow.approvals.decide(decided)
    assert uow.approvals.get("apr_1") == decided
    with refused("decided once"):
        run(uow, "UPDATE approvals SET state = 'PENDING', decided_by = '', decided_at = NULL")
    with pytest.raises(CaseConflict, match="decided already"):
        uow.approvals.decide(decided)
    with pytest.raises(NotFound):
        uow.approvals.get("apr_2")
    for table in ("approvals", "cases"):
        with refused("append-only"):
            run(uow, f"DELETE FROM {table}")


def test_another_decision_needs_an_approved_override_of_the_one_in_force(uow) -> None:
    with refused("needs an approved override"):
        run(uow, "UPDATE cases SET decision = 'APPROVE'")
    uow.approvals.add(
        replace(
            ASKED,
            of=ApprovalOf.OVERRIDE,
            object_id="ovr_1",
            state=ApprovalState.APPROVED,
            decided_by=RUTH,
            decided_at=NOW,
        )
    )
    with refused("needs an approved override"):
        run(uow, "UPDATE cases SET decision = 'APPROVE_WITH_MONITORING'")
    run(uow, "UPDATE cases SET decision = 'APPROVE'")
    with refused("needs an approved override"):
        run(uow, "UPDATE cases SET decision = 'BLOCK'")


@pytest.mark.parametrize(
    "change",
    ["case_id = 'cas_9'", "original_decision = 'APPROVE'", "opened_by = 'x'", "created_at = 'x'"],
)
def test_the_origin_of_a_case_does_not_change(uow, change) -> None:
    with refused("the origin of a case does not change"):
        run(uow, f"UPDATE cases SET {change}")


@pytest.mark.parametrize(
    "change", ["state = 'LOST'", "priority = 'URGENT'", "disposition = 'ESCALATED'"]
)
def test_unknown_words_are_no_values(uow, change) -> None:
    with refused("CHECK|not allowed"):
        run(uow, f"UPDATE cases SET {change}")


def test_a_case_is_stored_and_changed_as_it_is(uow) -> None:
    stored = uow.cases.get("cas_1")
    assert stored == replace(CASE, state=CaseState.IN_REVIEW, version=2)
    changed = uow.cases.change(stored, tags=("a", "b"), due_at=NOW, updated_at=NOW)
    assert uow.cases.get("cas_1") == changed
    assert (changed.version, changed.tags, changed.due_at) == (3, ("a", "b"), NOW)
    with pytest.raises(StaleCase):
        uow.cases.change(stored, notes="of an old copy")
    assert uow.cases.open_of_subject("subj_1") == changed
    assert uow.cases.open_of_subject("subj_2") is None
    with pytest.raises(NotFound):
        uow.cases.parts.attachment("att_none")
