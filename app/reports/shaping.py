"""Text as glyphs in the order in which a page shows them: direction, fonts, joined letters.

The direction of every character comes from the Unicode algorithm, its glyph from HarfBuzz. Both
work on one word at a time, so that a line may end behind each of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from bidi import algorithm as bidi

from app.reports import fonts
from app.reports.fonts import Font

_TURNING: Final = {"R", "AL", "AN"}
_FEATURES: Final = {"kern": True, "liga": True}
_NO_JOINERS: Final = {0x200C: None, 0x200D: None}
_CLOSING: Final = "\u200f\u200e"  # marks that print nothing: to the left, then to the right
_BRACKETS: Final = ("()", "[]", "{}", "«»", "“”")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph: its advance and offset in 1/1000 of the size, and the text that it stands for
    (empty for the further glyphs of a cluster). `start` counts in the text of its piece."""

    index: int
    start: int
    advance: float
    dx: float
    dy: float
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one direction and font, as glyphs from left to right."""

    text: str
    level: int
    font: Font
    glyphs: tuple[Glyph, ...]
    width: float  # 1/1000 of the size


def levels(text: str) -> tuple[int, ...]:
    """The embedding level of each character: even runs to the right, odd to the left.

    A text runs to the left as a whole only if no letter of it runs to the right: a sentence
    that begins with an Arabic name is still a sentence.
    """
    classes = [unicodedata.bidirectional(char) for char in text]
    if not _TURNING.intersection(classes):
        return (0,) * len(text)
    base = 0 if "L" in classes or not {"R", "AL"}.intersection(classes) else 1
    marked = text if base else _names_closed(text, classes)
    kept = "".join(char for char in marked if unicodedata.bidirectional(char) != "BN")
    storage = bidi.get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, ("L", "R")[base]
    bidi.get_embedding_levels(kept, storage)
    bidi.explicit_embed_and_overrides(storage)
    bidi.resolve_weak_types(storage)
    bidi.resolve_neutral_types(storage, False)  # noqa: FBT003 - the library's own order
    bidi.resolve_implicit_levels(storage, False)  # noqa: FBT003
    found = (char for char in storage["chars"] if char["ch"] not in _CLOSING)
    given: list[int] = []
    for kind in classes:  # joiners have the direction of the letter before them
        given.append((given or [base])[-1] if kind == "BN" else next(found)["level"])
    return tuple(given)


def _names_closed(text: str, classes: Sequence[str]) -> str:
    """The text with a mark behind each right-to-left name, so that a number or a bracket that
    follows it belongs to the sentence and not to the name."""
    found = []
    at = start = 0
    while at < len(text):
        if classes[at] not in {"R", "AL"}:
            at += 1
            continue
        end = _end_of_name(text, classes, at)
        found += [text[start:end], _CLOSING]
        start = at = end
    return "".join((*found, text[start:]))


def _end_of_name(text: str, classes: Sequence[str], start: int) -> int:
    """Behind the last right-to-left letter before a letter of the other direction, its marks and
    the brackets that were opened within."""
    end = at = start
    while at < len(text) and classes[at] != "L":
        if classes[at] in {"R", "AL"}:
            end = at + 1
        at += 1
    while end < len(text) and classes[end] in {"NSM", "BN"}:
        end += 1
    for opening, closing in _BRACKETS:
        inside = text[start:end]
        if inside.count(opening) > inside.count(closing) and text[end : end + 1] == closing:
            end += 1
    return end


def pieces(
    text: str,
    given: Sequence[int],
    *,
    first: str = fonts.BODY,
    weight: int = fonts.REGULAR,
    is_tabular: bool = False,
) -> tuple[Piece, ...]:
    """A word as pieces in the order of reading.

    Args:
        given: the level of each of its characters.
        first: the font that is asked first.
        weight: REGULAR or BOLD.
        is_tabular: whether all digits are equally wide, for columns of numbers.
    """
    features = _FEATURES | {"tnum": is_tabular}
    chosen = _fonts_of(text, first, weight)
    found = []
    at = 0
    keys = list(zip(given, chosen, strict=True))
    for (level, font), group in groupby(keys):
        length = len(list(group))
        found.append(_shaped(text[at : at + length], level, font, features))
        at += length
    return tuple(found)


def in_order_of_page(line: Sequence[Piece]) -> list[Piece]:
    """The pieces of a line from left to right: each run of a level or above is turned round."""
    found = list(line)
    if not any(piece.level for piece in found):
        return found
    for level in range(max(piece.level for piece in found), 0, -1):
        at = 0
        while at < len(found):
            end = at
            while end < len(found) and found[end].level >= level:
                end += 1
            found[at:end] = reversed(found[at:end])
            at = max(end, at + 1)
    return found


def is_joined_to_next(text: str, at: int) -> bool:
    """Whether no line may end before the character at `at`: it belongs to the one before it."""
    char, before = text[at], text[at - 1]
    return (
        unicodedata.category(char).startswith("M")
        or char in "\u200c\u200d"
        or before == "\u200d"
        or unicodedata.combining(before) == 9  # a virama makes one letter of two
    )


def _fonts_of(text: str, first: str, weight: int) -> list[Font]:
    """A font for each character; what has no letters of its own stays with its neighbour."""
    found: list[Font] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and is_joined_to_next(text, end):
            end += 1
        cluster = text[at:end].translate(_NO_JOINERS)
        last = found[-1] if found else None
        stays = last is not None and not cluster.isalpha() and last.covered.issuperset(
            map(ord, cluster)
        )  # fmt: skip
        font = last if stays else fonts.font_for(cluster, first=first, weight=weight)
        font = font or fonts.font_for(cluster[:1], first=first, weight=weight) or last
        if font is None:
            font = fonts.font_for("", first=first, weight=weight)
        assert font is not None, "the packaged fonts are part of the product"
        found += [font] * (end - at)
        at = end
    return found


def _shaped(text: str, level: int, font: Font, features: Mapping[str, bool]) -> Piece:
    import uharfbuzz as hb

    buffer = hb.Buffer()
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_GRAPHEMES
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.language = "und"  # else the machine's: the same bytes everywhere
    buffer.direction = "rtl" if level % 2 else "ltr"
    hb.shape(font.shaper, buffer, dict(features))
    scale = 1000 / font.face.upem
    infos, places = buffer.glyph_infos, buffer.glyph_positions
    carriers = _carriers([(info.cluster, place.x_advance) for info, place in
                          zip(infos, places, strict=True)], len(text))  # fmt: skip
    glyphs = tuple(
        Glyph(
            info.codepoint,
            info.cluster,
            place.x_advance * scale,
            place.x_offset * scale,
            place.y_offset * scale,
            text[slice(*carriers[at])] if at in carriers else "",
        )
        for at, (info, place) in enumerate(zip(infos, places, strict=True))
    )
    return Piece(text, level, font, glyphs, sum(glyph.advance for glyph in glyphs))


def _carriers(found: Sequence[tuple[int, int]], length: int) -> dict[int, tuple[int, int]]:
    """Which glyph stands for which characters [start, end) of the text.

    The characters of a cluster are dealt out, in their order, to its glyphs that take up room:
    a reader of the page that met a gap between them would see two words.

    Args:
        found: (cluster, advance) of each glyph.
        length: of the text.
    """
    starts = sorted({cluster for cluster, _ in found})
    ends = dict(zip(starts, [*starts[1:], length], strict=True))
    glyphs_of: dict[int, list[int]] = {}
    for at, (cluster, _) in enumerate(found):
        glyphs_of.setdefault(cluster, []).append(at)
    told: dict[int, tuple[int, int]] = {}
    for cluster, of_cluster in glyphs_of.items():
        wide = [at for at in of_cluster if found[at][1] > 0] or of_cluster[:1]
        start = cluster
        for number, at in enumerate(wide, start=1):
            end = ends[cluster] if number == len(wide) else min(start + 1, ends[cluster])
            if end > start:
                told[at] = start, end
            start = end
    return told
