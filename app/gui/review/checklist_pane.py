"""The guided steps for judging a match: a question at a time, answered by key or click."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.review_queue import MatchDetail
from app.gui.review.wording import verdict_word
from app.gui.screening.wording import translate
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import isolate, label, set_tone
from app.gui.widgets.theme import space
from app.services import review_checklist
from app.services.review_checklist import Answer, ChecklistStep


def answer_word(answer: Answer) -> str:
    """Yes, No, Not known."""
    return {
        Answer.YES: translate("Review", "Yes"),
        Answer.NO: translate("Review", "No"),
        Answer.UNKNOWN: translate("Review", "Not known"),
    }[answer]


class ChecklistPane(QWidget):
    """Shows the step that is next, folded until it is asked for; `answers` are those given."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.steps: tuple[ChecklistStep, ...] = ()
        self.answers: dict[str, str] = {}
        self._match_id = ""
        self._place = 0
        self.toggle = Button(self.tr("Step by step"), "chevron-right", "quiet", small=True)
        self.toggle.clicked.connect(lambda: self.show_steps(is_open=not self.is_open))
        self.progress = label("", "caption")
        head = QHBoxLayout()
        head.addWidget(self.toggle)
        head.addStretch(1)
        head.addWidget(self.progress)
        self._build_body()
        column = QVBoxLayout(self)
        column.setContentsMargins(14, space("s"), 14, space("m"))
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._body)
        self.hide()

    def _build_body(self) -> None:
        self.title = label("", "strong")
        self.question = label("")
        self.suggestion = label("", "small")
        self.leaning = label("", "small")
        for words in (self.title, self.question, self.suggestion, self.leaning):
            words.setWordWrap(True)
        self.buttons = {answer: Button(answer_word(answer), small=True) for answer in Answer}
        self._group = QButtonGroup(self)
        answers = QHBoxLayout()
        answers.setSpacing(space("xs"))
        for answer, button in self.buttons.items():
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, answer=answer: self.answer(answer))
            self._group.addButton(button)
            answers.addWidget(button)
        answers.addStretch(1)
        self.back = Button(self.tr("Back"), "chevron-left", "quiet", small=True)
        self.back.clicked.connect(lambda: self._go(-1))
        self.onward = Button(self.tr("Next"), "chevron-right", "quiet", small=True)
        self.onward.clicked.connect(lambda: self._go(1))
        steps = QHBoxLayout()
        steps.addWidget(self.back)
        steps.addWidget(self.onward)
        steps.addStretch(1)
        source = label(review_checklist.SOURCE, "caption")
        source.setWordWrap(True)
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for part in (self.title, self.question, self.suggestion):
            column.addWidget(part)
        column.addLayout(answers)
        column.addLayout(steps)
        column.addWidget(self.leaning)
        column.addWidget(source)
        self._body.hide()

    @property
    def is_open(self) -> bool:
        """Whether the steps are unfolded."""
        return not self._body.isHidden()

    def show_detail(self, detail: MatchDetail | None) -> None:
        """Show the steps of a match; the answers of another one are forgotten."""
        self.setVisible(detail is not None)
        if detail is None or detail.review.match_id == self._match_id:
            return
        self._match_id = detail.review.match_id
        self.steps = review_checklist.checklist(detail.record.subject, detail.match)
        self.answers = {}
        self._place = 0
        self._show()

    def show_steps(self, *, is_open: bool) -> None:
        """Open or fold the steps; open, the keyboard is on the answers."""
        self._body.setVisible(is_open)
        self.toggle.icon_name = "chevron-down" if is_open else "chevron-right"
        self.toggle.update()
        if is_open:
            self.buttons[Answer.YES].setFocus(Qt.FocusReason.OtherFocusReason)

    def answer(self, answer: Answer) -> None:
        """Answer the step that is shown and go on to the next one."""
        self.answers[self.steps[self._place].step] = answer.value
        if self._place + 1 < len(self.steps):
            self._place += 1
            self.buttons[Answer.YES].setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()
        self.changed.emit()

    def _go(self, by: int) -> None:
        self._place = min(max(self._place + by, 0), len(self.steps) - 1)
        self._show()

    def _show(self) -> None:
        if not self.steps:
            return
        step = self.steps[self._place]
        count = self.tr("{n} of {count} answered")
        self.progress.setText(count.format(n=len(self.answers), count=len(self.steps)))
        self.title.setText(f"{self._place + 1}. {step.title}")
        self.question.setText(isolate(step.question))
        words = self.tr("Evidence suggests: {answer}. {because}")
        self.suggestion.setText(
            words.format(answer=answer_word(step.suggestion).lower(), because=step.because)
        )
        given = self.answers.get(step.step)
        self._group.setExclusive(False)
        for answer, button in self.buttons.items():
            button.setChecked(given == answer.value)
        self._group.setExclusive(True)
        self.back.setEnabled(self._place > 0)
        self.onward.setEnabled(self._place + 1 < len(self.steps))
        self._show_leaning()

    def _show_leaning(self) -> None:
        self.leaning.setVisible(bool(self.answers))
        if not self.answers:
            return
        lean = review_checklist.leaning(self.answers)
        told = lean.text
        if lean.verdict is not None:
            told = self.tr("This points to {verdict}. {why}").format(
                verdict=verdict_word(lean.verdict).lower(), why=lean.text
            )
        self.leaning.setText(told)
        set_tone(self.leaning, "text" if lean.verdict is not None else "text_2")
