"""Dates in the names of list files."""

from __future__ import annotations

from datetime import date

import pytest

from app.importers.file_dates import date_in_name


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("20260805-FULL-1_1(xsd).xml", date(2026, 8, 5)),
        ("shisantouketsu20260305.xlsx", date(2026, 3, 5)),
        ("consolidated-list_2026-08-27_excerpt.xml", date(2026, 8, 27)),
        ("UK_Sanctions_List_ConList2022format_2025-04-10.xlsx", date(2025, 4, 10)),
        ("FCDO_SL_Mon_Aug_11_2025.ods", date(2025, 8, 11)),
        ("list of 5 August 2026.csv", date(2026, 8, 5)),
        ("5aug2026.csv", date(2026, 8, 5)),
        ("2026-08-05 (copy of 2026-08-05).csv", date(2026, 8, 5)),
        ("from 2026-08-05 to 2026-08-06.csv", None),
        ("20261399.xml", None),
        ("2026-02-30.xml", None),
        ("2026-0805.xml", None),
        ("1202608051.xml", None),
        ("19990101.xml", None),
        ("sdn.csv", None),
        ("regulation8_consolidated.xlsx", None),
        ("market 5 2026.csv", None),
    ],
)
def test_the_date_of_a_name(name: str, day: date | None) -> None:
    assert date_in_name(name) == day
