"""Text as a page can print it: what no font of the machine has is romanised, and said to be."""

from __future__ import annotations

from dataclasses import dataclass, field

from anyascii import anyascii

from app.domain.scripts import script_of
from app.reports import fonts

_SHOWN_CODES = 24
_JOINERS = "\u200c\u200d"  # part of the spelling in Persian and in Indic scripts


@dataclass(slots=True)
class PrintableText:
    """Readies the texts of one document and keeps the scripts that had to be romanised."""

    romanised: set[str] = field(default_factory=set)
    _known: dict[str, bool] = field(default_factory=dict)

    def of(self, text: str) -> str:
        """The text with blanks for what prints nothing, and Latin letters for what cannot be
        printed; controls that could forge what is read are blanks, too."""
        plain = "".join(char if char.isprintable() or char in _JOINERS else " " for char in text)
        if plain.isascii() or all(map(self._can_print, set(plain))):
            return plain
        return "".join(
            part if is_printable else self._romanise(part)
            for is_printable, part in self._parts(plain)
        )

    def note(self) -> str:
        """What is to be said about the scripts that could not be printed; empty if none."""
        if not self.romanised:
            return ""
        return (
            f"{', '.join(sorted(self.romanised))}: no font of this machine can print it. Such "
            "names stand in Latin letters, with the codes of their characters."
        )

    def _can_print(self, char: str) -> bool:
        known = self._known.get(char)
        if known is None:
            known = char.isspace() or char in _JOINERS or fonts.font_for(char) is not None
            self._known[char] = known
        return known

    def _parts(self, text: str) -> list[tuple[bool, str]]:
        """(whether it can be printed, part): whole words, neighbours of one kind together."""
        parts: list[tuple[bool, str]] = []
        for word in text.split(" "):
            printable = all(map(self._can_print, word))
            if parts and (parts[-1][0] == printable or not word):
                parts[-1] = (parts[-1][0], f"{parts[-1][1]} {word}")
            else:
                parts.append((printable, f" {word}" if parts else word))
        return parts

    def _romanise(self, text: str) -> str:
        script = script_of(text) or "symbols"
        self.romanised.add(script)
        codes = " ".join(f"U+{ord(char):04X}" for char in text if not char.isspace())
        short = codes if len(text) <= _SHOWN_CODES else f"{codes[: 7 * _SHOWN_CODES]} …"
        blank = " " if text.startswith(" ") else ""
        return f"{blank}{anyascii(text).strip()} [{script} {short}]"


def cut(text: str, most: int) -> str:
    """A text that must fit one page; the whole stands further below."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
