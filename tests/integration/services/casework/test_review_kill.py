"""Review work killed with -9 at any moment: what was confirmed is there once, the rest not at all."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from app.domain.review import MatchReview, ReviewKind, ReviewState
from app.services import audit, review

ROOT = Path(__file__).resolve().parents[4]

# Does one thing after the other to random matches and tells of each once it is stored.
WORKER = """
import json, random, sys
from dataclasses import replace
from pathlib import Path
from app.bootstrap import open_workspace
from app.domain.errors import AppError
from app.domain.review import ResolutionVerdict as V
from app.services import review
workspace = open_workspace(Path(sys.argv[1]))
workspace.case_policy = replace(workspace.case_policy, undo_seconds=0)
chance = random.Random(sys.argv[2])
done = []

def some(count):
    groups = review.groups(workspace, review.ReviewQuery(escalated="all"), 0, 200)
    found = [m for g in chance.sample(groups, min(count, len(groups)))
             for m in review.matches(workspace, g.group_id, review.ReviewQuery(escalated="all"))]
    return [item.match_id for item in found]

def act():
    kind = chance.choice(["no", "no", "yes", "unsure", "case", "note", "undo", "undo", "tell"])
    if kind == "tell":
        return None if review.announce_resolved(workspace) else None
    if kind == "undo":
        return review.undo(workspace, done.pop(chance.randrange(len(done)))) if done else None
    ids = some(chance.choice([1, 1, 2, 5]))
    if kind == "case":
        return review.escalate(workspace, ids[:1], "Ask.")
    if kind == "note":
        return review.note(workspace, ids, "Seen.")
    verdict = {"no": V.FALSE_POSITIVE, "yes": V.TRUE_POSITIVE, "unsure": V.UNSURE}[kind]
    return review.resolve(workspace, ids, verdict, comment="Killed or not.")

print("ready", flush=True)
while True:
    try:
        outcome = act()
    except AppError:  # changed since, or nothing left
        continue
    if outcome:
        done.append(outcome.batch_id)
        print(json.dumps([a.action_id for a in outcome.actions]), flush=True)
"""


def killed(folder: Path, seed: int) -> list[list[str]]:
    """The actions of every act that the worker confirmed before it was killed."""
    chance = random.Random(seed)
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(folder), str(seed)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert worker.stdout
    assert worker.stdout.readline() == "ready\n", worker.stderr and worker.stderr.read()
    lines = [worker.stdout.readline() for _ in range(chance.randrange(12))]
    time.sleep(chance.random() * 0.05)
    worker.send_signal(signal.SIGKILL)
    rest, problems = worker.communicate(timeout=60)
    assert worker.returncode == -signal.SIGKILL, problems
    return [
        json.loads(line)
        for line in (*lines, *rest.splitlines(keepends=True))
        if line.endswith("\n")
    ]


def queued(uow) -> list[MatchReview]:
    """Every match of the queue."""
    ids = uow.connection.exec_driver_sql("SELECT match_id FROM match_reviews").scalars()
    return uow.reviews.get_many(list(ids))


def check(desk, confirmed: list[list[str]], kills: int) -> None:
    """Every confirmed act is stored once, with its events and rows; at most one more a kill."""
    workspace = desk.workspace
    with workspace.database.read() as uow:
        everything = queued(uow)
        actions = uow.reviews.actions_of([item.match_id for item in everything])
        events = uow.events.after(0, 100_000)
        rows = uow.audit.rows(0, 100_000)
    stored = [action.action_id for action in actions]
    assert len(set(stored)) == len(stored)
    assert {one for act in confirmed for one in act} <= set(stored)
    batches: dict[str, set[str]] = {}
    for action in actions:
        batches.setdefault(action.batch_id, set()).add(action.action_id)
    assert len(batches) - len(confirmed) in range(kills + 1)
    assert all(set(act) in batches.values() for act in confirmed)  # whole, not a part of it
    told = Counter(e.data["after"]["action_id"] for e in events if e.type == "match.reviewed")
    assert told == Counter(stored)
    assert sum(row.action == "match.reviewed" for row in rows) == len(stored)
    for item in everything:
        state = ReviewState.OPEN.value
        for action in actions:
            if action.match_id == item.match_id and "state" in action.after:
                state = action.after["state"]
        assert item.state == state
    assert audit.verify(workspace).ok


def check_told(desk) -> None:
    """The world outside was, or is now, told of each standing verdict exactly once."""
    workspace = desk.workspace
    desk.later(days=400)
    review.announce_resolved(workspace)
    with workspace.database.read() as uow:
        everything = {item.match_id: item for item in queued(uow)}
        events = uow.events.after(0, 100_000)
        actions = uow.reviews.actions_of(list(everything))
    heard: dict[str, list[str]] = {}
    for event in events:
        if event.type == "screening.match_resolved" and event.data["resolution"]["verdict"]:
            heard.setdefault(event.object_id, []).append(event.data["resolution"]["resolution_id"])
    given = {a.action_id for a in actions if a.kind is ReviewKind.RESOLVE}
    for match_id, resolutions in heard.items():
        assert len(set(resolutions)) == len(resolutions), match_id
        assert set(resolutions) <= given
    for match_id, item in everything.items():
        if item.state is ReviewState.RESOLVED:
            assert heard[match_id][-1] == item.resolution_id


def drill(desk, kills: int) -> int:
    for _ in range(25):
        desk.screened(matches=4)
    confirmed: list[list[str]] = []
    for seed in range(kills):
        confirmed += killed(desk.workspace.data_dir, seed)
        check(desk, confirmed, seed + 1)
    check_told(desk)
    return len(confirmed)


def test_review_work_killed_at_three_moments(desk) -> None:
    assert drill(desk, 3) > 3


@pytest.mark.drill
def test_review_work_killed_at_twenty_moments(desk) -> None:
    print(f"{drill(desk, 20)} confirmed acts over 20 kills")
