"""About: versions, the data folder, the ages of the lists, licences; a copy without names."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.lists import SourceStatus
from app.gui.widgets.buttons import Button
from app.gui.widgets.icons import logo
from app.gui.widgets.labels import ElidedLabel, horizontal_rule, label
from app.gui.widgets.theme import space

WIDTH = 560
PACKAGES = ("PySide6-Essentials", "SQLAlchemy", "rapidfuzz", "numpy", "numba")
LICENCES = (
    "Screendesk: Apache-2.0. Qt and PySide6: LGPL-3.0. Inter, JetBrains Mono: OFL-1.1. "
    "SQLCipher: BSD-3-Clause. The licence of each list stands on the Lists page."
)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"


def diagnostics(statuses: Sequence[SourceStatus]) -> str:
    """What a support person needs: versions and list ages; no path, person or subject."""
    lines = [
        f"Screendesk {_version('screendesk')}",
        f"Python {platform.python_version()}, Qt {qVersion()}",
        f"{platform.system()} {platform.release()} {platform.machine()}",
        *(f"{name} {_version(name)}" for name in PACKAGES),
    ]
    for status in statuses:
        if status.active is None:
            lines.append(f"{status.source.source}: {status.state.value}")
        else:
            lines.append(
                f"{status.source.source}: {status.state.value}, version {status.active.version}, "
                f"{status.active.entries} entries, {status.age_days} days old"
            )
    return "\n".join(lines)


class AboutDialog(QDialog):
    """What this program is, where its data is, how old its lists are."""

    def __init__(
        self,
        data_dir: Path,
        statuses: Sequence[SourceStatus],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("About Screendesk"))
        self._data_dir = data_dir
        self._statuses = tuple(statuses)
        self.copy_button = Button(self.tr("&Copy diagnostics"), "copy")
        self.copy_button.setToolTip(self.tr("Versions and list ages; no names, no paths"))
        self.copy_button.clicked.connect(self._copy)
        folder_button = Button(self.tr("Open &folder"), "folder")
        folder_button.clicked.connect(self._open_folder)
        close_button = Button(self.tr("Close"), role="primary")
        close_button.setDefault(True)
        close_button.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.setSpacing(space("s"))
        buttons.addWidget(self.copy_button)
        buttons.addWidget(folder_button)
        buttons.addStretch(1)
        buttons.addWidget(close_button)
        licences = label(LICENCES, "small")
        licences.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(space("xl"), space("xl"), space("xl"), space("l"))
        layout.setSpacing(space("l"))
        layout.addLayout(self._head())
        layout.addLayout(self._facts())
        layout.addWidget(horizontal_rule())
        layout.addWidget(licences)
        layout.addLayout(buttons)
        self.setFixedWidth(WIDTH)

    def _head(self) -> QHBoxLayout:
        mark = QLabel()
        mark.setPixmap(logo(40))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label("Screendesk", "title"))
        words.addWidget(
            label(self.tr("Version {version}").format(version=_version("screendesk")), "secondary")
        )
        head = QHBoxLayout()
        head.setSpacing(space("l"))
        head.addWidget(mark)
        head.addLayout(words, 1)
        return head

    def _facts(self) -> QGridLayout:
        active = [status for status in self._statuses if status.active is not None]
        ages = [
            self.tr("{name} {days} d").format(
                name=status.source.short_name, days=status.age_days or 0
            )
            for status in active
        ]
        rows = (
            (self.tr("Data folder"), str(self._data_dir)),
            (self.tr("Lists"), ", ".join(ages) or self.tr("none loaded")),
            (self.tr("Runs on"), f"Python {platform.python_version()}, Qt {qVersion()}"),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(space("l"))
        grid.setVerticalSpacing(space("s"))
        grid.setColumnStretch(1, 1)
        for row, (name, text) in enumerate(rows):
            grid.addWidget(label(name, "secondary"), row, 0)
            grid.addWidget(ElidedLabel(text, mode=Qt.TextElideMode.ElideMiddle), row, 1)
        return grid

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(diagnostics(self._statuses))

    @Slot()
    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._data_dir)))
