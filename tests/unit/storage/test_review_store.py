"""The stored review queue: what fits, in which order, how many, from which index, and its trail."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.decision import Outcome
from app.domain.errors import NotFound
from app.domain.match import Check, Feature, Level, Strength
from app.domain.review import (
    OPEN_STATES,
    MatchReview,
    ResolutionVerdict,
    ReviewAction,
    ReviewKind,
    ReviewState,
    group_id,
)
from app.domain.review_queue import ReviewQuery
from app.domain.subject import SubjectType
from app.storage import review_pages
from app.storage.database import Database, open_database
from app.storage.review_pages import Asked
from app.storage.rows_casework import match_reviews

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
DAY_END = datetime(2026, 11, 21, tzinfo=UTC)
STATES = (*OPEN_STATES, ReviewState.RESOLVED)
PLAIN = MatchReview(
    match_id="mat_1", screening_id="scr_1", group_id="", subject_id="subj_1", external_id="C-1",
    subject_type=SubjectType.INDIVIDUAL, subject_name="Orsolo Ventris", born="1960", country="CY",
    party_key="party_1", source="un_sc", list_entry_id="7", entry_checksum="c" * 32,
    check=Check.SANCTIONS, strength=Strength.STRONG, level=Level.HIGH, score=93.25,
    name_score=0.93, primary_name="VENTRIS, Orsolo", matched_name="VENTRIS, O.",
    conflicts=(Feature.GENDER, Feature.PLACE_OF_BIRTH), disproved=(Feature.GENDER,),
    outcome=Outcome.REVIEW_REQUIRED, risk_score=500, is_demo=True, created_at=NOW, due_at=NOW,
)  # fmt: skip


def asked(**query: Any) -> Asked:
    return Asked(ReviewQuery(**query), NOW, DAY_END, "ines")


def many(count: int) -> list[MatchReview]:
    """Matches of every kind, in groups of a few, from a fixed seed."""
    chance = random.Random(11)
    rows = []
    for number in range(count):
        subject, party = f"subj_{number // 3}", f"party_{chance.randrange(2)}"
        state = chance.choice(STATES)
        rows.append(
            replace(
                PLAIN,
                match_id=f"mat_{number:03}",
                subject_id=subject,
                group_id=group_id(subject, party),
                party_key=party,
                external_id=f"C-{number // 3}",
                subject_name=f"{chance.choice(['Élodie', 'Bryn', 'Oscar'])} Ventris {number // 3}",
                source=chance.choice(["un_sc", "us_ofac_sdn"]),
                list_entry_id=str(number),
                check=chance.choice([Check.SANCTIONS, Check.PEP]),
                strength=chance.choice(list(Strength)),
                level=chance.choice([Level.LOW, Level.HIGH]),
                score=chance.randrange(750, 1000) / 10,
                due_at=NOW + timedelta(hours=chance.randrange(-30, 60)),
                created_at=NOW - timedelta(hours=chance.randrange(90)),
                state=state,
                resolved_by="ines" if state is ReviewState.RESOLVED else "",
                assigned_to=chance.choice(["", "ines", "marc"]),
                snoozed_until=chance.choice([None, None, NOW + timedelta(1), NOW - timedelta(1)]),
                escalated_at=chance.choice([None, None, NOW]),
                came_back=chance.choice(["", "", "exc_1"]),
                is_demo=False,
            )
        )
    return rows


@pytest.fixture(scope="module")
def queue(tmp_path_factory: pytest.TempPathFactory):
    """A queue of 150 matches that is only read: the database and its matches."""
    opened = open_database(tmp_path_factory.mktemp("queue"))
    rows = many(150)
    with opened.write() as work:
        work.reviews.add(rows)
        work.commit()
    yield opened, rows
    opened.close()


def fits(item: MatchReview, query: ReviewQuery) -> bool:
    """The filter once more, in plain words."""
    asleep = item.snoozed_until is not None and item.snoozed_until > NOW
    escalated = item.escalated_at is not None
    login = {"me": "ines", "nobody": ""}.get(query.assigned, query.assigned)
    told = f"{item.subject_name}\n{item.external_id}\n{item.primary_name}".casefold()
    told = told.replace("é", "e")
    due = {"": datetime.max.replace(tzinfo=UTC), "today": DAY_END, "overdue": NOW}[query.due]
    return (
        item.state in query.states
        and all(word in told for word in query.text.casefold().replace("é", "e").split())
        and (not query.checks or item.check in query.checks)
        and (not query.sources or item.source in query.sources)
        and (not query.strengths or item.strength in query.strengths)
        and (not query.levels or item.level in query.levels)
        and (not query.assigned or item.assigned_to == login)
        and item.due_at < due
        and (not query.came_back or item.came_back != "")
        and {"hide": not asleep, "only": asleep, "all": True}[query.snoozed]
        and {"hide": not escalated, "only": escalated, "all": True}[query.escalated]
    )


QUERIES: tuple[dict[str, Any], ...] = (
    {},
    {"text": "élodie ventris"},
    {"text": "c-12"},
    {"text": "nobody at all"},
    {"states": (ReviewState.UNSURE,)},
    {"states": (ReviewState.RESOLVED,)},
    {"states": STATES, "snoozed": "all", "escalated": "all"},
    {"checks": (Check.PEP,)},
    {"sources": ("un_sc",), "strengths": (Strength.EXACT, Strength.STRONG)},
    {"levels": (Level.LOW,)},
    {"assigned": "me"},
    {"assigned": "nobody"},
    {"assigned": "marc", "due": "today"},
    {"due": "overdue"},
    {"snoozed": "only"},
    {"escalated": "only"},
    {"came_back": True},
)


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_filters_keep_what_they_say(queue, query) -> None:
    database, rows = queue
    wanted = [row for row in rows if fits(row, ReviewQuery(**query))]
    with database.read() as work:
        groups = work.reviews.groups(asked(**query), 0, 1000)
        counts = work.reviews.count(asked(**query))
        alone = work.reviews.count_fitting(asked(**query))
        members = [work.reviews.fitting(group.group_id, asked(**query)) for group in groups]
    by_group: dict[str, list[MatchReview]] = {}
    for row in wanted:
        by_group.setdefault(row.group_id, []).append(row)
    assert {group.group_id for group in groups} == set(by_group)
    for group, found in zip(groups, members, strict=True):
        best = sorted(by_group[group.group_id], key=lambda row: -row.score)
        assert [row.score for row in found] == [row.score for row in best]
        assert (group.matches, group.best_score) == (len(best), best[0].score)
        assert group.due_at == min(row.due_at for row in best)
        assert group.best_strength is min((row.strength for row in best), key=list(Strength).index)
    waiting = [row for row in rows if row.is_open]
    assert (counts.groups, counts.matches, alone) == (len(by_group), len(wanted), len(wanted))
    assert counts.all_matches == len(waiting)
    assert counts.all_groups == len({row.group_id for row in waiting})


def plain_name(row: MatchReview) -> str:
    return row.subject_name.casefold().replace("é", "e")


def sort_key(name: str) -> Callable[[list[MatchReview]], Any]:
    return {
        "due_at": lambda rows: min(row.due_at for row in rows),
        "subject_name": lambda rows: min(plain_name(row) for row in rows),
        "best_score": lambda rows: max(row.score for row in rows),
        "best_strength": lambda rows: max(-list(Strength).index(row.strength) for row in rows),
        "matches": len,
        "assigned_to": lambda rows: max(row.assigned_to for row in rows),
        "created_at": lambda rows: min(row.created_at for row in rows),
        "came_back": lambda rows: max(row.came_back != "" for row in rows),
        "sources": lambda rows: min(row.source for row in rows),
    }[name]


@pytest.mark.parametrize("is_ascending", [True, False])
@pytest.mark.parametrize("name", review_pages.SORTABLE)
def test_groups_are_sorted_and_paged(queue, name, is_ascending) -> None:
    database, rows = queue
    groups: dict[str, list[MatchReview]] = {}
    for row in rows:
        if fits(row, ReviewQuery()):
            groups.setdefault(row.group_id, []).append(row)
    key = sort_key(name)
    wanted = sorted(sorted(groups), key=lambda one: key(groups[one]), reverse=not is_ascending)
    query = asked(sort=((name, is_ascending),))
    with database.read() as work:
        pages = [work.reviews.groups(query, offset, 7) for offset in range(0, len(wanted) + 7, 7)]
    assert [group.group_id for page in pages for group in page] == wanted


def test_two_columns_sort_in_their_order(queue) -> None:
    database, _ = queue
    with database.read() as work:
        query = asked(sort=(("best_strength", False), ("best_score", True)))
        found = work.reviews.groups(query, 0, 1000)
    order = list(Strength)
    told = [(order.index(group.best_strength), group.best_score) for group in found]
    assert told == sorted(told)


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"text": "ventris"},
        {"states": (ReviewState.UNSURE,)},
        {"assigned": "me", "due": "today", "came_back": True},
    ],
    ids=str,
)
def test_pages_and_counts_read_the_index_of_open_work_alone(queue, query) -> None:
    database, _ = queue
    with database.read() as work:
        for statement in (
            review_pages.page_query(asked(**query, sort=(("subject_name", True),)), 50, 50),
            review_pages.count_query(asked(**query)),
        ):
            plan = plan_of(work, statement)
            assert "match_reviews USING COVERING INDEX reviews_open" in plan, plan


def test_look_alikes_are_found_by_party_and_by_name(queue) -> None:
    database, rows = queue
    statement = select(match_reviews).where(*review_pages.alike(rows[0], Feature.GENDER))
    with database.read() as work:
        plan = plan_of(work, statement)
    assert "INDEX reviews_open_of_party" in plan, plan
    assert "INDEX reviews_open_of_name" in plan, plan


def plan_of(work, statement) -> str:
    compiled = statement.compile(work.connection.engine, compile_kwargs={"literal_binds": True})
    rows = work.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}").all()
    return " ".join(str(row[3]) for row in rows)


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        ("SELECT * FROM match_reviews WHERE match_id = 'm'", "sqlite_autoindex_match_reviews_1"),
        ("SELECT * FROM match_reviews WHERE group_id = 'g'", "reviews_by_group"),
        ("SELECT * FROM match_reviews WHERE announce_at <= '2026'", "reviews_to_announce"),
        ("UPDATE match_reviews SET locked_by = '' WHERE locked_by = 'i' AND locked_by <> ''",
         "reviews_locked"),
        (f"SELECT * FROM match_reviews WHERE party_key = 'p' AND {review_pages.STILL_OPEN}",
         "reviews_open_of_party"),
        ("SELECT * FROM review_actions WHERE undoes = 'a' AND undoes <> ''", "undone_once"),
    ],
)  # fmt: skip
def test_single_matches_are_found_by_an_index(queue, statement, index) -> None:
    database, _ = queue
    with database.read() as work:
        rows = work.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}").all()
    assert any(f"INDEX {index}" in row[3] for row in rows), rows


def test_a_match_comes_back_whole(database: Database) -> None:
    whole = replace(
        PLAIN, state=ReviewState.RESOLVED, verdict=ResolutionVerdict.FALSE_POSITIVE,
        reason_code="other_birth", comment="No.", resolved_at=NOW, resolved_by="ines",
        assigned_to="ines", snoozed_until=NOW, locked_by="ines", locked_until=NOW, case_id="cas_1",
        came_back="exc_1", superseded_by="mat_2", escalated_at=NOW, resolution_id="res_1",
        announce_at=NOW, group_id="subj_1|party_1",
    )  # fmt: skip
    with database.write() as work:
        work.reviews.add([whole])
        work.reviews.add([])
        work.commit()
    with database.read() as work:
        assert work.reviews.get("mat_1") == whole
        with pytest.raises(NotFound, match="no match mat_2"):
            work.reviews.get_many(["mat_1", "mat_2"])


def test_changes_of_some_and_of_each(database: Database) -> None:
    rows = [replace(PLAIN, match_id=f"mat_{n}", list_entry_id=str(n)) for n in range(1200)]
    ids = [row.match_id for row in rows]
    with database.write() as work:
        work.reviews.add(rows)
        work.reviews.change(ids, {"verdict": ResolutionVerdict.UNSURE, "comment": "Ask."})
        work.reviews.change_each([("mat_3", {"verdict": None}), ("mat_4", {"comment": "Four."})])
        work.reviews.change_each([])
        work.commit()
    with database.read() as work:
        found = work.reviews.get_many(ids[::-1])
    assert [row.match_id for row in found] == ids[::-1]
    assert found[-4].verdict is None
    assert {row.comment for row in found} == {"Ask.", "Four."}
    assert found[0].verdict is ResolutionVerdict.UNSURE


def test_actions_and_what_was_taken_back(database: Database) -> None:
    def action(number: int, kind: ReviewKind, undoes: str = "", actor: str = "ines"):
        return ReviewAction(
            f"act_{number}", f"rvb_{number // 2}", "mat_1", kind, actor,
            NOW + timedelta(seconds=number), before={"state": "OPEN"}, after={"state": "UNSURE"},
            undoes=undoes,
        )  # fmt: skip

    done = [
        action(0, ReviewKind.RESOLVE),
        action(1, ReviewKind.RESOLVE),
        action(2, ReviewKind.NOTE),
        action(4, ReviewKind.ESCALATE, actor="marc"),
        action(6, ReviewKind.UNDO, undoes="act_2"),
    ]
    with database.write() as work:
        work.reviews.add([PLAIN])
        work.reviews.add_actions([(one, PLAIN) for one in done])
        work.reviews.add_actions([])
        work.commit()
    with database.read() as work:
        assert work.reviews.actions_of(["mat_1"]) == done
        assert work.reviews.actions_of_batch("rvb_0") == done[:2]
        assert work.reviews.undone([one.action_id for one in done]) == {"act_2"}
        (step,) = work.reviews.undo_steps("ines", 9)
        assert (step.batch_id, step.matches, step.subject_name) == ("rvb_0", 2, "Orsolo Ventris")
        assert work.reviews.undo_steps("marc", 0) == []
        standing = work.reviews.standing_since(NOW)
        assert [one.action_id for one in standing] == ["act_0", "act_1", "act_4"]
        assert standing[0].before == {}
        mine = work.reviews.standing_since(NOW + timedelta(seconds=1), "ines")
        assert [one.action_id for one in mine] == ["act_1"]


def test_one_lock_a_person(database: Database) -> None:
    rows = [
        replace(PLAIN, match_id=f"mat_{n}", group_id=f"group_{n}", list_entry_id=str(n))
        for n in range(3)
    ]
    until = NOW + timedelta(minutes=20)
    with database.write() as work:
        work.reviews.add(rows)
        work.reviews.lock("group_0", "ines", until)
        work.reviews.lock("group_1", "marc", until)
        work.reviews.lock("group_2", "ines", until)
        locked = [row.locked_by for row in work.reviews.get_many(["mat_0", "mat_1", "mat_2"])]
        assert locked == ["", "marc", "ines"]
        work.reviews.unlock("ines", "group_1")
        work.reviews.unlock("marc", "group_1")
        locked = [row.locked_by for row in work.reviews.get_many(["mat_0", "mat_1", "mat_2"])]
        assert locked == ["", "", "ines"]


def test_pairs_cases_and_look_alikes(database: Database) -> None:
    rows = [
        replace(PLAIN, match_id="mat_1", group_id="subj_1|party_1", case_id="cas_1"),
        replace(PLAIN, match_id="mat_2", group_id="subj_1|party_1", screening_id="scr_2"),
        replace(PLAIN, match_id="mat_3", subject_id="subj_2", subject_name="ORSOLO VENTRIS",
                party_key="other"),
        replace(PLAIN, match_id="mat_4", subject_id="subj_3", subject_name="Someone"),
        replace(PLAIN, match_id="mat_5", subject_id="subj_4", disproved=()),
        replace(PLAIN, match_id="mat_6", state=ReviewState.SUPERSEDED, list_entry_id="8",
                group_id="subj_1|party_1"),
        replace(PLAIN, match_id="mat_7", subject_id="subj_5", subject_name="Else",
                party_key="else"),
    ]  # fmt: skip
    with database.write() as work:
        work.reviews.add(rows)
        work.commit()

    def ids(found: list[MatchReview]) -> list[str]:
        return [row.match_id for row in found]

    with database.read() as work:
        assert ids(work.reviews.of_pair("subj_1", "un_sc", "7")) == ["mat_1", "mat_2"]
        assert work.reviews.found_again(["mat_1", "mat_2", "mat_3"]) == {"mat_1"}
        assert ids(work.reviews.of_group("subj_1|party_1")) == ["mat_1", "mat_2"]
        assert ids(work.reviews.of_case("cas_1")) == ["mat_1"]
        assert ids(work.reviews.of_screening("scr_2")) == ["mat_2"]
        assert ids(work.reviews.open_of_subject("subj_1")) == ["mat_1", "mat_2"]
        alike = work.reviews.open_with(rows[0], Feature.GENDER, 9)
        assert ids(alike) == ["mat_1", "mat_2", "mat_3", "mat_4"]
        assert work.reviews.open_with(rows[0], Feature.GENDER, 2) == alike[:2]
        assert work.reviews.open_with(rows[0], Feature.PLACE_OF_BIRTH, 9) == []
