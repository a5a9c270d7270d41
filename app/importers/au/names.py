"""Names of Australian rows, freed of the remarks that stand behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.list_entry import ListName, NameKind
from app.importers.au.reader import NAME, NAME_TYPE, STRENGTH, Line, Party
from app.importers.reading import first_by
from app.importers.scripts import is_latin

_REMARK = re.compile(r"(?P<name>[^()]+?)\s*\((?P<remark>[^()]*)\)\s*")
_FORMER = re.compile(r"\b(?:previously|formerly)\b", re.IGNORECASE)
_OPENING = re.compile(
    r"(?P<remark>(?:formerly|previously) known as)\W\s*(?P<name>.+)", re.IGNORECASE
)
_WORDS_OF_REMARK = re.compile(
    r"\b(?:listed as|in \w+:|name|script|Tigrinya|Arabic|Dari|Pashto|call sign|initials"
    r"|nom de guerre|when (?:s?he|they)\b)",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(r"\bin \w+:\s*(?P<name>.+)", re.IGNORECASE)


def party_names(party: Party) -> tuple[ListName, ...]:
    """The names of a party, the primary one first, each text once."""
    found = [name for line in party.lines for name in _names(line)]
    usable = [name for name in found if any(map(str.isalnum, name.text))]
    if usable and usable[0].kind is not NameKind.PRIMARY:
        usable[0] = ListName(usable[0].text, NameKind.PRIMARY, note=usable[0].note)
    return first_by(lambda name: name.text, usable)


def _names(line: Line) -> Iterator[ListName]:
    text, remark, original = line[NAME].rstrip(" ;,"), "", ""
    opening = _OPENING.fullmatch(text)
    if opening:
        text, remark = opening["name"], opening["remark"]
    found = _REMARK.fullmatch(text)
    if found and _WORDS_OF_REMARK.search(found["remark"]):
        text, remark = found["name"], found["remark"]
        inner = _ORIGINAL.search(remark)
        if inner and not is_latin(inner["name"]):
            remark, original = remark[: inner.start()].strip(" ,."), inner["name"].strip()
    yield ListName(text, _kind(line, text, remark), _is_weak_of_another_kind(line, text), remark)
    if original:
        yield ListName(original, NameKind.ORIGINAL_SCRIPT)


def _kind(line: Line, text: str, remark: str) -> NameKind:
    name_type = line[NAME_TYPE].lower()
    if line.is_primary:
        return NameKind.PRIMARY
    if name_type == "original script" or not is_latin(text):
        return NameKind.ORIGINAL_SCRIPT
    if _FORMER.search(name_type) or _FORMER.search(remark):
        return NameKind.FORMER
    return NameKind.WEAK_ALIAS if _is_weak(line) else NameKind.STRONG_ALIAS


def _is_weak(line: Line) -> bool:
    return line[STRENGTH].lower() == "weak"


def _is_weak_of_another_kind(line: Line, text: str) -> bool:
    return _is_weak(line) and (not is_latin(text) or bool(_FORMER.search(line[NAME])))
