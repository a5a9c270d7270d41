"""Country codes and names: ISO 3166-1 and the spellings that the official lists use."""

from __future__ import annotations

from functools import cache

from app import bundled


@cache
def _names() -> dict[str, str]:
    table = bundled.read_toml("resources/countries/countries.toml")
    return {code: row["name"] for code, row in table["country"].items()}


@cache
def _codes() -> dict[str, str]:
    table = bundled.read_toml("resources/countries/countries.toml")
    codes: dict[str, str] = {}
    for code, row in table["country"].items():
        for key in (code, row["alpha3"], row["name"], *row.get("also", ())):
            codes.setdefault(_fold(key), code)
    return codes


def _fold(text: str) -> str:
    return " ".join(text.replace(".", " ").replace("’", "'").casefold().split())


def is_country_code(code: str) -> bool:
    """Whether `code` is an ISO 3166-1 alpha-2 code in capitals (or XK, Kosovo)."""
    return code in _names()


def country_code(text: str) -> str:
    """The alpha-2 code of a code, ISO name or list spelling (``Syrian Arab Republic`` -> SY).

    Empty if the text is not a country we know; callers keep the text itself then.
    """
    return _codes().get(_fold(text), "")


def country_name(code: str) -> str:
    """The English name of a code, or the code itself if unknown."""
    return _names().get(code, code)


@cache
def all_countries() -> tuple[tuple[str, str], ...]:
    """All (code, name) pairs, by name."""
    return tuple(sorted(_names().items(), key=lambda pair: pair[1]))
