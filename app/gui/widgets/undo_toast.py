"""The toast: what was just done, and for some seconds the way to take it back."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from app.gui.widgets.buttons import Button
from app.gui.widgets.icons import pixmap
from app.gui.widgets.labels import ElidedLabel, label
from app.gui.widgets.theme import size, space, tokens

_BEAT_MS = 1000
_LEAST_WIDTH = 240


class UndoToast(QFrame):
    """Lies over `over`, above its lower edge; `undo_asked` on its button. It takes no focus.

    Args:
        over: the widget that it lies over and belongs to.
        key: the key that does the same.
        lift: how far above the lower edge of `over`, in logical pixels.
    """

    undo_asked = Signal()

    def __init__(self, over: QWidget, key: str = "Ctrl+Z", lift: int = 16) -> None:
        super().__init__(over)
        self.setProperty("toast", "true")
        self.setFixedHeight(size("toast"))
        self.lift = lift
        self._over = over
        self._left = 0
        self._mark = QLabel()
        self.words = ElidedLabel("", "body")
        self.seconds = label("", "caption")
        self.undo_button = Button(self.tr("Undo"), "undo", small=True, key=key)
        self.undo_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the key does it; focus stays
        self.undo_button.clicked.connect(self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(space("m"), 0, space("s"), 0)
        row.setSpacing(space("s"))
        for part in (self._mark, self.words, self.seconds, self.undo_button):
            row.addWidget(part)
        self._timer = QTimer(self, interval=_BEAT_MS)
        self._timer.timeout.connect(self._count_down)
        over.installEventFilter(self)
        self._tint()
        self.hide()

    def show_done(self, text: str, *, can_undo: bool = True) -> None:
        """Say what was done; it goes by itself after the time of the tokens."""
        self.words.setText(text)
        self.setAccessibleName(text)
        self.undo_button.setVisible(can_undo)
        self.seconds.setVisible(can_undo)
        self._left = int(tokens()["motion"]["toast_stays"]) // _BEAT_MS
        self._show_seconds()
        self._timer.start()
        self.show()
        self.raise_()
        self._place()

    def dismiss(self) -> None:
        """Take the toast away."""
        self._timer.stop()
        self.hide()

    def _ask(self) -> None:
        self.dismiss()
        self.undo_asked.emit()

    def _count_down(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self.dismiss()
        else:
            self._show_seconds()

    def _show_seconds(self) -> None:
        self.seconds.setText(self.tr("{n} s").format(n=self._left))

    def _place(self) -> None:
        most = self._over.width() - 2 * space("l")
        width = min(max(self.sizeHint().width(), _LEAST_WIDTH), most)
        self.resize(width, self.height())
        self.move((self._over.width() - width) // 2, self._over.height() - self.height()
                  - self.lift)  # fmt: skip

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in place when what lies below is resized."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        self._mark.setPixmap(pixmap("check", "low", 16))
