"""What the list browser knows: what is looked for, and the entries that fit, page by page."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.list_entry import EntryType, ListEntry
from app.gui.lists.browser_columns import browser_columns
from app.gui.widgets.table_columns import Sort
from app.gui.widgets.table_pages import Fetch, SqlPageModel
from app.services.entry_browser import FoundEntries, Looked, find_entries
from app.services.workspace import Workspace

TYPING_PAUSE_MS = 80


class BrowserViewModel(QObject):
    """Looks through the active lists, or through one version. What is typed waits a moment,
    then the newest question wins."""

    counted = Signal(int, int)  # shown, all
    filter_changed = Signal()
    failed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.looked = Looked()
        self.source_names: dict[str, str] = {}
        self.read_sources()
        names = self.source_names
        self.model: SqlPageModel[ListEntry] = SqlPageModel(
            browser_columns(names), lambda entry: (entry.source, entry.entry_id), self
        )
        self.model.loaded.connect(self.counted)
        self.model.failed.connect(self.failed)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._typing.timeout.connect(self.ask)

    def read_sources(self) -> bool:
        """Take the names of the lists from the catalogue; whether they are others than before."""
        names = {source.source: source.short_name for source in self._workspace.catalogue}
        if names == self.source_names:
            return False
        self.source_names.clear()
        self.source_names.update(names)  # in place: the columns hold it, too
        return True

    @property
    def is_filtered(self) -> bool:
        """Whether anything narrows what is shown."""
        return bool(self.looked.text or self.looked.sources or self.looked.types)

    def set_text(self, text: str) -> None:
        """Look for these words once typing pauses."""
        if text.strip() != self.looked.text:
            self._set(text=text.strip())
            self._typing.start()

    def set_source(self, source: str) -> None:
        """Look into one list only, or into all of them ("")."""
        self._set(sources=(source,) if source else (), version_id=None)
        self.ask()

    def set_type(self, kind: EntryType | None) -> None:
        """Show entries of one type only, or of all."""
        self._set(types=(kind,) if kind else ())
        self.ask()

    def set_version(self, source: str, version_id: int) -> None:
        """Look into one version of a list, whatever its state."""
        self._set(sources=(source,), version_id=version_id)
        self.ask()

    def clear(self) -> None:
        """Show all entries of all active lists again."""
        self.looked = Looked()
        self.filter_changed.emit()
        self.ask()

    def _set(self, **changed: object) -> None:
        parts = {
            "text": self.looked.text,
            "sources": self.looked.sources,
            "types": self.looked.types,
            "version_id": self.looked.version_id,
            **changed,
        }
        self.looked = Looked(**parts)  # type: ignore[arg-type]
        self.filter_changed.emit()

    def ask(self) -> None:
        """Ask the store with the filter as it is now."""
        self._typing.stop()
        found = _once(lambda looked=self.looked: find_entries(self._workspace, looked))  # type: ignore[misc]

        def count() -> tuple[int, int]:
            answer = found()
            return len(answer), answer.total

        def page(_sort: Sort, offset: int, limit: int) -> tuple[ListEntry, ...]:
            return found().page(offset, limit)

        self.model.set_fetch(Fetch(count, page))


def _once(ask: Callable[[], FoundEntries]) -> Callable[[], FoundEntries]:
    """The answer of `ask`, asked for once whichever worker comes first."""
    lock = Lock()
    answers: list[FoundEntries] = []

    def answer() -> FoundEntries:
        with lock:
            if not answers:
                answers.append(ask())
            return answers[0]

    return answer
