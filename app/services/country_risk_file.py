"""A file of country risks that a user brings: list, country, severity, as_of, source, note."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from app.domain.errors import BadInput, UsageError
from app.importers.tables import read_records
from app.services.country_risk_lists import SAFE, USUAL, code_of, list_named, shipped, shipped_risks

COLUMNS: Final = ("list", "country", "severity", "as_of", "source", "note")


def read_file(file: Path, today: date) -> list[tuple[str, str, dict[str, Any]]]:
    """(list, code, entry) of each row of a file. Raises BadInput that names the line."""
    if not file.is_file():
        raise BadInput(f"There is no file {file.name[:80]}.", safe=SAFE, todo="Check the path.")
    found = []
    for line, row in read_records(file):
        cells = {name.casefold(): text for name, text in row.items()}
        try:
            found.append(_read_row(cells, today))
        except (BadInput, UsageError) as error:
            raise BadInput(f"Line {line}: {error.message}", safe=SAFE, todo=error.todo) from error
    if not found:
        raise BadInput(
            f"{file.name[:80]} holds no country.",
            safe=SAFE,
            todo=f"Its first line names the columns: {', '.join(COLUMNS)}.",
        )
    return found


def _read_row(cells: Mapping[str, str], today: date) -> tuple[str, str, dict[str, Any]]:
    name, code = list_named(cells.get("list", "")), code_of(cells.get("country", ""))
    before = shipped_risks(name).get(code)
    told = cells.get("severity", "")
    usual = before.severity if before else USUAL
    as_of = cells.get("as_of", "")
    return name, code, {
        "severity": checked_severity(_number(told) if told else usual),
        "as_of": (
            past_day(_day(as_of), today) if as_of else shipped()[name]["as_of"]
        ).isoformat(),
        "source": cells.get("source", "") or shipped()[name]["source"],
        "note": cells.get("note", ""),
    }  # fmt: skip


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise BadInput(
            f"“{text[:40]}” is not a number.", safe=SAFE, todo="A severity is 0 to 1."
        ) from None


def checked_severity(value: float) -> float:
    if not 0 <= value <= 1:
        raise BadInput(f"A severity of {value:g} is beyond 0 and 1.", safe=SAFE)
    return float(value)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(
            f"“{text[:40]}” is not a day.", safe=SAFE, todo="Write 2026-06-19."
        ) from None


def past_day(day: date, today: date) -> date:
    if day > today:
        raise BadInput(f"{day} lies in the future.", safe=SAFE)
    return day
