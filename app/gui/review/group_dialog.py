"""Look-alikes decided together: how many, a sample, the field that disproves all, one reason."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.domain.case_policy import CasePolicy
from app.domain.review import ResolutionVerdict
from app.domain.review_queue import LookAlikes
from app.gui.review.base_dialog import BaseDialog
from app.gui.review.reason_pane import ReasonPane
from app.gui.review.wording import subject_words, verdict_word
from app.gui.screening.wording import feature_word, translate
from app.gui.widgets.field_box import FieldBox
from app.gui.widgets.labels import ElidedLabel, horizontal_rule, isolate, label
from app.services.review import TYPED_ABOVE

_VERDICTS = (ResolutionVerdict.FALSE_POSITIVE, ResolutionVerdict.UNSURE)


class GroupDialog(BaseDialog):
    """Asks for one verdict and reason for all; `decided(verdict, code, comment, typed)`."""

    decided = Signal(object, str, str, str)

    def __init__(
        self, found: LookAlikes, policy: CasePolicy, parent: QWidget | None = None
    ) -> None:
        assert found.feature is not None
        self._count = len(found.matches)
        field = feature_word(found.feature).lower()
        super().__init__(
            translate("Review", "Review {n} matches as a group").format(n=f"{self._count:,}"),
            translate(
                "Review",
                "The {field} contradicts in every one of them, and contradicts strongly. It is "
                "checked again for each before anything is stored; each gets a record of its own.",
            ).format(field=field),
            translate("Review", "Resolve {n} matches").format(n=f"{self._count:,}"),
            parent,
            width=560,
        )
        self._policy = policy
        self._add_sample(found)
        self.verdict = QComboBox()
        for verdict in _VERDICTS:
            self.verdict.addItem(verdict_word(verdict), verdict)
        self.verdict.currentIndexChanged.connect(lambda _index: self._offer())
        self.reason = ReasonPane()
        self.reason.changed.connect(self._check)
        self.typed = QLineEdit()
        self.typed.textChanged.connect(lambda _text: self._check())
        words = self.tr("&Type {n} to confirm").format(n=self._count)
        self.typed_box = FieldBox(words, self.typed)
        self.body.addWidget(FieldBox(self.tr("&Verdict"), self.verdict))
        self.body.addWidget(self.reason)
        self.body.addWidget(self.typed_box)
        self.typed_box.setVisible(self.needs_number)
        self._offer()
        self.reason.preset.setFocus()

    @property
    def needs_number(self) -> bool:
        """Whether there are so many that their number has to be typed."""
        return self._count > TYPED_ABOVE

    def _add_sample(self, found: LookAlikes) -> None:
        shown = len(found.sample)
        words = self.tr("Sample, {n} of {count}").format(n=shown, count=f"{self._count:,}")
        self.body.addWidget(label(words, "label"))
        for item in found.sample:
            who = subject_words(item.subject_type, item.born, item.country)
            line = self.tr("{customer} ({who}) and {listed}, score {score}").format(
                customer=isolate(item.subject_name),
                who=who,
                listed=isolate(item.primary_name),
                score=f"{item.score:.0f}",
            )
            self.body.addWidget(ElidedLabel(line, "body"))
        self.body.addWidget(horizontal_rule())

    def _offer(self) -> None:
        self.reason.offer(self._policy.reasons_for(self._chosen()))
        self._check()

    def _chosen(self) -> ResolutionVerdict:
        return ResolutionVerdict(self.verdict.currentData())  # Qt keeps it as mere text

    def _check(self) -> None:
        if not (self.reason.code or self.reason.comment):
            self.allow(is_ready=False, why_not=self.tr("A reason is needed."))
        elif self.needs_number and self.typed.text().strip() != str(self._count):
            self.allow(is_ready=False, why_not=self.tr("Type the number to confirm."))
        else:
            self.allow(is_ready=True)

    def confirm(self) -> None:
        """Give all of them the verdict."""
        self.decided.emit(self._chosen(), self.reason.code, self.reason.comment, self.typed.text())
        self.accept()
