"""The validation page: measure the matcher on own cases and lists, and look at every error."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.gui import jobs
from app.gui.validation.form_pane import FormPane
from app.gui.validation.pair import Pair
from app.gui.validation.pair_pane import PairPane
from app.gui.validation.requests import Kind, kind_word
from app.gui.validation.result_pane import ResultPane
from app.gui.validation.view_model import ValidationViewModel
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import make_action, tool_button
from app.gui.widgets.drop_zone import DropZone
from app.gui.widgets.empty import EmptyState
from app.gui.widgets.error_dialog import error_parts
from app.gui.widgets.progress_pane import ProgressPane
from app.gui.widgets.theme import space
from app.services.workspace import Workspace

FORM_WIDTH, RESULT_WIDTH, PAIR_WIDTH = 320, 700, 400


class ValidationPage(QWidget):
    """Form left, result in the middle, the pair that is looked at on the right."""

    header_changed = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view_model = ValidationViewModel(workspace, self)
        self.result = ResultPane()
        self._make_actions()
        self.form = FormPane(self.start_action)
        self.pair = PairPane()
        self.progress = ProgressPane()
        self.banner = Banner("info")
        self.close_banner = tool_button("x", self.tr("Close this message"), key="Esc")
        self.close_banner.clicked.connect(self.banner.hide)
        self.banner.add_button(self.close_banner)
        self.empty = EmptyState("validation", "", "")
        self.drop_zone = DropZone(self, self.tr("Drop the files to measure with"))
        self._lay_out()
        self._connect()
        self._show_kind()

    # building -----------------------------------------------------------------------------

    def _make_actions(self) -> None:
        self.start_action = make_action(
            self, self.tr("Measure"), self.measure, icon="play", shortcut="Ctrl+Return"
        )
        self.cancel_action = make_action(
            self, self.tr("Cancel the measurement"), self._cancel, icon="x"
        )
        self.cancel_action.setVisible(False)
        self.save_action = make_action(
            self, self.tr("Save report…"), self.ask_report, icon="file", shortcut="Ctrl+S",
            tip=self.tr("Save the report as HTML or PDF"),
        )  # fmt: skip
        self.next_tab_action = make_action(
            self, self.tr("Next part of the result"), lambda: self.result.step_tab(1),
            shortcut="Ctrl+PgDown",
        )  # fmt: skip
        self.previous_tab_action = make_action(
            self, self.tr("Previous part of the result"), lambda: self.result.step_tab(-1),
            shortcut="Ctrl+PgUp",
        )  # fmt: skip
        self.result_action = make_action(
            self, self.tr("Go to the result"), self.result.focus_current,
            shortcut="Ctrl+J",
        )  # fmt: skip
        self.kind_actions = [self._kind_action(kind) for kind in Kind]

    def _kind_action(self, kind: Kind) -> QAction:
        words = self.tr("Measure: {what}").format(what=kind_word(kind))
        return make_action(self, words, lambda: self.show_kind(kind), icon="validation")

    def _lay_out(self) -> None:
        self.middle = QStackedWidget()
        self.middle.addWidget(self.empty)
        self.middle.addWidget(self.result)
        self.centre = QWidget()
        self.centre.setProperty("surface", "window")
        self.centre.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self.centre)
        column.setContentsMargins(space("l"), space("m"), space("l"), space("l"))
        column.setSpacing(space("m"))
        column.addWidget(self.progress)
        column.addWidget(self.banner)
        column.addWidget(self.middle, 1)
        self.banner.hide()
        self.pair.hide()
        self.form.setMinimumWidth(300)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        for pane, stretch in ((self.form, 0), (self.centre, 5), (self.pair, 3)):
            self.split.addWidget(pane)
            self.split.setStretchFactor(self.split.count() - 1, stretch)
        self.split.setSizes([FORM_WIDTH, RESULT_WIDTH, PAIR_WIDTH])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.split)

    def _connect(self) -> None:
        model = self.view_model
        model.started.connect(self._show_start)
        model.ended.connect(self._show_end)
        model.lists_changed.connect(lambda: self.form.show_lists(model.active))
        model.pair_ready.connect(self.pair.show_explanation)
        model.pair_failed.connect(self._show_pair_failure)
        model.saving.connect(self._show_saving)
        model.saved.connect(self._show_saved)
        model.save_failed.connect(self._show_failure)
        self.form.kind_changed.connect(self._show_kind)
        self.result.pair_opened.connect(self.open_pair)
        self.result.pair_chosen.connect(self._follow_pair)
        self.result.exporting.connect(self._show_export)
        self.pair.closed.connect(self.close_pair)
        self.drop_zone.files_dropped.connect(self.form.take_files)

    # what the window asks -----------------------------------------------------------------

    def title(self) -> str:
        return self.tr("Validation")

    def subtitle(self) -> str:
        measured = self.view_model.results.get(self.form.kind)
        what = kind_word(self.form.kind)
        if measured is None:
            return what
        at = measured.result.provenance.measured_at.astimezone()
        return self.tr("{what}, measured {time}").format(what=what, time=f"{at:%H:%M}")

    def header_actions(self) -> list[QAction]:
        return [self.save_action] if self.form.kind in self.view_model.results else []

    def page_actions(self) -> list[QAction]:
        return [
            self.start_action,
            self.cancel_action,
            self.save_action,
            self.result_action,
            self.next_tab_action,
            self.previous_tab_action,
            *self.kind_actions,
            *self.result.table_actions(),
        ]

    def focus_first(self) -> None:
        self.form.focus_first()

    # measuring ----------------------------------------------------------------------------

    def show_kind(self, kind: Kind) -> None:
        """Show the form and the last result of a measurement."""
        self.form.show_kind(kind)
        self.form.focus_first()

    def measure(self) -> None:
        """Begin what the form asks for; if something is wrong there, it says so."""
        if self.view_model.running is not None:
            return
        request = self.form.request()
        if request is not None:
            self.banner.hide()
            self.view_model.start(request)

    def _cancel(self) -> None:
        self.progress.cancel()

    def _show_start(self, handle: jobs.JobHandle) -> None:
        kind = self.view_model.running
        assert kind is not None
        words = self.tr("Measuring: {what}").format(what=kind_word(kind))
        self.progress.show_job(handle, words, self.tr("{rate}/s"))
        self._allow(is_running=True)
        self._show_kind()

    def _show_end(self, kind: Kind) -> None:
        self._allow(is_running=False)
        if kind is self.form.kind:
            self._show_kind()
            if self.result.measured is self.view_model.results.get(kind) and not self._has_news():
                self.result.focus_current()
            return
        error = self.view_model.errors.get(kind)
        if error is not None:
            self._show_failure(error)
        elif kind not in self.view_model.cancelled:
            heading = self.tr("{what} is measured").format(what=kind_word(kind))
            self.banner.set_banner("low", heading, self.tr("The result is on its own tab."))
            self.banner.show()

    def _has_news(self) -> bool:
        """Whether the last run of the shown kind gave no result."""
        kind, model = self.form.kind, self.view_model
        return kind in model.errors or kind in model.cancelled

    def _allow(self, *, is_running: bool) -> None:
        self.start_action.setEnabled(not is_running)
        self.cancel_action.setVisible(is_running)
        self.form.show_busy(self.view_model.running)

    def _show_kind(self) -> None:
        """Show the last result of the chosen kind, or what to do, and how its last run ended."""
        kind, model = self.form.kind, self.view_model
        measured = model.results.get(kind)
        self.close_pair()
        if measured is None:
            heading, text = self._empty_words(kind)
            self.empty.set_words(heading, text)
            self.middle.setCurrentWidget(self.empty)
        else:
            self.result.show_result(measured)
            self.middle.setCurrentWidget(self.result)
        for action in (
            self.save_action,
            self.result_action,
            self.next_tab_action,
            self.previous_tab_action,
        ):
            action.setEnabled(measured is not None)
        self.banner.hide()
        if kind in model.errors:
            self._show_failure(model.errors[kind])
        elif kind in model.cancelled:
            text = self.tr("The result before it is still shown.") if measured else ""
            self.banner.set_banner(
                "missing", self.tr("The measurement was cancelled"), text, icon="minus-circle"
            )
            self.banner.show()
        self.header_changed.emit()

    def _empty_words(self, kind: Kind) -> tuple[str, str]:
        if self.view_model.running is kind:
            return self.tr("Measuring"), self.tr("The result appears here. Work on meanwhile.")
        texts = {
            Kind.PAIRS: self.tr(
                "Choose or drop a CSV file with pairs of names that you have judged: name1, "
                "name2 and is_match (true or false). Nothing leaves this computer."
            ),
            Kind.SCREENING: self.tr(
                "Choose the queries and, line by line, the listed names that they mean. Names "
                "that are on no list tell how often a stranger raises a match."
            ),
            Kind.SELF: self.tr(
                "Every name of the chosen lists is searched and must find its own entry. Nothing "
                "but the lists is needed."
            ),
            Kind.SPEED: self.tr(
                "Invented names are indexed and searched. Let the computer rest meanwhile, or "
                "the times tell about everything else that it does."
            ),
        }
        return self.tr("Nothing measured yet"), texts[kind]

    # messages -----------------------------------------------------------------------------

    def _show_failure(self, error: BaseException) -> None:
        self.banner.show_failure(error, icon="x-circle")

    def _show_export(self, handle: jobs.JobHandle, name: str) -> None:
        handle.failed.connect(self._show_failure)
        if self.view_model.running is None:
            self.progress.show_job(handle, self.tr("Exporting to {name}").format(name=name))

    # the report ---------------------------------------------------------------------------

    def ask_report(self) -> None:
        """Ask where to, then save the report on the result that is shown."""
        kind = self.form.kind
        if kind not in self.view_model.results:
            return
        name, chosen = QFileDialog.getSaveFileName(
            self,
            self.tr("Save the report"),
            f"validation-{kind.value}.html",
            self.tr("Web page (*.html);;PDF document (*.pdf)"),
        )
        if name:
            path = Path(name)
            if not path.suffix:
                path = path.with_suffix(".pdf" if "pdf" in chosen else ".html")
            self.view_model.save_report(kind, path)

    def _show_saving(self, handle: jobs.JobHandle, name: str) -> None:
        if self.view_model.running is None:
            words = self.tr("Writing {name}").format(name=name)
            self.progress.show_job(handle, words)

    def _show_saved(self, path: Path) -> None:
        self.banner.set_banner("low", self.tr("The report is saved"), str(path))
        self.banner.setToolTip("")
        self.banner.show()

    # one pair -----------------------------------------------------------------------------

    def open_pair(self, pair: Pair) -> None:
        """Explain a pair on the right."""
        self.pair.ask_for(pair)
        self.pair.show()
        self.view_model.explain(pair)

    def _follow_pair(self, pair: Pair) -> None:
        if not self.pair.isHidden() and pair != self.pair.pair:
            self.open_pair(pair)

    def close_pair(self) -> None:
        """Put the explanation away and the keyboard back into the table."""
        had_focus = self.pair.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self.pair.hide()
        if had_focus:
            self.result.focus_current()

    def _show_pair_failure(self, pair: Pair, error: BaseException) -> None:
        what, safe, todo, _ = error_parts(error)
        self.pair.show_failure(pair, " ".join(part for part in (what, safe, todo) if part))

    # the window ---------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view_model.refresh()

    def close_listening(self) -> None:
        """Stop listening to the workspace; the page is about to go."""
        self.view_model.close_listening()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the explanation, then the message, then stops what runs."""
        if event.key() == Qt.Key.Key_Escape:
            if not self.pair.isHidden():
                self.close_pair()
            elif not self.banner.isHidden():
                self.banner.hide()
            else:
                self.progress.cancel()
            return
        super().keyPressEvent(event)
