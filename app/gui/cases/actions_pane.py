"""The actions of the Cases page, each with its key, over the case that is current."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.gui.widgets.buttons import make_action, tip_text


class CaseActions:
    """All actions of the page. Those of `on_case` work on the current case and are off without
    one; single letters do nothing while a text field has the keyboard."""

    def __init__(self, page: QWidget, run: Callable[[str], object]) -> None:
        """Make them for `page`; `run(name)` does what one of them stands for."""
        tr = page.tr
        self._page = page
        self._run = run
        self.move = self._make("move", tr("Move to…"), "swap", "M")
        self.assign = self._make("assign", tr("Reassign…"), "user", "R")
        self.escalate = self._make("escalate", tr("Escalate…"), "arrow-up", "E")
        self.snooze = self._make("snooze", tr("Snooze…"), "clock", "S")
        self.override = self._make("override", tr("Override decision…"), "triangle-alert", "O")
        self.priority = self._make("priority", tr("Priority…"), "chevrons-up", "P")
        self.due = self._make("due", tr("Due date…"), "calendar", "D")
        self.tags = self._make("tags", tr("Tags…"), "tag", "T")
        self.open = self._make("open", tr("Open case"), "external", "")
        self.new = self._make("new", tr("New case"), "plus", "Ctrl+N")
        self.approvals = self._make("approvals", tr("Waiting approvals"), "shield", "A")
        self.find = self._make("find", tr("Search the cases"), "search", "/", "Ctrl+F")
        self.filter = self._make("filter", tr("Filter…"), "filter", "Shift+F")
        self.views = self._make("views", tr("Saved views…"), "list", "V")
        self.switch = self._make("switch", tr("Board or table"), "board", "B")
        self.refresh = self._make("refresh", tr("Refresh"), "refresh", "F5")
        self.clear = self._make("clear", tr("Show all cases"), "x", "")
        self.bulk_assign = self._make("bulk_assign", tr("Assign chosen…"), "users", "Shift+R")
        self.bulk_close = self._make("bulk_close", tr("Decide chosen…"), "check", "Shift+C")
        self.note = self._make("note", tr("Write a note"), "note", "N")
        self.attach = self._make("attach", tr("Attach a document…"), "paperclip", "Ctrl+O")
        self.previous = self._make("previous", tr("Previous case"), "chevron-left", "Ctrl+Up")
        self.next = self._make("next", tr("Next case"), "chevron-right", "Ctrl+Down")
        self.back = self._make("back", tr("Back to all cases"), "chevron-left", "Esc")
        self._group()

    def _group(self) -> None:
        """Which of them work on a case, which are of all cases, which of the one that is open."""
        self.on_case = (
            self.move,
            self.assign,
            self.escalate,
            self.snooze,
            self.override,
            self.priority,
            self.due,
            self.tags,
        )
        self.of_list = (
            self.open,
            self.new,
            self.approvals,
            self.find,
            self.filter,
            self.views,
            self.switch,
            self.clear,
            self.bulk_assign,
            self.bulk_close,
        )
        self.of_case = (self.note, self.attach, self.previous, self.next, self.back)

    def every(self) -> list[QAction]:
        """All of them, those on a case first."""
        return [*self.on_case, *self.of_list, *self.of_case, self.refresh]

    def _make(self, name: str, text: str, icon: str, *keys: str) -> QAction:
        made = make_action(self._page, text, lambda: self._run(name), icon=icon)
        made.setShortcuts([QKeySequence(key) for key in keys if key])
        made.setToolTip(tip_text(text, made.shortcut()))
        made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._page.addAction(made)
        return made
