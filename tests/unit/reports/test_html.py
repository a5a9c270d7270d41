"""The HTML page: one file, nothing loaded, nothing of the texts acts as markup."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

import pytest

from app.reports.document import (
    Beside,
    Card,
    Cards,
    Cell,
    Chart,
    Facts,
    Heading,
    Legend,
    Mark,
    Notice,
    Report,
    Section,
    Table,
    Tone,
    Verdict,
)
from app.reports.drawing import Drawing
from app.reports.html import html_of
from app.reports.palette import DARK, LIGHT


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += attrs
        if tag not in {"meta"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def page(report: Report) -> _Reader:
    reader = _Reader()
    reader.feed(html_of(report))
    reader.close()
    assert reader.open == []
    return reader


def test_every_block_is_there(page: _Reader) -> None:
    assert (page.tags["h1"], page.tags["h2"], page.tags["table"]) == (1, 2, 2)
    assert (page.tags["svg"], page.tags["figure"], page.tags["pre"]) == (4, 4, 1)
    assert (page.tags["dt"], page.tags["dd"]) == (2, 2)
    assert "2. Tables and charts" in page.text
    assert "the footer" in page.text


def test_texts_never_act_as_markup(page: _Reader) -> None:
    assert page.tags["script"] == 0
    assert page.tags["img"] == 0
    assert page.text.count("<script>alert(1)</script>") >= 4
    assert "\u202e" not in page.text


def test_nothing_is_loaded_from_elsewhere(report: Report, page: _Reader) -> None:
    assert not [name for name, _ in page.attributes if name in {"src", "href", "xlink:href"}]
    written = html_of(report)
    assert "url(" not in written
    assert "@import" not in written
    assert "default-src 'none'" in written


def test_foreign_names_keep_their_own_direction(report: Report, page: _Reader) -> None:
    assert "<bdi>محمد المثالي</bdi>" in html_of(report)
    assert "राम" in page.text


def test_every_colour_of_the_charts_is_in_both_palettes(report: Report) -> None:
    used = set(re.findall(r"var\(--([a-z0-9-]+)\)", html_of(report)))
    assert used <= LIGHT.keys()
    assert LIGHT.keys() == DARK.keys()
    assert "prefers-color-scheme:dark" in html_of(report)


def test_joiners_of_persian_spelling_stay() -> None:
    name = "علی\u200cرضا"
    text = html_of(Report("t", "", name, (), ""))
    assert name in text


def test_blocks_for_paper_are_written_plainly() -> None:
    drawing = Drawing(10, 10, (), "d")
    report = Report(
        "t",
        "",
        "",
        (
            Section(
                "x",
                (
                    Heading("One match", "un_sc <1>"),
                    Legend(((Mark.AGREE, "agrees"), (None, "nothing"))),
                    Cards((Card(Mark.SEAL, "Evidence", "of it", ("c41d",)),)),
                    Beside(Chart("c", drawing), ("text",)),
                    Table(("A",), ((Cell(mark=Mark.CONFLICT),), (Cell("<b>"),))),
                ),
            ),
        ),
        "f",
        front=(
            Verdict(
                Tone.LOW, Mark.CHECK, "Approve", "0", "of 1,000", "band", (Facts((("k", "v"),)),)
            ),
            Notice(Tone.HIGH, "Not checked", "No list"),
            Notice(Tone.HIGH, "Alone"),
        ),
    )
    page = html_of(report)
    for told in ("<h3>One match un_sc &lt;1&gt;</h3>", "agrees; nothing", "of it c41d", "conflicts",
                 "&lt;b&gt;", "0 of 1,000", "Not checked. No list", "<p>Alone</p>"):  # fmt: skip
        assert told in page, told
