"""The style of the window: Fusion, with the underlines of mnemonics only while Alt is down."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QMenu,
    QMenuBar,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QWidget,
)

_UNDERLINE = QStyle.StyleHint.SH_UnderlineShortcut


class WindowStyle(QProxyStyle):
    """Fusion; menus always show their mnemonics, everything else while Alt is held."""

    is_alt_down = False

    def __init__(self) -> None:
        super().__init__("Fusion")

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,  # noqa: N803  # Qt's name
    ) -> int:
        if hint == _UNDERLINE:
            return int(WindowStyle.is_alt_down or isinstance(widget, QMenu | QMenuBar))
        # PySide types the data as given; Qt takes none as well.
        return super().styleHint(hint, option, widget, cast("QStyleHintReturn", returnData))


def show_mnemonics(window: QWidget, *, is_alt_down: bool) -> None:
    """Underline the mnemonics of `window`, or take the underlines away again."""
    if WindowStyle.is_alt_down is not is_alt_down:
        WindowStyle.is_alt_down = is_alt_down
        for widget in window.findChildren(QWidget):
            widget.update()


def text_flags(widget: QWidget) -> int:
    """How a widget that paints its own text treats the mnemonic in it just now."""
    is_shown = QApplication.style().styleHint(_UNDERLINE, None, widget)
    flag = Qt.TextFlag.TextShowMnemonic if is_shown else Qt.TextFlag.TextHideMnemonic
    return int(flag)
