"""The history of screenings: whole records back, pages sorted and filtered, nothing rewritten."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.domain.decision import Outcome
from app.domain.errors import BadInput, IntegrityFault, NotFound
from app.domain.match import Evidence, Feature, Level, Match, Strength, Verdict
from app.domain.risk import RiskBand
from app.domain.screening import ScreeningRecord, ScreeningSummary
from app.storage.database import Database

MakeMatch = Callable[..., Match]
MakeRecord = Callable[..., ScreeningRecord]


def add(database: Database, *records: ScreeningRecord) -> None:
    with database.write() as work:
        for record in records:
            work.screenings.add(record)
        work.commit()


def ids(database: Database, **query: Any) -> list[str]:
    with database.read() as work:
        return [summary.screening_id for summary in work.screenings.page(**query)]


def test_record_comes_back_whole(
    database: Database, make_record: MakeRecord, make_match: MakeMatch
) -> None:
    evidence = Evidence(Feature.GENDER, "MALE", "", Verdict.MISSING, -0.5)
    record = make_record(matches=(make_match(evidence=(evidence,)), make_match(level=Level.LOW)))
    add(database, record)
    with database.read() as work:
        assert work.screenings.get("scr_1") == record


def test_summary_says_what_the_record_says(
    database: Database, make_record: MakeRecord, make_match: MakeMatch
) -> None:
    discarded = make_match(level=Level.DISCARDED, primary_name="NOBODY")
    open_match = make_match(strength=Strength.EXACT)
    record = make_record(
        matches=(discarded, open_match),
        external_id="C-7",
        outcome=Outcome.BLOCK,
        band=RiskBand.CRITICAL,
        score=900,
    )
    add(database, record)
    with database.read() as work:
        (summary,) = work.screenings.page()
    assert summary == ScreeningSummary(
        screening_id="scr_1",
        created_at=record.created_at,
        subject_id="subj_1",
        external_id="C-7",
        name="Orsolo Ventriss",
        type=record.subject.type,
        purpose=record.purpose,
        outcome=Outcome.BLOCK,
        band=RiskBand.CRITICAL,
        score=900,
        matches=1,
        discarded=1,
        best_match="VENTRIS, Orsolo",
        best_source="us_ofac_sdn",
        best_strength="EXACT",
        actor="analyst",
        is_demo=False,
    )


def test_missing_screening_is_not_found(database: Database) -> None:
    with pytest.raises(NotFound, match="scr_9"), database.read() as work:
        work.screenings.get("scr_9")


def test_a_screening_is_added_once(database: Database, make_record: MakeRecord) -> None:
    add(database, make_record())
    with pytest.raises(BadInput, match="scr_1"):
        add(database, make_record(name="Somebody Else"))
    with database.read() as work:
        assert work.screenings.get("scr_1").subject.name == "Orsolo Ventriss"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE screenings SET outcome = 'APPROVE'",
        "DELETE FROM screenings",
        "UPDATE screening_records SET payload = '{}'",
        "DELETE FROM screening_records",
        "UPDATE screening_matches SET level = 'low'",
        "DELETE FROM screening_matches",
        "REPLACE INTO screening_records VALUES ('scr_1', '{}')",
    ],
)
def test_file_itself_refuses_changes(
    database: Database, make_record: MakeRecord, make_match: MakeMatch, statement: str
) -> None:
    add(database, make_record(matches=(make_match(),)))
    with pytest.raises(IntegrityFault, match="append-only"), database.write() as work:
        work.connection.exec_driver_sql(statement)


@pytest.fixture
def history(database: Database, make_record: MakeRecord, make_match: MakeMatch) -> Database:
    """60 screenings with many equal values."""
    chance = random.Random(3)
    names = ["Ärne Ölsen", "arne olsen", "Bruna 100%", "Bruna 100_", "Çelik Đo", "Zed"]
    records = [
        make_record(
            f"scr_{number:03}",
            chance.choice(names),
            matches=(make_match(primary_name=chance.choice(["Kestrel", "Merlin"])),)
            * chance.randrange(3),
            external_id=chance.choice(["", "C1", "C2"]),
            outcome=chance.choice(list(Outcome)),
            band=chance.choice(list(RiskBand)),
            score=chance.randrange(5),
            created_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=chance.randrange(99)),
        )
        for number in range(60)
    ]
    add(database, *records)
    return database


@pytest.mark.parametrize("name", [field.name for field in fields(ScreeningSummary)])
@pytest.mark.parametrize("is_ascending", [True, False])
def test_every_column_sorts_in_a_stable_order(
    history: Database, name: str, is_ascending: bool
) -> None:
    sort = ((name, is_ascending),)
    whole = ids(history, sort=sort)
    paged = [
        screening_id
        for offset in range(0, 60, 7)
        for screening_id in ids(history, sort=sort, offset=offset, limit=7)
    ]
    assert paged == whole
    assert sorted(whole) == sorted(ids(history))
    assert whole == ids(history, sort=((name, not is_ascending),))[::-1]


def test_decisions_sort_by_severity_then_names_without_accents(history: Database) -> None:
    with history.read() as work:
        page = work.screenings.page(sort=(("outcome", False), ("name", True)))
    order = list(Outcome)
    ranks = [-order.index(summary.outcome) for summary in page]
    assert ranks == sorted(ranks)
    blocked = [s.name for s in page if s.outcome is Outcome.BLOCK]
    olsens = [place for place, name in enumerate(blocked) if "lsen" in name]
    assert olsens == list(range(len(olsens)))
    assert blocked[-1] == "Zed"


def test_sorting_by_what_there_is_not(history: Database) -> None:
    with pytest.raises(BadInput, match="payload"):
        ids(history, sort=(("payload", True),))


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("olsen", lambda s: "lsen" in s.name),
        ("ÖLSEN  arne", lambda s: "lsen" in s.name),
        ("100%", lambda s: "100%" in s.name),
        ("100_", lambda s: "100_" in s.name),
        ("%", lambda s: "%" in s.name),
        ("celik", lambda s: "Çelik" in s.name),
        ("c2", lambda s: s.external_id == "C2"),
        ("kestrel", lambda s: s.best_match == "Kestrel"),
        ("zed kestrel", lambda s: s.name == "Zed" and s.best_match == "Kestrel"),
        ("'; DROP TABLE screenings --", lambda s: False),
        ("   ", lambda s: True),
    ],
)
def test_text_filter(
    history: Database, text: str, fits: Callable[[ScreeningSummary], bool]
) -> None:
    with history.read() as work:
        everything = work.screenings.page()
        expected = [s.screening_id for s in everything if fits(s)]
        assert [s.screening_id for s in work.screenings.page(text=text)] == expected
        assert work.screenings.count(text=text) == (len(expected), 60)


def test_filters_add_up(history: Database) -> None:
    outcomes = (Outcome.BLOCK, Outcome.APPROVE)
    since = date(2026, 1, 3)
    with history.read() as work:
        found = work.screenings.page(outcomes=outcomes, since=since, text="c1")
        expected = [
            s
            for s in work.screenings.page()
            if s.outcome in outcomes and s.created_at.date() >= since and s.external_id == "C1"
        ]
        assert found == expected != []
        assert work.screenings.count(outcomes=outcomes, since=since, text="c1")[0] == len(found)


def test_times_are_compared_as_moments(database: Database, make_record: MakeRecord) -> None:
    morning = datetime.fromisoformat("2026-01-02T01:00:00+02:00")  # the day before in UTC
    add(database, make_record(created_at=morning))
    assert ids(database, since=date(2026, 1, 2)) == []
    assert ids(database, since=date(2026, 1, 1)) == ["scr_1"]


def test_time_without_zone_is_a_bug(database: Database, make_record: MakeRecord) -> None:
    naive = replace(make_record(), created_at=datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(Exception, match="time zone"):
        add(database, naive)
