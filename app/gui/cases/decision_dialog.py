"""What a person decides about a case: what will happen, the choices that belong to it, why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QLabel, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from app.gui.widgets.labels import isolate, label
from app.gui.widgets.people_field import PeopleField
from app.gui.widgets.reason_dialog import MOST_LETTERS, ReasonDialog
from app.gui.widgets.theme import space

MANY = 50  # from more than this on the count is typed
_AFTER_TEXT = 2  # the place below heading and text


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a decision: `value` is handed back, `note` says what follows from it."""

    value: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """What was chosen, and why; `person` is a login or "" for nobody in particular."""

    reason: str
    choice: str = ""
    person: str = ""


def is_confirming(event: QKeyEvent) -> bool:
    """Whether the keys are Ctrl+Enter."""
    is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return is_enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


class DecisionDialog(ReasonDialog):
    """A question about cases; `decided(Decided)` on the button or Ctrl+Enter.

    Nothing is chosen beforehand where there is a choice. `needs_reason` is off only where the
    deed speaks for itself.
    """

    decided = Signal(object)
    person: PeopleField | None = None
    typed: QLineEdit | None = None
    _choices: tuple[Choice, ...] = ()
    _group: QButtonGroup | None = None
    _needs_reason = True
    _expected = ""

    def __init__(
        self,
        heading: str,
        text: str,
        verb: str,
        *,
        choices: Sequence[Choice] = (),
        is_danger: bool = False,
        needs_reason: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(heading, text, verb, is_danger=is_danger, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._needs_reason = needs_reason
        self._room = QVBoxLayout()
        self._room.setSpacing(space("s"))
        cast("QVBoxLayout", self.layout()).insertLayout(_AFTER_TEXT, self._room)
        if not needs_reason:
            self.reason.setPlaceholderText(self.tr("Optional. It is kept in the audit trail."))
        if choices:
            self._add_choices(choices)
        self._check()

    def _add_choices(self, choices: Sequence[Choice]) -> None:
        self._choices = tuple(choices)
        self._group = QButtonGroup(self)
        for number, choice in enumerate(choices):
            button = QRadioButton(f"&{number + 1}  {choice.text}")
            button.setAccessibleName(choice.text)
            button.setAccessibleDescription(choice.note)
            self._group.addButton(button, number)
            self._room.addWidget(button)
            if choice.note:
                note = label(choice.note, "caption")
                note.setWordWrap(True)
                note.setIndent(24)
                self._room.addWidget(note)
        self._group.idToggled.connect(lambda _number, _on: self._check())
        self._group.button(0).setFocus()

    def hide_reason(self) -> None:
        """Ask for no reason at all, where what is chosen says everything."""
        self._needs_reason = False
        self.reason.hide()
        for words in self.findChildren(QLabel):
            if words.buddy() is self.reason:
                words.hide()
        self._check()

    def add_person(self, title: str, field: PeopleField) -> None:
        """Ask for a person as well."""
        self.person = field
        caption = label(title, "label")
        caption.setBuddy(field)
        self._room.addWidget(caption)
        self._room.addWidget(field)

    def add_field(self, title: str, field: QWidget) -> None:
        """Ask for something else as well; the caller reads it from the field."""
        caption = label(title, "label")
        caption.setBuddy(field)
        self._room.addWidget(caption)
        self._room.addWidget(field)
        field.setFocus()

    def add_sample(self, count: int, names: Sequence[str]) -> None:
        """Show what it concerns: how many, a sample of the names, and above 50 the count to
        type."""
        shown = ", ".join(isolate(name) for name in names)
        more = count - len(names)
        if more > 0:
            shown += self.tr(" and {n} more").format(n=f"{more:,}")
        words = label(shown, "secondary")
        words.setWordWrap(True)
        self._room.insertWidget(0, words)
        if count > MANY:
            self._expected = str(count)
            self.typed = QLineEdit()
            self.typed.setAccessibleName(self.tr("Number of cases, typed to confirm"))
            self.typed.textChanged.connect(self._check)
            self.typed.installEventFilter(self)
            caption = label(self.tr("&Type {count} to confirm").format(count=count), "label")
            caption.setBuddy(self.typed)
            self._room.addWidget(caption)
            self._room.addWidget(self.typed)
        self._check()

    def choose(self, value: str) -> None:
        """Choose by value, as a click would."""
        for number, choice in enumerate(self._choices):
            if choice.value == value and self._group is not None:
                self._group.button(number).setChecked(True)

    def chosen(self) -> str:
        """The value that is chosen, "" for none."""
        number = self._group.checkedId() if self._group is not None else -1
        return self._choices[number].value if number >= 0 else ""

    def _problem(self) -> str:
        length = len(self.reason.toPlainText().strip())
        if length > MOST_LETTERS:
            return self.tr("{count} letters too many").format(count=length - MOST_LETTERS)
        if self._choices and not self.chosen():
            return self.tr("Choose one.")
        if self._needs_reason and not length:
            return self.tr("A reason is needed.")
        if self.typed is not None and self.typed.text().strip() != self._expected:
            return self.tr("The number is not typed yet.")
        return ""

    def _check(self) -> None:
        problem = self._problem()
        self.confirm_button.setEnabled(not problem)
        self.note.setText(problem)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = event.key() - Qt.Key.Key_1
        if 0 <= number < len(self._choices) and not event.modifiers():
            self.choose(self._choices[number].value)
            self.reason.setFocus()
        elif is_confirming(event):
            self.confirm_button.click()
        else:
            super().keyPressEvent(event)

    def _confirm(self) -> None:
        person = self.person.login() if self.person is not None else ""
        text = self.reason.toPlainText().strip()
        self.decided.emit(Decided(text, self.chosen(), person))
        self.accept()
