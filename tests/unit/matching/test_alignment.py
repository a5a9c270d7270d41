"""Aligned names: every range is valid, every token appears once, notes say what differs."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.match import NameAlignment, Span, SpanKind, TokenReason
from app.matching import aligned
from app.matching.alignment import align
from app.matching.normalise import normalise
from app.matching.second_names import list_names
from app.matching.tables import NameTables

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


def test_reasons_of_the_classic_profile() -> None:
    found = align("b al din smith j", "ab aldin smyth jean")
    assert [pair.reason for pair in found.pairs] == [
        TokenReason.LETTERS, TokenReason.JOINED, TokenReason.LETTERS, TokenReason.INITIAL,
    ]  # fmt: skip
    left_over = align("ann", "bob").pairs
    assert [p.reason for p in left_over] == [
        TokenReason.ONLY_ON_SUBJECT, TokenReason.ONLY_ON_LIST,
    ]  # fmt: skip
    assert {pair.weight for pair in (*found.pairs, *left_over)} == {0.0}


def lay(query: str, listed: str, tables: NameTables, *, is_person: bool = True) -> NameAlignment:
    """The alignment of two names as written, in the aligned profile."""
    query_form = normalise(query, tables, is_person=is_person).forms[0]
    list_form = list_names(listed, tables, is_person=is_person)[0].forms[0]
    return align(
        query_form, list_form, profile=aligned.NAME, tables=tables, is_person=is_person,
        query_original=query, list_original=listed,
    )  # fmt: skip


@pytest.fixture(scope="module")
def small(tables: NameTables) -> NameTables:
    """The product's tables with classes of this test's own."""
    return replace(
        tables,
        version="test-alignment",
        classes={"temur": (0,), "timur": (0,), "quarrix": (1,), "kvarix": (1,), "dulqor": (2,),
                 "duluqor": (2,), "jonathan": (4,), "yonatan": (4,)},
        nicknames={"jonathan": (3,), "jonty": (3,), "jono": (3,), "yonatan": (3,)},
        class_labels=("Uzbek: timur", "word: quarrix", "Uzbek: dulqor",
                      "English nickname: jonathan", "English: jonathan"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("query", "listed", "reason", "note"),
    [
        ("Iven Tor", "Iven Tor", TokenReason.EQUAL, "equal"),
        ("Temur Tor", "Timur Tor", TokenReason.ALIAS_CLASS, "same name: timur (Uzbek)"),
        ("Quarrix Tor", "Kvarix Tor", TokenReason.ALIAS_CLASS, "same word: quarrix"),
        ("Jonty Tor", "Jonathan Tor", TokenReason.NICKNAME, "short for jonathan"),
        ("Jonty Tor", "Yonatan Tor", TokenReason.NICKNAME, "short for jonathan"),
        ("Jonty Tor", "Jono Tor", TokenReason.NICKNAME, "both short for jonathan"),
        ("Al Qortan Tor", "Alqortan Tor", TokenReason.JOINED, "2 words joined"),
        ("Dul Qor Tor", "Duluqor Tor", TokenReason.JOINED,
         "2 words joined, same name: dulqor (Uzbek)"),
        ("JQ Tor", "Jon Quin Tor", TokenReason.INITIAL, "initials"),
        ("J Tor", "Jon Tor", TokenReason.INITIAL, "initial"),
        ("Phelmant Tor", "Felmant Tor", TokenReason.SOUND, "sounds alike (FLMNT)"),
        ("Ywqrt Tor", "Yuqurat Tor", TokenReason.CONSONANTS, "same consonants"),
        ("Velbrando Tor", "Velbrango Tor", TokenReason.LETTERS, "1 letter of 9"),
        ("Mqxd Tor", "", TokenReason.ONLY_ON_SUBJECT, "only on subject"),
    ],
)  # fmt: skip
def test_reasons_of_the_aligned_profile(
    query: str, listed: str, reason: TokenReason, note: str, small: NameTables
) -> None:
    first = lay(query, listed or "Tor", small).pairs[0]
    assert (first.reason, first.note) == (reason, note)
    assert first.weight > 0.0


def test_the_pairs_are_those_that_the_score_rests_on(tables: NameTables) -> None:
    query, listed = "al qortan velbrandt iven jr", "velbrand ivan alqortan"
    found = align(query, listed, profile=aligned.NAME, tables=tables)
    scored = aligned.score(query, listed, tables, is_person=True)
    paired = [pair for pair in found.pairs if pair.query_end and pair.list_end]
    assert [pair.similarity for pair in paired] == [pair.similarity for pair in scored.pairs]
    assert [pair.reason for pair in paired] == [pair.reason for pair in scored.pairs]
    words = {word.text: word.weight for word in aligned.words_of(query, tables, is_person=True)}
    others = {word.text: word.weight for word in aligned.words_of(listed, tables, is_person=True)}
    joined = next(pair for pair in paired if pair.reason is TokenReason.JOINED)
    assert joined.note == "2 words joined, moved"
    assert joined.weight == pytest.approx((words["al"] + words["qortan"] + others["alqortan"]) / 2)
    assert found.pairs[-1].weight == words["jr"]


def test_marks_lie_on_the_names_as_written(small: NameTables) -> None:
    found = lay("Velbrando Tor", "ТОР, Велбрундо Q.", small)
    assert (found.query_original, found.list_original) == ("Velbrando Tor", "ТОР, Велбрундо Q.")
    assert found.list_text == "velbrundo q tor"
    assert found.query_original_spans == (Span(5, 6, SpanKind.CHANGED),)
    assert found.list_original_spans == (
        Span(10, 11, SpanKind.CHANGED), Span(15, 16, SpanKind.INSERTED),
    )  # fmt: skip
    assert found.query_words == ((0, 9), (10, 13))
    assert found.list_words == ((5, 14), (15, 16), (0, 3))
    assert [step.name for step in found.list_path] == [
        "small letters", "family name put last", "Latin letters", "words alone",
    ]  # fmt: skip
    assert found.list_path[-1].text == found.list_text
    assert [step.text for step in found.query_path] == ["velbrando tor"]


def test_each_side_is_traced_as_what_it_is(tables: NameTables) -> None:
    found = align(
        "quarry tor", "tor ltd", profile="classic", tables=tables, is_person=False,
        query_is_person=True, query_original="Tor, Quarry", list_original="Tor Limited",
    )  # fmt: skip
    assert [step.name for step in found.query_path] == ["small letters", "family name put last"]
    assert found.list_words == ((0, 3), (4, 11))
    assert found.list_original_spans == (Span(4, 11, SpanKind.INSERTED),)
    assert found.pairs == align("quarry tor", "tor ltd").pairs


@pytest.mark.parametrize(
    "needs", [{"profile": "aligned"}, {"query_original": "X Y"}, {"list_original": "X Y"}]
)
def test_what_needs_tables_says_so(needs: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="tables"):
        align("iven", "iven", **needs)  # type: ignore[arg-type]
