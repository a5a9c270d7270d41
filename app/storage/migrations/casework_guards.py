"""Triggers of revision 0004: what the database refuses whoever asks."""

from __future__ import annotations

from alembic import op

# The moves of `app.domain.case.MOVES` when revision 0004 landed; a test compares them.
MOVES = (
    ("OPEN", "IN_REVIEW"),
    ("IN_REVIEW", "ESCALATED"),
    ("IN_REVIEW", "PENDING_APPROVAL"),
    ("ESCALATED", "IN_REVIEW"),
    ("ESCALATED", "PENDING_APPROVAL"),
    ("PENDING_APPROVAL", "IN_REVIEW"),
    ("PENDING_APPROVAL", "CLOSED"),
    ("CLOSED", "IN_REVIEW"),
)


def guard(table: str, *actions: str) -> None:
    """Refuse to change or to delete rows of a table."""
    for action in actions:
        op.execute(
            f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def guard_cases() -> None:
    """States follow the table of moves; closing needs an approved disposition, another decision
    an approved override."""
    pairs = ", ".join(f"('{before}', '{after}')" for before, after in MOVES)
    op.execute(f"INSERT INTO case_moves (from_state, to_state) VALUES {pairs}")  # noqa: S608
    guard("case_moves", "INSERT")
    _refuse(
        "cases_begin_open",
        "BEFORE INSERT ON cases",
        "NEW.state <> 'OPEN' OR NEW.decision <> NEW.original_decision",
        "a case begins OPEN, with the decision of its screening",
    )
    _refuse(
        "cases_move",
        "BEFORE UPDATE OF state ON cases",
        "NOT EXISTS (SELECT 1 FROM case_moves"
        " WHERE from_state = OLD.state AND to_state = NEW.state)",
        "this move of a case is not allowed",
    )
    _refuse(
        "cases_wait_for_a_disposition",
        "BEFORE UPDATE OF state ON cases",
        "NEW.state = 'PENDING_APPROVAL' AND OLD.state <> NEW.state AND NOT EXISTS"
        " (SELECT 1 FROM case_dispositions WHERE disposition_id = NEW.disposition_id"
        " AND case_id = NEW.case_id AND disposition = NEW.disposition AND NOT EXISTS"
        " (SELECT 1 FROM approvals WHERE object_type = 'disposition'"
        " AND object_id = NEW.disposition_id))",
        "a case waits for approval of a new disposition",
    )
    _refuse(
        "cases_keep_their_disposition",
        "BEFORE UPDATE OF disposition, disposition_id ON cases",
        "OLD.state IN ('PENDING_APPROVAL', 'CLOSED') AND OLD.state = NEW.state"
        " AND (NEW.disposition <> OLD.disposition OR NEW.disposition_id <> OLD.disposition_id)",
        "the disposition that waits or counts does not change",
    )
    _guard_verdicts()


def _guard_verdicts() -> None:
    """What a case closes by, what changes its decision, and what of it never changes."""
    _refuse(
        "cases_close_by_approval",
        "BEFORE UPDATE OF state ON cases",
        "NEW.state = 'CLOSED' AND OLD.state <> NEW.state AND NOT EXISTS"
        " (SELECT 1 FROM approvals WHERE object_type = 'disposition'"
        " AND object_id = NEW.disposition_id AND case_id = NEW.case_id AND state = 'APPROVED')",
        "a case closes when its disposition is approved",
    )
    _refuse(
        "cases_decide_by_override",
        "BEFORE UPDATE OF decision ON cases",
        "NEW.decision <> OLD.decision AND NOT EXISTS (SELECT 1 FROM case_overrides"
        " JOIN approvals ON object_type = 'override' AND object_id = override_id"
        " WHERE case_overrides.case_id = NEW.case_id AND approvals.state = 'APPROVED'"
        " AND new_decision = NEW.decision"
        " AND case_overrides.original_decision = OLD.decision)",
        "another decision needs an approved override",
    )
    _refuse(
        "cases_keep_their_origin",
        "BEFORE UPDATE OF case_id, original_decision, opened_by, created_at ON cases",
        "NEW.case_id <> OLD.case_id OR NEW.original_decision <> OLD.original_decision"
        " OR NEW.opened_by <> OLD.opened_by OR NEW.created_at <> OLD.created_at",
        "the origin of a case does not change",
    )


def guard_approvals() -> None:
    """A decision is final, by a known second person where one is needed."""
    _refuse(
        "approvals_decided_once",
        "BEFORE UPDATE ON approvals",
        "OLD.state <> 'PENDING' OR NEW.approval_id <> OLD.approval_id"
        " OR NEW.object_type <> OLD.object_type OR NEW.object_id <> OLD.object_id"
        " OR NEW.case_id <> OLD.case_id OR NEW.made_by <> OLD.made_by"
        " OR NEW.asked_at <> OLD.asked_at OR NEW.needs_second <> OLD.needs_second",
        "an approval is decided once",
    )
    _refuse(
        "approvals_of_something",
        "BEFORE INSERT ON approvals",
        "NEW.object_type = 'disposition' AND NOT EXISTS (SELECT 1 FROM case_dispositions"
        " WHERE disposition_id = NEW.object_id AND case_id = NEW.case_id)"
        " OR NEW.object_type = 'override' AND NOT EXISTS (SELECT 1 FROM case_overrides"
        " WHERE override_id = NEW.object_id AND case_id = NEW.case_id)",
        "what is approved must be there",
    )
    for name, when in (("insert", "BEFORE INSERT"), ("update", "BEFORE UPDATE")):
        _refuse(
            f"approvals_by_a_second_person_{name}",
            f"{when} ON approvals",
            "NEW.needs_second = 1 AND NEW.state IN ('APPROVED', 'REFUSED') AND NOT EXISTS"
            " (SELECT 1 FROM users WHERE login = NEW.decided_by AND state = 'ACTIVE'"
            " AND role = 'REVIEWER')",
            "only a known reviewer decides an approval",
        )
    _refuse(
        "approvals_need_four_eyes",
        "BEFORE INSERT ON approvals",
        "NEW.needs_second = 0 AND EXISTS (SELECT 1 FROM settings"
        " WHERE key = 'four_eyes' AND value = 'true')"
        " AND (NEW.object_type = 'policy'"
        " OR EXISTS (SELECT 1 FROM case_dispositions WHERE NEW.object_type = 'disposition'"
        " AND disposition_id = NEW.object_id AND disposition = 'TRUE_POSITIVE')"
        " OR EXISTS (SELECT 1 FROM case_overrides WHERE NEW.object_type = 'override'"
        " AND override_id = NEW.object_id AND is_laxer = 1))",
        "this needs a second person",
    )


def _refuse(name: str, event: str, condition: str, message: str) -> None:
    op.execute(
        f"CREATE TRIGGER {name} {event} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )
