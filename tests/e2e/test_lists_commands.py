"""The commands about lists, as a person or a script uses them."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import pytest

PERSON = (
    "<INDIVIDUAL><DATAID>{0}</DATAID><FIRST_NAME>{1}</FIRST_NAME>"
    "<UN_LIST_TYPE>Invented</UN_LIST_TYPE><REFERENCE_NUMBER>ZZi.{0}</REFERENCE_NUMBER>"
    "<LISTED_ON>2020-01-01</LISTED_ON><NATIONALITY><VALUE>Cyprus</VALUE></NATIONALITY>"
    "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1960-03-13</DATE>"
    "</INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL>"
)
ENTITY = (
    "<ENTITY><DATAID>9</DATAID><FIRST_NAME>Halcyon Meridian Trading</FIRST_NAME>"
    "<UN_LIST_TYPE>Invented</UN_LIST_TYPE><REFERENCE_NUMBER>ZZe.9</REFERENCE_NUMBER>"
    "<LISTED_ON>2020-01-01</LISTED_ON></ENTITY>"
)


@pytest.fixture
def un_file(tmp_path: Path):
    def make(count: int, *names: str, day: str = "2026-11-01") -> Path:
        people = [(100 + n, f"Quorlath Zumbert {n}") for n in range(count)]
        people += [(50 + n, name) for n, name in enumerate(names)]
        path = tmp_path / f"un-{day}-{count}.xml"
        path.write_text(
            f'<CONSOLIDATED_LIST dateGenerated="{day}T23:00:06.464Z"><INDIVIDUALS>'
            f"{''.join(PERSON.format(*person) for person in people)}</INDIVIDUALS>"
            f"<ENTITIES>{ENTITY}</ENTITIES></CONSOLIDATED_LIST>"
        )
        return path

    return make


def source_in(value: dict, source: str = "un_sc") -> dict:
    return next(each for each in value["sources"] if each["source"] == source)


def test_a_suspicious_update_from_import_to_decision(screendesk, un_file) -> None:
    assert screendesk("lists", "import", "un_sc", un_file(1200, "Oscar Ashworth")).code == 0
    ran = screendesk("lists", "import", "un_sc", un_file(600, "Nadia Quell", day="2026-11-02"))
    assert "HELD in quarantine" in ran.out
    assert "FAIL size against the active version" in ran.out
    assert "lists diff un_sc" in ran.out
    again = screendesk("lists", "import", "un_sc", un_file(600, "Nadia Quell", day="2026-11-02"))
    assert "imported already and wait for a decision" in again.out

    ran = screendesk("lists", "status", "--checks")
    assert "quarantined" in ran.out
    assert "ok   loaded: version 2026-11-01 is active (expected an active version)" in ran.out
    assert "FAIL held versions: version 2026-11-02 waits since" in ran.out
    assert screendesk("lists", "status", "--exit-code").code == 10
    value = screendesk("lists", "status", "--json").json
    held = source_in(value)
    assert (held["state"], held["ok"], value["ok"]) == ("quarantined", False, False)
    names = {check["name"]: check for check in held["checks"]}
    assert {"loaded", "age", "held versions", "whole file", "entries"} <= set(names)
    assert all({"ok", "measured", "expected"} <= set(check) for check in held["checks"])
    failed = {check["name"] for check in held["held"]["checks"] if not check["ok"]}
    assert "size against the active version" in failed

    ran = screendesk("screen", "Oscar Ashworth")
    assert "HELD, a newer version waits for a decision: un_sc" in ran.out
    assert "not loaded: us_ofac_sdn" in ran.out

    ran = screendesk("lists", "diff", "un_sc", "--limit", "2")
    assert "0 added, 600 removed" in ran.out
    assert "1 changed (1 in their core)" in ran.out
    assert "names - Oscar Ashworth" in ran.out
    assert "names + Nadia Quell" in ran.out
    assert "... 598 more removed entries (--limit)" in ran.out
    value = screendesk("lists", "diff", "un_sc", "--field", "names", "--json").json
    assert (value["removed"], value["changed"], value["fields"]) == (600, 1, {"names": 1})
    (change,) = value["changes"]
    assert (change["kind"], change["is_core"]) == ("changed", True)
    assert screendesk("lists", "diff", "un_sc", "--field", "colour").code == 2

    version = held["held"]["version_id"]
    assert screendesk("lists", "reject", version).code == 2, "without a reason"
    assert screendesk("lists", "reject", version, "--reason", " ").code == 3
    ran = screendesk("lists", "reject", version, "--reason", "Cut off in transit")
    assert "version 2026-11-02 is REJECTED now" in ran.out
    ran = screendesk("lists", "versions", "un_sc")
    assert "REJECTED" in ran.out
    assert "Cut off in transit" in ran.out
    ran = screendesk("lists", "activate", version, "--reason", "Confirmed after all", "--json")
    assert ran.json["state"] == "active"
    value = screendesk("lists", "versions", "un_sc", "--json").json
    assert [each["state"] for each in value["versions"]][:2] == ["active", "superseded"]
    assert value["versions"][0]["decision"]["reason"] == "Confirmed after all"
    ran = screendesk("lists", "reject", version, "--reason", "No", "--json")
    assert (ran.code, ran.json["error"]["code"]) == (3, "VALIDATION_ERROR")
    assert screendesk("audit", "verify").code == 0


def test_a_screening_names_missing_and_stale_lists(screendesk, un_file) -> None:
    screendesk("lists", "import", "un_sc", un_file(600, day="2020-01-01"))
    ran = screendesk("screen", "Oscar Ashworth")
    assert "STALE: un_sc" in ran.out
    value = screendesk("screen", "Oscar Ashworth", "--json").json
    sanctions, pep = value["checks"]
    assert (sanctions["stale"], sanctions["held"]) == (["un_sc"], [])
    assert "us_ofac_sdn" in sanctions["missing"]
    assert pep["state"] == "NOT_RUN"
    (used,) = value["lists"]
    assert used["is_stale"] is True
    assert used["age_days"] > 2000
    un = source_in(screendesk("lists", "status", "--json").json)
    assert (un["state"], un["is_stale"], un["ok"]) == ("stale", True, False)
    (age,) = (check for check in un["checks"] if check["name"] == "age")
    assert (age["ok"], age["expected"]) == (False, "at most 7 days")


def test_demonstration_lists_are_told_as_such(screendesk) -> None:
    value = screendesk("lists", "status", "--json").json
    un = source_in(value)
    assert (un["state"], un["is_stale"]) == ("demo", False)
    (loaded,) = (check for check in un["checks"] if check["name"] == "loaded")
    assert (loaded["ok"], loaded["measured"].startswith("demonstration")) == (False, True)
    assert value["states"]["demo"] == 3
    assert "has no version yet" in screendesk("lists", "versions", "eu_fsf").out
    assert screendesk("lists", "versions", "atlantis").code == 2


def test_settings_of_lists(screendesk, tmp_path) -> None:
    ran = screendesk("lists", "settings")
    assert "Versions kept of each source: 10" in ran.out
    assert "Proxy: none" in ran.out
    ran = screendesk(
        "lists", "settings", "--keep", "20", "--watch-folder", tmp_path,
        "--proxy", "http://me:secret@proxy.example:3128", "--max-megabytes", "100",
        "--reason", "asked by the auditor",
    )  # fmt: skip
    assert ran.code == 0
    assert "http://me:***@proxy.example:3128" in ran.out
    assert "secret" not in ran.out
    value = screendesk("lists", "settings", "--watch-folder", "", "--json").json
    assert (value["kept_versions"], value["watch_folder"]) == (20, "")
    assert value["network"]["max_megabytes"] == 100
    assert screendesk("lists", "settings", "--keep", "0").code == 3


def test_the_watched_folder_once(screendesk, un_file, tmp_path) -> None:
    assert screendesk("lists", "watch", "--once").out == ""
    folder = tmp_path / "incoming"
    folder.mkdir()
    screendesk("lists", "settings", "--watch-folder", folder)
    file = un_file(600).rename(folder / "un.xml")
    old = file.stat().st_mtime + 86_400  # settled, as the clocks of two machines may tell it
    os.utime(file, (old, old))
    (folder / "page.html").write_text("<html>no</html>")
    os.utime(folder / "page.html", (old, old))
    ran = screendesk("lists", "watch", "--once", "--json")
    found = {item["files"][0]: item for item in ran.json["files"]}
    assert found["un.xml"]["import"]["activated"]
    assert found["page.html"]["outcome"] == "refused"
    assert ran.code == 3
    assert (folder / "refused/page.html.txt").exists()


def test_the_folder_is_watched_until_stopped(screendesk, un_file, tmp_path, monkeypatch) -> None:
    folder = tmp_path / "incoming"
    folder.mkdir()
    screendesk("lists", "settings", "--watch-folder", folder)
    rounds = []

    def pass_time(_: float) -> None:
        rounds.append(1)
        if len(rounds) == 3:
            raise KeyboardInterrupt
        file = un_file(600, day=f"2026-11-0{len(rounds)}").rename(folder / "un.xml")
        later = file.stat().st_mtime + 86_400
        os.utime(file, (later, later))
        (folder / "unfinished.part").write_text("x")

    # Its own name for it: the rest of the program may rest between its steps.
    monkeypatch.setattr("app.cli_lists.time", SimpleNamespace(sleep=pass_time))
    ran = screendesk("lists", "watch")
    assert ran.code == 130
    assert ran.out.count("imported") == 2
    assert "unfinished" not in ran.out, "what waits is said once it has ended"
    assert "Stopped" in ran.err


def test_updating_without_a_network_is_told(screendesk) -> None:
    ran = screendesk("lists", "update")
    assert ran.code == 2
    assert "No list that can be fetched is loaded yet" in ran.err
    assert screendesk("lists", "update", "pep_nigeria").code == 2
    screendesk("lists", "settings", "--proxy", "http://127.0.0.1:9", "--attempts", "1")
    ran = screendesk("lists", "update", "un_sc", "--dry-run")
    assert ran.code == 4
    assert "un_sc" in ran.out
    assert "failed" in ran.out
    ran = screendesk("lists", "update", "un_sc", "--dry-run", "--json")
    assert ran.json["updates"][0]["outcome"] == "failed"
    ran = screendesk("lists", "update", "--all", "--dry-run", "--json")
    sources = [update["source"] for update in ran.json["updates"]]
    assert {"un_sc", "us_ofac_sdn", "pep_global"} <= set(sources)
    assert "pep_nigeria" not in sources
