"""Reports of screenings and list versions: complete, literal, loud about gaps, equal bytes."""

from __future__ import annotations

import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.bootstrap import open_workspace
from app.domain.dates import PartialDate
from app.domain.errors import EnvironmentFault, NotFound, UsageError
from app.domain.identifiers import Identifier, IdentifierType
from app.domain.match import Check, Level
from app.domain.screening import Candidate, CheckState, ScreeningRecord
from app.domain.subject import Subject, SubjectType
from app.reports.document import Cell, Facts, Notice, Report, Table
from app.services import list_versions, lists, report_files, reports, screening
from app.services.demo import load_demo_lists
from app.services.report_lists import Statement, statement
from app.services.report_nearest import shortfalls
from app.services.report_parts import AuditFacts, Organisation, Setting
from app.services.report_screening import is_certificate, screening_report
from app.services.screening import ScreeningRequest
from app.services.workspace import Workspace

ATHENS = ZoneInfo("Europe/Athens")
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
MARKUP = '<img src=/etc/passwd> <b>Quorlath</b> =HYPERLINK("x") a<b & c'


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace with the demonstration lists; nothing of it is changed by a test."""
    opened = open_workspace(tmp_path_factory.mktemp("desk"))
    opened.clock = lambda: NOW
    load_demo_lists(opened)
    yield opened
    opened.close()


def _screen(desk: Workspace, name: str, *, checks: tuple[Check, ...] = (), **facts: object) -> str:
    subject = Subject(SubjectType.INDIVIDUAL, name, **facts)
    wanted = {"checks": checks} if checks else {}
    return screening.screen(desk, ScreeningRequest(subject, **wanted)).screening_id


def _texts(report: Report) -> str:
    """Everything that a report says, in one text."""
    return repr(report)


def _rows(report: Report, title: str) -> list[tuple[str, ...]]:
    for section in report.sections:
        if section.title == title:
            table = next(block for block in section.blocks if isinstance(block, Table))
            return [
                tuple(cell.words() if isinstance(cell, Cell) else cell for cell in row)
                for row in table.rows
            ]
    return []


def _pdf_text(content: bytes, tmp_path: Path) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext (poppler-utils)")
    path = tmp_path / "read.pdf"
    path.write_bytes(content)
    ran = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return ran.stdout.decode()


def test_a_hit_is_told_with_its_evidence_and_everything_that_it_rests_on(
    desk: Workspace, tmp_path: Path
) -> None:
    key = _screen(desk, "Oscar Ashworht Hefe", date_of_birth=PartialDate(1970))
    made = reports.report_of_screening(desk, key, zone=ATHENS)
    record = screening.record(desk, key)
    text = _pdf_text(made.content, tmp_path)
    flat = " ".join(text.split())
    assert "Screening report: Oscar Ashworht Hefe" in flat
    assert "20 Nov 2026, 11:30 EET" in flat
    assert "all times in Europe/Athens" in flat
    match = record.matches[0]
    assert f"{match.name_score:.3f}" in flat
    assert "10 years apart" in flat
    for used in record.lists:
        assert used.sha256[:36] in text
        assert used.sha256 in _texts(made.report)
    with desk.database.read() as uow:
        digest = uow.screenings.digest(key)
        events = uow.audit.of_object("screening", key)
    assert digest[:16] in flat
    assert f"event {events[0].seq:,}" in flat
    assert "Demonstration" not in flat or "demonstration" in flat
    assert "Sample data, all listed names invented" in flat
    assert desk.actor.split()[0] in flat
    assert "Page 1 of 2" in flat
    assert made.name == f"screendesk-{key}-2026-11-20.pdf"


def test_the_same_record_gives_the_same_bytes_today_and_later(desk: Workspace) -> None:
    key = _screen(desk, "Oscar Ashworht Hefe")
    first = reports.report_of_screening(desk, key, zone=ATHENS).content
    clock = desk.clock
    desk.clock = lambda: datetime(2027, 3, 1, tzinfo=UTC)
    try:
        reports.report_of_screening(desk, _screen(desk, "Someone Quorlath"))
        assert reports.report_of_screening(desk, key, zone=ATHENS).content == first
    finally:
        desk.clock = clock


def test_no_hit_is_a_certificate_that_says_why_the_nearest_fell_short(desk: Workspace) -> None:
    key = _screen(desk, "Ashworth")
    made = reports.report_of_screening(desk, key, zone=ATHENS)
    record = screening.record(desk, key)
    assert not record.open_matches()
    assert made.report.title == "No-hit certificate: Ashworth"
    assert made.name.startswith("screendesk-no-hit-scr_")
    assert record.nearest, "a name that is meant to come near"
    rows = _rows(made.report, "Nearest names below the line")
    assert len(rows) == len(record.nearest)
    assert rows[0][3] == f"{record.nearest[0].name_score:.3f} of {record.floor:g}"
    assert "alike" in rows[0][4] or "listed name" in rows[0][4]


def test_a_check_that_was_not_run_is_no_part_of_a_certificate(desk: Workspace) -> None:
    checks = (Check.SANCTIONS, Check.ADVERSE_MEDIA)
    key = _screen(desk, "Quorlath Vennimar", checks=checks)
    made = reports.report_of_screening(desk, key)
    notices = [block for block in made.report.front if isinstance(block, Notice)]
    assert any(notice.title == "Adverse media was not checked" for notice in notices)
    assert made.report.summary.startswith("Sanctions: no open match was found")
    assert made.report.title == "No-hit certificate for sanctions: Quorlath Vennimar"
    assert "Adverse" not in made.report.summary
    only = reports.report_of_screening(
        desk, _screen(desk, "Quorlath Vennimar", checks=(Check.ADVERSE_MEDIA,))
    )
    assert only.report.title.startswith("Screening report:")
    assert "No check ran, so nothing was searched." in _texts(only.report)


def test_markup_and_formulas_are_printed_literally(desk: Workspace, tmp_path: Path) -> None:
    made = reports.report_of_screening(desk, _screen(desk, MARKUP))
    flat = " ".join(_pdf_text(made.content, tmp_path).split())
    assert MARKUP in flat
    for action in (b"/URI", b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/Annots", b"/Image /"):
        assert action not in made.content


def _many(record: ScreeningRecord, count: int) -> ScreeningRecord:
    match = record.matches[0]
    matches = tuple(
        replace(match, list_entry_id=f"Q-{n}", match_id=f"mat_{n}", evidence=match.evidence[:2])
        for n in range(count)
    )
    dropped = replace(
        match, level=Level.DISCARDED, reason="Two fields contradict.", exception_id="exc_1"
    )
    return replace(record, matches=(*matches, dropped, replace(dropped, exception_id="")))


def test_three_hundred_matches_go_over_pages_with_their_head(
    desk: Workspace, tmp_path: Path
) -> None:
    record = _many(screening.record(desk, _screen(desk, "Oscar Ashworht Hefe")), 300)
    setting = Setting(Organisation(), ATHENS, "ab" * 32, AuditFacts(3, 9, ("root 7ac9",)))
    report = screening_report(record, setting, desk.tables)
    made = reports.made("x.pdf", report)
    text = _pdf_text(made.content, tmp_path)
    assert text.count("Name on list") >= 6
    assert "Q-299" in text
    flat = " ".join(text.split())
    assert "events 3 to 9" in flat
    assert "root 7ac9" in flat
    assert "Excluded, exc_1: Two fields contradict." in flat


def test_texts_of_any_length_fit_their_pages(desk: Workspace, tmp_path: Path) -> None:
    record = screening.record(desk, _screen(desk, "Oscar Ashworht Hefe"))
    long = "王" * 1000
    match = replace(
        record.matches[0], primary_name="Vennimar" * 1250, list_entry_id=long, reason=long,
    )  # fmt: skip
    record = replace(
        record,
        subject=replace(record.subject, name=long, external_id=long, place_of_birth=long),
        matches=(match, replace(match, level=Level.DISCARDED)),
        nearest=(Candidate("un_sc", long, "x" * 10_000, 0.7),),
        warnings=(long,) * 9,
        actor=long,
    )
    made = reports.made(
        "x.pdf", screening_report(record, Setting(Organisation(), UTC, ""), desk.tables)
    )
    text = "".join(_pdf_text(made.content, tmp_path).split())
    assert text.count("x") >= 10_000
    assert "…" in text


def test_everything_that_lacked_is_loud(desk: Workspace) -> None:
    record = screening.record(desk, _screen(desk, "Quorlath Vennimar"))
    run = replace(record.checks[0], missing=("eu_fsf",), stale=("un_sc",), held=("gb_fcdo",))
    record = replace(
        record,
        checks=(run, *record.checks[1:]),
        warnings=("The passport number is odd.",),
        lists=(replace(record.lists[0], is_stale=True, age_days=41), *record.lists[1:]),
        error="it stopped",
    )
    setting = Setting(Organisation(), UTC, "")
    report = screening_report(record, setting, desk.tables)
    titles = [block.title for block in report.front if isinstance(block, Notice)]
    assert titles == [
        "Sanctions: 1 list not loaded",
        "Sanctions: stale lists were searched",
        "Sanctions: a newer version was not in use",
        "Noted about the subject",
    ]
    assert "41 days, stale" in _texts(report)
    assert "it stopped" in _texts(report)
    assert run.state is CheckState.COMPLETED
    assert is_certificate(record)


def test_why_a_name_fell_short_names_the_words(desk: Workspace) -> None:
    record = screening.record(desk, _screen(desk, "Ashworth"))
    near = record.nearest[0]
    odd = replace(near, name="…", name_score=0.1)
    other = replace(near, name="Completely Different Person Of Many More Words Here")
    found = shortfalls(replace(record, nearest=(near, odd, other)), desk.tables)
    assert all(item.why.endswith(".") for item in found)
    assert found[0].line == record.floor
    assert found[1].why == "The names share no word that can be compared."
    assert "more words differ" in found[2].why
    assert "another spelling of the entry came nearest" in found[2].why
    company = replace(
        record,
        subject=Subject(SubjectType.ENTITY, "Halcyon Trading 3"),
        nearest=(replace(near, name="Halcyon Trading 4"),),
        profile="an older profile",
        lists=(),
    )
    assert shortfalls(company, desk.tables)[0].why


def test_reports_are_written_whole_private_and_never_over_another(
    desk: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = reports.report_of_screening(desk, _screen(desk, "Quorlath Vennimar"))
    path = reports.write_report(made, tmp_path)
    assert path.name == made.name
    assert path.read_bytes() == made.content
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(UsageError, match="already a file"):
        reports.write_report(made, path)
    assert reports.write_report(made, path, over=True) == path
    with pytest.raises(UsageError, match="no folder"):
        reports.write_report(made, tmp_path / "none" / "x.pdf")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(report_files.os, "fsync", refuse)
    with pytest.raises(EnvironmentFault, match="No space left"):
        reports.write_report(made, tmp_path / "full.pdf")
    assert [file.name for file in tmp_path.iterdir()] == [made.name]


def test_an_unknown_screening_is_not_found(desk: Workspace) -> None:
    with pytest.raises(NotFound):
        reports.report_of_screening(desk, "scr_none")


def test_a_statement_tells_a_list_version_and_who_took_it_into_use(
    workspace: Workspace, un_file: Callable[..., Path], tmp_path: Path
) -> None:
    first = lists.import_list(workspace, "un_sc", [un_file()]).version
    held = lists.import_list(workspace, "un_sc", [un_file(size=20, date="2026-11-19")]).version
    list_versions.choose(workspace, held.version_id, "Confirmed with the publisher.")
    made = reports.statement_of_list(workspace, "un_sc", zone=ATHENS)
    flat = " ".join(_pdf_text(made.content, tmp_path).split())
    assert held.sha256 in flat.replace(" ", "")
    assert "Confirmed with the publisher." in flat
    assert "List activated" in flat
    assert "failed" in flat
    assert workspace.actor.split()[0] in flat
    assert "https://" in flat
    again = reports.statement_of_list(workspace, "un_sc", zone=ATHENS)
    assert again.content == made.content
    older = reports.statement_of_list(workspace, "un_sc", first.version_id)
    assert "Superseded" in _texts(older.report)
    with pytest.raises(NotFound):
        reports.statement_of_list(workspace, "un_sc", 999)
    with pytest.raises(NotFound, match="No version"):
        reports.statement_of_list(workspace, "eu_fsf")
    with pytest.raises(UsageError):
        reports.statement_of_list(workspace, "nowhere")


def test_the_version_of_a_day_is_the_one_that_was_in_use_then(
    workspace: Workspace, un_file: Callable[..., Path]
) -> None:
    first = lists.import_list(workspace, "un_sc", [un_file()]).version
    workspace.clock = lambda: datetime(2026, 11, 25, 12, tzinfo=UTC)
    second = lists.import_list(workspace, "un_sc", [un_file(date="2026-11-24")]).version
    for day, version in ((21, first), (24, first), (25, second), (30, second)):
        made = reports.statement_of_list(workspace, "un_sc", on=date(2026, 11, day), zone=ATHENS)
        assert made.report.reference == f"un_sc/{version.seq}", day
    with pytest.raises(NotFound, match="was in use on 2026-11-19"):
        reports.statement_of_list(workspace, "un_sc", on=date(2026, 11, 19), zone=ATHENS)


def test_a_statement_bears_an_event_that_tells_no_reason(desk: Workspace) -> None:
    with desk.database.read() as uow:
        version = uow.lists.versions("un_sc")[0]
        events = tuple(uow.audit.of_object("list_version", str(version.version_id)))
    source = next(one for one in desk.catalogue if one.source == "un_sc")
    odd = (replace(events[0], after="no JSON"), replace(events[1], after="[1]"))
    content = Statement(source, version, (version,) * 70, odd, NOW)
    told = _texts(statement(content, Setting(Organisation(), UTC, version.sha256)))
    assert "10 older versions not shown." in told


def test_what_is_rare_in_a_record_is_printed_too(desk: Workspace) -> None:
    record = screening.record(desk, _screen(desk, "Test PEP Person", nationality="NG"))
    match = replace(record.matches[0], lapsed_exception_id="exc_09", evidence=())
    other = Candidate("pep_global", "Q-1", "Quorlath Vennimar Ltd", 0.97)
    lower = replace(record.risk.factors[0], contribution=-20.0, explanation="")
    record = replace(
        record, matches=(match,), other_types=(other,),
        risk=replace(record.risk, factors=(*record.risk.factors, lower)),
        subject=replace(
            record.subject,
            identifiers=(Identifier(IdentifierType.PASSPORT, "K01938442", "CY"),),
        ),
    )  # fmt: skip
    told = _texts(screening_report(record, Setting(Organisation(), UTC, "ab" * 32), desk.tables))
    for words in ("The exception exc_09 no longer holds.", "Listed as another kind of party",
                  "Quorlath Vennimar Ltd", "Political exposure", "K01938442 (CY)",
                  "−20"):  # fmt: skip
        assert words in told, words


def test_a_stale_or_demonstration_list_is_called_so(desk: Workspace, workspace: Workspace,
                                                    un_file: Callable[..., Path]) -> None:  # fmt: skip
    demo = reports.statement_of_list(desk, "un_sc")
    assert any(isinstance(b, Notice) and "demonstration" in b.title for b in demo.report.front)
    lists.import_list(workspace, "un_sc", [un_file(date="2025-01-02")])
    stale = reports.statement_of_list(workspace, "un_sc")
    assert any(isinstance(b, Notice) and "stale" in b.title for b in stale.report.front)


def test_facts_of_the_subject_stand_in_the_report(desk: Workspace) -> None:
    key = _screen(desk, "Quorlath Vennimar", nationality="CY", external_id="C-77",
                  place_of_birth="Limassol")  # fmt: skip
    report = reports.report_of_screening(desk, key).report
    rows = [
        row
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Facts)
        for row in block.rows
    ]
    assert ("Nationality", "Cyprus") in rows
    assert ("Customer", "C-77") in rows
    assert ("Place of birth", "Limassol") in rows
