"""Cells with several values: lettered items, and dates as four publishers write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.importers.cells import birth_dates, clean, lettered


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  a\u00a0b_x000D_\r\nc ", "a b c"),
        (date(1963, 4, 30), "1963-04-30"),
        (datetime(1963, 4, 30, 5, 6, tzinfo=UTC), "1963-04-30"),
        (1960, "1960"),
        ("", ""),
    ],
)
def test_cells_as_text(cell: object, text: str) -> None:
    assert clean(cell) == text


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("", ()),
        ("Strelsau", ("Strelsau",)),
        ("a) Strelsau, b) Zenda; ", ("Strelsau", "Zenda")),
        ("(a)Strelsau(b)Zenda", ("Strelsau", "Zenda")),
        ("（a）ストレルサウ、\n（ｂ）ゼンダ", ("ストレルサウ", "ゼンダ")),
        ("Strelsau (old) b) Zenda c) Hentzau", ("Strelsau (old)", "Zenda", "Hentzau")),
        ("(a)1964 (b)1965 (d)1955", ("1964", "1965", "1955")),
        ("(a.k.a.: (a)One (b)Two)", ("(a.k.a.:", "One", "Two)")),
        ("a) One (member) b) Two (c) Three", ("One (member)", "Two", "Three")),
        ("under paragraph 7(c) and (e)", ("under paragraph 7(c) and (e)",)),
        ("Bahamas) b", ("Bahamas) b",)),
    ],
)
def test_lettered_items(text: str, items: tuple[str, ...]) -> None:
    assert lettered(text) == items


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("1976", ["1976"]),
        ("1980-05", ["1980-05"]),
        (" 1968-09-07", ["1968-09-07"]),
        ("30/04/1963", ["1963-04-30"]),
        ("/02/1961", ["1961-02"]),
        ("7 Jan. 1970", ["1970-01-07"]),
        ("15 June. 1976", ["1976-06-15"]),
        ("24 Jan.1973", ["1973-01-24"]),
        ("1st March 1950", ["1950-03-01"]),
        ("March 16, 1972", ["1972-03-16"]),
        ("March 16 1972", ["1972-03-16"]),
        ("Sep. 1958", ["1958-09"]),
        ("Sep-99", ["1999-09"]),
        ("29-Aprl-1967", ["1967-04-29"]),
        ("23-Apr-68", ["1968-04-23"]),
        ("05.09.1990", ["1990-09-05"]),
        ("09/11/ 1954", ["1954-11-09"]),
        ("07/04/62", ["1962-04-07"]),
        ("21. Jul 1997; 1993", ["1997-07-21", "1993"]),
        ("24838", ["1968-01-01"]),
        ("c. 1962", ["c. 1962"]),
        ("Approximately 1963", ["c. 1963"]),
        ("Circa 1965 and 1967", ["c. 1965", "c. 1967"]),
        ("a) Approximately 1955- 1958 b) 1960", ["1955 to 1958", "1960"]),
        ("Between 1955 and 1958", ["1955 to 1958"]),
        ("March 1963 to March 1964", ["1963-03 to 1964-03"]),
        ("1958-1961", ["1958 to 1961"]),
        ("born in the early 1960s", ["1960 to 1964"]),
        ("mid-1960s or the late 1970s", ["1963 to 1967", "1975 to 1979"]),
        ("1960s", ["1960 to 1969"]),
        ("1967-02-18 OR 1968-02-18", ["1967-02-18", "1968-02-18"]),
        ("1987/1988", ["1987", "1988"]),
        ("01/10/1983,15/10/1983, 1980", ["1983-10-01", "1983-10-15", "1980"]),
        ("5/06/1953   15/06/1953", ["1953-06-05", "1953-06-15"]),
        ("1961; \n5 May 1964; \n1962", ["1961", "1964-05-05", "1962"]),
        ("09/05/1982; alt DOB: 09/05/1981", ["1982-05-09", "1981-05-09"]),
    ],
)
def test_dates_of_a_cell(text: str, dates: list[str]) -> None:
    found, unknown = birth_dates(text)
    assert [str(item) for item in found] == dates
    assert unknown == ()


def test_the_same_words_are_one_date() -> None:
    found, _ = birth_dates("1963; 1963; c. 1963")
    assert [str(item) for item in found] == ["1963", "c. 1963"]


def test_a_date_keeps_its_own_words() -> None:
    found, _ = birth_dates("25/10/1983 (as Ibra Sample)  1977 (as D. Sample) or 1978")
    assert [item.text for item in found] == [
        "25/10/1983 (as Ibra Sample)",
        "1977 (as D. Sample)",
        "1978",
    ]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("unknown", []),
        ("31/02/1960", []),
        ("10/061962", []),
        ("24/06/1402", []),
        ("1402 to 1403", []),
        ("1962 to 1402", []),
        ("10 October (year unknown)", []),
        ("31 Feb 1960", []),
        ("between Aug. and Sep 1977", ["1977-09"]),
        ("1958, 59 or 60", ["1958"]),
        ("5 Feb. 1970 (this aka only, born 6 Feb", ["1970-02-05"]),
    ],
)
def test_what_is_not_understood_is_handed_over_whole(text: str, dates: list[str]) -> None:
    found, unknown = birth_dates(text)
    assert [str(item) for item in found] == dates
    assert unknown == (text,)


def test_an_empty_cell_has_no_date() -> None:
    assert birth_dates(" ") == ((), ())
