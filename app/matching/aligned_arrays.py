"""The arrays of an index for the aligned profile: words of the forms in order, and of each word
what the scorer and the search need to know.

Words are numbered by rising length, so that the words of near lengths are one range. A *position*
counts the words of all forms, one form after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from app.matching.aligned import PATRONYMIC_CONFLICT, PATRONYMIC_OMITTED, SERIES
from app.matching.aligned_rules import word_rules_of
from app.matching.aligned_views import Listed, Words, side_by_side
from app.matching.records import as_array, letter_signatures
from app.matching.tables import NameTables
from app.matching.tokens import LEAST_BARE, LEAST_CONSONANTS, Token, new_token

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
U8 = npt.NDArray[np.uint8]
U64 = npt.NDArray[np.uint64]
F64 = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_T = TypeVar("_T", bound=np.generic)

FULL: Final = 1
NUMBER: Final = 2
PATRONYMIC: Final = 4
NAME_WORD: Final = 8
KNOWN: Final = 16
_LETTERS: Final = 256
_TEXTS: Final = 20_000  # that are split at a time


@dataclass(frozen=True, slots=True)
class AlignedArrays:
    """What the search reads. V words, F forms, P positions.

    `words` (P) the word at a position, `starts` (F + 1) the first position of a form, `forms` (P)
    the form of a position; `positions` (P) those of each word, `word_starts` (V + 1) where they
    start, `postings` (P) the form of each of them. `texts` the words, `characters` theirs one
    after the other from `text_starts` (V + 1), `lengths` how many, `letters` their letter
    signatures (records.py).
    `weights`, `least_weights` (if not matched) and `flags` (2, V): as words of another party
    (row 0) and of a person (row 1).
    `codes` (V) numbers of the Soundex codes. `left_weights` (F) least weight of a form's words
    if none is matched, `singles` (F) whether just one of them is a name's word.
    `pair_positions` the positions of a word and its neighbour, both longer than a letter, by
    their initials from `pair_starts`. `views` and `kinds` are what the compiled searches of
    forms and of words read, for other parties and for persons.
    """

    words: I32
    starts: I32
    forms: I32
    positions: I32
    word_starts: I64
    postings: I32
    texts: tuple[str, ...]
    places: Mapping[str, int]
    characters: U8
    text_starts: I64
    lengths: I64
    letters: U64
    weights: F64
    least_weights: F64
    flags: U8
    codes: I32
    code_places: Mapping[str, int]
    left_weights: F64
    singles: Bools
    is_person: Bools
    pair_starts: I64
    pair_positions: I32
    sounds: Mapping[str, int]
    sound_starts: I64
    sound_words: I32
    skeletons: Mapping[str, int]
    skeleton_starts: I64
    skeleton_words: I32
    views: tuple[Listed, Listed]
    kinds: tuple[Words, Words]


def aligned_arrays(
    texts: Sequence[str], is_person: Sequence[bool], tables: NameTables
) -> dict[str, npt.NDArray[Any]]:
    """The arrays to store, by name, of forms that are names of persons or of others."""
    every = _words(texts)
    vocabulary = _by_length(set(every))
    places = {word: place for place, word in enumerate(vocabulary)}
    sizes = as_array([text.count(" ") + 1 for text in texts], np.int64)
    words = as_array([places[word] for word in every], np.int32)
    del every
    forms = np.repeat(np.arange(len(texts), dtype=np.int32), sizes)
    positions = np.argsort(words, kind="stable").astype(np.int32)
    person = as_array(is_person, np.bool_)
    facts = _facts(vocabulary, of_kinds(len(vocabulary), person[forms], words), tables)
    weights, flags = facts.weights, facts.flags
    codes, code_words = _numbered(facts.soundex)
    left = _left_weights(weights, flags)
    form_left = np.bincount(
        forms, weights=left[person[forms].astype(np.int64), words], minlength=len(texts)
    )
    naming = flags[person[forms].astype(np.int64), words] & NAME_WORD != 0
    name_words = np.bincount(forms[naming], minlength=len(texts))
    characters = np.frombuffer("".join(vocabulary).encode("ascii"), dtype=np.uint8)
    text_starts = _starts(np.array([len(word) for word in vocabulary], dtype=np.int64))
    firsts = characters[text_starts[:-1]] if vocabulary else characters
    return {
        "token_words": _blob(vocabulary),
        "token_starts": _starts(np.bincount(words, minlength=len(vocabulary))),
        "token_postings": forms[positions],
        "token_positions": positions,
        "token_letters": letter_signatures(characters, text_starts),
        "token_weights": weights,
        "token_flags": flags,
        "token_opposites": facts.opposites,
        "token_codes": codes,
        "code_words": _blob(code_words),
        "form_words": words,
        "form_word_starts": _starts(sizes).astype(np.int32),
        "form_left": form_left,
        "form_single": name_words == 1,
        "form_is_person": person,
        **_initial_pairs(words, forms, firsts, np.diff(text_starts) > 1),
        **_keys("sound", facts.sounds),
        **_keys("skeleton", _consonant_keys(characters, text_starts)),
    }


class _Facts(NamedTuple):
    """What is known of the words: as words of other parties and of persons (2, V), and by word."""

    weights: F64
    flags: U8
    opposites: I32
    soundex: list[str]
    sounds: list[str]


def _facts(vocabulary: Sequence[str], of_kind: U8, tables: NameTables) -> _Facts:
    """What is known of words, as words of the kinds of entries that have them; else 0."""
    weights = np.zeros(of_kind.shape)
    flags = np.zeros(of_kind.shape, dtype=np.uint8)
    opposites = np.full(of_kind.shape, -1, dtype=np.int32)
    soundex, sounds = [""] * len(vocabulary), [""] * len(vocabulary)
    for kind, is_of_kind in enumerate(of_kind):
        places = np.flatnonzero(is_of_kind)
        rows: list[tuple[float, int, int]] = []
        for place in places.tolist():
            token = new_token(vocabulary[place], tables, is_person=kind == 1)
            rows.append((token.weight, flags_of(token), token.opposites))
            soundex[place], sounds[place] = token.soundex, token.sound_key
        weights[kind, places] = as_array([row[0] for row in rows], np.float64)
        flags[kind, places] = as_array([row[1] for row in rows], np.uint8)
        opposites[kind, places] = as_array([row[2] for row in rows], np.int32)
    return _Facts(weights, flags, opposites, soundex, sounds)


def of_kinds(words: int, is_person: Bools, listed: I32) -> U8:
    """Whether other parties (row 0) and persons (row 1) have a word in their names.

    Args:
        words: how many words there are.
        is_person, listed: for each place in a name whether it is a person's, and the word there.
    """
    found = np.zeros((2, words), dtype=np.uint8)
    found[is_person.astype(np.int64), listed] = 1
    return found


def _words(texts: Sequence[str]) -> list[str]:
    """The words of all forms, in steps that let other threads run between them."""
    words: list[str] = []
    for first in range(0, len(texts), _TEXTS):
        words += " ".join(texts[first : first + _TEXTS]).split()
    return words


def _by_length(words: Iterable[str]) -> list[str]:
    """Words by rising length, those of one length by letters: sorted length by length, so that
    no single step takes long."""
    lengths: dict[int, list[str]] = {}
    for word in words:
        lengths.setdefault(len(word), []).append(word)
    return [word for length in sorted(lengths) for word in sorted(lengths[length])]


def open_arrays(arrays: Mapping[str, npt.NDArray[Any]]) -> AlignedArrays:
    """The stored arrays as the search reads them."""
    texts = tuple(bytes(arrays["token_words"]).decode("ascii").split())
    text = "".join(texts).encode("ascii")
    starts = arrays["form_word_starts"]
    characters = _read_only(np.frombuffer(text, dtype=np.uint8))
    text_starts = _read_only(_starts(np.array([len(word) for word in texts], dtype=np.int64)))
    weights, flags = arrays["token_weights"], arrays["token_flags"]
    least = _read_only(_left_weights(weights, flags))
    forms = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
    views, kinds = _views(arrays, forms, least, characters, text_starts)
    return AlignedArrays(
        words=arrays["form_words"],
        starts=starts,
        forms=forms,
        positions=arrays["token_positions"],
        word_starts=arrays["token_starts"],
        postings=arrays["token_postings"],
        texts=texts,
        places={word: place for place, word in enumerate(texts)},
        characters=characters,
        text_starts=text_starts,
        lengths=np.diff(text_starts),
        letters=arrays["token_letters"],
        weights=weights,
        least_weights=least,
        flags=flags,
        codes=arrays["token_codes"],
        code_places=_places(arrays["code_words"]),
        left_weights=arrays["form_left"],
        singles=arrays["form_single"],
        is_person=arrays["form_is_person"],
        pair_starts=arrays["pair_starts"],
        pair_positions=arrays["pair_positions"],
        sounds=_places(arrays["sound_keys"]),
        sound_starts=arrays["sound_starts"],
        sound_words=arrays["sound_members"],
        skeletons=_places(arrays["skeleton_keys"]),
        skeleton_starts=arrays["skeleton_starts"],
        skeleton_words=arrays["skeleton_members"],
        views=views,
        kinds=kinds,
    )


def _views(
    arrays: Mapping[str, npt.NDArray[Any]], forms: I32, least: F64, characters: U8,
    text_starts: I64,
) -> tuple[tuple[Listed, Listed], tuple[Words, Words]]:  # fmt: skip
    """What the compiled searches read, for other parties and for persons."""
    starts, flags = arrays["form_word_starts"], arrays["token_flags"]
    facts = side_by_side(
        arrays["form_left"], np.diff(starts), arrays["form_groups"], arrays["form_single"]
    )
    is_person = arrays["form_is_person"][forms]
    of_kind = _read_only(of_kinds(flags.shape[1], is_person, arrays["form_words"]))
    others, persons = (
        Listed(
            arrays["form_words"], starts, arrays["token_starts"], arrays["token_postings"],
            *facts, arrays["token_weights"][kind], least[kind], flags[kind],
            arrays["token_opposites"][kind], arrays["token_codes"], characters, text_starts,
            arrays["text"], arrays["text_starts"],
        )
        for kind in (0, 1)
    )  # fmt: skip
    of_others, of_persons = (
        Words(characters, text_starts, arrays["token_letters"], flags[kind], of_kind[kind])
        for kind in (0, 1)
    )
    return (others, persons), (of_others, of_persons)


def initials_number(first: str, second: str) -> int:
    """The number of a pair of initials in `pair_starts`."""
    return ord(first) * _LETTERS + ord(second)


def least_share(token: Token) -> float:
    """The least share of its weight that an unmatched word counts for."""
    patronymic = min(1.0, PATRONYMIC_OMITTED, PATRONYMIC_CONFLICT) if token.is_patronymic else 1.0
    return min(patronymic, SERIES) if token.is_number else patronymic


def _left_weights(weights: F64, flags: U8) -> F64:
    least = min(1.0, PATRONYMIC_OMITTED, PATRONYMIC_CONFLICT)
    share = np.where(flags & PATRONYMIC, least, 1.0)
    return weights * np.where(flags & NUMBER, np.minimum(share, SERIES), share)


def flags_of(token: Token) -> int:
    """What is known of a word, as bits."""
    return (
        FULL * token.is_full
        | NUMBER * token.is_number
        | PATRONYMIC * token.is_patronymic
        | NAME_WORD * token.is_name_word
        | KNOWN * token.is_known
    )


def _initial_pairs(
    words: I32, forms: I32, firsts: U8, is_long: Bools
) -> dict[str, npt.NDArray[Any]]:
    here, there = words[:-1], words[1:]
    at = np.flatnonzero((forms[:-1] == forms[1:]) & is_long[here] & is_long[there])
    keys = firsts[here[at]].astype(np.int64) * _LETTERS + firsts[there[at]]
    order = np.argsort(keys, kind="stable")
    return {
        "pair_starts": _starts(np.bincount(keys, minlength=_LETTERS * _LETTERS)),
        "pair_positions": at[order].astype(np.int32),
    }


def _keys(name: str, keys: Sequence[str]) -> dict[str, npt.NDArray[Any]]:
    """The words of each key, those without a key left out."""
    members = np.array([at for at, key in enumerate(keys) if key], dtype=np.int32)
    numbers, words = _numbered([key for key in keys if key])
    return {
        f"{name}_keys": _blob(words),
        f"{name}_starts": _starts(np.bincount(numbers, minlength=len(words))),
        f"{name}_members": members[np.argsort(numbers, kind="stable")],
    }


def _consonant_keys(characters: U8, text_starts: I64) -> list[str]:
    """`tokens.consonant_key` of many words at once."""
    rules = word_rules_of(is_person=True)
    count = len(text_starts) - 1
    owners = np.repeat(np.arange(count), np.diff(text_starts))
    folded = rules.same[characters]
    is_kept = np.ones(len(folded), dtype=np.bool_)
    is_kept[1:] = (folded[1:] != folded[:-1]) | (owners[1:] != owners[:-1])
    is_sounded = is_kept & ~rules.vowels[folded]
    letters = np.bincount(owners[is_kept], minlength=count)
    sounded = np.bincount(owners[is_sounded], minlength=count)
    text = folded[is_sounded].tobytes().decode("ascii")
    is_key = ((letters >= LEAST_BARE) & (sounded >= LEAST_CONSONANTS)).tolist()
    ends = np.cumsum(sounded).tolist()
    return [
        f"-{text[start:end]}" if is_one else ""
        for is_one, start, end in zip(is_key, [0, *ends], ends, strict=False)
    ]


def _numbered(keys: Sequence[str]) -> tuple[I32, tuple[str, ...]]:
    places: dict[str, int] = {}
    numbers = [places.setdefault(key, len(places)) for key in keys]
    return np.array(numbers, dtype=np.int32), tuple(places)


def _starts(counts: I64) -> I64:
    starts = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts


def _blob(words: Sequence[str]) -> U8:
    return np.frombuffer(" ".join(words).encode("ascii"), dtype=np.uint8)


def _read_only(array: npt.NDArray[_T]) -> npt.NDArray[_T]:
    array.flags.writeable = False
    return array


def _places(words: U8) -> dict[str, int]:
    return {word: place for place, word in enumerate(bytes(words).decode("ascii").split())}
