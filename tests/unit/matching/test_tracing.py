"""Words of a form traced to the name as written, letter by letter, and the steps on the way."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import bundled
from app.domain.match import Span, SpanKind, Step
from app.matching.normalise import normalise
from app.matching.second_names import list_names
from app.matching.tables import NameTables, load_tables
from app.matching.tracing import NOWHERE, Traced, carry_back, path, trace

TABLES = load_tables(bundled.read_name_tables())
SCRIPTS = (
    "abzABZéÅøßǅﬁ 'ʼ’-‐,،.()[]/;0９ \t\u200b\u200f\u00ad\ud800"
    "αυεοβςΐΫ\u0301\u0308\u0345ИйщъёЇمحعديةَـאבּשך魏青朔김ᄒ\u1161\u11ab한がｶﾞ\u093fक\u09c7\u09be©№Ⅷ½"
)
LETTERS = st.one_of(st.sampled_from(SCRIPTS), st.characters())
WORDS = st.sampled_from(
    [
        "dr",
        "Sheikh",
        "Limited",
        "GmbH",
        "Ltd.",
        "G.m.b.H.",
        "ООО",
        "ltd",
        "first",
        "100",
        "O'Brien",
        "a.k.a.",
        "(ABC)",
        "Jean-Luc",
        "Παυλος",
        "ου",
        "شركة",
        "株式会社",
        "and",
        "abd",
        "al",
        "Allah",
        "الله",
        "Jr",
        "third",
        "&",
        "company",
        "a",
        "S.L.",
    ]
)
NAMES = st.lists(st.one_of(WORDS, st.text(LETTERS, max_size=8)), max_size=6).map(" ".join)


def forms_of(name: str, *, is_person: bool) -> list[str]:
    found = [normalise(name, TABLES, is_person=is_person)]
    found += list_names(name, TABLES, is_person=is_person)
    return list(dict.fromkeys(form for names in found for form in names.forms))


def contains(written: str, word: str, *, is_person: bool) -> bool:
    """Whether a piece of a name has a word in its forms; beside others legal forms, compounds and
    numbers fold."""
    persons = (written, f"zzq zzq {written}", f"zzq zzq the {written}", f"zzq {written} zzq")
    pieces = [normalise(text, TABLES, is_person=True).forms for text in persons]
    if not is_person:
        pieces += [
            normalise(text, TABLES, is_person=False).forms for text in (written, f"zzq {written}")
        ]
    return any(word in form.split() for forms in pieces for form in forms)


def test_compound_that_swallows_an_article_is_traced_once() -> None:
    name = "Allah abd al al ltd"  # `abdul` and an article are `abdul`: two words of one text
    (form,) = normalise(name, TABLES, is_person=True).forms[:1]
    words = trace(name, form, TABLES, is_person=True)
    assert [word.text for word in words] == form.split()


@settings(max_examples=1500, deadline=None)
@given(name=NAMES, is_person=st.booleans())
def test_every_traced_range_normalises_to_its_word(name: str, *, is_person: bool) -> None:
    for form in forms_of(name, is_person=is_person):
        words = trace(name, form, TABLES, is_person=is_person)
        assert [word.text for word in words] == form.split()
        for word in words:
            start, end = word.place
            if word.place == NOWHERE:
                assert word.letters == ()
                continue
            assert 0 <= start < end <= len(name)
            assert contains(name[start:end], word.text, is_person=is_person), (name, form, word)
            assert len(word.letters) in {0, len(word.text)}
            assert all(start <= left < right <= end for left, right in word.letters)
            assert all(one <= other for one, other in pairwise(word.letters))


@settings(max_examples=600, deadline=None)
@given(name=NAMES, is_person=st.booleans())
def test_a_path_ends_at_its_form_and_every_step_changes_something(
    name: str, *, is_person: bool
) -> None:
    for form in forms_of(name, is_person=is_person):
        steps = path(name, form, TABLES, is_person=is_person)
        texts = [" ".join(name.split()), *(step.text for step in steps)]
        assert texts[-1] == form
        assert all(one != other for one, other in pairwise(texts))


@settings(max_examples=600, deadline=None)
@given(name=NAMES, data=st.data())
def test_marked_letters_lie_in_the_original_and_apart(name: str, data: st.DataObject) -> None:
    for form in forms_of(name, is_person=True):
        cuts = data.draw(st.lists(st.integers(0, len(form)), min_size=2, max_size=6).map(sorted))
        kinds = data.draw(st.lists(st.sampled_from(SpanKind), min_size=5, max_size=5))
        ranges = zip(pairwise(cuts), kinds, strict=False)
        spans = [Span(start, end, kind) for (start, end), kind in ranges if start < end]
        found = carry_back(spans, form, trace(name, form, TABLES, is_person=True))
        assert all(0 <= span.start < span.end <= len(name) for span in found)
        assert all(one.end <= other.start for one, other in pairwise(found))


def written(name: str, form: str, *, is_person: bool) -> list[str]:
    words = trace(name, form, TABLES, is_person=is_person)
    return [name[slice(*word.place)] for word in words]


@pytest.mark.parametrize(
    ("name", "form", "is_person", "expected"),
    [
        ("QUELLEN, Dr. Iven Jr", "iven 2 quellen", True, ["Iven", "Jr", "QUELLEN"]),
        ("Óscar O'Brien-Smith", "oscar obriensmith", True, ["Óscar", "O'Brien-Smith"]),
        ("Óscar O'Brien", "oscar o brien", True, ["Óscar", "O", "Brien"]),
        ("魏青朔", "wei qing shuo", True, ["魏", "青", "朔"]),
        ("علي", "aly", True, ["علي"]),
        ("مُعن العَمري", "mn al amry", True, ["مُعن", "ال", "عَمري"]),
        ("Abd-el-Karim Ödür", "abdul karim odur", True, ["Abd-el", "Karim", "Ödür"]),
        ("ضياء عبد الكريم", "dya abdul krym", True, ["ضياء", "عبد", "الكريم"]),
        ("ضياء عبد الله", "dya abdullah", True, ["ضياء", "عبد الله"]),
        ("खालिद ใจดี", "khalid chaidi", True, ["खालिद", "ใจดี"]),
        ("José\u0301 \u200bX", "x jose", True, ["X", "José\u0301"]),
        ("QUARRY LAMP (QLX)", "qlx", False, ["QLX"]),
        ("Quarry Limited Liability Company", "quarry llc", False,
         ["Quarry", "Limited Liability Company"]),
        ("G.m.b.H. Quarry", "gmbh quarry", False, ["G.m.b.H", "Quarry"]),
        ("Quarry I I", "quarry 2", False, ["Quarry", "I I"]),
        ("Quarry Q.L.X. 7", "quarry qlx 7", False, ["Quarry", "Q.L.X", "7"]),
        ("Iven Iven", "iven iven", True, ["Iven", "Iven"]),
        ("(Iven Tor) Tor Iven", "tor iven", True, ["Tor", "Iven"]),
        ("αυ魏", "av wei", True, ["", "魏"]),  # alone, αυ would be af
        ("Iven Tor", "iven else tor", True, ["Iven", "", "Tor"]),
        ("", "iven", True, [""]),
    ],
)  # fmt: skip
def test_words_as_written(name: str, form: str, is_person: bool, expected: list[str]) -> None:
    assert written(name, form, is_person=is_person) == expected


def test_letters_are_followed_one_by_one_where_the_script_writes_them() -> None:
    (word,) = trace("Θωμάς", "thomas", TABLES, is_person=True)
    assert word.letters == ((0, 1), (0, 1), (1, 2), (2, 3), (3, 4), (4, 5))
    (joined,) = trace("D'Or", "dor", TABLES, is_person=True)
    assert joined.letters == ((0, 1), (2, 3), (3, 4))
    legal = trace("Quarry Limited", "quarry ltd", TABLES, is_person=False)[1]
    assert legal == Traced("ltd", (7, 14))


def test_marked_letters_of_the_form_are_marked_as_written() -> None:
    words = trace("Θωμάς Quarry Limited 魏", "thomas quarry ltd wei", TABLES, is_person=False)
    spans = [
        Span(1, 2, SpanKind.CHANGED),
        Span(5, 8, SpanKind.MISSING),
        Span(14, 15, SpanKind.MISSING),
        Span(18, 19, SpanKind.CHANGED),
        Span(19, 20, SpanKind.MISSING),
        Span(20, 21, SpanKind.CHANGED),
    ]
    found = carry_back(spans, "thomas quarry ltd wei", words)
    assert found == (
        Span(0, 1, SpanKind.CHANGED),
        Span(4, 5, SpanKind.MISSING),
        Span(6, 7, SpanKind.MISSING),
        Span(13, 20, SpanKind.MISSING),
        Span(21, 22, SpanKind.CHANGED),
    )


def test_two_marks_of_a_kind_on_one_character_are_one() -> None:
    words = trace("魏", "wei", TABLES, is_person=True)
    spans = [Span(0, 1, SpanKind.MISSING), Span(2, 3, SpanKind.MISSING)]
    assert carry_back(spans, "wei", words) == (Span(0, 1, SpanKind.MISSING),)


def test_words_without_an_origin_leave_no_marks() -> None:
    words = trace("Tor", "else", TABLES, is_person=True)
    assert words == (Traced("else"),)
    assert carry_back([Span(0, 2, SpanKind.CHANGED)], "else", words) == ()


@pytest.mark.parametrize(
    ("name", "form", "is_person", "expected"),
    [
        ("iven tor", "iven tor", True, ()),
        (
            "QUELLEN,\u200b Dr. Éva", "eva quellen", True,
            (
                Step("invisible characters left out", "QUELLEN, Dr. Éva"),
                Step("small letters", "quellen, dr. éva"),
                Step("family name put last", "dr. éva quellen"),
                Step("Latin letters", "dr. eva quellen"),
                Step("words alone", "dr eva quellen"),
                Step("titles left out", "eva quellen"),
            ),
        ),
        (
            "魏青", "qing wei", True,
            (Step("Latin letters", "wei qing"), Step("words in the other order", "qing wei")),
        ),
        (
            "Eva D'Or", "eva dor", True,
            (
                Step("small letters", "eva d'or"),
                Step("words joined at inner marks", "eva dor"),
            ),
        ),
        (
            "Quarry Limited (QLX Works Limited)", "qlx works ltd", False,
            (
                Step("a name inside the text", "QLX Works Limited"),
                Step("small letters", "qlx works limited"),
                Step("legal forms and numbers in one spelling", "qlx works ltd"),
            ),
        ),
        (
            "quarry Q L X", "quarry qlx", False,
            (Step("small letters", "quarry q l x"), Step("spaced letters joined", "quarry qlx")),
        ),
        (
            "Quarry I I", "quarry 2", False,
            (
                Step("small letters", "quarry i i"),
                Step("spaced letters joined", "quarry ii"),
                Step("legal forms and numbers in one spelling", "quarry 2"),
            ),
        ),
        ("Iven Tor", "someone else", True, ()),
        ("Iven Tor", "tor iven", False, ()),
    ],
)  # fmt: skip
def test_paths(name: str, form: str, is_person: bool, expected: tuple[Step, ...]) -> None:
    assert path(name, form, TABLES, is_person=is_person) == expected


def test_the_tables_of_the_product_are_used(tables: NameTables) -> None:
    assert tables.version == TABLES.version
