"""Right-to-left text as a page sees it: Arabic letters joined, the order turned for printing.

For a printer that sets characters from left to right and knows no shaping. The joined forms are
Unicode's own presentation forms. Made for names and short phrases: one run of a right-to-left
script with its blanks, digits and marks; not the whole algorithm for mixed paragraphs.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_RANGES = ((0xFB50, 0xFDFF), (0xFE70, 0xFEFC))
_LAM = "\u0644"
_TATWEEL = "\u0640"
_NO_JOIN = "\u200c"
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_RIGHT_TO_LEFT = {"R", "AL"}
_WITHIN = {"NSM", "WS", "CS", "ON", "ES", "ET", "EN", "AN", "BN"}


def is_right_to_left(char: str) -> bool:
    """Whether a character is a letter of a right-to-left script."""
    return unicodedata.bidirectional(char) in _RIGHT_TO_LEFT


def runs(text: str) -> list[tuple[bool, str]]:
    """(is right to left, text) parts in reading order; together they are the text.

    A right-to-left part goes from its first to its last letter with what lies between; it holds
    no letter of another direction.
    """
    parts: list[tuple[bool, str]] = []
    start = 0
    while start < len(text):
        turned = is_right_to_left(text[start])
        end = _end_of_turned(text, start) if turned else _end_of_plain(text, start)
        parts.append((turned, text[start:end]))
        start = end
    return parts


def _end_of_plain(text: str, start: int) -> int:
    end = start
    while end < len(text) and not is_right_to_left(text[end]):
        end += 1
    return end


def _end_of_turned(text: str, start: int) -> int:
    """Behind the last right-to-left letter (and its marks) before a letter of other direction."""
    last = at = start
    while at < len(text) and (
        is_right_to_left(text[at]) or unicodedata.bidirectional(text[at]) in _WITHIN
    ):
        at += 1
        if is_right_to_left(text[at - 1]) or unicodedata.combining(text[at - 1]):
            last = at
    return last


def visual(text: str) -> str:
    """A right-to-left run as it is printed from left to right: joined, then turned round.

    Numbers keep their order, brackets are mirrored, marks stay behind their letter.
    """
    clusters: list[str] = []
    for char in joined(text):
        is_digit = unicodedata.bidirectional(char) in {"EN", "AN"}
        continues = bool(clusters) and (
            unicodedata.combining(char) or (is_digit and clusters[-1][-1].isdigit())
        )
        if continues:
            clusters[-1] += char
        else:
            clusters.append(char)
    return "".join(reversed(clusters)).translate(_MIRRORED)


def joined(text: str) -> str:
    """The text with every Arabic letter in the form that its neighbours call for."""
    letters = [at for at, char in enumerate(text) if not unicodedata.combining(char)]
    written = list(text)
    for number, at in enumerate(letters):
        before = text[letters[number - 1]] if number else ""
        after = text[letters[number + 1]] if number + 1 < len(letters) else ""
        from_right = _joins_on(before) and _has(text[at], "final")
        to_left = _joins_on(text[at]) and _has(after, "final")
        form = {
            (False, False): "isolated",
            (False, True): "initial",
            (True, True): "medial",
            (True, False): "final",
        }[(from_right, to_left)]
        written[at] = _forms().get((form, text[at]), text[at])
        if before == _LAM and written[letters[number - 1]]:
            _join_lam_alef(written, letters[number - 1], at, text)
    return "".join(written).replace(_NO_JOIN, "")


def _join_lam_alef(written: list[str], lam: int, alef: int, text: str) -> None:
    """Lam and alef are always written as one character."""
    was_joined = written[lam] in {_forms()[("medial", _LAM)], _forms()[("final", _LAM)]}
    ligature = _forms().get(("final" if was_joined else "isolated", _LAM + text[alef]))
    if ligature:
        written[lam], written[alef] = ligature, ""


def _joins_on(char: str) -> bool:
    """Whether a letter is joined to the one that follows."""
    return char == _TATWEEL or ("initial", char) in _forms()


def _has(char: str, form: str) -> bool:
    return char == _TATWEEL or (form, char) in _forms()


@cache
def _forms() -> dict[tuple[str, str], str]:
    """(form, letters) -> presentation form, from the decompositions that Unicode gives."""
    forms: dict[tuple[str, str], str] = {}
    for first, last in _RANGES:
        for code in range(first, last + 1):
            kind, *codes = unicodedata.decomposition(chr(code)).split() or [""]
            letters = "".join(chr(int(text, 16)) for text in codes)
            if len(letters) == 1 or (len(letters) == 2 and code >= 0xFEF5):
                forms.setdefault((kind.strip("<>"), letters), chr(code))
    return forms
