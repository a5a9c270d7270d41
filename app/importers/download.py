"""List files fetched over HTTP: conditional, redirected, resumed, bounded. All HTTP is here."""

from __future__ import annotations

import shutil
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx2
import tenacity

from app.domain.errors import BadInput, DownloadFailed
from app.domain.network import NetworkSettings
from app.importers.reading import refused
from app.importers.web_answers import HEAD_BYTES, error_page, file_name, find_link
from app.importers.web_faults import SAFE, PassingFault, host_of, network_faults

# Publishers turn away clients that do not look like a browser.
USER_AGENT: Final = "Mozilla/5.0 (compatible; Screendesk; sanctions screening workstation)"
MAX_REDIRECTS: Final = 5
MAX_PAGE: Final = 8 << 20
LONGEST_PAUSE: Final = 60.0  # seconds, whatever the server asks for
_CHUNK: Final = 1 << 16
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_EXPIRED: Final = frozenset({400, 401, 403, 404, 410})  # what signed addresses answer when old

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Fetched:
    """One answer. `path` is None if nothing was fetched: `is_new` tells whether that is because
    nothing changed. `size` is in bytes, 0 if unknown; `validators` (ETag,
    Last-Modified) go with the next request for the same file."""

    url: str
    path: Path | None
    name: str
    size: int
    is_new: bool
    validators: Mapping[str, str]


@dataclass(slots=True)
class _Transfer:
    """A file on its way: what has arrived, and which version of the file that is."""

    url: str
    target: Path | None
    validators: Mapping[str, str]
    deadline: float
    got: int = 0
    tag: str = ""
    answer: dict[str, str] = field(default_factory=dict)


class Downloader:
    """Fetches files one after the other; a context manager.

    Args:
        tell: called with the bytes that arrived and the bytes to come (0 if unknown).
        check: called often; what it raises ends the transfer.
        first_pause: seconds before the second attempt; doubled for each further one.
    """

    def __init__(
        self,
        settings: NetworkSettings,
        *,
        tell: Tell = lambda *_: None,
        check: Callable[[], None] = lambda: None,
        first_pause: float = 1.0,
    ) -> None:
        self._settings = settings
        self._tell = tell
        self._check = check
        self._first_pause = first_pause
        self._limit = settings.max_megabytes << 20
        self._client = httpx2.Client(
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "identity", "Accept": "*/*"},
            verify=_trust(settings.ca_file),
            trust_env=False,
            proxy=settings.proxy or None,
            timeout=httpx2.Timeout(settings.read_seconds, connect=settings.connect_seconds),
            follow_redirects=False,
        )

    def __enter__(self) -> Downloader:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def fetch(self, url: str, folder: Path, validators: Mapping[str, str] | None = None) -> Fetched:
        """Fetch a file into a folder, unless it has not changed.

        Args:
            url: the publisher's lasting address; where it leads to is never kept.
            validators: of the copy that is there already.
        Raises:
            DownloadFailed: no network, no such file, too large, cut off at every attempt.
            ListRefused: the server sent a web page or an error message instead of a list.
        """
        target = folder / f"{len(list(folder.iterdir())):02}.part"
        transfer = self._transfer(url, target, validators or {})
        is_new = self._try(transfer)
        if not is_new:
            return Fetched(url, None, "", 0, is_new=False, validators=validators or {})
        name = _unused(folder, file_name(url, transfer.answer))
        path = target.rename(folder / name)
        with path.open("rb") as handle:
            what = error_page(handle.read(HEAD_BYTES))
        if what:
            raise refused(
                f"{host_of(url)} sent {what} instead of the list.",
                "Try again later; if it stays so, fetch the file with a browser and import it.",
            )
        return Fetched(url, path, name, transfer.got, is_new=True, validators=_kept(transfer))

    def look(self, url: str, validators: Mapping[str, str] | None = None) -> Fetched:
        """Whether a file has changed, without fetching it. Raises DownloadFailed."""
        transfer = self._transfer(url, None, validators or {})
        is_new = self._try(transfer)
        size = int(transfer.answer.get("content-length", "0"))
        return Fetched(url, None, "", size, is_new=is_new, validators=validators or {})

    def find(self, page: str, pattern: str, folder: Path) -> str:
        """The address of the list on a publisher's web page.

        Raises DownloadFailed if the page cannot be fetched, or no longer has such a link.
        """
        target = folder / "page"
        transfer = self._transfer(page, target, {})
        self._try(transfer)
        with target.open("rb") as handle:
            found = find_link(handle.read(MAX_PAGE), page, pattern)
        target.unlink()
        if not found:
            raise DownloadFailed(
                f"The page of {host_of(page)} has no link to the list any more.",
                safe=SAFE,
                todo="Fetch the file with a browser and import it.",
            )
        return found

    def _transfer(self, url: str, target: Path | None, validators: Mapping[str, str]) -> _Transfer:
        return _Transfer(url, target, validators, time.monotonic() + self._settings.total_seconds)

    def _try(self, transfer: _Transfer) -> bool:
        """Whether there is something new (then `target` holds it), after as many attempts as
        the settings allow."""
        attempts = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(PassingFault),
            stop=tenacity.stop_after_attempt(self._settings.attempts),
            wait=self._wait,
            sleep=self._pause,
            reraise=True,
        )
        try:
            return bool(attempts(self._attempt, transfer))
        except PassingFault as fault:
            tries = self._settings.attempts
            raise DownloadFailed(
                f"{fault} {tries} attempts were made." if tries > 1 else str(fault),
                safe=SAFE,
                todo="Try again later, or fetch the file with a browser and import it.",
            ) from fault

    def _wait(self, state: tenacity.RetryCallState) -> float:
        fault = state.outcome.exception() if state.outcome else None
        if isinstance(fault, PassingFault) and fault.wait is not None:
            return min(fault.wait, LONGEST_PAUSE)
        return float(min(self._first_pause * 2 ** (state.attempt_number - 1), LONGEST_PAUSE))

    def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self._check()
            time.sleep(min(left, 0.1))

    def _attempt(self, transfer: _Transfer) -> bool:
        self._check()
        with network_faults(transfer.url), self._open(transfer) as response:
            if response.status_code == httpx2.codes.NOT_MODIFIED:
                return False
            transfer.answer = dict(response.headers)
            if transfer.target is not None:
                self._receive(response, transfer)
        return True

    @contextmanager
    def _open(self, transfer: _Transfer) -> Iterator[httpx2.Response]:
        """The answer of the address that the lasting one leads to, once it is good."""
        url, hops = httpx2.URL(transfer.url), 0
        while True:
            with self._client.stream("GET", url, headers=_headers(transfer)) as response:
                if response.status_code not in _REDIRECTS:
                    _require_good(response, transfer, is_redirected=hops > 0)
                    yield response
                    return
                hops += 1
                url = _next_url(response, transfer.url, hops)

    def _receive(self, response: httpx2.Response, transfer: _Transfer) -> None:
        assert transfer.target is not None
        is_packed = response.headers.get("content-encoding", "identity") != "identity"
        length = response.headers.get("content-length", "")
        total = int(length) if length.isdecimal() and not is_packed else 0
        start = _resumed_at(response, transfer)
        if total:
            total += start
        self._require_room(transfer, max(total, start))
        transfer.got = start
        transfer.tag = "" if is_packed else _tag_of(response)
        with transfer.target.open("r+b" if start else "wb") as out:
            out.seek(start)
            for chunk in response.iter_bytes(_CHUNK):
                self._check()
                out.write(chunk)
                transfer.got += len(chunk)
                self._tell(transfer.got, total)
                self._require_room(transfer, transfer.got)
        if total and transfer.got != total:
            raise PassingFault(f"{host_of(transfer.url)} sent {transfer.got:,} of {total:,} bytes.")

    def _require_room(self, transfer: _Transfer, size: int) -> None:
        assert transfer.target is not None
        if size > self._limit:
            raise DownloadFailed(
                f"The file of {host_of(transfer.url)} is larger than"
                f" {self._settings.max_megabytes:,} MB.",
                safe=SAFE,
                todo="Allow larger files in the settings if this is the list.",
            )
        if size - transfer.got > shutil.disk_usage(transfer.target.parent).free // 2:
            raise DownloadFailed("The disk has no room for the list.", safe=SAFE)
        if time.monotonic() > transfer.deadline:
            raise DownloadFailed(
                f"{host_of(transfer.url)} needed more than"
                f" {self._settings.total_seconds:,.0f} seconds for the file.",
                safe=SAFE,
                todo="Try again later.",
            )


def _trust(ca_file: str) -> ssl.SSLContext:
    """The authorities that this machine trusts, and those of a file. Certificates and host names
    are always checked."""
    context: ssl.SSLContext = httpx2.create_ssl_context(trust_env=False)
    if ca_file:
        try:
            context.load_verify_locations(cafile=str(Path(ca_file).expanduser()))
        except (OSError, ssl.SSLError) as error:
            raise BadInput(
                f"The certificates in {ca_file[:200]} cannot be read.",
                safe=SAFE,
                todo="Name a PEM file in the settings of lists, or none.",
            ) from error
    return context


def _headers(transfer: _Transfer) -> dict[str, str]:
    """Only what is new if a copy is there; only the rest if a part of it arrived."""
    if transfer.got and transfer.tag:
        return {"Range": f"bytes={transfer.got}-", "If-Range": transfer.tag}
    known = transfer.validators
    asked = {"If-None-Match": known.get("etag"), "If-Modified-Since": known.get("last-modified")}
    return {name: value for name, value in asked.items() if value}


def _kept(transfer: _Transfer) -> dict[str, str]:
    names = ("etag", "last-modified")
    return {name: transfer.answer[name] for name in names if name in transfer.answer}


def _tag_of(response: httpx2.Response) -> str:
    """What proves that the rest of a file is of the same version: no weak tag does."""
    tag: str = response.headers.get("etag", "")
    return tag if tag and not tag.startswith("W/") else response.headers.get("last-modified", "")


def _resumed_at(response: httpx2.Response, transfer: _Transfer) -> int:
    """From which byte on the answer goes on; 0 if it is the whole file."""
    if response.status_code != httpx2.codes.PARTIAL_CONTENT:
        return 0
    told = response.headers.get("content-range", "")
    if not told.startswith(f"bytes {transfer.got}-") or _tag_of(response) != transfer.tag:
        transfer.got, transfer.tag = 0, ""
        raise PassingFault(f"{host_of(transfer.url)} sent another part than was asked for.")
    return transfer.got


def _next_url(response: httpx2.Response, lasting: str, hops: int) -> httpx2.URL:
    """Where a redirect leads to, if it may be followed: from https to https only."""
    location = response.headers.get("location", "")
    target = response.url.join(location)
    if not location or hops > MAX_REDIRECTS:
        what = f"redirects more than {MAX_REDIRECTS} times" if location else "redirects to nowhere"
        raise DownloadFailed(
            f"{host_of(lasting)} {what}.", safe=SAFE, todo="Check the address of the list."
        )
    allowed = ("https",) if response.url.scheme == "https" else ("https", "http")
    if target.scheme not in allowed:
        raise DownloadFailed(
            f"{host_of(lasting)} redirects to an address without encryption"
            f" ({target.scheme}://{target.host}).",
            safe=SAFE,
            todo="Fetch the file with a browser and import it.",
        )
    return target


def _require_good(response: httpx2.Response, transfer: _Transfer, *, is_redirected: bool) -> None:
    code = response.status_code
    if code in (200, 206) or (code == 304 and transfer.validators):
        return
    told = f"{host_of(transfer.url)} answered {code} {response.reason_phrase}.".replace(" .", ".")
    if code == 416:
        transfer.got, transfer.tag = 0, ""
        raise PassingFault(told)
    if code in _PASSING or (is_redirected and code in _EXPIRED):
        after = response.headers.get("retry-after", "")
        raise PassingFault(told, float(after) if after.isdecimal() else None)
    hints = {
        401: "The address asks for a log-in: check it in the catalogue.",
        403: "The publisher refuses this program or this network: fetch it with a browser.",
        404: "The publisher has moved the list: check its address in the catalogue.",
        407: "The proxy asks for a log-in: give it in the settings of lists.",
    }
    todo = hints.get(code, "Fetch the file with a browser and import it.")
    raise DownloadFailed(told, safe=SAFE, todo=todo)


def _unused(folder: Path, name: str) -> str:
    """The name, or a variant of it where a file of the set has it already."""
    path = folder / name
    number = 2
    while path.exists():
        path = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
        number += 1
    return path.name
