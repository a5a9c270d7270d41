"""The bar of a move by keyboard: which case, which keys, and why a key is refused."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QWidget

from app.domain.case import MOVES, Case, CaseState, targets, why_not
from app.gui.cases.cards import short_id
from app.gui.cases.wording import move_verb
from app.gui.widgets.buttons import KeyHint
from app.gui.widgets.icons import pixmap
from app.gui.widgets.labels import isolate, label
from app.gui.widgets.theme import size, space

_MARGIN = 18
KEYS = {
    Qt.Key.Key_O: CaseState.OPEN,
    Qt.Key.Key_R: CaseState.IN_REVIEW,
    Qt.Key.Key_E: CaseState.ESCALATED,
    Qt.Key.Key_P: CaseState.PENDING_APPROVAL,
    Qt.Key.Key_C: CaseState.CLOSED,
    Qt.Key.Key_1: CaseState.OPEN,
    Qt.Key.Key_2: CaseState.IN_REVIEW,
    Qt.Key.Key_3: CaseState.ESCALATED,
    Qt.Key.Key_4: CaseState.PENDING_APPROVAL,
    Qt.Key.Key_5: CaseState.CLOSED,
}
LETTERS = {
    CaseState.OPEN: "O",
    CaseState.IN_REVIEW: "R",
    CaseState.ESCALATED: "E",
    CaseState.PENDING_APPROVAL: "P",
    CaseState.CLOSED: "C",
}


class MoveBar(QFrame):
    """Floats over the bottom of its parent while a case is on its way, and takes its keys.

    `began(Case)`, then `ended`; `sent(Case, CaseState)` before that if it was sent somewhere.
    """

    began = Signal(object)
    sent = Signal(object, object)
    ended = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("toast", "true")
        self.case: Case | None = None
        self._parts: list[QWidget] = []
        self.words = ""
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(space("m"), 0, space("m"), 0)
        self._row.setSpacing(space("s"))
        self.setFixedHeight(size("toast"))
        parent.installEventFilter(self)
        self.hide()

    def begin(self, case: Case) -> None:
        """Take up a case: from now on a letter or number says where it goes."""
        if self.case is None:
            app = QApplication.instance()
            assert app is not None
            app.installEventFilter(self)
        self.case = case
        self._show_case(case)
        self.began.emit(case)

    def put_back(self) -> None:
        """Leave the case where it was."""
        if self.case is None:
            return
        self.case = None
        app = QApplication.instance()
        assert app is not None
        app.removeEventFilter(self)
        self.hide()
        self.ended.emit()

    def send_to(self, target: CaseState) -> None:
        """Send the case to a state, if the table of moves allows it; else say why not."""
        case = self.case
        if case is None:
            return
        if why_not(case.state, target):
            self._show_refusal(case, target)
        else:
            self.put_back()
            self.sent.emit(case, target)

    def _take(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~(
            Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        ):
            return False
        target = KEYS.get(Qt.Key(event.key()))
        if target is None and event.key() != Qt.Key.Key_Escape:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # no shortcut of the page gets it; the key itself comes next
        elif target is None:
            self.put_back()
        else:
            self.send_to(target)
        return True

    def _show_case(self, case: Case) -> None:
        """Say where this case may go, with the keys."""
        self._clear()
        self._add(label(self.tr("Moving"), "body"))
        self._add(label(isolate(case.name) if len(case.name) < 28 else short_id(case.case_id),
                        "strong"))  # fmt: skip
        told = []
        for target in targets(case.state):
            verb = move_verb(MOVES[case.state, target])
            self._add_key(LETTERS[target], verb)
            told.append(f"{LETTERS[target]} {verb}")
        self._add_key("Esc", self.tr("put back"))
        self._announce(self.tr("Moving {name}: {keys}").format(
            name=case.name, keys="; ".join(told)))  # fmt: skip

    def _show_refusal(self, case: Case, target: CaseState) -> None:
        """Say why the case cannot go there; the keys that work stay."""
        self._show_case(case)
        reason = why_not(case.state, target)
        icon = QLabel()
        icon.setPixmap(pixmap("lock", "high", 14))
        self._row.insertWidget(0, icon)
        words = label(reason, "strong")
        self._row.insertWidget(1, words)
        self._parts += [icon, words]
        self._announce(reason)

    def _announce(self, words: str) -> None:
        self.words = words
        self.setAccessibleName(words)
        self.show()
        self.adjustSize()
        self._place()
        self.raise_()

    def _add(self, part: QWidget) -> None:
        self._parts.append(part)
        self._row.addWidget(part)

    def _add_key(self, key: str, verb: str) -> None:
        self._row.addSpacing(space("s"))
        self._add(KeyHint(key))
        self._add(label(verb, "body"))

    def _clear(self) -> None:
        while (item := self._row.takeAt(0)) is not None:
            del item
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts = []

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            width = min(self.sizeHint().width(), parent.width() - 2 * _MARGIN)
            self.setFixedWidth(width)
            self.move((parent.width() - width) // 2, parent.height() - self.height() - _MARGIN)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of the move; stay in the middle when the page gets another size."""
        kind = event.type()
        if kind in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            is_here = isinstance(watched, QWidget) and watched.window() is self.window()
            if is_here and self.case is not None and isinstance(event, QKeyEvent):
                return self._take(event)
        elif kind == QEvent.Type.Resize and watched is self.parent() and self.isVisible():
            self._place()
        return False
