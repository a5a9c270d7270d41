"""Offices of politically exposed persons, and relations between listed parties."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.dates import PartialDate


class OfficeClass(StrEnum):
    """The prominent public functions of FATF's and the EU's definitions, and what lies beside."""

    HEAD_OF_STATE = "HEAD_OF_STATE"  # of state or government
    MINISTER = "MINISTER"  # members of government and their deputies
    LEGISLATOR = "LEGISLATOR"
    JUDGE = "JUDGE"
    MILITARY = "MILITARY"
    DIPLOMAT = "DIPLOMAT"
    CENTRAL_BANK = "CENTRAL_BANK"
    STATE_COMPANY = "STATE_COMPANY"
    PARTY = "PARTY"  # senior party officials
    REGIONAL = "REGIONAL"  # governors, mayors, regional assemblies
    INTERNATIONAL = "INTERNATIONAL"  # international organisations
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Office:
    """One public function that a person holds or held.

    `country` is ISO 3166-1 alpha-2 or empty. Dates are None where the list does not tell them;
    `is_current` is what the list itself says of today, None if nothing.
    """

    title: str
    category: OfficeClass = OfficeClass.OTHER
    country: str = ""
    start: PartialDate | None = None
    end: PartialDate | None = None
    organisation: str = ""
    is_current: bool | None = None


class RelationKind(StrEnum):
    FAMILY = "FAMILY"
    ASSOCIATE = "ASSOCIATE"
    OWNERSHIP = "OWNERSHIP"
    DIRECTORSHIP = "DIRECTORSHIP"
    MEMBERSHIP = "MEMBERSHIP"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Relation:
    """How a listed party stands to another: `label` in the list's words (``wife of``, ``owner``),
    `entry_id` of the other in the same list where it is there, else empty."""

    kind: RelationKind
    label: str
    name: str
    entry_id: str = ""


@dataclass(frozen=True, slots=True)
class ForeignReference:
    """What another list or register calls the same party, as this list tells it.

    `register` is a source id (``un_sc``, ``us_ofac_sdn``, ``gb_hmt``) or ``wikidata``;
    `reference` its public reference or key there (``QDi.001``, ``2676``, ``Q7747``).
    """

    register: str
    reference: str
