"""The report on lists that must find themselves, and on mutated names by list and script."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from app.reports.charts import heat_map
from app.reports.document import Block, Chart, Charts, Figure, Figures, Report, Section, Table, Text
from app.reports.drawing import Drawing
from app.services.validation.mutations import MUTATIONS, TRANSLITERATE
from app.services.validation.report_parts import basis, footer, limits, percent, subtitle
from app.services.validation.results import MutationRate, SelfResult

_ORDER = (*MUTATIONS, TRANSLITERATE)
_SHOWN = 100
Cells = dict[str, tuple[int, int, int]]  # mutation -> tried, possible, strong
_MEANING = {
    "typo": "one letter replaced by another",
    "swap letters": "two neighbouring letters changed round",
    "drop letter": "one letter left out",
    "double letter": "one letter written twice",
    "reorder words": "the last word written first",
    "join words": "two neighbouring words written as one",
    "split word": "one long word written as two",
    "drop middle word": "one word between first and last left out",
    "first initial": "the first given name as its initial (persons only)",
    TRANSLITERATE: (
        "the name in its original script, compared with the entry's names in Latin letters alone"
    ),
}


def self_report(result: SelfResult) -> Report:
    """The whole report."""
    facts = result.provenance
    names = sum(item.names for item in result.lists)
    exact = sum(item.exact for item in result.lists)
    tried, possible, strong = _sum(result.rates)
    mutated = (
        f" Of {tried:,} altered names {percent(possible / tried)} still find their entry at 0.75 "
        f"and {percent(strong / tried)} at 0.92."
        if tried
        else ""
    )
    return Report(
        title="Lists that find themselves, and altered names of listed parties",
        subtitle=subtitle(facts),
        summary=f"{exact:,} of {names:,} listed names find their own entry at EXACT.{mutated}",
        sections=(
            _result(result, names, exact),
            *_mutations(result),
            basis(facts),
            _limits(result),
        ),
        footer=footer(facts),
    )


def _sum(rates: Iterable[MutationRate]) -> tuple[int, int, int]:
    found = list(rates)
    return (
        sum(rate.tried for rate in found),
        sum(rate.possible for rate in found),
        sum(rate.strong for rate in found),
    )


def _result(result: SelfResult, names: int, exact: int) -> Section:
    blocks: list[Block] = [
        Figures(
            (
                Figure("Listed names", f"{names:,}"),
                Figure("Find themselves", f"{exact:,}", percent(exact / max(1, names))),
                Figure("Do not", f"{names - exact:,}"),
                Figure("Altered names", f"{_sum(result.rates)[0]:,}"),
            )
        ),
        Table(
            ("List", "Names", "Find their entry at EXACT", "Do not"),
            tuple(
                (
                    item.source,
                    f"{item.names:,}",
                    f"{item.exact:,}",
                    f"{item.names - item.exact:,}",
                )
                for item in result.lists
            ),
            frozenset({1, 2, 3}),
        ),
    ]
    blocks.append(
        Text(
            f"Searching them took {result.search_seconds:,.1f} seconds, "
            f"{result.seconds_per_thousand:.2f} seconds a thousand names."
        )
    )
    if result.not_found:
        shown = result.not_found[:_SHOWN]
        more = names - exact - len(shown)
        blocks.append(Text("Listed names that do not find their own entry at EXACT:"))
        blocks.append(
            Table(
                ("List", "Entry", "Name", "Best score", "Why"),
                tuple(
                    (item.source, item.list_entry_id, item.name, f"{item.score:.3f}", item.reason)
                    for item in shown
                ),
                frozenset({3}),
                (1.2, 1.1, 3, 0.8, 2.6),
                note=f"And {more:,} more." if more > 0 else "",
            )
        )
    return Section("Every listed name", tuple(blocks))


def _mutations(result: SelfResult) -> tuple[Section, ...]:
    if not result.rates:
        return ()
    by_list = _grouped(result.rates, lambda rate: rate.source)
    by_script = _grouped(result.rates, lambda rate: rate.script)
    by_both = _grouped(result.rates, lambda rate: f"{rate.source} {rate.script}")
    charts: list[Chart] = []
    for what, groups in (("list", by_list), ("script", by_script)):
        for index, threshold in ((1, "0.75"), (2, "0.92")):
            charts.append(
                Chart(
                    f"Found at {threshold}, by {what} and mutation",
                    _heat(groups, index, f"Share found at {threshold} by {what} and mutation."),
                    "The stronger the colour, the more was missed." if index == 1 else "",
                )
            )
    columns = [kind for kind in _ORDER if any(rate.mutation == kind for rate in result.rates)]
    meaning = Table(
        ("Mutation", "What is done to the name"),
        tuple((kind, _MEANING[kind]) for kind in columns),
        widths=(1, 4),
    )
    counts = Table(
        ("List and script", "Mutation", "Tried", "Found at 0.75", "Found at 0.92"),
        tuple(
            (
                group,
                kind,
                f"{tried:,}",
                percent(possible / tried),
                percent(strong / tried),
            )
            for group, cells in by_both.items()
            for kind in columns
            if kind in cells
            for tried, possible, strong in (cells[kind],)
        ),
        frozenset({2, 3, 4}),
        (2, 1.6, 0.8, 1, 1),
    )
    return (
        Section("Altered names", (meaning, *(Charts((chart,)) for chart in charts))),
        Section("Altered names in figures", (counts,)),
    )


def _grouped(
    rates: Sequence[MutationRate], name_of: Callable[[MutationRate], str]
) -> dict[str, Cells]:
    """Tried, possible and strong by group and mutation; the group with most tries first."""
    groups: dict[str, dict[str, list[MutationRate]]] = defaultdict(lambda: defaultdict(list))
    for rate in rates:
        groups[name_of(rate)][rate.mutation].append(rate)
    summed = {
        group: {kind: _sum(found) for kind, found in cells.items()}
        for group, cells in groups.items()
    }
    order = sorted(summed, key=lambda group: -sum(cell[0] for cell in summed[group].values()))
    return {group: summed[group] for group in order}


def _heat(groups: Mapping[str, Cells], index: int, description: str) -> Drawing:
    columns = [kind for kind in _ORDER if any(kind in cells for cells in groups.values())]
    rows = [
        (
            group,
            [cells[kind][index] / cells[kind][0] if kind in cells else None for kind in columns],
        )
        for group, cells in groups.items()
    ]
    return heat_map(columns, rows, description)


def _limits(result: SelfResult) -> Section:
    return limits(
        f"The mutations were made of {result.sample:,} names of each list at most, chosen by lot "
        f"with the seed {result.seed}: the same names and the same mutants every time. A mutation "
        "that cannot be made of a name (a name of one word has no words to change round) is left "
        "out of its rate.",
        "A mutant counts as found when its own entry is among the matches, whatever other entries "
        "match too. How many strangers match is measured by `screendesk validate screening`.",
        "Small counts say little: a rate over ten names may be off by thirty points.",
    )
