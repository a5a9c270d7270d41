"""`countries show`, `set`, `reset`, `import`: what a user says about country risk, by command."""

from __future__ import annotations

from pathlib import Path

GREY = "fatf_increased_monitoring"


def state(screendesk, code: str) -> str | None:
    found = screendesk("countries", "show", GREY, "--json").json["countries"]
    return next((item["state"] for item in found if item["country"] == code), None)


def test_lists_are_shown_with_date_and_source(screendesk) -> None:
    value = screendesk("countries", "show", "--json").json
    assert {item["list"] for item in value["lists"]} >= {GREY, "eu_high_risk"}
    assert all(item["source"] and item["as_of"] for item in value["countries"])
    shown = screendesk("countries", "show", GREY).out
    assert "22 countries as of 2026-06-19" in shown
    assert "IQ  0.5  Iraq  since 2026-06-19" in shown
    assert "eu_high_risk" not in shown
    assert screendesk("countries", "show", "grey").code == 2


def test_countries_are_set_taken_off_and_reset(screendesk) -> None:
    why = ("--reason", "Plenary of October")
    ran = screendesk("countries", "set", GREY, "Nigeria", "--severity", "0.75", "--as-of",
                     "2026-10-24", "--source", "https://example.org", *why)  # fmt: skip
    assert ran.code == 0
    assert "policy 1-" in ran.out
    shown = screendesk("countries", "show", GREY).out
    assert "NG  0.75  Nigeria" in shown
    assert "2026-10-24, https://example.org  [added]" in shown
    assert screendesk("countries", "set", GREY, "BG", "--remove", *why).code == 0
    assert state(screendesk, "BG") == "removed"
    assert screendesk("countries", "reset", GREY, "BG", *why).out.startswith("1 own changes went")
    assert state(screendesk, "BG") == "shipped"
    assert screendesk("countries", "reset", *why).code == 0
    assert state(screendesk, "NG") is None
    assert screendesk("countries", "set", GREY, "NG", "--as-of", "soon", *why).code == 3
    assert screendesk("countries", "set", GREY, "NG").code == 2
    assert screendesk("audit", "verify").code == 0


def test_a_file_is_taken_over(screendesk, tmp_path: Path) -> None:
    file = tmp_path / "october.csv"
    file.write_text(f"list,country,severity\n{GREY},Nigeria,1\n{GREY},BG,\n")
    ran = screendesk("countries", "import", file, "--reason", "October", "--replace")
    assert "1 added, 0 changed, 21 taken out, 1 as they were" in ran.out
    assert state(screendesk, "NG") == "added"
    assert state(screendesk, "IQ") == "removed"
    assert screendesk("countries", "import", tmp_path / "none.csv", "--reason", "x").code == 3
