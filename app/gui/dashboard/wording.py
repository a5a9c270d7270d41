"""The words and texts of the dashboard's figures."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QCoreApplication

from app.services.dashboard import AGES, WAITS, Period

translate = QCoreApplication.translate
NOTHING = "–"


def period_word(period: Period) -> str:
    """What the button of a period says."""
    return {
        Period.TODAY: translate("Dashboard", "Today"),
        Period.WEEKS: translate("Dashboard", "28 days"),
        Period.QUARTER: translate("Dashboard", "Quarter"),
        Period.YEAR: translate("Dashboard", "Year"),
    }[period]


def percent(share: float | None) -> str:
    """A share (0-1) to one place, never rounded to all or nothing; a dash for none."""
    if share is None:
        return NOTHING
    if share in {0.0, 1.0}:
        return f"{share:.0%}"
    return f"{min(max(share, 0.001), 0.999) * 100:.1f} %"


def hours_text(hours: float | None) -> str:
    """A time in the unit that fits: 40 s, 12 min, 3 h 20 min, 2 d 4 h."""
    if hours is None:
        return NOTHING
    seconds = round(hours * 3600)
    if seconds < 90:
        return f"{seconds} s"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"{minutes} min"
    whole, rest = divmod(minutes, 60)
    if whole < 48:
        return f"{whole} h {rest} min" if rest else f"{whole} h"
    days, left = divmod(round(minutes / 60), 24)
    return f"{days} d {left} h" if left else f"{days} d"


def age_words() -> tuple[str, ...]:
    """The parts by which the age of open work is counted."""
    tr = translate
    days = [end // 24 for end in AGES]
    return (
        tr("Dashboard", "Under 1 day"),
        *(
            tr("Dashboard", "{low} to {high} days").format(low=low, high=high)
            for low, high in pairwise(days)
        ),
        tr("Dashboard", "Over {days} days").format(days=days[-1]),
    )


def wait_words() -> tuple[str, ...]:
    """The parts by which the time to a decision is counted."""
    tr = translate
    return (
        tr("Dashboard", "Under {hours} h").format(hours=WAITS[0]),
        *(
            tr("Dashboard", "{low} to {high} h").format(low=low, high=high)
            for low, high in pairwise(WAITS)
        ),
        tr("Dashboard", "Over {days} days").format(days=WAITS[-1] // 24),
    )
