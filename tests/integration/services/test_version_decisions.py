"""What people decide about versions: out of quarantine, rejected, back to an older one."""

from __future__ import annotations

import json

import pytest

from app.domain.errors import BadInput, NotFound, UsageError
from app.domain.lists import SourceState, VersionState
from app.domain.subject import Subject, SubjectType
from app.domain.user import Role, Session
from app.services import list_versions, lists, screening, startup
from app.services.demo import load_demo_lists


def state_of(workspace, source: str = "un_sc"):
    return next(each for each in lists.status(workspace) if each.source.source == source)


def audit_rows(workspace) -> list[tuple[str, str, dict]]:
    query = "SELECT actor, action, after FROM audit_events ORDER BY seq"
    with workspace.database.read() as uow:
        rows = uow.connection.exec_driver_sql(query).all()
    return [(actor, action, json.loads(after)) for actor, action, after in rows if after]


def found_names(workspace, name: str) -> list[str]:
    subject = Subject(SubjectType.INDIVIDUAL, name)
    record = screening.screen(workspace, screening.ScreeningRequest(subject))
    return [match.primary_name for match in record.matches]


@pytest.fixture
def held(workspace, un_file, person):
    """A good version with 1,200 entries, and one of half the size that waits."""
    workspace.session = Session("amara", "Amara", Role.REVIEWER)
    good = lists.import_list(
        workspace, "un_sc", [un_file(person(1, "Oscar Ashworth"), size=1200)]
    ).version
    half = lists.import_list(
        workspace, "un_sc", [un_file(person(2, "Nadia Quell"), size=600, name="half.xml")]
    ).version
    return good, half


def test_a_held_version_is_activated_by_a_person_with_a_reason(workspace, held) -> None:
    good, half = held
    assert found_names(workspace, "Nadia Quell") == []
    assert found_names(workspace, "Oscar Ashworth") == ["Oscar Ashworth"]
    chosen = list_versions.choose(workspace, half.version_id, "  The publisher\nconfirmed it. ")
    assert chosen.state is VersionState.ACTIVE
    assert found_names(workspace, "Nadia Quell") == ["Nadia Quell"]
    assert found_names(workspace, "Oscar Ashworth") == []
    status = state_of(workspace)
    assert (status.state, status.active, status.held) == (SourceState.ACTIVE, chosen, None)
    decision = status.decisions[half.version_id]
    assert (decision.actor, decision.reason) == ("amara", "The publisher confirmed it.")
    assert decision.at == workspace.clock()
    told = [row for row in audit_rows(workspace) if row[1] == "list.activated"]
    actor, _, after = told[-1]
    assert (actor, after["reason"], after["was"]) == (
        "amara", "The publisher confirmed it.", "QUARANTINED"
    )  # fmt: skip
    states = [version.state for version in status.versions]
    assert states == [VersionState.ACTIVE, VersionState.SUPERSEDED]
    assert good.version_id == status.versions[1].version_id


def test_a_rejected_version_is_kept_and_shown(workspace, held) -> None:
    good, half = held
    heard = []
    workspace.bus.subscribe(heard.append)
    rejected = list_versions.reject(workspace, half.version_id, "The download was cut off.")
    assert rejected.state is VersionState.REJECTED
    status = state_of(workspace)
    assert (status.state, status.active.version_id) == (SourceState.ACTIVE, good.version_id)
    assert status.problems == ()
    assert status.decisions[half.version_id].state is VersionState.REJECTED
    assert status.versions[0] == rejected
    assert [event.type.value for event in heard] == ["list.rejected"]
    assert audit_rows(workspace)[-1][2]["reason"] == "The download was cut off."
    assert found_names(workspace, "Oscar Ashworth") == ["Oscar Ashworth"]
    # A person may think better of it.
    again = list_versions.choose(workspace, half.version_id, "It was right after all.")
    assert again.state is VersionState.ACTIVE


def test_back_to_an_older_version(workspace, un_file, person) -> None:
    first = lists.import_list(workspace, "un_sc", [un_file(person(1, "Oscar Ashworth"))]).version
    second = lists.import_list(
        workspace, "un_sc", [un_file(person(2, "Nadia Quell"), name="b.xml", date="2026-11-19")]
    ).version
    assert found_names(workspace, "Nadia Quell") == ["Nadia Quell"]
    back = list_versions.choose(workspace, first.version_id, "The update was withdrawn.")
    assert (back.version_id, back.state) == (first.version_id, VersionState.ACTIVE)
    assert found_names(workspace, "Nadia Quell") == []
    assert found_names(workspace, "Oscar Ashworth") == ["Oscar Ashworth"]
    states = {v.version_id: v.state for v in state_of(workspace).versions}
    assert states == {
        first.version_id: VersionState.ACTIVE, second.version_id: VersionState.SUPERSEDED
    }  # fmt: skip


@pytest.mark.parametrize("reason", ["", " \n ", "x" * 1001])
def test_a_decision_needs_a_reason(workspace, held, reason) -> None:
    _, half = held
    for decide in (list_versions.choose, list_versions.reject):
        with pytest.raises(BadInput) as caught:
            decide(workspace, half.version_id, reason)
        assert "Nothing was changed" in caught.value.safe
    assert state_of(workspace).state is SourceState.QUARANTINED


def test_what_cannot_be_decided(workspace, held) -> None:
    good, half = held
    with pytest.raises(BadInput, match="ACTIVE and cannot be activated"):
        list_versions.choose(workspace, good.version_id, "Once more.")
    with pytest.raises(BadInput, match="ACTIVE and cannot be rejected"):
        list_versions.reject(workspace, good.version_id, "Not this one.")
    list_versions.choose(workspace, half.version_id, "Confirmed.")
    with pytest.raises(BadInput, match="SUPERSEDED and cannot be rejected"):
        list_versions.reject(workspace, good.version_id, "Not this one.")
    for decide in (list_versions.choose, list_versions.reject):
        with pytest.raises(NotFound):
            decide(workspace, 999, "There is none.")
    with pytest.raises(UsageError, match="atlantis"):
        list_versions.versions_of(workspace, "atlantis")


def test_the_same_file_again_waits_for_the_same_decision(workspace, held, un_file, person) -> None:
    _, half = held
    file = un_file(person(2, "Nadia Quell"), size=600, name="again.xml")
    again = lists.import_list(workspace, "un_sc", [file])
    assert (again.unchanged, again.activated, again.version) == (True, False, half)
    list_versions.reject(workspace, half.version_id, "No.")
    again = lists.import_list(workspace, "un_sc", [file])
    assert (again.unchanged, again.version.state) == (True, VersionState.REJECTED)
    assert len(state_of(workspace).versions) == 2


@pytest.fixture
def left_ready(workspace, un_file, monkeypatch):
    """An import that was killed between its checks and its activation."""
    lists.import_list(workspace, "un_sc", [un_file()])

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    file = un_file(size=610, date="2026-11-19", name="next.xml")
    with monkeypatch.context() as context:
        context.setattr(lists, "activate", killed)
        with pytest.raises(KeyboardInterrupt):
            lists.import_list(workspace, "un_sc", [file])
    return state_of(workspace).versions[0]


def test_a_version_left_ready_is_named_and_activated_at_the_next_start(
    workspace, left_ready
) -> None:
    assert left_ready.state is VersionState.READY
    status = state_of(workspace)
    assert status.active.entries == 600
    assert "passed its checks and is not active yet" in status.problems[0]
    startup.prepare_workspace(workspace)
    status = state_of(workspace)
    assert (status.active.version_id, status.active.entries) == (left_ready.version_id, 610)
    assert list_versions.activate_left_ready(workspace) == ()
    assert audit_rows(workspace)[-2][2]["reason"] == list_versions.LEFT_READY
    assert status.decisions == {}, "no person decided"


def test_a_running_import_is_not_interfered_with(workspace, left_ready) -> None:
    with workspace.database.import_lock():
        assert list_versions.activate_left_ready(workspace) == ()
    assert state_of(workspace).versions[0].state is VersionState.READY
    assert len(list_versions.activate_left_ready(workspace)) == 1


def test_a_newer_version_goes_before_one_left_ready(workspace, left_ready, un_file) -> None:
    newest = lists.import_list(
        workspace, "un_sc", [un_file(size=620, date="2026-11-20", name="newest.xml")]
    ).version
    assert list_versions.activate_left_ready(workspace) == ()
    assert state_of(workspace).active == newest
    rejected = list_versions.reject(workspace, left_ready.version_id, "Overtaken.")
    assert rejected.state is VersionState.REJECTED


def test_a_demonstration_list_left_ready_stays_so(workspace, monkeypatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(lists, "activate", killed)
        with pytest.raises(KeyboardInterrupt):
            load_demo_lists(workspace)
    assert list_versions.activate_left_ready(workspace) == ()
    load_demo_lists(workspace)
    assert {s.state for s in lists.status(workspace) if s.versions} == {SourceState.DEMO}


def test_the_command_line_tells_of_a_version_left_ready(workspace, left_ready, capfd) -> None:
    from app.cli import run

    load_demo_lists(workspace)
    assert run(["lists", "status"]) == 0
    caught = capfd.readouterr()
    assert "un_sc: version 2026-11-19 is active now" in caught.err
    assert "610" in caught.out
