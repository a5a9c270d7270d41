"""OFAC's advanced XML (SDN_ADVANCED.XML, CONS_ADVANCED.XML), the fullest of its formats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from app.importers.ofac.advanced_tables import (
    PARTY,
    Place,
    Tables,
    elements,
    period_text,
    read_tables,
)
from app.importers.ofac.parts import (
    documented,
    joined_name,
    note,
    stated,
    take_titles,
    tie,
)
from app.importers.ofac.party import Alias, Fact, Party
from app.importers.ofac.xml_reader import text_of
from app.importers.safe_xml import children, line_of, local_name, own_text

ROOT = "Sanctions"
MARK = "ReferenceValueSets"
LATIN = "Latin"
LOCATION = "Location"
_NOWHERE = Place({}, "")
_PRIMARY = "name"  # the alias type of the primary name


def count_lists(path: Path) -> Counter[str]:
    """How many sanctions entries each list of OFAC's has in the file."""
    names: dict[str, str] = {}
    found: Counter[str] = Counter()
    for element in elements(path):
        if local_name(element) == MARK:
            groups = children(element, "ListValues")
            names = {item.get("ID", ""): own_text(item) for group in groups for item in group}
        elif local_name(element) == "SanctionsEntry":
            found[names.get(element.get("ListID", ""), "")] += 1
    return found


def read_parties(path: Path) -> Iterator[Party]:
    """The parties of the file. Raises ListRefused, with the line, where it is malformed."""
    tables = read_tables(path, _primary_name)
    for element in elements(path):
        if local_name(element) == PARTY:
            yield _party(element, tables)


def _party(element: etree._Element, tables: Tables) -> Party:
    profiles = children(element, "Profile")
    profile = profiles[0] if profiles else element
    key = profile.get("ID", "")
    listing = tables.listings[key]
    party = Party(
        uid=element.get("FixedRef", key),
        row=line_of(element),
        name="",
        type=tables.types.get(profile.get("PartySubTypeID", ""), ""),
        programmes=list(listing.programmes),
        remarks=text_of(element, "Comment"),
        measures=list(listing.measures),
        lists=list(listing.lists),
    )
    holders: dict[str, str] = {}
    for number, alias in _names(element, tables):
        holders |= {number: alias.text} if number else {}
        if alias.kind != _PRIMARY or party.name or alias.script:
            party.aliases.append(alias._replace(kind="aka") if alias.kind == _PRIMARY else alias)
        else:
            party.name = alias.text
    for feature in children(profile, "Feature"):
        _add_feature(party, feature, tables)
    for identity in children(profile, "Identity"):
        for document in tables.documents.get(identity.get("ID", ""), ()):
            holder = holders.get(document.holder, party.name)
            in_name = f"in the name of {holder}" if holder != party.name else ""
            party.facts += documented(document.fact, in_name, document.said)
        if identity.get("False") == "true":
            party.facts.append(Fact("Identity", "false identity"))
    party.facts += [Fact("Legal authority", text) for text in listing.authorities]
    party.facts += [Fact("List", note(item.name, item.since)) for item in listing.lists]
    for relation in tables.ties.get(key, ()):
        other = tables.names.get(relation.other, "")
        tie(party, relation.label, other, relation.other, relation.said)
    take_titles(party)
    return party


def _primary_name(element: etree._Element, tables: Tables) -> str:
    names = (alias.text for _, alias in _names(element, tables) if alias.kind == _PRIMARY)
    return next(names, "")


def _names(element: etree._Element, tables: Tables) -> Iterator[tuple[str, Alias]]:
    """The names of a party with their numbers, the primary one first."""
    for profile in children(element, "Profile"):
        for identity in children(profile, "Identity"):
            groups = {
                group.get("ID", ""): tables.value("NamePartType", group.get("NamePartTypeID"))
                for master in identity.iterfind("{*}NamePartGroups/{*}MasterNamePartGroup")
                for group in master
            }
            aliases = children(identity, "Alias")
            aliases.sort(key=lambda alias: alias.get("Primary") != "true")
            for alias in aliases:
                yield from _writings(alias, groups, tables)


def _writings(
    alias: etree._Element, groups: dict[str, str], tables: Tables
) -> Iterator[tuple[str, Alias]]:
    """One name in each script in which it is written."""
    kind = tables.value("AliasType", alias.get("AliasTypeID")).replace(".", "").lower()
    for documented_name in children(alias, "DocumentedName"):
        parts, scripts = [], []
        values = documented_name.iterfind("{*}DocumentedNamePart/{*}NamePartValue")
        for number, value in enumerate(values):
            # Without its group a part is the family name if it comes first.
            unknown = "Last Name" if number == 0 else "First Name"
            parts.append((groups.get(value.get("NamePartGroupID", "")) or unknown, _plain(value)))
            scripts.append(tables.value("Script", value.get("ScriptID")))
        script = next((name for name in scripts if name != LATIN), "")
        if text := joined_name(parts):
            is_weak = alias.get("LowQuality") == "true"
            yield documented_name.get("ID", ""), Alias(kind, text, is_weak, script)


def _plain(element: etree._Element) -> str:
    return own_text(element).replace('"', "'")


def _add_feature(party: Party, feature: etree._Element, tables: Tables) -> None:
    kind = tables.value("FeatureType", feature.get("FeatureTypeID"))
    for version in children(feature, "FeatureVersion"):
        places = [
            tables.places.get(item.get("LocationID", ""), _NOWHERE)
            for item in children(version, "VersionLocation")
        ]
        comment = text_of(version, "Comment")
        if kind == LOCATION:
            party.addresses += [found for place in places if (found := place.address())]
            places, comment = [], ""
        details = (
            _plain(item) or tables.value("DetailReference", item.get("DetailReferenceID"))
            for item in children(version, "VersionDetail")
        )
        reliability = tables.value("Reliability", version.get("ReliabilityID"))
        for value in (period_text(version), *details, *(place.line() for place in places)):
            party.facts += stated(
                kind, value, comment, reliability if reliability != "Unknown" else ""
            )
