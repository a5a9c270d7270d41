"""The political exposure of matched persons in the record, and the settings behind it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import UsageError
from app.domain.events import EventType
from app.domain.match import Check, Level
from app.domain.pep_status import Scope, Standing
from app.domain.subject import Subject, SubjectType
from app.services import lists, pep_exposure, screening
from app.services.pep_exposure import PepSettings
from app.services.result_shape import screening_result


@pytest.fixture
def listed(workspace, tmp_path: Path):
    """A PEP list of invented persons: one who left office in 2020, and her brother."""
    people = [
        {"id": "p1", "schema": "Person", "caption": "Tamsin Quorlath", "target": True,
         "properties": {"name": ["Tamsin Quorlath"], "topics": ["role.pep"]}},
        {"id": "p2", "schema": "Person", "caption": "Wendel Zumbert", "target": True,
         "properties": {"name": ["Wendel Zumbert"], "topics": ["role.rca"]}},
        {"id": "o", "schema": "Occupancy",
         "properties": {"holder": ["p1"], "post": ["pos"], "startDate": ["2016"],
                        "endDate": ["2020-06-30"]}},
        {"id": "pos", "schema": "Position", "caption": "Minister of Samples",
         "properties": {"name": ["Minister of Samples"], "country": ["ng"]}},
        {"id": "f", "schema": "Family",
         "properties": {"person": ["p1"], "relative": ["p2"], "relationship": ["brother"]}},
        *({"id": f"x{n}", "schema": "Person", "target": True,
           "properties": {"name": [f"Filler Person {chr(97 + n % 26)}{n}"], "topics": ["role.pep"]}}
          for n in range(30)),
    ]  # fmt: skip
    path = tmp_path / "peps.json"
    path.write_text("".join(json.dumps(row) + "\n" for row in people), encoding="utf-8")
    assert lists.import_list(workspace, "pep_nigeria", [path]).activated
    return workspace


def screened(workspace, name: str):
    request = screening.ScreeningRequest(Subject(SubjectType.INDIVIDUAL, name), (Check.PEP,))
    return screening.screen(workspace, request)


def test_a_former_minister(listed) -> None:
    record = screened(listed, "Tamsin Quorlath")
    status = record.matches[0].pep
    assert (status.standing, status.years_since, status.is_lapsed) == (Standing.FORMER, 6, True)
    assert (status.scope, status.countries) == (Scope.UNKNOWN, ("NG",))
    value = screening_result(record)["matches"][0]["pep_status"]
    assert value["class"] == "MINISTER"
    assert value["text"] == "; ".join(
        (
            "former PEP, left 6 years ago",
            "Minister of Samples",
            "class minister",
            "brother: Wendel Zumbert",
        )
    )
    assert screening.record(listed, record.screening_id) == record  # it is stored with the record


def test_a_relative_and_the_settings(listed) -> None:
    pep_exposure.save(listed, PepSettings("NG", 10), reason="asked by the auditor")
    assert pep_exposure.read(listed) == PepSettings("NG", 10)
    record = screened(listed, "Tamsin Quorlath")
    assert (record.matches[0].pep.scope, record.matches[0].pep.is_lapsed) == (
        Scope.DOMESTIC,
        False,
    )
    relative = screened(listed, "Wendel Zumbert").matches[0].pep
    assert (relative.standing, relative.related_to) == (
        Standing.RELATED,
        ("brother of Tamsin Quorlath",),
    )


def test_discarded_matches_are_not_asked(listed) -> None:
    match = screened(listed, "Tamsin Quorlath").matches[0]
    today = listed.clock().date()
    for other in (replace(match, level=Level.DISCARDED), replace(match, check=Check.SANCTIONS)):
        (same,) = pep_exposure.with_exposure(listed, [replace(other, pep=None)], today)
        assert same.pep is None
    (asked,) = pep_exposure.with_exposure(listed, [replace(match, pep=None)], today)
    assert asked == match
    assert pep_exposure.with_exposure(listed, [], listed.clock().date()) == ()


def test_settings_are_recorded_once(workspace) -> None:
    heard = []
    workspace.bus.subscribe(heard.append)
    pep_exposure.save(workspace, PepSettings("DE"))
    pep_exposure.save(workspace, PepSettings("DE"))
    assert [event.type for event in heard] == [EventType.SETTINGS_CHANGED]
    assert heard[0].data["after"] == {"home_country": "DE", "former_after_years": 5}


@pytest.mark.parametrize("settings", [PepSettings("Nigeria"), PepSettings("NG", -1),
                                      PepSettings("NG", 101)])  # fmt: skip
def test_settings_that_cannot_be_meant(workspace, settings: PepSettings) -> None:
    with pytest.raises(UsageError):
        pep_exposure.save(workspace, settings)
    assert pep_exposure.read(workspace) == PepSettings()


def test_stored_nonsense_is_read_as_not_set(workspace) -> None:
    with workspace.database.write() as uow:
        uow.settings.set(pep_exposure.HOME_KEY, "Atlantis")
        uow.settings.set(pep_exposure.YEARS_KEY, "many")
        uow.commit()
    assert pep_exposure.read(workspace) == PepSettings()
