"""Full-text search over the names, references and numbers of list entries.

An FTS5 table without content: its rows carry the entry keys, a trigger drops a row with its
entry. Words are found by their beginnings, whatever their accents or case.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from anyascii import anyascii
from sqlalchemy import Connection, text

from app.domain.identifiers import compact
from app.domain.list_entry import EntryType, ListEntry

# Scripts that write no blanks between words: each character is a word of its own.
_UNSPACED = re.compile(r"([\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])")
_WORD = re.compile(r"[^\W_]+")
_INSERT = text("INSERT INTO entry_search (rowid, words) VALUES (:key, :words)")
_MOST_WORDS = 12  # of a query; more cannot narrow it further

MOST_SORTED = 20_000  # more come in the order of their lists: nobody reads so many by name

# CROSS JOIN keeps the order of the tables: the words first, or the lists first.
_FIND = """
SELECT m.entry_key FROM entry_search
CROSS JOIN list_memberships m INDEXED BY memberships_by_entry ON m.entry_key = entry_search.rowid
CROSS JOIN list_versions v ON v.source = m.source
    AND m.added_seq <= v.seq AND (m.removed_seq IS NULL OR m.removed_seq > v.seq)
WHERE entry_search MATCH :words AND v.version_id IN (SELECT value FROM json_each(:versions))
"""
_ALL = """
SELECT m.entry_key FROM list_versions v
CROSS JOIN list_memberships m ON m.source = v.source
    AND m.added_seq <= v.seq AND (m.removed_seq IS NULL OR m.removed_seq > v.seq)
WHERE v.version_id IN (SELECT value FROM json_each(:versions))
ORDER BY v.source, m.entry_key
"""
_OF_TYPES = """
SELECT entry_key FROM list_entries
WHERE entry_key IN (SELECT value FROM json_each(:keys))
    AND type IN (SELECT value FROM json_each(:types))
ORDER BY entry_key
"""
_BY_NAME = """
SELECT entry_key FROM list_entries
WHERE entry_key IN (SELECT value FROM json_each(:keys))
ORDER BY primary_name, entry_key
"""


def create_table(connection: Connection) -> None:
    """Make the search table and its trigger (part of a migration)."""
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE entry_search USING fts5(words, content='', contentless_delete=1,"
        " detail=none, prefix='1 2 3', tokenize='unicode61 remove_diacritics 2')"
    )
    connection.exec_driver_sql(
        "CREATE TRIGGER entry_search_follows AFTER DELETE ON list_entries"
        " BEGIN DELETE FROM entry_search WHERE rowid = old.entry_key; END"
    )


def add_entries(connection: Connection, entries: Sequence[tuple[int, str]]) -> None:
    """Make entries findable: their keys and the words of `words_of`."""
    if entries:
        connection.execute(_INSERT, [{"key": key, "words": words} for key, words in entries])


def words_of(entry: ListEntry) -> str:
    """What an entry is found by: all names, as written and in Latin letters, and its numbers."""
    return " ".join(dict.fromkeys(_words(entry)))


def _words(entry: ListEntry) -> Iterator[str]:
    for name in entry.names:
        written = _UNSPACED.sub(r" \1 ", name.text)
        yield from _WORD.findall(written)
        if not name.text.isascii():
            yield from _WORD.findall(anyascii(name.text))
    yield from _WORD.findall(entry.entry_id)
    yield from _WORD.findall(entry.reference)
    for identifier in entry.identifiers:
        yield from _WORD.findall(identifier.value)
        yield compact(identifier.value)


def find(
    connection: Connection,
    versions: Sequence[int],
    query: str,
    types: Sequence[EntryType] = (),
) -> list[int]:
    """The keys of the entries of these versions that have all words of the query: by name, or
    in the order of their lists if they are more than MOST_SORTED.

    Args:
        versions: ids of list versions, at most one a source.
        query: beginnings of words in any order; "" finds all.
        types: only entries of these types; all if empty.
    """
    words = _WORD.findall(_UNSPACED.sub(r" \1 ", query))[:_MOST_WORDS]
    if not versions or (query.strip() and not words):
        return []
    asked = {"versions": json.dumps(list(versions))}
    if words:
        asked["words"] = " ".join(f'"{word}"*' for word in words)
    keys = list(connection.scalars(text(_FIND if words else _ALL), asked))
    if types:
        chosen = {"keys": json.dumps(keys), "types": json.dumps([item.value for item in types])}
        keys = list(connection.scalars(text(_OF_TYPES), chosen))
    if len(keys) > MOST_SORTED:
        return keys
    return list(connection.scalars(text(_BY_NAME), {"keys": json.dumps(keys)}))
