"""Which class of prominent public function the title of an office tells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from app import bundled
from app.domain.countries import country_code
from app.domain.political import OfficeClass

_TABLE = "resources/pep/office_words.toml"
_NO_WORD = re.compile(r"[^\w]+|_")
_PASSING = re.compile(r"\b(?:acting|interim|ad interim|caretaker|transitional|vacant|the)\b")
_OF = re.compile(
    r"(?:of|de|del|du|da|do|d|von|der|des)\s+(?:la\s+|le\s+|les\s+|das\s+|den\s+)?(.+)"
)
_REALM = re.compile(
    r"(?:(?:\w+\s+){0,3}(?:republi\w+|federation|union|confederation|kingdom|state|nation|estados"
    r"|nacion|nacao)\b.*)"
)


class _Rule(NamedTuple):
    office_class: OfficeClass
    words: re.Pattern[str]
    alone: re.Pattern[str]
    unless: re.Pattern[str]


def office_class(title: str, topics: Iterable[str] = ()) -> OfficeClass:
    """The class of an office; OTHER where neither title nor topics tell it.

    Args:
        title: in English, French, Spanish, Portuguese or German (``Minister of Finance``).
        topics: what a list says of the office itself (``gov.legislative``, ``mil``); a title
            that tells its class goes before a topic, for topics are broader.
    """
    told = _of_title(title)
    if told is not OfficeClass.OTHER:
        return told
    by_topic = _topics()
    return next((by_topic[topic] for topic in topics if topic in by_topic), OfficeClass.OTHER)


def highest(classes: Iterable[OfficeClass]) -> OfficeClass:
    """The class that ranks first in `OfficeClass`; OTHER of none."""
    ranks = tuple(OfficeClass)
    return min(classes, key=ranks.index, default=OfficeClass.OTHER)


@lru_cache(maxsize=1 << 16)
def _of_title(title: str) -> OfficeClass:
    plain = _plain(title)
    for rule in _rules():
        if (rule.words.search(plain) or _is_alone(plain, rule)) and not rule.unless.search(plain):
            return rule.office_class
    return OfficeClass.OTHER


def _is_alone(plain: str, rule: _Rule) -> bool:
    """Whether the title is one of the rule's bare words, with a country or realm or nothing."""
    bare = " ".join(_PASSING.sub(" ", plain).split())
    found = rule.alone.match(bare)
    if found is None:
        return False
    rest = bare[found.end() :].strip()
    place = _OF.fullmatch(rest)
    return not rest or bool(place and (country_code(place[1]) or _REALM.fullmatch(place[1])))


def _plain(text: str) -> str:
    marks = unicodedata.normalize("NFKD", text)
    letters = "".join(char for char in marks if not unicodedata.combining(char))
    return " ".join(_NO_WORD.sub(" ", letters.casefold()).split())


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(_rule(row) for row in bundled.read_toml(_TABLE)["rule"])


@cache
def _topics() -> dict[str, OfficeClass]:
    table = bundled.read_toml(_TABLE)["topics"]
    return {topic: OfficeClass(name) for topic, name in table.items()}


def _rule(row: dict[str, Any]) -> _Rule:
    return _Rule(
        OfficeClass(row["class"]),
        _pattern(row["words"]),
        _pattern(row.get("alone", ())),
        _pattern(row.get("unless", ())),
    )


def _pattern(phrases: Sequence[str]) -> re.Pattern[str]:
    """Any of the phrases as whole words; a pattern that never matches where there are none."""
    return re.compile(rf"\b(?:{'|'.join(map(_phrase, phrases)) or r'(?!)'})\b")


def _phrase(phrase: str) -> str:
    words = (
        r"\w+(?: \w+){0,2}" if word == "*" else re.escape(word).replace(r"\*", r"\w*")
        for word in phrase.split()
    )
    return " ".join(words)
