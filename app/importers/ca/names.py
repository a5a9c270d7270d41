"""Names of Canadian records: one string of aliases taken apart, entity names freed of theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domain.list_entry import ListName, NameKind
from app.importers.ca.reader import Record
from app.importers.reading import first_by
from app.importers.scripts import is_latin

_LABEL = re.compile(
    r"[(\s]{0,5}\b(?:Russian|Belarus?s?ian|Ukrainian|Arabic|Persian|Farsi|Hebrew|Burmese|Chinese)\s*:\s*"
)
_AKA = re.compile(r"\(?\b(?:also known as|a\.k\.a\.|AKA)(?=[\s:])[\s:]*", re.IGNORECASE)
_KNOWN_AS = re.compile(r"\s*\(\s*also known as\s+(?P<names>.*?)\)?\s*$", re.IGNORECASE)
_OR = re.compile(r",?\s+(?:or|ou)\s+")
_AND = re.compile(r",?\s+and\s+")
_LIST_WORD = re.compile(r"(?:or|and)\s+")
_SLASH = re.compile(r"\s*/\s*")
_SPACED_SLASH = re.compile(r"\s+/\s+")
_NEW_SCRIPT = re.compile(r"(?<=[A-Za-z])\s+(?=[\u0590-\u06ff])|(?<=[\u0590-\u06ff])\s+(?=[A-Za-z])")
_FORMS = (
    "АО|ОАО|ЗАО|ПАО|ООО|НАО|ФГУП|ФГБУ|АНО|УП|ААТ|ТАА|AO|OAO|ZAO|PAO|OOO|FGUP|JSC|PJSC|OJSC|CJSC|LLC|"
    "Ltd|Limited|Inc|Co|Corp|Corporation|GmbH|SA|FSUE|SC|Public Joint Stock Company|"
    "Open Joint Stock Company|Joint Stock Company|Limited Liability Company|Company Limited|"
    "Акционерное общество|Публичное акционерное общество|Открытое акционерное общество|"
    "Закрытое акционерное общество|Общество с ограниченной ответственностью"
)
_FORM = re.compile(rf"(?:{_FORMS})\.?", re.IGNORECASE)
_ENDS = re.compile(rf"(?:[”’»\"]|\b(?:{_FORMS})\.?)$", re.IGNORECASE)
_STARTS = re.compile(rf"(?:[“‘«\"]|(?:{_FORMS})\b)", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"(?P<before>.*?)\s*\((?P<other>[^()]+)\)\s*(?P<after>.*)")
_COMMA = re.compile(r",(?![^()]*\))")  # none within brackets
_LOST_QUOTE = re.compile(r"^[\"”»]\s+")
_SURNAME_FIRST = re.compile(r"[^,;/\s]+, [^,;/\s]+ [^,;/\s]+")


def record_names(record: Record) -> tuple[ListName, ...]:
    """The primary name, then the others, each once; () where there is no letter of a name."""
    found = _entity_names(record) if record.entity else _person_names(record)
    named = (name for name in found if any(map(str.isalpha, name.text)))
    return first_by(lambda name: name.text, named)


def _person_names(record: Record) -> Iterator[ListName]:
    lasts, givens = _spellings(record.last_name), _spellings(record.given_name)
    full = (", ".join(filter(None, (last, given))) for last in lasts for given in givens)
    for number, text in enumerate(full):
        yield ListName(text, NameKind.STRONG_ALIAS if number else NameKind.PRIMARY)
    for text in _aliases_of_person(record.aliases):
        yield _alias(text, is_person=True)


def _spellings(text: str) -> tuple[str, ...]:
    """``TARUSKY (TARUSKI)`` are two spellings of one name part."""
    found = _IN_BRACKETS.fullmatch(text)
    if not found:
        return (text,)
    before, other, after = found["before"], found["other"], found["after"]
    plain, spelled = [before, after], [*before.split()[:-1], other, after]
    return tuple(" ".join(filter(None, parts)) for parts in (plain, spelled))


def _entity_names(record: Record) -> Iterator[ListName]:
    known_as = _KNOWN_AS.search(record.entity)
    main = record.entity[: known_as.start()] if known_as else record.entity
    for number, text in enumerate(_languages(main)):
        yield ListName(text, NameKind.STRONG_ALIAS if number else NameKind.PRIMARY)
    if known_as:
        for text in _known_as(known_as["names"]):
            yield _alias(text, is_person=False)
    for text in _aliases_of_entity(record.aliases):
        yield _alias(text, is_person=False)


def _languages(text: str) -> list[str]:
    """``Iranian Navy/Force navale iranienne``: the name in English and in French."""
    parts = _SLASH.split(text)
    whole = all(part.count("(") == part.count(")") for part in parts)
    return parts if len(parts) == 2 and whole and all(" " in part for part in parts) else [text]


def _known_as(text: str) -> Iterator[str]:
    """The names in ``(also known as A, B and C)``: an ``and`` may belong to a name."""
    parts = _joined(_COMMA.split(text))
    for part in parts:
        pieces = _AND.split(_LIST_WORD.sub("", part, count=1) if _LIST_WORD.match(part) else part)
        is_list = len(pieces) == 2 and (
            (part is parts[-1] and len(parts) > 1)
            or bool(_ENDS.search(pieces[0]))
            or bool(_STARTS.match(pieces[1]))
        )
        yield from pieces if is_list else [" and ".join(pieces)]


def _aliases_of_person(text: str) -> Iterator[str]:
    if _SURNAME_FIRST.fullmatch(text) and not is_latin(text):
        yield text
        return
    for part in _pieces(text):
        for item in _COMMA.split(part):
            for name in _SLASH.split(item):
                for choice in _OR.split(_without_list_word(name)):
                    both = _AND.split(choice)
                    yield from both if all(" " in each.strip() for each in both) else [choice]


def _aliases_of_entity(text: str) -> Iterator[str]:
    for part in _pieces(text):
        for item in _joined(_COMMA.split(part)):
            for name in _SPACED_SLASH.split(_without_list_word(item)):
                choices = _OR.split(name)
                if any(_FORM.fullmatch(choice.strip()) for choice in choices):
                    choices = [name]
                for choice in choices:
                    both = _AND.split(choice)
                    yield from [choice] if any(map(is_latin, both)) else both


def _pieces(text: str) -> Iterator[str]:
    """The parts between semicolons, labels of languages and changes of script."""
    for part in _LABEL.sub(";", _AKA.sub(";", text)).split(";"):
        yield from _NEW_SCRIPT.split(part)


def _joined(parts: list[str]) -> list[str]:
    """The parts between commas, those put together again that are one name: ``X, ООО``."""
    found: list[str] = []
    for part in (part.strip() for part in parts):
        is_list_word = bool(_LIST_WORD.match(part))
        goes_on = part[:1].islower() and not is_latin(part) and not is_list_word
        if found and (goes_on or _FORM.fullmatch(part) or _FORM.fullmatch(found[-1])):
            found[-1] += f", {part}"
        elif part:
            found.append(part)
    return found


def _without_list_word(text: str) -> str:
    return _LIST_WORD.sub("", text.strip(), count=1) if _LIST_WORD.match(text.strip()) else text


def _alias(text: str, *, is_person: bool) -> ListName:
    """An alias; the list has no mark of quality, but one word of a person is a weak name."""
    name = _balanced(text.strip(" ,;:"))
    is_weak = is_person and len(name.split()) == 1 and all(ord(char) < 0x2E80 for char in name)
    if not is_latin(name):
        return ListName(name, NameKind.ORIGINAL_SCRIPT, weak=is_weak)
    return ListName(name, NameKind.WEAK_ALIAS if is_weak else NameKind.STRONG_ALIAS)


def _balanced(text: str) -> str:
    """The text without a bracket or quote at its edge that lost its partner."""
    text = _LOST_QUOTE.sub("", text)
    if text.startswith("(") and text.count("(") > text.count(")"):
        text = text[1:]
    if text.endswith(")") and text.count(")") > text.count("("):
        text = text[:-1]
    if text.endswith("(") or text.startswith(")"):
        text = text.strip("()")
    return text.strip(" ,;:")
