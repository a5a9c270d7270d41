"""Publishers of lists on this machine, with and without encryption, that can misbehave."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme

Answer = Callable[["Request"], None]


class Request(BaseHTTPRequestHandler):
    """One request; the answers of the tests use `send` or write to `wfile` themselves."""

    protocol_version = "HTTP/1.1"
    server: Publisher

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.server.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
        answer = self.server.answers.get(path)
        if answer is None:
            self.send(404, b"<html><title>Not found</title></html>", "text/html")
            return
        try:
            answer(self)
        except OSError:
            self.close_connection = True  # the client went away

    def send(
        self, code: int = 200, body: bytes = b"", kind: str = "application/xml", **headers: str
    ) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def send_cut(self, body: bytes, until: int, **headers: str) -> None:
        """Promise the whole body, send a part, and hang up."""
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body[:until])
        self.wfile.flush()
        self.close_connection = True

    def redirect(self, target: str, code: int = 302) -> None:
        self.send(code, b"", Location=target)

    def log_message(self, *args: object) -> None:
        pass


class Publisher(ThreadingHTTPServer):
    """`answers` by path; `asked` are the requests so far, path with query and headers."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self._scheme = "https" if tls else "http"
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)

    def url(self, path: str) -> str:
        host = "localhost" if self._scheme == "https" else "127.0.0.1"
        return f"{self._scheme}://{host}:{self.server_address[1]}{path}"

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # a client that does not trust us hangs up in the middle of the handshake


@contextmanager
def running(tls: ssl.SSLContext | None = None) -> Iterator[Publisher]:
    server = Publisher(tls)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


@pytest.fixture(autouse=True)
def new_workspaces(quick_workspaces: None) -> None:
    """New workspaces are copies of one; the tests of the storage make each anew."""


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    """A web server without encryption."""
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[trustme.CA, Path]:
    """An authority of our own, and the file that says so."""
    made = trustme.CA()
    path = tmp_path_factory.mktemp("authority") / "ca.pem"
    made.cert_pem.write_to_path(str(path))
    return made, path


@pytest.fixture
def safe_publisher(authority: tuple[trustme.CA, Path]) -> Iterator[Publisher]:
    """A web server with encryption, for `localhost`."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority[0].issue_cert("localhost").configure_cert(tls)
    with running(tls) as server:
        yield server
