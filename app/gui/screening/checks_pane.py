"""The lower part of the form: which checks, on which lists, why, and with which profile."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.match import Check
from app.domain.screening import CheckState, Purpose
from app.gui.screening.form_reading import DEFAULT_PROFILE, Field, FormReading, FormState
from app.gui.screening.transaction_pane import TransactionPane
from app.gui.screening.view_model import Standing
from app.gui.screening.wording import (
    check_word,
    profile_tip,
    profile_word,
    purpose_word,
)
from app.gui.widgets.field_box import FieldBox, FieldMessage
from app.gui.widgets.labels import label
from app.services.matching_index import PROFILES

_FORM_PURPOSES = tuple(purpose for purpose in Purpose if purpose is not Purpose.BATCH)
PROFILE = "screening/profile"


def remembered_profile() -> str:
    """The profile that was chosen last, the default if none was."""
    stored = str(QSettings().value(PROFILE, DEFAULT_PROFILE))
    return stored if stored in PROFILES else DEFAULT_PROFILE


class ChecksPane(QWidget):
    """Checks with the lists they rest on, purpose and profile."""

    changed = Signal()
    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._standing = Standing()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(label(self.tr("Checks"), "label"))
        self.boxes: dict[Check, QCheckBox] = {}
        self._counts = {check: label("", "caption") for check in Check}
        self.messages = {check: FieldMessage() for check in Check}
        mnemonics = {
            Check.SANCTIONS: self.tr("&Sanctions"),
            Check.PEP: self.tr("PEP", "check"),
            Check.ADVERSE_MEDIA: self.tr("Ad&verse media"),
        }
        for check in Check:
            self._add_check(check, mnemonics[check])
        self.problem = FieldMessage()
        self._column.addWidget(self.problem)
        self._column.addSpacing(6)
        self._add_combos()

    def _add_check(self, check: Check, words: str) -> None:
        box = QCheckBox(words)
        box.setAccessibleName(check_word(check))
        self.boxes[check] = box
        row = QHBoxLayout()
        row.addWidget(box)
        row.addStretch(1)
        row.addWidget(self._counts[check])
        self._column.addLayout(row)
        self._column.addWidget(self.messages[check])
        box.toggled.connect(self._tell)

    def _add_combos(self) -> None:
        self.purpose = QComboBox()
        for purpose in _FORM_PURPOSES:
            self.purpose.addItem(purpose_word(purpose), purpose.value)
        self.profile = QComboBox()
        for place, profile in enumerate((DEFAULT_PROFILE, *PROFILES)):
            self.profile.addItem(profile_word(profile), profile)
            self.profile.setItemData(place, profile_tip(profile), Qt.ItemDataRole.ToolTipRole)
        self.profile.currentIndexChanged.connect(self._tell_profile)
        self.profile.activated.connect(self._keep_profile)
        self._tell_profile()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(FieldBox(self.tr("P&urpose"), self.purpose), 6)
        row.addWidget(FieldBox(self.tr("Pro&file"), self.profile), 5)
        for combo in (self.purpose, self.profile):
            combo.setMinimumWidth(60)
            combo.currentIndexChanged.connect(self.changed)
        self._column.addLayout(row)
        self.transaction = TransactionPane()
        self.transaction.hide()
        self.transaction.changed.connect(self.changed)
        self.transaction.submitted.connect(self.submitted)
        self._column.addWidget(self.transaction)
        self.purpose.currentIndexChanged.connect(self._show_transaction)

    def _show_transaction(self) -> None:
        self.transaction.setVisible(self.purpose.currentData() == Purpose.TRANSACTION.value)

    def _tell_profile(self) -> None:
        self.profile.setToolTip(profile_tip(str(self.profile.currentData())))

    def _keep_profile(self) -> None:
        QSettings().setValue(PROFILE, self.profile.currentData())

    def fill(self, state: FormState) -> FormState:
        """`state` with the choices as they stand here."""
        return replace(
            state,
            checks=tuple(check for check, box in self.boxes.items() if box.isChecked()),
            purpose=Purpose(str(self.purpose.currentData())),
            profile=str(self.profile.currentData()),
            transaction=self.transaction.text(),
        )

    def show_state(self, state: FormState) -> None:
        """Put a state into the choices."""
        for check, box in self.boxes.items():
            box.setChecked(check in state.checks)
        self.purpose.setCurrentIndex(max(0, self.purpose.findData(state.purpose.value)))
        self.profile.setCurrentIndex(max(0, self.profile.findData(state.profile)))
        self.transaction.set_text(state.transaction)
        self._show_transaction()

    def show_problems(self, reading: FormReading) -> None:
        """Say that no check is chosen, or what is wrong with the transaction."""
        for field, message in (
            (Field.CHECKS, self.problem),
            (Field.TRANSACTION, self.transaction.message),
        ):
            problem = reading.problems.get(field)
            message.show_message(problem.text if problem else "")

    def show_standing(self, standing: Standing) -> None:
        """Say beside each check on how many lists it rests, and what is stale or missing."""
        self._standing = standing
        for check in Check:
            self._counts[check].setText(self._count_words(check))
        self._warn()

    def _tell(self) -> None:
        self._warn()
        self.changed.emit()

    def _count_words(self, check: Check) -> str:
        count = len(self._standing.run(check).sources)
        if not count:
            return self.tr("no articles") if check is Check.ADVERSE_MEDIA else self.tr("no list")
        if self._standing.is_demo_only:
            words = self.tr("{count} demo list") if count == 1 else self.tr("{count} demo lists")
        else:
            words = self.tr("{count} list") if count == 1 else self.tr("{count} lists")
        return words.format(count=count)

    def _warn(self) -> None:
        """Warn about the checks that are asked for; the others are not part of the screening."""
        for check, message in self.messages.items():
            is_asked = self.boxes[check].isChecked() and bool(self._standing.runs)
            message.show_message(self._warning(check) if is_asked else "", "warning")

    def _warning(self, check: Check) -> str:
        run = self._standing.run(check)
        if run.state is CheckState.NOT_RUN:
            if check is Check.ADVERSE_MEDIA:
                return self.tr("No articles loaded: the check will be reported as not run.")
            return self.tr("No list loaded: the check will be reported as not run.")
        parts = []
        if run.missing:
            names = ", ".join(self._standing.short_name(source) for source in run.missing)
            parts.append(self.tr("Not loaded: {lists}.").format(lists=names))
        for item in self._standing.sources:
            if item.source.source in run.stale:
                words = self.tr("{list} is {days} days old.")
                parts.append(words.format(list=item.source.short_name, days=item.age_days))
        return " ".join(parts)
