"""Name tables: titles, legal forms, number words and words that are no name.

The tables are TOML files written for this product (`resources/names/`); the caller reads them
and hands the plain dicts over. All words are folded to normalised Latin tokens here, so that a
table can be written in the script of its language.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.matching.letters import fold_case, strip_invisible, to_latin

TABLE_FILES = ("titles", "legal_forms", "numbers", "second_names")

_NOT_WORD = re.compile(r"[^a-z0-9]+")
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameTables:
    """What normalising knows about words. All words are normalised tokens.

    `titles` go in front of a person's name, and elsewhere while two tokens remain;
    `leading_titles` only in front and while two tokens remain. `folds` maps the first token of a
    legal form or number word to its spellings, longest first, each with the canonical tokens.
    `not_names` are texts in brackets that name nobody (legal forms among them), as are those with
    `not_name_ends`; `alias_marks` announce a second name.
    `version` changes with any change of content.
    """

    version: str
    titles: frozenset[str]
    leading_titles: frozenset[str]
    folds: Mapping[str, tuple[tuple[Words, Words], ...]]
    not_names: frozenset[str]
    not_name_ends: tuple[str, ...]
    alias_marks: tuple[str, ...]


def fold_words(text: str) -> Words:
    """The normalised tokens of a table's word or phrase."""
    plain = to_latin(fold_case(strip_invisible(text))).replace("'", "")
    return tuple(_NOT_WORD.sub(" ", plain).split())


def load_tables(raw: Mapping[str, Mapping[str, Any]]) -> NameTables:
    """Build the tables from the parsed files, keyed by the names in TABLE_FILES.

    Raises:
        KeyError: a file is missing.
        ValueError: a title is not one word, or a spelling consists of canonical words only, so
            that folding could not end.
    """
    content = json.dumps({name: raw[name] for name in TABLE_FILES}, sort_keys=True)
    digest = hashlib.blake2b(content.encode(), digest_size=4).hexdigest()
    titles = raw["titles"]
    second = raw["second_names"]
    return NameTables(
        version=f"{titles['version']}-{digest}",
        titles=_single_words(titles["anywhere"].values()),
        leading_titles=_single_words(titles["leading"].values()),
        folds=_folds(raw["legal_forms"]["form"], raw["numbers"]["number"]),
        not_names=_phrases((*second["not_names"], *_legal_forms(raw["legal_forms"]["form"]))),
        not_name_ends=tuple(f" {end}" for end in sorted(_phrases(second["not_name_ends"]))),
        alias_marks=tuple(second["alias_marks"]),
    )


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
