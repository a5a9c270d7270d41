"""Rows of a case that were changed past the services are found by the fingerprints of the trail."""

from __future__ import annotations

import pytest
from sqlcipher3 import dbapi2

from app.domain.case import CaseState
from app.domain.decision import Outcome
from app.services import audit, case_activities, case_moves

TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
COPY = {
    "case_dispositions": "disposition_id, case_id, disposition, reason, made_by, at",
    "case_overrides": "override_id, case_id, original_decision, new_decision, is_laxer, reason,"
    " named, made_by, at",
    "case_attachments": "attachment_id, case_id, name, type, sha256, size, media_type, url, note,"
    " actor, at",
}


def written(desk, statement: str) -> None:
    """Write past the services and their triggers, as another program could."""
    connection = dbapi2.connect(str(desk.workspace.database.path), isolation_level=None)
    for (name,) in connection.execute(TRIGGERS).fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    assert connection.execute(statement).rowcount > 0
    connection.close()


def worked(desk) -> None:
    """A case with a disposition, an override that counts, a document and a link."""
    case = desk.case(CaseState.CLOSED, outcome=Outcome.REVIEW_REQUIRED)
    case_moves.override(desk.workspace, case.case_id, "REVIEW_REQUIRED", "BLOCK", "Too close")
    case_activities.attach_file(desk.workspace, case.case_id, b"Some plain text.\n", "a.txt")
    case_activities.attach_link(desk.workspace, case.case_id, "Act", "DOC", "https://acts.example/")
    assert audit.verify(desk.workspace).ok


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE case_dispositions SET reason = 'Else'", "disposition dsp_"),
        ("UPDATE case_dispositions SET made_by = 'ruth'", "disposition dsp_"),
        ("DELETE FROM case_dispositions", "disposition dsp_"),
        ("UPDATE case_overrides SET reason = 'Else'", "override ovr_"),
        ("UPDATE case_overrides SET is_laxer = 1 - is_laxer", "override ovr_"),
        ("DELETE FROM case_overrides", "override ovr_"),
        ("UPDATE case_attachments SET name = 'b.txt' WHERE url = ''", "attachment att_"),
        ("UPDATE case_attachments SET url = 'https://x.example/' WHERE url <> ''", "attachment"),
        ("DELETE FROM case_attachments WHERE url <> ''", "attachment att_"),
    ],
)
def test_a_row_of_a_case_that_was_changed_or_is_gone(desk, statement: str, problem: str) -> None:
    worked(desk)
    written(desk, statement)
    report = audit.verify(desk.workspace)
    end = "is gone" if statement.startswith("DELETE") else "is not what was stored"
    assert not report.ok
    assert report.problem.startswith(problem)
    assert report.problem.endswith(end)
    with desk.workspace.database.read() as uow:
        event = uow.audit.get(report.first_bad or 0)
    assert event
    assert report.problem.split()[1] in event.after


@pytest.mark.parametrize("table", COPY)
def test_a_row_of_a_case_that_was_slipped_in(desk, table: str) -> None:
    worked(desk)
    names = COPY[table]
    key = names.split(",")[0]
    rest = names[len(key) :]
    written(desk, f"INSERT INTO {table} ({names}) SELECT 'made_up'{rest} FROM {table} LIMIT 1")
    report = audit.verify(desk.workspace)
    assert report.problem == f"no event tells of {key.removesuffix('_id')} made_up"
