"""The colours of reports by role, as #RRGGBB: light for paper, dark for screens that ask for it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

LIGHT: Final = MappingProxyType(
    {
        "page": "#FFFFFF",
        "sunken": "#F3F5F7",
        "border": "#C8CFD8",
        "grid": "#E3E7EC",
        "ink": "#18212D",
        "ink-soft": "#5C6878",
        "accent": "#2F55D0",
        "series-1": "#2F55D0",
        "series-2": "#D65C16",
        "series-3": "#0F8577",
        "series-4": "#7C4FC4",
        "series-5": "#6B7789",
        "heat": "#D65C16",
    }
)
DARK: Final = MappingProxyType(
    {
        "page": "#181D25",
        "sunken": "#202732",
        "border": "#3C4755",
        "grid": "#29313C",
        "ink": "#E7EBF1",
        "ink-soft": "#A3AFBE",
        "accent": "#8BA5FF",
        "series-1": "#8BA5FF",
        "series-2": "#F0925A",
        "series-3": "#4CC7B6",
        "series-4": "#B596F0",
        "series-5": "#98A4B5",
        "heat": "#F0925A",
    }
)
