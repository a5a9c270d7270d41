"""Dates as people type them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import PartialDate
from app.domain.errors import BadInput
from app.gui.screening.date_entry import read_date
from app.gui.screening.wording import date_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1951", PartialDate(1951)),
        (" 1951-06 ", PartialDate(1951, 6)),
        ("1951-06-19", PartialDate(1951, 6, 19)),
        ("14 Mar 1968", PartialDate(1968, 3, 14)),
        ("14 march 1968", PartialDate(1968, 3, 14)),
        ("March 14, 1968", PartialDate(1968, 3, 14)),
        ("Sept 1968", PartialDate(1968, 9)),
        ("14.03.1968", PartialDate(1968, 3, 14)),
        ("03.04.1968", PartialDate(1968, 4, 3)),
        ("14/3/1968", PartialDate(1968, 3, 14)),
        ("3/14/1968", PartialDate(1968, 3, 14)),
        ("04/04/1968", PartialDate(1968, 4, 4)),
    ],
)
def test_common_forms_are_understood(text: str, expected: PartialDate) -> None:
    assert read_date(text) == expected


def test_an_empty_field_is_no_date() -> None:
    assert read_date("  ") is None


@pytest.mark.parametrize(
    "text",
    ["yesterday", "30 Feb 1968", "31.04.1968", "1968-13", "14 Mar", "Mar Apr 1968", "19 20 1968",
     "14 Mar 68", "1968-02-30", "12345", "1968 1969", "may"],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        read_date(text)


def test_a_date_of_two_meanings_asks_which() -> None:
    with pytest.raises(BadInput) as refused:
        read_date("03/04/1968")
    assert "3 Apr 1968" in refused.value.message
    assert "4 Mar 1968" in refused.value.message
    assert "1968-04-03" in refused.value.todo


@given(st.dates(min_value=date(1000, 1, 1)), st.integers(0, 2))
def test_what_is_shown_can_be_typed_again(day: date, precision: int) -> None:
    parts = (day.year, day.month, day.day)[: precision + 1]
    known = PartialDate(*parts)
    assert read_date(date_words(known)) == known
    assert read_date(str(known)) == known
