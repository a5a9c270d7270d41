"""What was done to many cases: how many, which were refused and why."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.gui.cases.wording import count_words
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import isolate, label
from app.gui.widgets.theme import space
from app.services.case_bulk import BulkOutcome

_WIDTH, _HEIGHT = 520, 160


class BulkDialog(QDialog):
    """The result, case by case; the text can be copied. `names` of the cases by id."""

    def __init__(
        self, outcome: BulkOutcome, names: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Result"))
        self.setFixedWidth(_WIDTH)
        self.outcome = outcome
        column = QVBoxLayout(self)
        column.setContentsMargins(space("xl"), space("xl"), space("xl"), space("l"))
        column.setSpacing(space("s"))
        column.addWidget(label(self.heading(), "heading"))
        self.lines = QPlainTextEdit(self._text(names))
        self.lines.setReadOnly(True)
        self.lines.setTabChangesFocus(True)
        self.lines.setAccessibleName(self.tr("What became of each case"))
        self.lines.setFixedHeight(_HEIGHT)
        column.addWidget(self.lines)
        batch = label(self.tr("Batch {id}").format(id=outcome.batch_id), "caption")
        batch.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = Button(self.tr("Close"), role="primary", key="Esc")
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(batch, 1)
        foot.addWidget(close)
        column.addSpacing(space("s"))
        column.addLayout(foot)
        close.setFocus()

    def heading(self) -> str:
        """The numbers in one line."""
        found = self.outcome
        parts = [self.tr("{cases} done").format(cases=count_words(len(found.done)))]
        if found.waiting:
            words = self.tr("{n} wait for a second person")
            parts.append(words.format(n=f"{len(found.waiting):,}"))
        if found.refused:
            parts.append(self.tr("{n} left as they were").format(n=f"{len(found.refused):,}"))
        return ", ".join(parts)

    def _text(self, names: Mapping[str, str]) -> str:
        def line(case_id: str, words: str) -> str:
            name = isolate(names.get(case_id, ""))
            return f"{name} ({case_id}): {words}" if name else f"{case_id}: {words}"

        found = self.outcome
        lines = [line(case_id, why) for case_id, why in found.refused]
        lines += [line(case_id, self.tr("waits for a second person")) for case_id in found.waiting]
        lines += [line(case_id, self.tr("done")) for case_id in found.done]
        return "\n".join(lines)
