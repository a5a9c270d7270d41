"""Two aligned names cut into columns: a pair of words each, with its figures in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.domain.match import NameAlignment, Place, Span, TokenPair
from app.gui.widgets.labels import isolate

_translate = QCoreApplication.translate
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class TokenColumn:
    """One pair of tokens as they were written, with spans counted within each token.

    `query_read` and `list_read` are what was compared, empty if that is what is written but for
    capitals. `similarity` is 0-1, None where nothing was measured; `weight` is 0 where the profile
    has none.
    """

    query: str
    listed: str
    query_spans: tuple[Span, ...]
    list_spans: tuple[Span, ...]
    similarity: float | None
    reason: str
    weight: float = 0.0
    query_read: str = ""
    list_read: str = ""

    @property
    def is_pair(self) -> bool:
        """Whether both sides have a word here."""
        return bool(self.query and self.listed)

    @property
    def figure(self) -> str:
        """``95 %``, empty for a token that stands alone."""
        if self.similarity is None or not self.is_pair:
            return ""
        return percent(self.similarity)

    @property
    def weight_words(self) -> str:
        """``weight 2.65``, empty without one."""
        if not self.weight:
            return ""
        return _translate("TokenAlignment", "weight {w}").format(w=f"{self.weight:.2f}")

    @property
    def note(self) -> str:
        """What stands beside the figure: why the words are paired, or which side has the word."""
        if self.reason or self.is_pair or not (self.query or self.listed):
            return self.reason
        if self.query:
            return _translate("TokenAlignment", "subject only")
        return _translate("TokenAlignment", "list only")

    def words(self) -> str:
        """The whole column in one line, for tooltips and screen readers."""
        if self.is_pair:
            left, right = _read(self.query, self.query_read), _read(self.listed, self.list_read)
            parts = [f"{left} – {right}", self.figure, self.reason]
        else:
            only = (
                _translate("TokenAlignment", "only on the subject")
                if self.query
                else _translate("TokenAlignment", "only on the list")
            )
            written = self.query or self.listed
            parts = [_read(written, self.query_read or self.list_read), only]
        return " ".join(part for part in (*parts, self.weight_words) if part)


def percent(similarity: float) -> str:
    """``95 %``; only what is equal is 100 %."""
    return f"{100 if similarity >= 1.0 else min(round(similarity * 100), 99)} %"


def reason_words(pair: TokenPair) -> str:
    """Why two words are paired: the pair's own note, or else its reason in a word or two."""
    return pair.note or _reason_word(str(pair.reason))


def _reason_word(reason: str) -> str:
    words = {
        "equal": _translate("TokenAlignment", "equal"),
        "joined": _translate("TokenAlignment", "written as one word"),
        "alias_class": _translate("TokenAlignment", "spellings of one name"),
        "learned_class": _translate("TokenAlignment", "spellings that the lists share"),
        "nickname": _translate("TokenAlignment", "nickname"),
        "number_word": _translate("TokenAlignment", "the same number"),
        "sound": _translate("TokenAlignment", "sounds alike"),
        "initial": _translate("TokenAlignment", "initial"),
        "consonants": _translate("TokenAlignment", "same consonants"),
        "letters": _translate("TokenAlignment", "letters"),
        "only_on_subject": _translate("TokenAlignment", "subject only"),
        "only_on_list": _translate("TokenAlignment", "list only"),
    }
    return words.get(reason, reason.replace("_", " "))


def columns(alignment: NameAlignment, shown: Callable[[str], str] = str) -> tuple[TokenColumn, ...]:
    """The pairs of an alignment; whole names stand opposite if there are no pairs.

    Args:
        alignment: with or without the names as they were written.
        shown: makes a word as written readable, such as one in capitals.
    """
    if alignment.pairs:
        return tuple(_column(alignment, pair, pair.similarity, shown) for pair in alignment.pairs)
    whole = TokenPair(0, len(alignment.query_text), 0, len(alignment.list_text), 0.0)
    return (_column(alignment, whole, None, shown),)


@dataclass(frozen=True, slots=True)
class _Side:
    """What one side of an alignment holds."""

    text: str
    spans: tuple[Span, ...]
    original: str
    original_spans: tuple[Span, ...]
    places: tuple[Place, ...]


def _column(
    alignment: NameAlignment,
    pair: TokenPair,
    similarity: float | None,
    shown: Callable[[str], str],
) -> TokenColumn:
    left = _Side(
        alignment.query_text,
        alignment.query_spans,
        alignment.query_original,
        alignment.query_original_spans,
        alignment.query_words,
    )
    right = _Side(
        alignment.list_text,
        alignment.list_spans,
        alignment.list_original,
        alignment.list_original_spans,
        alignment.list_words,
    )
    query, query_spans, query_read = _cut(left, pair.query_start, pair.query_end, shown)
    listed, list_spans, list_read = _cut(right, pair.list_start, pair.list_end, shown)
    return TokenColumn(
        query,
        listed,
        query_spans,
        list_spans,
        similarity,
        reason_words(pair),
        pair.weight,
        query_read,
        list_read,
    )


def _cut(
    side: _Side, start: int, end: int, shown: Callable[[str], str]
) -> tuple[str, tuple[Span, ...], str]:
    """A part of a side as written, its spans, and what was compared if that reads otherwise."""
    compared = side.text[start:end]
    place = _place(side, start, end)
    if place is None:
        return compared, _within(side.spans, start, end), ""
    written = side.original[slice(*place)]
    readable = shown(written)
    if len(readable) == len(written):  # else the spans would mark other letters
        written = readable
    read = "" if written.casefold() == compared else compared
    return written, _within(side.original_spans, *place), read


def _place(side: _Side, start: int, end: int) -> Place | None:
    """Where the words in [start, end) of the text stand in the original, if that can be told."""
    words = [found.span() for found in _WORD.finditer(side.text)]
    if end <= start or len(words) != len(side.places):
        return None
    places = [
        place
        for word, place in zip(words, side.places, strict=True)
        if start <= word[0] and word[1] <= end
    ]
    if not places or any(last <= first for first, last in places):
        return None
    first, last = min(place[0] for place in places), max(place[1] for place in places)
    others = (place for place in side.places if place not in places)
    is_torn = any(first < other[1] and other[0] < last for other in others)
    return None if is_torn else (first, last)


def _read(written: str, read: str) -> str:
    """``Михаил (mikhail)``."""
    return f"{isolate(written)} ({read})" if read else isolate(written)


def _within(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    """The parts of `spans` inside [start, end), counted from `start`."""
    cut = (
        Span(max(span.start, start) - start, min(span.end, end) - start, span.kind)
        for span in spans
    )
    return tuple(span for span in cut if span.end > span.start)
