"""The menus of the queue: what to show, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.match import Check, Level, Strength
from app.domain.review import ReviewState
from app.domain.review_queue import ReviewQuery
from app.gui.review.queries import (
    ASCENDING,
    OPEN_TO_ME,
    SORT_MENU,
    assigned_word,
    due_word,
    escalated_word,
    snoozed_word,
    sort_word,
    state_word,
)
from app.gui.screening.wording import check_word, level_word, strength_word, translate

Use = Callable[[ReviewQuery], None]
_STATES = (ReviewState.OPEN, ReviewState.UNSURE)


def filter_menu(
    parent: QWidget,
    query: ReviewQuery,
    sources: Sequence[tuple[str, str]],
    people: Sequence[str],
    use: Use,
) -> QMenu:
    """All filters as ticks.

    Args:
        sources: ids and names of the lists.
        people: logins to whom work can be assigned.
        use: gets the changed query.
    """
    menu = QMenu(parent)
    several: tuple[tuple[str, str, Sequence[tuple[Any, str]]], ...] = (
        ("checks", translate("Review", "Check"), [(c, check_word(c)) for c in Check]),
        ("strengths", translate("Review", "Strength"), [(s, strength_word(s)) for s in Strength]),
        ("levels", translate("Review", "Level"),
         [(v, level_word(v)) for v in reversed(Level) if v is not Level.DISCARDED]),
        ("sources", translate("Review", "List"), sources),
    )  # fmt: skip
    for field, title, choices in several:
        _add_several(menu.addMenu(title), query, field, choices, use)
    whose = ["", OPEN_TO_ME, "me", "nobody", *people]
    one: tuple[tuple[str, str, Sequence[tuple[Any, str]]], ...] = (
        ("due", translate("Review", "Due"), [(d, due_word(d)) for d in ("", "today", "overdue")]),
        ("assigned", translate("Review", "Assigned to"), [(w, assigned_word(w)) for w in whose]),
        ("states", translate("Review", "State"),
         [(_STATES, translate("Review", "Open or unsure")),
          *(((s,), state_word(s)) for s in (*_STATES, ReviewState.RESOLVED))]),
        ("snoozed", translate("Review", "Snoozed"),
         [(s, snoozed_word(s)) for s in ("hide", "only", "all")]),
        ("escalated", translate("Review", "Cases"),
         [(s, escalated_word(s)) for s in ("hide", "only", "all")]),
    )  # fmt: skip
    for field, title, choices in one:
        _add_one(menu.addMenu(title), query, field, choices, use)
    came_back = _tick(menu, translate("Review", "Came back only"), is_on=query.came_back)
    came_back.triggered.connect(lambda is_on: use(replace(query, came_back=is_on)))
    menu.addSeparator()
    clear = menu.addAction(translate("Review", "Clear all filters"))
    clear.triggered.connect(lambda _on: use(ReviewQuery(sort=query.sort)))
    return menu


def sort_menu(parent: QWidget, query: ReviewQuery, use: Use) -> QMenu:
    """The orders of the parties, the one in force ticked."""
    menu = QMenu(parent)
    group = QActionGroup(menu)
    for field in SORT_MENU:
        action = _tick(menu, sort_word(field), is_on=query.sort[0][0] == field)
        group.addAction(action)
        keys: tuple[tuple[str, bool], ...] = ((field, field in ASCENDING),)
        if field != "due_at":
            keys += (("due_at", True),)
        action.triggered.connect(lambda _on, keys=keys: use(replace(query, sort=keys)))
    return menu


def _add_several(
    menu: QMenu, query: ReviewQuery, field: str, choices: Sequence[tuple[Any, str]], use: Use
) -> None:
    chosen = getattr(query, field)
    for value, word in choices:
        action = _tick(menu, word, is_on=value in chosen)

        def toggle(is_on: bool, value: Any = value) -> None:
            kept = [item for item, _ in choices if item in chosen and item != value]
            changed: dict[str, Any] = {field: tuple([*kept, value] if is_on else kept)}
            use(replace(query, **changed))

        action.triggered.connect(toggle)


def _add_one(
    menu: QMenu, query: ReviewQuery, field: str, choices: Sequence[tuple[Any, str]], use: Use
) -> None:
    group = QActionGroup(menu)
    for value, word in choices:
        action = _tick(menu, word, is_on=getattr(query, field) == value)
        group.addAction(action)
        action.triggered.connect(lambda _on, value=value: use(replace(query, **{field: value})))


def _tick(menu: QMenu, text: str, *, is_on: bool) -> QAction:
    action = menu.addAction(text.replace("&", "&&"))
    action.setCheckable(True)
    action.setChecked(is_on)
    return action
