"""From matches, checks and risk to the machine's decision; the first rule that applies wins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.domain.decision import Decision, Outcome
from app.domain.match import Check, Feature, Level, Match, Strength, Verdict
from app.domain.policy import Policy
from app.domain.risk import RiskAssessment
from app.domain.screening import Candidate, CheckRun, CheckState

_CORROBORATING = (Feature.IDENTIFIER, Feature.DATE_OF_BIRTH, Feature.COUNTRY)
_ORDER = tuple(Outcome)
_POSSIBLE = Strength.POSSIBLE
Rule = tuple[str, Outcome, str]  # its code, what it asks for, one sentence


def decide(
    matches: Sequence[Match],
    runs: Sequence[CheckRun],
    risk: RiskAssessment,
    policy: Policy,
    other_types: Sequence[Candidate] = (),
) -> Decision:
    """The decision by the ordered rules of the policy.

    1. a sanctions match that is EXACT, or STRONG with an agreeing identifier, date of birth or
       country and nothing contradicted: BLOCK;
    2. any other open sanctions match, a PEP match that is EXACT or STRONG, a requested check
       that did not run, the same name listed as another kind of party: REVIEW_REQUIRED;
    3. a PEP match that is POSSIBLE, or adverse media: the band's outcome, at least
       APPROVE_WITH_MONITORING, never BLOCK;
    4. the band.
    """
    triggered = list(_triggered(matches, runs, risk, policy, other_types))
    _, outcome, explanation = triggered[0]
    return Decision(
        outcome=outcome,
        triggered_rules=tuple(dict.fromkeys(rule for rule, _, _ in triggered)),
        explanation=explanation,
        recommended_action=policy.actions[outcome],
    )


def _triggered(
    matches: Sequence[Match],
    runs: Sequence[CheckRun],
    risk: RiskAssessment,
    policy: Policy,
    other_types: Sequence[Candidate],
) -> Iterator[Rule]:
    """Every rule that applies, in the policy's order."""
    matches = [match for match in matches if match.level is not Level.DISCARDED]
    yield from _sanctions_rules(matches, policy)
    strong_peps = [m for m in matches if m.check is Check.PEP and m.strength is not _POSSIBLE]
    for match in strong_peps:
        yield "pep-exact-or-strong", Outcome.REVIEW_REQUIRED, _words("PEP", match)
    yield from _standing_rules(runs, policy, other_types)
    outcome = policy.band_outcomes[risk.band]
    for match in matches:
        if match.check is Check.PEP and match.strength is _POSSIBLE:
            yield "pep-possible", _between(outcome), _words("PEP", match)
        elif match.check is Check.ADVERSE_MEDIA:
            yield "adverse-media", _between(outcome), _words("adverse-media", match)
    band = risk.band.value.lower()
    yield f"band-{band}", outcome, f"Risk score {risk.score} of 1000, band {band}."


def _sanctions_rules(matches: Sequence[Match], policy: Policy) -> Iterator[Rule]:
    """The matches that block, then the others."""
    others = []
    for match in matches:
        if match.check is Check.SANCTIONS:
            rule = _blocks(match, policy)
            if rule:
                yield rule, Outcome.BLOCK, _words("sanctions", match)
            else:
                others.append(match)
    for match in others:
        yield "sanctions-open-match", Outcome.REVIEW_REQUIRED, _words("sanctions", match)


def _standing_rules(
    runs: Sequence[CheckRun], policy: Policy, other_types: Sequence[Candidate]
) -> Iterator[Rule]:
    """What the screening could not see, or saw elsewhere."""
    for run in runs:
        if run.state is CheckState.NOT_RUN:
            text = f"The check {run.check.value} did not run: {run.note or 'no active list'}."
            yield "check-not-run", Outcome.REVIEW_REQUIRED, text
    for candidate in other_types:
        text = (
            f"{candidate.name} is listed ({candidate.source}) as another kind of party: check "
            "whether the subject is an individual or an entity."
        )
        yield "listed-as-other-type", Outcome.REVIEW_REQUIRED, text
    stale = [source for run in runs for source in run.stale]
    if stale and policy.stale_lists == Outcome.REVIEW_REQUIRED:
        yield "stale-lists", Outcome.REVIEW_REQUIRED, f"Stale lists: {', '.join(stale)}."


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
