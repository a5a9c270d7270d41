"""Lists of the user's own from any table: looked at, mapped, tried and imported; templates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Final

from app.domain.column_mapping import ColumnMapping, Role, mapping_of, mapping_value
from app.domain.errors import AppError, BadInput, UsageError
from app.domain.events import EventType
from app.domain.lists import ImportReport, ListSource
from app.domain.match import Check
from app.domain.user import Permission
from app.importers.archives import unpacked
from app.importers.reading import refused
from app.importers.table import guess
from app.importers.table.guess import Guess
from app.importers.table.reader import DryRun, dry_run
from app.importers.table.source import Table, open_table
from app.services import lists, user_sources
from app.services.jobs import NO_JOB, Job, JobCancelled
from app.services.list_readers import MAPPINGS_KEY, by_mapping, store_mapping, stored_mapping
from app.services.recording import record_change
from app.services.workspace import Workspace

__all__ = [
    "MAPPINGS_KEY", "DryRun", "Guess", "TableSample", "add_own", "guess_mapping", "import_own",
    "mapping_of_source", "own_source", "preview", "remove_template", "sample_table",
    "save_template", "templates",
]  # fmt: skip

TEMPLATES_KEY: Final = "mapping_templates"
MAX_TEMPLATES: Final = 100
SHOWN: Final = 20
OWN_FORMATS: Final = ("CSV", "TSV", "XLSX", "ODS", "JSON")
_SAFE: Final = "Nothing was changed."


@dataclass(frozen=True, slots=True)
class TableSample:
    """The beginning of a table as a person looks at it: `rows` holds the cells as texts, several
    values of a JSON array joined; `header_row` is the row of the headings among those that are
    not empty (0: JSON); `layout` says how the file was understood."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sheets: tuple[str, ...]
    sheet: str
    header_row: int
    layout: str


def sample_table(
    path: Path, sheet: str = "", limit: int = SHOWN, header_row: int = 0
) -> TableSample:
    """The headings and the first rows of a file, which may be packed.

    Args:
        sheet: of a workbook; "" for the first that has rows.
        header_row: which row that is not empty holds the headings, from 1; 0 to find it.
    Raises:
        ListRefused: the file holds no table, or cannot be read.
    """
    with _opened(path, sheet, header_row) as table:
        rows = tuple(
            tuple("; ".join(row.get(heading, ())) for heading in table.headings)
            for _, row in islice(table.rows(), limit)
        )
        return TableSample(
            table.headings, rows, table.sheets, table.sheet, table.header_row, table.layout
        )


def guess_mapping(
    path: Path, sheet: str = "", header_row: int = 0, check: Check = Check.SANCTIONS
) -> Guess:
    """The likeliest mapping of a file, with what a person should look at; `check` as `preview`.

    Raises ListRefused as `sample_table`.
    """
    with _opened(path, sheet, header_row) as table:
        return guess.guess_mapping(table, check)


def preview(
    files: Sequence[Path],
    mapping: ColumnMapping,
    *,
    check: Check = Check.SANCTIONS,
    shown: int = SHOWN,
    limit: int = 0,
    job: Job = NO_JOB,
) -> DryRun:
    """What an import would give: a dry run; nothing is stored.

    Args:
        check: whether the list names sanctioned parties or holders of public functions.
        shown: how many entries the result holds.
        limit: how many rows are read, for a quick look; 0 for all.
    Raises:
        ListRefused: a file holds no table, or cannot be read.
        BadInput: the mapping does not fit the columns.
    """
    source = own_source("Preview", "preview", check)

    def told(done: int) -> None:
        job.check()
        job.progress(done, 0, "Trying the mapping")

    with unpacked(files) as plain:
        return dry_run(source, plain, mapping, shown=shown, check=told, limit=limit)


def own_source(
    name: str, code: str, check: Check = Check.SANCTIONS, *, stale_after_days: int = 90
) -> ListSource:
    """The description of an own list, as `add_own` takes it.

    Args:
        code: its id: small letters, digits and underscores, a letter first.
        stale_after_days: when the list counts as out of date.
    """
    letters = "".join(char for char in code.upper() if char.isascii() and char.isalnum())
    return ListSource(
        source=code,
        name=name.strip(),
        short_name=name.strip()[:30].strip(),
        authority="Own list",
        check=check,
        url="",
        formats=OWN_FORMATS,
        cadence="as supplied",
        stale_after_days=stale_after_days,
        licence="",
        list_code=letters,
        prefix=letters[:6],
        is_own=True,
    )


def add_own(
    workspace: Workspace,
    source: ListSource,
    files: Sequence[Path],
    mapping: ColumnMapping,
    *,
    published_on: date | None = None,
    reason: str = "",
    job: Job = NO_JOB,
) -> ImportReport:
    """Add a source of the user's own and import its list; without an import it is not added.

    Raises:
        UsageError: the source cannot be added.
        ListRefused, BadInput: the list cannot be imported with this mapping. Nothing changed.
    """
    added = user_sources.add_source(workspace, source, reason=reason)
    try:
        return import_own(
            workspace, added.source, files, mapping, published_on=published_on, job=job
        )
    except (AppError, JobCancelled):
        user_sources.remove_source(workspace, added.source, reason="its list was not imported")
        raise


def import_own(
    workspace: Workspace,
    source: str,
    files: Sequence[Path],
    mapping: ColumnMapping,
    *,
    published_on: date | None = None,
    job: Job = NO_JOB,
) -> ImportReport:
    """Import a version of an own list, through the checks of every list; the mapping is used for
    its next files, too.

    Args:
        source: an id of `user_sources.list_sources`.
        files: one file, or several with the same columns.
        published_on: the list's own date.
        job: progress and cancel; a cancelled import changes nothing.
    Raises:
        UsageError: there is no own list of that id.
        ListRefused: no table, no entry. BadInput: the mapping does not fit the columns.
    """
    user_sources.require_own(workspace, source)
    report = lists.import_list(
        workspace,
        source,
        files,
        published_on=published_on,
        reader=by_mapping(mapping),
        job=job,
    )
    _remember(workspace, source, mapping)
    return report


def mapping_of_source(workspace: Workspace, source: str) -> ColumnMapping | None:
    """The mapping with which an own list was imported last, None before its first import."""
    with workspace.database.read() as uow:
        return stored_mapping(uow, source)


def templates(workspace: Workspace) -> dict[str, ColumnMapping]:
    """The saved mappings by their name, in alphabetical order."""
    with workspace.database.read() as uow:
        stored = uow.settings.get(TEMPLATES_KEY, default={})
    return {name: mapping_of(stored[name]) for name in sorted(stored, key=str.casefold)}


def save_template(
    workspace: Workspace, name: str, mapping: ColumnMapping, *, reason: str = ""
) -> None:
    """Save a mapping under a name, in place of the one that has it; recorded.

    Raises UsageError: the name is empty or too long, or there are too many templates.
    """
    workspace.require(Permission.MANAGE_LISTS)
    plain = " ".join(name.split())
    if not plain or len(plain) > user_sources.MAX_NAME:
        raise UsageError("A template has a name of 1 to 120 characters.", safe=_SAFE)
    _change_templates(workspace, plain, mapping_value(mapping), reason)


def remove_template(workspace: Workspace, name: str, *, reason: str = "") -> None:
    """Forget a saved mapping; recorded. Raises UsageError if there is none of that name."""
    workspace.require(Permission.MANAGE_LISTS)
    if name not in templates(workspace):
        raise UsageError(
            f"There is no template “{name[:40]}”.", safe=_SAFE, todo="`lists templates` shows all."
        )
    _change_templates(workspace, name, None, reason)


def template_named(workspace: Workspace, name: str) -> ColumnMapping:
    """The saved mapping of that name. Raises UsageError with the known ones if there is none."""
    known = templates(workspace)
    if name not in known:
        raise UsageError(
            f"There is no template “{name[:40]}”.",
            safe=_SAFE,
            todo=f"Use one of: {', '.join(known)}." if known else "None was saved yet.",
        )
    return known[name]


def unmapped(mapping: ColumnMapping, headings: Sequence[str]) -> tuple[str, ...]:
    """The columns that become details because they have no role."""
    used = {use.column for use in mapping.uses if use.role is not Role.DETAIL}
    return tuple(heading for heading in headings if heading not in used)


@contextmanager
def _opened(path: Path, sheet: str, header_row: int) -> Iterator[Table]:
    with unpacked([path]) as plain:
        if len(plain) != 1:
            raise refused(
                f"{path.name} holds {len(plain)} files.", "Unpack it and choose the list."
            )
        yield open_table(plain[0], sheet, header_row)


def _remember(workspace: Workspace, source: str, mapping: ColumnMapping) -> None:
    with workspace.database.write() as uow:
        before = stored_mapping(uow, source)
        if before == mapping:
            return
        store_mapping(uow, source, mapping)
        event = record_change(
            workspace,
            uow,
            EventType.CATALOGUE_CHANGED,
            "list_mapping",
            source,
            before=mapping_value(before) if before else None,
            after=mapping_value(mapping),
        )
        uow.commit()
    workspace.bus.publish([event])


def _change_templates(
    workspace: Workspace, name: str, value: dict[str, Any] | None, reason: str
) -> None:
    with workspace.database.write() as uow:
        stored = dict(uow.settings.get(TEMPLATES_KEY, default={}))
        before = stored.pop(name, None)
        if before == value:
            return
        if value is not None:
            stored[name] = value
        if len(stored) > MAX_TEMPLATES:
            raise BadInput(f"There are {MAX_TEMPLATES} templates already.", safe=_SAFE)
        uow.settings.set(TEMPLATES_KEY, stored)
        event = record_change(
            workspace,
            uow,
            EventType.TEMPLATE_CHANGED,
            "mapping_template",
            name,
            before=before,
            after=value,
            reason=reason,
        )
        uow.commit()
    workspace.bus.publish([event])
