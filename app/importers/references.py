"""References to other lists, as lists write them."""

from __future__ import annotations

import re

from app.domain.political import ForeignReference

UN_SC = "un_sc"
_UN = re.compile(r"\b([A-Z]{2})([ieIE])\.\s?(\d{3})(?!\d)")


def un_reference(text: str) -> ForeignReference | None:
    """The first reference number of the UN Security Council's list in a text (``QDi.001``).

    Slips are put right (``QDE.145``, ``CDi. 038``). A number that is cut short (``QDi.43``) names
    nobody for certain: None.
    """
    found = _UN.search(text)
    if found is None:
        return None
    committee, kind, number = found.groups()
    return ForeignReference(UN_SC, f"{committee}{kind.lower()}.{number}")
