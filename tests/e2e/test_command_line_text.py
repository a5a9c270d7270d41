"""What a person reads on the command line, and how the program starts and stops."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import app.__main__ as start
from app import __version__, bootstrap, bundled, cli, cli_output
from app.services import audit

PERSON = (
    "<INDIVIDUAL><DATAID>{n}</DATAID><FIRST_NAME>{name}</FIRST_NAME>"
    "<UN_LIST_TYPE>Invented</UN_LIST_TYPE><REFERENCE_NUMBER>ZZi.{n}</REFERENCE_NUMBER>"
    "<LISTED_ON>2020-01-01</LISTED_ON><NATIONALITY><VALUE>Cyprus</VALUE></NATIONALITY>"
    "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>{born}</DATE>"
    "</INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL>"
)


def un_file(path: Path, size: int) -> Path:
    rows = [
        PERSON.format(n=n, name=f"Quorlath {chr(97 + n % 26)}umbert{n}", born="1960-03-13")
        for n in range(1, size)
    ]
    rows[0] = PERSON.format(n=1, name="Oscar Ashworth", born="1960-03-13")
    rows[1] = PERSON.format(n=2, name="Amalia Berg", born="1960-02-31")
    path.write_text(
        '<CONSOLIDATED_LIST dateGenerated="2026-04-17T23:00:06.464Z"><INDIVIDUALS>'
        f"{''.join(rows)}</INDIVIDUALS><ENTITIES><ENTITY><DATAID>99999</DATAID>"
        "<FIRST_NAME>Halcyon Trading</FIRST_NAME><UN_LIST_TYPE>Invented</UN_LIST_TYPE>"
        "<REFERENCE_NUMBER>ZZe.1</REFERENCE_NUMBER><LISTED_ON>2020-01-01</LISTED_ON></ENTITY>"
        "</ENTITIES></CONSOLIDATED_LIST>"
    )
    return path


def test_an_import_is_told_in_words(screendesk, tmp_path: Path) -> None:
    whole, half = un_file(tmp_path / "a.xml", 1400), un_file(tmp_path / "b.xml", 600)
    first = screendesk("lists", "import", "un_sc", whole).out
    assert "version 2026-04-17 is active" in first
    assert "Demonstration lists were deactivated" in first
    assert "kept aside: a.xml row" in first
    assert "active already" in screendesk("lists", "import", "un_sc", whole).out
    held = screendesk("lists", "import", "un_sc", half).out
    assert "HELD in quarantine" in held
    assert "FAIL size against the active version" in held
    assert "The last good version stays active." in held
    status = screendesk("lists", "status").out
    assert "is held" in status
    assert "quarantined" in status


def test_a_result_is_told_in_words(screendesk, tmp_path: Path) -> None:
    screendesk("lists", "import", "un_sc", un_file(tmp_path / "a.xml", 600))
    none = screendesk("screen", "Ashworth", "--id", "BVN:1").out
    assert "nearest below the line" in none
    assert "not loaded: us_ofac_sdn" in none
    assert "STALE: un_sc" in none
    assert "PEP: NOT_RUN" in none
    assert "Warning: BVN" in none
    discarded = screendesk(
        "screen",
        "Oscar Ashworthe",
        "--dob",
        "1990-01-01",
        "--nationality",
        "BR",
        "--check",
        "SANCTIONS",
    ).out
    assert "discarded: Contradicted" in discarded


def test_a_broken_trail_is_told_in_words(screendesk, monkeypatch) -> None:
    from app.domain.audit import AuditReport

    broken = AuditReport(ok=False, events=7, first_bad=3, problem="its content was changed")
    monkeypatch.setattr(audit, "verify", lambda *_, **__: broken)
    ran = screendesk("audit", "verify")
    assert ran.code == 5
    assert "broken at event 3" in ran.out
    assert screendesk("audit", "verify", "--json").json["first_bad"] == 3


def test_version(screendesk) -> None:
    assert screendesk("--version").out == f"Screendesk {__version__}\n"


def test_without_a_display_the_command_line_way_is_shown(screendesk, monkeypatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(variable, raising=False)
    ran = screendesk()
    assert ran.code == 4
    assert "screendesk --help" in ran.err


def test_the_window_opens_without_a_command(screendesk, monkeypatch) -> None:
    opened = []
    monkeypatch.setattr(bootstrap, "window_problem", lambda: None)
    monkeypatch.setattr(bootstrap, "run_window", lambda folder: opened.append(folder) or 0)
    assert screendesk().code == 0
    assert opened == [None]


def test_the_window_runs_on_the_workspace_and_closes_it(data_dir: Path, monkeypatch) -> None:
    from app.gui.shell import application

    seen = []
    monkeypatch.setattr(application, "run", lambda workspace: seen.append(workspace) or 0)
    assert bootstrap.run_window(data_dir) == 0
    assert seen[0].data_dir == data_dir


def test_stopping_by_hand_is_no_traceback(screendesk, monkeypatch) -> None:
    def stop(_folder: Path | None) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_workspace", stop)
    ran = screendesk("lists", "status")
    assert ran.code == 130
    assert "Stopped" in ran.err


def test_a_bug_is_told_without_a_traceback(screendesk, monkeypatch) -> None:
    def break_down(_folder: Path | None) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "_workspace", break_down)
    ran = screendesk("lists", "status", "--json")
    assert ran.code == 1
    assert ran.json["error"]["code"] == "INTERNAL_ERROR"
    assert "ZeroDivisionError" in ran.err
    monkeypatch.setenv("SCREENDESK_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        screendesk("lists", "status")


def test_what_the_machine_refuses_is_told(screendesk, monkeypatch) -> None:
    assert screendesk("lists", "status", "--data-dir", "x" * 5000).code == 4
    assert screendesk("lists", "import", "un_sc", "x" * 5000).code == 3
    assert screendesk("lists", "status", "--data-dir", "").code == 2
    monkeypatch.setenv("SCREENDESK_BUSY_TIMEOUT_MS", "-5")
    assert screendesk("lists", "status").code == 2


def test_a_start_that_fails_closes_the_workspace(screendesk, monkeypatch) -> None:
    from app.services import demo

    def refuse(*_: object) -> None:
        raise OSError("no demonstration lists")

    monkeypatch.setattr(demo, "load_demo_lists", refuse)
    assert screendesk("lists", "status").code == 4


def test_the_console_script(monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "argv", ["screendesk", "--version"])
    with pytest.raises(SystemExit) as left:
        start.main()
    assert left.value.code == 0
    assert __version__ in capsys.readouterr().out


def test_progress_is_shown_on_a_terminal_only(monkeypatch, capsys) -> None:
    job = cli_output.ConsoleJob()
    job.check()
    job.progress(1, 2, "Reading")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    job.progress(1_000, 2_000, "Reading")
    job.progress(1_001, 2_000, "too soon after the last")
    assert capsys.readouterr().err == "\r\x1b[KReading: 1,000 of 2,000"


def test_where_the_data_lies(monkeypatch) -> None:
    monkeypatch.setenv("SCREENDESK_DATA_DIR", "~/desk")
    assert bootstrap.default_data_dir() == Path("~/desk").expanduser()
    monkeypatch.delenv("SCREENDESK_DATA_DIR")
    assert bootstrap.default_data_dir().name == "Screendesk"


def test_an_account_without_a_name(monkeypatch) -> None:
    def nameless() -> str:
        raise OSError("no such user")

    monkeypatch.setattr("getpass.getuser", nameless)
    assert bootstrap._account() == "local"


@pytest.mark.parametrize("name", ["../README.md", "resources/../pyproject.toml", "app/cli.py"])
def test_bundled_reads_its_two_folders_only(name: str) -> None:
    with pytest.raises(ValueError, match="not a bundled path"):
        bundled.path(name)


def test_a_missing_bundled_file_is_named() -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        bundled.path("resources/nowhere.toml")
