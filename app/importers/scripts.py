"""Telling the Latin script from others, to mark names that stand in their original script."""

from __future__ import annotations

import unicodedata


def is_latin(text: str) -> bool:
    """Whether most letters of the text are Latin (a text without letters counts as Latin)."""
    letters = [char for char in text if char.isalpha()]
    latin = sum("LATIN" in unicodedata.name(char, "") for char in letters)
    return not letters or latin * 2 >= len(letters)
