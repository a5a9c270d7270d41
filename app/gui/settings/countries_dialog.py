"""Country risk: which countries are on which list, since when and by whose word; edited here."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.gui.settings.countries_view_model import CountriesViewModel
from app.gui.settings.country_form_pane import CountryForm
from app.gui.widgets.banner import Banner
from app.gui.widgets.buttons import Button
from app.gui.widgets.field_box import FieldBox
from app.gui.widgets.labels import horizontal_rule, label
from app.gui.widgets.reason_dialog import ReasonDialog
from app.gui.widgets.scrolling import scroll_pane
from app.gui.widgets.table import DataTable
from app.gui.widgets.theme import space
from app.services.workspace import Workspace

WIDTH, HEIGHT = 1140, 700
_SIDES = (660, 410)


class CountriesDialog(QDialog):
    """The table of all lists, the chosen entry as a form beside it; every change has a reason."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Country risk"))
        self.view_model = CountriesViewModel(workspace, self)
        self.list = QComboBox()
        self.list.addItem(self.tr("All lists"), "")
        self.table = DataTable("country_risks", self.view_model.entries, self.tr("Countries"))
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.form = CountryForm()
        self.about = label("", "secondary")
        self.about.setWordWrap(True)
        self.said = label("", "secondary")
        self.banner = Banner("critical")
        self.banner.hide()
        self.dialog: ReasonDialog | None = None
        self._shown: object = None  # the key of the entry in the form
        self._make_buttons()
        self._lay_out()
        self._connect()
        self.resize(WIDTH, HEIGHT)
        self._check()
        self.view_model.refresh()
        self.table.setFocus()

    def _make_buttons(self) -> None:
        self.import_button = Button(self.tr("&Import CSV…"), "upload")
        self.reset_list_button = Button(self.tr("All as s&hipped…"), "undo")
        self.add_button = Button(self.tr("&Add a country"), "plus")
        self.remove_button = Button(self.tr("Take ou&t…"), "trash", "danger")
        self.reset_button = Button(self.tr("As shippe&d…"), "undo")
        self.save_button = Button(self.tr("&Save…"), "check", "primary")
        self.close_button = Button(self.tr("Close"), key="Esc")
        for button in (
            self.import_button,
            self.reset_list_button,
            self.add_button,
            self.remove_button,
            self.reset_button,
            self.save_button,
            self.close_button,
        ):
            button.setAutoDefault(False)  # Enter in a field must not press it

    def _lay_out(self) -> None:
        self.list.setMinimumWidth(260)
        head = QHBoxLayout()
        head.setSpacing(space("m"))
        head.addWidget(FieldBox(self.tr("Sho&w"), self.list))
        head.addWidget(self.about, 1, Qt.AlignmentFlag.AlignBottom)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space("m"))
        self.form.setProperty("surface", "none")
        column.addWidget(scroll_pane(self.tr("The entry"), self.form), 1)
        deciding = QHBoxLayout()
        for part in (self.remove_button, self.reset_button):
            deciding.addWidget(part)
        deciding.addStretch(1)
        deciding.addWidget(self.save_button)
        column.addLayout(deciding)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(2 * space("m") + 1)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(right)
        split.setSizes(list(_SIDES))
        foot = QHBoxLayout()
        for part in (self.add_button, self.import_button, self.reset_list_button):
            foot.addWidget(part)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.close_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(space("xl"), space("l"), space("xl"), space("l"))
        whole.setSpacing(space("m"))
        whole.addWidget(label(self.tr("Country risk"), "heading"))
        whole.addWidget(self.banner)
        whole.addLayout(head)
        whole.addWidget(split, 1)
        whole.addWidget(horizontal_rule())
        whole.addLayout(foot)

    def _connect(self) -> None:
        model = self.view_model
        self.list.activated.connect(self._choose_list)
        self.table.row_changed.connect(self._show_row)
        self.form.changed.connect(self._check)
        self.add_button.clicked.connect(self._start_new)
        self.save_button.clicked.connect(self._ask_save)
        self.remove_button.clicked.connect(self._ask_remove)
        self.reset_button.clicked.connect(self._ask_reset)
        self.reset_list_button.clicked.connect(self._ask_reset_list)
        self.import_button.clicked.connect(self._ask_file)
        self.close_button.clicked.connect(self.reject)
        model.read.connect(self._show_lists)
        model.changed.connect(self._show_saved)
        model.failed.connect(self._show_failure)

    # showing ------------------------------------------------------------------------------

    def _show_lists(self) -> None:
        lists = self.view_model.lists
        with QSignalBlocker(self.list):
            self.list.clear()
            self.list.addItem(self.tr("All lists"), "")
            for item in lists:
                self.list.addItem(f"{item.name} ({item.countries})", item.list_id)
            self.list.setCurrentIndex(self.list.findData(self.view_model.list_id))
        self.form.set_lists(lists)
        self._show_about()
        row = self.view_model.entries.find_row(self._shown)
        if row is not None:
            self.table.selectRow(row)
        else:
            self.table.select_first()
        self._show_row(self.table.currentIndex().row())

    def _choose_list(self) -> None:
        self.view_model.choose_list(str(self.list.currentData()))
        self._show_about()
        self.table.select_first()

    def _show_about(self) -> None:
        chosen = next(
            (item for item in self.view_model.lists if item.list_id == self.view_model.list_id),
            None,
        )
        self.about.setText(
            self.tr("As of {day}: {source}").format(day=chosen.as_of, source=chosen.source)
            if chosen
            else self.tr("Countries of these lists raise the risk score of a screening.")
        )

    def _show_row(self, row: int) -> None:
        entry = self.view_model.entries.row_at(row) if row >= 0 else None
        if entry is not None:
            self._shown = self.view_model.entries.key(entry)
            self.form.show_entry(entry)
        self._check()

    def _check(self) -> None:
        entry = self.form.entry
        self.save_button.setEnabled(self.form.is_changed())
        self.remove_button.setEnabled(entry is not None and not entry.is_removed)
        is_own = entry is not None and (entry.risk.is_own or entry.is_removed)
        self.reset_button.setEnabled(is_own)

    def _show_saved(self, said: str) -> None:
        self.banner.hide()
        self.said.setText(said)

    def _show_failure(self, error: BaseException) -> None:
        self.said.setText("")
        self.banner.show_failure(error)

    # changing -----------------------------------------------------------------------------

    def _start_new(self) -> None:
        self.table.clearSelection()
        self.form.start_new(self.view_model.list_id)
        self._check()

    def _ask(self, heading: str, text: str, verb: str) -> ReasonDialog:
        self.banner.hide()
        self.said.setText("")
        self.dialog = ReasonDialog(heading, text, verb, parent=self)
        self.dialog.open()
        return self.dialog

    def _ask_save(self) -> None:
        text = self.form.text()
        if text is None:
            return
        self._shown = text.list_id, text.country
        self._ask(
            self.tr("Save {country}?").format(country=self.form.country.text()),
            self.tr("It counts from the next screening on."),
            self.tr("Save"),
        ).confirmed.connect(lambda reason: self.view_model.set_country(text, reason))

    def _ask_remove(self) -> None:
        entry = self.form.entry
        if entry is None:
            return
        self._ask(
            self.tr("Take {country} off {list}?").format(
                country=entry.name, list=entry.risk.list_name
            ),
            self.tr("It does not count from the next screening on."),
            self.tr("Take out"),
        ).confirmed.connect(lambda reason: self.view_model.remove(entry, reason))

    def _ask_reset(self) -> None:
        entry = self.form.entry
        if entry is None:
            return
        risk = entry.risk
        self._ask(
            self.tr("Let {country} be as shipped?").format(country=entry.name),
            self.tr("Your change of it goes."),
            self.tr("As shipped"),
        ).confirmed.connect(lambda why: self.view_model.reset(risk.list_id, risk.code, why))

    def _ask_reset_list(self) -> None:
        chosen = self.view_model.list_id
        self._ask(
            self.tr("Let {lists} be as shipped?").format(lists=self.list.currentText()),
            self.tr("All your changes there go."),
            self.tr("As shipped"),
        ).confirmed.connect(lambda reason: self.view_model.reset(chosen, "", reason))

    def _ask_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Import country risks"), "", self.tr("Tables (*.csv);;All files (*)")
        )
        if name:
            self.import_file(Path(name))

    def import_file(self, file: Path) -> None:
        """Ask for the reason, then take over the countries of this file."""
        self._ask(
            self.tr("Import {file}?").format(file=file.name),
            self.tr("Its columns are list, country, severity, as_of, source and note. Countries "
                    "that it does not name stay as they are."),
            self.tr("Import"),
        ).confirmed.connect(lambda reason: self.view_model.import_csv(file, reason))  # fmt: skip
