"""Moments that people choose: when something is due, until when it waits."""

from __future__ import annotations

from datetime import datetime

from app.domain.errors import BadInput

_YEARS = range(1900, 9000)  # far from the ends of what can be counted, in every time zone


def require_moment(at: datetime, safe: str) -> None:
    """Raise BadInput unless a time has its time zone and can be stored and shown anywhere.

    Args:
        safe: what the error says is safe, such as "Nothing was changed."
    """
    if at.utcoffset() is None:
        raise BadInput(
            "The time has no time zone.", safe=safe, todo="Give it with one, such as +00:00."
        )
    if at.year not in _YEARS:
        raise BadInput(
            f"The year {at.year} is out of reach.",
            safe=safe,
            todo=f"Use a year from {_YEARS[0]} to {_YEARS[-1]}.",
        )
