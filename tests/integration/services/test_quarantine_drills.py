"""Bad updates of real lists: each is held or refused, and screening goes on with the last good
version, which says so."""

from __future__ import annotations

import re
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.domain.errors import ListRefused
from app.domain.lists import SourceState, VersionState
from app.domain.match import Check
from app.domain.subject import Subject, SubjectType
from app.services import list_shapes, lists, result_shape, screening
from app.services.matching_index import prepare_index

pytestmark = pytest.mark.samples
PERSON = re.compile(r"<INDIVIDUAL>.*?</INDIVIDUAL>\s*", re.DOTALL)
ENTITY = re.compile(r"<ENTITY>.*?</ENTITY>\s*", re.DOTALL)
UN, SDN = "un_sc/consolidated.xml", "us_ofac_sdn/same-day-set-2021-07"
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SET = ("sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv")


def state_of(workspace, source: str):
    return next(each for each in lists.status(workspace) if each.source.source == source)


class Good:
    """A real list that is active, and a party of it that screenings find."""

    def __init__(self, workspace, source: str) -> None:
        self.workspace, self.source = workspace, source
        self.version = state_of(workspace, source).active
        with workspace.database.read() as uow:
            entry = next(e for _, e in uow.lists.iter_entries([self.version.version_id]))
        self.entry_id = entry.entry_id
        self.subject = Subject(SubjectType(entry.type.value), entry.primary_name)
        self.require_in_use()

    def screened(self):
        request = screening.ScreeningRequest(self.subject, (Check.SANCTIONS,))
        return screening.screen(self.workspace, request)

    def require_in_use(self, *, is_held: bool = False) -> None:
        """Screening goes on with this version, and says whether a newer one waits."""
        record = self.screened()
        assert self.entry_id in {m.list_entry_id for m in record.matches if m.source == self.source}
        (used,) = (item for item in record.lists if item.source == self.source)
        assert used.version_id == self.version.version_id
        (run,) = record.checks
        assert run.held == ((self.source,) if is_held else ())
        value = result_shape.screening_result(record)["checks"][0]
        assert value["held"] == list(run.held)

    def require_held(self, version, *names: str) -> None:
        """The version waits for the checks of these names, and is shown with them."""
        assert version.state is VersionState.QUARANTINED
        failed = {check.name for check in version.checks if not check.ok}
        assert set(names) <= failed, failed
        status = state_of(self.workspace, self.source)
        assert (status.state, status.held) == (SourceState.QUARANTINED, version)
        assert status.active.version_id == self.version.version_id
        (shown,) = (
            each
            for each in list_shapes.lists_status([status])["sources"]
            if each["source"] == self.source
        )
        told = {check["name"] for check in shown["held"]["checks"] if not check["ok"]}
        assert set(names) <= told
        assert not shown["ok"]
        self.require_in_use(is_held=True)


def imported(folder: Path, source: str, files: list[Path]) -> Path:
    """A data folder in which these files are the active version, with its index."""
    workspace = open_workspace(folder)
    workspace.clock = lambda: NOW
    assert lists.import_list(workspace, source, files).version.state is VersionState.ACTIVE
    prepare_index(workspace)
    workspace.close()
    return folder


@pytest.fixture(scope="module")
def un_folder(tmp_path_factory, samples) -> Path:
    return imported(tmp_path_factory.mktemp("un") / "data", "un_sc", [samples / UN])


@pytest.fixture(scope="module")
def sdn_folder(tmp_path_factory, samples) -> Path:
    files = [samples / SDN / name for name in SET]
    return imported(tmp_path_factory.mktemp("sdn") / "data", "us_ofac_sdn", files)


@pytest.fixture
def un(data_dir, un_folder, request) -> Good:
    shutil.copytree(un_folder, data_dir)
    return Good(request.getfixturevalue("workspace"), "un_sc")


@pytest.fixture
def sdn(data_dir, sdn_folder, request) -> Good:
    shutil.copytree(sdn_folder, data_dir)
    return Good(request.getfixturevalue("workspace"), "us_ofac_sdn")


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "update.xml"
    file.write_text(text, encoding="utf-8")
    return file


def test_half_of_the_un_list(un, workspace, samples, tmp_path) -> None:
    text = (samples / UN).read_text(encoding="utf-8")
    for found in (PERSON.findall(text), ENTITY.findall(text)):
        for record in found[1::2]:
            text = text.replace(record, "", 1)
    report = lists.import_list(workspace, "un_sc", [written(tmp_path, text)])
    un.require_held(report.version, "size against the active version",
                    "kinds of parties against the active version")  # fmt: skip
    assert "shrank 50%" in report.problems[0] or any("shrank 50%" in p for p in report.problems)


def test_the_un_list_cut_off_in_the_middle(un, workspace, samples, tmp_path) -> None:
    raw = (samples / UN).read_bytes()
    file = tmp_path / "cut.xml"
    file.write_bytes(raw[: len(raw) // 2])
    with pytest.raises(ListRefused):
        lists.import_list(workspace, "un_sc", [file])
    assert state_of(workspace, "un_sc").active == un.version
    un.require_in_use()


def test_the_un_list_without_its_individuals(un, workspace, samples, tmp_path) -> None:
    text = PERSON.sub("", (samples / UN).read_text(encoding="utf-8"))
    report = lists.import_list(workspace, "un_sc", [written(tmp_path, text)])
    un.require_held(report.version, "entry types", "entries",
                    "kinds of parties against the active version")  # fmt: skip
    assert any("individuals 733 -> 0" in problem for problem in report.problems)


def test_the_un_list_without_dates_of_birth(un, workspace, samples, tmp_path) -> None:
    text = (samples / UN).read_text(encoding="utf-8")
    text = re.sub(
        r"<INDIVIDUAL_DATE_OF_BIRTH>.*?</INDIVIDUAL_DATE_OF_BIRTH>", "", text, flags=re.DOTALL
    )
    report = lists.import_list(workspace, "un_sc", [written(tmp_path, text)])
    un.require_held(report.version, "dates of birth filled",
                    "fields filled against the active version")  # fmt: skip


def test_an_older_un_list(un, workspace, samples) -> None:
    file = samples / "un_sc/older/consolidated_watchman_2026-02.xml"
    report = lists.import_list(workspace, "un_sc", [file])
    un.require_held(report.version, "date against the active version")


def test_the_ofac_list_cut_to_half(sdn, workspace, samples, tmp_path) -> None:
    files = []
    for name in SET:
        lines = (samples / SDN / name).read_bytes().splitlines(keepends=True)
        file = tmp_path / name
        file.write_bytes(b"".join(lines[: len(lines) // 2 if name == "sdn.csv" else None]))
        files.append(file)
    report = lists.import_list(workspace, "us_ofac_sdn", files)
    sdn.require_held(report.version, "whole file", "size against the active version")
    with_mark = tmp_path / "sdn.csv"
    with_mark.write_bytes(with_mark.read_bytes() + b"\x1a\r\n")
    report = lists.import_list(workspace, "us_ofac_sdn", files)
    sdn.require_held(report.version, "size against the active version")


def test_the_ofac_list_without_its_aliases(sdn, workspace, samples) -> None:
    files = [samples / SDN / name for name in SET if name != "alt.csv"]
    report = lists.import_list(workspace, "us_ofac_sdn", files)
    sdn.require_held(report.version, "files of the set", "names against the active version")


def test_the_file_of_another_source(un, workspace, samples) -> None:
    with pytest.raises(ListRefused, match="not UN SC"):
        lists.import_list(workspace, "un_sc", [samples / "us_ofac_cons/CONS_ENHANCED.XML"])
    others = [samples / "us_ofac_cons" / f"cons_{part}.csv" for part in ("prim", "alt", "add")]
    with pytest.raises(ListRefused, match="not UN SC"):
        lists.import_list(workspace, "un_sc", others)
    with pytest.raises(ListRefused, match="not OFAC SDN"):
        lists.import_list(workspace, "us_ofac_sdn", others)
    un.require_in_use()


def test_the_file_of_another_source_of_the_same_form(workspace, samples, tmp_path) -> None:
    """All PEP lists have one form: what tells them apart is whom they name."""
    folder = samples / "opensanctions/sa_wiki_peps"
    good = lists.import_list(workspace, "pep_global", [folder / "entities.ftm.json"]).version
    if good.state is not VersionState.ACTIVE:  # the sample is smaller than the real list
        from app.services import list_versions

        good = list_versions.choose(workspace, good.version_id, "A small list for the drill.")
    other = tmp_path / "other.json"
    text = (folder / "entities.ftm.json").read_text(encoding="utf-8")
    other.write_text(re.sub(r'"(NK|Q|sa|wd)', r'"other-\1', text), encoding="utf-8")
    held = lists.import_list(workspace, "pep_global", [other]).version
    failed = {check.name: check.measured for check in held.checks if not check.ok}
    assert "entries known from the active version" in failed
    assert state_of(workspace, "pep_global").active.version_id == good.version_id


def test_a_malformed_file_is_refused_with_its_line(un, workspace, samples) -> None:
    file = samples / "un_sc/older/malformed_consolidated_2025-08-16.xml"
    with pytest.raises(ListRefused) as caught:
        lists.import_list(workspace, "un_sc", [file])
    assert "53" in caught.value.message + caught.value.details
    un.require_in_use()


def test_a_bomb_of_two_gigabytes(un, workspace, tmp_path) -> None:
    bomb = tmp_path / "update.zip"
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("consolidated.xml", "w", force_zip64=True) as packed,
    ):
        blanks = b" " * (16 << 20)
        packed.write(b"<CONSOLIDATED_LIST>")
        for _ in range(128):
            packed.write(blanks)
    assert bomb.stat().st_size < 20 << 20
    with pytest.raises(ListRefused, match="unpacks to more than"):
        lists.import_list(workspace, "un_sc", [bomb])
    assert state_of(workspace, "un_sc").versions == (un.version,)
    un.require_in_use()
