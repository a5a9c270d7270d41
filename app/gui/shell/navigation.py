"""The navigation rail: mark and menu button, the pages with counts, and who is working."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.gui.shell.pages import PageSpec
from app.gui.shell.person_block import PersonBlock
from app.gui.widgets.buttons import tool_button
from app.gui.widgets.icons import logo, pixmap
from app.gui.widgets.labels import label
from app.gui.widgets.theme import current_theme, font, radius, size, space, tokens

ICON_ROLE = Qt.ItemDataRole.UserRole + 1
COUNT_ROLE = Qt.ItemDataRole.UserRole + 2
WARNING_ROLE = Qt.ItemDataRole.UserRole + 3
GROUP_ROLE = Qt.ItemDataRole.UserRole + 4
_CAPTION = 26  # logical pixels above the first page of a group
Index = QModelIndex | QPersistentModelIndex


class NavDelegate(QStyledItemDelegate):
    """Paints a page of the rail: icon, name, count or warning; icon only when collapsed."""

    is_collapsed = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option
        return QSize(0, size("nav_row") + 1 + self._above(index))

    def _above(self, index: Index) -> int:
        return _CAPTION if index.data(GROUP_ROLE) and not self.is_collapsed else 0

    def _paint_caption(self, painter: QPainter, rect: QRect, text: str) -> None:
        painter.setFont(font("small"))
        painter.setPen(current_theme().color("text_3"))
        words = rect.adjusted(space("l"), 6, -space("l"), 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignLeading), text)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._above(index):
            caption = QRect(option.rect)
            caption.setHeight(_CAPTION)
            self._paint_caption(painter, caption, str(index.data(GROUP_ROLE)))
            option.rect.setTop(option.rect.top() + _CAPTION)
        box = option.rect.adjusted(space("s"), 0, -space("s"), -1)
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_current or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(_ground(is_current, theme.mode)))
            painter.drawRoundedRect(QRectF(box), radius("control"), radius("control"))
        if is_current:
            self._paint_edge(painter, option, theme.color("accent"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setColor(theme.color("focus_ring"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 5, 5)
        self._paint_content(painter, box, option, index, is_current)
        painter.restore()

    def _paint_edge(self, painter: QPainter, option: QStyleOptionViewItem, colour: QColor) -> None:
        edge = QRect(option.rect)
        edge.setWidth(int(tokens()["line"]["selected_edge"]))
        if option.direction is Qt.LayoutDirection.RightToLeft:
            edge.moveRight(option.rect.right())
        painter.fillRect(edge.adjusted(0, 6, 0, -7), colour)

    def _paint_content(
        self,
        painter: QPainter,
        box: QRect,
        option: QStyleOptionViewItem,
        index: Index,
        is_current: bool,
    ) -> None:
        theme = current_theme()
        is_mirrored = option.direction is Qt.LayoutDirection.RightToLeft
        side = int(tokens()["icon"]["nav"])
        mark = QRect(box.left() + space("s"), 0, side, side)
        if self.is_collapsed:
            mark.moveLeft(box.center().x() - side // 2 + 1)
        elif is_mirrored:
            mark.moveRight(box.right() - space("s"))
        mark.moveTop(box.top() + (box.height() - side) // 2)
        icon_role = "accent" if is_current else "text_2"
        painter.drawPixmap(mark, pixmap(str(index.data(ICON_ROLE)), icon_role, side))
        warning = bool(index.data(WARNING_ROLE))
        if self.is_collapsed:
            if warning:
                sign = pixmap("triangle-alert", "high", 12)
                painter.drawPixmap(box.right() - 12, box.top(), sign)
            return
        gap = space("s") + side + space("s") + 2
        words = box.adjusted(gap, 0, -space("s"), 0)
        if is_mirrored:
            words = box.adjusted(space("s"), 0, -gap, 0)
        painter.setFont(font("body", "semibold" if is_current else "medium"))
        painter.setPen(theme.color("text" if is_current else "text_2"))
        painter.drawText(words, _flags(is_mirrored, is_end=False), str(index.data()))
        count = str(index.data(COUNT_ROLE) or "")
        if not count:
            return
        painter.setFont(font("small"))
        painter.setPen(theme.color("high" if warning else "text_2"))
        painter.drawText(words, _flags(is_mirrored, is_end=True), count)
        if warning:
            width = painter.fontMetrics().horizontalAdvance(count) + 16
            left = words.left() + width - 12 if is_mirrored else words.right() - width
            top = box.top() + (box.height() - 12) // 2
            painter.drawPixmap(left, top, pixmap("triangle-alert", "high", 12))


def _ground(is_current: bool, mode: str) -> str:
    if is_current:
        return "surface" if mode == "light" else "raised"
    return "hover"


def _flags(is_mirrored: bool, *, is_end: bool) -> int:
    is_right = is_end is not is_mirrored
    side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute)


class Logo(QWidget):
    """The product's mark."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(20, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        QPainter(self).drawPixmap(0, 0, logo(20))


class Navigation(QFrame):
    """The rail at the leading edge. `page_chosen(key)` when the user goes to another page."""

    page_chosen = Signal(str)

    def __init__(
        self, specs: Sequence[PageSpec], person: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self._keys = [spec.key for spec in specs]
        self._announced = ""
        self._model = QStandardItemModel(self)
        for number, spec in enumerate(specs, 1):
            item = QStandardItem(spec.label)
            item.setEditable(False)
            item.setData(spec.icon, ICON_ROLE)
            item.setData(spec.group, GROUP_ROLE)
            item.setToolTip(f"{spec.label} ({spec.key_for(number)})")
            self._model.appendRow(item)
        self._delegate = NavDelegate(self)
        self.list = self._build_list()
        self.menu_button: QToolButton = tool_button("menu", self.tr("Menu"))
        self._product = label("Screendesk", "heading")
        self._logo = Logo()
        self.person = PersonBlock(person)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        head = QWidget()
        self._head = self._build_head()
        head.setLayout(self._head)
        head.setFixedHeight(size("top_bar"))
        layout.addWidget(head)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.person)
        self.set_collapsed(is_collapsed=False)

    @property
    def is_collapsed(self) -> bool:
        """Whether the rail shows icons only."""
        return self._delegate.is_collapsed

    def set_collapsed(self, *, is_collapsed: bool) -> None:
        """Show icons only, or icons and names."""
        self._delegate.is_collapsed = is_collapsed
        self.setFixedWidth(size("nav_width_collapsed" if is_collapsed else "nav_width"))
        self._product.setHidden(is_collapsed)
        self._logo.setHidden(is_collapsed)
        self.person.set_collapsed(is_collapsed=is_collapsed)
        edge = (size("nav_width_collapsed") - self.menu_button.width()) // 2
        margins = (edge, 0, edge, 0) if is_collapsed else (space("l"), 0, space("m"), 0)
        self._head.setContentsMargins(*margins)
        self.list.scheduleDelayedItemsLayout()  # captions come and go
        self.list.viewport().update()

    def select(self, key: str) -> None:
        """Show `key` as the current page; emits nothing."""
        index = self._model.index(self._keys.index(key), 0)
        self._announced = key
        self.list.setCurrentIndex(index)

    def set_count(self, key: str, text: str, *, is_warning: bool = False, spoken: str = "") -> None:
        """The figure at the end of a page's row; `spoken` is what a screen reader adds."""
        item = self._model.item(self._keys.index(key))
        item.setData(text, COUNT_ROLE)
        item.setData(is_warning, WARNING_ROLE)
        item.setData(
            ", ".join(part for part in (item.text(), spoken or text) if part),
            Qt.ItemDataRole.AccessibleTextRole,
        )

    def _build_list(self) -> QListView:
        view = QListView()
        view.setObjectName("navigation_list")
        view.setAccessibleName(self.tr("Pages"))
        view.setModel(self._model)
        view.setItemDelegate(self._delegate)
        view.setMouseTracking(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.selectionModel().currentChanged.connect(self._choose)
        return view

    def _build_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(space("s"))
        head.addWidget(self._logo)
        head.addWidget(self._product, 1)
        head.addWidget(self.menu_button)
        return head

    def _choose(self, current: QModelIndex) -> None:
        if current.isValid() and self._keys[current.row()] != self._announced:
            self._announced = self._keys[current.row()]
            self.page_chosen.emit(self._announced)
