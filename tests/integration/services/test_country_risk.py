"""Country risk: the shipped lists, what the user changes of them, and what a screening then uses."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.bootstrap import open_workspace
from app.domain.errors import BadInput, UsageError
from app.domain.events import EventType
from app.domain.match import Check
from app.domain.subject import Subject, SubjectType
from app.services import audit, country_risk, screening
from app.services.screening import ScreeningRequest

GREY, CALL = "fatf_increased_monitoring", "fatf_call_for_action"
WHY = "Plenary of October"


def codes(workspace, list_id: str = GREY) -> set[str]:
    found = country_risk.countries(workspace, list_id)
    return {entry.risk.code for entry in found if not entry.is_removed}


def entry(workspace, code: str, list_id: str = GREY):
    found = country_risk.countries(workspace, list_id)
    return next((item for item in found if item.risk.code == code), None)


def country_factor(workspace, country: str):
    subject = Subject(SubjectType.ENTITY, "Quorlath Trading", country=country)
    record = screening.screen(workspace, ScreeningRequest(subject, (Check.SANCTIONS,)))
    factor = next(f for f in record.risk.factors if f.code.startswith("country"))
    return factor, record.policy_version


def test_the_shipped_lists_have_dates_and_sources(workspace) -> None:
    lists = {item.list_id: item for item in country_risk.risk_lists(workspace)}
    assert set(lists) == {GREY, CALL, "eu_high_risk", "sanctions_programme"}
    assert (lists[GREY].countries, lists[GREY].as_of) == (22, date(2026, 6, 19))
    assert codes(workspace, CALL) == {"IR", "KP", "MM"}
    assert {"BA", "IQ", "KW", "PG"} <= codes(workspace)
    assert not {"DZ", "NA", "NG", "ZA"} & codes(workspace)
    assert lists["eu_high_risk"].countries == 26
    assert {"RU", "BO", "VG"} <= codes(workspace, "eu_high_risk")
    assert set(workspace.policy.countries) == set(lists)
    for found in country_risk.countries(workspace):
        assert found.risk.source.startswith("https://")
        assert found.name != found.risk.code
        assert country_risk.entry_value(found)["state"] == "shipped"
    assert country_risk.list_value(lists[GREY])["as_of"] == "2026-06-19"


def test_a_country_put_on_a_list_counts_from_the_next_screening_on(workspace) -> None:
    before, shipped_version = country_factor(workspace, "NG")
    country_risk.set_country(
        workspace, GREY, "Nigeria", severity=1.0, as_of=date(2026, 10, 24),
        source="https://example.org", note="again", reason=WHY,
    )  # fmt: skip
    after, version = country_factor(workspace, "NG")
    assert (before.contribution, after.contribution) == (0.0, 300.0)
    assert "as of 2026-10-24" in after.explanation
    assert version.startswith(f"{shipped_version}+")
    value = country_risk.entry_value(entry(workspace, "NG"))
    assert (value["state"], value["note"]) == ("added", "again")
    assert country_risk.reset(workspace, GREY, "NG", reason="by mistake") == 1
    assert country_factor(workspace, "NG") == (before, shipped_version)


def test_what_is_not_given_stays_as_it_is(workspace) -> None:
    country_risk.set_country(workspace, CALL, "IR", severity=0.75, reason=WHY)
    found = country_risk.set_country(workspace, CALL, "IR", as_of=date(2026, 1, 2), reason=WHY)
    assert (found.risk.severity, found.risk.note) == (0.75, "countermeasures")
    assert found.risk.as_of == date(2026, 1, 2)
    assert found.risk.source == f"Decided by {workspace.actor}"
    assert found.shipped.severity == 0.5
    assert country_risk.entry_value(found)["state"] == "changed"
    new = country_risk.set_country(workspace, CALL, "NG", reason=WHY)
    assert (new.risk.severity, new.risk.as_of) == (0.5, workspace.clock().date())


def test_a_country_taken_off_a_list_counts_no_more(workspace) -> None:
    country_risk.remove_country(workspace, GREY, "BG", reason=WHY)
    assert "BG" not in codes(workspace)
    assert country_risk.entry_value(entry(workspace, "BG"))["state"] == "removed"
    assert country_factor(workspace, "BG")[0].contribution == 0
    with pytest.raises(BadInput, match="Bulgaria is not on the list"):
        country_risk.remove_country(workspace, GREY, "BG", reason=WHY)
    country_risk.set_country(workspace, GREY, "NG", reason=WHY)
    country_risk.remove_country(workspace, GREY, "NG", reason=WHY)
    assert entry(workspace, "NG") is None
    assert country_risk.reset(workspace, reason=WHY) == 1
    assert "BG" in codes(workspace)


def test_reset_of_one_list_leaves_the_others(workspace) -> None:
    country_risk.set_country(workspace, GREY, "NG", reason=WHY)
    country_risk.set_country(workspace, CALL, "NG", reason=WHY)
    assert country_risk.reset(workspace, GREY, reason=WHY) == 1
    assert "NG" not in codes(workspace)
    assert "NG" in codes(workspace, CALL)
    assert country_risk.reset(workspace, GREY, "NG", reason=WHY) == 0


def test_every_change_is_told_and_recorded_with_its_reason(workspace) -> None:
    told = []
    workspace.bus.subscribe(told.append)
    country_risk.set_country(workspace, GREY, "NG", reason=" Plenary \n of October ")
    country_risk.set_country(workspace, GREY, "NG", reason="the same again")
    country_risk.reset(workspace, CALL, reason="nothing to reset")
    (event,) = told
    assert event.type is EventType.COUNTRY_RISK_CHANGED
    assert event.data["policy_version"] == workspace.policy.version
    with workspace.database.read() as uow:
        rows = [row for row in uow.audit.rows() if row.action == event.type.value]
    (row,) = rows
    assert row.object_id == f"{GREY}:NG"
    assert json.loads(row.before) == {}
    assert json.loads(row.after)["reason"] == WHY
    assert json.loads(row.after)["changes"][GREY]["NG"]["severity"] == 0.5
    assert audit.verify(workspace).ok


def test_another_start_and_another_process_see_the_changes(workspace, data_dir) -> None:
    elsewhere = open_workspace(data_dir)
    country_risk.set_country(elsewhere, GREY, "NG", reason=WHY)
    version = elsewhere.policy.version
    elsewhere.close()
    assert country_factor(workspace, "NG")[1] == version
    again = open_workspace(data_dir)
    assert again.policy.version == version
    again.close()


def test_other_settings_of_the_policy_stay(workspace) -> None:
    workspace.policy = replace(workspace.policy, level_high=0.5)
    country_risk.set_country(workspace, GREY, "NG", reason=WHY)
    assert workspace.policy.level_high == 0.5


@pytest.mark.parametrize(
    ("change", "error", "text"),
    [
        ({"list_id": "grey"}, UsageError, "no country list “grey”"),
        ({"country": "Nowhere"}, BadInput, "“Nowhere” is not a country"),
        ({"severity": 1.5}, BadInput, "beyond 0 and 1"),
        ({"severity": float("nan")}, BadInput, "beyond 0 and 1"),
        ({"as_of": date(2027, 1, 1)}, BadInput, "future"),
        ({"reason": " "}, UsageError, "reason"),
    ],
)
def test_what_cannot_be_is_refused(workspace, change, error, text) -> None:
    asked = {"list_id": GREY, "country": "NG", "reason": WHY} | change
    with pytest.raises(error, match=text):
        country_risk.set_country(workspace, asked.pop("list_id"), asked.pop("country"), **asked)
    assert "NG" not in codes(workspace)


def test_a_country_is_reset_on_a_list_only(workspace) -> None:
    with pytest.raises(UsageError, match="on a list"):
        country_risk.reset(workspace, country="NG", reason=WHY)
    with pytest.raises(UsageError, match="no country list"):
        country_risk.countries(workspace, "grey")


def csv(folder: Path, *rows: str, head: str = "list,country,severity,as_of,source,note") -> Path:
    path = folder / "october.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def test_a_file_brings_countries(workspace, tmp_path) -> None:
    file = csv(
        tmp_path,
        f"{GREY},NG,0.75,2026-10-24,https://example.org,came back",
        f"{CALL},Iran,1,,,",
        f"{GREY},Bulgaria,,,,",
    )
    done = country_risk.import_csv(workspace, file, reason=WHY)
    assert (done.added, done.changed, done.removed, done.unchanged) == (1, 1, 0, 1)
    assert entry(workspace, "NG").risk.note == "came back"
    iran = entry(workspace, "IR", CALL).risk
    assert (iran.severity, iran.as_of) == (1.0, date(2026, 6, 19))
    assert not entry(workspace, "BG").risk.is_own


def test_a_file_can_be_the_whole_list(workspace, tmp_path) -> None:
    country_risk.set_country(workspace, GREY, "GH", reason=WHY)
    file = csv(tmp_path, f"{GREY},NG", f"{GREY},BG", head="List,Country")
    done = country_risk.import_csv(workspace, file, reason=WHY, replace_lists=True)
    assert (done.added, done.removed, done.unchanged) == (1, 22, 1)
    assert codes(workspace) == {"NG", "BG"}
    assert codes(workspace, CALL) == {"IR", "KP", "MM"}


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ("grey,NG,,,,", "Line 2: There is no country list"),
        (f"{GREY},Nowhere,,,,", "Line 2: “Nowhere” is not a country"),
        (f"{GREY},NG,much,,,", "Line 2: “much” is not a number"),
        (f"{GREY},NG,2,,,", "Line 2: A severity of 2"),
        (f"{GREY},NG,,soon,,", "Line 2: “soon” is not a day"),
        (f"{GREY},NG,,2027-01-01,,", "Line 2: 2027-01-01 lies in the future"),
        ("", "holds no country"),
    ],
)
def test_a_file_that_cannot_be_used_changes_nothing(workspace, tmp_path, row, text) -> None:
    with pytest.raises(BadInput, match=text):
        country_risk.import_csv(
            workspace, csv(tmp_path, row, f"{GREY},NG"[: 99 * bool(row)]), reason=WHY
        )
    assert "NG" not in codes(workspace)
    with pytest.raises(BadInput, match="no file"):
        country_risk.import_csv(workspace, tmp_path / "none.csv", reason=WHY)
