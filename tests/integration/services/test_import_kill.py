"""An import killed with -9 at any moment: the old version stays whole, the next import works."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.bootstrap import open_workspace

SYLLABLES = ["bre", "vni", "kov", "zar", "mu", "qi", "tal", "do", "nor", "vik", "hal", "cyon"]


def un_file(path: Path, entries: int, seed: int) -> Path:
    """A UN list of invented people and organisations; `seed` changes a tenth of the names."""
    steady, changing = random.Random(7), random.Random(seed)
    rows = []
    for number in range(entries):
        rng = changing if number % 10 == 0 else steady
        first, last = ("".join(rng.choices(SYLLABLES, k=3)).title() for _ in range(2))
        kind = "ENTITY" if number % 5 == 4 else "INDIVIDUAL"
        born = f"<DATE>19{rng.randint(40, 99)}-0{rng.randint(1, 9)}-1{rng.randint(0, 9)}</DATE>"
        person = (
            f"<SECOND_NAME>{last}</SECOND_NAME><NATIONALITY><VALUE>Cyprus</VALUE></NATIONALITY>"
            f"<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE>{born}"
            "</INDIVIDUAL_DATE_OF_BIRTH>"
        )
        rows.append(
            f"<{kind}><DATAID>{number + 1}</DATAID><FIRST_NAME>{first} {last}</FIRST_NAME>"
            "<UN_LIST_TYPE>Invented</UN_LIST_TYPE>"
            f"<REFERENCE_NUMBER>ZZ{kind[0].lower()}.{number:04}</REFERENCE_NUMBER>"
            f"<LISTED_ON>2020-01-01</LISTED_ON>{person if kind == 'INDIVIDUAL' else ''}</{kind}>"
        )
    people = "".join(row for row in rows if row.startswith("<I"))
    others = "".join(row for row in rows if row.startswith("<E"))
    path.write_text(
        f'<CONSOLIDATED_LIST dateGenerated="2026-04-{seed:02}T00:00:00Z">'
        f"<INDIVIDUALS>{people}</INDIVIDUALS><ENTITIES>{others}</ENTITIES></CONSOLIDATED_LIST>"
    )
    return path


def importing(data_dir: Path, source: str, *files: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "app", "lists", "import", source, *map(str, files), "--json"]
    environment = os.environ | {"SCREENDESK_DATA_DIR": str(data_dir)}
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def finished(data_dir: Path, source: str, *files: Path) -> dict[str, object]:
    process = importing(data_dir, source, *files)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err.decode()
    return json.loads(out)


def active_content(data_dir: Path, source: str) -> tuple[str, list[str]]:
    """Version label and the sorted ids of every entry that the active version holds."""
    workspace = open_workspace(data_dir)
    try:
        with workspace.database.read() as uow:
            version = next(v for v in uow.lists.active_versions() if v.source == source)
            entries = [entry.entry_id for _, entry in uow.lists.iter_entries([version.version_id])]
        assert len(entries) == version.entries
        return version.version, sorted(entries)
    finally:
        workspace.close()


def kill_at_moments(
    data_dir: Path, source: str, old: list[Path], new: list[Path], moments: int, seed: int
) -> list[float]:
    """Import `old`, then kill the import of `new` at that many moments spread over its time."""
    finished(data_dir, source, *old)
    before = active_content(data_dir, source)
    trial = data_dir.with_name("trial")
    finished(trial, source, *old)
    started = time.perf_counter()
    finished(trial, source, *new)
    whole = time.perf_counter() - started
    rng = random.Random(seed)
    killed = []
    for number in range(moments):
        delay = whole * (number + rng.random()) / moments * 0.95
        process = importing(data_dir, source, *new)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        if process.returncode == 0 or active_content(data_dir, source)[0] != before[0]:
            # It had finished: complete and active is the other allowed state.
            assert active_content(data_dir, source) == active_content(trial, source)
            break
        killed.append(round(delay, 2))
        assert active_content(data_dir, source) == before
    report = finished(data_dir, source, *new)
    assert report["activated"] or report["unchanged"]
    assert active_content(data_dir, source) == active_content(trial, source)
    audited = subprocess.run(
        [sys.executable, "-m", "app", "audit", "verify", "--data-dir", str(data_dir)], check=False
    )
    assert audited.returncode == 0
    return killed


@pytest.mark.alone
def test_import_killed_at_three_moments(tmp_path: Path) -> None:
    old, new = (un_file(tmp_path / f"{seed}.xml", 3000, seed) for seed in (1, 2))
    killed = kill_at_moments(tmp_path / "data", "un_sc", [old], [new], 3, seed=5)
    assert len(killed) >= 2


@pytest.mark.alone
@pytest.mark.drill
@pytest.mark.samples
def test_import_of_the_real_sdn_killed_at_ten_moments(tmp_path: Path, samples: Path) -> None:
    old = sorted((samples / "us_ofac_sdn" / "same-day-set-2021-07").glob("*.csv"))
    new = sorted((samples / "us_ofac_sdn" / "current").glob("*.csv"))
    killed = kill_at_moments(tmp_path / "data", "us_ofac_sdn", old, new, 10, seed=5)
    print(f"killed after {killed} s; the version before was active and complete each time")
    assert len(killed) >= 9
