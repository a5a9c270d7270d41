"""Second names that a list writes into the first: in brackets, behind a slash or `a.k.a.`.

``EASTERN WIND BRIGADE (EWB)`` is listed as a whole, without the brackets, and as ``EWB``; the
acronym is a name of its own. A person's ``LAST, First`` is a name in both orders, because much of
the world writes the family name first: ``KIM, Jong Un`` is ``Kim Jong Un`` to everybody. So is a
name of two words without a comma: nothing in it says which of them is the family name.
"""

from __future__ import annotations

import re
from functools import lru_cache

from app.matching.normalise import COMMAS, NameForms, normalise
from app.matching.tables import NameTables, fold_words

_BRACKETS = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]")
_SLASH = re.compile(r"\s+/\s*|\s*/\s+|;|(?<=[^\W\d]{3})/(?=[^\W\d]{3})")
_SEPARATOR = re.compile(r"[(（\[/;]")
_PARTED = re.compile(f"{_SEPARATOR.pattern}|{COMMAS.pattern}")
_LEAST_LETTERS = 3  # of a second name that stands alone


def list_names(
    text: str, tables: NameTables, *, is_person: bool, both_orders: bool = True
) -> tuple[NameForms, ...]:
    """The names that one listed name stands for, the whole first; empty if nothing is left.

    Names with the same forms are given once. Every form of every name counts for the entry.

    Args:
        both_orders: give a person's names of two words in the other order too, last; for a
            profile that does not align words.
    """
    texts = second_name_texts(text, tables, is_person=is_person)
    if len(texts) == 1 and not (is_person and both_orders):
        name = normalise(text, tables, is_person=is_person)
        return (name,) if name.forms else ()
    names: list[NameForms] = []
    seen: set[str] = set()
    for part in texts:
        name = normalise(part, tables, is_person=is_person)
        if name.forms and not seen.issuperset(name.forms):
            seen.update(name.forms)
            names.append(name)
    if is_person and both_orders:
        for name in tuple(names):
            turned = _turned_round(name.forms[0])
            if turned and turned not in seen:
                seen.add(turned)
                names.append(NameForms(name.original, (turned,)))
    return tuple(names)


def _turned_round(form: str) -> str:
    """The other order of a form of two words, "" for any other."""
    words = form.split()
    return " ".join(reversed(words)) if len(words) == 2 else ""


def second_name_texts(text: str, tables: NameTables, *, is_person: bool) -> tuple[str, ...]:
    """The text itself, then the texts of further names in it (see the module)."""
    marks = _alias_marks(tables)
    if not (_PARTED.search(text) or marks.search(text)):
        return (text,)
    texts = [text]
    if _SEPARATOR.search(text) or marks.search(text):
        bare, inside = _without_brackets(text, marks, is_person=is_person)
        parts = [part for whole in (bare, *inside) for part in _split(whole, marks)]
        texts.extend(
            part
            for part in parts
            if _is_name(part, bare, tables, is_person=is_person)
            or (not is_person and _is_acronym(part, bare))
        )
    if is_person:
        plain = [name for name in texts if not _SEPARATOR.search(name)]
        texts.extend(COMMAS.sub(" ", name) for name in plain if COMMAS.search(name))
    return tuple(dict.fromkeys(texts))


def _without_brackets(
    text: str, marks: re.Pattern[str], *, is_person: bool
) -> tuple[str, list[str]]:
    """A text without what is in brackets, and that as texts of their own.

    In an organisation's name, words in brackets that others follow are a part of it: `Northbank
    (Malta) Ltd` is not `Northbank Ltd`. An acronym of the words before is a name anywhere.
    """
    inside: list[str] = []

    def read(found: re.Match[str]) -> str:
        before, after = text[: found.start()], text[found.end() :]
        is_within = not is_person and bool(fold_words(before) and fold_words(after))
        if is_within and not marks.search(found[0]) and not _is_acronym(found[1], before):
            return f" {found[1]} "
        inside.append(found[1])
        return " "

    bare = _BRACKETS.sub(read, text)
    return " ".join(bare.split()), inside


def _is_acronym(text: str, words: str) -> bool:
    """Whether the letters of one word are the initials of words, some of which may be left out."""
    letters = fold_words(text)
    if len(letters) != 1 or len(letters[0]) < 2:
        return False
    initials = iter(word[0] for word in fold_words(words))
    return all(letter in initials for letter in letters[0])


def _split(text: str, marks: re.Pattern[str]) -> list[str]:
    pieces = [piece for whole in _SLASH.split(text) for piece in marks.split(whole)]
    return [piece.strip(" ,:\"'“”«»") for piece in pieces]


def _is_name(part: str, bare: str, tables: NameTables, *, is_person: bool) -> bool:
    """Whether a part names somebody: not a remark, and for a person at least two words."""
    words = fold_words(part)
    if part == bare or not words:
        return bool(words)
    if len(words) == 1 and (is_person or len(words[0]) < _LEAST_LETTERS or words[0].isdigit()):
        return False
    phrase = " ".join(words)
    return phrase not in tables.not_names and not f" {phrase}".endswith(tables.not_name_ends)


@lru_cache(maxsize=4)
def _compiled(marks: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(marks, key=len, reverse=True)
    choices = "|".join(re.escape(mark).replace(r"\ ", r"\s+") for mark in longest_first)
    firsts = "".join(re.escape(mark[0]) for mark in marks)  # few words open with one of these
    opening = rf"(?<![^\s,;:(])(?=[{firsts}])"
    return re.compile(rf"{opening}(?:{choices})(?![^\s,;:)])[:,]?", re.IGNORECASE)


def _alias_marks(tables: NameTables) -> re.Pattern[str]:
    return _compiled(tables.alias_marks)
