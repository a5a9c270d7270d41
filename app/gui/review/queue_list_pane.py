"""The list of the review queue: parties and their matches, worked by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import chain

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.domain.review import MatchReview
from app.gui.review.queue_model import QueueModel
from app.gui.review.queue_row_pane import MATCH_ROW, QueueDelegate
from app.gui.review.queue_rows import QueueItem
from app.gui.widgets import theme

Index = QModelIndex | QPersistentModelIndex
_AHEAD = 3  # parties whose matches are read before they are needed
FIRST, LAST, ASKING = "first", "last", "asking"


class QueueView(QTableView):
    """Shows a QueueModel. `item_changed(QueueItem or None)` when another row is current;
    `done` when advancing found nothing that asks, `entered` on Enter."""

    item_changed = Signal(object)
    done = Signal()
    entered = Signal()

    def __init__(
        self,
        model: QueueModel,
        clock: Callable[[], datetime],
        short_name: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.queue = model
        self.is_wanted: Callable[[MatchReview], bool] = lambda item: item.is_open
        self._rows = QueueDelegate(clock, short_name, self)
        self._awaited: tuple[int, str] | None = None  # a party on its way, which match of it
        self.starts_anew = False  # the next answer is of another question: from its start
        self._low: set[int] = set()  # rows that may have the height of a match
        self._kept = ""
        self._kept_party = ""
        self._kept_place = 0
        self._set_up()
        self.setModel(model)
        model.modelAboutToBeReset.connect(self._keep_row)
        model.modelReset.connect(self._restore_row)
        model.rowsRemoved.connect(lambda _parent, _first, _last: self._note_low())
        model.rowsInserted.connect(self._size_rows)
        model.came.connect(self._take_awaited)

    def _set_up(self) -> None:
        self.setAccessibleName(self.tr("Matches to review, by party"))
        self.setItemDelegate(self._rows)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(MATCH_ROW)
        rows.setDefaultSectionSize(theme.size("group_row"))
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    # where one is -------------------------------------------------------------------------

    def current_item(self) -> QueueItem | None:
        """The current row; None while there is none or its party is on the way."""
        item = self.queue.item(self.currentIndex().row())
        return item if item is not None and item.group is not None else None

    @property
    def is_waiting(self) -> bool:
        """Whether a step goes to a party that is still on its way: nothing is decided then."""
        return self._awaited is not None

    def select_key(self, key: str) -> bool:
        """Make the row of a match or party current, if it is at hand."""
        row = self.queue.row_of(key)
        if row is not None:
            self._select(row)
        return row is not None

    def select_party(self, number: int, which: str = FIRST) -> None:
        """Open a party and make its first or last match current, or the first that asks."""
        self._awaited = None
        if self.queue.open_party(number):
            self._select(self._row_in(number, which))
            self._read_ahead(number)
        else:
            self._awaited = number, which

    def reveal(self, group_id: str, which: str = ASKING) -> bool:
        """Open a party and go to one of its matches, by its id or as in `select_party`; False if
        the party is not at hand."""
        row = self.queue.row_of(group_id)
        item = self.queue.item(row) if row is not None else None
        if item is None:
            return False
        self.select_party(item.number, which)
        return True

    def select_start(self) -> None:
        """Make the first match that asks current, if no row is."""
        if not self.currentIndex().isValid() and self.queue.counts.groups:
            self.select_party(0, ASKING)

    # moving -------------------------------------------------------------------------------

    def step(self, by: int) -> None:
        """Go to the next match (1) or the one before (-1), opening parties on the way."""
        row = self.currentIndex().row() + by
        while (item := self.queue.item(row)) is not None:
            if item.match is not None:
                self._awaited = None
                self._select(row)
                self._read_ahead(item.number)
                return
            if not item.is_open:
                self.select_party(item.number, FIRST if by > 0 else LAST)
                return
            row += by

    def advance(self) -> None:
        """Go to the next match that asks, from the top again after the last one."""
        start = self.currentIndex().row()
        for row in chain(self._below(start), self._above(start)):
            item = self.queue.item(row)
            if item is None or (item.group is not None and not item.asking):
                continue
            if item.group is None:
                self.select_party(item.number, ASKING)
                return
            if item.match is not None and self.is_wanted(item.match):
                self._awaited = None
                self._select(row)
                self._read_ahead(item.number)
                return
            if item.match is None and not item.is_open:
                self.select_party(item.number, ASKING)
                return
        self.done.emit()

    def _below(self, row: int) -> range:
        return range(row + 1, self.queue.rowCount())

    def _above(self, row: int) -> range:
        return range(max(0, row))

    def fold(self, *, is_open: bool) -> None:
        """Open or close the current party; from a match, closing goes to its party first."""
        item = self.current_item()
        if item is None:
            return
        if is_open:
            if item.match is None:
                self.select_party(item.number, ASKING)
        elif item.match is not None:
            self._select(self.queue.row_of_party(item.number))
        else:
            self.queue.close_party(item.number)

    def _row_in(self, number: int, which: str) -> int:
        row, group = self.queue.row_of_party(number), self.queue.party(number)
        matches = self.queue.matches_of(group.group_id) if group is not None else ()
        if which == LAST:
            return row + len(matches)
        ids = [item.match_id for item in matches]
        if which in ids:
            return row + 1 + ids.index(which)
        if which == ASKING:
            asking = (place for place, item in enumerate(matches) if self.is_wanted(item))
            return row + 1 + next(asking, 0)
        return row + 1

    def _take_awaited(self, _number: int) -> None:
        if self._awaited is not None:
            number, which = self._awaited
            self.select_party(number, which)

    def _read_ahead(self, number: int) -> None:
        for ahead in range(1, _AHEAD + 1):
            self.queue.fetch_matches(number + ahead)

    def _select(self, row: int) -> None:
        index = self.queue.index(row, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    # what Qt tells ------------------------------------------------------------------------

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.item_changed.emit(self.current_item())

    def _keep_row(self) -> None:
        item = self.current_item()
        self._awaited = None
        self._kept = item.key if item is not None and not self.starts_anew else ""
        self._kept_party = item.group.group_id if self._kept and item and item.group else ""
        self._kept_place = self.visualRect(self.currentIndex()).top()

    def _restore_row(self) -> None:
        self._size_all()  # a table keeps the heights of rows that are others now
        row = self.queue.row_of(self._kept) if self._kept else None
        if row is None and self._kept_party:
            row = self.queue.row_of(self._kept_party)
        if row is None:
            if not self.starts_anew:
                self.item_changed.emit(None)
            self.starts_anew = False
            return
        index = self.queue.index(row, 0)
        self.setCurrentIndex(index)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.visualRect(index).top() - self._kept_place)

    def _size_all(self) -> None:
        rows, usual = self.verticalHeader(), theme.size("group_row")
        for row in self._low:
            if row < rows.count():
                rows.resizeSection(row, usual)
        self._low.clear()
        for first, count in self.queue.match_rows():
            self._size_rows(QModelIndex(), first, first + count - 1)

    def _size_rows(self, _parent: Index, first: int, last: int) -> None:
        for row in range(first, last + 1):
            self.verticalHeader().resizeSection(row, MATCH_ROW)
        self._note_low()

    def _note_low(self) -> None:
        for first, count in self.queue.match_rows():
            self._low.update(range(first, first + count))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        is_plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if is_plain and key in (Qt.Key.Key_Down, Qt.Key.Key_J):
            self.step(1)
        elif is_plain and key in (Qt.Key.Key_Up, Qt.Key.Key_K):
            self.step(-1)
        elif is_plain and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.fold(is_open=key == Qt.Key.Key_Right)
        elif is_plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif is_plain and key == Qt.Key.Key_Space:
            self.toggle()
        else:
            super().keyPressEvent(event)

    def toggle(self) -> None:
        """Open or close the party that is current."""
        item = self.current_item()
        if item is not None and item.match is None:
            if item.is_open:
                self.queue.close_party(item.number)
            else:
                self.select_party(item.number, ASKING)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        item = self.queue.item(self.rowAt(event.position().toPoint().y()))
        if item is None or item.match is not None or item.group is None:
            return
        if event.button() == Qt.MouseButton.LeftButton:
            self.toggle()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row != self._rows.hovered_row:
            self._rows.hovered_row = row
            self.viewport().update()
