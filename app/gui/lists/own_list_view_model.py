"""What the dialog for own lists knows: the table, its mapping, and what would come of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.column_mapping import ColumnMapping, ColumnUse, DayOrder, require_usable
from app.domain.errors import AppError
from app.domain.list_entry import EntryType, ListEntry
from app.domain.lists import ImportReport, KeptAside, ListSource
from app.domain.match import Check
from app.gui import jobs
from app.gui.lists.browser_columns import browser_columns
from app.gui.lists.columns import kept_columns
from app.gui.widgets.table_model import RowsModel
from app.services import own_lists, user_sources
from app.services.jobs import Job
from app.services.own_lists import DryRun, Guess, TableSample
from app.services.workspace import Workspace

_MOST_WIDTH = 190  # of a column of the preview
PAUSE_MS = 250  # before a changed mapping is tried


@dataclass(frozen=True, slots=True)
class OwnListRequest:
    """What is imported: a new source, or one that is there (`is_new` tells)."""

    source: ListSource
    is_new: bool
    published_on: date | None = None


class OwnListViewModel(QObject):
    """Reads the table and tries the mapping on reading workers; the newest question wins."""

    looked = Signal()  # sample, mapping and doubts are those of the file
    mapping_changed = Signal()
    trying = Signal()
    tried_so_far = Signal(int)  # entries
    tried = Signal(object)  # DryRun
    refused = Signal(object)  # the table or the mapping cannot be used: error
    templates_changed = Signal()
    started = Signal(object)  # JobHandle
    imported = Signal(object)  # ImportReport
    cancelled = Signal()
    failed = Signal(object)  # what was asked for was not done: error

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.path: Path | None = None
        self.check = Check.SANCTIONS
        self.source = ""  # an own source that is there, "" for a new one
        self.sample: TableSample | None = None
        self.mapping: ColumnMapping | None = None
        self.doubts: tuple[str, ...] = ()
        self.run: DryRun | None = None
        self.templates: dict[str, ColumnMapping] = {}
        self.handle: jobs.JobHandle | None = None
        columns = [
            replace(column, width=min(column.width, _MOST_WIDTH))
            for column in browser_columns({})
            if column.field != "source"
        ]
        self.entries: RowsModel[ListEntry] = RowsModel(columns, lambda row: row.entry_id, self)
        self.kept: RowsModel[KeptAside] = RowsModel(
            kept_columns(), lambda row: (row.file, row.row, row.text), self
        )
        self._questions = jobs.Questions()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.try_mapping)

    def own_sources(self) -> tuple[ListSource, ...]:
        """The user's own lists that are there."""
        return user_sources.list_sources(self._workspace)

    def is_taken(self, code: str) -> bool:
        """Whether a source has this code."""
        return any(source.source == code for source in self._workspace.catalogue)

    # the table ----------------------------------------------------------------------------

    def open(self, path: Path | None, sheet: str = "", header_row: int = 0) -> None:
        """Look into a file: its columns, first rows and the likeliest mapping."""
        self.path, self.sample, self.mapping, self.doubts = path, None, None, ()
        self._forget_run()
        if path is None:
            self._questions.give_up("look")
            self.looked.emit()
            return
        workspace, check, source, file = self._workspace, self.check, self.source, path

        def work(_job: Job) -> tuple[TableSample, Guess]:
            sample = own_lists.sample_table(file, sheet, header_row=header_row)
            guess = own_lists.guess_mapping(file, sheet, header_row, check)
            stored = own_lists.mapping_of_source(workspace, source) if source else None
            if stored is not None and _fits(stored, sample):
                guess = Guess(replace(stored, sheet=sheet, header_row=header_row), ())
            return sample, guess

        self._questions.ask("look", work, self._show_table, self._refuse)

    def choose_source(self, source: str) -> None:
        """Import a version of an own list that is there, by its mapping; "" for a new list."""
        if source == self.source:
            return
        self.source = source
        for own in self.own_sources():
            if own.source == source:
                self.check = own.check
        self._open_again()

    def choose_check(self, check: Check) -> None:
        """Say whether the list names sanctioned parties or holders of public functions."""
        if check is not self.check:
            self.check = check
            self._open_again()

    def _open_again(self) -> None:
        if self.sample is not None:
            self.open(self.path, self.sample.sheet, self.sample.header_row)

    def _show_table(self, found: tuple[TableSample, Guess]) -> None:
        self.sample, guess = found
        self.mapping, self.doubts = guess.mapping, guess.doubts
        self.looked.emit()
        self.try_mapping()

    def _refuse(self, error: object) -> None:
        self._forget_run()
        self.refused.emit(error)

    # the mapping --------------------------------------------------------------------------

    def use(self, column: str) -> ColumnUse | None:
        """What a column holds; None if it is kept as a detail."""
        uses = self.mapping.uses if self.mapping else ()
        return next((use for use in uses if use.column == column), None)

    def set_use(self, column: str, use: ColumnUse | None) -> None:
        """Say what a column holds."""
        if self.mapping is None or self.sample is None or use == self.use(column):
            return
        uses = {item.column: item for item in self.mapping.uses}
        uses.pop(column, None)
        if use is not None:
            uses[column] = use
        order = [name for name in self.sample.headings if name in uses]
        self._change(replace(self.mapping, uses=tuple(uses[name] for name in order)))

    def set_type(self, kind: EntryType | None) -> None:
        """The type of entries where no column tells it."""
        if self.mapping is not None:
            self._change(replace(self.mapping, fixed_type=kind))

    def set_day_order(self, order: DayOrder) -> None:
        """How dates in numbers are read."""
        if self.mapping is not None:
            self._change(replace(self.mapping, day_order=order))

    def set_separator(self, separator: str) -> None:
        """What stands between several values of a cell."""
        if self.mapping is not None:
            self._change(replace(self.mapping, separator=separator))

    def _change(self, mapping: ColumnMapping) -> None:
        if mapping != self.mapping:
            self.mapping = mapping
            self._forget_run()
            self.mapping_changed.emit()
            self._pause.start()

    def problem(self) -> AppError | None:
        """Why entries cannot be read with this mapping, None if they can."""
        if self.mapping is None or self.sample is None:
            return None
        try:
            require_usable(self.mapping, self.sample.headings)
        except AppError as error:
            return error
        return None

    # trying it ----------------------------------------------------------------------------

    def _forget_run(self) -> None:
        self._pause.stop()
        self._questions.give_up("try")
        self.run = None
        self.entries.set_rows(())
        self.kept.set_rows(())

    def try_mapping(self) -> None:
        """Run over all rows without storing any."""
        self._forget_run()
        problem = self.problem()
        if problem is not None:
            self.refused.emit(problem)
            return
        if self.mapping is None or self.path is None:
            return
        path, mapping, check = self.path, self.mapping, self.check

        def work(job: Job) -> DryRun:
            return own_lists.preview([path], mapping, check=check, job=job)

        self.trying.emit()
        handle = self._questions.ask("try", work, self._show_run, self._refuse)
        handle.progressed.connect(lambda done, _total, _text: self.tried_so_far.emit(done))

    def _show_run(self, run: DryRun) -> None:
        self.run = run
        self.entries.set_rows(run.entries)
        self.kept.set_rows(run.kept_aside)
        self.tried.emit(run)

    # templates ----------------------------------------------------------------------------

    def read_templates(self) -> None:
        """Ask for the saved mappings."""
        workspace = self._workspace
        self._questions.ask(
            "templates", lambda _job: own_lists.templates(workspace), self._keep_templates,
            self.failed,
        )  # fmt: skip

    def _keep_templates(self, templates: dict[str, ColumnMapping]) -> None:
        self.templates = templates
        self.templates_changed.emit()

    def use_template(self, name: str) -> None:
        """Read the columns as a saved mapping says; columns that are not there are left out."""
        saved = self.templates.get(name)
        if saved is None or self.mapping is None or self.sample is None:
            return
        uses = tuple(use for use in saved.uses if use.column in self.sample.headings)
        self._change(replace(
            saved, uses=uses, sheet=self.mapping.sheet, header_row=self.mapping.header_row
        ))  # fmt: skip

    def save_template(self, name: str, reason: str = "") -> None:
        """Save the mapping under a name."""
        workspace, mapping = self._workspace, self.mapping
        if mapping is not None:
            general = replace(mapping, sheet="", header_row=0)  # the next file may differ in both
            self._write(lambda: own_lists.save_template(workspace, name, general, reason=reason))

    def remove_template(self, name: str, reason: str = "") -> None:
        """Forget a saved mapping."""
        workspace = self._workspace
        self._write(lambda: own_lists.remove_template(workspace, name, reason=reason))

    def _write(self, work: Callable[[], None]) -> None:
        handle = jobs.start(lambda _job: work(), lane=jobs.WRITE)
        handle.finished.connect(lambda _nothing: self.read_templates())
        handle.failed.connect(self.failed)

    # importing ----------------------------------------------------------------------------

    def start(self, request: OwnListRequest) -> None:
        """Import the list on the writing worker; `handle` can be cancelled."""
        path, mapping, workspace = self.path, self.mapping, self._workspace
        if path is None or mapping is None or self.handle is not None:
            return

        # The report is kept apart: a cancel that comes too late must not hide an activation.
        reports: list[ImportReport] = []
        day, source = request.published_on, request.source

        def work(job: Job) -> None:
            if request.is_new:
                given = own_lists.add_own(
                    workspace, source, [path], mapping, published_on=day, job=job
                )
            else:
                given = own_lists.import_own(
                    workspace, source.source, [path], mapping, published_on=day, job=job
                )
            reports.append(given)

        def end(error: BaseException | None = None) -> None:
            self.handle = None
            if reports:
                self.imported.emit(reports[0])
            elif error is not None:
                self.failed.emit(error)
            else:
                self.cancelled.emit()

        label = self.tr("Import of {name}").format(name=source.short_name)
        self.handle = handle = jobs.start(work, lane=jobs.WRITE, label=label)
        handle.finished.connect(lambda _nothing: end())
        handle.cancelled.connect(end)
        handle.failed.connect(end)
        self.started.emit(handle)

    def give_up(self) -> None:
        """Nothing that was asked is wanted any more."""
        self._pause.stop()
        for kind in ("look", "try", "templates"):
            self._questions.give_up(kind)


def _fits(mapping: ColumnMapping, sample: TableSample) -> bool:
    return all(use.column in sample.headings for use in mapping.uses)
