"""Names of the British lists: which is the primary one, which are weak, which are originals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from app.domain.list_entry import EntryType, ListName, NameKind
from app.importers.gb.designation import Designation, Name
from app.importers.reading import first_by
from app.importers.scripts import is_latin

_PRIMARY = ("primary name", "prime alias")  # the second before 2022
_FORMER = ("fka", "f.k.a", "f.k.a.", "formerly known as")
_ALIASES = ("alias", "aka", "a.k.a", "a.k.a.")
_LEAST_LETTERS = 6  # of an entity's alias
_SHIP = re.compile(r"IMO\W{0,3}(?P<number>\d{7})\s*\(\W*(?P<name>[^()]*?)\W*\)", re.IGNORECASE)


def entry_names(raw: Designation, kind: EntryType) -> tuple[ListName, ...]:
    """The names of a party, the primary one first; () where none has a letter."""
    usable = [name for name in raw.names if any(map(str.isalpha, name.text))]
    usable.sort(key=lambda name: name.kind.lower() not in _PRIMARY)  # the order stays otherwise
    names = [_listed(name, kind, is_first=not place) for place, name in enumerate(usable)]
    names += _originals(raw, is_first=not names)
    return first_by(lambda name: name.text, names)


def ship_number(text: str) -> str:
    """The IMO number in a ship's name that is written ``IMO 9999010 ("SAMPLE GLORY")``, or ""."""
    found = _SHIP.fullmatch(text)
    return found["number"] if found else ""


def _listed(name: Name, kind: EntryType, is_first: bool) -> ListName:
    ship = _SHIP.fullmatch(name.text) if kind is EntryType.VESSEL else None
    if ship and ship["name"]:
        plain = _listed(name._replace(text=ship["name"]), kind, is_first)
        return replace(plain, note=name.text)
    if is_first:
        return ListName(name.text)
    is_weak = _is_weak(name, kind)
    if name.kind.lower() in _FORMER:
        return ListName(name.text, NameKind.FORMER, weak=is_weak)
    if not is_latin(name.text):
        return ListName(name.text, NameKind.ORIGINAL_SCRIPT, weak=is_weak)
    return ListName(name.text, NameKind.WEAK_ALIAS if is_weak else NameKind.STRONG_ALIAS)


def _is_weak(name: Name, kind: EntryType) -> bool:
    """The list's own mark; where it gives none, an alias too short to tell one party from others.

    Short are a person's alias of one word and an entity's of fewer than six letters.
    """
    quality = name.quality.lower()
    if quality.startswith(("low", "good")):
        return quality.startswith("low")
    if name.kind.lower() not in _ALIASES:
        return False
    if kind is EntryType.INDIVIDUAL:
        return len(name.text.split()) == 1
    return kind is EntryType.ENTITY and sum(map(str.isalpha, name.text)) < _LEAST_LETTERS


def _originals(raw: Designation, is_first: bool) -> Iterator[ListName]:
    for item in raw.originals:
        if any(map(str.isalpha, item.text)):
            note = ", ".join(filter(None, (item.script, item.language)))
            plain = NameKind.STRONG_ALIAS if is_latin(item.text) else NameKind.ORIGINAL_SCRIPT
            yield ListName(item.text, NameKind.PRIMARY if is_first else plain, note=note)
            is_first = False
