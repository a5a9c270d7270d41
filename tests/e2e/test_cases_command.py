"""Cases on the command line: the walk of a case, and everything that is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

CUSTOMER = "Invented Customer"


@pytest.fixture
def screening(screendesk) -> dict[str, object]:
    ran = screendesk("screen", CUSTOMER, "--external-id", "cust_001", "--json")
    assert ran.code == 0, ran.err
    return dict(ran.json)


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


def test_plain_words_for_people(screendesk, tmp_path: Path) -> None:
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
    other = screendesk("screen", CUSTOMER, "--json").json
    made = screendesk("cases", "create", other["screening_id"], "--notes", "Look", "--json").json
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


def test_a_second_person_decides_on_the_command_line(screendesk, monkeypatch, tmp_path) -> None:
    """Two reviewers with passwords of their own; the maker's own approval is refused."""
    from datetime import UTC, datetime

    from app.bootstrap import open_workspace
    from app.domain.user import Role, User, UserState, session_of
    from app.services import user_passwords

    screened = screendesk("screen", CUSTOMER, "--json").json
    workspace = open_workspace(tmp_path / "data")
    secret = user_passwords.hashed("correct horse battery")
    now = datetime(2026, 11, 21, tzinfo=UTC)
    with workspace.database.write() as uow:
        for login in ("ruth@example.com", "marc@example.com"):
            user = User(login, login[:4].title(), Role.REVIEWER, UserState.ACTIVE, now, "setup")
            uow.users.add(user, secret)
        uow.settings.set("four_eyes", value=True)
        uow.commit()
    assert session_of(user).role is Role.REVIEWER
    workspace.close()
    monkeypatch.setenv("SCREENDESK_PASSWORD", "correct horse battery")

    def as_(login: str, *arguments: str):
        return screendesk("--user", f"{login}@example.com", "cases", *arguments, "--json")

    key = as_("ruth", "create", screened["screening_id"]).json["case_id"]
    as_("ruth", "assign", key, "ruth@example.com")
    waiting = as_(
        "ruth", "dispose", key, "TRUE_POSITIVE", "--reason", "Sure", "--approver",
        "marc@example.com",
    )  # fmt: skip
    assert waiting.json["status"] == "PENDING_APPROVAL", waiting.out
    own = as_("ruth", "approve", key)
    assert (own.code, own.json["error"]["code"]) == (3, "FORBIDDEN")
    refused = as_("marc", "refuse", key, "--reason", "Where is the passport?")
    assert refused.json["status"] == "REFUSED"
    as_("ruth", "dispose", key, "TRUE_POSITIVE", "--reason", "Passport seen")
    override = as_(
        "ruth", "override", key, str(screened["decision"]["outcome"]), "BLOCK", "--reason", "Sure"
    ).json
    assert override["status"] == "APPROVED"  # a stricter one needs nobody
    laxer = as_("ruth", "override", key, "BLOCK", "APPROVE", "--reason", "Or not").json
    shown = screendesk("--user", "ruth@example.com", "cases", "show", key).out
    assert "TRUE_POSITIVE waits for a reviewer (apr_" in shown
    assert "BLOCK -> APPROVE waits for a reviewer (apr_" in shown
    assert (laxer["status"], laxer["approved_by"], laxer["is_stated"]) == ("PENDING", None, False)
    several = as_("marc", "approve", key)
    assert (several.code, several.json["error"]["code"]) == (2, "BAD_REQUEST")
    first, second = several.json["error"]["todo"].removeprefix("Name one: ")[:-1].split(", ")
    assert as_("marc", "approve", first).json["status"] == "APPROVED"
    plain = screendesk("--user", "marc@example.com", "cases", "approve", second)
    assert plain.out.startswith(f"{second}: ")
    assert plain.out.endswith(" APPROVED.\n")
    closed = as_("ruth", "show", key).json
    assert (closed["status"], closed["decision"]) == ("CLOSED", "APPROVE")
    assert closed["overrides"][-1]["approved_by"] == "marc@example.com"


def test_the_report_of_a_case_is_a_pdf(screendesk, case, tmp_path: Path) -> None:
    out = tmp_path / "case.pdf"
    ran = screendesk("cases", "report", case["case_id"], "--out", out, "--time-zone", "UTC")
    assert ran.code == 0, ran.err
    assert out.read_bytes().startswith(b"%PDF-")
