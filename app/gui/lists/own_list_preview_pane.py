"""What would come of an own list: its first entries, the rows kept aside, and what is doubtful."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.gui.lists.own_list_view_model import OwnListViewModel
from app.gui.screening.entry_pane import EntryPane
from app.gui.widgets.content_pane import ContentPane
from app.gui.widgets.empty import EmptyState
from app.gui.widgets.error_dialog import error_parts
from app.gui.widgets.labels import horizontal_rule, label, set_tone
from app.gui.widgets.scrolling import scroll_pane
from app.gui.widgets.table import DataTable
from app.gui.widgets.theme import space
from app.services.own_lists import DryRun

ENTRIES, KEPT, NOTES = range(3)


class PreviewPane(QWidget):
    """The dry run of the mapping as it is; it follows every change of it."""

    exporting = Signal(object, str)

    def __init__(self, view_model: OwnListViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self.heading = label(kind="strong")
        self.heading.setAccessibleName(self.tr("What the import would give"))
        self.heading.setWordWrap(True)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(self.tr("Parts of the preview"))
        for _ in range(3):
            self.tabs.addTab("")
        self.entries = DataTable("own_list_entries", view_model.entries, self.tr("First entries"))
        self.kept = DataTable("own_list_kept", view_model.kept, self.tr("Rows kept aside"))
        self.notes = ContentPane()
        self.nothing = EmptyState("list", "", "")
        self._stack = QStackedWidget()
        self._notes_page = scroll_pane(self.tr("To look at"), self._framed(self.notes))
        self.entry = EntryPane()
        self._entries_page = self._entries_and_one()
        for part in (self._entries_page, self.kept, self._notes_page, self.nothing):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space("s"))
        column.addWidget(self.heading)
        column.addWidget(self.tabs)
        column.addWidget(horizontal_rule())
        column.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self.show_tab)
        for table in (self.entries, self.kept):
            table.exporting.connect(self.exporting)
        view_model.looked.connect(self._show_waiting)
        view_model.trying.connect(self._show_waiting)
        view_model.mapping_changed.connect(self._show_waiting)
        view_model.tried_so_far.connect(self._show_progress)
        view_model.tried.connect(self._show_run)
        view_model.refused.connect(self._show_refusal)
        self._show_waiting()

    def _entries_and_one(self) -> QSplitter:
        """The entries above, the chosen one as it will be below."""
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.entries)
        split.addWidget(scroll_pane(self.tr("The entry as it will be"), self._framed(self.entry)))
        split.setSizes([230, 170])
        self.entries.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.entries.row_changed.connect(self._show_entry)
        return split

    def _show_entry(self, row: int) -> None:
        entry = self._view_model.entries.row_at(row) if row >= 0 else None
        if entry is None:
            self.entry.show_content(None)
        else:
            self.entry.show_entry(entry)

    def _framed(self, inner: QWidget) -> QWidget:
        made = QWidget()
        made.setProperty("surface", "none")
        column = QVBoxLayout(made)
        column.setContentsMargins(0, space("s"), space("s"), space("s"))
        column.addWidget(inner)
        column.addStretch(1)
        return made

    def show_tab(self, tab: int) -> None:
        """Show the entries, the rows kept aside, or what is to be looked at."""
        self.tabs.setCurrentIndex(tab)
        if self._view_model.run is not None:
            self._stack.setCurrentIndex(tab)
            self._hide_empty(tab)

    def _hide_empty(self, tab: int) -> None:
        """Say in words what a table without a row would leave open."""
        if tab == ENTRIES and not self._view_model.entries.rows:
            self._say(self.tr("No entry"), self.tr("Check which column holds the name."))
        elif tab == KEPT and not self._view_model.kept.rows:
            self._say(self.tr("No row is kept aside"), self.tr(
                "Every row of the table gives an entry or belongs to one."))  # fmt: skip

    def _say(self, heading: str, text: str) -> None:
        self.nothing.set_words(heading, text)
        self._stack.setCurrentWidget(self.nothing)

    def _name_tabs(self, entries: str = "", kept: str = "", notes: str = "") -> None:
        words = (
            (self.tr("First entries"), entries),
            (self.tr("Rows kept aside"), kept),
            (self.tr("To look at"), notes),
        )
        for place, (name, count) in enumerate(words):
            self.tabs.setTabText(place, f"{name} {count}".strip())

    def _show_waiting(self) -> None:
        set_tone(self.heading, "text")
        self._name_tabs()
        if self._view_model.path is None:
            self.heading.setText(self.tr("What the import would give"))
            self._say(self.tr("No file yet"), self.tr(
                "Choose a table, or drop it here: CSV, TSV, XLSX, ODS or JSON."))  # fmt: skip
        else:
            self.heading.setText(self.tr("Trying the mapping…"))
            self._say(self.tr("Reading"), self.tr("Every row is tried; none is stored."))

    def _show_progress(self, done: int) -> None:
        words = self.tr("Trying the mapping… {count} entries so far")
        self.heading.setText(words.format(count=f"{done:,}"))

    def _show_refusal(self, error: BaseException) -> None:
        what, safe, todo, _ = error_parts(error)
        set_tone(self.heading, "critical")
        self.heading.setText(what)
        self._name_tabs()
        self._say(what, " ".join(filter(None, (safe, todo))))

    def _show_run(self, run: DryRun) -> None:
        words = self.tr("{entries} entries with {names} names").format(
            entries=f"{run.counted:,}", names=f"{run.names:,}"
        )
        aside = sum(run.reasons.values())
        notes = (*run.problems(), *self._view_model.doubts)
        self.heading.setText(words)
        set_tone(self.heading, "text" if run.counted else "critical")
        shown = len(run.entries)
        entries = self.tr("{shown} of {all}").format(shown=shown, all=f"{run.counted:,}")
        self._name_tabs(entries, f"{aside:,}", f"{len(notes):,}")
        self._show_notes(run)
        self.entries.select_first()
        self.show_tab(self.tabs.currentIndex())

    def _show_notes(self, run: DryRun) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space("s"))
        for title, lines in (
            (self.tr("In the rows"), run.problems()),
            (self.tr("In the mapping"), self._view_model.doubts),
        ):
            if not lines:
                continue
            column.addWidget(label(title, "label"))
            for line in lines:
                words = label(line)
                words.setWordWrap(True)
                column.addWidget(words)
        if column.isEmpty():
            self.notes.show_message(self.tr("Nothing is doubtful."))
        else:
            self.notes.show_content(inside)
