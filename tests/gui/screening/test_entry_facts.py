"""What a list says about a party, in words: offices, relations, other lists."""

from __future__ import annotations

from app.domain.dates import PartialDate
from app.domain.list_entry import EntryType, ListEntry, ListName
from app.domain.political import ForeignReference, Office, OfficeClass, Relation, RelationKind
from app.gui.screening.entry_facts import facts, office_class_word


def test_offices_relations_and_other_lists_are_told() -> None:
    entry = ListEntry(
        "pep_global",
        "Q1",
        EntryType.INDIVIDUAL,
        (ListName("Orsolo Ventris"),),
        measures=("Asset freeze",),
        ended_on=PartialDate(2025, 3),
        offices=(
            Office(
                "Minister of Sport",
                OfficeClass.MINISTER,
                "CY",
                PartialDate(2010),
                PartialDate(2014),
            ),
            Office("Member of Parliament", start=PartialDate(2015), organisation="Lower House"),
            Office("Mayor", end=PartialDate(2009)),
            Office("Adviser", is_current=True),
            Office("Clerk", is_current=False),
            Office("Envoy"),
        ),
        relations=(
            Relation(RelationKind.FAMILY, "wife", "Ada Ventris"),
            Relation(RelationKind.OTHER, "", "Halcyon Trading"),
        ),
        same_as=(ForeignReference("un_sc", "ZZi.001"),),
    )
    told = dict(facts(entry))
    assert told["Offices"].split("\n") == [
        "Minister of Sport (Cyprus, government) from 2010 to 2014",
        "Member of Parliament (Lower House) since 2015",
        "Mayor until 2009",
        "Adviser at present",
        "Clerk in the past",
        "Envoy",
    ]
    assert told["Relations"] == "wife: Ada Ventris\nHalcyon Trading"
    assert told["On other lists"] == "un_sc ZZi.001"
    assert told["Measures"] == "Asset freeze"
    assert told["Ended on"] == "Mar 2025"


def test_every_class_of_office_has_its_word() -> None:
    assert len({office_class_word(category) for category in OfficeClass}) == len(OfficeClass)
