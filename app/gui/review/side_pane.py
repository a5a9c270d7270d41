"""The right side of the review page: the day, the customer, look-alikes, history, the steps."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.approval import Approval
from app.domain.countries import country_name
from app.domain.match import Feature
from app.domain.review import ResolutionVerdict
from app.domain.review_queue import DayFigures, LookAlikes, MatchDetail
from app.domain.subject import SubjectType
from app.gui.review.checklist_pane import ChecklistPane
from app.gui.review.seen_pane import SeenPane
from app.gui.review.wording import person, verdict_word
from app.gui.screening.wording import (
    band_word,
    feature_word,
    gender_word,
    identifier_word,
    local_time,
    purpose_word,
    with_readable_dates,
)
from app.gui.widgets import theme
from app.gui.widgets.buttons import ActionButton
from app.gui.widgets.labels import ElidedLabel, horizontal_rule, isolate, label
from app.gui.widgets.scrolling import scroll_pane
from app.gui.widgets.theme import space

_ROLES = {
    ResolutionVerdict.FALSE_POSITIVE: "low_solid",
    ResolutionVerdict.TRUE_POSITIVE: "critical_solid",
    ResolutionVerdict.UNSURE: "medium_solid",
}
_ESCALATED = "series_3"


class SidePane(QWidget):
    """The blocks from top to bottom; each hides itself while it has nothing to say."""

    steps_changed = Signal()

    def __init__(
        self, group_action: QAction, approve_action: QAction, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("surface", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(210)
        self.today = TodayPane()
        self.customer = CustomerPane()
        self.alike = AlikePane(group_action)
        self.waiting = WaitingPane(approve_action)
        self.seen = SeenPane()
        self.checklist = ChecklistPane()
        inside = QWidget()
        inside.setProperty("surface", "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (
            self.today, self.waiting, self.customer, self.seen, self.alike, self.checklist,
        ):  # fmt: skip
            column.addWidget(part)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll_pane(self.tr("About this match"), inside))

    def show_detail(self, detail: MatchDetail | None) -> None:
        """Show what belongs to a match; None for no match."""
        self.customer.show_detail(detail)
        self.seen.show_detail(detail)
        self.checklist.show_detail(detail)
        if detail is None:
            self.alike.show_found(LookAlikes())


class TodayPane(QWidget):
    """The day's work: a bar of what was decided, and what is left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.done = label("", "secondary")
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Today"), "strong"))
        head.addStretch(1)
        head.addWidget(self.done)
        self.bar = DayBar()
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self.counts: dict[str, ElidedLabel] = {}
        rows = [(verdict.value, verdict_word(verdict), _ROLES[verdict]) for verdict in _ROLES]
        rows.append(("ESCALATED", self.tr("Escalated"), _ESCALATED))
        for place, (key, word, role) in enumerate(rows):
            self.counts[key] = ElidedLabel("0", "strong")
            self._grid.addWidget(_Dot(role), place, 0)
            self._grid.addWidget(ElidedLabel(word, "body"), place, 1)
            self._grid.addWidget(self.counts[key], place, 2, Qt.AlignmentFlag.AlignRight)
        self.pace = label("", "caption")
        self.pace.setWordWrap(True)
        column = _block(self)
        column.addLayout(head)
        column.addWidget(self.bar)
        column.addLayout(self._grid)
        column.addWidget(self.pace)
        column.addSpacing(space("xs"))

    def show_figures(self, figures: DayFigures) -> None:
        """Show these figures of the day."""
        counts = {verdict.value: figures.counts.get(verdict, 0) for verdict in _ROLES}
        counts["ESCALATED"] = figures.escalated
        for key, count in counts.items():
            self.counts[key].setText(f"{count:,}")
        whole = figures.done + figures.left
        words = self.tr("{done} of {all}").format(done=f"{figures.done:,}", all=f"{whole:,}")
        self.done.setText(words)
        roles = {**{verdict.value: role for verdict, role in _ROLES.items()},
                 "ESCALATED": _ESCALATED}  # fmt: skip
        self.bar.show_parts([(counts[key], roles[key]) for key in counts], whole, words)
        self.pace.setText(self._pace(figures))

    def _pace(self, figures: DayFigures) -> str:
        if figures.median_seconds is None:
            return self.tr("{n} left").format(n=f"{figures.left:,}")
        minutes = round(figures.left * figures.median_seconds / 60)
        return self.tr("Median {s} s per match, {n} min left").format(
            s=f"{figures.median_seconds:.0f}", n=f"{minutes:,}"
        )


class DayBar(QWidget):
    """Parts of a whole side by side, each in its colour; the words are beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[tuple[int, str]] = []
        self._whole = 0
        self.setFixedHeight(theme.size("progress"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_parts(self, parts: list[tuple[int, str]], whole: int, words: str) -> None:
        """Show counts with their colour roles, of a whole."""
        self._parts, self._whole = parts, whole
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        look, mark = theme.current_theme(), theme.radius("mark")
        painter.setBrush(look.color("missing_bg"))
        painter.drawRoundedRect(QRectF(self.rect()), mark, mark)
        left = 0.0
        for count, role in self._parts:
            width = self.width() * count / max(1, self._whole)
            if count:
                painter.setBrush(look.color(role))
                painter.drawRoundedRect(
                    QRectF(left, 0, max(3.0, width - 1), self.height()), mark, mark
                )
            left += max(3.0, width) if count else 0.0


class _Dot(QWidget):
    """The colour of a row."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self._role = role
        self.setFixedSize(QSize(9, 9))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current_theme().color(self._role))
        painter.drawRoundedRect(QRectF(0, 0, 8, 8), 2, 2)


class CustomerPane(QWidget):
    """What is known of the customer, as it was screened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = _block(self)
        self._column.addWidget(label(self.tr("Customer"), "strong"))
        self._facts = QWidget()
        self._column.addWidget(self._facts)
        self.hide()

    def show_detail(self, detail: MatchDetail | None) -> None:
        """Show the customer of a match."""
        self.setVisible(detail is not None)
        if detail is None:
            return
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        for place, (name, text) in enumerate(self.facts(detail)):
            grid.addWidget(label(name, "secondary"), place, 0, Qt.AlignmentFlag.AlignTop)
            value = ElidedLabel(text, "body")
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            value.setAccessibleName(f"{name}: {text}")
            grid.addWidget(value, place, 1)
        self._column.replaceWidget(self._facts, made)
        self._facts.hide()
        self._facts.deleteLater()
        self._facts = made

    def facts(self, detail: MatchDetail) -> list[tuple[str, str]]:
        """Label and text of what is known; what is not known is left out."""
        subject, record = detail.record.subject, detail.record
        is_entity = subject.type is SubjectType.ENTITY
        country = subject.nationality or subject.country
        found = [
            (self.tr("Name"), isolate(subject.name)),
            (self.tr("Number"), subject.external_id or detail.review.subject_id),
            (self.tr("Born"), with_readable_dates(str(subject.date_of_birth or ""))),
            (feature_word(Feature.COUNTRY, is_entity=is_entity), country_name(country)
             if country else ""),
            (self.tr("Gender"), gender_word(subject.gender) if subject.gender else ""),
            (self.tr("Place of birth"), isolate(subject.place_of_birth)),
            (self.tr("Registered as"), subject.registration_number),
        ]  # fmt: skip
        found += [(identifier_word(item.type), item.value) for item in subject.identifiers]
        found += [
            (self.tr("Screened"), local_time(record.created_at, with_date=True)),
            (self.tr("Purpose"), purpose_word(record.purpose)),
            (
                self.tr("Last risk"),
                self.tr("{band}, {score}").format(
                    band=band_word(record.risk.band), score=record.risk.score
                ),
            ),
        ]
        return [(name, text) for name, text in found if text]


class AlikePane(QWidget):
    """How many open matches the same field disproves, and the way to decide them together."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self.words = label("", "secondary")
        self.words.setWordWrap(True)
        column = _block(self)
        column.addWidget(label(self.tr("Look-alikes"), "strong"))
        column.addWidget(self.words)
        row = QHBoxLayout()
        row.addWidget(ActionButton(action))
        row.addStretch(1)
        column.addLayout(row)
        self.show_found(LookAlikes())

    def show_found(self, found: LookAlikes) -> None:
        """Show how many there are; nothing without any."""
        self._action.setEnabled(bool(found.matches))
        self.setVisible(bool(found.matches) and found.feature is not None)
        if found.feature is not None:
            words = self.tr("{n} open matches are disproved by the same field: {field}.")
            field = feature_word(found.feature).lower()
            self.words.setText(words.format(n=f"{len(found.matches):,}", field=field))


class WaitingPane(QWidget):
    """What waits for whoever acts as the second person."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self.words = label("", "secondary")
        self.words.setWordWrap(True)
        column = _block(self)
        column.addWidget(label(self.tr("Second person"), "strong"))
        column.addWidget(self.words)
        row = QHBoxLayout()
        row.addWidget(ActionButton(action))
        row.addStretch(1)
        column.addLayout(row)
        self.show_waiting(())

    def show_waiting(self, found: tuple[Approval, ...]) -> None:
        """Show how many approvals wait; nothing without any."""
        self._action.setVisible(bool(found))
        self.setVisible(bool(found))
        if found:
            words = self.tr("{n} decisions wait for your approval, the oldest of {who}.")
            if len(found) == 1:
                words = self.tr("A decision of {who} waits for your approval.")
            self.words.setText(words.format(n=len(found), who=person(found[0].made_by)))


def _block(owner: QWidget) -> QVBoxLayout:
    """The column of a block, closed by a hairline."""
    whole = QVBoxLayout(owner)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    column = QVBoxLayout()
    column.setContentsMargins(14, space("m"), 14, space("m"))
    column.setSpacing(6)
    whole.addLayout(column)
    whole.addWidget(horizontal_rule())
    return column
