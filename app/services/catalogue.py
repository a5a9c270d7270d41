"""The catalogue of list sources: those of `lists/catalogue.toml` and the user's own beside them."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Final

from app import bundled
from app.domain.errors import UsageError
from app.domain.list_entry import EntryType
from app.domain.lists import ListSource
from app.domain.match import Check
from app.storage.unit_of_work import UnitOfWork

OWN_KEY: Final = "own_sources"


def load_catalogue() -> tuple[ListSource, ...]:
    """Every source the program knows, in the order of the file."""
    table = bundled.read_toml("lists/catalogue.toml")
    return tuple(source_of(row) for row in table["source"])


def own_sources(uow: UnitOfWork) -> tuple[ListSource, ...]:
    """The sources that the user added to this workspace, in the order of their adding."""
    return tuple(source_of(row) for row in uow.settings.get(OWN_KEY, default=[]))


def with_own(
    catalogue: tuple[ListSource, ...], own: tuple[ListSource, ...]
) -> tuple[ListSource, ...]:
    """The catalogue with these own sources after those of the program, in place of any others."""
    return (*(source for source in catalogue if not source.is_own), *own)


def source_named(catalogue: tuple[ListSource, ...], source: str) -> ListSource:
    """The source with that id. Raises UsageError with the known ids if there is none."""
    for candidate in catalogue:
        if candidate.source == source:
            return candidate
    known = ", ".join(candidate.source for candidate in catalogue)
    raise UsageError(f"There is no list source “{source}”.", todo=f"Use one of: {known}.")


def source_of(row: dict[str, Any]) -> ListSource:
    """A source from plain values, as the catalogue's file and the settings hold them."""
    values = dict(row)
    values["check"] = Check(values["check"])
    values["formats"] = tuple(values["formats"])
    values["fill_rates"] = tuple(sorted(values.get("fill_rates", {}).items()))
    values["entry_types"] = tuple(map(EntryType, values.get("entry_types", ())))
    values["urls"] = tuple(values.get("urls", ()))
    return ListSource(**values)


def source_value(source: ListSource) -> dict[str, Any]:
    """A source as plain JSON values, such as `source_of` reads."""
    values = {field.name: getattr(source, field.name) for field in fields(source)}
    return values | {
        "check": source.check.value,
        "formats": list(source.formats),
        "entry_types": [kind.value for kind in source.entry_types],
        "urls": list(source.urls),
        "fill_rates": dict(source.fill_rates),
    }
