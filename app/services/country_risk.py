"""Country risk: the lists of risky countries as shipped, with what the user entered or changed.

A change is kept beside the shipped lists, not in them: a newer program brings newer lists, and the
user's own entries stay. Every change is recorded; the version of the policy names them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from app.domain.countries import country_name
from app.domain.errors import BadInput, UsageError
from app.domain.events import EventType
from app.domain.user import Permission
from app.services.country_risk_file import checked_severity, past_day, read_file
from app.services.country_risk_lists import (
    KEY,
    SAFE,
    USUAL,
    Changes,
    CountryEntry,
    code_of,
    entries,
    in_force,
    list_named,
    risk_of,
    shipped,
    stored,
    take_out,
    take_out_others,
    with_own,
)
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

__all__ = [
    "CountryEntry",
    "CountryImport",
    "RiskList",
    "countries",
    "entry_value",
    "import_csv",
    "list_value",
    "remove_country",
    "reset",
    "risk_lists",
    "set_country",
    "take_own",
]


@dataclass(frozen=True, slots=True)
class RiskList:
    """One list of risky countries as shipped; `countries` counts those in force."""

    list_id: str
    name: str
    as_of: date
    source: str
    countries: int


@dataclass(frozen=True, slots=True)
class CountryImport:
    """What an import of a file changed, by number of countries."""

    added: int
    changed: int
    removed: int
    unchanged: int


def countries(workspace: Workspace, list_id: str = "") -> tuple[CountryEntry, ...]:
    """Every country of the lists (of one list), removed ones included, by list and name.

    Raises UsageError for a list that there is not.
    """
    lists = [list_named(list_id)] if list_id else list(shipped())
    with workspace.database.read() as uow:
        changes = stored(uow)
    found = [entry for name in lists for entry in entries(name, changes.get(name, {}))]
    return tuple(sorted(found, key=lambda entry: (entry.risk.list_id, entry.name)))


def risk_lists(workspace: Workspace) -> tuple[RiskList, ...]:
    """The lists with their dates, sources and how many countries are in force."""
    found = countries(workspace)
    return tuple(
        RiskList(
            name,
            table["name"],
            table["as_of"],
            table["source"],
            sum(e.risk.list_id == name and not e.is_removed for e in found),
        )
        for name, table in shipped().items()
    )


def set_country(
    workspace: Workspace,
    list_id: str,
    country: str,
    *,
    reason: str,
    severity: float | None = None,
    as_of: date | None = None,
    source: str = "",
    note: str | None = None,
) -> CountryEntry:
    """Put a country on a list, or change its entry there, from the next screening on.

    Args:
        country: code or name.
        severity: 0-1, the place in the policy's range for the list; as before, or 0.5.
        as_of: the day of the source's statement; today if not given.
        source: where that is said; the user's own decision if not given.
        note: as before if not given.
    Raises:
        UsageError: no such list, or no reason.
        BadInput: no such country, a severity beyond 0-1, a day in the future.
    """
    name, code = list_named(list_id), code_of(country)

    def change(changes: Changes) -> None:
        before = in_force(name, code, changes)
        value = {
            "severity": checked_severity(
                severity if severity is not None else before.severity if before else USUAL
            ),
            "as_of": past_day(
                as_of or workspace.clock().date(), workspace.clock().date()
            ).isoformat(),
            "source": " ".join(source.split()) or f"Decided by {workspace.actor}",
            "note": " ".join((note if note is not None else before.note if before else "").split()),
        }
        changes.setdefault(name, {})[code] = value

    _change(workspace, change, f"{name}:{code}", reason)
    return next(entry for entry in countries(workspace, name) if entry.risk.code == code)


def remove_country(workspace: Workspace, list_id: str, country: str, *, reason: str) -> None:
    """Take a country off a list from the next screening on.

    Raises UsageError: no such list, or no reason; BadInput: the country is not on it.
    """
    name, code = list_named(list_id), code_of(country)

    def change(changes: Changes) -> None:
        if in_force(name, code, changes) is None:
            raise BadInput(f"{country_name(code)} is not on the list {name}.", safe=SAFE)
        take_out(changes, name, code)

    _change(workspace, change, f"{name}:{code}", reason)


def reset(workspace: Workspace, list_id: str = "", country: str = "", *, reason: str) -> int:
    """Let a country of a list, a whole list, or all lists be as shipped again.

    Returns how many of the user's changes went.
    Raises UsageError: no such list, a country without its list, or no reason; BadInput: no such
    country.
    """
    if country and not list_id:
        raise UsageError("A country is reset on a list.", safe=SAFE, todo="Name the list too.")
    name, code = list_named(list_id) if list_id else "", code_of(country) if country else ""
    gone = 0

    def change(changes: Changes) -> None:
        nonlocal gone
        for own in [name] if name else list(changes):
            for key in [code] if code else list(changes.get(own, {})):
                gone += key in changes.get(own, {})
                changes.get(own, {}).pop(key, None)

    _change(workspace, change, ":".join(filter(None, (name, code))) or "all", reason)
    return gone


def import_csv(
    workspace: Workspace, file: Path, *, reason: str, replace_lists: bool = False
) -> CountryImport:
    """Take over the countries of a CSV file: list, country, severity, as_of, source, note.

    `list` and `country` are needed, the rest has the values that the list itself has.

    Args:
        file: UTF-8 or Windows text with a header.
        replace_lists: countries of the lists in the file that are not in it are taken out.
    Raises:
        UsageError: no reason. BadInput: a row that cannot be used, named by its line; nothing
        was changed.
    """
    rows = read_file(file, workspace.clock().date())
    counts = {"added": 0, "changed": 0, "removed": 0, "unchanged": 0}

    def change(changes: Changes) -> None:
        for name, code, value in rows:
            before = in_force(name, code, changes)
            after = risk_of(name, code, value)
            if before is not None and replace(before, is_own=True) == after:
                counts["unchanged"] += 1
                continue
            counts["changed" if before else "added"] += 1
            changes.setdefault(name, {})[code] = value
        if replace_lists:
            counts["removed"] += take_out_others(changes, {(row[0], row[1]) for row in rows})

    _change(workspace, change, file.name[:80], reason)
    return CountryImport(**counts)


def take_own(workspace: Workspace, uow: UnitOfWork) -> None:
    """Let the policy of the workspace hold the user's own country risks as this transaction sees
    them; its version names them."""
    workspace.policy = with_own(workspace.policy, stored(uow))


def entry_value(entry: CountryEntry) -> dict[str, Any]:
    """A country on a list as plain JSON values."""
    risk = entry.risk
    return {
        "list": risk.list_id,
        "country": risk.code,
        "name": entry.name,
        "severity": risk.severity,
        "as_of": risk.as_of.isoformat(),
        "source": risk.source,
        "note": risk.note or None,
        "state": _state(entry),
    }


def list_value(item: RiskList) -> dict[str, Any]:
    """A list as plain JSON values."""
    return {
        "list": item.list_id,
        "name": item.name,
        "as_of": item.as_of.isoformat(),
        "source": item.source,
        "countries": item.countries,
    }


def _state(entry: CountryEntry) -> str:
    if entry.is_removed:
        return "removed"
    if not entry.risk.is_own:
        return "shipped"
    return "changed" if entry.shipped else "added"


def _change(
    workspace: Workspace, change: Callable[[Changes], None], object_id: str, reason: str
) -> None:
    """Apply a change with its event and audit row; what changes nothing records nothing."""
    workspace.require(Permission.CHANGE_POLICY)
    why = " ".join(reason.split())
    if not why:
        raise UsageError("A reason is missing.", safe=SAFE, todo="Say why; it is recorded.")
    with workspace.database.write() as uow:
        before = stored(uow)
        after: Changes = {name: dict(own) for name, own in before.items()}
        change(after)
        after = {name: own for name, own in after.items() if own}
        if after == before:
            return
        uow.settings.set(KEY, after)
        take_own(workspace, uow)
        kind = EventType.COUNTRY_RISK_CHANGED
        facts = {"changes": after, "policy_version": workspace.policy.version, "reason": why}
        event = uow.events.add(workspace.event(kind, "country_risk", object_id, facts))
        uow.audit.append(
            event.at, workspace.actor, kind.value, "country_risk", object_id,
            json.dumps(before, ensure_ascii=False), json.dumps(facts, ensure_ascii=False),
        )  # fmt: skip
        uow.commit()
    workspace.bus.publish([event])
