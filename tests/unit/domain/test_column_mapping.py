"""Mappings of columns: what can be used, and that they are stored and read whole."""

from __future__ import annotations

import pytest

from app.domain.column_mapping import (
    ColumnMapping,
    ColumnUse,
    DayOrder,
    Role,
    mapping_of,
    mapping_value,
    require_usable,
)
from app.domain.errors import BadInput
from app.domain.identifiers import IdentifierType
from app.domain.list_entry import EntryType

NAME = ColumnUse("Name", Role.NAME)
FULL = ColumnMapping(
    (NAME, ColumnUse("Pass", Role.IDENTIFIER, IdentifierType.PASSPORT)),
    separator="|",
    day_order=DayOrder.MONTH_FIRST,
    fixed_type=EntryType.VESSEL,
    sheet="Data",
    header_row=3,
)


@pytest.mark.parametrize("mapping", [FULL, ColumnMapping((NAME,))])
def test_a_mapping_is_stored_and_read_whole(mapping: ColumnMapping) -> None:
    assert mapping_of(mapping_value(mapping)) == mapping


def test_columns_of_a_role() -> None:
    mapping = ColumnMapping((NAME, ColumnUse("A", Role.ALIASES), ColumnUse("B", Role.ALIASES)))
    assert mapping.columns(Role.ALIASES) == ("A", "B")
    assert mapping.columns(Role.GENDER) == ()


@pytest.mark.parametrize("role", [Role.NAME, Role.LAST_NAME, Role.FIRST_NAME])
def test_one_kind_of_name_is_enough(role: Role) -> None:
    require_usable(ColumnMapping((ColumnUse("Who", role),)), ["Who", "What"])


@pytest.mark.parametrize(
    ("uses", "told"),
    [
        ((ColumnUse("Nome", Role.NAME),), "no column “Nome”"),
        ((NAME, ColumnUse("Name", Role.ALIASES)), "“Name” has two meanings"),
        ((NAME, ColumnUse("Who", Role.NAME)), "Two columns hold the name"),
        ((ColumnUse("Who", Role.ALIASES),), "No column holds the name"),
        ((NAME, ColumnUse("Who", Role.IDENTIFIER)), "identifiers has no type"),
    ],
)
def test_what_cannot_be_used_is_said(uses, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        require_usable(ColumnMapping(uses), ["Name", "Who"])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"uses": []}, "1 to 500 columns"),
        ({"uses": "Name"}, "1 to 500 columns"),
        ({"uses": [{"column": "A", "role": "NAME"}] * 501}, "1 to 500 columns"),
        ({"uses": ["Name"]}, "has no heading"),
        ({"uses": [{"column": "", "role": "NAME"}]}, "has no heading"),
        ({"uses": [{"column": 7, "role": "NAME"}]}, "text of at most"),
        ({"uses": [{"column": "N", "role": "NAMES"}]}, "“NAMES” is not known"),
        ({"uses": [{"column": "N", "role": "NAME", "identifier": "P"}]}, "“P” is not known"),
        ({"separator": None}, "The separator"),
        ({"sheet": "x" * 201}, "The sheet"),
        ({"day_order": "YEAR"}, "“YEAR” is not known"),
        ({"fixed_type": "SHIP"}, "“SHIP” is not known"),
        ({"header_row": -1}, "row of the headings"),
        ({"header_row": True}, "row of the headings"),
        ({"header_row": "2"}, "row of the headings"),
    ],
)
def test_stored_values_that_are_no_mapping_are_refused(change, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        mapping_of(mapping_value(FULL) | change)


def test_what_is_left_out_has_its_default() -> None:
    assert mapping_of({"uses": [{"column": "Name", "role": "NAME"}]}) == ColumnMapping((NAME,))
