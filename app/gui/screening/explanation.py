"""“Why this score”: the whole arithmetic of one match as plain text, to read, copy and keep."""

from __future__ import annotations

from app.domain.match import Match
from app.domain.screening import ListUsed, ScreeningRecord
from app.gui.screening.alignment_pane import path_words
from app.gui.screening.exclusion import came_back_words, discarded_words
from app.gui.screening.field_rows import field_rows
from app.gui.screening.name_score_rows import name_score_words
from app.gui.screening.result_rows import components
from app.gui.screening.wording import (
    check_word,
    kind_word,
    level_word,
    outcome_word,
    signed,
    strength_word,
    translate,
)
from app.gui.widgets.token_columns import columns

_SHORT_HASH = 8


def explain(record: ScreeningRecord, match: Match) -> str:
    """Every factor with its weight, the list and its version, profile and policy, line by line."""
    blocks = (
        _match_lines(match),
        _name_lines(record, match),
        _field_lines(match),
        _risk_lines(record),
        _origin_lines(record, match),
    )
    return "\n\n".join("\n".join(lines) for lines in blocks if lines)


def _match_lines(match: Match) -> list[str]:
    lines = [
        translate("Screening", "Subject: {name}").format(name=match.screened_name),
        translate("Screening", "List entry: {name} ({kind}), entry {entry}").format(
            name=match.matched_name, kind=kind_word(match.matched_kind), entry=match.list_entry_id
        ),
    ]
    if match.matched_name != match.primary_name:
        words = translate("Screening", "Primary name on the list: {name}")
        lines.append(words.format(name=match.primary_name))
    if match.is_weak:
        lines.append(translate("Screening", "The list calls this name a weak alias."))
    score = translate("Screening", "Match score {score} of 100, level {level}").format(
        score=f"{match.score:.1f}", level=level_word(match.level)
    )
    lines.append(score)
    lines += filter(None, (discarded_words(match), came_back_words(match)))
    return lines


def _name_lines(record: ScreeningRecord, match: Match) -> list[str]:
    heading = translate("Screening", "Name score {score} ({strength}; line at {floor})").format(
        score=f"{match.name_score:.4f}",
        strength=strength_word(match.strength),
        floor=f"{record.floor:.2f}",
    )
    lines = [heading, *(f"  {part.label}: {part.text}" for part in components(match))]
    lines += [f"  {sentence}" for sentence in name_score_words(match)]
    lines += [f"  {path}" for path in path_words(match)]
    lines += [f"  {column.words()}" for column in columns(match.alignment)]
    return lines


def _field_lines(match: Match) -> list[str]:
    heading = translate("Screening", "Fields, in points of the match score")
    lines = []
    for row in field_rows(match):
        note = f" ({row.note})" if row.note else ""
        lines.append(
            f"  {row.label}: {row.verdict_word}, {row.subject} / {row.listed}: "
            f"{row.effect_text}{note}"
        )
    return [heading, *lines] if lines else []


def _risk_lines(record: ScreeningRecord) -> list[str]:
    risk, decision = record.risk, record.decision
    lines = [
        translate("Screening", "Risk score {score} of 1000, band {band}").format(
            score=risk.score, band=risk.band.value
        )
    ]
    lines += [
        f"  {factor.category.value}: {factor.weight:g} × {factor.value:.1f} = "
        f"{signed(factor.contribution)}. {factor.explanation}"
        for factor in risk.factors
    ]
    lines.append(
        translate("Screening", "Decision: {outcome}. {why}").format(
            outcome=outcome_word(decision.outcome), why=decision.explanation
        )
    )
    rules = ", ".join(decision.triggered_rules)
    lines.append(translate("Screening", "Rules: {rules}").format(rules=rules))
    return lines


def _origin_lines(record: ScreeningRecord, match: Match) -> list[str]:
    used = list_of(record, match)
    lines = []
    if used is not None:
        words = translate("Screening", "List: {line}, sha256 {digest}")
        lines.append(words.format(line=version_line(used), digest=used.sha256))
    lines.append(
        translate("Screening", "Check {check}, profile {profile}, policy {policy}").format(
            check=check_word(match.check),
            profile=(used.profile if used else "") or record.profile,
            policy=record.policy_version,
        )
    )
    at = f"{record.created_at:%Y-%m-%d %H:%M:%S} UTC"
    words = translate("Screening", "Screening {id}, {at}, by {actor}")
    lines.append(words.format(id=record.screening_id, at=at, actor=record.actor))
    if record.is_demo:
        words = translate("Screening", "Demonstration lists: every name is invented.")
        lines.append(words)
    return lines


def list_of(record: ScreeningRecord, match: Match) -> ListUsed | None:
    """The list version that a match comes from."""
    return next((used for used in record.lists if used.source == match.source), None)


def version_line(used: ListUsed) -> str:
    """``OFAC SDN version 2026-11-19, 17,842 entries, 1 day old``."""
    if used.age_days == 1:
        age = translate("Screening", "1 day old")
    else:
        age = translate("Screening", "{days} days old").format(days=f"{used.age_days:,}")
    if used.is_stale:
        age = translate("Screening", "{age}, stale").format(age=age)
    words = translate("Screening", "{name} version {version}, {entries} entries, {age}")
    return words.format(name=used.name, version=used.version, entries=f"{used.entries:,}", age=age)


def short_hash(used: ListUsed) -> str:
    """The first letters of the file's SHA-256."""
    return used.sha256[:_SHORT_HASH]
