"""What the command line prints: JSON or readable text on standard output, the rest on error."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from app.domain.errors import AppError

if TYPE_CHECKING:
    from app.domain.audit import AuditReport
    from app.domain.match import Match
    from app.domain.screening import CheckRun, PartyMatches, ScreeningRecord
    from app.services.learned_aliases import AliasReport, NameClass, TopAliases
    from app.services.matching_settings import MatchingSettings
    from app.services.pep_exposure import PepSettings


class ConsoleJob:
    """Progress on standard error, at most five times a second, only on a terminal."""

    def __init__(self) -> None:
        self._last = 0.0

    def progress(self, done: int, total: int, text: str) -> None:
        """One line that overwrites itself."""
        now = time.monotonic()
        if sys.stderr.isatty() and now - self._last > 0.2:
            self._last = now
            whole = f" of {total:,}" if total else ""
            sys.stderr.write(f"\r\x1b[K{text}: {done:,}{whole}")
            sys.stderr.flush()

    def check(self) -> None:
        """The command line is cancelled by Ctrl+C, which needs no question."""


class LinesJob:
    """Progress on standard error as lines of JSON, for a program that started this one."""

    def __init__(self) -> None:
        self._last = 0.0

    def progress(self, done: int, total: int, text: str) -> None:
        """One line, at most ten times a second."""
        now = time.monotonic()
        if now - self._last > 0.1:
            self._last = now
            import json

            sys.stderr.write(json.dumps({"progress": [done, total, text]}) + "\n")
            sys.stderr.flush()

    def check(self) -> None:
        """Who started this process ends it."""


def print_json(value: Any) -> None:
    """One JSON document, UTF-8, on standard output."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=2)
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
    sys.stdout.flush()


def show_error(error: AppError, as_json: bool) -> int:
    """Say what happened, what is safe and what to do; returns the exit code."""
    if as_json:
        value = {"code": error.code, "message": error.message}
        value |= {"safe": error.safe, "todo": error.todo}
        print_json({"error": value})
    lines = [error.message, error.safe, error.todo, *error.details.splitlines()]
    sys.stderr.write("\n".join(visible(line) for line in lines if line) + "\n")
    return error.exit_code


def visible(text: str) -> str:
    """One line for a terminal: line breaks, control, zero-width and bidi characters shown by
    their code, so that no name can forge a line of its own."""
    import unicodedata

    return "".join(
        char
        if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
        else f"⟨U+{ord(char):04X}⟩"
        for char in text
    )


def line(text: str = "") -> None:
    """One line of text on standard output."""
    sys.stdout.buffer.write((visible(text) + "\n").encode("utf-8", "replace"))
    sys.stdout.flush()


def show_screening(record: ScreeningRecord) -> None:
    """A screening as a person reads it: outcome, reason, evidence, lists."""
    from app.services.result_shape import DEMO_NOTICE

    if record.is_demo:
        line(f"*** {DEMO_NOTICE} ***")
    outcome = record.decision.outcome.value.replace("_", " ")
    line(f"{outcome}   {record.subject.name}")
    line(record.decision.explanation)
    line(record.decision.recommended_action)
    line()
    line(f"Risk {record.risk.score} of 1000, {record.risk.band.value}")
    for factor in record.risk.factors:
        line(f"  {factor.contribution:>+8.1f}  {factor.explanation}")
    line()
    summary = record.match_summary()
    discarded = len(record.matches) - summary["total_matches"]
    line(f"Matches: {summary['total_matches']} open, {discarded} discarded")
    for group in record.by_party():
        _show_group(group)
    if not record.matches:
        for candidate in record.nearest[:3]:
            line(
                f"  nearest below the line: {candidate.name_score:.3f} {candidate.name} "
                f"({candidate.source} {candidate.list_entry_id})"
            )
    line()
    for run in record.checks:
        _show_check(run)
    for candidate in record.other_types:
        line(
            f"Listed as another kind of party: {candidate.name} "
            f"({candidate.source} {candidate.list_entry_id}, {candidate.name_score:.3f})"
        )
    for warning in record.warnings:
        line(f"Warning: {warning}")
    if len({used.profile for used in record.lists}) > 1:
        of_lists = (f"{used.source} {used.profile}" for used in record.lists)
        line(f"Profiles of the lists: {', '.join(of_lists)}")
    if record.learned_aliases:
        line(f"Learned spellings: {record.learned_aliases}")
    line(
        f"{record.screening_id}  profile {record.profile}, policy {record.policy_version}, "
        f"{record.duration_ms:.1f} ms"
    )


def _show_check(run: CheckRun) -> None:
    line(f"{run.check.value}: {run.state.value} on {', '.join(run.sources) or run.note}")
    if run.missing:
        line(f"  not loaded: {', '.join(run.missing)}")
    if run.stale:
        line(f"  STALE: {', '.join(run.stale)}")
    if run.held:
        line(f"  HELD, a newer version waits for a decision: {', '.join(run.held)}")


def _show_match(match: Match) -> None:
    weak = ", weak alias" if match.is_weak else ""
    line(
        f"  {match.strength.value:<8} {match.name_score:.3f}  {match.level.value:<9} "
        f"{match.matched_name}{weak}"
    )
    if match.matched_name != match.primary_name:
        line(f"{'':22}primary name {match.primary_name}")
    line(f"{'':22}{match.check.value} {match.source} {match.list_entry_id}")
    if match.pep:
        line(f"{'':22}{match.pep.text()}")
    for item in match.evidence:
        if item.verdict.value != "missing":
            line(
                f"{'':22}{item.verdict.value:<8} {item.feature.value.replace('_', ' ')}: "
                f"{item.query_value} / {item.list_value} ({item.effect:+g})"
            )
    if match.reason:
        line(f"{'':22}discarded: {match.reason}")


def _show_group(group: PartyMatches) -> None:
    """The matches of one party, why they are one, and where else it is listed."""
    for match in group.matches:
        _show_match(match)
    if group.party is None:
        return
    sources = ", ".join(dict.fromkeys(member.source for member in group.party.members))
    line(f"{'':22}one party on {sources} ({group.party.party_id})")
    for member in group.others:
        line(f"{'':22}also listed: {member.source} {member.entry_id} {member.primary_name}")
    for link in group.party.links:
        line(f"{'':24}{link.left} = {link.right}: {link.evidence}")


def show_aliases(report: AliasReport) -> None:
    """What makes one word equal to others: tables first, then what the lists taught."""
    if not report.is_known:
        line(f"{report.token}: no other spelling is known, neither from tables nor from lists.")
    else:
        line(report.token)
    _show_classes("Name tables", report.classes)
    _show_classes("Nicknames", report.nicknames)
    if report.learned:
        line(f"Learned from the loaded lists: {len(report.learned)}")
    for found in report.learned:
        line(f"  {found.spelling}: shown by {_entries(found.support)}")
        for witness in found.witnesses:
            first, second = witness.names
            line(f"    {witness.source} {witness.entry_id}: {first} / {second}")
    line(f"Tables {report.tables_version}, {_learned(report)}")


def _show_classes(title: str, classes: Iterable[NameClass]) -> None:
    for found in classes:
        line(f"{title}, {found.label}: {', '.join(found.spellings)}")


def show_top_aliases(top: TopAliases) -> None:
    """How many spellings the lists taught, and the best supported."""
    line(f"Pairs of spellings learned from the loaded lists: {top.learned:,}")
    line(f"Further pairs of the lists that the name tables hold already: {top.known:,}")
    for pair in top.pairs:
        line(f"  {_entries(pair.support):>12}  {pair.first} = {pair.second}")
    line(_learned(top))


def _entries(count: int) -> str:
    return f"{count:,} {'entry' if count == 1 else 'entries'}"


def _learned(report: AliasReport | TopAliases) -> str:
    use = "used" if report.is_used else "not used"
    return f"learned spellings {report.learned_version}, {use} in screening"


def show_settings(settings: MatchingSettings, as_json: bool) -> None:
    """How names are matched by default."""
    from app.services.matching_settings import settings_value

    if as_json:
        print_json(settings_value(settings))
        return
    line(f"Profile of all lists: {settings.default_profile}")
    for source, profile in sorted(settings.profile_of.items()):
        line(f"  but of {source}: {profile}")
    line(f"Learned spellings are equal: {'on' if settings.learned_aliases else 'off'}")


def show_exposure(settings: PepSettings, as_json: bool) -> None:
    """How political exposure is told."""
    if as_json:
        print_json(asdict(settings))
        return
    line(f"Home country: {settings.home_country or 'not set'}")
    line(f"A former office counts for {settings.former_after_years} years")


def show_audit(report: AuditReport, as_json: bool) -> None:
    """What verifying the audit trail found."""
    if as_json:
        value = {"ok": report.ok, "events": report.events, "first_bad": report.first_bad}
        notes = {"roots": report.roots, "notes": list(report.notes)}
        print_json(value | {"problem": report.problem or None} | notes)
        return
    if report.ok:
        line(f"The audit trail is whole: {report.events:,} events; signed roots: {report.roots:,}.")
    else:
        line(f"The audit trail is broken at event {report.first_bad}: {report.problem}")
    for note in report.notes:
        line(note)
