"""Stored texts: every domain object comes back equal; broken text and damage are named."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import DatePrecision, ListedDate, PartialDate
from app.domain.errors import BadInput, IntegrityFault
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import EntryType, ListEntry, ListName, NameKind, checksum
from app.domain.subject import Address, Gender, Subject, SubjectType
from app.storage import codec

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
partial_dates = st.one_of(
    st.builds(PartialDate, st.integers(1000, 9999)),
    st.builds(PartialDate, st.integers(1000, 9999), st.integers(1, 12)),
    st.builds(PartialDate, st.integers(1000, 9999), st.integers(1, 12), st.integers(1, 28)),
)
addresses = st.builds(Address, text, text, text, text, text, text)
identifiers = st.builds(Identifier, st.sampled_from(IdentifierType), text, text, text)
names = st.builds(ListName, text, st.sampled_from(NameKind), st.booleans(), text)
dates = st.builds(
    ListedDate, partial_dates, st.sampled_from(DatePrecision), st.none() | partial_dates, text
)


def tuples(items: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(items, max_size=3).map(tuple)


entries = st.builds(
    ListEntry,
    text,
    text,
    st.sampled_from(EntryType),
    st.lists(names, min_size=1, max_size=3).map(tuple),
    dates_of_birth=tuples(dates),
    gender=st.none() | st.sampled_from(Gender),
    nationalities=tuples(text),
    identifiers=tuples(identifiers),
    addresses=tuples(addresses),
    listed_on=st.none() | partial_dates,
    remarks=text,
    details=tuples(st.tuples(text, text)),
)
subjects = st.builds(
    Subject,
    st.sampled_from(SubjectType),
    text,
    text,
    st.none() | partial_dates,
    st.none() | st.sampled_from(Gender),
    addresses=tuples(addresses),
    identifiers=tuples(identifiers),
)
moments = st.datetimes(
    timezones=st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours))),
    min_value=datetime(1900, 1, 2),  # noqa: DTZ001
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
)


@given(entries)
def test_list_entry_comes_back_equal(entry: ListEntry) -> None:
    again = codec.decode(codec.encode(entry), ListEntry)
    assert again == entry
    assert checksum(again) == checksum(entry)


@given(subjects)
def test_subject_comes_back_equal(subject: Subject) -> None:
    assert codec.decode(codec.encode(subject), Subject) == subject


@given(st.text(max_size=5), st.characters(categories=["Cs"]), st.text(max_size=5))
def test_lone_surrogate_is_bad_input(before: str, surrogate: str, after: str) -> None:
    with pytest.raises(BadInput, match="lone surrogate"):
        codec.encode(ListName(before + surrogate + after))


@given(entries, st.data())
def test_damaged_text_is_reported_never_a_crash(entry: ListEntry, data: st.DataObject) -> None:
    stored = bytearray(codec.encode(entry).encode())
    place = data.draw(st.integers(0, len(stored) - 1))
    stored[place] = data.draw(st.integers(0, 255))
    with suppress(IntegrityFault):  # or it is another entry, still well formed
        codec.decode(bytes(stored), ListEntry)


def test_text_of_another_type_is_reported() -> None:
    with pytest.raises(IntegrityFault) as caught:
        codec.decode('{"type": "INDIVIDUAL"}', Subject)
    assert "name" in caught.value.details


@given(moments, moments)
def test_times_come_back_and_sort_as_text(one: datetime, other: datetime) -> None:
    assert codec.utc_time(codec.utc_text(one)) == one
    assert codec.utc_time(codec.utc_text(one)).tzinfo is UTC
    assert (codec.utc_text(one) < codec.utc_text(other)) == (one < other)


def test_time_without_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="time zone"):
        codec.utc_text(datetime(2026, 1, 1))  # noqa: DTZ001
