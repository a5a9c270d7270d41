"""The screening page: form left, result in the middle, the chosen match on the right."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QByteArray, QSettings, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.links import EntryRef
from app.domain.match import Level, Match
from app.domain.screening import ScreeningRecord
from app.gui.screening.checks_pane import remembered_profile
from app.gui.screening.detail_pane import DetailPane
from app.gui.screening.empty_pane import DemoBanner, EmptyPane
from app.gui.screening.form_pane import FormPane
from app.gui.screening.form_reading import DEFAULT_PROFILE, FormState, form_of
from app.gui.screening.links_view_model import LinksViewModel
from app.gui.screening.result_pane import ResultPane
from app.gui.screening.view_model import ScreeningViewModel, Standing
from app.gui.screening.wording import when_words
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import make_action
from app.gui.widgets.error_dialog import error_parts, show_error
from app.gui.widgets.labels import isolate
from app.services.workspace import Workspace

SPLIT = "screening/split"
FORM_WIDTH, RESULT_WIDTH, DETAIL_WIDTH = 268, 572, 412


class ScreeningPage(QWidget):
    """Screens a subject and explains the result. `import_requested` asks for the lists page,
    `exclusion_requested(match_id)` for an exception for the pair of a match."""

    header_changed = Signal()
    import_requested = Signal()
    exclusion_requested = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._record: ScreeningRecord | None = None
        self._open_match: Match | None = None  # the one shown, if it was not discarded
        self.view_model = ScreeningViewModel(workspace, self)
        self._make_actions()
        self.form = FormPane(self.view_model.read, self.screen_action, self.new_action)
        self.empty = EmptyPane()
        self.result = ResultPane(self.view_model.short_name)
        self.detail = DetailPane(self.copy_action)
        self.links = LinksViewModel(workspace, self)
        self.detail.links.use(self.links)
        self.demo_banner = DemoBanner()
        self.failure = Banner("critical")
        self._build()
        self._connect()
        self._forget_record()
        self.view_model.refresh()

    # building -----------------------------------------------------------------------------

    def _make_actions(self) -> None:
        self.screen_action = make_action(
            self, self.tr("Screen"), self._submit, icon="screening", shortcut="Ctrl+Return"
        )
        self.new_action = make_action(
            self, self.tr("New"), self.clear, icon="plus", shortcut="Ctrl+N",
            tip=self.tr("New screening"),
        )  # fmt: skip
        self.copy_action = make_action(
            self, self.tr("Copy explanation"), self._copy, icon="copy", shortcut="Ctrl+Shift+C"
        )
        self.next_action = make_action(
            self, self.tr("Next match"), lambda: self._step(1), shortcut="Ctrl+Down"
        )
        self.previous_action = make_action(
            self, self.tr("Previous match"), lambda: self._step(-1), shortcut="Ctrl+Up"
        )
        self.table_action = make_action(
            self, self.tr("Go to the matches"), self._focus_matches, shortcut="Ctrl+J"
        )
        self.exclude_action = make_action(
            self, self.tr("Exclude this pair…"), self._ask_exclusion, icon="exceptions",
            shortcut="Ctrl+E",
        )  # fmt: skip
        self.exclude_action.setEnabled(False)
        self.report_action = make_action(
            self, self.tr("Report…"), self.show_report, icon="file", shortcut="Ctrl+P",
            tip=self.tr("Report on this screening"),
        )  # fmt: skip
        self._own_actions = [
            self.screen_action,
            self.new_action,
            self.report_action,
            self.copy_action,
            self.next_action,
            self.previous_action,
            self.table_action,
            self.exclude_action,
        ]
        self.addActions(self._own_actions)

    def _build(self) -> None:
        self.middle = QStackedWidget()
        self.middle.addWidget(self.empty)
        self.middle.addWidget(self.result)
        centre = QWidget()
        centre.setProperty("surface", "window")
        centre.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.demo_banner)
        column.addWidget(self.failure)
        column.addWidget(self.middle, 1)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.form.setMinimumWidth(256)
        centre.setMinimumWidth(400)
        for pane, stretch in ((self.form, 0), (centre, 5), (self.detail, 4)):
            self.split.addWidget(pane)
            self.split.setStretchFactor(self.split.count() - 1, stretch)
        self.split.setSizes([FORM_WIDTH, RESULT_WIDTH, DETAIL_WIDTH])
        stored = QSettings().value(SPLIT)
        if isinstance(stored, QByteArray):
            self.split.restoreState(stored)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.split)

    def _connect(self) -> None:
        model = self.view_model
        model.record_ready.connect(self.show_record)
        model.entry_ready.connect(self.detail.show_entry)
        model.entry_failed.connect(self._show_entry_failure)
        model.explained.connect(self.detail.show_changes)
        model.explaining_failed.connect(self._show_explaining_failure)
        model.profiles_ready.connect(self.detail.show_profiles)
        model.profiles_failed.connect(self._show_profiles_failure)
        model.standing_changed.connect(self._show_standing)
        model.recent_changed.connect(self.form.recent.show_recent)
        model.busy_changed.connect(self.form.show_busy)
        model.progressed.connect(self.form.show_progress)
        model.refused.connect(self.form.show_refusal)
        model.failed.connect(self._show_failure)
        self.form.screen_asked.connect(self._screen)
        self.form.recent_opened.connect(model.open)
        self.empty.tried.connect(self._try)
        self.empty.import_asked.connect(self.import_requested)
        self.demo_banner.import_asked.connect(self.import_requested)
        self.demo_banner.remove_asked.connect(model.remove_demo)
        self.result.matches.chosen.connect(self._show_match)
        self.detail.stepped.connect(self._step)
        self.detail.profiles_asked.connect(self._compare_profiles)
        self.split.splitterMoved.connect(self._keep_split)

    # what the window asks -----------------------------------------------------------------

    def title(self) -> str:
        """The heading of the top bar."""
        return self.tr("Screening")

    def subtitle(self) -> str:
        """Who is shown, and when they were screened."""
        if self._record is None:
            return ""
        when = when_words(self._record.created_at, self._workspace.clock())
        return f"{isolate(self._record.subject.name)}, {when}"

    def header_actions(self) -> list[QAction]:
        """The buttons of the top bar."""
        shown = [self.report_action, self.new_action] if self._record is not None else []
        return [*shown, self.exclude_action] if self.exclude_action.isEnabled() else shown

    def page_actions(self) -> list[QAction]:
        """Everything this page can do."""
        return [*self._own_actions, *self.result.matches.table.own_actions()]

    def focus_first(self) -> None:
        """Put the cursor into the name."""
        self.form.focus_first()

    # what happens -------------------------------------------------------------------------

    def show_record(self, record: ScreeningRecord) -> None:
        """Show a stored screening, its subject in the form."""
        self._record = record
        self.failure.hide()
        self.form.show_state(self._form_of(record))
        self.demo_banner.hide()
        self.middle.setCurrentWidget(self.result)
        self.detail.setVisible(bool(record.matches))
        self.result.show_record(record)
        self._enable_match_actions()
        self.header_changed.emit()

    def _form_of(self, record: ScreeningRecord) -> FormState:
        """The form of a record; who leaves the profile to the settings goes on doing so."""
        state = form_of(record)
        return state if remembered_profile() else replace(state, profile=DEFAULT_PROFILE)

    def clear(self) -> None:
        """Empty form and result; the stored screening stays in the history."""
        self.view_model.forget()
        self.form.show_state(FormState(profile=remembered_profile()))
        self._forget_record()
        self.focus_first()

    def _forget_record(self) -> None:
        self._record = None
        self.failure.hide()
        self.detail.hide()
        self.middle.setCurrentWidget(self.empty)
        self._show_standing(self.view_model.standing)
        self._enable_match_actions()
        self.header_changed.emit()

    def show_report(self) -> None:
        """Look at the report on the screening that is shown."""
        from app.gui.reports.preview_dialog import show_report
        from app.services.reports import report_of_screening

        if self._record is not None:
            screening_id, workspace = self._record.screening_id, self._workspace
            show_report(lambda: report_of_screening(workspace, screening_id), self)

    def _enable_match_actions(self) -> None:
        self.report_action.setEnabled(self._record is not None)
        has_matches = self._record is not None and bool(self._record.matches)
        for action in (
            self.copy_action,
            self.next_action,
            self.previous_action,
            self.table_action,
        ):
            action.setEnabled(has_matches)
        if not has_matches:
            self._offer_exclusion(None)

    def _offer_exclusion(self, match: Match | None) -> None:
        self._open_match = match if match and match.level is not Level.DISCARDED else None
        if self.exclude_action.isEnabled() is not (self._open_match is not None):
            self.exclude_action.setEnabled(self._open_match is not None)
            self.header_changed.emit()

    def _ask_exclusion(self) -> None:
        if self._open_match is not None:
            self.exclusion_requested.emit(self._open_match.match_id)

    def _submit(self) -> None:
        self.form.submit()

    def _screen(self, state: FormState) -> None:
        self.failure.hide()
        self.view_model.screen(state)

    def _try(self, state: FormState) -> None:
        self.form.show_state(replace(state, profile=remembered_profile()))
        self._screen(self.form.state())

    def _show_standing(self, standing: Standing) -> None:
        self.form.show_standing(standing)
        self.empty.show_standing(standing)
        self.demo_banner.setVisible(standing.is_demo_only and self._record is None)

    def _show_match(self, match: Match | None) -> None:
        if self._record is None or match is None:
            return
        self._offer_exclusion(match)
        row, count = self.result.matches.position()
        self.detail.show_match(self._record, match, row, count)
        self.view_model.load_entry(match)
        ref = EntryRef(match.source, match.list_entry_id)
        self.links.ask(ref, self._record.party_of(match))
        self.view_model.explain(match, self._record.subject)

    def _compare_profiles(self, match: Match) -> None:
        if self._record is not None:
            self.view_model.compare_profiles(match, self._record.subject)

    def _step(self, by: int) -> None:
        row, _ = self.result.matches.position()
        self.result.matches.select(row + by)

    def _focus_matches(self) -> None:
        self.result.matches.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _copy(self) -> None:
        self.detail.copy_explanation()

    def _show_entry_failure(self, match: Match, error: BaseException) -> None:
        self.detail.show_entry_failure(match, _reason(error))

    def _show_explaining_failure(self, match: Match, error: BaseException) -> None:
        self.detail.show_changes_failure(match, _reason(error))

    def _show_profiles_failure(self, match: Match, error: BaseException) -> None:
        self.detail.show_profiles_failure(match, _reason(error))

    def _show_failure(self, error: BaseException) -> None:
        if not isinstance(error, AppError):
            show_error(error, self)
            return
        self.failure.show_failure(error)

    def _keep_split(self) -> None:
        QSettings().setValue(SPLIT, self.split.saveState())


def _reason(error: BaseException) -> str:
    """What happened and what to do, without a name that a foreign error may hold."""
    what, safe, todo, _ = error_parts(error)
    return " ".join(part for part in (what, safe, todo) if part)
