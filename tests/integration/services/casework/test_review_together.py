"""Several people at one queue, and long rows of acts: one winner each, and a way back to the start."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from app.domain.errors import AppError
from app.domain.review import ResolutionVerdict, ReviewConflict, ReviewState
from app.services import audit, review
from app.services.review import ReviewQuery

PEOPLE = ("ines@example.com", "ruth@example.com", "marc@example.com", "ada@example.com")
FALSE, TRUE, UNSURE = (
    ResolutionVerdict.FALSE_POSITIVE,
    ResolutionVerdict.TRUE_POSITIVE,
    ResolutionVerdict.UNSURE,
)


def at_once(office, work):
    """What each person got who did the same at the same time: a result or an error."""

    def one(login):
        with office.as_user(login):
            try:
                return work(login)
            except AppError as error:
                return error

    with ThreadPoolExecutor(len(PEOPLE)) as pool:
        return list(pool.map(one, PEOPLE))


def ids(record) -> list[str]:
    return [match.match_id for match in record.open_matches()]


def test_one_of_four_resolves_a_match(office) -> None:
    (match_id,) = ids(office.screened())
    got = at_once(
        office, lambda login: review.resolve(office.workspace, [match_id], FALSE, comment=login)
    )
    winners = [outcome for outcome in got if not isinstance(outcome, AppError)]
    assert len(winners) == 1
    assert sum(isinstance(one, ReviewConflict) for one in got) == 3
    with office.workspace.database.read() as uow:
        (action,) = uow.reviews.actions_of([match_id])
        assert uow.reviews.get(match_id).comment == action.actor == action.comment


def test_four_take_four_parties(office) -> None:
    for _ in range(5):
        office.screened()
    got = at_once(office, lambda _login: review.take_next(office.workspace, ReviewQuery()))
    assert len({group.group_id for group in got}) == 4
    shown = review.groups(office.workspace, ReviewQuery(), 0, 9)
    assert sorted(group.locked_by for group in shown) == ["", *sorted(PEOPLE)]


def queued(desk):
    with desk.workspace.database.read() as uow:
        found = uow.connection.exec_driver_sql("SELECT match_id FROM match_reviews").scalars()
        return uow.reviews.get_many(list(found))


def test_everything_taken_back_from_the_last_to_the_first_is_as_it_was(desk) -> None:
    workspace, chance = desk.workspace, random.Random(3)
    for _ in range(5):
        desk.screened(matches=3)
    before = queued(desk)
    done: list[str] = []
    while len(done) < 40:
        desk.later(seconds=chance.randrange(1, 30))
        some = chance.sample(queued(desk), chance.choice([1, 1, 2, 4]))
        seen = {item.match_id: item.state for item in some}
        act = chance.choice(
            [
                lambda seen: review.resolve(workspace, [*seen], FALSE, comment="a", expected=seen),
                lambda seen: review.resolve(workspace, [*seen], TRUE, comment="b", expected=seen),
                lambda seen: review.resolve(workspace, [*seen], UNSURE, comment="c", expected=seen),
                lambda seen: review.assign(workspace, [*seen], chance.choice(["me", "", "marc"])),
                lambda seen: review.snooze(workspace, [*seen], desk.now + timedelta(days=1)),
                lambda seen: review.note(workspace, [*seen], "d"),
                lambda seen: review.escalate(workspace, [*seen], "e"),
            ]
        )
        try:
            done.append(act(seen).batch_id)
        except ReviewConflict:  # one of them was resolved already
            assert ReviewState.RESOLVED in seen.values()
    assert [step.batch_id for step in review.undo_steps(workspace)] == done[::-1]
    assert queued(desk) != before
    for batch_id in reversed(done):
        review.undo(workspace, batch_id)
    assert [replace(item, case_id="") for item in queued(desk)] == before
    assert review.undo_steps(workspace) == ()
    assert review.announce_resolved(workspace) == 0
    assert audit.verify(workspace).ok
