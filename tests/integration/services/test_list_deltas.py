"""Delta files imported through the real store."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import ListRefused
from app.services import lists

FOLDER = Path(__file__).resolve().parents[2] / "data" / "ftm_sanctions"


def entries(workspace, version_id: int) -> dict[str, object]:
    with workspace.database.read() as uow:
        return {entry.entry_id: entry for _, entry in uow.lists.iter_entries([version_id])}


def test_a_delta_becomes_a_full_version(workspace) -> None:
    whole = lists.import_list(workspace, "os_sanctions", [FOLDER / "entities.ftm.json"])
    assert whole.activated
    report = lists.import_list(workspace, "os_sanctions", [FOLDER / "entities.delta.json"])
    later = entries(workspace, report.version.version_id)
    assert later.keys() == {"inv-p1", "inv-c1", "inv-v1", "inv-w1", "inv-n1"}
    before = entries(workspace, whole.version.version_id)
    assert later["inv-w1"] == before["inv-w1"]
    assert str(report.version.published_on) == "2026-03-09"


def test_a_delta_without_its_list_is_refused(workspace) -> None:
    with pytest.raises(ListRefused, match="no active version of os_sanctions"):
        lists.import_list(workspace, "os_sanctions", [FOLDER / "entities.delta.json"])
    assert lists.status(workspace)
    assert not [
        each.active
        for each in lists.status(workspace)
        if each.source.source == "os_sanctions" and each.active
    ]
