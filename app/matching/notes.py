"""Why two words of the names were paired, in words for people to read."""

from __future__ import annotations

from typing import Final

from rapidfuzz.distance import OSA

from app.domain.match import TokenReason
from app.matching.learned import entries_text
from app.matching.tables import NameTables
from app.matching.tokens import token_of

_WORD_LABEL = "word"  # of a class of plain words, beside those of languages


def letters_note(own: str, theirs: str) -> str:
    """How many letters of two words differ."""
    if own == theirs:
        return "equal"
    if len(own) == 1 or len(theirs) == 1:
        return "initial" if own[0] == theirs[0] else "1 letter"
    distance = OSA.distance(own, theirs)
    letters = "letter" if distance == 1 else "letters"
    return f"{distance} {letters} of {max(len(own), len(theirs))}"


def reason_note(
    own: str, theirs: str, reason: TokenReason, tables: NameTables, *, is_person: bool
) -> str:
    """The reason of a pair of the aligned profile.

    Args:
        own, theirs: the words of each side, with blanks between them if there are several.
    """
    if reason in _FIXED:
        return _FIXED[reason]
    if reason is TokenReason.INITIAL:
        return "initials" if " " in own + theirs else "initial"
    if reason is TokenReason.SOUND:
        return f"sounds alike ({token_of(own, tables, is_person=is_person).metaphone})"
    by_tables = _BY_TABLES.get(reason)
    return by_tables(own, theirs, tables) if by_tables else letters_note(own, theirs)


def _joined(own: str, theirs: str, tables: NameTables) -> str:
    count = max(len(own.split()), len(theirs.split()))
    one, other = own.replace(" ", ""), theirs.replace(" ", "")
    note = f"{count} words joined"
    return note if one == other else f"{note}, {_same_name(one, other, tables)}"


def _same_name(own: str, theirs: str, tables: NameTables) -> str:
    shared = set(tables.classes.get(own, ())) & set(tables.classes.get(theirs, ()))
    language, _, canonical = tables.class_labels[min(shared)].partition(": ")
    if language == _WORD_LABEL:
        return f"same word: {canonical}"
    return f"same name: {canonical} ({language})"


def _learned(own: str, theirs: str, tables: NameTables) -> str:
    shared = set(tables.classes[own]) & set(tables.classes[theirs])
    entries = entries_text(max(tables.learned[number] for number in shared))
    return f"same name: spellings learned from {entries} of the lists"


def _nickname(own: str, theirs: str, tables: NameTables) -> str:
    shared = set(tables.nicknames.get(own, ())) & set(tables.nicknames.get(theirs, ()))
    full = tables.class_labels[min(shared)].partition(": ")[2]
    names = set(tables.classes.get(full, ()))
    is_full = any(
        word == full or not names.isdisjoint(tables.classes.get(word, ())) for word in (own, theirs)
    )
    return f"short for {full}" if is_full else f"both short for {full}"


_FIXED: Final = {
    TokenReason.CONSONANTS: "same consonants",
}
_BY_TABLES: Final = {
    TokenReason.JOINED: _joined,
    TokenReason.ALIAS_CLASS: _same_name,
    TokenReason.LEARNED_CLASS: _learned,
    TokenReason.NICKNAME: _nickname,
}
