"""How much memory this process takes at its peak, where the system tells."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

_STATUS = Path("/proc/self/status")
_CLEAR = Path("/proc/self/clear_refs")


def forget_peak() -> int | None:
    """Start the peak anew where the system allows it; returns what is in use now, if it tells."""
    with suppress(OSError):
        _CLEAR.write_text("5")
        return peak_bytes()
    return None


def peak_bytes() -> int | None:
    """The most memory (resident set) since the last `forget_peak`, or since the start; None where
    the system does not tell."""
    with suppress(OSError):
        for line in _STATUS.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return _peak_since_start()


def _peak_since_start() -> int | None:
    try:
        import resource
    except ImportError:  # Windows
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * unit
