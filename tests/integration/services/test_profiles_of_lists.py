"""A list is searched with the profile that the settings give it, and the record says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.errors import InvalidSubject
from app.domain.match import Check
from app.domain.subject import Subject, SubjectType
from app.services import matching_settings, result_shape, screening, startup
from app.services.matching_index import prepare_index
from app.services.matching_settings import MatchingSettings
from app.services.screening import ScreeningRequest

MIXED = MatchingSettings("aligned", {"us_ofac_sdn": "classic"})
SUBJECT = Subject(SubjectType.INDIVIDUAL, "Alexander Brevnikovsky")  # on all three lists


@pytest.fixture
def listed(workspace):
    startup.prepare_workspace(workspace)
    return workspace


def screened(workspace, profile="", **fields):
    return screening.screen(
        workspace, ScreeningRequest(replace(SUBJECT, **fields), profile=profile)
    )


def profiles(record):
    return {used.source: used.profile for used in record.lists}


def plain(matches):
    return [replace(match, match_id="") for match in matches]


def test_without_settings_every_list_has_the_default(listed) -> None:
    record = screened(listed)
    assert record.profile == "aligned-1"
    assert set(profiles(record).values()) == {"aligned-1"}
    assert not listed.index.is_current("classic")


def test_a_list_is_searched_with_its_own_profile(listed) -> None:
    aligned, classic = screened(listed, "aligned"), screened(listed, "classic")
    matching_settings.save(listed, MIXED)
    record = screened(listed)
    assert record.profile == "aligned-1 + classic-1"
    assert profiles(record) == {
        "un_sc": "aligned-1", "pep_global": "aligned-1", "us_ofac_sdn": "classic-1",
    }  # fmt: skip
    assert {match.source for match in record.matches} == set(profiles(record))
    for one, source in ((classic, "us_ofac_sdn"), (aligned, "un_sc"), (aligned, "pep_global")):
        expected = [match for match in plain(one.matches) if match.source == source]
        assert [match for match in plain(record.matches) if match.source == source] == expected
    scores = [match.score for match in record.open_matches()]
    assert scores == sorted(scores, reverse=True)
    assert len(record.nearest) <= 5
    assert [c.name_score for c in record.nearest] == sorted(
        (c.name_score for c in record.nearest), reverse=True
    )


def test_lists_of_one_profile_together_are_as_one_search(listed) -> None:
    """Merging two searches of the same profile gives what one search of all lists gives."""
    from app.matching.matcher import merge
    from app.services.jobs import NO_JOB
    from app.services.searching import find_matches, open_search

    search = open_search(listed, "aligned", NO_JOB)
    matcher = search.indexes["aligned"].matcher
    checks = dict.fromkeys(search.profile_of, Check.SANCTIONS)
    whole = find_matches(listed.policy, matcher, SUBJECT, checks, with_nearest=True)
    apart = [
        find_matches(listed.policy, matcher, SUBJECT, {source: check}, with_nearest=True)
        for source, check in checks.items()
    ]
    assert len(whole.matches) > 2
    assert merge(apart) == whole
    assert merge([whole]) is whole


def test_the_profile_of_a_request_overrules_the_settings(listed) -> None:
    matching_settings.save(listed, MIXED)
    record = screened(listed, "aligned")
    assert record.profile == "aligned-1"
    assert set(profiles(record).values()) == {"aligned-1"}


def test_a_check_without_a_list_of_a_profile(listed) -> None:
    matching_settings.save(listed, MIXED)
    request = ScreeningRequest(SUBJECT, (Check.PEP,))
    record = screening.screen(listed, request)
    assert record.profile == "aligned-1"
    assert profiles(record) == {"pep_global": "aligned-1"}
    assert {match.source for match in record.matches} == {"pep_global"}


def test_the_default_profile_is_a_setting(listed) -> None:
    matching_settings.save(listed, MatchingSettings("classic"))
    record = screened(listed)
    assert record.profile == "classic-1"
    matching_settings.save(
        listed, MatchingSettings("classic", dict.fromkeys(profiles(record), "aligned"))
    )
    assert screened(listed).profile == "aligned-1"


def test_the_record_keeps_it_and_scripts_see_it(listed) -> None:
    matching_settings.save(listed, MIXED)
    stored = screening.record(listed, screened(listed).screening_id)
    value = result_shape.screening_result(stored)
    assert value["profile"] == "aligned-1 + classic-1"
    assert {item["source"]: item["profile"] for item in value["lists"]} == profiles(stored)
    assert value["learned_aliases"] == stored.learned_aliases
    assert stored.learned_aliases.startswith("learned-1-")
    for profile in ("classic", "aligned"):  # the last with the spellings of the index in use
        value = result_shape.screening_result(screened(listed, profile))
        assert bool(value["learned_aliases"]) == (profile == "aligned")


def test_a_name_of_nothing_is_refused_without_a_list(workspace) -> None:
    with pytest.raises(InvalidSubject):
        screened(workspace, name="…")
    assert screened(workspace).lists == ()


def test_preparing_makes_what_the_settings_ask_for(listed) -> None:
    matching_settings.save(listed, MIXED)
    prepare_index(listed)
    assert listed.index.is_current("classic")
    listed.index.drop()
    prepare_index(listed, profile="classic")
    assert not listed.index.is_current("aligned")
    assert listed.index.is_current("classic")
