"""What a person means by a country they typed or picked."""

from __future__ import annotations

from app.domain.countries import country_code


def typed_country(text: str) -> str:
    """The alpha-2 code of ``NG``, ``Nigeria``, ``Nigeria (NG)`` or a list's spelling, or empty."""
    text = text.strip()
    picked = text.removesuffix(")").rpartition("(")
    return country_code(text) or (country_code(picked[2]) if picked[1] else "")
