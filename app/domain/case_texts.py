"""Texts of case work as they are stored: reasons, notes, tags, names of people and of files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from app.domain.errors import BadInput
from app.domain.subject import clean_text
from app.domain.user import MAX_LOGIN

MAX_REASON = 4_000
MAX_NOTE = 20_000
MAX_TAG = 40
MAX_TAGS = 20
MAX_FILE_NAME = 120
_JOINERS = "\u200c\u200d"  # part of words in several scripts
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)")


def reason_text(text: str, what: str = "reason") -> str:
    """A reason that must be given, cleaned. Raises BadInput if it is empty or far too long."""
    clean = clean_text(text)
    if not clean:
        raise BadInput(
            f"The {what} is empty.", safe="Nothing was changed.", todo=f"Say the {what}."
        )
    return _short(clean, what, MAX_REASON)


def note_text(text: str, what: str = "note") -> str:
    """A text that may be empty, cleaned. Raises BadInput if it is far too long."""
    return _short(clean_text(text), what, MAX_NOTE)


def _short(text: str, what: str, most: int) -> str:
    if len(text) > most:
        raise BadInput(
            f"The {what} has {len(text):,} characters; at most {most:,} are taken.",
            safe="Nothing was changed.",
            todo="Shorten it, or attach it as a document.",
        )
    return text


def tag_texts(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags on one line each, without repeats, in the order given.

    Raises BadInput for one that is too long, or too many.
    """
    found: dict[str, str] = {}
    for tag in tags:
        clean = " ".join(_visible(clean_text(tag)).split())
        if len(clean) > MAX_TAG:
            raise BadInput(f"A tag has at most {MAX_TAG} characters.", safe="Nothing was changed.")
        if clean:
            found.setdefault(clean.casefold(), clean)
    if len(found) > MAX_TAGS:
        raise BadInput(f"A case has at most {MAX_TAGS} tags.", safe="Nothing was changed.")
    return tuple(found.values())


def stated_person(text: str) -> str:
    """A person as a caller states them, or nobody. Raises BadInput for what cannot be a name."""
    name = clean_text(text)
    if name:
        person_text(name)
    return name


def person_text(text: str) -> str:
    """A person as stated where no users are kept: in small letters, as logins are.

    Raises BadInput if nobody can be called that.
    """
    name = clean_text(text).casefold()
    if not name or len(name) > MAX_LOGIN or not name.isprintable():
        raise BadInput(
            f"“{name[:40]}” cannot be a person's name.",
            safe="Nothing was changed.",
            todo="Use an e-mail address or an account name.",
        )
    return name


def file_name(name: str) -> str:
    """A name under which a document can be shown and saved on any system: without folders,
    control and direction characters, device names and outer dots; at most 120 characters, the
    extension kept."""
    last = re.split(r"[\\/]", clean_text(name))[-1]
    clean = " ".join(_FORBIDDEN.sub("_", _visible(unicodedata.normalize("NFC", last))).split())
    clean = clean.strip(" .") or "document"
    stem, dot, extension = clean.rpartition(".")
    if not dot or len(extension) > 10:
        stem, dot, extension = clean, "", ""
    if _DEVICE.fullmatch(stem.split(".")[0].strip()):
        stem = f"_{stem}"
    kept = stem[: MAX_FILE_NAME - len(dot) - len(extension)].rstrip(" .")
    return f"{kept}{dot}{extension}"


def _visible(text: str) -> str:
    """Text without control, format and unassigned characters, blanks of any kind as spaces."""
    return "".join(
        " " if unicodedata.category(char) in {"Zs", "Zl", "Zp", "Cc"} else char
        for char in text
        if char in _JOINERS or unicodedata.category(char) not in {"Cf", "Cs", "Co", "Cn"}
    )
