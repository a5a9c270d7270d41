"""Records as plain JSON values in the shapes that scripts and callers rely on."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from app.domain.exception_outcome import match_outcome
from app.domain.match import Match
from app.domain.pep_status import PepStatus
from app.domain.risk import Factor
from app.domain.screening import Candidate, CheckRun, ListUsed, ScreeningRecord
from app.domain.subject import Subject
from app.domain.transaction import Transaction
from app.services.linking_shape import parties_value

DEMO_NOTICE = "Demonstration lists: every listed name is invented."


def screening_result(record: ScreeningRecord) -> dict[str, Any]:
    """A screening in the seeds' shape, with the evidence and the lists it rests on."""
    return {
        "screening_id": record.screening_id,
        "subject_id": record.subject_id,
        "external_id": record.subject.external_id or None,
        "status": record.status.value,
        "purpose": record.purpose.value,
        "subject": subject_value(record.subject),
        "risk_score": record.risk.score,
        "risk_band": record.risk.band.value,
        "risk_factors": [_factor_value(factor) for factor in record.risk.factors],
        "decision": {
            "outcome": record.decision.outcome.value,
            "triggered_rules": list(record.decision.triggered_rules),
            "explanation": record.decision.explanation,
            "recommended_action": record.decision.recommended_action,
        },
        "matches": [
            match_value(match) | {"party": party.party_id if party else None}
            for match, party in ((match, record.party_of(match)) for match in record.matches)
        ],
        "parties": parties_value(record),
        "match_summary": record.match_summary(),
        "nearest_below_line": [_candidate_value(candidate) for candidate in record.nearest],
        "listed_as_other_type": [_candidate_value(candidate) for candidate in record.other_types],
        "transaction": _transaction_value(record.transaction) if record.transaction else None,
        "checks": [_check_value(run) for run in record.checks],
        "lists": [_list_value(used) for used in record.lists],
        "warnings": list(record.warnings),
        "profile": record.profile,
        "learned_aliases": record.learned_aliases or None,
        "policy_version": record.policy_version,
        "actor": record.actor,
        "is_demo": record.is_demo,
        "notice": DEMO_NOTICE if record.is_demo else None,
        "created_at": utc(record.created_at),
        "completed_at": utc(record.completed_at),
        "duration_ms": record.duration_ms,
    }


def _factor_value(factor: Factor) -> dict[str, Any]:
    return {
        "code": factor.code,
        "category": factor.category.value,
        "weight": round(factor.weight, 6),
        "value": round(factor.value, 6),
        "contribution": factor.contribution,
        "explanation": factor.explanation,
    }


def _candidate_value(candidate: Candidate) -> dict[str, Any]:
    return {
        "source": candidate.source,
        "list_entry_id": candidate.list_entry_id,
        "name": candidate.name,
        "name_score": round(candidate.name_score, 6),
    }


def subject_value(subject: Subject) -> dict[str, Any]:
    """A subject as given, without its empty fields."""
    value: dict[str, Any] = {
        "type": subject.type.value,
        "name": subject.name,
        "external_id": subject.external_id,
        "date_of_birth": str(subject.date_of_birth or ""),
        "gender": subject.gender.value if subject.gender else "",
        "nationality": subject.nationality,
        "country": subject.country,
        "place_of_birth": subject.place_of_birth,
        "registration_number": subject.registration_number,
        "addresses": [address.line() for address in subject.addresses],
        "identifiers": [
            {"type": item.type.value, "value": item.value, "country": item.country or None}
            for item in subject.identifiers
        ],
    }
    return {name: item for name, item in value.items() if item}


def _transaction_value(transaction: Transaction) -> dict[str, Any]:
    return {
        "transaction_id": transaction.transaction_id,
        "amount": transaction.amount,
        "currency": transaction.currency,
        "direction": transaction.direction.value,
        "occurred_at": utc(transaction.occurred_at),
        "counterparty": {
            "name": transaction.counterparty_name,
            "country": transaction.counterparty_country or None,
        },
    }


def match_value(match: Match) -> dict[str, Any]:
    """A match with its components and evidence; scores rounded to 6 decimals."""
    parts = match.components
    components = {
        "primary": round(parts.primary, 6),
        "token": round(parts.token, 6),
        "ngram": round(parts.ngram, 6),
        "phonetic": round(parts.phonetic, 6),
    }
    if parts.contradiction is not None:
        components["contradiction"] = round(parts.contradiction, 6)
    if parts.cap is not None:
        components["cap"] = round(parts.cap, 6)
    return {
        "match_id": match.match_id,
        "check": match.check.value,
        "source": match.source,
        "list_entry_id": match.list_entry_id,
        "entry_type": match.entry_type.value,
        "matched_name": match.matched_name,
        "matched_name_kind": match.matched_kind.value,
        "is_weak_alias": match.is_weak,
        "primary_name": match.primary_name,
        "name_score": round(match.name_score, 6),
        "strength": match.strength.value,
        "score": round(match.score, 2),
        "score_scope": list(match.score_scope),
        "level": match.level.value,
        "discarded_because": match.reason or None,
        "screening_outcome": match_outcome(match).value,
        "exception_id": match.exception_id or None,
        "lapsed_exception_id": match.lapsed_exception_id or None,
        "lapsed_because": [asdict(change) for change in match.lapsed_because],
        "components": components,
        "evidence": [
            {
                "feature": item.feature.value,
                "query_value": item.query_value,
                "list_value": item.list_value,
                "verdict": item.verdict.value,
                "effect": item.effect,
                "note": item.note,
            }
            for item in match.evidence
        ],
        "pep_status": _pep_value(match.pep) if match.pep else None,
        "is_demo": match.is_demo,
    }


def _pep_value(status: PepStatus) -> dict[str, Any]:
    return {
        "standing": status.standing.value,
        "scope": status.scope.value,
        "class": status.office_class.value,
        "office": status.office or None,
        "countries": list(status.countries),
        "years_since": status.years_since,
        "is_lapsed": status.is_lapsed,
        "related_to": list(status.related_to),
        "text": status.text(),
    }


def _check_value(run: CheckRun) -> dict[str, Any]:
    return {
        "check": run.check.value,
        "state": run.state.value,
        "sources": list(run.sources),
        "missing": list(run.missing),
        "stale": list(run.stale),
        "held": list(run.held),
        "note": run.note or None,
    }


def _list_value(used: ListUsed) -> dict[str, Any]:
    return {
        "source": used.source,
        "version": used.version,
        "published_on": used.published_on.isoformat() if used.published_on else None,
        "sha256": used.sha256,
        "entries": used.entries,
        "age_days": used.age_days,
        "is_stale": used.is_stale,
        "is_demo": used.is_demo,
        "profile": used.profile or None,
    }


def utc(at: Any) -> str:
    """A UTC time as JSON holds it: ISO 8601 to the millisecond with Z."""
    return str(at.isoformat(timespec="milliseconds")).replace("+00:00", "Z")
