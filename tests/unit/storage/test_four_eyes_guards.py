"""Four eyes in the database: what it refuses whoever asks, by SQL alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from app.storage.database import Database

AT = "2026-11-20T09:30:00.000000+00:00"


@pytest.fixture
def sql(database: Database) -> Iterator[Any]:
    """A connection of somebody who knows SQL, with an analyst, two reviewers, an administrator
    and a reviewer who left."""
    connection = dbapi2.connect(str(database.path), isolation_level=None)
    for login, role, state in (
        ("ines", "ANALYST", "ACTIVE"),
        ("rex", "REVIEWER", "ACTIVE"),
        ("ruth", "REVIEWER", "ACTIVE"),
        ("nora", "ADMINISTRATOR", "ACTIVE"),
        ("gone", "REVIEWER", "DISABLED"),
        ("odd", "AUDITOR", "ACTIVE"),
    ):
        connection.execute(
            "INSERT INTO users (login, name, role, state, password_hash, created_at, created_by,"
            " changed_at) VALUES (?, ?, ?, ?, '$argon2id$', ?, 'root', ?)",
            (login, login.title(), role, state, AT, AT),
        )
    yield connection
    connection.close()


def ask(sql: Any, made_by: str = "ines", of: str = "policy", **more: Any) -> None:
    """Insert an approval."""
    values = {
        "approval_id": "apr_1", "object_type": of, "object_id": "obj_1", "made_by": made_by,
        "asked_at": AT, "needs_second": 1, "state": "PENDING",
    } | more  # fmt: skip
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    sql.execute(f"INSERT INTO approvals ({names}) VALUES ({marks})", tuple(values.values()))


def decide(sql: Any, by: str, state: str = "APPROVED") -> None:
    """Decide it."""
    sql.execute(
        "UPDATE approvals SET state = ?, decided_by = ?, decided_at = ? WHERE approval_id = 'apr_1'",
        (state, by, AT),
    )


def state(sql: Any) -> str:
    found: str = sql.execute("SELECT state FROM approvals").fetchone()[0]
    return found


@pytest.mark.parametrize("verdict", ["APPROVED", "REFUSED"])
@pytest.mark.parametrize("by", ["rex", "ruth"])
def test_a_reviewer_who_did_not_ask_decides(sql: Any, by: str, verdict: str) -> None:
    ask(sql)
    decide(sql, by, verdict)
    assert state(sql) == verdict


@pytest.mark.parametrize("by", ["rex", "REX", " Rex "])
@pytest.mark.parametrize("verdict", ["APPROVED", "REFUSED"])
def test_the_maker_is_never_the_checker(sql: Any, by: str, verdict: str) -> None:
    ask(sql, made_by="rex")
    with pytest.raises(dbapi2.IntegrityError):
        decide(sql, by, verdict)
    assert state(sql) == "PENDING"
    with pytest.raises(dbapi2.IntegrityError):
        ask(sql, made_by="rex", approval_id="apr_2", object_id="obj_2", state=verdict,
            decided_by=by, decided_at=AT)  # fmt: skip


@pytest.mark.parametrize("by", ["ines2", "nora", "odd", "gone", "policy", "", "screendesk", "ines"])
def test_nobody_but_an_active_reviewer_decides(sql: Any, by: str) -> None:
    ask(sql, made_by="ines")
    with pytest.raises(dbapi2.IntegrityError):
        decide(sql, by)
    with pytest.raises(dbapi2.IntegrityError):
        ask(sql, approval_id="apr_2", object_id="obj_2", state="APPROVED", decided_by=by,
            decided_at=AT)  # fmt: skip
    assert state(sql) == "PENDING"


def test_what_is_decided_stays_decided(sql: Any) -> None:
    ask(sql)
    decide(sql, "rex")
    for again in ("REFUSED", "APPROVED", "PENDING"):
        with pytest.raises(dbapi2.IntegrityError, match=r"decided once|constraint"):
            decide(sql, "ruth", again)
    with pytest.raises(dbapi2.IntegrityError, match="append-only"):
        sql.execute("DELETE FROM approvals")
    assert state(sql) == "APPROVED"


@pytest.mark.parametrize(
    "change", ["made_by = 'nora'", "needs_second = 0", "object_id = 'x'", "asked_at = 'x'"]
)
def test_what_waits_cannot_be_turned_into_something_else(sql: Any, change: str) -> None:
    ask(sql)
    with pytest.raises(dbapi2.IntegrityError, match="decided once"):
        sql.execute(f"UPDATE approvals SET {change}")


def test_the_policy_approves_where_no_second_person_is_needed(sql: Any) -> None:
    ask(sql, needs_second=0, state="APPROVED", decided_by="policy", decided_at=AT)
    assert state(sql) == "APPROVED"


def test_with_four_eyes_on_a_policy_change_needs_a_second_person(sql: Any) -> None:
    sql.execute("INSERT INTO settings (key, value) VALUES ('four_eyes', 'true')")
    with pytest.raises(dbapi2.IntegrityError, match="needs a second person"):
        ask(sql, needs_second=0, state="APPROVED", decided_by="policy", decided_at=AT)
    ask(sql)
    decide(sql, "rex")


@pytest.mark.parametrize(
    ("verdict", "is_needed"), [("TRUE_POSITIVE", True), ("FALSE_POSITIVE", False)]
)
def test_with_four_eyes_on_a_true_positive_needs_a_second_person(
    sql: Any, verdict: str, is_needed: bool
) -> None:
    sql.execute("INSERT INTO settings (key, value) VALUES ('four_eyes', 'true')")
    sql.execute(
        "INSERT INTO case_dispositions (disposition_id, case_id, disposition, reason, made_by, at)"
        " VALUES ('obj_1', 'cas_1', ?, 'why', 'ines', ?)",
        (verdict, AT),
    )
    by_policy = {"needs_second": 0, "state": "APPROVED", "decided_by": "policy", "decided_at": AT}
    if is_needed:
        with pytest.raises(dbapi2.IntegrityError, match="needs a second person"):
            ask(sql, of="disposition", case_id="cas_1", **by_policy)
    else:
        ask(sql, of="disposition", case_id="cas_1", **by_policy)


@pytest.mark.parametrize("is_laxer", [0, 1])
def test_with_four_eyes_on_a_laxer_override_needs_a_second_person(sql: Any, is_laxer: int) -> None:
    sql.execute("INSERT INTO settings (key, value) VALUES ('four_eyes', 'true')")
    sql.execute(
        "INSERT INTO case_overrides (override_id, case_id, original_decision, new_decision,"
        " is_laxer, reason, named, made_by, at)"
        " VALUES ('obj_1', 'cas_1', 'BLOCK', 'APPROVE', ?, 'why', '', 'ines', ?)",
        (is_laxer, AT),
    )
    by_policy = {"needs_second": 0, "state": "APPROVED", "decided_by": "policy", "decided_at": AT}
    if is_laxer:
        with pytest.raises(dbapi2.IntegrityError, match="needs a second person"):
            ask(sql, of="override", case_id="cas_1", **by_policy)
    else:
        ask(sql, of="override", case_id="cas_1", **by_policy)


@pytest.mark.parametrize("values", [("BOSS", "ACTIVE"), ("ANALYST", "ASLEEP")])
def test_a_user_has_a_known_role_and_state(sql: Any, values: tuple[str, str]) -> None:
    with pytest.raises(dbapi2.IntegrityError):
        sql.execute("UPDATE users SET role = ?, state = ? WHERE login = 'ines'", values)
    with pytest.raises(dbapi2.IntegrityError, match="append-only"):
        sql.execute("DELETE FROM users WHERE login = 'ines'")
