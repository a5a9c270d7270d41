"""The user's own sources: added, changed, removed; recorded; seen by other processes at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.bootstrap import open_workspace
from app.domain.errors import UsageError
from app.domain.events import EventType
from app.domain.lists import ListSource, VersionState
from app.domain.match import Check
from app.domain.subject import Subject, SubjectType
from app.services import audit, lists, user_sources
from app.services.catalogue import source_of, source_value
from app.services.screening import ScreeningRequest, screen

STAFF = ListSource(
    source="staff_watch",
    name="Watch list of the staff",
    short_name="Staff",
    authority="Own list",
    check=Check.SANCTIONS,
    url="",
    formats=("own table",),
    cadence="as supplied",
    stale_after_days=90,
    licence="",
    list_code="STAFF",
    prefix="STAFF",
    fill_rates=(("dates_of_birth", 0.5),),
    is_own=True,
)


def events_of(workspace, kind):
    with workspace.database.read() as uow:
        return [event for event in uow.events.after(0) if event.type is kind]


def test_a_source_is_as_it_was_after_storing() -> None:
    assert source_of(source_value(STAFF)) == STAFF


def test_an_added_source_is_in_the_catalogue_and_stays(workspace, data_dir) -> None:
    bundled = workspace.catalogue
    heard = []
    workspace.bus.subscribe(heard.append)
    added = user_sources.add_source(workspace, replace(STAFF, is_own=False), reason="asked for")
    assert added == STAFF
    assert workspace.catalogue == (*bundled, STAFF)
    assert user_sources.list_sources(workspace) == (STAFF,)
    again = open_workspace(data_dir)
    assert again.catalogue == workspace.catalogue
    again.close()
    (event,) = events_of(workspace, EventType.CATALOGUE_CHANGED)
    assert [told.event_id for told in heard] == [event.event_id]
    assert event.data["before"] is None
    assert event.data["after"]["name"] == STAFF.name
    assert event.data["reason"] == "asked for"
    assert audit.verify(workspace).ok


def test_another_process_sees_it(workspace, data_dir) -> None:
    other = open_workspace(data_dir)
    assert not other.changed_elsewhere()
    user_sources.add_source(workspace, STAFF)
    assert STAFF not in other.catalogue
    assert other.changed_elsewhere()
    assert STAFF in other.catalogue
    other.close()


def test_a_screening_sees_it_without_being_told(workspace, data_dir) -> None:
    other = open_workspace(data_dir)
    user_sources.add_source(workspace, STAFF)
    subject = Subject(SubjectType.INDIVIDUAL, "Quorlath Zumbert")
    record = screen(other, ScreeningRequest(subject))
    assert STAFF.source in {name for run in record.checks for name in run.missing}
    other.close()


def test_a_changed_source_keeps_its_place(workspace) -> None:
    second = replace(STAFF, source="second", list_code="SECOND", prefix="SEC")
    user_sources.add_source(workspace, STAFF)
    user_sources.add_source(workspace, second)
    changed = user_sources.change_source(workspace, replace(STAFF, min_entries=40), reason="grew")
    assert user_sources.list_sources(workspace) == (changed, second)
    user_sources.change_source(workspace, changed)
    events = events_of(workspace, EventType.CATALOGUE_CHANGED)
    assert len(events) == 3  # what is equal changes nothing
    assert (events[-1].data["before"]["min_entries"], events[-1].data["after"]["min_entries"]) == (
        1, 40,
    )  # fmt: skip


def test_a_removed_source_takes_its_list_out_of_use(workspace, un_file) -> None:
    lists.import_list(workspace, "un_sc", [un_file()])
    user_sources.add_source(workspace, STAFF)
    assert user_sources.remove_source(workspace, "staff_watch") == STAFF
    assert user_sources.list_sources(workspace) == ()
    with workspace.database.read() as uow:
        assert [v.source for v in uow.lists.versions() if v.state is VersionState.ACTIVE] == [
            "un_sc"
        ]
    assert events_of(workspace, EventType.LIST_DEACTIVATED) == []


def test_a_known_list_may_be_a_source_of_ones_own(workspace, un_file) -> None:
    user_sources.add_source(workspace, STAFF)
    report = lists.import_list(workspace, "staff_watch", [un_file()])
    assert report.version.entries == 600
    with workspace.database.read() as uow:
        (version,) = uow.lists.versions()
    assert version.source == "staff_watch"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"source": "un_sc"}, "taken by United Nations"),
        ({"list_code": "UN"}, "taken by United Nations"),
        ({"source": "Staff List"}, "cannot be the code"),
        ({"prefix": "much-too-long"}, "cannot open profile ids"),
        ({"name": " "}, "name of a list"),
        ({"short_name": "two\nlines"}, "short name of a list"),
        ({"check": Check.ADVERSE_MEDIA}, "a sanctions or a PEP list"),
        ({"url": "file:///etc/hosts"}, "not a web address"),
        ({"urls": ("https://lists.example/a", "ftp://lists.example/b")}, "not a web address"),
        ({"stale_after_days": 0}, "at least 1"),
        ({"fill_rates": (("names", 1.5),)}, "shares from 0 to 1"),
    ],
)
def test_what_cannot_be_used_changes_nothing(workspace, wrong, told) -> None:
    before = workspace.catalogue
    with pytest.raises(UsageError, match=told):
        user_sources.add_source(workspace, replace(STAFF, **wrong))
    assert workspace.catalogue == before
    assert events_of(workspace, EventType.CATALOGUE_CHANGED) == []


def test_the_programs_own_sources_stay(workspace) -> None:
    with pytest.raises(UsageError, match="no list of your own “un_sc”"):
        user_sources.remove_source(workspace, "un_sc")
    bundled = workspace.catalogue[0]
    with pytest.raises(UsageError, match="no list of your own"):
        user_sources.change_source(workspace, replace(bundled, min_entries=1))
    user_sources.add_source(workspace, STAFF)
    with pytest.raises(UsageError, match="list code “UN” is taken"):
        user_sources.change_source(workspace, replace(STAFF, list_code="UN"))
