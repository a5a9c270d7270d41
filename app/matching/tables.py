"""Name tables: titles, legal forms, number words, words that say little, and names that are one.

The tables are TOML files written for this product (`resources/names/`); the caller reads them
and hands the plain dicts over. All words are folded to normalised Latin tokens here, so that a
table can be written in the script of its language.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from app.matching.compounds import KNOWN_PARTS, read_compounds
from app.matching.letters import fold_case, strip_invisible, to_latin

TABLE_FILES = ("titles", "legal_forms", "numbers", "second_names")
CLASS_FILE = "classes/"  # opens the key of a file of equivalent names

_WORD = "word: "  # opens the label of a class of organisations' words
_SYLLABLES = "syllables"  # the section of a class file whose pairs are given names
_LEAST_PAIR = 5  # letters of two syllables; shorter ones are too often other words
_NOT_WORD = re.compile(r"[^a-z0-9]+")
Words = tuple[str, ...]
Members = dict[int, list[str]]


@dataclass(frozen=True, slots=True, repr=False)
class NameTables:
    """What normalising knows about words. All words are normalised tokens.

    `titles` go in front of a person's name, and elsewhere while two tokens remain;
    `leading_titles` only in front and while two tokens remain. `folds` maps the first token of a
    legal form or number word to its spellings, longest first, each with the canonical tokens.
    `generations` tells which of his name a person is (jr: 2), `last_generations` only as the last
    word and `counted_generations` only behind "the".
    `not_names` are texts in brackets that name nobody (legal forms among them), as are those with
    `not_name_ends`; `alias_marks` announce a second name.
    `particles` and `generic_words` weigh less than other words; `legal_words` are the words of
    the canonical legal forms. `classes` gives the classes of equal names that a word belongs to,
    `nicknames` the names it is short for, both as numbers whose labels are `class_labels`;
    `pair_classes` are given names of any two syllables, of which nobody says that they exist;
    `word_classes` are those of organisations' words, and `learned` those that the loaded lists
    taught (see learned.py), with the number of entries that show each;
    `opposites` the groups (north, south ...) whose members contradict each other.
    `person_words` are all words that normalising a person's name changes or drops.
    `version` changes with any change of content.
    """

    version: str
    titles: frozenset[str]
    leading_titles: frozenset[str]
    folds: Mapping[str, tuple[tuple[Words, Words], ...]]
    not_names: frozenset[str]
    not_name_ends: tuple[str, ...]
    alias_marks: tuple[str, ...]
    generations: Mapping[str, str] = field(default_factory=dict)
    last_generations: Mapping[str, str] = field(default_factory=dict)
    counted_generations: Mapping[str, str] = field(default_factory=dict)
    particles: frozenset[str] = frozenset()
    generic_words: frozenset[str] = frozenset()
    legal_words: frozenset[str] = frozenset()
    classes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    nicknames: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    class_labels: tuple[str, ...] = ()
    word_classes: frozenset[int] = frozenset()
    pair_classes: frozenset[int] = frozenset()
    learned: Mapping[int, int] = field(default_factory=dict)
    opposites: Mapping[str, int] = field(default_factory=dict)
    person_words: frozenset[str] = field(init=False)
    _members: list[tuple[Members, Members]] = field(init=False, compare=False, default_factory=list)

    def __post_init__(self) -> None:
        read = (*self.generations, *self.last_generations, *self.counted_generations)
        words = KNOWN_PARTS.union(self.titles, self.leading_titles, read)
        object.__setattr__(self, "person_words", words)

    def members(self) -> tuple[Members, Members]:
        """The words of each class, and those short for each name, by the numbers of `classes` and
        `nicknames`. Made when first asked for and kept: there are a hundred thousand."""
        if not self._members:
            self._members.append((_by_number(self.classes), _by_number(self.nicknames)))
        return self._members[0]

    def __repr__(self) -> str:  # thousands of words help nobody
        return f"NameTables({self.version})"


def _by_number(numbers_of: Mapping[str, tuple[int, ...]]) -> Members:
    found: Members = {}
    for word, numbers in numbers_of.items():
        for number in numbers:
            found.setdefault(number, []).append(word)
    return found


def fold_words(text: str) -> Words:
    """The normalised tokens of a table's word or phrase."""
    if text.isascii() and text.isalpha():
        return (text.lower(),)
    plain = to_latin(fold_case(strip_invisible(text))).replace("'", "")
    return tuple(_NOT_WORD.sub(" ", plain).split())


def load_tables(raw: Mapping[str, Mapping[str, Any]]) -> NameTables:
    """Build the tables from the parsed files, keyed by the names in TABLE_FILES.

    Further files, of which each may be missing: `particles`, `organisation_words`, `nicknames`
    and any number of `classes/<language>`.

    Raises:
        KeyError: a file is missing.
        ValueError: a title is not one word, or a spelling consists of canonical words only, so
            that folding could not end.
    """
    for name in TABLE_FILES:
        raw[name]
    content = json.dumps(raw, sort_keys=True)
    digest = hashlib.blake2b(content.encode(), digest_size=4).hexdigest()
    titles = raw["titles"]
    second = raw["second_names"]
    words = raw.get("organisation_words", {})
    forms = raw["legal_forms"]["form"]
    equal = _EqualNames()
    equal.add_classes(raw, words)
    equal.add_nicknames(raw.get("nicknames", {}))
    return NameTables(
        version=f"{titles['version']}-{digest}",
        titles=_single_words(titles["anywhere"].values()),
        leading_titles=_single_words(titles["leading"].values()),
        folds=_folds(forms, raw["numbers"]["number"]),
        generations=_numbers(raw["numbers"].get("generation", {})),
        last_generations=_numbers(raw["numbers"].get("last_generation", {})),
        counted_generations=_numbers(raw["numbers"].get("counted", {})),
        not_names=_phrases((*second["not_names"], *_legal_forms(forms))),
        not_name_ends=tuple(f" {end}" for end in sorted(_phrases(second["not_name_ends"]))),
        alias_marks=tuple(second["alias_marks"]),
        particles=frozenset(
            _joined(word)
            for table in _sections(raw.get("particles", {}))
            for word in table["words"]
        ),
        generic_words=frozenset(
            _joined(word)
            for canonical, written in words.get("generic", {}).items()
            for word in (canonical, *written)
        ),
        legal_words=frozenset(word for form in forms for word in fold_words(form)),
        classes=equal.frozen(equal.classes),
        nicknames=equal.frozen(equal.nicknames),
        class_labels=tuple(equal.labels),
        word_classes=frozenset(
            number for number, label in enumerate(equal.labels) if label.startswith(_WORD)
        ),
        pair_classes=frozenset(equal.pairs),
        opposites={
            _joined(word): number
            for number, group in enumerate(words.get("opposites", ()))
            for word in group["words"]
        },
    )


def _joined(text: str) -> str:
    """A spelling as one word: neighbours in a name are compared joined, too."""
    return "".join(fold_words(text))


def _numbers(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {_joined(text): number for number, written in table.items() for text in written}


def _sections(table: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    return (value for value in table.values() if isinstance(value, dict))


class _EqualNames:
    """Classes and nicknames while they are collected, numbered in one line: so those of each word
    rise."""

    def __init__(self) -> None:
        self.classes: dict[str, list[int]] = {}
        self.nicknames: dict[str, list[int]] = {}
        self.labels: list[str] = []
        self.pairs: set[int] = set()

    def _class(self, label: str, target: dict[str, list[int]], spellings: Iterable[str]) -> None:
        words: set[str] = set()
        for read in {fold_words(text) for text in spellings}:
            words.update(("".join(read), "".join(read_compounds(list(read)))))
        for word in words - {""}:
            target.setdefault(word, []).append(len(self.labels))
        self.labels.append(label)

    def add_classes(self, raw: Mapping[str, Any], words: Mapping[str, Any]) -> None:
        for name in sorted(raw):
            if not name.startswith(CLASS_FILE):
                continue
            language = raw[name]["language"]
            for section, table in raw[name].items():
                if section == _SYLLABLES:
                    self._add_pairs(language, table)
                elif isinstance(table, dict):
                    for canonical, written in table.items():
                        label = f"{language}: {canonical}"
                        self._class(label, self.classes, (canonical, *written))
        for section in ("generic", "translated"):
            for canonical, written in words.get(section, {}).items():
                self._class(f"{_WORD}{canonical}", self.classes, (canonical, *written))

    def _add_pairs(self, language: str, syllables: Mapping[str, Iterable[str]]) -> None:
        """Every two syllables as a given name, in all spellings that are long enough to tell."""
        written = {
            canonical: {canonical, *map(_joined, spellings)}
            for canonical, spellings in syllables.items()
        }
        classes, number = self.classes, len(self.labels)
        for (first, heads), (second, tails) in product(written.items(), repeat=2):
            for word in {head + tail for head in heads for tail in tails}:
                if len(word) >= _LEAST_PAIR:
                    classes.setdefault(word, []).append(number)
            self.pairs.add(number)
            self.labels.append(f"{language}: {first}{second}")
            number += 1

    def add_nicknames(self, raw: Mapping[str, Any]) -> None:
        """A short name stands for its full one in every spelling of its class."""
        spellings: dict[int, list[str]] = {}
        for word, numbers in self.classes.items():
            for number in numbers:
                spellings.setdefault(number, []).append(word)
        for language, table in raw.items():
            if isinstance(table, dict):
                for full, short in table.items():
                    known = self.classes.get(full, ())
                    equal = (word for number in known for word in spellings[number])
                    label = f"{language} nickname: {full}"
                    self._class(label, self.nicknames, (full, *short, *equal))

    @staticmethod
    def frozen(found: Mapping[str, list[int]]) -> dict[str, tuple[int, ...]]:
        return {word: tuple(numbers) for word, numbers in found.items()}


def _phrases(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(" ".join(fold_words(text)) for text in texts)


def _legal_forms(forms: Mapping[str, Iterable[str]]) -> Iterable[str]:
    for canonical, written in forms.items():
        yield canonical
        yield from written
        yield " ".join(canonical.replace(" ", ""))  # as S.L. is read


def _single_words(groups: Iterable[Iterable[str]]) -> frozenset[str]:
    words: set[str] = set()
    for group in groups:
        for phrase in group:
            folded = fold_words(phrase.replace("-", ""))
            if len(folded) != 1:
                raise ValueError(f"the title {phrase!r} is not one word")
            words.update(folded)
    return frozenset(words)


def _folds(
    forms: Mapping[str, Iterable[str]], numbers: Mapping[str, Iterable[str]]
) -> dict[str, tuple[tuple[Words, Words], ...]]:
    """Spellings by their first word, longest first; legal forms also as spaced letters."""
    spellings: dict[Words, Words] = {}
    canonical_words: set[str] = set()
    for canonical, written in (*forms.items(), *numbers.items()):
        target = fold_words(canonical)
        canonical_words.update(target)
        for text in (canonical, *written):
            words = fold_words(text)
            spellings.setdefault(words, target)
            is_short = len(words) == 1 and 2 <= len(words[0]) <= 5
            if is_short and canonical in forms:
                spellings.setdefault(tuple(words[0]), target)  # G.m.b.H. -> g m b h
    by_first: dict[str, list[tuple[Words, Words]]] = {}
    for words, target in spellings.items():
        if words == target:
            continue
        if canonical_words.issuperset(words):
            raise ValueError(f"{' '.join(words)!r} is written in canonical words only")
        by_first.setdefault(words[0], []).append((words, target))
    return {
        first: tuple(sorted(found, key=lambda pair: -len(pair[0])))
        for first, found in by_first.items()
    }
