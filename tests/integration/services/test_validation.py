"""The measurements on a real workspace with invented cases."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import BadInput, EnvironmentFault, UsageError
from app.domain.subject import SubjectType
from app.services import lists, matching_settings
from app.services.jobs import JobCancelled
from app.services.validation import lists_tested
from app.services.validation.bench import run_bench
from app.services.validation.pairs import measure_pairs
from app.services.validation.report import report_of
from app.services.validation.screening import ScreeningFiles, measure_screening
from app.services.validation.self_check import measure_self
from app.services.workspace import Workspace

DATA = Path(__file__).parents[2] / "data"
CASES = DATA / "validation"
UN = str(DATA / "un_xml" / "consolidated.xml")
OFAC = [str(DATA / "ofac_csv" / f"{name}.csv") for name in ("sdn", "alt", "add", "sdn_comments")]
FILES = ScreeningFiles(CASES / "queries.csv", CASES / "truth.csv", CASES / "negatives.csv")
MakeUnFile = Callable[..., Path]


class Stopper:
    """A job that is cancelled at its nth check, and keeps what it was told."""

    def __init__(self, stop_at: int = 10**9) -> None:
        self.checks = 0
        self.told: list[tuple[int, int, str]] = []
        self._stop_at = stop_at

    def progress(self, done: int, total: int, text: str) -> None:
        self.told.append((done, total, text))

    def check(self) -> None:
        self.checks += 1
        if self.checks >= self._stop_at:
            raise JobCancelled


def _json(value: Any) -> Any:
    """As a script reads it."""
    return json.loads(json.dumps(value, ensure_ascii=False, allow_nan=False))


@pytest.mark.parametrize("profile", ["classic", "aligned"])
def test_labelled_pairs_are_scored_and_judged(workspace: Workspace, profile: str) -> None:
    job = Stopper()
    result = measure_pairs(workspace, CASES / "pairs.csv", profile=profile, threshold=0.8, job=job)
    assert (result.pairs, result.matches) == (8, 5)
    assert [(row.line, row.reason.split()[0]) for row in result.unusable] == [
        (10, "a"),
        (11, "is_match"),
    ]
    assert {group.name: group.pairs for group in result.by_group} == {"people": 5, "companies": 3}
    assert result.chosen.threshold == 0.8
    assert result.roc_auc is not None
    assert result.roc_auc > 0.85
    assert job.told[-1][:2] == (10, 10)
    value = _json(result.to_value())
    assert value["profile"] == profile
    assert value["provenance"]["profile_version"] == f"{profile}-1"
    assert set(value["by_quality"]) == {"STRONG", "MEDIUM", "WEAK"}
    assert {"pairs", "f1_at_075", "precision_at_092"} <= set(value["by_quality"]["STRONG"])
    assert value["by_quality"]["STRONG"]["f1_at_075"] == 1.0
    file = value["provenance"]["files"][0]
    assert (file["rows"], file["unusable"], len(file["sha256"])) == (8, 2, 64)
    assert "--threshold 0.8" in value["provenance"]["command"]


def test_the_parts_of_an_error_add_up_to_its_score(workspace: Workspace) -> None:
    result = measure_pairs(workspace, CASES / "pairs.csv", profile="classic")
    (sibling,) = [p for p in result.false_positives if "Holz" in p.name2]
    parts = dict(sibling.components)
    total = 0.6 * parts["primary"] + 0.15 * (parts["token"] + parts["ngram"])
    assert total + 0.1 * parts["phonetic"] == pytest.approx(sibling.score)


def test_pairs_without_groups_or_schema_are_persons(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("name1,name2,is_match\nMr Tarek Maloun,Tarek Maloun,true\nMr,--,false\n")
    result = measure_pairs(workspace, path)
    assert (result.possible.true_positives, result.possible.true_negatives) == (1, 1)
    assert (result.by_group, result.by_quality, result.by_category) == ((), (), ())
    assert report_of(result).sections


def test_pairs_that_cannot_be_used_are_refused(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("name1,name2,is_match\nA,,true\n")
    with pytest.raises(BadInput, match="a name is missing"):
        measure_pairs(workspace, path)
    path.write_text("name1,name2,is_match\n")
    with pytest.raises(BadInput, match="no rows"):
        measure_pairs(workspace, path)
    with pytest.raises(UsageError, match="profile"):
        measure_pairs(workspace, path, profile="best")
    for threshold in (0.0, 1.1, float("nan")):
        with pytest.raises(UsageError, match="threshold"):
            measure_pairs(workspace, path, threshold=threshold)


@pytest.mark.parametrize("profile", ["classic", "aligned"])
def test_recall_and_false_matches_on_a_file(workspace: Workspace, profile: str) -> None:
    result = measure_screening(workspace, [UN], FILES, profile=profile)  # which has the columns
    assert result.names == 14  # of persons; the entity's names are not compared
    assert (result.queries, result.queries_without_truth) == (5, 1)
    assert (result.recall.queries, result.changed.queries) == (4, 3)
    assert result.recall.at_075 == 0.75
    assert [query.query for query in result.missed] == ["Zz"]
    assert result.negatives == 4
    assert 1 <= result.negatives_with_match == len(result.strangers) <= 3
    assert result.strangers[0].score == 1.0
    assert [(row.file, row.line) for row in result.unusable] == [
        ("queries.csv", 6),
        ("negatives.csv", 5),
    ]
    assert result.fields is not None
    assert "Orhan Yusuf" in [s.name for s in result.fields.strangers]
    assert "Orhan Yusufi" not in [s.name for s in result.fields.strangers]
    value = _json(result.to_value())
    assert value["negatives_with_match_fields"] == result.fields.negatives_with_match
    assert value["recall_fields"] == 0.75 >= value["recall_fields_at_092"] >= 0.5
    assert result.fields.negatives_with_match == len(result.fields.strangers)
    assert value["recall_at_075"] == 0.75
    assert value["provenance"]["lists"][0]["version"] == ""
    assert [file["role"] for file in value["provenance"]["files"]] == [
        "queries",
        "truth",
        "negatives",
    ]
    with workspace.database.read() as uow:
        assert uow.lists.versions() == []  # nothing of the file was stored


def test_the_fields_are_used_as_the_policy_says(workspace: Workspace, tmp_path: Path) -> None:
    strangers = tmp_path / "strangers.csv"
    strangers.write_text(
        "full_name,date_of_birth,nationality\n"
        "Orhan Yusuf,1973-03-06,Syria\nOrhan Sampleoglou,1999-12-31,Portugal\n"
    )

    def left(**changed: float) -> list[str]:
        policy = replace(workspace.policy, **changed)
        files = ScreeningFiles(FILES.queries, FILES.truth, strangers)
        result = measure_screening(replace(workspace, policy=policy), [UN], files)
        assert result.negatives_with_match == 2  # by name alone the thresholds stay
        assert result.recall.at_075 == 0.75
        assert result.fields is not None
        return [stranger.name for stranger in result.fields.strangers]

    assert left() == ["Orhan Yusuf"]  # the other is born and at home elsewhere
    assert left(discard_conflicts=3) == ["Orhan Yusuf", "Orhan Sampleoglou"]
    assert left(discard_conflicts=3, possible=0.97, strong=0.98) == ["Orhan Yusuf"]


def test_negatives_without_their_fields(workspace: Workspace) -> None:
    result = measure_screening(workspace, [UN], FILES, with_fields=False)
    assert result.fields is None
    assert "--by-name-alone" in result.provenance.command
    report = report_of(result)
    assert "when their fields are used" not in report.summary
    assert "raise a match by name alone" in report.summary


def test_screening_without_negatives_and_fields(workspace: Workspace, tmp_path: Path) -> None:
    for name in ("queries", "truth"):
        (tmp_path / f"{name}.csv").write_text("full_name\nSaempul Muyok\n")
    files = ScreeningFiles(tmp_path / "queries.csv", tmp_path / "truth.csv")
    result = measure_screening(workspace, [UN], files, kind=SubjectType.ENTITY)
    assert (result.names, result.recall.at_092) == (4, 1.0)
    assert result.changed.queries == 0
    value = _json(result.to_value())
    assert (value["negatives"], value["negatives_with_match"]) == (0, 0)
    assert "negatives_with_match_fields" not in value
    with_fields = measure_screening(
        workspace, [UN], files, kind=SubjectType.ENTITY, with_fields=True
    )
    assert with_fields.to_value()["recall_fields"] == 1.0
    assert len(report_of(result).sections) == 4


def test_nothing_with_a_truth_is_a_recall_of_one(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text("full_name\nNobody Known\n")
    result = measure_screening(workspace, [UN], ScreeningFiles(path, path), with_fields=True)
    assert (result.recall.queries, result.recall.at_075) == (0, 1.0)
    assert result.fields is not None
    assert result.fields.recall == 1.0


def test_active_lists_are_searched_by_their_own_index(
    workspace: Workspace, un_file: MakeUnFile, person: Callable[..., str], tmp_path: Path
) -> None:
    lists.import_list(workspace, "un_sc", [un_file(person(1, "Tarek Maloun"))])
    path = tmp_path / "q.csv"
    path.write_text("full_name\nTarek Maloun\n")
    result = measure_screening(workspace, ["un_sc"], ScreeningFiles(path, path))
    assert result.recall.at_092 == 1.0
    (tested,) = result.provenance.lists
    assert (tested.version, tested.entries, tested.is_demo) == ("2026-11-18", 600, False)
    own = measure_self(workspace, sample=20)
    assert [(item.source, item.names, item.exact) for item in own.lists] == [("un_sc", 600, 600)]
    assert report_of(own).summary.startswith("600 of 600 listed names")


@pytest.mark.parametrize(
    ("names", "error", "told"),
    [
        ((), EnvironmentFault, "No list is active"),
        (("un_sc",), EnvironmentFault, "No version of un_sc is active"),
        (("nowhere.xml",), BadInput, "no file nowhere.xml"),
        (("un_security",), UsageError, "neither a list source nor a file"),
        (("un_sc", UN), UsageError, "cannot be measured together"),
        ((str(CASES / "pairs.csv"),), BadInput, None),
    ],
)
def test_lists_that_cannot_be_searched(
    workspace: Workspace, names: tuple[str, ...], error: type[Exception], told: str | None
) -> None:
    with pytest.raises(error, match=told):
        measure_self(workspace, names)


def test_queries_and_truth_must_have_the_same_rows(workspace: Workspace, tmp_path: Path) -> None:
    short = tmp_path / "short.csv"
    short.write_text("full_name\nOrhan Yusuf\n")
    with pytest.raises(BadInput, match=r"6 rows, short\.csv 1"):
        measure_screening(workspace, [UN], ScreeningFiles(FILES.queries, short))
    empty = tmp_path / "empty.csv"
    empty.write_text("full_name\n")
    with pytest.raises(BadInput, match="no rows below its header"):
        measure_screening(workspace, [UN], ScreeningFiles(empty, empty))


@pytest.mark.parametrize("profile", ["classic", "aligned"])
def test_every_listed_name_finds_itself(workspace: Workspace, profile: str) -> None:
    job = Stopper()
    result = measure_self(workspace, OFAC, profile=profile, job=job)
    (item,) = result.lists
    assert item.names == item.exact > 10
    assert result.not_found == ()
    assert {rate.mutation for rate in result.rates} >= {"typo", "reorder words", "join words"}
    assert all(rate.tried >= rate.possible >= rate.strong for rate in result.rates)
    assert any("Searching every listed name" in text for _, _, text in job.told)
    again = measure_self(workspace, OFAC, profile=profile)
    assert again.rates == result.rates  # the same mutants every time
    value = _json(result.to_value())
    assert value["found_exact"] == value["names"]
    assert {"possible_rate", "strong_rate"} <= set(value["mutations"][0])


def test_original_script_is_compared_with_the_latin_names_alone(workspace: Workspace) -> None:
    result = measure_self(workspace, [UN], sample=50)
    transliterated = {
        rate.script: rate for rate in result.rates if rate.mutation == "transliterate"
    }
    assert {"Arabic", "Cyrillic", "Hangul"} <= set(transliterated)
    assert transliterated["Arabic"].tried == 3
    persons_only = [rate for rate in result.rates if rate.mutation == "first initial"]
    assert sum(rate.tried for rate in persons_only) < sum(item.names for item in result.lists)


def test_a_name_that_does_not_find_itself_is_listed_with_its_reason(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = lists_tested.SearchedLists.best_of_each

    def lossy(self: Any, names: Any, floor: float, types: Any) -> list[dict[int, float]]:
        found = real(self, names, floor, types)
        missed = "Saempul Muyok"
        return [{} if n == missed else best for n, best in zip(names, found, strict=True)]

    monkeypatch.setattr(lists_tested.SearchedLists, "best_of_each", lossy)
    result = measure_self(workspace, [UN], sample=0)
    assert [(item.name, item.list_entry_id) for item in result.not_found] == [
        ("Saempul Muyok", "5500003")
    ]
    assert result.lists[0].names - result.lists[0].exact == 1
    assert result.rates == ()
    report = report_of(result)
    assert report.sections[0].title == "Every listed name"


def test_a_name_without_letters_is_said_to_be_unusable(
    workspace: Workspace, un_file: MakeUnFile, person: Callable[..., str]
) -> None:
    result = measure_self(workspace, [str(un_file(person(1, "ʿʾ"), size=3))], sample=0)
    assert [item.reason for item in result.not_found] == ["nothing of the name is left to compare"]


def test_a_name_that_is_nothing_finds_nothing(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "q.csv"
    path.write_text("full_name\n?!\n")
    result = measure_screening(workspace, [UN], ScreeningFiles(path, path))
    assert (result.queries, result.queries_without_truth) == (1, 1)


def test_no_more_names_are_searched_than_asked_for(
    workspace: Workspace, un_file: MakeUnFile, person: Callable[..., str]
) -> None:
    lists.import_list(workspace, "un_sc", [un_file(person(1, "Tarek Maloun"))])
    result = measure_self(workspace, sample=5, most=20)
    assert [(item.names, item.exact) for item in result.lists] == [(20, 20)]
    assert "--most 20" in result.provenance.command
    assert result.seconds_per_thousand == pytest.approx(50 * result.search_seconds)
    assert _json(result.to_value())["seconds_per_1000_names"] > 0
    more = measure_self(workspace, sample=0, most=10_000)
    assert more.lists[0].names == 600


@pytest.mark.parametrize("numbers", [{"sample": -1}, {"most": 0}])
def test_numbers_that_cannot_be_are_refused(workspace: Workspace, numbers: dict[str, int]) -> None:
    with pytest.raises(UsageError):
        measure_self(workspace, [UN], **numbers)


@pytest.mark.usefixtures("warm")  # waiting for the compiler is asked as often as it takes seconds
@pytest.mark.parametrize(
    "measure",
    [
        lambda w, job: measure_pairs(w, CASES / "pairs.csv", job=job),
        lambda w, job: measure_screening(w, [UN], FILES, with_fields=True, job=job),
        lambda w, job: measure_self(w, [UN], job=job),
        lambda w, job: run_bench(w, sizes=[100], queries=5, job=job),
    ],
)
def test_every_measurement_can_be_stopped(
    workspace: Workspace, measure: Callable[[Workspace, Stopper], object]
) -> None:
    whole = Stopper()
    measure(workspace, whole)
    assert whole.checks >= 1
    assert all(done <= total or not total for done, total, _ in whole.told)
    for at in {1, max(1, whole.checks // 2)}:
        with pytest.raises(JobCancelled):
            measure(workspace, Stopper(at))


def test_long_searches_compile_the_kernels_first(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[Workspace] = []
    monkeypatch.setattr(lists_tested, "warm_up_matcher", lambda w, _job: called.append(w))
    monkeypatch.setattr(lists_tested.kernels, "is_warm", lambda: False)
    monkeypatch.setattr(lists_tested, "_PATIENCE", 0.0)
    measure_self(workspace, [UN], sample=0)
    assert called == [workspace]


def test_a_file_is_searched_with_learned_spellings_where_the_setting_says_so(
    workspace: Workspace,
) -> None:
    settings = matching_settings.read(workspace)
    matching_settings.save(workspace, replace(settings, learned_aliases=True))
    own = measure_self(workspace, [UN], sample=0)
    assert own.provenance.tables_version.startswith(f"{workspace.tables.version}+")
    assert own.not_found == ()
    classic = measure_self(workspace, [UN], sample=0, profile="classic")
    assert classic.provenance.tables_version == workspace.tables.version  # it knows no classes
    matching_settings.save(workspace, replace(settings, learned_aliases=False))
    plain = measure_self(workspace, [UN], sample=0)
    assert plain.provenance.tables_version == workspace.tables.version
