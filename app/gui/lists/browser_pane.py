"""The list browser: find an entry among all lists as you type, and read everything it says."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.links import EntryRef
from app.domain.list_entry import EntryType
from app.gui.lists.browser_view_model import BrowserViewModel
from app.gui.screening.entry_pane import EntryPane
from app.gui.screening.links_pane import LinksPane
from app.gui.screening.links_view_model import LinksViewModel
from app.gui.screening.wording import entry_type_word
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import Button
from app.gui.widgets.empty import EmptyState
from app.gui.widgets.error_dialog import error_parts
from app.gui.widgets.icons import set_icon
from app.gui.widgets.labels import horizontal_rule, label
from app.gui.widgets.scrolling import scroll_pane
from app.gui.widgets.table import DataTable
from app.gui.widgets.theme import space
from app.services.workspace import Workspace


class BrowserPane(QWidget):
    """Search field, list and type filters, the entries found, and the chosen one in full.

    `left` when Escape is pressed with nothing to clear.
    """

    left = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_model = BrowserViewModel(workspace, self)
        self.table = DataTable("list_browser", self.view_model.model, self.tr("List entries"))
        self.entry_pane = EntryPane()
        self.links = LinksViewModel(workspace, self)
        self.links_pane = LinksPane()
        self.links_pane.use(self.links)
        self.banner = Banner("critical")
        self.banner.hide()
        self._make_filters()
        self._lay_out()
        self._connect()
        self._show_row(-1)

    def _make_filters(self) -> None:
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Names, references or numbers: beginnings will do"))
        self.search.setAccessibleName(self.tr("Search the lists"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(260)
        mark = QAction(self)
        set_icon(mark, "search", "text_3")
        self.search.addAction(mark, QLineEdit.ActionPosition.LeadingPosition)
        self.search.installEventFilter(self)
        self.source = QComboBox()
        self.source.setAccessibleName(self.tr("List"))
        self._fill_sources()
        self.type = QComboBox()
        self.type.setAccessibleName(self.tr("Type of entry"))
        self.type.addItem(self.tr("All types"), None)
        for kind in EntryType:
            self.type.addItem(entry_type_word(kind), kind)
        self.clear = Button(self.tr("Clear filters"), "x", "quiet", small=True)
        self.count = label(kind="secondary")
        self.count.setAccessibleName(self.tr("Number of entries"))

    def _fill_sources(self) -> None:
        self.source.clear()
        self.source.addItem(self.tr("All active lists"), "")
        for source, name in self.view_model.source_names.items():
            self.source.addItem(name, source)

    def _lay_out(self) -> None:
        self.nothing = EmptyState(
            "filter",
            self.tr("No entry fits"),
            self.tr("Every word must begin a word of a name, a reference or a number."),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.nothing)
        filters = QHBoxLayout()
        filters.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        filters.setSpacing(space("s"))
        filters.addWidget(self.search, 1)
        for widget in (self.source, self.type, self.clear):
            filters.addWidget(widget)
        filters.addSpacing(space("m"))
        filters.addWidget(self.count)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addLayout(filters)
        column.addWidget(horizontal_rule())
        column.addWidget(self._stack, 1)
        inner = QWidget()
        inner.setProperty("surface", "none")
        reading = QVBoxLayout(inner)
        reading.setContentsMargins(space("l"), space("l"), space("l"), space("l"))
        reading.setSpacing(space("l"))
        reading.addWidget(self.links_pane)
        reading.addWidget(self.entry_pane)
        reading.addStretch(1)
        scroll = scroll_pane(self.tr("The entry in full"), inner)
        scroll.setMinimumWidth(320)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(7)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(scroll)
        split.setStretchFactor(0, 1)
        split.setSizes([820, 380])
        self.setProperty("surface", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)

    def _connect(self) -> None:
        model = self.view_model
        self.search.textChanged.connect(model.set_text)
        self.search.returnPressed.connect(self.enter_table)
        self.source.activated.connect(lambda at: model.set_source(self.source.itemData(at)))
        self.type.activated.connect(self._choose_type)
        self.clear.clicked.connect(model.clear)
        self.table.row_changed.connect(self._show_row)
        model.counted.connect(self._show_count)
        model.failed.connect(self._show_failure)
        model.filter_changed.connect(self._show_filter)
        self._show_filter()

    def open(self, source: str = "", version_id: int | None = None) -> None:
        """Look into all active lists, one of them, or one version of one."""
        if self.view_model.read_sources():  # lists of one's own come and go
            self._fill_sources()
        if version_id is not None:
            self.view_model.set_version(source, version_id)
        else:
            self.view_model.set_source(source)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.selectAll()

    def enter_table(self) -> None:
        """Go to the first entry that was found."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self.table.select_first()

    def _choose_type(self, at: int) -> None:
        chosen = self.type.itemData(at)  # Qt gives a plain text back
        self.view_model.set_type(EntryType(chosen) if chosen else None)

    def _show_filter(self) -> None:
        looked = self.view_model.looked
        if self.search.text().strip() != looked.text:
            with QSignalBlocker(self.search):
                self.search.setText(looked.text)
        self.source.setCurrentIndex(max(0, self.source.findData("".join(looked.sources[:1]))))
        self.type.setCurrentIndex(
            max(0, self.type.findData(looked.types[0] if looked.types else None))
        )
        self.clear.setVisible(self.view_model.is_filtered)

    def _show_count(self, shown: int, whole: int) -> None:
        self.banner.hide()
        words = self.tr("{shown} of {all}").format(shown=f"{shown:,}", all=f"{whole:,}")
        if self.view_model.looked.version_id is not None:
            words = self.tr("{shown} of {all} in this version").format(
                shown=f"{shown:,}", all=f"{whole:,}"
            )
        self.count.setText(words)
        self._stack.setCurrentWidget(self.table if shown else self.nothing)
        if shown:
            self.table.select_first()
        else:
            self._show_row(-1)

    def _show_row(self, row: int) -> None:
        entry = self.view_model.model.row_at(row) if row >= 0 else None
        self.links_pane.forget()
        if entry is None:
            self.entry_pane.show_message(self.tr("Select an entry to read all that the list says."))
        else:
            self.entry_pane.show_entry(entry)
            self.links.ask_now(EntryRef(entry.source, entry.entry_id))

    def _show_failure(self, error: BaseException) -> None:
        what, safe, todo, _ = error_parts(error)
        heading = self.tr("The lists could not be searched")
        self.banner.set_banner("critical", heading, " ".join(filter(None, (what, safe, todo))))
        self.banner.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down leaves the search field for the entries."""
        if isinstance(event, QKeyEvent) and _is_press(event, Qt.Key.Key_Down):
            self.enter_table()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape clears the filters, then leaves."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.view_model.is_filtered:
            self.view_model.clear()
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.left.emit()


def _is_press(event: QKeyEvent, key: Qt.Key) -> bool:
    return event.type() == QEvent.Type.KeyPress and event.key() == key
