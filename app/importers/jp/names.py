"""Names of Japanese records: Latin and Japanese spellings, and the aliases of their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product

from app.domain.list_entry import ListName, NameKind
from app.importers.jp.aliases import Text, alias_texts, originals
from app.importers.jp.japanese import is_japanese, is_lettered, says_something
from app.importers.jp.reader import ENGLISH_NAME, JAPANESE_NAME, Record
from app.importers.reading import first_by
from app.importers.scripts import is_latin

STRONG = ("別名", "別称", "別名・別称", "別称・別名", "別称・旧称", "確定可能な別名")
WEAK = ("確定に十分でない別名",)
FORMER = ("旧称", "旧称・以前の呼称", "過去の別名", "以前の別名")
HEADINGS = (*STRONG, *WEAK, *FORMER)

_KNOWN_AS = re.compile(r"[(;]\s*(?P<names>a\.k\.a\.[^()]*)\)?", re.IGNORECASE)
_SPELLING = re.compile(r"(?P<word>[^\s・()]{1,60})\s{0,3}\((?P<others>[^()]{1,200})\)")
_MAIDEN = re.compile(r"^(?:旧姓|旧称)\s*:?\s*")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&/-]{1,9}")
_WORD = re.compile(r"[^\s\d():]+")
_MOST_SPELLINGS = 12


def record_names(record: Record, *, is_person: bool) -> tuple[tuple[ListName, ...], list[str]]:
    """The names of a record, the Latin one first where there is one, each text once; and what its
    alias cells say beside names."""
    found: list[ListName] = []
    beside: list[str] = []
    for cell in (record[ENGLISH_NAME], record[JAPANESE_NAME]):
        found += _main_names(cell, is_person=is_person, is_first=not found)
    for heading in (name for name in HEADINGS if says_something(record[name])):
        texts = list(alias_texts(record[heading], _kind_of(heading)))
        found += _listed(texts, is_person=is_person)
        beside += (text.name for text in texts if not text.is_name)
    usable = [name for name in found if any(map(str.isalpha, name.text))]
    return first_by(lambda name: name.text, usable), beside


def _kind_of(heading: str) -> NameKind:
    if heading in WEAK:
        return NameKind.WEAK_ALIAS
    return NameKind.FORMER if heading in FORMER else NameKind.STRONG_ALIAS


def _main_names(cell: str, *, is_person: bool, is_first: bool) -> Iterator[ListName]:
    rest, scripts = originals(cell)
    text = _KNOWN_AS.sub(lambda found: ")" if found[0].startswith(";") else "", rest)
    if says_something(text):
        bare = text.strip(" ,、\u202b")
        for number, spelling in enumerate(spellings(bare) if is_person else (bare,)):
            is_primary = is_first and number == 0
            kind = NameKind.PRIMARY if is_primary else _in_script(spelling, NameKind.STRONG_ALIAS)
            yield ListName(spelling, kind)
    yield from (ListName(name, NameKind.ORIGINAL_SCRIPT) for name in scripts)
    for known_as in _KNOWN_AS.finditer(rest):
        texts = list(alias_texts(known_as["names"], NameKind.STRONG_ALIAS))
        yield from _listed(texts, is_person=is_person)


def _listed(texts: list[Text], *, is_person: bool) -> Iterator[ListName]:
    for text in texts:
        if not text.is_name:
            continue
        is_one = not is_person or is_lettered(text.name)
        for spelling in (text.name,) if is_one else spellings(text.name):
            own = _in_script(spelling, text.kind)
            is_former = text.kind is NameKind.FORMER and own is not text.kind
            note = "; ".join(filter(None, ("former name" if is_former else "", text.note)))
            is_weak = text.kind is NameKind.WEAK_ALIAS and own is not text.kind
            yield ListName(spelling, own, is_weak, note)


def _in_script(text: str, kind: NameKind) -> NameKind:
    return kind if is_latin(text) and not is_japanese(text) else NameKind.ORIGINAL_SCRIPT


def spellings(text: str) -> tuple[str, ...]:
    """``Sergei (Sergey) Sample``, ``セルゲイ(セルヒー)・例``: the name in each spelling.

    The first is the name without its brackets. A bracket of several words, or with digits, is no
    spelling of a part: it stays.
    """
    choices: list[list[str]] = []
    at = 0
    for found in _SPELLING.finditer(text):
        others = [_MAIDEN.sub("", part.strip()) for part in re.split(r"[,/、]", found["others"])]
        if all(_is_spelling(found["word"], part) for part in others):
            choices += [[text[at : found.start()]], [found["word"], *others]]
            at = found.end()
    choices.append([text[at:]])
    joined = islice(product(*choices), _MOST_SPELLINGS)
    return tuple(dict.fromkeys(" ".join(_glued(parts).split()) for parts in joined))


def _is_spelling(word: str, other: str) -> bool:
    """Whether a bracket can be another spelling of the word: same script, no acronym of it."""
    if not _WORD.fullmatch(other) or is_japanese(word) is not is_japanese(other):
        return False
    return word.isupper() or not _ACRONYM.fullmatch(other)


def _glued(parts: tuple[str, ...]) -> str:
    """The parts as they stood, with a blank where a bracket stood between Latin words."""
    text = ""
    for part in parts:
        needs_blank = text[-1:].isalpha() and part[:1].isalpha() and is_latin(text[-1] + part[0])
        text += f" {part}" if needs_blank else part
    return text
