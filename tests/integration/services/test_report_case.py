"""The report on a case: its first page answers, the rest proves; equal bytes for an equal case."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.bootstrap import open_workspace
from app.domain.approval import ApprovalState
from app.domain.case import Activity, ActivityType, Disposition, Override
from app.domain.decision import Outcome
from app.domain.errors import NotFound
from app.domain.match import Level
from app.domain.review import ResolutionVerdict, ReviewState
from app.domain.subject import Subject, SubjectType
from app.reports.document import Notice, Report
from app.services import (
    audit_roots,
    case_activities,
    case_moves,
    cases,
    reports,
    review_resolving,
    screening,
)
from app.services.demo import load_demo_lists
from app.services.report_case import CaseContent, case_report, digest_of, size_words
from app.services.report_case_words import is_deciding, what, why
from app.services.report_parts import AuditFacts, Organisation, Setting
from app.services.screening import ScreeningRequest
from app.services.workspace import Workspace

ATHENS = ZoneInfo("Europe/Athens")
START = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
NOTE = "Owner محمد المثالي in the register; 王小明 signs. <b>&"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace with one case that was worked from its opening to its end."""
    opened = open_workspace(tmp_path_factory.mktemp("desk"))
    moment = [START]

    def clock() -> datetime:
        moment[0] += timedelta(minutes=1)
        return moment[0]

    opened.clock = clock
    load_demo_lists(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def case_id(desk: Workspace) -> str:
    """The id of the closed case."""
    subject = Subject(SubjectType.ENTITY, "Test Sanctioned Entity", "C-1042", country="IR")
    record = screening.screen(desk, ScreeningRequest(subject))
    key = cases.of_screening(desk, record.screening_id)[0].case_id
    case_moves.assign(desk, key, desk.acting_session().login)
    case_activities.add_activity(desk, key, "NOTE", NOTE)
    case_activities.attach_file(desk, key, b"%PDF-1.4 extract", "extract.pdf", note="register")
    case_activities.attach_link(desk, key, "Register", "LINK", "https://example.org/55201")
    found = [review.match_id for review in cases.get(desk, key).reviews]
    verdict = ResolutionVerdict.TRUE_POSITIVE
    review_resolving.resolve(desk, found, verdict, comment="Same registration number")
    case_moves.escalate(desk, key, "Ownership is unclear")
    case_moves.return_to_review(desk, key, "Ownership is told")
    case_moves.dispose(desk, key, "TRUE_POSITIVE", "Relation refused, funds not accepted")
    return key


def _content(desk: Workspace, case_id: str) -> CaseContent:
    file = cases.get(desk, case_id)
    with desk.database.read() as uow:
        digests = tuple(uow.screenings.digest(one.screening_id) for one in file.screenings)
    return CaseContent(file, digests, cases.trail(desk, case_id), {"x": "Some reason"})


def _report(desk: Workspace, content: CaseContent) -> Report:
    setting = Setting(Organisation(), ATHENS, "ab" * 32, AuditFacts(1, 2))
    return case_report(content, setting, desk.tables)


def _read(content: bytes, tmp_path: Path, *pages: str) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext (poppler-utils)")
    path = tmp_path / "case.pdf"
    path.write_bytes(content)
    ran = subprocess.run(["pdftotext", *pages, path, "-"], capture_output=True, check=True)
    return " ".join(ran.stdout.decode().split())


def _notices(report: Report) -> list[str]:
    return [block.title for block in report.front if isinstance(block, Notice)]


def test_the_first_page_holds_the_answer_and_the_proof(
    desk: Workspace, case_id: str, tmp_path: Path
) -> None:
    made = reports.case_report_of(desk, case_id, zone=ATHENS)
    text = _read(made.content, tmp_path, "-l", "1")
    for told in (
        "Case report: Test Sanctioned Entity", "Block", "of 1,000, critical", "True positive",
        "1. Matches and evidence", "2. How the risk score came about",
        "3. Decisions and approval", "Same registration number",
        "Relation refused, funds not accepted", "Approved by the policy, closed",
        "One-person workspace: no second person is asked.", "4. List versions used", "Evidence",
        "Audit chain", "no signed root covers it yet", "Page 1 of",
    ):  # fmt: skip
        assert told in text, told
    trail = cases.trail(desk, case_id)
    assert f"events {trail[0].seq:,} to {trail[-1].seq:,}" in text
    assert f"As of event {trail[-1].seq:,}" in text


def test_the_rest_holds_everything_of_the_case(
    desk: Workspace, case_id: str, tmp_path: Path
) -> None:
    made = reports.case_report_of(desk, case_id, zone=ATHENS)
    text = _read(made.content, tmp_path, "-f", "2")
    file = cases.get(desk, case_id)
    for told in ("Overrides and approvals", "Resolutions", "Timeline", "Attachments",
                 "Evidence of each match", "What was checked", "Parameters and record",
                 "Escalated", "Returned to review", "extract.pdf: register",
                 "https://example.org/55201", "in the register", "<b>&"):  # fmt: skip
        assert told in text, told
    assert file.attachments[0].sha256[:40] in text
    assert made.name == f"screendesk-{case_id}-v{file.case.version}.pdf"


def test_the_same_case_gives_the_same_bytes_until_it_changes(desk: Workspace, case_id: str) -> None:
    first = reports.case_report_of(desk, case_id, zone=ATHENS)
    assert reports.case_report_of(desk, case_id, zone=ATHENS).content == first.content
    other = screening.screen(desk, ScreeningRequest(Subject(SubjectType.ENTITY, "Quorlath Ltd")))
    assert other
    assert reports.case_report_of(desk, case_id, zone=ATHENS).content == first.content
    case_activities.add_activity(desk, case_id, "CALL", "Called once more.")
    changed = reports.case_report_of(desk, case_id, zone=ATHENS)
    assert changed.content != first.content


def test_a_signed_root_is_printed(desk: Workspace, case_id: str, tmp_path: Path) -> None:
    case_activities.add_activity(desk, case_id, "CALL", "Before the signature.")
    audit_roots.sign_due(desk, today=True)
    made = reports.case_report_of(desk, case_id)
    text = _read(made.content, tmp_path, "-l", "1")
    assert "Ed25519 key" in text
    assert audit_roots.key_fingerprint(desk) in text


def test_an_unknown_case_is_not_found(desk: Workspace) -> None:
    with pytest.raises(NotFound):
        reports.case_report_of(desk, "cas_none")


def test_what_waits_or_is_damaged_is_loud(desk: Workspace, case_id: str) -> None:
    content = _content(desk, case_id)
    file = content.file
    waiting = replace(file.approvals[0], state=ApprovalState.PENDING, named="ruth@example.org")
    case = replace(file.case, open_matches=2, decision=Outcome.APPROVE, closed_at=None,
                   disposition=Disposition.TRUE_POSITIVE, assigned_to="")  # fmt: skip
    case = replace(case, state=type(case.state).IN_REVIEW)
    key = file.attachments[0].attachment_id
    made = Override("ovr_1", case_id, Outcome.BLOCK, Outcome.APPROVE, "checked", "", "ines",
                    START, is_laxer=True, approval=waiting)  # fmt: skip
    changed = replace(
        file,
        case=case,
        approvals=(waiting, replace(waiting, named="")),
        overrides=(made, replace(made, approval=None, is_laxer=False)),
        damaged={key: "altered", "att_x": "missing"},
    )
    report = _report(desk, replace(content, file=changed))
    assert _notices(report) == [
        "Waits for a second person",
        "The file extract.pdf is altered",
        "The file att_x is missing",
        "2 matches have no resolution yet",
    ]
    told = repr(report)
    for words in ("Overridden; the machine said block", "True positive (proposed)", "nobody",
                  "Block to approve, laxer", "waits for ruth@example.org", "none asked",
                  "waits for any reviewer", "(altered)"):  # fmt: skip
        assert words in told, words


def test_many_matches_and_screenings_are_all_there(desk: Workspace, case_id: str) -> None:
    content = _content(desk, case_id)
    record = content.file.screenings[0]
    match = record.matches[0]
    many = tuple(replace(match, match_id=f"mat_{n}", list_entry_id=f"Q-{n}") for n in range(15))
    excluded = replace(match, level=Level.DISCARDED, exception_id="exc_01", match_id="mat_x")
    review = content.file.reviews[0]
    reviews = (
        review,
        replace(review, match_id="mat_0", state=ReviewState.SUPERSEDED),
        replace(review, match_id="mat_1", verdict=None, state=ReviewState.OPEN, reason_code="x"),
    )
    newest = replace(record, screening_id="scr_new", matches=(*many, excluded))
    file = replace(content.file, screenings=(record, newest), reviews=reviews, attachments=())
    report = _report(desk, replace(content, file=file, digests=("aa" * 32, "bb" * 32)))
    told = repr(report)
    titles = [section.title for section in report.sections]
    for words in ("4 more matches further below.", "Found again later", "Not reviewed",
                  "Excluded, exc_01", "Some reason", "Nothing is attached."):  # fmt: skip
        assert words in told, words
    assert f"An earlier screening ({record.screening_id})" in titles
    assert "List versions used (scr_new)" in titles
    empty = replace(file, screenings=(replace(record, matches=()),), reviews=(), approvals=())
    none = _report(desk, replace(content, file=empty, trail=(), digests=("aa" * 32,)))
    assert "No match was found; the case was opened by hand." in repr(none)
    assert not any(section.title == "Resolutions" for section in none.sections)


def test_the_fingerprint_covers_records_files_and_trail(desk: Workspace, case_id: str) -> None:
    content = _content(desk, case_id)
    digest = digest_of(content)
    assert digest == digest_of(content)
    assert digest != digest_of(replace(content, digests=("00" * 32,)))
    assert digest != digest_of(replace(content, trail=()))
    fewer = replace(content.file, attachments=())
    assert digest != digest_of(replace(content, file=fewer))


def test_related_cases_are_named_but_not_what_became_of_them(desk: Workspace, case_id: str) -> None:
    content = _content(desk, case_id)
    case = content.file.case
    before = replace(case, case_id="cas_old", created_at=START)
    after = replace(case, case_id="cas_new", created_at=content.as_of + timedelta(days=1))
    report = _report(desk, replace(content, file=replace(content.file, earlier=(after, before))))
    related = next(s for s in report.sections if s.title == "Related cases")
    assert "cas_old" in repr(related)
    assert "cas_new" not in repr(related)


def _activity(kind: ActivityType, content: str = "", **data: object) -> Activity:
    return Activity("act_1", "cas_1", START, "ines", kind, content, data)


@pytest.mark.parametrize(
    ("activity", "told"),
    [
        (_activity(ActivityType.OPENED), "Case opened"),
        (_activity(ActivityType.ASSIGNED, assigned_to="ruth"), "Assigned to ruth"),
        (_activity(ActivityType.ASSIGNED, assigned_to=""), "Given back"),
        (_activity(ActivityType.STATUS_CHANGE), "State changed"),
        (_activity(ActivityType.STATUS_CHANGE, **{"from": "CLOSED", "to": "IN_REVIEW"}),
         "Reopened"),
        (_activity(ActivityType.STATUS_CHANGE, **{"from": "OPEN", "to": "IN_REVIEW"}),
         "To in review"),
        (_activity(ActivityType.APPROVAL, decided_by="ruth", to="CLOSED"),
         "Approved by a second person, closed"),
        (_activity(ActivityType.APPROVAL, decided_by="ruth", to="IN_REVIEW"),
         "Refused by a second person, back in review"),
        (_activity(ActivityType.APPROVAL, decided_by="policy"), "Decided by the policy"),
        (_activity(ActivityType.RESOLUTION, matches=["a", "b"]), "2 matches joined the case"),
        (_activity(ActivityType.DISPOSITION), "Disposition proposed"),
        (_activity(ActivityType.SCREENING), "Screened again"),
        (_activity(ActivityType.OVERRIDE), "Decision overridden"),
        (
            _activity(ActivityType.OVERRIDE, new_decision="APPROVE", approval="REFUSED"),
            "Override to approve refused",
        ),
        (_activity(ActivityType.CHANGED), "Changed"),
        (_activity(ActivityType.LINK), "Linked"),
        (
            _activity(ActivityType.LINK, other_id="cas_2", relation="SAME_PARTY"),
            "Linked with cas_2 (same party)",
        ),
        (_activity(ActivityType.LINK, other_id="cas_2", relation=""), "Untied from cas_2"),
        (
            _activity(
                ActivityType.CHANGED,
                changes={"tags": [[], ["a", "b"]], "due_at": ["2026-11-20T07:00:00+00:00", None]},
            ),
            "Changed: tags none to a, b; due at 2026-11-20 to none",
        ),
        (_activity(ActivityType.SCREENING, outcome="BLOCK"), "Screened again (block)"),
        (_activity(ActivityType.EMAIL), "Email"),
        (_activity(ActivityType.DOCUMENT, url="https://x"), "Link kept"),
    ],
)  # fmt: skip
def test_every_kind_of_line_has_its_words(activity: Activity, told: str) -> None:
    assert what(activity) == told


def test_why_is_what_was_written() -> None:
    assert why(_activity(ActivityType.OPENED, "by hand")) == "by hand"
    assert why(_activity(ActivityType.OPENED, matches=1)) == "1 match"
    assert why(_activity(ActivityType.DOCUMENT, "", name="a.pdf")) == "a.pdf"
    assert not is_deciding(_activity(ActivityType.NOTE))
    assert not is_deciding(_activity(ActivityType.RESOLUTION, matches=["a"]))


def test_sizes_have_units() -> None:
    assert [size_words(n) for n in (1, 25, 2048, 1_500_000)] == [
        "1 byte", "25 bytes", "2.0 KB", "1.4 MB",
    ]  # fmt: skip
