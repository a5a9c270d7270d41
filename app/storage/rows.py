"""The tables, as the newest migration leaves them. Rows of these never leave this package."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import REAL, Column, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from app.storage.codec import utc_text, utc_time

metadata = MetaData()


class UtcTime(TypeDecorator[datetime]):
    """A UTC time, kept as ISO 8601 text of fixed width."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else utc_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        del dialect
        return None if value is None else utc_time(value)


class Day(TypeDecorator[date]):
    """A calendar day, kept as ISO 8601 text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else value.isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:
        del dialect
        return None if value is None else date.fromisoformat(value)


list_versions = Table(
    "list_versions",
    metadata,
    Column("version_id", Integer, primary_key=True),
    Column("source", Text),
    Column("seq", Integer),
    Column("version", Text),
    Column("state", Text),
    Column("is_demo", Integer),
    Column("published_on", Day),
    Column("sha256", Text),
    Column("files", Text),
    Column("entries", Integer),
    Column("names", Integer),
    Column("rows_kept_aside", Integer),
    Column("problems", Text),
    Column("checks", Text),
    Column("imported_at", UtcTime),
    Column("activated_at", UtcTime),
    Column("deactivated_at", UtcTime),
)

list_entries = Table(
    "list_entries",
    metadata,
    Column("entry_key", Integer, primary_key=True),
    Column("source", Text),
    Column("entry_id", Text),
    Column("checksum", Text),
    Column("core_checksum", Text),
    Column("type", Text),
    Column("primary_name", Text),
    Column("names", Integer),
    Column("payload", Text),
)

# An entry belongs to version `seq` of its source iff added_seq <= seq < removed_seq (null: none).
list_memberships = Table(
    "list_memberships",
    metadata,
    Column("source", Text, primary_key=True),
    Column("entry_key", Integer, primary_key=True),
    Column("added_seq", Integer, primary_key=True),
    Column("removed_seq", Integer),
    Column("entry_id", Text),
)

list_kept_aside = Table(
    "list_kept_aside",
    metadata,
    Column("kept_id", Integer, primary_key=True),
    Column("version_id", Integer),
    Column("file", Text),
    Column("row", Integer),
    Column("reason", Text),
    Column("text", Text),
)

entry_links = Table(
    "entry_links",
    metadata,
    Column("link_id", Text, primary_key=True),
    Column("left_source", Text),
    Column("left_entry_id", Text),
    Column("right_source", Text),
    Column("right_entry_id", Text),
    Column("basis", Text),
    Column("evidence", Text),
    Column("score", REAL),
    Column("state", Text),
    Column("note", Text),
    Column("made_by", Text),
    Column("created_at", UtcTime),
    Column("changed_at", UtcTime),
    Column("changed_by", Text),
    Column("reason", Text),
)

# Entries whose keys are in `link_keys`; `keys` holds them packed, `state` what is to be done.
linked_entries = Table(
    "linked_entries",
    metadata,
    Column("entry_key", Integer, primary_key=True),
    Column("state", Integer),
    Column("keys", LargeBinary),
)

# Entries of one key may be the same party.
link_keys = Table(
    "link_keys",
    metadata,
    Column("link_key", Integer, primary_key=True),
    Column("entry_key", Integer, primary_key=True),
)

screenings = Table(
    "screenings",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("screening_id", Text),
    Column("created_at", UtcTime),
    Column("subject_id", Text),
    Column("external_id", Text),
    Column("name", Text),
    Column("type", Text),
    Column("purpose", Text),
    Column("outcome", Text),
    Column("band", Text),
    Column("score", Integer),
    Column("matches", Integer),
    Column("discarded", Integer),
    Column("best_match", Text),
    Column("best_source", Text),
    Column("best_strength", Text),
    Column("actor", Text),
    Column("is_demo", Integer),
    Column("name_key", Text),
    Column("search_text", Text),
)

# Apart from `screenings`, whose short rows are scanned to sort and to filter the history.
screening_records = Table(
    "screening_records",
    metadata,
    Column("screening_id", Text, primary_key=True),
    Column("payload", Text),
)

screening_matches = Table(
    "screening_matches",
    metadata,
    Column("screening_id", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("match_id", Text),
    Column("source", Text),
    Column("list_entry_id", Text),
    Column("checksum", Text),
    Column("check", Text),
    Column("strength", Text),
    Column("level", Text),
    Column("score", REAL),
)

transactions = Table(
    "transactions",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("screening_id", Text),
    Column("subject_id", Text),
    Column("transaction_id", Text),
    Column("occurred_at", UtcTime),
    Column("amount", REAL),
    Column("currency", Text),
    Column("direction", Text),
    Column("counterparty_name", Text),
    Column("counterparty_country", Text),
)

subjects = Table(
    "subjects",
    metadata,
    Column("subject_id", Text, primary_key=True),
    Column("external_id", Text),
    Column("content_key", Text),
    Column("name", Text),
    Column("revision", Integer),
    Column("payload", Text),
    Column("created_at", UtcTime),
    Column("updated_at", UtcTime),
)

subject_revisions = Table(
    "subject_revisions",
    metadata,
    Column("subject_id", Text, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("at", UtcTime),
    Column("payload", Text),
)

events = Table(
    "events",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("event_id", Text),
    Column("type", Text),
    Column("at", UtcTime),
    Column("object_type", Text),
    Column("object_id", Text),
    Column("data", Text),
)

audit_events = Table(
    "audit_events",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", Text),
    Column("actor", Text),
    Column("action", Text),
    Column("object_type", Text),
    Column("object_id", Text),
    Column("before", Text),
    Column("after", Text),
    Column("prev_hash", Text),
    Column("hash", Text),
)

settings = Table("settings", metadata, Column("key", Text, primary_key=True), Column("value", Text))

# What the program notes about the file itself: the audit head, the version that wrote it.
meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text))
