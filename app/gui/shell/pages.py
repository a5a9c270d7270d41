"""The pages of the window: what each must offer, and how one is made when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QAction


class Page(Protocol):
    """What the window asks of a page, which is a QWidget as well.

    `header_changed` says that title, subtitle or the header's actions are different now.
    """

    @property
    def header_changed(self) -> SignalInstance:
        """The signal."""

    def title(self) -> str:
        """The heading of the top bar."""

    def subtitle(self) -> str:
        """What stands beside the heading, or an empty text."""

    def header_actions(self) -> list[QAction]:
        """The actions that are buttons in the top bar."""

    def page_actions(self) -> list[QAction]:
        """All actions of the page, for the menus and the command palette."""

    def focus_first(self) -> None:
        """Put the keyboard where work on this page starts."""


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page of the navigation: `factory` is called when the page is first shown. `shortcut` is
    its key if it is another one than Ctrl and its number; `group` is the caption above it, where
    a group of pages begins."""

    key: str
    label: str
    icon: str
    factory: Callable[[], Page]
    shortcut: str = ""
    group: str = ""

    def key_for(self, number: int) -> str:
        """The key that shows the page as the `number`-th of the navigation."""
        return self.shortcut or f"Ctrl+{number}"
