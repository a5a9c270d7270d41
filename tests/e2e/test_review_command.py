"""The review queue from the command line: take, look, decide, escalate, take back."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import timedelta

import pytest

from app.bootstrap import open_workspace
from app.domain.events import EventType

NAME = "Test Sanctioned Entity"


@pytest.fixture
def match(screendesk):
    """A customer whose match waits in the queue."""
    return screened(screendesk)


def screened(screendesk, *more: str) -> str:
    """The match of one customer, screened now."""
    asked = ("screen", NAME, "--type", "entity", "--country", "IR", "--external-id", "C-7")
    return screendesk(*asked, *more, "--json").json["matches"][0]["match_id"]


def test_a_match_from_the_queue_to_a_verdict_and_back(screendesk, match) -> None:
    listed = screendesk("review", "list", "--json").json
    (group,) = listed["groups"]
    assert (group["subject_name"], group["open_matches"]) == (NAME, listed["total_matches"])
    taken = screendesk("review", "next", "--json").json
    assert taken["group"]["group_id"] == group["group_id"]
    assert [one["match_id"] for one in taken["matches"]] == [match]

    shown = screendesk("review", "show", match, "--json").json
    assert [step["step"] for step in shown["checklist"]["steps"]] == [
        "list", "kind", "name", "known", "alike",
    ]  # fmt: skip
    codes = {reason["code"]: reason["verdicts"] for reason in shown["reasons"]}
    assert codes["other_country"] == ["FALSE_POSITIVE"]

    done = screendesk(
        "review", "resolve", match, "--verdict", "false_positive", "--reason", "other_country",
        "--comment", "Another company.", "--answer", "kind=yes", "--answer", "alike=no", "--json",
    ).json  # fmt: skip
    assert [action["verdict"] for action in done["actions"]] == ["FALSE_POSITIVE"]
    assert screendesk("review", "list", "--json").json["matches"] == 0
    history = screendesk("review", "show", match, "--json").json["history"]
    assert history[0]["checklist"] == {"kind": "yes", "alike": "no"}

    undone = screendesk("review", "undo", "--json").json
    assert undone["actions"][0]["undoes"] == done["actions"][0]["action_id"]
    assert screendesk("review", "list", "--json").json["matches"] == 1
    nothing = screendesk("review", "undo")
    assert (nothing.code, "nothing of yours" in nothing.err) == (3, True)


def test_as_a_person_reads_it(screendesk, match) -> None:
    listed = screendesk("review", "list", "--sort", "best_score:desc", "--due", "overdue")
    assert listed.out == "0 of 0 parties, 0 of 1 open matches.\n"
    taken = screendesk("review", "next")
    assert match in taken.out
    assert "works on it" in screendesk("review", "list").out
    shown = screendesk("review", "show", match).out
    for text in ("OPEN", "History", "SCREENED", "Checklist", "suggested: yes", "--reason"):
        assert text in shown
    escalated = screendesk("review", "escalate", match, "--reason", "Ask the branch").out
    assert "In case cas_" in escalated
    assert "Nothing waits that fits." in screendesk("review", "next").out
    assert "ESCALATE: Ask the branch" in screendesk("review", "show", match).out
    assert "1 done: rvb_" in screendesk("review", "undo").out
    screendesk("review", "resolve", match, "--verdict", "FALSE_POSITIVE", "--comment", "No.")
    again = screendesk("review", "show", screened(screendesk, "--registration-number", "HRB 9")).out
    assert "since the last verdict subject registration number: nothing -> HRB 9" in again
    assert "RESOLVE: FALSE_POSITIVE, No., " in again


REFUSED = (
    (("list", "--due", "someday"), 2, "no value of --due"),
    (("list", "--snoozed", "some"), 2, "no value of --snoozed"),
    (("list", "--sort", "due_at:up"), 2, "no value of --sort"),
    (("list", "--sort", "shoe_size"), 3, "sorted by shoe_size"),
    (("list", "--state", "LOST"), 2, "LOST"),
    (("show", "mat_nobody"), 3, "no match mat_nobody"),
    (("undo", "rvb_nobody"), 3, "Nothing was done"),
    (("resolve", "mat_nobody", "--verdict", "MAYBE"), 2, "MAYBE"),
    (("resolve", "mat_nobody", "--verdict", "UNSURE"), 3, "needs a reason"),
    (
        ("resolve", "mat_nobody", "--verdict", "UNSURE", "--comment", "-", "--answer", "x"),
        3,
        "“x: ”",
    ),
)


def test_what_cannot_be_done_is_said(screendesk) -> None:
    for arguments, code, said in REFUSED:
        ran = screendesk("review", *arguments, "--json")
        assert ran.code == code, arguments
        assert said in json.dumps(ran.json["error"], ensure_ascii=False)


def test_a_resolution_is_told_by_a_later_command(screendesk, match, data_dir) -> None:
    screendesk("review", "resolve", match, "--verdict", "FALSE_POSITIVE", "--comment", "No.")
    assert told(data_dir) == []
    screendesk("review", "list")
    assert told(data_dir) == []  # it can still be taken back
    with closing(open_workspace(data_dir)) as workspace, workspace.database.write() as uow:
        assert uow.reviews.get(match).announce_at > workspace.clock()
        uow.reviews.change([match], {"announce_at": workspace.clock() - timedelta(seconds=1)})
        uow.commit()
    screendesk("review", "list")
    assert told(data_dir) == [match]


def told(data_dir) -> list[str]:
    """The matches of which the world outside was told that they are resolved."""
    with closing(open_workspace(data_dir)) as workspace, workspace.database.read() as uow:
        kind = EventType.SCREENING_MATCH_RESOLVED
        return [event.object_id for event in uow.events.after(0, 500) if event.type is kind]
