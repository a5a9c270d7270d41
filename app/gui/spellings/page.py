"""The spellings page: what the lists taught, looked up word by word, with the entries behind it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.list_entry import ListEntry
from app.gui import jobs
from app.gui.screening.entry_pane import EntryPane
from app.gui.spellings.view_model import SpellingsViewModel
from app.gui.spellings.word_pane import WordPane
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import ActionButton, make_action, tool_button
from app.gui.widgets.empty import EmptyState
from app.gui.widgets.error_dialog import error_parts
from app.gui.widgets.icons import set_icon
from app.gui.widgets.labels import ElidedLabel, horizontal_rule
from app.gui.widgets.panel import Panel
from app.gui.widgets.table import DataTable
from app.gui.widgets.theme import space
from app.services.learned_aliases import AliasReport, Witness
from app.services.workspace import Workspace

_SETTLE_MS = 150  # a row that is only passed is not looked up


class SpellingsPage(QWidget):
    """Pairs left, the word that is looked at in the middle, a list entry on the right."""

    header_changed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_model = SpellingsViewModel(workspace, self)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("A word of a name, in any script"))
        self.search.setAccessibleName(self.tr("Look up a word, or filter the pairs"))
        self.search.setClearButtonEnabled(True)
        self.use = QCheckBox(self.tr("&Use learned spellings in screening"))
        self.use.setAccessibleName(self.tr("Use learned spellings in screening"))
        self.table = DataTable("spellings", self.view_model.pairs, self.tr("Learned pairs"))
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.word = WordPane(self.view_model.short_name)
        self.entry = EntryPane()
        self.banner = Banner("critical")
        self.banner.hide()
        self._witness: Witness | None = None
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._make_actions()
        self._lay_out()
        self._connect()

    # building -----------------------------------------------------------------------------

    def _make_actions(self) -> None:
        self.find_action = make_action(
            self, self.tr("Look up a word"), self.focus_search, icon="search", shortcut="Ctrl+F"
        )
        self.refresh_action = make_action(
            self, self.tr("Refresh"), self.view_model.refresh, icon="refresh", shortcut="F5"
        )
        self.use_action = make_action(
            self, self.tr("Use learned spellings or not"), self._switch, icon="swap"
        )
        self.use_action.setCheckable(True)

    def _lay_out(self) -> None:
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(space("m"))
        self.split.setChildrenCollapsible(False)
        self.split.setStyleSheet("QSplitter::handle { border: none; }")  # a gap between cards
        for part, stretch in ((self._pairs_panel(), 5), (self._word_panel(), 5),
                              (self._entry_panel(), 4)):  # fmt: skip
            self.split.addWidget(part)
            self.split.setStretchFactor(self.split.count() - 1, stretch)
        self.split.setSizes([420, 500, 400])
        head = QHBoxLayout()
        head.setSpacing(space("l"))
        icon = QAction(self)
        set_icon(icon, "search")
        self.search.addAction(icon, QLineEdit.ActionPosition.LeadingPosition)
        self.search.setMaximumWidth(420)
        head.addWidget(self.search, 1)
        head.addStretch(0)
        head.addWidget(self.use)
        column = QVBoxLayout(self)
        column.setContentsMargins(space("l"), space("m"), space("l"), space("l"))
        column.setSpacing(space("m"))
        column.addWidget(self.banner)
        column.addLayout(head)
        column.addWidget(self.split, 1)

    def _pairs_panel(self) -> Panel:
        self.pairs_panel = Panel(self.tr("Learned from the active lists"))
        self.empty = EmptyState(
            "spellings",
            self.tr("Reading the lists"),
            self.tr("The names of the active lists are compared with each other."),
            width=280,
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.table)
        self.pairs_panel.body.addWidget(self.stack, 1)
        self.pairs_panel.body.addWidget(horizontal_rule())
        foot = QHBoxLayout()
        foot.setContentsMargins(space("l"), space("s"), space("m"), space("s"))
        self.note = ElidedLabel("", "caption")
        foot.addWidget(self.note, 1)
        foot.addWidget(ActionButton(self.table.export_action, small=True))
        self.pairs_panel.body.addLayout(foot)
        return self.pairs_panel

    def _word_panel(self) -> Panel:
        self.word_panel = Panel(self.tr("One word"))
        self.word_panel.body.addWidget(self.word)
        return self.word_panel

    def _entry_panel(self) -> Panel:
        self.entry_panel = Panel(self.tr("The entry as listed"))
        close = tool_button("x", self.tr("Close the entry"), key="Esc")
        close.clicked.connect(self.close_entry)
        self.entry_panel.add_trailing(close)
        inside = QWidget()
        inside.setProperty("surface", "none")
        column = QVBoxLayout(inside)
        column.setContentsMargins(space("l"), space("m"), space("l"), space("l"))
        column.addWidget(self.entry)
        column.addStretch(1)
        self.entry_scroll = QScrollArea()
        self.entry_scroll.setWidgetResizable(True)
        self.entry_scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.entry_scroll.setAccessibleName(self.tr("The entry as listed"))
        self.entry_scroll.setWidget(inside)
        self.entry_panel.body.addWidget(self.entry_scroll)
        self.entry_panel.hide()
        return self.entry_panel

    def _connect(self) -> None:
        model = self.view_model
        model.pairs_changed.connect(self._show_pairs)
        model.reading.connect(self._show_reading)
        model.word_asked.connect(lambda _word: self.word.show_message(self.tr("Looking it up…")))
        model.word_ready.connect(self._show_word)
        model.word_failed.connect(lambda error: self.word.show_message(_reason(error)))
        model.entry_ready.connect(self._show_entry)
        model.entry_failed.connect(
            lambda witness, error: self._say_of_entry(witness, _reason(error))
        )
        model.use_changed.connect(self._show_use)
        model.failed.connect(self._show_failure)
        self.search.textChanged.connect(model.show_only)
        self.search.returnPressed.connect(self._look_up_typed)
        self._settle.timeout.connect(self._look_up_row)
        self.table.row_changed.connect(lambda _row: self._settle.start())
        self.table.opened.connect(lambda _row: self._look_up_row())
        self.table.exporting.connect(self._follow_export)
        self.word.witness_opened.connect(self.open_witness)
        self.use.clicked.connect(lambda on: model.use(is_used=on))

    # what the window asks -----------------------------------------------------------------

    def title(self) -> str:
        return self.tr("Spellings")

    def subtitle(self) -> str:
        top = self.view_model.top
        if top is None:
            return ""
        return self.tr("{count} pairs learned from the active lists").format(
            count=f"{top.learned:,}"
        )

    def header_actions(self) -> list[QAction]:
        return []

    def page_actions(self) -> list[QAction]:
        return [
            self.find_action,
            self.refresh_action,
            self.use_action,
            *self.table.own_actions(),
        ]

    def focus_first(self) -> None:
        self.focus_search()

    # what happens -------------------------------------------------------------------------

    def focus_search(self) -> None:
        """Put the keyboard into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def look_up(self, word: str) -> None:
        """Show what is known of a word."""
        self.view_model.look_up(word)

    def _look_up_typed(self) -> None:
        word = self.search.text().strip()
        if word:
            self.look_up(word)

    def _look_up_row(self) -> None:
        self._settle.stop()
        pair = self.view_model.pairs.row_at(self.table.currentIndex().row())
        report = self.word.report
        if pair is not None and (report is None or report.token != pair.first):
            self.look_up(pair.first)

    def _switch(self) -> None:
        self.view_model.use(is_used=not self.view_model.is_used)

    def _show_pairs(self) -> None:
        top, shown = self.view_model.top, len(self.view_model.pairs.rows)
        if top is None:
            return
        if not shown:
            self.empty.set_words(*self._nothing_words())
        self.stack.setCurrentWidget(self.table if shown else self.empty)
        words = self.tr("{shown} of {all} pairs; {known} more stand in the curated classes")
        self.note.setText(
            words.format(shown=f"{shown:,}", all=f"{top.learned:,}", known=f"{top.known:,}")
        )
        self.header_changed.emit()

    def _nothing_words(self) -> tuple[str, str]:
        if self.search.text().strip():
            return (
                self.tr("No learned pair holds this"),
                self.tr("Press Enter to look the word up among classes and nicknames, too."),
            )
        return (
            self.tr("The lists teach nothing yet"),
            self.tr("Spellings are learned from entries with several names. Import a list."),
        )

    def _show_reading(self, text: str, done: int, total: int) -> None:
        if self.view_model.top is None:
            counted = f"{done:,} / {total:,}" if total else f"{done:,}"
            self.empty.set_words(self.tr("Reading the lists"), f"{text} {counted}".strip())

    def _show_word(self, report: AliasReport) -> None:
        self.word.show_report(report)

    def open_witness(self, witness: Witness) -> None:
        """Show the list entry of a witness on the right."""
        self._witness = witness
        self.entry_panel.set_note(f"{self.view_model.short_name(witness.source)} "
                                  f"{witness.entry_id}")  # fmt: skip
        self.entry.show_message(self.tr("Reading the list entry…"))
        self.entry_panel.show()
        self.view_model.load_entry(witness)

    def _show_entry(self, witness: Witness, entry: ListEntry) -> None:
        if witness is self._witness:
            self.entry.show_entry(entry)
            self.entry_scroll.verticalScrollBar().setValue(0)

    def _say_of_entry(self, witness: Witness, text: str) -> None:
        if witness is self._witness:
            self.entry.show_message(text)

    def close_entry(self) -> None:
        """Put the entry away."""
        self._witness = None
        self.entry_panel.hide()

    def _show_use(self, is_used: bool) -> None:
        self.use.setChecked(is_used)
        self.use_action.setChecked(is_used)
        report = self.word.report
        if report is not None and report.is_used != is_used:
            self.look_up(report.token)

    def _follow_export(self, handle: jobs.JobHandle, _name: str) -> None:
        handle.failed.connect(self._show_failure)

    def _show_failure(self, error: BaseException) -> None:
        self.banner.show_failure(error)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.view_model.top is None:
            self.view_model.refresh()

    def close_listening(self) -> None:
        """Stop listening to the workspace; the page is about to go."""
        self.view_model.close_listening()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the entry, then the message."""
        if event.key() == Qt.Key.Key_Escape:
            if not self.entry_panel.isHidden():
                self.close_entry()
            else:
                self.banner.hide()
            return
        super().keyPressEvent(event)


def _reason(error: BaseException) -> str:
    what, safe, todo, _ = error_parts(error)
    return " ".join(part for part in (what, safe, todo) if part)
