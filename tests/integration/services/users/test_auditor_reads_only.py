"""An auditor reads everything and changes nothing, whatever service is called."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

import app.services
from app.domain.subject import Subject, SubjectType
from app.domain.user import NotAllowed
from app.services import (
    audit,
    audit_roots,
    audit_trail,
    country_risk,
    history,
    linking,
    list_settings,
    list_versions,
    lists,
    matching_settings,
    pep_exposure,
    screening,
    user_sources,
    users,
)
from app.services.audit_trail import AuditQuery
from app.services.history import HistoryQuery
from app.services.screening import ScreeningRequest
from app.services.workspace import Workspace


def password_of(login: str) -> str:
    """As in conftest."""
    return f"the tide comes in at {login}"


SERVICES = Path(app.services.__file__).parent
OF_LOG_IN = {"user_sessions.py", "user_handover.py", "users.py"}
REQUEST = ScreeningRequest(Subject(SubjectType.INDIVIDUAL, "Quorlath Zumbert"))


@pytest.fixture
def read_only(staffed: Workspace, work_as: Callable[[str], None]) -> Workspace:
    work_as("odd")
    return staffed


def counts(workspace: Workspace) -> dict[str, int]:
    """How many rows each table holds."""
    with workspace.database.read() as uow:
        names = uow.connection.exec_driver_sql(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).scalars().all()  # fmt: skip
        return {
            name: uow.connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()
            for name in names
        }


def test_the_database_opens_no_writing_transaction(read_only: Workspace) -> None:
    with pytest.raises(NotAllowed, match="changes nothing"), read_only.database.write():
        pass


@pytest.mark.parametrize(
    "act",
    [
        lambda w: screening.screen(w, REQUEST),
        lambda w: lists.import_list(w, "un_sc", [Path("none.xml")]),
        lists.remove_demo,
        lambda w: list_versions.choose(w, 1, "because"),
        lambda w: list_versions.reject(w, 1, "because"),
        lambda w: list_settings.save(w, list_settings.read(w)),
        lambda w: linking.undo(w, "lnk_1", reason="because"),
        lambda w: linking.restore(w, "lnk_1", reason="because"),
        lambda w: matching_settings.save(w, matching_settings.read(w)),
        lambda w: pep_exposure.save(w, pep_exposure.read(w)),
        lambda w: country_risk.reset(w, reason="because"),
        lambda w: user_sources.remove_source(w, "own_list"),
        lambda w: users.disable(w, "ines"),
        lambda w: audit_roots.sign_due(w, today=True),
    ],
)
def test_what_would_change_something_is_refused(
    read_only: Workspace, act: Callable[[Workspace], object]
) -> None:
    before = counts(read_only)
    with pytest.raises(NotAllowed, match="odd is AUDITOR"):
        act(read_only)
    assert counts(read_only) == before


def test_everything_can_be_read(read_only: Workspace) -> None:
    assert history.page(read_only, HistoryQuery(), 0, 10) == ()
    assert audit_trail.page(read_only, AuditQuery(), 0, 10)
    assert len(users.list_users(read_only)) == 5
    assert lists.status(read_only)
    assert audit.verify(read_only).ok
    assert audit_roots.roots(read_only) == ()


def test_logging_in_and_out_is_all_that_is_written(staffed: Workspace) -> None:
    before = counts(staffed)
    users.log_in(staffed, "odd", password_of("odd"))
    users.log_out(staffed)
    after = counts(staffed)
    assert {name for name in after if after[name] != before[name]} == {"audit_events", "events"}


def test_only_the_services_of_log_in_pass_the_guard() -> None:
    """Every write of a service goes through `Database.write`, which asks; what does not ask is
    written down here."""
    passing = {
        path.name
        for path in SERVICES.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and any(word.arg == "of_log_in" for word in node.keywords)
    }
    assert passing == OF_LOG_IN


def test_each_service_that_writes_says_which_right_it_needs() -> None:
    """A service that opens a writing transaction asks for a permission there, or is only called
    by one that did."""
    inner = {
        "list_update.py", "list_retention.py", "linking_run.py", "demo.py", "audit_roots.py",
        "user_sessions.py", "user_handover.py", "exception_sweep.py", "review_announcing.py",
    }  # fmt: skip
    silent = {
        path.name
        for path in SERVICES.rglob("*.py")
        if ".write(" in (text := path.read_text(encoding="utf-8"))
        and "database.write(" in text
        and "require(Permission." not in text
        and "require(permission)" not in text
    }
    assert silent <= inner, silent - inner
