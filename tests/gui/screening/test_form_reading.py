"""What the form means, and what is wrong with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from app.domain.identifiers import Identifier, IdentifierType
from app.domain.match import Check
from app.domain.subject import Address, Gender, SubjectType
from app.gui.screening.form_reading import (
    Field,
    FormState,
    IdentifierText,
    form_of,
    read_form,
)

TODAY = date(2026, 11, 20)
PERSON = FormState(
    name=" Alexander Brevnikovsky ",
    date_of_birth="14 Mar 1968",
    nationality="Cyprus (CY)",
    gender=Gender.MALE,
    place_of_birth="Limassol",
    external_id="C-1",
    address="1 Invented Street",
    country="Iran",
    registration_number="R-9",
    identifiers=(IdentifierText(IdentifierType.PASSPORT, "K01938442", "cyprus"),),
)


def test_a_person_is_read_without_the_fields_of_an_organisation() -> None:
    subject = read_form(PERSON, TODAY).subject
    assert subject is not None
    assert subject.name == "Alexander Brevnikovsky"
    assert str(subject.date_of_birth) == "1968-03-14"
    assert (subject.nationality, subject.country, subject.registration_number) == ("CY", "", "")
    assert subject.identifiers == (Identifier(IdentifierType.PASSPORT, "K01938442", "CY"),)
    assert subject.addresses == (Address(text="1 Invented Street"),)


def test_an_organisation_is_read_without_the_fields_of_a_person() -> None:
    subject = read_form(replace(PERSON, type=SubjectType.ENTITY), TODAY).subject
    assert subject is not None
    assert (subject.country, subject.registration_number) == ("IR", "R-9")
    assert (subject.date_of_birth, subject.gender, subject.nationality) == (None, None, "")


def test_an_error_in_a_hidden_field_does_not_block() -> None:
    state = replace(PERSON, type=SubjectType.ENTITY, date_of_birth="nonsense")
    assert read_form(state, TODAY).subject is not None


@pytest.mark.parametrize(
    ("change", "field", "word"),
    [
        ({"name": ""}, Field.NAME, "empty"),
        ({"name": "X"}, Field.NAME, "two letters"),
        ({"name": "\u202e \u200b"}, Field.NAME, "no letters"),
        ({"name": "x" * 1001}, Field.NAME, "1,001"),
        ({"date_of_birth": "2031"}, Field.DATE_OF_BIRTH, "future"),
        ({"date_of_birth": "1968-02-30"}, Field.DATE_OF_BIRTH, "not a date"),
        ({"nationality": "Atlantis"}, Field.NATIONALITY, "Atlantis"),
        ({"checks": ()}, Field.CHECKS, "at least one"),
    ],
)
def test_errors_name_their_field_and_block(change: dict, field: Field, word: str) -> None:
    reading = read_form(replace(PERSON, **change), TODAY)
    assert reading.subject is None
    assert reading.problems[field].is_error
    assert word in reading.problems[field].text
    assert word in reading.blocker


def test_an_unlikely_date_warns_and_does_not_block() -> None:
    reading = read_form(replace(PERSON, date_of_birth="1820"), TODAY)
    assert reading.subject is not None
    assert not reading.problems[Field.DATE_OF_BIRTH].is_error
    assert reading.blocker == ""


def test_bad_identifiers_warn_row_by_row() -> None:
    rows = (
        IdentifierText(IdentifierType.LEI, "123"),
        IdentifierText(IdentifierType.PASSPORT, "K01938442", "Atlantis"),
        IdentifierText(IdentifierType.PASSPORT, "", "CY"),
        IdentifierText(IdentifierType.PASSPORT, "K01938442"),
    )
    reading = read_form(replace(PERSON, identifiers=rows), TODAY)
    assert reading.subject is not None
    assert len(reading.subject.identifiers) == 3
    said = reading.identifier_problems
    assert "LEI" in said[0]
    assert "Atlantis" in said[1]
    assert "remove" in said[2]
    assert said[3] == ""


def test_a_record_fills_the_form_that_gives_its_subject_again(made: SimpleNamespace) -> None:
    record = made.record()
    state = form_of(record)
    assert read_form(state, TODAY).subject == record.subject
    assert state.checks == (Check.SANCTIONS, Check.PEP)
    assert state.purpose is record.purpose
