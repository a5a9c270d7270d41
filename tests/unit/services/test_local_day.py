"""Local days where clocks are put forward and back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from app.services.local_day import local_midnight


@pytest.fixture(autouse=True)
def days_of_berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("the time zone of this machine cannot be set")
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize(
    ("at", "days", "midnight"),
    [
        (datetime(2026, 3, 29, 10, tzinfo=UTC), 0, datetime(2026, 3, 28, 23, tzinfo=UTC)),
        (datetime(2026, 3, 29, 0, tzinfo=UTC), 1, datetime(2026, 3, 29, 22, tzinfo=UTC)),
        (datetime(2026, 3, 28, 12, tzinfo=UTC), 7, datetime(2026, 4, 3, 22, tzinfo=UTC)),
        (datetime(2026, 10, 25, 12, tzinfo=UTC), 0, datetime(2026, 10, 24, 22, tzinfo=UTC)),
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), 1, datetime(2026, 10, 25, 23, tzinfo=UTC)),
    ],
)
def test_a_midnight_has_its_own_offset(at: datetime, days: int, midnight: datetime) -> None:
    found = local_midnight(at, days)
    assert (found, found.tzinfo) == (midnight, UTC)
