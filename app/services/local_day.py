"""Days as they are where the program runs."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta


def local_midnight(at: datetime, days: int = 0) -> datetime:
    """When the local day of a moment began, or the one that many days later, as UTC.

    The offset is that of the midnight itself: clocks may be put forward or back in between.
    """
    day = at.astimezone().date() + timedelta(days=days)
    return datetime.combine(day, time()).astimezone(UTC)
