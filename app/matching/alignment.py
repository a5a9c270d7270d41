"""How two normalised names lie beside each other, for people to see: tokens paired, letters marked.

This explains a score; it does not make one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from app.domain.match import NameAlignment, Span, SpanKind, TokenPair

_LEAST_SIMILAR = 0.5
_MOST_JOINED = 3
_TOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Pair:
    """Token ranges [start, end) of both sides that belong together."""

    query: tuple[int, int]
    listed: tuple[int, int]
    similarity: float


def align(query_text: str, list_text: str) -> NameAlignment:
    """Pair the tokens of two normalised texts and mark the letters that differ.

    Pairs come in the order of the subject's tokens, those only on the list last. All ranges are
    character positions in the two texts.
    """
    query = [found.span() for found in _TOKEN.finditer(query_text)]
    listed = [found.span() for found in _TOKEN.finditer(list_text)]
    query_words = [query_text[start:end] for start, end in query]
    list_words = [list_text[start:end] for start, end in listed]
    paired = _pair_tokens(query_words, list_words)
    moved = _moved(paired)
    pairs: list[TokenPair] = []
    query_spans: list[Span] = []
    list_spans: list[Span] = []
    for pair in paired:
        left = (query[pair.query[0]][0], query[pair.query[1] - 1][1])
        right = (listed[pair.listed[0]][0], listed[pair.listed[1] - 1][1])
        own, theirs = query_text[slice(*left)], list_text[slice(*right)]
        is_joined = pair.query[1] - pair.query[0] + pair.listed[1] - pair.listed[0] > 2
        note = "joined" if is_joined else _note(own, theirs)
        if pair in moved:
            note = "moved" if note == "equal" else f"{note}, moved"
        pairs.append(TokenPair(*left, *right, pair.similarity, note))
        if not is_joined and own != theirs:
            _mark(own, theirs, left[0], right[0], query_spans, list_spans)
    for start, end in _left_over(query, [pair.query for pair in paired]):
        pairs.append(TokenPair(start, end, 0, 0, 0.0, "only on subject"))
        query_spans.append(Span(start, end, SpanKind.MISSING))
    pairs.sort(key=lambda pair: pair.query_start)
    for start, end in _left_over(listed, [pair.listed for pair in paired]):
        pairs.append(TokenPair(0, 0, start, end, 0.0, "only on list"))
        list_spans.append(Span(start, end, SpanKind.INSERTED))
    return NameAlignment(
        query_text,
        list_text,
        tuple(pairs),
        tuple(sorted(query_spans, key=lambda span: span.start)),
        tuple(sorted(list_spans, key=lambda span: span.start)),
    )


def _pair_tokens(query: Sequence[str], listed: Sequence[str]) -> list[_Pair]:
    """Equal tokens first, then neighbours that are equal when joined, then the most similar."""
    pairs: list[_Pair] = []
    free_query, free_list = set(range(len(query))), set(range(len(listed)))

    def take(own: tuple[int, int], theirs: tuple[int, int], similarity: float) -> None:
        pairs.append(_Pair(own, theirs, similarity))
        free_query.difference_update(range(*own))
        free_list.difference_update(range(*theirs))

    for at, word in enumerate(query):
        same = [place for place in free_list if listed[place] == word]
        if same:
            place = min(same, key=lambda place: (abs(place - at), place))
            take((at, at + 1), (place, place + 1), 1.0)
    for own, theirs in _joined(query, listed):
        if free_query.issuperset(range(*own)) and free_list.issuperset(range(*theirs)):
            take(own, theirs, 0.97)
    for own, theirs in _joined(listed, query):
        if free_list.issuperset(range(*own)) and free_query.issuperset(range(*theirs)):
            take(theirs, own, 0.97)
    for at, place, similarity in _similar(query, listed):
        if at in free_query and place in free_list:
            take((at, at + 1), (place, place + 1), similarity)
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


def _moved(pairs: Sequence[_Pair]) -> set[_Pair]:
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


def _note(own: str, theirs: str) -> str:
    if own == theirs:
        return "equal"
    if len(own) == 1 or len(theirs) == 1:
        return "initial" if own[0] == theirs[0] else "1 letter"
    distance = OSA.distance(own, theirs)
    letters = "letter" if distance == 1 else "letters"
    return f"{distance} {letters} of {max(len(own), len(theirs))}"


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


def _left_over(
    spans: Sequence[tuple[int, int]], taken: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    used = {at for start, end in taken for at in range(start, end)}
    return [span for at, span in enumerate(spans) if at not in used]
