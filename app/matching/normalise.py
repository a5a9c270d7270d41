"""Names as they are compared: every step a named function, the whole idempotent.

The original stays beside every derived form. A name has one or two forms: inner apostrophes and
hyphens joined (``O'Brien`` -> ``obrien``) and split (``o brien``); its score is that of the best
pair of forms.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.matching.letters import fold_case, strip_invisible, to_latin
from app.matching.tables import NameTables, Words

_INNER = re.compile(r"(?<=[a-z0-9])['-](?=[a-z0-9])")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_ARTICLES = frozenset(("al", "el"))
COMMAS = re.compile("[,،、]")


@dataclass(frozen=True, slots=True)
class NameForms:
    """A name beside its normalised forms.

    `forms` holds the joined form and, if it differs, the split one; it is empty if nothing that
    can be compared is left.
    """

    original: str
    forms: tuple[str, ...]


def normalise(text: str, tables: NameTables, *, is_person: bool) -> NameForms:
    """The forms of one name, as typed by a user or written by a list.

    Args:
        text: any Unicode text, lone surrogates included.
        tables: titles, legal forms and number words.
        is_person: `LAST, First` is turned round and titles go; else legal forms and numbers
            are folded.
    """
    folded = fold_case(strip_invisible(text))
    ordered = given_name_first(folded) if is_person else folded
    latin = to_latin(ordered)
    forms = []
    for plain in joined_and_split(latin):
        tokens = plain.split()
        tokens = strip_titles(tokens, tables) if is_person else read_organisation(tokens, tables)
        form = " ".join(tokens)
        if form and form not in forms:
            forms.append(form)
    return NameForms(text, tuple(forms))


def given_name_first(text: str) -> str:
    """``LAST, First`` as ``First LAST``; further parts (``Jr``) go to the end."""
    if text.isascii() and "," not in text:
        return text
    parts = [part for part in map(str.strip, COMMAS.split(text)) if part]
    if len(parts) < 2:
        return text
    last, first, *rest = parts
    return " ".join((first, last, *rest))


def joined_and_split(latin: str) -> tuple[str, ...]:
    """Latin text as words and blanks: inner apostrophes and hyphens joined, then split."""
    split = _NOT_WORD.sub(" ", latin)
    if "'" not in latin and "-" not in latin:
        return (split,)
    joined = _NOT_WORD.sub(" ", _INNER.sub("", latin))
    return (joined, split)


def strip_titles(tokens: list[str], tables: NameTables) -> list[str]:
    """A person's tokens without titles and honorifics, but never without the last token.

    Behind the first name a title goes only while two other tokens remain, because many titles
    are surnames too: `Karim Sheikh` keeps both.
    """
    while True:
        shorter = _strip_titles_once(tokens, tables)
        if shorter == tokens:
            return tokens
        tokens = shorter


def _strip_titles_once(tokens: list[str], tables: NameTables) -> list[str]:
    is_title = [token in tables.titles for token in tokens]
    for at, token in enumerate(tokens[:-1]):  # al-Sheikh is a title as a whole
        is_title[at] = is_title[at] or (token in _ARTICLES and is_title[at + 1])
    first = 0
    while first < len(tokens) - 1 and is_title[first]:
        first += 1
    kept = [token for token, is_one in zip(tokens, is_title, strict=True) if not is_one]
    tokens = kept if len(kept) >= 2 else tokens[first:]
    if len(tokens) > 2 and tokens[0] in tables.leading_titles:
        tokens = tokens[1:]
    return tokens


def read_organisation(tokens: list[str], tables: NameTables) -> list[str]:
    """An organisation's tokens folded and joined, until nothing changes any more."""
    while True:
        folded = fold_organisation(tokens, tables)
        joined = join_letters(folded)
        if joined == folded:
            return folded
        tokens = joined


def fold_organisation(tokens: list[str], tables: NameTables) -> list[str]:
    """An organisation's tokens with legal forms and number words in their canonical writing.

    It ends, because every folding replaces at least one word that is not canonical by words
    that are, and the tables hold no spelling of canonical words only. A name of one word is left
    alone: the acronym ASC is no joint stock company.
    """
    folds = tables.folds
    while True:
        if len(tokens) == 1 or not any(token in folds for token in tokens):
            return tokens
        folded = _fold_once(tokens, tables)
        if folded == tokens:
            return tokens
        tokens = folded


def _in_letters(tokens: list[str], at: int, words: tuple[str, ...]) -> bool:
    """Whether a legal form in spaced letters is only a part of more of them: `a b` of `a b c`."""
    if any(len(word) > 1 for word in words):
        return False
    beside = (*tokens[max(0, at - 1) : at], *tokens[at + len(words) : at + len(words) + 1])
    return any(len(word) == 1 and word.isalpha() for word in beside)


def join_letters(tokens: list[str]) -> list[str]:
    """An organisation's spaced letters as one word: `a b c` is the acronym `abc`."""
    joined: list[str] = []
    is_open = False
    for token in tokens:
        is_letter = len(token) == 1 and token.isalpha()
        if is_letter and is_open:
            joined[-1] += token
        else:
            joined.append(token)
        is_open = is_letter
    return joined


def spelling_at(tokens: list[str], at: int, tables: NameTables) -> tuple[int, Words]:
    """How many tokens from a place on are a spelling of something, and its canonical tokens.

    One and the token itself if none are.
    """
    for words, target in tables.folds.get(tokens[at], ()):
        if tuple(tokens[at : at + len(words)]) == words and not _in_letters(tokens, at, words):
            return len(words), target
    return 1, (tokens[at],)


def _fold_once(tokens: list[str], tables: NameTables) -> list[str]:
    folded: list[str] = []
    at = 0
    while at < len(tokens):
        count, target = spelling_at(tokens, at, tables)
        folded.extend(target)
        at += count
    return folded
