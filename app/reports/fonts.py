"""Fonts for printing: those that come with the product, then those of the machine, by coverage.

No font has every script. A character is set in the first font that has it; where none has, or a
script needs shaping that the printer cannot do, the text is romanised and its codes are given.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Final

from app.domain.scripts import letter_script

BODY: Final = "Report"
CODE: Final = "ReportCode"
_PACKAGES = ((BODY, "fontpkg_inter", "Inter["), (CODE, "fontpkg_jetbrains_mono", "JetBrainsMono["))
# Scripts whose letters stand one after the other; the rest would need shaping.
PRINTABLE: Final = frozenset(
    [
        "Latin",
        "Cyrillic",
        "Greek",
        "Armenian",
        "Georgian",
        "Hebrew",
        "Arabic",
        "Han",
        "Kana",
        "Hangul",
        "Ethiopic",
        "Bopomofo",
    ]
)
_KNOWN = [
    "dejavusans",
    "notosans-regular",
    "notosansarabic-regular",
    "notonaskharabic-regular",
    "notosanshebrew-regular",
    "notosansarmenian-regular",
    "notosansgeorgian-regular",
    "notosansethiopic-regular",
    "wqy-microhei",
    "wqy-zenhei",
    "droidsansfallbackfull",
    "nanumgothic",
    "ipaexg",
    "notosanssc-regular",
    "notosansjp-regular",
    "notosanskr-regular",
    "arial",
    "tahoma",
    "segoeui",
    "arialuni",
    "msyh",
    "simsun",
    "malgun",
    "msgothic",
    "yugothm",
    "gulim",
    "hiraginosans",
    "stheiti",
    "songti",
    "arialunicode",
    "applesdgothicneo",
]
_FOLDERS = {
    "win32": ("%WINDIR%/Fonts", "%LOCALAPPDATA%/Microsoft/Windows/Fonts"),
    "darwin": ("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts"),
    "linux": ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts"),
}


def font_for(text: str) -> str | None:
    """The name of the first font that has every character of a text; None if none has."""
    wanted = {ord(char) for char in text}
    return next((name for name, covered in _fonts() if wanted <= covered), None)


def can_print(text: str) -> bool:
    """Whether all letters are of scripts that need no shaping, and some font has each."""
    letters = {char for char in text if letter_script(char)}
    return all(letter_script(char) in PRINTABLE for char in letters) and all(
        font_for(char) for char in text if not char.isspace()
    )


@cache
def _fonts() -> tuple[tuple[str, frozenset[int]], ...]:
    """Every usable font that was found: its registered name and the characters it has."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    found: list[tuple[str, frozenset[int]]] = []
    for name, path in (*_packaged(), *_of_machine()):
        try:
            font = TTFont(name, str(path))
        except (TTFError, OSError):  # outlines of another kind, or damaged: not for us
            continue
        pdfmetrics.registerFont(font)
        if name != CODE:
            found.append((name, frozenset(font.face.charToGlyph)))
    return tuple(found)


@cache
def code_font() -> str:
    """The fixed-width font: the packaged one, else one that is always there."""
    from reportlab.pdfbase import pdfmetrics

    _fonts()
    return CODE if CODE in pdfmetrics.getRegisteredFontNames() else "Courier"


@cache
def body_font() -> str:
    """The font of running text: the first that was found, else one that is always there."""
    return _fonts()[0][0] if _fonts() else "Helvetica"


def _packaged() -> Iterator[tuple[str, Path]]:
    for name, package, start in _PACKAGES:
        try:
            folder: Path = import_module(package).ROOT / "files"
        except ImportError:
            continue
        for path in sorted(folder.glob("*.ttf")):
            if path.name.startswith(start):
                yield name, path
                break


def _of_machine() -> Iterator[tuple[str, Path]]:
    """Known fonts in the machine's folders, in the order in which they are liked."""
    paths: dict[str, Path] = {}
    platform = sys.platform if sys.platform in _FOLDERS else "linux"
    for named in _FOLDERS[platform]:
        folder = Path(os.path.expandvars(named)).expanduser()
        for path in sorted(folder.rglob("*.tt[fc]")) if folder.is_dir() else ():
            paths.setdefault(path.stem.casefold().replace(" ", ""), path)
    for number, stem in enumerate(_KNOWN):
        if stem in paths:
            yield f"Machine{number}", paths[stem]
