"""The tables of users, review, cases, exceptions and audit roots; see `rows` for the others."""

from __future__ import annotations

from sqlalchemy import REAL, Column, Integer, Table, Text

from app.storage.rows import Day, UtcTime, metadata

users = Table(
    "users",
    metadata,
    Column("login", Text, primary_key=True),
    Column("name", Text),
    Column("role", Text),
    Column("state", Text),
    Column("password_hash", Text),
    Column("created_at", UtcTime),
    Column("created_by", Text),
    Column("changed_at", UtcTime),
    Column("failures", Integer),
    Column("locked_until", UtcTime),
    Column("must_change", Integer),
)

# Append-only but for the decision: a row is decided once.
approvals = Table(
    "approvals",
    metadata,
    Column("approval_id", Text, primary_key=True),
    Column("object_type", Text),
    Column("object_id", Text),
    Column("case_id", Text),
    Column("made_by", Text),
    Column("asked_at", UtcTime),
    Column("needs_second", Integer),
    Column("named", Text),
    Column("summary", Text),
    Column("state", Text),
    Column("decided_by", Text),
    Column("decided_at", UtcTime),
    Column("reason", Text),
)

# The review queue: one row a match that is not discarded. What it shows is kept here, so that
# sorting and filtering need not read the records.
match_reviews = Table(
    "match_reviews",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("match_id", Text),
    Column("screening_id", Text),
    Column("group_id", Text),
    Column("subject_id", Text),
    Column("external_id", Text),
    Column("subject_type", Text),
    Column("subject_name", Text),
    Column("name_key", Text),
    Column("born", Text),
    Column("country", Text),
    Column("party_key", Text),
    Column("source", Text),
    Column("list_entry_id", Text),
    Column("entry_checksum", Text),
    Column("check", Text),
    Column("strength", Text),
    Column("level", Text),
    Column("score", REAL),
    Column("name_score", REAL),
    Column("primary_name", Text),
    Column("matched_name", Text),
    Column("conflicts", Text),
    Column("disproved", Text),
    Column("outcome", Text),
    Column("risk_score", Integer),
    Column("is_demo", Integer),
    Column("created_at", UtcTime),
    Column("due_at", UtcTime),
    Column("search_text", Text),
    Column("state", Text),
    Column("verdict", Text),
    Column("reason_code", Text),
    Column("comment", Text),
    Column("resolved_at", UtcTime),
    Column("resolved_by", Text),
    Column("resolution_id", Text),
    Column("announce_at", UtcTime),
    Column("assigned_to", Text),
    Column("snoozed_until", UtcTime),
    Column("escalated_at", UtcTime),
    Column("locked_by", Text),
    Column("locked_until", UtcTime),
    Column("case_id", Text),
    Column("came_back", Text),
    Column("superseded_by", Text),
)

review_actions = Table(
    "review_actions",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("action_id", Text),
    Column("batch_id", Text),
    Column("match_id", Text),
    Column("screening_id", Text),
    Column("kind", Text),
    Column("verdict", Text),
    Column("reason_code", Text),
    Column("comment", Text),
    Column("before", Text),
    Column("after", Text),
    Column("undoes", Text),
    Column("actor", Text),
    Column("at", UtcTime),
)

match_exceptions = Table(
    "match_exceptions",
    metadata,
    Column("exception_id", Text, primary_key=True),
    Column("kind", Text),
    Column("status", Text),
    Column("version", Integer),
    Column("subject_id", Text),
    Column("external_id", Text),
    Column("subject_name", Text),
    Column("source", Text),
    Column("list_entry_id", Text),
    Column("listed_name", Text),
    Column("search_text", Text),
    Column("expires_on", Day),
    Column("review_on", Day),
    Column("created_at", UtcTime),
    Column("created_by", Text),
    Column("changed_at", UtcTime),
    Column("changed_by", Text),
    Column("used", Integer),
    Column("last_used_at", UtcTime),
    Column("payload", Text),
)

exception_events = Table(
    "exception_events",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("exception_id", Text),
    Column("at", UtcTime),
    Column("actor", Text),
    Column("action", Text),
    Column("data", Text),
)

cases = Table(
    "cases",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("case_id", Text),
    Column("version", Integer),
    Column("state", Text),
    Column("priority", Text),
    Column("screening_id", Text),
    Column("subject_id", Text),
    Column("external_id", Text),
    Column("name", Text),
    Column("name_key", Text),
    Column("type", Text),
    Column("born", Text),
    Column("country", Text),
    Column("original_decision", Text),
    Column("decision", Text),
    Column("band", Text),
    Column("score", Integer),
    Column("matches", Integer),
    Column("open_matches", Integer),
    Column("sources", Text),
    Column("notes", Text),
    Column("opened_by", Text),
    Column("created_at", UtcTime),
    Column("updated_at", UtcTime),
    Column("assigned_to", Text),
    Column("escalated_to", Text),
    Column("due_at", UtcTime),
    Column("snoozed_until", UtcTime),
    Column("tags", Text),
    Column("disposition", Text),
    Column("disposition_id", Text),
    Column("closed_at", UtcTime),
    Column("is_demo", Integer),
    Column("search_text", Text),
)

# The allowed moves, from `app.domain.case.MOVES`: a trigger refuses all others.
case_moves = Table(
    "case_moves",
    metadata,
    Column("from_state", Text, primary_key=True),
    Column("to_state", Text, primary_key=True),
)

case_screenings = Table(
    "case_screenings",
    metadata,
    Column("case_id", Text, primary_key=True),
    Column("screening_id", Text, primary_key=True),
    Column("at", UtcTime),
)

case_links = Table(
    "case_links",
    metadata,
    Column("case_id", Text, primary_key=True),
    Column("other_id", Text, primary_key=True),
    Column("relation", Text),
    Column("actor", Text),
    Column("at", UtcTime),
)

case_activities = Table(
    "case_activities",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("activity_id", Text),
    Column("case_id", Text),
    Column("at", UtcTime),
    Column("actor", Text),
    Column("type", Text),
    Column("content", Text),
    Column("data", Text),
)

case_dispositions = Table(
    "case_dispositions",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("disposition_id", Text),
    Column("case_id", Text),
    Column("disposition", Text),
    Column("reason", Text),
    Column("made_by", Text),
    Column("at", UtcTime),
)

case_overrides = Table(
    "case_overrides",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("override_id", Text),
    Column("case_id", Text),
    Column("original_decision", Text),
    Column("new_decision", Text),
    Column("is_laxer", Integer),
    Column("reason", Text),
    Column("named", Text),
    Column("made_by", Text),
    Column("at", UtcTime),
)

case_attachments = Table(
    "case_attachments",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("attachment_id", Text),
    Column("case_id", Text),
    Column("name", Text),
    Column("type", Text),
    Column("sha256", Text),
    Column("size", Integer),
    Column("media_type", Text),
    Column("url", Text),
    Column("note", Text),
    Column("actor", Text),
    Column("at", UtcTime),
)

audit_roots = Table(
    "audit_roots",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("day", Day),
    Column("hash", Text),
    Column("signed_at", UtcTime),
    Column("public_key", Text),
    Column("signature", Text),
)
