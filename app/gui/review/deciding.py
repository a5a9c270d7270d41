"""What is done to matches from the review page: shown at once, stored by a worker, taken back."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from app.domain.match import Feature
from app.domain.review import MatchReview, ResolutionVerdict, ReviewState
from app.domain.review_queue import ReviewOutcome
from app.gui import jobs
from app.gui.review.queue_model import QueueModel
from app.gui.review.wording import matches_word, verdict_word
from app.services import review
from app.services.workspace import Workspace

UNDO_STEPS = 100
_SWEEP_LATER_MS = 500
Reviews = tuple[MatchReview, ...]


@dataclass(eq=False)
class Step:
    """One thing that was done: its words, its matches, and its batch once it is stored."""

    text: str
    reviews: Reviews
    batch_id: str = ""
    is_onward: bool = True  # the next match follows
    can_undo: bool = True
    is_unwanted: bool = False
    cases: tuple[str, ...] = ()


class Decisions(QObject):
    """Does and takes back. `begun(Step)` when the rows have changed, `stored(Step)` when the store
    has it, `refused(Step, error)` when it has not: the rows are as they were then. `taken_back`
    and `not_taken_back(Step, error)` are of undoing."""

    begun = Signal(object)
    stored = Signal(object)
    refused = Signal(object, object)
    taken_back = Signal(object)
    not_taken_back = Signal(object, object)

    def __init__(
        self, workspace: Workspace, queue: QueueModel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._queue = queue
        self._steps: deque[Step] = deque(maxlen=UNDO_STEPS)
        self._sweep = QTimer(self, singleShot=True)
        self._sweep.timeout.connect(self._announce)

    @property
    def can_undo(self) -> bool:
        """Whether there is anything to take back."""
        return bool(self._steps)

    # doing --------------------------------------------------------------------------------

    def resolve(
        self,
        reviews: Sequence[MatchReview],
        verdict: ResolutionVerdict,
        code: str,
        comment: str,
        checklist: Mapping[str, str] | None = None,
    ) -> None:
        """Give these matches a verdict with its reason."""
        workspace, ids = self._workspace, [item.match_id for item in reviews]
        expected = {item.match_id: item.state for item in reviews}
        text = _tr("{matches} marked {verdict}").format(
            matches=_which(reviews, workspace), verdict=verdict_word(verdict).lower()
        )
        self._start(
            Step(text, tuple(reviews)),
            self._resolved(reviews, verdict, comment),
            lambda: review.resolve(
                workspace, ids, verdict, code, comment, expected=expected, checklist=checklist
            ),
        )
        self._sweep_soon()

    def resolve_alike(
        self,
        reviews: Sequence[MatchReview],
        feature: Feature,
        verdict: ResolutionVerdict,
        code: str,
        comment: str,
        typed: str,
    ) -> None:
        """Give look-alikes one verdict; the service demands the field of every one again."""
        workspace, ids = self._workspace, [item.match_id for item in reviews]
        text = _tr("{matches} marked {verdict}").format(
            matches=matches_word(len(ids)), verdict=verdict_word(verdict).lower()
        )
        self._start(
            Step(text, tuple(reviews)),
            self._resolved(reviews, verdict, comment),
            lambda: review.bulk_resolve(workspace, ids, feature, verdict, code, comment, typed),
        )
        self._sweep_soon()

    def escalate(self, reviews: Sequence[MatchReview], reason: str) -> None:
        """Hand these matches on into a case."""
        workspace, ids = self._workspace, [item.match_id for item in reviews]
        text = _tr("{matches} escalated into a case").format(matches=_which(reviews, workspace))
        now = workspace.clock()
        shown = [replace(item, escalated_at=now) for item in reviews]
        self._start(
            Step(text, tuple(reviews)), shown, lambda: review.escalate(workspace, ids, reason)
        )

    def snooze(self, reviews: Sequence[MatchReview], until: datetime, reason: str) -> None:
        """Hide these matches until a time (UTC)."""
        workspace, ids = self._workspace, [item.match_id for item in reviews]
        text = _tr("{matches} snoozed").format(matches=_which(reviews, workspace))
        shown = [replace(item, snoozed_until=until) for item in reviews]
        self._start(
            Step(text, tuple(reviews)), shown, lambda: review.snooze(workspace, ids, until, reason)
        )

    def unsnooze(self, reviews: Sequence[MatchReview]) -> None:
        """Let these matches ask again."""
        workspace, ids = self._workspace, [item.match_id for item in reviews]
        text = _tr("{matches} woken up").format(matches=_which(reviews, workspace))
        shown = [replace(item, snoozed_until=None) for item in reviews]
        step = Step(text, tuple(reviews), is_onward=False)
        self._start(step, shown, lambda: review.unsnooze(workspace, ids))

    def assign(self, reviews: Sequence[MatchReview], login: str, name: str) -> None:
        """Give these matches to a person, or to nobody."""
        workspace, ids = self._workspace, [item.match_id for item in reviews]
        which = _which(reviews, workspace)
        words = _tr("{matches} assigned to {who}") if login else _tr("{matches} is free again")
        shown = [replace(item, assigned_to=login) for item in reviews]
        self._start(
            Step(words.format(matches=which, who=name), tuple(reviews), is_onward=False),
            shown,
            lambda: review.assign(workspace, ids, login),
        )

    def note(self, reviews: Sequence[MatchReview], text: str) -> None:
        """Note something about these matches."""
        workspace, ids = self._workspace, [item.match_id for item in reviews]
        words = _tr("Noted on {matches}").format(matches=_which(reviews, workspace))
        step = Step(words, tuple(reviews), is_onward=False)
        self._start(step, (), lambda: review.note(workspace, ids, text))

    def excluded(self, item: MatchReview) -> None:
        """An exception was made for the pair of a match, and resolved it."""
        text = _tr("Exception made for {matches}").format(matches=_which((item,), self._workspace))
        self._queue.lay_over(self._resolved((item,), ResolutionVerdict.FALSE_POSITIVE, ""))
        self._queue.take_off((item.match_id,), is_stored=True)
        self.begun.emit(Step(text, (item,), can_undo=False))

    def _resolved(
        self, reviews: Sequence[MatchReview], verdict: ResolutionVerdict, comment: str
    ) -> list[MatchReview]:
        is_final = verdict is not ResolutionVerdict.UNSURE
        state = ReviewState.RESOLVED if is_final else ReviewState.UNSURE
        now = self._workspace.clock()
        return [
            replace(
                item, state=state, verdict=verdict, comment=comment, resolved_at=now,
                resolved_by=self._workspace.actor, snoozed_until=None,
            )
            for item in reviews
        ]  # fmt: skip

    def _start(
        self, step: Step, shown: Sequence[MatchReview], work: Callable[[], ReviewOutcome]
    ) -> None:
        self._queue.lay_over(shown)
        self._steps.append(step)
        handle = jobs.start(lambda _job: work(), lane=jobs.WRITE)
        handle.finished.connect(lambda outcome: self._keep(step, outcome))
        handle.failed.connect(lambda error: self._give_up(step, error))
        self.begun.emit(step)

    def _keep(self, step: Step, outcome: ReviewOutcome) -> None:
        self._queue.take_off((item.match_id for item in step.reviews), is_stored=True)
        step.batch_id, step.cases = outcome.batch_id, outcome.cases
        self.stored.emit(step)
        if step.is_unwanted:
            self._take_back(step)

    def _give_up(self, step: Step, error: object) -> None:
        self._queue.take_off((item.match_id for item in step.reviews), is_stored=False)
        if step in self._steps:
            self._steps.remove(step)
        self.refused.emit(step, error)

    # undoing ------------------------------------------------------------------------------

    def undo(self) -> bool:
        """Take back what was done last; False if there is nothing."""
        if not self._steps:
            return False
        step = self._steps.pop()
        if step.batch_id:
            self._take_back(step)
        else:
            step.is_unwanted = True  # it is taken back as soon as it is stored
        return True

    def _take_back(self, step: Step) -> None:
        workspace, batch_id = self._workspace, step.batch_id
        self._queue.lay_over(step.reviews)
        handle = jobs.start(lambda _job: review.undo(workspace, batch_id), lane=jobs.WRITE)
        handle.finished.connect(lambda _outcome: self._undone(step))
        handle.failed.connect(lambda error: self._not_undone(step, error))

    def _undone(self, step: Step) -> None:
        self._queue.take_off((item.match_id for item in step.reviews), is_stored=True)
        self.taken_back.emit(step)

    def _not_undone(self, step: Step, error: object) -> None:
        self._queue.take_off((item.match_id for item in step.reviews), is_stored=False)
        self.not_taken_back.emit(step, error)

    # telling the world outside ------------------------------------------------------------

    def _sweep_soon(self) -> None:
        wait = self._workspace.case_policy.undo_seconds * 1000 + _SWEEP_LATER_MS
        self._sweep.start(wait)

    def _announce(self) -> None:
        workspace = self._workspace
        jobs.start(lambda _job: review.announce_resolved(workspace), lane=jobs.WRITE)


def _which(reviews: Sequence[MatchReview], workspace: Workspace) -> str:
    """``UN SC match``, or how many."""
    if len(reviews) != 1:
        return matches_word(len(reviews))
    source = reviews[0].source
    names = (item.short_name for item in workspace.catalogue if item.source == source)
    return _tr("{list} match").format(list=next(names, source))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Review", text)
