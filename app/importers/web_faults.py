"""What can go wrong with a request, in words, and whether another attempt may help."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import httpx2

from app.domain.errors import DownloadFailed

SAFE: Final = "Nothing was changed; the active lists stay in use."


class PassingFault(Exception):  # a signal: may be gone at the next attempt
    """`wait` are the seconds that the server asks for, None if it asks for nothing."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


@contextmanager
def network_faults(url: str) -> Iterator[None]:
    """What the network does to a request, in words; what may pass is tried again."""
    host = host_of(url)
    try:
        yield
    except (httpx2.InvalidURL, httpx2.UnsupportedProtocol, httpx2.LocalProtocolError) as error:
        raise DownloadFailed(
            f"“{url[:200]}” is no address of a file.", safe=SAFE, todo="Check the catalogue."
        ) from error
    except httpx2.ProxyError as error:
        raise DownloadFailed(
            f"The proxy did not let the request to {host} pass: {error}.",
            safe=SAFE,
            todo="Check the proxy in the settings of lists.",
        ) from error
    except httpx2.TimeoutException as error:
        raise PassingFault(f"{host} did not answer in time.") from error
    except (httpx2.ConnectError, httpx2.NetworkError, httpx2.ProtocolError) as error:
        causes = tuple(_causes(error))
        if any(isinstance(cause, ssl.SSLError) for cause in causes):
            raise DownloadFailed(
                f"The connection to {host} is not safe: {_why(causes)}.",
                safe=SAFE,
                todo="If an inspecting proxy is in between, name its certificates in the settings"
                " of lists.",
            ) from error
        if any(isinstance(cause, socket.gaierror) for cause in causes):
            raise DownloadFailed(
                f"{host} cannot be found: there is no network, or no such server.",
                safe=SAFE,
                todo="Connect to the network, or import a file that was fetched elsewhere.",
            ) from error
        raise PassingFault(f"The connection to {host} failed: {_why(causes)}.") from error
    except httpx2.DecodingError as error:
        raise PassingFault(f"{host} sent a file that cannot be unpacked.") from error


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _why(causes: tuple[BaseException, ...]) -> str:
    """The words of the deepest cause that has some, without an address."""
    told = [getattr(cause, "verify_message", "") or str(cause) for cause in causes]
    return next((text.splitlines()[0][:200] for text in reversed(told) if text), "no reason given")


def host_of(url: str) -> str:
    """The server of an address: the rest may hold a signature, and is never shown."""
    try:
        return httpx2.URL(url).host or url[:80]
    except httpx2.InvalidURL:
        return url[:80]
