"""Fonts for printing: those that come with the product, then those of the machine, by coverage.

No font has every script. A character is set in the first font that has it; where none has, the
text is romanised and its codes are given, so that a page never shows an empty box for a letter.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final

BODY: Final = "Inter"
CODE: Final = "JetBrainsMono"
REGULAR: Final = 400
BOLD: Final = 640
_PACKAGES: Final = (
    (BODY, "fontpkg_inter"),
    ("NotoSans", "fontpkg_noto_sans"),
    ("NotoSansArabic", "fontpkg_noto_sans_arabic"),
    ("NotoSansDevanagari", "fontpkg_noto_sans_devanagari"),
    ("NotoSansThai", "fontpkg_noto_sans_thai"),
    (CODE, "fontpkg_jetbrains_mono"),
)
# In the order in which they are liked. Those of one script come before those of many.
_KNOWN: Final = (
    "notosanshebrew-regular",
    "notosansethiopic-regular",
    "notosansarmenian-regular",
    "notosansgeorgian-regular",
    "notosansbengali-regular",
    "notosanstamil-regular",
    "notosanssinhala-regular",
    "notosanskhmer-regular",
    "notosanscjk-regular",
    "notosanssc-regular",
    "notosansjp-regular",
    "notosanskr-regular",
    "wqy-microhei",
    "wqy-zenhei",
    "droidsansfallbackfull",
    "nanumgothic",
    "ipaexg",
    "arial",
    "tahoma",
    "segoeui",
    "ebrima",
    "nirmala",
    "sylfaen",
    "msyh",
    "simsun",
    "malgun",
    "yugothm",
    "msgothic",
    "gulim",
    "arialunicode",
    "arialhebrew",
    "kefa",
    "hiraginosans",
    "songti",
    "stheiti",
    "applesdgothicneo",
    "dejavusans",
)
_ENDINGS: Final = {".ttf", ".ttc", ".otf"}
_FOLDERS = {
    "win32": ("%WINDIR%/Fonts", "%LOCALAPPDATA%/Microsoft/Windows/Fonts"),
    "darwin": ("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts"),
    "linux": ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts"),
}


@dataclass(frozen=True, eq=False)
class Font:
    """One font at one weight, as HarfBuzz reads it. `is_bold_drawn` says that its letters need
    an outline to be semibold, as it has one weight only; `outlines` is `glyf` or `CFF `."""

    name: str
    weight: int
    face: Any
    shaper: Any
    outlines: str
    is_bold_drawn: bool
    covered: frozenset[int] = field(repr=False)

    @property
    def has_weights(self) -> bool:
        return any(axis.tag == "wght" for axis in self.face.axis_infos)


def font_for(text: str, *, first: str = BODY, weight: int = REGULAR) -> Font | None:
    """The first font that has every character of a text; None if none has.

    Args:
        first: the name of the font that is asked first.
        weight: REGULAR or BOLD.
    """
    wanted = {ord(char) for char in text}
    for name, path in _liked(first):
        font = _loaded(name, path, weight)
        if font is not None and wanted <= font.covered:
            return font
    return None


def _liked(first: str) -> tuple[tuple[str, Path], ...]:
    """Every font file: the one asked for, then the rest; the fixed-width one only if asked for."""
    found = _files()
    return (
        *(item for item in found if item[0] == first),
        *(item for item in found if item[0] not in {first, CODE}),
    )


@cache
def _files() -> tuple[tuple[str, Path], ...]:
    return (*_packaged(), *_of_machine())


@cache
def _loaded(name: str, path: Path, weight: int) -> Font | None:
    """A font file as a font; None where it cannot be read or has no outlines that we embed."""
    import uharfbuzz as hb

    try:
        face = hb.Face(hb.Blob.from_file_path(str(path)))
        tables = set(face.table_tags)
    except (hb.HarfBuzzError, OSError, MemoryError):
        return None
    outlines = next((tag for tag in ("glyf", "CFF ") if tag in tables), "")
    covered = frozenset(face.unicodes) if outlines else frozenset()
    if not covered:
        return None
    shaper = hb.Font(face)
    has_weights = any(axis.tag == "wght" for axis in face.axis_infos)
    if has_weights:
        shaper.set_variations({"wght": weight})
    drawn = weight != REGULAR and not has_weights
    return Font(name, weight, face, shaper, outlines, drawn, covered)


def _packaged() -> Iterator[tuple[str, Path]]:
    for name, package in _PACKAGES:
        try:
            folder: Path = import_module(package).ROOT / "files"
        except ImportError:
            continue
        for path in sorted(folder.glob("*.ttf")):
            if path.name.startswith(f"{name}["):
                yield name, path
                break


def _of_machine() -> Iterator[tuple[str, Path]]:
    """Known fonts in the machine's folders, in the order in which they are liked."""
    paths: dict[str, Path] = {}
    platform = sys.platform if sys.platform in _FOLDERS else "linux"
    for named in _FOLDERS[platform]:
        folder = Path(os.path.expandvars(named)).expanduser()
        for path in sorted(folder.rglob("*.*")) if folder.is_dir() else ():
            if path.suffix.casefold() in _ENDINGS:
                paths.setdefault(path.stem.casefold().replace(" ", ""), path)
    for stem in _KNOWN:
        if stem in paths:
            yield f"Machine-{stem}", paths[stem]
