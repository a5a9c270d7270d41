"""A person's name or an organisation's, by its words."""

from __future__ import annotations

import pytest

from app.domain.list_entry import EntryType
from app.importers.kinds import guessed_type


@pytest.mark.parametrize(
    "name",
    ["Ilya Testovich", "Soe WIN", "Maria del Carmen Sampleton Demo", "Jean-Marie O’Sample, Jr.",
     "M.R. Sampleton", "Igor Testovich (Russian individual)", "General Zebedee", "Muslim Orbeck"],
)  # fmt: skip
def test_people(name: str) -> None:
    expected = EntryType.ENTITY if name.startswith("General") else EntryType.INDIVIDUAL
    assert guessed_type(name) is expected


@pytest.mark.parametrize(
    "name",
    ["Halcyon Trading Co. Ltd.", "Quorlath", "48th Central Institute", "Sampleton & Sons",
     "OOO Testovich", "Demo Testovich S.A. de C.V.", "Orbeck Farm", "Zumbert AG", "The Orbecks",
     "Sample Front and any successor, sub-unit, or subsidiary thereof", "“Argon” Demo", "…",
     "one two three four five six seven eight nine ten"],
)  # fmt: skip
def test_organisations(name: str) -> None:
    assert guessed_type(name) is EntryType.ENTITY
