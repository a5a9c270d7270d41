"""Everything else the list says about a listed party: names, dates, programmes, remarks."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.countries import country_name
from app.domain.dates import PartialDate
from app.domain.identifiers import Identifier
from app.domain.list_entry import ListEntry, ListName
from app.domain.subject import Address
from app.gui.screening.wording import (
    date_words,
    entry_type_word,
    gender_word,
    identifier_word,
    kind_word,
    listed_date_words,
    translate,
)
from app.gui.widgets.chip import Chip
from app.gui.widgets.content_pane import ContentPane
from app.gui.widgets.labels import isolate, label
from app.gui.widgets.theme import size, space

_LABEL_WIDTH = 116


class EntryPane(ContentPane):
    """Shows a ListEntry as names and facts; every value can be selected and copied."""

    def show_entry(self, entry: ListEntry) -> None:
        """Show all of an entry."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space("s"))
        column.addWidget(label(_names_heading(entry), "strong"))
        for name in entry.names:
            column.addWidget(_name_row(name))
        column.addSpacing(space("s"))
        column.addWidget(label(translate("Screening", "On the list"), "strong"))
        column.addLayout(_fact_grid(facts(entry)))
        self.show_content(inside)


def _names_heading(entry: ListEntry) -> str:
    count = len(entry.names)
    if count == 1:
        return translate("Screening", "1 name")
    return translate("Screening", "{count} names").format(count=count)


def _name_row(name: ListName) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(space("s"))
    words = _value(isolate(name.text))
    words.setAccessibleName(f"{isolate(name.text)}, {kind_word(name.kind)}")
    row.addWidget(words, 1)
    kind = kind_word(name.kind) + (f", {name.note}" if name.note else "")
    if name.is_weak:
        weak = Chip(translate("Screening", "weak"), "medium", "info-circle")
        weak.setToolTip(translate("Screening", "The list calls this a low-quality name."))
        row.addWidget(weak, 0, Qt.AlignmentFlag.AlignTop)
    caption = label(kind, "caption")
    caption.setFixedHeight(size("chip"))
    row.addWidget(caption, 0, Qt.AlignmentFlag.AlignTop)
    return made


def facts(entry: ListEntry) -> tuple[tuple[str, str], ...]:
    """Label and text of everything but the names; empty fields are left out, lists are lines."""
    found = (
        (translate("Screening", "Type"), entry_type_word(entry.type)),
        (translate("Screening", "Born"), _lines(map(listed_date_words, entry.dates_of_birth))),
        (translate("Screening", "Place of birth"), _lines(entry.places_of_birth)),
        (translate("Screening", "Gender"), gender_word(entry.gender) if entry.gender else ""),
        (translate("Screening", "Nationality"), ", ".join(map(country_name, entry.nationalities))),
        (translate("Screening", "Country"), ", ".join(map(country_name, entry.countries))),
        (translate("Screening", "Programmes"), _lines(entry.programmes)),
        (translate("Screening", "Positions"), _lines(entry.positions)),
        (translate("Screening", "Topics"), ", ".join(entry.topics)),
        (translate("Screening", "Identifiers"), _lines(map(_identifier, entry.identifiers))),
        (translate("Screening", "Addresses"), _lines(map(_address, entry.addresses))),
        (translate("Screening", "Listed on"), _day(entry.listed_on)),
        (translate("Screening", "Updated on"), _day(entry.updated_on)),
        (translate("Screening", "Remarks"), isolate(entry.remarks)),
        *((name, isolate(value)) for name, value in entry.details),
        (translate("Screening", "Reference"), entry.reference),
        (translate("Screening", "Entry id"), entry.entry_id),
        (translate("Screening", "Profile id"), entry.profile_id),
    )  # fmt: skip
    return tuple((name, text) for name, text in found if text)


def _day(day: PartialDate | None) -> str:
    return date_words(day) if day is not None else ""


def _lines(parts: Iterable[object]) -> str:
    return "\n".join(isolate(str(part)) for part in parts)


def _identifier(identifier: Identifier) -> str:
    country = f" ({country_name(identifier.country)})" if identifier.country else ""
    note = f", {identifier.note}" if identifier.note else ""
    return f"{identifier_word(identifier.type)} {identifier.value}{country}{note}"


def _address(address: Address) -> str:
    parts = (address.street, address.city, address.region, address.postal_code, address.text)
    country = country_name(address.country) if address.country else ""
    return ", ".join(part for part in (*parts, country) if part)


def _fact_grid(rows: tuple[tuple[str, str], ...]) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(space("m"))
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
    grid.setColumnStretch(1, 1)
    for place, (name, text) in enumerate(rows):
        title = label(name, "secondary")
        title.setWordWrap(True)
        value = _value(text)
        value.setAccessibleName(f"{name}: {text}")
        grid.addWidget(title, place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, place, 1, Qt.AlignmentFlag.AlignTop)
    return grid


def leading() -> Qt.AlignmentFlag:
    """Where lines of the window start: right-to-left names too stand there, under the others."""
    is_mirrored = QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignAbsolute


def _value(text: str) -> QLabel:
    made = label("")
    made.setText(text)  # isolated line by line already
    made.setWordWrap(True)
    made.setMinimumWidth(40)
    by_mouse = Qt.TextInteractionFlag.TextSelectableByMouse
    made.setTextInteractionFlags(by_mouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
    made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    made.setAlignment(leading())
    return made
