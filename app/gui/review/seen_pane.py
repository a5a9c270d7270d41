"""What happened to the same customer and list entry before, and what is noted on this match."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.review import ResolutionVerdict, ReviewKind
from app.domain.review_queue import MatchDetail, PairEvent
from app.gui.review.wording import person, verdict_word
from app.gui.screening.wording import local_time, translate
from app.gui.widgets.content_pane import ContentPane
from app.gui.widgets.icons import pixmap
from app.gui.widgets.labels import horizontal_rule, isolate, label
from app.gui.widgets.theme import space

_MOST = 12
_LOOKS = {
    ResolutionVerdict.FALSE_POSITIVE: ("check-circle", "low"),
    ResolutionVerdict.TRUE_POSITIVE: ("octagon-alert", "critical"),
    ResolutionVerdict.UNSURE: ("help", "medium"),
}
_KIND_ICONS = {
    ReviewKind.NOTE: "note",
    ReviewKind.SNOOZE: "clock",
    ReviewKind.ASSIGN: "user",
    ReviewKind.ESCALATE: "arrow-up",
    ReviewKind.UNDO: "undo",
}


class SeenPane(QWidget):
    """Shows the history of a pair, newest first; hidden for one that is new."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content = ContentPane()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        column = QVBoxLayout()
        column.setContentsMargins(14, space("m"), 14, space("m"))
        column.setSpacing(6)
        column.addWidget(label(self.tr("Seen before"), "strong"))
        column.addWidget(self.content)
        whole.addLayout(column)
        whole.addWidget(horizontal_rule())
        self.hide()

    def show_detail(self, detail: MatchDetail | None) -> None:
        """Show the history of the pair of a match."""
        events = seen(detail) if detail is not None else []
        self.setVisible(bool(events))
        if not events or detail is None:
            return
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for event in events[:_MOST]:
            column.addWidget(_Line(event))
        if len(events) > _MOST:
            words = self.tr("and {n} earlier").format(n=len(events) - _MOST)
            column.addWidget(label(words, "caption"))
        self.content.show_content(inside)


def seen(detail: MatchDetail) -> list[PairEvent]:
    """The history without the screening that is shown."""
    own = detail.review.match_id
    return [event for event in detail.history if event.kind is not None or event.match_id != own]


def event_words(event: PairEvent) -> str:
    """One line of the history: who did what when, and why."""
    parts = [_deed(event)]
    why = "; ".join(part for part in (event.reason, isolate(event.comment)) if part)
    if why:
        parts.append(f"“{why}”")
    if event.is_undone:
        parts.append(translate("Review", "taken back later"))
    if event.entry_changed:
        parts.append(translate("Review", "the list entry was another then"))
    return ". ".join(parts)


def _deed(event: PairEvent) -> str:
    who = person(event.actor)
    if event.kind is None:
        words = translate("Review", "Found by a screening, score {score}")
        return words.format(score=f"{event.score:.0f}")
    if event.kind is ReviewKind.RESOLVE and event.verdict is not None:
        words = translate("Review", "{verdict} by {who}")
        return words.format(verdict=verdict_word(event.verdict), who=who)
    words = {
        ReviewKind.NOTE: translate("Review", "Note by {who}"),
        ReviewKind.SNOOZE: translate("Review", "Snoozed by {who}"),
        ReviewKind.ASSIGN: translate("Review", "Assigned by {who}"),
        ReviewKind.ESCALATE: translate("Review", "Escalated by {who}"),
        ReviewKind.UNDO: translate("Review", "Taken back by {who}"),
        ReviewKind.SUPERSEDE: translate("Review", "Found again since"),
        ReviewKind.RESOLVE: translate("Review", "Decided by {who}"),
    }[event.kind]
    return words.format(who=who)


class _Line(QWidget):
    """One event with its sign."""

    def __init__(self, event: PairEvent) -> None:
        super().__init__()
        self._look = "search", "text_3"
        if event.kind is not None:
            self._look = _KIND_ICONS.get(event.kind, "info-circle"), "text_2"
        if event.verdict is not None and not event.is_undone:
            self._look = _LOOKS[event.verdict]
        self._icon = QLabel()
        self._icon.setFixedWidth(16)
        words = label("", "small")
        words.setText(event_words(event))
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        when = label(local_time(event.at, with_date=True), "caption")
        when.setToolTip(f"{event.at:%Y-%m-%d %H:%M:%S} UTC")
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(words)
        column.addWidget(when)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space("s"))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        self._icon.setPixmap(pixmap(*self._look, 15))
