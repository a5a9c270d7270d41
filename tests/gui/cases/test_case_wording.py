"""The words of case work: due dates, people, timeline lines, what differs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app import bundled
from app.domain.case import (
    Activity,
    ActivityType,
    Case,
    CaseState,
    Disposition,
    Move,
    Priority,
    Relation,
)
from app.domain.case_policy import parse_case_policy
from app.domain.decision import Outcome
from app.domain.risk import RiskBand
from app.domain.subject import SubjectType
from app.gui.cases import wording
from app.gui.cases.cards import case_card, short_id
from app.gui.cases.case_view_model import differences
from app.gui.cases.timeline_rows import Kind, Told, kind_of, kind_word, size_words, timeline_items

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
POLICY = parse_case_policy(bundled.read_toml("resources/cases/policy.toml"))
CASE = Case(
    case_id="cas_01M80696GCRZEYHK5NKH",
    version=3,
    state=CaseState.IN_REVIEW,
    priority=Priority.HIGH,
    screening_id="scr_1",
    subject_id="sub_1",
    external_id="C-1",
    name="Halima Oseitutu",
    type=SubjectType.INDIVIDUAL,
    original_decision=Outcome.BLOCK,
    decision=Outcome.BLOCK,
    band=RiskBand.HIGH,
    score=700,
    matches=3,
    open_matches=2,
    notes="",
    opened_by="policy: BLOCK",
    created_at=NOW,
    updated_at=NOW,
    due_at=NOW + timedelta(hours=20),
    born="1984-07-01",
    country="SG",
)


@pytest.mark.parametrize(
    ("hours", "text", "role"),
    [
        (-26, "Overdue 1 d", "critical"),
        (-0.2, "Overdue 12 min", "critical"),
        (2.1, "Due in 2 h", "high"),
        (5, "Due today", "high"),
        (30, "Due Sun", "text_2"),
        (24 * 9, "Due 30 Nov", "text_2"),
        (24 * 60, "Due 20 Jan 2027", "text_2"),
    ],
)
def test_due_words(hours, text, role):
    due = wording.due_words(replace(CASE, due_at=NOW + timedelta(hours=hours)), NOW, POLICY)
    assert due.text.startswith(text)
    assert due.role == role


def test_due_words_of_closed_snoozed_and_undated():
    closed = replace(CASE, state=CaseState.CLOSED, closed_at=NOW)
    assert wording.due_words(closed, NOW, POLICY).text.startswith("Closed ")
    for days, words in ((2, "Closed Thu"), (30, "Closed 22 Oct")):
        before = replace(closed, closed_at=NOW - timedelta(days=days))
        assert wording.due_words(before, NOW, POLICY).text == words
    asleep = replace(CASE, snoozed_until=NOW + timedelta(days=2))
    assert wording.due_words(asleep, NOW, POLICY).text == "Snoozed until Mon"
    assert wording.due_words(replace(CASE, due_at=None), NOW, POLICY).text == "No due date"


def test_every_value_has_its_word():
    for values, word in (
        (CaseState, wording.state_word),
        (Priority, wording.priority_word),
        (Disposition, wording.disposition_word),
        (Outcome, wording.short_outcome),
        (Move, wording.move_verb),
        (Move, wording.drop_words),
        (ActivityType, wording.activity_word),
        (Relation, wording.relation_word),
        (Kind, kind_word),
    ):
        words = [word(value) for value in values]
        assert all(words)
        assert len(set(words)) == len(words)


def test_who_it_is_about():
    assert wording.about_words(CASE) == "born 1984, Singapore"
    company = replace(CASE, type=SubjectType.ENTITY, born="")
    assert wording.about_words(company) == "Entity, Singapore"
    assert wording.about_words(replace(company, country="")) == "Entity"
    assert wording.about_words(replace(CASE, born="", country="")) == "Individual"
    assert wording.matches_words(CASE) == "3 matches, 2 open"
    assert wording.matches_words(replace(CASE, matches=1, open_matches=1)) == "1 match"
    assert wording.person_word("root (one-person workspace)") == "root"
    assert wording.count_words(1) == "1 case"


def test_a_card_of_a_closed_case_tells_the_finding():
    closed = replace(
        CASE, state=CaseState.CLOSED, closed_at=NOW, disposition=Disposition.NO_ACTION_REQUIRED
    )
    card = case_card(closed, NOW, POLICY)
    assert (card.chip, card.chip_role) == ("No action required", "missing")
    assert "assigned to nobody" in card.spoken
    assert short_id("cas_1") == "cas_1"
    assert short_id(CASE.case_id) == "cas_01M8…5NKH"


def test_headings_of_days():
    assert wording.day_heading(NOW, NOW).startswith("Today, Saturday 21 November")
    assert wording.day_heading(NOW - timedelta(days=1), NOW).startswith("Yesterday, Friday")
    assert wording.day_heading(NOW - timedelta(days=4), NOW) == "Tuesday 17 November"
    assert wording.day_heading(NOW - timedelta(days=400), NOW).endswith("2025")


def line(kind, content="", **data):
    told = Told({"ines@x": "Ines", "ruth@x": "Ruth"}, {"dsp_1": "True positive"})
    activity = Activity("act_1", "cas_1", NOW, "ines@x", kind, content, data)
    (_, item) = timeline_items([activity], NOW, told)
    return item


T = ActivityType


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        (T.STATUS_CHANGE, {"from": "IN_REVIEW", "to": "ESCALATED", "escalated_to": "ruth@x"},
         "Escalated to Ruth from In review to Escalated"),
        (T.STATUS_CHANGE, {"from": "CLOSED", "to": "IN_REVIEW"},
         "In review from Closed to In review"),
        (T.STATUS_CHANGE, {}, "Moved"),
        (T.ASSIGNED, {"assigned_to": "ruth@x", "from": "OPEN", "to": "IN_REVIEW"},
         "Assigned to Ruth, from Open to In review"),
        (T.ASSIGNED, {"assigned_to": ""}, "Assigned to nobody"),
        (T.DISPOSITION, {"disposition_id": "dsp_1"}, "Disposition True positive"),
        (T.APPROVAL, {"approval": "REFUSED"}, "Refused"),
        (T.APPROVAL, {"approval": "WITHDRAWN"}, "Withdrawn"),
        (T.APPROVAL, {}, "Approved"),
        (T.OVERRIDE, {"original_decision": "BLOCK", "new_decision": "APPROVE",
                      "approval": "PENDING"},
         "Override from Block to Approve, waits for a second person"),
        (T.OVERRIDE, {"original_decision": "BLOCK", "new_decision": "REVIEW_REQUIRED",
                      "approved_by_as_stated": "R. K."},
         "Override from Block to Review, approved by R. K. as stated"),
        (T.OVERRIDE, {}, "Override"),
        (T.CHANGED, {"changes": {"priority": ["LOW", "HIGH"], "tags": [[], ["a", "b"]]}},
         "Changed Priority: Low, now High; Tags: –, now a, b"),
        (T.CHANGED, {"changes": {"notes": ["", "x"]}}, "Changed Summary"),
        (T.CHANGED, {"changes": {"odd": [1, 2]}}, "Changed odd: 1, now 2"),
        (T.CHANGED, {}, "Changed"),
        (T.LINK, {"other_id": "cas_2"}, "Linked case cas_2"),
        (T.SCREENING, {"screening_id": "scr_2"}, "Screened again scr_2"),
        (T.RESOLUTION, {"match_id": "mat_1", "verdict": "TRUE_POSITIVE"}, "Match resolved mat_1"),
    ],
)  # fmt: skip
def test_lines_of_the_timeline(kind, data, words):
    item = line(kind, "Why", **data)
    assert f"{item.strong} {item.rest}".strip() == words
    assert (item.text, item.who, item.hint) == ("Why", "Ines", "2026-11-21 09:30:00 UTC")


def test_due_dates_and_documents_in_the_timeline():
    item = line(T.CHANGED, changes={"due_at": [None, "2026-11-27T09:00:00+00:00"]})
    assert item.rest.startswith("Due: –, now 27 Nov 2026")
    sha = "5be1" + "0" * 56 + "c904"
    item = line(T.DOCUMENT, name="a.pdf", sha256=sha, size=214_300)
    assert item.file == "a.pdf · 214 KB · 5be1…c904"
    item = line(T.DOCUMENT, name="site", url="https://x.example/a")
    assert item.file == "site · https://x.example/a"
    assert [size_words(n) for n in (12, 1_200_000)] == ["12 bytes", "1.2 MB"]


def test_every_activity_has_a_kind_to_narrow_by():
    for kind in ActivityType:
        assert kind_of(Activity("a", "c", NOW, "x", kind, "")) is not Kind.ALL
    note = Activity("a", "c", NOW, "x", T.NOTE, "")
    assert timeline_items([note], NOW, Told({}, {}), Kind.DECISIONS) == []


def test_what_differs_between_two_states_of_a_case():
    after = replace(CASE, version=4, state=CaseState.ESCALATED, tags=("a",), due_at=None)
    told = differences(CASE, after)
    assert told[0] == "State: In review, now Escalated"
    assert {words.split(":")[0] for words in told} == {"State", "Due", "Tags"}
    assert differences(CASE, CASE) == ()
