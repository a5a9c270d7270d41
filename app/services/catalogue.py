"""The catalogue of list sources, from `lists/catalogue.toml`."""

from __future__ import annotations

from typing import Any

from app import bundled
from app.domain.errors import UsageError
from app.domain.lists import ListSource
from app.domain.match import Check


def load_catalogue() -> tuple[ListSource, ...]:
    """Every source the program knows, in the order of the file."""
    table = bundled.read_toml("lists/catalogue.toml")
    return tuple(_source(row) for row in table["source"])


def source_named(catalogue: tuple[ListSource, ...], source: str) -> ListSource:
    """The source with that id. Raises UsageError with the known ids if there is none."""
    for candidate in catalogue:
        if candidate.source == source:
            return candidate
    known = ", ".join(candidate.source for candidate in catalogue)
    raise UsageError(f"There is no list source “{source}”.", todo=f"Use one of: {known}.")


def _source(row: dict[str, Any]) -> ListSource:
    values = dict(row)
    values["check"] = Check(values["check"])
    values["formats"] = tuple(values["formats"])
    values["fill_rates"] = tuple(sorted(values.get("fill_rates", {}).items()))
    return ListSource(**values)
