"""Whether a window can open here, found out before Qt does: a missing library, no display."""

from __future__ import annotations

import os
import sys

PACKAGES = "libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0"
MISSING_LIBRARIES = f"Qt system libraries missing: apt-get install {PACKAGES}"
NO_DISPLAY = (
    "There is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set). "
    "Nothing was changed. Work on the command line instead: screendesk --help"
)


def window_problem() -> str | None:
    """Why no window can open on this machine and what to do about it, or None."""
    try:
        import PySide6.QtWidgets  # noqa: F401  # loading it is the test
    except ImportError as error:
        return f"{MISSING_LIBRARIES} ({error})"
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY")
        or os.environ.get("WAYLAND_DISPLAY")
        or os.environ.get("QT_QPA_PLATFORM")
    ):
        return NO_DISPLAY
    return None
