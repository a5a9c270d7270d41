"""Nationalities in the words of the lists."""

from __future__ import annotations

import pytest

from app.domain.countries import is_country_code
from app.importers.demonyms import _codes, demonym_code, nationality_codes


@pytest.mark.parametrize(
    ("text", "codes", "rest"),
    [
        ("", (), ()),
        ("Syria", ("SY",), ()),
        ("syrian", ("SY",), ()),
        ("DPRK", ("KP",), ()),
        ("Malian / Mauritanian", ("ML", "MR"), ()),
        ("Kazakhstani and Ukrainian", ("KZ", "UA"), ()),
        ("German, Moroccan", ("DE", "MA"), ()),
        ("a) South Sudan; b) Uganda", ("SS", "UG"), ()),
        ("United States of America ; Yemen", ("US", "YE"), ()),
        ("Congo, Democratic Republic of the", ("CD",), ()),
        ("Congo, Democratic Republic of the ; Rwanda", ("CD", "RW"), ()),
        ("Trinidad and Tobago", ("TT",), ()),
        ("Bosnia and Herzegovina; Trinidad and Tobago", ("BA", "TT"), ()),
        ("Syrian / Syria", ("SY",), ()),
        ("Congolese", (), ("Congolese",)),
        ("Indonesian (as at Dec. 2003)", ("ID",), ("Indonesian (as at Dec. 2003)",)),
        ("DPRK (North Korea)", ("KP",), ()),
        ("Ruritanian, German", (), ("Ruritanian, German",)),
    ],
)
def test_nationalities(text: str, codes: tuple[str, ...], rest: tuple[str, ...]) -> None:
    assert nationality_codes(text) == (codes, rest)


def test_every_adjective_has_a_country() -> None:
    assert all(map(is_country_code, _codes().values()))
    assert len(_codes()) >= 200
    assert demonym_code("Ruritanian") == ""
