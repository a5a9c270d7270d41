"""The page before its first result: what to do next, names to try, the keys."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.domain.countries import country_name
from app.domain.decision import Outcome
from app.domain.subject import SubjectType
from app.gui.screening.form_reading import FormState
from app.gui.screening.view_model import Standing
from app.gui.screening.wording import outcome_word
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import Button, KeyHint
from app.gui.widgets.chip import Chip
from app.gui.widgets.icons import pixmap
from app.gui.widgets.labels import horizontal_rule, label
from app.gui.widgets.panel import Panel
from app.gui.widgets.theme import current_theme, space

_WIDTH = 720


@dataclass(frozen=True, slots=True)
class DemoName:
    """A demonstration name, what it is, and what screening it gives."""

    name: str
    type: SubjectType
    country: str
    outcome: Outcome

    def form(self) -> FormState:
        """The form that screens it."""
        words = country_name(self.country) if self.country else ""
        is_person = self.type is SubjectType.INDIVIDUAL
        return FormState(
            type=self.type,
            name=self.name,
            nationality=words if is_person else "",
            country="" if is_person else words,
        )


DEMO_NAMES = (
    DemoName("Test Clean User", SubjectType.INDIVIDUAL, "", Outcome.APPROVE),
    DemoName("Test PEP Person", SubjectType.INDIVIDUAL, "NG", Outcome.REVIEW_REQUIRED),
    DemoName("Test Sanctioned Entity", SubjectType.ENTITY, "IR", Outcome.BLOCK),
)


class DemoBanner(Banner):
    """Says that only demonstration lists are active, and the two ways out."""

    import_asked = Signal()
    remove_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("info", icon="cube", is_flat=True, parent=parent)
        self.set_banner(
            "info",
            self.tr("You are on demo lists."),
            self.tr("Every name is invented, so results say nothing about real people."),
            icon="cube",
        )
        self.import_button = Button(self.tr("Import &official lists"), "upload", "primary")
        self.remove_button = Button(self.tr("Remove sample data"))
        self.import_button.clicked.connect(self.import_asked)
        self.remove_button.clicked.connect(self.remove_asked)
        self.add_button(self.import_button)
        self.add_button(self.remove_button)


class _Picture(QWidget):
    """Three rows and a magnifying glass: what this page does, in one drawing."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(128, 76)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        look = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, is_found in enumerate((False, True, False)):
            top = 4 + place * 22
            edge = look.color("accent" if is_found else "border_strong")
            painter.setPen(QPen(edge, 1.5))
            painter.setBrush(look.color("accent_soft" if is_found else "surface"))
            painter.drawRoundedRect(2, top, 80, 17, 3, 3)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent" if is_found else "text_3"))
            painter.drawRoundedRect(9, top + 7, 46 if is_found else 38, 4, 2, 2)
        self._paint_glass(painter, look.color("accent"), look.color("surface"))

    def _paint_glass(self, painter: QPainter, accent: QColor, inside: QColor) -> None:
        handle = QPen(accent, 5)
        handle.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(handle)
        painter.drawLine(106, 52, 118, 64)
        painter.setPen(QPen(accent, 2.5))
        painter.setBrush(inside)
        painter.drawEllipse(71, 13, 42, 42)
        painter.drawPolyline([QPoint(83, 34), QPoint(89, 40), QPoint(101, 28)])


class EmptyPane(QWidget):
    """Before the first screening; `tried(FormState)` when a demonstration name is chosen."""

    tried = Signal(object)
    import_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.try_buttons: list[Button] = []
        self._heading = label(self.tr("Type a name to screen your first customer"), "title")
        self._heading.setWordWrap(True)
        self._text = label("", "secondary")
        self._text.setWordWrap(True)
        self.import_button = Button(self.tr("Import &official lists"), "upload", "primary")
        self.import_button.clicked.connect(self.import_asked)
        self.demo = self._demo_panel()
        middle = QWidget()
        middle.setMaximumWidth(_WIDTH)
        middle.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(middle)
        column.setSpacing(space("l"))
        column.addStretch(2)
        column.addLayout(self._head())
        column.addSpacing(space("s"))
        column.addWidget(self.demo)
        column.addLayout(self._keys())
        column.addStretch(3)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(space("xl"), 0, space("xl"), 0)
        whole.addStretch(1)
        whole.addWidget(middle, 20)
        whole.addStretch(1)
        self.show_standing(Standing())

    def show_standing(self, standing: Standing) -> None:
        """Offer the demonstration names only where the demonstration lists are active."""
        self.demo.setVisible(standing.is_demo_only)
        is_bare = bool(standing.sources) and not standing.has_lists
        self.import_button.setVisible(is_bare)
        words = self.tr(
            "The result, every match and the reason for each score appear here.\n"
            "Nothing leaves this computer."
        )
        if is_bare:
            words = self.tr("No list is loaded yet: import one first, then screen a name here.")
        self._text.setText(words)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(space("xl"))
        words = QVBoxLayout()
        words.setSpacing(space("s"))
        words.addStretch(1)
        words.addWidget(self._heading)
        words.addWidget(self._text)
        words.addWidget(self.import_button, 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch(1)
        row.addWidget(_Picture(), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        return row

    def _demo_panel(self) -> Panel:
        panel = Panel(self.tr("Try a demo name"))
        for place, demo in enumerate(DEMO_NAMES):
            if place:
                panel.body.addWidget(horizontal_rule())
            panel.body.addWidget(self._demo_row(demo))
        return panel

    def _demo_row(self, demo: DemoName) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(space("l"), space("s"), space("m"), space("s"))
        row.setSpacing(space("m"))
        is_person = demo.type is SubjectType.INDIVIDUAL
        row.addWidget(_Icon("user" if is_person else "building"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(demo.name))
        kind = self.tr("individual") if is_person else self.tr("entity")
        place = f", {country_name(demo.country)}" if demo.country else ""
        words.addWidget(label(f"{kind}{place}", "small"))
        row.addLayout(words, 1)
        row.addWidget(Chip.of(demo.outcome.value, outcome_word(demo.outcome)))
        button = Button(self.tr("Try"), "play")
        button.setAccessibleName(self.tr("Try {name}").format(name=demo.name))
        button.clicked.connect(lambda: self.tried.emit(demo.form()))
        self.try_buttons.append(button)
        row.addWidget(button)
        return made

    def _keys(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(space("s"))
        row.addStretch(1)
        keys = (
            ("Ctrl+Enter", self.tr("screen")),
            ("Ctrl+N", self.tr("new")),
            ("Ctrl+K", self.tr("all commands")),
            ("F1", self.tr("keys")),
        )
        for key, words in keys:
            row.addWidget(KeyHint(key))
            row.addWidget(label(words, "secondary"))
            row.addSpacing(space("s"))
        row.addStretch(1)
        return row


class _Icon(QLabel):
    """An icon that follows the theme."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._tint()

    def _tint(self) -> None:
        self.setPixmap(pixmap(self._name, "text_2", 18))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)
