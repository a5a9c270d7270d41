"""The middle of the review page: customer and listed party side by side, and all that is known."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.links import EntryRef
from app.domain.list_entry import NameKind
from app.domain.match import Match
from app.domain.review_queue import MatchDetail
from app.gui.review.head_pane import HeadPane
from app.gui.screening.alignment_pane import AlignmentPane
from app.gui.screening.changes_pane import ChangesPane
from app.gui.screening.entry_pane import EntryPane
from app.gui.screening.explanation import explain, list_of, version_line
from app.gui.screening.field_rows import field_rows
from app.gui.screening.links_pane import LinksPane
from app.gui.screening.links_view_model import LinksViewModel
from app.gui.screening.name_score_pane import NameScorePane
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import tool_button
from app.gui.widgets.empty import EmptyState
from app.gui.widgets.field_comparison import FieldComparison
from app.gui.widgets.labels import horizontal_rule, isolate, label, set_tone
from app.gui.widgets.scrolling import scroll_pane
from app.gui.widgets.theme import space
from app.services.explaining import Explanation

BETWEEN_MS = 15
LATER_MS = 90  # what needs time waits until the keyboard rests on a match
_EXPLANATION_HEIGHT = 200
_MARGIN = 16


class ComparisonPane(QWidget):
    """Shows a MatchDetail. `rested(MatchDetail)` when it has been shown for a moment: then what
    takes longer is asked for; `profiles_asked(Match)`."""

    rested = Signal(object)
    profiles_asked = Signal(object)

    def __init__(
        self, copy_action: QAction, links: LinksViewModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("surface", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Comparison"))
        self.setMinimumWidth(420)
        self.detail: MatchDetail | None = None
        self._copy_action = copy_action
        self._links = links
        self._steps: list[Callable[[], object]] = []  # what is still to be shown
        self._rest = QTimer(self, singleShot=True, interval=LATER_MS)
        self._rest.timeout.connect(self._show_the_rest)
        self.head = HeadPane()
        self.came_back = Banner("high", icon="refresh", is_flat=True)
        self._build_evidence()
        self._version = label("", "small")
        self._version.setWordWrap(True)
        self._version.setContentsMargins(_MARGIN, space("xs"), _MARGIN, space("xs"))
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.came_back)
        column.addWidget(horizontal_rule())
        column.addWidget(self.evidence, 1)
        column.addWidget(horizontal_rule())
        column.addWidget(self._version)
        self.empty = EmptyState("review", self.tr("No match is chosen"), "")
        self.failure = Banner("critical")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(shown)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.failure)
        whole.addWidget(self.stack)
        self._shown = shown
        self.failure.hide()

    def _build_evidence(self) -> None:
        inside = QWidget()
        inside.setProperty("surface", "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, space("l"))
        column.setSpacing(0)
        self.names = AlignmentPane()
        self.script = label("", "name")
        self.script.setWordWrap(True)
        self.script.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._script_block = self._original_script()
        column.addWidget(self.names)
        column.addWidget(self._script_block)
        column.addWidget(horizontal_rule())
        self.fields = FieldComparison()
        column.addWidget(self.fields)
        self.name_score = NameScorePane()
        self.name_score.profiles.asked.connect(self._ask_profiles)
        column.addWidget(_section(self.name_score))
        column.addWidget(horizontal_rule())
        self.links = LinksPane()
        self.links.setContentsMargins(_MARGIN, space("m"), _MARGIN, space("m"))
        self.links.use(self._links)
        column.addWidget(self.links)
        self.entry = EntryPane()
        column.addWidget(_section(self.entry))
        self._source = label("", "small")
        self._source.setWordWrap(True)
        self._source.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._source.setContentsMargins(_MARGIN, 0, _MARGIN, space("m"))
        column.addWidget(self._source)
        column.addWidget(horizontal_rule())
        self.changes = ChangesPane()
        column.addWidget(_section(self.changes))
        column.addWidget(horizontal_rule())
        column.addWidget(self._reason())
        column.addStretch(1)
        self.evidence = scroll_pane(self.tr("Evidence"), inside)

    def _original_script(self) -> QWidget:
        made = QWidget()
        made.setProperty("surface", "sunken")
        made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(made)
        row.setContentsMargins(_MARGIN, 0, _MARGIN, space("m"))
        row.setSpacing(space("m"))
        row.addWidget(label(self.tr("Original script"), "caption"))
        row.addWidget(self.script, 1)
        return made

    def _reason(self) -> QWidget:
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
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space("s"))
        column.addLayout(head)
        column.addWidget(self.explanation)
        return _section(block)

    # showing ------------------------------------------------------------------------------

    def show_nothing(self, heading: str, text: str) -> None:
        """Say why no match is shown and what to do."""
        self._rest.stop()
        self._steps.clear()
        self.detail = None
        self.empty.set_words(heading, text)
        self.stack.setCurrentWidget(self.empty)

    def expect(self) -> None:
        """A match is being read: what is shown stays, an empty pane says so."""
        if self.detail is None:
            self.show_nothing(self.tr("Reading the match…"), "")

    def show_detail(self, detail: MatchDetail, short_name: str, place: int, count: int) -> None:
        """Show a match: what decides at once, the rest when the keyboard rests on it."""
        before, self.detail = self.detail, detail
        match = detail.match
        self.failure.hide()
        self.head.show_detail(detail, short_name, place, count)
        if before is not None and (before.match, before.entry) == (match, detail.entry):
            self._rest_again(detail)
            return
        self._steps.clear()
        self._show_came_back(match)
        self.names.show_match(match)
        self._show_script(detail)
        self.fields.set_rows(field_rows(match))
        self.fields.setVisible(bool(match.evidence))
        self.name_score.show_match(match)
        self.stack.setCurrentWidget(self._shown)
        self.links.forget()
        self.evidence.verticalScrollBar().setValue(0)
        used = list_of(detail.record, match)
        self._version.setText(version_line(used) if used else short_name)
        set_tone(self._version, "high" if used and used.is_stale else "text_2")
        self._rest.start()

    def show_failure(self, error: BaseException) -> None:
        """Say that the match could not be read."""
        self.failure.show_failure(error)

    def show_source(self, address: str) -> None:
        """Where the publisher of the list has it."""
        self._source.setText(self.tr("Source: {address}").format(address=address))
        self._source.setVisible(bool(address))

    def show_changes(self, match: Match, explanation: Explanation) -> None:
        """Show what would change the match, if it is still the one shown."""
        if self.detail is not None and match is self.detail.match:
            self.changes.show_changes(explanation.changes)

    def show_changes_failure(self, match: Match, text: str) -> None:
        """Say that what would change the match is not known."""
        if self.detail is not None and match is self.detail.match:
            self.changes.show_message(text)

    def copy_explanation(self) -> None:
        """Put the explanation on the clipboard."""
        if self.detail is not None:
            text = explain(self.detail.record, self.detail.match)
            QGuiApplication.clipboard().setText(text)

    def _rest_again(self, detail: MatchDetail) -> None:
        """The same match was read anew: what is drawn of it stays as it is."""
        if not self._steps and not self._rest.isActive():
            self._steps = [lambda: self.rested.emit(detail)]
            self._rest.start()

    def _show_the_rest(self) -> None:
        """One part after the other, so that keys and pictures come in between."""
        detail = self.detail
        if detail is None:
            return
        if not self._steps:
            self._steps = [
                lambda: self._show_entry(detail),
                lambda: self._ask_links(detail),
                lambda: self.explanation.setPlainText(explain(detail.record, detail.match)),
                lambda: self.rested.emit(detail),
            ]
        self._steps.pop(0)()
        if self._steps:
            QTimer.singleShot(BETWEEN_MS, self, self._go_on)

    def _go_on(self) -> None:
        if self._steps and not self._rest.isActive():  # else another match was shown since
            self._show_the_rest()

    def _show_entry(self, detail: MatchDetail) -> None:
        if detail.entry is not None:
            self.entry.show_entry(detail.entry)
        else:
            self.entry.show_message(self.tr("The list entry of that day is no longer stored."))

    def _ask_links(self, detail: MatchDetail) -> None:
        self.changes.show_message(self.tr("Trying out other values…"))
        match = detail.match
        self._links.ask(EntryRef(match.source, match.list_entry_id), detail.party)

    def _show_came_back(self, match: Match) -> None:
        self.came_back.setVisible(bool(match.lapsed_exception_id))
        if not match.lapsed_exception_id:
            return
        changes = ", ".join(
            self.tr("{field}: {before} → {after}").format(
                field=change.field.replace("_", " "),
                before=isolate(change.before) or "–",
                after=isolate(change.after) or "–",
            )
            for change in match.lapsed_because
        )
        self.came_back.set_banner("high", self.tr("It came back"), changes, icon="refresh")

    def _show_script(self, detail: MatchDetail) -> None:
        names = detail.entry.names if detail.entry is not None else ()
        script = [n.text for n in names if n.kind is NameKind.ORIGINAL_SCRIPT]
        script = [text for text in script if text != detail.match.matched_name]
        self.script.setText(isolate("   ".join(map(isolate, script[:2]))))
        self._script_block.setVisible(bool(script))

    def _ask_profiles(self) -> None:
        if self.detail is not None:
            self.profiles_asked.emit(self.detail.match)


def _section(part: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(_MARGIN, space("m"), _MARGIN, space("m"))
    column.addWidget(part)
    return made
