"""`report`: a PDF of a screening or of a list version, written once and for its owner alone."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

import pytest


@pytest.fixture
def screened(screendesk) -> str:
    """The id of a stored screening."""
    return screendesk("screen", "Test Clean User", "--json").json["screening_id"]


def test_a_screening_becomes_a_file_and_the_same_one_again(
    screendesk, screened, tmp_path: Path
) -> None:
    path = tmp_path / "one.pdf"
    ran = screendesk("report", screened, "--out", path, "--time-zone", "Europe/Athens")
    assert ran.code == 0, ran.err
    assert ran.out.strip() == str(path)
    content = path.read_bytes()
    assert content.startswith(b"%PDF-")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600

    refused = screendesk("report", screened, "--out", path)
    assert refused.code == 2
    assert "already a file one.pdf" in refused.err
    assert "--force" in refused.err
    assert path.read_bytes() == content

    told = screendesk(
        "report", screened, "--out", path, "--force", "--time-zone", "Europe/Athens", "--json"
    ).json
    assert path.read_bytes() == content
    assert told["sha256"] == hashlib.sha256(content).hexdigest()
    assert told["bytes"] == len(content)


def test_a_folder_gets_a_file_of_its_own_name(screendesk, screened, tmp_path: Path) -> None:
    ran = screendesk("report", screened, "--out", tmp_path)
    assert ran.code == 0
    (file,) = tmp_path.glob("*.pdf")
    assert file.name.startswith(f"screendesk-no-hit-{screened}-")


def test_a_list_gets_its_statement(screendesk, tmp_path: Path) -> None:
    path = tmp_path / "un.pdf"
    assert screendesk("report", "--list", "un_sc", "--out", path).code == 0
    assert path.read_bytes().startswith(b"%PDF-")
    again = tmp_path / "day.pdf"
    assert screendesk("report", "--list", "un_sc", "--on", "2999-01-01", "--out", again).code == 0
    assert again.read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("report",), 2, "Say what to report on"),
        (("report", "scr_x", "--list", "un_sc"), 2, "Say what to report on"),
        (("report", "scr_none"), 3, "no screening scr_none"),
        (("report", "--list", "nowhere"), 2, "nowhere"),
        (("report", "--list", "eu_fsf"), 3, "No version of the list eu_fsf"),
        (("report", "--list", "un_sc", "--version", "999"), 3, "no version 999"),
        (("report", "--list", "un_sc", "--on", "2001-01-01"), 3, "was in use on 2001-01-01"),
        (("report", "--list", "un_sc", "--on", "yesterday"), 2, "is no day"),
        (("report", "scr_none", "--time-zone", "Nowhere/Atall"), 2, "no time zone"),
        (("report", "scr_none", "--time-zone", "../../etc/passwd"), 2, "no time zone"),
    ],
)
def test_what_cannot_be_reported_is_said_and_writes_nothing(
    screendesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments, code, told
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = screendesk(*arguments)
    assert ran.code == code
    assert told in ran.err
    assert not list(tmp_path.glob("*.pdf"))


def test_a_folder_that_is_not_there_is_named(screendesk, screened, tmp_path: Path) -> None:
    ran = screendesk("report", screened, "--out", tmp_path / "none" / "x.pdf")
    assert ran.code == 2
    assert "no folder" in ran.err
