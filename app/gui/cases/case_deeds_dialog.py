"""What is done to one case beside moving it: person, priority, due date, snooze, tags, override."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from PySide6.QtCore import QDateTime, QObject
from PySide6.QtWidgets import QComboBox, QDateTimeEdit

from app.domain.approval import Approval
from app.domain.case import Case, CaseState, Priority, Relation
from app.domain.decision import Outcome
from app.gui.cases.decision_dialog import Choice, Decided, DecisionDialog
from app.gui.cases.deeds_dialog import Deeds
from app.gui.cases.wording import day_heading, priority_word, relation_word
from app.gui.screening.wording import outcome_word
from app.gui.widgets.people_field import PeopleField
from app.gui.widgets.tag_field import TagField
from app.services import approvals, case_changes, case_moves
from app.services.workspace import Workspace

_MORNING = time(9)
_WAKE = "wake"


class CaseDeeds(QObject):
    """Asks what shall change in a case, then has it changed."""

    def __init__(self, deeds: Deeds) -> None:
        super().__init__(deeds)
        self._deeds = deeds

    @property
    def _workspace(self) -> Workspace:
        return self._deeds.workspace

    def _run(self, service: Callable[..., Any], case: Case, *args: Any, words: str) -> None:
        workspace = self._workspace
        self._deeds.run(
            lambda _job: service(workspace, case.case_id, *args, version=case.version), words
        )

    def _dialog(self, heading: str, verb: str, **more: Any) -> DecisionDialog:
        return DecisionDialog(
            heading, more.pop("text", ""), verb, parent=self._deeds.page,
            **{"needs_reason": False} | more,
        )  # fmt: skip

    def ask_person(self, case: Case) -> None:
        """Ask who shall have the case."""
        dialog = self._dialog(self.tr("Assign {name}").format(name=case.name), self.tr("Assign"))
        nobody = self.tr("Nobody") if case.assigned_to else ""
        field = PeopleField(
            self.tr("Assign to"), self._deeds.people, nobody=nobody,
            me=self._workspace.acting_session(),
        )  # fmt: skip
        field.choose(case.assigned_to)
        dialog.add_person(self.tr("Assign &to"), field)
        field.setFocus()

        def confirmed(decided: Decided) -> None:
            workspace = self._workspace
            self._deeds.run(
                lambda _job: case_moves.assign(
                    workspace, case.case_id, decided.person, case.version, reason=decided.reason
                ),
                self.tr("Assigned: {name}").format(name=case.name),
            )

        self._deeds.ask(dialog, confirmed)

    def ask_priority(self, case: Case) -> None:
        """Ask for another priority."""
        hours = self._workspace.case_policy.case_hours
        choices = [
            Choice(
                item.value,
                priority_word(item),
                self.tr("due within {n} h of opening").format(n=hours[item]),
            )
            for item in reversed(Priority)
        ]
        dialog = self._dialog(
            self.tr("Priority of {name}").format(name=case.name), self.tr("Change"),
            choices=choices,
        )  # fmt: skip
        dialog.choose(case.priority.value)
        words = self.tr("Priority changed: {name}").format(name=case.name)
        self._deeds.ask(
            dialog,
            lambda decided: self._run(
                case_changes.set_priority, case, decided.choice, decided.reason, words=words
            ),
        )

    def ask_due(self, case: Case) -> None:
        """Ask for another due date, in local time."""
        at = (case.due_at or self._workspace.clock()).astimezone()
        field = _time_field(at, self.tr("Due"))
        dialog = self._dialog(
            self.tr("Due date of {name}").format(name=case.name), self.tr("Change")
        )
        dialog.add_field(self.tr("&Due, local time"), field)
        words = self.tr("Due date changed: {name}").format(name=case.name)
        self._deeds.ask(
            dialog,
            lambda decided: self._run(
                case_changes.set_due, case, _time_of(field), decided.reason, words=words
            ),
        )

    def ask_snooze(self, case: Case) -> None:
        """Ask until when the case shall stay out of sight, or wake it."""
        now = self._workspace.clock()
        times = {str(n): at for n, at in enumerate(_snooze_times(now))}
        choices = [Choice(key, day_heading(at, now)) for key, at in times.items()]
        is_asleep = case.snoozed_until is not None and case.snoozed_until > now
        if is_asleep:
            choices.insert(0, Choice(_WAKE, self.tr("Show it again now")))
        dialog = self._dialog(
            self.tr("Snooze {name}").format(name=case.name),
            self.tr("Snooze"),
            text=self.tr("It is out of sight until then, at 09:00; its due date stays."),
            choices=choices,
        )
        words = self.tr("Snoozed: {name}").format(name=case.name)
        self._deeds.ask(
            dialog,
            lambda decided: self._run(
                case_changes.snooze, case, times.get(decided.choice), decided.reason, words=words
            ),
        )

    def ask_tags(self, case: Case) -> None:
        """Ask for the tags."""
        field = TagField(self.tr("Tags"))
        field.set_tags(case.tags)
        dialog = self._dialog(self.tr("Tags of {name}").format(name=case.name), self.tr("Keep"))
        dialog.hide_reason()
        dialog.add_field(self.tr("&Tags, a comma between them"), field)
        field.line.setFocus()
        words = self.tr("Tags changed: {name}").format(name=case.name)
        self._deeds.ask(
            dialog,
            lambda _decided: self._run(case_changes.set_tags, case, field.tags(), words=words),
        )

    def ask_override(self, case: Case) -> None:
        """Ask for another decision in place of the one in force."""
        choices = [
            Choice(item.value, outcome_word(item)) for item in Outcome if item is not case.decision
        ]
        dialog = self._dialog(
            self.tr("Override the decision on {name}").format(name=case.name),
            self.tr("Override"),
            text=self._override_text(case),
            choices=choices,
            needs_reason=True,
            is_danger=True,
        )
        approvers = self._deeds.approvers()
        if self._workspace.case_policy.four_eyes and approvers:
            field = PeopleField(self.tr("Approver"), approvers, nobody=self.tr("Any reviewer"))
            field.choose("")
            dialog.add_person(self.tr("&Approver of a laxer decision"), field)
        words = self.tr("Override recorded: {name}").format(name=case.name)
        self._deeds.ask(
            dialog,
            lambda decided: self._run(
                case_moves.override,
                case,
                case.decision,
                decided.choice,
                decided.reason,
                decided.person,
                words=words,
            ),
        )

    def _override_text(self, case: Case) -> str:
        words = self.tr("In force is: {decision}.").format(decision=outcome_word(case.decision))
        if self._workspace.case_policy.four_eyes:
            return words + " " + self.tr("A laxer decision waits for a second person.")
        return words + " " + self.tr("It counts at once: four eyes are off.")

    def ask_link(self, case: Case, other: Case) -> None:
        """Ask how another case belongs to this one."""
        field = QComboBox()
        field.setAccessibleName(self.tr("Relation"))
        for relation in Relation:
            field.addItem(relation_word(relation), relation.value)
        dialog = self._dialog(self.tr("Link with {name}").format(name=other.name), self.tr("Link"))
        dialog.add_field(self.tr("&How they belong together"), field)
        workspace = self._workspace

        def confirmed(decided: Decided) -> None:
            relation = str(field.currentData())
            self._deeds.run(
                lambda _job: case_changes.link(
                    workspace, case.case_id, other.case_id, relation, decided.reason
                ),
                self.tr("Linked: {name}").format(name=other.name),
            )

        self._deeds.ask(dialog, confirmed)

    def unlink(self, case: Case, other_id: str) -> None:
        """Undo the tie to another case."""
        workspace = self._workspace
        self._deeds.run(
            lambda _job: case_changes.unlink(workspace, case.case_id, other_id),
            self.tr("Link removed"),
        )

    # approvals ----------------------------------------------------------------------------

    def ask_approve(self, approval: Approval, name: str, version: int | None) -> None:
        """Ask before approving as second person; `version` of the case is the one that was seen."""
        dialog = self._dialog(
            self.tr("Approve for {name}?").format(name=name),
            self.tr("Approve"),
            text=self.tr("You approve as second person what {maker} asked for.").format(
                maker=approval.made_by
            ),
        )
        self._decide(
            dialog, approval, approvals.approve, self.tr("Approved: {name}"), name, version
        )

    def ask_refuse(self, approval: Approval, name: str, version: int | None) -> None:
        """Ask why it is refused."""
        dialog = self._dialog(
            self.tr("Refuse for {name}?").format(name=name),
            self.tr("Refuse"),
            text=self.tr("{maker} reads the reason.").format(maker=approval.made_by),
            needs_reason=True,
        )
        self._decide(dialog, approval, approvals.refuse, self.tr("Refused: {name}"), name, version)

    def ask_withdraw(self, approval: Approval, name: str, version: int | None) -> None:
        """Ask before taking back what one asked for oneself."""
        dialog = self._dialog(
            self.tr("Withdraw the request for {name}?").format(name=name), self.tr("Withdraw")
        )
        self._decide(
            dialog, approval, approvals.withdraw, self.tr("Withdrawn: {name}"), name, version
        )

    def _decide(
        self,
        dialog: DecisionDialog,
        approval: Approval,
        service: Callable[..., Any],
        words: str,
        name: str,
        version: int | None,
    ) -> None:
        workspace = self._workspace
        self._deeds.ask(
            dialog,
            lambda decided: self._deeds.run(
                lambda _job: service(
                    workspace, approval.approval_id, decided.reason, version=version
                ),
                words.format(name=name),
            ),
        )

    def escalate(self, case: Case) -> None:
        """Escalate, after the reason."""
        self._deeds.move(case, CaseState.ESCALATED)


def _time_field(at: datetime, title: str) -> QDateTimeEdit:
    field = QDateTimeEdit(QDateTime(at.year, at.month, at.day, at.hour, at.minute, 0))
    field.setAccessibleName(title)
    field.setCalendarPopup(True)
    field.setDisplayFormat("d MMM yyyy HH:mm")
    return field


def _time_of(field: QDateTimeEdit) -> datetime:
    found = field.dateTime()
    day, clock = found.date(), found.time()
    naive = datetime(day.year(), day.month(), day.day(), clock.hour(), clock.minute())  # noqa: DTZ001
    return naive.astimezone()  # what is typed is the time of this machine


def _snooze_times(now: datetime) -> list[datetime]:
    """Tomorrow, in three days, next Monday and in two weeks, each at nine in the morning."""
    local = now.astimezone()
    to_monday = 7 - local.weekday()
    days = sorted({1, 3, to_monday, 14})
    return [
        datetime.combine(local.date() + timedelta(days=n), _MORNING, local.tzinfo) for n in days
    ]
