"""The head of a case: who it is about, how it stands, when each state was reached, the facts."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.domain.approval import Approval, ApprovalOf, is_by_policy
from app.domain.case import CaseState
from app.domain.case_policy import CasePolicy
from app.domain.countries import country_name
from app.domain.subject import SubjectType
from app.gui.cases.actions_pane import CaseActions
from app.gui.cases.cards import short_id
from app.gui.cases.wording import (
    due_words,
    person_word,
    priority_word,
    short_outcome,
    state_word,
    translate,
)
from app.gui.history.columns import utc_text
from app.gui.screening.wording import date_words, local_time, purpose_word
from app.gui.widgets.buttons import tool_button
from app.gui.widgets.chip import Chip
from app.gui.widgets.flow_layout import FlowLayout
from app.gui.widgets.icons import pixmap
from app.gui.widgets.labels import ElidedLabel, isolate, label, plain_tip, set_tone
from app.gui.widgets.state_steps import StateSteps, Step, StepState
from app.gui.widgets.theme import current_theme, space
from app.services.cases import CaseFile

_FACT_GAP = 18


def other_scripts(file: CaseFile) -> str:
    """The best matched name that is written in another script than the subject's, "" if none."""
    is_latin = _is_latin(file.case.name)
    found = sorted(file.reviews, key=lambda review: -review.score)
    names = (name for review in found for name in (review.matched_name, review.primary_name))
    return next((name for name in names if _is_latin(name) is not is_latin), "")


def _is_latin(text: str) -> bool:
    return all(not char.isalpha() or "LATIN" in unicodedata.name(char, "") for char in text)


def state_times(file: CaseFile) -> dict[CaseState, tuple[datetime, str]]:
    """When each state was last reached, and by whom, from the timeline."""
    found = {CaseState.OPEN: (file.case.created_at, file.case.opened_by)}
    for item in file.activities:
        target = str(item.data.get("to", ""))
        if target in CaseState.__members__:
            found[CaseState(target)] = item.at, item.actor
    return found


def case_steps(file: CaseFile, names: dict[str, str]) -> list[Step]:
    """The five states as steps. A state that the case has passed by is one that is not there:
    the escalation of a case that was never escalated is drawn as not reached."""
    case = file.case
    times = state_times(file)
    order = list(CaseState)
    here = order.index(case.state)
    steps = []
    for place, state in enumerate(order):
        at_and_who = times.get(state)
        is_here = state is case.state
        is_done = at_and_who is not None and place < here
        kind = StepState.CURRENT if is_here else StepState.DONE if is_done else StepState.AHEAD
        note = hint = ""
        if at_and_who is not None and kind is not StepState.AHEAD:
            at, who = at_and_who
            note = local_time(at, with_date=True)
            hint = f"{utc_text(at)}\n{person_word(who, names)}"
        if is_here and state is CaseState.PENDING_APPROVAL:
            note = _waits_for(file, names) or note
        steps.append(Step(state_word(state), kind, note, hint))
    return steps


def _waits_for(file: CaseFile, names: dict[str, str]) -> str:
    waiting = [item for item in file.pending if item.of is ApprovalOf.DISPOSITION]
    if not waiting:
        return ""
    named = person_word(waiting[0].named, names)
    words = translate("Cases", "waiting for {who}")
    return words.format(who=named or translate("Cases", "any reviewer"))


class CaseHeadPane(QWidget):
    """Shows the head of a CaseFile."""

    def __init__(self, actions: CaseActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._due_role = ("clock", "text_2")
        self.back = self._tool(actions.back, "chevron-left")
        self.previous = self._tool(actions.previous, "chevron-up")
        self.next = self._tool(actions.next, "chevron-down")
        self.position = label("", "secondary")
        self._name = ElidedLabel("", "title")
        self._script = ElidedLabel("", "heading")
        self._priority = Chip("", "missing")
        self._decision = Chip("", "missing")
        self._demo = Chip(self.tr("Demo"), "info", "cube")
        self._demo.setToolTip(self.tr("Its screenings ran on demonstration lists"))
        self._id = label("", "mono")
        self._id.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._due_icon = QLabel()
        self._due = label("", "strong")
        self.steps = StateSteps()
        self._facts = QWidget()
        self._flow = FlowLayout(_FACT_GAP, self._facts)
        self._lay_out()

    @staticmethod
    def _tool(action: QAction, icon: str) -> QToolButton:
        made = tool_button(icon, action.text(), key=action.shortcut().toString())
        made.clicked.connect(action.trigger)
        action.changed.connect(lambda: made.setEnabled(action.isEnabled()))
        return made

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(space("s"))
        first.addWidget(self.back)
        first.addWidget(self._name)
        first.addWidget(self._script)
        for part in (self._priority, self._decision, self._demo, self._id):
            first.addWidget(part)
        first.addStretch(1)
        first.addWidget(self._due_icon)
        first.addWidget(self._due)
        first.addSpacing(space("m"))
        for widget in (self.previous, self.position, self.next):
            first.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(space("m"), space("m"), space("l"), space("m"))
        column.setSpacing(space("m"))
        column.addLayout(first)
        inner = QVBoxLayout()
        inner.setContentsMargins(space("s"), 0, 0, 0)
        inner.setSpacing(space("m"))
        inner.addWidget(self.steps)
        inner.addWidget(self._facts)
        column.addLayout(inner)

    def show_file(
        self, file: CaseFile, now: datetime, policy: CasePolicy, names: dict[str, str]
    ) -> None:
        """Show the head of this case."""
        case = file.case
        self._name.setText(case.name)
        script = other_scripts(file)
        self._script.setText(script)
        self._script.setVisible(bool(script))
        theme = self._semantic
        self._priority.set_chip(priority_word(case.priority), *theme(case.priority.value))
        self._decision.set_chip(short_outcome(case.decision), *theme(case.decision.value))
        self._demo.setVisible(case.is_demo)
        self._id.setText(short_id(case.case_id))
        self._id.setToolTip(case.case_id)
        self._id.setAccessibleName(case.case_id)
        due = due_words(case, now, policy)
        self._due.setText(due.text)
        self._due.setToolTip(utc_text(case.due_at) if case.due_at else "")
        set_tone(self._due, due.role)
        self._due_role = due.icon, due.role
        self._tint()
        self.steps.set_steps(case_steps(file, names))
        self._show_facts(file, names)

    def show_position(self, place: int, count: int) -> None:
        """Say which of the cases around it this is; place -1: none of them."""
        words = self.tr("{n} of {count}").format(n=place + 1, count=count)
        self.position.setText(words if place >= 0 else "")

    @staticmethod
    def _semantic(value: str) -> tuple[str, str]:
        look = current_theme()
        return look.semantic_role(value), look.semantic_icon(value)

    def _show_facts(self, file: CaseFile, names: dict[str, str]) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for title, value, is_id in self._fact_words(file, names):
            self._flow.addWidget(_fact(title, value, is_id=is_id))
        self._facts.updateGeometry()

    def _fact_words(self, file: CaseFile, names: dict[str, str]) -> list[tuple[str, str, bool]]:
        case, subject = file.case, file.subject
        born = date_words(subject.date_of_birth) if subject.date_of_birth else ""
        is_person = case.type is SubjectType.INDIVIDUAL
        purpose = purpose_word(file.screenings[0].purpose) if file.screenings else ""
        sources = len(case.sources)
        matches = self.tr("{n} on {lists} lists") if sources != 1 else self.tr("{n} on 1 list")
        if 0 < case.open_matches < case.matches:
            matches += self.tr(", {open} open").format(open=case.open_matches)
        facts = [
            (self.tr("Born"), born if is_person else "", False),
            (
                self.tr("Nationality") if is_person else self.tr("Country"),
                country_name(case.country) if case.country else "",
                False,
            ),
            (self.tr("Customer"), case.external_id or case.subject_id, True),
            (self.tr("Risk"), self.tr("{score} of 1000").format(score=case.score), False),
            (self.tr("Matches"), matches.format(n=case.matches, lists=sources), False),
            (self.tr("Purpose"), purpose, False),
            (
                self.tr("Assigned to"),
                person_word(case.assigned_to, names) or self.tr("nobody"),
                False,
            ),
            (self.tr("Tags"), ", ".join(case.tags), False),
        ]
        facts += self._approval_facts(file, names)
        return [fact for fact in facts if fact[1]]

    def _approval_facts(self, file: CaseFile, names: dict[str, str]) -> list[tuple[str, str, bool]]:
        found = [item for item in file.approvals if item.of is ApprovalOf.DISPOSITION]
        if not found:
            return []
        last = found[-1]
        return [
            (self.tr("Maker"), person_word(last.made_by, names), False),
            (self.tr("Approver"), self._approver(last, names), False),
        ]

    def _approver(self, approval: Approval, names: dict[str, str]) -> str:
        if is_by_policy(approval):
            return self.tr("policy")
        who = approval.decided_by or approval.named
        return person_word(who, names) or self.tr("any reviewer")

    def _tint(self) -> None:
        self._due_icon.setPixmap(pixmap(*self._due_role, 14))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)


def _fact(title: str, value: str, *, is_id: bool) -> QWidget:
    made = QWidget()
    made.setAccessibleName(f"{title}: {value}")
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(label(title, "caption"))
    words = label(isolate(value), "mono" if is_id else "body")
    words.setToolTip(plain_tip(value))
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    set_tone(words, "text")
    column.addWidget(words)
    return made
