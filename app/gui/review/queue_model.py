"""The review queue as rows: a page of parties at a time, the matches of the open ones below them.

A party that is open has its matches as rows of their own right below its row, so that a table
can show 100,000 of them without laying out more than what is seen.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from app.domain.review import MatchReview
from app.domain.review_queue import ReviewCounts, ReviewGroup, ReviewQuery
from app.gui import jobs
from app.gui.review.open_parties import OpenParties
from app.gui.review.party_matches import Matches, newest_matches
from app.gui.review.queue_rows import QueueItem, row_text, row_tip
from app.services import review
from app.services.jobs import Job
from app.services.workspace import Workspace

PAGE_ROWS = 200
KEPT_PAGES = 30
WAITING_PAGES = 3  # older requests are of rows that were scrolled past
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class _Answer:
    question: int
    page: int
    groups: tuple[ReviewGroup, ...]
    counts: ReviewCounts | None = None
    matches: dict[str, Matches] | None = None


class QueueModel(QAbstractTableModel):
    """The rows of the newest question. `loaded(ReviewCounts)` when it is answered, `came(number)`
    when a party, or the matches of one, are at hand, `failed(error)`."""

    loaded = Signal(object)
    came = Signal(int)
    failed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.query = ReviewQuery()
        self.counts = ReviewCounts(0, 0, 0, 0)
        self._question = 0
        self._answered = 0
        self._question_job: jobs.JobHandle | None = None
        self._page_job: jobs.JobHandle | None = None
        self._pages: OrderedDict[int, tuple[ReviewGroup, ...]] = OrderedDict()
        self._waiting: list[int] = []
        self._seen_page = 0
        self._opened = OpenParties()
        self._matches: dict[str, Matches] = {}  # by group id
        self._asked: set[str] = set()
        self._laid: dict[str, MatchReview] = {}  # what is shown before it is stored

    # asking -------------------------------------------------------------------------------

    @property
    def is_loaded(self) -> bool:
        """Whether the newest question has been answered."""
        return self._question > 0 and self._answered == self._question

    def ask(self, query: ReviewQuery) -> None:
        """Ask another question; the rows of the last one stay until it is answered."""
        self._seen_page = 0
        self.query = query
        self.refresh()

    def refresh(self) -> None:
        """Ask the same question again, because the store has changed."""
        if self._question_job is not None:
            self._question_job.cancel()
        self._question += 1
        workspace, query = self._workspace, self.query
        question, page = self._question, self._seen_page
        groups = (self.party(number) for number in self._opened.numbers())
        opened = {group.group_id for group in groups if group is not None}

        def work(job: Job) -> _Answer:
            counts = review.count(workspace, query)
            job.check()
            at = min(page, max(0, counts.groups - 1) // PAGE_ROWS)
            groups = review.groups(workspace, query, at * PAGE_ROWS, PAGE_ROWS)
            job.check()
            again = [group.group_id for group in groups if group.group_id in opened]
            found = {group_id: newest_matches(workspace, group_id) for group_id in again}
            return _Answer(question, at, groups, counts, found)

        self._question_job = jobs.start(work)
        self._question_job.finished.connect(self._show_answer)
        self._question_job.failed.connect(self.failed)

    def _show_answer(self, answer: _Answer) -> None:
        if answer.question != self._question or answer.counts is None:
            return
        self.beginResetModel()
        self._answered = answer.question
        self.counts = answer.counts
        self._pages.clear()
        self._waiting.clear()
        self._asked.clear()
        self._pages[answer.page] = answer.groups
        self._seen_page = answer.page
        self._matches = answer.matches or {}
        ids = enumerate((group.group_id for group in answer.groups), answer.page * PAGE_ROWS)
        self._opened.set_all({n: len(self._matches[g]) for n, g in ids if g in self._matches})
        self.endResetModel()
        self.loaded.emit(self.counts)

    # rows ---------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else self.counts.groups + self._opened.rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role not in _SPOKEN:
            return None
        item = self.item(index.row())
        if item is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row_text(item)
        return row_tip(item, self._workspace.clock())

    def item(self, row: int) -> QueueItem | None:
        """What stands in a row; its party is asked for if it is not at hand."""
        if not 0 <= row < self.rowCount():
            return None
        number, place = self._opened.locate(row)
        group = self.party(number)
        if group is None:
            self._request(number // PAGE_ROWS)
            return QueueItem(number, None)
        self._seen_page = number // PAGE_ROWS
        matches = self.matches_of(group.group_id)
        asking = sum(item.is_open for item in matches) if matches else group.open_matches
        match = matches[place] if place >= 0 else None
        return QueueItem(number, group, match, number in self._opened, asking)

    def party(self, number: int) -> ReviewGroup | None:
        """The party of this number, None if it is not at hand."""
        page, place = divmod(number, PAGE_ROWS)
        groups = self._pages.get(page, ())
        return groups[place] if place < len(groups) else None

    def matches_of(self, group_id: str) -> Matches:
        """The matches of a party as they are shown, () if they are not at hand."""
        found = self._matches.get(group_id, ())
        if not self._laid:
            return found
        return tuple(self._laid.get(item.match_id, item) for item in found)

    def row_of(self, key: str) -> int | None:
        """The row of a party, or of a match that is shown, by its id; None if not at hand."""
        for page, groups in self._pages.items():
            for number, group in enumerate(groups, page * PAGE_ROWS):
                if group.group_id == key:
                    return self.row_of_party(number)
                if number in self._opened:
                    for place, match in enumerate(self._matches[group.group_id], 1):
                        if match.match_id == key:
                            return self.row_of_party(number) + place
        return None

    def row_of_party(self, number: int) -> int:
        """The row of the party of this number."""
        return self._opened.row_of(number)

    def match_rows(self) -> tuple[tuple[int, int], ...]:
        """Where the matches of the open parties stand: the first row and how many, of each."""
        opened = self._opened
        return tuple((opened.row_of(n) + 1, opened.size(n)) for n in opened.numbers())

    # opening parties ----------------------------------------------------------------------

    def open_party(self, number: int) -> bool:
        """Show the matches of a party. False if they have to be read first: `came` tells then,
        and they are to be opened again."""
        group = self.party(number)
        if group is None or group.group_id not in self._matches:
            self.fetch_matches(number)
            return False
        if number in self._opened:
            return True
        row, size = self.row_of_party(number), len(self._matches[group.group_id])
        self.beginInsertRows(QModelIndex(), row + 1, row + size)
        self._opened.open(number, size)
        self.endInsertRows()
        self._tell_changed(row, row)
        return True

    def close_party(self, number: int) -> None:
        """Hide the matches of a party."""
        if number not in self._opened:
            return
        row, size = self.row_of_party(number), self._opened.size(number)
        self.beginRemoveRows(QModelIndex(), row + 1, row + size)
        self._opened.close(number)
        self.endRemoveRows()
        self._tell_changed(row, row)

    def fetch_matches(self, number: int) -> None:
        """Have a party and its matches at hand, for when it is opened."""
        if not 0 <= number < self.counts.groups:
            return
        group = self.party(number)
        if group is None:
            self._request(number // PAGE_ROWS)
            return
        group_id, workspace, question = group.group_id, self._workspace, self._question
        if group_id in self._matches or group_id in self._asked:
            return
        self._asked.add(group_id)
        handle = jobs.start(lambda _job: newest_matches(workspace, group_id))
        handle.finished.connect(lambda found: self._keep_matches(question, group_id, number, found))
        handle.failed.connect(self.failed)

    def _keep_matches(self, question: int, group_id: str, number: int, found: Matches) -> None:
        if question == self._answered and found:
            self._asked.discard(group_id)
            self._matches[group_id] = found
            self.came.emit(number)

    # what is shown before it is stored ----------------------------------------------------

    def lay_over(self, reviews: Iterable[MatchReview]) -> None:
        """Show these matches as they will be, until `take_off`."""
        for item in reviews:
            self._laid[item.match_id] = item
        self._tell_changed(0, self.rowCount() - 1)

    def take_off(self, match_ids: Iterable[str], *, is_stored: bool) -> None:
        """Show these matches as they are stored: as laid over, or as they were."""
        for match_id in match_ids:
            item = self._laid.pop(match_id, None)
            if item is not None and is_stored and item.group_id in self._matches:
                held = self._matches[item.group_id]
                self._matches[item.group_id] = tuple(
                    item if old.match_id == match_id else old for old in held
                )
        self._tell_changed(0, self.rowCount() - 1)

    def mark_lock(self, group_id: str, login: str) -> None:
        """Show who works on a party."""
        for page, groups in self._pages.items():
            self._pages[page] = tuple(
                replace(group, locked_by=login) if group.group_id == group_id else group
                for group in groups
            )
        self._tell_changed(0, self.rowCount() - 1)

    def _tell_changed(self, first: int, last: int) -> None:
        if 0 <= first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, 0))

    # pages --------------------------------------------------------------------------------

    def _request(self, page: int) -> None:
        if not self.is_loaded:
            return
        if page in self._waiting:
            self._waiting.remove(page)
        self._waiting = [*self._waiting, page][-WAITING_PAGES:]
        if self._page_job is None:
            self._fetch_next()

    def _fetch_next(self) -> None:
        if not self._waiting:
            return
        page = self._waiting[-1]  # what was asked for last is what is on the screen
        workspace, query, question = self._workspace, self.query, self._question

        def work(_job: Job) -> _Answer:
            groups = review.groups(workspace, query, page * PAGE_ROWS, PAGE_ROWS)
            return _Answer(question, page, groups)

        self._page_job = jobs.start(work)
        self._page_job.finished.connect(self._keep_page)
        self._page_job.failed.connect(self._give_up_page)

    def _keep_page(self, answer: _Answer) -> None:
        self._page_job = None
        if answer.question == self._question and self.is_loaded:
            self._pages[answer.page] = answer.groups
            if answer.page in self._waiting:
                self._waiting.remove(answer.page)
            self._drop_pages()
            first = self.row_of_party(answer.page * PAGE_ROWS)
            self._tell_changed(first, min(first + PAGE_ROWS, self.rowCount()) - 1)
            self.came.emit(answer.page * PAGE_ROWS)
        self._fetch_next()

    def _drop_pages(self) -> None:
        """Forget the pages that were scrolled past, but none with an open party."""
        held = {number // PAGE_ROWS for number in self._opened.numbers()}
        for page in list(self._pages)[: max(0, len(self._pages) - KEPT_PAGES)]:
            if page not in held:
                del self._pages[page]

    def _give_up_page(self, error: object) -> None:
        self._page_job = None
        self._waiting.clear()
        self.failed.emit(error)


_SPOKEN = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.ToolTipRole,
)
