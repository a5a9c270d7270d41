"""How many entries a list held over time: one dot a version, the held ones beside the line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.domain.lists import ListVersion, SourceStatus, VersionState
from app.gui.lists.wording import version_word
from app.gui.widgets.content_pane import ContentPane
from app.gui.widgets.drawing_view import DrawingView
from app.gui.widgets.theme import space

translate = QCoreApplication.translate
_COLOURS = {
    VersionState.QUARANTINED: "series-5",
    VersionState.REJECTED: "series-5",
    VersionState.ACTIVE: "series-2",
}


class TimelinePane(QScrollArea):
    """The entry counts of a source's versions as a line over time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(self.tr("Entries over time"))
        inside = QWidget()
        inside.setProperty("surface", "none")
        column = QVBoxLayout(inside)
        column.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        self.content = ContentPane()
        column.addWidget(self.content)
        column.addStretch(1)
        self.setWidget(inside)

    def show_source(self, status: SourceStatus | None) -> None:
        """Show the versions of this source that are no demonstration."""
        versions = [item for item in status.versions if not item.is_demo] if status else []
        if status is None or not versions:
            self.content.show_message(self.tr("No version yet: nothing to plot."))
            return
        from app.reports.time_chart import Moment, time_chart

        moments = [
            Moment(
                version.imported_at.astimezone(),
                version.entries,
                version_hint(version),
                _COLOURS.get(version.state, "series-1"),
                is_aside=version.activated_at is None,
            )
            for version in sorted(versions, key=lambda item: item.imported_at)
        ]
        told = describe(status.source.short_name, versions)
        self.content.show_content(DrawingView(time_chart(moments, told, width=620)))


def version_hint(version: ListVersion) -> str:
    """What a dot stands for."""
    return translate("Lists", "{version}: {entries} entries, {names} names, {state}").format(
        version=version.version,
        entries=f"{version.entries:,}",
        names=f"{version.names:,}",
        state=version_word(version.state).lower(),
    )


def describe(name: str, versions: Sequence[ListVersion]) -> str:
    """The plot in words."""
    hints = "; ".join(map(version_hint, versions))
    return translate("Lists", "Entries of {name} over time, newest first: {versions}").format(
        name=name, versions=hints
    )
