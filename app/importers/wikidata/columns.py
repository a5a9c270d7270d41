"""Tables of persons and offices that were asked of Wikidata: what their columns mean.

The columns of a query are named by whoever wrote it, so they are known by several names, and a
table is known by holding the item ids of persons.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

_QID = re.compile(r"(?:https?://www\.wikidata\.org/entity/|wd:)?(Q\d+)")
_MEANING = {
    "key": ("personid", "officeholder", "item", "person", "id", "politician"),
    "name": ("personlabel", "officeholderlabel", "itemlabel", "politicianlabel", "name", "person"),
    "position": ("positionlabel", "officelabel", "position", "office", "role"),
    "position_key": ("positionid", "position", "office"),
    "start": ("start", "startdate", "start_date", "start_year", "starttime", "since"),
    "end": ("end", "enddate", "end_date", "end_year", "endtime"),
    "born": ("dob", "birthdate", "dateofbirth", "birth_date", "born"),
    "died": ("dod", "deathdate", "dateofdeath", "death_date", "died"),
    "gender": ("genderlabel", "gender", "sex", "sexlabel"),
    "country": ("countrylabel", "country"),
    "country_key": ("countryid", "country"),
    "nationality": ("citizenshiplabel", "citizenship", "nationality", "nationalitylabel"),
    "party": ("partylabel", "party"),
    "area": ("arealabel", "area", "district", "districtlabel", "constituency"),
    "relationship": ("relationship",),
    "relative_key": ("relative", "relativeid"),
    "relative_name": ("relativename", "relativelabel"),
}
_KEYS = {"key", "position_key", "country_key", "relative_key"}


class Columns(NamedTuple):
    """Which column of a table holds what, by `_MEANING`; a meaning without column is left out."""

    of: dict[str, str]

    def cell(self, meaning: str, cells: Mapping[str, str]) -> str:
        """The text of that meaning in a row; of keys the item id alone, "" if there is none."""
        text = cells.get(self.of.get(meaning, ""), "").strip()
        if meaning in _KEYS:
            return item_id(text)
        return "" if item_id(text) == text and text else text

    def rest(self, cells: Mapping[str, str]) -> list[tuple[str, str]]:
        """The cells that have no meaning here, by their column."""
        taken = set(self.of.values())
        return [(name, text) for name, text in cells.items() if text and name not in taken]


def columns_of(header: Sequence[str], first: Mapping[str, str]) -> Columns | None:
    """The columns of a table, None where it is no table of persons of Wikidata.

    Args:
        header: the names of the columns.
        first: the first row, which shows whether a column holds item ids or their labels.
    """
    plain = {name.strip().lower(): name for name in header}
    found: dict[str, str] = {}
    for meaning, names in _MEANING.items():
        for name in names:
            column = plain.get(name)
            if column is not None and _fits(meaning, first.get(column, "")):
                found[meaning] = column
                break
    tells = {"position", "relationship", "start"} & found.keys()
    return Columns(found) if {"key", "name"} <= found.keys() and tells else None


def item_id(text: str) -> str:
    """The item id of a cell (``Q42``, also as an address), or ""."""
    found = _QID.fullmatch(text.strip())
    return found[1] if found else ""


def _fits(meaning: str, text: str) -> bool:
    """Whether the first cell of a column is what the meaning needs: ids, or words."""
    is_id = bool(item_id(text))
    return is_id if meaning in _KEYS else not is_id
