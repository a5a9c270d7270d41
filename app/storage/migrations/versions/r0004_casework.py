"""Revision 0004: users, approvals, match review, exceptions, cases, audit roots."""

from __future__ import annotations

from alembic import op
from sqlalchemy import REAL, CheckConstraint, Column, Integer, Text, UniqueConstraint, text

from app.storage.migrations.casework_guards import guard, guard_approvals, guard_cases
from app.storage.migrations.review_backlog import queue_old_matches

revision = "0004"
down_revision = "0003"

_STRICT = {"sqlite_strict": True}
_CLUSTERED = {"sqlite_strict": True, "sqlite_with_rowid": False}
_QUEUE_COLUMNS = [
    "group_id", "due_at", "score", "strength", "source", "check", "level", "state",
    "snoozed_until", "escalated_at", "assigned_to", "came_back", "is_demo", "created_at",
    "name_key", "search_text",
]  # fmt: skip
_EXCEPTION_COLUMNS = [
    "created_at", "exception_id", "status", "kind", "source", "created_by", "expires_on",
    "review_on", "last_used_at", "changed_at", "used", "version", "subject_name", "external_id",
    "list_entry_id", "listed_name", "search_text",
]  # fmt: skip


def upgrade() -> None:
    """Add the tables of casework; matches of earlier screenings wait in the review queue."""
    _users()
    _approvals()
    _match_reviews()
    _match_exceptions()
    _cases()
    _case_parts()
    _audit_roots()
    for table in (
        "review_actions",
        "exception_events",
        "case_activities",
        "case_dispositions",
        "case_overrides",
        "case_attachments",
        "case_moves",
        "audit_roots",
    ):
        guard(table, "UPDATE", "DELETE")
    for table in ("users", "approvals", "match_reviews", "match_exceptions", "cases"):
        guard(table, "DELETE")
    guard_cases()
    guard_approvals()
    queue_old_matches(op.get_bind())


def _text(name: str, *, key: bool = False, null: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=null)


def _texts(*names: str) -> list[Column[str]]:
    """Texts that are empty rather than missing."""
    return [Column(name, Text, nullable=False, server_default="") for name in names]


def _times(*names: str) -> list[Column[str]]:
    """Times that may not have come yet."""
    return [_text(name, null=True) for name in names]


def _int(name: str, *, key: bool = False) -> Column[int]:
    if key:
        return Column(name, Integer, primary_key=True, nullable=False)
    return Column(name, Integer, nullable=False, server_default="0")


def _one_of(column: str, *values: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"known_{column}")


def _users() -> None:
    op.create_table(
        "users",
        _text("login", key=True),
        *(_text(name) for name in ("name", "role", "state", "password_hash")),
        *(_text(name) for name in ("created_at", "created_by", "changed_at")),
        _int("failures"),
        *_times("locked_until"),
        _int("must_change"),
        _one_of("role", "ANALYST", "REVIEWER", "ADMINISTRATOR", "AUDITOR"),
        _one_of("state", "ACTIVE", "DISABLED"),
        **_CLUSTERED,
    )


def _approvals() -> None:
    op.create_table(
        "approvals",
        _text("approval_id", key=True),
        *(_text(name) for name in ("object_type", "object_id")),
        *_texts("case_id"),
        *(_text(name) for name in ("made_by", "asked_at")),
        _int("needs_second"),
        *_texts("named", "summary"),
        _text("state"),
        *_texts("decided_by"),
        *_times("decided_at"),
        *_texts("reason"),
        UniqueConstraint("object_type", "object_id"),
        _one_of("object_type", "disposition", "override", "policy"),
        _one_of("state", "PENDING", "APPROVED", "REFUSED", "WITHDRAWN"),
        CheckConstraint("(state = 'PENDING') = (decided_by = '')", name="decided_by_someone"),
        CheckConstraint("(state = 'PENDING') = (decided_at IS NULL)", name="decided_at_some_time"),
        CheckConstraint(
            "state NOT IN ('APPROVED', 'REFUSED')"
            " OR lower(trim(decided_by)) <> lower(trim(made_by))",
            name="maker_is_not_checker",
        ),
        CheckConstraint(
            "decided_by <> 'policy' OR needs_second = 0", name="policy_is_no_second_person"
        ),
        CheckConstraint("made_by <> ''", name="made_by_someone"),
        **_STRICT,
    )
    op.create_index(
        "approvals_waiting", "approvals", ["asked_at"], sqlite_where=text("state = 'PENDING'")
    )
    op.create_index("approvals_of_case", "approvals", ["case_id"])


def _match_reviews() -> None:
    op.create_table(
        "match_reviews",
        _int("seq", key=True),
        *(_text(name) for name in ("match_id", "screening_id", "group_id", "subject_id")),
        *_texts("external_id"),
        *(_text(name) for name in ("subject_type", "subject_name", "name_key")),
        *_texts("born", "country"),
        *(_text(name) for name in ("party_key", "source", "list_entry_id", "entry_checksum")),
        *(_text(name) for name in ("check", "strength", "level")),
        Column("score", REAL, nullable=False),
        Column("name_score", REAL, nullable=False),
        *(_text(name) for name in ("primary_name", "matched_name")),
        *_texts("conflicts", "disproved"),
        _text("outcome"),
        *(_int(name) for name in ("risk_score", "is_demo")),
        *(_text(name) for name in ("created_at", "due_at", "search_text", "state")),
        *_texts("verdict", "reason_code", "comment"),
        *_times("resolved_at"),
        *_texts("resolved_by", "resolution_id"),
        *_times("announce_at"),
        *_texts("assigned_to"),
        *_times("snoozed_until", "escalated_at"),
        *_texts("locked_by"),
        *_times("locked_until"),
        *_texts("case_id", "came_back", "superseded_by"),
        UniqueConstraint("match_id"),
        _one_of("state", "OPEN", "UNSURE", "RESOLVED", "SUPERSEDED"),
        CheckConstraint("(state = 'RESOLVED') <= (resolved_by <> '')", name="resolved_by_someone"),
        **_STRICT,
    )
    _review_indexes()
    _review_actions()


def _review_indexes() -> None:
    for name, columns in (
        ("reviews_by_group", ["group_id"]),
        ("reviews_by_pair", ["subject_id", "source", "list_entry_id"]),
        ("reviews_by_screening", ["screening_id"]),
        ("reviews_by_case", ["case_id"]),
    ):
        op.create_index(name, "match_reviews", columns)
    # All that the queue is grouped, filtered and sorted by: its pages never read the rows.
    still_open = text("state IN ('OPEN', 'UNSURE')")
    for name, columns in (
        ("reviews_open", _QUEUE_COLUMNS),
        ("reviews_open_of_party", ["party_key"]),
        ("reviews_open_of_name", ["name_key"]),
    ):
        op.create_index(name, "match_reviews", columns, sqlite_where=still_open)
    op.create_index(
        "reviews_locked", "match_reviews", ["locked_by"], sqlite_where=text("locked_by <> ''")
    )
    op.create_index(
        "reviews_to_announce",
        "match_reviews",
        ["announce_at"],
        sqlite_where=text("announce_at IS NOT NULL"),
    )


def _review_actions() -> None:
    op.create_table(
        "review_actions",
        _int("seq", key=True),
        *(_text(name) for name in ("action_id", "batch_id", "match_id", "screening_id", "kind")),
        *_texts("verdict", "reason_code", "comment", "before", "after", "undoes"),
        *(_text(name) for name in ("actor", "at")),
        UniqueConstraint("action_id"),
        **_STRICT,
    )
    for name, column in (
        ("actions_of_match", "match_id"),
        ("actions_of_batch", "batch_id"),
        ("actions_by_time", "at"),
    ):
        op.create_index(name, "review_actions", [column])
    # What was undone cannot be undone again, whoever asks at the same time.
    op.create_index(
        "undone_once",
        "review_actions",
        ["undoes"],
        unique=True,
        sqlite_where=text("undoes <> ''"),
    )


def _match_exceptions() -> None:
    op.create_table(
        "match_exceptions",
        _text("exception_id", key=True),
        *(_text(name) for name in ("kind", "status")),
        _int("version"),
        *_texts("subject_id", "external_id", "subject_name", "source", "list_entry_id"),
        *_texts("listed_name", "search_text"),
        *_times("expires_on", "review_on"),
        *(_text(name) for name in ("created_at", "created_by")),
        *_times("changed_at"),
        *_texts("changed_by"),
        _int("used"),
        *_times("last_used_at"),
        _text("payload"),
        _one_of("kind", "profile", "conditional"),
        _one_of("status", "ACTIVE", "LAPSED", "EXPIRED", "REVOKED"),
        **_STRICT,
    )
    op.create_index("exceptions_of_subject", "match_exceptions", ["subject_id"])
    op.create_index("exceptions_of_customer", "match_exceptions", ["external_id"])
    op.create_index("exceptions_of_profile", "match_exceptions", ["source", "list_entry_id"])
    op.create_index("exceptions_listed", "match_exceptions", _EXCEPTION_COLUMNS)
    op.create_index(
        "exceptions_ending",
        "match_exceptions",
        ["expires_on"],
        sqlite_where=text("status = 'ACTIVE' AND expires_on IS NOT NULL"),
    )
    op.create_table(
        "exception_events",
        _int("seq", key=True),
        *(_text(name) for name in ("exception_id", "at", "actor", "action", "data")),
        **_STRICT,
    )
    op.create_index("events_of_exception", "exception_events", ["exception_id"])


def _cases() -> None:
    op.create_table(
        "cases",
        _int("seq", key=True),
        _text("case_id"),
        _int("version"),
        *(_text(name) for name in ("state", "priority")),
        *_texts("screening_id", "subject_id", "external_id"),
        *(_text(name) for name in ("name", "name_key", "type")),
        *_texts("born", "country"),
        *(_text(name) for name in ("original_decision", "decision", "band")),
        *(_int(name) for name in ("score", "matches", "open_matches")),
        *_texts("sources", "notes"),
        *(_text(name) for name in ("opened_by", "created_at", "updated_at")),
        *_texts("assigned_to", "escalated_to"),
        *_times("due_at", "snoozed_until"),
        *_texts("tags", "disposition", "disposition_id"),
        *_times("closed_at"),
        _int("is_demo"),
        _text("search_text"),
        UniqueConstraint("case_id"),
        _one_of("state", "OPEN", "IN_REVIEW", "ESCALATED", "PENDING_APPROVAL", "CLOSED"),
        _one_of("priority", "LOW", "MEDIUM", "HIGH", "CRITICAL"),
        _one_of("disposition", "", "TRUE_POSITIVE", "FALSE_POSITIVE", "NO_ACTION_REQUIRED"),
        **_STRICT,
    )
    for column in ("state", "subject_id", "screening_id", "assigned_to", "due_at", "created_at"):
        op.create_index(f"cases_by_{column}", "cases", [column])
    op.create_table(
        "case_moves", _text("from_state", key=True), _text("to_state", key=True), **_CLUSTERED
    )


def _case_parts() -> None:
    op.create_table(
        "case_screenings",
        _text("case_id", key=True),
        _text("screening_id", key=True),
        _text("at"),
        **_CLUSTERED,
    )
    op.create_index("cases_of_screening", "case_screenings", ["screening_id"])
    op.create_table(
        "case_links",
        _text("case_id", key=True),
        _text("other_id", key=True),
        *(_text(name) for name in ("relation", "actor", "at")),
        **_CLUSTERED,
    )
    _part("case_activities", "activity_id", ("at", "actor", "type", "content", "data"))
    _part("case_dispositions", "disposition_id", ("disposition", "reason", "made_by", "at"))
    _part(
        "case_overrides",
        "override_id",
        ("original_decision", "new_decision", "is_laxer", "reason", "named", "made_by", "at"),
        integers=("is_laxer",),
    )
    _part(
        "case_attachments",
        "attachment_id",
        ("name", "type", "sha256", "size", "media_type", "url", "note", "actor", "at"),
        integers=("size",),
    )
    op.create_index("attachments_by_content", "case_attachments", ["sha256"])


def _part(
    table: str, key: str, columns: tuple[str, ...], *, integers: tuple[str, ...] = ()
) -> None:
    """A table of what belongs to cases, in the order in which it came."""
    op.create_table(
        table,
        _int("seq", key=True),
        _text(key),
        _text("case_id"),
        *(_int(name) if name in integers else _text(name) for name in columns),
        UniqueConstraint(key),
        **_STRICT,
    )
    op.create_index(f"{table}_of_case", table, ["case_id"])


def _audit_roots() -> None:
    """One root an event: a day may be signed before it is over, and again when it is."""
    op.create_table(
        "audit_roots",
        _int("seq", key=True),
        *(_text(name) for name in ("day", "hash", "signed_at", "public_key", "signature")),
        **_STRICT,
    )
    for name, columns in (
        ("audit_by_actor", ["actor"]),
        ("audit_by_action", ["action"]),
        ("audit_by_object", ["object_type", "object_id"]),
        ("audit_by_time", ["at"]),
    ):
        op.create_index(name, "audit_events", columns)
