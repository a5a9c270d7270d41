"""The user's own list sources: added to the catalogue, changed and removed, each time recorded."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from app.domain.errors import UsageError
from app.domain.events import Event, EventType
from app.domain.lists import ListSource, VersionState
from app.domain.match import Check
from app.domain.user import Permission
from app.services.catalogue import OWN_KEY, own_sources, source_value
from app.services.list_readers import store_mapping
from app.services.list_versions import version_facts
from app.services.recording import record_change
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

MAX_NAME: Final = 120
CHECKS: Final = (Check.SANCTIONS, Check.PEP)
_SAFE: Final = "The catalogue was left as it is."
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{1,30}")
_PREFIX: Final = re.compile(r"[A-Z][A-Z0-9]{0,5}")


def list_sources(workspace: Workspace) -> tuple[ListSource, ...]:
    """The sources that the user added, in the order of their adding."""
    return tuple(source for source in workspace.catalogue if source.is_own)


def add_source(workspace: Workspace, source: ListSource, *, reason: str = "") -> ListSource:
    """Add a source to the catalogue of this workspace; it is imported and screened like others.

    Settings, event (`catalogue.changed`) and audit row are one transaction.

    Raises:
        UsageError: its code, names or limits cannot be used, or its code is taken.
    """
    workspace.require(Permission.MANAGE_LISTS)
    added = replace(source, is_own=True)
    _require_sound(added)
    with workspace.database.write() as uow:
        workspace.take_own_sources(uow)
        _require_free(added, workspace.catalogue)
        _store(uow, (*own_sources(uow), added))
        event = _record(workspace, uow, None, added, reason)
        _finish(workspace, uow, [event])
    return added


def change_source(workspace: Workspace, source: ListSource, *, reason: str = "") -> ListSource:
    """Put another description in place of an own source of the same id; equal ones change
    nothing. Raises UsageError: there is none of that id, or the values cannot be used."""
    workspace.require(Permission.MANAGE_LISTS)
    changed = replace(source, is_own=True)
    _require_sound(changed)
    with workspace.database.write() as uow:
        own = own_sources(uow)
        before = _own_named(own, changed.source)
        if before == changed:
            return before
        workspace.take_own_sources(uow)
        others = (item for item in workspace.catalogue if item.source != changed.source)
        _require_free(changed, others)
        _store(uow, (changed if item is before else item for item in own))
        _finish(workspace, uow, [_record(workspace, uow, before, changed, reason)])
    return changed


def remove_source(workspace: Workspace, source: str, *, reason: str = "") -> ListSource:
    """Take an own source out of the catalogue and its list out of use; what was screened against
    it stays recorded. Raises UsageError: there is no own source of that id."""
    workspace.require(Permission.MANAGE_LISTS)
    with workspace.database.write() as uow:
        own = own_sources(uow)
        gone = _own_named(own, source)
        events = [
            record_change(
                workspace,
                uow,
                EventType.LIST_DEACTIVATED,
                "list_version",
                str(version.version_id),
                before=version_facts(version),
                reason=reason,
            )
            for version in uow.lists.versions()
            if version.source == source and version.state is VersionState.ACTIVE
            and uow.lists.deactivate(version.version_id, workspace.clock())
        ]  # fmt: skip
        _store(uow, (item for item in own if item is not gone))
        store_mapping(uow, source, None)
        events.append(_record(workspace, uow, gone, None, reason))
        _finish(workspace, uow, events)
    return gone


def require_own(workspace: Workspace, source: str) -> ListSource:
    """The own source of that id. Raises UsageError if there is none."""
    return _own_named(list_sources(workspace), source)


def _finish(workspace: Workspace, uow: UnitOfWork, events: list[Event]) -> None:
    uow.commit()
    workspace.take_own_sources(uow)
    workspace.bus.publish(events)


def _store(uow: UnitOfWork, sources: Iterable[ListSource]) -> None:
    uow.settings.set(OWN_KEY, [source_value(source) for source in sources])


def _record(
    workspace: Workspace,
    uow: UnitOfWork,
    before: ListSource | None,
    after: ListSource | None,
    reason: str,
) -> Event:
    named = after or before
    assert named is not None
    return record_change(
        workspace,
        uow,
        EventType.CATALOGUE_CHANGED,
        "list_source",
        named.source,
        before=source_value(before) if before else None,
        after=source_value(after) if after else None,
        reason=reason,
    )


def _own_named(own: Iterable[ListSource], source: str) -> ListSource:
    found = next((item for item in own if item.source == source), None)
    if found is None:
        raise UsageError(
            f"There is no list of your own “{source[:40]}”.",
            safe=_SAFE,
            todo="The sources of the program itself cannot be changed or removed.",
        )
    return found


def _require_free(source: ListSource, others: Iterable[ListSource]) -> None:
    for other in others:
        if source.source == other.source:
            raise _refused(
                f"The code “{source.source}” is taken by {other.name}.", "Choose another."
            )
        if source.list_code == other.list_code:
            raise _refused(
                f"The list code “{source.list_code}” is taken by {other.name}.", "Choose another."
            )


def _require_sound(source: ListSource) -> None:
    if not _CODE.fullmatch(source.source):
        raise _refused(
            f"“{source.source[:40]}” cannot be the code of a list.",
            "Use 2 to 31 small letters, digits and underscores, a letter first: staff_watchlist.",
        )
    if not _PREFIX.fullmatch(source.prefix):
        raise _refused(
            f"“{source.prefix[:40]}” cannot open profile ids.",
            "Use 1 to 6 capital letters and digits, a letter first.",
        )
    for what, text in (("name", source.name), ("short name", source.short_name)):
        if not text.strip() or len(text) > MAX_NAME or not text.isprintable():
            raise _refused(
                f"The {what} of a list has 1 to {MAX_NAME} characters on one line.", "Shorten it."
            )
    if source.check not in CHECKS:
        raise _refused("A list of your own is a sanctions or a PEP list.", "Choose one of them.")
    for url in filter(None, (source.url, *source.urls)):
        if not url.startswith(("https://", "http://")):
            raise _refused(f"“{url[:60]}” is not a web address.", "Write https://…")
    if source.stale_after_days < 1 or source.min_entries < 1:
        raise _refused("Days and least counts are at least 1.", "Correct them.")
    if any(not 0 <= rate <= 1 for _, rate in source.fill_rates):
        raise _refused("Fill rates are shares from 0 to 1.", "Correct them.")


def _refused(message: str, todo: str) -> UsageError:
    return UsageError(message, safe=_SAFE, todo=todo)
