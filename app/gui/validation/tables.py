"""The tables of a result: what each holds, and which of its rows stand for a pair of names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.gui.validation.pair import Pair
from app.gui.validation.wording import left_out_advice, translate
from app.gui.widgets.table_columns import Column

if TYPE_CHECKING:
    from app.services.validation.provenance import Provenance
    from app.services.validation.results import UnusableRow


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table. `name` is what its layout is remembered under, `title` its tab, `empty` what to
    say where it has no row. `pair_of` gives the pair that a row stands for."""

    name: str
    title: str
    columns: tuple[Column[Any], ...]
    rows: tuple[Any, ...]
    empty: tuple[str, str] = ("", "")
    pair_of: Callable[[Any], Pair] | None = None


def text_column(field: str, title: str, width: int, **more: Any) -> Column[Any]:
    """A column of the text in `field` of each row."""
    return Column(field, title, lambda row: str(getattr(row, field)), width=width, **more)


def count_column(field: str, title: str, width: int = 76) -> Column[Any]:
    """A column of the whole number in `field` of each row."""
    return Column(
        field,
        title,
        lambda row: f"{getattr(row, field):,}",
        width=width,
        value=lambda row: int(getattr(row, field)),
        is_number=True,
    )


def number_column(
    field: str,
    title: str,
    value: Callable[[Any], float | None],
    text: Callable[[Any], str],
    width: int = 84,
) -> Column[Any]:
    """A column of numbers; `value` of a row is sorted and exported, `text` of that value shown."""
    return Column(
        field, title, lambda row: text(value(row)), width=width, value=value, is_number=True
    )


def left_out_table(rows: tuple[UnusableRow, ...]) -> TableSpec:
    """The rows of the files that could not be used, with their lines and what to do."""
    columns: tuple[Column[Any], ...] = (
        count_column("line", translate("Validation", "Line"), 64),
        text_column("reason", translate("Validation", "Why it was left out"), 300),
        Column(
            "advice",
            translate("Validation", "What to do"),
            lambda row: left_out_advice(row.reason),
            width=330,
        ),
        text_column("file", translate("Validation", "File"), 160),
    )
    title = translate("Validation", "Left out {count}").format(count=f"{len(rows):,}")
    return TableSpec("validation_left_out", title, columns, rows)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line on what was measured with."""

    name: str
    value: str


def facts_table(facts: Provenance, machine: tuple[tuple[str, str], ...]) -> TableSpec:
    """Versions, thresholds, lists, files and the command that gives the same figures."""
    lines = [
        (translate("Validation", "Measured at"), f"{facts.measured_at:%Y-%m-%d %H:%M:%S} UTC"),
        (translate("Validation", "Product"), f"Screendesk {facts.product_version}"),
        (translate("Validation", "Matching profile"), facts.profile_version),
        (translate("Validation", "Name tables"), facts.tables_version),
        (translate("Validation", "Policy"), facts.policy_version),
        (
            translate("Validation", "Thresholds of the policy"),
            f"POSSIBLE {facts.possible:g}, STRONG {facts.strong:g}",
        ),
    ]
    for used in facts.lists:
        words = translate("Validation", "{version}, {entries} entries, {names} names")
        counts = words.format(
            version=used.version or translate("Validation", "file"),
            entries=f"{used.entries:,}",
            names=f"{used.names:,}",
        )
        name = translate("Validation", "List {name}").format(name=used.name)
        lines += [(name, counts), (f"{name}, SHA-256", used.sha256)]
    for file in facts.files:
        words = translate("Validation", "{name}, {rows} rows used, {aside} left out")
        counts = words.format(name=file.name, rows=f"{file.rows:,}", aside=f"{file.unusable:,}")
        name = translate("Validation", "File of {role}").format(role=file.role)
        lines += [(name, counts), (f"{name}, SHA-256", file.sha256)]
    lines += [(label.capitalize(), value) for label, value in machine]
    lines.append((translate("Validation", "The same on the command line"), facts.command))
    columns = (
        text_column("name", translate("Validation", "Measured with"), 230),
        text_column("value", translate("Validation", "Value"), 560),
    )
    rows = tuple(Fact(name, value) for name, value in lines)
    return TableSpec("validation_facts", translate("Validation", "Measured with"), columns, rows)
