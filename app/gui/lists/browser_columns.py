"""The columns of the list browser: what of a list entry is seen, copied and exported."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from app.domain.countries import country_name
from app.domain.list_entry import ListEntry
from app.gui.screening.wording import date_words, entry_type_word, listed_date_words
from app.gui.widgets.labels import isolate
from app.gui.widgets.table_columns import NOTHING, Column

translate = QCoreApplication.translate


def browser_columns(source_names: Mapping[str, str]) -> list[Column[ListEntry]]:
    """The columns, in their first order. The store sorts them by name, none can be sorted by."""
    return [*_who_columns(source_names), *_what_columns()]


def _who_columns(source_names: Mapping[str, str]) -> list[Column[ListEntry]]:
    return [
        Column(
            "primary_name",
            translate("Lists", "Name"),
            lambda row: isolate(row.primary_name),
            width=270,
            is_strong=True,
            is_sortable=False,
        ),
        Column(
            "source",
            translate("Lists", "List"),
            lambda row: source_names.get(row.source, row.source),
            width=110,
            is_sortable=False,
        ),
        Column(
            "type",
            translate("Lists", "Type"),
            lambda row: entry_type_word(row.type),
            width=90,
            is_sortable=False,
        ),
        Column("born", translate("Lists", "Born"), _born, width=100, is_sortable=False),
        Column("countries", translate("Lists", "Countries"), _countries, 120, is_sortable=False),
    ]


def _what_columns() -> list[Column[ListEntry]]:
    return [
        Column(
            "names",
            translate("Lists", "Names"),
            lambda row: f"{len(row.names):,}",
            width=66,
            value=lambda row: len(row.names),
            is_number=True,
            is_sortable=False,
        ),
        Column(
            "programmes",
            translate("Lists", "Programmes"),
            lambda row: ", ".join(row.programmes or row.positions[:1]) or NOTHING,
            width=170,
            is_sortable=False,
        ),
        Column(
            "listed_on",
            translate("Lists", "Listed on"),
            lambda row: date_words(row.listed_on) if row.listed_on else NOTHING,
            width=100,
            is_hidden=True,
            is_sortable=False,
        ),
        Column(
            "entry_id",
            translate("Lists", "Entry"),
            lambda row: row.reference or row.entry_id,
            width=130,
            is_id=True,
            is_sortable=False,
        ),
    ]


def _born(entry: ListEntry) -> str:
    return ", ".join(map(listed_date_words, entry.dates_of_birth[:2])) or NOTHING


def _countries(entry: ListEntry) -> str:
    return ", ".join(map(country_name, entry.all_countries()[:3])) or NOTHING
