"""A record's risk, decision and checks as the rows and sentences that the result pane shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.match import Evidence, Match
from app.domain.risk import Factor, FactorCategory
from app.domain.screening import CheckRun, CheckState, ScreeningRecord
from app.gui.screening.wording import check_word, feature_word, signed, translate, verdict_word
from app.gui.widgets.rows import Component, WaterfallRow

WEIGHTS = (0.60, 0.15, 0.15, 0.10)  # primary, token, n-gram, phonetic (docs/matching.md)
_BAND_SOLID = {
    "LOW": "low_solid",
    "MEDIUM": "medium_solid",
    "HIGH": "high_solid",
    "CRITICAL": "critical_solid",
}


def factor_rows(record: ScreeningRecord) -> tuple[WaterfallRow, ...]:
    """The factors of the risk score, in the order they were added up."""
    return tuple(
        WaterfallRow(
            label=factor_label(factor),
            value=factor.contribution,
            text=signed(factor.contribution, 0),
            role=_factor_role(factor),
            hint=factor.explanation,
        )
        for factor in record.risk.factors
    )


def risk_total(record: ScreeningRecord) -> WaterfallRow:
    """The sum of the factors as it was stored (capped at 1000)."""
    risk = record.risk
    label = translate("Screening", "Risk score")
    if sum(factor.contribution for factor in risk.factors) > risk.score + 1:
        label = translate("Screening", "Risk score, capped")
    return WaterfallRow(
        label=label,
        value=float(risk.score),
        text=str(risk.score),
        role=_BAND_SOLID[risk.band.value],
    )


def factor_label(factor: Factor) -> str:
    """The beginning of a factor's explanation, enough to name it; the whole is its hint."""
    text = factor.explanation
    if factor.category is FactorCategory.SCREENING:
        text = text.split(" with ")[0]
        head, mark, rest = text.partition(": ")
        text = head if mark and rest[:1].isdigit() else text
    return text.split(". ")[0].rstrip(".")


def _factor_role(factor: Factor) -> str:
    if factor.contribution < 0:
        return "low_solid"
    if factor.category is not FactorCategory.SCREENING:
        return "series_5"
    return "critical_solid" if factor.code.startswith("sanctions") else "high_solid"


def match_score_rows(match: Match) -> tuple[WaterfallRow, ...]:
    """The parts of the match score 0-100: the name first, then what every field adds or takes."""
    name = WaterfallRow(
        label=translate("Screening", "Name {score}").format(score=f"{match.name_score:.3f}"),
        value=match.name_score * 100,
        text=signed(match.name_score * 100),
        role="accent",
    )
    fields = (_effect_row(item, match) for item in match.evidence if round(item.effect, 1) != 0)
    return (name, *fields)


def match_score_total(match: Match) -> WaterfallRow:
    """The match score as it was stored (kept within 0-100)."""
    label = translate("Screening", "Score")
    return WaterfallRow(label, match.score, f"{match.score:.1f}", "text_2")


def _effect_row(item: Evidence, match: Match) -> WaterfallRow:
    is_entity = match.entry_type.value != "INDIVIDUAL"
    words = f"{feature_word(item.feature, is_entity=is_entity)}: {verdict_word(item.verdict)}"
    return WaterfallRow(
        label=words,
        value=item.effect,
        text=signed(item.effect),
        role="low_solid" if item.effect > 0 else "critical_solid",
        hint=item.note or words,
    )


def components(match: Match) -> tuple[Component, ...]:
    """The four parts of the name score with their arithmetic, ``0.944 × 60 = 56.64``.

    The products as shown add up to the rounded sum of the four: each is the step between two
    rounded sums.
    """
    parts = match.components
    values = (parts.primary, parts.token, parts.ngram, parts.phonetic)
    labels = (
        translate("Screening", "Primary"),
        translate("Screening", "Token"),
        translate("Screening", "N-gram"),
        translate("Screening", "Phonetic"),
    )
    made = []
    exact = shown = 0.0
    for label, weight, value in zip(labels, WEIGHTS, values, strict=True):
        exact += value * weight * 100
        product = round(exact, 2) - shown
        shown = round(exact, 2)
        made.append(Component(label, weight, value, _arithmetic(value, weight, product)))
    return tuple(made)


def _arithmetic(value: float, weight: float, product: float) -> str:
    shown = f"{value:.3f}".rstrip("0").rstrip(".")
    return f"{shown} × {weight * 100:.0f} = {product:.2f}"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the reader must know beside the result; `role` is the banner's."""

    role: str
    heading: str
    text: str


def notices(record: ScreeningRecord, short_name: Callable[[str], str]) -> tuple[Notice, ...]:
    """What this screening did not look at or should not be trusted for, the worst first.

    Args:
        record: the screening.
        short_name: gives the name of a source that the record does not hold.
    """
    found = [
        Notice("high", _not_run_heading(run), _not_run_text(run))
        for run in record.checks
        if run.state is CheckState.NOT_RUN
    ]
    lists = _list_sentences(record, short_name)
    if lists:
        heading = translate("Screening", "Lists are missing or out of date")
        found.append(Notice("medium", heading, " ".join(lists)))
    if record.warnings:
        heading = translate("Screening", "Look at the subject’s data")
        found.append(Notice("medium", heading, " ".join(record.warnings)))
    return tuple(found)


def _not_run_heading(run: CheckRun) -> str:
    return translate("Screening", "{check} was not run").format(check=check_word(run.check))


def _not_run_text(run: CheckRun) -> str:
    why = run.note or translate("Screening", "no list is active")
    words = translate("Screening", "Reason: {why}. This result says nothing about that check.")
    return words.format(why=why)


def _list_sentences(record: ScreeningRecord, short_name: Callable[[str], str]) -> list[str]:
    used = {item.source: item for item in record.lists}
    found = []
    for run in record.checks:
        if run.missing and run.state is not CheckState.NOT_RUN:
            names = ", ".join(short_name(source) for source in run.missing)
            words = translate("Screening", "{check}: {lists} not loaded.")
            found.append(words.format(check=check_word(run.check), lists=names))
        for source in run.stale:
            name = used[source].name if source in used else short_name(source)
            days = used[source].age_days if source in used else "?"
            words = translate("Screening", "{source} is {days} days old.")
            found.append(words.format(source=name, days=days))
        if run.held:
            names = ", ".join(map(short_name, run.held))
            words = translate(
                "Screening", "{lists}: a newer version is held and waits for a decision."
            )
            found.append(words.format(lists=names))
    return found


def footer_words(record: ScreeningRecord) -> tuple[str, str]:
    """How long it took, and the nearest candidate below the line."""
    took = translate("Screening", "Screened in {ms} ms").format(ms=f"{record.duration_ms:.0f}")
    if not record.nearest:
        return took, translate("Screening", "Nothing near below the line")
    nearest = translate("Screening", "Nearest below the line: {score}")
    return took, nearest.format(score=f"{record.nearest[0].name_score:.3f}")
