"""The words and times of reports: plain English, one time zone, figures with their whole."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, tzinfo
from enum import Enum
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.domain.countries import country_name
from app.domain.dates import PartialDate
from app.domain.errors import UsageError
from app.domain.user import ONE_PERSON

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_SHORT: Final = {"PEP", "DOB", "ID", "LEI", "BVN", "NIN", "TIN", "FATF", "EU", "UN", "US"}
_LOCAL_TIME: Final = Path("/etc/localtime")
_ZONE_FOLDER: Final = "zoneinfo/"


def word(value: Enum | str) -> str:
    """A value of the domain as words: ``REVIEW_REQUIRED`` is Review required."""
    text = str(value.value if isinstance(value, Enum) else value)
    words = text.replace("_", " ").split()
    parts = [part.upper() if part.upper() in _SHORT else part.lower() for part in words]
    told = " ".join(parts)
    return told[:1].upper() + told[1:]


def counted(number: int, one: str, many: str = "") -> str:
    """``1 match``, ``1,204 matches``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def who(actor: str) -> str:
    """An actor in a narrow column; that the workspace is one person's is said once beside it."""
    return actor.removesuffix(f" ({ONE_PERSON})")


def day_words(day: date | None) -> str:
    """``20 Nov 2026``; a dash for none."""
    return f"{day.day} {_MONTHS[day.month - 1][:3]} {day.year}" if day else "–"


def birth_words(born: PartialDate | None) -> str:
    """``14 March 1968``, ``March 1968``, ``1968``; empty for none."""
    if born is None:
        return ""
    day = born.first_day()
    if born.month is None:
        return str(born.year)
    month = f"{_MONTHS[day.month - 1]} {born.year}"
    return month if born.day is None else f"{born.day} {month}"


def country_words(code: str) -> str:
    """``Cyprus``; the code itself where it is not known, empty for none."""
    return (country_name(code) or code) if code else ""


def time_words(at: datetime | None, zone: tzinfo) -> str:
    """``20 Nov 2026, 09:12 EET``; a dash for none."""
    if at is None:
        return "–"
    local = at.astimezone(zone)
    return f"{day_words(local.date())}, {local:%H:%M} {_zone_letters(local)}"


def exact_time_words(at: datetime, zone: tzinfo) -> str:
    """The same with seconds, and the moment in UTC."""
    local = at.astimezone(zone)
    utc = at.astimezone(UTC)
    told = f"{day_words(local.date())}, {local:%H:%M:%S} {_zone_letters(local)}"
    return told if local.utcoffset() == utc.utcoffset() else f"{told} ({utc:%H:%M:%S} UTC)"


def zone_words(zone: tzinfo) -> str:
    """The name of a time zone as it stands in a report."""
    return getattr(zone, "key", None) or str(zone)


def zone_named(name: str) -> tzinfo:
    """A time zone by its IANA name; the machine's own for an empty one.

    Raises UsageError for a name that this machine does not know.
    """
    if not name.strip():
        return machine_zone()
    if name.strip().upper() == "UTC":
        return UTC
    try:
        return ZoneInfo(name.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UsageError(
            f"“{name.strip()[:40]}” is no time zone that this machine knows.",
            safe="Nothing was written.",
            todo="Write a name such as Europe/Athens, or UTC.",
        ) from error


def machine_zone() -> tzinfo:
    """The time zone of this machine; where it has no name, its offset of now."""
    for name in (os.environ.get("TZ", "").lstrip(":"), _linked_zone()):
        if name:
            try:
                return ZoneInfo(name)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                continue
    found = datetime.now().astimezone().tzinfo
    assert found is not None, "a local time has a zone"
    return found


def _linked_zone() -> str:
    try:
        target = str(_LOCAL_TIME.readlink())
    except OSError:
        return ""
    return target.partition(_ZONE_FOLDER)[2]


def _zone_letters(local: datetime) -> str:
    """``EET``, or ``UTC+03:00`` for a zone that has an offset for a name."""
    name = local.tzname() or ""
    if name.isalpha():
        return name
    offset = local.strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:5]}"
