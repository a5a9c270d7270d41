"""The words of the Exceptions page for the values of the domain, in the user's language."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from app.domain.dates import PartialDate
from app.domain.exception_fingerprint import SUBJECT, kept_values
from app.domain.exception_query import Due
from app.domain.match_exception import (
    ExceptionEvent,
    ExceptionKind,
    ExceptionStatus,
    FieldChange,
    MatchException,
    Operator,
)
from app.domain.subject import SubjectType
from app.gui.screening.wording import date_words, shown_name
from app.gui.widgets.labels import isolate
from app.gui.widgets.table_columns import Chip

translate = QCoreApplication.translate

_CHIPS = {
    ExceptionStatus.ACTIVE: Chip("check-circle", "low"),
    ExceptionStatus.LAPSED: Chip("triangle-alert", "high"),
    ExceptionStatus.EXPIRED: Chip("clock", "missing"),
    ExceptionStatus.REVOKED: Chip("x-circle", "missing"),
}


def status_word(status: ExceptionStatus) -> str:
    """Active, Lapsed, Expired, Revoked."""
    return {
        ExceptionStatus.ACTIVE: translate("Exceptions", "Active"),
        ExceptionStatus.LAPSED: translate("Exceptions", "Lapsed"),
        ExceptionStatus.EXPIRED: translate("Exceptions", "Expired"),
        ExceptionStatus.REVOKED: translate("Exceptions", "Revoked"),
    }[status]


def status_chip(status: ExceptionStatus) -> Chip:
    """Icon and colour of a status."""
    return _CHIPS[status]


def kind_word(kind: ExceptionKind) -> str:
    """Profile, Conditional."""
    return {
        ExceptionKind.PROFILE: translate("Exceptions", "Profile"),
        ExceptionKind.CONDITIONAL: translate("Exceptions", "Conditional"),
    }[kind]


def due_word(due: Due) -> str:
    """What the filter by date shows."""
    return {
        Due.ANY: translate("Exceptions", "Any date"),
        Due.EXPIRING: translate("Exceptions", "Ends within 30 days"),
        Due.REVIEW: translate("Exceptions", "Review due"),
        Due.STALE: translate("Exceptions", "Worth a look"),
    }[due]


def field_word(field: str) -> str:
    """The name of a field of either side, as people call it."""
    return {
        "names": translate("Exceptions", "Names"),
        "dates_of_birth": translate("Exceptions", "Dates of birth"),
        "places_of_birth": translate("Exceptions", "Places of birth"),
        "gender": translate("Exceptions", "Gender"),
        "nationalities": translate("Exceptions", "Nationalities"),
        "countries": translate("Exceptions", "Countries"),
        "identifiers": translate("Exceptions", "Identifiers"),
        "addresses": translate("Exceptions", "Addresses"),
        "programmes": translate("Exceptions", "Programmes"),
        "positions": translate("Exceptions", "Positions"),
        "topics": translate("Exceptions", "Topics"),
        "measures": translate("Exceptions", "Measures"),
        "listed_on": translate("Exceptions", "Listed on"),
        "ended_on": translate("Exceptions", "Ended on"),
        "remarks": translate("Exceptions", "Remarks"),
        "type": translate("Exceptions", "Type"),
        "name": translate("Exceptions", "Name"),
        "date_of_birth": translate("Exceptions", "Date of birth"),
        "nationality": translate("Exceptions", "Nationality"),
        "country": translate("Exceptions", "Country"),
        "place_of_birth": translate("Exceptions", "Place of birth"),
        "registration_number": translate("Exceptions", "Registration number"),
        "expires_on": translate("Exceptions", "Last day"),
        "review_on": translate("Exceptions", "Review on"),
        "conditions": translate("Exceptions", "Conditions"),
    }.get(field, field)


def side_word(side: str) -> str:
    """Whose field it is."""
    return {
        "list": translate("Exceptions", "Listed party"),
        "subject": translate("Exceptions", "Customer"),
    }.get(side, translate("Exceptions", "Exception"))


def change_title(change: FieldChange) -> str:
    """``Listed party, dates of birth``."""
    return f"{side_word(change.side)}, {field_word(change.field).lower()}"


def operator_word(operator: Operator) -> str:
    """How a condition compares."""
    return {
        Operator.EQUALS: translate("Exceptions", "is"),
        Operator.NOT_EQUALS: translate("Exceptions", "is not"),
        Operator.IN: translate("Exceptions", "is one of"),
        Operator.CONTAINS: translate("Exceptions", "contains"),
        Operator.LESS: translate("Exceptions", "is less than, before"),
        Operator.GREATER: translate("Exceptions", "is more than, after"),
        Operator.EXISTS: translate("Exceptions", "is given"),
    }[operator]


def action_word(event: ExceptionEvent) -> str:
    """What happened to an exception, in a word or two."""
    return {
        "CREATED": translate("Exceptions", "Created"),
        "IMPORTED": translate("Exceptions", "Imported"),
        "CHANGED": translate("Exceptions", "Changed"),
        "LAPSED": translate("Exceptions", "Lapsed"),
        "EXPIRED": translate("Exceptions", "Expired"),
        "RENEWED": translate("Exceptions", "Renewed"),
        "REVOKED": translate("Exceptions", "Revoked"),
        "FOLLOWED": translate("Exceptions", "Follows a new id"),
    }.get(event.action, event.action)


def day_words(day: date | None) -> str:
    """``24 Dec 2026``, or nothing."""
    return date_words(PartialDate(day.year, day.month, day.day)) if day else ""


def pair_words(exception: MatchException) -> str:
    """Whom it is about, on one line."""
    if not exception.listed_name:
        return translate("Exceptions", "Every match that fulfils its conditions")
    words = translate("Exceptions", "{subject} is not {listed}")
    return words.format(
        subject=isolate(exception.subject_name), listed=isolate(listed_words(exception))
    )


def listed_words(exception: MatchException) -> str:
    """The listed party's name for reading: a person's words in capitals get small letters."""
    kinds = kept_values(exception, SUBJECT, "type")
    return shown_name(exception.listed_name, is_person=SubjectType.INDIVIDUAL in kinds)
