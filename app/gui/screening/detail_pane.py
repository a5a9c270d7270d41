"""The reading pane: one match with every reason for its score and all the list says."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.domain.list_entry import EntryType, ListEntry, NameKind
from app.domain.match import Level, Match
from app.domain.screening import ScreeningRecord
from app.gui.screening.alignment_pane import AlignmentPane
from app.gui.screening.changes_pane import ChangesPane
from app.gui.screening.entry_pane import EntryPane, leading
from app.gui.screening.exclusion import came_back_words, discarded_word, discarded_words
from app.gui.screening.explanation import explain, list_of, short_hash, version_line
from app.gui.screening.field_rows import field_rows
from app.gui.screening.links_pane import LinksPane
from app.gui.screening.name_score_pane import NameScorePane
from app.gui.screening.result_rows import match_score_rows, match_score_total
from app.gui.screening.wording import (
    check_word,
    entry_type_word,
    kind_word,
    shown_name,
    strength_word,
)
from app.gui.widgets.buttons import tool_button
from app.gui.widgets.chip import Chip
from app.gui.widgets.field_comparison import FieldComparison
from app.gui.widgets.labels import (
    ElidedLabel,
    horizontal_rule,
    isolate,
    label,
    plain_tip,
    set_tone,
    vertical_rule,
)
from app.gui.widgets.scrolling import scroll_pane
from app.gui.widgets.theme import current_theme, space
from app.gui.widgets.waterfall import Waterfall
from app.services.explaining import Explanation, ProfileView

_EXPLANATION_HEIGHT = 190


class DetailPane(QWidget):
    """Shows one match of a record; `stepped(-1 or 1)` asks for its neighbour."""

    stepped = Signal(int)
    profiles_asked = Signal(object)  # Match

    def __init__(self, copy_action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Details of the match"))
        self.setMinimumWidth(320)
        self._match: Match | None = None
        self._copy_action = copy_action
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(vertical_rule())
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        whole.addLayout(self._column, 1)
        self._build_head()
        self._build_scroll()
        self._build_foot()

    # building -----------------------------------------------------------------------------

    def _build_head(self) -> None:
        self._strength = Chip("", "missing")
        self._check = Chip("", "missing")
        self._source = ElidedLabel("", "secondary")
        self._entry_id = ElidedLabel("", "mono", Qt.TextElideMode.ElideMiddle)
        self.previous = tool_button("chevron-left", self.tr("Previous match"), key="K")
        self.next = tool_button("chevron-right", self.tr("Next match"), key="J")
        self._position = label("", "secondary")
        self.previous.clicked.connect(lambda: self.stepped.emit(-1))
        self.next.clicked.connect(lambda: self.stepped.emit(1))
        row = QHBoxLayout()
        row.setContentsMargins(space("l"), space("m"), space("s"), 0)
        row.setSpacing(space("s"))
        for part in (self._strength, self._check):
            row.addWidget(part)
        row.addStretch(1)
        for widget in (self.previous, self._position, self.next):
            row.addWidget(widget)
        self._column.addLayout(row)
        origin = QHBoxLayout()
        origin.setContentsMargins(space("l"), space("xs"), space("l"), space("s"))
        origin.setSpacing(space("s"))
        origin.addWidget(self._source)
        origin.addWidget(self._entry_id)
        origin.addStretch(1)
        self._column.addLayout(origin)
        self._column.addWidget(horizontal_rule())  # what scrolls ends below it

    def _build_scroll(self) -> None:
        inside = QWidget()
        inside.setProperty("surface", "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, space("s"), 0, space("l"))
        column.setSpacing(0)
        self._add_names(column)
        self._add_band(column)
        self.fields = FieldComparison()
        column.addWidget(self.fields)
        self.links = LinksPane()
        self.links.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        column.addWidget(self.links)
        self._add_scores(column)
        self._add_reason(column)
        self.entry = EntryPane()
        column.addWidget(_section(self.entry))
        column.addStretch(1)
        self.evidence = scroll_pane(self.tr("Evidence"), inside)
        self._column.addWidget(self.evidence, 1)

    def _add_names(self, column: QVBoxLayout) -> None:
        self._name = label("", "name")
        self._also = label("", "secondary")
        for words in (self._name, self._also):
            words.setWordWrap(True)
            words.setAlignment(leading())
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._exposure = label("", "strong")
        self._discarded = label("", "secondary")
        for words in (self._exposure, self._discarded):
            words.setWordWrap(True)
        block = QWidget()
        inner = QVBoxLayout(block)
        inner.setContentsMargins(space("l"), 0, space("l"), space("m"))
        inner.setSpacing(2)
        for part in (self._name, self._also, self._exposure, self._discarded):
            inner.addWidget(part)
        column.addWidget(block)

    def _add_band(self, column: QVBoxLayout) -> None:
        self.names = AlignmentPane()
        column.addWidget(horizontal_rule())
        column.addWidget(self.names)
        column.addWidget(horizontal_rule())

    def _add_scores(self, column: QVBoxLayout) -> None:
        self.name_score = NameScorePane()
        self.name_score.profiles.asked.connect(self._ask_profiles)
        column.addWidget(_section(self.name_score))
        column.addWidget(horizontal_rule())
        self.waterfall = Waterfall()
        score_block = QWidget()
        inner = QVBoxLayout(score_block)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(space("s"))
        inner.addWidget(label(self.tr("Match score"), "strong"))
        inner.addWidget(self.waterfall)
        column.addWidget(_section(score_block))
        column.addWidget(horizontal_rule())
        self.changes = ChangesPane()
        column.addWidget(_section(self.changes))
        column.addWidget(horizontal_rule())

    def _add_reason(self, column: QVBoxLayout) -> None:
        self.explanation = QPlainTextEdit()
        self.explanation.setReadOnly(True)
        self.explanation.setTabChangesFocus(True)
        self.explanation.setAccessibleName(self.tr("Why this score"))
        self.explanation.setFixedHeight(_EXPLANATION_HEIGHT)
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Why this score"), "strong"))
        head.addStretch(1)
        copy = tool_button("copy", self.tr("Copy explanation"), key="Ctrl+Shift+C")
        copy.clicked.connect(self._copy_action.trigger)
        head.addWidget(copy)
        block = QWidget()
        inner = QVBoxLayout(block)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(space("s"))
        inner.addLayout(head)
        inner.addWidget(self.explanation)
        column.addWidget(_section(block))
        column.addWidget(horizontal_rule())

    def _build_foot(self) -> None:
        self._version = label("", "small")
        self._version.setWordWrap(True)
        self._hash = label("", "mono")
        foot = QFrame()
        row = QHBoxLayout(foot)
        row.setContentsMargins(space("l"), space("s"), space("l"), space("s"))
        row.setSpacing(space("s"))
        row.addWidget(self._version, 1)
        row.addWidget(self._hash)
        self._column.addWidget(horizontal_rule())
        self._column.addWidget(foot)

    # showing ------------------------------------------------------------------------------

    def show_match(self, record: ScreeningRecord, match: Match, row: int, count: int) -> None:
        """Show a match of a record, which is row `row` (from 0) of `count`."""
        self._match = match
        self._show_head(record, match)
        self._position.setText(self.tr("{n} of {count}").format(n=row + 1, count=count))
        self.previous.setEnabled(row > 0)
        self.next.setEnabled(row + 1 < count)
        self.names.show_match(match)
        self.fields.set_rows(field_rows(match))
        self.fields.setVisible(bool(match.evidence))
        self.name_score.show_match(match)
        self.waterfall.set_rows(match_score_rows(match), match_score_total(match), 100.0)
        self.explanation.setPlainText(explain(record, match))
        self.links.forget()
        self.changes.show_message(self.tr("Trying out other values…"))
        self.entry.show_message(self.tr("Reading the list entry…"))
        self.evidence.verticalScrollBar().setValue(0)
        self._show_version(record, match)

    def show_entry(self, match: Match, entry: ListEntry) -> None:
        """Show the full list entry behind the match, if that is still the one shown."""
        if match is self._match:
            self._also.setText(self._alias_words(match, entry))
            self._also.show()
            self.entry.show_entry(entry)

    def show_entry_failure(self, match: Match, text: str) -> None:
        """Say that the list entry could not be read; the evidence above stands."""
        if match is self._match:
            self.entry.show_message(text)

    def show_changes(self, match: Match, explanation: Explanation) -> None:
        """Show what would change the match, if it is still the one shown."""
        if match is self._match:
            self.changes.show_changes(explanation.changes)

    def show_changes_failure(self, match: Match, text: str) -> None:
        """Say that what would change the match is not known."""
        if match is self._match:
            self.changes.show_message(text)

    def show_profiles(self, match: Match, views: Sequence[ProfileView]) -> None:
        """Show how every profile sees the names, if that is still wanted."""
        if match is self._match and self.name_score.profiles.is_open:
            self.name_score.profiles.show_profiles(views)

    def show_profiles_failure(self, match: Match, text: str) -> None:
        """Say that the profiles could not be compared, if that is still wanted."""
        if match is self._match and self.name_score.profiles.is_open:
            self.name_score.profiles.show_message(text)

    def _ask_profiles(self) -> None:
        if self._match is not None:
            self.profiles_asked.emit(self._match)

    def copy_explanation(self) -> None:
        """Put the explanation on the clipboard."""
        if self._match is not None:
            QGuiApplication.clipboard().setText(self.explanation.toPlainText())

    def _show_head(self, record: ScreeningRecord, match: Match) -> None:
        look = current_theme()
        if match.level is Level.DISCARDED:
            self._strength.set_chip(discarded_word(match), "missing", "minus-circle")
        else:
            value = match.strength.value
            role, icon = look.semantic_role(value), look.semantic_icon(value)
            self._strength.set_chip(strength_word(match.strength), role, icon)
        self._check.set_chip(check_word(match.check), "missing")
        used = list_of(record, match)
        self._source.setText(used.name if used else match.source)
        self._entry_id.setText(match.list_entry_id)
        is_person = match.entry_type is EntryType.INDIVIDUAL
        self._name.setText(isolate(shown_name(match.matched_name, is_person=is_person)))
        self._name.setToolTip(plain_tip(match.matched_name))
        self._also.setText(self._alias_words(match, None))
        self._also.setVisible(bool(self._also.text()))
        exposure = match.pep.text() if match.pep else ""
        self._exposure.setText(isolate(exposure[:1].upper() + exposure[1:]))
        self._exposure.setVisible(bool(exposure))
        words = discarded_words(match) or came_back_words(match)
        self._discarded.setText(words)
        self._discarded.setVisible(bool(words))
        set_tone(self._discarded, "high" if match.lapsed_exception_id else "text_2")

    def _alias_words(self, match: Match, entry: ListEntry | None) -> str:
        """What kind of name matched, whose it is, its original script, and how many more."""
        parts = [entry_type_word(match.entry_type)]
        is_person = match.entry_type is EntryType.INDIVIDUAL
        primary = shown_name(match.primary_name, is_person=is_person)
        if match.matched_name != match.primary_name:
            words = self.tr("{kind} of {name}").format(
                kind=kind_word(match.matched_kind), name=isolate(primary)
            )
            parts.append(words)
        if match.is_weak and match.matched_kind is not NameKind.WEAK_ALIAS:
            parts.append(self.tr("weak name"))
        if entry is not None:
            parts += self._other_names(match, entry)
        return " · ".join(parts)

    def _other_names(self, match: Match, entry: ListEntry) -> list[str]:
        shown = {match.matched_name, match.primary_name}
        script = [n.text for n in entry.names if n.kind is NameKind.ORIGINAL_SCRIPT]
        parts = [isolate(text) for text in script[:1] if text not in shown]
        more = len({name.text for name in entry.names} - shown - set(script[:1]))
        if more:
            words = self.tr("1 more name") if more == 1 else self.tr("{n} more names")
            parts.append(words.format(n=more))
        return parts

    def _show_version(self, record: ScreeningRecord, match: Match) -> None:
        used = list_of(record, match)
        self._version.setText(version_line(used) if used else match.source)
        set_tone(self._version, "high" if used and used.is_stale else "text_2")
        self._hash.setText(short_hash(used) if used else "")
        self._hash.setToolTip(f"sha256 {used.sha256}" if used else "")


def _section(part: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
    column.addWidget(part)
    return made
