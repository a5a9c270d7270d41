"""The result in the middle: outcome, what was not checked, risk, matches, and what lies nearest."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.domain.risk import RiskBand
from app.domain.screening import Candidate, ScreeningRecord
from app.gui.screening.matches_pane import MatchesPane
from app.gui.screening.result_rows import factor_rows, footer_words, notices, risk_total
from app.gui.screening.wording import band_word, outcome_word
from app.gui.widgets.banner import Banner
from app.gui.widgets.gauge import RiskGauge
from app.gui.widgets.labels import ElidedLabel, horizontal_rule, isolate, label
from app.gui.widgets.panel import Panel
from app.gui.widgets.theme import current_theme, space
from app.gui.widgets.waterfall import Waterfall

_NEAREST_SHOWN = 5
_MAX_SCORE = 1000.0


class ResultPane(QScrollArea):
    """Shows one screening record; `matches.chosen` tells which match is selected."""

    shown = Signal()

    def __init__(self, short_name: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._short_name = short_name
        self._notices: list[Banner] = []
        self.outcome = Banner(is_large=True)
        self.demo = Banner(
            "info",
            self.tr("Demonstration lists"),
            self.tr("Every name on them is invented: this result says nothing about real people."),
            icon="cube",
        )
        self.gauge = RiskGauge()
        self.waterfall = Waterfall()
        self.matches = MatchesPane()
        self.none = _NoMatch()
        self._build()

    def _build(self) -> None:
        inside = QWidget()
        inside.setProperty("surface", "window")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(space("l"), space("l"), space("l"), space("l"))
        self._column.setSpacing(space("m"))
        self._notice_column = QVBoxLayout()
        self._notice_column.setSpacing(space("s"))
        self._column.addWidget(self.outcome)
        self._column.addWidget(self.demo)
        self._column.addLayout(self._notice_column)
        self._column.addWidget(self._risk_panel())
        self.matches.body.addWidget(self.none)
        self.matches.body.addWidget(horizontal_rule())
        self.matches.body.addWidget(self._foot())
        self._column.addWidget(self.matches, 1)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inside)

    def _risk_panel(self) -> Panel:
        panel = Panel()
        panel.setAccessibleName(self.tr("Risk score"))
        for place, part in enumerate((self.gauge, self.waterfall)):
            if place:
                panel.body.addWidget(horizontal_rule())
            holder = QVBoxLayout()
            holder.setContentsMargins(space("l"), space("s"), space("l"), space("s"))
            holder.addWidget(part)
            panel.body.addLayout(holder)
        return panel

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("surface", "sunken")
        self._took = label("", "small")
        self._id = ElidedLabel("", "mono", Qt.TextElideMode.ElideMiddle)
        self._id.setAccessibleName(self.tr("Screening id"))
        self._nearest = label("", "small")
        row = QHBoxLayout(foot)
        row.setContentsMargins(space("l"), space("s"), space("l"), space("s"))
        row.setSpacing(space("s"))
        row.addWidget(self._took)
        row.addWidget(self._id, 1)
        row.addWidget(self._nearest)
        return foot

    def show_record(self, record: ScreeningRecord) -> None:
        """Show a screening from its outcome down to its matches."""
        self._show_outcome(record)
        self.demo.setVisible(record.is_demo)
        self._show_notices(record)
        risk = record.risk
        bands = tuple(RiskBand)
        words = (band_word(bands[0]), band_word(bands[1]), band_word(bands[2]), band_word(bands[3]))
        self.gauge.set_score(risk.score, bands.index(risk.band), words, risk.bands)
        self.waterfall.set_rows(factor_rows(record), risk_total(record), _MAX_SCORE)
        took, nearest = footer_words(record)
        self._took.setText(took)
        self._id.setText(record.screening_id)
        self._nearest.setText(nearest)
        self.matches.table.setVisible(bool(record.matches))
        self.none.setVisible(not record.matches)
        self.none.show_record(record, self._short_name)
        self.matches.show_record(record)
        self.verticalScrollBar().setValue(0)
        self.shown.emit()

    def _show_outcome(self, record: ScreeningRecord) -> None:
        decision, look = record.decision, current_theme()
        value = decision.outcome.value
        rule = self.tr("Rule {rule}, policy {policy}").format(
            rule=decision.triggered_rules[0] if decision.triggered_rules else "–",
            policy=record.policy_version,
        )
        text = decision.explanation
        if decision.recommended_action:
            action = self.tr("Recommended: {action}").format(action=decision.recommended_action)
            text = f"{text}\n{action}"
        self.outcome.set_banner(
            look.semantic_role(value),
            outcome_word(decision.outcome),
            text,
            icon=look.semantic_icon(value),
            detail=rule,
        )

    def _show_notices(self, record: ScreeningRecord) -> None:
        for banner in self._notices:
            self._notice_column.removeWidget(banner)
            banner.hide()
            banner.deleteLater()
        found = notices(record, self._short_name)
        self._notices = [Banner(item.role, item.heading, item.text) for item in found]
        for banner in self._notices:
            self._notice_column.addWidget(banner)


class _NoMatch(QWidget):
    """No match: the line that was drawn, and the nearest entries below it."""

    def __init__(self) -> None:
        super().__init__()
        self._heading = label("", "strong")
        self._text = label("", "secondary")
        self._text.setWordWrap(True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(space("l"))
        self._grid.setVerticalSpacing(space("s"))
        self._grid.setColumnStretch(0, 1)
        self._lines: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(space("l"), space("xs"), space("l"), space("l"))
        column.setSpacing(space("s"))
        column.addWidget(self._heading)
        column.addWidget(self._text)
        column.addSpacing(space("xs"))
        column.addLayout(self._grid)
        column.addStretch(1)

    def show_record(self, record: ScreeningRecord, short_name: Callable[[str], str]) -> None:
        """Show the nearest entries of a record without a match."""
        for widget in self._lines:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._lines = []
        line = f"{record.floor:.2f}"
        self._heading.setText(self.tr("No match at or above {line}").format(line=line))
        entries = sum(used.entries for used in record.lists)
        words = self.tr("{entries} entries of {lists} lists were compared.").format(
            entries=f"{entries:,}", lists=len(record.lists)
        )
        if record.nearest:
            words += " " + self.tr("The nearest below the line:")
        self._text.setText(words)
        names = {used.source: used.name for used in record.lists}
        for row, candidate in enumerate(record.nearest[:_NEAREST_SHOWN]):
            source = names.get(candidate.source) or short_name(candidate.source)
            self._add_line(row, candidate, source)

    def _add_line(self, row: int, candidate: Candidate, source: str) -> None:
        score = label(f"{candidate.name_score:.3f}")
        score.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        parts = (
            ElidedLabel(isolate(candidate.name)),
            label(source, "secondary"),
            label(candidate.list_entry_id, "mono"),
            score,
        )
        for column, part in enumerate(parts):
            self._grid.addWidget(part, row, column)
            self._lines.append(part)
