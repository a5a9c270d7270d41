"""How a table was left: order, widths and hidden columns, and the sort, per view name."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QSettings

from app.gui.widgets.table_columns import Sort

_MIN_WIDTH, _MAX_WIDTH = 40, 2000


@dataclass(frozen=True, slots=True)
class TableLayout:
    """`order` lists fields as they are seen, `widths` in logical pixels."""

    order: tuple[str, ...] = ()
    widths: dict[str, int] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    sort: Sort | None = None


def load_layout(view: str) -> TableLayout | None:
    """What was remembered for this view, None if there is nothing usable."""
    text = QSettings().value(f"tables/{view}", "")
    try:
        found: Any = json.loads(str(text))
        return TableLayout(
            order=tuple(str(name) for name in found["order"]),
            widths={
                str(name): min(_MAX_WIDTH, max(_MIN_WIDTH, int(width)))
                for name, width in found["widths"].items()
            },
            hidden=frozenset(str(name) for name in found["hidden"]),
            sort=tuple((str(name), bool(up)) for name, up in found["sort"]),
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return None  # a layout is a convenience: a spoilt one is forgotten


def save_layout(view: str, layout: TableLayout) -> None:
    """Remember the layout of this view."""
    QSettings().setValue(
        f"tables/{view}",
        json.dumps(
            {
                "order": layout.order,
                "widths": layout.widths,
                "hidden": sorted(layout.hidden),
                "sort": layout.sort or (),
            }
        ),
    )


def forget_layout(view: str) -> None:
    """Go back to the layout of the program for this view."""
    QSettings().remove(f"tables/{view}")
