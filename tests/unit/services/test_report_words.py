"""Times, zones and words of reports: the same on every machine, whatever its language."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.domain.dates import PartialDate
from app.domain.decision import Outcome
from app.domain.errors import UsageError
from app.services import report_words as words

AT = datetime(2026, 11, 20, 7, 12, 5, tzinfo=UTC)


def test_values_are_words() -> None:
    assert words.word(Outcome.REVIEW_REQUIRED) == "Review required"
    assert words.word("PEP") == "PEP"
    assert words.word("date_of_birth") == "Date of birth"
    assert words.word("") == ""


def test_counts_have_their_number() -> None:
    assert words.counted(1, "match", "matches") == "1 match"
    assert words.counted(1204, "match", "matches") == "1,204 matches"
    assert words.counted(0, "day") == "0 days"


@pytest.mark.parametrize(
    ("born", "told"),
    [
        (PartialDate(1968, 3, 14), "14 March 1968"),
        (PartialDate(1968, 3), "March 1968"),
        (PartialDate(1968), "1968"),
        (None, ""),
    ],
)
def test_births_are_told_as_exactly_as_they_are_known(born, told) -> None:
    assert words.birth_words(born) == told


def test_days_and_countries() -> None:
    assert words.day_words(date(2026, 1, 5)) == "5 Jan 2026"
    assert words.day_words(None) == "–"
    assert words.country_words("CY") == "Cyprus"
    assert words.country_words("") == ""


def test_times_carry_their_zone() -> None:
    assert words.time_words(AT, ZoneInfo("Europe/Athens")) == "20 Nov 2026, 09:12 EET"
    assert words.time_words(AT, ZoneInfo("America/Sao_Paulo")) == "20 Nov 2026, 04:12 UTC-03:00"
    assert words.time_words(AT, UTC) == "20 Nov 2026, 07:12 UTC"
    assert words.time_words(None, UTC) == "–"
    athens = words.exact_time_words(AT, ZoneInfo("Europe/Athens"))
    assert athens == "20 Nov 2026, 09:12:05 EET (07:12:05 UTC)"
    assert words.exact_time_words(AT, UTC) == "20 Nov 2026, 07:12:05 UTC"


def test_zones_are_found_by_name() -> None:
    assert words.zone_words(words.zone_named("Asia/Tokyo")) == "Asia/Tokyo"
    assert words.zone_named("utc") is UTC
    assert words.zone_words(timezone(timedelta(hours=3))) == "UTC+03:00"
    for bad in ("Nowhere", "../etc/passwd", "/etc/passwd", "x\0y"):
        with pytest.raises(UsageError):
            words.zone_named(bad)


def test_the_machines_zone_is_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TZ", ":Asia/Tokyo")
    assert words.zone_words(words.zone_named(" ")) == "Asia/Tokyo"
    monkeypatch.setenv("TZ", "no such zone")
    link = tmp_path / "localtime"
    link.symlink_to("/usr/share/zoneinfo/Europe/Athens")
    monkeypatch.setattr(words, "_LOCAL_TIME", link)
    assert words.zone_words(words.machine_zone()) == "Europe/Athens"
    monkeypatch.setattr(words, "_LOCAL_TIME", tmp_path / "none")
    monkeypatch.delenv("TZ")
    assert words.machine_zone() is not None
