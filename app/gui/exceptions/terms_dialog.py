"""An exception changed or renewed: its fields, conditions and days, and the difference seen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.domain.errors import BadInput
from app.domain.match_exception import ExceptionKind
from app.gui.exceptions.condition_pane import ConditionsPane
from app.gui.exceptions.difference_pane import DifferenceGrid, wrapped
from app.gui.exceptions.exception_dialog import ExceptionDialog
from app.gui.exceptions.terms_pane import DaysPane, FieldsPane
from app.gui.exceptions.wording import pair_words, translate
from app.services import match_exceptions
from app.services.exception_changing import Present, Terms
from app.services.workspace import Workspace

WIDTH = 860
RENEW_WIDTH = 620


class EditDialog(ExceptionDialog):
    """Changes the terms of an active exception; `stored(MatchException)` when it is done."""

    def __init__(
        self, workspace: Workspace, present: Present, parent: QWidget | None = None
    ) -> None:
        heading = translate("Exceptions", "Change the terms of this exception?")
        super().__init__(
            heading, pair_words(present.exception), translate("Exceptions", "Change"), WIDTH, parent
        )
        self._workspace = workspace
        self._exception = exception = present.exception
        self.reason.setPlaceholderText(self.tr("Why are the terms changed? It is kept."))
        self.fields: FieldsPane | None = None
        self.conditions: ConditionsPane | None = None
        if exception.kind is ExceptionKind.CONDITIONAL:
            self.conditions = ConditionsPane(exception.conditions)
            self.conditions.changed.connect(self.check)
            self.room.addWidget(self.conditions)
        else:
            self.fields = FieldsPane(exception)
            self.fields.changed.connect(self.check)
            self.room.addWidget(self.fields)
        self.days = DaysPane()
        self.days.expires_on.set_day(exception.expires_on)
        self.days.review_on.set_day(exception.review_on)
        self.days.changed.connect(self.check)
        self.room.addWidget(self.days)
        self.check()

    def terms(self) -> Terms:
        """The terms as they are typed. Raises BadInput."""
        kept = match_exceptions.terms_of(self._exception)
        return Terms(
            self.fields.listed.chosen() if self.fields else kept.fields,
            self.fields.customer.chosen() if self.fields else kept.subject_fields,
            self.conditions.conditions() if self.conditions else kept.conditions,
            self.days.expires_on.day,
            self.days.review_on.day,
        )

    def problem(self) -> str:
        if not self.days.is_right:
            return self.tr("A day cannot be read.")
        try:
            terms = self.terms()
        except BadInput as error:
            return error.message
        if self.fields and not terms.fields:
            return self.tr("Tick at least one field of the listed party.")
        if terms == match_exceptions.terms_of(self._exception):
            return self.tr("Nothing is changed yet.")
        return super().problem()

    def deed(self) -> Callable[[], object]:
        workspace, exception, terms = self._workspace, self._exception, self.terms()
        reason = self.words()
        return lambda: match_exceptions.update(
            workspace, exception.exception_id, terms, reason=reason, version=exception.version
        )


class RenewDialog(ExceptionDialog):
    """Lets an exception hold again with today's values; `stored(MatchException)` when done."""

    def __init__(
        self, workspace: Workspace, present: Present, parent: QWidget | None = None
    ) -> None:
        heading = translate("Exceptions", "Let this exception hold again?")
        text = pair_words(present.exception)
        super().__init__(heading, text, translate("Exceptions", "Renew"), RENEW_WIDTH, parent)
        self._workspace = workspace
        self._present = present
        self.reason.setPlaceholderText(self.tr("Why is it still no match? It is kept."))
        if present.difference:
            told = self.tr("These values become what the pair is compared with:")
            self.room.addWidget(wrapped(told))
            self.room.addWidget(DifferenceGrid(present.difference))
        else:
            told = self.tr("Nothing that brings the match back has changed.")
            self.room.addWidget(wrapped(told, "secondary"))
        self.days = DaysPane()
        self.days.changed.connect(self.check)
        self.room.addWidget(self.days)
        self.reason.setFocus()
        self.check()

    def problem(self) -> str:
        if not self.days.is_right:
            return self.tr("A day cannot be read.")
        return super().problem()

    def deed(self) -> Callable[[], object]:
        workspace, present, reason = self._workspace, self._present, self.words()
        expires_on, review_on = self.days.expires_on.day, self.days.review_on.day
        return lambda: match_exceptions.renew(
            workspace,
            present.exception.exception_id,
            reason=reason,
            version=present.exception.version,
            seen=present.difference,
            expires_on=expires_on,
            review_on=review_on,
        )
