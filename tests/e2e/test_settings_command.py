"""`settings show` and `settings set`: what is in force, changed step by step, refused in words."""

from __future__ import annotations

import pytest

DEFAULTS = {"default_profile": "aligned", "profile_of": {}, "learned_aliases": True}


def test_settings_are_shown_and_changed(screendesk) -> None:
    assert screendesk("settings", "show", "--json").json == DEFAULTS
    ran = screendesk(
        "settings", "set", "--profile", "classic", "--list-profile", "un_sc=aligned",
        "--list-profile", "us_ofac_sdn = classic", "--learned-aliases", "off",
    )  # fmt: skip
    assert ran.code == 0
    assert "Profile of all lists: classic" in ran.out
    assert "but of un_sc: aligned" in ran.out
    assert "Learned spellings are equal: off" in ran.out
    changed = {
        "default_profile": "classic",
        "profile_of": {"un_sc": "aligned", "us_ofac_sdn": "classic"},
        "learned_aliases": False,
    }
    assert screendesk("settings", "show", "--json").json == changed
    ran = screendesk("settings", "set", "--list-profile", "un_sc=", "--json")
    assert ran.json == changed | {"profile_of": {"us_ofac_sdn": "classic"}}
    ran = screendesk("settings", "set", "--learned-aliases", "on", "--list-profile", "un_sc=")
    assert "Learned spellings are equal: on" in ran.out


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "No setting was named"),
        (("--profile", "guess"), "no matching profile “guess”"),
        (("--list-profile", "un_sc"), "SOURCE=PROFILE"),
        (("--list-profile", "=classic"), "SOURCE=PROFILE"),
        (("--list-profile", "nowhere=classic"), "no list source “nowhere”"),
        (("--learned-aliases", "maybe"), "“maybe”"),
    ],
)
def test_wrong_options_change_nothing(screendesk, options, told) -> None:
    ran = screendesk("settings", "set", *options)
    assert ran.code == 2
    assert told in ran.err
    assert screendesk("settings", "show", "--json").json == DEFAULTS


def test_a_screening_follows_the_settings_and_says_so(screendesk) -> None:
    name = "Alexander Brevnikovsky"  # of the demonstration lists
    ran = screendesk("screen", name)
    assert "Learned spellings: learned-1-" in ran.out
    assert "Profiles of the lists" not in ran.out
    screendesk("settings", "set", "--list-profile", "un_sc=classic", "--learned-aliases", "off")
    ran = screendesk("screen", name)
    assert "un_sc classic-1" in ran.out
    assert "us_ofac_sdn aligned-1" in ran.out
    assert "profile aligned-1 + classic-1" in ran.out
    assert "Learned spellings" not in ran.out
    value = screendesk("screen", name, "--profile", "classic", "--json").json
    assert value["profile"] == "classic-1"
    assert {item["profile"] for item in value["lists"]} == {"classic-1"}
    assert value["learned_aliases"] is None


def test_political_exposure_is_told_for_a_home_country(screendesk) -> None:
    told = screendesk("settings", "pep").out
    assert "Home country: not set" in told
    ran = screendesk("settings", "pep", "--home", "ng", "--years", "5", "--reason", "policy")
    assert "Home country: NG" in ran.out
    assert "A former office counts for 5 years" in ran.out
    assert screendesk("settings", "pep", "--home", "", "--json").json == {
        "home_country": "",
        "former_after_years": 5,
    }
    refused = screendesk("settings", "pep", "--home", "Atlantis")
    assert refused.code == 2
    assert "no country code" in refused.err
