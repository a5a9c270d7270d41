"""The parts of the review page and where they stand."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.gui.review.actions import ReviewActions
from app.gui.review.comparison_pane import ComparisonPane
from app.gui.review.decision_pane import DecisionPane
from app.gui.review.queue_list_pane import QueueView
from app.gui.review.queue_pane import QueuePane
from app.gui.review.side_pane import SidePane
from app.gui.review.view_model import ReviewViewModel
from app.gui.screening.links_view_model import LinksViewModel
from app.gui.widgets.banner import Banner
from app.gui.widgets.labels import horizontal_rule
from app.gui.widgets.undo_toast import UndoToast

QUEUE_WIDTH, MIDDLE_WIDTH, SIDE_WIDTH = 344, 600, 236


class BodyPane(QWidget):
    """Queue left; right of it comparison and side, with the decision below both."""

    def __init__(
        self, model: ReviewViewModel, actions: ReviewActions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("surface", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        workspace = model.workspace
        self.view = QueueView(model.queue, workspace.clock, model.short_name)
        self.queue = QueuePane(
            self.view,
            lambda: model.sources,
            lambda: [user.login for user in model.people],
            model.short_name,
        )
        self.comparison = ComparisonPane(actions.copy, LinksViewModel(workspace, self))
        self.side = SidePane(actions.group, actions.approve)
        self.decision = DecisionPane(workspace.case_policy, actions.verdicts(), actions.others())
        self.banner = Banner("critical")
        self.banner.hide()
        self.toast = UndoToast(self.comparison)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(_splitter(self.comparison, self.side, (MIDDLE_WIDTH, SIDE_WIDTH), 0), 1)
        column.addWidget(horizontal_rule())
        column.addWidget(self.decision)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(_splitter(self.queue, right, (QUEUE_WIDTH, MIDDLE_WIDTH + SIDE_WIDTH), 1))


def _splitter(left: QWidget, right: QWidget, widths: tuple[int, int], stretching: int) -> QSplitter:
    made = QSplitter(Qt.Orientation.Horizontal)
    made.setHandleWidth(7)
    made.setChildrenCollapsible(False)
    made.addWidget(left)
    made.addWidget(right)
    made.setStretchFactor(stretching, 1)
    made.setStretchFactor(1 - stretching, 0)
    made.setSizes(list(widths))
    return made
