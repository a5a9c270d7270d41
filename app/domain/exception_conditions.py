"""Conditions of match exceptions: whether they can be meant, and whether they hold for a match."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from app.domain.dates import PartialDate, parse_partial_date
from app.domain.errors import BadInput
from app.domain.exception_paths import OPERATORS, PATHS, Scope, ValueKind, ValuePath
from app.domain.match_exception import Condition, Operator

MAX_CONDITIONS: Final = 20
MAX_VALUES: Final = 1000  # of one condition with IN
MAX_TEXT: Final = 1000
LEAST_LETTERS: Final = 3  # of a text that shall be contained
_PICKS: Final = (Operator.EQUALS, Operator.IN, Operator.CONTAINS)
_SAFE: Final = "Nothing was changed."

_WORDS: Final = {
    Operator.EQUALS: "is",
    Operator.NOT_EQUALS: "is not",
    Operator.IN: "is one of",
    Operator.CONTAINS: "contains",
    Operator.LESS: "is less than",
    Operator.GREATER: "is more than",
    Operator.EXISTS: "is given",
}


def checked(conditions: Sequence[Condition]) -> tuple[Condition, ...]:
    """The conditions with their values as they are compared and stored.

    Raises:
        BadInput: there is none, or too many; one has an unknown path, an operator or a value
            that does not fit it; or none of them picks out anything: they would exclude the
            matches of whole lists.
    """
    if not conditions:
        raise _bad("A conditional exception needs a condition.", "Add at least one.")
    if len(conditions) > MAX_CONDITIONS:
        raise _bad(f"{len(conditions)} conditions are too many.", f"Use at most {MAX_CONDITIONS}.")
    clean = tuple(_checked(condition) for condition in conditions)
    if not any(PATHS[item.path].is_narrow and item.operator in _PICKS for item in clean):
        raise _bad(
            "These conditions would exclude the matches of whole lists.",
            "Add one that names a customer, a listed party, a country, a programme or what"
            " contradicts.",
        )
    return clean


def hold(conditions: Sequence[Condition], scope: Scope) -> bool:
    """Whether all conditions hold for a match; none hold for nothing."""
    return bool(conditions) and all(_holds(condition, scope) for condition in conditions)


def describe(condition: Condition) -> str:
    """A condition in a few words: ``Subject: nationality is NG``."""
    label = PATHS[condition.path].label if condition.path in PATHS else condition.path
    if condition.operator is Operator.EXISTS:
        return f"{label} is given" if condition.value else f"{label} is not given"
    return f"{label} {word(condition.operator)} {_shown(condition.value)}"


def word(operator: Operator) -> str:
    """An operator in words."""
    return _WORDS[operator]


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _bad(message: str, todo: str) -> BadInput:
    return BadInput(message, safe=_SAFE, todo=todo)


def _checked(condition: Condition) -> Condition:
    path = PATHS.get(condition.path)
    if path is None:
        raise _bad(
            f"There is no value “{condition.path[:60]}”.", f"Use one of: {', '.join(PATHS)}."
        )
    known = OPERATORS[path.kind]
    if condition.operator not in known:
        raise _bad(
            f"“{path.label}” cannot be compared by “{word(condition.operator)}”.",
            f"Use one of: {', '.join(f'{item.value} ({word(item)})' for item in known)}.",
        )
    return Condition(condition.path, condition.operator, _value(path, condition))


def _value(path: ValuePath, condition: Condition) -> Any:
    """The value as it is stored; raises BadInput if it does not fit."""
    operator, value = condition.operator, condition.value
    if operator is Operator.EXISTS or path.kind is ValueKind.FLAG:
        if not isinstance(value, bool):
            raise _bad(f"“{path.label}” is compared with yes or no.", "Write true or false.")
        return value
    if operator is Operator.IN:
        if not isinstance(value, (list, tuple)) or not 1 <= len(value) <= MAX_VALUES:
            raise _bad(
                f"“{path.label}” needs a list of values.", f"Give 1 to {MAX_VALUES:,} values."
            )
        return [_single(path, operator, item) for item in value]
    return _single(path, operator, value)


def _single(path: ValuePath, operator: Operator, value: Any) -> Any:
    if path.kind is ValueKind.NUMBER:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise _bad(f"“{path.label}” is compared with a number.", "Write a number.")
        return value
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if not text or len(text) > MAX_TEXT:
        raise _bad(
            f"“{path.label}” needs a text of at most {MAX_TEXT:,} characters.", "Write a value."
        )
    if path.kind is ValueKind.DAY:
        return str(parse_partial_date(text))
    if path.choices:
        by_name = {choice.casefold(): choice for choice in path.choices}
        if text.casefold() not in by_name:
            raise _bad(
                f"“{text[:40]}” is no value of “{path.label}”.",
                f"Use one of: {', '.join(path.choices)}.",
            )
        return by_name[text.casefold()]
    if operator is Operator.CONTAINS and path.kind is ValueKind.TEXT and len(text) < LEAST_LETTERS:
        raise _bad(
            f"“{text}” is contained in too much.", f"Write at least {LEAST_LETTERS} characters."
        )
    return text


def _holds(condition: Condition, scope: Scope) -> bool:
    path = PATHS.get(condition.path)
    if path is None:  # of a newer version of the program
        return False
    value = path.read(scope)
    is_there = value not in (None, "", ())
    if condition.operator is Operator.EXISTS:
        return is_there is condition.value
    if not is_there:
        return False  # what is not known proves nothing, not even a difference
    return _BY_KIND.get(path.kind, _text_holds)(condition.operator, value, condition.value)


def _text_holds(operator: Operator, value: Any, wanted: Any) -> bool:
    text = _fold(value)
    if operator is Operator.IN:
        return text in {_fold(item) for item in wanted}
    if operator is Operator.CONTAINS:
        return _fold(wanted) in text
    return (text == _fold(wanted)) is (operator is Operator.EQUALS)


def _texts_hold(operator: Operator, value: Any, wanted: Any) -> bool:
    texts = {_fold(item) for item in value}
    if operator is Operator.IN:
        return not texts.isdisjoint({_fold(item) for item in wanted})
    return (_fold(wanted) in texts) is (operator is Operator.CONTAINS)


def _number_holds(operator: Operator, value: Any, wanted: Any) -> bool:
    if operator is Operator.LESS:
        return bool(value < wanted)
    if operator is Operator.GREATER:
        return bool(value > wanted)
    return (value == wanted) is (operator is Operator.EQUALS)


def _flag_holds(operator: Operator, value: Any, wanted: Any) -> bool:
    del operator  # always EQUALS
    return bool(value is wanted)


def _day_holds(operator: Operator, value: PartialDate, wanted: str) -> bool:
    """Before and after only where that is sure, however exactly the days are known."""
    day = parse_partial_date(wanted)
    if operator is Operator.LESS:
        return value.last_day() < day.first_day()
    if operator is Operator.GREATER:
        return value.first_day() > day.last_day()
    return (value == day) is (operator is Operator.EQUALS)


_BY_KIND: Final[dict[ValueKind, Callable[[Operator, Any, Any], bool]]] = {
    ValueKind.TEXTS: _texts_hold,
    ValueKind.NUMBER: _number_holds,
    ValueKind.FLAG: _flag_holds,
    ValueKind.DAY: _day_holds,
}


def _fold(value: Any) -> str:
    return " ".join(str(value).casefold().split())
