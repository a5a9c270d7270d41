"""What people do with match exceptions, and what lists do to them: changed, renewed, followed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.dates import PartialDate
from app.domain.errors import BadInput
from app.domain.events import EventType
from app.domain.exception_query import Due, ExceptionQuery
from app.domain.match import Check, Level
from app.domain.match_exception import (
    Condition,
    ExceptionKind,
    ExceptionStatus,
    FieldChange,
    Operator,
    StaleException,
)
from app.domain.review import ResolutionVerdict, ReviewState
from app.domain.subject import Subject, SubjectType
from app.domain.user import NotAllowed, Role, Session
from app.services import audit, lists, match_exceptions, review, screening
from app.services.screening import ScreeningRequest

SUBJECT = Subject(
    SubjectType.INDIVIDUAL, "Oscar Ashworth", external_id="cust_001",
    date_of_birth=PartialDate(1971, 2, 3), nationality="CY",
)  # fmt: skip
ACTIVE, LAPSED = ExceptionStatus.ACTIVE, ExceptionStatus.LAPSED


@pytest.fixture
def listed(workspace, un_file, person):
    lists.import_list(workspace, "un_sc", [un_file(person(1, "Oscar Ashworth", born="1971"))])
    return workspace


def screened(workspace, **fields):
    request = ScreeningRequest(replace(SUBJECT, **fields), (Check.SANCTIONS,))
    return screening.screen(workspace, request)


def made(workspace, **options):
    (match,) = screened(workspace).matches
    return match_exceptions.create_from_match(
        workspace, match.match_id, reason="Another person", **options
    )


def later(workspace, days: int) -> None:
    at = workspace.clock() + timedelta(days=days)
    workspace.clock = lambda: at


def actions(workspace, exception) -> list[str]:
    return [event.action for event in match_exceptions.history(workspace, exception.exception_id)]


def test_the_match_is_resolved_in_the_same_step(listed) -> None:
    (match,) = screened(listed).matches
    exception = match_exceptions.create_from_match(listed, match.match_id, reason="Another man")
    found = review.detail(listed, match.match_id).review
    assert (found.state, found.verdict) == (
        ReviewState.RESOLVED, ResolutionVerdict.FALSE_POSITIVE,
    )  # fmt: skip
    assert found.comment == "Another man"
    assert exception.from_match_id == match.match_id
    assert audit.verify(listed).ok


def test_the_match_may_stay_open(listed) -> None:
    (match,) = screened(listed).matches
    match_exceptions.create_from_match(listed, match.match_id, reason="Another", resolve=False)
    assert review.detail(listed, match.match_id).review.state is ReviewState.OPEN


def test_a_true_match_is_not_cleared(listed) -> None:
    (match,) = screened(listed).matches
    review.resolve(listed, [match.match_id], ResolutionVerdict.TRUE_POSITIVE, comment="It is he")
    with pytest.raises(BadInput, match="true match"):
        match_exceptions.create_from_match(listed, match.match_id, reason="No")
    assert match_exceptions.count(listed, ExceptionQuery()) == (0, 0)


def test_an_auditor_changes_nothing(listed) -> None:
    exception = made(listed)
    reader = Session("eva", "Eva Reads", Role.AUDITOR)
    with listed.acting(reader):
        with pytest.raises(NotAllowed):
            made(listed)
        with pytest.raises(NotAllowed):
            match_exceptions.revoke(listed, exception.exception_id, reason="x", version=1)
        with pytest.raises(NotAllowed):
            match_exceptions.create_conditional(listed, (), reason="x")
        assert match_exceptions.get(listed, exception.exception_id) == exception


def test_it_ends_after_its_last_day(listed) -> None:
    exception = made(listed, expires_on=date(2026, 11, 22))
    later(listed, 2)
    assert screened(listed).matches[0].level is Level.DISCARDED, "the last day counts"
    later(listed, 1)
    assert match_exceptions.get(listed, exception.exception_id).status is ExceptionStatus.EXPIRED
    (match,) = screened(listed).matches
    assert match.level is not Level.DISCARDED
    (change,) = match.lapsed_because
    assert (change.side, change.field, change.before) == ("exception", "expires_on", "2026-11-22")
    assert actions(listed, exception) == ["CREATED", "EXPIRED"]
    assert match_exceptions.note_ended(listed) == 0, "it was noted by the screening"


def test_ends_are_noted_without_a_screening(listed) -> None:
    exception = made(listed, expires_on=date(2026, 11, 22))
    seen = []
    listed.bus.subscribe(seen.append)
    later(listed, 3)
    assert match_exceptions.note_ended(listed) == 1
    assert match_exceptions.note_ended(listed) == 0
    assert [event.type for event in seen] == [EventType.EXCEPTION_LAPSED]
    assert actions(listed, exception) == ["CREATED", "EXPIRED"]


def test_terms_are_changed_with_the_moment_of_the_making_kept(listed) -> None:
    exception = made(listed, subject_fields=("name",))
    assert screened(listed, nationality="NG").matches[0].level is Level.DISCARDED
    terms = match_exceptions.terms_of(exception)
    wider = replace(
        terms, subject_fields=("name", "nationality"), review_on=date(2026, 12, 24),
        expires_on=date(2027, 1, 31),
    )  # fmt: skip
    change = {"reason": "Nationality matters", "version": 1}
    changed = match_exceptions.update(listed, exception.exception_id, wider, **change)
    assert (changed.version, changed.changed_by) == (2, listed.actor)
    with pytest.raises(StaleException):
        match_exceptions.update(listed, exception.exception_id, terms, **change)
    again = {"reason": "Again", "version": 2}
    same = match_exceptions.update(listed, exception.exception_id, wider, **again)
    assert same.version == 2, "nothing was changed"
    (match,) = screened(listed, nationality="NG").matches
    assert match.lapsed_because == (FieldChange("subject", "nationality", "CY", "NG"),)
    with pytest.raises(BadInput, match="LAPSED"):
        match_exceptions.update(listed, exception.exception_id, terms, reason="x", version=3)
    (event,) = (e for e in match_exceptions.history(listed, exception.exception_id)
                if e.action == "CHANGED")  # fmt: skip
    assert event.data["reason"] == "Nationality matters"
    assert event.data["after"]["review_on"] == "2026-12-24"


def test_terms_that_cannot_be_meant(listed) -> None:
    exception = made(listed)
    terms = match_exceptions.terms_of(exception)
    for wrong in (
        replace(terms, fields=()),
        replace(terms, subject_fields=("eyes",)),
        replace(terms, expires_on=date(2026, 11, 1)),
        replace(terms, expires_on=date(2026, 12, 1), review_on=date(2026, 12, 2)),
    ):
        with pytest.raises(BadInput):
            match_exceptions.update(listed, exception.exception_id, wrong, reason="x", version=1)


def test_renewed_with_the_difference_seen(listed) -> None:
    exception = made(listed)
    screened(listed, nationality="NG")
    found = match_exceptions.present(listed, exception.exception_id)
    assert found.difference == (FieldChange("subject", "nationality", "CY", "NG"),)
    assert (found.subject.nationality, found.entry.entry_id) == ("NG", "1")
    renew = {"reason": "He moved", "version": 2}
    with pytest.raises(StaleException, match="not what you were shown"):
        match_exceptions.renew(listed, exception.exception_id, seen=(), **renew)
    renewed = match_exceptions.renew(
        listed, exception.exception_id, seen=found.difference, expires_on=date(2027, 1, 1), **renew
    )
    assert (renewed.status, renewed.difference, renewed.version) == (ACTIVE, (), 3)
    (match,) = screened(listed, nationality="NG").matches
    assert match.exception_id == exception.exception_id
    assert screened(listed).matches[0].lapsed_exception_id == exception.exception_id
    assert actions(listed, exception) == ["CREATED", "LAPSED", "RENEWED", "LAPSED"]


def test_not_renewed_beside_another_of_the_pair(listed) -> None:
    old = made(listed)
    screened(listed, nationality="NG")
    (match,) = screened(listed, nationality="NG").matches
    new = match_exceptions.create_from_match(listed, match.match_id, reason="Still another")
    assert screened(listed, nationality="NG").matches[0].exception_id == new.exception_id
    seen = match_exceptions.present(listed, old.exception_id).difference
    with pytest.raises(BadInput, match="excludes this pair already"):
        match_exceptions.renew(listed, old.exception_id, reason="x", version=2, seen=seen)


def test_revoked_for_good(listed) -> None:
    exception = made(listed)
    revoked = match_exceptions.revoke(listed, exception.exception_id, reason="Wrong", version=1)
    assert revoked.status is ExceptionStatus.REVOKED
    (match,) = screened(listed).matches
    assert (match.exception_id, match.lapsed_exception_id) == ("", "")
    with pytest.raises(BadInput, match="was revoked"):
        match_exceptions.revoke(listed, exception.exception_id, reason="x", version=2)
    with pytest.raises(BadInput, match="was revoked"):
        match_exceptions.renew(listed, exception.exception_id, reason="x", version=2, seen=())


def test_conditions_exclude_what_fulfils_all(listed) -> None:
    conditions = (
        Condition("/entry/programmes", Operator.CONTAINS, "invented"),
        Condition("/subject/nationality", Operator.IN, ["CY", "MT"]),
        Condition("/screening/purpose", Operator.EQUALS, "on_demand"),
    )
    screened(listed)
    seen = match_exceptions.preview(listed, conditions)
    assert (seen.screenings, seen.matches, seen.excluded) == (1, 1, 1)
    assert seen.examples[0].subject_name == "Oscar Ashworth"
    exception = match_exceptions.create_conditional(listed, conditions, reason="House rule 7")
    assert exception.kind is ExceptionKind.CONDITIONAL
    (match,) = screened(listed).matches
    assert match.reason == f"Excluded by {exception.exception_id}: House rule 7"
    assert screened(listed, nationality="NG").matches[0].exception_id == ""
    terms = match_exceptions.terms_of(exception)
    narrower = replace(terms, conditions=(Condition("/subject/name", Operator.EQUALS, "Nobody"),))
    match_exceptions.update(listed, exception.exception_id, narrower, reason="Too wide", version=1)
    assert screened(listed).matches[0].exception_id == ""
    found = match_exceptions.present(listed, exception.exception_id)
    assert (found.subject, found.entry, found.difference) == (None, None, ())
    renewed = match_exceptions.renew(
        listed, exception.exception_id, reason="Longer", version=2, seen=(),
        review_on=date(2026, 12, 1),
    )  # fmt: skip
    assert renewed.review_on == date(2026, 12, 1)


def test_conditions_that_would_exclude_everything_are_refused(listed) -> None:
    with pytest.raises(BadInput, match="whole lists"):
        match_exceptions.create_conditional(
            listed, (Condition("/match/score", Operator.GREATER, 1),), reason="x"
        )
    for number in range(20):
        screened(listed, external_id=f"cust_{number:03}")
    everything = (Condition("/subject/nationality", Operator.EQUALS, "CY"),)
    assert match_exceptions.preview(listed, everything).is_everything
    with pytest.raises(BadInput, match="every stored match"):
        match_exceptions.create_conditional(listed, everything, reason="x")
    assert match_exceptions.preview(listed, everything, limit=5).matches == 5


def test_the_list_is_filtered_and_sorted(listed) -> None:
    first = made(listed, review_on=date(2026, 11, 25), expires_on=date(2026, 12, 1))
    later(listed, 1)
    (match,) = screened(listed, external_id="cust_002", name="Oscar Ashworth Junior").matches[:1]
    second = match_exceptions.create_from_match(listed, match.match_id, reason="Élan")
    later(listed, 1)
    rule = match_exceptions.create_conditional(
        listed, (Condition("/subject/name", Operator.EQUALS, "Nobody"),), reason="Rule"
    )

    def ids(**fields) -> list[str]:
        query = ExceptionQuery(**fields)
        found = match_exceptions.page(listed, query, 0, 100)
        assert match_exceptions.count(listed, query) == (len(found), 3)
        return [exception.exception_id for exception in found]

    assert ids() == [rule.exception_id, second.exception_id, first.exception_id]
    assert ids(sort=(("expires_on", True), ("created_at", True)))[-1] == first.exception_id
    assert ids(text="elan junior") == [second.exception_id]
    assert ids(kinds=(ExceptionKind.CONDITIONAL,)) == [rule.exception_id]
    assert ids(sources=("un_sc",), who=listed.actor) == [second.exception_id, first.exception_id]
    assert ids(who="nobody") == []
    assert ids(due=Due.EXPIRING) == [first.exception_id]
    assert ids(due=Due.REVIEW) == []
    later(listed, 5)
    assert ids(due=Due.REVIEW) == [first.exception_id]
    assert [item.exception_id for item in match_exceptions.stale(listed)] == [first.exception_id]
    later(listed, 10)
    assert ids(statuses=(ExceptionStatus.EXPIRED,)) == [first.exception_id]
    assert len(ids(statuses=(ACTIVE,))) == 2
    assert len(ids(statuses=(ACTIVE, ExceptionStatus.EXPIRED, LAPSED))) == 3
    later(listed, 400)
    assert set(ids(due=Due.STALE)) == {second.exception_id, rule.exception_id}, "long unused"
    assert match_exceptions.choices(listed) == ((listed.actor,), ("un_sc",))
    with pytest.raises(BadInput, match="sorted by"):
        ids(sort=(("payload", True),))


def test_it_follows_an_entry_whose_id_was_merged(workspace, tmp_path) -> None:
    """The list of another publisher: one entry per line, the ids it replaced among its referents."""
    source, one = "pep_global", tmp_path / "one.json"

    def take(entry_id: str, *referents: str) -> None:
        properties = {
            "name": ["Orsolo Ventris"],
            "birthDate": ["1960-03-13"],
            "topics": ["role.pep"],
        }
        entity = {"id": entry_id, "schema": "Person", "caption": "Orsolo Ventris"}
        told = entity | {"referents": list(referents), "properties": properties}
        one.write_text(json.dumps(told) + "\n")
        with workspace.database.import_lock():
            assert lists.import_locked(workspace, source, [one], is_demo=True).activated

    def look():
        subject = Subject(SubjectType.INDIVIDUAL, "Orsolo Ventris", external_id="c1")
        return screening.screen(workspace, ScreeningRequest(subject, (Check.PEP,))).matches[0]

    take("NK-old", "Q7")
    exception = match_exceptions.create_from_match(workspace, look().match_id, reason="Another")
    assert look().exception_id == exception.exception_id
    take("NK-new", "NK-old", "Q7")
    match = look()
    assert (match.list_entry_id, match.exception_id) == ("NK-new", exception.exception_id)
    followed = match_exceptions.get(workspace, exception.exception_id)
    assert (followed.list_entry_id, followed.version) == ("NK-new", 2)
    assert actions(workspace, exception) == ["CREATED", "FOLLOWED"]
    assert look().exception_id == exception.exception_id
    take("NK-third", "Q7")
    assert look().exception_id == "", "another entry of the same name is another profile"
