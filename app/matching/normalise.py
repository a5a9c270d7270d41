"""Names as they are compared: every step a named function, the whole idempotent.

The original stays beside every derived form. A name has up to three forms: inner apostrophes and
hyphens joined (``O'Brien`` -> ``obrien``) and split (``o brien``), and where it has both marks,
hyphens split alone (``al-Qa'im`` -> ``al qaim``); its score is that of the best pair of forms.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from app.matching.compounds import read_compounds
from app.matching.letters import fold_case, strip_invisible, to_latin
from app.matching.tables import NameTables, Words

_INNER = re.compile(r"(?<=[a-z0-9])['-](?=[a-z0-9])")
_APOSTROPHE = re.compile(r"(?<=[a-z0-9])'(?=[a-z0-9])")
_DIGIT = re.compile("[0-9]")
_MIXED = re.compile(r"(?=[a-z0-9]*[a-z])[a-z0-9]*\d[a-z0-9]*")
_LETTERS_FOR_DIGITS = str.maketrans("013456789", "oieasgtbg")
_DIGITS_STAY = re.compile(r"\d+(?:st|nd|rd|th)?$|.*\d\d")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_LAST_NUMBERS = {"i": "1", "v": "5", "xi": "11", "xx": "20"}  # elsewhere they are other words
_ORDINAL = re.compile(r"([1-9]\d{0,3})(?:st|nd|rd|th|er|ere|re|eme|ieme|ste|te|y|yy|iy|ya|oe|ye)")
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_ARTICLES = frozenset(("al", "el"))
COMMAS = re.compile("[,،、]")


class NameForms(NamedTuple):
    """A name beside its normalised forms.

    `forms` holds the joined form and, if they differ, the one with hyphens split and the one with
    all split; it is empty if nothing that can be compared is left.
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
    return NameForms(text, name_forms(text, tables, is_person=is_person))


def name_forms(text: str, tables: NameTables, *, is_person: bool) -> tuple[str, ...]:
    """The forms alone; see `normalise`."""
    forms: list[str] = []
    for plain in _plain_texts(text, is_person=is_person):
        tokens = plain.split()
        tokens = read_person(tokens, tables) if is_person else read_organisation(tokens, tables)
        form = " ".join(tokens)
        if form and form not in forms:
            forms.append(form)
    return tuple(forms)


def _plain_texts(text: str, *, is_person: bool) -> tuple[str, ...]:
    """A name as words and blanks in Latin letters and digits, of which titles, legal forms and
    the like are not yet read."""
    if text.isascii() and text.replace(" ", "").isalpha():  # as most names are
        return (text.lower(),)
    folded = fold_case(strip_invisible(text))
    ordered = given_name_first(folded) if is_person else folded
    latin = letters_for_digits(to_latin(ordered)) if is_person else to_latin(ordered)
    return joined_and_split(latin)


def given_name_first(text: str) -> str:
    """``LAST, First`` as ``First LAST``; further parts (``Jr``) go to the end."""
    if text.isascii() and "," not in text:
        return text
    parts = [part for part in map(str.strip, COMMAS.split(text)) if part]
    if len(parts) < 2:
        return text
    last, first, *rest = parts
    return " ".join((first, last, *rest))


def letters_for_digits(latin: str) -> str:
    """A person's name without digits that stand for letters: ``s1mon`` is ``simon``.

    Of words with at least two letters and more of them than digits; ordinals (``3rd``) and words
    with two digits in a row stay.
    """
    return _MIXED.sub(_spelled, latin) if _DIGIT.search(latin) else latin


def _spelled(found: re.Match[str]) -> str:
    word = found[0]
    letters = sum(char.isalpha() for char in word)
    if letters < 2 or 2 * letters <= len(word) or _DIGITS_STAY.match(word):
        return word
    return word.translate(_LETTERS_FOR_DIGITS)


def joined_and_split(latin: str) -> tuple[str, ...]:
    """Latin text as words and blanks: inner apostrophes and hyphens joined, then apostrophes
    alone, then all split."""
    split = _NOT_WORD.sub(" ", latin)
    if "'" not in latin and "-" not in latin:
        return (split,)
    joined = _NOT_WORD.sub(" ", _INNER.sub("", latin))
    half = _NOT_WORD.sub(" ", _APOSTROPHE.sub("", latin))
    return tuple(dict.fromkeys((joined, half, split)))


def read_person(tokens: list[str], tables: NameTables) -> list[str]:
    """A person's tokens without titles, with Arabic compounds in one spelling, and with Jr, Sr,
    III and the like as numbers."""
    if tables.person_words.isdisjoint(tokens):
        return tokens
    while True:
        read = read_compounds(strip_titles(tokens, tables))
        read = number_generations(read, tables)
        if read == tokens:
            return read
        tokens = read


def number_generations(tokens: list[str], tables: NameTables) -> list[str]:
    """A person's tokens with the number of the bearer of the name, if at least three words are
    left: `jr` and `ii` are 2, because a son who is named after his father is called either."""
    if len(tokens) < 3:
        return tokens
    *others, last = tokens
    if others[-1] == "the" and last in tables.counted_generations:
        return [*others[:-1], tables.counted_generations[last]]
    numbered = [tokens[0], *(tables.generations.get(token, token) for token in tokens[1:])]
    numbered[-1] = tables.last_generations.get(last, numbered[-1])
    return numbered


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
    while len(tokens) > 1:
        folded = _fold_once(tokens, tables)
        if folded == tokens:
            break
        tokens = folded
    return tokens


def _in_letters(tokens: list[str], at: int, words: tuple[str, ...]) -> bool:
    """Whether a legal form in spaced letters is only a part of more of them: `a b` of `a b c`."""
    if any(len(word) > 1 for word in words):
        return False
    beside = (*tokens[max(0, at - 1) : at], *tokens[at + len(words) : at + len(words) + 1])
    return any(len(word) == 1 and word.isalpha() for word in beside)


def join_letters(tokens: list[str]) -> list[str]:
    """An organisation's spaced letters as one word: `a b c` is the acronym `abc`."""
    if all(len(token) > 1 for token in tokens):
        return tokens
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
    return 1, (_number(tokens, at, tables),)


def _number(tokens: list[str], at: int, tables: NameTables) -> str:
    """A word as a number if it is one: `1er` is `1st`, and I the last word but for legal forms."""
    token = tokens[at]
    if token[0].isdigit():
        found = _ORDINAL.fullmatch(token)
        if not found:
            return token
        number = int(found[1])
        last = 0 if 10 < number % 100 < 20 else number % 10
        return f"{number}{_ENDINGS.get(last, 'th')}"
    is_last = token in _LAST_NUMBERS and at > 0 and len(tokens[at - 1]) > 1
    if is_last and tables.legal_words.issuperset(tokens[at + 1 :]):
        return _LAST_NUMBERS[token]
    return token


def _fold_once(tokens: list[str], tables: NameTables) -> list[str]:
    folded: list[str] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token not in tables.folds and token not in _LAST_NUMBERS and not token[0].isdigit():
            folded.append(token)
            at += 1
            continue
        count, target = spelling_at(tokens, at, tables)
        folded.extend(target)
        at += count
    return folded
