"""Whether a name is a person's or an organisation's, where a list does not say it."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from app import bundled
from app.domain.list_entry import EntryType

_SHORTEST: Final = 3  # shorter words are parts of people's names, too
_LONGEST_PERSON: Final = 9  # words
_WORD = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)*\.?")
_HEIRS = re.compile(r" and any successor\b")
_SAID_PERSON = re.compile(r"\bindividual\)", re.IGNORECASE)
# ``S.A. de C.V.``, ``E.U.``: initials that do not open a name are a legal form's.
_DOTTED_END = re.compile(r"\S\s+(?:[A-Za-z]\.){2,}\W*$")
_MARKS: Final = frozenset("&/«»“”+")
# Short legal forms, which count at the end of a name only.
_SHORT_ENDS: Final = frozenset(
    ("co", "ag", "sa", "bv", "nv", "kg", "ab", "as", "ao", "ad", "oy", "spa", "srl", "plc", "llc")
)
_FIRST_FORMS: Final = frozenset(("the", "ooo", "oao", "zao", "pao", "ao", "jsc"))
# Words of organisations that are no legal form and no trade.
_FURTHER: Final = frozenset(
    """academy administration agency airways army association authority avia battalion battalions
    brigade brothers bureau cartel center centre club college command commission committee
    consortium consultant council department directorate division engineers enterprise
    establishment exchange factory faculty farm federation firm force forces foundation front fund
    group guard hospital house institute institutes institution lab laboratory lines market
    ministry movement navy network office organisation organization partners party plant police
    prison project regiment research scientific society sons store team union unit university
    works workshop yard""".split()  # noqa: SIM905 -- a list of words reads as one
)
# Words of organisations in some language that are names of people in others.
_ALSO_NAMES: Final = frozenset(("arab", "armas", "del", "muslim", "pao", "pour", "soe", "tea"))


def guessed_type(name: str) -> EntryType:
    """INDIVIDUAL or ENTITY by the words of a name.

    Legal forms, trades, digits and ``&`` are an organisation's; so is a name of one word or of
    more words than people have.
    """
    if _SAID_PERSON.search(name):
        return EntryType.INDIVIDUAL
    words = [word.strip(".").casefold() for word in _WORD.findall(name)]
    looks_odd = (
        _HEIRS.search(name)
        or _DOTTED_END.search(name)
        or any(char.isdigit() or char in _MARKS for char in name)
    )
    if looks_odd or not 1 < len(words) <= _LONGEST_PERSON:
        return EntryType.ENTITY
    if words[0] in _FIRST_FORMS or words[-1].replace(".", "") in _SHORT_ENDS:
        return EntryType.ENTITY
    parts = {part for word in words for part in word.replace(".", "").split("-")}
    return EntryType.ENTITY if parts & _organisation_words() else EntryType.INDIVIDUAL


@cache
def _organisation_words() -> frozenset[str]:
    """Single words of legal forms and of organisations' names, in small letters."""
    forms = bundled.read_toml("resources/names/legal_forms.toml")["form"]
    words = bundled.read_toml("resources/names/organisation_words.toml")
    spellings = [
        spelling
        for table in (forms, words["generic"], words["translated"])
        for key, row in table.items()
        for spelling in (key, *row)
    ]
    plain = {spelling.casefold().replace(".", "") for spelling in spellings}
    single = {word for word in plain if word.isalpha() and len(word) >= _SHORTEST}
    return frozenset((single | _FURTHER) - _ALSO_NAMES)
