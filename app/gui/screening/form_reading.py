"""What the form holds, what it means, and what is wrong with it; no widgets."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from enum import StrEnum

from app.domain.countries import country_name
from app.domain.dates import PartialDate
from app.domain.errors import BadInput
from app.domain.identifiers import Identifier, IdentifierType, identifier_problem
from app.domain.match import Check
from app.domain.screening import Purpose, ScreeningRecord
from app.domain.subject import Address, Gender, Subject, SubjectType, validate_subject
from app.domain.transaction import Transaction
from app.gui.screening.date_entry import read_date
from app.gui.screening.transaction_reading import TransactionText, read_transaction
from app.gui.screening.wording import date_words, translate
from app.gui.widgets.typed_country import typed_country
from app.services.matching_index import BY_SETTINGS, PROFILES

DEFAULT_CHECKS = (Check.SANCTIONS, Check.PEP)
DEFAULT_PROFILE = BY_SETTINGS  # each list by the profile of its own
NO_TRANSACTION = TransactionText()
_ANY_NAME = "Name"  # stands in where another field is validated


class Field(StrEnum):
    """The fields that can be wrong."""

    NAME = "name"
    DATE_OF_BIRTH = "date_of_birth"
    NATIONALITY = "nationality"
    COUNTRY = "country"
    IDENTIFIERS = "identifiers"
    CHECKS = "checks"
    TRANSACTION = "transaction"


@dataclass(frozen=True, slots=True)
class IdentifierText:
    """One identifier row as typed."""

    type: IdentifierType = IdentifierType.PASSPORT
    value: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class FormState:
    """Everything the form holds, as typed."""

    type: SubjectType = SubjectType.INDIVIDUAL
    name: str = ""
    date_of_birth: str = ""
    nationality: str = ""
    gender: Gender | None = None
    place_of_birth: str = ""
    country: str = ""
    registration_number: str = ""
    external_id: str = ""
    address: str = ""
    identifiers: tuple[IdentifierText, ...] = ()
    checks: tuple[Check, ...] = DEFAULT_CHECKS
    purpose: Purpose = Purpose.ONBOARDING
    profile: str = DEFAULT_PROFILE
    transaction: TransactionText = NO_TRANSACTION

    @property
    def has_transaction(self) -> bool:
        """Whether the screening is of a payment that was told."""
        return self.purpose is Purpose.TRANSACTION and not self.transaction.is_empty


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field; `is_error` keeps the subject from being screened."""

    text: str
    is_error: bool = True


@dataclass(frozen=True, slots=True)
class FormReading:
    """The subject behind a form, or None with the problems that prevent it.

    `identifier_problems` says, row by row, what looks wrong there (empty if nothing does).
    """

    subject: Subject | None
    problems: dict[Field, Problem] = field(default_factory=dict)
    identifier_problems: tuple[str, ...] = ()

    @property
    def blocker(self) -> str:
        """Why the subject cannot be screened, or empty."""
        return next((p.text for p in self.problems.values() if p.is_error), "")


def read_form(state: FormState, today: date) -> FormReading:
    """Make a subject of what was typed, and say what is wrong, field by field.

    Args:
        state: the form as typed.
        today: the user's date, for dates of birth that lie in the future.
    """
    problems: dict[Field, Problem] = {}
    _check(problems, Field.NAME, Subject(state.type, state.name), today)
    if state.type is SubjectType.INDIVIDUAL:
        subject = _person(state, problems, today)
    else:
        subject = _organisation(state, problems)
    if not state.checks:
        problems[Field.CHECKS] = Problem(translate("Screening", "Choose at least one check."))
    if state.has_transaction:
        try:
            read_transaction(state.transaction, datetime.now(UTC))
        except BadInput as error:
            problems[Field.TRANSACTION] = Problem(error.message)
    rows = tuple(_row_problem(row) for row in state.identifiers)
    if any(problem.is_error for problem in problems.values()):
        return FormReading(None, problems, rows)
    return FormReading(subject, problems, rows)


def _person(state: FormState, problems: dict[Field, Problem], today: date) -> Subject:
    return replace(
        _common(state),
        date_of_birth=_birth(state, problems, today),
        nationality=_country(state.nationality, Field.NATIONALITY, problems),
        gender=state.gender,
        place_of_birth=state.place_of_birth.strip(),
    )


def _organisation(state: FormState, problems: dict[Field, Problem]) -> Subject:
    return replace(
        _common(state),
        country=_country(state.country, Field.COUNTRY, problems),
        registration_number=state.registration_number.strip(),
    )


def _common(state: FormState) -> Subject:
    address = state.address.strip()
    typed = (row for row in state.identifiers if row.value.strip())
    return Subject(
        type=state.type,
        name=state.name.strip(),
        external_id=state.external_id.strip(),
        addresses=(Address(text=address),) if address else (),
        identifiers=tuple(_identifier(row) for row in typed),
    )


def _check(problems: dict[Field, Problem], place: Field, subject: Subject, today: date) -> None:
    """Let the domain say what is wrong with a subject that carries this one field."""
    try:
        warnings = validate_subject(subject, today)
    except BadInput as error:
        problems[place] = Problem(error.message)
    else:
        if warnings:
            problems[place] = Problem(warnings[0], is_error=False)


def _birth(state: FormState, problems: dict[Field, Problem], today: date) -> PartialDate | None:
    try:
        born = read_date(state.date_of_birth)
    except BadInput as error:
        problems[Field.DATE_OF_BIRTH] = Problem(f"{error.message} {error.todo}".strip())
        return None
    if born is not None:
        alone = Subject(SubjectType.INDIVIDUAL, _ANY_NAME, date_of_birth=born)
        _check(problems, Field.DATE_OF_BIRTH, alone, today)
    return born


def _country(text: str, place: Field, problems: dict[Field, Problem]) -> str:
    code = typed_country(text)
    if text.strip() and not code:
        words = translate("Screening", "“{text}” is not a country. Choose one from the list.")
        problems[place] = Problem(words.format(text=text.strip()[:40]))
    return code


def _identifier(row: IdentifierText) -> Identifier:
    code = typed_country(row.country) or row.country.strip()
    return Identifier(row.type, row.value.strip(), code)


def _row_problem(row: IdentifierText) -> str:
    if not row.value.strip():
        return translate("Screening", "Enter the number, or remove the row.")
    if row.country.strip() and not typed_country(row.country):
        words = translate("Screening", "“{text}” is not a country.")
        return words.format(text=row.country.strip()[:40])
    return identifier_problem(_identifier(row)) or ""


def form_of(record: ScreeningRecord) -> FormState:
    """The form that would give this record's subject again."""
    subject = record.subject
    return FormState(
        type=subject.type,
        name=subject.name,
        date_of_birth=date_words(subject.date_of_birth) if subject.date_of_birth else "",
        nationality=_country_words(subject.nationality),
        gender=subject.gender,
        place_of_birth=subject.place_of_birth,
        country=_country_words(subject.country),
        registration_number=subject.registration_number,
        external_id=subject.external_id,
        address="; ".join(address.line() for address in subject.addresses),
        identifiers=tuple(
            IdentifierText(item.type, item.value, item.country) for item in subject.identifiers
        ),
        checks=tuple(run.check for run in record.checks),
        purpose=record.purpose,
        profile=_profile_of(record),
        transaction=_transaction_text(record.transaction),
    )


def _profile_of(record: ScreeningRecord) -> str:
    """The profile's name without its version; the default if there were several, or this version
    lacks it."""
    name = record.profile.rpartition("-")[0]
    return name if name in PROFILES else DEFAULT_PROFILE


def _transaction_text(transaction: Transaction | None) -> TransactionText:
    if transaction is None:
        return NO_TRANSACTION
    return TransactionText(
        transaction_id=transaction.transaction_id,
        amount=f"{transaction.amount:.2f}",
        currency=transaction.currency,
        direction=transaction.direction,
        counterparty_name=transaction.counterparty_name,
        counterparty_country=_country_words(transaction.counterparty_country),
    )


def _country_words(code: str) -> str:
    return country_name(code) if code else ""
