"""The first start: demonstration lists answer the demonstration names."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("arguments", "band", "outcome"),
    [
        (["Test Clean User"], "LOW", "APPROVE"),
        (["Test Sanctioned Entity", "--type", "entity", "--country", "IR"], "CRITICAL", "BLOCK"),
        (["Test PEP Person", "--nationality", "NG"], "HIGH", "REVIEW_REQUIRED"),
        (["Test PEP Person"], "HIGH", "REVIEW_REQUIRED"),
        (["Smith, James", "--dob", "1941-05-24"], "LOW", "APPROVE"),
        (["Sanctioned Airlines", "--type", "entity"], "CRITICAL", "BLOCK"),
        (["Ashworth, Oscar Heath", "--dob", "1960-03-13"], "MEDIUM", "REVIEW_REQUIRED"),
    ],
)
def test_demonstration_names(screendesk, arguments, band, outcome) -> None:
    ran = screendesk("screen", *arguments, "--json")
    assert ran.code == 0, ran.err
    result = ran.json
    assert result["decision"]["outcome"] == outcome
    assert result["risk_band"] == band
    assert result["is_demo"]
    assert "invented" in result["notice"]
    assert all(used["is_demo"] for used in result["lists"])


def test_result_has_the_shape_of_the_seeds(screendesk) -> None:
    result = screendesk("screen", "Test PEP Person", "--nationality", "NG", "--json").json
    assert {
        "screening_id", "status", "risk_score", "risk_band", "decision", "matches",
        "match_summary", "lists", "profile", "policy_version",
    } <= result.keys()  # fmt: skip
    assert {"outcome", "triggered_rules", "explanation"} <= result["decision"].keys()
    match = result["matches"][0]
    assert {
        "match_id", "check", "source", "list_entry_id", "matched_name", "primary_name",
        "name_score", "strength", "score", "score_scope", "level", "components", "evidence",
    } <= match.keys()  # fmt: skip
    assert match["components"].keys() >= {"primary", "token", "ngram", "phonetic"}
    assert result["match_summary"].keys() == {
        "total_matches", "sanctions_matches", "pep_matches", "exact_matches", "strong_matches",
    }  # fmt: skip
    assert result["screening_id"].startswith("scr_")
    assert result["subject_id"].startswith("subj_")


def test_text_output_says_that_the_lists_are_fictional(screendesk) -> None:
    ran = screendesk("screen", "Test Sanctioned Entity", "--type", "entity")
    assert ran.out.startswith("*** Demonstration lists")
    assert "BLOCK" in ran.out


def test_exit_codes_for_scripts(screendesk) -> None:
    entity = ("screen", "Test Sanctioned Entity", "--type", "entity", "--exit-code")
    assert screendesk(*entity).code == 11
    assert screendesk("screen", "Test PEP Person", "--exit-code").code == 10
    assert screendesk("screen", "Test Clean User", "--exit-code").code == 0


def test_a_check_without_a_list_is_not_run(screendesk) -> None:
    result = screendesk("screen", "Test Clean User", "--check", "ADVERSE_MEDIA", "--json").json
    assert result["checks"][0]["state"] == "NOT_RUN"
    assert result["decision"]["outcome"] == "REVIEW_REQUIRED"


def test_the_same_subject_keeps_its_record(screendesk) -> None:
    one, two = (
        screendesk("screen", "Test Clean User", "--external-id", "cust_001", "--json").json
        for _ in range(2)
    )
    assert one["subject_id"] == two["subject_id"]
    assert one["screening_id"] != two["screening_id"]


def test_status_shows_every_source_and_the_audit_trail_is_whole(screendesk) -> None:
    status = screendesk("lists", "status", "--json").json["sources"]
    by_source = {row["source"]: row for row in status}
    assert {"us_ofac_sdn", "un_sc", "eu_fsf", "pep_global", "pep_nigeria"} <= by_source.keys()
    assert by_source["us_ofac_sdn"]["state"] == "demo"
    assert by_source["eu_fsf"]["state"] == "missing"
    assert {"version", "published_on", "sha256", "entries", "names", "age_days", "problems"} <= (
        by_source["un_sc"].keys()
    )
    report = screendesk("audit", "verify", "--json").json
    assert report["ok"] is True
    assert report["events"] > 0
    assert report["first_bad"] is None
    assert "whole" in screendesk("audit", "verify").out
    assert "us_ofac_sdn" in screendesk("lists", "status").out


def test_transactions_add_up_over_the_history_of_the_subject(screendesk) -> None:
    def factors(key: str) -> dict[str, float]:
        result = screendesk(
            "screen", "Test Clean User", "--purpose", "TRANSACTION", "--json",
            "--transaction", f"{key}:12000:EUR:OUT:CY",
        ).json  # fmt: skip
        return {row["category"]: row["contribution"] for row in result["risk_factors"]}

    assert factors("t1")["TRANSACTION"] == 40
    assert factors("t2")["VELOCITY"] == 0
    assert factors("t2")["VELOCITY"] == 0, "the same transaction again counts once"
    assert factors("t3")["VELOCITY"] == 40, "36,000 within 24 hours"


def test_the_data_folder_may_stand_before_the_command(screendesk, tmp_path) -> None:
    folder = tmp_path / "elsewhere"
    assert screendesk("--data-dir", folder, "lists", "status").code == 0
    assert (folder / "workspace.db").exists()
