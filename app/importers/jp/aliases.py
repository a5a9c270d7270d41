"""Alias cells of the Japanese workbook taken apart: lists, scripts, marks, remarks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.domain.list_entry import NameKind
from app.importers.jp.japanese import is_japanese, is_lettered, items, says_something
from app.importers.scripts import is_latin


@dataclass(frozen=True, slots=True)
class Text:
    """A name as it stands in a cell, with its kind and the remark behind it.

    `is_name` is False for what the cell says beside names: a sentence, a number of a paper.
    """

    name: str
    kind: NameKind
    note: str = ""
    is_name: bool = True


_MARK = re.compile(
    r"\(?\s*(?:(?P<former>\bf\.k\.a\b\.?|\bfka\b(?=:)|旧称|以前の別名)"
    r"|\ba\.k\.a\b\.?|\baka\b(?=:)|\balso known as\b|別称|別名\d*)[\s):、,]*"
)
# Words about the names of a cell, not names: how many follow, which are known, listed elsewhere.
_ABOUT = re.compile(
    r"\bthe following \w+ aliases\b[\s:]*|;\s*and\s*(?=\n|$)"
    r"|\)\s*(?:prominently known by this nom de guerre|この戦闘員名で良く知られる)"
    r"|\)?\s*\(+\d+\)?\.?に指定した団体\)*"
)
_EMPTY = re.compile(r"\(\s*\)")
_ORIGINAL = re.compile(
    r"\(?\s*(?:original s(?:cript|cipt)|[一-龯ァ-ー]+語)\s*:\s*(?P<name>[^()]*)\)?"
    r"|\(\s*(?P<before>[^():]+?)\s*:\s*original script\s*\)",
    re.IGNORECASE,
)
_BROKEN = re.compile(
    r"(\((?![af]\.k\.a)[A-Za-z][^()\n]*)\n(?=[^()\n]*\))"
)  # a line break in a name
_LANGUAGE = re.compile(r"【[^】]*】|\([ァ-ー一-龯]+語\)")
_GROUP = re.compile(r"\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)")
_OPEN_GROUP = re.compile(r"(?P<before>[^()]+?)\s*\(+(?P<inner>[^()]+)\)*")
_THEN_LATIN = re.compile(
    r"(?P<japanese>.*[\u3040-\u30ff\u3400-\u9fff)])\s+(?P<latin>[A-Z‘'\"“`].*)"
)
_FACT = re.compile(
    r",\s*[^,]*\b(?:passport|issued|national id|identity card)\b.*|,?\s*\b(?:born|DOB|POB)\b.*"
    r"|[、,]?\s*\(?\d{4}年.*|[、,]\s*[^、,]*旅券.*",
    re.IGNORECASE | re.DOTALL,
)
_NO_NAME = re.compile(r"。|旅券番号|^(?:番号|出生地|生年月日)")
_REMARK = re.compile(
    r"\d{3}|:|[生名]|以前|appears|formerly|previously|listed|nom de guerre", re.IGNORECASE
)
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&/-]{1,9}")
_CAPITALS = 6  # of the longest acronym that is taken for one in a name in capitals
_FORMS = frozenset(("株式会社", "公共株式会社", "公開株式会社", "非公開株式会社", "有限会社"))
_LATIN_FORMS = frozenset(("ltd", "ltd.", "llc", "inc", "inc.", "jsc", "pjsc", "oao", "ooo"))
_WORDS_OF_FULL_NAME = 3


def alias_texts(cell: str, kind: NameKind) -> Iterator[Text]:
    """The names of a cell, in the order of the cell.

    Args:
        cell: plain text, lines kept.
        kind: of the column; the marks ``旧称`` and ``f.k.a.`` make a strong alias a former name.
    """
    cell = _LANGUAGE.sub(" ", _ABOUT.sub("", cell).replace("\n・", "・"))
    cell = _BROKEN.sub(r"\1 ", _EMPTY.sub("", cell))
    counts_agree = not is_lettered(cell) and _is_list_of_both(cell)
    for line in cell.split("\n"):
        current = kind
        for part in (part for item in items(line) for part in _semicolons(_balanced(item))):
            at = 0
            for mark in _MARK.finditer(part):
                yield from _names(part[at : mark.start()], current, cell, counts_agree=counts_agree)
                if kind is NameKind.STRONG_ALIAS:
                    current = NameKind.FORMER if mark["former"] else kind
                at = mark.end()
            yield from _names(part[at:], current, cell, counts_agree=counts_agree)


def originals(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without its ``(original script: ...)``, and the names that stood there."""
    found = (mark["name"] or mark["before"] or "" for mark in _ORIGINAL.finditer(text))
    rest = " ".join(_LANGUAGE.sub(" ", _ORIGINAL.sub(" ", text)).split())
    return rest, tuple(name.strip() for name in found if says_something(name))


def _semicolons(text: str) -> list[str]:
    """The parts between semicolons that stand in no bracket."""
    return re.split(r"\s*;\s*(?![^()]*\))", text)


def _names(text: str, kind: NameKind, cell: str, *, counts_agree: bool) -> Iterator[Text]:
    rest, scripts = originals(text)
    for part in _commas(_balanced(rest), cell, counts_agree=counts_agree):
        bare = _balanced(_unquoted(part))
        if not says_something(bare):
            continue
        if _NO_NAME.search(bare) and not _FACT.search(bare, 1):
            yield Text(bare, kind, is_name=False)
        else:
            yield from _take_apart(bare, kind)
    yield from (Text(name, NameKind.ORIGINAL_SCRIPT) for name in scripts)


def _commas(text: str, cell: str, *, counts_agree: bool) -> list[str]:
    """One name, or several between the commas of its script.

    In a lettered list commas belong to the names (``SAMPLE, Piotr``). Elsewhere Japanese commas
    part names; Latin ones do where the Japanese line has as many, or each part is a full name.
    """
    if is_lettered(cell) or _FACT.search(text):
        return [text]
    sign = r"[、､]" if is_japanese(text) else r","
    parts = _with_forms(re.split(rf"{sign}(?![^(]*\))", text))
    are_full = all(len(part.split()) >= _WORDS_OF_FULL_NAME for part in parts)
    return parts if counts_agree or is_japanese(text) or are_full else [text]


def _with_forms(parts: list[str]) -> list[str]:
    """The parts of a list, a legal form alone put back behind the name before it."""
    found: list[str] = []
    for part in parts:
        word = part.strip()
        if found and word in _FORMS:
            found[-1] += f"、{word}"
        elif found and word.lower() in _LATIN_FORMS:
            found[-1] += f", {word}"
        else:
            found.append(part)
    return found


def _is_list_of_both(cell: str) -> bool:
    """Whether the Japanese and the Latin line of a cell hold equally many names by commas."""
    lines = [line for line in cell.split("\n") if line.strip("() ")]
    japanese = [line for line in lines if is_japanese(line)]
    latin = [line for line in lines if not is_japanese(line)]
    if len(japanese) != 1 or len(latin) != 1:
        return False
    return len(re.split(r"[、､]", japanese[0])) == len(latin[0].split(","))


def _unquoted(text: str) -> str:
    """A name without the quotes that stand around all of it, or lost their partner."""
    bare = text.strip(" 、,;:").lstrip("・-–• ").rstrip(" (")
    bare = re.sub(r"^[「“”\"]([^「」“”\"]*)[」“”\"]$", r"\1", bare)
    return bare if bare.count("「") == bare.count("」") else bare.strip("「」")


def _balanced(text: str) -> str:
    """A text without the brackets at its edges that lost their partners, or enclose all of it."""
    text = text.strip(" 、,;")
    while text.startswith("(") and text.count("(") > text.count(")"):
        text = text[1:].strip(" 、,;")
    while text.endswith(")") and text.count(")") > text.count("("):
        text = text[:-1].strip(" 、,;")
    whole = _GROUP.fullmatch(text)
    return whole[1].strip() if whole else text


def _take_apart(text: str, kind: NameKind) -> Iterator[Text]:
    """``例(Sample)``, ``例 Sample``: a name in two scripts; brackets that follow are notes."""
    groups = list(_GROUP.finditer(text))
    again = next((group for group in groups if _is_again(text[: group.start()], group[1])), None)
    if again is not None:
        note = "; ".join(group[1] for group in groups if group.start() > again.start())
        yield Text(_unquoted(text[: again.start()]), kind, note)
        for part in again[1].split(";"):
            yield Text(_unquoted(part), kind, note)
        return
    fact = _FACT.search(text, 1)
    if fact:
        yield from _with_note(text[: fact.start()], fact.group(), kind)
        return
    both = _THEN_LATIN.fullmatch(text) or _OPEN_GROUP.fullmatch(text)
    if both and not text.endswith(")") and _are_two(*both.groups()):
        yield from (Text(_unquoted(part), kind) for part in both.groups())
        return
    opened = groups[0].start() if groups and _REMARK.search(groups[0][1]) else 0
    if not groups and text.count("(") > text.count(")"):
        opened = text.index("(")
    if opened > 0:
        yield Text(_unquoted(text[:opened]), kind, text[opened:].strip(" ()"))
        return
    yield Text(_unquoted(text), kind)


def _with_note(text: str, note: str, kind: NameKind) -> Iterator[Text]:
    """The names of a text, with what was cut off behind them."""
    for name in _take_apart(text.strip(" (,、"), kind):
        words = (name.note, note.strip(" ,、()"))
        yield replace(name, note="; ".join(filter(None, words)))


def _are_two(first: str, second: str) -> bool:
    """Whether two texts are a name in two scripts, not a legal form with its name."""
    return first.strip() not in _FORMS and _is_again(first, second)


def _is_again(before: str, inner: str) -> bool:
    """Whether a text holds the name before it in another script."""
    if not any(map(str.isalpha, before)) or is_japanese(inner):
        return False
    if not is_japanese(before):
        return any(map(str.isalpha, inner)) and is_latin(before) is not is_latin(inner)
    if len(inner) < 2 or not re.search(r"[^\W\d_]", inner) or re.search(r":|\d{3}", inner):
        return False
    return not _ACRONYM.fullmatch(inner) or len(inner) > _CAPITALS
