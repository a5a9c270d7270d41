"""What is known of one word: curated classes, nicknames, and what the active lists teach."""

from __future__ import annotations

import dataclasses

import pytest

from app.domain.errors import UsageError
from app.services import learned_aliases, lists, matching_settings
from app.services.jobs import JobCancelled
from app.services.learned_aliases import Witness, aliases_of, top_aliases
from app.services.matching_settings import MatchingSettings


@pytest.fixture
def taught(workspace, un_file, person):
    """A list on which two parties write `Zhoqeer` in two ways, and one `Talwan`."""
    rows = [
        _with_alias(person(1, "Zhoqeer Talwan"), "Zhoqir Talwan"),
        _with_alias(person(2, "Zhoqir Morvane"), "MORVANE, Zhoqeer"),
        _with_alias(person(3, "Ilvo Talwan"), "Ilvo Taalwan"),
        _with_alias(person(4, "Vladimir Orvelak"), "Wladimihr Orvelak"),
    ]
    assert lists.import_list(workspace, "un_sc", [un_file(*rows)]).activated
    return workspace


def _with_alias(row: str, name: str) -> str:
    alias = f"<QUALITY>Good</QUALITY><ALIAS_NAME>{name}</ALIAS_NAME>"
    return row.replace("<REF", f"<INDIVIDUAL_ALIAS>{alias}</INDIVIDUAL_ALIAS><REF")


def test_learned_spellings_come_with_their_entries(taught) -> None:
    report = aliases_of(taught, "ZHOQIR")
    assert (report.token, report.classes, report.nicknames) == ("zhoqir", (), ())
    (learned,) = report.learned
    assert (learned.spelling, learned.support) == ("zhoqeer", 2)
    assert [witness.names for witness in learned.witnesses] == [
        ("Zhoqeer Talwan", "Zhoqir Talwan"),
        ("MORVANE, Zhoqeer", "Zhoqir Morvane"),
    ]
    assert {witness.source for witness in learned.witnesses} == {"un_sc"}
    assert len({witness.entry_id for witness in learned.witnesses}) == 2
    assert report.is_known
    entry = learned_aliases.witness_entry(taught, learned.witnesses[0])
    assert entry.entry_id == learned.witnesses[0].entry_id
    assert set(learned.witnesses[0].names) <= {name.text for name in entry.names}


def test_curated_and_learned_stand_side_by_side(taught) -> None:
    report = aliases_of(taught, "Владимир")
    assert report.token == "vladimir"
    assert any("volodymyr" in found.spellings for found in report.classes)
    assert all("vladimir" in found.spellings for found in report.classes)
    assert [learned.spelling for learned in report.learned] == ["wladimihr"]
    assert report.tables_version == taught.tables.version


def test_nicknames_are_told(taught) -> None:
    labels = (*taught.tables.class_labels, "Invented nickname: zhoqeer")
    nicknames = {"zhoqeer": (len(labels) - 1,), "zho": (len(labels) - 1,)}
    taught.tables = dataclasses.replace(taught.tables, nicknames=nicknames, class_labels=labels)
    (found,) = aliases_of(taught, "Zho").nicknames
    assert (found.label, found.spellings) == ("Invented nickname: zhoqeer", ("zho", "zhoqeer"))


def test_several_words_are_one(taught) -> None:
    assert aliases_of(taught, "Zho-qir").token == "zhoqir"
    assert aliases_of(taught, "Zho qir").learned[0].spelling == "zhoqeer"


def test_an_unknown_word_has_an_empty_report(taught) -> None:
    report = aliases_of(taught, "Xyzzyqua")
    assert not report.is_known
    assert report.learned == ()


def test_a_word_without_letters_is_refused(workspace) -> None:
    with pytest.raises(UsageError, match="no letter"):
        aliases_of(workspace, " -!- ")


def test_the_best_supported_come_first(taught) -> None:
    top = top_aliases(taught)
    assert (top.pairs[0].first, top.pairs[0].second, top.pairs[0].support) == (
        "zhoqeer",
        "zhoqir",
        2,
    )
    assert [pair.support for pair in top.pairs] == [2, 1, 1]
    assert (top.found, top.learned) == (3, 3)
    assert top.learned_version == aliases_of(taught, "zhoqir").learned_version


def test_the_list_of_pairs_is_filtered_and_cut(taught) -> None:
    top = top_aliases(taught, limit=1, text="Тал")
    assert [(pair.first, pair.second) for pair in top.pairs] == [("taalwan", "talwan")]
    assert (top.found, top.learned) == (1, 3)
    none = top_aliases(taught, limit=0)
    assert (none.pairs, none.found) == ((), 3)


def test_what_stands_in_the_tables_is_counted(workspace, un_file, person) -> None:
    row = _with_alias(person(1, "Vladimir Talwan"), "Volodymyr Talwan")
    lists.import_list(workspace, "un_sc", [un_file(row)])
    top = top_aliases(workspace)
    assert (top.learned, top.known) == (0, 1)


def test_the_setting_says_whether_it_is_used(taught) -> None:
    for value in (False, True):
        matching_settings.save(taught, MatchingSettings(learned_aliases=value))
        assert top_aliases(taught).is_used is value
        assert aliases_of(taught, "zhoqir").is_used is value


def test_learning_can_be_cancelled(taught) -> None:
    class Cancelled:
        def progress(self, done: int, total: int, text: str) -> None:
            del done, total, text

        def check(self) -> None:
            raise JobCancelled

    with pytest.raises(JobCancelled):
        top_aliases(taught, job=Cancelled())


def test_evidence_that_is_gone_is_left_out(taught, monkeypatch) -> None:
    """Lists or tables may have changed since the pairs were learned."""
    learned = learned_aliases.learned_spellings(taught)
    monkeypatch.setattr(learned_aliases, "learned_spellings", lambda *_: learned)
    (pair,) = learned.of("zhoqir")
    gone = dataclasses.replace(pair, entries=(*pair.entries, 10**9))
    changed = dataclasses.replace(learned, pairs=(gone,))
    monkeypatch.setattr(learned_aliases, "learned_spellings", lambda *_: changed)
    assert len(aliases_of(taught, "zhoqir").learned[0].witnesses) == 2
    taught.tables = dataclasses.replace(taught.tables, particles=frozenset({"zhoqir"}))
    assert aliases_of(taught, "zhoqir").learned[0].witnesses == ()


def test_reports_are_plain_json(taught) -> None:
    value = learned_aliases.report_value(aliases_of(taught, "zhoqir"))
    assert value["is_known"] is True
    witness = Witness(**value["learned"][0]["witnesses"][0])
    assert witness.source == "un_sc"
    assert learned_aliases.top_value(top_aliases(taught))["pairs"][0]["support"] == 2
