"""What is compared beside the name: one function a field, each giving one piece of evidence.

The docstring of each function is the text that the user reads. Missing is not contradiction and
never lowers a score; a conflict is one only for what both sides truly know.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Final

from app.domain.identifiers import Identifier, IdentifierType, compact
from app.domain.list_entry import EntryType, ListEntry
from app.domain.match import Evidence, Feature, Verdict
from app.domain.subject import Gender, Subject, SubjectType
from app.matching.birth_dates import compare_birth_dates
from app.matching.effects import Effects
from app.matching.tables import fold_words


@dataclass(frozen=True, slots=True)
class Sides:
    """A subject beside a list entry. `name_score` is 0-1, `effects` the table of points."""

    subject: Subject
    entry: ListEntry
    name_score: float
    effects: Effects


def entry_type(sides: Sides) -> Evidence:
    """What kind of party the list entry is. A person is compared with persons, an organisation
    with organisations, vessels and aircraft, because a company may bear the name of its ship."""
    wanted, listed = sides.subject.type.value, sides.entry.type
    verdict, effect, note = Verdict.AGREE, 0.0, "The same kind of party"
    if listed.value != wanted:
        if sides.subject.type is SubjectType.ENTITY and listed is not EntryType.INDIVIDUAL:
            verdict, effect = Verdict.NEAR, sides.effects.type_near
            note = f"The list names {_ARTICLE[listed]}, not an organisation"
        else:
            verdict, effect = Verdict.CONFLICT, sides.effects.type_conflict
            note = f"The list names {_ARTICLE[listed]}"
    return Evidence(Feature.TYPE, wanted, listed.value, verdict, effect, note)


def date_of_birth(sides: Sides) -> Evidence:
    """The dates of birth, each at the precision it is known with. The list may give several: the
    one that fits best counts. Day and month swapped, or a year next to it, is near."""
    born, listed = sides.subject.date_of_birth, sides.entry.dates_of_birth
    values = (str(born) if born else "", "; ".join(map(str, listed)))
    if born is None or not listed:
        return _missing(Feature.DATE_OF_BIRTH, *values)
    best = compare_birth_dates(born, listed, sides.effects)
    return Evidence(
        Feature.DATE_OF_BIRTH, *values, best.verdict, best.effect, best.note, best.is_strong
    )


def country(sides: Sides) -> Evidence:
    """Nationality, or country of registration. Any country in common agrees; different ones are a
    conflict only if both sides state a nationality (for organisations, a country). Where a list
    states no nationality, that of the passports and national ids counts."""
    subject, entry = sides.subject, sides.entry
    is_person = subject.type is SubjectType.INDIVIDUAL
    own = {subject.nationality if is_person else subject.country} - {""}
    theirs = _nationalities(entry) if is_person else frozenset(entry.countries)
    listed = dict.fromkeys((*entry.all_countries(), *sorted(theirs)))
    values = (", ".join(subject.countries()), ", ".join(listed))
    if not all(values):
        return _missing(Feature.COUNTRY, *values)
    if own & theirs:
        return Evidence(
            Feature.COUNTRY, *values, Verdict.AGREE, sides.effects.country_agree,
            f"Both {', '.join(sorted(own & theirs))}",
        )  # fmt: skip
    shared = [code for code in subject.countries() if code in entry.all_countries()]
    if shared:
        return Evidence(
            Feature.COUNTRY, *values, Verdict.AGREE, sides.effects.country_address,
            f"{', '.join(shared)} occurs on both sides, once as an address or a residence",
        )  # fmt: skip
    if own and theirs:
        what = "nationality" if is_person else "country"
        return Evidence(
            Feature.COUNTRY, *values, Verdict.CONFLICT, sides.effects.country_conflict,
            f"Both sides state a {what} and they differ", is_strong=True,
        )  # fmt: skip
    return Evidence(
        Feature.COUNTRY, *values, Verdict.MISSING, 0.0,
        "Different countries, but not both of the kind that can be compared",
    )  # fmt: skip


def _nationalities(entry: ListEntry) -> frozenset[str]:
    if entry.nationalities:
        return frozenset(entry.nationalities)
    passports = (item.country for item in entry.identifiers if item.type in _OF_CITIZENS)
    return frozenset(passports) - {""}


def gender(sides: Sides) -> Evidence:
    """The genders, where both sides state one."""
    own, theirs = sides.subject.gender, sides.entry.gender
    values = (own.value if own else "", theirs.value if theirs else "")
    if own is None or theirs is None:
        return _missing(Feature.GENDER, *values)
    if own is theirs:
        effect = sides.effects.gender_agree
        return Evidence(Feature.GENDER, *values, Verdict.AGREE, effect, "The same gender")
    if Gender.OTHER in (own, theirs):
        note = "One side states neither male nor female"
        return Evidence(Feature.GENDER, *values, Verdict.NEAR, 0.0, note)
    effect = sides.effects.gender_conflict
    return Evidence(
        Feature.GENDER, *values, Verdict.CONFLICT, effect, "Different genders", is_strong=True
    )


def place_of_birth(sides: Sides) -> Evidence:
    """The places of birth, by the words they share. Lists write places in many ways and at
    different depth, so a difference weighs little."""
    own, listed = sides.subject.place_of_birth, sides.entry.places_of_birth
    values = (own, "; ".join(listed))
    words = _place_words(own)
    theirs = frozenset[str]().union(*map(_place_words, listed))
    if not words or not theirs:
        return _missing(Feature.PLACE_OF_BIRTH, *values)
    shared = sorted(words & theirs)
    if shared:
        effect = sides.effects.place_agree
        note = f"Both name {', '.join(shared)}"
        return Evidence(Feature.PLACE_OF_BIRTH, *values, Verdict.AGREE, effect, note)
    effect = sides.effects.place_conflict
    note = "No word in common; places are written in many ways"
    return Evidence(Feature.PLACE_OF_BIRTH, *values, Verdict.CONFLICT, effect, note)


def identifier(sides: Sides) -> Evidence:
    """Documents and numbers, compared by letters and digits only. An equal one of the same type
    is a match even when the name is far off, unless two different countries issued it. A
    different number contradicts only where a party has one for good (national id, tax number,
    LEI, IMO ...); passports and licences are renewed."""
    own, listed = subject_identifiers(sides.subject), sides.entry.identifiers
    values = (_identifier_text(own), _identifier_text(listed))
    if not own or not listed:
        return _missing(Feature.IDENTIFIER, *values)
    points = sides.effects
    if equal := _equal_identifier(sides, own, values):
        return equal
    numbers = {compact(item.value) for item in listed if len(compact(item.value)) >= 5}
    if any(compact(item.value) in numbers for item in own):
        note = "The same number, of another type on the list"
        return Evidence(Feature.IDENTIFIER, *values, Verdict.NEAR, points.identifier_near, note)
    clashes = [pair for item in own for pair in listed if _is_comparable(item, pair)]
    if any(item.type in _FOR_GOOD for item in clashes):
        note = "Both sides have a number that a party keeps, and they differ"
        return Evidence(
            Feature.IDENTIFIER, *values, Verdict.CONFLICT, points.identifier_conflict, note,
            is_strong=True,
        )  # fmt: skip
    if clashes:
        note = "Different numbers of a document that is renewed"
        return Evidence(
            Feature.IDENTIFIER, *values, Verdict.CONFLICT, points.document_differs, note
        )
    note = "No identifiers of the same type and country on both sides"
    return Evidence(Feature.IDENTIFIER, *values, Verdict.MISSING, 0.0, note)


def subject_identifiers(subject: Subject) -> tuple[Identifier, ...]:
    """The subject's identifiers, the registration number of an organisation among them."""
    usable = tuple(item for item in subject.identifiers if compact(item.value))
    if not compact(subject.registration_number):
        return usable
    number = Identifier(IdentifierType.BUSINESS_REG, subject.registration_number, subject.country)
    return (*usable, number)


_ARTICLE: Final = {
    EntryType.INDIVIDUAL: "a person",
    EntryType.ENTITY: "an organisation",
    EntryType.VESSEL: "a vessel",
    EntryType.AIRCRAFT: "an aircraft",
}
_TYPE_NAME: Final = {
    IdentifierType.PASSPORT: "passport number",
    IdentifierType.NATIONAL_ID: "national id",
    IdentifierType.DRIVERS_LICENSE: "driver's licence",
    IdentifierType.TIN: "tax number",
    IdentifierType.BUSINESS_REG: "registration number",
}
_OF_CITIZENS: Final = frozenset({IdentifierType.PASSPORT, IdentifierType.NATIONAL_ID})
_FOR_GOOD: Final = frozenset(
    {
        IdentifierType.NATIONAL_ID,
        IdentifierType.BVN,
        IdentifierType.NIN,
        IdentifierType.TIN,
        IdentifierType.BUSINESS_REG,
        IdentifierType.LEI,
        IdentifierType.IMO,
    }
)
_ONE_WORLD: Final = frozenset(
    {IdentifierType.BVN, IdentifierType.NIN, IdentifierType.LEI, IdentifierType.IMO}
)
_WORLD_WIDE: Final = _ONE_WORLD | {IdentifierType.SWIFT, IdentifierType.CRYPTO_ADDRESS}
_PLACE_FILLERS: Final = frozenset(
    {
        "village",
        "town",
        "city",
        "district",
        "province",
        "region",
        "county",
        "state",
        "area",
        "governorate",
        "municipality",
        "oblast",
        "republic",
        "federation",
        "north",
        "south",
        "east",
        "west",
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "upper",
        "lower",
        "near",
        "former",
        "saint",
        "birth",
        "born",
        "united",
        "islamic",
        "democratic",
        "people",
        "kingdom",
    }
)


def _equal_identifier(
    sides: Sides, own: tuple[Identifier, ...], values: tuple[str, str]
) -> Evidence | None:
    """The evidence of a number that both sides have under the same type, if there is one."""
    points = sides.effects
    near = None
    for item, pair in product(own, sides.entry.identifiers):
        if item.type is not pair.type or compact(item.value) != compact(pair.value):
            continue
        note = f"The same {_TYPE_NAME.get(item.type, item.type.value)}"
        if not _is_issued_apart(item, pair):
            lift = points.identifier_least - 100.0 * sides.name_score
            effect = max(points.identifier_agree, lift)
            return Evidence(Feature.IDENTIFIER, *values, Verdict.AGREE, effect, note)
        note += f", but issued by {item.country} here and by {pair.country} on the list"
        near = Evidence(Feature.IDENTIFIER, *values, Verdict.NEAR, points.identifier_near, note)
    return near


def _is_comparable(own: Identifier, listed: Identifier) -> bool:
    """Same type, and issued by the same country or by one register for all."""
    if own.type is not listed.type or own.type is IdentifierType.OTHER:
        return False
    return own.type in _ONE_WORLD or bool(own.country and own.country == listed.country)


def _is_issued_apart(own: Identifier, listed: Identifier) -> bool:
    """Whether two countries issued the numbers, each counting for itself."""
    if own.type in _WORLD_WIDE or not own.country or not listed.country:
        return False
    return own.country != listed.country


def _place_words(text: str) -> frozenset[str]:
    return frozenset(w for w in fold_words(text) if len(w) >= 4 and w not in _PLACE_FILLERS)


def _identifier_text(identifiers: tuple[Identifier, ...]) -> str:
    return "; ".join(
        " ".join(part for part in (item.type.value, item.value, item.country) if part)
        for item in identifiers
    )


def _missing(feature: Feature, query_value: str, list_value: str) -> Evidence:
    if query_value:
        note = "The list gives none"
    else:
        note = "The subject gives none" if list_value else "Neither side gives one"
    return Evidence(feature, query_value, list_value, Verdict.MISSING, 0.0, note)


FeatureFunction = Callable[[Sides], Evidence]
PERSON_FEATURES: Final[tuple[FeatureFunction, ...]] = (
    date_of_birth, country, gender, place_of_birth, identifier, entry_type,
)  # fmt: skip
ORGANISATION_FEATURES: Final[tuple[FeatureFunction, ...]] = (country, identifier, entry_type)
EXPLAINED: Final[dict[Feature, FeatureFunction]] = {
    Feature.DATE_OF_BIRTH: date_of_birth,
    Feature.COUNTRY: country,
    Feature.GENDER: gender,
    Feature.PLACE_OF_BIRTH: place_of_birth,
    Feature.IDENTIFIER: identifier,
    Feature.TYPE: entry_type,
}


def explanation(feature: Feature) -> str:
    """What is compared and how, in words for the user."""
    return " ".join((EXPLAINED[feature].__doc__ or "").split())
