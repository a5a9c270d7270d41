"""What the review page knows: the match that is shown, the day's figures, and what changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.events import Event, EventType
from app.domain.lists import SourceStatus
from app.domain.match import Match
from app.domain.review_queue import MatchDetail, ReviewQuery
from app.domain.subject import Subject
from app.domain.user import User
from app.gui import jobs
from app.gui.event_bridge import EventBridge
from app.gui.review.queue_model import QueueModel
from app.services import approvals, explaining, lists, review, users
from app.services.jobs import Job
from app.services.workspace import Workspace

KEPT_DETAILS = 24
SETTLE_MS = 120  # a batch tells of every match; they are asked for once
_HEARD = frozenset(
    {
        EventType.MATCH_REVIEWED,
        EventType.SCREENING_COMPLETED,
        EventType.EXCEPTION_CREATED,
        EventType.EXCEPTION_CHANGED,
        EventType.CASE_CREATED,
        EventType.CASE_UPDATED,
        EventType.SESSION_CHANGED,
        EventType.APPROVAL_ASKED,
        EventType.APPROVAL_DECIDED,
    }
)


class ReviewViewModel(QObject):
    """One review page. Of several questions of a kind only the newest is answered.

    `detail_ready(MatchDetail)` and `detail_failed(error)` are of the match asked for last;
    `look_alikes_ready(match id, LookAlikes)`.
    """

    detail_ready = Signal(object)
    detail_failed = Signal(object)
    figures_ready = Signal(object)  # DayFigures
    look_alikes_ready = Signal(str, object)
    approvals_ready = Signal(object)  # tuple of Approval
    explained = Signal(object, object)  # Match, Explanation
    explaining_failed = Signal(object, object)  # Match, error
    profiles_ready = Signal(object, object)  # Match, tuple of ProfileView
    profiles_failed = Signal(object, object)  # Match, error
    taken = Signal(object)  # ReviewGroup or None
    changed = Signal()  # the store has changed, and is asked again
    failed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.queue = QueueModel(workspace, self)
        self.queue.failed.connect(self.failed)
        self.people: tuple[User, ...] = ()
        self.sources: tuple[tuple[str, str], ...] = ()
        self.match_id = ""
        self._details: OrderedDict[str, MatchDetail] = OrderedDict()
        self._on_the_way: set[str] = set()
        self._age = 0
        self._questions = jobs.Questions()
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self.refresh)
        self._bridge = EventBridge(workspace.bus, parent=self)
        self._bridge.happened.connect(self._hear)

    def short_name(self, source: str) -> str:
        """What people call a list."""
        names = (item.short_name for item in self.workspace.catalogue if item.source == source)
        return next(names, source)

    def close(self) -> None:
        """Stop listening to the workspace."""
        self._settle.stop()
        self._bridge.close()

    # what changed -------------------------------------------------------------------------

    def _hear(self, event: Event) -> None:
        if event.type in _HEARD:
            self._settle.start()

    def refresh(self) -> None:
        """Ask the store again for all that is shown."""
        self._settle.stop()
        self._age += 1
        self._details.clear()
        self._on_the_way.clear()
        self.queue.refresh()
        self.ask_figures()
        self.changed.emit()

    def ask_figures(self) -> None:
        """Ask for the day's figures, what waits for a second person, people and lists."""
        workspace = self.workspace
        ask = self._questions.ask
        ask("today", lambda _job: review.today(workspace), self.figures_ready, self.failed)
        ask("wait", lambda _job: approvals.pending(workspace), self.approvals_ready, self.failed)
        ask("people", lambda _job: users.people(workspace), self._keep_people, self.failed)
        ask("lists", lambda _job: lists.status(workspace), self._keep_lists, self.failed)

    def _keep_people(self, found: tuple[User, ...]) -> None:
        self.people = found

    def _keep_lists(self, found: Sequence[SourceStatus]) -> None:
        active = {status.source.source for status in found if status.active is not None}
        names = ((item.source, item.short_name) for item in self.workspace.catalogue)
        self.sources = tuple(pair for pair in names if pair[0] in active)

    # the match that is shown --------------------------------------------------------------

    def show(self, match_id: str) -> None:
        """Ask for everything about a match; what is at hand is shown at once."""
        self.match_id = match_id
        found = self._details.get(match_id)
        if found is not None:
            self._details.move_to_end(match_id)
            self.detail_ready.emit(found)
        elif match_id:
            self._fetch(match_id)

    def prefetch(self, match_ids: Sequence[str]) -> None:
        """Have these matches at hand for when they are shown."""
        for match_id in match_ids:
            if match_id not in self._details:
                self._fetch(match_id)

    def _fetch(self, match_id: str) -> None:
        if match_id in self._on_the_way:
            return
        self._on_the_way.add(match_id)
        workspace, age = self.workspace, self._age
        handle = jobs.start(lambda _job: review.detail(workspace, match_id))
        handle.finished.connect(lambda found: self._keep(age, match_id, found))
        handle.failed.connect(lambda error: self._miss(age, match_id, error))

    def _keep(self, age: int, match_id: str, found: MatchDetail) -> None:
        if age != self._age:
            return
        self._on_the_way.discard(match_id)
        self._details[match_id] = found
        while len(self._details) > KEPT_DETAILS:
            self._details.popitem(last=False)
        if match_id == self.match_id:
            self.detail_ready.emit(found)

    def _miss(self, age: int, match_id: str, error: object) -> None:
        if age == self._age:
            self._on_the_way.discard(match_id)
            if match_id == self.match_id:
                self.detail_failed.emit(error)

    def ask_look_alikes(self, match_id: str) -> None:
        """Ask which other matches the same field disproves."""
        workspace = self.workspace
        self._questions.ask(
            "alike",
            lambda _job: review.look_alikes(workspace, match_id),
            lambda found: self.look_alikes_ready.emit(match_id, found),
            self.failed,
        )

    def take_next(self, query: ReviewQuery, after: str) -> None:
        """Lock the next party that nobody works on."""
        workspace = self.workspace
        handle = jobs.start(lambda _job: review.take_next(workspace, query, after), lane=jobs.WRITE)
        handle.finished.connect(self.taken)
        handle.failed.connect(self.failed)

    def explain(self, match: Match, subject: Subject) -> None:
        """Ask what would change a match."""
        workspace = self.workspace
        self._questions.ask(
            "why",
            lambda _job: explaining.explain(workspace, match, subject),
            lambda found: self.explained.emit(match, found),
            lambda error: self.explaining_failed.emit(match, error),
        )

    def compare_profiles(self, match: Match, subject: Subject) -> None:
        """Ask how every profile sees the two names of a match."""
        workspace = self.workspace

        def work(_job: Job) -> tuple[explaining.ProfileView, ...]:
            return explaining.compare_profiles(workspace, match, subject)

        self._questions.ask(
            "profiles",
            work,
            lambda views: self.profiles_ready.emit(match, views),
            lambda error: self.profiles_failed.emit(match, error),
        )
