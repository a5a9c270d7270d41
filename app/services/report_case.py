"""A case as a report: the answer on its first page, then all that it was decided by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.domain.approval import Approval, ApprovalState
from app.domain.audit import AuditEvent
from app.domain.case import Attachment, CaseState
from app.domain.match import Match
from app.domain.review import MatchReview, ReviewState
from app.domain.screening import ScreeningRecord
from app.domain.user import ONE_PERSON
from app.matching.tables import NameTables
from app.reports.document import (
    Block,
    Cell,
    Facts,
    Look,
    Mark,
    Notice,
    Report,
    Section,
    Table,
    Text,
    Tone,
    Verdict,
)
from app.services import report_basis
from app.services import report_case_words as case_words
from app.services import report_parts as parts
from app.services import report_screening as of_screening
from app.services.cases import CaseFile
from app.services.report_parts import Setting
from app.services.report_words import counted, time_words, who, word, zone_words

_FRONT_LISTS: Final = 6
_FRONT_MATCHES: Final = 12
_FRONT_DECISIONS: Final = 10
_UNITS: Final = ((1024 * 1024, "MB"), (1024, "KB"))


@dataclass(frozen=True, slots=True)
class CaseContent:
    """What a case report is made of.

    `digests` are the fingerprints of its screening records, in the order of `file.screenings`;
    `trail` the audit events of the case, oldest first; `reasons` the words of reason codes.
    """

    file: CaseFile
    digests: tuple[str, ...]
    trail: tuple[AuditEvent, ...]
    reasons: Mapping[str, str]

    @property
    def as_of(self) -> datetime:
        """The moment that the report speaks of: the newest event of the case."""
        return self.trail[-1].at if self.trail else self.file.case.updated_at

    @property
    def newest(self) -> ScreeningRecord:
        """The screening that the first page shows."""
        return self.file.screenings[-1]


def digest_of(content: CaseContent) -> str:
    """One fingerprint of everything that a case rests on: its screening records, its files, and
    the audit trail up to its newest event."""
    case = content.file.case
    covered = {
        "case_id": case.case_id,
        "version": case.version,
        "screenings": content.digests,
        "files": sorted(item.sha256 or item.url for item in content.file.attachments),
        "event": content.trail[-1].hash if content.trail else "",
    }
    return hashlib.sha256(json.dumps(covered, sort_keys=True).encode()).hexdigest()


def case_report(content: CaseContent, setting: Setting, tables: NameTables) -> Report:
    """The report on a case as of its newest event."""
    case = content.file.case
    event = f"event {content.trail[-1].seq:,}, " if content.trail else ""
    as_of = f"As of {event}{time_words(content.as_of, setting.zone)}"
    return Report(
        title=f"Case report: {case.name}",
        subtitle=f"{as_of}; all times in {zone_words(setting.zone)}",
        summary="",
        sections=(*_front_sections(content, setting), *_more_sections(content, setting, tables)),
        footer=parts.footer(f"case {case.case_id}, version {case.version}", setting),
        head=parts.head(setting, is_demo=case.is_demo),
        reference=case.case_id,
        front=(_verdict(content, setting), *_notices(content)),
    )


def _verdict(content: CaseContent, setting: Setting) -> Verdict:
    case, zone = content.file.case, setting.zone
    standing = word(case.disposition) if case.disposition else "not decided yet"
    if case.disposition and case.state is not CaseState.CLOSED:
        standing += " (proposed)"
    closed = ("Closed", time_words(case.closed_at, zone))
    right = (
        ("Screened", time_words(content.newest.completed_at, zone)),
        ("Purpose", word(content.newest.purpose)),
        ("Disposition", standing),
        ("State", word(case.state)) if case.closed_at is None else closed,
        ("Assigned", case.assigned_to or "nobody"),
    )
    shown = of_screening.verdict(content.newest, zone)
    decision = case.decision
    note = shown.note
    if decision is not case.original_decision:
        note = f"Overridden; the machine said {word(case.original_decision).lower()}"
    return replace(
        shown,
        tone=parts.TONE_OF[decision],
        mark=parts.OUTCOME_MARK[decision],
        outcome=word(decision),
        note=note,
        columns=(shown.columns[0], Facts(right)),
    )


def _notices(content: CaseContent) -> Iterator[Notice]:
    yield from report_basis.check_notices(content.newest)
    waiting = [item for item in content.file.approvals if item.state is ApprovalState.PENDING]
    if waiting:
        whom = ", ".join(item.named or "any reviewer" for item in waiting)
        text = f"Asked of {whom}. Until then it does not count."
        yield Notice(Tone.HIGH, "Waits for a second person", text)
    names = {item.attachment_id: item.name for item in content.file.attachments}
    for key, problem in sorted(content.file.damaged.items()):
        title = f"The file {names.get(key, key)} is {problem}"
        yield Notice(Tone.CRITICAL, title, "Its fingerprint below is that of the day it came.")
    still_open = content.file.case.open_matches
    if still_open:
        told = counted(still_open, "match has", "matches have")
        yield Notice(Tone.MEDIUM, f"{told} no resolution yet")


def _front_sections(content: CaseContent, setting: Setting) -> Iterator[Section]:
    record = content.newest
    shown = _shown_matches(record)
    last = ("Resolution", [_resolution(content, match) for match in shown[:_FRONT_MATCHES]])
    note = parts.nearest_note(record)
    more = len(shown) - _FRONT_MATCHES
    blocks = parts.matches_table(record, shown[:_FRONT_MATCHES], last, note)
    if not shown:
        blocks = (Text("No match was found; the case was opened by hand."),)
    if more > 0:
        blocks = (*blocks, Text(f"{counted(more, 'more match', 'more matches')} further below."))
    yield Section("Matches and evidence", blocks)
    yield Section("How the risk score came about", (parts.risk_block(record),))
    yield Section("Decisions and approval", (_decisions(content, setting),))
    lists = report_basis.short_lists_table(record.lists[:_FRONT_LISTS], len(record.lists))
    covers = "of records, files and trail"
    yield Section("List versions used", (lists, report_basis.evidence_cards(setting, covers)))


def _shown_matches(record: ScreeningRecord) -> tuple[Match, ...]:
    """The open matches, then those that an exception excluded."""
    excluded = (m for m in record.matches if not parts.is_open(m) and m.exception_id)
    return (*record.open_matches(), *excluded)


def _resolution(content: CaseContent, match: Match) -> str:
    if match.exception_id and not parts.is_open(match):
        return f"Excluded, {match.exception_id}"
    review = _review_of(content, match.match_id)
    if review is None:
        return "Not reviewed"
    if review.state is ReviewState.SUPERSEDED:
        return "Found again later"
    return word(review.verdict) if review.verdict else "Open"


def _review_of(content: CaseContent, match_id: str) -> MatchReview | None:
    found = (item for item in content.file.reviews if item.match_id == match_id)
    return next(found, None)


def _decisions(content: CaseContent, setting: Setting) -> Table:
    found = [item for item in content.file.activities if case_words.is_deciding(item)]
    named = _dispositions(content)
    rows = tuple(
        (
            time_words(item.at, setting.zone),
            who(item.actor),
            case_words.what(item, named),
            case_words.why(item),
        )
        for item in found[-_FRONT_DECISIONS:]
    )
    more = len(found) - len(rows)
    notes = [f"{counted(more, 'earlier step')} in the timeline below."] if more > 0 else []
    if any(ONE_PERSON in item.actor for item in found):
        notes.append("One-person workspace: no second person is asked.")
    return Table(("Time", "Who", "What", "Reason"), rows,
                 widths=(1.75, 1.5, 2.45, 2.8), note=" ".join(notes))  # fmt: skip


def _dispositions(content: CaseContent) -> dict[str, str]:
    return {item.disposition_id: word(item.disposition) for item in content.file.dispositions}


def _more_sections(content: CaseContent, setting: Setting, tables: NameTables) -> Iterator[Section]:
    yield from _approval_section(content, setting)
    yield from _resolution_section(content, setting)
    yield _timeline(content, setting)
    yield _attachments(content, setting)
    yield from _related(content, setting)
    for record in reversed(content.file.screenings):
        yield from _of_record(content, record, setting, tables)


def _of_record(
    content: CaseContent, record: ScreeningRecord, setting: Setting, tables: NameTables
) -> Iterator[Section]:
    """All of one screening; of several, each says which it is."""
    several = len(content.file.screenings) > 1
    name = f" ({record.screening_id})" if several else ""
    at = content.file.screenings.index(record)
    own = replace(setting, digest=content.digests[at], audit=parts.AuditFacts())
    if record is not content.newest:
        found = _shown_matches(record)
        last = ("Resolution", [_resolution(content, match) for match in found])
        blocks = parts.matches_table(record, found, last, parts.nearest_note(record))
        facts: tuple[Block, ...] = (
            of_screening.verdict(record, setting.zone),
            *report_basis.check_notices(record),
        )
        yield Section(f"An earlier screening{name}", (*facts, *blocks))
    for section in (
        *of_screening.evidence_sections(record, record.open_matches()),
        *of_screening.below_sections(record, tables),
        *of_screening.basis_sections(record, own),
    ):
        yield replace(section, title=f"{section.title}{name}")


def _approval_section(content: CaseContent, setting: Setting) -> Iterator[Section]:
    file = content.file
    blocks: list[Block] = []
    if file.overrides:
        overrides = tuple(
            (
                time_words(item.at, setting.zone),
                f"{word(item.original_decision)} to {word(item.new_decision).lower()}"
                + (", laxer" if item.is_laxer else ""),
                who(item.made_by),
                item.reason,
                _approved(item.approval, setting),
            )
            for item in file.overrides
        )
        blocks.append(
            Table(
                ("Time", "Override", "Made by", "Reason", "Approval"),
                overrides,
                widths=(1.5, 1.8, 1.5, 2.2, 2),
            )
        )
    rows = tuple(
        (
            word(item.of),
            word(item.summary),
            who(item.made_by),
            time_words(item.asked_at, setting.zone),
            _approved(item, setting),
            item.reason,
        )
        for item in file.approvals
    )
    if rows:
        blocks.append(
            Table(
                ("What", "Of", "Asked by", "Asked", "Decided", "Reason"),
                rows,
                widths=(1.0, 1.3, 1.6, 1.6, 2.2, 1.6),
            )
        )
    if blocks:
        yield Section("Overrides and approvals", tuple(blocks))


def _approved(approval: Approval | None, setting: Setting) -> str:
    if approval is None:
        return "none asked"
    if approval.state is ApprovalState.PENDING:
        return f"waits for {approval.named or 'any reviewer'}"
    second = "" if approval.needs_second else ", no second person asked"
    at = time_words(approval.decided_at, setting.zone)
    return f"{word(approval.state)} by {who(approval.decided_by)}, {at}{second}"


def _resolution_section(content: CaseContent, setting: Setting) -> Iterator[Section]:
    rows = tuple(
        (
            item.source,
            Cell(item.list_entry_id, Look.MONO),
            item.primary_name,
            word(item.verdict) if item.verdict else word(item.state),
            "; ".join(
                part
                for part in (content.reasons.get(item.reason_code, item.reason_code), item.comment)
                if part
            ),
            who(item.resolved_by),
            time_words(item.resolved_at, setting.zone),
        )
        for item in content.file.reviews
    )
    if rows:
        columns = ("List", "Entry", "Name on list", "Resolution", "Reason", "Who", "When")
        yield Section(
            "Resolutions", (Table(columns, rows, widths=(1.1, 1.2, 1.65, 1.05, 2.0, 1.5, 1.35)),)
        )


def _timeline(content: CaseContent, setting: Setting) -> Section:
    named = _dispositions(content)
    rows = tuple(
        (
            time_words(item.at, setting.zone),
            who(item.actor),
            case_words.what(item, named),
            case_words.why(item),
        )
        for item in content.file.activities
    )
    return Section(
        "Timeline",
        (Table(("Time", "Who", "What", "Words"), rows, widths=(1.7, 1.5, 2.1, 3.2)),),
    )


def _attachments(content: CaseContent, setting: Setting) -> Section:
    rows = tuple(
        (
            _attachment_name(item, content.file.damaged.get(item.attachment_id, "")),
            size_words(item.size) if item.sha256 else "link",
            item.media_type or word(item.type),
            f"{who(item.actor)}, {time_words(item.at, setting.zone)}",
            Cell(item.sha256 or item.url, Look.MONO),
        )
        for item in content.file.attachments
    )
    if not rows:
        return Section("Attachments", (Text("Nothing is attached."),))
    columns = ("Name", "Size", "Kind", "Added", "SHA-256 or address")
    table = Table(columns, rows, frozenset({1}), (2, 0.8, 1.2, 1.9, 3.2))
    return Section("Attachments", (table,))


def _attachment_name(item: Attachment, problem: str) -> str | Cell:
    name = f"{item.name}: {item.note}" if item.note else item.name
    return Cell(f"{name} ({problem})", Look.LOUD, Mark.WARNING) if problem else name


def size_words(size: int) -> str:
    """``25 bytes``, ``1.4 MB``."""
    for unit, name in _UNITS:
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return counted(size, "byte")


def _related(content: CaseContent, setting: Setting) -> Iterator[Section]:
    """Cases tied to this one, and those of the subject that were there before the newest event."""
    rows = [
        (Cell(item.case_id, Look.MONO), item.name, word(item.relation), who(item.actor),
         time_words(item.at, setting.zone))
        for item in content.file.links
    ]  # fmt: skip
    rows += [
        (Cell(item.case_id, Look.MONO), item.name, "same subject", who(item.opened_by),
         time_words(item.created_at, setting.zone))
        for item in content.file.earlier
        if item.created_at <= content.as_of
    ]  # fmt: skip
    if rows:
        columns = ("Case", "Name", "Relation", "Who", "When")
        yield Section("Related cases", (Table(columns, tuple(rows)),))
