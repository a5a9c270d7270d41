"""The look on the whole application: palette, style sheet and icons of the theme in force."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from string import Template

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from app import bundled
from app.gui.widgets import icons
from app.gui.widgets.theme import Theme, current_theme, font, set_mode

CHOICES = ("light", "dark", "system")
SETTING = "appearance/theme"
_QSS_ICONS = {
    "icon_chevron_down": ("chevron-down", "text_2"),
    "icon_chevron_right": ("chevron-right", "text_2"),
    "icon_check": ("check", "on_accent"),
    "icon_minus": ("minus", "on_accent"),
    "icon_check_text": ("check", "text"),
}
_PALETTE = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "sunken",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "text_3",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "critical",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Light: "raised",
    QPalette.ColorRole.Midlight: "hover",
    QPalette.ColorRole.Mid: "border_strong",
    QPalette.ColorRole.Dark: "field_edge",
    QPalette.ColorRole.Shadow: "border_strong",
    QPalette.ColorRole.Accent: "accent",
}


def palette(theme: Theme) -> QPalette:
    """The Fusion palette of a theme; disabled text is `text_3`."""
    made = QPalette()
    for role, name in _PALETTE.items():
        made.setColor(role, theme.color(name))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        made.setColor(QPalette.ColorGroup.Disabled, role, theme.color("text_3"))
    return made


@cache
def _tinted_folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="screendesk-icons-")


def _tinted_files(theme: Theme) -> dict[str, str]:
    """The few icons that a style sheet can only take from a file, tinted for `theme`."""
    folder = Path(_tinted_folder().name)
    files = {}
    for key, (name, role) in _QSS_ICONS.items():
        file = folder / f"{name}-{role}-{theme.mode}.svg"
        if not file.exists():
            svg = bundled.read_text(f"resources/icons/{name}.svg")
            tinted = svg.replace("currentColor", theme.hex(role)).replace("1.75", "2.2")
            file.write_text(tinted, encoding="utf-8")
        files[key] = file.as_posix()
    return files


def style_sheet(theme: Theme) -> str:
    """`resources/styles/app.qss` with the tokens of a theme put in.

    Raises KeyError if the template names a token that does not exist.
    """
    values = {name: value for name, value in theme.colours().items() if isinstance(value, str)}
    values["input"] = theme.hex("surface" if theme.mode == "light" else "sunken")
    values |= _tinted_files(theme)
    return Template(bundled.read_text("resources/styles/app.qss")).substitute(values)


def system_mode() -> str:
    """What the desktop asks for: "dark" or "light"."""
    hints = QApplication.styleHints()
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


def chosen() -> str:
    """The remembered choice: "light", "dark" or "system"."""
    value = str(QSettings().value(SETTING, "system"))
    return value if value in CHOICES else "system"


def choose(choice: str) -> None:
    """Remember a choice of `CHOICES` and switch the running window to it at once."""
    QSettings().setValue(SETTING, choice)
    apply(system_mode() if choice == "system" else choice)


def follow_system() -> None:
    """Switch when the desktop does, as long as the choice is "system"."""

    def switch() -> None:
        if chosen() == "system":
            apply(system_mode())

    QApplication.styleHints().colorSchemeChanged.connect(switch)


def apply(mode: str) -> None:
    """Switch the application to "light" or "dark"; every widget gets a PaletteChange."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    set_mode(mode)
    theme = current_theme()
    app.setFont(font("body"))
    app.setPalette(palette(theme))
    app.setStyleSheet(style_sheet(theme))
    icons.refresh_icons()
