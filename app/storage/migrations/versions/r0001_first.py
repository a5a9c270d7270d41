"""Revision 0001: lists, screenings, subjects, events, audit, settings."""

from __future__ import annotations

from alembic import op
from sqlalchemy import REAL, CheckConstraint, Column, Integer, Text, UniqueConstraint, text

revision = "0001"
down_revision = None

_STRICT = {"sqlite_strict": True}
_CLUSTERED = {"sqlite_strict": True, "sqlite_with_rowid": False}


def upgrade() -> None:
    """Make all tables, indexes and triggers of an empty file."""
    _list_versions()
    _list_entries()
    _memberships()
    _screenings()
    _transactions()
    _subjects()
    _events()
    for name in ("settings", "meta"):
        op.create_table(name, _text("key", key=True), _text("value"), **_CLUSTERED)
    for name in (
        "screenings",
        "screening_records",
        "screening_matches",
        "transactions",
        "subject_revisions",
        "events",
        "audit_events",
    ):
        _make_append_only(name)


def _text(name: str, *, key: bool = False, null: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=null)


def _int(name: str, *, key: bool = False, null: bool = False) -> Column[int]:
    return Column(name, Integer, primary_key=key, nullable=null)


def _make_append_only(table: str) -> None:
    for action in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _list_versions() -> None:
    op.create_table(
        "list_versions",
        _int("version_id", key=True),
        _text("source"),
        _int("seq"),
        _text("version"),
        _text("state"),
        _int("is_demo"),
        _text("published_on", null=True),
        _text("sha256"),
        _text("files"),
        _int("entries"),
        _int("names"),
        _int("rows_kept_aside"),
        _text("problems"),
        _text("checks"),
        _text("imported_at"),
        _text("activated_at", null=True),
        _text("deactivated_at", null=True),
        UniqueConstraint("source", "seq"),
        CheckConstraint(
            "state IN ('STAGING', 'READY', 'ACTIVE', 'SUPERSEDED', 'QUARANTINED')",
            name="known_state",
        ),
        sqlite_autoincrement=True,  # the id of a discarded version is never given again
        **_STRICT,
    )
    op.create_index(
        "one_active_version",
        "list_versions",
        ["source"],
        unique=True,
        sqlite_where=text("state = 'ACTIVE'"),
    )
    op.create_table(
        "list_kept_aside",
        _int("kept_id", key=True),
        _int("version_id"),
        _text("file"),
        _int("row"),
        _text("reason"),
        _text("text"),
        **_STRICT,
    )
    op.create_index("kept_aside_of_version", "list_kept_aside", ["version_id"])


def _list_entries() -> None:
    op.create_table(
        "list_entries",
        _int("entry_key", key=True),
        _text("source"),
        _text("entry_id"),
        _text("checksum"),
        _text("core_checksum"),
        _text("type"),
        _text("primary_name"),
        _int("names"),
        _text("payload"),
        UniqueConstraint("source", "entry_id", "checksum"),
        sqlite_autoincrement=True,
        **_STRICT,
    )


def _memberships() -> None:
    op.create_table(
        "list_memberships",
        _text("source", key=True),
        _int("entry_key", key=True),
        _int("added_seq", key=True),
        _int("removed_seq", null=True),
        _text("entry_id"),
        CheckConstraint("removed_seq > added_seq", name="interval"),
        **_CLUSTERED,
    )
    # No version can hold two entries of one id: at its own time each was the newest.
    op.create_index(
        "one_entry_an_id",
        "list_memberships",
        ["source", "entry_id"],
        unique=True,
        sqlite_where=text("removed_seq IS NULL"),
    )
    op.create_index("memberships_added", "list_memberships", ["source", "added_seq"])
    op.create_index(
        "memberships_removed",
        "list_memberships",
        ["source", "removed_seq"],
        sqlite_where=text("removed_seq IS NOT NULL"),
    )


def _screenings() -> None:
    op.create_table(
        "screenings",
        _int("seq", key=True),
        _text("screening_id"),
        _text("created_at"),
        _text("subject_id"),
        _text("external_id"),
        _text("name"),
        _text("type"),
        _text("purpose"),
        _text("outcome"),
        _text("band"),
        _int("score"),
        _int("matches"),
        _int("discarded"),
        _text("best_match"),
        _text("best_source"),
        _text("best_strength"),
        _text("actor"),
        _int("is_demo"),
        _text("name_key"),
        _text("search_text"),
        UniqueConstraint("screening_id"),
        **_STRICT,
    )
    op.create_index("screenings_by_time", "screenings", ["created_at"])
    op.create_index("screenings_by_subject", "screenings", ["subject_id"])
    op.create_table(
        "screening_records", _text("screening_id", key=True), _text("payload"), **_STRICT
    )
    op.create_table(
        "screening_matches",
        _text("screening_id", key=True),
        _int("position", key=True),
        _text("match_id"),
        _text("source"),
        _text("list_entry_id"),
        _text("checksum"),
        _text("check"),
        _text("strength"),
        _text("level"),
        Column("score", REAL, nullable=False),
        **_CLUSTERED,
    )
    op.create_index("matches_by_id", "screening_matches", ["match_id"])
    op.create_index("matches_by_entry", "screening_matches", ["source", "list_entry_id"])


def _transactions() -> None:
    op.create_table(
        "transactions",
        _int("seq", key=True),
        _text("screening_id"),
        _text("subject_id"),
        _text("transaction_id"),
        _text("occurred_at"),
        Column("amount", REAL, nullable=False),
        _text("currency"),
        _text("direction"),
        _text("counterparty_name"),
        _text("counterparty_country"),
        UniqueConstraint("screening_id"),
        **_STRICT,
    )
    op.create_index(
        "transactions_of_subject", "transactions", ["subject_id", "currency", "occurred_at"]
    )


def _subjects() -> None:
    op.create_table(
        "subjects",
        _text("subject_id", key=True),
        _text("external_id"),
        _text("content_key"),
        _text("name"),
        _int("revision"),
        _text("payload"),
        _text("created_at"),
        _text("updated_at"),
        **_STRICT,
    )
    # A customer number is one record; without one, equal content is one record.
    op.create_index(
        "one_subject_a_number",
        "subjects",
        ["external_id"],
        unique=True,
        sqlite_where=text("external_id <> ''"),
    )
    op.create_index(
        "one_subject_a_content",
        "subjects",
        ["content_key"],
        unique=True,
        sqlite_where=text("external_id = ''"),
    )
    op.create_table(
        "subject_revisions",
        _text("subject_id", key=True),
        _int("revision", key=True),
        _text("at"),
        _text("payload"),
        **_CLUSTERED,
    )


def _events() -> None:
    op.create_table(
        "events",
        _int("seq", key=True),
        _text("event_id"),
        _text("type"),
        _text("at"),
        _text("object_type"),
        _text("object_id"),
        _text("data"),
        UniqueConstraint("event_id"),
        sqlite_autoincrement=True,
        **_STRICT,
    )
    op.create_table(
        "audit_events",
        _int("seq", key=True),
        _text("at"),
        _text("actor"),
        _text("action"),
        _text("object_type"),
        _text("object_id"),
        _text("before"),
        _text("after"),
        _text("prev_hash"),
        _text("hash"),
        **_STRICT,
    )
