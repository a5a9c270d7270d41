"""`lists add-own`, `templates` and `remove-own`: shown first, imported when said so, refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

TEXT = (
    "No;Full Name;a.k.a.;Born;Passport\n"
    "1;Ottokar Marzanek;Otto Marzanek|Karel Marzanek;03/04/1961;K123\n"
    "2;Halcyon Meridian Trading Ltd;;;\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "staff.csv"
    path.write_text(TEXT, encoding="utf-8")
    return path


def add(screendesk, file: Path, *options: str):
    return screendesk("lists", "add-own", "--code", "staff", "--file", file, *options)


def test_a_guess_is_shown_and_nothing_imported(screendesk, file: Path) -> None:
    ran = add(screendesk, file)
    assert ran.code == 0
    assert "date of birth      Born" in ran.out
    assert "look: Dates such as 03/04/1961 can be read in two ways" in ran.out
    assert "Ottokar Marzanek = Otto Marzanek = Karel Marzanek  (individual; 1961-04-03)" in ran.out
    assert "Nothing was imported" in ran.out
    value = add(screendesk, file, "--json").json
    assert (value["entries"], value["names"]) == (2, 4)
    assert value["mapping"]["separator"] == "|"
    assert value["first_entries"][0]["names"][1] == "Otto Marzanek"
    assert "staff" not in screendesk("lists", "status").out


def test_a_list_is_added_and_screened_against(screendesk, file: Path) -> None:
    ran = add(screendesk, file, "--name", "Staff watch", "--accept-guess", "--day-order", "month",
              "--save-template", "desk", "--published-on", "2026-11-01", "--json")  # fmt: skip
    assert ran.code == 0
    assert ran.json["activated"]
    ran = screendesk("screen", "Otto Marzanek", "--dob", "1961-03-04", "--json")
    assert [match["source"] for match in ran.json["matches"]] == ["staff"]
    assert "2026-11-01" in screendesk("lists", "status").out
    ran = screendesk("lists", "templates")
    assert "desk" in ran.out
    assert "passport           Passport" in ran.out
    # The stored mapping reads the next file, by either command.
    file.write_text(TEXT + "3;Bo Zumbert;;1970;K9\n", encoding="utf-8")
    assert "3 entries" in add(screendesk, file).out
    assert "active already" in screendesk("lists", "import", "staff", file).out
    ran = screendesk("lists", "remove-own", "staff", "--reason", "over")
    assert "no longer screened against" in ran.out
    assert "staff" not in screendesk("lists", "status").out


def test_columns_are_named_by_hand_or_by_template(screendesk, file: Path) -> None:
    ran = add(screendesk, file, "--name", "Staff", "--map", "name=Full Name", "--map", "dob=Born",
              "--map", "passport=Passport", "--separator", "", "--type", "individual",
              "--save-template", "by hand")  # fmt: skip
    assert ran.code == 0
    assert "2 entries, 2 names" in ran.out
    mapping = screendesk("lists", "templates", "--json").json["by hand"]
    assert mapping["fixed_type"] == "INDIVIDUAL"
    assert mapping["separator"] == ""
    assert {"column": "Passport", "role": "IDENTIFIER", "identifier": "PASSPORT"} in mapping["uses"]
    ran = add(screendesk, file, "--template", "by hand", "--dry-run", "--header-row", "1")
    assert "Nothing was imported" in ran.out
    assert screendesk("lists", "templates", "--remove", "by hand").out == (
        "No template was saved yet.\n"
    )


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("--accept-guess",), 2, "Add --name"),
        (("--map", "name"), 2, "“name” is not understood by --map"),
        (("--map", "passport="), 2, "ROLE=Column"),
        (("--map", "shoe=Born"), 2, "“shoe” is not known to --map"),
        (("--map", "identifier=Born"), 2, "“identifier” is not known"),
        (("--map", "name=Nome", "--name", "N"), 3, "no column “Nome”"),
        (("--template", "none"), 2, "no template “none”"),
        (("--check", "media"), 2, "sanctions or pep"),
        (("--day-order", "year"), 2, "day or month"),
        (("--type", "ghost"), 2, "individual, entity"),
        (("--sheet", "Data", "--accept-guess", "--name", "N"), 0, ""),
        (("--published-on", "soon", "--accept-guess", "--name", "N"), 3, "“soon”"),
        (("--name", "N", "--accept-guess", "--code", "Staff List"), 2, "cannot be the code"),
    ],
)
def test_wrong_options_add_nothing(screendesk, file: Path, options, code: int, told: str) -> None:
    ran = add(screendesk, file, *options)
    assert ran.code == code
    assert told in ran.err
    if code:
        assert "staff" not in screendesk("lists", "status").out


def test_what_is_not_understood_is_told(screendesk, file: Path) -> None:
    file.write_text(TEXT + "3;Bo Zumbert;;in May;\n;;;;x\n", encoding="utf-8")
    ran = add(screendesk, file)
    assert "note 1 dates are not understood" in ran.out
    value = add(screendesk, file, "--json").json
    assert value["kept_aside"][0]["row"] == 4
    assert len(value["problems"]) == 2


def test_another_list_cannot_be_removed(screendesk) -> None:
    ran = screendesk("lists", "remove-own", "un_sc")
    assert ran.code == 2
    assert "no list of your own “un_sc”" in ran.err


def test_a_sheet_is_chosen(screendesk, tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "own.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("One", "Two"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Name", "Note"])
            sheet.write_row(1, 0, [f"Ada Quorlath {name}", "x"])
    assert "Ada Quorlath Two" in add(screendesk, path, "--sheet", "Two").out
    assert "no sheet “Three”" in add(screendesk, path, "--sheet", "Three").err
