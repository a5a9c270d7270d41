"""What the British lists write into one cell: numbers with labels, numbered items, dates."""

from __future__ import annotations

import pytest

from app.domain.identifiers import IdentifierType as Type
from app.importers.gb.conlist import gather, numbered, pieces
from app.importers.gb.dates import birth_date, british_date, british_day
from app.importers.gb.designation import Document, Field, Place, tidy
from app.importers.gb.documents import (
    business_numbers,
    country_of,
    each,
    national_id,
    passport,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1027700990151", [(Type.BUSINESS_REG, "1027700990151", "", "")]),
        ("'04990338 ", [(Type.BUSINESS_REG, "04990338", "", "")]),
        (
            "OGRN: 1107847990237INN: 7807990250",
            [(Type.BUSINESS_REG, "1107847990237", "", "OGRN"), (Type.TIN, "7807990250", "", "INN")],
        ),
        (
            "TIN: 99012201010017OKPO: 27299453SWIFT: SAMPKG22",
            [
                (Type.TIN, "99012201010017", "", "TIN"),
                (Type.BUSINESS_REG, "27299453", "", "OKPO"),
                (Type.SWIFT, "SAMPKG22", "", "SWIFT"),
            ],
        ),
        (
            "Tax ID No. 7735990358 (Russia); Registration Number 1027709903466 (Russia)",
            [
                (Type.TIN, "7735990358", "RU", "Tax ID No"),
                (Type.BUSINESS_REG, "1027709903466", "RU", "Registration Number"),
            ],
        ),
        ("9901001285 TIN", [(Type.TIN, "9901001285", "", "TIN")]),
        ("Russian INN -7725990350", [(Type.TIN, "7725990350", "RU", "Russian INN")]),
        (
            "UID Number – CHE-109.990.148 UK Company Number – OE019990",
            [
                (Type.BUSINESS_REG, "CHE-109.990.148", "", "UID Number"),
                (Type.BUSINESS_REG, "OE019990", "GB", "UK Company Number"),
            ],
        ),
        ("BvD ID: IR30990GN", [(Type.BUSINESS_REG, "IR30990GN", "", "BvD ID")]),
        ("SWIFT CODE: SAMPRUMM", [(Type.SWIFT, "SAMPRUMM", "", "SWIFT CODE")]),
        ("SAMPLEXX", [(Type.BUSINESS_REG, "SAMPLEXX", "", "")]),
        ("Bank No. 2999", [(Type.BUSINESS_REG, "2999", "", "Bank No")]),
        ("VAT number: BE480990531", [(Type.TIN, "BE480990531", "", "VAT number")]),
        (
            "1067746990026 dated 27/07/1992",
            [(Type.BUSINESS_REG, "1067746990026", "", "dated 27/07/1992")],
        ),
        (
            "Legal Entity Identifier - 00EHHQ2ZHDCFXJCPCL46",
            [(Type.LEI, "00EHHQ2ZHDCFXJCPCL46", "", "Legal Entity Identifier")],
        ),
        ("USA OFAC UID Number - 99685", [(Type.OTHER, "99685", "US", "USA OFAC UID Number")]),
        ("-", []),
    ],
)
def test_business_numbers(text: str, expected: list[tuple[Type, str, str, str]]) -> None:
    found = [(item.type, item.value, item.country, item.note) for item in business_numbers(text)]
    assert found == expected


@pytest.mark.parametrize(
    ("details", "code", "note"),
    [
        ("Kuwait", "KW", ""),
        ("(UK)", "GB", ""),
        ("Congo (Democratic Republic)", "CD", ""),
        ("Kuwaiti. Issued in 2002", "KW", "Kuwaiti. Issued in 2002"),
        ("South Sudan number", "SS", "South Sudan number"),
        ("as of 2006", "", "as of 2006"),
        ("VAT", "", "VAT"),
        ("", "", ""),
    ],
)
def test_countries_of_papers(details: str, code: str, note: str) -> None:
    assert country_of(details) == (code, note)


def test_papers() -> None:
    assert passport(Document("", "Iranian")) is national_id(Document(" ", "x")) is None
    found = passport(Document("'P 0990 ;", "Mali"))
    assert found is not None
    assert (found.value, found.country, found.note) == ("P 0990", "ML", "")
    license_ = national_id(Document("XX990", "Driver's licence, Mali"))
    assert license_ is not None
    assert license_.type is Type.DRIVERS_LICENSE
    spoken = passport(Document("Indonesia, number T9910219 (issued in Newtown)", ""))
    assert spoken is not None
    assert (spoken.value, spoken.country) == ("T9910219", "ID")
    assert spoken.note == "Indonesia, number; issued in Newtown"


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("990000111. 990000222. 14699", ["990000111", "990000222", "14699"]),
        ("9900001 9900002 990000333", ["9900001", "9900002", "990000333"]),
        ("4510 990222", ["4510 990222"]),
        ("9900001 9900002", ["9900001 9900002"]),
        ("9908 No. 990627", ["9908 No. 990627"]),
    ],
)
def test_several_numbers_of_one_cell(cell: str, numbers: list[str]) -> None:
    assert [item.number for item in each(Document(cell, "Mali"))] == numbers


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Kabul", ["Kabul"]),
        ("", [""]),
        ("(1) Kabul. (2) - (3)Herat", ["Kabul", "", "Herat"]),
        ("(1-2) Libya (3) Morocco", ["Libya", "Libya", "Morocco"]),
        ("Order (1) of samples (2)", ["Order (1) of samples (2)"]),
        ("(2) not a list", ["(2) not a list"]),
    ],
)
def test_numbered_items(text: str, items: list[str]) -> None:
    assert numbered(text) == items


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plain words (2022): more.", [(Field.OTHER_INFORMATION, "Plain words (2022): more.")]),
        (
            "(UK Sanctions List Ref):GHR9986 and more (un ref): QDE.945. Known.",
            [
                (Field.OTHER_INFORMATION, ""),
                (Field.UNIQUE_ID, "GHR9986"),
                (Field.OTHER_INFORMATION, "and more"),
                (Field.UN_REFERENCE, "QDe.945"),
                (Field.OTHER_INFORMATION, "Known."),
            ],
        ),
        (
            "(UN Ref): pending",
            [(Field.OTHER_INFORMATION, ""), (Field.OTHER_INFORMATION, "(UN Ref): pending")],
        ),
    ],
)
def test_other_information(text: str, expected: list[tuple[str, str]]) -> None:
    assert list(pieces(text)) == expected


def test_towns_and_countries_of_birth() -> None:
    def places(town: str, country: str) -> list[Place]:
        return gather([(1, {"Town of Birth": town, "Country of Birth": country})]).places

    assert places("(1) Sfax (2) Ghat", "(1) Tunisia (2) Libya") == [
        Place("Sfax", "Tunisia"),
        Place("Ghat", "Libya"),
    ]
    assert places("(1) Sfax (2) Tunis", "Tunisia") == [
        Place("Sfax", "Tunisia"),
        Place("Tunis", "Tunisia"),
    ]
    assert places("Sfax", "(1) Tunisia (2) Libya") == [
        Place("Sfax", "Tunisia"),
        Place("", "Libya"),
    ]
    assert places("", "") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30/04/1957", "1957-04-30"),
        ("dd/04/1957", "1957-04"),
        ("dd/mm/1957", "1957"),
        ("DD/MM/1957", "1957"),
        ("30/mm/1957", "1957"),
        ("00/00/1957", "1957"),
        ("04/1957", "1957-04"),
        ("mm/1957", "1957"),
        ("1957", "1957"),
        ("1957-04-30", "1957-04-30"),
        ("13-Feb-2026", "2026-02-13"),
        ("27-02-2024", "2024-02-27"),
        ("31/02/1957", "None"),
        ("13/13/1957", "None"),
        ("soon", "None"),
    ],
)
def test_british_dates(text: str, expected: str) -> None:
    assert str(british_date(text)) == expected


def test_days_and_births() -> None:
    assert str(british_day("30/04/1957")) == "1957-04-30"
    assert british_day("dd/04/1957") is british_day("soon") is None
    born = birth_date("circa 1957")
    assert (str(born), born and born.text) == ("c. 1957", "circa 1957")
    assert birth_date("long ago") is None


def test_what_is_nothing() -> None:
    assert [tidy(text) for text in (" - ", "–", "N/A", "None", "\nnull.", "\u200e ")] == [""] * 6
    assert tidy(" a\u200f \n b ") == "a b"
