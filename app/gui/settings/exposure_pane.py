"""Political exposure: the desk's own country, and how long a former office counts."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QGridLayout, QSpinBox, QWidget

from app.domain.countries import country_name
from app.gui.widgets.country_field import CountryField
from app.gui.widgets.labels import label
from app.gui.widgets.panel import Panel
from app.gui.widgets.theme import space
from app.services.pep_exposure import MAX_YEARS, PepSettings

_FIELD_WIDTH = 240


class ExposurePane(Panel):
    """Two fields; `chosen(PepSettings)` when one was changed."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Political exposure"), parent=parent)
        self._shown = PepSettings()
        text = label(
            self.tr(
                "Each match with a politically exposed person says whether the office is domestic "
                "or foreign, and whether it is held or was left too long ago to count."
            ),
            "secondary",
        )
        text.setWordWrap(True)
        self.home = CountryField()
        self.home.setAccessibleName(self.tr("Home country"))
        self.home.setPlaceholderText(self.tr("not set: nothing is domestic"))
        self.home.setMaximumWidth(_FIELD_WIDTH)
        self.home.editingFinished.connect(self._choose)
        self.years = QSpinBox()
        self.years.setRange(0, MAX_YEARS)
        self.years.setSuffix(self.tr(" years"))
        self.years.setKeyboardTracking(False)
        self.years.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)  # the arrow keys do it
        self.years.setAccessibleName(self.tr("A former office counts for"))
        self.years.setMaximumWidth(_FIELD_WIDTH)
        self.years.valueChanged.connect(lambda _years: self._choose())
        grid = QGridLayout()
        grid.setContentsMargins(space("l"), space("m"), space("l"), space("m"))
        grid.setHorizontalSpacing(space("m"))
        grid.setVerticalSpacing(space("s"))
        grid.setColumnStretch(1, 1)
        grid.addWidget(text, 0, 0, 1, 2)
        for row, (words, field) in enumerate(
            (
                (self.tr("&Home country"), self.home),
                (self.tr("A former &office counts for"), self.years),
            ),
            1,
        ):
            caption = label(words, "label")
            caption.setBuddy(field)
            grid.addWidget(caption, row, 0)
            grid.addWidget(field, row, 1)
        self.body.addLayout(grid)

    def show_settings(self, settings: PepSettings) -> None:
        """Show the settings in force."""
        self._shown = settings
        if not self.home.hasFocus():
            self.home.setText(country_name(settings.home_country) if settings.home_country else "")
        with QSignalBlocker(self.years):
            self.years.setValue(settings.former_after_years)

    def _choose(self) -> None:
        code = self.home.code()
        if self.home.text().strip() and not code:
            return  # a country that is still being written
        wanted = PepSettings(code, self.years.value())
        if wanted != self._shown:
            self._shown = wanted
            self.chosen.emit(wanted)
