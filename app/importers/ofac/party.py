"""The raw party: what every OFAC format is read into before it becomes a list entry."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from app.domain.political import Relation
from app.domain.subject import Address


class Fact(NamedTuple):
    """One labelled statement of OFAC: ``Passport`` ``K123`` of ``Iran``, ``DOB`` ``1965``."""

    label: str
    value: str
    country: str = ""
    issued: str = ""
    expires: str = ""


class Alias(NamedTuple):
    """Another name: `kind` is aka, fka or nka; `script` names one that is not Latin."""

    kind: str
    text: str
    is_weak: bool = False
    script: str = ""


class OnList(NamedTuple):
    """A list of OFAC's that the party stands on, and since when (ISO date, "" if not told)."""

    name: str
    since: str = ""


@dataclass(slots=True)
class Party:
    """One SDN or Consolidated entry as read; `row` is its row or line in the main file.

    `type` is individual, vessel, aircraft or entity. `remarks` is OFAC's text as published;
    in the CSV set it holds all facts, in the XML only what has no element. `measures`, `lists` and
    `relations` are told by the newer XML formats only.
    """

    uid: str
    row: int
    name: str
    type: str
    programmes: list[str] = field(default_factory=list)
    title: str = ""
    remarks: str = ""
    aliases: list[Alias] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    lists: list[OnList] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
