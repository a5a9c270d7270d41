"""Domain objects as JSON texts and back, in the one form in which they are stored."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import UTC, datetime
from functools import cache
from threading import Lock
from typing import Any, TypeVar, cast

import msgspec

from app.domain.errors import BadInput, IntegrityFault

T = TypeVar("T")

_encoder = msgspec.json.Encoder()
# What the library learns of a class must be whole before another thread reads it.
_building = Lock()


@cache
def _decoder(kind: Hashable) -> msgspec.json.Decoder[Any]:
    with _building:
        return msgspec.json.Decoder(kind)


def encode(value: object) -> str:
    """The JSON text of a domain object (frozen dataclass, tuple, mapping, scalar).

    Raises BadInput for lone surrogates: text is cleaned before it comes here.
    """
    try:
        return _encoder.encode(value).decode()
    except UnicodeEncodeError as error:
        raise broken_text() from error


def broken_text() -> BadInput:
    """The error of a text that UTF-8 cannot hold."""
    return BadInput(
        "The text holds half a character (a lone surrogate), which cannot be stored.",
        safe="Nothing was stored.",
        todo="Remove the broken character and try again.",
    )


def decode(text: str | bytes, kind: type[T]) -> T:
    """The domain object of type `kind` that `encode` wrote as `text`.

    Raises IntegrityFault if the text does not fit the type.
    """
    try:
        decoded: T = _decoder(cast(Hashable, kind)).decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, BadInput) as error:
        raise IntegrityFault(
            "A stored record cannot be read.",
            safe="It was left as it is.",
            todo="Check the workspace and restore a backup if it is damaged.",
            details=f"{kind}: {error}",
        ) from error
    return decoded


def utc_text(at: datetime) -> str:
    """A UTC time as text of fixed width, so that texts sort as times do. `at` has a time zone."""
    if at.tzinfo is None:
        raise ValueError("a stored time needs its time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def utc_time(text: str) -> datetime:
    """The time that `utc_text` wrote."""
    return datetime.fromisoformat(text)
