"""The look: contrast of the tokens, live switching, icons, plural texts."""

from __future__ import annotations

import subprocess
from pathlib import Path

import PySide6
import pytest
from PySide6.QtCore import QEvent, QObject, QSettings
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app import bundled
from app.gui.shell import appearance
from app.gui.widgets import icons
from app.gui.widgets.theme import Theme, current_theme, tokens

MODES = ("light", "dark")
GROUNDS = ("window", "sidebar", "surface", "sunken", "raised", "hover", "selection")
TEXTS = ("text", "text_2", "text_3")
STATES = ("low", "medium", "high", "critical", "agree", "near", "conflict", "missing", "info")
GRAPHICS = (
    "low_solid",
    "medium_solid",
    "high_solid",
    "critical_solid",
    "focus_ring",
    "field_edge",
    *(f"series_{number}" for number in range(1, 6)),
)


def contrast(first: QColor, second: QColor) -> float:
    """The WCAG 2 contrast ratio of two opaque colours, 1 to 21."""

    def luminance(colour: QColor) -> float:
        parts = (colour.redF(), colour.greenF(), colour.blueF())
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def text_pairs() -> list[tuple[str, str]]:
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS]
    pairs += [
        (state, ground) for state in STATES for ground in ("window", "sidebar", "surface", "sunken")
    ]
    pairs += [(state, f"{state}_bg") for state in STATES]
    pairs += [(text, f"{state}_bg") for state in STATES for text in ("text", "text_2")]
    pairs += [("accent", ground) for ground in ("window", "sidebar", "surface", "accent_soft")]
    pairs += [("on_accent", "accent"), ("on_accent", "accent_hover")]
    pairs += [("text", f"char_{kind}") for kind in ("changed", "inserted", "missing")]
    return pairs


@pytest.mark.parametrize("mode", MODES)
def test_text_has_contrast(mode: str) -> None:
    theme = Theme(mode)
    faint = {
        pair: round(contrast(theme.color(pair[0]), theme.color(pair[1])), 2)
        for pair in text_pairs()
        if contrast(theme.color(pair[0]), theme.color(pair[1])) < 4.5
    }
    assert not faint


@pytest.mark.parametrize("mode", MODES)
def test_graphics_have_contrast(mode: str) -> None:
    theme = Theme(mode)
    for role in GRAPHICS:
        for ground in ("surface", "window"):
            assert contrast(theme.color(role), theme.color(ground)) >= 3.0, (role, ground)


@pytest.mark.parametrize("mode", MODES)
def test_palette_has_contrast(mode: str) -> None:
    made = appearance.palette(Theme(mode))
    role = QPalette.ColorRole
    for text, ground in (
        (role.WindowText, role.Window),
        (role.Text, role.Base),
        (role.ButtonText, role.Button),
        (role.HighlightedText, role.Highlight),
        (role.ToolTipText, role.ToolTipBase),
        (role.PlaceholderText, role.Base),
        (role.Link, role.Base),
    ):
        assert contrast(made.color(text), made.color(ground)) >= 4.5, (text, ground)


@pytest.mark.parametrize("mode", MODES)
def test_style_sheet_takes_every_token(mode: str) -> None:
    sheet = appearance.style_sheet(Theme(mode))
    assert "$" not in sheet
    assert Theme(mode).hex("focus_ring") in sheet


class Watcher(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.kinds: list[QEvent.Type] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.kinds.append(event.type())
        return False


def test_live_switch_reaches_every_widget_and_repaints(qtbot: QtBot) -> None:
    outer = QWidget()
    button = QPushButton("x", outer)
    qtbot.addWidget(outer)
    outer.resize(60, 40)
    with qtbot.waitExposed(outer):
        outer.show()
    light = outer.grab().toImage().pixelColor(55, 35)
    watcher = Watcher()
    button.installEventFilter(watcher)
    try:
        appearance.choose("dark")
        qtbot.waitUntil(lambda: QEvent.Type.Paint in watcher.kinds)
        assert QEvent.Type.PaletteChange in watcher.kinds
        dark = outer.grab().toImage().pixelColor(55, 35)
        assert (light, dark) == (Theme("light").color("window"), Theme("dark").color("window"))
        assert QSettings().value(appearance.SETTING) == "dark"
    finally:
        appearance.choose("light")


def test_icons_follow_the_theme(qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    icons.set_icon(button, "plus", "accent")

    def is_drawn_in(mode: str) -> bool:
        ink = button.icon().pixmap(16, 16).toImage().pixelColor(8, 8)
        wanted = Theme(mode).color("accent")
        return max(abs(ink.red() - wanted.red()), abs(ink.blue() - wanted.blue())) <= 2

    assert is_drawn_in("light")
    try:
        appearance.apply("dark")
        assert is_drawn_in("dark")
    finally:
        appearance.apply("light")


def test_unknown_choice_counts_as_system() -> None:
    QSettings().setValue(appearance.SETTING, "sepia")
    assert appearance.chosen() == "system"


def test_every_semantic_value_has_an_icon_and_a_tint() -> None:
    theme = current_theme()
    for value, name in tokens()["semantic"]["icon"].items():
        assert not icons.pixmap(name, "text", 12).isNull()
        if value != "excluded":
            theme.color(f"{theme.semantic_role(value)}_bg")


def test_every_icon_file_can_be_drawn_at_any_scaling(qapp: QApplication) -> None:
    files = sorted(bundled.path("resources/icons").glob("*.svg"))
    assert len(files) > 50
    for file in files:
        image = icons.pixmap(file.stem, "text", 16).toImage()
        inked = [
            (x, y)
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha()
        ]
        assert inked, file.name
        assert "1.75" in file.read_text(encoding="utf-8") or file.stem == "screendesk"


def test_disabled_icon_is_fainter(qapp: QApplication) -> None:
    made = icons.icon("plus", "text")
    normal = made.pixmap(16, 16).toImage().pixelColor(8, 8)
    disabled = made.pixmap(16, 16, icons.QIcon.Mode.Disabled).toImage().pixelColor(8, 8)
    assert disabled.alpha() < normal.alpha()


def test_compiled_texts_are_up_to_date(tmp_path: Path) -> None:
    tool = next(Path(PySide6.__file__).parent.glob("lrelease*"), None)
    if tool is None:
        pytest.skip("this build of PySide6 comes without lrelease")
    for source in bundled.path("resources/i18n").glob("*.ts"):
        made = tmp_path / "made.qm"
        subprocess.run([tool, "-silent", source, "-qm", made], check=True)
        assert made.read_bytes() == source.with_suffix(".qm").read_bytes()
