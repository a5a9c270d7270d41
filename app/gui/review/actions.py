"""Everything that can be done on the review page, each with its key."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from PySide6.QtGui import QAction, QKeySequence

from app.domain.review import ResolutionVerdict
from app.gui.widgets.buttons import make_action
from app.gui.widgets.reason_bar import MOST_REASONS

_FP, _TP, _UNSURE = (
    ResolutionVerdict.FALSE_POSITIVE,
    ResolutionVerdict.TRUE_POSITIVE,
    ResolutionVerdict.UNSURE,
)


@dataclass(frozen=True)
class ReviewActions:
    """The actions of a page, in the order in which they are offered."""

    false_positive: QAction
    true_positive: QAction
    unsure: QAction
    escalate: QAction
    snooze: QAction
    note: QAction
    exception: QAction
    group: QAction
    approve: QAction
    undo: QAction
    reason: QAction
    following: QAction
    previous: QAction
    take: QAction
    mine: QAction
    assign: QAction
    search: QAction
    filter: QAction
    sort: QAction
    steps: QAction
    wake: QAction
    copy: QAction
    screening: QAction
    case: QAction
    refresh: QAction
    reasons: tuple[QAction, ...]

    def all(self) -> list[QAction]:
        """All of them, those that choose a reason last."""
        single = [getattr(self, field.name) for field in fields(self) if field.name != "reasons"]
        return [*single, *self.reasons]

    def verdicts(self) -> list[QAction]:
        """The three verdicts."""
        return [self.false_positive, self.true_positive, self.unsure]

    def others(self) -> list[QAction]:
        """What has a button beside the verdicts."""
        return [self.escalate, self.snooze, self.note, self.exception]

    def on_match(self) -> list[QAction]:
        """What needs a match."""
        return [*self.verdicts(), *self.others(), self.mine, self.assign, self.steps, self.wake,
                self.copy, self.screening]  # fmt: skip


def make_actions(page: Any) -> ReviewActions:
    """The actions of a page, connected to it.

    Args:
        page: the ReviewPage, which is not named here because it knows this module.
    """

    def act(text: str, slot: object, icon: str = "", key: str = "") -> QAction:
        assert callable(slot)
        return make_action(page, text, slot, icon=icon, shortcut=key)

    tr = page.tr
    undo = act(tr("Undo"), page.undo, "undo", "Ctrl+Z")
    undo.setShortcuts([QKeySequence("Ctrl+Z"), QKeySequence("Z")])
    search = act(tr("Search the queue"), lambda: page.queue.focus_search(), "search", "/")  # noqa: PLW0108  # made later
    search.setShortcuts([QKeySequence("/"), QKeySequence("Ctrl+F")])
    return ReviewActions(
        false_positive=act(tr("False positive"), lambda: page.give(_FP), "check", "F"),
        true_positive=act(tr("True positive"), lambda: page.give(_TP), "octagon-alert", "T"),
        unsure=act(tr("Unsure"), lambda: page.give(_UNSURE), "help", "U"),
        escalate=act(tr("Escalate…"), page.dialogs.ask_escalate, "arrow-up", "E"),
        snooze=act(tr("Snooze…"), page.dialogs.ask_snooze, "clock", "S"),
        note=act(tr("Note…"), page.dialogs.ask_note, "note", "N"),
        exception=act(tr("Exclude…"), page.dialogs.ask_exception, "shield", "X"),
        group=act(tr("Review as a group…"), page.dialogs.ask_group, "layers", "G"),
        approve=act(tr("Approve as second person…"), page.dialogs.ask_approve, "users", "A"),
        undo=undo,
        reason=act(tr("Write the reason"), page.focus_reason, "", "R"),
        following=act(tr("Next match"), lambda: page.view.step(1), "arrow-down", "J"),
        previous=act(tr("Previous match"), lambda: page.view.step(-1), "arrow-up", "K"),
        take=act(tr("Take next"), page.take_next, "lock", "Ctrl+Return"),
        mine=act(tr("Assign to me"), page.assign_to_me, "user", "M"),
        assign=act(tr("Assign…"), page.dialogs.ask_assign, "users", "Shift+M"),
        search=search,
        filter=act(tr("Filter the queue"), lambda: page.queue.open_filters(), "filter", "Shift+F"),  # noqa: PLW0108
        sort=act(tr("Sort the queue"), lambda: page.queue.open_sorting(), "sort", "Shift+S"),  # noqa: PLW0108
        steps=act(tr("Step by step"), page.toggle_steps, "list", "C"),
        wake=act(tr("Wake up"), page.wake, "clock", "W"),
        copy=act(
            tr("Copy explanation"),
            lambda: page.comparison.copy_explanation(),  # noqa: PLW0108
            "copy",
            "Ctrl+Shift+C",
        ),
        screening=act(tr("Open the screening"), page.open_screening, "external", "Ctrl+Shift+O"),
        case=act(tr("Open the case"), page.open_case, "folder", "Ctrl+Shift+K"),
        refresh=act(tr("Refresh"), page.refresh, "refresh", "F5"),
        reasons=tuple(
            act(tr("Reason {n}").format(n=n), lambda n=n: page.choose_reason(n), "", str(n))
            for n in range(1, MOST_REASONS + 1)
        ),
    )
