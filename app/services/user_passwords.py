"""Passwords as they are kept: Argon2id hashes, made and checked."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

# The second recommended option of RFC 9106, for machines that have no 2 GiB to spare: a try
# costs 64 MiB and about a tenth of a second.
TIME_COST = 3
MEMORY_KIB = 65_536
LANES = 4


def hashed(password: str) -> str:
    """The Argon2id hash of a password in its one form, with salt and parameters in it."""
    return _hasher().hash(password)


def verifies(password_hash: str | None, password: str) -> bool:
    """Whether the hash is of this password; None takes as long as a hash and is of none."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(password_hash or _of_nobody(), password) and bool(password_hash)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than those of today."""
    return _hasher().check_needs_rehash(password_hash)


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=TIME_COST, memory_cost=MEMORY_KIB, parallelism=LANES)


@lru_cache(maxsize=1)
def _of_nobody() -> str:
    return hashed("nobody has this password")
