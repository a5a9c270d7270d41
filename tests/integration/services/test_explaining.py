"""One match explained through the real store and matcher: entry, changes, both profiles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.dates import PartialDate
from app.domain.errors import NotFound
from app.domain.match import ChangeKind, Check, Feature, Level, Match, Span, SpanKind
from app.domain.subject import Subject, SubjectType
from app.services import explaining, lists, screening
from app.services.explaining import explain
from app.services.screening import ScreeningRequest

SUBJECT = Subject(SubjectType.INDIVIDUAL, "Oscar Velbrango")


@pytest.fixture
def listed(workspace, un_file, person):
    lists.import_list(workspace, "un_sc", [un_file(person(1, "Oscár Velbrando"))])
    return workspace


def matched(workspace, subject: Subject = SUBJECT) -> Match:
    request = ScreeningRequest(subject, (Check.SANCTIONS,))
    return screening.screen(workspace, request).matches[0]


def test_the_changes_are_those_of_a_new_screening(listed) -> None:
    match = matched(listed)
    found = explain(listed, match, SUBJECT)
    assert found.entry == screening.list_entry(listed, match)
    assert found.profiles == ()
    assert {change.level_before for change in found.changes} == {match.level}
    conflict = next(
        change
        for change in found.changes
        if (change.feature, change.kind) == (Feature.DATE_OF_BIRTH, ChangeKind.CONFLICT)
    )
    again = matched(listed, replace(SUBJECT, date_of_birth=PartialDate(1920, 1, 1)))
    assert (again.level, again.score) == (conflict.level_after, conflict.score_after)
    assert again.level is not match.level


def test_the_levels_are_those_of_the_policy(listed) -> None:
    match = matched(listed)
    listed.policy = replace(listed.policy, level_high=0.5, level_medium=0.25)
    found = explain(listed, match, SUBJECT)
    assert {change.level_before for change in found.changes} == {Level.HIGH}


def test_both_profiles_see_the_same_two_names(listed) -> None:
    match = matched(listed)
    views = {view.name.partition("-")[0]: view for view in
             explain(listed, match, SUBJECT, with_profiles=True).profiles}  # fmt: skip
    assert list(views) == ["aligned", "classic"]
    assert views["aligned"].score == pytest.approx(match.name_score)
    assert views["aligned"].components == match.components
    assert views["aligned"].alignment == match.alignment
    assert views["classic"].score != views["aligned"].score
    assert views["classic"].components.contradiction is None
    assert views["classic"].alignment.query_original == SUBJECT.name


def test_the_record_shows_both_names_as_they_were_written(listed) -> None:
    laid = matched(listed).alignment
    assert (laid.query_original, laid.list_original) == ("Oscar Velbrango", "Oscár Velbrando")
    assert laid.list_original_spans == (Span(13, 14, SpanKind.CHANGED),)
    assert [step.name for step in laid.list_path] == ["small letters", "Latin letters"]


def test_names_with_nothing_to_compare_have_no_views(listed) -> None:
    match = replace(matched(listed), matched_name="?")
    assert explaining.compare_profiles(listed, match, SUBJECT) == ()
    match = replace(match, matched_name="Oscar", screened_name="?")
    assert explaining.compare_profiles(listed, match, SUBJECT) == ()


def test_an_entry_that_is_not_stored_cannot_be_explained(listed) -> None:
    match = replace(matched(listed), list_entry_id="none")
    with pytest.raises(NotFound):
        explain(listed, match, SUBJECT)
