"""The matches table: strength, score, name on the list, level, and what agrees beside the name."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.match import Match, Verdict
from app.domain.screening import ScreeningRecord
from app.gui.screening.match_rows import MatchRow, count_words, match_rows
from app.gui.screening.wording import check_word, entry_type_word, kind_word, translate
from app.gui.widgets import theme
from app.gui.widgets.icons import pixmap
from app.gui.widgets.labels import isolate, plain_tip
from app.gui.widgets.panel import Panel
from app.gui.widgets.table import DataTable
from app.gui.widgets.table_columns import NOTHING, Chip, Column
from app.gui.widgets.table_delegate import CellDelegate
from app.gui.widgets.table_header import PAD
from app.gui.widgets.table_model import RowsModel

ALL, OPEN, DISCARDED = range(3)
_LETTER = 15  # the least width of the box of a scope letter, in logical pixels
_WORD_ROOM = 70  # a level column narrower than this shows its icon only
_NARROW = 560  # a table narrower than this keeps the room for the names
_NAME_WIDTH = 120  # at least
_LEVEL_WIDTHS = (48, 92)  # icon only, icon and word
_TIGHT = 480  # a table narrower than this leaves out the N, which always agrees
_SCOPE_WIDTHS = (96, 114)
_ROWS_SEEN = 4  # at least so many rows are seen without scrolling
_DISCARDED_CHIP = Chip("minus-circle", "missing")


class MatchCells(CellDelegate):
    """The cells of a table of matches: level with its icon, scope as letters."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        model = index.model()
        assert isinstance(model, RowsModel)
        row, field = model.row_at(index.row()), model.columns[index.column()].field
        if not isinstance(row, MatchRow) or field not in ("level", "scope") or row.is_discarded:
            super().paint(painter, option, index)
            return
        painter.save()
        painter.setClipRect(option.rect)
        self.paint_ground(painter, option, index)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRect(option.rect).adjusted(PAD, 0, -2, 0)
        if field == "level":
            _paint_level(painter, room, row)
        else:
            _paint_scope(painter, room, row)
        painter.restore()


def _paint_level(painter: QPainter, room: QRect, row: MatchRow) -> None:
    look = theme.current_theme()
    value = row.match.level.value.upper()
    role = look.semantic_role(value)
    painter.drawPixmap(
        room.left(), room.center().y() - 7, pixmap(look.semantic_icon(value), role, 15)
    )
    painter.setFont(theme.font("body"))
    painter.setPen(look.color(role))
    if room.width() >= _WORD_ROOM:  # else the word is in the tooltip and for screen readers
        painter.drawText(room.adjusted(21, 0, 0, 0), int(_LEFT), row.level)


def _paint_scope(painter: QPainter, room: QRect, row: MatchRow) -> None:
    """Letters: boxed and bold what agrees, struck through what differs, plain the rest."""
    look = theme.current_theme()
    left = float(room.left())
    for mark in row.scope()[room.width() < _SCOPE_WIDTHS[1] - PAD - 2 :]:
        is_compared = mark.verdict is not Verdict.MISSING
        font = theme.font("small", "semibold" if is_compared else "regular")
        font.setStrikeOut(mark.verdict is Verdict.CONFLICT)
        font.setUnderline(mark.verdict is Verdict.NEAR)
        painter.setFont(font)
        width = max(_LETTER, painter.fontMetrics().horizontalAdvance(mark.letter) + 5)
        box = QRectF(left, room.center().y() - 8, width, 18)
        if is_compared:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color(f"{mark.verdict.value}_bg"))
            painter.drawRoundedRect(box, 3, 3)
        painter.setPen(look.color(mark.verdict.value))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), mark.letter)
        left += width + 1


class MatchTable(DataTable):
    """The table with J and K as in every queue of the window; `escaped` on Esc."""

    escaped = Signal()

    def __init__(self, model: RowsModel[MatchRow], title: str) -> None:
        super().__init__("matches", model, title)
        self._cells = MatchCells(self)
        self.setItemDelegate(self._cells)
        self.columns_action.setShortcut("Ctrl+Alt+C")  # Ctrl+Shift+C copies the explanation
        self._stop_stretching()
        self.verticalHeader().setDefaultSectionSize(theme.size("row_two_lines"))
        seen = _ROWS_SEEN * theme.size("row_two_lines") + theme.size("table_header")
        self.setMinimumHeight(seen)

    def _stop_stretching(self) -> None:
        """Let no column take the rest; a hidden one would keep its stretched width otherwise."""
        hidden = [n for n in self.ordered_columns() if self.isColumnHidden(n)]
        self.horizontalHeader().setStretchLastSection(False)
        for number in hidden:
            self.showColumn(number)
            self.hideColumn(number)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """The names get what the other columns leave; the levels give up their words for them."""
        fields = {column.field: place for place, column in enumerate(self.columns())}
        width = self.viewport().width()
        self.setColumnWidth(fields["level"], _LEVEL_WIDTHS[width >= _NARROW])
        self.setColumnWidth(fields["scope"], _SCOPE_WIDTHS[width >= _TIGHT])
        others = sum(self.columnWidth(n) for n in self.shown_columns() if n != fields["name"])
        self.setColumnWidth(fields["name"], max(_NAME_WIDTH, width - others))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        step = {Qt.Key.Key_J: 1, Qt.Key.Key_K: -1}.get(Qt.Key(event.key()))
        if step is None or event.modifiers() != Qt.KeyboardModifier.NoModifier:
            super().keyPressEvent(event)
            return
        row = self.currentIndex().row() + step
        if 0 <= row < self.model().rowCount():
            self.selectRow(row)


class MatchesPane(Panel):
    """The panel with the table, its count and the filter; `chosen(Match or None)`."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate("Screening", "Matches"), has_rule=False, parent=parent)
        self.model: RowsModel[MatchRow] = RowsModel(self._columns(), key=_key, parent=self)
        self.table = MatchTable(self.model, self.tr("Matches"))
        self._rows: tuple[MatchRow, ...] = ()
        self._filter = QButtonGroup(self)
        self._filters = QWidget()
        self._build_filter()
        self.add_trailing(self._filters)
        holder = QVBoxLayout()
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addWidget(self.table)
        self.body.addLayout(holder, 1)
        self.table.row_changed.connect(self._choose)
        self.table.escaped.connect(self.show_all)

    def _build_filter(self) -> None:
        row = QHBoxLayout(self._filters)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        words = (self.tr("All"), self.tr("Open"), self.tr("Discarded"))
        for place, word in enumerate(words):
            button = QToolButton()
            button.setProperty("chip", "true")
            button.setText(word)
            button.setCheckable(True)
            button.setAccessibleName(self.tr("Show {which} matches").format(which=word.lower()))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._filter.addButton(button, place)
            row.addWidget(button)
        self._filter.button(ALL).setChecked(True)
        self._filter.idToggled.connect(self._toggle_filter)

    def _columns(self) -> list[Column[MatchRow]]:
        return [
            Column("strength", self.tr("Strength"), lambda row: row.strength, width=114,
                   chip=_chip, is_sortable=False),
            Column("score", self.tr("Score"), lambda row: f"{row.match.score:.0f}", width=52,
                   value=lambda row: row.match.score, tone=_tone, is_number=True, is_strong=True),
            Column("name", self.tr("Name on list"), lambda row: row.name, width=220,
                   value=lambda row: row.match.matched_name, tooltip=_name_tip, tone=_tone,
                   second_line=lambda row: row.second_line),
            Column("level", self.tr("Level"), lambda row: row.level, width=92, tone=_tone,
                   is_sortable=False),
            Column("scope", self.tr("Agrees on"), lambda row: row.scope_words(), width=114,
                   tone=_tone, is_sortable=False),
            Column("name_score", self.tr("Name score"), lambda row: f"{row.match.name_score:.3f}",
                   width=90, value=lambda row: row.match.name_score, is_number=True,
                   is_hidden=True),
            Column("check", self.tr("Check"), lambda row: check_word(row.match.check), width=104,
                   is_hidden=True),
            Column("source", self.tr("List"), lambda row: row.source_name, width=120,
                   is_hidden=True),
            Column("entry", self.tr("Entry"), lambda row: row.match.list_entry_id, width=120,
                   is_id=True, is_hidden=True),
            Column("type", self.tr("Type"), lambda row: entry_type_word(row.match.entry_type),
                   width=90, is_hidden=True),
            Column("party", self.tr("Same party as"),
                   lambda row: ", ".join(row.same_party) or NOTHING, width=140, is_hidden=True),
            Column("kind", self.tr("Kind of name"), lambda row: kind_word(row.match.matched_kind),
                   width=110, is_hidden=True),
        ]  # fmt: skip

    def show_record(self, record: ScreeningRecord) -> None:
        """Show the matches of a record and choose the first."""
        self._rows = match_rows(record)
        self.set_note(count_words(record))
        self._filters.setVisible(any(row.is_discarded for row in self._rows))
        self.show_all()
        self.table.clearSelection()
        self.table.setCurrentIndex(QModelIndex())
        self._apply_filter()

    def show_all(self) -> None:
        """Take the filter away."""
        self._filter.button(ALL).setChecked(True)

    def select(self, place: int) -> None:
        """Choose the match at a row of the table, if there is such a row."""
        if 0 <= place < self.model.rowCount():
            self.table.selectRow(place)
            self.table.scrollTo(self.model.index(place, 0))

    def position(self) -> tuple[int, int]:
        """The chosen row (from 0, -1 if none) and how many are shown."""
        return self.table.currentIndex().row(), self.model.rowCount()

    def _toggle_filter(self, _place: int, is_on: bool) -> None:
        if is_on:
            self._apply_filter()

    def _apply_filter(self) -> None:
        wanted = self._filter.checkedId()
        kept = [r for r in self._rows if wanted == ALL or r.is_discarded is (wanted == DISCARDED)]
        self.model.set_rows(kept)
        if self.table.currentIndex().row() < 0:
            self.select(0)

    def _choose(self, place: int) -> None:
        row = self.model.row_at(place) if place >= 0 else None
        self.chosen.emit(row.match if row else None)


def _key(row: MatchRow) -> object:
    match: Match = row.match
    return match.match_id or (match.source, match.list_entry_id)


def _chip(row: MatchRow) -> Chip:
    if row.is_discarded:
        return _DISCARDED_CHIP
    look, value = theme.current_theme(), row.match.strength.value
    return Chip(look.semantic_icon(value), look.semantic_role(value))


def _tone(row: MatchRow) -> str:
    return "text_3" if row.is_discarded else "text"


def _name_tip(row: MatchRow) -> str:
    return plain_tip(f"{isolate(row.match.matched_name)}\n{row.source_line}")


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
