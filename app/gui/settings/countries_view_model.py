"""What the dialog of country risks knows: the lists, and every country on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.gui import jobs
from app.gui.settings.country_columns import country_columns
from app.gui.widgets.table_model import RowsModel
from app.services import country_risk
from app.services.country_risk import CountryEntry, CountryImport, RiskList
from app.services.jobs import Job
from app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class CountryText:
    """A country on a list as it was written; the service checks it."""

    list_id: str
    country: str
    severity: float
    as_of: date | None
    source: str
    note: str


class CountriesViewModel(QObject):
    """Reads on a reading worker, changes on the writing one; each change has its reason."""

    read = Signal()
    changed = Signal(str)  # said in words
    failed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.lists: tuple[RiskList, ...] = ()
        self.list_id = ""
        self._all: tuple[CountryEntry, ...] = ()
        self.entries: RowsModel[CountryEntry] = RowsModel(
            country_columns(), lambda row: (row.risk.list_id, row.risk.code), self
        )
        self._questions = jobs.Questions()

    def refresh(self) -> None:
        """Ask for all lists and countries."""
        workspace = self._workspace

        def work(_job: Job) -> tuple[tuple[RiskList, ...], tuple[CountryEntry, ...]]:
            return country_risk.risk_lists(workspace), country_risk.countries(workspace)

        self._questions.ask("countries", work, self._show, self.failed)

    def _show(self, found: tuple[tuple[RiskList, ...], tuple[CountryEntry, ...]]) -> None:
        self.lists, self._all = found
        self._filter()
        self.read.emit()

    def choose_list(self, list_id: str) -> None:
        """Show the countries of one list, or of all ("")."""
        self.list_id = list_id
        self._filter()

    def _filter(self) -> None:
        wanted = self.list_id
        self.entries.set_rows([e for e in self._all if wanted in ("", e.risk.list_id)])

    # changing -----------------------------------------------------------------------------

    def set_country(self, text: CountryText, reason: str) -> None:
        """Put a country on a list, or change its entry."""
        workspace = self._workspace

        def work() -> str:
            entry = country_risk.set_country(
                workspace,
                text.list_id,
                text.country,
                reason=reason,
                severity=text.severity,
                as_of=text.as_of,
                source=text.source,
                note=text.note,
            )
            return entry.name

        self._write(work, lambda name: self.tr("{country} saved.").format(country=name))

    def remove(self, entry: CountryEntry, reason: str) -> None:
        """Take a country off a list."""
        workspace, risk = self._workspace, entry.risk

        def work() -> None:
            country_risk.remove_country(workspace, risk.list_id, risk.code, reason=reason)

        said = self.tr("{country} taken out.").format(country=entry.name)
        self._write(work, lambda _nothing: said)

    def reset(self, list_id: str, country: str, reason: str) -> None:
        """Let a country, a list or all lists be as shipped."""
        workspace = self._workspace

        def work() -> int:
            return country_risk.reset(workspace, list_id, country, reason=reason)

        self._write(work, lambda gone: self.tr("{count} changes undone.").format(count=gone))

    def import_csv(self, file: Path, reason: str) -> None:
        """Take over the countries of a file."""
        workspace = self._workspace

        def work() -> CountryImport:
            return country_risk.import_csv(workspace, file, reason=reason)

        def said(done: CountryImport) -> str:
            words = self.tr("{added} added, {changed} changed, {same} as before.")
            return words.format(added=done.added, changed=done.changed, same=done.unchanged)

        self._write(work, said)

    def _write(self, work: Callable[[], Any], said: Callable[[Any], str]) -> None:
        def tell(answer: Any) -> None:
            self.refresh()
            self.changed.emit(said(answer))

        handle = jobs.start(lambda _job: work(), lane=jobs.WRITE)
        handle.finished.connect(tell)
        handle.failed.connect(self.failed)
