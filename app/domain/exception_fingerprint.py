"""Fingerprints: what a cleared pair of subject and listed profile looked like, and what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from app.domain.entry_changes import values_of
from app.domain.errors import BadInput
from app.domain.list_entry import ListEntry
from app.domain.match_exception import FieldChange, MatchException
from app.domain.subject import Subject

LIST: Final = "list"
SUBJECT: Final = "subject"

# The fields of a listed profile of which its author may choose, in the order of the record.
PROFILE_FIELDS: Final = (
    "names", "dates_of_birth", "places_of_birth", "gender", "nationalities", "countries",
    "identifiers", "addresses", "programmes", "positions", "topics", "measures", "listed_on",
    "ended_on", "remarks",
)  # fmt: skip
# Those of a subject.
CUSTOMER_FIELDS: Final = (
    "type", "name", "date_of_birth", "gender", "nationality", "country", "place_of_birth",
    "registration_number", "identifiers", "addresses",
)  # fmt: skip
_KEPT_SHOWN: Final = 3  # values that stayed, shown beside those that changed
_FEW: Final = 6  # values that are all shown

Fingerprint = dict[str, dict[str, list[str]]]


def fingerprint(subject: Subject, entry: ListEntry) -> Fingerprint:
    """The values of every field of both sides in words, without the empty ones.

    All fields are kept, not only the chosen ones: whoever adds one later compares with the same
    moment.
    """
    return {LIST: profile_side(entry), SUBJECT: customer_side(subject)}


def profile_side(entry: ListEntry) -> dict[str, list[str]]:
    """The listed profile's part of a fingerprint."""
    return _filled({name: values_of(entry, name) for name in PROFILE_FIELDS})


def customer_side(subject: Subject) -> dict[str, list[str]]:
    """The subject's part of a fingerprint."""
    return _filled({name: customer_values(subject, name) for name in CUSTOMER_FIELDS})


def customer_values(subject: Subject, field: str) -> tuple[str, ...]:
    """The values of one of CUSTOMER_FIELDS in words; empty where the subject has none."""
    if field == "identifiers":
        return tuple(
            " ".join(part for part in (item.type.value, item.value, item.country) if part)
            for item in subject.identifiers
        )
    if field == "addresses":
        return tuple(address.line() for address in subject.addresses)
    value = getattr(subject, field)
    return (str(value),) if value else ()


def differences(
    exception: MatchException, subject: Subject | None, entry: ListEntry | None
) -> tuple[FieldChange, ...]:
    """What changed in the fields that bring the match back, the listed profile's first.

    The order of values does not count, nor do case and spacing: a publisher that writes its whole
    list anew has told nothing new.

    Args:
        subject: as it is now; None to leave its side out.
        entry: the listed profile as it is now; None to leave its side out.
    """
    found: list[FieldChange] = []
    if entry is not None:
        now = {name: values_of(entry, name) for name in exception.fields}
        found += _changes(LIST, exception, now)
    if subject is not None:
        now = {name: customer_values(subject, name) for name in exception.subject_fields}
        found += _changes(SUBJECT, exception, now)
    return tuple(found)


def kept_values(exception: MatchException, side: str, field: str) -> tuple[str, ...]:
    """The values of a field in the fingerprint; empty where it had none."""
    kept: Mapping[str, Any] = exception.fingerprint.get(side, {})
    return tuple(kept.get(field, ()))


def check_fields(fields: Iterable[str], subject_fields: Iterable[str]) -> None:
    """Raise BadInput unless these are known fields, with at least one of the listed profile."""
    chosen, of_subject = tuple(fields), tuple(subject_fields)
    for name, known in (
        *((name, PROFILE_FIELDS) for name in chosen),
        *((name, CUSTOMER_FIELDS) for name in of_subject),
    ):
        if name not in known:
            raise BadInput(
                f"“{name[:40]}” is no field that can bring a match back.",
                safe="Nothing was changed.",
                todo=f"Use some of: {', '.join(known)}.",
            )
    if not chosen:
        raise BadInput(
            "No field of the listed profile would bring the match back.",
            safe="Nothing was changed.",
            todo="Choose at least one, or leave the usual ones.",
        )


def _filled(values: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {name: list(texts) for name, texts in values.items() if texts}


def _changes(
    side: str, exception: MatchException, now: Mapping[str, tuple[str, ...]]
) -> Iterable[FieldChange]:
    for name, after in now.items():
        before = kept_values(exception, side, name)
        if _folded(before) != _folded(after):
            yield FieldChange(side, name, _told(before, after), _told(after, before))


def _folded(values: Iterable[str]) -> set[str]:
    return {_fold(value) for value in values}


def _fold(value: str) -> str:
    return " ".join(value.casefold().split())


def _told(values: tuple[str, ...], others: tuple[str, ...]) -> str:
    """The values in one text, of many those that the other side lacks first."""
    if len(values) <= _FEW:
        return "; ".join(values)
    known = _folded(others)
    changed = [value for value in values if _fold(value) not in known]
    stayed = [value for value in values if _fold(value) in known]
    more = len(stayed) - _KEPT_SHOWN
    shown = [*changed, *stayed[:_KEPT_SHOWN]]
    return "; ".join([*shown, f"and {more} more that stayed"] if more > 0 else shown)
