"""Risk: every point adds up, stays in its range and is explained."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import bundled
from app.domain.assessment import assess, band_of, match_quality
from app.domain.errors import BadInput
from app.domain.match import Check, Evidence, Feature, Level, Strength, Verdict
from app.domain.policy import Policy, parse_policy
from app.domain.risk import RiskBand
from app.domain.subject import Subject, SubjectType
from app.domain.transaction import Direction, Transaction

CLEAN = Subject(SubjectType.INDIVIDUAL, "Test Clean User")
DOB_AGREES = Evidence(Feature.DATE_OF_BIRTH, "1968", "1968", Verdict.AGREE, 10.0)


@pytest.mark.parametrize(
    ("check", "strength", "low", "high"),
    [
        (Check.SANCTIONS, Strength.EXACT, 800, 1000),
        (Check.SANCTIONS, Strength.STRONG, 600, 800),
        (Check.SANCTIONS, Strength.POSSIBLE, 300, 500),
        (Check.PEP, Strength.EXACT, 600, 800),
        (Check.PEP, Strength.STRONG, 400, 600),
        (Check.PEP, Strength.POSSIBLE, 200, 400),
        (Check.ADVERSE_MEDIA, Strength.STRONG, 200, 400),
        (Check.ADVERSE_MEDIA, Strength.POSSIBLE, 100, 200),
    ],
)
def test_contribution_lies_in_the_range_of_check_and_strength(
    policy: Policy, make_match, check: Check, strength: Strength, low: int, high: int
) -> None:
    match = make_match(strength, check)
    factor = assess(CLEAN, [match], "ON_DEMAND", policy).factors[0]
    assert low <= factor.contribution <= high
    assert match.primary_name in factor.explanation


@given(effect=st.floats(-200, 200), score=st.floats(0.75, 1.0))
def test_weight_times_value_is_the_contribution(
    policy: Policy, make_match, effect: float, score: float
) -> None:
    strength = Strength.STRONG if score >= 0.92 else Strength.POSSIBLE
    evidence = Evidence(Feature.DATE_OF_BIRTH, "", "", Verdict.NEAR, effect)
    match = make_match(strength, score=score, evidence=(evidence,))
    assert 0 <= match_quality(match, policy) <= 1
    assessment = assess(CLEAN, [match], "ON_DEMAND", policy)
    for factor in assessment.factors:
        assert factor.weight * factor.value == pytest.approx(factor.contribution)
    total = sum(factor.contribution for factor in assessment.factors)
    assert assessment.score == min(1000, round(total))


def test_by_name_alone_quality_stays_below_three_quarters(policy: Policy, make_match) -> None:
    assert match_quality(make_match(), policy) <= 0.75
    agreed = make_match(evidence=(DOB_AGREES,))
    assert match_quality(agreed, policy) > match_quality(make_match(), policy)


def test_further_matches_add_a_little_at_most_fifty(policy: Policy, make_match) -> None:
    two = [make_match(entry_id=str(number)) for number in range(2)]
    many = [make_match(entry_id=str(number)) for number in range(9)]
    first = assess(CLEAN, two, "ON_DEMAND", policy).factors
    assert first[1].contribution == pytest.approx(0.02 * first[0].contribution, abs=0.1)
    assert "1 further sanctions match" in first[1].explanation
    assert assess(CLEAN, many, "ON_DEMAND", policy).factors[1].contribution == 50


def test_discarded_matches_add_nothing(policy: Policy, make_match) -> None:
    assessment = assess(CLEAN, [make_match(level=Level.DISCARDED)], "ON_DEMAND", policy)
    assert (assessment.score, assessment.band) == (0, RiskBand.LOW)


def test_score_is_capped(policy: Policy, make_match) -> None:
    both = [make_match(), make_match(check=Check.PEP)]
    subject = Subject(SubjectType.ENTITY, "Test Sanctioned Entity", country="IR")
    assert assess(subject, both, "ONBOARDING", policy).score == 1000


def test_a_country_counts_once_by_the_list_that_weighs_most(policy: Policy) -> None:
    subject = Subject(SubjectType.ENTITY, "Acme", country="IR")
    factors = assess(subject, [], "ONBOARDING", policy).factors
    country = [factor for factor in factors if factor.category == "COUNTRY"]
    assert len(country) == 1
    assert 300 <= country[0].contribution <= 500
    assert "counted once" in country[0].explanation
    assert "as of 20" in country[0].explanation


def test_purpose_changes_the_weight_of_the_country(policy: Policy) -> None:
    subject = Subject(SubjectType.INDIVIDUAL, "Acme Person", nationality="HT")
    usual, payment = (
        assess(subject, [], purpose, policy).factors[0] for purpose in ("ONBOARDING", "TRANSACTION")
    )
    assert payment.contribution == pytest.approx(1.2 * usual.contribution, abs=0.1)


def test_a_country_on_no_list_is_said(policy: Policy) -> None:
    subject = Subject(SubjectType.INDIVIDUAL, "Acme Person", nationality="CY")
    factor = assess(subject, [], "ONBOARDING", policy).factors[0]
    assert factor.contribution == 0
    assert "Cyprus" in factor.explanation


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (0, "LOW"),
        (250, "LOW"),
        (251, "MEDIUM"),
        (500, "MEDIUM"),
        (501, "HIGH"),
        (750, "HIGH"),
        (751, "CRITICAL"),
        (1000, "CRITICAL"),
    ],
)
def test_bands(score: int, band: str) -> None:
    assert band_of(score, (250, 500, 750)) == band


@pytest.mark.parametrize(
    "change",
    [{"bands": {}}, {"match": {}}, {"thresholds": {"possible": "x"}}],
)
def test_a_broken_policy_is_named(change: dict[str, object]) -> None:
    raw = bundled.read_toml("resources/risk/policy.toml") | change
    with pytest.raises(BadInput, match="risk policy"):
        parse_policy(raw, "", {})


def test_bands_and_ranges_must_rise() -> None:
    raw = bundled.read_toml("resources/risk/policy.toml")
    falling = raw | {"bands": raw["bands"] | {"low": 800}}
    with pytest.raises(BadInput, match="do not rise"):
        parse_policy(falling, "", {})
    backwards = raw | {"country": {"x": {"weight": 1, "range": [5, 1]}}}
    with pytest.raises(BadInput, match="runs backwards"):
        parse_policy(backwards, "", {})


@pytest.mark.parametrize(
    ("section", "change"),
    [
        ("thresholds", {"strong": 0.5}),
        ("thresholds", {"possible": float("nan")}),
        ("levels", {"high": 10}),
        ("levels", {"discard_conflicts": 0}),
        ("match", {"full_points": 0}),
        ("match", {"name_share": 2}),
        ("decision", {"stale_lists": "banana"}),
        ("decision", {"exact_weak_alias_blocks": "false"}),
        ("customer_type", {"weight": 0}),
        ("purpose", {"ONBOARDING": {"COUNTRY": -1}}),
        ("country", {"eu_high_risk": {"weight": 0.5, "range": [-5, 5]}}),
        ("country", {"eu_high_risk": []}),
        ("transaction", {"units": {"JPY": 0}}),
    ],
)
def test_figures_that_mean_nothing_are_refused(section: str, change: dict[str, object]) -> None:
    raw = bundled.read_toml("resources/risk/policy.toml")
    with pytest.raises(BadInput, match="risk policy"):
        parse_policy(raw | {section: raw[section] | change}, "", {})


def test_every_purpose_has_weights() -> None:
    raw = bundled.read_toml("resources/risk/policy.toml")
    rows = {name: row for name, row in raw["purpose"].items() if name != "PERIODIC"}
    with pytest.raises(BadInput, match="PERIODIC"):
        parse_policy(raw | {"purpose": rows}, "", {})


def test_a_purpose_may_leave_a_category_out(policy: Policy) -> None:
    raw = bundled.read_toml("resources/risk/policy.toml")
    silent = dict.fromkeys(("COUNTRY", "CUSTOMER_TYPE", "TRANSACTION", "VELOCITY"), 0.0)
    none = parse_policy(
        raw | {"purpose": raw["purpose"] | {"ONBOARDING": silent}}, "", policy.country_risks
    )
    subject = Subject(SubjectType.ENTITY, "Acme", country="IR")
    payment = Transaction("t", 1e6, "EUR", Direction.OUT, datetime(2026, 1, 1, tzinfo=UTC))
    assert assess(subject, [], "ONBOARDING", none, payment).score == 0


def test_a_risk_list_that_the_policy_does_not_weigh_adds_nothing(policy: Policy) -> None:
    raw = bundled.read_toml("resources/risk/policy.toml") | {"country": {}}
    blind = parse_policy(raw, "", policy.country_risks)
    subject = Subject(SubjectType.INDIVIDUAL, "Acme Person", nationality="IR")
    assert assess(subject, [], "ONBOARDING", blind).score == 0


def test_a_country_on_one_list_names_only_that(policy: Policy) -> None:
    subject = Subject(SubjectType.INDIVIDUAL, "Acme Person", nationality="BG")
    factor = assess(subject, [], "ONBOARDING", policy).factors[0]
    assert factor.contribution > 0
    assert "Also on" not in factor.explanation
