"""Own lists from the file to a screening: tried, imported, renewed, refused, templates."""

from __future__ import annotations

import gzip
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.column_mapping import ColumnMapping, ColumnUse, Role
from app.domain.decision import Outcome
from app.domain.errors import BadInput, ListRefused, UsageError
from app.domain.events import EventType
from app.domain.lists import SourceState, VersionState
from app.domain.match import Check
from app.domain.subject import Subject, SubjectType
from app.services import audit, lists, own_lists, user_sources
from app.services.jobs import JobCancelled
from app.services.screening import ScreeningRequest, screen

STAFF = own_lists.own_source("Staff watch list", "staff")
BY_NAME = ColumnMapping((ColumnUse("Full Name", Role.NAME), ColumnUse("No", Role.REFERENCE)))


@pytest.fixture
def staff(tmp_path: Path) -> Path:
    """The list without the row that names nobody: one of five would hold it back."""
    sample = Path(__file__).resolve().parents[2] / "data" / "own_lists" / "staff.csv"
    lines = sample.read_text("utf-8").splitlines()
    path = tmp_path / "staff.csv"
    path.write_text("\n".join(line for line in lines if "nobody" not in line) + "\n", "utf-8")
    return path


def events_of(workspace, kind, object_type=""):
    with workspace.database.read() as uow:
        return [
            event
            for event in uow.events.after(0)
            if event.type is kind and object_type in {"", event.object_type}
        ]


def test_a_file_is_looked_at(staff: Path) -> None:
    sample = own_lists.sample_table(staff, limit=2)
    assert (sample.header_row, sample.headings[:2]) == (3, ("No", "Full Name"))
    assert [row[1] for row in sample.rows] == ["Ottokar Marzanek", "Halcyon Meridian Trading Ltd"]
    by_hand = own_lists.sample_table(staff, header_row=2)
    assert by_hand.headings[0] == "Printed on 20.11.2026"
    guess = own_lists.guess_mapping(staff)
    assert own_lists.unmapped(guess.mapping, sample.headings) == ("Desk note",)


def test_packed_files_are_looked_at(staff: Path, tmp_path: Path) -> None:
    packed = tmp_path / "staff.csv.gz"
    packed.write_bytes(gzip.compress(staff.read_bytes()))
    assert own_lists.sample_table(packed) == own_lists.sample_table(staff)
    two = tmp_path / "two.zip"
    with zipfile.ZipFile(two, "w") as archive:
        archive.writestr("a.csv", "Name\nAda\n")
        archive.writestr("b.csv", "Name\nBo\n")
    with pytest.raises(ListRefused, match="holds 2 files"):
        own_lists.sample_table(two)
    found = own_lists.preview([two], ColumnMapping((ColumnUse("Name", Role.NAME),)))
    assert found.counted == 2


def test_a_preview_stores_nothing_and_can_be_stopped(workspace, staff: Path, tmp_path) -> None:
    found = own_lists.preview([staff], own_lists.guess_mapping(staff).mapping, shown=1)
    assert (found.counted, len(found.entries), found.entries[0].source) == (3, 1, "preview")
    with workspace.database.read() as uow:
        assert uow.lists.versions() == []

    told: list[int] = []

    class Stopped:
        def check(self) -> None:
            if told:
                raise JobCancelled

        def progress(self, done: int, total: int, text: str) -> None:
            told.append(done)

    many = tmp_path / "many.csv"
    many.write_text("Full Name,No\n" + "".join(f"Ada Quorlath,{n}\n" for n in range(2_001)))
    with pytest.raises(JobCancelled):
        own_lists.preview([many], BY_NAME, job=Stopped())
    assert told == [0]  # stopped while it looked for rows that belong together
    assert own_lists.preview([many], BY_NAME, limit=10).counted == 10


def test_an_own_list_is_screened_against(workspace, staff: Path) -> None:
    mapping = own_lists.guess_mapping(staff).mapping
    report = own_lists.add_own(
        workspace, STAFF, [staff], mapping, published_on=date(2026, 11, 1), reason="desk"
    )
    assert report.activated
    assert (report.version.entries, report.version.rows_kept_aside) == (3, 1)
    assert report.version.published_on == date(2026, 11, 1)
    subject = Subject(SubjectType.INDIVIDUAL, "Otokar Marzanek")
    record = screen(workspace, ScreeningRequest(subject, checks=(Check.SANCTIONS,)))
    assert record.decision.outcome in {Outcome.REVIEW_REQUIRED, Outcome.BLOCK}
    assert {match.source for match in record.matches} == {"staff"}
    state = next(item for item in lists.status(workspace) if item.source.source == "staff")
    assert state.state is SourceState.ACTIVE
    assert own_lists.mapping_of_source(workspace, "staff") == mapping
    assert audit.verify(workspace).ok


def test_its_mapping_reads_the_next_file(workspace, staff: Path, tmp_path: Path) -> None:
    own_lists.add_own(workspace, STAFF, [staff], BY_NAME)
    assert lists.import_list(workspace, "staff", [staff]).unchanged
    newer = tmp_path / "newer.csv"
    newer.write_text(staff.read_text(encoding="utf-8") + "9;Bo Zumbert;;;;;;;;;;;\n", "utf-8")
    report = lists.import_list(workspace, "staff", [newer])
    assert (report.activated, report.version.entries) == (True, 4)
    # Another mapping of the same file is another version.
    again = own_lists.import_own(
        workspace, "staff", [newer], own_lists.guess_mapping(newer).mapping
    )
    assert (again.activated, again.unchanged) == (True, False)
    changes = events_of(workspace, EventType.CATALOGUE_CHANGED, "list_mapping")
    assert [event.data["before"] is None for event in changes] == [True, False]


def test_a_list_that_shrank_is_held(workspace, tmp_path: Path) -> None:
    rows = [f"{n};Ada Quorlath {chr(97 + n % 26)}{n}" for n in range(200)]
    long, short = tmp_path / "long.csv", tmp_path / "short.csv"
    for path, count in ((long, 200), (short, 80)):
        path.write_text("\n".join(["No;Full Name", *rows[:count]]) + "\n", "utf-8")
    own_lists.add_own(workspace, STAFF, [long], BY_NAME)
    report = own_lists.import_own(workspace, "staff", [short], BY_NAME)
    assert report.version.state is VersionState.QUARANTINED
    assert any("shrank" in problem for problem in report.problems)


@pytest.mark.parametrize(
    ("text", "mapping", "error"),
    [
        ("No;Full Name\n1;…\n", BY_NAME, ListRefused),
        ("No;Name\n1;Ada Quorlath\n", BY_NAME, BadInput),
        ("<list/>", BY_NAME, ListRefused),
    ],
)
def test_a_list_that_cannot_be_imported_adds_no_source(
    workspace, tmp_path: Path, text: str, mapping, error
) -> None:
    file = tmp_path / "own.csv"
    file.write_text(text, "utf-8")
    before = workspace.catalogue
    with pytest.raises(error):
        own_lists.add_own(workspace, STAFF, [file], mapping)
    assert workspace.catalogue == before
    assert own_lists.mapping_of_source(workspace, "staff") is None
    with workspace.database.read() as uow:
        assert uow.lists.versions() == []


def test_a_pep_list_of_ones_own(workspace, tmp_path: Path) -> None:
    file = tmp_path / "offices.csv"
    file.write_text("id,name,position,country,start\nq1,Ada Quorlath,Minister,Kenya,2019\n")
    source = own_lists.own_source("Offices", "offices", Check.PEP)
    mapping = own_lists.guess_mapping(file, check=Check.PEP).mapping
    own_lists.add_own(workspace, source, [file], mapping)
    subject = Subject(SubjectType.INDIVIDUAL, "Ada Quorlath")
    record = screen(workspace, ScreeningRequest(subject, checks=(Check.PEP,)))
    assert {match.source for match in record.matches} == {"offices"}


def test_only_own_sources_take_a_mapping(workspace, staff: Path) -> None:
    with pytest.raises(UsageError, match="no list of your own “un_sc”"):
        own_lists.import_own(workspace, "un_sc", [staff], BY_NAME)


def test_a_removed_list_is_out_of_use(workspace, staff: Path) -> None:
    own_lists.add_own(workspace, STAFF, [staff], BY_NAME)
    user_sources.remove_source(workspace, "staff", reason="no longer needed")
    with workspace.database.read() as uow:
        assert [v.state for v in uow.lists.versions()] == [VersionState.SUPERSEDED]
    (event,) = events_of(workspace, EventType.LIST_DEACTIVATED)
    assert event.data["reason"] == "no longer needed"
    assert own_lists.mapping_of_source(workspace, "staff") is None
    # Its code is free again, and its reader is the usual one.
    user_sources.add_source(workspace, STAFF)
    with pytest.raises(ListRefused):
        lists.import_list(workspace, "staff", [staff])


def test_templates_are_saved_replaced_and_forgotten(workspace) -> None:
    assert own_lists.templates(workspace) == {}
    own_lists.save_template(workspace, "  Desk   lists ", BY_NAME, reason="for the desk")
    own_lists.save_template(workspace, "Desk lists", BY_NAME)  # equal: nothing to record
    other = replace(BY_NAME, separator="|")
    own_lists.save_template(workspace, "another", other)
    assert own_lists.templates(workspace) == {"another": other, "Desk lists": BY_NAME}
    assert own_lists.template_named(workspace, "another") == other
    own_lists.save_template(workspace, "another", BY_NAME)
    own_lists.remove_template(workspace, "another")
    assert own_lists.templates(workspace) == {"Desk lists": BY_NAME}
    events = events_of(workspace, EventType.TEMPLATE_CHANGED)
    assert [event.object_id for event in events] == ["Desk lists", "another", "another", "another"]
    assert events[0].data["reason"] == "for the desk"
    assert events[-1].data["after"] is None


def test_templates_that_cannot_be(workspace, monkeypatch) -> None:
    for name in ("", " ", "x" * 121):
        with pytest.raises(UsageError, match="1 to 120"):
            own_lists.save_template(workspace, name, BY_NAME)
    with pytest.raises(UsageError, match="no template “desk”") as none:
        own_lists.template_named(workspace, "desk")
    assert none.value.todo == "None was saved yet."
    with pytest.raises(UsageError, match="no template “desk”"):
        own_lists.remove_template(workspace, "desk")
    own_lists.save_template(workspace, "one", BY_NAME)
    with pytest.raises(UsageError, match="“two”") as other:
        own_lists.template_named(workspace, "two")
    assert other.value.todo == "Use one of: one."
    monkeypatch.setattr(own_lists, "MAX_TEMPLATES", 1)
    with pytest.raises(BadInput, match="1 templates already"):
        own_lists.save_template(workspace, "two", BY_NAME)
    assert list(own_lists.templates(workspace)) == ["one"]
