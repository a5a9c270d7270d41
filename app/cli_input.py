"""From the words of the command line to a screening request."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

from app.domain.countries import country_code
from app.domain.dates import parse_partial_date
from app.domain.errors import BadInput, UsageError
from app.domain.identifiers import SUBJECT_IDENTIFIER_TYPES, Identifier, IdentifierType
from app.domain.match import Check
from app.domain.screening import Purpose
from app.domain.subject import Gender, Subject, SubjectType, clean_text
from app.domain.transaction import Direction, Transaction
from app.services.matching_settings import MatchingSettings
from app.services.screening import ScreeningRequest

Choice = TypeVar("Choice", bound=StrEnum)


def screening_request(
    *,
    name: str,
    kind: str,
    dob: str,
    nationality: str,
    country: str,
    gender: str,
    place_of_birth: str,
    registration_number: str,
    external_id: str,
    identifiers: list[str],
    check: str,
    purpose: str,
    profile: str,
    transaction: str = "",
) -> ScreeningRequest:
    """The request that these options describe. Raises BadInput for what is not understood."""
    subject = Subject(
        type=_choice(SubjectType, kind, "--type"),
        name=name,
        external_id=external_id,
        date_of_birth=parse_partial_date(dob) if dob.strip() else None,
        gender=_choice(Gender, gender, "--gender") if gender else None,
        nationality=_country(nationality, "--nationality"),
        country=_country(country, "--country"),
        place_of_birth=place_of_birth,
        registration_number=registration_number,
        identifiers=tuple(parse_identifier(text) for text in identifiers),
    )
    words = [word for word in check.replace(",", " ").split() if word]
    return ScreeningRequest(
        subject=subject,
        checks=tuple(_choice(Check, word, "--check") for word in words),
        purpose=_choice(Purpose, purpose, "--purpose"),
        profile=profile,
        transaction=parse_transaction(transaction) if transaction else None,
    )


def changed_settings(
    settings: MatchingSettings, profile: str, list_profiles: list[str], learned: str
) -> MatchingSettings:
    """The settings with what these options change; an empty option changes nothing.

    Raises:
        UsageError: nothing is changed by them, or one is not understood.
    """
    if not (profile or list_profiles or learned):
        raise UsageError(
            "No setting was named.", todo="Add --profile, --list-profile or --learned-aliases."
        )
    of_lists = dict(settings.profile_of)
    for text in list_profiles:
        source, equals, name = (part.strip() for part in text.partition("="))
        if not (source and equals):
            raise UsageError(
                f"“{text[:40]}” is not understood by --list-profile.",
                safe="The settings were left as they are.",
                todo="Write SOURCE=PROFILE, e.g. un_sc=classic.",
            )
        if name:
            of_lists[source] = name
        else:
            of_lists.pop(source, None)
    if learned not in {"", "on", "off"}:
        raise UsageError(
            f"“{learned[:40]}” is not known to --learned-aliases.",
            safe="The settings were left as they are.",
            todo="Use one of: on, off.",
        )
    return MatchingSettings(
        profile or settings.default_profile,
        of_lists,
        learned == "on" if learned else settings.learned_aliases,
    )


def _choice(kind: type[Choice], text: str, option: str) -> Choice:
    try:
        return kind(text.strip().upper().replace("-", "_"))
    except ValueError as error:
        known = ", ".join(item.value.lower() for item in kind)
        raise BadInput(
            f"“{text[:40]}” is not known to {option}.",
            safe="Nothing was stored.",
            todo=f"Use one of: {known}.",
        ) from error


def _country(text: str, option: str) -> str:
    if not text.strip():
        return ""
    code = country_code(text)
    if not code:
        raise BadInput(
            f"“{text[:40]}” is not a country ({option}).",
            safe="Nothing was stored.",
            todo="Use the two letters of ISO 3166, such as NG, or the English name.",
        )
    return code


def parse_transaction(text: str) -> Transaction:
    """``ID:AMOUNT:CURRENCY:IN|OUT[:COUNTRY]``, happening now. Raises BadInput."""
    parts = text.split(":")
    if len(parts) not in {4, 5}:
        raise BadInput(
            f"“{text[:60]}” is not a transaction.",
            safe="Nothing was stored.",
            todo="Write ID:AMOUNT:CURRENCY:IN or OUT[:COUNTRY], e.g. t-17:12500:EUR:OUT:CY.",
        )
    key, amount, currency, direction, *country = parts
    try:
        value = float(amount)
    except ValueError as error:
        raise BadInput(f"“{amount[:40]}” is not an amount.", safe="Nothing was stored.") from error
    return Transaction(
        transaction_id=clean_text(key),
        amount=value,
        currency=currency.strip().upper(),
        direction=_choice(Direction, direction, "--transaction"),
        occurred_at=datetime.now(UTC),
        counterparty_country=_country(country[0], "--transaction") if country else "",
    )


def parse_identifier(text: str) -> Identifier:
    """``TYPE:VALUE[:CC]``, e.g. ``PASSPORT:K123456:NG``. Raises BadInput."""
    kind, _, rest = text.partition(":")
    value, _, country = rest.rpartition(":") if rest.count(":") else (rest, "", "")
    if not value:
        raise BadInput(
            f"“{text[:60]}” is not an identifier.",
            safe="Nothing was stored.",
            todo="Write TYPE:VALUE or TYPE:VALUE:CC, e.g. PASSPORT:K123456:NG.",
        )
    chosen = _choice(IdentifierType, kind, "--id")
    if chosen not in SUBJECT_IDENTIFIER_TYPES:
        known = ", ".join(item.value for item in SUBJECT_IDENTIFIER_TYPES)
        raise BadInput(f"{chosen.value} is no identifier of a customer.", todo=f"Use: {known}.")
    return Identifier(chosen, value, _country(country, "--id") if country else "")
