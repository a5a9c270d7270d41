"""The look: one Theme object over `resources/styles/tokens.toml`, for palette, QSS and painters.

Painters ask the theme for a colour by its role, never by a literal, and repaint on
`QEvent.PaletteChange`, which a theme switch sends to every widget.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from PySide6.QtGui import QColor, QFont

from app import bundled


class _InForce:
    """One process has one look."""

    mode = "light"


@cache
def tokens() -> dict[str, Any]:
    """The design tokens as nested dicts."""
    return bundled.read_toml("resources/styles/tokens.toml")


class Theme:
    """Colours, sizes and fonts of one mode, "light" or "dark"."""

    def __init__(self, mode: str) -> None:
        self.mode = mode
        self._colours: dict[str, Any] = tokens()["color"][mode]

    def hex(self, role: str) -> str:
        """A colour as ``#RRGGBB`` by its role, e.g. ``text_2`` or ``critical_bg``."""
        return str(self._colours[role])

    def color(self, role: str) -> QColor:
        """A colour by its role."""
        return QColor(self.hex(role))

    def colours(self) -> dict[str, Any]:
        """All colours by role; `avatar` is a list."""
        return dict(self._colours)

    def semantic_role(self, value: str) -> str:
        """The colour role of a level, strength, outcome or verdict (``EXACT`` -> ``critical``)."""
        return str(tokens()["semantic"]["colour"].get(value, value.lower()))

    def semantic_icon(self, value: str) -> str:
        """The icon name that stands beside that colour."""
        return str(tokens()["semantic"]["icon"].get(value, "info-circle"))


def space(name: str) -> int:
    """Spacing in logical pixels: xs s m l xl."""
    return int(tokens()["space"][name])


def size(name: str) -> int:
    """A fixed size in logical pixels, such as ``row`` or ``control``."""
    return int(tokens()["size"][name])


def radius(name: str) -> int:
    """A corner radius in logical pixels: mark chip control panel."""
    return int(tokens()["radius"][name])


def font(name: str = "body", weight: str = "regular", *, is_tabular: bool = False) -> QFont:
    """A font by its token: sizes small body heading title name display mono; weights by name.

    `is_tabular` gives all digits one width, for columns of numbers; not for names, because Inter
    then widens the hyphen as well.

    The packaged fonts are variable, and only the axes reach their weights. `QFont.setWeight`
    alone would leave them regular, and from 700 on Qt would thicken the glyphs a second time.
    """
    return QFont(_font(name, weight, is_tabular))


@cache
def _font(name: str, weight: str, is_tabular: bool) -> QFont:
    """Made once: painting asks for it with every cell."""
    family = "mono" if name == "mono" else "sans"
    pixels = round(float(tokens()["font"]["size"][name]))
    heaviness = int(tokens()["font"]["weight"][weight])
    made = QFont()
    made.setFamilies(list(tokens()["font"][family]))
    made.setPixelSize(pixels)
    made.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    made.setWeight(QFont.Weight(min(heaviness, QFont.Weight.DemiBold)))
    made.setVariableAxis(QFont.Tag("wght"), heaviness)
    if name != "mono":
        made.setVariableAxis(QFont.Tag("opsz"), max(14, min(32, pixels)))
        if is_tabular:
            made.setFeature(QFont.Tag("tnum"), 1)
    return made


@cache
def _theme(mode: str) -> Theme:
    return Theme(mode)


def current_theme() -> Theme:
    """The theme in force; ask again in every paint, it may have changed."""
    return _theme(_InForce.mode)


def set_mode(mode: str) -> None:
    """Make "light" or "dark" the theme in force (the shell then applies palette and QSS)."""
    _InForce.mode = mode
