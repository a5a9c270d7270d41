"""From matches, checks and risk to the machine's decision; the first rule that applies wins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.domain.decision import Decision, Outcome
from app.domain.match import Check, Feature, Level, Match, Strength, Verdict
from app.domain.policy import Policy
from app.domain.risk import RiskAssessment
from app.domain.screening import CheckRun, CheckState

_CORROBORATING = (Feature.IDENTIFIER, Feature.DATE_OF_BIRTH, Feature.COUNTRY)
_ORDER = tuple(Outcome)


def decide(
    matches: Sequence[Match], runs: Sequence[CheckRun], risk: RiskAssessment, policy: Policy
) -> Decision:
    """The decision by the ordered rules of the policy.

    1. a sanctions match that is EXACT, or STRONG with an agreeing identifier, date of birth or
       country and nothing contradicted: BLOCK;
    2. any other open sanctions match, a PEP match that is EXACT or STRONG, a requested check
       that did not run: REVIEW_REQUIRED;
    3. a PEP match that is POSSIBLE, or adverse media: the band's outcome, at least
       APPROVE_WITH_MONITORING, never BLOCK;
    4. the band.
    """
    triggered = list(_triggered(matches, runs, risk, policy))
    _, outcome, explanation = triggered[0]
    return Decision(
        outcome=outcome,
        triggered_rules=tuple(dict.fromkeys(rule for rule, _, _ in triggered)),
        explanation=explanation,
        recommended_action=policy.actions[outcome],
    )


def _triggered(
    matches: Sequence[Match], runs: Sequence[CheckRun], risk: RiskAssessment, policy: Policy
) -> Iterator[tuple[str, Outcome, str]]:
    """(rule, outcome, explanation) of every rule that applies, in the policy's order."""
    matches = [match for match in matches if match.level is not Level.DISCARDED]
    sanctions = [match for match in matches if match.check is Check.SANCTIONS]
    blocking = [(match, rule) for match in sanctions if (rule := _blocks(match, policy))]
    for match, rule in blocking:
        yield rule, Outcome.BLOCK, _words("sanctions", match)
    blocked = {match.match_id or id(match) for match, _ in blocking}
    for match in sanctions:
        if (match.match_id or id(match)) not in blocked:
            yield "sanctions-open-match", Outcome.REVIEW_REQUIRED, _words("sanctions", match)
    peps = [match for match in matches if match.check is Check.PEP]
    for match in peps:
        if match.strength is not Strength.POSSIBLE:
            yield "pep-exact-or-strong", Outcome.REVIEW_REQUIRED, _words("PEP", match)
    for run in runs:
        if run.state is CheckState.NOT_RUN:
            text = f"The check {run.check.value} did not run: {run.note or 'no active list'}."
            yield "check-not-run", Outcome.REVIEW_REQUIRED, text
    if policy.stale_lists == Outcome.REVIEW_REQUIRED:
        stale = [source for run in runs for source in run.stale]
        if stale:
            text = f"Stale lists: {', '.join(stale)}."
            yield "stale-lists", Outcome.REVIEW_REQUIRED, text
    outcome = policy.band_outcomes[risk.band]
    for match in matches:
        if match.check is Check.SANCTIONS:
            continue
        if match.check is Check.PEP and match.strength is not Strength.POSSIBLE:
            continue
        rule = "pep-possible" if match.check is Check.PEP else "adverse-media"
        word = "PEP" if match.check is Check.PEP else "adverse-media"
        yield rule, _between(outcome), _words(word, match)
    band = risk.band.value.lower()
    yield f"band-{band}", outcome, f"Risk score {risk.score} of 1000, band {band}."


def _between(outcome: Outcome) -> Outcome:
    """At least APPROVE_WITH_MONITORING, at most REVIEW_REQUIRED."""
    place = _ORDER.index(outcome)
    low, high = Outcome.APPROVE_WITH_MONITORING, Outcome.REVIEW_REQUIRED
    return _ORDER[min(max(place, _ORDER.index(low)), _ORDER.index(high))]


def _agreeing(match: Match) -> list[str]:
    return [
        evidence.feature.value.replace("_", " ")
        for evidence in match.evidence
        if evidence.feature in _CORROBORATING and evidence.verdict is Verdict.AGREE
    ]


def _blocks(match: Match, policy: Policy) -> str:
    """The rule by which this sanctions match blocks, or an empty string."""
    corroborated = bool(_agreeing(match)) and not any(
        evidence.verdict is Verdict.CONFLICT for evidence in match.evidence
    )
    if match.strength is Strength.EXACT:
        if match.is_weak and not policy.exact_weak_alias_blocks:
            return "sanctions-exact-corroborated" if corroborated else ""
        return "sanctions-exact"
    if match.strength is Strength.STRONG and corroborated:
        return "sanctions-strong-corroborated"
    return ""


def _words(check: str, match: Match) -> str:
    text = f"{match.strength.value.capitalize()} {check} match with {match.primary_name}"
    agreeing = _agreeing(match)
    text += f", same {' and '.join(agreeing)}" if agreeing else ", by name alone"
    against = [
        evidence.feature.value.replace("_", " ")
        for evidence in match.evidence
        if evidence.verdict is Verdict.CONFLICT
    ]
    if against:
        text += f"; {' and '.join(against)} contradicted"
    if match.is_weak:
        text += "; the name is a weak alias"
    return text + "."
