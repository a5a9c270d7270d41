"""How lists are fetched from the network, if a person asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from app.domain.errors import BadInput

MAX_MEGABYTES = 16_384
_SAFE = "The settings were left as they are."
_PROXIES = ("http", "https")


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """What fetching a list obeys.

    `proxy` is the address of a proxy, or empty for none; the environment's proxy variables are
    never used. `ca_file` names a PEM file with the certificates of further authorities (an
    inspecting proxy's); the system's are trusted always, and certificates are always checked.
    `connect_seconds` bounds the connecting, `read_seconds` a pause within the transfer,
    `total_seconds` one file, `max_megabytes` its size; `attempts` counts the first one too.
    """

    proxy: str = ""
    ca_file: str = ""
    connect_seconds: float = 15.0
    read_seconds: float = 30.0
    total_seconds: float = 3600.0
    max_megabytes: int = 4096
    attempts: int = 4


def checked(settings: NetworkSettings) -> NetworkSettings:
    """The settings, if they can be obeyed. Raises BadInput."""
    proxy = settings.proxy.strip()
    parts = urlsplit(proxy)
    if proxy and (parts.scheme not in _PROXIES or not parts.hostname):
        raise BadInput(
            f"“{proxy[:80]}” is no address of a proxy.",
            safe=_SAFE,
            todo="Write http://proxy.example.org:3128, or nothing for none.",
        )
    if not 1 <= settings.max_megabytes <= MAX_MEGABYTES:
        raise BadInput(
            f"A list file may have 1 to {MAX_MEGABYTES:,} MB, not {settings.max_megabytes:,}.",
            safe=_SAFE,
        )
    if not 1 <= settings.attempts <= 20:
        raise BadInput(f"1 to 20 attempts are possible, not {settings.attempts}.", safe=_SAFE)
    times = (settings.connect_seconds, settings.read_seconds, settings.total_seconds)
    if not all(0 < seconds <= 86_400 for seconds in times):
        raise BadInput("A time limit is 1 second to one day.", safe=_SAFE)
    return settings
