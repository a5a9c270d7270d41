"""The subject part of the form: who is screened, with what is wrong said under each field."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import BadInput
from app.domain.subject import Gender, SubjectType
from app.gui.screening.date_entry import read_date
from app.gui.screening.form_reading import Field, FormReading, FormState
from app.gui.screening.identifiers_pane import IdentifiersPane
from app.gui.screening.wording import date_words, gender_word
from app.gui.widgets.buttons import PADDING, Button
from app.gui.widgets.country_field import CountryField
from app.gui.widgets.field_box import FieldBox
from app.gui.widgets.theme import size

MAX_TYPED = 2000  # longer than any name; the domain says what is too long


class SubjectPane(QWidget):
    """The fields of a person or an organisation."""

    changed = Signal()
    submitted = Signal()  # Enter in a field
    field_left = Signal(object)  # Field whose editing is finished

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._build_switch()
        self._build_fields()
        self._build_more()
        self.set_type(SubjectType.INDIVIDUAL)
        self._connect()

    # building -----------------------------------------------------------------------------

    def _build_switch(self) -> None:
        frame = QFrame()
        frame.setProperty("segments", "true")
        row = QHBoxLayout(frame)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        self._types = QButtonGroup(self)
        kinds = (
            (SubjectType.INDIVIDUAL, self.tr("&Individual"), "user"),
            (SubjectType.ENTITY, self.tr("&Entity"), "building"),
        )
        for place, (_, words, icon) in enumerate(kinds):
            button = segment(words, icon)
            self._types.addButton(button, place)
            row.addWidget(button, 1)
        self._column.addWidget(frame)

    def _build_fields(self) -> None:
        self.name = _line(self.tr("Full name, any script"))
        self.born = _line(self.tr("Optional"))
        self.nationality = CountryField()
        self.nationality.setPlaceholderText(self.tr("Any"))
        self.gender = QComboBox()
        self.gender.addItem(self.tr("Any"), "")
        for gender in Gender:
            self.gender.addItem(gender_word(gender), gender.value)
        self.birth_place = _line(self.tr("Optional"))
        self.country = CountryField()
        self.country.setPlaceholderText(self.tr("Any"))
        self.registration = _line(self.tr("Optional"))
        self.identifiers = IdentifiersPane()
        self.boxes = {
            Field.NAME: FieldBox(self.tr("&Name"), self.name),
            Field.DATE_OF_BIRTH: FieldBox(self.tr("Date of &birth"), self.born),
            Field.NATIONALITY: FieldBox(self.tr("Nationalit&y"), self.nationality),
            Field.COUNTRY: FieldBox(self.tr("Countr&y"), self.country),
        }
        self.born.setToolTip(self.tr("1951, Jun 1951, 19 Jun 1951, 1951-06-19 or 19.06.1951"))
        self._column.addWidget(self.boxes[Field.NAME])
        self._person = _pair_block(
            (self.boxes[Field.DATE_OF_BIRTH], self.boxes[Field.NATIONALITY]),
            (
                FieldBox(self.tr("&Gender"), self.gender),
                FieldBox(self.tr("&Place of birth"), self.birth_place),
            ),
        )
        self._organisation = _pair_block(
            (
                self.boxes[Field.COUNTRY],
                FieldBox(self.tr("&Registration no."), self.registration),
            ),
        )
        for block in (self._person, self._organisation, self.identifiers):
            self._column.addWidget(block)

    def _build_more(self) -> None:
        self.external_id = _line(self.tr("Customer number"))
        self.address = _line(self.tr("Optional"))
        self._more = QWidget()
        inner = QVBoxLayout(self._more)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        inner.addWidget(FieldBox(self.tr("E&xternal id"), self.external_id))
        inner.addWidget(FieldBox(self.tr("&Address"), self.address))
        self.more_button = Button(self.tr("&More fields"), "chevron-down", "quiet", small=True)
        self.more_button.setCheckable(True)
        self.more_button.toggled.connect(self._show_more)
        row = QHBoxLayout()
        row.addSpacing(-PADDING)
        row.addWidget(self.more_button)
        row.addStretch(1)
        self._column.addLayout(row)
        self._column.addWidget(self._more)
        self._more.hide()

    def _connect(self) -> None:
        self._types.idToggled.connect(self._toggle)
        lines = (
            self.name,
            self.born,
            self.nationality,
            self.birth_place,
            self.country,
            self.registration,
            self.external_id,
            self.address,
        )
        for line in lines:
            line.textChanged.connect(self.changed)
            line.returnPressed.connect(self.submitted)
        self.gender.currentIndexChanged.connect(self.changed)
        self.identifiers.changed.connect(self.changed)
        self.identifiers.submitted.connect(self.submitted)
        self.born.editingFinished.connect(self._settle_date)
        for field, box in self.boxes.items():
            control = box.control
            assert isinstance(control, QLineEdit)
            control.editingFinished.connect(lambda left=field: self.field_left.emit(left))

    # values -------------------------------------------------------------------------------

    def type(self) -> SubjectType:
        """Which kind of subject is chosen."""
        return tuple(SubjectType)[self._types.checkedId()]

    def set_type(self, kind: SubjectType) -> None:
        """Choose a kind of subject; its fields replace those of the other kind."""
        place = tuple(SubjectType).index(kind)
        self._types.button(place).setChecked(True)
        self._switch(place)

    def fill(self, state: FormState) -> FormState:
        """`state` with the subject as it stands in the fields."""
        gender = str(self.gender.currentData())
        return replace(
            state,
            type=self.type(),
            name=self.name.text(),
            date_of_birth=self.born.text(),
            nationality=self.nationality.text(),
            gender=Gender(gender) if gender else None,
            place_of_birth=self.birth_place.text(),
            country=self.country.text(),
            registration_number=self.registration.text(),
            external_id=self.external_id.text(),
            address=self.address.text(),
            identifiers=self.identifiers.texts(),
        )

    def show_state(self, state: FormState) -> None:
        """Put a state into the fields."""
        self.set_type(state.type)
        self.name.setText(state.name)
        self.born.setText(state.date_of_birth)
        self.nationality.setText(state.nationality)
        self.gender.setCurrentIndex(max(0, self.gender.findData(state.gender or "")))
        self.birth_place.setText(state.place_of_birth)
        self.country.setText(state.country)
        self.registration.setText(state.registration_number)
        self.external_id.setText(state.external_id)
        self.address.setText(state.address)
        self.identifiers.set_texts(state.identifiers)
        self.more_button.setChecked(bool(state.external_id or state.address))
        for line in (self.name, self.nationality, self.country, self.address):
            line.setCursorPosition(0)

    def show_problems(self, reading: FormReading, settled: set[Field]) -> None:
        """Say what is wrong with the fields in `settled`; the others are still being typed."""
        for field, box in self.boxes.items():
            problem = reading.problems.get(field) if field in settled else None
            severity = "error" if problem is None or problem.is_error else "warning"
            box.show_message(problem.text if problem else "", severity)
        self.identifiers.show_problems(reading.identifier_problems)

    def _toggle(self, place: int, is_on: bool) -> None:
        if is_on:
            self._switch(place)

    def _switch(self, place: int) -> None:
        is_person = tuple(SubjectType)[place] is SubjectType.INDIVIDUAL
        self._person.setVisible(is_person)
        self._organisation.setVisible(not is_person)
        self.changed.emit()

    def _show_more(self, is_shown: bool) -> None:
        self._more.setVisible(is_shown)
        self.more_button.icon_name = "chevron-up" if is_shown else "chevron-down"
        self.more_button.setText(self.tr("Fe&wer fields") if is_shown else self.tr("&More fields"))

    def _settle_date(self) -> None:
        try:
            born = read_date(self.born.text())
        except BadInput:
            return
        if born is not None:
            self.born.setText(date_words(born))


def segment(words: str, icon: str) -> Button:
    """One half of a switch: checkable, icon and words."""
    made = Button(words, icon, "segment")
    made.setFixedHeight(size("control_small"))
    made.setCheckable(True)
    made.setAccessibleName(words.replace("&", ""))
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made


def _line(placeholder: str) -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(placeholder)
    made.setMaxLength(MAX_TYPED)
    made.setMinimumWidth(60)
    return made


def _pair_block(*pairs: tuple[QWidget, QWidget]) -> QWidget:
    """Rows of two fields beside each other."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    for pair in pairs:
        row = QHBoxLayout()
        row.setSpacing(8)
        for field in pair:
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
    return made
