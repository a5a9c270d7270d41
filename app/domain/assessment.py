"""From matches and subject to the risk score: every factor with its arithmetic and its words."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.countries import country_name
from app.domain.match import Check, Level, Match, Strength
from app.domain.policy import CountryRisk, Policy
from app.domain.risk import Factor, FactorCategory, RiskAssessment, RiskBand
from app.domain.subject import Subject, SubjectType
from app.domain.transaction import Transaction, TransactionHistory
from app.domain.transaction_risk import transaction_factors

MAX_SCORE = 1000
NO_HISTORY = TransactionHistory()
_CHECK_WORDS = {
    Check.SANCTIONS: "Sanctions",
    Check.PEP: "PEP",
    Check.ADVERSE_MEDIA: "Adverse media",
}


def assess(
    subject: Subject,
    matches: Sequence[Match],
    purpose: str,
    policy: Policy,
    transaction: Transaction | None = None,
    history: TransactionHistory = NO_HISTORY,
) -> RiskAssessment:
    """The risk of a subject with these matches; discarded matches add nothing.

    Args:
        subject: who was screened.
        matches: all matches of the screening, any order.
        purpose: a Purpose value; picks the policy's row of weights.
        policy: the policy in force.
        transaction: what triggered the screening, if anything did.
        history: the subject's earlier transactions.
    """
    factors: list[Factor] = []
    for check in Check:
        factors.extend(_match_factors(check, matches, policy))
    countries = subject.countries()
    if transaction and transaction.counterparty_country:
        countries = tuple(dict.fromkeys((*countries, transaction.counterparty_country)))
    factors.append(_country_factor(countries, purpose, policy))
    factors.append(_customer_type_factor(subject, purpose, policy))
    if transaction:
        factors.extend(transaction_factors(transaction, history, purpose, policy))
    score = min(MAX_SCORE, max(0, round(sum(factor.contribution for factor in factors))))
    return RiskAssessment(score, band_of(score, policy.bands), tuple(factors), policy.bands)


def band_of(score: int, bands: tuple[int, int, int]) -> RiskBand:
    """The band of a score 0-1000 by the upper ends of LOW, MEDIUM and HIGH."""
    for end, band in zip(bands, RiskBand, strict=False):
        if score <= end:
            return band
    return RiskBand.CRITICAL


def match_quality(match: Match, policy: Policy) -> float:
    """q in [0, 1]: where a match lies in the contribution range of its strength.

    By name alone q is `name_share` times the place of the name score between the strength's
    thresholds; agreeing fields add up to 1 - name_share, contradictions take as much away.
    """
    floors = {Strength.STRONG: policy.strong, Strength.POSSIBLE: policy.possible}
    tops = {Strength.STRONG: 1.0, Strength.POSSIBLE: policy.strong}
    if match.strength is Strength.EXACT:
        place = 1.0
    else:
        low, high = floors[match.strength], tops[match.strength]
        place = min(1.0, max(0.0, (match.name_score - low) / (high - low)))
    effects = sum(evidence.effect for evidence in match.evidence)
    corroboration = min(1.0, max(-1.0, effects / policy.full_points))
    share = policy.name_share
    return min(1.0, max(0.0, share * place + (1 - share) * corroboration))


def _match_factors(check: Check, matches: Sequence[Match], policy: Policy) -> list[Factor]:
    weights = policy.matches[check]
    scored = []
    for match in matches:
        if match.check is check and match.level is not Level.DISCARDED:
            low, high = weights.ranges[match.strength]
            scored.append((low + (high - low) * match_quality(match, policy), match))
    if not scored:
        return []
    scored.sort(key=lambda pair: -pair[0])
    contribution, best = scored[0]
    contribution = round(contribution, 1)
    word = _CHECK_WORDS[check]
    agreeing = [scope for scope in best.score_scope if scope != "NAME"]
    because = f"; agrees on {', '.join(agreeing).lower()}" if agreeing else "; by name alone"
    code = f"{check.value.lower()}_{best.strength.value.lower()}_match"
    low, high = weights.ranges[best.strength]
    factors = [
        Factor(
            code=code,
            category=FactorCategory.SCREENING,
            weight=weights.weight,
            value=contribution / weights.weight,
            contribution=contribution,
            explanation=(
                f"{word}, {best.strength.value.lower()} match with {best.primary_name} "
                f"({best.source}): {low:g} to {high:g} points{because}."
            ),
        )
    ]
    further = len(scored) - 1
    if further:
        extra = round(min(policy.further_cap, further * policy.further_share * contribution), 1)
        factors.append(
            Factor(
                code=f"{check.value.lower()}_further_matches",
                category=FactorCategory.SCREENING,
                weight=weights.weight,
                value=extra / weights.weight,
                contribution=extra,
                explanation=(
                    f"{further} further {word if word == 'PEP' else word.lower()} "
                    f"{'match' if further == 1 else 'matches'}: {policy.further_share:.0%} of the "
                    f"first each, at most {policy.further_cap:g}."
                ),
            )
        )
    return factors


def _country_factor(countries: Sequence[str], purpose: str, policy: Policy) -> Factor:
    share = policy.purposes[purpose].get(FactorCategory.COUNTRY, 1.0)
    best: tuple[float, float, CountryRisk] | None = None
    others: list[str] = []
    for code in countries:
        for risk in policy.country_risks.get(code, ()):
            rule = policy.countries.get(risk.list_id)
            if rule is None:
                continue
            low, high = rule.range
            points = round((low + (high - low) * risk.severity) * share, 1)
            others.append(risk.list_name)
            if best is None or points > best[0]:
                best = (points, rule.weight * share, risk)
    if best is None:
        named = ", ".join(country_name(code) for code in countries)
        text = f"Country: {named}, on no risk list." if named else "Country: not given."
        return Factor("country", FactorCategory.COUNTRY, 0.5 * share, 0.0, 0.0, text)
    points, weight, risk = best
    also = [name for name in dict.fromkeys(others) if name != risk.list_name]
    text = f"Country: {country_name(risk.code)}, {risk.list_name} as of {risk.as_of}."
    if also:
        text += f" Also on: {', '.join(also)} (counted once, by the list that weighs most)."
    code = f"country_{risk.list_id}"
    return Factor(
        code, FactorCategory.COUNTRY, weight, points / weight if weight else 0.0, points, text
    )


def _customer_type_factor(subject: Subject, purpose: str, policy: Policy) -> Factor:
    share = policy.purposes[purpose].get(FactorCategory.CUSTOMER_TYPE, 1.0)
    weight = policy.customer_type_weight * share
    points = round(weight * policy.customer_type_values[subject.type], 1)
    word = "an individual" if subject.type is SubjectType.INDIVIDUAL else "an entity"
    return Factor(
        code=f"customer_type_{subject.type.value.lower()}",
        category=FactorCategory.CUSTOMER_TYPE,
        weight=weight,
        value=points / weight if weight else 0.0,
        contribution=points,
        explanation=f"Customer type: {word}.",
    )
