"""How alike two words are that no table makes equal, as compiled loops: `aligned.similarity`.

Imported only by `kernels.warm_up`. Run as plain Python (NUMBA_DISABLE_JIT) it is the same code.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from app.matching.aligned_arrays import KNOWN, NUMBER, PATRONYMIC
from app.matching.aligned_compiling import entry, inner
from app.matching.aligned_pairs_jitted import place
from app.matching.aligned_rules import OTHER_NAME, PLAIN, WordRules
from app.matching.aligned_views import F64, I32, U8, Word, Words
from app.matching.aligned_words_jitted import MOST_LETTERS, distance_of, letter_bits, near_words

__all__ = ["MOST_LETTERS", "like_words"]

U64 = npt.NDArray[np.uint64]
I16 = npt.NDArray[np.int16]


class _Work(NamedTuple):
    """Buffers of a search: the distances of the beginnings of two words, the cost of each step
    from one to the other, and the subject's and a listed word without doubled letters."""

    table: I16
    costs: F64
    bare: U8
    their_bare: U8


def _bare(text: U8, rules: WordRules, bare: U8) -> int:
    """See `tokens._bare`; written to `bare`. Returns: how many letters are left."""
    count = 0
    for at in range(len(text)):
        letter = rules.same[text[at]]
        if count == 0 or letter != bare[count - 1]:
            bare[count] = letter
            count += 1
    return count


bare_of = inner(_bare)


def _count_vowels(text: U8, rules: WordRules) -> int:
    count = 0
    for at in range(len(text)):
        count += rules.vowels[text[at]]
    return count


count_vowels = inner(_count_vowels)


def _is_written_out(short: U8, long: U8, rules: WordRules) -> bool:
    """Whether the long one is the short one with vowels more."""
    if short[0] != long[0] and not rules.vowels[long[0]]:
        return False
    at = 0
    for letter in long:
        if at < len(short) and letter == short[at]:
            at += 1
        elif not rules.vowels[letter]:
            return False
    return at == len(short)


is_written_out = inner(_is_written_out)


def _consonants_agree(one: U8, bare: U8, other: U8, their_bare: U8, rules: WordRules) -> bool:
    """See `tokens.consonants_agree`, for words of one key."""
    own, theirs = count_vowels(one, rules), count_vowels(other, rules)
    sparse = len(one) if own <= theirs else len(other)
    if 3 * min(own, theirs) > sparse:
        return False
    if len(their_bare) < len(bare):
        bare, their_bare = their_bare, bare
    agree: bool = is_written_out(bare, their_bare, rules)
    return agree


consonants_agree = inner(_consonants_agree)


def _is_mute(text: U8, at: int, rules: WordRules) -> bool:
    """Whether a letter that one side has more is doubled, or one that comes and goes."""
    is_double = (at > 0 and text[at - 1] == text[at]) or (
        at + 1 < len(text) and text[at + 1] == text[at]
    )
    return is_double or bool(rules.mute[text[at]])


is_mute = inner(_is_mute)


def _replaced(one: U8, own: int, other: U8, their: int, rules: WordRules) -> float:
    """The cost of a letter in the place of another."""
    if rules.alike[one[own], other[their]] and max(len(one), len(other)) > rules.short:
        return rules.slight
    return rules.first if own == 0 else 1.0


replaced = inner(_replaced)


def _more(text: U8, at: int, longest: int, rules: WordRules) -> float:
    """The cost of a letter that only one side has."""
    return rules.slight if longest > rules.short and is_mute(text, at, rules) else 1.0


more = inner(_more)


def _fill(one: U8, other: U8, first: int, rows: int, columns: int, table: I16) -> None:
    """The Levenshtein distances of all beginnings of the words' parts from `first` on."""
    for row in range(rows + 1):
        table[row, 0] = row
    for column in range(columns + 1):
        table[0, column] = column
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            least = min(table[row - 1, column], table[row, column - 1]) + 1
            diagonal = table[row - 1, column - 1]
            if one[first + row - 1] != other[first + column - 1]:
                diagonal += 1
            table[row, column] = min(least, diagonal)


fill = inner(_fill)


def _steps(one: U8, other: U8, rules: WordRules, work: _Work) -> int:
    """The fewest steps from one word to the other, with their costs in `work.costs`.

    Of several ways of so few steps the one that rapidfuzz gives: seen from the end, a letter less
    before a letter more, and that before another letter.
    """
    longest = max(len(one), len(other))
    first, row, column = 0, len(one), len(other)
    while first < min(row, column) and one[first] == other[first]:
        first += 1
    while min(row, column) > first and one[row - 1] == other[column - 1]:
        row -= 1
        column -= 1
    row -= first
    column -= first
    table = work.table
    fill(one, other, first, row, column, table)
    steps = int(table[row, column])
    at = steps
    while row > 0 or column > 0:
        if row > 0 and (column == 0 or table[row, column] == table[row - 1, column] + 1):
            row -= 1
            at -= 1
            work.costs[at] = more(one, first + row, longest, rules)
            continue
        column -= 1
        if row == 0 or (column > 0 and table[row, column] == table[row - 1, column] - 1):
            at -= 1
            work.costs[at] = more(other, first + column, longest, rules)
            continue
        row -= 1
        if one[first + row] != other[first + column]:
            at -= 1
            work.costs[at] = replaced(one, first + row, other, first + column, rules)
    return steps


steps_of = inner(_steps)


def _is_other_gender(one: U8, other: U8) -> bool:
    """See `tokens.is_other_gender`."""
    a, o = np.uint8(97), np.uint8(111)
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(long) - len(short) > 1:
        return False
    for at in range(min(len(short), len(long) - 1)):
        if short[at] != long[at]:
            return False
    if len(short) < len(long):
        return bool(long[-1] == a)
    return bool((short[-1] == a and long[-1] == o) or (short[-1] == o and long[-1] == a))


is_other_gender = inner(_is_other_gender)


def _is_swap(one: U8, other: U8, distance: int) -> bool:
    """See `tokens.is_swap`."""
    if distance != 1 or len(one) != len(other):
        return False
    differing = 0
    for at in range(len(one)):
        differing += one[at] != other[at]
    return differing == 2


is_swap = inner(_is_swap)


def _by_letters(
    one: U8, other: U8, flags: tuple[int, int], masks: U64, rules: WordRules, work: _Work
) -> tuple[float, int]:
    """See `aligned._by_letters`."""
    longest = max(len(one), len(other))
    own, theirs = flags[0] & PATRONYMIC != 0, flags[1] & PATRONYMIC != 0
    most = int(rules.most_changed * (longest - (rules.ending if own and theirs else 0)))
    is_other = flags[0] & flags[1] & KNOWN != 0
    if is_other or own != theirs:
        most = min(most, 1)
    distance = distance_of(masks, len(one), other, most)
    if distance > most or (distance > 1 and longest < rules.long) or longest < rules.least_letters:
        return 0.0, PLAIN
    if is_other and not is_swap(one, other, distance):
        return rules.other_name, OTHER_NAME
    steps = steps_of(one, other, rules, work)
    cost = 0.0
    if steps > distance:
        cost = float(distance) - 1.0 + rules.swapped
    elif is_other_gender(one, other):
        cost = rules.female
    else:
        for at in range(steps):
            cost += work.costs[at]
    return max(0.0, 1.0 - rules.letter_loss * cost / longest), PLAIN


by_letters = inner(_by_letters)


def _like(
    one: U8, own_bare: U8, other: U8, flags: tuple[int, int], is_sound: bool, is_skeleton: bool,
    masks: U64, rules: WordRules, work: _Work,
) -> tuple[float, int]:  # fmt: skip
    """See `aligned._unlike`, for words of two letters and more; how alike, and the kind.

    Args:
        is_sound, is_skeleton: whether both have one sound, one key of consonants.
    """
    if (flags[0] | flags[1]) & NUMBER:
        return 0.0, PLAIN
    longest = max(len(one), len(other))
    is_other = flags[0] & flags[1] & KNOWN != 0
    if longest > rules.least_letters and not is_other and not is_other_gender(one, other):
        if is_sound and 2 * distance_of(masks, len(one), other, longest) <= longest:
            return rules.sound, PLAIN
        if is_skeleton:
            size = bare_of(other, rules, work.their_bare)
            if consonants_agree(one, own_bare, other, work.their_bare[:size], rules):
                return rules.consonants, PLAIN
    found: tuple[float, int] = by_letters(one, other, flags, masks, rules, work)
    return found


like = inner(_like)


def _like_words(listed: Words, word: Word, rules: WordRules) -> tuple[I32, F64, U8]:
    """See `aligned_words.like_words`: words, how alike, kinds."""
    masks = letter_bits(word.text)
    near = near_words(listed, word, masks, rules)
    every = np.concatenate((near, word.sounds, word.skeletons, word.known))
    every.sort()
    alike = np.empty(len(every), dtype=np.float64)
    kinds = np.empty(len(every), dtype=np.uint8)
    longest = len(word.text)
    for at in every:
        longest = max(longest, int(listed.text_starts[at + 1] - listed.text_starts[at]))
    work = _Work(
        np.empty((len(word.text) + 1, longest + 1), dtype=np.int16),
        np.empty(len(word.text) + longest, dtype=np.float64),
        np.empty(len(word.text), dtype=np.uint8),
        np.empty(longest, dtype=np.uint8),
    )
    bare = work.bare[: bare_of(word.text, rules, work.bare)]
    count = 0
    for row in range(len(every)):
        at = every[row]
        if (row > 0 and at == every[row - 1]) or not listed.of_kind[at]:
            continue
        known = place(word.known, at)
        if known >= 0:
            alike[count], kinds[count] = word.alike[known], word.kinds[known]
        else:
            alike[count], kinds[count] = like(
                word.text, bare,
                listed.characters[listed.text_starts[at] : listed.text_starts[at + 1]],
                (int(word.flags), int(listed.flags[at])),
                place(word.sounds, at) >= 0, place(word.skeletons, at) >= 0, masks, rules, work,
            )  # fmt: skip
        every[count] = at
        count += alike[count] > 0.0
    return every[:count].copy(), alike[:count].copy(), kinds[:count].copy()


like_words = entry(_like_words)
