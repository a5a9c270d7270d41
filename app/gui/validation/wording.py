"""Words and numbers of the validation page."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.gui.widgets.table_columns import NOTHING

translate = QCoreApplication.translate


def share_text(share: float | None) -> str:
    """A share with one decimal, never rounded up to 100 % or down to 0 %."""
    if share is None:
        return NOTHING
    if share in {0.0, 1.0}:
        return f"{share:.0%}"
    return f"{min(max(share, 0.001), 0.999):.1%}"


def score_text(score: float) -> str:
    """A score of 0-1 with three digits."""
    return f"{score:.3f}"


def milliseconds(value: float | None) -> str:
    """Three decimals below ten, one from there on."""
    if value is None:
        return NOTHING
    return f"{value:.3f}" if value < 10 else f"{value:,.1f}"


def left_out_advice(reason: str) -> str:
    """What to do about a row that could not be used."""
    if "is_match" in reason:
        return translate("Validation", "Write true or false in the column is_match.")
    if "name" in reason:
        return translate("Validation", "Fill in the name, or take the row out.")
    return translate("Validation", "Correct the row in the file and measure again.")
