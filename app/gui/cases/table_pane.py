"""The table of cases, and what is done to the chosen rows at once."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.case import Case
from app.gui.cases.wording import count_words
from app.gui.widgets.buttons import ActionButton
from app.gui.widgets.labels import horizontal_rule, label
from app.gui.widgets.table import DataTable
from app.gui.widgets.table_pages import SqlPageModel
from app.gui.widgets.theme import space


class TablePane(QWidget):
    """A DataTable over the cases; below it, for several rows, the actions on all of them."""

    opened = Signal(object)  # Case
    selection_changed = Signal()

    def __init__(
        self, model: SqlPageModel[Case], bulk: list[QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model = model
        self.setProperty("surface", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.table = DataTable("cases", model, self.tr("Cases"))
        self.chosen = label("", "strong")
        self._bar = QWidget()
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(space("l"), space("s"), space("l"), space("s"))
        row.setSpacing(space("s"))
        row.addWidget(self.chosen)
        row.addStretch(1)
        for action in bulk:
            row.addWidget(ActionButton(action))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(horizontal_rule())
        whole.addWidget(self.table, 1)
        whole.addWidget(horizontal_rule())
        whole.addWidget(self._bar)
        self.table.opened.connect(self._open)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_chosen())
        model.modelReset.connect(self._show_chosen)
        self._show_chosen()

    def current_case(self) -> Case | None:
        """The case of the current row."""
        row = self.table.currentIndex().row()
        return self._model.row_at(row) if row >= 0 else None

    def chosen_cases(self) -> list[Case]:
        """The cases of the selected rows that are at hand, in their order."""
        rows = (self._model.row_at(row) for row in self.table.selected_rows())
        return [case for case in rows if case is not None]

    def is_everything_chosen(self) -> bool:
        """Whether every row is selected, also those that were never seen."""
        count = self._model.rowCount()
        return count > 0 and len(self.table.selected_rows()) == count

    def _show_chosen(self) -> None:
        count = len(self.table.selected_rows())
        self._bar.setVisible(count > 1)
        self.chosen.setText(self.tr("{cases} chosen").format(cases=count_words(count)))
        self.selection_changed.emit()

    def _open(self, row: int) -> None:
        case = self._model.row_at(row)
        if case is not None:
            self.opened.emit(case)
