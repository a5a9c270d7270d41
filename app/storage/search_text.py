"""Texts as they are stored to be searched and sorted by."""

from __future__ import annotations

import unicodedata


def search_key(text: str) -> str:
    """Text without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))
