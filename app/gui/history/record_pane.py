"""The reading pane of the history: one past screening in short, and the way to open it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.screening import CheckState, ScreeningRecord
from app.gui.history.columns import utc_text
from app.gui.screening.wording import (
    check_word,
    date_words,
    level_word,
    local_time,
    outcome_word,
    purpose_word,
)
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import horizontal_rule, isolate, label
from app.gui.widgets.theme import current_theme, space

_MATCHES_SHOWN = 5


class RecordPane(QWidget):
    """Shows a ScreeningRecord; `open_asked(screening_id)` by the button."""

    open_asked = Signal(str)

    def __init__(self, source_names: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source_names = source_names
        self.setProperty("surface", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Summary of the screening"))
        self.setMinimumWidth(280)
        self.record: ScreeningRecord | None = None
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.open_button = Button(self.tr("Open screening"), "external", "primary", key="Enter")
        self.open_button.clicked.connect(self._ask_open)
        foot = QHBoxLayout()
        foot.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        foot.addWidget(self.open_button)
        foot.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(horizontal_rule())
        whole.addLayout(foot)
        self.show_record(None)

    def _ask_open(self) -> None:
        if self.record is not None:
            self.open_asked.emit(self.record.screening_id)

    def show_record(self, record: ScreeningRecord | None) -> None:
        """Show this record, or what to do to see one."""
        self.record = record
        self.open_button.setEnabled(record is not None)
        inner = QWidget()
        inner.setProperty("surface", "none")
        column = QVBoxLayout(inner)
        column.setContentsMargins(space("l"), space("l"), space("l"), space("l"))
        column.setSpacing(space("m"))
        if record is None:
            hint = label(self.tr("Select a screening to read its summary."), "secondary")
            hint.setWordWrap(True)
            column.addWidget(hint)
        else:
            self._fill(column, record)
        column.addStretch(1)
        self._scroll.setWidget(inner)

    def _fill(self, column: QVBoxLayout, record: ScreeningRecord) -> None:
        name = label(record.subject.name, "name")
        name.setWordWrap(True)
        column.addWidget(name)
        theme, outcome = current_theme(), record.decision.outcome
        column.addWidget(
            Banner(
                theme.semantic_role(outcome.value),
                outcome_word(outcome),
                record.decision.explanation,
                icon=theme.semantic_icon(outcome.value),
            )
        )
        if record.is_demo:
            column.addWidget(
                Banner("info", self.tr("Demonstration lists"), self.tr("Not a real screening."))
            )
        column.addLayout(_facts(self._fact_lines(record)))
        column.addWidget(horizontal_rule())
        column.addWidget(label(self.tr("Matches"), "strong"))
        lines = self._match_lines(record)
        column.addLayout(_facts(lines) if lines else _words(self.tr("None above the line.")))
        column.addWidget(horizontal_rule())
        column.addWidget(label(self.tr("Checked against"), "strong"))
        column.addLayout(_facts(self._list_lines(record)))

    def _fact_lines(self, record: ScreeningRecord) -> list[tuple[str, str]]:
        subject = record.subject
        born = date_words(subject.date_of_birth) if subject.date_of_birth else ""
        lines = [
            (self.tr("Risk score"), self.tr("{score} of 1000").format(score=record.risk.score)),
            (self.tr("Screened"), local_time(record.created_at, with_date=True)),
            (self.tr("In UTC"), utc_text(record.created_at)),
            (self.tr("By"), isolate(record.actor)),
            (self.tr("Purpose"), purpose_word(record.purpose)),
            (self.tr("Customer id"), subject.external_id),
            (self.tr("Date of birth"), born),
            (self.tr("Countries"), ", ".join(subject.countries())),
            (self.tr("Profile"), record.profile),
            (self.tr("Policy"), record.policy_version),
            (self.tr("Screening id"), record.screening_id),
        ]
        return [(name, value) for name, value in lines if value]

    def _match_lines(self, record: ScreeningRecord) -> list[tuple[str, str]]:
        names = {used.source: used.name for used in record.lists}
        shown = []
        for match in record.matches[:_MATCHES_SHOWN]:
            parts = (f"{match.score:.0f}", level_word(match.level), names.get(match.source, ""))
            shown.append((isolate(match.matched_name), " · ".join(parts)))
        rest = len(record.matches) - len(shown)
        if rest > 0:
            shown.append((self.tr("and {count} more").format(count=f"{rest:,}"), ""))
        return shown

    def _list_lines(self, record: ScreeningRecord) -> list[tuple[str, str]]:
        lines = []
        for used in record.lists:
            age = self.tr("{days} d old").format(days=used.age_days)
            mark = self.tr(", stale") if used.is_stale else ""
            lines.append((used.name, f"{used.version}, {age}{mark}"))
        for run in record.checks:
            if run.state is CheckState.NOT_RUN:
                lines.append(
                    (check_word(run.check), self.tr("not run: {note}").format(note=run.note))
                )
            elif run.missing:
                missing = ", ".join(self._source_names.get(s, s) for s in run.missing)
                words = self.tr("missing: {sources}").format(sources=missing)
                lines.append((check_word(run.check), words))
        return lines


def _words(text: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(label(text, "secondary"))
    return row


def _facts(lines: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(space("m"))
    grid.setVerticalSpacing(space("xs") + 2)
    grid.setColumnStretch(1, 1)
    for place, (name, value) in enumerate(lines):
        grid.addWidget(_wrapped(name, "secondary"), place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_wrapped(value, "body"), place, 1, Qt.AlignmentFlag.AlignTop)
    return grid


def _wrapped(text: str, kind: str) -> QLabel:
    made = label(text, kind)
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
