"""What is loud on the lists page: how the last import ended, and which lists need attention."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.lists import ImportReport, SourceState, SourceStatus, VersionState
from app.gui.lists.importing import ImportEnd
from app.gui.lists.wording import capital, problem_counts
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import Button, tool_button
from app.gui.widgets.error_dialog import error_parts
from app.gui.widgets.theme import space


class BannerPane(QWidget):
    """The end of the last import (until it is closed), and the most urgent of the problems.

    `import_asked(source id or "")` by the buttons; `report_asked` by the one that shows checks,
    `changes_asked` by the one that shows what an import changed, `own_asked(path)` by the one
    that reads a file as a list of the user's own.
    """

    import_asked = Signal(str)
    report_asked = Signal()
    changes_asked = Signal()
    own_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.result = Banner("info")
        self.problem = Banner("info")
        self._quarantined = ""  # what the button offers
        self._quarantined_alone: tuple[str, ...] = ()  # the one held source, if it is the only one
        self._held = ""  # the source whose quarantine the message tells
        self._is_problem = False
        self._retry_source = ""
        self._unknown: Path | None = None  # the file that is none of the known lists
        self._names: dict[str, str] = {}
        self.report_button = Button(self.tr("Show the checks"), "list")
        self.report_button.clicked.connect(self.report_asked)
        self.changes_button = Button(self.tr("What changed"), "swap")
        self.changes_button.clicked.connect(self.changes_asked)
        self.own_button = Button(self.tr("Import as own list"), "plus")
        self.own_button.clicked.connect(lambda: self.own_asked.emit(self._unknown))
        self.retry_button = Button(self.tr("Import other file"), "upload")
        self.retry_button.clicked.connect(lambda: self.import_asked.emit(self._retry_source))
        self.close_button = tool_button("x", self.tr("Close this message"), key="Esc")
        self.close_button.clicked.connect(self.close_result)
        for button in (
            self.changes_button,
            self.report_button,
            self.own_button,
            self.retry_button,
            self.close_button,
        ):
            self.result.add_button(button)
        self.import_button = Button(self.tr("Import"), "upload")
        self.import_button.clicked.connect(lambda: self.import_asked.emit(self._quarantined))
        self.problem.add_button(self.import_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space("m"))
        column.addWidget(self.result)
        column.addWidget(self.problem)
        self.result.hide()
        self.problem.hide()
        self._show_or_hide()

    def _show_or_hide(self) -> None:
        # A message that says the same is enough.
        is_said = not self.result.isHidden() and self._held in self._quarantined_alone
        self.problem.setVisible(self._is_problem and not is_said)
        self.setVisible(not (self.result.isHidden() and self.problem.isHidden()))

    def close_result(self) -> None:
        """Put the message about the last import away."""
        self.result.hide()
        self._show_or_hide()

    # the last import ----------------------------------------------------------------------

    def show_end(self, end: ImportEnd, name: str, names: dict[str, str]) -> None:
        """Say how an import of the source called `name` ended."""
        self._names = names
        self._retry_source, self._held = end.request.source, ""
        self.own_button.hide()
        report = end.report
        self.report_button.setVisible(report is not None)
        self.changes_button.setVisible(report is not None and not report.unchanged)
        self.retry_button.setVisible(report is None or not report.activated)
        if report is not None:
            self._show_report(report, name)
        elif end.error is not None:
            self.show_error(end.error, end.request.source)
        else:
            self.result.set_banner(
                "missing",
                self.tr("Import of {name} was cancelled").format(name=name),
                self.tr("Nothing was changed; the last good version stays active."),
                icon="minus-circle",
            )
        self.result.show()
        self._show_or_hide()

    def show_error(self, error: BaseException, source: str = "") -> None:
        """Say what happened, what is safe and what to do."""
        self._retry_source, self._held = source, ""
        for button in (self.report_button, self.changes_button, self.own_button):
            button.hide()
        self.retry_button.setVisible(isinstance(error, AppError))
        what, safe, todo, details = error_parts(error)
        self.result.set_banner("critical", what, f"{safe} {todo}".strip(), icon="x-circle")
        self.result.setToolTip(details)
        self.result.show()
        self._show_or_hide()

    def show_not_a_list(self, files: Sequence[Path], error: BaseException) -> None:
        """Say that files are none of the known lists; one file may be a list of the user's own."""
        self.show_error(error)
        self._unknown = files[0] if len(files) == 1 else None
        self.own_button.setVisible(self._unknown is not None)

    def show_updates(self, role: str, heading: str, text: str) -> None:
        """Say what looking for newer lists came to."""
        self._retry_source, self._held = "", ""
        for button in (
            self.report_button,
            self.changes_button,
            self.own_button,
            self.retry_button,
        ):
            button.hide()
        self.result.set_banner(role, heading, text, icon="refresh")
        self.result.show()
        self._show_or_hide()

    def _show_report(self, report: ImportReport, name: str) -> None:
        version = report.version
        said = {"name": name, "version": version.version}
        counts = self.tr(
            "{entries} entries, {names} names, {aside} rows kept aside, {seconds} s."
        ).format(
            entries=f"{version.entries:,}",
            names=f"{version.names:,}",
            aside=f"{version.rows_kept_aside:,}",
            seconds=f"{report.seconds:.1f}",
        )
        if report.unchanged:
            self.result.set_banner(
                "info",
                self.tr("{name} {version} is active already").format(**said),
                self.tr("These are exactly the files of the active version. Nothing was changed."),
            )
            return
        if version.state is VersionState.QUARANTINED:
            self._held = report.source
            heading = self.tr("{name} {version} is in quarantine").format(**said)
            text = self.tr("Nothing was activated. {problems}").format(
                problems=capital("; ".join(report.problems))
            )
            self.result.set_banner("critical", heading, text, icon="lock", detail=counts)
            return
        if report.demo_deactivated:
            sources = ", ".join(self._names.get(s, s) for s in report.demo_deactivated)
            words = self.tr("Demonstration lists deactivated: {sources}.")
            counts += " " + words.format(sources=sources)
        heading = self.tr("{name} {version} is active").format(**said)
        problems = " ".join(report.problems)
        self.result.set_banner(
            "medium" if problems or version.rows_kept_aside else "low",
            heading,
            counts,
            icon="check-circle",
            detail=problems,
        )

    # what needs attention -----------------------------------------------------------------

    def show_problems(self, statuses: tuple[SourceStatus, ...]) -> None:
        """Show the most urgent problem of all sources, the others in its second line."""
        quarantined, stale, missing = problem_counts(statuses)
        rest = self._stale_and_missing(stale, missing)
        self._quarantined, self._quarantined_alone = "", ()
        self.import_button.setText(self.tr("Import"))
        if quarantined:
            self._show_quarantine(quarantined, rest)
        elif rest:
            heading, text = rest[0], " ".join(rest[1:])
            self.problem.set_banner("high", heading, text)
        elif any(status.state is SourceState.DEMO for status in statuses):
            self.problem.set_banner(
                "info",
                self.tr("These are demonstration lists"),
                self.tr(
                    "All people and companies in them are invented. Import an official list to "
                    "screen for real; the demonstration lists are deactivated then."
                ),
                icon="tag",
            )
        is_loud = bool(quarantined or rest) or any(
            status.state is SourceState.DEMO for status in statuses
        )
        self._is_problem = is_loud
        self._show_or_hide()

    def _show_quarantine(self, quarantined: list[SourceStatus], rest: list[str]) -> None:
        self.import_button.setText(self.tr("Import other file"))
        if len(quarantined) > 1:
            names = ", ".join(status.source.short_name for status in quarantined)
            heading = self.tr("{names} are in quarantine").format(names=names)
            said = [f"{item.source.short_name}: {_reason(item)}." for item in quarantined]
            said.append(self.tr("Screening goes on with the versions before."))
        else:
            first = quarantined[0]
            self._quarantined = first.source.source
            self._quarantined_alone = (first.source.source,)
            heading = self.tr("{name} is in quarantine").format(name=first.source.short_name)
            said = [f"{capital(_reason(first))}.", self._goes_on(first)]
        detail = " ".join(rest)
        self.problem.set_banner("critical", heading, " ".join(said), icon="lock", detail=detail)

    def _goes_on(self, status: SourceStatus) -> str:
        if status.active is None:
            return self.tr("No version of this list is active: it is not screened.")
        return self.tr(
            "Nothing was activated. Screening goes on with version {version}, {days} days old."
        ).format(version=status.active.version, days=status.age_days)

    def _stale_and_missing(
        self, stale: list[SourceStatus], missing: list[SourceStatus]
    ) -> list[str]:
        said = []
        if stale:
            ages = ", ".join(
                self.tr("{name} ({days} days)").format(
                    name=status.source.short_name, days=status.age_days
                )
                for status in stale
            )
            said.append(self.tr("Stale: {ages}.").format(ages=ages))
        loadable = [item.source.short_name for item in missing if item.source.is_importable]
        hopeless = [item.source.short_name for item in missing if not item.source.is_importable]
        if loadable:
            words = self.tr("Not loaded, so not screened: {names}.")
            said.append(words.format(names=", ".join(loadable)))
        if hopeless:
            words = self.tr("Not screened, as this version cannot read them yet: {names}.")
            said.append(words.format(names=", ".join(hopeless)))
        return said


def _reason(status: SourceStatus) -> str:
    return "; ".join(status.versions[0].problems) if status.versions else ""
