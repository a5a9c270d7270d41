"""Names of UN entries: parts joined, aliases taken apart, scripts told from another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from app.domain.list_entry import ListName, NameKind
from app.importers.reading import first_by, unique
from app.importers.safe_xml import children, text_of
from app.importers.scripts import is_latin

_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_KINDS = {"low": NameKind.WEAK_ALIAS, "f.k.a.": NameKind.FORMER}
# Several names in one alias: ``A; B``, ``A b) B``, ``أبو شيماء (Abu-Shaima; Abu- Shayma)``.
_SEPARATOR = re.compile(r"\s*[;؛]\s*|\s+[a-z]\)\s+")
_MARK_IN_FRONT = re.compile(r"^[\s,]*(?:[a-z]?\)[\s,]*)?")
_SPELLINGS = re.compile(r"(?P<name>[^()]+?)\s*\((?P<spellings>[^()]*)\)?,?", re.DOTALL)
_ORIGINAL = re.compile(
    r"(?:name )?(?:in )?(?:original script|arabic(?: script)?):\s*", re.IGNORECASE
)
_NO_NAMES = re.compile(r"\d|:")
_BORN = re.compile(r",?\s+\(?(?:born|DOB)\b.*", re.DOTALL)
_WORDS_OF_LISTING = ("previously listed", "formerly listed", "previously", "formerly")


def primary_name(element: etree._Element) -> str:
    """The four name parts, trimmed and joined; their order is the list's."""
    return " ".join(part for name in _PARTS if (part := text_of(element, name)))


def entry_names(element: etree._Element, alias_tag: str) -> tuple[ListName, ...]:
    """The primary name, its original script, then the aliases in the order of the file."""
    names = [ListName(primary_name(element))]
    names += _originals(text_of(element, "NAME_ORIGINAL_SCRIPT"), weak=False)
    for alias in children(element, alias_tag):
        names += _alias_names(alias)
    usable = [name for name in names if _is_name(name.text)]
    firsts = first_by(lambda name: name.text, usable)
    return tuple(replace(name, note=_notes(name.text, usable)) for name in firsts)


def _notes(text: str, names: list[ListName]) -> str:
    """All that is said of a name: the list may give it twice, with a paper of its own each time."""
    return "; ".join(unique(name.note for name in names if name.text == text and name.note))


def _alias_names(alias: etree._Element) -> Iterator[ListName]:
    kind = _KINDS.get(text_of(alias, "QUALITY").lower(), NameKind.STRONG_ALIAS)
    is_weak = kind is NameKind.WEAK_ALIAS
    note = text_of(alias, "NOTE")
    if kind is NameKind.STRONG_ALIAS and note.lower().startswith(_WORDS_OF_LISTING):
        kind = NameKind.FORMER
    for text, extra in _take_apart(text_of(alias, "ALIAS_NAME")):
        shown = "; ".join(part for part in (note, extra) if part)
        if is_latin(text):
            yield ListName(text, kind, note=shown)
        else:
            yield ListName(text, NameKind.ORIGINAL_SCRIPT, weak=is_weak, note=shown)
    yield from _originals(text_of(alias, "NAME_ORIGINAL_SCRIPT"), is_weak)
    yield from _names_in_note(note, text_of(alias, "ALIAS_NAME"), kind)


def _names_in_note(note: str, name: str, kind: NameKind) -> Iterator[ListName]:
    """Names that the list put into a note: the original script, or Latin spellings of it."""
    noted = _ORIGINAL.search(note)
    if noted and not is_latin(note[noted.end() :]):
        yield from _originals(note[noted.end() :], kind is NameKind.WEAK_ALIAS)
    elif ";" in note and not is_latin(name) and is_latin(note) and not _NO_NAMES.search(note):
        for part in _SEPARATOR.split(note):
            yield ListName(_bare(part), kind)


def _originals(text: str, weak: bool) -> Iterator[ListName]:
    """Names in the original script; a remark in brackets becomes the note."""
    for part in _SEPARATOR.split(text):
        found = _SPELLINGS.fullmatch(part)
        name, note = (found["name"], found["spellings"]) if found else (part, "")
        if _is_name(name):
            yield ListName(name.strip(" ,"), NameKind.ORIGINAL_SCRIPT, weak=weak, note=note.strip())


def _take_apart(text: str) -> Iterator[tuple[str, str]]:
    """The names in one ALIAS_NAME, each with what stood beside it and is no name."""
    spelled = _SPELLINGS.fullmatch(text)
    if spelled and _holds_names(spelled["name"], spelled["spellings"]):
        yield spelled["name"].strip(" ,"), ""
        for part in _SEPARATOR.split(_ORIGINAL.sub("", spelled["spellings"])):
            yield _bare(part), ""
        return
    for part in _SEPARATOR.split(text):
        born = _BORN.search(part)
        name, extra = (part[: born.start()], born.group().strip(" ,")) if born else (part, "")
        remark = _SPELLINGS.fullmatch(name)
        if remark and any(word in remark["spellings"] for word in ("listed", "name", "identity")):
            name, extra = remark["name"], remark["spellings"]
        yield _bare(name), extra


def _bare(text: str) -> str:
    """A name without the brackets that lost their partner when the names were taken apart; what
    follows one that closes nothing is a remark and no name. A mark in front, ``a)``, goes."""
    text, depth = _MARK_IN_FRONT.sub("", text), 0
    for at, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth < 0:
            return text[:at].strip(" ,")
    is_open = depth > 0 and text.startswith("(")
    return text.strip(" ,(" if is_open else " ,")


def _holds_names(name: str, spellings: str) -> bool:
    """Whether what stands in brackets is the same name again: other script, or a list."""
    return (
        ";" in spellings
        or is_latin(name) != is_latin(spellings)
        or bool(_ORIGINAL.match(spellings))
    )


def _is_name(text: str) -> bool:
    return any(char.isalpha() for char in text)
