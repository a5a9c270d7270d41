"""Cases on the command line: the walk of a case, and everything that is refused."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.domain.subject import Subject, SubjectType
from app.domain.user import Role, User, UserState
from app.services import case_moves, cases, user_passwords
from app.services.demo import load_demo_lists
from app.services.result_shape import screening_result
from app.services.screening import ScreeningRequest, screen

CUSTOMER = "Invented Customer"
NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture(scope="module")
def screened_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object]]:
    """A workspace with demonstration lists and one screening, made once; its result."""
    folder = tmp_path_factory.mktemp("screened") / "data"
    workspace = open_workspace(folder)
    load_demo_lists(workspace)
    subject = Subject(SubjectType.INDIVIDUAL, CUSTOMER, external_id="cust_001")
    record = screen(workspace, ScreeningRequest(subject))
    workspace.close()
    return folder, screening_result(record)


@pytest.fixture
def screening(screendesk, data_dir, screened_once) -> dict[str, object]:
    """The screening, in a copy of that workspace that is this test's own."""
    folder, result = screened_once
    shutil.copytree(folder, data_dir)
    return result


@pytest.fixture
def case(screendesk, screening) -> dict[str, object]:
    ran = screendesk(
        "cases", "create", screening["screening_id"], "--subject-id", screening["subject_id"],
        "--priority", "HIGH", "--notes", "Needs a senior analyst", "--json",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    return dict(ran.json)


def test_the_walk_of_a_case(screendesk, screening, case, tmp_path: Path) -> None:
    key = case["case_id"]
    seeds = ("screening_id", "subject_id", "status", "priority", "notes")
    assert [case[name] for name in seeds] == [
        screening["screening_id"],
        screening["subject_id"],
        "OPEN",
        "HIGH",
        "Needs a senior analyst",
    ]
    assert str(case["created_at"]).endswith("Z")
    assert key.startswith("cas_")
    assigned = screendesk("cases", "assign", key, "analyst@example.com", "--json").json
    assert (assigned["status"], assigned["assigned_to"]) == ("IN_REVIEW", "analyst@example.com")
    noted = screendesk("cases", "note", key, "Asked the customer", "--type", "CALL", "--json").json
    assert (noted["type"], noted["content"]) == ("CALL", "Asked the customer")
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.4 invented")
    kept = screendesk("cases", "attach", key, scan, "--type", "PASSPORT", "--json").json
    assert (kept["name"], kept["type"], kept["url"], kept["size"]) == (
        "scan.pdf",
        "PASSPORT",
        None,
        17,
    )
    link = screendesk(
        "cases", "attach", key, "https://docs.example.com/a/passport.pdf?x=1", "--json"
    ).json
    assert (link["name"], link["sha256"]) == ("passport.pdf", None)
    up = screendesk(
        "cases", "escalate", key, "--to", "mlro@example.com", "--reason", "Hard", "--json"
    ).json
    assert (up["status"], up["escalated_to"]) == ("ESCALATED", "mlro@example.com")
    back = screendesk("cases", "return", key, "--reason", "Ask first", "--json").json
    assert back["status"] == "IN_REVIEW"
    done = screendesk(
        "cases", "dispose", key, "FALSE_POSITIVE", "--reason", "Other birth", "--json"
    ).json
    assert (done["status"], done["disposition"]) == ("CLOSED", "FALSE_POSITIVE")
    over = screendesk(
        "cases", "override", key, str(done["decision"]), "REVIEW_REQUIRED", "--reason", "Look",
        "--approved-by", "mlro@example.com", "--json",
    ).json  # fmt: skip
    assert (over["approved_by"], over["is_stated"], over["status"]) == (
        "mlro@example.com",
        True,
        "APPROVED",
    )
    assert screendesk("cases", "reopen", key, "--reason", "New evidence", "--json").json[
        "status"
    ] == ("IN_REVIEW")
    whole = screendesk("cases", "show", key, "--json").json
    assert [item["type"] for item in whole["activities"]] == [
        "OPENED", "ASSIGNED", "CALL", "DOCUMENT", "DOCUMENT", "STATUS_CHANGE", "STATUS_CHANGE",
        "DISPOSITION", "APPROVAL", "OVERRIDE", "STATUS_CHANGE",
    ]  # fmt: skip
    assert [item["problem"] for item in whole["attachments"]] == [None, None]
    assert whole["dispositions"][0]["decided_by"] == "policy"
    assert whole["overrides"][0]["original_decision"] == done["decision"]
    assert (whole["links"], whole["earlier_cases"], whole["match_reviews"]) == ([], [], [])
    assert whole["sla"] == "ok"
    assert screendesk("audit", "verify").code == 0
    shown = screendesk("cases", "show", key).out
    assert "FALSE_POSITIVE" not in shown.splitlines()[0]
    assert "STATUS_CHANGE  CLOSED -> IN_REVIEW  New evidence" in shown
    assert "scan.pdf  17 bytes" in shown
    vault = Path(next((tmp_path / "data" / "vault").glob("*/*")))
    vault.unlink()
    assert "MISSING" in screendesk("cases", "show", key).out
    ran = screendesk("audit", "verify", "--json")
    assert ran.code == 5
    assert "scan.pdf" in ran.out


def test_cases_are_listed_by_state_and_priority(screendesk, case) -> None:
    ran = screendesk("cases", "list", "--status", "open", "--priority", "HIGH,LOW", "--json")
    assert [item["case_id"] for item in ran.json["cases"]] == [case["case_id"]]
    assert (ran.json["fitting"], ran.json["total"]) == (1, 1)
    assert screendesk("cases", "list", "--status", "ESCALATED", "--json").json["cases"] == []
    assert screendesk("cases", "list", "--assigned", "nobody", "--text", "cust_001").out.endswith(
        "1 of 1 cases that fit; 1 in all.\n"
    )
    assert screendesk("cases", "list", "--tag", "vip", "--due", "overdue").out.startswith("0 of 0")


def test_plain_words_for_people(screendesk, screening, tmp_path: Path) -> None:
    screened = screendesk(
        "screen", "Test Sanctioned Entity", "--type", "entity", "--country", "IR", "--json"
    ).json
    listed = screendesk("cases", "list", "--json").json["cases"]
    (held,) = listed  # the policy opened it
    assert (held["opened_by"], held["original_decision"]) == ("policy: BLOCK", "BLOCK")
    assert held["matches"] == held["open_matches"] == screened["match_summary"]["total_matches"]
    key = held["case_id"]
    line = screendesk("cases", "assign", key, "ines").out
    assert line.startswith(f"{key}  IN_REVIEW  CRITICAL  BLOCK  Test Sanctioned Entity  ines  due ")
    assert "NOTE added to" in screendesk("cases", "note", key, "Seen\x1b[31m\u202e").out
    (tmp_path / "a.txt").write_text("words")
    assert "a.txt" in screendesk("cases", "attach", key, tmp_path / "a.txt").out
    told = screendesk("cases", "override", key, "BLOCK", "APPROVE", "--reason", "Cleared").out
    assert told == f"{key}: BLOCK -> APPROVE, APPROVED.\n"
    made = screendesk(
        "cases", "create", str(screening["screening_id"]), "--notes", "Look", "--json"
    ).json
    shown = screendesk("cases", "show", made["case_id"]).out
    assert "  Look\n" in shown
    whole = screendesk("cases", "show", key, "--json").json
    assert len(whole["match_reviews"]) == held["matches"]
    assert {item["status"] for item in whole["match_reviews"]} == {"OPEN"}
    noted = screendesk("cases", "show", key).out
    assert "\x1b" not in noted
    assert "\u202e" not in noted


def test_what_is_refused_says_why(screendesk, case) -> None:
    key = case["case_id"]
    for arguments, code, words in (
        (("dispose", key, "FALSE_POSITIVE", "--reason", "x"), 3, "Assign the case first"),
        (("dispose", key, "MAYBE", "--reason", "x"), 3, "INVALID_DISPOSITION"),
        (("dispose", key, "FALSE_POSITIVE"), 2, "reason"),
        (("create", case["screening_id"]), 3, key),
        (("show", "cas_none"), 3, "NOT_FOUND"),
        (("list", "--status", "LOST"), 2, "LOST"),
        (("list", "--due", "never"), 3, "never"),
        (("attach", key, "none.pdf"), 3, "FILE_REFUSED"),
        (("attach", key, "https://u:p@example.com/x"), 3, "web address"),
        (("approve", key), 3, "NOT_FOUND"),
        (("reopen", key, "--reason", "x"), 3, "only a closed case"),
        (("note", key, ""), 3, "empty"),
    ):
        ran = screendesk("cases", *arguments, "--json")
        assert ran.code == code, (arguments, ran.out)
        assert words in ran.out, (arguments, ran.out)
        assert json.loads(ran.out)["error"]["message"]
    assert screendesk("cases", "show", key, "--json").json["version"] == 1


def test_a_second_person_decides_on_the_command_line(
    screendesk, screening, monkeypatch, tmp_path
) -> None:
    """Two reviewers with passwords of their own; the maker's own approval is refused."""
    workspace = open_workspace(tmp_path / "data")
    secret = user_passwords.hashed("correct horse battery")
    key = cases.create(workspace, str(screening["screening_id"])).case_id
    case_moves.assign(workspace, key, "ruth@example.com")
    case_moves.override(workspace, key, str(screening["decision"]["outcome"]), "BLOCK", "Sure")
    with workspace.database.write() as uow:
        for login in ("ruth@example.com", "marc@example.com"):
            user = User(login, login[:4].title(), Role.REVIEWER, UserState.ACTIVE, NOW, "setup")
            uow.users.add(user, secret)
        uow.settings.set("four_eyes", value=True)
        uow.commit()
    workspace.close()
    monkeypatch.setenv("SCREENDESK_PASSWORD", "correct horse battery")

    def as_(login: str, *arguments: str):
        return screendesk("--user", f"{login}@example.com", "cases", *arguments, "--json")

    waiting = as_(
        "ruth", "dispose", key, "TRUE_POSITIVE", "--reason", "Sure", "--approver",
        "marc@example.com",
    )  # fmt: skip
    assert waiting.json["status"] == "PENDING_APPROVAL", waiting.out
    own = as_("ruth", "approve", key)
    assert (own.code, own.json["error"]["code"]) == (3, "FORBIDDEN")
    laxer = as_("ruth", "override", key, "BLOCK", "APPROVE", "--reason", "Or not").json
    assert (laxer["status"], laxer["approved_by"], laxer["is_stated"]) == ("PENDING", None, False)
    several = as_("marc", "approve", key)
    assert (several.code, several.json["error"]["code"]) == (2, "BAD_REQUEST")
    closing, overriding = several.json["error"]["todo"].removeprefix("Name one: ")[:-1].split(", ")
    refused = as_("marc", "refuse", closing, "--reason", "Where is the passport?")
    assert refused.json["status"] == "REFUSED"
    shown = screendesk("--user", "ruth@example.com", "cases", "show", key).out
    assert f"BLOCK -> APPROVE waits for a reviewer ({overriding})" in shown
    plain = screendesk("--user", "marc@example.com", "cases", "approve", key)
    assert plain.out == f"{overriding}: BLOCK -> APPROVE APPROVED.\n"
    whole = as_("ruth", "show", key).json
    assert (whole["status"], whole["decision"]) == ("IN_REVIEW", "APPROVE")
    assert [item["approved_by"] for item in whole["overrides"]] == [None, "marc@example.com"]


def test_the_report_of_a_case_is_a_pdf(screendesk, case, tmp_path: Path) -> None:
    out = tmp_path / "case.pdf"
    ran = screendesk("cases", "report", case["case_id"], "--out", out, "--time-zone", "UTC")
    assert ran.code == 0, ran.err
    assert out.read_bytes().startswith(b"%PDF-")
