"""One word in detail: its curated classes, nicknames and learned spellings with their entries."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.gui.widgets.buttons import Button
from app.gui.widgets.chip import Chip
from app.gui.widgets.labels import ElidedLabel, horizontal_rule, isolate, label
from app.gui.widgets.scrolling import scroll_pane
from app.gui.widgets.theme import space
from app.services.learned_aliases import AliasReport, LearnedSpelling, NameClass, Witness


class WordPane(QWidget):
    """Shows an AliasReport. `witness_opened` asks for the list entry behind a spelling."""

    witness_opened = Signal(object)  # Witness

    def __init__(self, short_name: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._short_name = short_name
        self.report: AliasReport | None = None
        self.witnesses: list[Button] = []
        self.evidence = scroll_pane(self.tr("What is known of the word"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.evidence)
        self.show_message(self.tr("Choose a pair, or look a word up."))

    def show_message(self, text: str) -> None:
        """Say why there is nothing to show."""
        self.report, self.witnesses = None, []
        words = label(text, "secondary")
        words.setWordWrap(True)
        self._fill([words])

    def show_report(self, report: AliasReport) -> None:
        """Show everything that makes a word equal to others."""
        self.report, self.witnesses = report, []
        parts: list[QWidget] = [label(isolate(report.token), "name")]
        if not report.is_known:
            words = self.tr(
                "Nothing is known of this word: no class, no nickname, and the active lists show "
                "no other spelling of it. It is compared letter by letter and by sound."
            )
            said = label(words, "secondary")
            said.setWordWrap(True)
            self._fill([*parts, said, self._foot(report)])
            return
        parts += self._classes(self.tr("Curated classes"), report.classes, report.token)
        parts += self._classes(self.tr("Nicknames"), report.nicknames, report.token)
        parts += self._learned(report)
        self._fill([*parts, self._foot(report)])

    def _classes(self, heading: str, classes: tuple[NameClass, ...], token: str) -> list[QWidget]:
        if not classes:
            return []
        parts: list[QWidget] = [horizontal_rule(), label(heading, "strong")]
        for item in classes:
            parts.append(label(item.label, "secondary"))
            others = [isolate(word) for word in item.spellings if word != token]
            words = label(", ".join(others))
            words.setWordWrap(True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            parts.append(words)
        return parts

    def _learned(self, report: AliasReport) -> list[QWidget]:
        if not report.learned:
            return []
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(self.tr("Learned from the lists"), "strong"))
        row.addStretch(1)
        row.addWidget(
            Chip(self.tr("used in screening"), "low", "check-circle")
            if report.is_used
            else Chip(self.tr("not used in screening"), "missing", "minus-circle")
        )
        return [horizontal_rule(), head, *map(self._spelling, report.learned)]

    def _spelling(self, spelling: LearnedSpelling) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, space("xs"))
        column.setSpacing(space("xs"))
        head = QHBoxLayout()
        head.addWidget(label(isolate(spelling.spelling), "strong"))
        words = self.tr("1 entry") if spelling.support == 1 else self.tr("{count} entries")
        head.addWidget(label(words.format(count=f"{spelling.support:,}"), "caption"))
        head.addStretch(1)
        column.addLayout(head)
        for witness in spelling.witnesses:
            column.addWidget(self._witness(witness))
        return made

    def _witness(self, witness: Witness) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space("s"))
        names = " = ".join(isolate(name) for name in witness.names)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(names))
        place = f"{self._short_name(witness.source)} {witness.entry_id}"
        words.addWidget(ElidedLabel(place, "caption"))
        row.addLayout(words, 1)
        button = Button(self.tr("Entry"), "eye", small=True)
        button.setAccessibleName(self.tr("Show the entry: {names}").format(names=names))
        button.clicked.connect(lambda: self.witness_opened.emit(witness))
        self.witnesses.append(button)
        row.addWidget(button)
        return made

    def _foot(self, report: AliasReport) -> QWidget:
        words = self.tr("Name tables {tables}, {learned}")
        text = words.format(tables=report.tables_version, learned=report.learned_version)
        return ElidedLabel(text, "caption")

    def _fill(self, parts: list[QWidget]) -> None:
        inside = QWidget()
        inside.setProperty("surface", "none")
        column = QVBoxLayout(inside)
        column.setContentsMargins(space("l"), space("m"), space("l"), space("l"))
        column.setSpacing(space("s"))
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        self.evidence.setWidget(inside)
