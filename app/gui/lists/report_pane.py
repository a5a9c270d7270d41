"""One version in detail: the checks before activation, the rows kept aside, and its source."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from app.domain.lists import SourceStatus
from app.gui.lists.view_model import KEPT_ASIDE_SHOWN, ListsViewModel
from app.gui.widgets.buttons import ActionButton
from app.gui.widgets.empty import EmptyState
from app.gui.widgets.labels import horizontal_rule, label
from app.gui.widgets.panel import Panel
from app.gui.widgets.table import DataTable
from app.gui.widgets.theme import space

CHECKS, KEPT, SOURCE = range(3)


class ReportPane(QWidget):
    """A panel with three tabs over the chosen version."""

    exporting = Signal(object, str)

    def __init__(self, view_model: ListsViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(self.tr("Details of the version"))
        for _ in range(3):
            self.tabs.addTab("")
        self.checks = DataTable("list_checks", view_model.checks, self.tr("Check report"))
        self.kept = DataTable("rows_kept_aside", view_model.kept, self.tr("Rows kept aside"))
        self.kept_note = label(kind="caption")
        self.nothing = EmptyState("check-circle", "", "")
        self._stack = QStackedWidget()
        self._source_page = QScrollArea()
        self._source_page.setFrameShape(QFrame.Shape.NoFrame)
        self._source_page.setWidgetResizable(True)
        for widget in (self.checks, self._kept_page(), self._source_page, self.nothing):
            self._stack.addWidget(widget)
        self._lay_out()
        self.tabs.currentChanged.connect(self.show_tab)
        for table in (self.checks, self.kept):
            table.exporting.connect(self.exporting)
        view_model.version_chosen.connect(self.show_version)
        view_model.source_chosen.connect(self.show_version)
        view_model.sources_changed.connect(self.show_version)
        view_model.kept.modelReset.connect(self._show_kept_note)
        self.show_version()

    def _kept_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.kept, 1)
        column.addWidget(horizontal_rule())
        foot = QGridLayout()
        foot.setContentsMargins(space("l"), space("s"), space("m"), space("s"))
        foot.setColumnStretch(0, 1)
        foot.addWidget(self.kept_note, 0, 0)
        self.export_button = ActionButton(self.kept.export_action, small=True)
        foot.addWidget(self.export_button, 0, 1)
        column.addLayout(foot)
        self._kept_widget = page
        return page

    def _lay_out(self) -> None:
        panel = Panel()
        head = QVBoxLayout()
        head.setContentsMargins(space("l"), space("xs"), space("l"), 0)
        head.addWidget(self.tabs)
        panel.body.addLayout(head)
        panel.body.addWidget(horizontal_rule())
        panel.body.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(panel)

    def show_version(self) -> None:
        """Show what the view model has chosen."""
        version = self._view_model.version
        kept = version.rows_kept_aside if version else 0
        self.tabs.setTabText(CHECKS, self.tr("Check report"))
        self.tabs.setTabText(KEPT, self.tr("Kept aside {count}").format(count=f"{kept:,}"))
        self.tabs.setTabText(SOURCE, self.tr("Source"))
        status = self._view_model.status
        if status is not None:
            self._source_page.setWidget(source_facts(status, self))
        self.show_tab(self.tabs.currentIndex())

    def show_tab(self, tab: int) -> None:
        """Show one of CHECKS, KEPT, SOURCE."""
        if self.tabs.currentIndex() != tab:
            self.tabs.setCurrentIndex(tab)
            return
        version = self._view_model.version
        widget: QWidget = (self.checks, self._kept_widget, self._source_page)[tab]
        if tab == SOURCE and self._view_model.status is None:
            widget = self._say(self.tr("No source chosen"), self.tr("Choose one in the table."))
        elif tab == CHECKS and (version is None or not version.checks):
            widget = self._say(
                self.tr("No check report"), self.tr("It is written when a file is imported.")
            )
        elif tab == KEPT and (version is None or not version.rows_kept_aside):
            widget = self._say(
                self.tr("No rows kept aside"),
                self.tr("Every row of the file could be read.")
                if version is not None
                else self.tr("Nothing was imported yet."),
            )
        self._stack.setCurrentWidget(widget)

    def _say(self, heading: str, text: str) -> QWidget:
        self.nothing.set_words(heading, text)
        return self.nothing

    def _show_kept_note(self) -> None:
        version = self._view_model.version
        whole = version.rows_kept_aside if version else 0
        shown = len(self._view_model.kept.rows)
        words = self.tr("{shown} of {all} shown; the rest of the file went in")
        if whole <= KEPT_ASIDE_SHOWN:
            words = self.tr("{all} rows; the rest of the file went in")
        self.kept_note.setText(words.format(shown=f"{shown:,}", all=f"{whole:,}"))


def source_facts(status: SourceStatus, pane: QWidget) -> QWidget:
    """What the catalogue knows about a source; the address is to be copied, never opened."""
    source = status.source
    lines = [
        (pane.tr("Name"), source.name),
        (pane.tr("Authority"), source.authority),
        (pane.tr("Official file"), source.url),
        (pane.tr("Formats"), ", ".join(source.formats)),
        (pane.tr("Published"), source.cadence),
        (pane.tr("Stale after"), pane.tr("{days} days").format(days=source.stale_after_days)),
        (pane.tr("Licence"), source.licence),
        (pane.tr("Problems"), "\n".join(status.problems)),
    ]
    page = QWidget()
    page.setProperty("surface", "none")
    grid = QGridLayout(page)
    grid.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
    grid.setHorizontalSpacing(space("m"))
    grid.setVerticalSpacing(space("s"))
    grid.setColumnStretch(1, 1)
    shown = [(name, text) for name, text in lines if text]
    for place, (name, text) in enumerate(shown):
        value = label(text)
        value.setWordWrap(True)
        value.setAccessibleName(f"{name}: {text}")
        value.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        grid.addWidget(label(name, "secondary"), place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, place, 1, Qt.AlignmentFlag.AlignTop)
    grid.setRowStretch(len(shown), 1)
    return page
