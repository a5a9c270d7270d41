"""Where the words of a normalised name come from in the name as it was written, and by which steps.

Every letter is followed through the steps of normalising. A word whose origin cannot be shown to
be true has none: its place is (0, 0).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import groupby

from app.domain.match import Place, Span, SpanKind, Step
from app.matching.compounds import compound_at, read_compounds
from app.matching.letters import (
    fold_case,
    is_silent,
    latin_letters,
    strip_invisible,
    to_latin,
)
from app.matching.normalise import (
    COMMAS,
    fold_organisation,
    given_name_first,
    join_letters,
    joined_and_split,
    letters_for_digits,
    number_generations,
    read_organisation,
    spelling_at,
    strip_titles,
)
from app.matching.second_names import second_name_texts
from app.matching.tables import NameTables

NOWHERE: Place = (0, 0)
_SPLIT_WORD = re.compile("[a-z0-9]+")
_HALF_JOINED_WORD = re.compile("(?:[a-z0-9]|(?<=[a-z0-9])'(?=[a-z0-9]))+")
_JOINED_WORD = re.compile("(?:[a-z0-9]|(?<=[a-z0-9])['-](?=[a-z0-9]))+")
_OTHER_WORD = "-"  # stands for another word of a name: no table has it


@dataclass(frozen=True, slots=True)
class Traced:
    """The origin of one word of a form.

    `place` is its range of characters [start, end) of the original, (0, 0) if unknown; `letters`
    the range of each of its letters, empty if only the word as a whole has an origin (`ltd` for
    `Limited`).
    """

    text: str
    place: Place = NOWHERE
    letters: tuple[Place, ...] = ()


def trace(original: str, form: str, tables: NameTables, *, is_person: bool) -> tuple[Traced, ...]:
    """The origin of every word of a form of a name, in the order of the form.

    Args:
        original: the name as written, also with second names in brackets.
        form: one of its normalised forms.
        is_person: as the name was normalised.
    """
    wanted = form.split()
    best, found = (-1, 0), list[Traced]()
    for words in _readings(original, tables, is_person=is_person):
        rank, assigned = _assign(words, wanted)
        if rank > best:
            best, found = rank, assigned
        if best == (len(wanted), 2):
            break
    if original.isascii():  # letter by letter: nothing can go wrong
        return tuple(found)
    return tuple(
        word if _holds(original[slice(*word.place)], word.text, tables) else Traced(word.text)
        for word in found
    )


def carry_back(spans: Sequence[Span], form: str, words: Sequence[Traced]) -> tuple[Span, ...]:
    """Marked letters of a form as ranges of the original, in its order and apart.

    Letters of words without an origin are left out; where spans of two kinds fall on one
    character, it is CHANGED.
    """
    starts = [found.span() for found in re.finditer(r"\S+", form)]
    found: list[Span] = []
    for span in spans:
        for (start, end), word in zip(starts, words, strict=True):
            left, right = max(span.start, start), min(span.end, end)
            if left < right and word.place != NOWHERE:
                places = word.letters[left - start : right - start] or (word.place,)
                first, last = min(p[0] for p in places), max(p[1] for p in places)
                found.append(Span(first, last, span.kind))
    apart: list[Span] = []
    for span in sorted(found, key=lambda span: (span.start, span.end)):
        if apart and span.start < apart[-1].end:
            before = apart.pop()
            kind = span.kind if span.kind is before.kind else SpanKind.CHANGED
            apart.append(Span(before.start, max(before.end, span.end), kind))
        else:
            apart.append(span)
    return tuple(apart)


def path(original: str, form: str, tables: NameTables, *, is_person: bool) -> tuple[Step, ...]:
    """The steps from a name as written to one of its forms: those that changed something.

    The text of the last step is the form. Empty if the form is no form of the name.
    """
    turned: tuple[Step, ...] = ()
    for part in second_name_texts(original, tables, is_person=is_person):
        for steps, text in _walks(original, part, tables, is_person=is_person):
            if text == form:
                return steps
            if is_person and not turned and " ".join(reversed(text.split())) == form:
                turned = (*steps, Step("words in the other order", form))
    return turned


def _readings(original: str, tables: NameTables, *, is_person: bool) -> Iterator[list[Traced]]:
    """The words of a name in every way a form may be made of them."""
    latin, places, commas = _letters(original)
    written = {at for place in places for at in range(*place)}
    if is_person:
        latin = letters_for_digits(latin)
    for pattern in (_JOINED_WORD, _HALF_JOINED_WORD, _SPLIT_WORD):
        words = []
        for found in pattern.finditer(latin):
            kept = [at for at in range(*found.span()) if latin[at].isalnum()]
            text = "".join(latin[at] for at in kept)
            words.append(_with_silent(original, text, tuple(places[at] for at in kept), written))
        yield words
        if is_person:
            parts = groupby(words, key=lambda word: bisect(commas, word.place[0]))
            groups = [list(part) for _, part in parts]
            turned = [word for group in (*groups[1:2], *groups[:1], *groups[2:]) for word in group]
            yield turned
            compounded = _compounded(turned)
            yield compounded
            yield [_numbered(word, tables) for word in compounded]
        else:
            yield _read(words, tables)


def _compounded(words: list[Traced]) -> list[Traced]:
    """A person's words with Arabic compounds in one spelling; those have no single letters."""
    while (texts := [word.text for word in words]) != read_compounds(texts):
        read: list[Traced] = []
        at = 0
        while at < len(words):
            count, target = compound_at(texts, at)
            parts = words[at : at + count]
            if target == tuple(texts[at : at + count]):
                read += parts
            elif len(target) == count:
                read += [Traced(text, part.place) for text, part in zip(target, parts, strict=True)]
            else:
                read.append(Traced(target[0], (parts[0].place[0], parts[-1].place[1])))
            at += count
        words = read
    return words


def _numbered(word: Traced, tables: NameTables) -> Traced:
    number = _generation(word.text, tables)
    return Traced(number, word.place) if number else word


def _generation(text: str, tables: NameTables) -> str:
    """Which of his name a person with this word is, "" if it says nothing of it."""
    known = (tables.generations, tables.last_generations, tables.counted_generations)
    return next((words[text] for words in known if text in words), "")


def _with_silent(original: str, text: str, letters: tuple[Place, ...], written: Set[int]) -> Traced:
    """A word whose place takes in letters beside it that have no Latin writing (Arabic ayn)."""
    start, end = letters[0][0], letters[-1][1]
    while start and start - 1 not in written and is_silent(original[start - 1]):
        start -= 1
    while end < len(original) and end not in written and is_silent(original[end]):
        end += 1
    return Traced(text, (start, end), letters)


def _letters(original: str) -> tuple[str, list[Place], list[int]]:
    """The Latin writing of a name, the place of each of its letters, and of the commas."""
    if original.isascii() and original.isprintable():
        folded = original.lower()
        commas = [at for at, char in enumerate(folded) if char == ","]
        return to_latin(folded), [(at, at + 1) for at in range(len(folded))], commas
    pieces = _clusters(original)
    folded, places = "", list[Place]()
    for text, place in pieces:
        written = fold_case(text)
        folded += written
        places += [place] * len(written)
    commas = [place[0] for char, place in zip(folded, places, strict=True) if COMMAS.match(char)]
    latin = to_latin(folded)
    known = zip(latin_letters(folded), places, strict=True)
    places = [place for written, place in known for _ in written]
    is_sure = len(latin) == len(places) and folded == fold_case(strip_invisible(original))
    return (latin, places, commas) if is_sure else ("", [], [])


def _clusters(original: str) -> list[tuple[str, Place]]:
    """The visible characters, those that are one letter together (marks, Hangul) in one piece."""
    found: list[tuple[str, Place]] = []
    for at, char in enumerate(original):
        visible = strip_invisible(char)
        if not visible:
            continue
        if found and _belongs_to(found[-1][0], visible):
            text, (start, _) = found[-1]
            found[-1] = (text + visible, (start, at + 1))
        else:
            found.append((visible, (at, at + 1)))
    return found


def _belongs_to(before: str, char: str) -> bool:
    if char.isascii():
        return False
    alone = unicodedata.normalize("NFKC", char)
    if unicodedata.combining(alone[0]):
        return True
    apart = unicodedata.normalize("NFKC", before) + alone
    return unicodedata.normalize("NFKC", before + char) != apart


def _read(words: list[Traced], tables: NameTables) -> list[Traced]:
    """An organisation's words as they are read: folded and joined, until nothing changes."""
    while True:
        folded = _folded(words, tables)
        words = _joined_letters(folded)
        if len(words) == len(folded):
            return words


def _folded(words: list[Traced], tables: NameTables) -> list[Traced]:
    """An organisation's words with legal forms and numbers folded; those have no single letters."""
    while (texts := [word.text for word in words]) != fold_organisation(texts, tables):
        folded: list[Traced] = []
        at = 0
        while at < len(words):
            count, target = spelling_at(texts, at, tables)
            place = (words[at].place[0], words[at + count - 1].place[1])
            is_kept = count == 1 and target == (texts[at],)
            folded += [words[at]] if is_kept else [Traced(text, place) for text in target]
            at += count
        words = folded
    return words


def _joined_letters(words: Sequence[Traced]) -> list[Traced]:
    """An organisation's words with spaced letters as one word."""
    found: list[Traced] = []
    at = 0
    for text in join_letters([word.text for word in words]):
        count = 1
        while "".join(word.text for word in words[at : at + count]) != text:
            count += 1
        parts = words[at : at + count]
        letters = tuple(place for part in parts for place in part.letters)
        place = (parts[0].place[0], parts[-1].place[1])
        found.append(Traced(text, place, letters if len(letters) == len(text) else ()))
        at += count
    return found


def _assign(words: Sequence[Traced], wanted: Sequence[str]) -> tuple[tuple[int, int], list[Traced]]:
    """A word for each one wanted, and how good that is: how many were found, how close together.

    Neighbours in a row are best (2), then words in their order (1), then any (0).
    """
    texts = [word.text for word in words]
    count = len(wanted)
    for start in range(len(texts) - count + 1):
        if texts[start : start + count] == wanted:
            return (count, 2), list(words[start : start + count])
    found: list[Traced] = []
    free = set(range(len(words)))
    after, is_in_order = 0, 1
    for text in wanted:
        places = [at for at in sorted(free) if texts[at] == text]
        later = [at for at in places if at >= after]
        if not later:
            is_in_order = 0
        if not places:
            found.append(Traced(text))
            continue
        at = (later or places)[0]
        free.remove(at)
        after = at + 1
        found.append(words[at])
    return (sum(word.place != NOWHERE for word in found), is_in_order), found


def _holds(written: str, word: str, tables: NameTables) -> bool:
    """Whether a piece of a name, alone, is normalised to text with this word."""
    latin = to_latin(fold_case(strip_invisible(written)))
    for plain in joined_and_split(letters_for_digits(latin)) + joined_and_split(latin):
        words = plain.split()
        known = read_organisation([_OTHER_WORD, *words], tables)
        numbers = [_generation(text, tables) for text in words]
        compounds = (
            *read_compounds([_OTHER_WORD, *words]),
            *read_compounds([*words, _OTHER_WORD]),
        )
        if word in (*words, *known, *numbers, *compounds):
            return True
    return False


def _walks(
    original: str, part: str, tables: NameTables, *, is_person: bool
) -> Iterator[tuple[tuple[Step, ...], str]]:
    """The steps from a name to each form of one part of it, and the form."""
    visible = strip_invisible(part)
    folded = fold_case(visible)
    ordered = given_name_first(folded) if is_person else folded
    latin = to_latin(ordered)
    spelled = letters_for_digits(latin) if is_person else latin
    plains = joined_and_split(spelled)
    for at, plain in enumerate(plains):
        tokens = plain.split()
        is_joined = at < len(plains) - 1
        outcomes = [
            ("a name inside the text", part),
            ("invisible characters left out", visible),
            ("small letters", folded),
            ("family name put last", ordered),
            ("Latin letters", latin),
            ("digits read as letters", spelled),
            ("words joined at inner marks" if is_joined else "words alone", " ".join(tokens)),
        ]
        if is_person:
            outcomes += _person_steps(tokens, tables)
        else:
            outcomes += _reading_steps(tokens, tables)
        steps = []
        before = original
        for name, text in outcomes:
            if text.split() != before.split():
                steps.append(Step(name, " ".join(text.split())))
            before = text
        yield tuple(steps), before


def _person_steps(tokens: list[str], tables: NameTables) -> Iterator[tuple[str, str]]:
    """The outcomes of reading a person's words, until nothing changes."""
    while True:
        kept = strip_titles(tokens, tables)
        compounded = read_compounds(kept)
        numbered = number_generations(compounded, tables)
        yield "titles left out", " ".join(kept)
        yield "Arabic compounds in one spelling", " ".join(compounded)
        yield "Jr, Sr and the like as numbers", " ".join(numbered)
        if numbered == tokens:
            return
        tokens = numbered


def _reading_steps(tokens: list[str], tables: NameTables) -> Iterator[tuple[str, str]]:
    """The outcomes of reading an organisation's words, until nothing changes."""
    while True:
        folded = fold_organisation(tokens, tables)
        tokens = join_letters(folded)
        yield "legal forms and numbers in one spelling", " ".join(folded)
        yield "spaced letters joined", " ".join(tokens)
        if tokens == folded:
            return
