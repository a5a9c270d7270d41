"""Names of EU parties: each spelling once, the primary one, the weak ones."""

from __future__ import annotations

import re

from app.domain.list_entry import ListName, NameKind
from app.importers.eu.entity import Part, RawEntity
from app.importers.reading import unique
from app.importers.scripts import is_latin

# "Low quality alias" and its slips: "lo quality", "low-quality", "Low qulity alias".
_WEAK = re.compile(r"\b(?:low?|poor|weak)\b[\s-]*(?:qu?\w{2,}|a\.?k\.?a|alias)", re.IGNORECASE)
_FORMER = re.compile(
    r"^\W*(?:f\.?k\.?a\b|formerly\b|previously\b|former (?:name|alias)|old name)", re.IGNORECASE
)
_ENGLISH = ("", "EN")
_INNER = re.compile(r";\s+")


def entry_names(entity: RawEntity) -> tuple[ListName, ...]:
    """The names of a party, the primary one first; () where none has a letter.

    The list gives a name once for each of its 24 languages, mostly in equal spelling: every
    spelling is kept once, and its note says in which languages it stands and what is remarked. It
    marks no primary name: the first that is strong, in English or of no language, is taken, and
    for a person one of more than one word.
    """
    spellings: dict[str, list[Part]] = {}
    for part in entity.names:
        for text in _texts(part):
            spellings.setdefault(text, []).append(part)
    if not spellings:
        return ()
    is_person = entity.get("classificationCode") == "P" or entity.get("code") in ("P", "person")
    first = min(  # the first of equals
        spellings, key=lambda text: (*_rank(text, spellings[text]), is_person and " " not in text)
    )
    rest = [_listed(text, parts) for text, parts in spellings.items() if text != first]
    return (ListName(first, note=_note(spellings[first])), *rest)


def _texts(part: Part) -> tuple[str, ...]:
    """The spellings in one name: several where they stand in one field, or where the parts of the
    name are spelt another way than the whole; none without letters."""
    parts = " ".join(filter(None, map(part.get, ("firstName", "middleName", "lastName"))))
    whole = part.get("wholeName") or parts
    pieces = [piece.strip(" ;") for piece in _INNER.split(whole)]
    if parts and sorted(parts.split()) != sorted(whole.split()):
        pieces.append(parts)
    return tuple(piece for piece in pieces if any(map(str.isalpha, piece)))


def _rank(text: str, parts: list[Part]) -> tuple[bool, bool, bool, bool]:
    is_english = any(part.get("nameLanguage") in _ENGLISH for part in parts)
    return _is_weak(parts), _is_former(parts), not is_latin(text), not is_english


def _listed(text: str, parts: list[Part]) -> ListName:
    is_weak, note = _is_weak(parts), _note(parts)
    if _is_former(parts):
        return ListName(text, NameKind.FORMER, weak=is_weak, note=note)
    if not is_latin(text):
        return ListName(text, NameKind.ORIGINAL_SCRIPT, weak=is_weak, note=note)
    return ListName(text, NameKind.WEAK_ALIAS if is_weak else NameKind.STRONG_ALIAS, note=note)


def _is_weak(parts: list[Part]) -> bool:
    """A spelling is weak where the list calls it so every time that it gives it."""
    return all(
        part.get("strong").lower() == "false" or any(map(_WEAK.search, part.remarks))
        for part in parts
    )


def _is_former(parts: list[Part]) -> bool:
    return all(any(map(_FORMER.search, part.remarks)) for part in parts)


def _note(parts: list[Part]) -> str:
    languages = unique(filter(None, (part.get("nameLanguage") for part in parts)))
    remarks = unique(" ".join(text.split()) for part in parts for text in part.remarks)
    spoken = f"language {', '.join(languages)}" if languages else ""
    return "; ".join(filter(None, (spoken, *remarks)))
