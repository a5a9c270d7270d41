"""A conditional exception: its conditions, and what they would have excluded, before it is made."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.domain.errors import BadInput
from app.domain.match_exception import Condition
from app.gui import jobs
from app.gui.exceptions.condition_pane import ConditionsPane
from app.gui.exceptions.difference_pane import wrapped
from app.gui.exceptions.exception_dialog import ExceptionDialog
from app.gui.exceptions.terms_pane import DaysPane
from app.gui.exceptions.wording import translate
from app.gui.widgets.banner import Banner
from app.gui.widgets.labels import isolate
from app.services import match_exceptions
from app.services.exception_preview import Preview
from app.services.jobs import Job
from app.services.workspace import Workspace

WIDTH = 780
PAUSE_MS = 300
_SHOWN = 5


class ConditionalDialog(ExceptionDialog):
    """Makes a conditional exception; `stored(MatchException)` when it is done.

    What the conditions would have excluded of the stored matches is shown as they are typed;
    the button waits for it.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        heading = translate("Exceptions", "Exclude every match that fulfils conditions?")
        text = translate("Exceptions", "All conditions must hold. What is not known fulfils none.")
        super().__init__(heading, text, translate("Exceptions", "Exclude"), WIDTH, parent)
        self._workspace = workspace
        self._previewed: tuple[Condition, ...] = ()
        self._asked: tuple[Condition, ...] = ()
        self.preview: Preview | None = None
        self.conditions = ConditionsPane()
        self.impact = Banner("info")
        self.impact.hide()
        self.examples = wrapped("", "secondary")
        self.examples.hide()
        self.days = DaysPane()
        self._questions = jobs.Questions()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._ask_preview)
        for part in (self.conditions, self.impact, self.examples, self.days):
            self.room.addWidget(part)
        self.conditions.changed.connect(self._conditions_changed)
        self.days.changed.connect(self.check)
        self.conditions.rows[0].path.setFocus()
        self._conditions_changed()

    def _conditions_changed(self) -> None:
        try:
            typed = self.conditions.conditions()
        except BadInput:
            typed = ()
        if typed != self._previewed:
            self.impact.hide()
            self.examples.hide()
            self._questions.give_up("preview")
            self._asked = ()
            if typed:
                self._pause.start()
            else:
                self._pause.stop()
        self.check()

    def _ask_preview(self) -> None:
        conditions = self.conditions.conditions()
        workspace, self._asked = self._workspace, conditions

        def work(job: Job) -> Preview:
            return match_exceptions.preview(workspace, conditions, job=job)

        self._questions.ask("preview", work, self._show_preview, self.fail)

    def _show_preview(self, found: Preview) -> None:
        self.preview, self._previewed = found, self._asked
        words = self.tr(
            "{excluded} of {matches} open matches of the newest {screenings} screenings"
        )
        told = words.format(
            excluded=f"{found.excluded:,}",
            matches=f"{found.matches:,}",
            screenings=f"{found.screenings:,}",
        )
        is_much = found.matches > 0 and found.excluded * 2 > found.matches
        heading = self.tr("This would have excluded most of them") if is_much else ""
        heading = heading or self.tr("This would have excluded")
        self.impact.set_banner("high" if is_much else "info", heading, told)
        self.impact.show()
        lines = [
            f"{isolate(item.subject_name)} – {isolate(item.listed_name)} ({item.score:.0f})"
            for item in found.examples[:_SHOWN]
        ]
        if found.excluded > len(lines):
            more = found.excluded - len(lines)
            lines.append(self.tr("and {count} more").format(count=f"{more:,}"))
        self.examples.setText("\n".join(lines))
        self.examples.setVisible(bool(lines))
        self.check()

    def problem(self) -> str:
        try:
            typed = self.conditions.conditions()
        except BadInput as error:
            return error.message
        if not self.days.is_right:
            return self.tr("A day cannot be read.")
        if typed != self._previewed or self.preview is None:
            return self.tr("Looking at stored matches…")
        if self.preview.is_everything:
            return self.tr("These conditions would exclude everything.")
        return super().problem()

    def deed(self) -> Callable[[], object]:
        workspace, conditions, reason = self._workspace, self._previewed, self.words()
        expires_on, review_on = self.days.expires_on.day, self.days.review_on.day
        return lambda: match_exceptions.create_conditional(
            workspace, conditions, reason=reason, expires_on=expires_on, review_on=review_on
        )

    def done(self, result: int) -> None:
        self._pause.stop()
        self._questions.give_up("preview")
        super().done(result)
