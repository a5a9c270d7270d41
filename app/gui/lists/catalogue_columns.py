"""The columns of the catalogue: what is known of a source before any list of it is loaded."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.lists import ListSource
from app.gui.screening.wording import check_word
from app.gui.widgets.table_columns import NOTHING, Chip, Column

translate = QCoreApplication.translate


def catalogue_columns() -> list[Column[ListSource]]:
    """The columns, in their first order."""
    return [
        Column(
            "short_name",
            translate("Catalogue", "Source"),
            lambda row: row.short_name,
            width=150,
            tooltip=lambda row: row.name,
            is_strong=True,
        ),
        Column(
            "is_own",
            translate("Catalogue", "Kept by"),
            _keeper,
            width=96,
            chip=lambda row: Chip("user", "info") if row.is_own else None,
        ),
        Column("check", translate("Catalogue", "Kind"), lambda row: check_word(row.check), 96),
        Column("source", translate("Catalogue", "Code"), lambda row: row.source, 116, is_id=True),
        Column("authority", translate("Catalogue", "Authority"), lambda row: row.authority, 190),
        Column("cadence", translate("Catalogue", "Appears"), lambda row: row.cadence, 140),
        Column("licence", translate("Catalogue", "Licence"), _licence, 180),
        Column(
            "min_entries",
            translate("Catalogue", "Least entries"),
            lambda row: f"{row.min_entries:,}",
            width=90,
            value=lambda row: row.min_entries,
            is_number=True,
        ),
        Column("formats", translate("Catalogue", "Formats"), _formats, 220, is_hidden=True),
        Column("url", translate("Catalogue", "Address"), lambda row: row.url or NOTHING, 260,
               is_hidden=True),
    ]  # fmt: skip


def _keeper(source: ListSource) -> str:
    if source.is_own:
        return translate("Catalogue", "You")
    return translate("Catalogue", "Program")


def _licence(source: ListSource) -> str:
    return source.licence or NOTHING


def _formats(source: ListSource) -> str:
    return ", ".join(source.formats)
