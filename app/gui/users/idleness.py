"""After how long without a touch the window locks."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSettings

LOCK_MINUTES: Final = "window/lock_minutes"
DEFAULT_MINUTES: Final = 10
MINUTES: Final = (2, 5, 10, 15, 30, 60, 0)  # 0: never


def lock_minutes() -> int:
    """After how many idle minutes the window locks; 0 never."""
    value = QSettings().value(LOCK_MINUTES, DEFAULT_MINUTES, type=int)
    return value if isinstance(value, int) and value in MINUTES else DEFAULT_MINUTES
