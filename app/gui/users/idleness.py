"""After how long without a touch the window locks."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSettings

LOCK_MINUTES: Final = "window/lock_minutes"
DEFAULT_MINUTES: Final = 10
MOST_MINUTES: Final = 480


def lock_minutes() -> int:
    """After how many idle minutes the window locks; 0 never."""
    value = QSettings().value(LOCK_MINUTES, DEFAULT_MINUTES, type=int)
    return value if isinstance(value, int) and 0 <= value <= MOST_MINUTES else DEFAULT_MINUTES
