"""The foot of the review page: the reason, and the buttons that decide, each with its key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.domain.case_policy import CasePolicy
from app.domain.review import ResolutionVerdict
from app.gui.review.wording import verdict_word
from app.gui.widgets.buttons import ActionButton
from app.gui.widgets.flow_layout import FlowLayout
from app.gui.widgets.labels import label, set_tone, vertical_rule
from app.gui.widgets.reason_bar import ReasonBar, ReasonChoice
from app.gui.widgets.theme import size, space

_FIRST = ResolutionVerdict.FALSE_POSITIVE


class DecisionPane(QFrame):
    """Takes a verdict and its reason. `decided(verdict, reason code, words)` when both are there.

    A verdict without a reason is armed: the next number, or Enter for the reason that was used
    last, decides. Escape lets go of it. `left` when the keyboard goes back to the list.
    """

    decided = Signal(object, str, str)
    left = Signal()

    def __init__(
        self,
        policy: CasePolicy,
        verdicts: Sequence[QAction],
        others: Sequence[QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("surface", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Decision"))
        self._policy = policy
        self._last: dict[ResolutionVerdict, str] = {}
        self.armed: ResolutionVerdict | None = None
        self._target = ""
        self.reasons = ReasonBar()
        self.reasons.text.setPlaceholderText(self.tr("Why? Write it, or choose a reason above (R)"))
        self.reasons.picked.connect(self._pick)
        self.reasons.confirmed.connect(self.confirm)
        self.reasons.left.connect(self.let_go)
        self.hint = label("", "small")
        self.hint.setWordWrap(True)
        buttons = QWidget()
        flow = FlowLayout(gap=4, parent=buttons)
        for place, action in enumerate(verdicts):
            flow.addWidget(_KeyButton(action, "primary" if place == 0 else "plain"))
        line = vertical_rule()
        line.setFixedHeight(size("control"))
        flow.addWidget(line)
        for action in others:
            other = _KeyButton(action, small=True)
            other.setFixedHeight(size("control"))
            flow.addWidget(other)
        column = QVBoxLayout(self)
        column.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        column.setSpacing(space("s"))
        column.addWidget(self.reasons)
        column.addWidget(self.hint)
        column.addWidget(buttons)
        self._show()

    def reason(self) -> tuple[str, str]:
        """Code and words of the reason that is chosen or written already."""
        return self.reasons.chosen, self.reasons.comment()

    def use_policy(self, policy: CasePolicy) -> None:
        """Offer the reasons of this policy from now on."""
        self._policy = policy
        self._show()

    def show_target(self, words: str) -> None:
        """Say what a decision would be about, where it is more than the match that is shown."""
        self._target = words
        self._show()

    def choose(self, number: int) -> None:
        """Choose the reason of this number, from 1; with a verdict armed that decides."""
        if 1 <= number <= len(self.reasons.choices):
            self.reasons.choose(self.reasons.choices[number - 1].code)
            self._pick(self.reasons.chosen)

    def give(self, verdict: ResolutionVerdict) -> None:
        """Give a verdict: decided with the reason that is chosen or written, else armed; once
        more, it is decided with the reason that is offered."""
        was_armed = self.armed is verdict
        if not was_armed:
            self.armed = verdict
            self._show()  # a reason that fits both verdicts stays chosen
        if self.reasons.chosen or self.reasons.comment():
            self._decide(verdict)
        elif was_armed and self.reasons.offered:
            self.confirm()

    def confirm(self) -> None:
        """Decide with what is armed, and the reason that is chosen, written or offered."""
        if self.armed is None:
            self._tell(self.tr("First a verdict: Esc, then F, T or U."), "high")
            return
        if not self.reasons.chosen and not self.reasons.comment():
            if not self.reasons.offered:
                self._tell(self.tr("A decision needs a reason: choose one or write why."), "high")
                return
            self.reasons.choose(self.reasons.offered)
        self._decide(self.armed)

    def let_go(self) -> None:
        """Forget what is armed, chosen and written; the keyboard goes back to the list."""
        self.clear()
        self.left.emit()

    def clear(self) -> None:
        """Forget what is armed, chosen and written."""
        self.armed = None
        self.reasons.clear()
        self._show()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is armed, chosen or written."""
        return self.armed is None and not (self.reasons.chosen or self.reasons.comment())

    @property
    def _shown_verdict(self) -> ResolutionVerdict:
        return self.armed or _FIRST

    def _pick(self, _code: str) -> None:
        if self.armed is not None:
            self._decide(self.armed)
        else:
            self._show()

    def _decide(self, verdict: ResolutionVerdict) -> None:
        code, comment = self.reasons.chosen, self.reasons.comment()
        if code:
            self._last[verdict] = code
        self.clear()
        self.decided.emit(verdict, code, comment)

    def _show(self) -> None:
        verdict = self._shown_verdict
        choices = [ReasonChoice(r.code, r.text) for r in self._policy.reasons_for(verdict)]
        self.reasons.show_reasons(choices, self._last.get(verdict, ""))
        self._tell(*self._words(verdict))

    def _words(self, verdict: ResolutionVerdict) -> tuple[str, str]:
        word = verdict_word(verdict)
        if self.armed is not None:
            offered = next((c.text for c in self.reasons.choices if c.code == self.reasons.offered),
                           "")  # fmt: skip
            words = self.tr("{verdict}: press the number of a reason, or R to write one.")
            if offered:
                words = self.tr("{verdict}: press the number of a reason, R to write one, or Enter "
                                "for “{reason}”.")  # fmt: skip
            return words.format(verdict=word, reason=offered), "accent"
        if self._target:
            return self._target, "high"
        return "", "text_2"

    def _tell(self, words: str, tone: str) -> None:
        self.hint.setText(words)
        self.hint.setVisible(bool(words))
        set_tone(self.hint, tone)


class _KeyButton(ActionButton):
    """The button of an action without its icon: there are seven in the row."""

    def _mirror(self) -> None:
        super()._mirror()
        self.icon_name = ""
        self.updateGeometry()
