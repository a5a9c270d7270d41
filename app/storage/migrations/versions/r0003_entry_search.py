"""Revision 0003: full-text search over list entries, and the way from an entry to its versions."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

from app.domain.list_entry import ListEntry
from app.storage import codec
from app.storage.entry_search import add_entries, create_table, words_of

revision = "0003"
down_revision = "0002"

_CHUNK = 2000


def upgrade() -> None:
    """Make the search table and fill it with the entries that are there."""
    connection = op.get_bind()
    create_table(connection)
    op.create_index(
        "memberships_by_entry",
        "list_memberships",
        ["entry_key", "source", "added_seq", "removed_seq"],
    )
    last = 0
    while True:
        rows = connection.execute(
            text(
                "SELECT entry_key, payload FROM list_entries WHERE entry_key > :last"
                " ORDER BY entry_key LIMIT :most"
            ),
            {"last": last, "most": _CHUNK},
        ).all()
        if not rows:
            return
        found = ((key, codec.decode(payload, ListEntry)) for key, payload in rows)
        add_entries(connection, [(key, words_of(entry)) for key, entry in found])
        last = rows[-1][0]
