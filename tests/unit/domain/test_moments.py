"""Moments that people choose."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.domain.errors import BadInput
from app.domain.moments import require_moment


def test_a_moment_has_its_zone_and_a_year_within_reach() -> None:
    require_moment(datetime(2026, 12, 1, tzinfo=UTC), "Kept.")
    with pytest.raises(BadInput, match="no time zone") as told:
        require_moment(datetime(2026, 12, 1), "Kept.")  # noqa: DTZ001
    assert told.value.safe == "Kept."
    for year in (1, 1899, 9000, 9999):
        with pytest.raises(BadInput, match=f"year {year} is out of reach"):
            require_moment(datetime(year, 12, 31, tzinfo=UTC), "Kept.")
