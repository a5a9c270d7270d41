"""What differs between two states of an entry, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.dates import DatePrecision, ListedDate, PartialDate
from app.domain.entry_changes import ChangeKind, EntryChange, field_changes, values_of
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.list_entry import EntryType, ListEntry, ListName, NameKind
from app.domain.political import ForeignReference, Office, Relation, RelationKind
from app.domain.subject import Address, Gender

ENTRY = ListEntry("un_sc", "7", EntryType.INDIVIDUAL, (ListName("Oscar Ashworth"),))


def test_equal_entries_have_no_change() -> None:
    assert field_changes(ENTRY, replace(ENTRY)) == ()


def test_changes_are_told_field_by_field() -> None:
    before = replace(ENTRY, programmes=("ALPHA", "BETA"), remarks="Old.")
    after = replace(ENTRY, programmes=("BETA", "GAMMA"), remarks="New.", gender=Gender.MALE)
    gender, programmes, remarks = field_changes(before, after)
    assert (gender.field, gender.before, gender.after) == ("gender", (), ("MALE",))
    assert (programmes.gone, programmes.new) == (("ALPHA",), ("GAMMA",))
    assert programmes.before == ("ALPHA", "BETA")
    assert (remarks.gone, remarks.new) == (("Old.",), ("New.",))
    assert programmes.label == "programmes"
    assert field_changes(ENTRY, replace(ENTRY, dates_of_birth=(1,)))[0].label == "dates of birth"


def test_the_core_of_an_entry_is_told() -> None:
    def change(after: ListEntry) -> EntryChange:
        return EntryChange(ChangeKind.CHANGED, ENTRY, after, field_changes(ENTRY, after))

    assert change(replace(ENTRY, programmes=("X",))).is_core
    assert not change(replace(ENTRY, remarks="X")).is_core
    renamed = replace(ENTRY, names=(ListName("Oscar H. Ashworth"),))
    assert change(renamed).entry is renamed
    assert EntryChange(ChangeKind.REMOVED, ENTRY, None).entry is ENTRY


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("names", ListName("A B", NameKind.WEAK_ALIAS), "A B (weak alias)"),
        ("names", ListName("A B", NameKind.FORMER, weak=True, note="to 2011"),
         "A B (former, weak, to 2011)"),
        ("dates_of_birth", ListedDate(PartialDate(1960), text="1960"), "1960"),
        ("dates_of_birth", ListedDate(PartialDate(1960), DatePrecision.CIRCA, text="about 1960"),
         "c. 1960 (about 1960)"),
        ("identifiers", Identifier(IdentifierType.NATIONAL_ID, "K1", "NG", "expired"),
         "national id K1 (NG, expired)"),
        ("addresses", Address(city="Limassol", country="CY"), "Limassol, CY"),
        ("offices", Office("Minister", country="NG", start=PartialDate(2019), is_current=True),
         "Minister (NG, 2019 to …, current)"),
        ("offices", Office("Judge", end=PartialDate(2011), organisation="High Court"),
         "Judge (High Court, … to 2011)"),
        ("offices", Office("Mayor", is_current=False), "Mayor (former)"),
        ("relations", Relation(RelationKind.FAMILY, "wife of", "C D", "8"), "wife of: C D (8)"),
        ("same_as", ForeignReference("un_sc", "QDi.001"), "un_sc QDi.001"),
        ("details", ("Vessel flag", "Panama"), "Vessel flag: Panama"),
        ("nationalities", "NG", "NG"),
    ],
)  # fmt: skip
def test_values_are_words(field, value, text) -> None:
    assert values_of(replace(ENTRY, **{field: (value,)}), field) == (text,)


def test_single_values_are_words() -> None:
    assert values_of(replace(ENTRY, listed_on=PartialDate(2020, 1)), "listed_on") == ("2020-01",)
    assert values_of(ENTRY, "listed_on") == values_of(ENTRY, "remarks") == ()
    assert values_of(ENTRY, "type") == ("INDIVIDUAL",)
