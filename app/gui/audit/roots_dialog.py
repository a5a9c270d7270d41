"""What was signed of the trail, day by day, with the state of each signature."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.gui.audit.columns import root_columns
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import label
from app.gui.widgets.table import DataTable
from app.gui.widgets.table_model import RowsModel
from app.gui.widgets.theme import space
from app.services.audit_roots import CheckedRoot


class RootsDialog(QDialog):
    """Shows the signed roots; `sign_asked` by the button.

    Args:
        can_sign: whether whoever works here may sign.
    """

    sign_asked = Signal()

    def __init__(self, *, can_sign: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Signed roots"))
        self.model: RowsModel[CheckedRoot] = RowsModel(root_columns(), lambda row: row.root.seq)
        self.table = DataTable("audit_roots", self.model, self.tr("Signed roots"))
        self.note = label("", "secondary")
        self.note.setWordWrap(True)
        text = label(
            self.tr(
                "The last event of every day is signed when the day is over. Whoever cuts events "
                "off or writes them anew is found by the signatures; a copy of them is kept in "
                "audit-roots.jsonl. Note the key's digits, or keep that file, somewhere else."
            ),
            "secondary",
        )
        text.setWordWrap(True)
        self.sign_button = Button(self.tr("Sign up to now"), "lock")
        self.sign_button.setEnabled(can_sign)
        self.sign_button.setAutoDefault(False)
        self.sign_button.clicked.connect(self.sign_asked)
        self.close_button = Button(self.tr("Close"), role="primary", key="Esc")
        self.close_button.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(self.sign_button)
        buttons.addWidget(self.note, 1)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(space("xl"), space("xl"), space("xl"), space("l"))
        column.setSpacing(space("m"))
        column.addWidget(label(self.windowTitle(), "heading"))
        column.addWidget(text)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)
        self.resize(860, 480)

    def show_roots(self, roots: tuple[CheckedRoot, ...]) -> None:
        """Show what was signed, the newest first."""
        self.model.set_rows(roots)
        broken = sum(bool(root.problem) for root in roots)
        if broken:
            words = self.tr("Signatures that do not hold: {count}").format(count=broken)
        elif roots:
            words = self.tr("All signatures hold.")
        else:
            words = self.tr("Nothing was signed yet.")
        self.note.setText(words)
        if roots:
            self.table.select_first()
