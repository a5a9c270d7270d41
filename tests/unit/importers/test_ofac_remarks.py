"""The grammar of OFAC's Remarks, form by form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importers.ofac.addresses import split_city
from app.importers.ofac.party import Fact
from app.importers.ofac.remarks import parse_remarks, statements

FORMS = [
    ("DOB 09 Feb 1951.", [Fact("DOB", "09 Feb 1951")]),
    ("alt. DOB circa 1961.", [Fact("DOB", "circa 1961")]),
    ("DOB 1961 to 1963; POB Gaza, Egypt.", [Fact("DOB", "1961 to 1963"), Fact("POB", "Gaza, Egypt")]),
    ("nationality Iran; citizen Iraq.", [Fact("nationality", "Iran"), Fact("citizen", "Iraq")]),
    ("Alt. POB Nowhere.", [Fact("POB", "Nowhere")]),
    ("Gender Male.", [Fact("Gender", "Male")]),
    ("a.k.a. 'BNC'.", [Fact("a.k.a.", "BNC")]),
    ("a.k.a. 'AL-'AMIN'.", [Fact("a.k.a.", "AL-'AMIN")]),
    ("f.k.a. 'ANA I'; n.k.a. 'LGO'.", [Fact("f.k.a.", "ANA I"), Fact("n.k.a.", "LGO")]),
    ("Passport K123 (Iran) expires 11 Feb 2025.", [Fact("Passport", "K123", "Iran", "", "11 Feb 2025")]),
    ("alt. Passport B 5 issued 15 Jul 1998 expires May 2003.", [Fact("Passport", "B 5", "", "15 Jul 1998", "May 2003")]),
    ("C.U.R.P. AIMM67 (Mexico) issued 1968.", [Fact("C.U.R.P.", "AIMM67", "Mexico", "1968")]),
    ("Registration Number HRA 7 (Stuttgart) (Germany).", [Fact("Registration Number", "HRA 7 (Stuttgart)", "Germany")]),
    ("Tax ID No. AABA 670850 Y.", [Fact("Tax ID No.", "AABA 670850 Y")]),
    ("Legal Entity Number 2534 (Russia).", [Fact("Legal Entity Number", "2534", "Russia")]),
    ("Vessel Registration Identification IMO 7406784.", [Fact("Vessel Registration Identification", "IMO 7406784")]),
    ("alt. Digital Currency Address - XBT 1Kuf2.", [Fact("Digital Currency Address - XBT", "1Kuf2")]),
    ("Linked To: HIZBALLAH.", [Fact("Linked To", "HIZBALLAH")]),
    ("Linked To: R D I S.A.", [Fact("Linked To", "R D I S.A.")]),
    ("Linked To: X TRADING CO., LTD.", [Fact("Linked To", "X TRADING CO., LTD.")]),
    ("all offices; (Linked To: A (B)-C; Linked To: D)", [Fact("Linked To", "A (B)-C"), Fact("Linked To", "D")]),
    ("Secondary sanctions risk: section 1(b).", [Fact("Secondary sanctions risk", "section 1(b)")]),
    ("Additional Sanctions Information - Subject to Secondary Sanctions.", [Fact("Additional Sanctions Information", "Subject to Secondary Sanctions")]),
    ("Listing Date (EO 14024 Directive 3): 24 Feb 2022.", [Fact("Listing Date (EO 14024 Directive 3)", "24 Feb 2022")]),
    ("Aircraft Manufacturer's Serial Number (MSN) 1023.", [Fact("Aircraft Manufacturer's Serial Number (MSN)", "1023")]),
    ("Brand New Permit Number 77-A (Peru).", [Fact("Brand New Permit Number", "77-A", "Peru")]),
    ("Passport and papers were issued in Ulm, Germany.", []),
    ("SWIFT/BIC CKLBCNBJ (China).", [Fact("SWIFT/BIC", "CKLBCNBJ", "China")]),
    ("all offices worldwide.", []),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "facts"), FORMS, ids=[text or "empty" for text, _ in FORMS])
def test_a_statement_becomes_its_facts(text: str, facts: list[Fact]) -> None:
    assert parse_remarks(text) == facts


@given(st.text() | st.lists(st.sampled_from([text for text, _ in FORMS])).map("; ".join))
def test_any_text_is_survived_and_no_word_is_invented(text: str) -> None:
    for fact in parse_remarks(text):
        for word in " ".join(fact).split():
            assert word.strip(":-() ") in " ".join(text.split())


@given(st.text())
def test_statements_hold_nothing_but_the_text(text: str) -> None:
    body = " ".join(text.split())
    assert all(part in body for part in statements(text))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("London EC3N 1DY", ("London", "", "EC3N 1DY")),
        ("Zurich CH-8022", ("Zurich", "", "CH-8022")),
        ("Mexico, D.F. 11570", ("Mexico", "D.F.", "11570")),
        ("Zapopan, Jalisco C.P. 45188", ("Zapopan", "Jalisco", "C.P. 45188")),
        ("Hebron, West Bank", ("Hebron", "West Bank", "")),
        ("Lima 18", ("Lima 18", "", "")),
        ("Nizhny Novgorod, 52-07", ("Nizhny Novgorod", "52-07", "")),
        ("079120", ("", "", "079120")),
        ("Tehran", ("Tehran", "", "")),
        ("", ("", "", "")),
    ],
)
def test_city_state_and_postal_code_are_told_apart(text: str, parts: tuple[str, str, str]) -> None:
    assert split_city(text) == parts


@given(st.text(alphabet="ab1 ,-", max_size=30))
def test_no_part_of_a_city_field_is_lost(text: str) -> None:
    kept = "".join(split_city(text)).replace(" ", "").replace(",", "")
    assert kept == text.replace(" ", "").replace(",", "")
