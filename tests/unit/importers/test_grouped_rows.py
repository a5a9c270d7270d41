"""Rows brought together by key, and references to other lists."""

from __future__ import annotations

import pytest

from app.domain.political import ForeignReference
from app.importers.grouping import groups
from app.importers.references import un_reference


def test_groups_are_complete_wherever_their_rows_stand() -> None:
    rows = [(2, "b1"), (3, "a1"), (4, ""), (5, "b2"), (6, "a2"), (7, ""), (8, "c1")]
    found = list(groups(lambda: iter(rows), lambda text: text[:1]))
    assert found == [
        [(4, "")],
        [(2, "b1"), (5, "b2")],
        [(3, "a1"), (6, "a2")],
        [(7, "")],
        [(8, "c1")],
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("QDi.001", "QDi.001"),
        ("(UN Ref): CDi. 038. Listed", "CDi.038"),
        ("QDE.145", "QDe.145"),
        ("QDi.43", ""),
        ("QDi.1234", ""),
        ("HTi.00", ""),
        ("", ""),
    ],
)
def test_un_references(text: str, expected: str) -> None:
    assert un_reference(text) == (ForeignReference("un_sc", expected) if expected else None)
