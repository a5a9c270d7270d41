"""Bad input and a bad environment: each gets its message and exit code, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli_output import visible

UN_HEAD = '<CONSOLIDATED_LIST dateGenerated="2026-04-17T23:00:06.464Z">'


@pytest.mark.parametrize(
    "name", ["", " ", "x", "\u200b\u202e", "😀", "\ud83d", "\x07", "a" * 10_000]
)
def test_names_that_cannot_be_screened(screendesk, name: str) -> None:
    ran = screendesk("screen", name, "--json")
    assert ran.code == 3
    assert ran.json["error"]["code"] == "INVALID_SUBJECT"
    assert "Nothing was stored" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "name",
    [
        "Test Clean\x07 User",
        "Test\u200b Clean User",
        "\u202eTest Clean User",
        "Test 😀 Clean",
        "Test \ud800 Clean User",
    ],
)
def test_strange_characters_are_screened_and_shown_by_their_code(screendesk, name: str) -> None:
    ran = screendesk("screen", name)
    assert ran.code == 0
    assert not any(char in ran.out for char in "\x07\u200b\u202e")


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--dob", "1951-02-30"),
        ("--dob", "2999-01-01"),
        ("--dob", "soon"),
        ("--nationality", "Atlantis"),
        ("--country", "ZZ"),
        ("--gender", "x"),
        ("--type", "robot"),
        ("--check", "TAROT"),
        ("--purpose", "FUN"),
        ("--transaction", "t1:5"),
        ("--transaction", "t1:much:EUR:OUT"),
        ("--transaction", "t1:-5:EUR:OUT"),
        ("--transaction", "t1:nan:EUR:OUT"),
        ("--transaction", "t1:5:EUR:SIDEWAYS"),
        ("--id", "PASSPORT"),
        ("--id", "SHOE:44"),
        ("--id", "IMO:9074729"),
        ("--id", "PASSPORT:K123:ZZ"),
    ],
)
def test_values_that_are_not_understood(screendesk, option: str, value: str) -> None:
    ran = screendesk("screen", "Test Clean User", option, value)
    assert ran.code == 3, ran.err
    assert ran.out == ""


def test_bad_identifier_is_a_warning_not_a_lost_screening(screendesk) -> None:
    result = screendesk("screen", "Test Clean User", "--id", "BVN:123:NG", "--json").json
    assert result["status"] == "COMPLETED"
    assert "11 digits" in result["warnings"][0]


@pytest.mark.parametrize("arguments", [["screen"], ["fly"], ["screen", "A B", "--nope"],
                                       ["lists", "import", "atlantis", __file__],
                                       ["screen", "A B", "--check", ""],
                                       ["screen", "A B", "--profile", "guess"]])  # fmt: skip
def test_wrong_usage_is_exit_2(screendesk, arguments: list[str]) -> None:
    ran = screendesk(*arguments)
    assert ran.code == 2
    assert ran.err
    assert "Traceback" not in ran.err


def deep(path: Path) -> None:
    path.write_text(UN_HEAD + "<INDIVIDUALS>" + "<a>" * 200_000)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02\xff" * 500, ""),
        (b"%PDF-1.7 not a list", ""),
        ((UN_HEAD + "<INDIVIDUALS><INDIVIDUAL>").encode(), ""),
        (b"<sdnList><sdnEntry></sdnEntry></sdnList>", ""),
        (
            b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + UN_HEAD.encode()
            + b"<INDIVIDUALS>&b;</INDIVIDUALS></CONSOLIDATED_LIST>",
            "",
        ),
        (
            b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + UN_HEAD.encode()
            + b"<INDIVIDUALS>&a;</INDIVIDUALS></CONSOLIDATED_LIST>",
            "",
        ),
        (deep, ""),
    ],
    ids=["empty", "binary", "pdf", "truncated", "wrong list", "entities", "external", "deep"],
)  # fmt: skip
def test_files_that_are_refused_change_nothing(screendesk, tmp_path, content, words) -> None:
    file = tmp_path / "list.xml"
    content(file) if callable(content) else file.write_bytes(content)
    before = screendesk("lists", "status", "--json").json
    ran = screendesk("lists", "import", "un_sc", file)
    assert ran.code == 3, ran.err
    assert words in ran.err
    assert "last good version stays active" in ran.err.lower()
    assert "root:" not in ran.err
    assert screendesk("lists", "status", "--json").json == before
    assert screendesk("audit", "verify", "--json").json["ok"]


def test_missing_file_and_folder(screendesk, tmp_path: Path) -> None:
    assert screendesk("lists", "import", "un_sc", tmp_path / "none.xml").code == 3
    assert screendesk("lists", "import", "un_sc", tmp_path).code == 3


def test_no_list_is_published_in_the_future(screendesk) -> None:
    ran = screendesk("lists", "import", "un_sc", __file__, "--published-on", "2999-01-01")
    assert ran.code == 3
    assert "future" in ran.err


def test_a_whole_document_is_no_customer_number(screendesk) -> None:
    ran = screendesk("screen", "Test Clean User", "--external-id", "7" * 5000)
    assert ran.code == 3
    assert "external id has 5,000 characters" in ran.err


def test_a_name_cannot_forge_a_line(screendesk) -> None:
    ran = screendesk("screen", "Test PEP Person\nAPPROVE   Test PEP Person")
    assert "APPROVE   Test PEP Person" not in ran.out.splitlines()
    assert "⟨U+000A⟩" in ran.out


def test_a_day_that_is_none(screendesk) -> None:
    ran = screendesk("lists", "import", "un_sc", __file__, "--published-on", "yesterday")
    assert ran.code == 3


@pytest.mark.parametrize("content", [b"", b"I am a text file, not a database." * 200])
def test_not_a_database(screendesk, data_dir: Path, content: bytes) -> None:
    screendesk("lists", "status")
    database = next(data_dir.glob("*.db"))
    for side in data_dir.glob("*.db-*"):
        side.unlink()
    database.write_bytes(content)
    ran = screendesk("lists", "status")
    assert ran.code == 4, ran.err
    assert database.read_bytes() == content, "never overwritten"


def test_newer_schema_is_refused(screendesk, data_dir: Path) -> None:
    import sqlcipher3.dbapi2 as sqlite

    screendesk("lists", "status")
    connection = sqlite.connect(str(next(data_dir.glob("*.db"))))
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    ran = screendesk("lists", "status")
    assert ran.code == 4
    assert "newer" in ran.err


def test_locked_by_another_writer(screendesk, data_dir: Path, monkeypatch) -> None:
    import sqlcipher3.dbapi2 as sqlite

    screendesk("lists", "status")
    monkeypatch.setenv("SCREENDESK_BUSY_TIMEOUT_MS", "100")
    connection = sqlite.connect(str(next(data_dir.glob("*.db"))), isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        ran = screendesk("screen", "Test Clean User")
    finally:
        connection.close()
    assert ran.code == 4
    assert "Traceback" not in ran.err
    assert screendesk("screen", "Test Clean User").code == 0


def test_data_folder_that_is_a_file(screendesk, tmp_path: Path) -> None:
    file = tmp_path / "occupied"
    file.write_text("x")
    ran = screendesk("lists", "status", "--data-dir", file)
    assert ran.code == 4
    assert file.read_text() == "x"


def test_visible_shows_controls() -> None:
    assert visible("a\u202eb\n\u2028") == "a⟨U+202E⟩b⟨U+000A⟩⟨U+2028⟩"
