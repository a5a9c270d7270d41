"""The columns of the lists page: sources, versions, checks and rows kept aside."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.lists import KeptAside, ListCheck, ListVersion, SourceState, SourceStatus
from app.gui.lists import wording
from app.gui.widgets.table_columns import NOTHING, Chip, Column

translate = QCoreApplication.translate


def source_columns() -> tuple[Column[SourceStatus], ...]:
    """One row per source of the catalogue."""
    return (*_name_columns(), *_version_columns(), *_count_columns())


def _name_columns() -> tuple[Column[SourceStatus], ...]:
    return (
        Column(
            "name",
            translate("Lists", "Source"),
            lambda row: row.source.short_name,
            width=150,
            tooltip=lambda row: f"{row.source.name}\n{row.source.authority}",
            is_strong=True,
        ),
        Column(
            "source",
            translate("Lists", "Id"),
            lambda row: row.source.source,
            width=118,
            is_id=True,
        ),
        Column(
            "state",
            translate("Lists", "Health"),
            wording.health_word,
            width=150,
            tooltip=lambda row: "\n".join(row.problems) or wording.health_word(row),
            chip=wording.health_chip,
        ),
    )


def _version_columns() -> tuple[Column[SourceStatus], ...]:
    def version(row: SourceStatus) -> str:
        shown = wording.shown_version(row)
        return NOTHING if shown is None else shown.version

    return (
        Column("version", translate("Lists", "Version"), version, width=160, is_id=True),
        Column(
            "published_on",
            translate("Lists", "Published on"),
            lambda row: wording.date_text(row.active.published_on if row.active else None),
            width=96,
        ),
        Column(
            "age_days",
            translate("Lists", "Age"),
            wording.age_words,
            width=68,
            value=lambda row: row.age_days,
            tone=wording.age_tone,
            tooltip=lambda row: translate("Lists", "{age}; stale after {limit} d").format(
                age=wording.age_words(row), limit=row.source.stale_after_days
            ),
            is_number=True,
        ),
    )


def _count_columns() -> tuple[Column[SourceStatus], ...]:
    def tone(row: SourceStatus) -> str:
        is_loss = row.state is SourceState.QUARANTINED and (wording.last_change(row) or 0) < 0
        return "critical" if is_loss else "text_2"

    return (
        Column(
            "entries",
            translate("Lists", "Entries"),
            lambda row: wording.number(row.active.entries if row.active else None),
            width=74,
            value=lambda row: row.active.entries if row.active else None,
            is_number=True,
        ),
        Column(
            "names",
            translate("Lists", "Names"),
            lambda row: wording.number(row.active.names if row.active else None),
            width=74,
            value=lambda row: row.active.names if row.active else None,
            is_number=True,
        ),
        Column(
            "change",
            translate("Lists", "Last change"),
            lambda row: wording.change_words(wording.last_change(row)),
            width=88,
            value=wording.last_change,
            tone=tone,
            tooltip=lambda _row: translate("Lists", "Entries against the version before"),
            is_number=True,
        ),
        Column(
            "series",
            translate("Lists", "Versions"),
            lambda row: ", ".join(f"{count:,}" for count in wording.entry_series(row)) or NOTHING,
            width=64,
            tone=lambda row: "critical_solid" if row.state is SourceState.QUARANTINED else "accent",
            series=wording.entry_series,
            is_sortable=False,
        ),
    )


def version_columns() -> tuple[Column[ListVersion], ...]:
    """One row per version of a source."""
    return (
        Column(
            "version",
            translate("Lists", "Version"),
            lambda row: row.version,
            width=166,
            is_id=True,
        ),
        Column(
            "state",
            translate("Lists", "State"),
            lambda row: wording.version_word(row.state),
            width=118,
            chip=lambda row: wording.version_chip(row.state),
        ),
        Column(
            "imported_at",
            translate("Lists", "Imported"),
            lambda row: wording.time_text(row.imported_at),
            width=126,
            value=lambda row: row.imported_at,
            tooltip=lambda row: wording.utc_text(row.imported_at),
        ),
        _count("entries", translate("Lists", "Entries"), lambda row: row.entries),
        _count("names", translate("Lists", "Names"), lambda row: row.names),
        _count(
            "rows_kept_aside", translate("Lists", "Kept aside"), lambda row: row.rows_kept_aside, 84
        ),
        *_version_details(),
    )


def _count(field: str, title: str, count: object, width: int = 70) -> Column[ListVersion]:
    assert callable(count)
    return Column(
        field, title, lambda row: f"{count(row):,}", width=width, value=count, is_number=True
    )


def _version_details() -> tuple[Column[ListVersion], ...]:
    return (
        Column(
            "published_on",
            translate("Lists", "Published on"),
            lambda row: wording.date_text(row.published_on),
            width=100,
        ),
        Column(
            "sha256",
            translate("Lists", "SHA-256"),
            lambda row: row.sha256[:12],
            width=110,
            value=lambda row: row.sha256,
            tooltip=lambda row: row.sha256,
            is_id=True,
        ),
        Column(
            "files",
            translate("Lists", "Files"),
            lambda row: ", ".join(row.files),
            width=220,
            tooltip=lambda row: "\n".join(row.files),
        ),
        Column(
            "activated_at",
            translate("Lists", "Activated"),
            lambda row: wording.time_text(row.activated_at),
            width=130,
            tooltip=lambda row: wording.utc_text(row.activated_at),
        ),
        Column(
            "deactivated_at",
            translate("Lists", "Deactivated"),
            lambda row: wording.time_text(row.deactivated_at),
            width=130,
            tooltip=lambda row: wording.utc_text(row.deactivated_at),
        ),
        Column(
            "is_demo",
            translate("Lists", "Kind"),
            lambda row: translate("Lists", "Demo") if row.is_demo else translate("Lists", "Real"),
            width=80,
            chip=lambda row: Chip("tag", "info") if row.is_demo else None,
            is_hidden=True,
        ),
    )


def _check_word(check: ListCheck) -> str:
    if check.ok:
        return translate("Lists", "OK")
    return translate("Lists", "Not OK")


def _check_chip(check: ListCheck) -> Chip:
    if check.ok:
        return Chip("check-circle", "low")
    return Chip("x-circle", "critical")


def _capital_name(check: ListCheck) -> str:
    return wording.capital(check.name)


def check_columns() -> tuple[Column[ListCheck], ...]:
    """One row per check of a version."""
    return (
        Column("name", translate("Lists", "Check"), _capital_name, width=172),
        Column("ok", translate("Lists", "Result"), _check_word, width=74, chip=_check_chip),
        Column("measured", translate("Lists", "Measured"), lambda row: row.measured, width=164),
        Column("expected", translate("Lists", "Expected"), lambda row: row.expected, width=72),
    )


def kept_columns() -> tuple[Column[KeptAside], ...]:
    """One row per row of the file that could not be read."""
    return (
        Column(
            "row",
            translate("Lists", "Row"),
            lambda row: f"{row.row:,}",
            width=64,
            value=lambda row: row.row,
            is_number=True,
        ),
        Column("reason", translate("Lists", "Reason"), lambda row: row.reason, width=200),
        Column("text", translate("Lists", "Text"), lambda row: row.text, width=260),
        Column("file", translate("Lists", "File"), lambda row: row.file, width=120),
    )
