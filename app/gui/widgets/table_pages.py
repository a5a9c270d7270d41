"""A model over any number of rows that stay in the store: it asks for pages as they are seen."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic

from PySide6.QtCore import QModelIndex, QObject, Signal

from app.gui import jobs
from app.gui.widgets.table_columns import Column, Sort, T
from app.gui.widgets.table_model import Index, TableModel
from app.services.jobs import Job

PAGE_ROWS = 200
KEPT_PAGES = 30  # 6,000 rows at hand, whatever the table holds
WAITING_PAGES = 3  # older requests are of rows that were scrolled past
EXPORT_ROWS = 2000


@dataclass(frozen=True, slots=True)
class Fetch(Generic[T]):
    """One question to the store. `count` gives (shown, all), `page` the rows from `offset` on,
    at most `limit`, in the order asked for. Both are called on worker threads."""

    count: Callable[[], tuple[int, int]]
    page: Callable[[Sort, int, int], Sequence[T]]


@dataclass(frozen=True, slots=True)
class _Answer(Generic[T]):
    question: int
    page: int
    rows: tuple[T, ...]
    counts: tuple[int, int] | None = None


class SqlPageModel(TableModel[T]):
    """The rows of the newest question, fetched 200 at a time without ever waiting for them.

    The rows of the last question stay visible until the answer to the next one is there.
    """

    page_rows = PAGE_ROWS  # a subclass whose rows are tall asks for fewer
    loaded = Signal(int, int)  # shown, all
    failed = Signal(object)  # AppError or a bug

    def __init__(
        self,
        columns: Sequence[Column[T]],
        key: Callable[[T], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, key, parent)
        self.shown = 0
        self.all = 0
        self._fetch: Fetch[T] | None = None
        self._question = 0
        self._answered = 0
        self._pages: OrderedDict[int, tuple[T, ...]] = OrderedDict()
        self._waiting: list[int] = []
        self._page_job: jobs.JobHandle | None = None
        self._question_job: jobs.JobHandle | None = None
        self._seen_page = 0

    @property
    def is_asked(self) -> bool:
        """Whether there is a question at all."""
        return self._fetch is not None

    @property
    def is_loaded(self) -> bool:
        """Whether the newest question has been answered."""
        return self._question > 0 and self._answered == self._question

    def set_fetch(self, fetch: Fetch[T]) -> None:
        """Ask a new question; of several in a row only the newest is answered."""
        self._fetch = fetch
        self._seen_page = 0
        self._ask()

    def refresh(self) -> None:
        """Ask the same question again, because the store has changed."""
        self._ask()

    def set_sort_keys(self, keys: Sort) -> None:
        self.sort_keys = keys
        self._seen_page = 0
        self._ask()

    def _ask(self) -> None:
        if self._fetch is None:
            return
        if self._question_job is not None:
            self._question_job.cancel()
        self._question += 1
        fetch, keys, question, page = self._fetch, self.sort_keys, self._question, self._seen_page
        size = self.page_rows

        def work(job: Job) -> _Answer[T]:
            counts = fetch.count()
            job.check()
            rows = tuple(fetch.page(keys, page * size, size))
            return _Answer(question, page, rows, counts)

        self._question_job = jobs.start(work, lane=jobs.READ)
        self._question_job.finished.connect(self._show_answer)
        self._question_job.failed.connect(self.failed)

    def _show_answer(self, answer: _Answer[T]) -> None:
        if answer.question != self._question or answer.counts is None:
            return
        self.beginResetModel()
        self._answered = answer.question
        self.shown, self.all = answer.counts
        self._pages.clear()
        self._waiting.clear()
        self._pages[answer.page] = answer.rows
        self.endResetModel()
        self.loaded.emit(self.shown, self.all)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        return 0 if parent.isValid() else self.shown

    def row_at(self, row: int) -> T | None:
        page, place = divmod(row, self.page_rows)
        rows = self._pages.get(page)
        if rows is None:
            self._request(page)
            return None
        self._pages.move_to_end(page)
        self._seen_page = page
        return rows[place] if place < len(rows) else None

    def find_row(self, key: object) -> int | None:
        for page, rows in self._pages.items():
            for place, row in enumerate(rows):
                if self.key(row) == key:
                    return page * self.page_rows + place
        return None

    def _request(self, page: int) -> None:
        if not self.is_loaded or not 0 <= page * self.page_rows < self.shown:
            return
        if page in self._waiting:
            self._waiting.remove(page)
        self._waiting = [*self._waiting, page][-WAITING_PAGES:]
        if self._page_job is None:
            self._fetch_next()

    def _fetch_next(self) -> None:
        if self._fetch is None or not self._waiting:
            return
        page = self._waiting[-1]  # what was asked for last is what is on the screen
        fetch, keys, question = self._fetch, self.sort_keys, self._question
        size = self.page_rows

        def work(_job: Job) -> _Answer[T]:
            return _Answer(question, page, tuple(fetch.page(keys, page * size, size)))

        self._page_job = jobs.start(work, lane=jobs.READ)
        self._page_job.finished.connect(self._keep_page)
        self._page_job.failed.connect(self._give_up_page)

    def _keep_page(self, answer: _Answer[T]) -> None:
        self._page_job = None
        if answer.question == self._question and self.is_loaded:
            self._pages[answer.page] = answer.rows
            if answer.page in self._waiting:
                self._waiting.remove(answer.page)
            while len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
            first = answer.page * self.page_rows
            last = min(first + self.page_rows, self.shown) - 1
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
        self._fetch_next()

    def _give_up_page(self, error: object) -> None:
        self._page_job = None
        self._waiting.clear()
        self.failed.emit(error)

    def export_rows(self) -> Callable[[Job], Iterator[T]]:
        fetch, keys, shown = self._fetch, self.sort_keys, self.shown

        def read(job: Job) -> Iterator[T]:
            for offset in range(0, shown if fetch else 0, EXPORT_ROWS):
                job.check()
                assert fetch is not None
                yield from fetch.page(keys, offset, min(EXPORT_ROWS, shown - offset))

        return read
