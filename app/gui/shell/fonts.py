"""The fonts of the window: they come with packages; nothing is installed on the machine."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from PySide6.QtGui import QFontDatabase

PACKAGES = ("fontpkg_inter", "fontpkg_jetbrains_mono")


def load_fonts() -> tuple[str, ...]:
    """Load the packaged font files into this process; gives the families that are there now.

    A missing or broken package is no error: Qt then takes the next family of the tokens.
    """
    families: list[str] = []
    for name in PACKAGES:
        try:
            folder: Path = import_module(name).ROOT / "files"
        except ImportError:
            continue
        for file in sorted(folder.glob("*.ttf")):
            number = QFontDatabase.addApplicationFont(str(file))
            if number >= 0:
                families.extend(QFontDatabase.applicationFontFamilies(number))
    return tuple(dict.fromkeys(families))
