"""A screening as a report: what was searched, what was found, why, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import Final

from app.domain.match import Evidence, Feature, Match
from app.domain.screening import Candidate, ScreeningRecord
from app.matching.tables import NameTables
from app.reports.document import (
    Block,
    Cell,
    Facts,
    Heading,
    Look,
    Notice,
    Report,
    Section,
    Table,
    Text,
    Tone,
    Verdict,
)
from app.services import report_basis
from app.services import report_parts as parts
from app.services.report_nearest import shortfalls
from app.services.report_parts import MARK_OF, Setting
from app.services.report_words import counted, time_words, who, word, zone_words

_WEIGHTS: Final = (("Aligned", 60), ("Shared words", 15), ("Letter pairs", 15),
                   ("Sound", 10))  # fmt: skip


def is_certificate(record: ScreeningRecord) -> bool:
    """Whether the report is a no-hit certificate: a check ran, and no match is open."""
    return bool(report_basis.checks_completed(record)) and not record.open_matches()


def screening_report(record: ScreeningRecord, setting: Setting, tables: NameTables) -> Report:
    """The report on one screening; a no-hit certificate where nothing open was found."""
    certificate = is_certificate(record)
    kind = _certificate_title(record) if certificate else "Screening report"
    sections = [
        *(() if certificate else _open_sections(record)),
        *below_sections(record, tables),
        *_risk_section(record),
        *evidence_sections(record, record.open_matches()),
        *basis_sections(record, setting),
    ]
    return Report(
        title=f"{kind}: {record.subject.name}",
        subtitle=_subtitle(record, setting),
        summary=_certificate_words(record) if certificate else "",
        sections=tuple(sections),
        footer=parts.footer(f"record {record.screening_id}", setting),
        head=parts.head(setting, is_demo=record.is_demo),
        reference=record.screening_id,
        front=(
            verdict(record, setting.zone),
            *report_basis.check_notices(record),
            *_warnings(record),
        ),
    )


def _front(record: ScreeningRecord, setting: Setting) -> tuple[Block, ...]:
    notices = report_basis.check_notices(record)
    return (verdict(record, setting.zone), *notices, *_warnings(record))


def verdict(record: ScreeningRecord, zone: tzinfo) -> Verdict:
    """The outcome with its figure, the subject, and when it was screened."""
    outcome = record.decision.outcome
    rule = record.decision.triggered_rules
    found = record.open_matches()
    excluded = len(record.matches) - len(found)
    told = counted(len(found), "match", "matches") + (
        f", {excluded:,} discarded" if excluded else ""
    )
    right = (
        ("Screened", time_words(record.completed_at, zone)),
        ("Purpose", word(record.purpose)),
        ("By", who(record.actor)),
        ("Matches", told),
    )
    return Verdict(
        parts.TONE_OF[outcome],
        parts.OUTCOME_MARK[outcome],
        word(outcome),
        f"{record.risk.score:,}",
        f"of 1,000, {word(record.risk.band).lower()}",
        f"Rule {rule[0]}" if rule else "No rule applied",
        (Facts(_front_rows(record)), Facts(right)),
    )


def _front_rows(record: ScreeningRecord) -> tuple[tuple[str, str], ...]:
    """The four facts of the subject that tell it apart."""
    wanted = {"Born", "Nationality", "Country", "Register no."}
    wanted.add("Customer" if record.subject.external_id else "Subject")
    rows = [row for row in parts.subject_rows(record) if row[0] in wanted]
    rows += [
        (word(item.type), f"{item.value} ({item.country})" if item.country else item.value)
        for item in record.subject.identifiers[:1]
    ]
    return tuple(rows[:5])


def _subtitle(record: ScreeningRecord, setting: Setting) -> str:
    told = f"Screened {time_words(record.completed_at, setting.zone)}"
    return f"{told}; all times in {zone_words(setting.zone)}"


def _warnings(record: ScreeningRecord) -> tuple[Notice, ...]:
    if not record.warnings:
        return ()
    return (Notice(Tone.MEDIUM, "Noted about the subject", " ".join(record.warnings)),)


def _certificate_title(record: ScreeningRecord) -> str:
    """A certificate of some of the requested checks says so in its title."""
    ran = report_basis.checks_completed(record)
    if len(ran) == len(record.checks):
        return "No-hit certificate"
    checked = _checked_words(record)
    first = checked[:1] if checked.startswith("PEP") else checked[:1].lower()
    return f"No-hit certificate for {first}{checked[1:]}"


def _checked_words(record: ScreeningRecord) -> str:
    """The checks that ran: ``Sanctions and PEP``."""
    names = [word(check) for check in report_basis.checks_completed(record)]
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]


def _certificate_words(record: ScreeningRecord) -> str:
    checked = _checked_words(record)
    entries = sum(used.entries for used in record.lists)
    count = len(record.lists)
    text = (
        f"{checked}: no open match was found among {counted(entries, 'entry', 'entries')} of "
        f"{counted(count, 'list version')}, with names compared from a score of "
        f"{record.floor:g} on. The lists, their versions and the rules are named below."
    )
    if record.matches:
        text += (
            f" {counted(len(record.matches), 'match was', 'matches were')} discarded; see below."
        )
    return text


def _open_sections(record: ScreeningRecord) -> Iterator[Section]:
    found = record.open_matches()
    if not found:
        yield Section("Matches and evidence", (Text("No check ran, so nothing was searched."),))
        return
    last = ("Strength", [f"{word(match.strength)}, {match.level.value}" for match in found])
    blocks = parts.matches_table(record, found, last, parts.nearest_note(record))
    yield Section("Matches and evidence", (*blocks, Text(record.decision.explanation)))


def _risk_section(record: ScreeningRecord) -> Iterator[Section]:
    yield Section("How the risk score came about", (parts.risk_block(record),))


def below_sections(record: ScreeningRecord, tables: NameTables) -> Iterator[Section]:
    """What did not count: names below the line with the reason, and discarded matches."""
    yield from _nearest_section(record, tables)
    yield from _discarded_section(record)


def _nearest_section(record: ScreeningRecord, tables: NameTables) -> Iterator[Section]:
    found = shortfalls(record, tables)
    rows = tuple(
        (
            parts.short_list_name(record, item.candidate.source),
            Cell(item.candidate.list_entry_id, Look.MONO),
            item.candidate.name,
            f"{item.candidate.name_score:.3f} of {item.line:g}",
            item.why,
        )
        for item in found
    )
    if rows:
        yield Section(
            "Nearest names below the line",
            (
                Table(
                    ("List", "Entry", "Name on list", "Name score", "Why it fell short"),
                    rows,
                    frozenset({3}),
                    (1.2, 1.4, 1.9, 1.15, 3.4),
                ),
            ),
        )
    elif not record.open_matches() and report_basis.checks_completed(record):
        yield Section("Nearest names below the line", (Text("No listed name came near."),))
    if record.other_types:
        yield Section(
            "Listed as another kind of party", (_other_types(record, record.other_types),)
        )


def _other_types(record: ScreeningRecord, found: Sequence[Candidate]) -> Table:
    rows = tuple(
        (
            parts.short_list_name(record, item.source),
            Cell(item.list_entry_id, Look.MONO),
            item.name,
            f"{item.name_score:.3f}",
        )
        for item in found
    )
    return Table(("List", "Entry", "Name on list", "Name score"), rows, frozenset({3}),
                 (1.4, 1.6, 3, 1))  # fmt: skip


def _discarded_section(record: ScreeningRecord) -> Iterator[Section]:
    found = tuple(match for match in record.matches if not parts.is_open(match))
    if not found:
        return
    rows = tuple(
        (
            parts.short_list_name(record, match.source),
            Cell(match.list_entry_id, Look.MONO),
            match.matched_name,
            f"{match.name_score:.3f}",
            f"{match.score:.0f}",
            _discarded_why(match),
        )
        for match in found
    )
    yield Section(
        "Discarded and excluded matches",
        (
            Table(
                ("List", "Entry", "Name on list", "Name", "Score", "Why"),
                rows,
                frozenset({3, 4}),
                (1.3, 1.5, 2.2, 0.7, 0.7, 2.8),
            ),
        ),
    )


def _discarded_why(match: Match) -> str:
    if match.exception_id:
        return f"Excluded, {match.exception_id}" + (f": {match.reason}" if match.reason else "")
    return match.reason or "Discarded"


def evidence_sections(record: ScreeningRecord, found: Sequence[Match]) -> Iterator[Section]:
    """Every match by itself: its names, the parts of its name score, field beside field."""
    if not found:
        return
    blocks: list[Block] = []
    for number, match in enumerate(found, start=1):
        place = f"{parts.short_list_name(record, match.source)}, {match.list_entry_id}"
        blocks.append(Heading(f"Match {number}: {match.primary_name}", place))
        blocks.append(Facts(tuple(_match_rows(match))))
        if match.evidence:
            blocks.append(_evidence_table(match))
    yield Section("Evidence of each match", tuple(blocks))


def _match_rows(match: Match) -> Iterator[tuple[str, str]]:
    weak = ", a weak alias" if match.is_weak else ""
    yield "Screened name", match.screened_name
    if match.primary_name != match.matched_name:
        yield "Listed as", match.primary_name
    yield "Matched name", f"{match.matched_name} ({word(match.matched_kind).lower()}{weak})"
    score = f"{match.score:.2f} of 100, {match.level.value}; name score {match.name_score:.4f}"
    yield "Score", f"{score}, {match.strength.value.lower()}"
    components = match.components
    values = (components.primary, components.token, components.ngram, components.phonetic)
    yield (
        "Name score made of",
        ", ".join(
            f"{label.lower()} {value:.3f} × {weight}%"
            for (label, weight), value in zip(_WEIGHTS, values, strict=True)
        )
        + (f", contradiction {components.contradiction:.3f}" if components.contradiction else ""),
    )
    yield "Fields that agree", ", ".join(match.score_scope) or "none"
    if match.pep:
        yield "Political exposure", match.pep.text()
    if match.lapsed_exception_id:
        yield "Came back", f"The exception {match.lapsed_exception_id} no longer holds."


def _evidence_table(match: Match) -> Table:
    rows = tuple(
        (
            word(item.feature),
            _shown(item, item.query_value),
            _shown(item, item.list_value),
            Cell(item.verdict.value, mark=MARK_OF[item.verdict]),
            f"{item.effect:+.1f}".replace("-", "−") if item.effect else "0",
            item.note,
        )
        for item in match.evidence
    )
    return Table(("Field", "Subject", "List", "Verdict", "Points", "Note"), rows, frozenset({4}),
                 (1.2, 1.9, 2.2, 1.1, 0.7, 2.4))  # fmt: skip


def _shown(item: Evidence, value: str) -> str:
    """A value as it was compared; kinds and genders as words."""
    is_code = item.feature in {Feature.TYPE, Feature.GENDER}
    return (word(value) if is_code else value) if value else "–"


def basis_sections(record: ScreeningRecord, setting: Setting) -> Iterator[Section]:
    """What a screening rests on: checks, list versions, subject, parameters, fingerprints."""
    yield Section("What was checked", (report_basis.checks_table(record),))
    yield Section("List versions used", (report_basis.lists_table(record.lists),))
    rows = (("Name", record.subject.name), *parts.subject_rows(record))
    yield Section("Subject as given", (Facts(rows),))
    told = (*parts.record_rows(record, setting.zone), ("Time zone", zone_words(setting.zone)))
    if setting.audit.first:
        cards = report_basis.evidence_cards(setting)
        yield Section("Parameters and record", (Facts(told), cards))
    else:  # one of several records: the audit trail is told of their whole
        told = (*told, ("SHA-256 of the record", setting.digest))
        yield Section("Parameters and record", (Facts(told),))
