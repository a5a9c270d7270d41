"""A record as rows, figures and sentences."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from types import SimpleNamespace

import pytest

from app.domain.dates import DatePrecision, ListedDate, PartialDate
from app.domain.decision import Outcome
from app.domain.identifiers import IdentifierType
from app.domain.list_entry import EntryType, NameKind
from app.domain.match import Check, Feature, Level, Strength, Verdict
from app.domain.risk import RiskBand
from app.domain.screening import CheckRun, CheckState, Purpose
from app.domain.subject import Gender
from app.gui.screening import wording
from app.gui.screening.entry_facts import facts
from app.gui.screening.explanation import explain, version_line
from app.gui.screening.field_rows import field_rows
from app.gui.screening.match_rows import count_words, match_rows
from app.gui.screening.result_rows import (
    components,
    factor_rows,
    footer_words,
    match_score_rows,
    notices,
    risk_total,
)


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (wording.outcome_word, Outcome),
        (wording.band_word, RiskBand),
        (wording.level_word, Level),
        (wording.strength_word, Strength),
        (wording.check_word, Check),
        (wording.verdict_word, Verdict),
        (wording.feature_word, Feature),
        (wording.kind_word, NameKind),
        (wording.entry_type_word, EntryType),
        (wording.gender_word, Gender),
        (wording.purpose_word, Purpose),
        (wording.identifier_word, IdentifierType),
    ],
)
def test_every_value_has_its_own_words(words, values: type[Enum]) -> None:
    said = [words(value) for value in values]
    assert all(said)
    assert len(set(said)) == len(said)


def test_dates_are_shown_with_what_is_known() -> None:
    born = PartialDate(1963)
    assert wording.listed_date_words(ListedDate(born)) == "1963"
    assert wording.listed_date_words(ListedDate(born, DatePrecision.CIRCA)) == "c. 1963"
    until = PartialDate(1965, 2)
    ranged = ListedDate(born, DatePrecision.RANGE, until)
    assert wording.listed_date_words(ranged) == "1963 to Feb 1965"
    assert wording.with_readable_dates("1968-03-14; c. 1963-05") == "14 Mar 1968; c. May 1963"
    assert wording.with_readable_dates("1968-99-14 and 1968-02-31") == "1968-99-14 and 1968-02-31"


@pytest.mark.parametrize(
    ("listed", "shown"),
    [
        ("AL-ZAWAHIRI, Dr. Ayman", "Al-Zawahiri, Dr. Ayman"),
        ("O'NEIL, Henry III", "O'Neil, Henry III"),
        ("БРЕВНИКОВСКИЙ, J. R.", "Бревниковский, J. R."),
        ("محمد 魏青朔 McKay", "محمد 魏青朔 McKay"),
    ],
)
def test_names_of_people_are_not_set_in_capitals(listed: str, shown: str) -> None:
    assert wording.shown_name(listed, is_person=True) == shown
    assert wording.shown_name("NORVIK JSC", is_person=False) == "NORVIK JSC"


def test_signed_figures_use_a_real_minus_and_a_bare_nought() -> None:
    assert [wording.signed(value) for value in (3.0, -7.04, 0.01)] == ["+3.0", "−7.0", "0"]


def test_the_parts_of_the_name_score_add_up_to_it(made: SimpleNamespace) -> None:
    match = made.match()
    parts = components(match)
    assert sum(part.weight for part in parts) == pytest.approx(1)
    assert sum(part.weight * part.value for part in parts) == pytest.approx(
        match.name_score, abs=5e-4
    )
    assert parts[0].text == "0.944 × 60 = 56.64"


def test_the_match_score_is_the_name_and_the_effects(made: SimpleNamespace) -> None:
    match = made.match()
    rows = match_score_rows(match)
    assert sum(row.value for row in rows) == pytest.approx(match.score, abs=0.05)
    assert [row.text for row in rows] == ["+96.6", "+3.0", "−7.0", "+0.5"]


def test_factors_are_named_in_short_and_explained_whole(made: SimpleNamespace) -> None:
    record = made.record(made.match())
    rows = factor_rows(record)
    assert [row.label for row in rows] == [
        "Sanctions, strong match",
        "2 further sanctions matches",
        "Country: Cyprus, on no risk list",
        "Customer type: an individual",
    ]
    assert [row.hint for row in rows] == [f.explanation for f in record.risk.factors]
    assert risk_total(record).label == "Risk score"
    capped = replace(record, risk=replace(record.risk, score=500))
    assert "capped" in risk_total(capped).label


def test_what_was_not_checked_is_said(made: SimpleNamespace) -> None:
    stale = CheckRun(
        Check.SANCTIONS,
        CheckState.COMPLETED,
        ("un_sc",),
        missing=("eu_fsf",),
        stale=("un_sc",),
        held=("eu_fsf",),
    )
    not_run = CheckRun(Check.ADVERSE_MEDIA, CheckState.NOT_RUN, note="no article is loaded")
    record = made.record(checks=(stale, not_run), warnings=("LEI 123: no check digits.",))
    found = notices(record, {"eu_fsf": "EU FSF"}.__getitem__)
    assert [item.role for item in found] == ["high", "medium", "medium"]
    assert found[0].heading == "Adverse media was not run"
    assert "no article is loaded" in found[0].text
    assert "EU FSF not loaded" in found[1].text
    assert "UN SC is 3 days old" in found[1].text
    assert "EU FSF: a newer version is held and waits for a decision." in found[1].text
    assert "LEI 123" in found[2].text
    assert notices(made.record(checks=()), str) == ()


def test_the_footer_tells_the_nearest_candidate(made: SimpleNamespace) -> None:
    took, nearest = footer_words(made.record())
    assert "4 ms" in took
    assert nearest.endswith("0.741")
    assert "Nothing" in footer_words(made.record(nearest=()))[1]


def test_open_matches_come_before_discarded_ones(made: SimpleNamespace) -> None:
    matches = made.many(4)
    record = made.record(matches[3], *matches[:3])
    rows = match_rows(record)
    assert [row.is_discarded for row in rows] == [False, False, False, True]
    assert rows[-1].second_line.endswith("date of birth, nationality")
    assert count_words(record) == "3 open, 1 discarded"
    assert count_words(made.record()) == "none"


def test_scope_letters_tell_agreement_conflict_and_gaps(made: SimpleNamespace) -> None:
    (row,) = match_rows(made.record(made.match()))
    assert [mark.letter for mark in row.scope()] == ["N", "D", "C", "G", "ID", "P"]
    verdicts = [mark.verdict.value for mark in row.scope()]
    assert verdicts == ["agree", "agree", "conflict", "agree", "missing", "missing"]
    assert row.scope_words() == "Agrees: Name, Date of birth, Gender. Differs: Nationality."


def test_an_alias_names_whose_it_is(made: SimpleNamespace) -> None:
    match = made.match(matched_name="Sasha B", matched_kind=NameKind.WEAK_ALIAS, is_weak=True)
    (row,) = match_rows(made.record(match))
    assert row.source_line == "OFAC SDN, Sanctions · weak alias of Brevnikovskiy, Aleksandr"
    weak = made.match(is_weak=True)
    assert match_rows(made.record(weak))[0].source_line.endswith("weak name")


def test_right_to_left_names_are_isolated(made: SimpleNamespace) -> None:
    (row,) = match_rows(made.record(made.match("ألكسندر بريفنيكوفسكي")))
    assert row.name == "\u2068ألكسندر بريفنيكوفسكي\u2069"
    lines = dict(facts(replace(made.entry(made.match()), remarks="ملاحظة")))
    assert lines["Remarks"] == "\u2068ملاحظة\u2069"


def test_fields_are_said_in_words(made: SimpleNamespace) -> None:
    rows = {row.label: row for row in field_rows(made.match())}
    assert rows["Date of birth"].subject == "14 Mar 1968"
    assert (rows["Nationality"].subject, rows["Nationality"].listed) == ("Cyprus", "Russia")
    assert rows["Identifier"].subject == "Passport K01938442 CY\nTax no. 60118203X CY"
    assert rows["Identifier"].listed == "not on list"
    assert rows["Place of birth"].subject == "not given"
    entity = {row.label for row in field_rows(made.match(entry_type=EntryType.ENTITY))}
    assert "Country" in entity


def test_the_explanation_holds_every_figure_and_its_origin(made: SimpleNamespace) -> None:
    match = made.match(matched_name="Sasha B", matched_kind=NameKind.WEAK_ALIAS, is_weak=True)
    record = made.record(match)
    text = explain(record, match)
    for factor in record.risk.factors:
        assert factor.explanation in text
        assert f"{factor.weight:g} × {factor.value:.1f}" in text
    for part in components(match):
        assert part.text in text
    for wanted in ("0.9660", "same alias class", "weak alias", "Nationality: Differs", "−7.0",
                   "2026-11-19", "9f3c", "classic-1", "1-abc", "demo-48213",
                   "sanctions-strong-corroborated", "scr_01KB7R2M9T0000000000", "UTC"):  # fmt: skip
        assert wanted in text
    gone = made.match(level=Level.DISCARDED, reason="Contradicted by gender.")
    assert "Discarded: Contradicted by gender." in explain(record, gone)


def test_the_list_line_counts_days_in_english(made: SimpleNamespace) -> None:
    used = made.record().lists[0]
    assert version_line(used) == "OFAC SDN version 2026-11-19, 17,842 entries, 1 day old"
    assert version_line(replace(used, age_days=9)).endswith("9 days old")
    assert version_line(replace(used, age_days=9, is_stale=True)).endswith("9 days old, stale")
