"""The lists of politically exposed persons, and what their files have in common."""

from __future__ import annotations

PEP_SLOTS = ("pep_global", "pep_wikidata", "pep_african", "pep_nigeria")
POPOLO_SLOTS = ("pep_popolo", *PEP_SLOTS)

# Where the offices of a list are held that names no country of its own.
HOME = {"pep_nigeria": "NG"}


def ordered(first: str, *, popolo: bool = False) -> tuple[str, ...]:
    """All PEP lists that a file can be, the likeliest first."""
    slots = POPOLO_SLOTS if popolo else PEP_SLOTS
    return tuple(dict.fromkeys((first, *slots)))
