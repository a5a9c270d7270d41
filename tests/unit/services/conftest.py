"""The bundled name tables, and invented list entries to link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app import bundled
from app.domain.dates import DatePrecision, ListedDate, PartialDate, parse_partial_date
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import EntryType, ListEntry, ListName, NameKind
from app.domain.political import ForeignReference
from app.matching.tables import NameTables, load_tables
from app.services.linking_keys import Linkable

MakeLinkable = Callable[..., Linkable]


@pytest.fixture(scope="session")
def tables() -> NameTables:
    return load_tables(bundled.read_name_tables())


@pytest.fixture
def linkable(tables) -> MakeLinkable:
    """An entry by keywords: `born` ISO texts, `ids` (type, value, country), `same_as` pairs,
    `aliases` and `weak` further names."""

    def make(source: str, name: str = "Orsolo Ventris", **fields: Any) -> Linkable:
        kind = fields.pop("type", EntryType.INDIVIDUAL)
        weak = fields.pop("weak", ())
        born = fields.pop("born", ())
        dates = tuple(_listed(text) for text in ([born] if isinstance(born, str) else born))
        ids = tuple(
            Identifier(IdentifierType(of_type), value, country)
            for of_type, value, country in fields.pop("ids", ())
        )
        same_as = tuple(ForeignReference(*pair) for pair in fields.pop("same_as", ()))
        aliases = fields.pop("aliases", ())
        names = (
            ListName(name),
            *(ListName(text, NameKind.STRONG_ALIAS) for text in aliases),
            *(ListName(text, NameKind.WEAK_ALIAS) for text in weak),
        )
        entry = ListEntry(
            source, fields.pop("entry_id", "1"), kind, names,
            dates_of_birth=dates, identifiers=ids, same_as=same_as, **fields,
        )  # fmt: skip
        return Linkable(entry, tables)

    return make


def _listed(text: str) -> ListedDate:
    if text.startswith("c."):
        return ListedDate(parse_partial_date(text[2:]), DatePrecision.CIRCA)
    if ".." in text:
        first, last = text.split("..")
        return ListedDate(PartialDate(int(first)), DatePrecision.RANGE, PartialDate(int(last)))
    return ListedDate(parse_partial_date(text))
