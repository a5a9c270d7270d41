"""Icons: own SVGs on a 24 grid, tinted with a role of the theme in force, sharp at any scaling."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from app import bundled
from app.gui.widgets.theme import current_theme

ICON_PIXELS = (16, 24, 32, 48)
SMALL_STROKE_BELOW = 16
LOGO_COLOURS = (("#2F55D0", "accent"), ("#FFFFFF", "on_accent"))


@cache
def _svg(name: str) -> str:
    return bundled.read_text(f"resources/icons/{name}.svg")


@lru_cache(maxsize=1024)
def _image(name: str, colour: str, pixels: int, stroke: float) -> QImage:
    text = _svg(name).replace("currentColor", colour)
    text = re.sub(r'stroke-width="1\.75"', f'stroke-width="{stroke}"', text)
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return image


def _stroke(size: int) -> float:
    return 2.1 if size < SMALL_STROKE_BELOW else 1.75


def _ratio() -> float:
    app = QGuiApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0


def tinted(name: str, colour: QColor, size: int) -> QPixmap:
    """An icon in any colour: `size` in logical pixels, at the highest pixel ratio of the screens.

    Raises FileNotFoundError for a name without a file in resources/icons.
    """
    ratio = _ratio()
    made = QPixmap.fromImage(_image(name, colour.name(), round(size * ratio), _stroke(size)))
    made.setDevicePixelRatio(ratio)
    return made


def pixmap(name: str, role: str = "text_2", size: int = 16) -> QPixmap:
    """An icon in a colour role of the theme in force, for painters and labels."""
    return tinted(name, current_theme().color(role), size)


def icon(name: str, role: str = "text_2") -> QIcon:
    """An icon for a button, action or item: normal in `role`, disabled grey, selected in text.

    It is made for the theme in force; `set_icon` keeps the icon of a widget up to date instead.
    """
    return _icon(name, role, current_theme().mode)


@lru_cache(maxsize=512)
def _icon(name: str, role: str, mode: str) -> QIcon:
    del mode  # part of the key: the colours differ
    theme = current_theme()
    disabled = theme.color("text_3")
    disabled.setAlphaF(0.55)
    made = QIcon()
    for pixels in ICON_PIXELS:
        normal = QPixmap.fromImage(_image(name, theme.hex(role), pixels, 1.75))
        made.addPixmap(normal, QIcon.Mode.Normal)
        made.addPixmap(normal, QIcon.Mode.Active)
        grey = QPixmap.fromImage(_image(name, theme.hex("text_3"), pixels, 1.75))
        made.addPixmap(_faded(grey), QIcon.Mode.Disabled)
        chosen = QPixmap.fromImage(_image(name, theme.hex("text"), pixels, 1.75))
        made.addPixmap(chosen, QIcon.Mode.Selected)
    return made


def _faded(solid: QPixmap) -> QPixmap:
    made = QPixmap(solid.size())
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setOpacity(0.55)
    painter.drawPixmap(0, 0, solid)
    painter.end()
    return made


def set_icon(target: QAction | QAbstractButton, name: str, role: str = "text_2") -> None:
    """Give a button or action an icon that follows a later switch of the theme."""
    target.setProperty("icon_name", name)
    target.setProperty("icon_role", role)
    target.setIcon(icon(name, role))
    if isinstance(target, QAbstractButton):
        target.setIconSize(QSize(16, 16))


def refresh_icons() -> None:
    """Tint every icon given by `set_icon` anew; the shell calls it after a theme switch."""
    seen: set[int] = set()
    for widget in QApplication.allWidgets():
        for target in (widget, *widget.actions(), *widget.findChildren(QAction)):
            if id(target) not in seen:
                seen.add(id(target))
                _refresh(target)


def _refresh(target: QObject) -> None:
    name = target.property("icon_name")
    if name and isinstance(target, (QAction, QAbstractButton)):
        target.setIcon(icon(str(name), str(target.property("icon_role"))))


def logo(size: int) -> QPixmap:
    """The product's mark in the colours of the theme in force."""
    text = _svg("screendesk")
    for literal, role in LOGO_COLOURS:
        text = text.replace(literal, current_theme().hex(role))
    ratio = _ratio()
    made = QPixmap(round(size * ratio), round(size * ratio))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(text.encode())).render(painter)
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made
