"""The measuring commands as scripts call them: JSON, reports, exit codes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Screendesk = Callable[..., Any]
DATA = Path(__file__).parents[1] / "data"
CASES = DATA / "validation"
UN = DATA / "un_xml" / "consolidated.xml"
PAIR_KEYS = {
    *("pairs", "profile", "roc_auc", "f1_at_075", "precision_at_075", "recall_at_075"),
    *("f1_at_092", "precision_at_092", "recall_at_092", "by_group", "by_quality"),
}
SCREENING_KEYS = {
    *("profile", "names", "queries", "queries_without_truth", "recall_at_075", "recall_at_092"),
    *("negatives", "negatives_with_match", "seconds"),
}


def test_pairs_as_json_and_as_text(screendesk: Screendesk, tmp_path: Path) -> None:
    ran = screendesk("validate", "pairs", CASES / "pairs.csv", "--json")
    assert ran.code == 0
    assert set(ran.json) >= PAIR_KEYS
    assert ran.json["profile"] == "aligned"
    ran = screendesk(
        *("validate", "pairs", CASES / "pairs.csv", "--profile", "classic", "--threshold", "0.8"),
        *("--report", tmp_path / "out.html"),
    )
    assert ran.code == 0
    assert "8 pairs, 5 of them matches" in ran.out
    assert "threshold" in ran.out
    assert "Left out: 2 rows" in ran.out
    assert "line 10: a name is missing" in ran.out
    assert "The report is in" in ran.err
    assert (tmp_path / "out.html").read_text().startswith("<!DOCTYPE html>")


def test_pairs_of_one_class_have_no_roc(screendesk: Screendesk, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("name1,name2,is_match\nTarek Maloun,Tarek Maloun,true\n")
    ran = screendesk("validate", "pairs", path, "--report", tmp_path / "one.html")
    assert "ROC-AUC –" in ran.out
    assert "ROC curve" not in (tmp_path / "one.html").read_text()
    assert screendesk("validate", "pairs", path, "--json").json["roc_auc"] is None


def test_screening_as_json_and_as_text(screendesk: Screendesk, tmp_path: Path) -> None:
    files = ("--list", UN, "--queries", CASES / "queries.csv", "--truth", CASES / "truth.csv")
    more = ("--negatives", CASES / "negatives.csv", "--with-fields")
    ran = screendesk("validate", "screening", *files, *more, "--json")
    assert ran.code == 0
    assert SCREENING_KEYS | {"negatives_with_match_fields"} <= set(ran.json)
    assert (ran.json["queries"], ran.json["queries_without_truth"]) == (5, 1)
    ran = screendesk("validate", "screening", *files, *more, "--report", tmp_path / "out.pdf")
    assert ran.code == 0
    assert "Names on no list" in ran.out
    assert "With their fields" in ran.out
    assert "missed" in ran.out
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF")
    ran = screendesk("validate", "screening", *files, "--type", "entity", "--profile", "classic")
    assert ran.code == 0
    assert "Names on no list" not in ran.out


def test_self_as_json_and_as_text(screendesk: Screendesk) -> None:
    ran = screendesk("validate", "self", "--list", UN, "--sample", "10", "--json")
    assert ran.code == 0
    assert ran.json["found_exact"] == ran.json["names"] == 18
    ran = screendesk("validate", "self", "--list", UN, "--sample", "10")
    assert "find themselves" in ran.out
    assert "swap letters" in ran.out
    ran = screendesk("validate", "self", "--list", UN, "--sample", "0")
    assert "swap letters" not in ran.out


def test_self_names_what_does_not_find_itself(
    screendesk: Screendesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists_tested = "app.services.validation.lists_tested.SearchedLists.best_of_each"
    monkeypatch.setattr(lists_tested, lambda _, names, *__: [{} for _ in names])
    ran = screendesk("validate", "self", "--list", UN, "--sample", "0")
    assert ran.code == 0
    assert "0.000  Orhan Yusuf (5500001): scores below EXACT" in ran.out


def test_self_takes_the_demonstration_lists_of_a_first_run(screendesk: Screendesk) -> None:
    ran = screendesk("validate", "self", "--sample", "5", "--json")
    assert ran.code == 0
    assert ran.json["found_exact"] == ran.json["names"] > 50
    assert all(item["is_demo"] for item in ran.json["provenance"]["lists"])


@pytest.mark.usefixtures("warm")
def test_bench_as_json_and_as_text(screendesk: Screendesk) -> None:
    options = ("--names", "200,300", "--queries", "10", "--profile", "classic")
    ran = screendesk("bench", *options, "--brute-force", "3", "--json")
    assert ran.code == 0
    assert [(row["profile"], row["names"]) for row in ran.json["results"]] == [
        ("classic", 200),
        ("classic", 300),
    ]
    assert [row["names"] for row in ran.json["baseline"]] == [200, 300]
    ran = screendesk("bench", *options)
    assert "full scan (rapidfuzz cdist" in ran.out


@pytest.mark.usefixtures("warm")
def test_bench_ends_with_5_if_the_index_and_brute_force_disagree(
    screendesk: Screendesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.services.validation.agreement.is_same", lambda *_: False)
    options = ("--names", "50", "--queries", "2", "--profile", "classic")
    ran = screendesk("bench", *options)
    assert ran.code == 5
    assert "8 of 2" in ran.out


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("validate", "pairs", "none.csv"), 3, "no file none.csv"),
        (("validate", "pairs", CASES / "truth.csv"), 3, "no column name1"),
        (("validate", "pairs", CASES / "pairs.csv", "--profile", "best"), 2, "profile"),
        (("validate", "pairs", CASES / "pairs.csv", "--threshold", "7"), 2, "threshold"),
        (("validate", "pairs", CASES / "pairs.csv", "--report", "out.doc"), 2, ".pdf"),
        (("validate", "pairs"), 2, "file"),
        (("validate", "screening", "--list", UN), 2, "--queries"),
        (("validate", "screening", "--queries", "q", "--truth", "t"), 2, "No list"),
        (
            ("validate", "screening", "--list", "un_sc", "--queries", CASES / "queries.csv",
             "--truth", CASES / "truth.csv", "--type", "ship"),
            2,
            "--type",
        ),
        (("validate", "self", "--list", "us_csl"), 4, "No version of us_csl is active"),
        (("validate", "self", "--list", "nowhere"), 2, "neither a list source nor a file"),
        (("validate", "self", "--list", CASES / "pairs.csv"), 3, "pairs.csv"),
        (("bench", "--names", "many"), 2, "no numbers"),
        (("bench", "--names", "0"), 2, "1 or more"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_exit_code(
    screendesk: Screendesk, arguments: tuple[str | Path, ...], code: int, told: str
) -> None:
    ran = screendesk(*arguments, "--json")
    assert ran.code == code
    assert told in ran.err
    assert set(ran.json) == {"error"}


@pytest.mark.parametrize("command", ["pairs", "screening", "self"])
def test_help_has_an_example(screendesk: Screendesk, command: str) -> None:
    ran = screendesk("validate", command, "--help")
    assert ran.code == 0
    assert "Example: screendesk validate" in " ".join(ran.out.replace("│", " ").split())


def test_a_report_clears_the_line_of_progress(
    screendesk: Screendesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    ran = screendesk("validate", "pairs", CASES / "pairs.csv", "--json")
    assert ran.err.endswith("\r\x1b[K")
    assert ran.json["pairs"] == 8
