"""The overview of a case: what is proposed, why the risk is what it is, summary, other cases."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from app.domain.case import Case
from app.domain.risk import RiskBand
from app.gui.cases.case_view_model import Shown
from app.gui.cases.wording import (
    count_words,
    disposition_word,
    relation_word,
    state_word,
)
from app.gui.screening.result_rows import factor_rows, risk_total
from app.gui.screening.wording import band_word, local_time, outcome_word
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import Button, tool_button
from app.gui.widgets.gauge import RiskGauge
from app.gui.widgets.labels import ElidedLabel, horizontal_rule, isolate, label
from app.gui.widgets.panel import Panel
from app.gui.widgets.scrolling import scroll_pane
from app.gui.widgets.theme import space
from app.gui.widgets.waterfall import Waterfall

_MAX_SCORE = 1000.0
_NOTES_HEIGHT = 84


class OverviewPane(QWidget):
    """Shows a Shown. Signals ask for what its buttons say."""

    decide_asked = Signal(object)  # the proposed Disposition
    case_asked = Signal(str)  # the id of another case
    screening_asked = Signal(str)
    link_asked = Signal()
    unlink_asked = Signal(str)
    notes_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notes = ""
        inside = QWidget()
        inside.setProperty("surface", "window")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(space("l"), space("l"), space("l"), space("l"))
        self._column.setSpacing(space("m"))
        self.proposal = Banner("low")
        self.decide = Button(self.tr("Decide…"), "check", "primary")
        self.proposal.add_button(self.decide)
        self.gauge = RiskGauge()
        self.waterfall = Waterfall()
        self._risk = Panel(self.tr("Risk of the newest screening"))
        self._build_risk()
        self._build_notes()
        self.links = Panel(self.tr("Linked cases"))
        self._link_button = Button(self.tr("Link…"), "link", small=True)
        self._link_button.clicked.connect(self.link_asked)
        self.links.add_trailing(self._link_button)
        self.screenings = Panel(self.tr("Screenings"))
        self._rows: dict[Panel, QWidget] = {}
        for part in (self.proposal, self._risk, self._summary, self.links, self.screenings):
            self._column.addWidget(part)
        self._column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll_pane(self.tr("Overview of the case"), inside))
        self._proposed: object = None
        self.decide.clicked.connect(lambda: self.decide_asked.emit(self._proposed))

    def _build_risk(self) -> None:
        self._reason = QLabel()
        self._reason.setWordWrap(True)
        self._reason.setTextFormat(Qt.TextFormat.PlainText)
        for place, part in enumerate((self._reason, self.gauge, self.waterfall)):
            if place:
                self._risk.body.addWidget(horizontal_rule())
            holder = QVBoxLayout()
            holder.setContentsMargins(space("l"), space("s"), space("l"), space("s"))
            holder.addWidget(part)
            self._risk.body.addLayout(holder)

    def _build_notes(self) -> None:
        self._summary = Panel(self.tr("Summary"), has_rule=False)
        self.notes = QPlainTextEdit()
        self.notes.setAccessibleName(self.tr("Summary of the case"))
        self.notes.setPlaceholderText(self.tr("What a reader of this case must know first"))
        self.notes.setTabChangesFocus(True)
        self.notes.setFixedHeight(_NOTES_HEIGHT)
        self.keep = Button(self.tr("Keep"), "check", small=True)
        self.keep.clicked.connect(lambda: self.notes_changed.emit(self.notes.toPlainText()))
        self.notes.textChanged.connect(self._show_keep)
        self._summary.add_trailing(self.keep)
        holder = QVBoxLayout()
        holder.setContentsMargins(space("m"), 0, space("m"), space("m"))
        holder.addWidget(self.notes)
        self._summary.body.addLayout(holder)

    def _show_keep(self) -> None:
        self.keep.setEnabled(self.notes.toPlainText().strip() != self._notes)

    def show_case(self, shown: Shown, *, is_other: bool) -> None:
        """Show this; `is_other`: another case than before, so that typed text is of no use."""
        file = shown.file
        self._show_proposal(shown)
        is_typing = not is_other and self.notes.toPlainText().strip() != self._notes
        self._notes = file.case.notes
        if not is_typing:
            self.notes.setPlainText(file.case.notes)
        self._show_keep()
        self._risk.setVisible(bool(file.screenings))
        if file.screenings:
            record = file.screenings[-1]
            risk, bands = record.risk, tuple(RiskBand)
            self._reason.setText(
                f"{outcome_word(record.decision.outcome)}: {record.decision.explanation}"
            )
            words = [band_word(band) for band in bands]
            self.gauge.set_score(
                risk.score,
                bands.index(risk.band),
                (words[0], words[1], words[2], words[3]),
                risk.bands,
            )
            self.waterfall.set_rows(factor_rows(record), risk_total(record), _MAX_SCORE)
        self._show_links(shown)
        self._show_screenings(shown)

    def _show_proposal(self, shown: Shown) -> None:
        self._proposed = shown.proposal
        self.proposal.setVisible(shown.proposal is not None)
        if shown.proposal is not None:
            self.proposal.set_banner(
                "low",
                self.tr("Proposed: {found}").format(found=disposition_word(shown.proposal)),
                self.tr("Every match has that verdict. The case closes only when you decide."),
            )

    def _show_links(self, shown: Shown) -> None:
        rows: list[QWidget] = []
        for link in shown.file.links:
            words = f"{isolate(link.name)} · {state_word(link.state)} · " + relation_word(
                link.relation
            )
            remove = tool_button("x", self.tr("Remove the link to {name}").format(name=link.name))
            remove.clicked.connect(lambda _on=False, key=link.case_id: self.unlink_asked.emit(key))
            rows.append(
                _row(
                    words,
                    lambda _on=False, key=link.case_id: self.case_asked.emit(key),
                    remove,
                )
            )
        rows += [
            _row(
                self._earlier_words(case),
                lambda _on=False, key=case.case_id: self.case_asked.emit(key),
            )
            for case in shown.file.earlier
        ]
        self._fill(self.links, rows, self.tr("None"))
        self.links.set_note(count_words(len(rows)) if rows else "")

    def _earlier_words(self, case: Case) -> str:
        found = f" · {disposition_word(case.disposition)}" if case.disposition else ""
        when = local_time(case.created_at, with_date=True)
        words = self.tr("Same subject · {state}{found} · opened {when}")
        return words.format(state=state_word(case.state), found=found, when=when)

    def _show_screenings(self, shown: Shown) -> None:
        rows = [
            _row(
                f"{local_time(record.created_at, with_date=True)} · "
                f"{outcome_word(record.decision.outcome)} · {record.risk.score} · "
                f"{record.screening_id}",
                lambda _on=False, key=record.screening_id: self.screening_asked.emit(key),
            )
            for record in reversed(shown.file.screenings)
        ]
        self._fill(self.screenings, rows, self.tr("None"))

    def _fill(self, panel: Panel, rows: list[QWidget], nothing: str) -> None:
        before = self._rows.pop(panel, None)
        if before is not None:
            before.hide()
            before.deleteLater()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(space("l"), space("xs"), space("s"), space("xs"))
        column.setSpacing(0)
        for row in rows or [label(nothing, "secondary")]:
            column.addWidget(row)
        panel.body.addWidget(holder)
        self._rows[panel] = holder


def _row(words: str, opened: Callable[..., object], more: QWidget | None = None) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 2, 0, 2)
    row.setSpacing(space("s"))
    row.addWidget(ElidedLabel(words), 1)
    button = tool_button("external", words)
    button.clicked.connect(opened)
    row.addWidget(button)
    if more is not None:
        row.addWidget(more)
    return made
