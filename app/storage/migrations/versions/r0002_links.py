"""Revision 0002: links between entries of different lists, and the keys by which they are found."""

from __future__ import annotations

from alembic import op
from sqlalchemy import (
    REAL,
    CheckConstraint,
    Column,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)

revision = "0002"
down_revision = "0001"

_STRICT = {"sqlite_strict": True}
_CLUSTERED = {"sqlite_strict": True, "sqlite_with_rowid": False}
_LINK_TEXTS = (
    "left_source",
    "left_entry_id",
    "right_source",
    "right_entry_id",
    "basis",
    "evidence",
)


def upgrade() -> None:
    """Add the tables of links; the first run over the lists fills them."""
    _entry_links()
    _link_keys()


def _text(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, Text, nullable=null)


def _entry_links() -> None:
    op.create_table(
        "entry_links",
        Column("link_id", Text, primary_key=True, nullable=False),
        *(_text(name) for name in _LINK_TEXTS),
        Column("score", REAL, nullable=False),
        _text("state"),
        _text("note"),
        _text("made_by"),
        _text("created_at"),
        _text("changed_at", null=True),
        _text("changed_by"),
        _text("reason"),
        UniqueConstraint("left_source", "left_entry_id", "right_source", "right_entry_id"),
        CheckConstraint("state IN ('ACTIVE', 'APART', 'UNDONE', 'ENDED')", name="known_link_state"),
        CheckConstraint(
            "(left_source, left_entry_id) < (right_source, right_entry_id)", name="left_first"
        ),
        **_STRICT,
    )
    op.create_index("links_by_right", "entry_links", ["right_source", "right_entry_id"])


def _link_keys() -> None:
    # `keys` repeats the keys of an entry, packed: what it had is known after it is gone.
    op.create_table(
        "linked_entries",
        Column("entry_key", Integer, primary_key=True, nullable=False),
        Column("state", Integer, nullable=False),
        Column("keys", LargeBinary, nullable=False),
        **_STRICT,
    )
    op.create_index("entries_to_link", "linked_entries", ["state"], sqlite_where=text("state <> 0"))
    op.create_table(
        "link_keys",
        Column("link_key", Integer, primary_key=True, nullable=False),
        Column("entry_key", Integer, primary_key=True, nullable=False),
        **_CLUSTERED,
    )
