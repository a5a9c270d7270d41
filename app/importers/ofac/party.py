"""The raw party: what both OFAC formats are read into before they become list entries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from app.domain.subject import Address


class Fact(NamedTuple):
    """One labelled statement of OFAC: ``Passport`` ``K123`` of ``Iran``, ``DOB`` ``1965``."""

    label: str
    value: str
    country: str = ""
    issued: str = ""
    expires: str = ""


class Alias(NamedTuple):
    """Another name: `kind` is aka, fka or nka."""

    kind: str
    text: str
    is_weak: bool = False


@dataclass(slots=True)
class Party:
    """One SDN or Consolidated entry as read; `row` is its row or line in the main file.

    `type` is individual, vessel, aircraft or entity. `remarks` is OFAC's text as published;
    in the CSV set it holds all facts, in the XML only what has no element.
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
