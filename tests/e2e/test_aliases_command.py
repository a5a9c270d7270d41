"""`lists aliases`: what the tables and the loaded lists say of one word, in words and as JSON."""

from __future__ import annotations

from pathlib import Path

import pytest

ALIAS = "<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>{}</ALIAS_NAME></INDIVIDUAL_ALIAS>"
PERSON = (
    "<INDIVIDUAL><DATAID>{n}</DATAID><FIRST_NAME>{name}</FIRST_NAME>"
    "<UN_LIST_TYPE>Invented</UN_LIST_TYPE><REFERENCE_NUMBER>ZZi.{n}</REFERENCE_NUMBER>"
    "<LISTED_ON>2020-01-01</LISTED_ON><NATIONALITY><VALUE>Cyprus</VALUE></NATIONALITY>{aliases}"
    "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1960-03-13</DATE>"
    "</INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL>"
)


@pytest.fixture
def taught(screendesk, tmp_path: Path):
    """A workspace whose list writes one invented name in two ways, for two parties."""
    people = [
        PERSON.format(
            n=n, name=f"Quorlath Velamor{chr(97 + n % 26)}{chr(97 + n // 26)}", aliases=""
        )
        for n in range(600)
    ]
    two = (("Zhoqeer Talwan", "Zhoqir Talwan"), ("Zhoqir Morvane", "Zhoqeer Morvane"))
    for at, (name, alias) in enumerate(two):
        people[at] = PERSON.format(n=at, name=name, aliases=ALIAS.format(alias))
    listed = tmp_path / "un.xml"
    listed.write_text(
        '<CONSOLIDATED_LIST dateGenerated="2026-04-17T23:00:06.464Z"><INDIVIDUALS>'
        f"{''.join(people)}</INDIVIDUALS><ENTITIES><ENTITY><DATAID>99999</DATAID>"
        "<FIRST_NAME>Halcyon Trading</FIRST_NAME><UN_LIST_TYPE>Invented</UN_LIST_TYPE>"
        "<REFERENCE_NUMBER>ZZe.1</REFERENCE_NUMBER><LISTED_ON>2020-01-01</LISTED_ON></ENTITY>"
        "</ENTITIES></CONSOLIDATED_LIST>"
    )
    ran = screendesk("lists", "import", "un_sc", listed)
    assert "is active" in ran.out, ran.out
    return screendesk


def test_a_word_is_told_with_the_entries_that_taught_it(taught) -> None:
    ran = taught("lists", "aliases", "ZHOQEER")
    assert ran.code == 0
    assert "zhoqir: shown by 2 entries" in ran.out
    assert "Zhoqeer Talwan / Zhoqir Talwan" in ran.out
    assert "un_sc" in ran.out
    assert "learned spellings learned-1-" in ran.out


def test_a_word_as_json(taught) -> None:
    value = taught("lists", "aliases", "Жокир", "--json").json
    assert value["token"] == "zhokir"
    assert value["is_known"] is False
    value = taught("lists", "aliases", "zhoqir", "--json").json
    (learned,) = value["learned"]
    assert (learned["spelling"], learned["support"]) == ("zhoqeer", 2)
    assert [witness["source"] for witness in learned["witnesses"]] == ["un_sc", "un_sc"]


def test_the_name_tables_are_told_in_any_script(screendesk) -> None:
    ran = screendesk("lists", "aliases", "Владимир")
    assert ran.code == 0
    assert "Name tables, Russian and Ukrainian: vladimir: " in ran.out
    assert "volodymyr" in ran.out


def test_without_a_word_the_best_pairs_are_told(taught) -> None:
    ran = taught("lists", "aliases")
    assert ran.code == 0
    assert "learned from the loaded lists: 1\n" in ran.out
    assert "2 entries  zhoqeer = zhoqir" in ran.out
    value = taught("lists", "aliases", "--json").json
    assert value["pairs"][0] == {"first": "zhoqeer", "second": "zhoqir", "support": 2}
    assert value["learned"] == value["found"]


def test_an_unknown_word_is_no_error(screendesk) -> None:
    ran = screendesk("lists", "aliases", "Xyzzyqua")
    assert ran.code == 0
    assert "xyzzyqua: no other spelling is known" in ran.out


def test_a_word_without_letters_is_refused(screendesk) -> None:
    ran = screendesk("lists", "aliases", "!!!", "--json")
    assert ran.code == 2
    assert ran.json["error"]["code"] == "BAD_REQUEST"
    assert "one word" in ran.err
