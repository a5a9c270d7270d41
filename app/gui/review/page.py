"""The review page: the queue left, the comparison in the middle, the decision below."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.approval import Approval
from app.domain.match import Match
from app.domain.review import MatchReview, ResolutionVerdict, ReviewState
from app.domain.review_queue import LookAlikes, MatchDetail, ReviewCounts, ReviewGroup, ReviewQuery
from app.gui.review.actions import make_actions
from app.gui.review.body_pane import BodyPane
from app.gui.review.deciding import Decisions, Step
from app.gui.review.open_dialog import Dialogs
from app.gui.review.queue_list_pane import ASKING
from app.gui.review.queue_rows import QueueItem
from app.gui.review.view_model import ReviewViewModel
from app.gui.review.wording import asks, matches_word, parties_word
from app.gui.widgets.error_dialog import error_parts
from app.services.workspace import Workspace


class ReviewPage(QWidget):
    """Where matches are judged. `screening_asked` leads to the screening page, `open_requested`
    to a stored screening, `case_requested` to a case."""

    header_changed = Signal()
    screening_asked = Signal()
    open_requested = Signal(str)
    case_requested = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._is_stale = True
        self._item: QueueItem | None = None
        self._unsure_now: set[str] = set()  # marked unsure here: not asked again by itself
        self._go_to: tuple[str, str] | None = None
        self.view_model = ReviewViewModel(workspace, self)
        self.decisions = Decisions(workspace, self.view_model.queue, self)
        self.dialogs = Dialogs(self, self.view_model, self.decisions, self.target)
        self.actions_ = make_actions(self)
        body = BodyPane(self.view_model, self.actions_)
        self.queue, self.view, self.comparison = body.queue, body.view, body.comparison
        self.side, self.decision = body.side, body.decision
        self.banner, self.toast = body.banner, body.toast
        self.view.is_wanted = self._is_wanted
        self.dialogs.reason = self.decision.reason
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(body)
        self._connect()
        self._show_item(None)
        self.addActions(self.page_actions())
        self.view_model.queue.query = self.queue.query

    def _connect(self) -> None:
        model = self.view_model
        self.queue.asked.connect(self._ask)
        self.queue.screening_asked.connect(self.screening_asked)
        self.view.item_changed.connect(self._show_item)
        self.view.done.connect(self._show_done)
        self.view.entered.connect(self._enter)
        model.queue.loaded.connect(self._show_counts)
        model.queue.came.connect(lambda _number: self._follow())
        model.detail_ready.connect(self._show_detail)
        model.detail_failed.connect(self.comparison.show_failure)
        model.figures_ready.connect(self.side.today.show_figures)
        model.approvals_ready.connect(self._show_waiting)
        model.look_alikes_ready.connect(self._show_alike)
        model.explained.connect(self.comparison.show_changes)
        model.explaining_failed.connect(
            lambda match, error: self.comparison.show_changes_failure(match, _reason(error))
        )
        pane = self.comparison.name_score.profiles
        model.profiles_ready.connect(lambda _match, views: pane.show_profiles(views))
        model.profiles_failed.connect(lambda _match, error: pane.show_message(_reason(error)))
        model.failed.connect(self.banner.show_failure)
        model.taken.connect(self._show_taken)
        model.changed.connect(lambda: self.decision.use_policy(self._workspace.case_policy))
        self.comparison.rested.connect(self._ask_the_rest)
        self.comparison.profiles_asked.connect(self._ask_profiles)
        self.decision.decided.connect(self._decide)
        self.decision.left.connect(self._focus_list)
        self.toast.undo_asked.connect(self.undo)
        self.decisions.begun.connect(self._begin)
        self.decisions.refused.connect(self._put_back)
        self.decisions.taken_back.connect(self._return_to)
        self.decisions.not_taken_back.connect(lambda _step, error: self.banner.show_failure(error))

    # what the window asks -----------------------------------------------------------------

    def title(self) -> str:
        return self.tr("Review")

    def subtitle(self) -> str:
        model = self.view_model.queue
        if not model.is_loaded:
            return ""
        parties, matches = model.counts.all_groups, model.counts.all_matches
        words = self.tr("{parties}, {matches} open")
        return words.format(parties=parties_word(parties), matches=matches_word(matches))

    def header_actions(self) -> list[QAction]:
        return [self.actions_.take]

    def page_actions(self) -> list[QAction]:
        return self.actions_.all()

    def focus_first(self) -> None:
        self._focus_list()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._is_stale = False
            self.view_model.refresh()

    def mark_stale(self) -> None:
        """The store has changed: ask again, now or when the page is next seen."""
        self._is_stale = not self.isVisible()
        if self.isVisible():
            self.view_model.refresh()

    def close_listening(self) -> None:
        """Stop listening to the workspace; the page is about to go."""
        self.view_model.close()

    def refresh(self) -> None:
        """Ask for everything anew."""
        self._unsure_now.clear()
        self.banner.hide()
        self.view_model.refresh()

    def show_group(self, group_id: str) -> None:
        """Show the matches of a party, whatever the filters were."""
        self._go_to = group_id, ASKING
        self.queue.chooser.show_current("")
        self.queue.use(ReviewQuery(snoozed="all", escalated="all"))

    # the queue ----------------------------------------------------------------------------

    def _ask(self, query: ReviewQuery) -> None:
        self._unsure_now.clear()
        self.view.starts_anew = True
        self.view_model.queue.ask(query)

    def _show_counts(self, counts: ReviewCounts) -> None:
        self.queue.show_counts(counts)
        self._follow()
        if not self.view.is_waiting:
            self.view.select_start()
        if not counts.groups:
            self._show_item(None)
        self.header_changed.emit()

    def _follow(self) -> None:
        """Go where something led to, as soon as the queue has it."""
        if self._go_to is not None and self.view.reveal(*self._go_to):
            self._go_to = None

    def _is_wanted(self, item: MatchReview) -> bool:
        is_put_off = item.state is ReviewState.UNSURE and item.match_id in self._unsure_now
        if item.state is ReviewState.RESOLVED or is_put_off:
            return False
        snoozed, cases = self.queue.query.snoozed, self.queue.query.escalated
        awake = item if snoozed == "hide" else replace(item, snoozed_until=None)
        seen = awake if cases == "hide" else replace(awake, escalated_at=None)
        return asks(seen, self._workspace.clock())

    def target(self) -> tuple[MatchReview, ...]:
        """What a decision is about: the match that is shown, or all that ask of a party."""
        item = self._item
        if item is None or item.group is None or self.view.is_waiting:
            return ()
        detail = self.comparison.detail
        if detail is None or detail.review.match_id != self.view_model.match_id:
            return ()  # what is not seen yet is not decided
        matches = self.view_model.queue.matches_of(item.group.group_id)
        if item.match is not None:
            return tuple(match for match in matches if match.match_id == item.match.match_id)
        now = self._workspace.clock()
        return tuple(match for match in matches if asks(match, now))

    def _show_item(self, item: QueueItem | None) -> None:
        was = self._item.key if self._item is not None else ""
        self._item = item
        if item is None or item.key != was:
            self.decision.clear()  # of the same match, what is chosen or written stays
        self.decision.show_target("")
        group = item.group if item is not None else None
        for action in self.actions_.on_match():
            action.setEnabled(group is not None)
        self.actions_.group.setEnabled(False)
        self.actions_.exception.setEnabled(item is not None and item.match is not None)
        self.actions_.case.setEnabled(False)
        if item is None or group is None:
            self.view_model.show("")
            self.comparison.show_nothing(
                self.tr("Nothing to review here"),
                self.tr("Choose another view on the left, or screen a customer."),
            )
            self.side.show_detail(None)
            return
        match = item.match or self._best_of(group, item.number)
        if match is not None:
            self.comparison.expect()
            self._show_target(item, group)
            self.view_model.show(match.match_id)
            self._read_ahead(item)

    def _best_of(self, group: ReviewGroup, number: int) -> MatchReview | None:
        """The match that is shown for a party: its first that asks."""
        matches = self.view_model.queue.matches_of(group.group_id)
        if not matches:
            self._go_to = self._go_to or (group.group_id, ASKING)
            self.view_model.queue.fetch_matches(number)
            return None
        return next(filter(self._is_wanted, matches), matches[0])

    def _show_target(self, item: QueueItem, group: ReviewGroup) -> None:
        if item.match is None and item.asking > 1:
            words = self.tr("A verdict counts for all {matches} of {name}.")
            told = words.format(matches=matches_word(item.asking), name=group.subject_name)
            self.decision.show_target(told)
        elif item.match is not None and item.match.state is ReviewState.RESOLVED:
            self.decision.show_target(self.tr("This match is resolved; a verdict changes that."))

    def _read_ahead(self, item: QueueItem) -> None:
        """Have what the next steps show at hand."""
        queue = self.view_model.queue
        row = self.view.currentIndex().row()
        around = (queue.item(row + by) for by in (1, 2, -1))
        ids = [found.match.match_id for found in around if found and found.match]
        following = queue.party(item.number + 1)
        if following is not None and len(ids) < 3:
            ids += [match.match_id for match in queue.matches_of(following.group_id)[:1]]
        self.view_model.prefetch(ids)

    # the match ----------------------------------------------------------------------------

    def _show_detail(self, detail: MatchDetail) -> None:
        group = detail.review.group_id
        matches = self.view_model.queue.matches_of(group)
        ids = [match.match_id for match in matches]
        own = detail.review.match_id
        place = ids.index(own) + 1 if own in ids else 1
        name = self.view_model.short_name(detail.review.source)
        self.comparison.show_detail(detail, name, place, len(ids))
        self.side.show_detail(detail)
        self.actions_.case.setEnabled(bool(detail.review.case_id))

    def _ask_the_rest(self, detail: MatchDetail) -> None:
        source = detail.review.source
        found = (item.url for item in self._workspace.catalogue if item.source == source)
        self.comparison.show_source(next(found, ""))
        self.view_model.ask_look_alikes(detail.review.match_id)
        self.view_model.explain(detail.match, detail.record.subject)

    def _ask_profiles(self, match: Match) -> None:
        detail = self.comparison.detail
        if detail is not None:
            self.view_model.compare_profiles(match, detail.record.subject)

    def _show_alike(self, match_id: str, found: LookAlikes) -> None:
        if match_id == self.view_model.match_id:
            self.dialogs.alike = found
            self.side.alike.show_found(found)

    def _show_waiting(self, found: tuple[Approval, ...]) -> None:
        self.dialogs.waiting = found
        self.side.waiting.show_waiting(found)

    # deciding -----------------------------------------------------------------------------

    def give(self, verdict: ResolutionVerdict) -> None:
        """Give a verdict; without a reason it is armed and waits for one."""
        if self.target():
            self.decision.give(verdict)

    def choose_reason(self, number: int) -> None:
        """Choose the reason of this number."""
        if self.target():
            self.decision.choose(number)

    def focus_reason(self) -> None:
        """Put the keyboard into the reason in one's own words."""
        self.decision.reasons.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _decide(self, verdict: ResolutionVerdict, code: str, comment: str) -> None:
        reviews = self.target()
        if not reviews:
            return
        if verdict is ResolutionVerdict.UNSURE:
            self._unsure_now |= {item.match_id for item in reviews}
        answers = self.side.checklist.answers if len(reviews) == 1 else {}
        self.decisions.resolve(reviews, verdict, code, comment, dict(answers))

    def _begin(self, step: Step) -> None:
        """The rows have changed: say so, and go on to the next match that asks."""
        self.banner.hide()
        self.toast.show_done(step.text, can_undo=step.can_undo)
        self._focus_list()
        if step.is_onward:
            self.view.advance()

    def _put_back(self, step: Step, error: BaseException) -> None:
        self.toast.dismiss()
        self.banner.show_failure(error)
        self._unsure_now -= {item.match_id for item in step.reviews}
        self._return_to(step)

    def undo(self) -> None:
        """Take back what was done last."""
        self.toast.dismiss()
        if not self.decisions.undo():
            self.toast.show_done(self.tr("Nothing to undo in this session"), can_undo=False)

    def _return_to(self, step: Step) -> None:
        first = step.reviews[0]
        self._unsure_now -= {item.match_id for item in step.reviews}
        self._go_to = first.group_id, first.match_id
        self.view_model.refresh()

    def take_next(self) -> None:
        """Take the next party that nobody works on, and lock it."""
        item = self._item
        after = item.group.group_id if item is not None and item.group is not None else ""
        self.view_model.take_next(self.queue.query, after)

    def _show_taken(self, group: ReviewGroup | None) -> None:
        if group is None:
            words = self.tr("Others work on all of them")
        else:
            minutes = self._workspace.case_policy.lock_minutes
            words = self.tr("{name} is yours for {n} minutes")
            words = words.format(name=group.subject_name, n=minutes)
            self._go_to = group.group_id, ASKING
            self.view_model.refresh()
        self.toast.show_done(words, can_undo=False)

    def assign_to_me(self) -> None:
        """Take over the matches."""
        reviews, session = self.target(), self._workspace.acting_session()
        if reviews:
            self.decisions.assign(reviews, session.login, session.name or session.login)

    def wake(self) -> None:
        """Let snoozed matches ask again now."""
        now = self._workspace.clock()
        asleep = [item for item in self.target() if item.snoozed_until and item.snoozed_until > now]
        if asleep:
            self.decisions.unsnooze(asleep)

    # moving and looking -------------------------------------------------------------------

    def _enter(self) -> None:
        if self.decision.armed is not None:
            self.decision.confirm()
        else:
            self.view.toggle()

    def _show_done(self) -> None:
        self.toast.show_done(self.tr("That was the last one of this view"), can_undo=True)

    def _focus_list(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle_steps(self) -> None:
        """Open the guided steps with the keyboard on them, or fold them."""
        pane = self.side.checklist
        pane.show_steps(is_open=not pane.is_open)
        if not pane.is_open:
            self._focus_list()

    def open_screening(self) -> None:
        """Show the screening that found the match."""
        if self.comparison.detail is not None:
            self.open_requested.emit(self.comparison.detail.record.screening_id)

    def open_case(self) -> None:
        """Show the case that the match is in."""
        if self.comparison.detail is not None and self.comparison.detail.review.case_id:
            self.case_requested.emit(self.comparison.detail.review.case_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.decision.let_go()
        else:
            super().keyPressEvent(event)


def _reason(error: BaseException) -> str:
    """What happened and what to do, without a name that a foreign error may hold."""
    what, safe, todo, _ = error_parts(error)
    return " ".join(part for part in (what, safe, todo) if part)
