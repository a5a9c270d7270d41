"""The score of the aligned profile as compiled loops: that of `aligned.py`, to 1e-9.

Imported only by `kernels.warm_up`. Run as plain Python (NUMBA_DISABLE_JIT) it is the same code.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.matching.aligned_arrays import FULL, NUMBER, PATRONYMIC
from app.matching.aligned_compiling import inner
from app.matching.aligned_pairs_jitted import Work, all_pairs, choose
from app.matching.aligned_rules import OTHER_NAME, PLAIN, Rules
from app.matching.aligned_views import F64, I32, U8, Asked, Listed
from app.matching.records import SYMBOL_OF, SYMBOLS

SYMBOL = SYMBOL_OF.astype(np.int64)
PARTS = 6


def _any_full(flags: U8, first: int, end: int) -> bool:
    """Whether words can carry a match: one is full, or they are neighbours joined."""
    return end - first > 1 or bool(flags[first] & FULL)


any_full = inner(_any_full)


def _weigh(
    work: Work, chosen: int, asked: Asked, rules: Rules
) -> tuple[float, float, float, int, bool]:
    """Of the chosen pairs: their weight, this times likeness, doubt, words that count for the
    token part, and whether one pair is of full words."""
    matched = alike = doubt = 0.0
    likely = 0
    has_full = False
    for at in range(chosen):
        pair = work.chosen[at]
        first, end, listed, listed_end, kind = work.spans[pair]
        weight = (asked.weights[first:end].sum() + work.weights[listed:listed_end].sum()) / 2
        if kind == OTHER_NAME:
            doubt += rules.other_name_doubt * weight
            weight *= 1.0 - rules.other_name_doubt
        matched += weight
        alike += weight * work.alike[pair]
        if work.alike[pair] >= rules.likely:
            likely += end - first + listed_end - listed
        has_full = has_full or (
            kind == PLAIN
            and any_full(asked.flags, first, end)
            and any_full(work.flags, listed, listed_end)
        )
    return matched, alike, doubt, likely, has_full


weigh = inner(_weigh)


def _any_left(flags: U8, taken: npt.NDArray[np.bool_], size: int, flag: int) -> bool:
    """Whether a word with a flag is left over."""
    for at in range(size):  # noqa: SIM110 - for the compiler
        if not taken[at] and flags[at] & flag:
            return True
    return False


any_left = inner(_any_left)


def _left_over(
    weights: F64, flags: U8, taken: npt.NDArray[np.bool_], size: int,
    contradicted: tuple[bool, bool], rules: Rules,
) -> float:  # fmt: skip
    """See `aligned._left_over`; `contradicted`: the other side has a patronymic, a number."""
    rest = 0.0
    for at in range(size):
        if taken[at]:
            continue
        share = 1.0
        if flags[at] & PATRONYMIC:
            share = rules.patronymic_conflict if contradicted[0] else rules.patronymic_omitted
        elif contradicted[1] and not rules.is_person and flags[at] & NUMBER:
            share = rules.series
        rest += weights[at] * share
    return rest


left_over = inner(_left_over)


def _opposed(asked: Asked, work: Work, size: int) -> float:
    """See `aligned._opposed`."""
    weight = 0.0
    for at in range(size):
        if work.taken[at] or work.opposites[at] < 0:
            continue
        for own in range(len(asked.weights)):
            if not work.own_taken[own] and asked.opposites[own] == work.opposites[at]:
                weight += work.weights[at]
                break
    return weight


opposed = inner(_opposed)


def _numbers(weights: F64, flags: U8, taken: npt.NDArray[np.bool_], size: int) -> float:
    weight = 0.0
    for at in range(size):
        if not taken[at] and flags[at] & NUMBER:
            weight += weights[at]
    return weight


numbers = inner(_numbers)


def _ngram(words: I32, listed: Listed, work: Work, mark: int, total: int) -> float:
    """Dice of the words' bigrams; `total` those of the subject."""
    own = shared = 0
    for at in range(len(words)):
        start, end = listed.text_starts[words[at]], listed.text_starts[words[at] + 1]
        for place_of in range(start, max(start + 1, end - 1)):
            first = SYMBOL[listed.characters[place_of]]
            number = SYMBOLS * SYMBOLS + first
            if end - start > 1:
                number = first * SYMBOLS + SYMBOL[listed.characters[place_of + 1]]
            if work.seen[number] != mark:
                work.seen[number] = mark
                own += 1
                shared += work.asked[number]
    return 2.0 * shared / (own + total)


ngram = inner(_ngram)


def _phonetic(words: I32, listed: Listed, asked: Asked) -> float:
    """Dice of the words' Soundex codes."""
    own = shared = 0
    for at in range(len(words)):
        code = listed.codes[words[at]]
        is_new = True
        for before in range(at):
            is_new = is_new and listed.codes[words[before]] != code
        if is_new:
            own += 1
            for row in range(len(asked.codes)):
                shared += asked.codes[row] == code
    return 2.0 * shared / (own + asked.sounds)


phonetic = inner(_phonetic)


def _is_same(form: int, listed: Listed, asked: Asked) -> bool:
    """Whether a form is the subject's, letter by letter."""
    start, end = listed.begins[form], listed.begins[form + 1]
    if np.int64(end) - np.int64(start) != len(asked.text):
        return False
    for at in range(len(asked.text)):  # noqa: SIM110 - for the compiler
        if listed.text[start + at] != asked.text[at]:
            return False
    return True


is_same = inner(_is_same)


def _cap(
    work: Work, asked: Asked, size: int, rules: Rules, has_full: bool, is_series: bool
) -> float:
    """The most that the score can be, as `Components.cap`; NaN for none."""
    if not has_full:
        for own in range(len(asked.weights)):
            if asked.flags[own] & FULL:
                return rules.no_full_pair
        for at in range(size):
            if work.flags[at] & FULL:
                return rules.no_full_pair
    return rules.another_of_series if is_series else np.nan


cap = inner(_cap)


def _score(
    form: int, listed: Listed, asked: Asked, rows: I32, sims: F64, kinds: U8, pairs: int,
    rules: Rules, work: Work, parts: F64,
) -> float:  # fmt: skip
    """The score of a form; its parts (primary, token, ngram, phonetic, contradiction, cap) are
    written to `parts`. `pairs`: distinct bigrams of the subject's words; for the others see
    `aligned_pairs_jitted.all_pairs`."""
    if is_same(form, listed, asked):
        parts[:4] = 1.0
        parts[4] = 0.0
        parts[5] = np.nan
        return 1.0
    words = listed.words[listed.starts[form] : listed.starts[form + 1]]
    own, size = len(asked.weights), len(words)
    for at in range(size):
        work.weights[at] = listed.weights[words[at]]
        work.flags[at] = listed.flags[words[at]]
        work.opposites[at] = listed.opposites[words[at]]
    count = all_pairs(form, listed, asked, rows, sims, kinds, rules, work)
    chosen = choose(work, count, size)
    matched, alike, doubt, likely, has_full = weigh(work, chosen, asked, rules)
    left = np.array([
        any_left(asked.flags, work.own_taken, own, PATRONYMIC),
        any_left(asked.flags, work.own_taken, own, NUMBER),
        any_left(work.flags, work.taken, size, PATRONYMIC),
        any_left(work.flags, work.taken, size, NUMBER),
    ])  # fmt: skip
    is_series = not rules.is_person and left[1] and left[3]
    rest = left_over(asked.weights, asked.flags, work.own_taken, own, (left[2], left[3]), rules)
    theirs = left_over(work.weights, work.flags, work.taken, size, (left[0], left[1]), rules)
    conflict = min(rest, theirs) + doubt + rules.opposed * opposed(asked, work, size)
    rate = rules.extra_single if asked.is_single != listed.singles[form] else rules.extra
    penalty = rules.conflict * conflict + rate * (max(rest, theirs) - min(rest, theirs))
    if not rules.is_person and not is_series:
        penalty += rules.extra_number * (
            numbers(asked.weights, asked.flags, work.own_taken, own)
            + numbers(work.weights, work.flags, work.taken, size)
        )
    token = likely / (own + size)
    parts[0] = alike / (matched + penalty) if matched > 0.0 else 0.0
    parts[1] = token
    parts[2] = max(token, ngram(words, listed, work, form, pairs))
    parts[3] = max(token, phonetic(words, listed, asked))
    parts[4] = conflict / (matched + conflict) if conflict > 0.0 else 0.0
    parts[5] = cap(work, asked, size, rules, has_full, is_series)
    whole = (
        rules.primary * parts[0] + rules.token * token
        + rules.ngram * parts[2] + rules.phonetic * parts[3]
    )  # fmt: skip
    most = rules.reordered if np.isnan(parts[5]) else parts[5]
    found: float = min(whole * (1.0 - rules.contradiction * parts[4]), most)
    return found


score = inner(_score)
