"""The reading pane of the Exceptions page: one exception, what brings it back, its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.exception_conditions import describe
from app.domain.exception_fingerprint import LIST, SUBJECT, kept_values
from app.domain.match_exception import (
    ExceptionEvent,
    ExceptionKind,
    ExceptionStatus,
    MatchException,
)
from app.gui.exceptions.difference_pane import DifferenceGrid, fact_grid, wrapped
from app.gui.exceptions.view_model import Chosen
from app.gui.exceptions.wording import (
    action_word,
    day_words,
    field_word,
    kind_word,
    pair_words,
    status_chip,
    status_word,
)
from app.gui.screening.wording import local_time
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import ActionButton
from app.gui.widgets.chip import Chip
from app.gui.widgets.labels import horizontal_rule, isolate, label, vertical_rule
from app.gui.widgets.scrolling import scroll_pane
from app.gui.widgets.table_columns import NOTHING
from app.gui.widgets.theme import space


class DetailPane(QWidget):
    """Shows a Chosen; its buttons are the actions of the page."""

    def __init__(
        self,
        source_names: Mapping[str, str],
        actions: Sequence[QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._source_names = source_names
        self.chosen: Chosen | None = None
        self.setProperty("surface", "surface")
        self.setAccessibleName(self.tr("The chosen exception"))
        self.setMinimumWidth(360)
        self._scroll = scroll_pane(self.tr("The chosen exception"))
        foot = QHBoxLayout()
        foot.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        foot.setSpacing(space("s"))
        for action in actions:
            foot.addWidget(ActionButton(action, small=True))
        foot.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._scroll, 1)
        column.addWidget(horizontal_rule())
        column.addLayout(foot)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(vertical_rule())
        whole.addLayout(column, 1)
        self.show_chosen(None)

    def show_chosen(self, chosen: Chosen | None) -> None:
        """Show this exception, or what to do to see one."""
        self.chosen = chosen
        inside = QWidget()
        inside.setProperty("surface", "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(space("l"), space("l"), space("l"), space("l"))
        column.setSpacing(space("m"))
        if chosen is None:
            column.addWidget(wrapped(self.tr("Select an exception to read it."), "secondary"))
        else:
            self._fill(column, chosen)
        column.addStretch(1)
        self._scroll.setWidget(inside)

    def _fill(self, column: QVBoxLayout, chosen: Chosen) -> None:
        exception = chosen.exception
        self._add_head(column, exception)
        self._add_difference(column, chosen)
        column.addLayout(fact_grid(self._facts(exception)))
        column.addWidget(horizontal_rule())
        if exception.kind is ExceptionKind.CONDITIONAL:
            column.addWidget(label(self.tr("All of these must hold"), "strong"))
            for condition in exception.conditions:
                column.addWidget(wrapped(describe(condition)))
        else:
            self._add_side(column, exception, LIST, exception.fields)
            self._add_side(column, exception, SUBJECT, exception.subject_fields)
        column.addWidget(horizontal_rule())
        column.addWidget(label(self.tr("History"), "strong"))
        for event in reversed(chosen.history):
            self._add_event(column, event)

    def _add_head(self, column: QVBoxLayout, exception: MatchException) -> None:
        look = status_chip(exception.status)
        chips = QHBoxLayout()
        chips.setSpacing(space("s"))
        chips.addWidget(Chip(status_word(exception.status), look.role, look.icon))
        chips.addWidget(Chip(kind_word(exception.kind), "missing"))
        chips.addStretch(1)
        column.addLayout(chips)
        column.addWidget(wrapped(pair_words(exception), "name"))
        column.addWidget(wrapped(exception.reason))

    def _add_difference(self, column: QVBoxLayout, chosen: Chosen) -> None:
        """Why it ended; of an active one, what would end it at the next screening."""
        exception = chosen.exception
        changes = exception.difference
        if exception.status is ExceptionStatus.ACTIVE:
            changes = chosen.present.difference
            words = self.tr("It will lapse at the next screening: a chosen field changed.")
            banner = Banner("medium", self.tr("Changed since"), words)
        else:
            words = self.tr("Matches of this pair ask for a decision again.")
            banner = Banner("high", self.tr("No longer excludes anything"), words)
        if changes:
            column.addWidget(banner)
            column.addWidget(DifferenceGrid(changes))
        else:
            banner.deleteLater()

    def _facts(self, exception: MatchException) -> list[tuple[str, str]]:
        uses = f"{exception.used:,}"
        if exception.last_used_at:
            last = local_time(exception.last_used_at, with_date=True)
            uses = self.tr("{count}, last {time}").format(count=uses, time=last)
        source = self._source_names.get(exception.source, exception.source)
        return [
            (self.tr("Made by"), exception.created_by),
            (self.tr("Made"), local_time(exception.created_at, with_date=True)),
            (self.tr("Last day"), day_words(exception.expires_on) or self.tr("no end")),
            (self.tr("Review on"), day_words(exception.review_on) or NOTHING),
            (self.tr("Uses"), uses),
            (self.tr("Customer id"), exception.external_id or exception.subject_id),
            (self.tr("List"), " ".join((source, exception.list_entry_id)).strip()),
            (self.tr("Exception id"), exception.exception_id),
        ]

    def _add_side(
        self, column: QVBoxLayout, exception: MatchException, side: str, fields: Sequence[str]
    ) -> None:
        heading = (
            self.tr("Comes back when the list changes")
            if side == LIST
            else self.tr("Comes back when the customer changes")
        )
        column.addWidget(label(heading, "strong"))
        lines = [
            (field_word(field), "; ".join(kept_values(exception, side, field)) or NOTHING)
            for field in fields
        ]
        if lines:
            column.addLayout(fact_grid(lines))
        else:
            column.addWidget(wrapped(self.tr("No field was chosen."), "secondary"))

    def _add_event(self, column: QVBoxLayout, event: ExceptionEvent) -> None:
        who = self.tr("{time} by {actor}").format(
            time=local_time(event.at, with_date=True), actor=isolate(event.actor)
        )
        block = QVBoxLayout()
        block.setSpacing(1)
        block.addWidget(wrapped(f"{action_word(event)} · {who}", "secondary"))
        for text in self._event_lines(event):
            block.addWidget(wrapped(text))
        column.addLayout(block)

    def _event_lines(self, event: ExceptionEvent) -> list[str]:
        data = event.data
        lines = [str(data[name]) for name in ("why", "reason") if data.get(name)][:1]
        if data.get("stated_author"):
            words = self.tr("From a file of {exporter}; its author there: {author}")
            exporter = isolate(str(data.get("exported_by") or NOTHING))
            lines.append(words.format(exporter=exporter, author=isolate(data["stated_author"])))
        before, after = data.get("before", {}), data.get("after", {})
        for name in (*PLAIN, *LISTED):
            if name in after or name in before:
                old, new = (_shown(side.get(name)) for side in (before, after))
                lines.append(f"{field_word(name)}: {old} → {new}")
        return lines


PLAIN = ("expires_on", "review_on", "list_entry_id")
LISTED = ("fields", "subject_fields")


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(field_word(str(item)).lower() for item in value) or NOTHING
    return str(value) if value else NOTHING
