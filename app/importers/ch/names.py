"""Names of SECO identities: parts in their order, each spelling variant a name of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from app.domain.list_entry import ListName, NameKind
from app.importers.safe_xml import children, own_text, text_of
from app.importers.scripts import is_latin

LATIN = "LATN"
_LAST = 1 << 16  # parts without an order come last


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a name: `variants` are its other spellings by (language, script)."""

    kind: str
    value: str
    variants: tuple[tuple[tuple[str, str], str], ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """One full name; `is_alias` and `is_former` by its name-type, `note` its language."""

    text: str
    is_alias: bool = False
    is_former: bool = False
    is_weak: bool = False
    note: str = ""


def list_names(identities: list[etree._Element]) -> tuple[ListName, ...]:
    """The names of a party, each text once.

    Args:
        identities: the main one first; its primary name becomes that of the party.
    """
    named = [name for identity in identities for name in identity_names(identity)]
    found: dict[str, ListName] = {}
    for number, name in enumerate(named):
        kind = NameKind.PRIMARY if number == 0 else _kind(name)
        is_weak_alias = kind is NameKind.WEAK_ALIAS
        found.setdefault(
            name.text, ListName(name.text, kind, name.is_weak and not is_weak_alias, name.note)
        )
    return tuple(found.values())


def _kind(name: Named) -> NameKind:
    if not is_latin(name.text):
        return NameKind.ORIGINAL_SCRIPT
    if name.is_former:
        return NameKind.FORMER
    return NameKind.WEAK_ALIAS if name.is_weak else NameKind.STRONG_ALIAS


def identity_names(identity: etree._Element) -> tuple[Named, ...]:
    """The full names of one identity: primary names first, Latin before others, then aliases."""
    found = [name for element in children(identity, "name") for name in _names(element)]
    usable = [name for name in found if any(map(str.isalnum, name.text))]
    return tuple(sorted(usable, key=lambda name: name.is_alias or name.is_former))


def titles(identity: etree._Element) -> Iterator[str]:
    """The titles that stand among the name parts."""
    for element in children(identity, "name"):
        yield from (part.value for part in _parts(element) if part.kind == "title" and part.value)


def _names(element: etree._Element) -> Iterator[Named]:
    kind = element.get("name-type", "")
    is_weak = element.get("quality", "") == "low"
    parts = [part for part in _parts(element) if part.kind != "title"]
    current = [part for part in parts if part.kind != "maiden-name"]
    for text, note in _spellings(current):
        yield Named(text, kind == "alias", kind == "formerly-known-as", is_weak, note)
    if len(current) < len(parts):
        maiden = [part for part in parts if part.kind != "family-name"]
        for text, note in _spellings(maiden):
            words = "; ".join(filter(None, ("maiden name", note)))
            yield Named(text, is_former=True, is_weak=is_weak, note=words)


def _parts(element: etree._Element) -> list[Part]:
    found = children(element, "name-part")
    found.sort(key=lambda item: int(order) if (order := item.get("order", "")).isdigit() else _LAST)
    return [
        Part(
            item.get("name-part-type", ""),
            text_of(item, "value"),
            tuple(
                ((variant.get("lang", ""), variant.get("script", "")), own_text(variant))
                for variant in children(item, "spelling-variant")
                if own_text(variant)
            ),
        )
        for item in found
    ]


def _spellings(parts: list[Part]) -> Iterator[tuple[str, str]]:
    """The name as listed, then in its other spellings, each with its language.

    Variants of the same language and script belong together, the first of each part with the
    first of the others. A part that lacks one stands as in the list, in another script than
    Latin with its first variant of that script.
    """
    yield _joined(part.value for part in parts), ""
    groups: dict[tuple[str, str], int] = defaultdict(int)
    for part in parts:
        spelled = [spelling for spelling, _ in part.variants]
        for spelling in spelled:
            groups[spelling] = max(groups[spelling], spelled.count(spelling))
    for spelling, count in groups.items():
        for number in range(count):
            text = _joined(_spelled(part, spelling, number) for part in parts)
            yield text, spelling[0]


def _spelled(part: Part, spelling: tuple[str, str], number: int) -> str:
    own = [text for known, text in part.variants if known == spelling]
    if number < len(own):
        return own[number]
    if spelling[1] in (LATIN, ""):
        return part.value
    same_script = [text for known, text in part.variants if known[1] == spelling[1]]
    return (own or same_script or [part.value])[0]


def _joined(values: Iterator[str]) -> str:
    return " ".join(value for value in values if value)
