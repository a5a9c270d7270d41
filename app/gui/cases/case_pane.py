"""The page of one case: head and tabs, notes below, approval and actions on the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from app.domain.approval import Approval
from app.domain.case import Activity, ActivityType, Case, Disposition
from app.domain.user import Session
from app.gui.cases.actions_pane import CaseActions
from app.gui.cases.attachments_pane import AttachmentsPane
from app.gui.cases.case_deeds_dialog import CaseDeeds
from app.gui.cases.case_head_pane import CaseHeadPane
from app.gui.cases.case_matches_pane import CaseMatchesPane, match_lines
from app.gui.cases.case_report_pane import CaseReportPane
from app.gui.cases.case_timeline_pane import CaseTimelinePane
from app.gui.cases.case_view_model import CaseViewModel, Shown
from app.gui.cases.deeds_dialog import Deeds
from app.gui.cases.note_pane import NotePane
from app.gui.cases.overview_pane import OverviewPane
from app.gui.cases.side_pane import SidePane
from app.gui.users.second_person_dialog import SecondPersonDialog
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import Button
from app.gui.widgets.drop_zone import DropZone
from app.gui.widgets.labels import horizontal_rule
from app.gui.widgets.theme import space
from app.services import approvals, case_activities, case_changes
from app.services.jobs import Job
from app.services.workspace import Workspace

OVERVIEW, MATCHES, TIMELINE, ATTACHMENTS, REPORT = range(5)


class CasePane(QWidget):
    """Shows the case of its view model. Signals lead elsewhere; `left` on Esc."""

    left = Signal()
    shown_changed = Signal()
    case_asked = Signal(str)
    link_asked = Signal(object)  # Case
    open_screening = Signal(str)
    review_requested = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        deeds: Deeds,
        case_deeds: CaseDeeds,
        actions: CaseActions,
        names: dict[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace, self._deeds, self._case_deeds = workspace, deeds, case_deeds
        self._names = names
        self._shown_id = ""
        self._is_refused = False
        self.view_model = CaseViewModel(workspace, self)
        self.head = CaseHeadPane(actions)
        self.banner = Banner("medium")
        self.banner.hide()
        self._understood = Button(self.tr("Understood"), "check", small=True)
        self._understood.clicked.connect(self._forget_banner)
        self.banner.add_button(self._understood)
        self.tabs = QTabBar()
        self.tabs.setDocumentMode(True)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(self.tr("Parts of the case"))
        self.overview = OverviewPane()
        self.matches = CaseMatchesPane(names)
        self.timeline = CaseTimelinePane()
        self.attachments = AttachmentsPane(workspace, names)
        self.report = CaseReportPane(workspace)
        self.note = NotePane(actions)
        self.side = SidePane(actions)
        self.second: SecondPersonDialog | None = None
        self._lay_out()
        self._connect()
        zone = DropZone(self, self.tr("Drop documents to attach them to this case"))
        zone.files_dropped.connect(self.attach_files)

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        for part in (self.overview, self.matches, self.timeline, self.attachments, self.report):
            self._stack.addWidget(part)
            self.tabs.addTab("")
        self._name_tabs(0, 0, 0)
        strip = QWidget()
        strip.setProperty("surface", "surface")
        strip.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(strip)
        row.setContentsMargins(space("l"), 0, space("l"), 0)
        row.addWidget(self.tabs)
        row.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.head)
        column.addWidget(horizontal_rule())
        column.addWidget(strip)
        column.addWidget(horizontal_rule())
        column.addWidget(self._stack, 1)
        column.addWidget(self.note)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(column, 1)
        whole.addWidget(self.side)

    def _connect(self) -> None:
        self.view_model.shown.connect(self._show)
        self.view_model.changed_meanwhile.connect(self._tell_differences)
        self.view_model.failed.connect(self._show_failure)
        self.tabs.currentChanged.connect(self._show_tab)
        self.overview.case_asked.connect(self.case_asked)
        self.overview.screening_asked.connect(self.open_screening)
        self.overview.link_asked.connect(lambda: self._with_case(self.link_asked.emit))
        self.overview.unlink_asked.connect(
            lambda other: self._with_case(lambda case: self._case_deeds.unlink(case, other))
        )
        self.overview.notes_changed.connect(self._keep_notes)
        self.overview.decide_asked.connect(self._decide)
        self.matches.review_requested.connect(self.review_requested)
        self.timeline.document_asked.connect(self._show_document)
        self.attachments.attach_asked.connect(self.note.ask_files)
        self.note.note_given.connect(self._store_note)
        self.note.files_given.connect(self.attach_files)
        self.note.picture_given.connect(self.attach_picture)
        self.note.left.connect(self.focus_tabs)
        self.report.made.connect(self.side.show_report)
        self.side.report_asked.connect(self.report.open_preview)
        name, version = self._name, self._version
        deeds = self._case_deeds
        self.side.approve_asked.connect(lambda item: deeds.ask_approve(item, name(), version()))
        self.side.refuse_asked.connect(lambda item: deeds.ask_refuse(item, name(), version()))
        self.side.withdraw_asked.connect(lambda item: deeds.ask_withdraw(item, name(), version()))
        self.side.sign_asked.connect(self.ask_second)

    # showing ------------------------------------------------------------------------------

    @property
    def case(self) -> Case | None:
        """The case that is shown."""
        return self.view_model.case

    def open(self, case_id: str) -> None:
        """Show a case."""
        if case_id != self.view_model.case_id:
            self._forget_banner()
            self.note.show_case(case_id)
        self.view_model.open(case_id)

    def close_case(self) -> None:
        """Show none; the draft of the note is kept."""
        self.note.keep_draft()
        self.view_model.close()

    def focus_tabs(self) -> None:
        """Put the keyboard on the tabs, where the arrows go from one to the next."""
        self.tabs.setFocus(Qt.FocusReason.OtherFocusReason)

    def _name(self) -> str:
        return self.case.name if self.case else ""

    def _with_case(self, deed: Callable[[Case], object]) -> None:
        if self.case is not None:
            deed(self.case)

    def _show(self, shown: Shown) -> None:
        file, case = shown.file, shown.file.case
        is_other = case.case_id != self._shown_id
        self._shown_id = case.case_id
        now, policy = self._workspace.clock(), self._workspace.case_policy
        sources = {source.source: source.short_name for source in self._workspace.catalogue}
        self.head.show_file(file, now, policy, self._names)
        self._name_tabs(len(file.reviews), len(file.activities), len(file.attachments))
        self.overview.show_case(shown, is_other=is_other)
        self.matches.show_lines(match_lines(file, sources, policy))
        self.timeline.show_file(file, now, self._names)
        self.attachments.show_file(file)
        self.side.show_case(shown, self._names, policy.four_eyes)
        self.side.forget_report()
        self.report.show_case(case.case_id, case.version)
        self.shown_changed.emit()

    def _name_tabs(self, matches: int, events: int, documents: int) -> None:
        words = (
            self.tr("&Overview"),
            self.tr("&Matches {n}").format(n=matches),
            self.tr("T&imeline {n}").format(n=events),
            self.tr("Attac&hments {n}").format(n=documents),
            self.tr("Repor&t"),
        )
        for number, text in enumerate(words):
            self.tabs.setTabText(number, text)

    def _show_tab(self, number: int) -> None:
        self._stack.setCurrentIndex(number)
        if number == REPORT:
            self.report.make()

    def _show_document(self, activity: Activity) -> None:
        self.tabs.setCurrentIndex(ATTACHMENTS)
        self.attachments.select(str(activity.data["attachment_id"]))

    def _tell_differences(self, differs: tuple[str, ...]) -> None:
        words = (
            self.tr("Your change was not made: someone else changed this case")
            if self._is_refused
            else self.tr("Someone else changed this case in the meantime")
        )
        self.banner.set_banner("medium", words, "; ".join(differs), icon="users")
        self._understood.show()
        self.banner.show()

    def _show_failure(self, error: BaseException) -> None:
        self.banner.show_failure(error, self.tr("The case could not be read"))

    def _forget_banner(self) -> None:
        self._is_refused = False
        self.banner.hide()

    def tell_stale(self, error: BaseException) -> None:
        """A change was refused because the case is another one by now: show what it is now."""
        self._is_refused = True
        self.banner.show_failure(error, self.tr("Your change was not made"))
        self.view_model.refresh()

    # what is done here --------------------------------------------------------------------

    def _run(self, work: Callable[[Job], Any], words: str) -> Any:
        return self._deeds.run(work, words)

    def _store_note(self, kind: ActivityType, text: str) -> None:
        workspace, case_id = self._workspace, self.view_model.case_id
        handle = self._run(
            lambda _job: case_activities.add_activity(workspace, case_id, kind, text),
            self.tr("Stored in the timeline"),
        )
        handle.finished.connect(lambda _activity: self.note.forget_draft(case_id))

    def attach_files(self, files: tuple[Path, ...]) -> None:
        """Keep these files with the case."""
        workspace, case_id = self._workspace, self.view_model.case_id
        for path in files if case_id else ():
            work = partial(case_activities.attach_file, workspace, case_id, path)
            words = self.tr("Attached: {name}").format(name=path.name)
            self._run(lambda _job, work=work: work(), words)  # type: ignore[misc]

    def attach_picture(self, name: str, data: bytes) -> None:
        """Keep a pasted picture with the case."""
        workspace, case_id = self._workspace, self.view_model.case_id
        self._run(
            lambda _job: case_activities.attach_file(workspace, case_id, data, name),
            self.tr("Attached: {name}").format(name=name),
        )

    def _keep_notes(self, text: str) -> None:
        case, workspace = self.case, self._workspace
        if case is not None:
            self._run(
                lambda _job: case_changes.set_notes(
                    workspace, case.case_id, text, version=case.version
                ),
                self.tr("Summary kept"),
            )

    def _decide(self, proposed: Disposition | None) -> None:
        self._with_case(lambda case: self._deeds.ask_disposition(case, proposed))

    def decide_waiting(self) -> None:
        """Approve what waits, if whoever looks may; else say why not."""
        if self.side.approve.isVisible() and self.side.approve.isEnabled():
            self.side.approve.click()
        else:
            self.side.state.setFocus()

    def ask_second(self, approval: Approval) -> None:
        """A second person signs in this window; who works here stays the same."""
        self.second = SecondPersonDialog(
            self._workspace,
            self.tr("Approve for {name}").format(name=self._name()),
            self.tr("The second person approves with their own password."),
            self.tr("Approve"),
            named=approval.named,
            parent=self,
        )
        self.second.signed.connect(lambda session: self._approve_as(session, approval))
        self.second.finished.connect(self._forget_second)
        self.second.open()

    def _forget_second(self) -> None:
        self.second = None

    def _version(self) -> int | None:
        """The version of the case that is on the screen."""
        return self.case.version if self.case else None

    def _approve_as(self, session: Session, approval: Approval) -> None:
        workspace, version = self._workspace, self._version()

        def work(_job: Job) -> object:
            with workspace.acting(session):
                return approvals.approve(workspace, approval.approval_id, version=version)

        self._run(work, self.tr("Approved by {who}").format(who=session.name or session.login))
