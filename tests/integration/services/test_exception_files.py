"""Match exceptions out to files and in again: what is refused, and what a file cannot do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.domain.errors import BadInput
from app.domain.exception_query import ExceptionQuery
from app.domain.match import Check, Level
from app.domain.match_exception import Condition, Operator
from app.domain.subject import Subject, SubjectType
from app.services import exception_file, lists, match_exceptions, screening
from app.services.screening import ScreeningRequest

SUBJECT = Subject(SubjectType.INDIVIDUAL, "Oscar Ashworth", external_id="cust_001")
RULE = (Condition("/subject/name", Operator.EQUALS, "Nobody"),)


@pytest.fixture
def listed(workspace, un_file, person):
    lists.import_list(workspace, "un_sc", [un_file(person(1, "Oscar Ashworth", born="1971"))])
    return workspace


def screened(workspace):
    return screening.screen(workspace, ScreeningRequest(SUBJECT, (Check.SANCTIONS,)))


@pytest.fixture
def exported(listed, tmp_path) -> Path:
    """A file with one exception for a pair."""
    (match,) = screened(listed).matches
    match_exceptions.create_from_match(listed, match.match_id, reason="Another")
    path = tmp_path / "out.json"
    assert match_exceptions.export(listed, path) == 1
    return path


def rewritten(path: Path, **fields) -> Path:
    document = json.loads(path.read_text())
    document["exceptions"][0] |= fields
    path.write_text(json.dumps(document))
    return path


def test_a_second_exception_of_a_pair_does_not_come_in(listed, exported) -> None:
    found = match_exceptions.import_file(
        listed, rewritten(exported, exception_id="exc_OTHER"), "Moved"
    )
    assert (found.added, found.known) == (0, 0)
    ((name, why),) = found.refused
    assert name == "exc_OTHER"
    assert "excludes this pair already" in why


def test_a_file_cannot_speak_for_someone_else(listed, exported) -> None:
    (exception,) = match_exceptions.page(listed, ExceptionQuery(), 0, 9)
    match_exceptions.revoke(listed, exception.exception_id, reason="x", version=1)
    forged = rewritten(
        exported, exception_id="exc_FORGED", created_by="the.mlro", used=99, version=7
    )
    assert match_exceptions.import_file(listed, forged, "Moved").added == 1
    taken = match_exceptions.get(listed, "exc_FORGED")
    assert (taken.created_by, taken.used, taken.created_at) == (listed.actor, 0, listed.clock())
    assert taken.subject_id == exception.subject_id, "its customer is known here"
    assert screened(listed).matches[0].exception_id == "exc_FORGED"


def test_without_a_reason_nothing_comes_in(listed, exported) -> None:
    with pytest.raises(BadInput, match="needs a reason"):
        match_exceptions.import_file(listed, exported, " ")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "no export"),
        ("[" * 100_000, "no export"),
        ("[]", "no export"),
        ('{"format": "other"}', "no export"),
        ('{"format": "screendesk-match-exceptions", "format_version": 2}', "another version"),
        (
            '{"format": "screendesk-match-exceptions", "format_version": 1, "exceptions": 3}',
            "another version",
        ),
    ],
)
def test_other_files_are_refused(workspace, tmp_path, text, told) -> None:
    path = tmp_path / "file.json"
    path.write_text(text)
    with pytest.raises(BadInput, match=told):
        match_exceptions.import_file(workspace, path, "Why")


def test_too_much_is_refused(workspace, tmp_path, exported, monkeypatch) -> None:
    monkeypatch.setattr(exception_file, "MOST", 0)
    with pytest.raises(BadInput, match="more than 0"):
        match_exceptions.import_file(workspace, exported, "Why")
    monkeypatch.setattr(exception_file, "LARGEST", 10)
    with pytest.raises(BadInput, match="too large"):
        match_exceptions.import_file(workspace, exported, "Why")


def test_where_nothing_can_be_written(listed, exported, tmp_path) -> None:
    with pytest.raises(BadInput, match="cannot be written"):
        match_exceptions.export(listed, tmp_path / "none" / "out.json")
    assert json.loads(exported.read_text())["exceptions"], "the file that was there is whole"


def test_rules_go_out_and_come_in(listed, tmp_path) -> None:
    rule = match_exceptions.create_conditional(listed, RULE, reason="@Rule")
    path, table = tmp_path / "out.json", tmp_path / "out.csv"
    match_exceptions.export(listed, path)
    match_exceptions.export(listed, table)
    assert "'@Rule" in table.read_text(encoding="utf-8-sig")
    assert "Subject: name is Nobody" in table.read_text(encoding="utf-8-sig")
    match_exceptions.import_file(listed, rewritten(path, exception_id="exc_TWO"), "Why")
    taken = match_exceptions.get(listed, "exc_TWO")
    assert taken.conditions == rule.conditions


def test_a_preview_leaves_out_what_is_discarded(listed, exported) -> None:
    assert screened(listed).matches[0].level is Level.DISCARDED
    seen = match_exceptions.preview(
        listed, (Condition("/subject/name", Operator.EQUALS, SUBJECT.name),)
    )
    assert (seen.screenings, seen.matches, seen.excluded) == (2, 1, 1)
    assert match_exceptions.preview(listed, RULE).excluded == 0
