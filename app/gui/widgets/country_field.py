"""A field for a country: type a name or a code, pick from the list; the code stands at its end."""

from __future__ import annotations

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from app.domain.countries import all_countries, country_name
from app.gui.widgets.labels import label
from app.gui.widgets.typed_country import typed_country

_POPUP_WIDTH = 260
_LATER = Qt.ConnectionType.QueuedConnection


class CountryField(QLineEdit):
    """A line edit that completes countries; `is_code_only` shows just the two letters."""

    def __init__(self, *, is_code_only: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_code_only = is_code_only
        self._code = label("", "caption", self)
        self._code.setVisible(not is_code_only)
        words = [f"{name} ({code})" for code, name in all_countries()]
        completer = QCompleter(QStringListModel(words, self), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(10)
        self._popup = completer.popup()
        if self._popup is not None:
            self._popup.setMinimumWidth(_POPUP_WIDTH)
            self._popup.setProperty("choices", "true")
        self.setCompleter(completer)
        # After the line edit has taken the choice, which listens to the same signal.
        completer.activated.connect(lambda _text: self._settle(), _LATER)
        self.editingFinished.connect(self._settle)
        self.textChanged.connect(self._show_code)

    def code(self) -> str:
        """The alpha-2 code of the text, or empty."""
        return typed_country(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the open list takes a country; it does not send the form as well."""
        is_open = self._popup is not None and self._popup.isVisible()
        if is_open and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # the completer takes it from here
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_code()

    def focusNextPrevChild(self, is_next: bool) -> bool:
        """Close the list first: as long as it is open, the completer keeps the focus here."""
        self._close_list()
        return super().focusNextPrevChild(is_next)

    def _close_list(self) -> None:
        if self._popup is not None:
            self._popup.hide()

    def _settle(self) -> None:
        self._close_list()
        code = self.code()
        if code:
            self.setText(code if self._is_code_only else country_name(code))
            self.setCursorPosition(0)

    def _show_code(self) -> None:
        code = self.code()
        self._code.setText("" if self._is_code_only else code)
        self.setToolTip(country_name(code) if code else "")
        self._place_code()

    def _place_code(self) -> None:
        self._code.adjustSize()
        margin = self._code.width() + 4 if self._code.text() else 0
        self.setTextMargins(0, 0, margin, 0)
        top = (self.height() - self._code.height()) // 2
        self._code.move(self.width() - self._code.width() - 8, top)
