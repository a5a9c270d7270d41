"""What a report rests on: the checks and their gaps, the list versions, the fingerprints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.domain.match import Check
from app.domain.screening import CheckState, ListUsed, ScreeningRecord
from app.reports.document import Card, Cards, Cell, Look, Mark, Notice, Table, Tone
from app.services.report_parts import Setting, list_name
from app.services.report_words import counted, day_words, word

_LINE: Final = 16  # digits of a hash in one group of a card


def check_notices(record: ScreeningRecord) -> tuple[Notice, ...]:
    """What a screening did not look at, loudly: checks that were not run, missing, held and
    stale lists."""
    found = []
    for run in record.checks:
        name = word(run.check)
        if run.state is CheckState.NOT_RUN:
            found.append(
                Notice(
                    Tone.CRITICAL,
                    f"{name} was not checked",
                    f"{_sentence(run.note or 'no list of this kind was loaded')} "
                    "This report says nothing about it.",
                )
            )
        if run.missing and run.state is CheckState.COMPLETED:
            found.append(
                Notice(
                    Tone.HIGH,
                    f"{name}: {counted(len(run.missing), 'list')} not loaded",
                    f"Not searched: {', '.join(run.missing)}.",
                )
            )
        if run.stale:
            text = f"Older than the publisher's cadence allows: {', '.join(run.stale)}."
            found.append(Notice(Tone.HIGH, f"{name}: stale lists were searched", text))
        if run.held:
            text = f"The version before was searched; the newer one waits: {', '.join(run.held)}."
            found.append(Notice(Tone.MEDIUM, f"{name}: a newer version was not in use", text))
    return tuple(found)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def checks_table(record: ScreeningRecord) -> Table:
    """Every requested check: whether it ran, and over which lists."""
    rows = []
    for run in record.checks:
        ran = run.state is CheckState.COMPLETED
        state = Cell("completed" if ran else "NOT RUN", mark=Mark.CHECK if ran else Mark.CONFLICT)
        searched = ", ".join(list_name(record, source) for source in run.sources) or "none"
        lacks = "; ".join(
            part
            for part in (
                f"missing: {', '.join(run.missing)}" if run.missing else "",
                f"stale: {', '.join(run.stale)}" if run.stale else "",
                f"held: {', '.join(run.held)}" if run.held else "",
                run.note,
            )
            if part
        )
        rows.append((word(run.check), state, searched, lacks or "–"))
    return Table(("Check", "State", "Lists searched", "What lacked"), tuple(rows),
                 widths=(1.1, 1.1, 2.4, 3.0))  # fmt: skip


def lists_table(lists: Sequence[ListUsed]) -> Table:
    """The versions that were searched, each with its fingerprint."""
    rows = tuple(
        (
            used.name + (" (demonstration)" if used.is_demo else ""),
            Cell(used.version, Look.MONO),
            day_words(used.published_on),
            f"{used.entries:,}",
            _age(used.age_days, is_stale=used.is_stale),
            Cell(used.sha256, Look.MONO),
        )
        for used in lists
    )
    note = "" if lists else "No list was searched."
    return Table(("Source", "Version", "Published", "Entries", "Age", "SHA-256"), rows,
                 frozenset({3, 4}), (2.1, 1.2, 1.15, 0.85, 1.2, 3.4), note)  # fmt: skip


def short_lists_table(lists: Sequence[ListUsed], count: int) -> Table:
    """The first of `count` versions in one line each; the whole table stands further below."""
    rows = tuple(
        (
            used.name + (" (demonstration)" if used.is_demo else ""),
            Cell(used.version, Look.MONO),
            f"{used.entries:,}",
            _age(used.age_days, is_stale=used.is_stale),
            Cell(f"{used.sha256[:8]} {used.sha256[8:16]} … {used.sha256[-8:]}", Look.MONO),
        )
        for used in lists
    )
    more = count - len(rows)
    note = f"{counted(more, 'more source')} and all fingerprints in full below." if more > 0 else ""
    return Table(("Source", "Version", "Entries", "Age", "SHA-256"), rows, frozenset({2, 3}),
                 (2.3, 1.9, 0.9, 1.2, 2.6), note if count else "No list was searched.")  # fmt: skip


def _age(days: int, *, is_stale: bool) -> str | Cell:
    text = counted(days, "day")
    return Cell(f"{text}, stale", Look.LOUD) if is_stale else text


def evidence_cards(setting: Setting, covers: str = "of the stored record") -> Cards:
    """The fingerprint of what the report rests on, and where it stands in the audit trail.

    Args:
        covers: what the fingerprint is of.
    """
    groups = [setting.digest[at : at + _LINE] for at in range(0, len(setting.digest), _LINE)]
    lines = (f"sha256 {' '.join(groups[:2])}", f"       {' '.join(groups[2:])}")
    evidence = Card(Mark.SEAL, "Evidence", covers, lines)
    audit = setting.audit
    if not audit.first:
        return Cards((evidence,))
    where = f"event {audit.first:,}"
    if audit.first != audit.last:
        where = f"events {audit.first:,} to {audit.last:,}"
    root = audit.root or ("no signed root covers it yet",)
    return Cards((evidence, Card(Mark.SHIELD, "Audit chain", where, root)))


def checks_completed(record: ScreeningRecord) -> tuple[Check, ...]:
    """The checks that ran."""
    return tuple(run.check for run in record.checks if run.state is CheckState.COMPLETED)
