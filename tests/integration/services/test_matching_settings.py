"""The settings of matching: read, checked, stored with their event and audit row, or not at all."""

from __future__ import annotations

import json

import pytest

from app.domain.errors import UsageError
from app.services import audit, matching_settings, stored_settings
from app.services.matching_settings import MatchingSettings

CHANGED = MatchingSettings("classic", {"un_sc": "aligned"}, learned_aliases=False)


def settings_events(workspace):
    with workspace.database.read() as uow:
        return [event for event in uow.events.after(0) if event.type.value == "settings.changed"]


def test_a_new_workspace_has_the_defaults(workspace) -> None:
    found = matching_settings.read(workspace)
    assert found == MatchingSettings()
    assert found.default_profile == "aligned"
    assert found.learned_aliases
    assert found.profile_for("un_sc") == "aligned"


def test_saved_settings_are_read_again(workspace) -> None:
    assert matching_settings.save(workspace, CHANGED) == CHANGED
    found = matching_settings.read(workspace)
    assert found == CHANGED
    assert found.profile_for("un_sc") == "aligned"
    assert found.profile_for("us_ofac_sdn") == "classic"


def test_a_change_is_recorded_and_told(workspace) -> None:
    heard = []
    workspace.bus.subscribe(heard.append)
    matching_settings.save(workspace, CHANGED, reason="the regulator asked")
    (event,) = settings_events(workspace)
    assert [told.event_id for told in heard] == [event.event_id]
    assert event.at == workspace.clock()
    assert event.data["actor"] == workspace.actor
    assert event.data["reason"] == "the regulator asked"
    assert event.data["before"] == matching_settings.settings_value(MatchingSettings())
    assert event.data["after"] == matching_settings.settings_value(CHANGED)
    with workspace.database.read() as uow:
        row = uow.audit.rows()[-1]
    assert (row.actor, row.action, row.object_id) == (
        workspace.actor, "settings.changed", "matching",
    )  # fmt: skip
    assert json.loads(row.before) == event.data["before"]
    assert json.loads(row.after) == {**event.data["after"], "reason": "the regulator asked"}
    assert audit.verify(workspace).ok


def test_equal_settings_change_nothing(workspace) -> None:
    assert matching_settings.save(workspace, MatchingSettings()) == MatchingSettings()
    assert settings_events(workspace) == []
    matching_settings.save(workspace, CHANGED)
    matching_settings.save(workspace, CHANGED)
    assert len(settings_events(workspace)) == 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (MatchingSettings(default_profile="guess"), "profile “guess”"),
        (MatchingSettings(profile_of={"un_sc": ""}), "profile “”"),
        (MatchingSettings(profile_of={"nowhere": "classic"}), "source “nowhere”"),
    ],
)
def test_wrong_settings_change_nothing(workspace, wrong, told) -> None:
    matching_settings.save(workspace, CHANGED)
    with pytest.raises(UsageError, match=told) as caught:
        matching_settings.save(workspace, wrong)
    assert "one of" in caught.value.todo
    assert caught.value.safe
    assert matching_settings.read(workspace) == CHANGED
    assert len(settings_events(workspace)) == 1


def test_settings_event_and_audit_row_are_one_transaction(workspace, monkeypatch) -> None:
    from app.storage.audit import AuditRepository

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the disk is gone")

    with monkeypatch.context() as patch:
        patch.setattr(AuditRepository, "append", broken)
        with pytest.raises(RuntimeError):
            matching_settings.save(workspace, CHANGED)
    assert matching_settings.read(workspace) == MatchingSettings()
    assert settings_events(workspace) == []


def test_a_stored_profile_that_is_gone_is_not_set(workspace) -> None:
    with workspace.database.write() as uow:
        uow.settings.set(stored_settings.DEFAULT_KEY, "older")
        uow.settings.set(stored_settings.LISTS_KEY, {"un_sc": "older", "us_ofac_sdn": "classic"})
        uow.settings.set(stored_settings.LEARNED_KEY, "yes")
        uow.commit()
    found = matching_settings.read(workspace)
    assert found == MatchingSettings(profile_of={"us_ofac_sdn": "classic"}, learned_aliases=False)
