"""Record ids: a prefix and a sortable unique part, as in the seeds (`scr_`, `subj_` ...)."""

from __future__ import annotations

import secrets
from datetime import datetime

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U to misread


def _base32(number: int, length: int) -> str:
    digits = []
    for _ in range(length):
        number, rest = divmod(number, 32)
        digits.append(_ALPHABET[rest])
    return "".join(reversed(digits))


def new_id(prefix: str, at: datetime) -> str:
    """A new id such as ``scr_01KB7R2M9T...``: 10 characters of milliseconds, 10 random ones.

    Ids of different milliseconds sort by time; 50 random bits keep those of one apart.
    """
    milliseconds = int(at.timestamp() * 1000)
    return f"{prefix}_{_base32(milliseconds, 10)}{_base32(secrets.randbits(50), 10)}"
