"""The matches of a case, each with its resolution, and the evidence of the chosen one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.domain.case_policy import CasePolicy
from app.domain.match import Match
from app.domain.review import MatchReview, ResolutionVerdict, ReviewState
from app.gui.cases.wording import person_word, translate
from app.gui.screening.alignment_pane import AlignmentPane
from app.gui.screening.field_rows import field_rows
from app.gui.screening.wording import local_time, shown_name, strength_word
from app.gui.widgets.buttons import Button
from app.gui.widgets.empty import EmptyState
from app.gui.widgets.field_comparison import FieldComparison
from app.gui.widgets.labels import isolate, label
from app.gui.widgets.scrolling import scroll_pane
from app.gui.widgets.table import DataTable
from app.gui.widgets.table_columns import NOTHING, Chip, Column
from app.gui.widgets.table_model import RowsModel
from app.gui.widgets.theme import current_theme, space
from app.services.cases import CaseFile


@dataclass(frozen=True, slots=True)
class MatchLine:
    """A match of the case: its review, and the evidence if its screening is there."""

    review: MatchReview
    match: Match | None
    source: str
    reason: str


def verdict_word(review: MatchReview) -> str:
    """What a person found, or that nobody did yet."""
    if review.state is ReviewState.SUPERSEDED:
        return translate("Cases", "Newer screening")
    if review.verdict is None:
        return translate("Cases", "Open")
    return {
        ResolutionVerdict.TRUE_POSITIVE: translate("Cases", "True positive"),
        ResolutionVerdict.FALSE_POSITIVE: translate("Cases", "False positive"),
        ResolutionVerdict.UNSURE: translate("Cases", "Unsure"),
    }[review.verdict]


def match_lines(
    file: CaseFile, sources: Mapping[str, str], policy: CasePolicy
) -> tuple[MatchLine, ...]:
    """The matches of the case, best first, those that a newer screening replaced last."""
    found = {match.match_id: match for record in file.screenings for match in record.matches}
    reasons = {reason.code: reason.text for reason in policy.reasons}
    lines = [
        MatchLine(
            review,
            found.get(review.match_id),
            sources.get(review.source, review.source),
            " · ".join(
                part
                for part in (
                    reasons.get(review.reason_code, review.reason_code),
                    review.comment,
                )
                if part
            ),
        )
        for review in file.reviews
    ]
    return tuple(
        sorted(
            lines,
            key=lambda line: (line.review.state is ReviewState.SUPERSEDED, -line.review.score),
        )
    )


class CaseMatchesPane(QWidget):
    """The table, and below it the names and fields side by side, read only."""

    review_requested = Signal(str)  # group id

    def __init__(self, names: dict[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model: RowsModel[MatchLine] = RowsModel(
            _columns(names), lambda line: line.review.match_id, self
        )
        self.table = DataTable("case_matches", self.model, self.tr("Matches of the case"))
        self.table.row_changed.connect(self._show_row)
        self.table.opened.connect(lambda _row: self.go_to_review())
        self.alignment = AlignmentPane()
        self.fields = FieldComparison()
        self.review_button = Button(self.tr("Resolve in Review"), "external", key="Enter")
        self.review_button.clicked.connect(self.go_to_review)
        self._said = label("", "secondary")
        self._said.setWordWrap(True)
        self.empty = EmptyState(
            "check-circle",
            self.tr("No matches"),
            self.tr("The screening of this case found nobody."),
        )
        self._lay_out()

    def _lay_out(self) -> None:
        evidence = QWidget()
        evidence.setProperty("surface", "surface")
        evidence.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inner = QVBoxLayout(evidence)
        inner.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        inner.setSpacing(space("m"))
        head = QHBoxLayout()
        head.addWidget(self._said, 1)
        head.addWidget(self.review_button)
        inner.addLayout(head)
        inner.addWidget(self.alignment)
        inner.addWidget(self.fields)
        inner.addStretch(1)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setHandleWidth(7)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.table)
        self._split.addWidget(scroll_pane(self.tr("Evidence of the match"), evidence))
        self._split.setSizes([190, 360])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._split)
        column.addWidget(self.empty)

    def show_lines(self, lines: tuple[MatchLine, ...]) -> None:
        """Show these matches."""
        self.model.set_rows(lines)
        self._split.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self.table.select_first()
        self._show_row(self.table.currentIndex().row())

    def current(self) -> MatchLine | None:
        """The match of the current row."""
        return self.model.row_at(self.table.currentIndex().row())

    def go_to_review(self) -> None:
        """Ask for the match on the Review page."""
        line = self.current()
        if line is not None:
            self.review_requested.emit(line.review.group_id)

    def _show_row(self, row: int) -> None:
        line = self.model.row_at(row)
        self.review_button.setEnabled(line is not None)
        has_evidence = line is not None and line.match is not None
        self.alignment.setVisible(has_evidence)
        self.fields.setVisible(has_evidence)
        if line is None:
            self._said.setText("")
            return
        review = line.review
        said = [verdict_word(review)]
        if review.resolved_at is not None:
            said.append(local_time(review.resolved_at, with_date=True))
        said += [part for part in (person_word(review.resolved_by), line.reason) if part]
        self._said.setText(isolate(" · ".join(said)))
        if line.match is not None:
            self.alignment.show_match(line.match)
            self.fields.set_rows(field_rows(line.match))


def _columns(names: dict[str, str]) -> tuple[Column[MatchLine], ...]:
    def chip(line: MatchLine) -> Chip | None:
        if line.review.verdict is None:
            return Chip("dashed-circle", "missing")
        theme = current_theme()
        role = theme.semantic_role(line.review.verdict.value)
        icons = {"low": "check-circle", "critical": "octagon-alert", "medium": "waves-circle"}
        return Chip(icons[role], role)

    return (
        Column(
            "verdict", translate("Cases", "Resolution"), lambda line: verdict_word(line.review),
            width=128, chip=chip,
        ),
        Column(
            "score", translate("Cases", "Score"), lambda line: f"{line.review.score:.1f}",
            width=60, value=lambda line: line.review.score, is_number=True,
        ),
        Column(
            "matched_name",
            translate("Cases", "Name on the list"),
            lambda line: isolate(shown_name(line.review.matched_name, is_person=True)),
            width=220, is_strong=True,
        ),
        Column("source", translate("Cases", "List"), lambda line: line.source, width=120),
        Column(
            "strength", translate("Cases", "Strength"),
            lambda line: strength_word(line.review.strength), width=90,
        ),
        Column(
            "reason", translate("Cases", "Reason"), lambda line: isolate(line.reason) or NOTHING,
            width=200,
        ),
        Column(
            "by", translate("Cases", "By"),
            lambda line: isolate(person_word(line.review.resolved_by, names)) or NOTHING,
            width=120,
        ),
    )  # fmt: skip
