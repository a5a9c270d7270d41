"""Numbers freed of the words around them, so that they are found by what a paper shows."""

from __future__ import annotations

import pytest

from app.importers.numbers import number_alone


@pytest.mark.parametrize(
    ("text", "value", "country", "words"),
    [
        ("British passport number C00199999", "C00199999", "GB", "British passport number"),
        ("Libya 999720", "999720", "LY", "Libya"),
        ("Kuwait, number 999001001546", "999001001546", "KW", "Kuwait, number"),
        ("Provisional passport No.: 99642163", "99642163", "", "Provisional passport No"),
        ("Licence No. – 1899", "1899", "", "Licence No"),
        ("Booklet: A9523531", "A9523531", "", "Booklet"),
        # Letters of a series belong to the number.
        ("Afghan passport number SE 999820", "SE 999820", "AF", "Afghan passport number"),
        ("AB 999000", "AB 999000", "", ""),
        ("XY-P 614 999", "XY-P 614 999", "", ""),
        # Words behind it.
        ("999110042 (Expired 25 Jan. 2016)", "999110042", "", "Expired 25 Jan. 2016"),
        ("999062567 (US)", "999062567", "US", ""),
        ("R99905943, South Sudan", "R99905943", "SS", ""),
        ("R99905943, South Sudan, since 2011", "R99905943", "SS", "South Sudan, since 2011"),
        ("99969 (Newtown)", "99969", "", "Newtown"),
        (
            "Kuwait, number T9910219 (issued in Newtown)",
            "T9910219",
            "KW",
            "Kuwait, number; issued in Newtown",
        ),
        # A series and a number of one paper.
        ("9908 No. 999627", "9908 999627", "", ""),
        # Nothing but the number, or words of another make.
        ("999720", "999720", "", ""),
        ("010999344 (01)", "010999344 (01)", "", ""),
        ("999323, Doc. 694799", "999323, Doc. 694799", "", ""),
        ("12/SAMPLE(N)002399", "12/SAMPLE(N)002399", "", ""),
        ("Sample (Naing) 0099495", "Sample (Naing) 0099495", "", ""),
        ("to be told", "to be told", "", ""),
    ],
)
def test_words_around_a_number(text: str, value: str, country: str, words: str) -> None:
    assert number_alone(text) == (value, country, words)
