"""How the name score comes of its four parts: contradiction and cap, in figures and words."""

from __future__ import annotations

from app.domain.match import Components, Match
from app.gui.screening.result_rows import WEIGHTS
from app.gui.screening.wording import signed, translate
from app.gui.widgets.rows import WaterfallRow

CONTRADICTION = 0.9  # what a full contradiction takes off (docs/matching.md)
MOST_NOT_IDENTICAL = 0.995  # only identical names reach 1
ANOTHER_NUMBER = 0.90  # the next ship or fund of a series
_BITES = 5e-5  # less is not seen in the figures


def composite(parts: Components) -> float:
    """The four parts by their weights, 0-1, before contradiction and cap."""
    values = (parts.primary, parts.token, parts.ngram, parts.phonetic)
    return sum(weight * value for weight, value in zip(WEIGHTS, values, strict=True))


def name_score_rows(match: Match) -> tuple[WaterfallRow, ...]:
    """What stands between the four parts and the name score, in points of 100.

    Empty in the classic profile and where nothing is taken off. The rows add up to the total as
    shown, to the last digit.
    """
    kept = _kept(match.components)
    before, after, final = _points(match)
    rows = [WaterfallRow(translate("Screening", "Four parts"), before, signed(before, 2), "accent")]
    if kept is None:
        return ()
    if after != before:
        rows.append(_loss(translate("Screening", "Contradiction"), after - before))
    if final != after:
        rows.append(_loss(_most_words(match.components), final - after))
    return tuple(rows) if len(rows) > 1 else ()


def name_score_total(match: Match) -> WaterfallRow:
    """The name score in points of 100."""
    points = _points(match)[2]
    return WaterfallRow(translate("Screening", "Name score"), points, f"{points:.2f}", "text_2")


def name_score_words(match: Match) -> tuple[str, ...]:
    """The same as sentences with figures; empty in the classic profile."""
    kept = _kept(match.components)
    if kept is None:
        return ()
    parts = match.components
    before, after, final = _points(match)
    if parts.contradiction:
        words = translate(
            "Screening",
            "Contradiction {cf}: both names have words that the other lacks. Of the four parts "
            "1 − 0.9 × {cf} = {kept} counts: {before} × {kept} = {after}.",
        ).format(
            cf=f"{parts.contradiction:.3f}",
            kept=f"{kept:.3f}",
            before=f"{before:.2f}",
            after=f"{after:.2f}",
        )
    else:
        words = translate("Screening", "No contradiction: no word is against another.")
    lines = [words]
    if parts.cap is not None:
        words = (
            translate("Screening", "They differ in a number, so the score is at most {most}.")
            if parts.cap == ANOTHER_NUMBER
            else translate("Screening", "No two full words agree, so the score is at most {most}.")
        )
        lines.append(words.format(most=f"{parts.cap * 100:.1f}"))
    elif final < after:
        words = translate("Screening", "Not identical, so the score is at most {most}.")
        lines.append(words.format(most=f"{MOST_NOT_IDENTICAL * 100:.1f}"))
    return tuple(lines)


def _kept(parts: Components) -> float | None:
    """What the contradiction leaves of the four parts, None in the classic profile."""
    if parts.contradiction is None:
        return None
    return 1.0 - CONTRADICTION * parts.contradiction


def _points(match: Match) -> tuple[float, float, float]:
    """The four parts, what contradiction leaves, and the name score, as shown (two digits)."""
    whole = composite(match.components)
    left = whole * (_kept(match.components) or 1.0)
    if abs(left - match.name_score) < _BITES:
        left = match.name_score
    final = round(match.name_score * 100, 2)
    return round(whole * 100, 2), round(left * 100, 2), final


def _loss(words: str, points: float) -> WaterfallRow:
    return WaterfallRow(words, round(points, 2), signed(points, 2), "critical_solid")


def _most_words(parts: Components) -> str:
    most = MOST_NOT_IDENTICAL if parts.cap is None else parts.cap
    return translate("Screening", "At most {most}").format(most=f"{most * 100:.1f}")
