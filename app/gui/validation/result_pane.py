"""The middle of the page: figures above, below them charts and tables under tabs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.gui.validation.charts_pane import ChartsPane
from app.gui.validation.measuring import Measured
from app.gui.validation.pair import Pair
from app.gui.validation.tables import TableSpec
from app.gui.validation.wording import translate
from app.gui.widgets.buttons import ActionButton
from app.gui.widgets.empty import EmptyState
from app.gui.widgets.figure_row import FigureRow, ShownFigure
from app.gui.widgets.labels import ElidedLabel, horizontal_rule, label
from app.gui.widgets.panel import Panel
from app.gui.widgets.table import DataTable
from app.gui.widgets.table_model import RowsModel
from app.gui.widgets.theme import space


class ResultPane(QWidget):
    """Shows one result. `pair_opened` by click or Enter on a row that stands for a pair,
    `pair_chosen` when the keyboard moves to another one."""

    pair_opened = Signal(object)  # Pair
    pair_chosen = Signal(object)  # Pair
    exporting = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.measured: Measured | None = None
        self.summary = label()
        self.summary.setWordWrap(True)
        self.summary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.figures = FigureRow()
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName(self.tr("Parts of the result"))
        self.charts = ChartsPane()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.charts)
        self._specs: list[TableSpec | None] = []  # one a tab; None is the charts
        self._made: dict[int, QWidget] = {}  # by tab; a table is made when it is first shown
        self._is_filling = False  # the bar says so for each tab that comes and goes
        self._lay_out()
        self.tabs.currentChanged.connect(self._show_tab)

    def _lay_out(self) -> None:
        head = Panel()
        inner = QVBoxLayout()
        inner.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        inner.setSpacing(space("m"))
        inner.addWidget(self.figures)
        inner.addWidget(self.summary)
        head.body.addLayout(inner)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(space("xs"), 0, 0, 0)
        tabs.addWidget(self.tabs, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addSpacing(space("xs"))
        column.addLayout(tabs)
        column.addWidget(horizontal_rule())
        column.addSpacing(space("m"))
        column.addWidget(self.stack, 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(380, 300)

    def show_result(self, measured: Measured) -> None:
        """Show a result, unless it is the one that is shown."""
        if measured is self.measured:
            return
        self.measured = measured
        report = measured.report
        self.summary.setText(report.summary)
        self.figures.set_figures(
            [ShownFigure(f.label, f.value, f.note) for b in _blocks(report, "Figures")
             for f in b.items]
        )  # fmt: skip
        charts = [chart for block in _blocks(report, "Charts") for chart in block.items]
        charts = [*_blocks(report, "Chart"), *charts]
        self._clear()
        if charts:
            self.charts.show_charts(charts)
            self.tabs.addTab(self.tr("Charts"))
            self._specs.append(None)
        for spec in measured.tables:
            self.tabs.addTab(spec.title)
            self._specs.append(spec)
        self._is_filling = False
        self.tabs.setCurrentIndex(0)
        self._show_tab(0)

    def _clear(self) -> None:
        self._is_filling = True
        while self.tabs.count():
            self.tabs.removeTab(0)
        for widget in self._made.values():
            self.stack.removeWidget(widget)
            widget.deleteLater()
        self._made, self._specs = {}, []

    def _page(self, place: int) -> QWidget:
        """What a tab shows, made now if it was never shown."""
        spec = self._specs[place]
        if spec is None:
            return self.charts
        if place not in self._made:
            self._made[place] = self._card(spec)
            self.stack.addWidget(self._made[place])
        return self._made[place]

    def _card(self, spec: TableSpec) -> QWidget:
        """A table in a card with its export, or what is to be said where it has no row."""
        panel = Panel()
        if not spec.rows:
            panel.body.addWidget(EmptyState("check-circle", *spec.empty, width=320))
            return panel
        model: RowsModel[Any] = RowsModel(spec.columns, id, panel)
        model.set_rows(spec.rows)
        table = DataTable(spec.name, model, spec.title)
        table.setMinimumHeight(120)
        panel.body.addWidget(table, 1)
        panel.body.addWidget(horizontal_rule())
        panel.body.addLayout(self._foot(table, spec))
        table.exporting.connect(self.exporting)
        if spec.pair_of is not None:
            self._connect_pairs(table, model, spec)
        return panel

    def _foot(self, table: DataTable, spec: TableSpec) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(space("l"), space("s"), space("m"), space("s"))
        foot.setSpacing(space("s"))
        words = translate("Validation", "{count} rows").format(count=f"{len(spec.rows):,}")
        if spec.pair_of is not None:
            words += " · " + translate("Validation", "Enter or a click explains a pair")
        foot.addWidget(ElidedLabel(words, "caption"), 1)
        foot.addWidget(ActionButton(table.export_action, small=True))
        return foot

    def _connect_pairs(self, table: DataTable, model: RowsModel[Any], spec: TableSpec) -> None:
        def pair(row: int) -> Pair | None:
            found = model.row_at(row)
            return spec.pair_of(found) if found is not None and spec.pair_of else None

        def tell(signal: Any, row: int) -> None:
            found = pair(row)
            if found is not None:
                signal.emit(found)

        table.opened.connect(lambda row: tell(self.pair_opened, row))
        table.clicked.connect(lambda index: tell(self.pair_opened, index.row()))
        table.row_changed.connect(lambda row: tell(self.pair_chosen, row))

    def _show_tab(self, place: int) -> None:
        if not self._is_filling:
            self.stack.setCurrentWidget(self._page(place))

    def table_names(self) -> list[str]:
        """The tables of the result, in the order of their tabs."""
        return [spec.name for spec in self._specs if spec is not None]

    def show_table(self, name: str) -> DataTable | None:
        """Show the tab of a table; gives the table, None where it has no row."""
        names = [spec.name if spec is not None else "" for spec in self._specs]
        self.tabs.setCurrentIndex(names.index(name))
        return self.current_table()

    def step_tab(self, by: int) -> None:
        """Show the tab beside the one that is shown, from the last the first again."""
        count = self.tabs.count()
        if count:
            self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % count)
            self.focus_current()

    def current_table(self) -> DataTable | None:
        """The table that is shown, None where charts are."""
        if not self._specs:
            return None
        return self._page(self.tabs.currentIndex()).findChild(DataTable)

    def focus_current(self) -> None:
        """Put the keyboard into what the tab shows."""
        table = self.current_table()
        if table is None:
            self.charts.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            table.setFocus(Qt.FocusReason.OtherFocusReason)
            table.select_first()

    def table_actions(self) -> list[QAction]:
        """What the table that is shown can do."""
        table = self.current_table()
        return table.own_actions() if table is not None else []


def _blocks(report: Any, kind: str) -> Iterator[Any]:
    """The blocks of a report that are of one kind, named so that its code stays unloaded."""
    for section in report.sections:
        for block in section.blocks:
            if type(block).__name__ == kind:
                yield block
