"""What an audit event changed, field by field; and what is signed of the trail."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from app.domain.audit import AuditQuery, AuditRoot, fingerprint
from app.domain.audit_difference import ChangeKind, Difference, differences

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def test_added_removed_changed_and_same() -> None:
    before = {"state": "OPEN", "tags": ["a", "b"], "gone": 1, "kept": True}
    after = {"state": "CLOSED", "tags": ["a"], "kept": True, "new": None}
    assert differences(json.dumps(before), json.dumps(after)) == (
        Difference("state", "OPEN", "CLOSED", ChangeKind.CHANGED),
        Difference("tags", "a, b", "a", ChangeKind.CHANGED),
        Difference("gone", "1", "", ChangeKind.REMOVED),
        Difference("kept", "true", "true", ChangeKind.SAME),
        Difference("new", "", "null", ChangeKind.ADDED),
    )


def test_fields_within_fields_have_a_path() -> None:
    found = differences(
        {"due": {"HIGH": 24, "LOW": 72}}, {"due": {"HIGH": 12, "LOW": 72}, "list": [{"a": 1}, 2]}
    )
    assert [(item.field, item.kind) for item in found] == [
        ("due.HIGH", ChangeKind.CHANGED),
        ("due.LOW", ChangeKind.SAME),
        ("list.1.a", ChangeKind.ADDED),
        ("list.2", ChangeKind.ADDED),
    ]
    assert [item.field for item in found if item.is_different] == ["due.HIGH", "list.1.a", "list.2"]


def test_nothing_before_and_nothing_at_all() -> None:
    assert differences("", '{"a": "x"}') == (Difference("a", "", "x", ChangeKind.ADDED),)
    assert differences("", "") == ()
    assert differences({}, {"empty": {}, "none": []}) == (
        Difference("empty", "", "{}", ChangeKind.ADDED),
        Difference("none", "", "", ChangeKind.ADDED),
    )


@pytest.mark.parametrize(("text", "shown"), [("{broken", "{broken"), ("[1, 2]", "[1, 2]")])
def test_what_is_no_object_is_one_field(text: str, shown: str) -> None:
    assert differences("", text) == (Difference("", "", shown, ChangeKind.ADDED),)


def test_a_list_of_objects_alone_is_numbered() -> None:
    assert [item.field for item in differences("", '[{"a": 1}]')] == ["1.a"]


def test_a_root_signs_day_event_hash_and_time() -> None:
    root = AuditRoot(7, date(2026, 11, 20), "ab" * 32, AT, "00" * 32, "")
    assert root.message.decode().split("\n") == [
        "screendesk audit root 1",
        "2026-11-20",
        "7",
        "ab" * 32,
        "2026-11-20T09:30:00+00:00",
    ]
    assert root.fingerprint == fingerprint("00" * 32)
    assert len(root.fingerprint.split()) == 8


def test_a_query_without_conditions_is_everything() -> None:
    assert AuditQuery(newest_first=False).is_everything
    for query in (AuditQuery(text="a"), AuditQuery(actor="a"), AuditQuery(since=AT),
                  AuditQuery(until=AT), AuditQuery(object_id="x")):  # fmt: skip
        assert not query.is_everything
