"""Case work killed with -9 at any moment: every confirmed act is there once, and all agrees."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from app.services import audit, case_vault, cases

ROOT = Path(__file__).resolve().parents[4]
# Works on the cases of the given screenings, and confirms each act once the service returned.
WORK = """
import json, sys
from pathlib import Path
from app.bootstrap import open_workspace
from app.services import case_activities, case_changes, case_moves, cases

folder, *screenings = sys.argv[1:]
workspace = open_workspace(Path(folder))

def told(case_id, what, key=""):
    print(json.dumps([case_id, what, key]), flush=True)

for number, screening_id in enumerate(screenings):
    case = cases.create(workspace, screening_id)
    key = case.case_id
    told(key, "OPEN")
    told(key, case_moves.assign(workspace, key, "ines").state)
    told(key, "note", case_activities.add_activity(workspace, key, "NOTE", "Seen").activity_id)
    text = f"invented document {number} of {key}".encode() * 2000
    told(key, "file", case_activities.attach_file(workspace, key, text, "a.txt").attachment_id)
    case_changes.set_tags(workspace, key, [str(number)])
    told(key, "tag", str(number))
    if number % 2:
        told(key, case_moves.escalate(workspace, key, "Hard").state)
    told(key, case_moves.dispose(workspace, key, "FALSE_POSITIVE", "Other birth").state)
    made = case_moves.override(workspace, key, "REVIEW_REQUIRED", "APPROVE", "Cleared")
    told(key, "override", made.override_id)
    if number % 3 == 0:
        told(key, case_moves.reopen(workspace, key, "New evidence").state)
"""


def killed(folder: Path, screenings: list[str], after: float) -> list[list[str]]:
    """What a process confirmed that was killed so many seconds after its first act."""
    process = subprocess.Popen(
        [sys.executable, "-c", WORK, str(folder), *screenings],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    first = process.stdout.readline()
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate()
    lines = [line for line in [first, *rest.splitlines(keepends=True)] if line.endswith("\n")]
    return [json.loads(line) for line in lines]


def check(desk: Any, confirmed: list[list[str]]) -> None:
    """Everything confirmed is there once; a case is at most one act further."""
    workspace = desk.workspace
    by_case: dict[str, list[tuple[str, str]]] = {}
    for case_id, what, key in confirmed:
        by_case.setdefault(case_id, []).append((what, key))
    events = Counter(key for kind, key in desk.events() if kind.startswith("case."))
    for case_id, acts in by_case.items():
        file = cases.get(workspace, case_id)
        assert file.case.version == len(file.activities) == events[case_id]
        assert len(cases.trail(workspace, case_id)) == events[case_id]
        ids = Counter(
            [item.activity_id for item in file.activities]
            + [item.attachment_id for item in file.attachments]
            + [item.override_id for item in file.overrides]
        )
        assert all(ids[key] == 1 for what, key in acts if what in {"note", "file", "override"})
        assert all(file.case.tags == (key,) for what, key in acts if what == "tag")
        states = [item.data["to"] for item in file.activities if "to" in item.data]
        wanted = [what for what, _ in acts if what.isupper() and what != "OPEN"]
        got = [state for state in states if state != "PENDING_APPROVAL"]
        assert got[: len(wanted)] == wanted
        assert len(got) <= len(wanted) + 1
        assert file.damaged == {}
        assert not file.pending
    assert case_vault.check(workspace) == ()
    assert audit.verify(workspace).ok


def kill_at_moments(desk: Any, moments: int, seed: int, longest: float) -> int:
    rng = random.Random(seed)
    confirmed: list[list[str]] = []
    for _ in range(moments):
        ids = [desk.screened().screening_id for _ in range(25)]
        confirmed += killed(desk.workspace.data_dir, ids, rng.random() * longest)
        check(desk, confirmed)
    total = cases.count(desk.workspace, cases.CaseQuery(snoozed="all"))[1]
    known = len({case_id for case_id, _, _ in confirmed})
    assert known <= total <= known + moments
    return len(confirmed)


@pytest.mark.alone
def test_case_work_killed_at_three_moments(desk) -> None:
    assert kill_at_moments(desk, 3, seed=11, longest=0.4) >= 3


@pytest.mark.alone
@pytest.mark.drill
def test_case_work_killed_at_twenty_moments(desk) -> None:
    acts = kill_at_moments(desk, 20, seed=12, longest=1.5)
    print(f"{acts} confirmed acts, each there once")
    assert acts >= 200
