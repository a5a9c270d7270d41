"""Pictures of the window: `python tests/gui/screenshots.py --theme dark --size 1280x800 out.png`.

Offscreen unless QT_QPA_PLATFORM says otherwise. Dialogs that are open are painted in their place.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QSettings, QSize
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.gui.shell import appearance

SETTLE_MS = 300


def picture(widget: QWidget, size: QSize | None = None, mode: str = "") -> QPixmap:
    """What `widget` and the windows open over it look like, at a size and in a theme."""
    if mode:
        appearance.apply(mode)
    if size is not None:
        widget.resize(size)
    if not widget.isVisible():
        widget.show()
    QTest.qWait(50)
    made = widget.grab()
    painter = QPainter(made)
    for window in QApplication.topLevelWidgets():
        if window.isVisible() and window is not widget.window():
            painter.drawPixmap(window.pos() - widget.window().pos(), window.grab())
    painter.end()
    return made


def save_png(widget: QWidget, path: Path, size: QSize | None = None, mode: str = "") -> None:
    """Save `picture` as a PNG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not picture(widget, size, mode).save(str(path), "PNG"):
        raise OSError(f"cannot write {path}")


def main() -> None:
    """Take one picture of the real window over a data folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--page", default="screening")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--size", default="1440x900")
    parser.add_argument("--action", default="", help="text of an action to trigger first")
    parser.add_argument("--wait", type=int, default=SETTLE_MS, help="milliseconds before it")
    options = parser.parse_args()
    width, height = (int(part) for part in options.size.split("x"))
    scratch = str(options.out.resolve().parent / "settings")
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, scratch)

    from app.bootstrap import open_workspace
    from app.gui import jobs
    from app.gui.shell.application import make_application, make_window, prepare

    make_application()
    appearance.apply(options.theme)
    workspace = open_workspace(options.data_dir)
    window, feed = make_window(workspace)
    window.resize(width, height)
    window.show()
    window.go_to(options.page)
    prepare(workspace, window)
    feed.read_lists()
    feed.verify_audit()
    QTest.qWait(options.wait)
    for action in window.all_actions():
        if options.action and action.text().replace("&", "") == options.action:
            action.trigger()
            QTest.qWait(options.wait)
    save_png(window, options.out)
    feed.close()
    jobs.shutdown()
    window.close()
    workspace.close()


if __name__ == "__main__":
    main()
