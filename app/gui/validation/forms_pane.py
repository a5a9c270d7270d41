"""The four forms: labelled pairs, screening, self check, speed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from app.domain.lists import SourceStatus
from app.domain.subject import SubjectType
from app.gui.validation.lists_pane import ListsField
from app.gui.validation.measurement_pane import (
    MeasurementForm,
    choose,
    csv_field,
    keep,
    kept,
    kept_names,
    kept_path,
    number_line,
    profile_combo,
    read_number,
    required_file,
)
from app.gui.validation.requests import (
    PairsRequest,
    Request,
    ScreeningRequest,
    SelfRequest,
    SpeedRequest,
)
from app.gui.widgets.field_box import FieldBox
from app.gui.widgets.file_field import FileField

THRESHOLD = "0.75"
SAMPLE = "2,000"
SIZES = "20000, 200000"
QUERIES = "500"
_LIST_ENDINGS = {".xml", ".json", ".jsonl"}


class PairsForm(MeasurementForm):
    """A file of labelled pairs, a profile, and the threshold at which errors are listed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add_head(
            self.tr("Labelled pairs of names"),
            self.tr("How well scores tell the same party from others: precision, recall, F1."),
        )
        self.file = self.add_file(
            csv_field(self.tr("&File with the pairs"), self.tr("CSV: name1, name2, is_match"))
        )
        self.profile = profile_combo()
        self.threshold = FieldBox(self.tr("&Threshold"), number_line(""))
        self.add_pair(FieldBox(self.tr("Pro&file"), self.profile), self.threshold)
        self.add_note(
            self.tr("Used where they are there: case_group, schema, quality and category.")
        )
        self.file.set_path(kept_path("pairs_file"))
        choose(self.profile, kept("pairs_profile"))
        _line(self.threshold).setText(kept("pairs_threshold", THRESHOLD))

    def request(self) -> Request | None:
        file = required_file(self.file)
        words = self.tr("A number above 0, up to 1.")
        threshold = read_number(self.threshold, float, 0.001, 1.0, words)
        if file is None or threshold is None:
            return None
        return PairsRequest(file, str(self.profile.currentData()), threshold)

    def remember(self) -> None:
        keep("pairs_file", str(self.file.path() or ""))
        keep("pairs_profile", self.profile.currentData())
        keep("pairs_threshold", _line(self.threshold).text())

    def take_files(self, files: tuple[Path, ...]) -> None:
        self.file.set_path(files[0])

    def focus_first(self) -> None:
        self.file.line.setFocus()


class ScreeningForm(MeasurementForm):
    """Files of queries, truths and strangers, and the lists that they are screened against."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add_head(
            self.tr("Screening of your own names"),
            self.tr("How many altered names find their listed party, and how many strangers "
                    "raise a match."),
        )  # fmt: skip
        full_name = self.tr("CSV: full_name")
        self.queries = self.add_file(csv_field(self.tr("&Queries"), full_name))
        self.truth = self.add_file(csv_field(self.tr("&Truth: the listed name of each"), full_name))
        self.negatives = self.add_file(
            csv_field(self.tr("&Names on no list"), self.tr("CSV: full_name, optional"))
        )
        self.lists = ListsField()
        self.column.addWidget(self.lists)
        self.profile = profile_combo()
        self.type = QComboBox()
        self.type.addItem(self.tr("Individuals"), SubjectType.INDIVIDUAL.value)
        self.type.addItem(self.tr("Entities"), SubjectType.ENTITY.value)
        self.type.setMinimumWidth(60)
        self.add_pair(
            FieldBox(self.tr("Pro&file"), self.profile), FieldBox(self.tr("T&ype"), self.type)
        )
        self.with_fields = QCheckBox(self.tr("Use &dates of birth, nationality, gender"))
        self.column.addWidget(self.with_fields)
        self._restore()

    def _restore(self) -> None:
        for field, name in self._files():
            field.set_path(kept_path(name))
        self.lists.restore(kept_names("screening_unticked"), kept_path("screening_list"))
        choose(self.profile, kept("screening_profile"))
        choose(self.type, kept("screening_type"))
        self.with_fields.setChecked(kept("screening_fields") == "true")

    def _files(self) -> tuple[tuple[FileField, str], ...]:
        return (
            (self.queries, "screening_queries"),
            (self.truth, "screening_truth"),
            (self.negatives, "screening_negatives"),
        )

    def request(self) -> Request | None:
        queries, truth = required_file(self.queries), required_file(self.truth)
        negatives = required_file(self.negatives, is_optional=True)
        lists = self.lists.chosen()
        is_wrong = negatives is None and self.negatives.path() is not None
        if queries is None or truth is None or is_wrong or not lists:
            return None
        return ScreeningRequest(
            lists,
            queries,
            truth,
            negatives,
            SubjectType(str(self.type.currentData())),
            self.with_fields.isChecked(),
            str(self.profile.currentData()),
        )

    def remember(self) -> None:
        for field, name in self._files():
            keep(name, str(field.path() or ""))
        keep("screening_unticked", "|".join(self.lists.unticked()))
        keep("screening_list", str(self.lists.file.path() or ""))
        keep("screening_profile", self.profile.currentData())
        keep("screening_type", self.type.currentData())
        keep("screening_fields", "true" if self.with_fields.isChecked() else "false")

    def take_files(self, files: tuple[Path, ...]) -> None:
        """By what the names say; else into the first field that is empty."""
        for file in files:
            name = file.name.casefold()
            if file.suffix.casefold() in _LIST_ENDINGS:
                self.lists.file.set_path(file)
            elif "truth" in name or "listed" in name:
                self.truth.set_path(file)
            elif "neg" in name or "stranger" in name:
                self.negatives.set_path(file)
            elif "quer" in name:
                self.queries.set_path(file)
            else:
                fields = (self.queries, self.truth, self.negatives)
                empty = [field for field in fields if field.path() is None]
                (empty or [self.queries])[0].set_path(file)

    def show_lists(self, active: Sequence[SourceStatus]) -> None:
        """Offer the active lists."""
        self.lists.show_lists(active)

    def focus_first(self) -> None:
        self.queries.line.setFocus()


class SelfForm(MeasurementForm):
    """Lists that must find themselves, and how many of their names are altered."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add_head(
            self.tr("Lists that find themselves"),
            self.tr("Every listed name must find its own entry; a sample is altered as clerks and "
                    "forms do, by list and script."),
        )  # fmt: skip
        self.lists = ListsField()
        self.column.addWidget(self.lists)
        self.profile = profile_combo()
        self.sample = FieldBox(self.tr("&Names altered a list"), number_line(""))
        self.add_pair(FieldBox(self.tr("Pro&file"), self.profile), self.sample)
        self.add_note(self.tr("0 leaves the alterations out. Large lists take minutes."))
        self.lists.restore(kept_names("self_unticked"), kept_path("self_list"))
        choose(self.profile, kept("self_profile"))
        _line(self.sample).setText(kept("self_sample", SAMPLE))

    def request(self) -> Request | None:
        lists = self.lists.chosen()
        words = self.tr("A whole number from 0 to 1,000,000.")
        sample = read_number(self.sample, int, 0, 1_000_000, words)
        if not lists or sample is None:
            return None
        return SelfRequest(lists, sample, str(self.profile.currentData()))

    def remember(self) -> None:
        keep("self_unticked", "|".join(self.lists.unticked()))
        keep("self_list", str(self.lists.file.path() or ""))
        keep("self_profile", self.profile.currentData())
        keep("self_sample", _line(self.sample).text())

    def take_files(self, files: tuple[Path, ...]) -> None:
        self.lists.file.set_path(files[0])

    def show_lists(self, active: Sequence[SourceStatus]) -> None:
        """Offer the active lists."""
        self.lists.show_lists(active)

    def focus_first(self) -> None:
        boxes = list(self.lists.boxes.values())
        (boxes[0] if boxes else self.lists.file.line).setFocus()


class SpeedForm(MeasurementForm):
    """Numbers of invented names, and how many are searched."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add_head(
            self.tr("Speed on this computer"),
            self.tr("Build time, size and time a query on invented names, beside a full scan and "
                    "brute force."),
        )  # fmt: skip
        self.sizes = self.add_line(FieldBox(self.tr("&Numbers of names"), number_line("")))
        self.profile = profile_combo(with_all=True)
        self.queries = FieldBox(self.tr("&Queries"), number_line(""))
        self.add_pair(FieldBox(self.tr("Pro&file"), self.profile), self.queries)
        self.add_note(self.tr("1,000,000 names take some minutes and about 2 GB of memory."))
        _line(self.sizes).setText(kept("speed_sizes", SIZES))
        _line(self.queries).setText(kept("speed_queries", QUERIES))
        choose(self.profile, kept("speed_profile"))

    def request(self) -> Request | None:
        sizes = self._read_sizes()
        words = self.tr("A whole number from 1 to 100,000.")
        queries = read_number(self.queries, int, 1, 100_000, words)
        if not sizes or queries is None:
            return None
        profile = str(self.profile.currentData() or "")
        return SpeedRequest(sizes, queries, (profile,) if profile else ())

    def _read_sizes(self) -> tuple[int, ...]:
        """Numbers with blanks, semicolons or commas between; ``200,000`` is one number."""
        text = _line(self.sizes).text().replace(";", " ")
        parts = text.replace(", ", " ").split()
        numbers = [part.strip(",").replace(",", "") for part in parts]
        if not numbers or not all(n.isdecimal() and 1 <= int(n) <= 5_000_000 for n in numbers):
            self.sizes.show_message(self.tr("Whole numbers up to 5,000,000: 20000, 200000."))
            return ()
        self.sizes.show_message("")
        return tuple(int(number) for number in numbers)

    def remember(self) -> None:
        keep("speed_sizes", _line(self.sizes).text())
        keep("speed_queries", _line(self.queries).text())
        keep("speed_profile", self.profile.currentData())

    def take_files(self, files: tuple[Path, ...]) -> None:
        """Speed is measured on invented names: no file is of use."""

    def focus_first(self) -> None:
        self.sizes.control.setFocus()


def _line(box: FieldBox) -> QLineEdit:
    assert isinstance(box.control, QLineEdit)
    return box.control
