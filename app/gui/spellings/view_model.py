"""What the spellings page knows: the learned pairs, one word in detail, one entry as listed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.domain.events import Event, EventType
from app.gui import jobs
from app.gui.event_bridge import EventBridge
from app.gui.index_preparing import prepare_index
from app.gui.spellings.columns import pair_columns
from app.gui.widgets.table_model import RowsModel
from app.services import learned_aliases, matching_settings
from app.services.jobs import Job
from app.services.learned_aliases import AliasPair, TopAliases, Witness
from app.services.workspace import Workspace

MOST_PAIRS = 5_000
_LIST_EVENTS = frozenset({EventType.LIST_ACTIVATED, EventType.LIST_DEACTIVATED})


class SpellingsViewModel(QObject):
    """Everything is asked on reading workers; of several questions of a kind the newest wins."""

    pairs_changed = Signal()
    reading = Signal(str, int, int)  # what is read, done, total
    word_asked = Signal(str)
    word_ready = Signal(object)  # AliasReport
    word_failed = Signal(object)
    entry_asked = Signal(object)  # Witness
    entry_ready = Signal(object, object)  # Witness, ListEntry
    entry_failed = Signal(object, object)  # Witness, error
    use_changed = Signal(bool)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.top: TopAliases | None = None
        self.is_used = False
        self.pairs: RowsModel[AliasPair] = RowsModel(
            pair_columns(), lambda row: (row.first, row.second), self
        )
        self._filter = ""
        self._questions = jobs.Questions()
        self._bridge = EventBridge(workspace.bus, parent=self)
        self._bridge.happened.connect(self._hear)

    def short_name(self, source: str) -> str:
        """What people call a source."""
        names = (item.short_name for item in self._workspace.catalogue if item.source == source)
        return next(names, source)

    # the pairs ----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask what the active lists teach; it takes seconds for large lists."""
        workspace = self._workspace
        handle = self._questions.ask(
            "pairs",
            lambda job: learned_aliases.top_aliases(workspace, MOST_PAIRS, job=job),
            self._keep_pairs,
            self.failed,
        )
        handle.progressed.connect(
            lambda done, total, text: self.reading.emit(text, int(done), int(total))
        )

    def _keep_pairs(self, top: TopAliases) -> None:
        self.top = top
        self._keep_use(is_used=top.is_used)
        self._show_pairs()

    def show_only(self, text: str) -> None:
        """Show only pairs of which one spelling contains this; empty for all."""
        self._filter = text.strip().casefold()
        self._show_pairs()

    def _show_pairs(self) -> None:
        part = self._filter
        rows = self.top.pairs if self.top is not None else ()
        self.pairs.set_rows([row for row in rows if part in row.first or part in row.second])
        self.pairs_changed.emit()

    # one word -----------------------------------------------------------------------------

    def look_up(self, word: str) -> None:
        """Ask what is known of a word."""
        workspace = self._workspace
        self.word_asked.emit(word)
        self._questions.ask(
            "word",
            lambda job: learned_aliases.aliases_of(workspace, word, job),
            self.word_ready,
            self.word_failed,
        )

    def load_entry(self, witness: Witness) -> None:
        """Ask for the list entry of a witness."""
        workspace = self._workspace
        self.entry_asked.emit(witness)
        self._questions.ask(
            "entry",
            lambda _job: learned_aliases.witness_entry(workspace, witness),
            lambda entry: self.entry_ready.emit(witness, entry),
            lambda error: self.entry_failed.emit(witness, error),
        )

    # in screening or not ------------------------------------------------------------------

    def use(self, *, is_used: bool) -> None:
        """Let learned spellings count as equal in screening, or not; saved and recorded."""
        workspace = self._workspace

        def work(_job: Job) -> bool:
            before = matching_settings.read(workspace)
            wanted = replace(before, learned_aliases=is_used)
            return matching_settings.save(workspace, wanted).learned_aliases

        handle = jobs.start(work, jobs.WRITE)
        handle.finished.connect(self._end_use)
        handle.failed.connect(self._refuse_use)

    def _end_use(self, is_used: bool) -> None:
        self._keep_use(is_used=is_used)
        prepare_index(self._questions, self._workspace, self.failed)

    def _refuse_use(self, error: BaseException) -> None:
        self.use_changed.emit(self.is_used)  # the tick goes back
        self.failed.emit(error)

    def _keep_use(self, *, is_used: bool) -> None:
        self.is_used = is_used
        self.use_changed.emit(is_used)

    # asking -------------------------------------------------------------------------------

    def _hear(self, event: Event) -> None:
        if event.type in _LIST_EVENTS and self.top is not None:
            self.refresh()
        elif event.type is EventType.SETTINGS_CHANGED:
            workspace = self._workspace
            self._questions.ask(
                "use",
                lambda _job: learned_aliases.is_used(workspace),
                lambda is_used: self._keep_use(is_used=is_used),
                self.failed,
            )

    def close_listening(self) -> None:
        """Stop listening to the workspace; the page is about to go."""
        self._bridge.close()
