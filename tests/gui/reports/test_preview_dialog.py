"""The preview of a report: pages, keys, zoom, saving as a private file, printing to a PDF."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from app.domain.errors import NotFound
from app.gui.reports.preview_dialog import FOLDER, MOST_ZOOM, PreviewDialog, show_report
from app.gui.reports.printing import PagePrinter
from app.reports.document import Report, Section, Table
from app.services import reports
from app.services.reports import MadeReport


@pytest.fixture(scope="module")
def made() -> MadeReport:
    """A report of several pages."""
    rows = tuple((f"Quorlath {n}",) for n in range(150))
    report = Report(
        "Case report: Quorlath", "", "", (Section("x", (Table(("Name",), rows),)),), "f"
    )
    return reports.made("screendesk-cas_1-v3.pdf", report)


@pytest.fixture
def dialog(qtbot: Any, made: MadeReport) -> Iterator[PreviewDialog]:
    """The preview with its pages shown."""
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    opened = show_report(lambda: made, parent)
    qtbot.waitUntil(lambda: opened.made is not None, timeout=5000)
    yield opened
    parent.close()


def test_pages_are_counted_and_turned_by_key(qtbot: Any, dialog: PreviewDialog) -> None:
    count = dialog.document.pageCount()
    assert count >= 3
    assert dialog.windowTitle() == "Case report: Quorlath"
    assert dialog.place.text() == f"Page 1 of {count}"
    dialog.turn(1)
    assert dialog.place.text() == f"Page 2 of {count}"
    dialog.next_action.trigger()
    assert dialog.page == 3
    dialog.previous_action.trigger()
    dialog.turn(-99)
    assert dialog.page == 1
    dialog.turn(99)
    assert dialog.page == count


def test_zoom_goes_from_what_is_seen_and_back_to_the_width(dialog: PreviewDialog) -> None:
    assert dialog.view.zoomMode() is QPdfView.ZoomMode.FitToWidth
    dialog.in_action.trigger()
    assert dialog.view.zoomMode() is QPdfView.ZoomMode.Custom
    first = dialog.view.zoomFactor()
    dialog.out_action.trigger()
    assert dialog.view.zoomFactor() < first
    for _ in range(20):
        dialog.in_action.trigger()
    assert dialog.view.zoomFactor() == MOST_ZOOM
    dialog.fit_action.trigger()
    assert dialog.view.zoomMode() is QPdfView.ZoomMode.FitToWidth


def test_it_is_saved_where_the_user_says_under_its_own_name(
    qtbot: Any, dialog: PreviewDialog, made: MadeReport, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    offered: list[str] = []

    def choose(_parent: object, _title: str, name: str, _filter: str) -> tuple[str, str]:
        offered.append(name)
        return str(tmp_path / Path(name).name), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    with qtbot.waitSignal(dialog.saved, timeout=5000):
        dialog.save_action.trigger()
    path = tmp_path / made.name
    assert Path(offered[0]).name == made.name
    assert path.read_bytes() == made.content
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert dialog.place.text() == f"Saved as {made.name}"
    assert QSettings().value(FOLDER) == str(tmp_path)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    dialog.ask_save()  # given up: nothing happens
    assert len(list(tmp_path.iterdir())) == 1


def test_what_cannot_be_saved_is_said(qtbot: Any, dialog: PreviewDialog, tmp_path: Path) -> None:
    dialog.save(tmp_path / "none" / "x.pdf")
    qtbot.waitUntil(lambda: not dialog.banner.isHidden(), timeout=5000)
    assert "no folder" in dialog.banner.accessibleDescription()
    assert dialog.save_action.isEnabled()


def test_the_asked_pages_are_printed(qtbot: Any, dialog: PreviewDialog, tmp_path: Path) -> None:
    target = tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(target))
    printer.setFromTo(2, 3)
    dialog.print_on(printer)
    assert not dialog.print_action.isEnabled()
    dialog.reject()  # not while pages are drawn from it
    assert dialog.isVisible()
    qtbot.waitUntil(dialog.print_action.isEnabled, timeout=10_000)
    assert dialog.place.text() == "2 pages printed"
    printed = QPdfDocument(dialog)
    printed.load(str(target))
    assert printed.pageCount() == 2


def test_a_printer_that_does_not_answer_is_told(qtbot: Any, dialog: PreviewDialog) -> None:
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setFromTo(90, 91)  # pages that there are not
    dialog.print_on(printer)
    assert not dialog.banner.isHidden()
    assert dialog.print_action.isEnabled()


def test_a_printer_that_stops_between_pages_is_told(
    qtbot: Any, dialog: PreviewDialog, tmp_path: Path
) -> None:
    class Stopping(QPrinter):
        def newPage(self) -> bool:
            return False

    printer = Stopping(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "x.pdf"))
    pages = PagePrinter(dialog.document, printer, dialog)
    with qtbot.waitSignal(pages.failed, timeout=5000):
        pages.start()


def test_the_printer_is_asked_for_by_key(
    qtbot: Any, dialog: PreviewDialog, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[QPrintDialog] = []
    monkeypatch.setattr(QDialog, "open", opened.append)
    qtbot.keyClick(dialog.view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    if not opened:  # the offscreen platform gives no window the keys
        dialog.print_action.trigger()
    printer = opened[0].printer()
    assert printer.docName() == "screendesk-cas_1-v3.pdf"
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "x.pdf"))
    printer.setResolution(72)
    opened[0].accepted.emit(printer)
    qtbot.waitUntil(lambda: "printed" in dialog.place.text(), timeout=20_000)
    assert dialog.place.text() == f"{dialog.document.pageCount()} pages printed"


def test_escape_closes_and_every_action_has_its_key(qtbot: Any, dialog: PreviewDialog) -> None:
    keys = {action.shortcut().toString() for action in dialog.actions()}
    assert {"Ctrl+S", "Ctrl+P", "Ctrl++", "Ctrl+-", "Ctrl+0"} <= keys
    with qtbot.waitSignal(dialog.destroyed, timeout=5000):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_a_report_that_cannot_be_written_says_why(qtbot: Any) -> None:
    def refuse() -> MadeReport:
        raise NotFound("There is no screening scr_none.")

    dialog = PreviewDialog(refuse)
    qtbot.addWidget(dialog)
    assert not dialog.save_action.isEnabled()
    dialog.ask_save()
    dialog.ask_print()
    dialog.save(Path("x.pdf"))
    dialog.open()
    qtbot.waitUntil(lambda: not dialog.banner.isHidden(), timeout=5000)
    assert dialog.made is None
    assert not dialog.print_action.isEnabled()
