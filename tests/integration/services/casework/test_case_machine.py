"""Any sequence of case work: the stored case is what a small model of the rules says."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from app.domain.case import CaseState, is_laxer
from app.domain.decision import Outcome
from app.domain.errors import AppError
from app.services import approvals, audit, case_activities, case_moves, cases

INES, RUTH, MARC, OTTO = (
    "ines@example.com",
    "ruth@example.com",
    "marc@example.com",
    "otto@example.com",
)
PEOPLE = st.sampled_from([INES, RUTH, MARC, OTTO])
REVIEWERS = {RUTH, MARC}
FINAL = st.sampled_from(["TRUE_POSITIVE", "FALSE_POSITIVE", "NO_ACTION_REQUIRED"])
KINDS = st.sampled_from(["disposition", "override"])
SETTINGS = settings(
    max_examples=4,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


class CaseWork(RuleBasedStateMachine):
    """The model: state, verdict, decision, who waits for whom. Written apart from the product."""

    def __init__(self, desk, *, four_eyes: bool) -> None:
        super().__init__()
        self.desk, self.four_eyes = desk, four_eyes
        self.workspace = desk.workspace
        made = desk.case(outcome=Outcome.BLOCK)
        self.case_id = made.case_id
        self.state, self.verdict, self.decision = "OPEN", "", Outcome.BLOCK
        self.waiting: dict[str, tuple[str, Outcome | None]] = {}  # kind: (maker, new decision)
        self.done = made.version  # changes of the case so far

    def _as(self, who: str) -> AbstractContextManager[None]:
        return self.desk.as_user(who) if self.four_eyes else nullcontext()

    def _try(self, who: str, deed: Callable[[], object], *, allowed: bool = True) -> bool:
        """Do it as someone; it works exactly when the model allows it."""
        refused = ""
        try:
            with self._as(who):
                deed()
        except AppError as error:
            refused = error.message
        may = allowed and (who != OTTO or not self.four_eyes)
        assert (refused == "") is may, refused
        return may

    @rule(who=PEOPLE, login=st.sampled_from([INES, RUTH, MARC]))
    def assign(self, who: str, login: str) -> None:
        before = cases.get(self.workspace, self.case_id).case
        if self._try(
            who,
            lambda: case_moves.assign(self.workspace, self.case_id, login),
            allowed=self.state != "CLOSED",
        ):
            if self.state == "OPEN" or before.assigned_to != login:
                self.done += 1
            self.state = "IN_REVIEW" if self.state == "OPEN" else self.state

    @rule(who=PEOPLE)
    def escalate(self, who: str) -> None:
        if self._try(
            who,
            lambda: case_moves.escalate(self.workspace, self.case_id, "Hard"),
            allowed=self.state == "IN_REVIEW",
        ):
            self.state, self.done = "ESCALATED", self.done + 1

    @rule(who=PEOPLE)
    def give_back(self, who: str) -> None:
        if self._try(
            who,
            lambda: case_moves.return_to_review(self.workspace, self.case_id, "Back"),
            allowed=self.state == "ESCALATED",
        ):
            self.state, self.done = "IN_REVIEW", self.done + 1

    @rule(who=PEOPLE, verdict=FINAL)
    def dispose(self, who: str, verdict: str) -> None:
        if self._try(
            who,
            lambda: case_moves.dispose(self.workspace, self.case_id, verdict, "Because"),
            allowed=self.state in {"IN_REVIEW", "ESCALATED"},
        ):
            self.verdict = verdict
            if self.four_eyes and verdict == "TRUE_POSITIVE":
                self.state, self.done = "PENDING_APPROVAL", self.done + 1
                self.waiting["disposition"] = (who, None)
            else:
                self.state, self.done = "CLOSED", self.done + 2

    @rule(who=PEOPLE, new=st.sampled_from(list(Outcome)), right=st.booleans())
    def override(self, who: str, new: Outcome, right: bool) -> None:
        original = self.decision if right else Outcome.REVIEW_REQUIRED
        allowed = (
            original is self.decision and new is not original and "override" not in self.waiting
        )
        if self._try(
            who,
            lambda: case_moves.override(self.workspace, self.case_id, original, new, "Because"),
            allowed=allowed,
        ):
            self.done += 1
            if self.four_eyes and is_laxer(original, new):
                self.waiting["override"] = (who, new)
            else:
                self.decision = new

    @rule(who=PEOPLE, kind=KINDS)
    def approve(self, who: str, kind: str) -> None:
        maker, new = self.waiting.get(kind, ("", None))
        if self._try(
            who,
            lambda: approvals.approve(self.workspace, self._asked(kind)),
            allowed=bool(maker) and who in REVIEWERS and who != maker,
        ):
            del self.waiting[kind]
            self.done += 1
            if new:
                self.decision = new
            else:
                self.state = "CLOSED"

    @rule(who=PEOPLE, kind=KINDS, withdrawing=st.booleans())
    def turn_down(self, who: str, kind: str, withdrawing: bool) -> None:
        maker, new = self.waiting.get(kind, ("", None))
        deed = approvals.withdraw if withdrawing else approvals.refuse
        may = who == maker if withdrawing else who in REVIEWERS and who != maker
        if self._try(
            who,
            lambda: deed(self.workspace, self._asked(kind), "Not so"),
            allowed=bool(maker) and may,
        ):
            del self.waiting[kind]
            self.done += 1
            if not new:
                self.state, self.verdict = "IN_REVIEW", ""

    @rule(who=PEOPLE)
    def reopen(self, who: str) -> None:
        if self._try(
            who,
            lambda: case_moves.reopen(self.workspace, self.case_id, "New evidence"),
            allowed=self.state == "CLOSED",
        ):
            self.state, self.verdict, self.done = "IN_REVIEW", "", self.done + 1

    @rule(who=PEOPLE)
    def note(self, who: str) -> None:
        if self._try(
            who,
            lambda: case_activities.add_activity(self.workspace, self.case_id, "NOTE", "Seen"),
        ):
            self.done += 1

    def _asked(self, kind: str) -> str:
        pending = cases.get(self.workspace, self.case_id).pending
        return next((item.approval_id for item in pending if item.of.value == kind), "apr_none")

    @invariant()
    def stored_as_the_model_says(self) -> None:
        file = cases.get(self.workspace, self.case_id)
        case = file.case
        assert case.state.value == self.state
        assert (case.disposition.value if case.disposition else "") == self.verdict
        assert case.decision is self.decision
        assert (case.closed_at is not None) is (case.state is CaseState.CLOSED)
        assert {item.of.value: item.made_by for item in file.pending} == {
            kind: maker for kind, (maker, _) in self.waiting.items()
        }
        assert case.version == len(file.activities) == self.done
        assert [item.data["version"] for item in file.activities] == [*range(1, self.done + 1)]
        for item in file.approvals:
            assert item.decided_by != item.made_by or item.state.value == "WITHDRAWN"


@pytest.mark.parametrize("four_eyes", [True, False])
def test_any_sequence_of_case_work(shared_office, shared_desk, four_eyes) -> None:
    desk = shared_office if four_eyes else shared_desk
    run_state_machine_as_test(lambda: CaseWork(desk, four_eyes=four_eyes), settings=SETTINGS)
    assert audit.verify(desk.workspace).ok
