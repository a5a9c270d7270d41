"""When two entries are one party, and when what they say stands against it."""

from __future__ import annotations

import pytest

from app.domain.links import LinkBasis
from app.domain.list_entry import EntryType
from app.domain.subject import Address, Gender
from app.services.linking_programmes import regimes
from app.services.linking_rules import Rules

BORN = "1960-03-13"
PASSPORT = ("PASSPORT", "A1234987", "CY")


@pytest.fixture
def rules(tables):
    return Rules(tables, lambda key: key.text.endswith(("SHARED123", "brigade")))


@pytest.fixture
def found(rules, linkable):
    """The basis of the link of two entries by keywords, or None; either order gives the same."""

    def find(one: dict, other: dict):
        first = linkable("un_sc", **one)
        second = linkable("gb_fcdo", **other)
        result = rules.find(first, second)
        assert rules.find(second, first) == result
        return result and result.basis

    return find


REFERENCE = {"same_as": (("eu_fsf", "EU.1"),)}


def test_entries_of_one_list_are_never_linked(rules, linkable) -> None:
    one, other = (
        linkable("un_sc", entry_id="1", born=BORN),
        linkable("un_sc", entry_id="2", born=BORN),
    )
    assert rules.find(one, other) is None


def test_a_shared_reference_links_and_says_which(rules, linkable) -> None:
    un = linkable("un_sc", reference="ZZi.001")
    link = rules.find(un, linkable("gb_fcdo", "VENTRIS, Orsolo", same_as=(("un_sc", "ZZi.001"),)))
    assert (link.basis, link.evidence) == (LinkBasis.REFERENCE, "Both are UN reference ZZI.1.")
    assert (link.left.source, link.right.source) == ("gb_fcdo", "un_sc")


def test_a_reference_without_any_likeness_is_a_slip(found) -> None:
    assert found(REFERENCE, REFERENCE) is LinkBasis.REFERENCE
    assert found(REFERENCE, REFERENCE | {"name": "Quorlath Zumbert"}) is None
    firm = REFERENCE | {"type": EntryType.ENTITY}
    names = ({"name": f"Quorlath Trading {form}"} for form in ("Corporation", "Company"))
    assert found(*(firm | name for name in names)) is LinkBasis.REFERENCE
    both = REFERENCE | {"born": BORN}
    assert found(both, both | {"name": "Quorlath Zumbert"}) is LinkBasis.REFERENCE


ALIKE = {"name": "Orsolo Ventris Marbeck"}  # alike, but not nearly the same


def test_what_contradicts_stands_against_a_reference_unless_the_names_are_the_same(found) -> None:
    for field, one, other in (
        ("gender", Gender.MALE, Gender.FEMALE),
        ("born", "1960-03-13", "1975-01-02"),
        ("born", "1960", "1965..1970"),
        ("born", "c.1960", "1963"),
    ):
        assert found(REFERENCE | {field: one}, REFERENCE | ALIKE | {field: other}) is None
        assert found(REFERENCE | {field: one}, REFERENCE | {field: other}) is not None
    assert found(REFERENCE, REFERENCE | ALIKE) is LinkBasis.REFERENCE


def test_a_person_is_no_entity_whatever_the_reference(found) -> None:
    assert found(REFERENCE, REFERENCE | {"type": EntryType.ENTITY}) is None
    ship, firm = (REFERENCE | {"type": kind} for kind in (EntryType.VESSEL, EntryType.ENTITY))
    assert found(ship, firm) is LinkBasis.REFERENCE
    named = {"name": "Quorlath Star", "countries": ("CY",)}
    assert found(named | {"type": EntryType.VESSEL}, named | {"type": EntryType.ENTITY}) is None


def test_what_contradicts_stands_against_every_other_rule(found) -> None:
    for both in ({"ids": (PASSPORT,)}, {"born": BORN}):
        assert found(both, both)
        assert found(both | {"gender": Gender.MALE}, both | {"gender": Gender.FEMALE}) is None


def test_dates_that_may_be_the_same_contradict_nothing(found) -> None:
    for one, other in (("1960", "1960-03-13"), ("c.1960", "1962"), ("1958..1961", "1960-03")):
        assert found(REFERENCE | {"born": one}, REFERENCE | ALIKE | {"born": other})
    assert found(REFERENCE | {"gender": Gender.MALE}, REFERENCE | ALIKE)


def test_a_passport_needs_its_country_or_more_beside_it(found) -> None:
    assert found({"ids": (PASSPORT,)}, {"ids": (PASSPORT,)}) is LinkBasis.IDENTIFIER
    elsewhere = (("PASSPORT", "A1234987", "MT"),)
    assert found({"ids": (PASSPORT,)}, {"ids": elsewhere}) is None
    nowhere = (("PASSPORT", "A1234987", ""),)
    assert found({"ids": (PASSPORT,)}, {"ids": nowhere}) is LinkBasis.IDENTIFIER
    alike = {"name": "Orsolo Ventris Marbeck", "ids": nowhere}
    assert found({"ids": (PASSPORT,)}, alike) is None
    assert found({"ids": (PASSPORT,), "born": BORN}, alike | {"born": BORN}) is not None


def test_a_number_does_not_carry_another_name(found) -> None:
    other = {"name": "Quorlath Zumbert", "ids": (PASSPORT,)}
    assert found({"ids": (PASSPORT,)}, other) is None
    assert found({"ids": (PASSPORT,), "born": BORN}, other | {"born": BORN}) is LinkBasis.IDENTIFIER


def test_a_number_that_a_list_gives_to_several_links_nobody(found) -> None:
    shared = {"ids": (("PASSPORT", "A1SHARED123", "CY"),)}
    assert found(shared, shared) is None


def test_a_hull_keeps_its_number_and_a_company_does_not_lose_its_name(found) -> None:
    imo = (("IMO", "9074729", ""),)
    ship = {"type": EntryType.VESSEL, "ids": imo}
    assert found({**ship, "name": "Quorlath"}, {**ship, "name": "Zumbert Star"})
    firm = {"type": EntryType.ENTITY, "ids": imo}
    assert found({**firm, "name": "Quorlath Lines"}, {**firm, "name": "Zumbert Holding"}) is None


def test_name_and_date_of_birth(found) -> None:
    born = {"born": BORN}
    assert found(born, born) is LinkBasis.NAME_AND_BIRTH
    assert found(born, born | {"name": "VENTRIS, Orsolo"}) is LinkBasis.NAME_AND_BIRTH
    assert found(born, born | {"name": "Orsolo Marbeck"}) is None
    assert found(born, {"born": "1960-03-14"}) is None
    assert found(born | {"nationalities": ("CY",)}, born | {"nationalities": ("MT",)}) is None
    assert found(born | {"name": "Ventris"}, born | {"name": "Ventris"}) is None


def test_the_first_of_january_needs_a_country_too(found) -> None:
    new_year = {"born": "1960-01-01"}
    assert found(new_year, new_year) is None
    cyprus = new_year | {"nationalities": ("CY",)}
    assert found(cyprus, cyprus) is LinkBasis.NAME_AND_BIRTH
    assert found(cyprus, cyprus | {"name": "Orsolo Ventriss"}) is None


def entity(**fields) -> dict:
    return {"name": "Quorlath Trading LLC", "type": EntryType.ENTITY} | fields


def test_an_entity_by_its_whole_name_and_country(found) -> None:
    assert found(entity(countries=("CY",)), entity(countries=("CY", "MT"))) is not None
    assert found(entity(countries=("CY",)), entity(countries=("MT",))) is None
    assert found(entity(), entity()) is None
    other_form = entity(name="Quorlath Trading JSC", countries=("CY",))
    assert found(entity(countries=("CY",)), other_form) is None
    short = entity(name="QTL", countries=("CY",))
    assert found(short, short) is None


def test_a_further_name_that_a_list_gives_to_several_links_nobody(found) -> None:
    first, second, third = (
        entity(name=name, countries=("CY",), aliases=("Eastern Wind Brigade",))
        for name in ("Quorlath Front", "Zumbert Front", "Eastern Wind Brigade")
    )
    assert found(first, second) is None
    assert found(first, third) is None
    assert found(first, first) is LinkBasis.NAME_AND_COUNTRY
    assert found(third, third) is LinkBasis.NAME_AND_COUNTRY


def test_a_name_of_one_word_does_not_join_two_places(found) -> None:
    def at(*lines: str, name: str = "Quorlath") -> dict:
        addresses = tuple(Address(text=line, country="CY") for line in lines)
        return entity(name=name, addresses=addresses)

    assert found(at("5 Harbour Street, Limassol"), at("Larnaca, Street of the Market")) is None
    assert found(at("5 Harbour Street, Limassol"), at("Larnaca", "Old Road, Limassol"))
    assert found(at("5 Harbour Street, Limassol"), entity(name="Quorlath", countries=("CY",)))
    other, third = (
        entity(name=name, aliases=("Quorlath",), countries=("CY",))
        for name in ("Marbeck Shipyard", "Ventris Engines")
    )
    assert found(other, third) is None
    assert found(other, entity(name="Quorlath", countries=("CY",)))
    assert found(at("Limassol") | {"name": "Marbeck", "aliases": ("Quorlath",)},
                 at("Limassol") | {"name": "Ventris", "aliases": ("Quorlath",)})  # fmt: skip
    two_words = "Quorlath Zumbert"
    assert found(at("Limassol", name=two_words), at("Larnaca", name=two_words))


def test_an_entity_by_its_name_and_programme(found) -> None:
    one = entity(programmes=("RUSSIA-EO14024",))
    other = entity(programmes=("The Russia (Sanctions) (EU Exit) Regulations 2019",))
    assert found(one, other) is LinkBasis.NAME_AND_COUNTRY
    assert found(one | {"countries": ("CY",)}, other | {"countries": ("MT",)}) is None
    assert found(one, entity(programmes=("Taliban",))) is None


def test_other_register_numbers_stand_against_a_name(found) -> None:
    def numbered(value: str, country: str = "CY") -> dict:
        return entity(countries=("CY",), ids=(("BUSINESS_REG", value, country),))

    assert found(numbered("HE 49018"), numbered("HE 77120")) is None
    assert found(numbered("HE 49018"), numbered("HE 77120", "MT")) is LinkBasis.NAME_AND_COUNTRY
    assert found(numbered("HE 49018"), numbered("HE49018")) is LinkBasis.IDENTIFIER


@pytest.mark.parametrize(
    ("programme", "family"),
    [
        ("SDGT", set()),
        ("The ISIL (Da'esh) and Al-Qaida (United Nations Sanctions) Regulations 2019",
         {"Al-Qaida and ISIL"}),
        ("1988 (Taliban)", {"Taliban"}),
        ("UKR", {"Russia and Ukraine"}),
        ("Autonomous (DPRK)", {"DPRK"}),
        ("South Sudan", {"South Sudan"}),
        ("The Republic of Belarus Regulations", {"Belarus"}),
        ("Romania", {"Romania"}),
        ("Burma / Birmanie", {"Burma"}),
        ("IRGC] [IRAN", {"Iran"}),
    ],
)  # fmt: skip
def test_lists_name_one_programme_in_many_ways(linkable, programme: str, family: set[str]) -> None:
    assert regimes(linkable("un_sc", programmes=(programme,)).entry) == family
