"""Whether a match exception that came from elsewhere can be meant: every part of it is checked."""

from __future__ import annotations

import re
from typing import Any, Final

from app.domain.errors import BadInput
from app.domain.exception_conditions import checked
from app.domain.exception_fingerprint import (
    CUSTOMER_FIELDS,
    LIST,
    PROFILE_FIELDS,
    SUBJECT,
    check_fields,
)
from app.domain.match_exception import ExceptionKind, ExceptionStatus, MatchException, clean_reason
from app.domain.subject import MAX_TEXT_LENGTH, clean_text

MAX_KEPT: Final = 200_000  # characters of a fingerprint
MAX_CHANGES: Final = 100  # of a difference
_ID: Final = re.compile(r"exc_[0-9A-Za-z-]{1,60}")
_SUM: Final = re.compile(r"[0-9a-f]{32}")
_SAFE: Final = "It was not imported."
_TEXTS: Final = (
    "subject_id", "external_id", "subject_name", "source", "list_entry_id", "listed_name",
    "created_by", "changed_by", "from_match_id",
)  # fmt: skip


def require_sound(exception: MatchException) -> None:
    """Raise BadInput, which says why, unless this can be an exception of this program."""
    if not _ID.fullmatch(exception.exception_id):
        raise _bad("its id is none of a match exception")
    if exception.version < 1 or exception.created_at.tzinfo is None:
        raise _bad("its version or its time cannot be right")
    clean_reason(exception.reason)
    for name in _TEXTS:
        text = getattr(exception, name)
        if len(text) > MAX_TEXT_LENGTH or clean_text(text) != text:
            raise _bad(f"its field {name} cannot be read")
    if len(exception.difference) > MAX_CHANGES:
        raise _bad("its difference is too long")
    if (exception.expires_on is None) is not (exception.expiration_type.value == "NEVER"):
        raise _bad("its last day and the kind of its end contradict each other")
    if (exception.status is ExceptionStatus.LAPSED) and not exception.difference:
        raise _bad("it lapsed, but does not say why")
    if exception.kind is ExceptionKind.CONDITIONAL:
        if exception.source or exception.list_entry_id or exception.external_id:
            raise _bad("it has conditions and names a profile or a customer as well")
        checked(exception.conditions)
    else:
        _require_profile(exception)


def _require_profile(exception: MatchException) -> None:
    if not (exception.source and exception.list_entry_id and exception.subject_name):
        raise _bad("it names no listed profile or no customer")
    if not (exception.external_id or exception.subject_id):
        raise _bad("nothing tells whose exception it is")
    if exception.conditions:
        raise _bad("it names a profile and has conditions as well")
    if not all(map(_SUM.fullmatch, (exception.checksum, exception.core_checksum))):
        raise _bad("its checksums are none")
    check_fields(exception.fields, exception.subject_fields)
    sides = {LIST: PROFILE_FIELDS, SUBJECT: CUSTOMER_FIELDS}
    if set(exception.fingerprint) != set(sides) or not all(
        _is_side(exception.fingerprint[side], known) for side, known in sides.items()
    ):
        raise _bad("its fingerprint cannot be read")


def _is_side(kept: Any, known: tuple[str, ...]) -> bool:
    """Whether this is one side of a fingerprint: texts by known field."""
    if not isinstance(kept, dict) or not set(kept) <= set(known):
        return False
    values = list(kept.values())
    if not all(isinstance(texts, list) and texts for texts in values):
        return False
    texts = [text for several in values for text in several]
    return all(isinstance(text, str) for text in texts) and sum(map(len, texts)) <= MAX_KEPT


def _bad(why: str) -> BadInput:
    return BadInput(f"This exception cannot be taken: {why}.", safe=_SAFE)
