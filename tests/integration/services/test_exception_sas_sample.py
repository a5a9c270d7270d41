"""The parties of the sample request: one of two matches excluded by an exception, and back again."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from app.domain.dates import parse_partial_date
from app.domain.exception_outcome import Hits, MatchOutcome, hits, match_outcome, outcome
from app.domain.match import Check, Level
from app.domain.match_exception import ExceptionStatus
from app.domain.subject import Address, Gender, Subject, SubjectType
from app.services import lists, match_exceptions, result_shape, screening
from app.services.demo import load_demo_lists
from app.services.screening import ScreeningRequest

ROOT = Path(__file__).resolve().parents[2]
ASHWORTH = Subject(
    SubjectType.INDIVIDUAL, "Ashworth, Oscar Heath", external_id="00001",
    date_of_birth=parse_partial_date("1960-03-13"), gender=Gender.MALE,
    addresses=(Address(city="white pines bay", country="US"),),
)  # fmt: skip
SMITH = Subject(
    SubjectType.INDIVIDUAL, "Smith, James", external_id="00002",
    date_of_birth=parse_partial_date("1941-05-24"), gender=Gender.MALE, place_of_birth="estes park",
)  # fmt: skip
AIRLINES = Subject(SubjectType.ENTITY, "Sanctioned Airlines", external_id="000003")
PROFILE = "HMT0000000013272"


@pytest.fixture
def hmt_file(tmp_path):
    """Writes the invented HMT profile of the sample as OFSI's list has it."""
    sample = (ROOT / "data" / "gb_conlist" / "conlist.csv").read_text(encoding="utf-8-sig")
    header = next(csv.reader([sample.splitlines()[1]]))

    def write(published: str, **cells: str) -> Path:
        row = {
            "Name 6": "ASHWORTH", "Name 1": "Oscar", "Name 2": "Heath", "DOB": "13/03/1960",
            "Group Type": "Individual", "Alias Type": "Primary name", "Regime": "Samples",
            "Listed On": "20/02/2024", "Last Updated": "20/02/2024", "Group ID": "13272",
        } | {name.replace("_", " "): text for name, text in cells.items()}  # fmt: skip
        path = tmp_path / f"conlist-{published.replace('/', '-')}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["Last Updated", published, *[""] * (len(header) - 2)])
            writer.writerow(header)
            writer.writerow([row.get(name, "") for name in header])
        return path

    return write


@pytest.fixture
def sample(workspace, hmt_file):
    """The demonstration lists, and the invented HMT list among them."""
    load_demo_lists(workspace)
    take(workspace, hmt_file("20/02/2024"))
    return workspace


def take(workspace, path: Path) -> None:
    with workspace.database.import_lock():
        report = lists.import_locked(workspace, "gb_hmt", [path], is_demo=True)
    assert report.activated, report


def screened(workspace, subject: Subject = ASHWORTH):
    return screening.screen(workspace, ScreeningRequest(subject, (Check.SANCTIONS,)))


def by_source(record):
    return {match.source: match for match in record.matches}


def test_an_exception_on_the_hmt_profile_leaves_the_other_match(sample) -> None:
    before = screened(sample)
    assert hits(before.matches) == Hits(total=2, discarded=0, remaining=2)
    listed = by_source(before)
    assert set(listed) == {"gb_hmt", "us_ofac_sdn"}
    assert screening.list_entry(sample, listed["gb_hmt"]).profile_id == PROFILE
    exception = match_exceptions.create_from_match(
        sample, listed["gb_hmt"].match_id, reason="Seen with passport: another person"
    )
    record = screened(sample)
    excluded, alerted = (by_source(record)[source] for source in ("gb_hmt", "us_ofac_sdn"))
    assert hits(record.matches) == Hits(total=2, discarded=1, remaining=1)
    assert (excluded.level, match_outcome(excluded)) == (Level.DISCARDED, MatchOutcome.EXCLUDED)
    assert excluded.exception_id == exception.exception_id
    assert match_outcome(alerted) is MatchOutcome.ALERTED
    assert outcome(record.matches) is MatchOutcome.ALERTED
    values = {row["source"]: row for row in result_shape.screening_result(record)["matches"]}
    assert values["gb_hmt"]["screening_outcome"] == "Excluded"
    assert values["gb_hmt"]["level"] == "discarded"
    assert values["gb_hmt"]["exception_id"] == exception.exception_id
    assert values["us_ofac_sdn"]["screening_outcome"] == "Alerted"
    assert values["us_ofac_sdn"]["exception_id"] is None
    assert {factor.explanation for factor in record.risk.factors} != {
        factor.explanation for factor in before.risk.factors
    }, "an excluded match adds no risk"


def test_the_other_parties_of_the_sample(sample) -> None:
    nobody = screened(sample, SMITH)
    assert hits(nobody.matches) == Hits(total=0, discarded=0, remaining=0)
    assert outcome(nobody.matches) is MatchOutcome.NO_ALERT
    airline = screened(sample, AIRLINES)
    assert hits(airline.matches) == Hits(total=1, discarded=0, remaining=1)
    assert airline.matches[0].matched_name == "Sanctioned Airlines"
    assert outcome(airline.matches) is MatchOutcome.ALERTED


def test_a_change_of_the_core_brings_it_back_with_the_difference(sample, hmt_file) -> None:
    match = by_source(screened(sample))["gb_hmt"]
    exception = match_exceptions.create_from_match(sample, match.match_id, reason="Another man")
    take(sample, hmt_file("21/02/2024", Other_Information="(Phone number):+1 555", Position="Cook"))
    record = screened(sample)
    assert hits(record.matches) == Hits(2, 1, 1), "a change outside the core brings nothing back"
    assert match_exceptions.get(sample, exception.exception_id).status is ExceptionStatus.ACTIVE
    take(sample, hmt_file("22/02/2024", DOB="24/05/1961", Position="Cook"))
    assert match_exceptions.get(sample, exception.exception_id).status is ExceptionStatus.LAPSED, (
        "noted when the version became active"
    )
    back = by_source(screened(sample))["gb_hmt"]
    assert match_outcome(back) is not MatchOutcome.EXCLUDED
    assert (back.exception_id, back.lapsed_exception_id) == ("", exception.exception_id)
    (change,) = back.lapsed_because
    assert (change.side, change.field) == ("list", "dates_of_birth")
    assert "1960-03-13" in change.before
    assert "1961-05-24" in change.after
    value = next(
        row
        for row in result_shape.screening_result(screened(sample))["matches"]
        if row["source"] == "gb_hmt"
    )
    assert value["lapsed_exception_id"] == exception.exception_id
    assert value["lapsed_because"] == [
        {
            "side": "list", "field": "dates_of_birth",
            "before": change.before, "after": change.after,
        }
    ]  # fmt: skip
