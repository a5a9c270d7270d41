"""A report as plain records: facts, sections, texts, tables and charts. All texts are plain."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.reports.drawing import Drawing


class Mark(StrEnum):
    """A small sign beside or instead of words; its value is the word that it stands for."""

    AGREE = "agrees"
    NEAR = "near"
    CONFLICT = "conflicts"
    MISSING = "missing"
    BAN = "blocked"
    WARNING = "look closer"
    CHECK = "clear"
    SHIELD = "chained"
    SEAL = "sealed"


class Look(StrEnum):
    """How the text of a cell looks; MONO is for ids and hashes."""

    PLAIN = "plain"
    MONO = "mono"
    STRONG = "strong"
    SOFT = "soft"
    LOUD = "loud"


class Tone(StrEnum):
    """What a panel tells by its colour, beside its words."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table with a look of its own, and a mark before its text (or alone)."""

    text: str = ""
    look: Look = Look.PLAIN
    mark: Mark | None = None

    def words(self) -> str:
        """The cell in words alone."""
        return self.text or (self.mark.value if self.mark else "")


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of label and value."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One large figure with its label, and a note below (such as the counts behind it)."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """A row of large figures."""

    items: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """One paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """A line to be typed, such as a command."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `numeric` are the columns set to the right, `note` says what is left out.

    `widths` are shares of the page's width, one a column; equal by default.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str | Cell, ...], ...]
    numeric: frozenset[int] = frozenset()
    widths: tuple[float, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its title, and a caption that says how to read it."""

    title: str
    drawing: Drawing
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Charts:
    """Charts that stand side by side where the page is wide enough."""

    items: tuple[Chart, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below that of the section, such as the name of one match, with a note beside."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of a report in a panel: what was decided, its figure, and columns of facts."""

    tone: Tone
    mark: Mark
    outcome: str
    figure: str
    figure_note: str
    note: str
    columns: tuple[Facts, ...] = ()

    def plain(self) -> Facts:
        """The same without its layout."""
        rows = ((self.outcome, f"{self.figure} {self.figure_note}".strip()), ("Rule", self.note))
        return Facts((*rows, *(row for column in self.columns for row in column.rows)))


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that nobody may overlook, in a panel of its own."""

    tone: Tone
    title: str
    text: str = ""

    def plain(self) -> Text:
        """The same without its layout."""
        return Text(f"{self.title}. {self.text}" if self.text else self.title)


@dataclass(frozen=True, slots=True)
class Legend:
    """What marks mean: (mark or None, words), in one line."""

    items: tuple[tuple[Mark | None, str], ...]

    def plain(self) -> Text:
        """The same without its layout."""
        return Text("; ".join(words for _, words in self.items))


@dataclass(frozen=True, slots=True)
class Card:
    """A box with a mark, a title, a note beside it and lines in fixed width."""

    mark: Mark
    title: str
    note: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cards:
    """Boxes side by side."""

    items: tuple[Card, ...]

    def plain(self) -> Facts:
        """The same without its layout."""
        return Facts(
            tuple((card.title, " ".join((card.note, *card.lines)).strip()) for card in self.items)
        )


@dataclass(frozen=True, slots=True)
class Beside:
    """A chart with paragraphs at its right; both stay on one page."""

    chart: Chart
    texts: tuple[str, ...]

    def plain(self) -> Charts:
        """The same without its layout."""
        return Charts((self.chart,))


Laid = Verdict | Notice | Legend | Cards | Beside
Block = Facts | Figures | Text | Code | Table | Chart | Charts | Heading | Laid


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the title: whose report it is, and how it may be used.

    `logo` is a PNG or JPEG file, or empty; `notes` stand at the right, one a line.
    """

    name: str = ""
    line: str = ""
    logo: bytes = b""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. `summary` is the answer in two or three sentences, `footer` stands below.

    `reference` is the id at the right of the title; `front` are blocks before the first section.
    """

    title: str
    subtitle: str
    summary: str
    sections: tuple[Section, ...]
    footer: str
    language: str = "en"
    head: Head | None = None
    reference: str = ""
    front: tuple[Block, ...] = ()
