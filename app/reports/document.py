"""A report as plain records: facts, sections, texts, tables and charts. All texts are plain."""

from __future__ import annotations

from dataclasses import dataclass

from app.reports.drawing import Drawing


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
    rows: tuple[tuple[str, ...], ...]
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


Block = Facts | Figures | Text | Code | Table | Chart | Charts


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. `summary` is the answer in two or three sentences, `footer` stands below."""

    title: str
    subtitle: str
    summary: str
    sections: tuple[Section, ...]
    footer: str
    language: str = "en"
