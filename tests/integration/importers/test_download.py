"""Fetching from publishers that behave and from those that do not, over real connections."""

from __future__ import annotations

import gzip
import socket
import time
from pathlib import Path

import pytest

from app.domain.errors import BadInput, DownloadFailed, ListRefused
from app.domain.network import NetworkSettings
from app.importers.download import Downloader

LIST = (
    b'<?xml version="1.0"?><CONSOLIDATED_LIST>' + b"<A>Oscar</A>" * 20_000 + b"</CONSOLIDATED_LIST>"
)
QUICK = NetworkSettings(read_seconds=0.5, connect_seconds=2, attempts=3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "fetched"
    made.mkdir()
    return made


def fetch(url: str, folder: Path, settings: NetworkSettings = QUICK, known=None, **named):
    with Downloader(settings, first_pause=0.01, **named) as downloader:
        return downloader.fetch(url, folder, known)


def failure(url: str, folder: Path, settings: NetworkSettings = QUICK) -> DownloadFailed:
    with pytest.raises(DownloadFailed) as caught:
        fetch(url, folder, settings)
    assert "active lists stay" in caught.value.safe
    return caught.value


def test_a_file_arrives_whole_with_its_name(publisher, folder) -> None:
    told = []
    publisher.answers["/lists/un.xml"] = lambda r: r.send(
        body=LIST, ETag='"v1"', Last_Modified="Fri, 20 Nov 2026 08:00:00 GMT"
    )
    fetched = fetch(publisher.url("/lists/un.xml"), folder, tell=lambda *at: told.append(at))
    assert fetched.path.read_bytes() == LIST
    assert (fetched.name, fetched.size, fetched.is_new) == ("un.xml", len(LIST), True)
    assert fetched.validators == {
        "etag": '"v1"', "last-modified": "Fri, 20 Nov 2026 08:00:00 GMT"
    }  # fmt: skip
    assert told[-1] == (len(LIST), len(LIST))
    ((_, headers),) = publisher.asked
    assert "Screendesk" in headers["user-agent"]
    assert headers["accept-encoding"] == "identity"


def test_the_server_names_the_file(publisher, folder) -> None:
    publisher.answers["/download"] = lambda r: r.send(
        body=LIST, Content_Disposition='attachment; filename="../../etc/20261120-FULL.xml"'
    )
    first = fetch(publisher.url("/download"), folder)
    second = fetch(publisher.url("/download"), folder)
    assert [first.path, second.path] == [
        folder / "20261120-FULL.xml", folder / "20261120-FULL-2.xml"
    ]  # fmt: skip


def test_nothing_is_fetched_that_has_not_changed(publisher, folder) -> None:
    def answer(request) -> None:
        known = request.headers.get("If-None-Match") == '"v1"'
        request.send(304) if known else request.send(body=LIST, ETag='"v1"')

    publisher.answers["/un.xml"] = answer
    first = fetch(publisher.url("/un.xml"), folder)
    again = fetch(publisher.url("/un.xml"), folder, known=first.validators)
    assert (again.is_new, again.path) == (False, None)
    other = fetch(publisher.url("/un.xml"), folder, known={"etag": '"v0"'})
    assert other.is_new
    with Downloader(QUICK) as downloader:
        assert not downloader.look(publisher.url("/un.xml"), first.validators).is_new
        looked = downloader.look(publisher.url("/un.xml"))
    assert (looked.is_new, looked.size, looked.path) == (True, len(LIST), None)


def test_a_date_alone_tells_that_nothing_changed(publisher, folder) -> None:
    day = "Fri, 20 Nov 2026 08:00:00 GMT"
    publisher.answers["/un.xml"] = lambda r: r.send(304)
    fetched = fetch(publisher.url("/un.xml"), folder, known={"last-modified": day})
    assert not fetched.is_new
    assert publisher.asked[0][1]["if-modified-since"] == day
    assert "304" in failure(publisher.url("/un.xml"), folder).message, "we asked for no condition"


def test_a_signed_address_is_followed_and_expires(publisher, folder) -> None:
    """The lasting address leads to a signed one, which is good for one request only."""
    given: list[int] = []

    def lasting(request) -> None:
        given.append(1)
        request.redirect(f"/store/blob.xml?signature={len(given)}")

    def signed(request) -> None:
        if request.path.endswith("signature=1"):
            request.send(403, b"<Error><Code>AccessDenied</Code></Error>")
        else:
            request.send(body=LIST)

    publisher.answers |= {"/un.xml": lasting, "/store/blob.xml": signed}
    fetched = fetch(publisher.url("/un.xml"), folder)
    assert fetched.path.read_bytes() == LIST
    assert (fetched.url, fetched.name) == (publisher.url("/un.xml"), "un.xml")
    assert len(given) == 2, "a fresh signature was asked for"


def test_a_cut_transfer_is_resumed(publisher, folder) -> None:
    ranges: list[str] = []

    def answer(request) -> None:
        asked = request.headers.get("Range", "")
        ranges.append(asked)
        if not asked:
            request.send_cut(LIST, 100_000, ETag='"v1"', Accept_Ranges="bytes")
            return
        assert request.headers["If-Range"] == '"v1"'
        start = int(asked.removeprefix("bytes=").rstrip("-"))
        part = LIST[start:]
        end = f"bytes {start}-{len(LIST) - 1}/{len(LIST)}"
        request.send(206, part, ETag='"v1"', Content_Range=end)

    publisher.answers["/un.xml"] = answer
    fetched = fetch(publisher.url("/un.xml"), folder)
    assert fetched.path.read_bytes() == LIST
    assert ranges[0] == ""
    assert ranges[1].startswith("bytes=")
    assert int(ranges[1][6:-1]) > 0
    assert len(ranges) == 2


def test_a_file_that_changed_meanwhile_is_fetched_anew(publisher, folder) -> None:
    newer = LIST.replace(b"Oscar", b"Nadia")

    def answer(request) -> None:
        if "Range" in request.headers:
            request.send(206, newer[-10:], ETag='"v2"', Content_Range="bytes 7-16/17")
        elif len(publisher.asked) == 1:
            request.send_cut(LIST, 100_000, ETag='"v1"')
        else:
            request.send(body=newer, ETag='"v2"')

    publisher.answers["/un.xml"] = answer
    assert fetch(publisher.url("/un.xml"), folder).path.read_bytes() == newer


def test_a_server_that_cannot_resume_starts_again(publisher, folder) -> None:
    def answer(request) -> None:
        if len(publisher.asked) == 1:
            request.send_cut(LIST, 100_000, ETag='W/"weak"', Last_Modified="yesterday")
        elif len(publisher.asked) == 2:
            request.send(416)
        else:
            request.send(body=LIST)

    publisher.answers["/un.xml"] = answer
    assert fetch(publisher.url("/un.xml"), folder).path.read_bytes() == LIST
    assert publisher.asked[1][1]["if-range"] == "yesterday", "no weak tag"
    assert "range" not in publisher.asked[2][1]


def test_a_server_that_always_cuts_off_is_given_up(publisher, folder) -> None:
    publisher.answers["/un.xml"] = lambda r: r.send_cut(LIST, 1000)
    error = failure(publisher.url("/un.xml"), folder)
    assert len(publisher.asked) == QUICK.attempts
    assert "3 attempts" in error.message


def test_a_length_that_is_too_small_is_cut_there(publisher, folder) -> None:
    """What the server promised is what counts; the list's own end mark tells the rest."""
    publisher.answers["/un.xml"] = lambda r: r.send_cut(LIST[:1000], 2000)
    assert fetch(publisher.url("/un.xml"), folder).size == 1000


def test_a_packed_answer_is_unpacked(publisher, folder) -> None:
    publisher.answers["/un.xml"] = lambda r: r.send(
        body=gzip.compress(LIST), Content_Encoding="gzip"
    )
    assert fetch(publisher.url("/un.xml"), folder).path.read_bytes() == LIST
    publisher.answers["/bad.xml"] = lambda r: r.send(body=b"no gzip", Content_Encoding="gzip")
    assert "unpacked" in failure(publisher.url("/bad.xml"), folder).message


def test_a_silent_server_is_given_up(publisher, folder) -> None:
    publisher.answers["/un.xml"] = lambda r: time.sleep(1.2)
    settings = NetworkSettings(read_seconds=0.3, attempts=2)
    assert "did not answer in time" in failure(publisher.url("/un.xml"), folder, settings).message


def test_a_trickle_is_given_up_in_the_end(publisher, folder) -> None:
    def trickle(request) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "1000000")
        request.end_headers()
        for _ in range(100):
            request.wfile.write(b"<")
            request.wfile.flush()
            time.sleep(0.05)

    publisher.answers["/un.xml"] = trickle
    settings = NetworkSettings(read_seconds=2, total_seconds=0.5)
    assert "needed more than" in failure(publisher.url("/un.xml"), folder, settings).message


@pytest.mark.parametrize(
    ("code", "attempts", "todo"),
    [
        (403, 1, "refuses this program"),
        (401, 1, "log-in"),
        (404, 1, "moved the list"),
        (418, 1, "browser"),
        (500, 3, "Try again later"),
        (503, 3, "Try again later"),
        (429, 3, "Try again later"),
    ],
)
def test_refusals_are_told_and_passing_ones_tried_again(
    publisher, folder, code, attempts, todo
) -> None:
    publisher.answers["/un.xml"] = lambda r: r.send(code, b"<html>no</html>", "text/html")
    error = failure(publisher.url("/un.xml"), folder)
    assert str(code) in error.message
    assert todo in error.todo
    assert len(publisher.asked) == attempts
    assert error.exit_code == 4


def test_the_server_may_say_when_to_come_back(publisher, folder) -> None:
    def answer(request) -> None:
        if len(publisher.asked) == 1:
            request.send(503, Retry_After="1")
        else:
            request.send(body=LIST)

    publisher.answers["/un.xml"] = answer
    started = time.monotonic()
    assert fetch(publisher.url("/un.xml"), folder).is_new
    assert time.monotonic() - started >= 1


@pytest.mark.parametrize(
    ("body", "kind", "told"),
    [
        (b"\n<!DOCTYPE html><html><head><title>Access denied</title>", "text/html", "Access denied"),
        (b"<html><body>Please wait</body></html>", "application/xml", "a web page instead"),
        (b"<?xml version='1.0'?>\n<Error><Code>AccessDenied</Code></Error>", "text/xml", "AccessDenied"),
        (b'{"error": "rate limit reached"}', "application/json", "rate limit reached"),
    ],
)  # fmt: skip
def test_an_error_page_with_a_good_status_is_no_list(publisher, folder, body, kind, told) -> None:
    publisher.answers["/un.xml"] = lambda r: r.send(200, body, kind)
    with pytest.raises(ListRefused, match=told) as caught:
        fetch(publisher.url("/un.xml"), folder)
    assert "instead of the list" in caught.value.message
    assert "last good version" in caught.value.safe


def test_redirects_in_a_circle_end(publisher, folder) -> None:
    publisher.answers["/a"] = lambda r: r.redirect("/b")
    publisher.answers["/b"] = lambda r: r.redirect("/a", 307)
    assert "more than 5 times" in failure(publisher.url("/a"), folder).message
    publisher.answers["/nowhere"] = lambda r: r.send(302)
    assert "to nowhere" in failure(publisher.url("/nowhere"), folder).message


def test_certificates_are_checked(safe_publisher, authority, folder) -> None:
    safe_publisher.answers["/un.xml"] = lambda r: r.send(body=LIST)
    error = failure(safe_publisher.url("/un.xml"), folder)
    assert "not safe" in error.message
    assert "certificate" in error.message
    trusting = NetworkSettings(ca_file=str(authority[1]))
    assert fetch(safe_publisher.url("/un.xml"), folder, trusting).is_new
    wrong_name = safe_publisher.url("/un.xml").replace("localhost", "127.0.0.1")
    assert "not safe" in failure(wrong_name, folder, trusting).message
    missing = NetworkSettings(ca_file=str(folder / "none.pem"))
    with pytest.raises(BadInput, match=r"none\.pem"):
        fetch(safe_publisher.url("/un.xml"), folder, missing)


def test_encryption_is_never_left(safe_publisher, publisher, authority, folder) -> None:
    trusting = NetworkSettings(ca_file=str(authority[1]))
    publisher.answers["/un.xml"] = lambda r: r.send(body=LIST)
    publisher.answers["/up"] = lambda r: r.redirect(safe_publisher.url("/un.xml"))
    safe_publisher.answers["/un.xml"] = lambda r: r.send(body=LIST)
    assert fetch(publisher.url("/up"), folder, trusting).is_new
    for target in (publisher.url("/un.xml"), "ftp://localhost/un.xml", "file:///etc/passwd"):
        safe_publisher.answers["/down"] = lambda r, to=target: r.redirect(to)
        error = failure(safe_publisher.url("/down"), folder, trusting)
        assert "without encryption" in error.message
    assert all(path != "/un.xml" for path, _ in publisher.asked)


def test_a_file_that_is_too_large_is_not_fetched(publisher, folder) -> None:
    small = NetworkSettings(max_megabytes=1)
    big = b"<A>" + b"x" * (2 << 20)
    publisher.answers["/big.xml"] = lambda r: r.send(body=big)
    assert "larger than 1 MB" in failure(publisher.url("/big.xml"), folder, small).message

    def untold(request) -> None:
        request.send_response(200)
        request.send_header("Connection", "close")
        request.end_headers()
        request.wfile.write(big)
        request.close_connection = True

    publisher.answers["/untold.xml"] = untold
    assert "larger than 1 MB" in failure(publisher.url("/untold.xml"), folder, small).message


def test_a_full_disk_is_told(publisher, folder, monkeypatch) -> None:
    publisher.answers["/un.xml"] = lambda r: r.send(body=LIST)
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 1000})())
    assert "no room" in failure(publisher.url("/un.xml"), folder).message


def test_without_a_network_the_error_says_so(folder) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    error = failure(f"http://127.0.0.1:{port}/un.xml", folder)
    assert "connection to 127.0.0.1 failed" in error.message
    error = failure("https://lists.invalid/un.xml", folder)
    assert "lists.invalid cannot be found: there is no network" in error.message
    assert "import a file" in error.todo
    for address in ("nonsense", "http://", "gopher://x/y", "http://[::1"):
        assert "no address" in failure(address, folder).message


def test_the_environment_chooses_no_proxy(publisher, folder, monkeypatch) -> None:
    publisher.answers["/un.xml"] = lambda r: r.send(body=LIST)
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert fetch(publisher.url("/un.xml"), folder).is_new


def test_a_named_proxy_is_used(publisher, folder) -> None:
    publisher.answers["http://lists.invalid/un.xml"] = lambda r: r.send(body=LIST)
    through = NetworkSettings(proxy=publisher.url(""), attempts=1)
    assert fetch("http://lists.invalid/un.xml", folder, through).is_new
    publisher.answers["http://lists.invalid/un.xml"] = lambda r: r.send(407)
    assert "proxy" in failure("http://lists.invalid/un.xml", folder, through).todo
    error = failure("https://lists.invalid/un.xml", folder, through)
    assert "proxy" in error.message, "it does not tunnel"


def test_a_transfer_can_be_cancelled(publisher, folder) -> None:
    class StopError(Exception):
        pass

    arrived = []

    def check() -> None:
        if arrived:
            raise StopError

    publisher.answers["/un.xml"] = lambda r: r.send(body=LIST)
    with pytest.raises(StopError):
        fetch(publisher.url("/un.xml"), folder, tell=lambda *at: arrived.append(at), check=check)
    arrived.clear()
    publisher.answers["/busy"] = lambda r: (arrived.append(1), r.send(503, Retry_After="60"))
    started = time.monotonic()
    with pytest.raises(StopError):
        fetch(publisher.url("/busy"), folder, check=check)
    assert time.monotonic() - started < 10, "also while it waits for another attempt"


def test_the_list_is_found_on_its_page(publisher, folder) -> None:
    page = (
        b"<html><body><a href='about.html'>About</a><a>no link</a>"
        b"<a href=' files/names20261120.xlsx '>The list</a></body></html>"
    )
    publisher.answers["/lists/page.html"] = lambda r: r.send(body=page, kind="text/html")
    with Downloader(QUICK) as downloader:
        address = publisher.url("/lists/page.html")
        found = downloader.find(address, r"names[0-9]{8}\.xlsx", folder)
        assert found == publisher.url("/lists/files/names20261120.xlsx")
        with pytest.raises(DownloadFailed, match="no link to the list"):
            downloader.find(address, r"other\.xlsx", folder)
        publisher.answers["/lists/page.html"] = lambda r: r.send(body=b"", kind="text/html")
        with pytest.raises(DownloadFailed, match="no link to the list"):
            downloader.find(address, r"other\.xlsx", folder)
    assert list(folder.iterdir()) == []
