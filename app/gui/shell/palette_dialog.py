"""The command palette: every action that can be run now, found as one types."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Slot,
)
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.gui.widgets.buttons import key_text, key_width, paint_key
from app.gui.widgets.icons import pixmap
from app.gui.widgets.labels import horizontal_rule, label
from app.gui.widgets.theme import current_theme, font, radius, size, space

WIDTH = 560
ROWS = 10
ACTION_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


class CommandDelegate(QStyledItemDelegate):
    """Paints one command: icon, name, and its key in a frame."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(0, size("row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        action: QAction = index.data(ACTION_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(space("xs"), 0, -space("xs"), 0)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selection"))
            painter.drawRoundedRect(QRectF(box), radius("control"), radius("control"))
        is_enabled = action.isEnabled()
        left, middle = box.left() + space("s"), box.center().y()
        name = str(action.property("icon_name") or "command")
        painter.drawPixmap(left, middle - 7, pixmap(name, "text_2" if is_enabled else "text_3", 16))
        right = box.right() - space("s")
        key = key_text(action.shortcut())
        if key:
            width, height = key_width(key), size("key")
            rect = QRect(right - width, middle - height // 2 + 1, width, height)
            paint_key(painter, rect, key, theme.color("text_2"), theme.color("border_strong"))
            right = rect.left() - space("s")
        painter.setFont(font())
        painter.setPen(theme.color("text" if is_enabled else "text_3"))
        words = QRect(left + 26, box.top(), right - left - 26, box.height())
        text = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), text)
        painter.restore()


class _Words(QSortFilterProxyModel):
    """Keeps the commands that have every typed word, in any order."""

    words: tuple[str, ...] = ()

    def set_text(self, text: str) -> None:
        self.beginFilterChange()
        self.words = tuple(text.casefold().split())
        self.endFilterChange()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        text = str(self.sourceModel().index(row, 0, parent).data()).casefold()
        return all(word in text for word in self.words)


class PaletteDialog(QDialog):
    """A frameless dialog over the window; Enter runs the chosen action itself, Esc closes."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("palette")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(self.tr("Commands"))
        self._model = QStandardItemModel(self)
        for action in actions:
            item = QStandardItem(action.text().replace("&", ""))
            item.setEditable(False)
            item.setData(action, ACTION_ROLE)
            key = key_text(action.shortcut())
            item.setData(f"{item.text()}, {key}" if key else item.text(), _SPOKEN)
            self._model.appendRow(item)
        self._shown = _Words(self)
        self._shown.setSourceModel(self._model)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Type a command"))
        self.field.setAccessibleName(self.tr("Command"))
        self.field.installEventFilter(self)
        self.list = QListView()
        self.list.setModel(self._shown)
        self.list.setItemDelegate(CommandDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(self.tr("Commands"))
        self._empty = label(self.tr("No command has these words"), "secondary")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setMinimumHeight(size("row") * 2)
        self._lay_out()
        self.field.textChanged.connect(self._filter)
        self.list.clicked.connect(lambda _index: self._run())
        self._filter("")

    def open_over(self, window: QWidget) -> None:
        """Open below the top bar, in the middle of `window`."""
        self.setFixedWidth(min(WIDTH, window.width() - 2 * space("xl")))
        left = (window.width() - self.width()) // 2
        corner = window.mapToGlobal(window.rect().topLeft())
        self.move(corner.x() + left, corner.y() + size("top_bar") + space("xl"))
        self.open()
        self.field.setFocus()

    def commands(self) -> list[QAction]:
        """The actions that are listed now, in their order."""
        rows = range(self._shown.rowCount())
        return [self._shown.index(row, 0).data(ACTION_ROLE) for row in rows]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self._move(step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run()
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        glass = QLabel()
        glass.setPixmap(pixmap("search", "text_3", 16))
        head = QHBoxLayout()
        head.setContentsMargins(space("l"), space("xs"), space("l"), space("xs"))
        head.addWidget(glass)
        head.addWidget(self.field, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, space("xs"))
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(horizontal_rule())
        layout.addSpacing(space("xs"))
        layout.addWidget(self.list)
        layout.addWidget(self._empty)

    @Slot(str)
    def _filter(self, text: str) -> None:
        self._shown.set_text(text)
        count = self._shown.rowCount()
        self._empty.setHidden(count > 0)
        self.list.setHidden(count == 0)
        self.list.setFixedHeight(min(ROWS, max(1, count)) * size("row") + space("xs"))
        self.list.setCurrentIndex(self._shown.index(0, 0))
        self.adjustSize()

    def _move(self, step: int) -> None:
        count = self._shown.rowCount()
        if count:
            row = (self.list.currentIndex().row() + step) % count
            self.list.setCurrentIndex(self._shown.index(row, 0))

    def _run(self) -> None:
        index = self.list.currentIndex()
        action: QAction | None = index.data(ACTION_ROLE) if index.isValid() else None
        if action is not None and action.isEnabled():
            self.accept()
            action.trigger()


_SPOKEN = Qt.ItemDataRole.AccessibleTextRole
