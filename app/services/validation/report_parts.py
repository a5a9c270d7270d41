"""The parts that every report has: what was measured with, how to repeat it, and wording."""

from __future__ import annotations

from collections.abc import Sequence

from app.reports.document import Block, Code, Facts, Section, Table, Text
from app.services.validation.provenance import Provenance
from app.services.validation.results import UnusableRow

_UNUSABLE_SHOWN = 30


def percent(share: float) -> str:
    """A share with one decimal, never rounded up to 100 % or down to 0 %."""
    if share in {0.0, 1.0}:
        return f"{share:.0%}"
    return f"{min(max(share, 0.001), 0.999):.1%}"


def subtitle(facts: Provenance) -> str:
    """When, with what, under which policy."""
    return (
        f"Measured {facts.measured_at:%Y-%m-%d %H:%M} UTC with Screendesk {facts.product_version}, "
        f"profile {facts.profile_version}"
    )


def footer(facts: Provenance) -> str:
    """The line below every page."""
    return (
        f"Screendesk {facts.product_version}, profile {facts.profile_version}, "
        f"{facts.measured_at:%Y-%m-%d %H:%M} UTC"
    )


def basis(facts: Provenance, machine: Sequence[tuple[str, str]] = ()) -> Section:
    """Versions, thresholds, lists and files with their fingerprints, and the command."""
    blocks: list[Block] = [
        Facts(
            (
                ("Product", f"Screendesk {facts.product_version}"),
                ("Matching profile", facts.profile_version),
                ("Name tables", facts.tables_version),
                ("Policy", facts.policy_version),
                (
                    "Thresholds of the policy",
                    (
                        f"POSSIBLE from {facts.possible:g}, STRONG from {facts.strong:g}, "
                        "EXACT for identical normalised names"
                    ),
                ),
                ("Measured at", f"{facts.measured_at:%Y-%m-%d %H:%M:%S} UTC"),
                *((label.capitalize(), value) for label, value in machine),
            )
        )
    ]
    if facts.lists:
        blocks.append(_lists_table(facts))
    if facts.files:
        blocks.append(
            Table(
                ("File", "Role", "Rows", "Left out", "SHA-256"),
                tuple(
                    (item.name, item.role, f"{item.rows:,}", f"{item.unusable:,}", item.sha256)
                    for item in facts.files
                ),
                frozenset({2, 3}),
                (2.6, 1.5, 0.8, 0.9, 4.2),
            )
        )
    blocks.append(Text("The same figures come from the same files with this command:"))
    blocks.append(Code(facts.command))
    return Section("What was measured with, and how to repeat it", tuple(blocks))


def _lists_table(facts: Provenance) -> Table:
    rows = [
        (
            item.name + (" (demonstration)" if item.is_demo else ""),
            item.version or "file",
            item.published_on.isoformat() if item.published_on else "not told",
            f"{item.entries:,}",
            f"{item.names:,}",
            item.sha256,
        )
        for item in facts.lists
    ]
    return Table(
        ("List", "Version", "Published", "Entries", "Names", "SHA-256"),
        tuple(rows),
        frozenset({3, 4}),
        (2.2, 1.4, 1.3, 0.9, 0.9, 3.3),
        note=" ".join(f"{item.name}: {item.note}." for item in facts.lists if item.note),
    )


def left_out(rows: Sequence[UnusableRow]) -> tuple[Section, ...]:
    """The rows that could not be used; no section where there are none."""
    if not rows:
        return ()
    shown = rows[:_UNUSABLE_SHOWN]
    more = len(rows) - len(shown)
    table = Table(
        ("File", "Line", "Why it was left out"),
        tuple((row.file, str(row.line), row.reason) for row in shown),
        frozenset({1}),
        (2.0, 0.6, 4.0),
        note=f"And {more:,} more." if more else "",
    )
    return (Section(f"Rows left out: {len(rows):,}", (table,)),)


def limits(*texts: str) -> Section:
    """What the figures do not say."""
    return Section("What these figures do not say", tuple(Text(text) for text in texts))
