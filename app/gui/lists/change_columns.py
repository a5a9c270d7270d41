"""The columns of what an update changed."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.entry_changes import ChangeKind, EntryChange
from app.gui.screening.wording import entry_type_word
from app.gui.widgets.labels import isolate
from app.gui.widgets.table_columns import Chip, Column

translate = QCoreApplication.translate


def change_word(kind: ChangeKind) -> str:
    """What became of an entry."""
    return {
        ChangeKind.ADDED: translate("Lists", "Added"),
        ChangeKind.REMOVED: translate("Lists", "Removed"),
        ChangeKind.CHANGED: translate("Lists", "Changed"),
    }[kind]


def change_chip(kind: ChangeKind) -> Chip:
    """Icon and colour of a kind of change."""
    return {
        ChangeKind.ADDED: Chip("plus", "low"),
        ChangeKind.REMOVED: Chip("minus", "critical"),
        ChangeKind.CHANGED: Chip("swap", "medium"),
    }[kind]


def change_columns() -> list[Column[EntryChange]]:
    """The columns, in their first order; the store orders by kind and name."""
    return [
        Column(
            "kind",
            translate("Lists", "Change"),
            lambda row: change_word(row.kind),
            width=118,
            chip=lambda row: change_chip(row.kind),
            is_sortable=False,
        ),
        Column(
            "name",
            translate("Lists", "Name"),
            lambda row: isolate(row.entry.primary_name),
            width=220,
            is_strong=True,
            is_sortable=False,
        ),
        Column("what", translate("Lists", "What"), _what, width=220, is_sortable=False),
        Column(
            "entry_id",
            translate("Lists", "Entry"),
            lambda row: row.entry.reference or row.entry.entry_id,
            width=110,
            is_id=True,
            is_sortable=False,
        ),
    ]


def _what(change: EntryChange) -> str:
    if change.kind is ChangeKind.CHANGED:
        return ", ".join(item.label for item in change.fields)
    aliases = len(change.entry.names) - 1
    told = entry_type_word(change.entry.type)
    if aliases == 1:
        return translate("Lists", "{type}, 1 alias").format(type=told)
    return translate("Lists", "{type}, {count} aliases").format(type=told, count=aliases)
