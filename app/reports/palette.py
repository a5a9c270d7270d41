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
        "agree": "#0C655C",
        "missing": "#5C6878",
        "critical": "#A3123A",
        "critical-bar": "#C5214A",
        "critical-tint": "#FCE5EA",
        "high": "#9E4000",
        "high-bar": "#D65C16",
        "high-tint": "#FDE9DC",
        "medium": "#7D5200",
        "medium-bar": "#B67E10",
        "medium-tint": "#FBF0D6",
        "low": "#15693B",
        "low-bar": "#1E8A50",
        "low-tint": "#E2F3E9",
        "plain": "#3A4656",
        "plain-bar": "#6B7789",
        "plain-tint": "#F3F5F7",
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
        "agree": "#62D2C4",
        "missing": "#9CA8B7",
        "critical": "#FF93A4",
        "critical-bar": "#F0506E",
        "critical-tint": "#3E1720",
        "high": "#FFA671",
        "high-bar": "#EE7F3A",
        "high-tint": "#3A2210",
        "medium": "#EBC05B",
        "medium-bar": "#D9A431",
        "medium-tint": "#33290F",
        "low": "#6BD79B",
        "low-bar": "#3FB574",
        "low-tint": "#14301F",
        "plain": "#C4CDD8",
        "plain-bar": "#98A4B5",
        "plain-tint": "#202732",
    }
)
