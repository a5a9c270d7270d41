"""The columns of the spellings page."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.gui.widgets.table_columns import Column
from app.services.learned_aliases import AliasPair

translate = QCoreApplication.translate


def pair_columns() -> tuple[Column[AliasPair], ...]:
    """One row per pair of spellings that the lists taught."""
    return (
        Column(
            "first",
            translate("Spellings", "Spelling"),
            lambda row: row.first,
            width=140,
            is_strong=True,
        ),
        Column("second", translate("Spellings", "Also spelled"), lambda row: row.second, width=140),
        Column(
            "support",
            translate("Spellings", "Entries"),
            lambda row: f"{row.support:,}",
            width=70,
            value=lambda row: row.support,
            tooltip=lambda _row: translate("Spellings", "List entries that show both"),
            is_number=True,
        ),
    )
