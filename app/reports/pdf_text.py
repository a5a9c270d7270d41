"""Text as a PDF can print it: escaped, each run in a font that has it, right to left turned."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from anyascii import anyascii

from app.domain.scripts import letter_script, script_of
from app.reports import arabic, fonts

_SHOWN_CODES = 24


@dataclass(slots=True)
class PdfText:
    """Writes the texts of one document and keeps the scripts that had to be romanised."""

    romanised: set[str] = field(default_factory=set)

    def markup(self, text: str) -> str:
        """A text as markup of a paragraph; nothing in it can act as markup itself."""
        plain = "".join(char if _is_shown(char) else " " for char in text)
        if fonts.font_for(plain) == fonts.body_font():
            return escape(plain)
        return "".join(self._run(turned, run) for turned, run in arabic.runs(plain))

    def plain(self, text: str) -> str:
        """A text for a label in a chart: what the body font lacks is romanised."""
        if fonts.font_for(text) == fonts.body_font():
            return text
        return anyascii(text)

    def note(self) -> str:
        """What is to be said about the scripts that could not be printed; empty if none."""
        if not self.romanised:
            return ""
        return (
            f"{', '.join(sorted(self.romanised))}: no font of this machine can print it. Such "
            "names stand in Latin letters, with the codes of their characters."
        )

    def _run(self, turned: bool, run: str) -> str:
        if not fonts.can_print(run):
            return "".join(self._word(word) + blank for word, blank in _words(run))
        if turned:
            printed = arabic.visual(run).replace(" ", "\u00a0")
            font = fonts.font_for(printed)
            return _set(printed, font) if font else self._romanise(run)
        return _split_by_font(run)

    def _word(self, word: str) -> str:
        return _split_by_font(word) if fonts.can_print(word) else self._romanise(word)

    def _romanise(self, text: str) -> str:
        script = script_of(text) or "symbols"
        self.romanised.add(script)
        codes = " ".join(f"U+{ord(char):04X}" for char in text if not char.isspace())
        short = codes if len(text) <= _SHOWN_CODES else f"{codes[: 7 * _SHOWN_CODES]} …"
        return escape(f"{anyascii(text).strip()} [{script} {short}]")


def _is_shown(char: str) -> bool:
    return char.isprintable() or char == "\u200c"


def _words(text: str) -> list[tuple[str, str]]:
    """(word, blank behind it): neighbours of one printability belong together."""
    parts: list[tuple[str, str]] = []
    for word in text.split():
        if parts and fonts.can_print(parts[-1][0]) == fonts.can_print(word):
            parts[-1] = (f"{parts[-1][0]} {word}", " ")
        else:
            parts.append((word, " "))
    return parts


def _split_by_font(text: str) -> str:
    """Runs of characters, each in the first font that has all of the run."""
    written: list[str] = []
    run, font = "", None
    for char in text:
        wanted = fonts.font_for(run + char) if run else fonts.font_for(char)
        keeps = run and wanted is not None and (wanted == font or not letter_script(char))
        if run and not keeps:
            written.append(_set(run, font))
            run, wanted = "", fonts.font_for(char)
        run, font = run + char, wanted
    return "".join((*written, _set(run, font)))


def _set(text: str, font: str | None) -> str:
    if font is None or font == fonts.body_font():
        return escape(text)
    return f'<font name="{font}">{escape(text)}</font>'
