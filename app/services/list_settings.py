"""The settings of lists: how many versions are kept, the watched folder, the network."""

from __future__ import annotations

from dataclasses import Field, asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

from app.domain.errors import BadInput
from app.domain.network import NetworkSettings, checked
from app.domain.user import Permission
from app.services.settings_trail import record_change
from app.services.workspace import Workspace
from app.storage.unit_of_work import UnitOfWork

KEY: Final = "list_settings"
OBJECT: Final = "lists"  # the id under which the trail names these settings
MOST_KEPT: Final = 1000
_SAFE: Final = "The settings were left as they are."


@dataclass(frozen=True, slots=True)
class ListSettings:
    """How lists are kept and come in.

    `kept_versions` is how many versions of a source stay beside the active one and those that
    a screening record refers to. `watch_folder` is the folder whose files are imported, empty
    for none.
    """

    kept_versions: int = 10
    watch_folder: str = ""
    network: NetworkSettings = field(default_factory=NetworkSettings)


def read(workspace: Workspace) -> ListSettings:
    """The settings in force; what was never set has its default."""
    with workspace.database.read() as uow:
        return stored(uow)


def stored(uow: UnitOfWork) -> ListSettings:
    """The settings as this transaction sees them; what this version does not know is left out."""
    found = uow.settings.get(KEY, default={})
    network = NetworkSettings(**_known(fields(NetworkSettings), found.get("network", {})))
    return replace(ListSettings(**_known(fields(ListSettings), found)), network=network)


def _known(known: tuple[Field[Any], ...], values: dict[str, Any]) -> dict[str, Any]:
    names = {each.name for each in known}
    return {name: value for name, value in values.items() if name in names}


def save(workspace: Workspace, settings: ListSettings, *, reason: str = "") -> ListSettings:
    """Put settings in force, and record who changed what and when (without a proxy's password).

    Raises BadInput for what cannot be obeyed; nothing was changed then.
    """
    workspace.require(Permission.MANAGE_LISTS)
    settings = _checked(settings)
    with workspace.database.write() as uow:
        before = stored(uow)
        if before == settings:
            return before
        uow.settings.set(KEY, asdict(settings))
        old, new = settings_value(before), settings_value(settings)
        event = record_change(workspace, uow, OBJECT, old, new, reason)
        uow.commit()
    workspace.bus.publish([event])
    return settings


def settings_value(settings: ListSettings) -> dict[str, Any]:
    """The settings as plain JSON values; the password of a proxy is left out."""
    value = asdict(settings)
    value["network"]["proxy"] = shown_proxy(settings.network.proxy)
    return value


def shown_proxy(proxy: str) -> str:
    """A proxy's address as it may be shown: a password is replaced by stars."""
    parts = urlsplit(proxy)
    if parts.password is None:
        return proxy
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{parts.username}:***@{place}"))


def _checked(settings: ListSettings) -> ListSettings:
    if not 1 <= settings.kept_versions <= MOST_KEPT:
        raise BadInput(
            f"1 to {MOST_KEPT:,} versions of a source can be kept, not {settings.kept_versions}.",
            safe=_SAFE,
        )
    folder = settings.watch_folder.strip()
    if folder:
        path = Path(folder).expanduser()
        if not path.is_dir():
            raise BadInput(f"There is no folder {folder[:200]}.", safe=_SAFE, todo="Make it first.")
        folder = str(path.resolve())
    return replace(settings, watch_folder=folder, network=checked(settings.network))
