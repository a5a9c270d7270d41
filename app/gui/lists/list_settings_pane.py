"""The settings of lists: how many versions stay, the watched folder, and the network."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.gui.widgets.buttons import Button, tool_button
from app.gui.widgets.field_box import FieldBox
from app.gui.widgets.labels import horizontal_rule, label
from app.gui.widgets.theme import space
from app.services.list_settings import ListSettings, shown_proxy

_NUMBERS = ("kept_versions", "attempts", "max_megabytes")
_SECONDS = ("connect_seconds", "read_seconds", "total_seconds")


class ListSettingsPane(QWidget):
    """Shows the settings; `saving(ListSettings)` when they shall be in force."""

    saving = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = ListSettings()
        self.lines = {
            key: QLineEdit()
            for key in ("watch_folder", "proxy", "ca_file", *_NUMBERS, *_SECONDS)
        }  # fmt: skip
        titles = {
            "kept_versions": self.tr("&Versions kept of each list"),
            "watch_folder": self.tr("&Watched folder (empty for none)"),
            "proxy": self.tr("&Proxy (empty for none)"),
            "ca_file": self.tr("&Certificates of further authorities (PEM file)"),
            "connect_seconds": self.tr("Seconds to connect"),
            "read_seconds": self.tr("Seconds of a pause"),
            "total_seconds": self.tr("Seconds for a file"),
            "max_megabytes": self.tr("Largest file (MB)"),
            "attempts": self.tr("Attempts"),
        }
        self.boxes = {key: FieldBox(titles[key], line) for key, line in self.lines.items()}
        self.lines["watch_folder"].setPlaceholderText(self.tr("Files put there are imported"))
        self.lines["proxy"].setPlaceholderText("http://proxy.example.org:3128")
        self.folder_button = tool_button("folder", self.tr("Choose the watched folder"))
        self.file_button = tool_button("folder", self.tr("Choose the file of certificates"))
        self.save_button = Button(self.tr("&Save"), "check", "primary")
        self.save_button.setAutoDefault(False)
        self.said = label("", "secondary")
        self._lay_out()
        for line in self.lines.values():
            line.textEdited.connect(lambda _text: self._check())
        self.folder_button.clicked.connect(self._ask_folder)
        self.file_button.clicked.connect(self._ask_file)
        self.save_button.clicked.connect(self._save)
        self.show_settings(self._settings)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, space("s"), 0)
        column.setSpacing(space("s"))
        column.addWidget(label(self.tr("Keeping and watching"), "strong"))
        told = label(
            self.tr("Versions that a screening refers to are kept beside these. What is imported "
                    "from the watched folder moves to its folder “done”, what is refused to "
                    "“refused” with the reason beside it."),
            "secondary",
        )  # fmt: skip
        told.setWordWrap(True)
        column.addWidget(told)
        column.addWidget(self.boxes["kept_versions"])
        column.addLayout(self._with_button(self.boxes["watch_folder"], self.folder_button))
        column.addSpacing(space("s"))
        column.addWidget(horizontal_rule())
        column.addWidget(label(self.tr("Network"), "strong"))
        column.addWidget(self.boxes["proxy"])
        column.addLayout(self._with_button(self.boxes["ca_file"], self.file_button))
        grid = QGridLayout()
        grid.setHorizontalSpacing(space("m"))
        for place, key in enumerate((*_SECONDS, "max_megabytes", "attempts")):
            grid.addWidget(self.boxes[key], 0, place)
        column.addLayout(grid)
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(self.save_button)
        column.addSpacing(space("s"))
        column.addLayout(foot)
        column.addStretch(1)

    def _with_button(self, box: FieldBox, button: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(box, 1)
        under_label = QVBoxLayout()
        under_label.addSpacing(label("", "label").sizeHint().height() + 4)
        under_label.addWidget(button)
        row.addLayout(under_label)
        return row

    def show_settings(self, settings: ListSettings, said: str = "") -> None:
        """Show the settings in force; the password of a proxy is not shown."""
        self._settings = settings
        network = settings.network
        self.lines["kept_versions"].setText(str(settings.kept_versions))
        self.lines["watch_folder"].setText(settings.watch_folder)
        self.lines["proxy"].setText(shown_proxy(network.proxy))
        self.lines["ca_file"].setText(network.ca_file)
        for key in _SECONDS:
            self.lines[key].setText(f"{getattr(network, key):g}")
        for key in _NUMBERS[1:]:
            self.lines[key].setText(str(getattr(network, key)))
        self.said.setText(said)
        self._check()

    def settings(self) -> ListSettings | None:
        """The settings as they are written; None while a number cannot be read."""
        text = {key: line.text().strip() for key, line in self.lines.items()}
        try:
            numbers = {key: int(text[key]) for key in _NUMBERS}
            seconds = {key: float(text[key].replace(",", ".")) for key in _SECONDS}
        except ValueError:
            return None
        before = self._settings.network
        is_kept = text["proxy"] == shown_proxy(before.proxy)
        network = replace(
            before,
            proxy=before.proxy if is_kept else text["proxy"],
            ca_file=text["ca_file"],
            connect_seconds=seconds["connect_seconds"],
            read_seconds=seconds["read_seconds"],
            total_seconds=seconds["total_seconds"],
            max_megabytes=numbers["max_megabytes"],
            attempts=numbers["attempts"],
        )
        kept = numbers["kept_versions"]
        return ListSettings(kept, text["watch_folder"], network)

    def _check(self) -> None:
        for key in (*_NUMBERS, *_SECONDS):
            try:
                float(self.lines[key].text().replace(",", "."))
                self.boxes[key].show_message("")
            except ValueError:
                self.boxes[key].show_message(self.tr("A number."))
        wanted = self.settings()
        self.save_button.setEnabled(wanted is not None and wanted != self._settings)

    def _save(self) -> None:
        wanted = self.settings()
        if wanted is not None:
            self.saving.emit(wanted)

    def _ask_folder(self) -> None:
        line = self.lines["watch_folder"]
        name = QFileDialog.getExistingDirectory(self, self.tr("Watched folder"), line.text())
        if name:
            line.setText(name)
            self._check()

    def _ask_file(self) -> None:
        line = self.lines["ca_file"]
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Certificates"), line.text(),
            self.tr("Certificates (*.pem *.crt);;All files (*)"),
        )  # fmt: skip
        if name:
            line.setText(name)
            self._check()
