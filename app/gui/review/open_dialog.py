"""Opens the dialogs of the review page over it and hands on what was said in them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from app.domain.approval import Approval
from app.domain.review import MatchReview, ResolutionVerdict
from app.domain.review_queue import LookAlikes
from app.gui.exceptions.create_dialog import CreateDialog
from app.gui.review.approvals_dialog import ApprovalsDialog
from app.gui.review.assign_dialog import AssignDialog
from app.gui.review.deciding import Decisions, Reviews
from app.gui.review.group_dialog import GroupDialog
from app.gui.review.snooze_dialog import SnoozeDialog
from app.gui.review.view_model import ReviewViewModel
from app.gui.review.wording import matches_word
from app.gui.widgets.labels import isolate
from app.gui.widgets.reason_dialog import ReasonDialog


class Dialogs(QObject):
    """Asks about the matches that `target` gives when it is called.

    `alike` and `waiting` are what the page was told last; `reason` gives code and words of the
    reason that is chosen already.
    """

    def __init__(
        self,
        page: QWidget,
        view_model: ReviewViewModel,
        decisions: Decisions,
        target: Callable[[], Reviews],
    ) -> None:
        super().__init__(page)
        self._page = page
        self._view_model = view_model
        self._decisions = decisions
        self._target = target
        self.alike = LookAlikes()
        self.waiting: tuple[Approval, ...] = ()
        self.shown: QDialog | None = None
        self.reason: Callable[[], tuple[str, str]] = lambda: ("", "")

    def ask_escalate(self) -> None:
        """Ask why, then hand the matches on into a case."""
        reviews = self._target()
        if not reviews:
            return
        dialog = ReasonDialog(
            self.tr("Escalate {what} into a case?").format(what=_what(reviews)),
            self.tr("A case is opened, or the open case of this customer is joined. The match "
                    "leaves the queue and is decided there."),
            self.tr("Escalate"),
            parent=self._page,
        )  # fmt: skip
        dialog.confirmed.connect(lambda reason: self._decisions.escalate(reviews, reason))
        self._open(dialog)

    def ask_snooze(self) -> None:
        """Ask until when the matches shall sleep."""
        reviews = self._target()
        if not reviews:
            return
        what = self.tr("Snooze {what}").format(what=_what(reviews))
        dialog = SnoozeDialog(what, self._view_model.workspace.clock(), self._page)
        dialog.chosen.connect(lambda until, reason: self._decisions.snooze(reviews, until, reason))
        self._open(dialog)

    def ask_note(self) -> None:
        """Ask what to note."""
        reviews = self._target()
        if not reviews:
            return
        dialog = ReasonDialog(
            self.tr("Note on {what}").format(what=_what(reviews)),
            self.tr("It stays with this customer and this list entry, also for later screenings."),
            self.tr("Note"),
            parent=self._page,
        )
        dialog.reason.setPlaceholderText(self.tr("What is worth knowing"))
        dialog.confirmed.connect(lambda text: self._decisions.note(reviews, text))
        self._open(dialog)

    def ask_exception(self) -> None:
        """Ask which fields shall bring the match back, then make an exception."""
        reviews = self._target()
        if len(reviews) != 1:
            return
        item = reviews[0]
        code, comment = self.reason()
        dialog = CreateDialog(
            self._view_model.workspace,
            item.match_id,
            reason=comment,
            reason_code=code,
            is_open=item.is_open,
            parent=self._page,
        )
        dialog.stored.connect(lambda _made: self._decisions.excluded(item))
        self._open(dialog)

    def ask_group(self) -> None:
        """Ask for one verdict on all look-alikes."""
        found = self.alike
        if found.feature is None or not found.matches:
            return
        feature = found.feature
        dialog = GroupDialog(found, self._view_model.workspace.case_policy, self._page)

        def decide(verdict: ResolutionVerdict, code: str, comment: str, typed: str) -> None:
            self._decisions.resolve_alike(found.matches, feature, verdict, code, comment, typed)

        dialog.decided.connect(decide)
        self._open(dialog)

    def ask_assign(self) -> None:
        """Ask who shall review the matches."""
        reviews = self._target()
        if not reviews:
            return
        model = self._view_model
        what = self.tr("Assign {what}").format(what=_what(reviews))
        me = model.workspace.acting_session()
        dialog = AssignDialog(what, model.people, me, self._page)
        dialog.chosen.connect(lambda login, name: self._decisions.assign(reviews, login, name))
        self._open(dialog)

    def ask_approve(self) -> None:
        """Show what waits for the second person."""
        if not self.waiting:
            return
        dialog = ApprovalsDialog(self._view_model.workspace, self.waiting, self._page)
        dialog.decided.connect(self._view_model.ask_figures)
        self._open(dialog)

    def _open(self, dialog: QDialog) -> None:
        self.shown = dialog
        dialog.finished.connect(lambda _result: self._forget())
        dialog.open()

    def _forget(self) -> None:
        if self.shown is not None:
            self.shown.deleteLater()
        self.shown = None


def _what(reviews: tuple[MatchReview, ...]) -> str:
    if len(reviews) == 1:
        return isolate(reviews[0].primary_name)
    return matches_word(len(reviews))
