"""OFAC addresses: the CSV's one field for city, state and postal code, and unknown countries."""

from __future__ import annotations

from app.domain.countries import country_code
from app.domain.subject import Address

_SHORTEST_POSTAL_CODE = 3
_POSTAL_MARKS = ("CP", "C.P.", "P.C.")


def split_city(text: str) -> tuple[str, str, str]:
    """City, region and postal code of OFAC's ``City/State/Zip`` field.

    The words with digits at the end are the postal code (``London EC3N 1DY``), what follows the
    first comma is the region (``Mexico, D.F. 11570``); ``Lima 18`` is a city and its district.
    Nothing is lost: the three parts together are the field.
    """
    words = text.split()
    cut = len(words)
    while cut and any(char.isdigit() for char in words[cut - 1]):
        cut -= 1
    if cut < len(words) and cut and words[cut - 1] in _POSTAL_MARKS:
        cut -= 1
    if len("".join(words[cut:])) < _SHORTEST_POSTAL_CODE or (cut and words[cut - 1].endswith(",")):
        cut = len(words)
    place, postal = " ".join(words[:cut]), " ".join(words[cut:])
    city, _, region = place.partition(", ")
    return city, region, postal


def make_address(street: str, city: str, region: str, postal_code: str, country: str) -> Address:
    """An address; a country that is none of ISO's (``Region: Gaza``) stays as text."""
    code = country_code(country)
    return Address(street, city, region, postal_code, code, "" if code else country)
