"""From a match to an exception in one step: what brings it back, until when, and why."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QWidget

from app.domain.match_exception import MatchException
from app.gui import jobs
from app.gui.exceptions.exception_dialog import ExceptionDialog
from app.gui.exceptions.terms_pane import DaysPane, FieldsPane
from app.gui.exceptions.wording import pair_words, translate
from app.services import match_exceptions
from app.services.workspace import Workspace

WIDTH = 860


class CreateDialog(ExceptionDialog):
    """Clears the pair of a match; `stored(MatchException)` when it is done.

    Args:
        match_id: of a stored screening.
        reason: what is offered as the reason.
        reason_code: of the resolution, if one was chosen already.
        is_open: whether the match still asks for a verdict: then it is resolved as false positive
            in the same step, unless the box is taken away.
    """

    def __init__(
        self,
        workspace: Workspace,
        match_id: str,
        *,
        reason: str = "",
        reason_code: str = "",
        is_open: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        heading = translate("Exceptions", "Exclude this pair from now on?")
        text = translate("Exceptions", "Reading the match…")
        super().__init__(heading, text, translate("Exceptions", "Exclude"), WIDTH, parent)
        self._workspace = workspace
        self._match_id = match_id
        self._reason_code = reason_code
        self.fields: FieldsPane | None = None
        self.days = DaysPane()
        self.days.changed.connect(self.check)
        self.resolve = QCheckBox(self.tr("Resolve the match as &false positive"))
        self.resolve.setChecked(is_open)
        self.room.addWidget(self.days)
        self.room.addWidget(self.resolve)
        self.resolve.setVisible(is_open)  # with its place: it is no window of its own
        self.reason.setPlainText(reason)
        self.reason.setFocus()
        self._questions = jobs.Questions()
        self._questions.ask(
            "draft",
            lambda _job: match_exceptions.draft(workspace, match_id),
            self._show_draft,
            self.fail,
        )
        self.check()

    def _show_draft(self, draft: MatchException) -> None:
        words = self.tr(
            "{pair}. Later screenings discard this match and say why. It comes back, with the"
            " difference, when a ticked field changes."
        )
        self.text.setText(words.format(pair=pair_words(draft)))
        self.fields = FieldsPane(draft)
        self.fields.changed.connect(self.check)
        self.room.insertWidget(0, self.fields)
        self.check()

    def problem(self) -> str:
        if self.fields is None:
            return self.tr("Reading the match…")
        if not self.fields.listed.chosen():
            return self.tr("Tick at least one field of the listed party.")
        if not self.days.is_right:
            return self.tr("A day cannot be read.")
        return super().problem()

    def deed(self) -> Callable[[], object]:
        assert self.fields is not None
        workspace, match_id, code = self._workspace, self._match_id, self._reason_code
        reason, resolve = self.words(), self.resolve.isChecked()
        listed, customer = self.fields.listed.chosen(), self.fields.customer.chosen()
        expires_on, review_on = self.days.expires_on.day, self.days.review_on.day
        return lambda: match_exceptions.create_from_match(
            workspace,
            match_id,
            reason=reason,
            fields=listed,
            subject_fields=customer,
            expires_on=expires_on,
            review_on=review_on,
            resolve=resolve,
            reason_code=code if resolve else "",
        )

    def done(self, result: int) -> None:
        self._questions.give_up("draft")
        super().done(result)
