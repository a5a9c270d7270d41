"""Partial dates: what is accepted, what is refused, what each can mean."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import DatePrecision, ListedDate, PartialDate, parse_partial_date
from app.domain.errors import BadInput


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1951", date(1951, 1, 1), date(1951, 12, 31)),
        ("1952-02", date(1952, 2, 1), date(1952, 2, 29)),
        (" 1951-06-19 ", date(1951, 6, 19), date(1951, 6, 19)),
    ],
)
def test_span_of_a_partial_date(text: str, first: date, last: date) -> None:
    parsed = parse_partial_date(text)
    assert (parsed.first_day(), parsed.last_day()) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["", "19 June 1951", "1951-13", "1951-00", "1951-02-30", "0000", "0999", "1951-06-19T00", "x"],
)
def test_impossible_dates_are_refused(text: str) -> None:
    with pytest.raises(BadInput):
        parse_partial_date(text)


def test_a_day_needs_its_month() -> None:
    with pytest.raises(BadInput):
        PartialDate(1951, None, 3)


@given(st.dates(min_value=date(1000, 1, 1)), st.integers(0, 2))
def test_text_and_back(day: date, parts: int) -> None:
    partial = PartialDate(day.year, *(day.month, day.day)[:parts])
    assert parse_partial_date(str(partial)) == partial
    assert partial.first_day() <= day <= partial.last_day()


def test_listed_dates_say_how_exact_they_are() -> None:
    year = PartialDate(1963)
    assert str(ListedDate(year)) == "1963"
    assert str(ListedDate(year, DatePrecision.CIRCA)) == "c. 1963"
    assert str(ListedDate(year, DatePrecision.RANGE, PartialDate(1966))) == "1963 to 1966"
    assert str(ListedDate(year, DatePrecision.RANGE)) == "1963"
