"""The standard mutations of a name: what clerks, forms and other systems make of it.

Each takes a name in the order given name first, and a random source; it gives the mutated name,
or None where it cannot apply (a name of one word has no words to change round). The same name
with the same random source gives the same mutant.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping
from random import Random
from types import MappingProxyType
from typing import Final

Mutate = Callable[[str, Random], str | None]
TRANSLITERATE: Final = "transliterate"  # needs two names of an entry: see self_check
LEAST_LETTERS = 4  # of a word that a slip of one letter is made in
LEAST_TO_SPLIT = 6


def typo(name: str, rng: Random) -> str | None:
    """One letter replaced by another of the same script."""
    place = _place(name, rng, LEAST_LETTERS)
    if place is None:
        return None
    old = name[place]
    letters = string.ascii_lowercase if old.isascii() else sorted(set(filter(str.isalpha, name)))
    others = [letter for letter in letters if letter.casefold() != old.casefold()]
    if not others:
        return None
    new = rng.choice(others)
    return name[:place] + (new.upper() if old.isupper() else new) + name[place + 1 :]


def swap_letters(name: str, rng: Random) -> str | None:
    """Two different neighbouring letters of one word changed round."""
    places = [
        at
        for at in _places(name, LEAST_LETTERS)
        if name[at + 1 : at + 2].isalpha() and name[at].casefold() != name[at + 1].casefold()
    ]
    if not places:
        return None
    at = rng.choice(places)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def drop_letter(name: str, rng: Random) -> str | None:
    """One letter left out."""
    place = _place(name, rng, LEAST_LETTERS)
    return None if place is None else name[:place] + name[place + 1 :]


def double_letter(name: str, rng: Random) -> str | None:
    """One letter written twice."""
    place = _place(name, rng, LEAST_LETTERS)
    return None if place is None else name[: place + 1] + name[place:]


def reorder(name: str, rng: Random) -> str | None:
    """The last word in front: the family name first."""
    del rng
    words = name.split()
    if len(words) < 2 or words[0] == words[-1]:
        return None
    return " ".join((words[-1], *words[:-1]))


def join_words(name: str, rng: Random) -> str | None:
    """Two neighbouring words written as one."""
    words = name.split()
    if len(words) < 2:
        return None
    at = rng.randrange(len(words) - 1)
    return " ".join((*words[:at], words[at] + words[at + 1], *words[at + 2 :]))


def split_word(name: str, rng: Random) -> str | None:
    """One long word written as two."""
    words = name.split()
    long = [at for at, word in enumerate(words) if len(word) >= LEAST_TO_SPLIT and word.isalpha()]
    if not long:
        return None
    at = rng.choice(long)
    cut = rng.randrange(2, len(words[at]) - 1)
    return " ".join((*words[:at], words[at][:cut], words[at][cut:], *words[at + 1 :]))


def drop_middle_word(name: str, rng: Random) -> str | None:
    """One word between the first and the last left out."""
    words = name.split()
    if len(words) < 3:
        return None
    at = rng.randrange(1, len(words) - 1)
    return " ".join((*words[:at], *words[at + 1 :]))


def first_initial(name: str, rng: Random) -> str | None:
    """The first given name as its initial; only for a person's name in an alphabet."""
    del rng
    first, _, rest = name.partition(" ")
    if not rest or len(first) < 3 or not first.isalpha():
        return None
    return f"{first[0]} {rest}"


MUTATIONS: Mapping[str, Mutate] = MappingProxyType(
    {
        "typo": typo,
        "swap letters": swap_letters,
        "drop letter": drop_letter,
        "double letter": double_letter,
        "reorder words": reorder,
        "join words": join_words,
        "split word": split_word,
        "drop middle word": drop_middle_word,
        "first initial": first_initial,
    }
)
PERSONS_ONLY = frozenset({"first initial"})


def _places(name: str, least: int) -> list[int]:
    """The positions of letters in words of at least `least` characters; of any word else."""
    starts: list[tuple[int, str]] = []
    at = 0
    for word in name.split():
        at = name.index(word, at)
        starts.append((at, word))
        at += len(word)
    long = [(start, word) for start, word in starts if len(word) >= least]
    return [
        start + offset
        for start, word in long or [pair for pair in starts if len(pair[1]) >= 2]
        for offset, char in enumerate(word)
        if char.isalpha()
    ]


def _place(name: str, rng: Random, least: int) -> int | None:
    places = _places(name, least)
    return rng.choice(places) if places else None
