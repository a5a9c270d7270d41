"""What two versions of a list differ in: asked in the background, shown page by page."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.domain.entry_changes import ChangeKind, EntryChange
from app.domain.lists import ListVersion
from app.gui import jobs
from app.gui.lists.change_columns import change_columns
from app.gui.widgets.table_columns import Sort
from app.gui.widgets.table_pages import Fetch, SqlPageModel
from app.services import list_diff
from app.services.jobs import Job
from app.services.list_diff import ListDiff
from app.services.workspace import Workspace


class ChangesViewModel(QObject):
    """Compares the chosen version with the one before it, or with another."""

    compared = Signal()
    failed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.diff: ListDiff | None = None
        self.chosen: tuple[ChangeKind, ...] = ()
        self.is_asking = False
        self._asked: tuple[int, int | None] | None = None
        self.model: SqlPageModel[EntryChange] = SqlPageModel(
            change_columns(), lambda change: (change.kind, change.entry.entry_id), self
        )
        self.model.failed.connect(self.failed)
        self._questions = jobs.Questions()

    @property
    def kinds(self) -> tuple[ChangeKind, ...]:
        """The kinds of change that are shown: the chosen ones, or all."""
        return self.chosen or tuple(ChangeKind)

    def compare(self, version: ListVersion | None, old_id: int | None = None) -> None:
        """Compare a version with another, or with the one that stood before it."""
        asked = (version.version_id, old_id) if version else None
        if asked == self._asked:
            return
        self._asked = asked
        self.diff = None
        self._questions.give_up("diff")
        self.is_asking = version is not None
        if version is None:
            self.compared.emit()
            return
        workspace, chosen = self._workspace, version

        def work(job: Job) -> ListDiff:
            old = old_id
            if old is None:
                old, _ = list_diff.versions_to_compare(
                    workspace, chosen.source, new=chosen.version_id
                )
            return list_diff.diff(workspace, old, chosen.version_id, job)

        self._questions.ask("diff", work, self._show, self._fail)
        self.compared.emit()

    def forget(self) -> None:
        """Compare anew the next time: versions have changed."""
        self._asked = None

    def show_kind(self, kind: ChangeKind, *, is_wanted: bool) -> None:
        """Show or leave out one kind of change; none chosen shows all."""
        chosen = {*self.chosen, kind} if is_wanted else {*self.chosen} - {kind}
        self.chosen = tuple(item for item in ChangeKind if item in chosen)
        self._fetch()
        self.compared.emit()

    def _show(self, found: ListDiff) -> None:
        self.is_asking = False
        self.diff = found
        self._fetch()
        self.compared.emit()

    def _fail(self, error: object) -> None:
        self.is_asking = False
        self._asked = None
        self.compared.emit()
        self.failed.emit(error)

    def _fetch(self) -> None:
        found, kinds, workspace = self.diff, self.kinds, self._workspace
        if found is None:
            return
        whole = sum(found.count(kind) for kind in ChangeKind)
        shown = sum(found.count(kind) for kind in kinds)

        def page(_sort: Sort, offset: int, limit: int) -> tuple[EntryChange, ...]:
            rows: list[EntryChange] = []
            for kind in kinds:
                count = found.count(kind)
                if offset < count and len(rows) < limit:
                    rows += list_diff.page(workspace, found, kind, offset, limit - len(rows))
                offset = max(0, offset - count)
            return tuple(rows)

        self.model.set_fetch(Fetch(lambda: (shown, whole), page))
