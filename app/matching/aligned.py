"""The aligned profile: the weights of the classic composite over names aligned word by word.

    score = (0.60*A + 0.15*T + 0.15*max(N, T) + 0.10*max(S, T)) * (1 - 0.9*cf)

A: weight of the aligned words times how alike they are, over all weight and what contradicts;
T: aligned words over all words; N: Dice of the words' bigrams; S: Dice of their Soundex codes;
cf: contradiction, both sides having words that the other lacks. Identical names score exactly 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

from app.domain.match import Components, TokenReason
from app.matching import classic
from app.matching.tables import NameTables
from app.matching.tokens import Token, change, consonants_agree, is_other_gender, is_swap, token_of

NAME: Final = "aligned"
VERSION: Final = "1"

JOINED: Final = 0.97
JOINED_CLASS: Final = 0.93
ALIAS: Final = 0.95
LEARNED: Final = 0.92
NICKNAME: Final = 0.90
SOUND: Final = 0.88
CONSONANTS: Final = 0.88
INITIAL: Final = 0.85
LETTER_LOSS: Final = 1.0
OTHER_NAME: Final = 0.5  # a letter apart, but both are known names and not the same
OTHER_NAME_DOUBT: Final = 0.25  # of its weight contradicts
MOST_CHANGED: Final = 0.34
ENDING: Final = 4  # letters of a patronymic that say nothing: -ovich, -oglu
LONG: Final = 6  # letters from which two changes are a slip
LIKELY: Final = 0.8  # a pair from here on counts for the token part
CONFLICT: Final = 1.25
EXTRA_PERSON: Final = 0.12
EXTRA_OTHER: Final = 0.5
EXTRA_SINGLE: Final = 0.6
EXTRA_NUMBER: Final = 0.25
CONTRADICTION: Final = 0.9
OPPOSED: Final = 0.5
NO_FULL_PAIR: Final = 0.70
ANOTHER_OF_SERIES: Final = 0.90  # another number is never the same party
REORDERED: Final = 0.995  # only identical names are EXACT
MOST_JOINED: Final = 3
LONGER_JOINED: Final = 4  # letters that joined words may have more than the longest word
PATRONYMIC_OMITTED: Final = 0.5
PATRONYMIC_CONFLICT: Final = 1.5
SERIES: Final = 0.3  # of a number that the other side has another of: the second ship or fund


@dataclass(frozen=True, slots=True)
class Pair:
    """Ranges [start, end) of words on both sides that belong together, how alike, and why."""

    query: tuple[int, int]
    listed: tuple[int, int]
    similarity: float
    reason: TokenReason


@dataclass(frozen=True, slots=True)
class Aligned:
    """A score with its parts and the pairs of words it rests on."""

    score: float
    components: Components
    pairs: tuple[Pair, ...]


def similarity(one: Token, other: Token) -> tuple[float, TokenReason]:
    """How alike two words are, 0 to 1, by the best reason; symmetric."""
    if one.text == other.text:
        return 1.0, TokenReason.EQUAL
    if one.is_number or other.is_number:
        return 0.0, TokenReason.NONE
    shared = one.classes & other.classes
    if shared > one.learned & shared:
        return ALIAS, TokenReason.ALIAS_CLASS
    known = bool(one.nicknames & other.nicknames)
    found = (NICKNAME, TokenReason.NICKNAME) if known else _unlike(one, other)
    if shared and found[0] < LEARNED:  # what was learned never makes less alike
        return LEARNED, TokenReason.LEARNED_CLASS
    return found


def _unlike(one: Token, other: Token) -> tuple[float, TokenReason]:
    """How alike two words are that no table makes equal."""
    a, b = one.text, other.text
    if len(a) == 1 or len(b) == 1:
        return (INITIAL, TokenReason.INITIAL) if a[0] == b[0] else (0.0, TokenReason.NONE)
    is_other = one.is_known and other.is_known
    if is_other_gender(a, b):
        return _by_letters(one, other, is_other=is_other)
    is_long = max(len(a), len(b)) > max(one.least_letters, other.least_letters)
    may_sound = is_long and not is_other  # acronyms have no sound
    if may_sound and one.sounds_like(other):
        return SOUND, TokenReason.SOUND
    if may_sound and consonants_agree(a, b):
        return CONSONANTS, TokenReason.CONSONANTS
    return _by_letters(one, other, is_other=is_other)


def _by_letters(one: Token, other: Token, *, is_other: bool) -> tuple[float, TokenReason]:
    longest = max(len(one.text), len(other.text))
    is_ending = one.is_patronymic and other.is_patronymic  # which all of them have
    most = int(MOST_CHANGED * (longest - ENDING * is_ending))
    if is_other or one.is_patronymic != other.is_patronymic:
        most = min(most, 1)
    distance = OSA.distance(one.text, other.text, score_cutoff=most)
    too_far = distance > most or (distance > 1 and longest < LONG)
    if too_far or longest < max(one.least_letters, other.least_letters):
        return 0.0, TokenReason.NONE
    if is_other and not is_swap(one.text, other.text):
        return OTHER_NAME, TokenReason.OTHER_NAME
    alike = 1.0 - LETTER_LOSS * change(one.text, other.text, distance) / longest
    return max(0.0, alike), TokenReason.LETTERS


def score(query: str, listed: str, tables: NameTables, *, is_person: bool) -> Aligned:
    """The score of two normalised names.

    Args:
        is_person: whether the list entry is a person.
    """
    left = words_of(query, tables, is_person=is_person)
    right = words_of(listed, tables, is_person=is_person)
    pairs = _assign(left, right, tables, is_person=is_person)
    if query == listed:
        parts = Components(1.0, 1.0, 1.0, 1.0, contradiction=0.0)
        return Aligned(1.0, parts, pairs)
    return _total(left, right, pairs, is_person=is_person)


def words_of(text: str, tables: NameTables, *, is_person: bool) -> tuple[Token, ...]:
    """The words of a normalised name with what is known of them."""
    return tuple(token_of(word, tables, is_person=is_person) for word in text.split())


def _assign(
    left: Sequence[Token], right: Sequence[Token], tables: NameTables, *, is_person: bool
) -> tuple[Pair, ...]:
    """One-to-one pairs, the most alike first, then by place."""
    found: list[Pair] = []
    for i, one in enumerate(left):
        for j, other in enumerate(right):
            alike, reason = similarity(one, other)
            if alike > 0.0:
                found.append(Pair((i, i + 1), (j, j + 1), alike, reason))
    found.extend(_joins(left, right, tables, is_person=is_person))
    found.extend(
        Pair(pair.listed, pair.query, pair.similarity, pair.reason)
        for pair in _joins(right, left, tables, is_person=is_person)
    )
    found.sort(
        key=lambda pair: (
            -pair.similarity,
            abs(pair.query[0] - pair.listed[0]),
            min(pair.query[0], pair.listed[0]),
            pair.query[0] + pair.listed[0],
            pair.query[1] + pair.listed[1],
        )
    )
    free_left, free_right = set(range(len(left))), set(range(len(right)))
    taken: list[Pair] = []
    for pair in found:
        own, theirs = set(range(*pair.query)), set(range(*pair.listed))
        if own <= free_left and theirs <= free_right:
            free_left -= own
            free_right -= theirs
            taken.append(pair)
    return tuple(sorted(taken, key=lambda pair: pair.query))


def _joins(
    parts: Sequence[Token], wholes: Sequence[Token], tables: NameTables, *, is_person: bool
) -> list[Pair]:
    """Two or three neighbours of `parts` that make one word of `wholes`."""
    found: list[Pair] = []
    longest = max((len(whole.text) for whole in wholes), default=0) + LONGER_JOINED
    for count in range(2, MOST_JOINED + 1):
        for start in range(len(parts) - count + 1):
            text = "".join(part.text for part in parts[start : start + count])
            if len(text) > longest or len(text) < 3:
                continue
            joined = token_of(text, tables, is_person=is_person)
            for j, whole in enumerate(wholes):
                if text == whole.text:
                    alike, reason = JOINED, TokenReason.JOINED
                elif joined.classes & whole.classes:
                    alike, reason = JOINED_CLASS, TokenReason.JOINED
                else:
                    continue
                found.append(Pair((start, start + count), (j, j + 1), alike, reason))
    for j, whole in enumerate(wholes):  # JC for Jean Claude
        count = len(whole.text)
        if 2 <= count <= MOST_JOINED and whole.is_full:
            for start in range(len(parts) - count + 1):
                words = parts[start : start + count]
                is_spelled = all(
                    len(word.text) > 1 and word.text[0] == letter
                    for word, letter in zip(words, whole.text, strict=True)
                )
                if is_spelled:
                    pair = Pair((start, start + count), (j, j + 1), INITIAL, TokenReason.INITIAL)
                    found.append(pair)
    return found


def _total(
    left: Sequence[Token], right: Sequence[Token], pairs: Sequence[Pair], *, is_person: bool
) -> Aligned:
    matched = alike = 0.0
    likely = 0
    free_left, free_right = set(range(len(left))), set(range(len(right)))
    has_full = False
    doubt = 0.0
    for pair in pairs:
        own = left[slice(*pair.query)]
        theirs = right[slice(*pair.listed)]
        weight = (sum(t.weight for t in own) + sum(t.weight for t in theirs)) / 2
        if pair.reason is TokenReason.OTHER_NAME:
            doubt += OTHER_NAME_DOUBT * weight
            weight *= 1.0 - OTHER_NAME_DOUBT
        matched += weight
        alike += weight * pair.similarity
        if pair.similarity >= LIKELY:
            likely += len(own) + len(theirs)
        has_full = has_full or (
            pair.reason not in (TokenReason.INITIAL, TokenReason.OTHER_NAME)
            and (any(t.is_full for t in own) or len(own) > 1)
            and (any(t.is_full for t in theirs) or len(theirs) > 1)
        )
        free_left.difference_update(range(*pair.query))
        free_right.difference_update(range(*pair.listed))
    over_left = [left[at] for at in sorted(free_left)]
    over_right = [right[at] for at in sorted(free_right)]
    xa = _left_over(over_left, over_right, is_person=is_person)
    xb = _left_over(over_right, over_left, is_person=is_person)
    conflict, extra = min(xa, xb) + doubt, max(xa, xb) - min(xa, xb)
    conflict += OPPOSED * _opposed(over_left, over_right)
    penalty = CONFLICT * conflict + _extra_rate(left, right, is_person=is_person) * extra
    is_series = not is_person and _has_number(over_left) and _has_number(over_right)
    if not is_person and not is_series:
        penalty += EXTRA_NUMBER * sum(t.weight for t in (*over_left, *over_right) if t.is_number)
    primary = alike / (matched + penalty) if matched else 0.0
    token = likely / (len(left) + len(right))
    ngram = classic.dice(_union(left), _union(right))
    phonetic = classic.dice({t.soundex for t in left}, {t.soundex for t in right})
    contradiction = conflict / (matched + conflict) if conflict else 0.0
    cap = ANOTHER_OF_SERIES if is_series else None
    if not has_full and any(t.is_full for t in (*left, *right)):
        cap = NO_FULL_PAIR
    parts = Components(primary, token, max(ngram, token), max(phonetic, token), contradiction, cap)
    return Aligned(total(parts), parts, tuple(pairs))


def _left_over(own: Sequence[Token], theirs: Sequence[Token], *, is_person: bool) -> float:
    """The weight of unmatched words. A patronymic that the other side omits counts little, one
    that the other side contradicts counts more. Another number counts little where it tells one
    ship or fund of an owner's series from the next: whoever looks for one shall see the other."""
    contradicted = any(token.is_patronymic for token in theirs)
    is_series = not is_person and _has_number(theirs)
    weight = 0.0
    for token in own:
        if token.is_patronymic:
            weight += token.weight * (PATRONYMIC_CONFLICT if contradicted else PATRONYMIC_OMITTED)
        elif is_series and token.is_number:
            weight += token.weight * SERIES
        else:
            weight += token.weight
    return weight


def _has_number(tokens: Sequence[Token]) -> bool:
    return any(token.is_number for token in tokens)


def _opposed(over_left: Sequence[Token], over_right: Sequence[Token]) -> float:
    """The weight of words left over on both sides that contradict each other: north, south."""
    groups = {token.opposites for token in over_left} - {-1}
    return sum(token.weight for token in over_right if token.opposites in groups)


def _extra_rate(left: Sequence[Token], right: Sequence[Token], *, is_person: bool) -> float:
    if not is_person:
        return EXTRA_OTHER
    is_single = [sum(token.is_name_word for token in side) == 1 for side in (left, right)]
    return EXTRA_SINGLE if is_single[0] != is_single[1] else EXTRA_PERSON


def _union(tokens: Sequence[Token]) -> frozenset[str]:
    return frozenset[str]().union(*(token.bigrams for token in tokens))


def total(parts: Components) -> float:
    """The composite of the parts, 0 to 1; the parts are those after the maximum with `token`."""
    composite = classic.total(parts) * (1.0 - CONTRADICTION * (parts.contradiction or 0.0))
    most = REORDERED if parts.cap is None else parts.cap
    return min(composite, most)
