"""The table of United States legislators."""

from __future__ import annotations

import re
from pathlib import Path

from app.domain.political import ForeignReference, OfficeClass
from app.domain.subject import Address, Gender
from app.importers.pep_slots import PEP_SLOTS
from app.importers.reading import BAD_DATE
from app.importers.registry import detect


def test_legislators(read, data: Path) -> None:
    path = data / "congress" / "legislators.csv"
    assert detect([path]) == PEP_SLOTS
    found = read("pep_global", path)
    assert found.entries.keys() == {"Q000001", "Z000002", "O000003"}
    entry = found.entries["Q000001"]
    assert [name.text for name in entry.names] == [
        "Tamsin Quorlath Jr.", "Tamsin May Quorlath Jr.", "Tam Quorlath",
    ]  # fmt: skip
    assert (entry.gender, entry.countries) == (Gender.FEMALE, ("US",))
    assert entry.addresses == (Address(text="1 Hill Road", country="US"),)
    (office,) = entry.offices
    assert (office.title, office.category, office.country, office.is_current) == (
        "United States Senator for WA",
        OfficeClass.LEGISLATOR,
        "US",
        True,
    )
    assert entry.same_as == (ForeignReference("bioguide", "Q000001"),)
    assert {("fec_ids", "S1,S2"), ("party", "Independent"), ("phone", "000")} <= set(entry.details)


def test_past_members_have_no_telephone(read, data: Path, tmp_path: Path) -> None:
    path = tmp_path / "historical.csv"
    text = (data / "congress" / "legislators.csv").read_text(encoding="utf-8")
    path.write_text(re.sub(",00[12],", ",,", text), encoding="utf-8")
    found = read("pep_global", path)
    assert {entry.offices[0].is_current for entry in found.entries.values()} == {None}


def test_odd_rows(read, data: Path) -> None:
    found = read("pep_global", data / "congress" / "legislators.csv")
    assert found.entries["Z000002"].offices[0].title == "United States Representative for TX"
    assert found.entries["Z000002"].names[0].text == "Elder Zumbert"
    odd = found.entries["O000003"]
    assert odd.offices[0].title == "Member of the United States Congress (del) for GU"
    assert odd.gender is None
    assert ("Gender", "X") in odd.details
    assert [row.reason for row in found.aside] == [
        BAD_DATE,
        "number already used by an entry above",
        "no bioguide_id",
    ]
