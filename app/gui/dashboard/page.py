"""The dashboard page: large figures above, below them plots that turn into tables."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.case import CaseState
from app.gui import jobs
from app.gui.dashboard.card import Card
from app.gui.dashboard.card_pane import CardPane
from app.gui.dashboard.cards import all_cards
from app.gui.dashboard.export import write_cards
from app.gui.dashboard.figure_pane import FigurePane
from app.gui.dashboard.view_model import DashboardViewModel
from app.gui.dashboard.wording import percent, period_word
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import Button, make_action
from app.gui.widgets.error_dialog import show_error
from app.gui.widgets.labels import isolate, label
from app.gui.widgets.theme import space
from app.services.dashboard import Dashboard, Period
from app.services.workspace import Workspace

_COLUMNS = 4
_LEAST_CARD = 270  # logical pixels: with less room there are fewer columns


class DashboardPage(QWidget):
    """Figures and plots over one period, counted anew after what happens."""

    header_changed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_model = DashboardViewModel(workspace, self)
        self.banner = Banner("critical")
        self.banner.hide()
        self.figures = {
            "screenings": FigurePane(self.tr("Screenings today")),
            "open": FigurePane(self.tr("Open matches")),
            "overdue": FigurePane(self.tr("Cases past due")),
            "false": FigurePane(self.tr("False positives")),
        }
        self.cards: dict[str, CardPane] = {}
        self._shown: tuple[Card, ...] = ()
        self._columns = 0
        self._make_actions()
        self._lay_out()
        self.view_model.ready.connect(self._show)
        self.view_model.failed.connect(self._show_failure)
        self.view_model.period_changed.connect(self._mark_period)

    def _make_actions(self) -> None:
        self.export_action = make_action(
            self, self.tr("Export figures…"), self.ask_export, icon="download", shortcut="Ctrl+S"
        )
        self.tables_action = make_action(
            self, self.tr("Tables or plots"), self.switch_tables, icon="list", shortcut="Ctrl+T"
        )
        self.refresh_action = make_action(
            self, self.tr("Count again"), self.view_model.refresh, icon="refresh", shortcut="F5"
        )
        self.period_actions = {
            period: make_action(
                self,
                self.tr("Look back: {period}").format(period=period_word(period)),
                partial(self.view_model.set_period, period),
                icon="calendar",
                shortcut=f"Alt+{number}",
            )
            for number, period in enumerate(Period, 1)
        }

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(space("l"), space("m"), space("l"), space("l"))
        column.setSpacing(space("m"))
        column.addLayout(self._period_row())
        self._grid = QGridLayout()
        self._grid.setSpacing(space("m"))
        column.addLayout(self._grid)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName(self.tr("Figures"))
        self.area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.banner)
        whole.addWidget(self.area, 1)

    def _period_row(self) -> QHBoxLayout:
        frame = QFrame()
        frame.setProperty("segments", "true")
        inside = QHBoxLayout(frame)
        inside.setContentsMargins(2, 2, 2, 2)
        inside.setSpacing(0)
        group = QButtonGroup(self)
        self.periods: dict[Period, Button] = {}
        for period in Period:
            button = Button(period_word(period), role="segment")
            button.setCheckable(True)
            button.setToolTip(self.period_actions[period].toolTip())
            button.clicked.connect(self.period_actions[period].trigger)
            group.addButton(button)
            inside.addWidget(button)
            self.periods[period] = button
        row = QHBoxLayout()
        row.addWidget(frame)
        row.addStretch(1)
        self.counted = label(kind="caption")
        row.addWidget(self.counted)
        self._mark_period()
        return row

    # what the window asks -----------------------------------------------------------------

    def title(self) -> str:
        return self.tr("Dashboard")

    def subtitle(self) -> str:
        found = self.view_model.figures
        return f"{found.at:%A %d %B %Y}" if found else ""

    def header_actions(self) -> list[QAction]:
        return [self.export_action]

    def page_actions(self) -> list[QAction]:
        return [
            self.export_action,
            self.tables_action,
            self.refresh_action,
            *self.period_actions.values(),
        ]

    def focus_first(self) -> None:
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)

    # what happens -------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view_model.show(is_shown=True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.view_model.show(is_shown=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def close_listening(self) -> None:
        """Stop listening to the workspace; the page is about to go."""
        self.view_model.close()

    def switch_tables(self) -> None:
        """Show every card as a table, or as a plot again."""
        is_table = not all(pane.is_table for pane in self.cards.values())
        for pane in self.cards.values():
            pane.show_table(is_table=is_table)

    def ask_export(self) -> None:
        """Ask where to, then write all figures."""
        name, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Export figures"),
            "dashboard.xlsx",
            self.tr("Excel workbook (*.xlsx);;CSV file (*.csv)"),
        )
        if name:
            self.export_to(name)

    def export_to(self, name: str) -> jobs.JobHandle:
        """Write the tables of all cards to a workbook or a CSV file."""
        cards = self._shown
        handle = jobs.start(
            lambda job: write_cards(name, cards, job), label=self.tr("Export figures")
        )
        handle.failed.connect(lambda error: show_error(error, self))
        return handle

    def _mark_period(self) -> None:
        self.periods[self.view_model.period].setChecked(True)

    def _show(self, found: Dashboard) -> None:
        self.banner.hide()
        self._show_figures(found)
        self._shown = all_cards(found)
        for card in self._shown:
            if card.key in self.cards:
                self.cards[card.key].show_card(card)
            else:
                self.cards[card.key] = CardPane(card)
        self._columns = 0
        self._place()
        self.counted.setText(self.tr("as of {time}").format(time=f"{found.at:%H:%M:%S}"))
        self.header_changed.emit()

    def _show_figures(self, found: Dashboard) -> None:
        today = found.days[-1]
        held = sum(
            count for outcome, count in today.counts.items() if not outcome.value.startswith("APP")
        )
        self.figures["screenings"].show_figure(
            f"{today.total:,}",
            self.tr("{count} asked for review or blocked").format(count=f"{held:,}"),
            [day.total for day in found.days[-28:]],
        )
        matches, cases = found.matches, found.cases
        self.figures["open"].show_figure(
            f"{matches.open:,}",
            self.tr("{count} unsure").format(count=f"{matches.unsure:,}"),
            matches.open_by_day,
        )
        waiting = cases.states[CaseState.PENDING_APPROVAL]
        note = self.tr("{count} wait for an approver").format(count=waiting)
        if cases.overdue:
            note = isolate(cases.overdue[0])
            if len(cases.overdue) > 1:
                note = self.tr("{name} and {count} more").format(
                    name=note, count=len(cases.overdue) - 1
                )
        self.figures["overdue"].show_figure(
            f"{len(cases.overdue):,}",
            note,
            cases.overdue_by_day,
            tone="critical" if cases.overdue else "text_3",
        )
        rates = [round(rate * 1000) for rate in matches.false_rate_by_day if rate is not None]
        self.figures["false"].show_figure(
            percent(matches.false_rate),
            self.tr("of {count} decided").format(count=f"{matches.decided:,}"),
            rates,
        )

    def _place(self) -> None:
        """Lay the cards out in as many columns as there is room for."""
        columns = max(1, min(_COLUMNS, self.width() // _LEAST_CARD))
        if columns == self._columns or not self.cards:
            return
        self._columns = columns
        row = column = 0
        panes: list[tuple[QWidget, int]] = [(pane, 1) for pane in self.figures.values()]
        panes += [(self.cards[card.key], card.columns_wide) for card in self._shown]
        for pane, wanted in panes:
            wide = min(wanted, columns)
            if column + wide > columns:
                row, column = row + 1, 0
            self._grid.addWidget(pane, row, column, 1, wide)
            column += wide
        for number in range(self._grid.columnCount()):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)

    def _show_failure(self, error: BaseException) -> None:
        self.banner.show_failure(error, self.tr("The figures could not be counted"))
        self.banner.show()
