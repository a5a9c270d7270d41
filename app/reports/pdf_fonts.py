"""The fonts of one PDF: each embedded with the letters that it prints, and what they stand for.

A code of a font is one glyph with one meaning, numbered in the order of use: the same text gives
the same bytes, and what is copied or searched is what was written, whatever shapes it took.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from reportlab.pdfbase import pdfdoc

from app.reports.fonts import Font
from app.reports.shaping import Glyph, Piece

_SYMBOLIC: Final = 4
_LEAST_SHIFT: Final = 0.6  # 1/1000 of the size: less is not moved
_NOT_PRINTED: Final = (b"GSUB", b"GPOS", b"GDEF", b"name", b"STAT", b"meta")  # tables
_CMAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
%s
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


class EmbeddedFont:
    """One font within one document, under the name `resource` of its pages."""

    def __init__(self, font: Font, number: int) -> None:
        self.font = font
        self.resource = f"W{number}"
        self.fontName = f"{font.name}-{font.weight}"
        self._codes: dict[tuple[int, str], int] = {}
        self._widths: dict[int, int] = {}

    def code(self, glyph: Glyph) -> int:
        """The code that prints a glyph and is read as its text."""
        key = (glyph.index, glyph.text)
        found = self._codes.get(key)
        if found is None:
            # A PostScript font knows no table from codes to glyphs: the code is the glyph.
            found = len(self._codes) + 1 if self.font.outlines == "glyf" else glyph.index
            self._codes[key] = found
            advance = self.font.shaper.get_glyph_h_advance(glyph.index)
            self._widths[found] = round(advance * 1000 / self.font.face.upem)
        return found

    def width(self, code: int) -> int:
        """The width of a code as the document states it, in 1/1000 of the size."""
        return self._widths[code]

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - ReportLab's name
        """Write the font into the document, at its end."""
        name = f"{_tag(self.resource)}+{self.fontName}"
        to_unicode = pdfdoc.PDFStream(content=self._to_unicode().encode("ascii"))
        to_unicode.filters = [pdfdoc.PDFZCompress]
        descendant = self._descendant(doc, name)
        whole = pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": pdfdoc.PDFName(name),
                "Encoding": "/Identity-H",
                "DescendantFonts": pdfdoc.PDFArray([descendant]),
                "ToUnicode": doc.Reference(to_unicode, f"text {self.resource}"),
            }
        )
        doc.idToObject["BasicFonts"].dict[self.resource] = doc.Reference(whole, self.resource)

    def _descendant(self, doc: Any, name: str) -> Any:
        is_truetype = self.font.outlines == "glyf"
        content = self._subset()
        file = pdfdoc.PDFStream(content=content, filters=[pdfdoc.PDFZCompress])
        if is_truetype:
            file.dictionary["Length1"] = len(content)
        else:
            file.dictionary["Subtype"] = "/CIDFontType0C"
        extents = self.font.shaper.get_font_extents("ltr")
        scale = 1000 / self.font.face.upem
        ascent, descent = round(extents.ascender * scale), round(extents.descender * scale)
        descriptor = pdfdoc.PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": pdfdoc.PDFName(name),
                "Flags": _SYMBOLIC,
                "FontBBox": pdfdoc.PDFArray([-1000, descent, 3000, ascent]),
                "ItalicAngle": 0,
                "Ascent": ascent,
                "Descent": descent,
                "CapHeight": round(ascent * 0.75),
                "StemV": 80,
                ("FontFile2" if is_truetype else "FontFile3"): doc.Reference(
                    file, f"file {self.resource}"
                ),
            }
        )
        parts = {
            "Type": "/Font",
            "Subtype": "/CIDFontType2" if is_truetype else "/CIDFontType0",
            "BaseFont": pdfdoc.PDFName(name),
            "CIDSystemInfo": pdfdoc.PDFDictionary(
                {"Registry": "(Adobe)", "Ordering": "(Identity)", "Supplement": 0}
            ),
            "FontDescriptor": doc.Reference(descriptor, f"descriptor {self.resource}"),
            "DW": 1000,
            "W": self._width_array(),
        }
        if is_truetype:
            glyphs = pdfdoc.PDFStream(content=self._glyph_table(), filters=[pdfdoc.PDFZCompress])
            parts["CIDToGIDMap"] = doc.Reference(glyphs, f"glyphs {self.resource}")
        return doc.Reference(pdfdoc.PDFDictionary(parts), f"descendant {self.resource}")

    def _subset(self) -> bytes:
        """The font with the printed glyphs alone, at its one weight, their numbers kept."""
        import uharfbuzz as hb

        wanted = hb.SubsetInput()
        wanted.flags = (
            hb.SubsetFlags.RETAIN_GIDS
            | hb.SubsetFlags.NO_LAYOUT_CLOSURE
            | hb.SubsetFlags.CFF_IDENTITY_CHARSET
            | hb.SubsetFlags.NOTDEF_OUTLINE
        )
        wanted.glyph_set.update({index for index, _ in self._codes})
        wanted.drop_table_tag_set.update(int.from_bytes(tag, "big") for tag in _NOT_PRINTED)
        if self.font.has_weights:
            wanted.pin_all_axes_to_default(self.font.face)
            wanted.pin_axis_location(self.font.face, "wght", float(self.font.weight))
        found = hb.subset(self.font.face, wanted)
        if self.font.outlines == "glyf":
            return bytes(found.blob.data)
        return bytes(found.reference_table("CFF ").data)

    def _glyph_table(self) -> bytes:
        table = bytearray(2 * (len(self._codes) + 1))
        for (index, _), code in self._codes.items():
            table[2 * code : 2 * code + 2] = index.to_bytes(2, "big")
        return bytes(table)

    def _width_array(self) -> Any:
        parts: list[Any] = []
        for code in sorted(self._widths):
            parts += [code, pdfdoc.PDFArray([self._widths[code]])]
        return pdfdoc.PDFArray(parts)

    def _to_unicode(self) -> str:
        texts = {code: text for (_, text), code in self._codes.items() if text}
        lines = [
            f"<{code:04X}> <{text.encode('utf-16-be', 'surrogatepass').hex().upper()}>"
            for code, text in sorted(texts.items())
        ]
        blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
        return _CMAP % "\n".join(
            "\n".join((f"{len(block)} beginbfchar", *block, "endbfchar")) for block in blocks
        )


def draw_line(
    canvas: Any, x: float, y: float, line: Sequence[Piece], size: float, stroke: float
) -> None:
    """Print pieces from left to right.

    Args:
        canvas: ReportLab's, with the fill colour set.
        x, y: where the base line begins, in points.
        size: of the letters, in points.
        stroke: the outline of letters whose font has no semibold, as a share of the size.
    """
    told = [f"BT {_at(x, y)}"]
    marks: list[str] = []
    start = 0.0
    used: EmbeddedFont | None = None
    for piece in line:
        font = _embedded(canvas, piece.font)
        chosen = _chosen(font, size, stroke)
        if font is not used:
            told.append(chosen)
        used = font
        told.append(f"[{_letters(font, piece)}] TJ")
        for place, glyph in _marks(piece):
            left = x + (start + place) * size / 1000
            marks.append(f"{chosen} {_at(left, y + glyph.dy * size / 1000)}")
            marks.append(f"<{font.code(glyph):04X}> Tj")
        start += piece.width
    canvas._code.append("\n".join((*told, *marks, "0 Tr ET")))


def _at(x: float, y: float) -> str:
    return f"1 0 0 1 {_number(x)} {_number(y)} Tm"


def _chosen(font: EmbeddedFont, size: float, stroke: float) -> str:
    outline = f"2 Tr {_number(size * stroke)} w" if font.font.is_bold_drawn else "0 Tr"
    return f"/{font.resource} {_number(size)} Tf {outline}"


def _marks(piece: Piece) -> Iterator[tuple[float, Glyph]]:
    """(place in 1/1000 of the size, mark): drawn after the letters of the whole line, as a reader
    of the page that met them in between would see several lines."""
    place = 0.0
    for glyph in piece.glyphs:
        if glyph.dy:
            yield place + glyph.dx, glyph
        place += glyph.advance


def _letters(font: EmbeddedFont, piece: Piece) -> str:
    """The letters of one piece in a row, each where HarfBuzz put it; at the end of the row the
    pen stands behind the piece."""
    row: list[str] = []
    wanted = actual = 0.0
    for glyph in piece.glyphs:
        place = wanted + glyph.dx
        wanted += glyph.advance
        if glyph.dy:
            continue  # drawn after the line
        if abs(actual - place) > _LEAST_SHIFT:
            row.append(_number(actual - place))
            actual = place
        code = font.code(glyph)
        row.append(f"<{code:04X}>")
        actual += font.width(code)
    if abs(actual - wanted) > _LEAST_SHIFT:
        row.append(_number(actual - wanted))
    return "".join(row)


def _embedded(canvas: Any, font: Font) -> EmbeddedFont:
    """The font as this document has it; written with the document's other fonts at its end."""
    doc = canvas._doc
    known: list[EmbeddedFont] = [one for one in doc.delayedFonts if isinstance(one, EmbeddedFont)]
    for one in known:
        if one.font is font:
            return one
    new = EmbeddedFont(font, len(known) + 1)
    doc.delayedFonts.append(new)
    return new


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _tag(resource: str) -> str:
    """Six capital letters, as names of partial fonts begin with."""
    number = int(resource[1:])
    return "".join(chr(ord("A") + (number // 26**place) % 26) for place in range(6))
