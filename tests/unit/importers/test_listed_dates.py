"""Dates as list publishers write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import DatePrecision, ListedDate
from app.importers.dates import listed_date, partial_date

KNOWN = [
    ("09 Feb 1951", "1951-02-09", DatePrecision.EXACT),
    ("9 February 1951", "1951-02-09", DatePrecision.EXACT),
    ("1965", "1965", DatePrecision.EXACT),
    ("Mar 1970", "1970-03", DatePrecision.EXACT),
    ("Nov. 1973", "1973-11", DatePrecision.EXACT),
    ("1951-06-19", "1951-06-19", DatePrecision.EXACT),
    ("circa 1961", "c. 1961", DatePrecision.CIRCA),
    ("circa 01 Jan 1961", "c. 1961-01-01", DatePrecision.CIRCA),
    ("Approximately 1963", "c. 1963", DatePrecision.CIRCA),
    ("1961 to 1963", "1961 to 1963", DatePrecision.RANGE),
    ("01 Jan 1960 to 31 Dec 1962", "1960-01-01 to 1962-12-31", DatePrecision.RANGE),
    ("Jan 1960 to Feb 1961", "1960-01 to 1961-02", DatePrecision.RANGE),
    ("circa 1979-1982", "1979 to 1982", DatePrecision.RANGE),
    ("Between 1955 and 1958", "1955 to 1958", DatePrecision.RANGE),
    ("1963 to 1961", "1961 to 1963", DatePrecision.RANGE),
    ("1961 to 1961", "1961", DatePrecision.EXACT),
]


@pytest.mark.parametrize(("text", "shown", "precision"), KNOWN)
def test_known_forms(text: str, shown: str, precision: DatePrecision) -> None:
    date = listed_date(text)
    assert date is not None
    assert (str(date), date.precision, date.text) == (shown, precision, text.rstrip("."))


@pytest.mark.parametrize(
    "text",
    ["", "30 Feb 1951", "unknown", "24/06/1402 (Hijri Calendar)", "30-35 years old", "19 Foo 1951",
     "0951", "Between Aug. and Sep. 1977", "1961 to", "circa"],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    assert listed_date(text) is None


@given(st.text())
def test_any_text_is_survived(text: str) -> None:
    found = listed_date(text)
    assert found is None or isinstance(found, ListedDate)


@given(st.dates())
def test_written_and_iso_dates_agree(day: object) -> None:
    iso = str(day)
    assert (partial_date(iso) is None) == (int(iso[:4]) < 1000)
