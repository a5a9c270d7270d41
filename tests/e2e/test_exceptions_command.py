"""`exceptions`: cleared pairs by command, from the match of a screening to a file and back."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

NAME = ("screen", "Sanctioned Airlines", "--type", "entity", "--external-id", "c1", "--json")


@pytest.fixture(autouse=True)
def with_demo_lists(demo_folder: Path, data_dir: Path) -> None:
    """The data folder has the demonstration lists already."""
    shutil.copytree(demo_folder, data_dir)


@pytest.fixture
def cleared(screendesk):
    """The id of the exception for the match of an invented airline."""
    match = screendesk(*NAME).json["matches"][0]
    made = screendesk(
        "exceptions", "create", match["match_id"], "--reason", "=Another company",
        "--review-on", "2099-01-31", "--json",
    )  # fmt: skip
    assert made.code == 0, made.err
    return made.json["exception_id"]


def test_a_pair_is_cleared_shown_and_revoked(screendesk, cleared) -> None:
    (match,) = screendesk(*NAME).json["matches"]
    assert (match["screening_outcome"], match["exception_id"]) == ("Excluded", cleared)
    listed = screendesk("exceptions", "list").out
    assert cleared in listed
    assert "1 of 1 that fit, 1 in all" in listed
    shown = screendesk("exceptions", "show", cleared)
    assert "CREATED by" in shown.out
    assert "review on: 2099-01-31" in shown.out
    value = screendesk("exceptions", "show", cleared, "--json").json
    assert (value["status"], value["used"], value["changed_since"]) == ("ACTIVE", 1, [])
    assert value["fields"] == ["names", "dates_of_birth", "identifiers", "programmes"]
    assert [event["action"] for event in value["history"]] == ["CREATED"]
    assert screendesk("exceptions", "revoke", cleared, "--reason", "Wrong").code == 0
    (match,) = screendesk(*NAME).json["matches"]
    assert match["screening_outcome"] == "Alerted"
    assert screendesk("exceptions", "list", "--status", "revoked", "--json").json["fitting"] == 1
    assert screendesk("exceptions", "renew", cleared, "--reason", "x").code == 3
    assert screendesk("audit", "verify").code == 0


def test_a_changed_customer_brings_it_back_and_it_is_renewed(screendesk, cleared) -> None:
    (match,) = screendesk(*NAME, "--country", "CY").json["matches"]
    assert match["lapsed_because"] == [
        {"side": "subject", "field": "country", "before": "", "after": "CY"}
    ]
    assert "changed: subject country: - -> CY" in screendesk("exceptions", "show", cleared).out
    renewed = screendesk("exceptions", "renew", cleared, "--reason", "It moved")
    assert "taken over: subject country: - -> CY" in renewed.out
    (match,) = screendesk(*NAME, "--country", "CY").json["matches"]
    assert match["screening_outcome"] == "Excluded"


def test_conditions_by_command(screendesk) -> None:
    screendesk(*NAME)
    rule = ("/subject/external_id in c1,c2", "/match/score gt 10", "/match/is_weak eq false")
    seen = screendesk("exceptions", "conditional", *rule, "--preview")
    assert "Would have excluded 1 of 1 open matches" in seen.out
    assert screendesk("exceptions", "conditional", *rule, "--preview", "--json").json[
        "excluded"
    ] == 1  # fmt: skip
    made = screendesk("exceptions", "conditional", *rule, "--reason", "Rule 7", "--json")
    assert made.json["conditions"][0]["value"] == ["c1", "c2"]
    assert screendesk(*NAME).json["matches"][0]["exception_id"] == made.json["exception_id"]
    assert "is one of c1, c2" in screendesk("exceptions", "list").out
    assert "/match/contradicts" in screendesk("exceptions", "paths").out
    assert screendesk("exceptions", "paths", "--json").json["paths"][0]["operators"]
    for wrong, code in (
        (("/subject/name",), 2),
        (("/subject/eyes eq blue",), 3),
        (("/match/score gt many",), 3),
        (("/match/source eq un_sc",), 3),
    ):
        assert screendesk("exceptions", "conditional", *wrong, "--reason", "x").code == code


def test_bad_words(screendesk) -> None:
    assert screendesk("exceptions", "list", "--due", "soon").code == 3
    assert screendesk("exceptions", "list", "--status", "gone").code == 3
    assert screendesk("exceptions", "show", "exc_1").code == 3
    assert screendesk("exceptions", "create", "mat_1", "--reason", "x").code == 3


def test_to_a_file_and_back(screendesk, cleared, tmp_path) -> None:
    path, table = tmp_path / "out.json", tmp_path / "out.csv"
    assert "1 exceptions written" in screendesk("exceptions", "export", path).out
    assert path.stat().st_mode & 0o077 == 0, "it names customers"
    screendesk("exceptions", "export", table)
    (row,) = csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines())
    assert row["reason"] == "'=Another company", "no spreadsheet runs it"
    again = screendesk("exceptions", "import", path, "--reason", "Again", "--json").json
    assert again == {"added": 0, "known": 1, "refused": []}
    elsewhere = tmp_path / "elsewhere"
    taken = screendesk(
        "--data-dir", elsewhere, "exceptions", "import", path, "--reason", "Moved", "--json"
    ).json
    assert taken["added"] == 1
    shown = screendesk("--data-dir", elsewhere, "exceptions", "show", cleared, "--json").json
    (event,) = shown["history"]
    assert (event["action"], event["data"]["why"]) == ("IMPORTED", "Moved")
    assert event["data"]["stated_author"] == json.loads(path.read_text())["exported_by"]
    (match,) = screendesk("--data-dir", elsewhere, *NAME).json["matches"]
    assert match["exception_id"] == cleared, "the customer is known by its number there"
    document = json.loads(path.read_text())
    document["exceptions"] += [{"exception_id": "exc_broken"}, 7]
    path.write_text(json.dumps(document))
    partly = screendesk("exceptions", "import", path, "--reason", "Again")
    assert "0 imported, 1 known already, 2 refused." in partly.out
    assert "exc_broken: This is no match exception." in partly.out
    assert "number 3" in partly.out
    table.rename(tmp_path / "table.json")
    assert screendesk("exceptions", "import", tmp_path / "table.json", "--reason", "x").code == 3
    assert screendesk("exceptions", "import", tmp_path / "none.json", "--reason", "x").code == 3
