"""The words of the screening page for the values of the domain, in the user's language."""

from __future__ import annotations

import re
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from app.domain.countries import country_name
from app.domain.dates import DatePrecision, ListedDate, PartialDate
from app.domain.decision import Outcome
from app.domain.identifiers import IdentifierType
from app.domain.list_entry import EntryType, NameKind
from app.domain.match import Check, Feature, Level, Strength, Verdict
from app.domain.risk import RiskBand
from app.domain.screening import Purpose
from app.domain.subject import Gender

translate = QCoreApplication.translate

_WORD = re.compile(r"[^\W\d_]+")
_DAY = re.compile(r"\b(\d{4})-(\d{2})(?:-(\d{2}))?\b")


_ROMAN = frozenset("IVX")


def shown_name(text: str, *, is_person: bool) -> str:
    """A listed name for reading: a person's words in capitals get small letters.

    ``AL-ZAWAHIRI, Dr. Ayman`` becomes ``Al-Zawahiri, Dr. Ayman``; numerals such as ``III`` and
    initials stay, and so do the names of organisations, whose capitals may mean something.
    """
    if not is_person:
        return text
    return _WORD.sub(lambda found: _small(found.group()), text)


def _small(word: str) -> str:
    if len(word) < 2 or not word.isupper() or _ROMAN.issuperset(word):
        return word
    return word[0] + word[1:].lower()


def outcome_word(outcome: Outcome) -> str:
    """Approve, Approve with monitoring, Review required, Block."""
    return {
        Outcome.APPROVE: translate("Screening", "Approve"),
        Outcome.APPROVE_WITH_MONITORING: translate("Screening", "Approve with monitoring"),
        Outcome.REVIEW_REQUIRED: translate("Screening", "Review required"),
        Outcome.BLOCK: translate("Screening", "Block"),
    }[outcome]


def band_word(band: RiskBand) -> str:
    """Low, Medium, High, Critical."""
    return {
        RiskBand.LOW: translate("Screening", "Low"),
        RiskBand.MEDIUM: translate("Screening", "Medium"),
        RiskBand.HIGH: translate("Screening", "High"),
        RiskBand.CRITICAL: translate("Screening", "Critical"),
    }[band]


def level_word(level: Level) -> str:
    """Low, Medium, High, or Discarded."""
    return {
        Level.LOW: translate("Screening", "Low"),
        Level.MEDIUM: translate("Screening", "Medium"),
        Level.HIGH: translate("Screening", "High"),
        Level.DISCARDED: translate("Screening", "Discarded"),
    }[level]


def strength_word(strength: Strength) -> str:
    """Exact, Strong, Possible."""
    return {
        Strength.EXACT: translate("Screening", "Exact"),
        Strength.STRONG: translate("Screening", "Strong"),
        Strength.POSSIBLE: translate("Screening", "Possible"),
    }[strength]


def check_word(check: Check) -> str:
    """Sanctions, PEP, Adverse media."""
    return {
        Check.SANCTIONS: translate("Screening", "Sanctions"),
        Check.PEP: translate("Screening", "PEP"),
        Check.ADVERSE_MEDIA: translate("Screening", "Adverse media"),
    }[check]


def verdict_word(verdict: Verdict) -> str:
    """Agrees, Close, Differs, Not compared."""
    return {
        Verdict.AGREE: translate("Screening", "Agrees"),
        Verdict.NEAR: translate("Screening", "Close"),
        Verdict.CONFLICT: translate("Screening", "Differs"),
        Verdict.MISSING: translate("Screening", "Not compared"),
    }[verdict]


def feature_word(feature: Feature, *, is_entity: bool = False) -> str:
    """The name of a compared field; people have a nationality, organisations a country."""
    country = (
        translate("Screening", "Country") if is_entity else translate("Screening", "Nationality")
    )
    return {
        Feature.DATE_OF_BIRTH: translate("Screening", "Date of birth"),
        Feature.COUNTRY: country,
        Feature.GENDER: translate("Screening", "Gender"),
        Feature.PLACE_OF_BIRTH: translate("Screening", "Place of birth"),
        Feature.IDENTIFIER: translate("Screening", "Identifier"),
        Feature.TYPE: translate("Screening", "Type"),
    }[feature]


def kind_word(kind: NameKind) -> str:
    """What sort of name a list calls it."""
    return {
        NameKind.PRIMARY: translate("Screening", "primary name"),
        NameKind.STRONG_ALIAS: translate("Screening", "alias"),
        NameKind.WEAK_ALIAS: translate("Screening", "weak alias"),
        NameKind.FORMER: translate("Screening", "former name"),
        NameKind.ORIGINAL_SCRIPT: translate("Screening", "original script"),
    }[kind]


def entry_type_word(kind: EntryType) -> str:
    """Individual, Entity, Vessel, Aircraft."""
    return {
        EntryType.INDIVIDUAL: translate("Screening", "Individual"),
        EntryType.ENTITY: translate("Screening", "Entity"),
        EntryType.VESSEL: translate("Screening", "Vessel"),
        EntryType.AIRCRAFT: translate("Screening", "Aircraft"),
    }[kind]


def gender_word(gender: Gender) -> str:
    """Male, Female, Other."""
    return {
        Gender.MALE: translate("Screening", "Male"),
        Gender.FEMALE: translate("Screening", "Female"),
        Gender.OTHER: translate("Screening", "Other"),
    }[gender]


def purpose_word(purpose: Purpose) -> str:
    """Why a customer is screened."""
    return {
        Purpose.ONBOARDING: translate("Screening", "Onboarding"),
        Purpose.PROFILE_CHANGE: translate("Screening", "Profile change"),
        Purpose.TRANSACTION: translate("Screening", "Transaction"),
        Purpose.PERIODIC: translate("Screening", "Periodic"),
        Purpose.BATCH: translate("Screening", "Batch"),
        Purpose.ON_DEMAND: translate("Screening", "On demand"),
    }[purpose]


def profile_word(profile: str) -> str:
    """Aligned, Classic, By settings for none; another profile by its own name."""
    words = {
        "": translate("Screening", "By settings"),
        "aligned": translate("Screening", "Aligned"),
        "classic": translate("Screening", "Classic"),
    }
    return words.get(profile, profile.capitalize())


def profile_tip(profile: str) -> str:
    """One line on how a profile compares names."""
    words = {
        "": translate(
            "Screening", "By settings: each list by the profile that the settings give it"
        ),
        "aligned": translate(
            "Screening", "Aligned: word by word, knows spellings, nicknames and initials"
        ),
        "classic": translate("Screening", "Classic: the letters of the whole names, in order"),
    }
    return words.get(profile, profile_word(profile))


def identifier_word(kind: IdentifierType) -> str:
    """The short name of a document or number."""
    return {
        IdentifierType.PASSPORT: translate("Screening", "Passport"),
        IdentifierType.NATIONAL_ID: translate("Screening", "National id"),
        IdentifierType.DRIVERS_LICENSE: translate("Screening", "Driving licence"),
        IdentifierType.BVN: translate("Screening", "BVN"),
        IdentifierType.NIN: translate("Screening", "NIN"),
        IdentifierType.TIN: translate("Screening", "Tax no."),
        IdentifierType.BUSINESS_REG: translate("Screening", "Company no."),
        IdentifierType.LEI: translate("Screening", "LEI"),
        IdentifierType.IMO: translate("Screening", "IMO"),
        IdentifierType.MMSI: translate("Screening", "MMSI"),
        IdentifierType.SWIFT: translate("Screening", "SWIFT/BIC"),
        IdentifierType.CRYPTO_ADDRESS: translate("Screening", "Crypto address"),
        IdentifierType.OTHER: translate("Screening", "Other"),
    }[kind]


def date_words(day: PartialDate) -> str:
    """``14 Mar 1968``, ``Mar 1968`` or ``1968``: no more than is known."""
    if day.month is None:
        return f"{day.year}"
    month = QLocale().monthName(day.month, QLocale.FormatType.ShortFormat)
    return f"{month} {day.year}" if day.day is None else f"{day.day} {month} {day.year}"


def listed_date_words(listed: ListedDate) -> str:
    """A list's date with its precision: ``c. 1963``, ``1960 to 1963``."""
    start = date_words(listed.start)
    if listed.precision is DatePrecision.CIRCA:
        return translate("Screening", "c. {date}").format(date=start)
    if listed.precision is DatePrecision.RANGE and listed.end is not None:
        return translate("Screening", "{start} to {end}").format(
            start=start, end=date_words(listed.end)
        )
    return start


def with_readable_dates(text: str) -> str:
    """`text` with its ISO dates written as people read them."""

    def readable(found: re.Match[str]) -> str:
        year, month, day = found.groups()
        if not 1 <= int(month) <= 12:
            return found.group()
        if day is not None and not QDate(int(year), int(month), int(day)).isValid():
            return found.group()
        return date_words(PartialDate(int(year), int(month), int(day) if day else None))

    return _DAY.sub(readable, text)


def with_country_names(codes: str) -> str:
    """``CY, RU`` as ``Cyprus, Russia``; words that are no codes stay."""
    parts = (part.strip() for part in codes.split(","))
    return ", ".join(country_name(part) for part in parts if part)


def local_time(at: datetime, *, with_date: bool = False) -> str:
    """A UTC time in the user's own time zone: ``09:12`` or ``21 Nov 2026 09:12``."""
    local = at.astimezone()
    clock = f"{local:%H:%M}"
    if not with_date:
        return clock
    return f"{date_words(PartialDate(local.year, local.month, local.day))} {clock}"


def when_words(at: datetime, now: datetime) -> str:
    """``today 09:12`` or ``20 Nov 2026 16:40``, in the user's own time zone."""
    if at.astimezone().date() == now.astimezone().date():
        return translate("Screening", "today {time}").format(time=local_time(at))
    return local_time(at, with_date=True)


def signed(value: float, digits: int = 1) -> str:
    """``+3.0``, ``−7.0`` (a real minus sign) or ``0``."""
    rounded = round(value, digits)
    if rounded == 0:
        return "0"
    return f"{'+' if rounded > 0 else '−'}{abs(rounded):,.{digits}f}"
