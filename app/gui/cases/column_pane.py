"""One column of the board: its cases as cards, and what it says when a card is on its way."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget

from app.domain.case import Case, CaseState
from app.gui.cases.cards import case_card
from app.gui.cases.drop_hint_pane import DropHint, Hint
from app.gui.cases.wording import count_words, state_word
from app.gui.widgets.buttons import tool_button
from app.gui.widgets.card_delegate import CARD_ROLE, Card, CardDelegate, card_pixmap
from app.gui.widgets.labels import label, plain_tip
from app.gui.widgets.table_columns import Column
from app.gui.widgets.table_pages import SqlPageModel
from app.gui.widgets.theme import space
from app.services.workspace import Workspace

MIME = "application/x-screendesk-case"
Index = QModelIndex | QPersistentModelIndex


class ColumnModel(SqlPageModel[Case]):
    """The cases of one state, fetched page by page, as cards."""

    page_rows = 40  # five columns ask at once, and six cards fill a screen

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(
            (Column("card", "", lambda case: self._card(case).spoken),),
            lambda case: case.case_id,
            parent,
        )
        self._workspace = workspace
        self.names: dict[str, str] = {}  # of people, by login

    def _card(self, case: Case) -> Card:
        workspace = self._workspace
        return case_card(case, workspace.clock(), workspace.case_policy, self.names)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        case = self.row_at(index.row())
        if role == CARD_ROLE:
            return None if case is None else self._card(case)
        if case is not None and role == Qt.ItemDataRole.AccessibleTextRole:
            return self._card(case).spoken
        if case is not None and role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(f"{case.name}\n{case.case_id}")
        return super().data(index, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else found


class CardList(QListView):
    """The cards of a column. Arrows move within it; `left(step)` when an arrow points out of it.

    `opened` on Enter or double click, `dragging(case)` before a drag and `dropped()` after it.
    """

    opened = Signal()
    left = Signal(int)
    entered = Signal()
    dragging = Signal(object)
    dropped = Signal()

    def __init__(self, model: ColumnModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cases = model
        self.cards = CardDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self.cards)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.viewport().setAutoFillBackground(False)
        self.setProperty("cards", "true")
        self.setStyleSheet("QListView { background: transparent; }")
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        self._kept: tuple[object, int] = (None, -1)
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)

    def _keep(self) -> None:
        case = self.current_case()
        row = self.currentIndex().row()
        self._kept = (case.case_id if case else None, row)

    def _restore(self) -> None:
        """After the cases were asked for again: the same one, or the one now in its place."""
        key, row = self._kept
        found = None if key is None else self._cases.find_row(key)
        if found is not None:
            self.select_row(found)
        elif row >= 0 and self.hasFocus():
            self.select_row(row)

    def current_case(self) -> Case | None:
        """The case of the current card."""
        index = self.currentIndex()
        return self._cases.row_at(index.row()) if index.isValid() else None

    def select_row(self, row: int) -> None:
        """Make a card the current one; beyond the last it is the last."""
        last = self._cases.rowCount() - 1
        if last >= 0:
            self.setCurrentIndex(self._cases.index(max(0, min(row, last)), 0))

    def startDrag(self, supportedActions: Qt.DropAction) -> None:  # noqa: N803  # Qt's name
        del supportedActions
        case = self.current_case()
        card = self.currentIndex().data(CARD_ROLE)
        if case is None or card is None:
            return
        drag = QDrag(self)
        drag.setMimeData(case_mime(case.case_id))
        width = self.viewport().width()
        mirrored = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        drag.setPixmap(card_pixmap(card, width, self.devicePixelRatio(), is_mirrored=mirrored))
        drag.setHotSpot(QPoint(width // 2, 24))
        self.dragging.emit(case)
        drag.exec(Qt.DropAction.MoveAction)
        self.dropped.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            forward = self.layoutDirection() is Qt.LayoutDirection.LeftToRight
            self.left.emit(1 if (key == Qt.Key.Key_Right) is forward else -1)
        elif key in (Qt.Key.Key_J, Qt.Key.Key_K) and not event.modifiers():
            step = 1 if key == Qt.Key.Key_J else -1
            self.select_row(self.currentIndex().row() + step)
        elif event.text().strip() and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            event.ignore()  # letters are keys of the page, not a search for a card
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.select_row(0)
        self.entered.emit()


class ColumnPane(QFrame):
    """Heading with count, what would happen to a card that is dropped, and the cards."""

    dropped_here = Signal(object)  # CaseState
    menu_asked = Signal(object, object)  # CaseState, where on the screen

    def __init__(self, state: CaseState, model: ColumnModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = state
        self.model = model
        self.list = CardList(model)
        self.hint = DropHint()
        self.hint.hide()
        self._title = label(state_word(state), "strong")
        self._count = label("", "secondary")
        words = self.tr("More for {state}").format(state=state_word(state))
        self.more = tool_button("more", words)
        self._nothing = label("", "secondary")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._nothing.setWordWrap(True)
        self.setProperty("column", "plain")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAcceptDrops(True)
        self._lay_out()
        model.loaded.connect(self._show_count)
        self.more.clicked.connect(
            lambda: self.menu_asked.emit(
                state, self.more.mapToGlobal(self.more.rect().bottomLeft())
            )
        )
        self._show_count(0, 0)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(space("xs"), 0, 0, 0)
        head.setSpacing(space("s"))
        head.addWidget(self._title)
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(space("s") + 1, space("xs"), space("s") + 1, space("s"))
        column.setSpacing(space("xs") + 2)
        column.addLayout(head)
        column.addWidget(self.hint)
        column.addWidget(self._nothing)
        column.addWidget(self.list, 1)

    def _show_count(self, shown: int, _all: int) -> None:
        self._count.setText(f"{shown:,}")
        self.list.setAccessibleName(f"{state_word(self.state)}, {count_words(shown)}")
        self._nothing.setText("" if shown else self.tr("No case here"))
        self._nothing.setVisible(not shown)

    def show_hint(self, hint: Hint | None, *, moving: str = "") -> None:
        """Say what would happen to the card on its way; None when none is any more.

        `moving` is the id of that case, whose card leaves its place empty.
        """
        self.hint.setVisible(hint is not None and not hint.is_home)
        kind = "plain"
        if hint is not None:
            self.hint.show_hint(hint)
            kind = "closed" if hint.is_refused else "target" if hint.is_aimed else "plain"
        self.list.cards.is_faded = hint is not None and hint.is_refused
        self.list.cards.moving = moving
        self._nothing.setEnabled(hint is None)
        if self.property("column") != kind:
            self.setProperty("column", kind)
            self.style().unpolish(self)
            self.style().polish(self)
        self.list.viewport().update()

    # a card over it -----------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            event.accept()
            self._aim(is_aimed=True)
            if not self._is_open():
                event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasFormat(MIME) and self._is_open():
            event.accept()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._aim(is_aimed=False)

    def dropEvent(self, event: QDropEvent) -> None:
        if event.mimeData().hasFormat(MIME) and self._is_open():
            event.accept()
            self.dropped_here.emit(self.state)

    def _is_open(self) -> bool:
        hint = self.hint.hint
        return hint is not None and not hint.is_refused and not hint.is_home

    def _aim(self, *, is_aimed: bool) -> None:
        hint = self.hint.hint
        if hint is not None:
            self.show_hint(hint.aimed(is_aimed=is_aimed), moving=self.list.cards.moving)


def case_mime(case_id: str) -> QMimeData:
    """What a dragged card carries; no other program can read a name from it."""
    data = QMimeData()
    data.setData(MIME, case_id.encode())
    return data
