"""The decision rules in their order, one test a rule and the cases between them."""

from dataclasses import replace

import pytest

from app.domain.assessment import assess
from app.domain.deciding import decide
from app.domain.decision import Decision, Outcome
from app.domain.match import Check, Evidence, Feature, Level, Match, Strength, Verdict
from app.domain.policy import Policy
from app.domain.risk import RiskAssessment, RiskBand
from app.domain.screening import Candidate, CheckRun, CheckState
from app.domain.subject import Subject, SubjectType

RAN = (CheckRun(Check.SANCTIONS, CheckState.COMPLETED, ("us_ofac_sdn",)),)
DOB = Evidence(Feature.DATE_OF_BIRTH, "1968", "1968", Verdict.AGREE, 3)
NOT_HERE = Evidence(Feature.COUNTRY, "CY", "RU", Verdict.CONFLICT, -5)


def decided(policy: Policy, *matches: Match, runs=RAN) -> Decision:
    subject = Subject(SubjectType.INDIVIDUAL, "Acme Person")
    return decide(matches, runs, assess(subject, matches, "ON_DEMAND", policy), policy)


def test_exact_sanctions_match_blocks(policy: Policy, make_match) -> None:
    decision = decided(policy, make_match())
    assert decision.outcome is Outcome.BLOCK
    assert decision.triggered_rules[0] == "sanctions-exact"
    assert decision.recommended_action.startswith("Deny")


@pytest.mark.parametrize(
    ("evidence", "outcome"),
    [
        ((DOB,), Outcome.BLOCK),
        ((), Outcome.REVIEW_REQUIRED),
        ((DOB, NOT_HERE), Outcome.REVIEW_REQUIRED),
    ],
)
def test_strong_needs_agreement_and_no_contradiction(
    policy: Policy, make_match, evidence, outcome: Outcome
) -> None:
    decision = decided(policy, make_match(Strength.STRONG, evidence=evidence))
    assert decision.outcome is outcome


def test_possible_sanctions_match_always_asks_for_review(policy: Policy, make_match) -> None:
    decision = decided(policy, make_match(Strength.POSSIBLE, evidence=(DOB,)))
    assert decision.outcome is Outcome.REVIEW_REQUIRED
    assert "same date of birth" in decision.explanation


def test_exact_weak_alias_blocks_only_when_corroborated(policy: Policy, make_match) -> None:
    assert decided(policy, make_match(is_weak=True)).outcome is Outcome.REVIEW_REQUIRED
    agreed = decided(policy, make_match(is_weak=True, evidence=(DOB,)))
    assert agreed.outcome is Outcome.BLOCK
    strict = replace(policy, exact_weak_alias_blocks=True)
    assert decided(strict, make_match(is_weak=True)).outcome is Outcome.BLOCK


def test_discarded_matches_ask_for_nothing(policy: Policy, make_match) -> None:
    assert decided(policy, make_match(level=Level.DISCARDED)).outcome is Outcome.APPROVE


@pytest.mark.parametrize("strength", [Strength.EXACT, Strength.STRONG])
def test_pep_is_reviewed_never_blocked(policy: Policy, make_match, strength: Strength) -> None:
    decision = decided(policy, make_match(strength, Check.PEP, evidence=(DOB,)))
    assert decision.outcome is Outcome.REVIEW_REQUIRED
    assert decision.triggered_rules[0] == "pep-exact-or-strong"


def test_possible_pep_is_monitored_at_least(policy: Policy, make_match) -> None:
    decision = decided(policy, make_match(Strength.POSSIBLE, Check.PEP))
    assert decision.outcome is Outcome.APPROVE_WITH_MONITORING


def test_adverse_media_never_blocks(policy: Policy, make_match) -> None:
    match = make_match(Strength.STRONG, Check.ADVERSE_MEDIA)
    risk = RiskAssessment(1000, RiskBand.CRITICAL, ())
    assert decide([match], RAN, risk, policy).outcome is Outcome.REVIEW_REQUIRED


def test_a_check_that_did_not_run_asks_for_review(policy: Policy) -> None:
    runs = (*RAN, CheckRun(Check.ADVERSE_MEDIA, CheckState.NOT_RUN))
    decision = decided(policy, runs=runs)
    assert decision.outcome is Outcome.REVIEW_REQUIRED
    assert "ADVERSE_MEDIA did not run" in decision.explanation


def test_a_name_listed_as_another_kind_of_party_is_reviewed(policy: Policy) -> None:
    risk = RiskAssessment(0, RiskBand.LOW, ())
    listed = (Candidate("us_ofac_sdn", "7", "HALCYON TRADING", 1.0),)
    decision = decide([], RAN, risk, policy, listed)
    assert decision.outcome is Outcome.REVIEW_REQUIRED
    assert decision.triggered_rules[0] == "listed-as-other-type"


@pytest.mark.parametrize(
    ("band", "outcome"),
    [
        (RiskBand.LOW, Outcome.APPROVE),
        (RiskBand.MEDIUM, Outcome.APPROVE_WITH_MONITORING),
        (RiskBand.HIGH, Outcome.REVIEW_REQUIRED),
        (RiskBand.CRITICAL, Outcome.BLOCK),
    ],
)
def test_else_the_band_decides(policy: Policy, band: RiskBand, outcome: Outcome) -> None:
    assert decide([], RAN, RiskAssessment(1, band, ()), policy).outcome is outcome


def test_stale_lists_raise_the_outcome_only_if_the_policy_says_so(policy: Policy) -> None:
    runs = (replace(RAN[0], stale=("un_sc",)),)
    assert decided(policy, runs=runs).outcome is Outcome.APPROVE
    strict = replace(policy, stale_lists="REVIEW_REQUIRED")
    assert decided(strict, runs=runs).outcome is Outcome.REVIEW_REQUIRED
    assert decided(strict).outcome is Outcome.APPROVE


def test_all_rules_that_apply_are_named_the_deciding_one_first(policy: Policy, make_match) -> None:
    decision = decided(policy, make_match(), make_match(Strength.POSSIBLE, Check.PEP, entry_id="8"))
    assert decision.triggered_rules[0] == "sanctions-exact"
    assert "pep-possible" in decision.triggered_rules


def test_weak_alias_and_contradiction_are_said(policy: Policy, make_match) -> None:
    decision = decided(policy, make_match(Strength.STRONG, is_weak=True, evidence=(NOT_HERE,)))
    assert "weak alias" in decision.explanation
    assert "country contradicted" in decision.explanation
