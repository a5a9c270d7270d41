"""Aligned names: every range is valid, every token appears once, notes say what differs."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.match import NameAlignment, Span, SpanKind
from app.matching.alignment import align

TEXTS = st.lists(st.text(st.sampled_from("abceilnorst"), min_size=1, max_size=8), max_size=7).map(
    " ".join
)


def notes(alignment: NameAlignment) -> list[tuple[str, str, str]]:
    return [
        (
            alignment.query_text[pair.query_start : pair.query_end],
            alignment.list_text[pair.list_start : pair.list_end],
            pair.note,
        )
        for pair in alignment.pairs
    ]


@settings(max_examples=400, deadline=None)
@given(query=TEXTS, listed=TEXTS)
def test_all_ranges_are_valid_and_cover_every_token_once(query: str, listed: str) -> None:
    alignment = align(query, listed)
    for text, ranges, spans in (
        (query, [(p.query_start, p.query_end) for p in alignment.pairs], alignment.query_spans),
        (listed, [(p.list_start, p.list_end) for p in alignment.pairs], alignment.list_spans),
    ):
        filled = sorted(found for found in ranges if found != (0, 0))
        assert [word for start, end in filled for word in text[start:end].split()] == text.split()
        assert all(0 <= start < end <= len(text) for start, end in filled)
        ordered = [(span.start, span.end) for span in spans]
        assert all(0 <= start < end <= len(text) for start, end in ordered)
        assert all(left[1] <= right[0] for left, right in pairwise(ordered))
    assert all(0.0 <= pair.similarity <= 1.0 for pair in alignment.pairs)


@given(text=TEXTS)
def test_equal_names_have_no_differences(text: str) -> None:
    alignment = align(text, text)
    assert alignment.query_spans == alignment.list_spans == ()
    assert {pair.note for pair in alignment.pairs} <= {"equal"}


@pytest.mark.parametrize(
    ("query", "listed", "expected"),
    [
        ("konstantinova", "konstantinowa", [("konstantinova", "konstantinowa", "1 letter of 13")]),
        ("ali hassan", "hassan ali", {"equal", "moved"}),
        ("al zawahiri", "alzawahiri", [("al zawahiri", "alzawahiri", "joined")]),
        ("alzawahiri", "al zawahiri", [("alzawahiri", "al zawahiri", "joined")]),
        ("j smith", "jean smith", [("j", "jean", "initial"), ("smith", "smith", "equal")]),
        (
            "ann lee",
            "ann maria",
            [
                ("ann", "ann", "equal"),
                ("lee", "", "only on subject"),
                ("", "maria", "only on list"),
            ],
        ),
        (
            "x",
            "y z",
            [("x", "", "only on subject"), ("", "y", "only on list"), ("", "z", "only on list")],
        ),
        ("muhamad ali", "ali mohamed", {"2 letters of 7", "equal", "moved"}),
        ("", "ann", [("", "ann", "only on list")]),
        (
            "al din aldin",
            "aldin",
            [
                ("al", "", "only on subject"),
                ("din", "", "only on subject"),
                ("aldin",) * 2 + ("equal",),
            ],
        ),
        (
            "aldin",
            "al din aldin",
            [("aldin",) * 2 + ("equal",), ("", "al", "only on list"), ("", "din", "only on list")],
        ),
    ],
)
def test_notes(query: str, listed: str, expected: list[tuple[str, str, str]] | set[str]) -> None:
    found = notes(align(query, listed))
    if isinstance(expected, set):
        assert {note for _, _, note in found} <= expected | {f"{n}, moved" for n in expected}
        assert sum("moved" in note for _, _, note in found) == 1
    else:
        assert found == expected


def test_letters_that_differ_are_marked_on_their_side() -> None:
    alignment = align("smith jonn", "smyth john x")
    assert alignment.query_spans == (Span(2, 3, SpanKind.CHANGED), Span(8, 9, SpanKind.CHANGED))
    assert alignment.list_spans == (
        Span(2, 3, SpanKind.CHANGED),
        Span(8, 9, SpanKind.CHANGED),
        Span(11, 12, SpanKind.INSERTED),
    )


def test_added_and_lost_letters() -> None:
    added = align("jon", "john")
    assert added.query_spans == ()
    assert added.list_spans == (Span(2, 3, SpanKind.INSERTED),)
    lost = align("john", "jon")
    assert lost.query_spans == (Span(2, 3, SpanKind.MISSING),)
    assert lost.list_spans == ()
