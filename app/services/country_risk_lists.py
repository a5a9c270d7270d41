"""The lists of risky countries: as shipped, as the user changed them, and the policy with both."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Final

from app import bundled
from app.domain.countries import country_code, country_name
from app.domain.errors import BadInput, UsageError
from app.domain.policy import CountryRisk, Policy, parse_country_risks
from app.storage.unit_of_work import UnitOfWork

FOLDER: Final = "resources/countries/risk"
KEY: Final = "country_risks"  # the setting: list -> code -> the user's entry, null if taken out
SAFE: Final = "The country risks were left as they are."
USUAL: Final = 0.5  # severity where none is given
_OWN_MARK: Final = "+"

Changes = dict[str, dict[str, dict[str, Any] | None]]


@dataclass(frozen=True, slots=True)
class CountryEntry:
    """One country on one list as it stands. `shipped` is what the program brought, None if it is
    the user's alone; `is_removed` says that the user took a shipped country out."""

    risk: CountryRisk
    name: str
    shipped: CountryRisk | None
    is_removed: bool = False


def stored(uow: UnitOfWork) -> Changes:
    found: Changes = uow.settings.get(KEY, default={})
    return {name: own for name, own in found.items() if own and name in shipped()}


def with_own(policy: Policy, changes: Changes) -> Policy:
    """The policy with these changes of the user instead of those that it holds."""
    base = policy.version.partition(_OWN_MARK)[0]
    version = f"{base}{_OWN_MARK}{_digest(changes)}" if changes else base
    if version == policy.version:
        return policy
    found: dict[str, list[CountryRisk]] = {}
    for name in shipped():
        for entry in entries(name, changes.get(name, {})):
            if not entry.is_removed:
                found.setdefault(entry.risk.code, []).append(entry.risk)
    risks = {code: tuple(own) for code, own in found.items()}
    return replace(policy, version=version, country_risks=risks)


@cache
def shipped() -> Mapping[str, Mapping[str, Any]]:
    """The shipped lists by their ids."""
    files = sorted(bundled.path(FOLDER).glob("*.toml"))
    tables = (bundled.read_toml(f"{FOLDER}/{file.name}") for file in files)
    return {table["list"]: table for table in tables}


@cache
def shipped_risks(list_id: str) -> Mapping[str, CountryRisk]:
    return {code: rows[0] for code, rows in parse_country_risks([shipped()[list_id]]).items()}


def entries(list_id: str, own: Mapping[str, dict[str, Any] | None]) -> Iterable[CountryEntry]:
    shipped = shipped_risks(list_id)
    for code in sorted({*shipped, *own}):
        before = shipped.get(code)
        if code not in own:
            yield CountryEntry(shipped[code], country_name(code), before)
            continue
        value = own[code]
        if value is not None:
            yield CountryEntry(risk_of(list_id, code, value), country_name(code), before)
        elif before is not None:  # a newer program may no longer ship what was taken out
            yield CountryEntry(before, country_name(code), before, is_removed=True)


def risk_of(list_id: str, code: str, value: Mapping[str, Any]) -> CountryRisk:
    return CountryRisk(
        list_id,
        shipped()[list_id]["name"],
        code,
        value["severity"],
        date.fromisoformat(value["as_of"]),
        value["source"],
        value["note"],
        is_own=True,
    )


def in_force(list_id: str, code: str, changes: Changes) -> CountryRisk | None:
    """The entry of a country on a list as these changes leave it."""
    own = changes.get(list_id, {})
    if code not in own:
        return shipped_risks(list_id).get(code)
    value = own[code]
    return None if value is None else risk_of(list_id, code, value)


def take_out(changes: Changes, list_id: str, code: str) -> None:
    own = changes.setdefault(list_id, {})
    if code in shipped_risks(list_id):
        own[code] = None
    else:
        del own[code]


def take_out_others(changes: Changes, kept: set[tuple[str, str]]) -> int:
    """Take every other country off the lists of these; gives how many."""
    gone = 0
    for name in {name for name, _ in kept}:
        for code in {*shipped_risks(name), *changes.get(name, {})}:
            if (name, code) not in kept and in_force(name, code, changes):
                take_out(changes, name, code)
                gone += 1
    return gone


def list_named(list_id: str) -> str:
    if list_id not in shipped():
        raise UsageError(
            f"There is no country list “{list_id[:40]}”.",
            safe=SAFE,
            todo=f"Use one of: {', '.join(shipped())}.",
        )
    return list_id


def code_of(country: str) -> str:
    code = country_code(country)
    if not code:
        raise BadInput(
            f"“{country[:40]}” is not a country.",
            safe=SAFE,
            todo="Use its name or the two letters of ISO 3166, such as NG.",
        )
    return code


def _digest(changes: Changes) -> str:
    text = json.dumps(changes, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]
