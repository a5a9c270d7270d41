"""The names of one entry as tokens, and the token pairs in which two of its names differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.list_entry import EntryType, ListEntry
from app.matching.learning.closeness import NEVER, distance
from app.matching.normalise import normalise
from app.matching.second_names import second_name_texts
from app.matching.tables import NameTables

LEAST_LETTERS = 3  # of a token that is learned
NEAR = 0.2  # distance up to which two tokens of one entry's names count as spellings of one
MOST_NAMES = 60  # of one entry that are compared with one another
_MOST_DIFFERENT = 4  # tokens in which two names may differ
_TYPES = (EntryType.INDIVIDUAL, EntryType.ENTITY)

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntryName:
    """One listed name: its text, and its tokens with inner hyphens joined and split."""

    text: str
    joined: Words
    split: Words


@dataclass(frozen=True, slots=True)
class Difference:
    """One pair of tokens, first < second, in which two names of an entry differ.

    `shared` are the full tokens that both names have, at least one; `distance` is how far the
    two are apart in sound; `names` are the texts of the two, the one with `first` first.
    """

    first: str
    second: str
    shared: Words
    distance: float
    names: tuple[str, str]


def names_of(entry: ListEntry, tables: NameTables) -> list[EntryName]:
    """The distinct names of a person or organisation as tokens, weak aliases left out.

    Vessels and aircraft are renamed, not respelled: their list is empty.
    """
    if entry.type not in _TYPES:
        return []
    is_person = entry.type is EntryType.INDIVIDUAL
    found: dict[tuple[str, ...], EntryName] = {}
    for name in entry.names:
        if name.is_weak:
            continue
        for text in second_name_texts(name.text, tables, is_person=is_person):
            forms = normalise(text, tables, is_person=is_person).forms
            if forms and forms not in found:
                found[forms] = EntryName(
                    name.text, tuple(forms[0].split()), tuple(forms[-1].split())
                )
    return list(found.values())


def differences(
    names: Sequence[EntryName], skipped: frozenset[str], *, is_person: bool
) -> Iterator[Difference]:
    """The token pairs in which any two of the names differ and otherwise agree.

    The order of the tokens does not count, nor do joined neighbours (`Abd al Rahman`,
    `Abdalrahman`). A pair may come several times.

    Args:
        names: the names of one entry; the first MOST_NAMES are compared.
        skipped: words that are no part of a name to learn: particles, legal forms.
        is_person: a person's two names may differ in one pair that is not near, too; an
            organisation's may not, because its other names are often translations.
    """
    compared = names[:MOST_NAMES]
    for at, one in enumerate(compared):
        for other in compared[at + 1 :]:
            yield from _between(one, one.joined, other, other.joined, skipped, is_person)
            if one.split != one.joined or other.split != other.joined:
                yield from _between(one, one.split, other, other.split, skipped, is_person)


def _between(
    one: EntryName,
    one_words: Words,
    other: EntryName,
    other_words: Words,
    skipped: frozenset[str],
    is_person: bool,
) -> Iterator[Difference]:
    """The pairs in which two names differ, if all but one are near and a full token is shared."""
    common = set(one_words).intersection(other_words)
    if not common and len(one_words) == len(other_words):  # nor can neighbours be joined
        return
    left, right, shared = _apart(one_words, other_words, common, skipped)
    size = len(left)
    if not shared or size != len(right) or not 0 < size <= _MOST_DIFFERENT:
        return
    pairs = _aligned(left, right)
    if sum(far > NEAR for _, _, far in pairs) > is_person:
        return
    for a, b, far in pairs:
        if far < NEVER and is_learnable(a) and is_learnable(b):
            if a < b:
                yield Difference(a, b, shared, far, (one.text, other.text))
            else:
                yield Difference(b, a, shared, far, (other.text, one.text))


def is_learnable(token: str) -> bool:
    """Whether a token is long enough, and of letters only."""
    return len(token) >= LEAST_LETTERS and token.isalpha()


def _apart(
    one: Words, other: Words, common: set[str], skipped: frozenset[str]
) -> tuple[list[str], list[str], Words]:
    """The tokens that only one has, that only the other has, and the full ones that both have.

    How often a name repeats a token is no matter.
    """
    left = [token for token in one if token not in common]
    right = [token for token in other if token not in common]
    if len(left) != len(right):
        common = common | _take_joined(left, right) | _take_joined(right, left)
    left = [token for token in left if token not in skipped]
    right = [token for token in right if token not in skipped]
    shared = (token for token in common if token not in skipped and is_learnable(token))
    return left, right, tuple(sorted(shared))


def _take_joined(pieces: list[str], wholes: list[str]) -> set[str]:
    """Take neighbours from `pieces` and the token that they make when joined from `wholes`.

    Returns: the joined tokens.
    """
    found = set()
    for size in (3, 2):
        at = 0
        while at + size <= len(pieces):
            whole = "".join(pieces[at : at + size])
            if whole in wholes:
                wholes.remove(whole)
                del pieces[at : at + size]
                found.add(whole)
            else:
                at += 1
    return found


def _aligned(left: list[str], right: list[str]) -> list[tuple[str, str, float]]:
    """One-to-one pairs with their distance: the closest first, ties by spelling and place."""
    choices = sorted(
        (distance(a, b), min(a, b), max(a, b), at, to)
        for at, a in enumerate(left)
        for to, b in enumerate(right)
    )
    pairs = []
    used_left: set[int] = set()
    used_right: set[int] = set()
    for far, _, _, at, to in choices:
        if at not in used_left and to not in used_right:
            used_left.add(at)
            used_right.add(to)
            pairs.append((left[at], right[to], far))
    return pairs
