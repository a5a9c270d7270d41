"""Which column of a table means what: how a list of the user's own is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from app.domain.errors import BadInput
from app.domain.identifiers import IdentifierType
from app.domain.list_entry import EntryType

MAX_COLUMNS = 500
MAX_TEXT = 200


class Role(StrEnum):
    """What a column holds. A role may have several columns, a column has one role."""

    NAME = "NAME"
    FIRST_NAME = "FIRST_NAME"
    MIDDLE_NAME = "MIDDLE_NAME"
    LAST_NAME = "LAST_NAME"
    ALIASES = "ALIASES"
    WEAK_ALIASES = "WEAK_ALIASES"
    FORMER_NAMES = "FORMER_NAMES"
    ORIGINAL_SCRIPT = "ORIGINAL_SCRIPT"
    TYPE = "TYPE"
    DATE_OF_BIRTH = "DATE_OF_BIRTH"
    PLACE_OF_BIRTH = "PLACE_OF_BIRTH"
    NATIONALITY = "NATIONALITY"
    COUNTRY = "COUNTRY"  # of residence, incorporation or activity
    GENDER = "GENDER"
    IDENTIFIER = "IDENTIFIER"
    STREET = "STREET"
    CITY = "CITY"
    REGION = "REGION"
    POSTAL_CODE = "POSTAL_CODE"
    ADDRESS_COUNTRY = "ADDRESS_COUNTRY"
    ADDRESS = "ADDRESS"  # a whole address in one cell
    PROGRAMME = "PROGRAMME"
    MEASURE = "MEASURE"
    REFERENCE = "REFERENCE"  # the key of an entry
    LISTED_ON = "LISTED_ON"
    ENDED_ON = "ENDED_ON"
    POSITION = "POSITION"
    POSITION_START = "POSITION_START"
    POSITION_END = "POSITION_END"
    REMARKS = "REMARKS"
    DETAIL = "DETAIL"  # kept under the column's heading, as every column without a role is
    IGNORED = "IGNORED"  # left out on purpose


# Roles that a single column can have.
SINGLE = frozenset(
    {
        Role.NAME, Role.FIRST_NAME, Role.LAST_NAME, Role.TYPE, Role.GENDER, Role.REFERENCE,
        Role.LISTED_ON, Role.ENDED_ON, Role.POSITION_START, Role.POSITION_END, Role.STREET,
        Role.CITY, Role.REGION, Role.POSTAL_CODE, Role.ADDRESS_COUNTRY,
    }
)  # fmt: skip


class DayOrder(StrEnum):
    """What ``03/04/1961`` means; dates written with a month's name or year first need no order."""

    DAY_FIRST = "DAY_FIRST"
    MONTH_FIRST = "MONTH_FIRST"


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What one column holds; `identifier` is the type of an IDENTIFIER column."""

    column: str
    role: Role
    identifier: IdentifierType | None = None


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """How the rows of a table become list entries.

    Args:
        uses: the columns that have a role; all others are kept as details.
        separator: what stands between several values of one cell; "" if cells hold one value.
        day_order: of dates that are written in numbers.
        fixed_type: the type of entries where no column tells it; None leaves it to the name.
        sheet: of a workbook; "" for the first that has rows.
        header_row: which row that is not empty holds the headings, from 1; 0 to find it.
    """

    uses: tuple[ColumnUse, ...]
    separator: str = ";"
    day_order: DayOrder = DayOrder.DAY_FIRST
    fixed_type: EntryType | None = None
    sheet: str = ""
    header_row: int = 0

    def columns(self, role: Role) -> tuple[str, ...]:
        """The columns of a role, in order."""
        return tuple(use.column for use in self.uses if use.role is role)


def require_usable(mapping: ColumnMapping, headings: Sequence[str]) -> None:
    """Raises BadInput where entries cannot be read with this mapping from these columns."""
    columns = [use.column for use in mapping.uses]
    missing = [column for column in columns if column not in headings]
    if missing:
        raise _unusable(
            f"The table has no column “{missing[0]}”.",
            f"Its columns are: {', '.join(headings)[:MAX_TEXT]}.",
        )
    twice = next((column for column in columns if columns.count(column) > 1), None)
    if twice is not None:
        raise _unusable(f"The column “{twice}” has two meanings.", "Give it one.")
    for role in SINGLE:
        if len(mapping.columns(role)) > 1:
            words = role.value.lower().replace("_", " ")
            raise _unusable(f"Two columns hold the {words}.", "Choose one of them.")
    if not any(mapping.columns(role) for role in (Role.NAME, Role.LAST_NAME, Role.FIRST_NAME)):
        raise _unusable("No column holds the name.", "Say which column does: name=Heading.")
    if any(use.role is Role.IDENTIFIER and use.identifier is None for use in mapping.uses):
        raise _unusable("A column of identifiers has no type.", "Choose one, such as PASSPORT.")


def mapping_value(mapping: ColumnMapping) -> dict[str, Any]:
    """A mapping as plain JSON values, such as `mapping_of` reads."""
    return {
        "uses": [
            {"column": use.column, "role": use.role.value}
            | ({"identifier": use.identifier.value} if use.identifier else {})
            for use in mapping.uses
        ],
        "separator": mapping.separator,
        "day_order": mapping.day_order.value,
        "fixed_type": mapping.fixed_type.value if mapping.fixed_type else None,
        "sheet": mapping.sheet,
        "header_row": mapping.header_row,
    }


def mapping_of(value: Mapping[str, Any]) -> ColumnMapping:
    """The mapping that `mapping_value` told. Raises BadInput for anything else."""
    uses = value.get("uses")
    if not isinstance(uses, list) or not uses or len(uses) > MAX_COLUMNS:
        raise _unusable("A mapping names 1 to 500 columns.", "Name at least the name.")
    kind, order = value.get("fixed_type"), value.get("day_order", DayOrder.DAY_FIRST.value)
    header_row = value.get("header_row", 0)
    if not isinstance(header_row, int) or isinstance(header_row, bool) or header_row < 0:
        raise _unusable("The row of the headings is a number from 0.", "Correct it.")
    return ColumnMapping(
        uses=tuple(_use(item) for item in uses),
        separator=_text(value.get("separator", ";"), "separator"),
        day_order=_choice(DayOrder, order),
        fixed_type=_choice(EntryType, kind) if kind is not None else None,
        sheet=_text(value.get("sheet", ""), "sheet"),
        header_row=header_row,
    )


def _use(item: object) -> ColumnUse:
    if not isinstance(item, Mapping) or not item.get("column"):
        raise _unusable("A column of the mapping has no heading.", "Name it.")
    kind = item.get("identifier")
    return ColumnUse(
        column=_text(item["column"], "column"),
        role=_choice(Role, item.get("role")),
        identifier=_choice(IdentifierType, kind) if kind is not None else None,
    )


Choice = TypeVar("Choice", bound=StrEnum)


def _choice(kind: type[Choice], text: object) -> Choice:
    try:
        return kind(str(text))
    except ValueError as error:
        known = ", ".join(item.value for item in kind)
        raise _unusable(
            f"“{str(text)[:40]}” is not known here.", f"Use one of: {known}."
        ) from error


def _text(value: object, what: str) -> str:
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise _unusable(f"The {what} of a mapping is a text of at most {MAX_TEXT}.", "Correct it.")
    return value


def _unusable(message: str, todo: str) -> BadInput:
    return BadInput(message, safe="Nothing was changed.", todo=todo)
