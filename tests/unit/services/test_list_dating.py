"""Who tells the day of a list, in which order."""

from __future__ import annotations

from datetime import date

from app.domain.dates import PartialDate
from app.domain.list_entry import EntryType, ListEntry, ListName
from app.importers.checks import Tally
from app.importers.reading import ListReading
from app.services.list_checking import Dated, dated_by

CELL = (ListName("Oscar Ashworth"),)
TODAY = date(2026, 11, 20)
FILE, TOLD, SERVED = date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 4)
NAMES = ("sdn-2026-11-03.csv", "alt.csv")


def tally_of(*days: PartialDate | None) -> Tally:
    tally = Tally()
    for day in days:
        tally.add(ListEntry("un_sc", "1", EntryType.INDIVIDUAL, CELL, listed_on=day))
        tally.add(ListEntry("un_sc", "2", EntryType.INDIVIDUAL, CELL, updated_on=day))
    return tally


def test_the_newest_entry_is_found() -> None:
    assert tally_of(None).newest is None
    days = (PartialDate(2020), PartialDate(2026, 5, 2), PartialDate(2026, 5), None)
    assert tally_of(*days).newest == date(2026, 5, 2)


def dated(own: date | None, told: date | None, names=NAMES, served: date | None = SERVED) -> Dated:
    return dated_by(ListReading("un_sc", "x", own, None, iter(())), told, names, served, TODAY)


def test_the_user_the_file_its_name_the_server() -> None:
    assert dated(FILE, TOLD) == Dated(TOLD)
    assert dated(FILE, None) == Dated(FILE)
    assert dated(None, None) == Dated(date(2026, 11, 3), "by the file's name")
    assert dated(None, None, ("sdn.csv",)) == Dated(SERVED, "by the publisher's server")
    assert dated(None, None, (), None) == Dated(None)


def test_names_that_differ_or_lie_tell_nothing() -> None:
    assert dated(None, None, ("a-2026-11-03.csv", "b-2026-11-04.csv"), None) == Dated(None)
    assert dated(None, None, ("a-2026-11-21.csv",), None) == Dated(None)
    assert dated(None, None, (), date(2026, 11, 21)) == Dated(None)
