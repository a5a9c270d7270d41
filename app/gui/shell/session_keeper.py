"""Whose window it is: the person in the navigation, the lock, logging out, and idleness."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.events import Event, EventType
from app.gui import jobs
from app.gui.event_bridge import EventBridge
from app.gui.shell.main_window import MainWindow
from app.gui.users.idleness import lock_minutes
from app.gui.users.log_in_dialog import LogInDialog
from app.gui.users.wording import session_role
from app.gui.widgets.buttons import make_action
from app.gui.widgets.error_dialog import show_error
from app.services import users
from app.services.workspace import Workspace

_WATCH_MS = 5_000
_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class SessionKeeper(QObject):
    """Shows who works in a window and keeps it shut for all others. `person_changed` when
    somebody else works here: what pages hold was dropped."""

    person_changed = Signal()

    def __init__(self, workspace: Workspace, window: MainWindow) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._window = window
        self._questions = jobs.Questions()
        self._hidden: list[QWidget] = []
        self._focus: QWidget | None = None
        self.dialog: LogInDialog | None = None
        self.idle_seconds = 0.0
        self._watched: list[QWindow] = []
        self._make_actions()
        self._timer = QTimer(self, interval=_WATCH_MS)
        self._timer.timeout.connect(self._pass_time)
        self.bridge = EventBridge(workspace.bus, parent=self)
        self.bridge.happened.connect(self._hear)
        window.navigation.person.lock_asked.connect(self.lock)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._watch)
        self.show_session()

    def _make_actions(self) -> None:
        window = self._window
        self.lock_action = make_action(
            window, self.tr("Lock the window"), self.lock, icon="lock", shortcut="Ctrl+L"
        )
        self.log_out_action = make_action(window, self.tr("Log out"), self.log_out, icon="user")
        for action in (self.lock_action, self.log_out_action):
            window.add_action(action)

    @property
    def is_shut(self) -> bool:
        """Whether the window shows nothing but the question who works here."""
        return self.dialog is not None

    def show_session(self) -> None:
        """Show who works here now."""
        session = self._workspace.session
        has_user = session.role is not None
        name = session_role(session) if session.is_logged_out else session.name
        role = "" if session.is_logged_out else session_role(session)
        person = self._window.navigation.person
        login = session.login if has_user else ""
        person.show_person(name, role, login=login, can_lock=has_user)
        for action in (self.lock_action, self.log_out_action):
            action.setVisible(has_user)
        if has_user:
            self._timer.start()
        else:
            self._timer.stop()

    def lock(self) -> None:
        """Hide everything until the password of whoever works here is typed again."""
        session = self._workspace.session
        if session.role is None or self.is_shut:
            return
        self._hide()
        dialog = LogInDialog(self._workspace, session, self._window)
        dialog.logged_in.connect(lambda _session: self._open())
        dialog.other_asked.connect(self.log_out)
        self._ask(dialog)

    def log_out(self) -> None:
        """End the session, drop what stands in the pages, and ask who works here next."""
        workspace = self._workspace
        self._questions.ask(
            "out",
            lambda _job: users.log_out(workspace),
            lambda _nothing: self.ask_log_in(),
            lambda error: show_error(error, self._window),
        )

    def ask_log_in(self) -> None:
        """Show nothing until somebody logs in: the session has ended."""
        self._close_dialog()
        self._hide()
        for widget in self._hidden:
            if widget.isWindow():
                widget.deleteLater()  # it was opened by whoever worked here before
        self._hidden = [widget for widget in self._hidden if not widget.isWindow()]
        self._focus = None
        self._window.forget_pages()
        self.show_session()
        dialog = LogInDialog(self._workspace, parent=self._window)
        dialog.logged_in.connect(lambda _session: self._open_anew())
        self._ask(dialog)

    def refresh(self) -> None:
        """Ask whether another process changed the user of this session."""
        workspace = self._workspace
        self._questions.ask(
            "refresh",
            lambda _job: users.refresh(workspace),
            lambda _is_changed: self._take_session(),
            lambda error: show_error(error, self._window),
        )

    def close_listening(self) -> None:
        """Stop listening; the window is about to go."""
        self._timer.stop()
        self.bridge.close()

    # what happens ---------------------------------------------------------------------------

    def _hear(self, event: Event) -> None:
        if event.type is EventType.USER_CHANGED:
            self._take_session()

    def _take_session(self) -> None:
        if self._workspace.session.is_logged_out and not isinstance(self.dialog, LogInDialog):
            self.ask_log_in()
        else:
            self.show_session()

    def _ask(self, dialog: LogInDialog) -> None:
        self.dialog = dialog
        dialog.quit_asked.connect(self._window.close)
        dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
        dialog.show()
        dialog.activateWindow()
        dialog.credentials.focus_first()

    def _hide(self) -> None:
        """Hide what the window shows, and what stands open over it."""
        if self._hidden:
            return
        window = self._window
        self._focus = QApplication.focusWidget()
        inside = [window.centralWidget(), window.statusBar(), window.menuBar()]
        over = [widget for widget in QApplication.topLevelWidgets() if _is_over(widget, window)]
        self._hidden = [widget for widget in (*over, *inside) if widget and widget.isVisible()]
        for widget in self._hidden:
            widget.hide()

    def _open(self) -> None:
        """Show all of it again, as it was."""
        self._close_dialog()
        for widget in reversed(self._hidden):
            widget.show()
        self._hidden = []
        self.idle_seconds = 0.0
        self._window.activateWindow()
        if self._focus is not None:
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self._focus = None

    def _open_anew(self) -> None:
        """Somebody logged in: the pages begin anew."""
        self._open()
        self.show_session()
        self._window.go_to_first()
        self.person_changed.emit()

    def _close_dialog(self) -> None:
        if self.dialog is not None:
            dialog, self.dialog = self.dialog, None
            dialog.hide()
            dialog.deleteLater()

    def _pass_time(self) -> None:
        self.idle_seconds += _WATCH_MS / 1000
        minutes = lock_minutes()
        if minutes and self.idle_seconds >= minutes * 60:
            self.lock()

    def _watch(self, window: QWindow | None) -> None:
        """Notice what is typed and pointed at in a window of ours: a filter on the application
        would be asked for every event there is."""
        if window is not None and window not in self._watched:
            self._watched.append(window)
            window.destroyed.connect(lambda: self._forget(window))
            window.installEventFilter(self)

    def _forget(self, window: QWindow) -> None:
        if window in self._watched:
            self._watched.remove(window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whoever types or moves the mouse is not idle."""
        if event.type() in _INPUT:
            self.idle_seconds = 0.0
        return super().eventFilter(watched, event)


def _is_over(widget: QWidget, window: QWidget) -> bool:
    """Whether a window was opened over this one."""
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        parent = parent.parentWidget()
    return parent is window
