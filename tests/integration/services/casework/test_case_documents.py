"""Notes, documents and links of a case, and the vault that keeps the documents."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from app.domain.case import ActivityType, CaseState
from app.domain.case_file_types import FileRefused
from app.domain.errors import BadInput, DiskFull, IntegrityFault, NotFound, UsageError
from app.domain.user import NotAllowed
from app.services import audit, case_activities, case_vault, cases
from app.storage.case_files import CaseFiles

PDF = b"%PDF-1.4 invented"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(30)


def vault_files(desk) -> list[Path]:
    return sorted(path for path in (desk.workspace.data_dir / "vault").rglob("*") if path.is_file())


def vault_path(desk, content: bytes) -> Path:
    digest = hashlib.sha256(content).hexdigest()
    return Path(desk.workspace.data_dir) / "vault" / digest[:2] / digest


@pytest.mark.parametrize("kind", ["NOTE", "CALL", "EMAIL", "DOCUMENT", "MEETING"])
@pytest.mark.parametrize("state", [CaseState.OPEN, CaseState.CLOSED])
def test_people_add_lines_in_every_state(shared_desk, kind, state) -> None:
    case = shared_desk.case(state)
    made = case_activities.add_activity(
        shared_desk.workspace, case.case_id, kind, " Said <b>so</b> "
    )
    assert (made.type.value, made.content) == (kind, "Said <b>so</b>")
    assert made.actor == "ines@example.com (one-person workspace)"
    file = cases.get(shared_desk.workspace, case.case_id)
    assert file.activities[-1] == made
    assert file.case.version == case.version + 1


@pytest.mark.parametrize(
    ("kind", "content"),
    [("STATUS_CHANGE", "x"), ("note", "x"), ("", "x"), ("NOTE", " \0"), ("NOTE", "x" * 20_001)],
)
def test_facts_and_empty_notes_are_not_entered(shared_desk, kind, content) -> None:
    case = shared_desk.case()
    with pytest.raises(BadInput):
        case_activities.add_activity(shared_desk.workspace, case.case_id, kind, content)
    assert shared_desk.read(case.case_id) == case


def test_a_document_is_kept_once_by_its_content(desk, tmp_path) -> None:
    case, other = desk.case(), desk.case()
    scan = tmp_path / "C_passport scan.pdf"
    scan.write_bytes(PDF)
    first = case_activities.attach_file(
        desk.workspace, case.case_id, scan, type="passport", note="From the branch"
    )
    again = case_activities.attach_file(desk.workspace, other.case_id, PDF, "copy.pdf")
    assert (first.name, first.type, first.media_type, first.size) == (
        "C_passport scan.pdf",
        "PASSPORT",
        "application/pdf",
        len(PDF),
    )
    assert first.sha256 == again.sha256 == hashlib.sha256(PDF).hexdigest()
    (path,) = vault_files(desk)
    assert path == vault_path(desk, PDF)
    assert path.read_bytes() == PDF
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    file = cases.get(desk.workspace, case.case_id)
    assert file.attachments == (first,)
    assert file.activities[-1].type is ActivityType.DOCUMENT
    assert file.activities[-1].data["sha256"] == first.sha256
    assert file.damaged == {}
    assert case_vault.check(desk.workspace) == ()


def test_a_pasted_picture_gets_a_name_that_tells_its_type(desk) -> None:
    case = desk.case()
    made = case_activities.attach_file(desk.workspace, case.case_id, PNG, "../pasted\u202egpj.jpg")
    assert (made.name, made.media_type) == ("pastedgpj.jpg.png", "image/png")
    assert case_activities.attach_file(desk.workspace, case.case_id, PNG).name == "document.png"


def test_what_is_refused_leaves_no_trace(desk, tmp_path, monkeypatch) -> None:
    case = desk.case()
    program = tmp_path / "tool.pdf"
    program.write_bytes(b"MZ\x90\0")
    large = tmp_path / "large.pdf"
    large.write_bytes(PDF)
    before = desk.events()
    for source in (program, tmp_path, tmp_path / "none.pdf", b"", b"#!/bin/sh"):
        with pytest.raises(FileRefused):
            case_activities.attach_file(desk.workspace, case.case_id, source)
    monkeypatch.setattr(case_activities, "MAX_FILE_BYTES", 10)
    with pytest.raises(FileRefused, match="larger than"):
        case_activities.attach_file(desk.workspace, case.case_id, large)
    monkeypatch.undo()
    with pytest.raises(BadInput, match="at most 40"):
        case_activities.attach_file(desk.workspace, case.case_id, PDF, type="x" * 41)
    with pytest.raises(NotFound):
        case_activities.attach_file(desk.workspace, "cas_none", PNG)
    assert desk.events() == before
    assert vault_files(desk) in ([], [vault_path(desk, PDF)])  # an orphan at most


def test_who_only_reads_attaches_nothing(office) -> None:
    case = office.case()
    with office.as_user("otto@example.com"), pytest.raises(NotAllowed):
        case_activities.attach_file(office.workspace, case.case_id, PDF)
    assert vault_files(office) == []


@pytest.mark.parametrize(
    "url",
    ["https://docs.example.com/a.pdf", "http://example.com", "HTTPS://example.com/ü?x=1#y"],
)
def test_a_link_is_kept_as_it_is(shared_desk, url) -> None:
    case = shared_desk.case()
    made = case_activities.attach_link(
        shared_desk.workspace, case.case_id, "a.pdf", "DOCUMENT", url
    )
    assert (made.url, made.sha256, made.size) == (url, "", 0)
    with pytest.raises(UsageError, match="never fetched"):
        case_vault.content(shared_desk.workspace, made.attachment_id)


@pytest.mark.parametrize(
    "url",
    ["", "ftp://example.com/a", "file:///etc/passwd", "javascript:alert(1)", "//example.com",
     "https://ines:pw@example.com/", "https://@example.com/", "https:///a", "https://[::1/a",
     "https://example.com/a b", "https://example.com\\@evil.example", "https://exa\u202emple.com",
     "https://example.com:99999/", "https://example.com/" + "x" * 2000],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_refused(shared_desk, url) -> None:
    case = shared_desk.case()
    with pytest.raises(BadInput):
        case_activities.attach_link(shared_desk.workspace, case.case_id, "a", "DOCUMENT", url)
    assert shared_desk.read(case.case_id) == case


def test_missing_and_altered_files_are_named_and_not_opened(desk, tmp_path) -> None:
    workspace, case_id = desk.workspace, desk.case().case_id
    whole = case_activities.attach_file(workspace, case_id, b"whole", "whole.txt")
    gone = case_activities.attach_file(workspace, case_id, PDF, "gone.pdf")
    altered = case_activities.attach_file(workspace, case_id, PNG, "altered.png")
    cut = case_activities.attach_file(workspace, case_id, b"a longer text", "cut.txt")
    vault_path(desk, PDF).unlink()
    vault_path(desk, PNG).write_bytes(PNG[:-1] + b"!")
    vault_path(desk, b"a longer text").write_bytes(b"a longer")
    expected = {
        gone.attachment_id: "missing",
        altered.attachment_id: "altered",
        cut.attachment_id: "altered",
    }
    assert cases.get(workspace, case_id).damaged == expected
    problems = case_vault.check(workspace)
    assert {item.attachment_id: item.problem for item in problems} == expected
    assert "“gone.pdf”" in problems[0].text()
    assert "is missing from the vault" in problems[0].text()
    assert "was altered in the vault" in problems[1].text()
    for item in (gone, altered, cut):
        with pytest.raises(IntegrityFault, match="vault"):
            case_vault.open_copy(workspace, item.attachment_id, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert case_vault.content(workspace, whole.attachment_id) == (whole, b"whole")
    report = audit.verify(workspace)
    told = [row.seq for row in cases.trail(workspace, case_id) if gone.attachment_id in row.after]
    assert not report.ok
    assert [report.first_bad] == told
    assert [item.text() for item in problems] == list(report.notes)[-3:]
    assert report.problem == problems[0].text()
    # Attached again, what was lost or altered is whole again.
    case_activities.attach_file(workspace, case_id, PDF, "gone.pdf")
    case_activities.attach_file(workspace, case_id, PNG, "altered.png")
    assert [item.attachment_id for item in case_vault.check(workspace)] == [cut.attachment_id]


def test_a_changed_line_of_a_timeline_is_found(desk) -> None:
    workspace, case = desk.workspace, desk.case()
    note = case_activities.add_activity(workspace, case.case_id, "NOTE", "Born in 1970")
    case_activities.add_activity(workspace, case.case_id, "CALL", "Nobody at home")
    assert audit.verify(workspace).ok
    vouching = cases.trail(workspace, case.case_id)[1]
    for change, state in (
        ("UPDATE case_activities SET content = 'Born in 1971'", "not what was stored"),
        ("DELETE FROM case_activities", "gone"),
    ):
        with workspace.database.write() as uow:
            for name in ("update", "delete"):
                guard = f"DROP TRIGGER IF EXISTS case_activities_no_{name}"
                uow.connection.execute(text(guard))
            where = text(f"{change} WHERE activity_id = :key")
            uow.connection.execute(where, {"key": note.activity_id})
            uow.commit()
        report = audit.verify(workspace)
        assert (report.ok, report.first_bad) == (False, vouching.seq)
        assert report.problem == (f"the line {note.activity_id} of case {case.case_id} is {state}")


def test_copies_for_other_programs_replace_nothing(desk, tmp_path) -> None:
    workspace = desk.workspace
    made = case_activities.attach_file(workspace, desk.case().case_id, PDF, "scan.pdf")
    folder = tmp_path / "open"
    paths = [case_vault.open_copy(workspace, made.attachment_id, folder) for _ in range(3)]
    assert [path.name for path in paths] == ["scan.pdf", "scan (2).pdf", "scan (3).pdf"]
    paths[0].write_bytes(b"changed outside")
    assert case_vault.content(workspace, made.attachment_id)[1] == PDF


def test_a_folder_full_of_copies_is_said(desk, tmp_path, monkeypatch) -> None:
    made = case_activities.attach_file(desk.workspace, desk.case().case_id, PDF, "scan.pdf")
    (tmp_path / "scan.pdf").touch()
    monkeypatch.setattr(case_vault, "MAX_COPIES", 1)
    with pytest.raises(UsageError, match="too many copies"):
        case_vault.open_copy(desk.workspace, made.attachment_id, tmp_path)


def test_what_no_record_names_is_swept_after_a_day(desk) -> None:
    workspace = desk.workspace
    kept = case_activities.attach_file(workspace, desk.case().case_id, PDF, "kept.pdf")
    files = CaseFiles(workspace.data_dir)
    orphan = files.path(files.put(PNG))
    young = files.path(files.put(b"a young orphan"))
    part = orphan.with_name(".part-0123")
    part.write_bytes(b"half")
    strange = orphan.with_name("readme")
    strange.write_bytes(b"of the user")
    yesterday = time.time() - 100_000
    for path in (orphan, part, strange, files.path(kept.sha256)):
        os.utime(path, (yesterday, yesterday))
    assert case_vault.sweep(workspace) == 2
    assert set(vault_files(desk)) == {young, strange, files.path(kept.sha256)}
    # Kept again, an old orphan is young again and stays.
    os.utime(young, (yesterday, yesterday))
    files.put(b"a young orphan")
    assert case_vault.sweep(workspace) == 0


def test_a_full_disk_leaves_nothing_half(desk, monkeypatch) -> None:
    import errno

    from app.storage import case_files

    case = desk.case()

    def full(path: Path, content: bytes) -> None:
        path.write_bytes(content[:3])
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(case_files, "_write", full)
    with pytest.raises(DiskFull):
        case_activities.attach_file(desk.workspace, case.case_id, PDF)
    assert vault_files(desk) == []
    assert desk.read(case.case_id) == case


def test_a_file_that_cannot_be_read_counts_as_altered(desk) -> None:
    made = case_activities.attach_file(desk.workspace, desk.case().case_id, PDF, "a.pdf")
    path = vault_path(desk, PDF)
    path.unlink()
    path.mkdir()
    (problem,) = case_vault.check(desk.workspace)
    assert (problem.attachment_id, problem.problem) == (made.attachment_id, "altered")
    # Its size agrees, and yet it is no file.
    files = CaseFiles(desk.workspace.data_dir)
    assert files.problem(made.sha256, path.stat().st_size, is_thorough=True) == "altered"


def test_large_files_are_told_by_their_size_when_a_case_opens(desk, monkeypatch) -> None:
    workspace, case_id = desk.workspace, desk.case().case_id
    monkeypatch.setattr(case_vault, "LOOKED_AT", 10)
    made = case_activities.attach_file(workspace, case_id, PNG, "a.png")
    vault_path(desk, PNG).write_bytes(PNG[:-1] + b"!")
    assert cases.get(workspace, case_id).damaged == {}
    assert [item.attachment_id for item in case_vault.check(workspace)] == [made.attachment_id]


def test_one_document_attached_by_many_at_once_is_one_file(desk) -> None:
    workspace = desk.workspace
    wanted = [desk.case().case_id for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        made = list(
            pool.map(lambda key: case_activities.attach_file(workspace, key, PDF, "a.pdf"), wanted)
        )
    assert len({item.sha256 for item in made}) == 1
    assert vault_files(desk) == [vault_path(desk, PDF)]
    assert case_vault.check(workspace) == ()
