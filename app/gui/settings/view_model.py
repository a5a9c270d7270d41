"""What the settings page knows: the settings of matching in force, the lists, what was learned."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from app.domain.events import Event, EventType
from app.domain.lists import SourceState, SourceStatus
from app.gui import jobs
from app.gui.event_bridge import EventBridge
from app.gui.index_preparing import prepare_index
from app.services import lists, matching_settings, pep_exposure, users
from app.services.jobs import Job
from app.services.matching_settings import MatchingSettings
from app.services.pep_exposure import PepSettings
from app.services.workspace import Workspace

_EVENTS = frozenset(
    {
        EventType.SETTINGS_CHANGED,
        EventType.USER_CHANGED,
        EventType.LIST_ACTIVATED,
        EventType.LIST_DEACTIVATED,
    }
)


@dataclass(frozen=True, slots=True)
class Standing:
    """The settings in force and the lists that they are about, loaded ones first; how many users
    there are, and whether a second person is asked."""

    settings: MatchingSettings
    lists: tuple[SourceStatus, ...]
    exposure: PepSettings
    users: int = 0
    four_eyes: bool = False


@dataclass(frozen=True, slots=True)
class Learned:
    """How many pairs of spellings the active lists teach; `known` are curated already."""

    pairs: int
    known: int


class SettingsViewModel(QObject):
    """Reads and changes the settings on workers. Each change is saved and recorded at once; the
    index that it needs is prepared in the background."""

    changed = Signal()  # settings or lists are others than shown
    learned_changed = Signal()
    saved = Signal()
    failed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.standing: Standing | None = None
        self.learned: Learned | None = None
        self._wanted: MatchingSettings | None = None  # the newest that was asked for
        self._questions = jobs.Questions()
        self._bridge = EventBridge(workspace.bus, parent=self)
        self._bridge.happened.connect(self._hear)

    def refresh(self) -> None:
        """Ask for the settings and the lists."""
        workspace = self._workspace

        def work(_job: Job) -> Standing:
            settings = matching_settings.read(workspace)
            sources = [item for item in lists.status(workspace) if _is_of_use(item, settings)]
            loaded_first = sorted(sources, key=lambda item: item.active is None)
            return Standing(
                settings,
                tuple(loaded_first),
                pep_exposure.read(workspace),
                len(users.list_users(workspace)),
                workspace.case_policy.four_eyes,
            )

        self._questions.ask("standing", work, self._keep_standing, self.failed)

    def refresh_learned(self) -> None:
        """Ask what the active lists teach; it takes seconds for large lists."""
        workspace = self._workspace

        def work(job: Job) -> Learned:
            from app.services.learned_aliases import top_aliases

            top = top_aliases(workspace, 0, job=job)
            return Learned(top.learned, top.known)

        self._questions.ask("learned", work, self._keep_learned, self.failed)

    def _keep_standing(self, standing: Standing) -> None:
        if standing != self.standing:
            self.standing = standing
            self.changed.emit()

    def _keep_learned(self, learned: Learned) -> None:
        self.learned = learned
        self.learned_changed.emit()

    def _hear(self, event: Event) -> None:
        if event.type in _EVENTS:
            self.refresh()
            if event.type in (EventType.LIST_ACTIVATED, EventType.LIST_DEACTIVATED):
                self.refresh_learned()

    def close_listening(self) -> None:
        """Stop listening to the workspace; the page is about to go."""
        self._bridge.close()

    # changing -----------------------------------------------------------------------------

    @property
    def settings(self) -> MatchingSettings:
        """The newest settings that were asked for, else those in force."""
        if self._wanted is not None:
            return self._wanted
        return self.standing.settings if self.standing is not None else MatchingSettings()

    def use_exposure(self, wanted: PepSettings) -> None:
        """How political exposure is told from the next screening on."""
        workspace = self._workspace
        handle = jobs.start(lambda _job: pep_exposure.save(workspace, wanted), lane=jobs.WRITE)
        handle.finished.connect(self._keep_exposure)
        handle.failed.connect(self.failed)

    def _keep_exposure(self, exposure: PepSettings) -> None:
        if self.standing is not None:
            self.standing = replace(self.standing, exposure=exposure)
        self.saved.emit()

    def use_default(self, profile: str) -> None:
        """Compare lists without a profile of their own by this one."""
        self._save(replace(self.settings, default_profile=profile))

    def use_for_list(self, source: str, profile: str) -> None:
        """Compare one list by a profile of its own; empty for the default."""
        others = {key: name for key, name in self.settings.profile_of.items() if key != source}
        own = others | {source: profile} if profile else others
        self._save(replace(self.settings, profile_of=own))

    def use_learned(self, *, is_used: bool) -> None:
        """Let learned spellings count as equal, or not."""
        self._save(replace(self.settings, learned_aliases=is_used))

    def _save(self, wanted: MatchingSettings) -> None:
        if wanted == self.settings:
            return
        workspace = self._workspace
        self._wanted = wanted
        handle = jobs.start(lambda _job: matching_settings.save(workspace, wanted), jobs.WRITE)
        handle.finished.connect(lambda _settings: self._end(wanted, None))
        handle.failed.connect(lambda error: self._end(wanted, error))

    def _end(self, wanted: MatchingSettings, error: BaseException | None) -> None:
        if self._wanted is wanted:
            self._wanted = None
        if error is not None:
            self.failed.emit(error)
            self.changed.emit()  # the fields go back to what is in force
            return
        if self.standing is not None:
            self.standing = replace(self.standing, settings=wanted)
        self.saved.emit()
        prepare_index(self._questions, self._workspace, self.failed)


def _is_of_use(status: SourceStatus, settings: MatchingSettings) -> bool:
    """Whether a list was ever loaded, or has a profile of its own."""
    return status.state is not SourceState.MISSING or status.source.source in settings.profile_of
