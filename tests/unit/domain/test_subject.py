"""Which subjects can be screened, and which warnings travel with the record."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.countries import all_countries, country_code, country_name, is_country_code
from app.domain.dates import PartialDate
from app.domain.errors import AppError, BadInput, InvalidSubject
from app.domain.identifiers import Identifier, IdentifierType, compact, identifier_problem
from app.domain.subject import (
    Address,
    Subject,
    SubjectType,
    clean_subject,
    clean_text,
    validate_subject,
)

TODAY = date(2026, 11, 20)


def person(name: str = "Ines Arantes", **fields: object) -> Subject:
    return Subject(SubjectType.INDIVIDUAL, name, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["", "  ", "x", "7", "😀😀", "\u202e\u200b", "...", "-"])
def test_a_name_needs_letters(name: str) -> None:
    with pytest.raises(InvalidSubject) as caught:
        validate_subject(person(name), TODAY)
    assert "Nothing was stored" in caught.value.text()


@pytest.mark.parametrize("name", ["Wu", "李", "김", "O'Brien", "Jo 😀", "\u202eabc"])
def test_short_and_strange_names_are_screened(name: str) -> None:
    assert validate_subject(person(name), TODAY) == ()


def test_a_document_is_no_name() -> None:
    with pytest.raises(InvalidSubject, match="10,000 characters"):
        validate_subject(person("a" * 10_000), TODAY)


def test_birth_in_the_future_is_refused() -> None:
    with pytest.raises(InvalidSubject, match="future"):
        validate_subject(person(date_of_birth=PartialDate(2027)), TODAY)


def test_birth_long_ago_is_a_warning() -> None:
    assert "150 years" in validate_subject(person(date_of_birth=PartialDate(1850)), TODAY)[0]


@pytest.mark.parametrize("field", ["nationality", "country"])
def test_unknown_country_is_refused(field: str) -> None:
    with pytest.raises(InvalidSubject, match="not a country"):
        validate_subject(person(**{field: "ZZ"}), TODAY)


def test_address_country_is_checked() -> None:
    with pytest.raises(InvalidSubject, match="address country"):
        validate_subject(person(addresses=(Address(country="QQ"),)), TODAY)


def test_bad_identifiers_are_warnings() -> None:
    bad = Identifier(IdentifierType.BVN, "123", "ZZ")
    warnings = validate_subject(person(identifiers=(bad,)), TODAY)
    assert len(warnings) == 2
    assert "11 digits" in warnings[0]


@pytest.mark.parametrize(
    ("kind", "value", "is_fine"),
    [
        (IdentifierType.BVN, "22334455667", True),
        (IdentifierType.NIN, "2233445566", False),
        (IdentifierType.LEI, "213800KUD8LAJWSQ9D15", True),
        (IdentifierType.LEI, "213800KUD8LAJWSQ9D16", False),
        (IdentifierType.LEI, "82839", False),
        (IdentifierType.PASSPORT, "K01 938-442", True),
        (IdentifierType.PASSPORT, "K0", False),
        (IdentifierType.TIN, "ABC", False),
        (IdentifierType.TIN, "60118203X", True),
        (IdentifierType.NATIONAL_ID, "anything", True),
        (IdentifierType.BUSINESS_REG, "", False),
        (IdentifierType.DRIVERS_LICENSE, "7" * 101, False),
    ],
)
def test_identifier_rules(kind: IdentifierType, value: str, is_fine: bool) -> None:
    assert (identifier_problem(Identifier(kind, value)) is None) is is_fine


def test_a_sound_subject_has_no_warnings() -> None:
    fine = Identifier(IdentifierType.BVN, "22334455667", "NG")
    subject = person(date_of_birth=PartialDate(1990, 1, 15), identifiers=(fine,))
    assert validate_subject(subject, TODAY) == ()


def test_identifiers_compare_without_separators() -> None:
    assert compact("k-01 938.442") == "K01938442"


def test_identifiers_compare_in_any_script_of_digits_and_width() -> None:
    assert compact("ｋ－０１９３８") == compact("k٠١٩٣٨") == compact("K०१९३८") == "K01938"
    assert compact("①²") == "12"
    assert compact("… —") == ""


def test_cleaning_keeps_what_can_be_stored() -> None:
    subject = person(
        " a\ud800b\0 ",
        nationality="ng ",
        addresses=(Address(street=" x ", country="gb"),),
        identifiers=(Identifier(IdentifierType.TIN, " 7 ", "ng"),),
    )
    cleaned = clean_subject(subject)
    assert cleaned.name == "a\ufffdb"
    assert cleaned.nationality == "NG"
    assert cleaned.addresses[0] == Address(street="x", country="GB")
    assert cleaned.identifiers[0] == Identifier(IdentifierType.TIN, "7", "NG")
    assert clean_subject(cleaned) == cleaned


@given(st.text())
def test_cleaned_text_encodes(text: str) -> None:
    clean_text(text).encode("utf-8")


def test_countries_of_a_subject_are_listed_once() -> None:
    subject = person(nationality="NG", country="GB", addresses=(Address(country="NG"),))
    assert subject.countries() == ("NG", "GB")


def test_country_names_and_list_spellings() -> None:
    assert country_code("Syrian Arab Republic") == "SY"
    assert country_code("KOR") == "KR"
    assert country_code("atlantis") == ""
    assert country_name("NG") == "Nigeria"
    assert country_name("??") == "??"
    assert is_country_code("XK")
    names = [name for _, name in all_countries()]
    assert names == sorted(names)
    assert len(names) >= 249


def test_an_address_is_one_line() -> None:
    assert Address("1 Pine St", "Pine Bay", country="US").line() == "1 Pine St, Pine Bay, US"


def test_errors_say_what_is_safe_and_what_to_do() -> None:
    assert BadInput("It broke.", safe="All is kept.", todo="Retry.").text() == (
        "It broke. All is kept. Retry."
    )
    assert AppError().message == "Something went wrong."
