"""How fast a history of 100,000 screenings sorts, filters and turns its pages (reported)."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from app.domain.decision import Outcome
from app.domain.risk import RiskBand
from app.domain.screening import ScreeningSummary
from app.storage.database import Database, open_database
from app.storage.rows import screenings

ROWS = 100_000
SYLLABLES = ("ba", "ko", "li", "mi", "ra", "sul", "tan", "vor", "wen", "xi", "yu", "zed")


def fill(database: Database) -> None:
    """Summaries alone: pages and counts read nothing else."""
    chance = random.Random(5)

    def name() -> str:
        words = ("".join(chance.choices(SYLLABLES, k=3)).title() for _ in range(3))
        return " ".join(words)

    rows = []
    for number in range(ROWS):
        subject, best = name(), name() if chance.random() < 0.5 else ""
        rows.append(
            {
                "screening_id": f"scr_{number:08}",
                "created_at": datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=number * 60),
                "subject_id": f"subj_{chance.randrange(ROWS)}",
                "external_id": f"C{chance.randrange(ROWS)}",
                "name": subject,
                "type": "INDIVIDUAL",
                "purpose": "BATCH",
                "outcome": chance.choice(list(Outcome)).value,
                "band": chance.choice(list(RiskBand)).value,
                "score": chance.randrange(1000),
                "matches": int(bool(best)),
                "discarded": chance.randrange(4),
                "best_match": best,
                "best_source": "us_ofac_sdn" if best else "",
                "best_strength": chance.choice(["STRONG", "POSSIBLE"]) if best else "",
                "actor": "analyst",
                "is_demo": 0,
                "name_key": subject.lower(),
                "search_text": f"{subject}\nC1\n{best}".lower(),
            }
        )
    with database.write() as work:
        work.connection.execute(insert(screenings), rows)
        work.commit()


def best_ms(work: Callable[[], object]) -> float:
    times = []
    for _ in range(3):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times) * 1000


@pytest.mark.drill
def test_long_history_stays_quick(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    fill(database)

    def page(**query: Any) -> list[ScreeningSummary]:
        with database.read() as work:
            return work.screenings.page(**query)

    def count(**query: Any) -> tuple[int, int]:
        with database.read() as work:
            return work.screenings.count(**query)

    names = [summary.name for summary in page(limit=ROWS)]
    report = {
        "reading all summaries into Python": best_ms(lambda: page(limit=ROWS)),
        "sorting their names in Python": best_ms(lambda: sorted(names)),
        "first page": best_ms(page),
        "page 500 by outcome and name": best_ms(
            lambda: page(sort=(("outcome", False), ("name", True)), offset=50_000)
        ),
        "page of a text": best_ms(lambda: page(text="bako tan")),
        "count of a text": best_ms(lambda: count(text="bako tan")),
        "page of two outcomes": best_ms(lambda: page(outcomes=(Outcome.BLOCK, Outcome.APPROVE))),
        **{
            f"middle page by {field.name}": best_ms(
                lambda name=field.name: page(sort=((name, True),), offset=ROWS // 2)
            )
            for field in fields(ScreeningSummary)
        },
    }
    for label, milliseconds in report.items():
        print(f"{label:40} {milliseconds:8.1f} ms")
    database.close()
    slowest_page = max(value for label, value in report.items() if "page" in label)
    assert slowest_page < report["reading all summaries into Python"]
