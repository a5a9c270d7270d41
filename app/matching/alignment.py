"""How two normalised names lie beside each other, for people to see: tokens paired, letters marked.

This explains a score; it does not make one. For the aligned profile the pairs are those that its
score rests on. The marks are carried back to the names as they were written.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from app.domain.match import NameAlignment, Span, SpanKind, TokenPair, TokenReason
from app.matching import aligned, classic
from app.matching.aligned import Pair
from app.matching.notes import letters_note, reason_note
from app.matching.tables import NameTables
from app.matching.tokens import Token
from app.matching.tracing import carry_back, path, trace

_LEAST_SIMILAR = 0.5
_MOST_JOINED = 3
_TOKEN = re.compile(r"\S+")


def align(
    query_form: str,
    list_form: str,
    *,
    profile: str = classic.NAME,
    tables: NameTables | None = None,
    is_person: bool = True,
    query_is_person: bool | None = None,
    query_original: str = "",
    list_original: str = "",
) -> NameAlignment:
    """Pair the tokens of two normalised texts and mark the letters that differ.

    Pairs come in the order of the subject's tokens, those only on the list last. All ranges are
    character positions in the two texts, or in the originals where they are of them.

    Args:
        profile: name of the scoring profile whose reasons are wanted.
        tables: needed for the aligned profile and for the originals.
        is_person: whether the list entry is a person.
        query_is_person: whether the subject is one; None if both sides are of a kind.
        query_original, list_original: the names as written; "" to leave them out.
    Raises:
        ValueError: there are no tables for what needs them.
    """
    if tables is None:
        if profile != classic.NAME or query_original or list_original:
            raise ValueError(f"{profile} and the original names need name tables")
        return _lay_out(query_form, list_form, _pair_tokens(query_form, list_form), None)
    if profile == classic.NAME:
        plain = _lay_out(query_form, list_form, _pair_tokens(query_form, list_form), None)
    else:
        found = aligned.score(query_form, list_form, tables, is_person=is_person)
        own, theirs = (
            aligned.words_of(form, tables, is_person=is_person) for form in (query_form, list_form)
        )
        known = _Known(tables, is_person, own, theirs)
        plain = _lay_out(query_form, list_form, found.pairs, known)
    if query_original:
        own_kind = is_person if query_is_person is None else query_is_person
        words = trace(query_original, query_form, tables, is_person=own_kind)
        plain = replace(
            plain,
            query_original=query_original,
            query_original_spans=carry_back(plain.query_spans, query_form, words),
            query_words=tuple(word.place for word in words),
            query_path=path(query_original, query_form, tables, is_person=own_kind),
        )
    if list_original:
        words = trace(list_original, list_form, tables, is_person=is_person)
        plain = replace(
            plain,
            list_original=list_original,
            list_original_spans=carry_back(plain.list_spans, list_form, words),
            list_words=tuple(word.place for word in words),
            list_path=path(list_original, list_form, tables, is_person=is_person),
        )
    return plain


@dataclass(frozen=True, slots=True)
class _Known:
    """What the aligned profile knows of the words of both sides."""

    tables: NameTables
    is_person: bool
    own: tuple[Token, ...]
    theirs: tuple[Token, ...]

    def weight(self, pair: Pair) -> float:
        words = (*self.own[slice(*pair.query)], *self.theirs[slice(*pair.listed)])
        return sum(word.weight for word in words) / 2

    def note(self, own: str, theirs: str, reason: TokenReason) -> str:
        return reason_note(own, theirs, reason, self.tables, is_person=self.is_person)


def _lay_out(
    query_text: str, list_text: str, paired: Sequence[Pair], known: _Known | None
) -> NameAlignment:
    """The alignment of given pairs, in the subject's order."""
    query = [found.span() for found in _TOKEN.finditer(query_text)]
    listed = [found.span() for found in _TOKEN.finditer(list_text)]
    moved = _moved(paired)
    pairs: list[TokenPair] = []
    query_spans: list[Span] = []
    list_spans: list[Span] = []
    for pair in paired:
        left = (query[pair.query[0]][0], query[pair.query[1] - 1][1])
        right = (listed[pair.listed[0]][0], listed[pair.listed[1] - 1][1])
        own, theirs = query_text[slice(*left)], list_text[slice(*right)]
        is_joined = pair.query[1] - pair.query[0] + pair.listed[1] - pair.listed[0] > 2
        if known:
            note, weight = known.note(own, theirs, pair.reason), known.weight(pair)
        else:
            note, weight = ("joined" if is_joined else letters_note(own, theirs)), 0.0
        if pair in moved:
            note = "moved" if note == "equal" else f"{note}, moved"
        pairs.append(TokenPair(*left, *right, pair.similarity, note, pair.reason, weight))
        if not is_joined and own != theirs:
            _mark(own, theirs, left[0], right[0], query_spans, list_spans)
    reason = TokenReason.ONLY_ON_SUBJECT
    for at in _left_over(len(query), [pair.query for pair in paired]):
        weight = known.own[at].weight if known else 0.0
        pairs.append(TokenPair(*query[at], 0, 0, 0.0, "only on subject", reason, weight))
        query_spans.append(Span(*query[at], SpanKind.MISSING))
    pairs.sort(key=lambda pair: pair.query_start)
    reason = TokenReason.ONLY_ON_LIST
    for at in _left_over(len(listed), [pair.listed for pair in paired]):
        weight = known.theirs[at].weight if known else 0.0
        pairs.append(TokenPair(0, 0, *listed[at], 0.0, "only on list", reason, weight))
        list_spans.append(Span(*listed[at], SpanKind.INSERTED))
    return NameAlignment(
        query_text,
        list_text,
        tuple(pairs),
        tuple(sorted(query_spans, key=lambda span: span.start)),
        tuple(sorted(list_spans, key=lambda span: span.start)),
    )


def _pair_tokens(query_text: str, list_text: str) -> list[Pair]:
    """Equal tokens first, then neighbours that are equal when joined, then the most similar."""
    query, listed = query_text.split(), list_text.split()
    pairs: list[Pair] = []
    free_query, free_list = set(range(len(query))), set(range(len(listed)))

    def take(
        own: tuple[int, int], theirs: tuple[int, int], similarity: float, reason: TokenReason
    ) -> None:
        pairs.append(Pair(own, theirs, similarity, reason))
        free_query.difference_update(range(*own))
        free_list.difference_update(range(*theirs))

    for at, word in enumerate(query):
        same = [place for place in free_list if listed[place] == word]
        if same:
            place = min(same, key=lambda place: (abs(place - at), place))
            take((at, at + 1), (place, place + 1), 1.0, TokenReason.EQUAL)
    for own, theirs in _joined(query, listed):
        if free_query.issuperset(range(*own)) and free_list.issuperset(range(*theirs)):
            take(own, theirs, 0.97, TokenReason.JOINED)
    for own, theirs in _joined(listed, query):
        if free_list.issuperset(range(*own)) and free_query.issuperset(range(*theirs)):
            take(theirs, own, 0.97, TokenReason.JOINED)
    for at, place, similarity in _similar(query, listed):
        if at in free_query and place in free_list:
            is_initial = letters_note(query[at], listed[place]) == "initial"
            reason = TokenReason.INITIAL if is_initial else TokenReason.LETTERS
            take((at, at + 1), (place, place + 1), similarity, reason)
    return sorted(pairs, key=lambda pair: pair.query)


def _joined(
    parts: Sequence[str], wholes: Sequence[str]
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Ranges of two or three neighbours of `parts` that make up one token of `wholes`."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(wholes):
        places.setdefault(word, []).append(place)
    return [
        ((start, start + count), (place, place + 1))
        for count in range(2, _MOST_JOINED + 1)
        for start in range(len(parts) - count + 1)
        for place in places.get("".join(parts[start : start + count]), ())
    ]


def _similar(query: Sequence[str], listed: Sequence[str]) -> list[tuple[int, int, float]]:
    """Pairs of tokens that look alike, or of an initial and its name; most alike first."""
    if not query or not listed:
        return []
    grid = process.cdist(
        query, listed, scorer=OSA.normalized_similarity, dtype=np.float64, workers=1
    )
    found = [
        (int(at), int(place), float(grid[at, place]))
        for at, place in np.argwhere(grid >= _LEAST_SIMILAR)
    ]
    for at, word in enumerate(query):
        for place, other in enumerate(listed):
            if 1 == min(len(word), len(other)) < max(len(word), len(other)) and word[0] == other[0]:
                found.append((at, place, _LEAST_SIMILAR))
    return sorted(found, key=lambda item: (-item[2], abs(item[0] - item[1]), item[0], item[1]))


def _moved(pairs: Sequence[Pair]) -> set[Pair]:
    """The fewest pairs (in the subject's order) whose places on the list break that order."""
    tails: list[int] = []
    lengths: list[int] = []
    for pair in pairs:
        at = bisect_left(tails, pair.listed[0])
        tails[at : at + 1] = [pair.listed[0]]
        lengths.append(at + 1)
    wanted = len(tails)
    moved = set(pairs)
    for pair, length in zip(reversed(pairs), reversed(lengths), strict=True):
        if length == wanted:
            moved.discard(pair)
            wanted -= 1
    return moved


def _mark(
    own: str,
    theirs: str,
    own_start: int,
    their_start: int,
    query_spans: list[Span],
    list_spans: list[Span],
) -> None:
    """Add the differing letters of two tokens to the spans of both sides."""
    for operation in Levenshtein.opcodes(own, theirs):
        if operation.tag == "equal":
            continue
        is_changed = operation.tag == "replace"
        if operation.src_end > operation.src_start:
            start, end = own_start + operation.src_start, own_start + operation.src_end
            query_spans.append(
                Span(start, end, SpanKind.CHANGED if is_changed else SpanKind.MISSING)
            )
        if operation.dest_end > operation.dest_start:
            start, end = their_start + operation.dest_start, their_start + operation.dest_end
            list_spans.append(
                Span(start, end, SpanKind.CHANGED if is_changed else SpanKind.INSERTED)
            )


def _left_over(count: int, taken: Sequence[tuple[int, int]]) -> list[int]:
    used = {at for start, end in taken for at in range(start, end)}
    return [at for at in range(count) if at not in used]
