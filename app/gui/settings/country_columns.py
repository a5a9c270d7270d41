"""The columns of the table of country risks."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.dates import PartialDate
from app.gui.screening.wording import date_words
from app.gui.widgets.labels import isolate
from app.gui.widgets.table_columns import NOTHING, Chip, Column
from app.services.country_risk import CountryEntry

translate = QCoreApplication.translate


def country_columns() -> list[Column[CountryEntry]]:
    """One row for each country of each list."""
    return [
        Column(
            "name",
            translate("Countries", "Country"),
            lambda row: isolate(row.name),
            width=132,
            tone=_tone,
            is_strong=True,
        ),
        Column("code", translate("Countries", "Code"), lambda row: row.risk.code, 50, tone=_tone),
        Column("list", translate("Countries", "List"), lambda row: row.risk.list_name, 168,
               tone=_tone),
        Column(
            "state",
            translate("Countries", "Entry"),
            state_word,
            width=96,
            chip=_chip,
        ),
        Column(
            "severity",
            translate("Countries", "Severity"),
            lambda row: f"{row.risk.severity:.2f}",
            width=66,
            value=lambda row: row.risk.severity,
            tone=_tone,
            is_number=True,
        ),
        Column(
            "as_of",
            translate("Countries", "As of"),
            _as_of,
            width=100,
            value=lambda row: row.risk.as_of,
            tone=_tone,
        ),
        Column("source", translate("Countries", "Source"), lambda row: row.risk.source, 200,
               tone=_tone),
        Column("note", translate("Countries", "Note"), lambda row: row.risk.note or NOTHING, 180,
               tone=_tone),
    ]  # fmt: skip


def state_word(entry: CountryEntry) -> str:
    """Where an entry comes from: the program, or a change of the user."""
    if entry.is_removed:
        return translate("Countries", "Taken out")
    if not entry.risk.is_own:
        return translate("Countries", "As shipped")
    if entry.shipped is not None:
        return translate("Countries", "Changed")
    return translate("Countries", "Added")


def _chip(entry: CountryEntry) -> Chip | None:
    if entry.is_removed:
        return Chip("minus-circle", "missing")
    if not entry.risk.is_own:
        return None
    return Chip("user", "info")


def _tone(entry: CountryEntry) -> str:
    return "text_3" if entry.is_removed else "text"


def _as_of(entry: CountryEntry) -> str:
    day = entry.risk.as_of
    return date_words(PartialDate(day.year, day.month, day.day))
