"""What the aligned profile knows of one word of a name: its weight, sound, and equal names."""

from __future__ import annotations

import re
from functools import lru_cache
from math import sqrt
from typing import Final, NamedTuple

from jellyfish import metaphone
from rapidfuzz.distance import OSA, Editop, Levenshtein

from app.matching.classic import bigrams, sound
from app.matching.tables import NameTables

PARTICLE: Final = 0.3
GENERIC: Final = 0.4
LEGAL_FORM: Final = 0.8
NUMBER: Final = 0.5
ACRONYM: Final = 3  # letters that an acronym may have
_PATRONYMICS: Final = (
    "ovich", "evich", "ovych", "evych", "yovych", "ovic", "evic", "owicz", "ovitch", "evitch",
    "ovna", "evna", "ivna", "ichna", "inichna", "oglu", "ogly", "oghlu", "kizi", "qizi", "gyzy",
)  # fmt: skip
_BEFORE_PATRONYMIC: Final = 2  # letters at least
_HALF_NAMES: Final = frozenset((
    "abd", "abdal", "abdel", "abdol", "abdoul", "abdul", "din", "dyn", "aldin", "aldyn", "deen",
    "eddin", "eddine", "uddin",
))  # fmt: skip
_NONE: Final[frozenset[int]] = frozenset()
VOWELS: Final = frozenset("aeiou")
LEAST_BARE: Final = 3  # letters, doubled ones counted once, of words compared by consonants
LEAST_CONSONANTS: Final = 2
_NO_VOWELS: Final = str.maketrans(dict.fromkeys(VOWELS))
_DOUBLED: Final = re.compile(r"(.)\1+")
SAME_CONSONANT: Final = str.maketrans({"y": "i", "w": "u", "v": "u", "q": "k"})


class Token(NamedTuple):
    """One word. `weight` is what it counts for; `is_full` whether it can carry a match alone.

    `classes` and `nicknames` are the numbers of the groups of equal names it is in, `learned` those
    of `classes` that the lists taught. `least_letters`: see there. `is_known`: a person's name
    of the tables, so that another known name a letter away is another name. `opposites`: the
    group of words (north, south ...) of which it is one, that contradict each other, else -1.
    """

    text: str
    weight: float
    is_full: bool
    is_number: bool
    is_patronymic: bool
    classes: frozenset[int]
    nicknames: frozenset[int]
    metaphone: str
    soundex: str
    least_letters: int
    is_known: bool
    opposites: int
    learned: frozenset[int] = frozenset()

    @property
    def is_name_word(self) -> bool:
        """Whether it names somebody: no particle, legal form or generic word, and not the
        `servant of` or `of the faith` that makes one name of two words."""
        is_light = not (self.is_full or self.is_number or len(self.text) == 1)
        return not is_light and self.text not in _HALF_NAMES

    @property
    def bigrams(self) -> frozenset[str]:
        """The pairs of neighbouring letters; a word of one letter is its own."""
        return _bigrams(self.text)

    @property
    def sound_key(self) -> str:
        """What words must have in common to sound alike; "" if this one never does."""
        return self.metaphone if len(self.metaphone) >= 3 else ""

    def sounds_like(self, other: Token) -> bool:
        """Equal Metaphone codes of three and more, and not written too differently."""
        if not self.sound_key or self.metaphone != other.metaphone:
            return False
        longest = max(len(self.text), len(other.text))
        return 2 * OSA.distance(self.text, other.text) <= longest


_bigrams = lru_cache(maxsize=100_000)(bigrams)


def least_letters(*, is_person: bool) -> int:
    """Words of fewer letters are compared as a whole: companies' acronyms differ in a letter."""
    return 2 if is_person else ACRONYM + 1


def token_of(text: str, tables: NameTables, *, is_person: bool) -> Token:
    """The facts of a normalised word, as part of a person's name or of another party's."""
    return _token(text, _Tables(tables), is_person)


class _Tables:
    """Tables as a key of the cache: equal if of the same version."""

    __slots__ = ("tables",)

    def __init__(self, tables: NameTables) -> None:
        self.tables = tables

    def __hash__(self) -> int:
        return hash(self.tables.version)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Tables) and other.tables.version == self.tables.version


@lru_cache(maxsize=400_000)
def _token(text: str, key: _Tables, is_person: bool) -> Token:
    return new_token(text, key.tables, is_person=is_person)


def new_token(text: str, tables: NameTables, *, is_person: bool) -> Token:
    """As `token_of`, but not kept for the next time: for whoever asks of each word once."""
    is_number = not text.isalpha() and any(char.isdigit() for char in text)
    is_particle = text in tables.particles
    is_legal = not is_person and text in tables.legal_words
    is_generic = not is_person and text in tables.generic_words
    classes, learned = _classes(text, tables, is_person=is_person)
    weight = sqrt(len(text))
    if is_number:
        weight = NUMBER * max(weight, 2.0)
    elif is_legal:
        weight = LEGAL_FORM
    elif is_particle:
        weight *= PARTICLE
    elif is_generic:
        weight *= GENERIC
    return Token(
        text=text,
        weight=weight,
        is_full=len(text) > 1 and not (is_number or is_legal or is_particle or is_generic),
        is_number=is_number,
        is_patronymic=is_person and text.endswith(_PATRONYMICS, _BEFORE_PATRONYMIC),
        classes=classes,
        nicknames=frozenset(tables.nicknames[text]) if text in tables.nicknames else _NONE,
        metaphone="" if is_number else str(metaphone(text)),
        soundex=sound(text),
        least_letters=least_letters(is_person=is_person),
        is_known=is_person and classes - tables.pair_classes > learned,
        opposites=-1 if is_person else tables.opposites.get(text, -1),
        learned=learned,
    )


def _classes(
    text: str, tables: NameTables, *, is_person: bool
) -> tuple[frozenset[int], frozenset[int]]:
    """The groups of equal names that a word is in, and those of them that the lists taught."""
    if text not in tables.classes:
        return _NONE, _NONE
    classes = frozenset(tables.classes[text])
    if is_person:  # in a person's name a word is no word of organisations
        classes -= tables.word_classes
    return classes, frozenset(number for number in classes if number in tables.learned)


ALIKE: Final = {
    frozenset(pair)
    for pair in (
        "kq", "kc", "cq", "sz", "vw", "iy", "jy", "ij", "gj", "dt", "bp", "uw", "ou", "ei", "ae",
        "ie", "ao", "eo", "ai", "fv", "cs", "mn", "gh", "eu", "au", "iu", "io", "ey", "gk",
    )
}  # fmt: skip
MUTE: Final = "heiauoy"  # letters that come and go between spellings
SHORT: Final = 4  # in words of so many letters every letter counts
SWAPPED: Final = 0.6
FEMALE: Final = 2.0  # of an `a` more at the end: Karim and Karima
SLIGHT: Final = 0.6  # of a change that romanisations and ears make: ou/u, a doubled letter, h
FIRST: Final = 1.5  # of a change of the first letter, which people seldom mistake


def change(one: str, other: str, distance: int) -> float:
    """How much two words differ: their OSA distance, in which changes that spellings of one name
    show count less and a change of the first letter counts more."""
    steps = Levenshtein.editops(one, other)
    if len(steps) > distance:  # neighbours swapped: a slip of the fingers
        return float(distance) - 1.0 + SWAPPED
    is_short = max(len(one), len(other)) <= SHORT
    if is_other_gender(one, other):
        return FEMALE
    cost = 0.0
    for step in steps:
        is_slight = _is_slight(step, one, other) and not is_short
        is_first = step.tag == "replace" and step.src_pos == 0
        cost += SLIGHT if is_slight else FIRST if is_first else 1.0
    return cost


def is_other_gender(one: str, other: str) -> bool:
    """Whether two given names differ as Karim and Karima or Mario and Maria do."""
    if len(one) != len(other):
        return one == other + "a" or other == one + "a"
    return one[:-1] == other[:-1] and {one[-1:], other[-1:]} == {"o", "a"}


def is_swap(one: str, other: str) -> bool:
    """Whether two neighbouring letters have changed places, and nothing else."""
    return len(one) == len(other) and sorted(one) == sorted(other) and OSA.distance(one, other) == 1


def _is_slight(step: Editop, one: str, other: str) -> bool:
    if step.tag == "replace":
        return frozenset((one[step.src_pos], other[step.dest_pos])) in ALIKE
    text, at = (other, step.dest_pos) if step.tag == "insert" else (one, step.src_pos)
    is_double = text[at] in (text[max(0, at - 1) : at], text[at + 1 : at + 2])
    return is_double or text[at] in MUTE


def consonants_agree(one: str, other: str) -> bool:
    """Whether the shorter word is the longer one without some of its vowels, as Arabic and Hebrew
    are written: `mhmd` and `muhammad`, `ywsf` and `yusuf`."""
    if not consonant_key(one) or consonant_key(one) != consonant_key(other):
        return False
    short, long = sorted((_bare(one), _bare(other)), key=len)
    if short[0] != long[0] and long[0] not in VOWELS:
        return False
    vowels = sum(char in VOWELS for char in one), sum(char in VOWELS for char in other)
    sparse = one if vowels[0] <= vowels[1] else other
    if 3 * min(vowels) > len(sparse):
        return False
    at = 0
    for char in long:
        if at < len(short) and char == short[at]:
            at += 1
        elif char not in VOWELS:
            return False
    return at == len(short)


@lru_cache(maxsize=100_000)
def _bare(text: str) -> str:
    """Without doubled letters, with letters that Arabic writes alike made one."""
    return _DOUBLED.sub(r"\1", text.translate(SAME_CONSONANT))


@lru_cache(maxsize=100_000)
def consonant_key(text: str) -> str:
    """What words must have in common for their consonants to agree; "" if theirs never do."""
    bare = _bare(text)
    key = bare.translate(_NO_VOWELS)
    is_key = len(bare) >= LEAST_BARE and len(key) >= LEAST_CONSONANTS
    return f"-{key}" if is_key else ""
